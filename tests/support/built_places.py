"""The places that browsers and validators read, built once a run, and their facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from PIL import Image
from support.generated_places import TODAY, Answers, apply_answers, complete_answers, territory_answers
from support.paths import KIT
from support.requirements import REQUIRE_ALL

from tierslieu.build.build import build
from tierslieu.check.apply_rules import checked_facts
from tierslieu.documents.build import build_documents
from tierslieu.site.build import build_site
from tierslieu.site.hosting import build as hosting

HOSTILE, ENGLISH = "hostile", "english"
PRESETS = sorted(path.stem for path in (KIT / "docs/territories").glob("*.yaml"))
#: The presets that differ most: several organisations, a public body, and where no test may be skipped a company alone.
#: The three others have the pages and documents of these, with other names.
PLACES = ("fil-numerique", "exemple-regie-publique", *(("exemple-scic",) if REQUIRE_ALL else ()), HOSTILE, ENGLISH)
#: The places that have documents for a word processor too, a third of the time of a build: several organisations with names
#: of all sorts, and a public body.
WITH_WORD_FILES = (HOSTILE, "exemple-regie-publique")
#: The second language of the places whose main language is French.
SECOND_LANGUAGE = "en"

#: Names with syntax of HTML, Markdown, Jinja, YAML or addresses, or written from right to left. A script in them that
#: ran would set ``window.hacked``.
HOSTILE_NAME = 'L\'Étincelle : "café" <b>#1</b> {{ 7*7 }} </script> 漢 🌱'
HOSTILE_NAMES: Answers = {
    "space_name": HOSTILE_NAME,
    "territory": '"><svg onload=window.hacked=1>',
    "city": "Sainte-Exemple [ici](javascript:window.hacked=1)",
    "address": '1 rue "des <i>Deux</i> Ponts" & fils',
    "coworking_operator": "جمعية المكان المشترك",
    "mediation_operator": "</title></textarea><script>window.hacked=1</script>",
    "support_operator": "' autofocus onfocus=window.hacked=1 <img src=x onerror=window.hacked=1>",
    "parent_space": "{% raw %} *étoile* _trait_ `code` | barre \\ &amp; &lt;",
}
HOSTILE_TITLES = {
    "activities": '<a href="javascript:window.hacked=1">Atelier</a> : {{ 7*7 }} "un" & \'deux\'',
    "news": "--> ]]> </main> 漢 <script>window.hacked=1</script> # *nouvelle*",
}
HOSTILE_PEOPLE = {
    "director": '<img src="x" onerror="window.hacked=1"> présidente',
    "host": "Hébergeur & <em>Cie</em> {# rien #}",
    "host_address": "1. rue de l’Exemple -- 42000 | ici",
}
ANSWERS: dict[str, Answers] = {
    HOSTILE: {
        **HOSTILE_NAMES,
        "space_slug": HOSTILE,
        "postal_code": "42000",
        "email": "bon.jour+lieu@exemple.example.org",
        "phone": "+33 (0)4 77 00 00 00",
        "website": "https://éco-lieu.example.org/l'étincelle/?a=1&b=2",
        "common_costs_split": "33,33/33,33/33,34",
        "price_half_day": "9,50",
        "price_month": "1 280,50",
        "price_day": "90",
        "price_pass": "80",
    },
    ENGLISH: {
        "space_name": "Example Commons",
        "space_slug": ENGLISH,
        "language": "en",
        "territory": "Example Valley",
        "city": "Example",
        "postal_code": "42000",
        "address": "1 Example Street",
        "email": "hello@commons.example.org",
        "phone": "04 77 00 00 00",
        "website": "https://commons.example.org",
        "coworking_operator": "Example Cooperative",
        "mediation_operator": "Example Association",
        "price_pass": "80",
    },
}
#: A description of the place with HTML in it.
HOSTILE_TEXT = '"><img src=x onerror=window.hacked=1> <i>L’atelier</i> {{ 7*7 }} ' + "très " * 40
HOSTILE_FACTS = {
    "areas": [
        {
            "key": "a",
            "name": HOSTILE_TEXT,
            "what": HOSTILE_TEXT,
            "seats": 3,
            "photo": "images/room.jpg",
            "alt": HOSTILE_TEXT,
        }
    ],
    "equipment": [HOSTILE_TEXT, "جمعية المكان المشترك"],
    "step_free": True,
    "details": HOSTILE_TEXT,
    "photos": [{"photo": "images/room.jpg", "alt": HOSTILE_TEXT, "caption": HOSTILE_TEXT, "credit": HOSTILE_TEXT}],
}
COMPLETE_FACTS = {
    "areas": [
        {"key": "hall", "name": "The hall", "what": "Work", "seats": 10, "area_m2": 82.5, "photo": "images/room.jpg", "alt": "Ten desks"},
        {"key": "booth", "name": {"en": "The booth"}, "seats": 1},
    ],
    "equipment": ["Wi-Fi", "Printer"],
    "step_free": True,
    "door_width_cm": 83,
    "hearing_loop": False,
    "transport": [{"mode": "bus", "name": "Line 1"}],
    "photos": [{"photo": "images/room.jpg", "alt": "The blue door", "caption": "The entrance", "credit": "Camille"}],
    "plan": {"photo": "images/plan.svg", "alt": "Two rooms"},
}  # fmt: skip
PERSON = {"link": "https://www.example.org", "photo": "images/room.jpg", "agreed": "2026-01-02"}

#: Facts that no question asks for, by file and key; a new place lacks them.
FACTS: dict[str, dict[str, dict[str, Any]]] = {
    HOSTILE: {
        "config/space.yaml": {**HOSTILE_PEOPLE, **HOSTILE_FACTS, "publisher": "association"},
        "config/community.yaml": {
            "people": [{"name": HOSTILE_TEXT, "kind": "resident", "activity": HOSTILE_TEXT, **PERSON}]
        },
    },
    ENGLISH: {
        "config/space.yaml": {
            "opening_hours": "Mo-Fr 09:00-12:30,13:30-18:00; PH off",
            "latitude": 46.034,
            "longitude": 4.068,
            "publisher": "cooperative",
            "director": "The chair of Example Cooperative",
            "host": "Example Hosting",
            "host_address": "2 Example Street, 42000 Example",
            "host_phone": "04 77 00 00 01",
            **COMPLETE_FACTS,
        },
        "config/community.yaml": {
            "people": [{"name": "Camille", "kind": "resident", **PERSON}, {"name": "Noé", "agreed": "2026-01-02"}]
        },
    },
}


def answers_for(name: str) -> Answers:
    """The answers that make the place ``name``: those of a preset, or of ``ANSWERS``."""
    answers = ANSWERS.get(name) or territory_answers(KIT / f"docs/territories/{name}.yaml")
    # Every site has an address, as when it is published.
    return complete_answers(answers | {"website": answers.get("website") or "https://exemple.example.org"})


def main_language(name: str) -> str:
    """The main language of a place."""
    return str(answers_for(name)["language"])


def page_language(name: str, address: str) -> str:
    """The language of a page of a place."""
    return SECOND_LANGUAGE if address.startswith(f"{SECOND_LANGUAGE}/") else main_language(name)


def build_place(name: str, root: Path) -> Path:
    """Apply the answers of ``name`` to the place in ``root``, which has none yet, add its facts, and build it."""
    assert apply_answers(root, answers_for(name)) == 0
    draw_pictures(root / "content/images")
    if main_language(name) != SECOND_LANGUAGE:
        add_language(root, SECOND_LANGUAGE)
    for path, facts in FACTS.get(name, {}).items():
        set_facts(root / path, facts)
    if name == HOSTILE:
        for folder, title in HOSTILE_TITLES.items():
            set_title(next((root / "content/fr" / folder).glob("*.md")), title)
    space = checked_facts(root, TODAY)
    if name in WITH_WORD_FILES:
        build(space)
    else:
        documents = build_documents(space, ("html", "pdf", "xlsx"))
        public = build_site(space, documents)
        folders = {"documents": documents, "public": public, hosting.FOLDER: hosting.server_files(space, public)}
        for folder, files in folders.items():
            for path, data in files.items():
                file = root / folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
    return root


def draw_pictures(folder: Path) -> None:
    """Draw the pictures that ``FACTS`` names into ``folder``."""
    Image.linear_gradient("L").resize((1800, 1200)).save(folder / "room.jpg")
    plan = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><path style="fill:#036" d="M0 0h60v30"/></svg>'
    (folder / "plan.svg").write_text(plan, encoding="utf-8")


def add_language(root: Path, language: str) -> None:
    """Add a second language to the site."""
    path = root / "config/space.yaml"
    text, count = re.subn(r"(?m)^other_languages: \[\]$", f"other_languages: [{language}]", path.read_text("utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8", newline="\n")


def set_facts(path: Path, facts: dict[str, Any]) -> None:
    """Set keys of a YAML file that have no value."""
    text = path.read_text(encoding="utf-8")
    for key, value in facts.items():
        text, count = re.subn(f"(?m)^( *{key}:)(?: \\[\\])?$", rf"\1 {_replacement(value)}", text)
        assert count == 1, key
    path.write_text(text, encoding="utf-8", newline="\n")


def set_title(path: Path, title: str) -> None:
    """Set the title and the description of a page, news item or activity to ``title``."""
    text = path.read_text(encoding="utf-8")
    for key in ("title", "description"):
        text = re.sub(f"(?m)^{key}: .*$", f"{key}: {_replacement(title)}", text, count=1)
    path.write_text(text, encoding="utf-8", newline="\n")


def _replacement(value: Any) -> str:
    """``value`` in JSON, as a replacement for ``re.sub``."""
    return json.dumps(value).replace("\\", r"\\")


def config_value(root: Path, file: str, *keys: str) -> Any:
    """A value of ``config/{file}.yaml``, read without the engine."""
    value = yaml.safe_load((root / "config" / f"{file}.yaml").read_text(encoding="utf-8"))
    for key in keys:
        value = value[key]
    return value


def price_amounts(root: Path) -> list[str]:
    """The amounts of the only price grid, in French notation: ``9``, ``1 280,50``."""
    (grid,) = config_value(root, "prices", "grids")
    numbers = (f"{float(amount):,.2f}" for amount in grid["amounts"].values() if amount is not None)
    return [number.removesuffix(".00").replace(",", " ").replace(".", ",") for number in numbers]


def page_paths(root: Path) -> list[str]:
    """The addresses of the pages of the site, relative to ``public/``, without the documents to download."""
    public = root / "public"
    paths = (path.relative_to(public).as_posix() for path in sorted(public.rglob("*.html")))
    return [path.removesuffix("index.html") for path in paths if not path.startswith("documents/")]


def document_files(root: Path, kind: str) -> list[Path]:
    """The documents of the place in a format."""
    return sorted((root / "documents").glob(f"*.{kind}"))


def html_files(root: Path) -> Iterator[Path]:
    """Every page and every HTML document."""
    for path in sorted((root / "public").rglob("*.html")):
        if path.relative_to(root / "public").parts[0] != "documents":
            yield path
    yield from sorted((root / "documents").rglob("*.html"))


def collapse_spaces(text: str) -> str:
    """``text`` with one space for each run of white space, whatever the line breaks."""
    return re.sub(r"\s+", " ", text).strip()


def is_external(address: str) -> bool:
    """Whether ``address`` leads out of the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)
