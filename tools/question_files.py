"""What is derived from the questions of ``cookiecutter.json``: ``copier.yml`` and ``docs/reference/questions.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from support.paths import KIT

from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.generation.questions import QUESTIONS, Question

_COOKIECUTTER: dict[str, Any] = json.loads((KIT / "cookiecutter.json").read_text("utf-8"))
_PROMPTS: dict[str, Any] = _COOKIECUTTER["__prompts__"]

# --- copier ---

#: Defaults that use what cookiecutter alone has: its filter ``slugify``.
_COPIER_DEFAULTS = {
    "space_slug": "{{ space_name | lower | replace('’', '-') | regex_replace('[àâä]', 'a') | regex_replace('[éèêë]', 'e') | regex_replace('[îï]', 'i') | regex_replace('[ôö]', 'o') | regex_replace('[ùûü]', 'u') | replace('ç', 'c') | replace('œ', 'oe') | regex_replace('[^a-z0-9]+', '-') | regex_replace('^-+|-+$', '') | truncate(60, true, '') or 'tiers-lieu' }}",
}  # fmt: skip


def copier_yml() -> str:
    """``copier.yml``: its settings as they are, then the questions."""
    settings = (KIT / "copier.yml").read_text("utf-8").partition(f"\n{next(iter(QUESTIONS))}:\n")[0]
    return settings + "\n" + "".join(f"{line}\n" for name in QUESTIONS for line in _copier_question(name))


def _copier_question(name: str) -> Iterator[str]:
    default, prompt = _COOKIECUTTER[name], _PROMPTS[name]
    yield f"{name}:"
    yield "  type: str"
    if isinstance(default, list):
        yield f"  help: {_quoted(choice_prompt(prompt))}"
        yield "  choices:"
        yield from (f"    {_quoted(prompt[choice])}: {_quoted(choice)}" for choice in default)
        yield f"  default: {_quoted(default[0])}"
    else:
        yield f"  help: {_quoted(prompt)}"
        yield f"  default: {_quoted(_COPIER_DEFAULTS.get(name) or _without_namespace(default))}"


def choice_prompt(prompt: dict[str, str]) -> str:
    """The prompt of a choice without what only cookiecutter needs: its choices are numbered, and their words refused."""
    return prompt["__prompt__"].removesuffix(" (tapez le numéro)")


def _without_namespace(default: str) -> str:
    """A default of cookiecutter, whose answers are attributes of ``cookiecutter``, for copier, where they are variables."""
    return re.sub(r"\bcookiecutter\.", "", default)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# --- Reference ---

_HEAD = """\
# Les questions

Ce que chaque réponse devient. Les noms de gauche sont ceux d’un fichier de réponses ([exemples](../territories/)). Vide ou `?` : le fait reste un blanc. À droite, la ligne de `config/` où la réponse s’écrit, et où elle se change ensuite.
"""
_TITLES = {SPACE: "Le lieu", ORGANISATIONS: "Les organisations", PRICES: "Les prix"}
#: By type of answer, how it is typed.
_TYPES = {
    "text": "un texte, sur une ligne",
    "name": "un texte, obligatoire",
    "slug": "lettres minuscules sans accent, chiffres, traits d’union",
    "postal_code": "cinq chiffres",
    "email": "une adresse de courriel",
    "phone": "dix chiffres, ou un numéro international",
    "website": "une adresse ; `https://` s’ajoute de lui-même",
    "price": "un montant en euros : `9`, `9,50`, `9.50 €`, `9 euros`, `9€50`, `1 280`",
    "count": "un nombre entier",
    "uses": "un nombre entier, de 2 à 100",
    "percent": "un pourcentage : `10` ou `12,5`",
    "split": "des pourcents, 100 en tout : `60/40`",
}
_TAIL = """\
Le nom court devient celui du dossier ; il ne change plus. Le même nom donné à deux services désigne une seule organisation.

Les réponses sont vérifiées ensemble : une demi-journée coûte moins qu’une journée, une journée moins qu’un mois, un carnet moins que ses entrées achetées une à une, et les parts font 100. Une valeur rare mais possible est un avertissement.
"""


def questions_page() -> str:
    """``docs/reference/questions.md``: each question, how its answer is typed, and where it stands in ``config/``."""
    sections = [_HEAD]
    for file, title in _TITLES.items():
        rows = [_row(name, question) for name, question in QUESTIONS.items() if question.file == file]
        head = ["| Question | Ce qui est demandé | La réponse | Où elle s’écrit |", "| --- | --- | --- | --- |"]
        sections.append("\n".join([f"## {title} : `{file}`", "", *head, *rows, ""]))
    return re.sub(" (?=[:;?!»])|(?<=«) ", "\u00a0", "\n".join([*sections, _TAIL]))


def _row(name: str, question: Question) -> str:
    default, prompt = _COOKIECUTTER[name], _PROMPTS[name]
    answer = _alternatives(default) if isinstance(default, list) else _TYPES[question.type.name]
    demand = choice_prompt(prompt) if isinstance(default, list) else prompt
    keys = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in question.path).removeprefix(".")
    return f"| `{name}` | {demand} | {answer} | `{keys}` |"


def _alternatives(choices: list[str]) -> str:
    *others, last = (f"`{choice}`" for choice in choices)
    return f"{', '.join(others)} ou {last}"
