"""Mistakes of people who have never seen YAML: each is named with its file, its line and, where it can be told, the very
line to type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.generated_places import TODAY

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n import messages
from tierslieu.loading.corrections import EXAMPLES
from tierslieu.loading.schemas import schemas

SPACE, PRICES, ORGANISATIONS = (f"config/{name}.yaml" for name in ("space", "prices", "organisations"))
NEWS, ACTIVITY = "content/fr/news/fete.md", "content/fr/activities/fete.md"
NEWS_TEXT = "---\ntitle: Une fête\ndate: 2027-01-31\ndescription: On danse.\n---\nVenez.\n"
ACTIVITY_TEXT = "---\ntitle: Fête\nformat: papycamp\nstart: 2027-01-14 14:00\nend: 2027-01-14 16:00\nservice: mediation\ndescription: On danse.\n---\n"
NAME = 'name: "Fil d’exemple"'
Rewrite = Callable[[bytes], bytes]


def problems_after(place: Path, path: str, rewrite: Rewrite) -> list[Problem]:
    """The errors and warnings of the place once ``rewrite`` has changed one of its files."""
    for name, text in ((NEWS, NEWS_TEXT), (ACTIVITY, ACTIVITY_TEXT)):
        (place / name).write_text(text, encoding="utf-8", newline="\n")
    (place / path).write_bytes(rewrite((place / path).read_bytes()))
    try:
        _, problems = check_facts(place, TODAY)
    except Problems as error:
        problems = list(error.problems)
    return [problem for problem in problems if problem.level != "blank"]


def message(problem: Problem) -> str:
    """The text of a problem and its remedy as ``./lieu check`` prints them in French."""
    text = messages.text("fr", problem.code, **problem.values)
    return f"{text}\n{messages.remedy('fr', problem.code, **problem.values)}"


def swap(old: str, new: str) -> Rewrite:
    """Replaces ``old``, which occurs once."""

    def rewrite(data: bytes) -> bytes:
        text = data.decode()
        assert text.count(old) == 1, old
        return text.replace(old, new).encode()

    return rewrite


def line_of(data: bytes, words: str) -> int:
    """The line of the first ``words``."""
    text = data.decode("utf-8", "replace")
    return text[: text.index(words)].count("\n") + 1


#: What was done, the file, the old text, the new one, the code, words of the line, the words of the remedy.
ROWS = [
    ("a tab", PRICES, "      day: 15.00", "\t  day: 15.00", "yaml.tab", "day: 15.00", "puis tapez 6 espace(s)"),
    ("a tab below a key", SPACE, "  street:", "\tstreet:", "yaml.tab", "street:", "puis tapez 2 espace(s)"),
    ("wrong indent", SPACE, "  city:", " city:", "yaml.indent", " city:", "par exemple 2, comme à la ligne"),
    ("further right", PRICES, "      day: 15.00", "        day: 15.00", "yaml.indent", "day: 15.00", "par exemple 6"),
    ("keys under a value", SPACE, "  city:", "   city:", "config.indented", "postal_code:", "Alignez ces lignes"),
    ("missing quote at the end", SPACE, NAME, 'name: "Fil d’exemple', "yaml.quote", "name:", 'name: "Fil d’exemple"'),
    ("missing quote at the beginning", SPACE, NAME, 'name: Fil d’exemple"', None, "", ""),
    ("an apostrophe in apostrophes", SPACE, NAME, "name: 'Fil d'exemple'", "yaml.after_quote", "name:", "name: \"Fil d'exemple\""),
    ("French colon", NEWS, "title: Une fête", "title: Atelier : les bases", "yaml.colon", "title:", 'title: "Atelier : les bases"'),
    ("no-break French colon", NEWS, "title: Une fête", "title: Atelier\u00a0: les bases", "yaml.colon", "title:", 'title: "Atelier\u00a0: les bases"'),
    ("duplicate key", SPACE, "language: fr\n", "language: fr\nlanguage: en\n", "yaml.duplicate", "language: en", "Gardez l’un des deux"),
    ("comma in braces", PRICES, "amounts:\n      half_day: 9.00\n      day: 15.00\n      month: 280.00\n      pass:", "amounts: {half_day: 9,50, day: 15}\n    free:", "yaml.comma", "half_day: 9,50", "half_day: 9.50"),
    ("comma in a block", PRICES, "      half_day: 9.00", "      half_day: 9,50", None, "", ""),
    ("comma where a point is needed", SPACE, "  latitude:\n", "  latitude: 45,43\n", "config.number", "latitude: 45,43", "latitude: 45.43"),
    ("accented key", ORGANISATIONS, "  coworking:\n    operator:", "  coworking:\n    opérateur:", "config.unknown", "opérateur:", "« operator » ? Tapez : operator: cooperative"),
    ("accented short name", ORGANISATIONS, "  association:\n    name:", "  médiathèque:\n    name:", "config.key", "médiathèque:", "mediatheque:"),
    ("accented service", ORGANISATIONS, "  mediation:\n    operator:", "  médiation:\n    operator:", "config.key", "médiation:", "mediation:"),
    ("oui", SPACE, "  support: oui", "  support: Oui", None, "", ""),
    ("NON", SPACE, "  support: oui", "  support: OUI", None, "", ""),
    ("oui in guillemets", SPACE, "  support: oui", "  support: « oui »", "config.yes_no", "« oui »", "support: oui"),
    ("vrai", SPACE, "  support: oui", "  support: vrai", "config.yes_no", "vrai", "support: oui"),
    ("peut-être", SPACE, "  support: oui", "  support: peut-être", "config.yes_no", "peut-être", "Écrivez oui ou non"),
    ("curly apostrophes around a key", SPACE, "territory:", "’territory’:", "config.unknown", "’territory’:", "« territory » ?"),
    ("curly quotes around a value", NEWS, "title: Une fête", "title: “Une fête”", "yaml.guillemets", "title:", 'title: "Une fête"'),
    ("no space after the colon", PRICES, "      day: 15.00", "      day:15", "yaml.colon_space", "day:15", "day: 15"),
    ("no-break space after the colon", PRICES, "      day: 15.00", "      day:\u00a015", "yaml.colon_space", "day:\u00a015", "day: 15"),
    ("no-break space before the colon", SPACE, "  city:", "  city\u00a0:", "yaml.odd_space", "city", "city:"),
    ("no space after the dash", SPACE, "equipment: []", "equipment:\n  - Wi-Fi\n  -fil", "yaml.dash_space", "-fil", "- fil"),
    ("no space after the only dash", SPACE, "equipment: []", "equipment:\n  -fil", "yaml.dash_space", "equipment", "- fil"),
    ("a list without dashes", SPACE, "equipment: []", "equipment: Wi-Fi, Imprimante", "config.list", "equipment", "equipment: [Wi-Fi, Imprimante]"),
    ("unclosed bracket", SPACE, "equipment: []", "equipment: [Wi-Fi, Imprimante", "yaml.bracket", "equipment", "equipment: [Wi-Fi, Imprimante]"),
    ("bracket too many", SPACE, "equipment: []", "equipment: [Wi-Fi]]", "yaml.bracket", "equipment", "equipment: [Wi-Fi]"),
    ("unclosed brace", PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworking, unit: day", "yaml.bracket", "  day: {", "day: {service: coworking, unit: day}"),
    ("guillemets around a value", NEWS, "title: Une fête", "title: « Une fête »", "yaml.guillemets", "title:", 'title: "Une fête"'),
    ("guillemets and a colon", NEWS, "title: Une fête", "title: « Fête : on danse »", "yaml.colon", "title:", 'title: "Fête : on danse"'),
    ("key in French", NEWS, "title:", "titre:", "config.unknown", "titre:", "« title » ? Tapez : title: Une fête"),
    ("prix", PRICES, "    amounts:", "    prix:", "config.unknown", "prix:", "« amounts » ?"),
    ("ville", SPACE, "  city:", "  ville:", "config.unknown", "ville:", "« city » ?"),
    ("a key that is nothing", SPACE, "territory:", "zzz:", "config.unknown_here", "zzz:", "Retirez cette ligne, ou prenez l’un de ces noms"),
    ("value with a unit", SPACE, "  desks:\n", "  desks: 10 postes\n", "config.integer", "10 postes", "desks: 10"),
    ("euros", PRICES, "      half_day: 9.00", "      half_day: 9 €", None, "", ""),
    ("euros in words", PRICES, "      half_day: 9.00", "      half_day: 9 euros", None, "", ""),
    ("a price by the day", PRICES, "      half_day: 9.00", "      half_day: 9 € par jour", "config.amount", "9 €", "half_day: 9"),
    ("percent", ORGANISATIONS, "percent: 10", "percent: 10 %", "config.number", "10 %", "percent: 10"),
    ("French date", NEWS, "date: 2027-01-31", "date: 31/01/2027", "config.date", "31/01", "date: 2027-01-31"),
    ("date in words", NEWS, "date: 2027-01-31", "date: 31 janvier 2027", "config.date", "31 janvier", "date: 2027-01-31"),
    ("first of the month", NEWS, "date: 2027-01-31", "date: 1er août 2027", "config.date", "1er", "date: 2027-08-01"),
    ("French date and time", ACTIVITY, "start: 2027-01-14 14:00", "start: 14/01/2027 14h30", "config.datetime", "14h30", "start: 2027-01-14 14:30"),
    ("a day that does not exist", NEWS, "date: 2027-01-31", "date: 2027-02-30", "config.date", "2027-02-30", "date: 2027-01-31"),
    ("a colour", SPACE, "  palette:\n", "  palette: #ff0000\n", "yaml.cut_whole", "#ff0000", 'palette: "#ff0000"'),
    ("a number sign in a title", NEWS, "title: Une fête", "title: Tarif #1", "yaml.cut", "title:", 'title: "Tarif #1"'),
    ("a title that is only a number sign", NEWS, "title: Une fête", "title: #1", "yaml.cut_whole", "title:", 'title: "#1"'),
    ("capital in a key", NEWS, "title:", "Title:", "config.unknown", "Title:", "« title » ? Tapez : title: Une fête"),
    ("an at sign", NEWS, "title: Une fête", "title: @fete", "yaml.sign", "title:", 'title: "@fete"'),
    ("bold", NEWS, "title: Une fête", "title: **Une fête**", "yaml.sign", "title:", 'title: "**Une fête**"'),
    ("an exclamation mark", NEWS, "title: Une fête", "title: !Une fête", "yaml.tag", "title:", 'title: "!Une fête"'),
    ("a placeholder in a header", NEWS, "title: Une fête", "title: {{ space.name }}", "yaml.placeholder", "title:", "écrivez la valeur elle-même"),
    ("no colon", NEWS, "title: Une fête", "title Une fête", "yaml.no_colon", "title", "title: Une fête"),
    ("equals sign", NEWS, "title: Une fête", "title = Une fête", "yaml.no_colon", "title", "title: Une fête"),
    ("a key without a value", NEWS, "title: Une fête", "title:", "config.text", "title:", 'title: "…"'),
    ("a key left out", NEWS, "title: Une fête\n", "", "config.missing", "", "title: …"),
    ("a choice misspelt", ACTIVITY, "service: mediation", "service: médiation", "config.choice", "service:", "service: mediation"),
    ("a format misspelt", ACTIVITY, "format: papycamp", "format: Papy camp", "config.pattern", "format:", "format: papy-camp"),
    ("a SIRET with spaces", ORGANISATIONS, "legal_form: cooperative", "legal_form: cooperative\n    siren: 123 456 782", "config.pattern", "siren:", 'siren: "123456782"'),
    ("a postal code too short", SPACE, "  postal_code:\n", "  postal_code: 4230\n", "config.pattern", "postal_code:", 'postal_code: "42300"'),
    ("no closing line of the header", NEWS, "danse.\n---\n", "danse.\n", "content.unclosed", "---", "---"),
    ("no header", NEWS, NEWS_TEXT[:-7], "", "content.front_matter", "Venez", "Recopiez l’en-tête d’un fichier voisin"),
    ("an empty text", NEWS, NEWS_TEXT, "", "file.empty", "", "Remettez ce qu’il contenait"),
    ("a file of three hyphens", NEWS, NEWS_TEXT, "---\n", "content.unclosed", "---", "---"),
    ("a line of three hyphens in the middle", SPACE, "territory:", "---\nterritory:", "yaml.document", "---", "Effacez-la"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "words", "mend"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_mistake_is_named_with_what_to_type(
    place: Path, path: str, old: str, new: str, code: str | None, words: str, mend: str
) -> None:
    problems = problems_after(place, path, swap(old, new))
    assert [problem.code for problem in problems] == ([code] if code else [])
    for problem in problems:
        assert problem.file == path
        if words:
            assert problem.line == line_of((place / path).read_bytes(), words)
        text = re.sub(r"\s+", " ", message(problem))
        assert mend.replace("\u00a0", " ") in text
        assert not re.search(r"\b(the|expected|found|not|while|should)\b", text)


def test_an_empty_header_asks_for_each_of_its_lines(place: Path) -> None:
    problems = problems_after(place, NEWS, lambda _: b"---\n---\n")
    assert {problem.values["line"] for problem in problems} == {"title: …", "date: …", "description: …"}


@pytest.mark.parametrize(("encoding", "words"), [("latin-1", "fête"), ("utf-16", "title")])
def test_a_file_of_another_encoding_says_where_to_save_it_again(place: Path, encoding: str, words: str) -> None:
    (problem,) = problems_after(place, NEWS, lambda data: data.decode().encode(encoding))
    assert (problem.code, problem.file, problem.line) == ("file.encoding", NEWS, 1 if encoding == "utf-16" else 2)
    assert "UTF-8" in message(problem)


def test_a_byte_order_mark_changes_nothing(place: Path) -> None:
    assert problems_after(place, NEWS, lambda data: b"\xef\xbb\xbf" + data) == []
    assert problems_after(place, SPACE, lambda data: b"\xef\xbb\xbf" + data) == []


def test_a_comment_is_no_cut_value(place: Path) -> None:
    assert problems_after(place, SPACE, swap("  palette:\n", "  palette: soleil # les couleurs\n")) == []


def test_every_pattern_of_a_setting_has_an_example_that_fits_it() -> None:
    # Those of amounts and of moments, which messages of their own explain.
    explained = {"^[0-9]", "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}
    patterns = {pattern for schema in schemas().values() for pattern in patterns_in(json.loads(schema))}
    assert patterns - explained - EXAMPLES.keys() == set()
    assert [pattern for pattern, example in EXAMPLES.items() if not re.search(pattern, example.strip('"'))] == []


def patterns_in(schema: Any) -> Iterator[str]:
    """The patterns of a JSON Schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from patterns_in(part)
