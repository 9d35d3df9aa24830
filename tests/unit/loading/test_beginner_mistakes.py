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
    ("a tab", PRICES, "      day: 15.00", "\t  day: 15.00", "yaml.tab", "day: 15.00", 'Nombre d’espaces à y taper : 6, comme à la ligne 48.'),
    ("a tab below a key", SPACE, "  street:", "\tstreet:", "yaml.tab", "street:", "Nombre d’espaces à y taper : 2, comme à la ligne 20."),
    ("a tab after a blank fact", SPACE, "  city:", "\tcity:", "yaml.tab", "\tcity:", "Nombre d’espaces à y taper : 2, comme à la ligne 20."),
    ("a tab in the only line below a key", PRICES, "basis: ttc", "basis:\n\tttc: 1", "yaml.tab_below", "\tttc", "2, un peu plus à droite que la ligne 7, dont elle dépend."),
    ("wrong indent", SPACE, "  city:", " city:", "yaml.indent", " city:", 'Nombre d’espaces à y taper : 2, comme à la ligne 20.'),
    ("further right", PRICES, "      day: 15.00", "        day: 15.00", "yaml.indent", "day: 15.00", 'Nombre d’espaces à y taper : 6, comme à la ligne 48.'),
    ("keys under a value", SPACE, "  city:", "   city:", "config.indented", "postal_code:", 'La ligne 21 (« city ») est trop à droite. Effacez ce qui est devant « city », puis tapez autant d’espaces que devant « postal_code », à la ligne 20.'),
    ("missing quote at the end", SPACE, NAME, 'name: "Fil d’exemple', "yaml.quote", "name:", 'name: "Fil d’exemple"'),
    ("missing quote at the beginning", SPACE, NAME, 'name: Fil d’exemple"', None, "", ""),
    ("an apostrophe in apostrophes", SPACE, NAME, "name: 'Fil d'exemple'", "yaml.after_quote", "name:", "name: \"Fil d'exemple\""),
    ("French colon", NEWS, "title: Une fête", "title: Atelier : les bases", "yaml.colon", "title:", 'Mettez ce qui suit les premiers deux-points entre guillemets droits ("). Tapez, sans toucher aux espaces du début de la ligne : title: "Atelier : les bases"'),
    ("no-break French colon", NEWS, "title: Une fête", "title: Atelier\u00a0: les bases", "yaml.colon", "title:", 'title: "Atelier\u00a0: les bases"'),
    ("duplicate key", SPACE, "language: fr\n", "language: fr\nlanguage: en\n", "yaml.duplicate", "language: en", 'Ligne 14 : « language: fr » ; ligne 15 : « language: en ». Effacez celle qui est fausse ; si elles sont pareilles, la ligne 15.'),
    ("comma in braces", PRICES, "amounts:\n      half_day: 9.00\n      day: 15.00\n      month: 280.00\n      pass:", "amounts: {half_day: 9,50, day: 15}\n    free:", "yaml.comma", "half_day: 9,50", 'Dans cette ligne, remplacez seulement 9,50 par 9.50.'),
    ("comma in a block", PRICES, "      half_day: 9.00", "      half_day: 9,50", None, "", ""),
    ("comma where a point is needed", SPACE, "  latitude:\n", "  latitude: 45,43\n", "config.number", "latitude: 45,43", "latitude: 45.43"),
    ("accented key", ORGANISATIONS, "  coworking:\n    operator:", "  coworking:\n    opérateur:", "config.unknown", "opérateur:", 'Remplacez ce seul mot par « operator », en minuscules, sans rien changer d’autre.'),
    ("accented short name", ORGANISATIONS, "  association:\n    name:", "  médiathèque:\n    name:", "config.key", "médiathèque:", "Remplacez ce seul mot, par exemple par « mediatheque » : en minuscules, sans accent ni espace."),
    ("accented service", ORGANISATIONS, "  mediation:\n    operator:", "  médiation:\n    operator:", "config.key", "médiation:", "Remplacez ce seul mot, par exemple par « mediation »"),
    ("oui", SPACE, "  support: oui", "  support: Oui", None, "", ""),
    ("NON", SPACE, "  support: oui", "  support: OUI", None, "", ""),
    ("oui in guillemets", SPACE, "  support: oui", "  support: « oui »", "config.quoted_answer", "« oui »", '« oui » est entre guillemets. Enlevez-les.'),
    ("vrai", SPACE, "  support: oui", "  support: vrai", "config.yes_no", "vrai", "support: oui"),
    ("peut-être", SPACE, "  support: oui", "  support: peut-être", "config.yes_no", "peut-être", "Écrivez oui ou non"),
    ("curly apostrophes around a key", SPACE, "territory:", "’territory’:", "config.quoted_key", "’territory’:", 'Enlevez ce qui entoure « territory », sans rien changer d’autre.'),
    ("curly quotes around a value", NEWS, "title: Une fête", "title: “Une fête”", "yaml.guillemets", "title:", 'title: "Une fête"'),
    ("no space after the colon", PRICES, "      day: 15.00", "      day:15", "yaml.colon_space", "day:15", "day: 15"),
    ("no-break space after the colon", PRICES, "      day: 15.00", "      day:\u00a015", "yaml.colon_no_break", "day:\u00a015", 'Effacez-la, puis tapez une espace avec la barre d’espace.'),
    ("no-break space before the colon", SPACE, "  city:\n", "  city\u00a0: Roanne\n", "yaml.odd_space", "city", 'city: Roanne'),
    ("no space after the dash", SPACE, "equipment: []", "equipment:\n  - Wi-Fi\n  -fil", "yaml.dash_space", "-fil", "- fil"),
    ("no space after the only dash", SPACE, "equipment: []", "equipment:\n  -fil", "yaml.dash_space", "equipment", "- fil"),
    ("a list without dashes", SPACE, "equipment: []", "equipment: Wi-Fi, Imprimante", "config.list", "equipment", 'Mettez la liste entre crochets [ ], avec des virgules. S’il n’y a rien à y mettre : []. Tapez, sans toucher aux espaces du début de la ligne : equipment: [Wi-Fi, Imprimante]'),
    ("unclosed bracket", SPACE, "equipment: []", "equipment: [Wi-Fi, Imprimante", "yaml.bracket", "equipment", "equipment: [Wi-Fi, Imprimante]"),
    ("bracket too many", SPACE, "equipment: []", "equipment: [Wi-Fi]]", "yaml.bracket", "equipment", "equipment: [Wi-Fi]"),
    ("unclosed brace", PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworking, unit: day", "yaml.bracket", "  day: {", "day: {service: coworking, unit: day}"),
    ("guillemets around a value", NEWS, "title: Une fête", "title: « Une fête »", "yaml.guillemets", "title:", 'title: "Une fête"'),
    ("guillemets and a colon", NEWS, "title: Une fête", "title: « Fête : on danse »", "yaml.colon", "title:", 'title: "Fête : on danse"'),
    ("key in French", NEWS, "title:", "titre:", "config.unknown", "titre:", 'Remplacez ce seul mot par « title », en minuscules, sans rien changer d’autre.'),
    ("prix", PRICES, "    amounts:", "    prix:", "config.unknown", "prix:", 'Le mot « prix » n’est pas connu ici. Remplacez ce seul mot par « amounts »'),
    ("ville", SPACE, "  city:", "  ville:", "config.unknown", "ville:", 'Le mot « ville » n’est pas connu ici. Remplacez ce seul mot par « city »'),
    ("a key that is nothing", SPACE, "territory:", "zzz:", "config.unknown_here", "zzz:", 'Si vous ne savez pas à quoi sert cette ligne, effacez-la, avec les lignes plus à droite juste en dessous.'),
    ("value with a unit", SPACE, "  desks:\n", "  desks: 10 postes\n", "config.integer", "10 postes", "desks: 10"),
    ("euros", PRICES, "      half_day: 9.00", "      half_day: 9 €", None, "", ""),
    ("euros in words", PRICES, "      half_day: 9.00", "      half_day: 9 euros", None, "", ""),
    ("a price by the day", PRICES, "      half_day: 9.00", "      half_day: 9 € par jour", "config.amount", "9 €", 'un point et deux chiffres au plus après ce point. Tapez, par exemple, sans toucher aux espaces du début de la ligne : half_day: 9'),
    ("percent", ORGANISATIONS, "percent: 10", "percent: 10 %", "config.number", "10 %", "percent: 10"),
    ("French date", NEWS, "date: 2027-01-31", "date: 31/01/2027", "config.date", "31/01", "date: 2027-01-31"),
    ("date in words", NEWS, "date: 2027-01-31", "date: 31 janvier 2027", "config.date", "31 janvier", "date: 2027-01-31"),
    ("first of the month", NEWS, "date: 2027-01-31", "date: 1er août 2027", "config.date", "1er", "date: 2027-08-01"),
    ("French date and time", ACTIVITY, "start: 2027-01-14 14:00", "start: 14/01/2027 14h30", "config.datetime", "14h30", "start: 2027-01-14 14:30"),
    ("a day that does not exist", NEWS, "date: 2027-01-31", "date: 2027-02-30", "config.no_such_day", "2027-02-30", 'Ce jour n’existe pas : ce mois-là a 28 jours.'),
    ("a colour", SPACE, "  palette:\n", "  palette: #ff0000\n", "yaml.cut_misfit", "#ff0000", "« #ff0000 » ne conviendrait pas ici. Si c’est une note pour vous, à ne pas montrer, tapez une espace après le #. Sinon, effacez « #ff0000 » ; ce qu’on peut écrire ici : ./lieu help palette"),
    ("a number sign in a title", NEWS, "title: Une fête", "title: Tarif #1", "yaml.cut", "title:", 'Si « #1 » est une note pour vous, à ne pas montrer, tapez une espace après le #. Sinon, mettez tout ce qui suit les deux-points entre guillemets droits ("). Tapez, sans toucher aux espaces du début de la ligne : title: "Tarif #1"'),
    ("a title that is only a number sign", NEWS, "title: Une fête", "title: #1", "yaml.cut_needed", "title:", 'Ce qui suit « # » n’est pas lu, et ce qui reste ne convient pas. Mettez ce qui suit les deux-points entre guillemets droits ("). Tapez, sans toucher aux espaces du début de la ligne : title: "#1"'),
    ("capital in a key", NEWS, "title:", "Title:", "config.unknown", "Title:", '« title », en minuscules'),
    ("an at sign", NEWS, "title: Une fête", "title: @fete", "yaml.sign", "title:", 'title: "@fete"'),
    ("bold", NEWS, "title: Une fête", "title: **Une fête**", "yaml.markup", "title:", 'Enlevez les étoiles. Tapez, sans toucher aux espaces du début de la ligne : title: "Une fête"'),
    ("an exclamation mark", NEWS, "title: Une fête", "title: !Une fête", "yaml.tag", "title:", 'title: "!Une fête"'),
    ("a placeholder in a header", NEWS, "title: Une fête", "title: {{ space.name }}", "yaml.placeholder", "title:", '« {{ space.name }} » ne marche pas ici. Écrivez en toutes lettres ce que vous voulez y voir, à la place de … Tapez, sans toucher aux espaces du début de la ligne : title: "…"'),
    ("no colon", NEWS, "title: Une fête", "title Une fête", "yaml.no_colon", "title", "title: Une fête"),
    ("equals sign", NEWS, "title: Une fête", "title = Une fête", "yaml.no_colon", "title", "title: Une fête"),
    ("a key without a value", NEWS, "title: Une fête", "title:", "config.no_text", "title:", 'Il n’y a rien après « title: ». Tapez, sans toucher aux espaces du début de la ligne, avec votre texte à la place de … : title: "…"'),
    ("a key left out", NEWS, "title: Une fête\n", "", "content.missing", "", 'Ajoutez une ligne juste sous la première ligne (---), avec ce qu’il faut à la place de … : title: …'),
    ("a choice misspelt", ACTIVITY, "service: mediation", "service: médiation", "config.choice", "service:", "service: mediation"),
    ("a choice misspelt in braces", PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworkin, unit: day}", "config.choice", "coworkin,", "day: {service: coworking, unit: day}"),
    ("a French date after a dash", PRICES, "  - from:\n", "  - from: 31/01/2027\n", "config.date", "31/01", "- from: 2027-01-31"),
    ("guillemets in braces", SPACE, "equipment: []", "equipment: [« Wi-Fi », Four]", "yaml.guillemets", "« Wi-Fi »", 'equipment: ["Wi-Fi", Four]'),
    ("a format misspelt", ACTIVITY, "format: papycamp", "format: Papy camp", "config.short_name", "format:", 'Écrivez-le en minuscules sans accent, avec des chiffres et des tirets si besoin, sans espace.'),
    ("a SIRET with spaces", ORGANISATIONS, "legal_form: cooperative", "legal_form: cooperative\n    siren: 123 456 782", "config.digits", "siren:", 'il faut 9 chiffres, sans espace. Mettez-les entre guillemets droits (").'),
    ("a postal code too short", SPACE, "  postal_code:\n", "  postal_code: 4230\n", "config.digits", "postal_code:", '4230 ne convient pas : il faut 5 chiffres, sans espace.'),
    ("no closing line of the header", NEWS, "danse.\n---\n", "danse.\n", "content.unclosed", "---", 'Ajoutez --- sous la ligne 4 (« description: On danse. »), avant votre texte'),
    ("no header", NEWS, NEWS_TEXT[:-7], "", "content.front_matter", "Venez", 'S’il ne manque que la ligne --- du haut, ajoutez-la. Sinon, collez ces lignes au-dessus de votre texte, avec ce qu’il faut à la place de … : --- title: … date: … description: … ---'),
    ("an empty text", NEWS, NEWS_TEXT, "", "file.empty", "", 'Ctrl+Z. Sinon, tapez ./lieu undo content/fr/news/fete.md'),
    ("a file of three hyphens", NEWS, NEWS_TEXT, "---\n", "content.unclosed", "---", 'Ajoutez --- sous la ligne 1 (« --- »), avant votre texte'),
    ("a line of three hyphens in the middle", SPACE, "territory:", "---\nterritory:", "yaml.document", "---", 'Elle ne va qu’au début du fichier ou, dans un texte, autour des lignes du haut (title, date…).'),
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
        assert not re.search(r"« (?:\w+\.)+\w+ »|espace\(s\)|en-tête|guillemets droits(?! \(\"\))", text)
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
