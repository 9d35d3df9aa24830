"""The rules of ``docs/guides/ecrire.md`` that a machine can see, and the French texts to which they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from support.paths import KIT, TEMPLATE

#: The page that explains the rules, and shows what to avoid.
GUIDE = KIT / "docs/guides/ecrire.md"
#: How often « ce qui », « ce que » and « ce dont » may stand in a text: so many times in a short one…
FEW_RELATIVES = 3
#: … and at this rate in a long one, per 1,000 words.
RELATIVES_PER_THOUSAND = 6

_PRONOUNS = r"(?:(?:ne|n’|se|s’|le|la|les|l’|en|y|lui|leur|vous|nous)\s?)*"
_START = (
    r"(?:\A|(?<=[.!?;:] )|(?<=[.!?;:]\u00a0)|(?<=«\u00a0)|(?<=[.!?;:]\n)|(?<=\n\n)|^(?:[-*>#|] ?|\d+\. )+(?:\*\*)?)"
)
_SUBJECTLESS = re.compile(rf"{_START}Qui {_PRONOUNS}\w+[^.?!|\n]*\s?[.?!|\n]", re.MULTILINE)
_TEXTS = (
    "annexe articles? avis bail budget catalogue charte classeur clause code commande contrat convention document "
    "documents fiche fichier formulaire grille guide guides kit liste loi message note page pages README registre "
    "règlement règle site statuts tableau texte textes"
).replace(" ", "|")
_TELLS = re.compile(rf"\b(?:{_TEXTS}) {_PRONOUNS}(?:dit|disent|dira|diront)\b(?! rien)", re.IGNORECASE)
_RELATIVE = re.compile(r"(?<!-)\bce (?:qui|que|dont)\b|(?<!-)\bce qu’", re.IGNORECASE)
_DOUBLED = re.compile(
    r"\b(\w{4,})\w{0,5}\s(?:ou|et)\s(?:la |le |les |une |un |l’|à la |au |de la |du )?\1\w{0,5}\b", re.I
)
_SENTENCE = re.compile(r"[^.?!\n|]+")
#: Code, templates and addresses are no French.
_NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\{#.*?#\}|\{%.*?%\}|\]\([^)]*\)", re.DOTALL)


def french_texts() -> Iterator[Path]:
    """Every file of the kit that people read in French: documents, pages, guides, words of the site and of commands."""
    yield from (KIT / "README.md", KIT / "CONTRIBUTING.md", TEMPLATE / "README.md")
    yield from (path for path in sorted((KIT / "docs").rglob("*.md")) if path != GUIDE)
    yield from sorted((TEMPLATE / "docs").rglob("*.md"))
    yield from sorted((TEMPLATE / "governance" / "fr").glob("*.md"))
    yield from sorted((TEMPLATE / "content" / "fr").rglob("*.md"))
    yield from sorted((TEMPLATE / "tierslieu" / "generation" / "templates" / "fr").rglob("*.j2"))
    yield TEMPLATE / "vocabulary/locales/fr.yaml"
    yield TEMPLATE / "tierslieu/i18n/catalogues/fr.yaml"
    yield from (path for path in sorted((TEMPLATE / "vocabulary").rglob("*.yaml")) if path.parent.name != "locales")


def style_faults(text: str) -> list[str]:
    """What breaks a rule in ``text``, each with the words at fault."""
    prose = _NOT_PROSE.sub(" ", text)
    faults = [
        f"sujet absent : {match[0].strip()}"
        for match in _SUBJECTLESS.finditer(prose)
        if match[0][-1] not in "?\n|" or "**" in match[0]
    ]
    faults += [f"un texte ne « dit » pas : {match[0]}" for match in _TELLS.finditer(prose)]
    relatives = _RELATIVE.findall(prose)
    allowed = max(FEW_RELATIVES, RELATIVES_PER_THOUSAND * len(prose.split()) / 1000)
    if len(relatives) > allowed:
        faults.append(f"« ce qui, ce que, ce dont » : {len(relatives)} fois, {allowed:.0f} au plus")
    for sentence in _SENTENCE.findall(prose):
        doubled = [match[0] for match in _DOUBLED.finditer(sentence)]
        if len(doubled) > 1:
            faults.append(f"formes doublées à la suite : {', '.join(doubled)}")
    return faults
