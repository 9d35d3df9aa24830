"""After a change of any fact of Fil numérique, its old value is in no output, and other outputs stay the same.

The facts are the values in ``config/``; here each has a value that occurs nowhere else. ``test_every_fact_is_changed``
names the facts of the preset that have none yet.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from PIL import Image
from support import generated_places
from support.document_text import text_of
from support.fixtures import NewPlace, SharedFolder
from support.paths import KIT

from tierslieu import exports
from tierslieu.check.apply_rules import checked_facts
from tierslieu.core import yaml_reader
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages
from tierslieu.workbook.build import build_workbook

TODAY = generated_places.TODAY
KeyPath = tuple[str | int, ...]
Config = dict[str, Any]

#: What the answers leave out, so that the place has every fact.
RICH: Config = {
    "space": {
        "name": "Fil Zéphyr", "territory": "Pays Quartz", "opening_hours": "Mo-Fr 08:10-18:50; PH off",
        "address": {"street": "73 rue Jaspe", "postal_code": "42371", "city": "Villejade", "latitude": Decimal("46.0371"), "longitude": Decimal("4.0687")},
        "contact": {"email": "ici@opale.example.org", "phone": "04 77 31 41 59", "website": "https://onyx.example.org"},
        "capacity": {"desks": 1013, "residents": 617, "occasional": 823, "target_coworkers": 2239},
        "publication": {"publisher": "cooperative", "director": "Direction Agate", "host": "Hébergeur Topaze", "host_address": "41 quai Grenat", "host_phone": "09 70 27 18 28"},
        "licence": "CC-BY-SA-4.0", "lineage": {"parent": "Lieu Béryl", "ancestors": ["Lieu Onyx"]},
        "areas": [{"key": "a", "name": "Salle Marbre", "what": "Tailler le schiste", "seats": 677, "area_m2": Decimal("57.3"), "photo": "images/ardoise.jpg", "alt": "Une dalle Ardoise"}],
        "equipment": ["Four Granit"],
        "access": {"step_free": "oui", "step_free_rooms": "non", "door_width_cm": 161, "accessible_toilet": "oui", "parking": "non", "hearing_loop": "non", "quiet_room": "oui", "guide_dogs": "oui", "details": "Sonnette Kaolin"},
        "transport": [{"mode": "bus", "name": "Arrêt Craie", "details": "Trottoir Argile"}],
        "photos": [{"photo": "images/tuf.jpg", "alt": "Un mur de Tuf", "caption": "Légende Gneiss", "credit": "Auteur Mica"}],
        "plan": {"photo": "images/gres.jpg", "alt": "Le sol en Grès", "caption": "Plan Ponce", "credit": "Dessin Talc"},
    },
    "organisations": {
        "organisations": {
            "cooperative": {
                "name": "Coopérative Ambre", "stage": "existing", "siret": "73282932000074", "address": "11 rue Corail", "representative": "Personne Cobalt", "role": "présidence Indigo",
                "vat": {"regime": "assujettie", "number": "FR44732829320", "mention": "Mention Lazuli"},
            },
            "association": {
                "name": "Association Malachite", "stage": "existing", "siret": "40483304800022", "rna": "W423007919", "address": "29 rue Perle", "representative": "Personne Saphir", "role": "présidence Rubis",
                "vat": {"regime": "franchise-en-base", "mention": "Mention Turquoise"},
            },
        },
        "streams": {"coworking": {"shares": {"cooperative": Decimal("83.7"), "association": Decimal("16.3")}}},
        "common_costs": {"shares": {"cooperative": Decimal("61.9"), "association": Decimal("38.1")}},
        "solidarity": {"percent": Decimal("12.7")},
    },
    "prices": {
        "audiences": {"reduced": "Public Citrine", "solidarity": "Public Tourmaline", "free": "Public Olivine"},
        "passes": {"pass": {"uses": 97, "validity_months": 115, "transferable": "non", "golden_ticket": {"count": 17, "for_whom": "une personne Améthyste", "validity_months": 101, "until": dt.date(2029, 8, 23)}}},
        "grids": [
            {"from": dt.date(2026, 10, 6), "amounts": {"half_day": Decimal("9.37"), "day": Decimal("15.43"), "month": Decimal("281.57"), "pass": Decimal("131.71")},
             "reduced": {"day": Decimal("12.07")}, "solidarity": {"day": Decimal("6.61")}, "free": ["half_day"]},
            {"from": dt.date(2028, 5, 22), "amounts": {"half_day": Decimal("9.79"), "day": Decimal("16.87"), "month": Decimal("293.09"), "pass": Decimal("139.03")},
             "reduced": {"day": Decimal("12.59")}, "solidarity": {"day": Decimal("7.21")}, "free": ["half_day"]},
        ],
    },
    "budget": {
        "occasional_buys": {"half_day": Decimal("1.31"), "day": Decimal("1.73")}, "opening_months": 11, "closed_months": [7], "ramp_up_months": 5,
        "sales": [{"offer": "pass", "per_month": Decimal("2.37")}],
        "other_sales": [{"label": "Séance Rhyolite", "service": "support", "price": Decimal("67.31"), "vat": "normal", "per_month": Decimal("3.19")}],
        "costs": [{"label": "Loyer Nacre", "amount": Decimal("12347.11"), "vat": "normal", "month": 7}, {"label": "Salaires Jais", "amount": Decimal("23459.23"), "paid_by": "association", "action_percent": Decimal("53.3")}],
        "subsidies": [{"label": "Subvention Lave", "amount": Decimal("8761.37"), "received_by": "association", "month": 9, "status": "asked", "action_percent": Decimal("91.7")}],
        "actions": {"association": {"name": "Action Gneiss", "services": ["mediation"], "indirect_percent": Decimal("21.3"), "first_day": dt.date(2031, 2, 11), "last_day": dt.date(2032, 7, 19)}},
        "investments": [{"label": "Bureaux Galet", "amount": Decimal("6143.83"), "paid_by": "cooperative", "year": 2, "life": 43}],
        "contributions": [{"label": "Parts Silex", "amount": Decimal("3067.41"), "received_by": "cooperative", "year": 1, "current_account": True}],
        "loans": [{"label": "Prêt Basalte", "amount": Decimal("10429.17"), "received_by": "cooperative", "year": 1, "percent": Decimal("3.83"), "years": 37, "monthly": True}],
        "opening_cash": {"cooperative": Decimal("4567.89"), "association": Decimal("2345.67")},
    },
    "community": {"people": [{"name": "Personne Onyx", "kind": "resident", "activity": "Métier Zircon", "link": "https://spinelle.example.org", "photo": "images/opaline.jpg", "agreed": dt.date(2026, 3, 4)}]},
    "commons": {"improvements": [{"title": "Carte Pyrite", "funded_by": "Commune Gypse", "amount": Decimal("813.31"), "days": Decimal("6.7"), "date": dt.date(2026, 9, 14), "used_by": ["Lieu Feldspath"]}]},
}  # fmt: skip

#: The new value of facts for which ``another`` would make one that the place refuses.
OTHER: dict[str, Any] = {
    "space.address.postal_code": "42389",
    "space.contact.email": "autre@jade.example.org",
    "space.contact.phone": "04 77 16 18 03",
    "space.contact.website": "https://obsidienne.example.org",
    "space.opening_hours": "du mardi au jeudi 8h20-18h40",
    "space.licence": "CC-BY-4.0",
    "space.publication.host_phone": "09 70 14 14 21",
    "organisations.organisations.cooperative.siret": "73282932000082",
    "organisations.organisations.association.siret": "40483304800030",
    "organisations.organisations.cooperative.vat.number": "FR45732829320",
    "organisations.organisations.association.rna": "W423001337",
    "community.people.0.link": "https://grenat.example.org",
    **dict.fromkeys(
        ("space.areas.0.photo", "space.photos.0.photo", "space.plan.photo", "community.people.0.photo"),
        "images/feldspath.jpg",
    ),
}
#: The pictures that these facts name, each of another width.
PICTURES = ("ardoise", "tuf", "gres", "opaline", "feldspath")
#: Facts that are a choice among a few words, so that no output can be searched for their value. What each choice
#: changes is tested elsewhere.
CHOICES = {
    "space.slug", "space.language", "space.modules.coworking", "space.modules.mediation", "space.modules.support",
    "space.publication.publisher", "space.look.palette", "space.look.type", "space.public_holidays", "space.data_licence", "organisations.governance_model", "prices.basis", "prices.coworkers_join_free", "organisations.common_costs.key", "organisations.solidarity.unit",
}  # fmt: skip
CHOICE_KEYS = {
    "legal_form", "stage", "regime", "operator", "service", "unit", "offer", "paid_by", "received_by", "vat",
    "transferable", "golden_ticket", "0", "key", "kind", "mode", "status", "current_account", "monthly",
    "step_free", "step_free_rooms", "accessible_toilet", "parking", "hearing_loop", "quiet_room", "guide_dogs",
}  # fmt: skip
#: Numbers that are too small to be searched for; they must only change an output.
SMALL = re.compile(r"budget\..*(?:opening_months|ramp_up_months|month|years?|life)$")
#: Facts from which sums, shares, days and budgets are computed; they may change outputs that only show these.
COMPUTED = re.compile(
    r"budget\.|space\.capacity\.|space\.opening_hours|\.(percent|shares|amounts)\b|\.(month|year|number|from)$"
)
#: The outputs that show computed amounts.
SHOW_COMPUTED = re.compile(
    r"budget\.xlsx|tarifs|gouvernance|grille-tarifaire|convention|charte|coworking|index\.html|fiche-movilab|matrice|"
    r"dossier-de-subvention|plan-de-developpement|rapport-d-activite|devis|facture|communique-de-presse"
)

#: The version of a file in its address, which changes with its content; coordinates in drawings.
MARK = re.compile(r'\?v=[0-9a-f]{8}| (?:d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|points|transform|viewBox)="[^"]*"')
#: Outputs that write facts in another form: words without accents, parts of an address, bare numbers.
IN_PIECES = re.compile(r"public/search\.|public/donnees/|public/\.well-known/|public/\w+\.json|public/reponses\.yaml")

#: Patterns of values that are displayed otherwise than they are written.
PATTERNS: dict[Any, str] = {
    "Mo-Fr 08:10-18:50; PH off": r"\b8\sh\s10|\b18\sh\s50|08:10-18:50",
    17: r"\b17\stickets",
    "https://onyx.example.org": r"onyx\.example\.org",
    "https://obsidienne.example.org": r"obsidienne\.example\.org",
    "CC-BY-SA-4.0": r"CC[-\s]BY-SA[-\s]4\.0",
    "CC-BY-4.0": r"CC[-\s]BY[-\s]4\.0",
    **{f"images/{name}.jpg": f"images/{name}-" for name in PICTURES},
}
#: The date of an agreement, which only decides whether the person is shown.
NEVER_SHOWN = re.compile(r"community\.people\.0\.agreed")


@pytest.fixture(scope="session")
def rich(shared_folder: SharedFolder, new_place: NewPlace) -> Path:
    """The place of the preset with every fact."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        answers = generated_places.territory_answers(KIT / "docs/territories/fil-numerique.yaml")
        assert generated_places.apply_answers(place, generated_places.complete_answers(answers)) == 0
        for name, more in RICH.items():
            path = place / f"config/{name}.yaml"
            write(path, merged(yaml_reader.parse(path.read_text(encoding="utf-8")).data, more))
        for width, name in enumerate(PICTURES, 30):
            Image.new("L", (width, 20)).save(place / f"content/images/{name}.jpg")

    return shared_folder("rich", make) / "place"


def merged(base: Any, more: Any) -> Any:
    """``base`` updated with ``more`` at any depth; a mapping replaces any other value (``golden_ticket: oui``)."""
    if not isinstance(base, dict) or not isinstance(more, dict):
        return more
    return base | {key: merged(base.get(key), value) for key, value in more.items()}


def write(path: Path, data: Config) -> None:
    """Write ``data`` as YAML, its decimals as they are."""

    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(
        Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value))
    )
    path.write_text(yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")


def leaves(data: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every value of ``data`` that is not None, with its path."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if not isinstance(data, dict | list) and data is not None:
        yield at, data
    for key, value in pairs:
        yield from leaves(value, (*at, key))


def facts() -> list[str]:
    """The facts to change, as dotted paths below the name of their file."""
    names = [".".join(map(str, path)) for path, _ in leaves(RICH)]
    return [name for name in names if name not in CHOICES and name.rpartition(".")[2] not in CHOICE_KEYS]


def at(data: Any, path: list[str]) -> tuple[Any, str | int]:
    """The mapping or list that holds ``path``, and the key in it."""
    for key in path[:-1]:
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data, int(path[-1]) if isinstance(data, list) else path[-1]


def another(name: str, value: Any) -> Any:
    """A value of the same type that occurs nowhere."""
    if name in OTHER:
        return OTHER[name]
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=3)
    if isinstance(value, Decimal):
        return value + Decimal("0.02")
    if isinstance(value, int):
        if name.endswith(".year"):
            return value % 3 + 1
        return value - 1 if SMALL.search(name) else value + 2
    return f"Hématite {len(name)}"


MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def pattern(value: Any) -> str:
    """A regular expression for ``value`` as it is displayed; a number is no hour, percentage, degree or day."""
    if value in PATTERNS:
        return PATTERNS[value]
    if isinstance(value, dt.date):
        return rf"{value.isoformat()}|\b{value.day}\s{MONTHS[value.month - 1]}\s{value.year}"
    if isinstance(value, Decimal):
        whole, _, cents = str(value).partition(".")
        grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", r"\\s?", whole)
        return rf"(?<![\d.,]){grouped}[.,]{cents}(?!\d)"
    if isinstance(value, int):
        grouped = re.sub(r"(?<=[0-9])(?=([0-9]{3})+$)", r"[^0-9]?", str(value))
        return rf"(?<![\d.,/:-]){grouped}(?![\d.,:/-]|\s?[°%h]|\s(?:{'|'.join(MONTHS)}))"
    return re.escape(str(value)).replace(r"\ ", r"\s")


def outputs(space: Space) -> dict[str, str]:
    """Every output as text: pages, documents before their layout, exports, cells of the workbook."""
    documents = {f"documents/{document.slug}": document.text.encode() for document in fill_documents(space)}
    files = documents | {"documents/budget.xlsx": build_workbook(space)}
    files |= {f"public/{path}": data for path, data in build_pages(space).items()}
    for export in exports.EXPORTS.values():
        files |= {f"public/{path}": data for path, data in export(space).items()}
    return {
        path: MARK.sub("", content_of(path, data))
        for path, data in files.items()
        if not path.endswith((".woff2", ".png", ".ico", ".webp", ".css", ".js"))
    }


def content_of(path: str, data: bytes) -> str:
    """The text of a file: Markdown without escapes, the values of the cells of a workbook."""
    if path.endswith(".xlsx"):
        sheets = load_workbook(io.BytesIO(data), data_only=True).worksheets
        return "\n".join(str(value) for sheet in sheets for row in sheet.values for value in row if value is not None)
    content = data.decode("utf-8").replace("\u2060", "")  # what keeps a number whole on a line is not its text
    return re.sub(r"\\(.)", r"\1", content) if path.startswith("documents/") else content


@pytest.fixture(scope="session")
def original_outputs(rich: Path) -> dict[str, str]:
    """The outputs of the place with every fact."""
    return outputs(checked_facts(rich, TODAY))


def test_every_fact_is_changed(rich: Path) -> None:
    """Every value in ``config/`` is a fact that the tests below change, or a choice."""
    changed = {".".join(map(str, path)) for path, _ in leaves(RICH)}
    missing = []
    for name in RICH:
        data = yaml_reader.parse((rich / f"config/{name}.yaml").read_text(encoding="utf-8")).data
        for path, _ in leaves(data, (name,)):
            dotted = ".".join(map(str, path))
            if dotted not in changed and dotted not in CHOICES and str(path[-1]) not in CHOICE_KEYS:
                missing.append(dotted)
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize("name", facts())
def test_a_changed_fact_leaves_no_trace(
    name: str, rich: Path, original_outputs: dict[str, str], tmp_path: Path
) -> None:
    file, *path = name.split(".")
    place = tmp_path / "place"
    place.mkdir()
    for entry in rich.iterdir():
        if entry.name == "config":
            shutil.copytree(entry, place / "config")
        else:
            (place / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    data = yaml_reader.parse((place / f"config/{file}.yaml").read_text(encoding="utf-8")).data
    holder, key = at(data, path)
    original_holder, _ = at(copy.deepcopy(RICH[file]), path)
    old = original_holder[key]
    new = another(name, old)
    holder[key] = new
    if name.endswith(("shares.cooperative", "shares.association")):
        (other,) = set(holder) - {key}
        holder[other] = 100 - new
    write(place / f"config/{file}.yaml", data)
    new_outputs = outputs(load(place, TODAY))
    stale, showing = (
        {file for file, content in files.items() if not SMALL.search(name) and re.search(pattern(old), content)}
        for files in (new_outputs, original_outputs)
    )
    assert stale == set(), f"{old} is still shown"
    changed = {
        file for file in {*original_outputs, *new_outputs} if original_outputs.get(file) != new_outputs.get(file)
    }
    allowed = {file for file in changed if COMPUTED.search(name) and SHOW_COMPUTED.search(file)}
    allowed |= {file for file in changed if IN_PIECES.match(file)}
    assert changed - allowed <= showing, "outputs that do not show the fact have changed"
    assert changed or NEVER_SHOWN.match(name), "no output shows the fact"


@pytest.mark.slow
def test_no_format_of_a_document_keeps_an_old_fact(rich: Path, tmp_path: Path) -> None:
    """All facts that can be searched for are changed at once; every format of every document is read."""
    place = shutil.copytree(rich, tmp_path / "place", symlinks=True)
    old_values = []
    for name, facts_of_file in RICH.items():
        file = place / f"config/{name}.yaml"
        data = yaml_reader.parse(file.read_text(encoding="utf-8")).data
        for at_path, value in leaves(facts_of_file, (name,)):
            dotted = ".".join(map(str, at_path))
            if dotted in facts() and not SMALL.search(dotted) and ".shares." not in dotted:
                holder, key = at(data, [str(part) for part in at_path[1:]])
                holder[key] = another(dotted, value)
                old_values.append(value)
        write(file, data)
    documents = build_documents(load(place, TODAY))
    assert {path.rpartition(".")[2] for path in documents} == {"html", "pdf", "docx", "odt", "xlsx"}
    for path, data in documents.items():
        content = content_of(path, data) if path.endswith(".xlsx") else text_of(path, data)
        # The dashboard counts what is to be filled in: such a count may be any whole number.
        values = [value for value in old_values if not (isinstance(value, int) and path == "tableau-de-bord.html")]
        assert [value for value in values if re.search(pattern(value), content)] == [], path
