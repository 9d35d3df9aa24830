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


def with_line(data: bytes, number: int, typed: str, *, keeps_indent: bool) -> Rewrite:
    """Writes ``data`` with ``typed`` in the place of a line, or of all but its indent."""
    lines = data.decode().split("\n")
    line = lines[number - 1]
    assert keeps_indent == line.startswith(" ")
    lines[number - 1] = line[: len(line) - len(line.lstrip())] + typed
    return lambda _: "\n".join(lines).encode()


def line_of(data: bytes, words: str) -> int:
    """The line of the first ``words``."""
    text = data.decode("utf-8", "replace")
    return text[: text.index(words)].count("\n") + 1


#: What was done, the file, the old text, the new one, the code, words of the line, the words of the remedy.
ROWS = [
    ("shares as in the questionnaire", ORGANISATIONS, "  shares: {}", "  shares: 60/40", "config.shares", "shares: 60/40", "shares: {cooperative: 60, association: 40}"),
    ("an operator by its name", ORGANISATIONS, "  coworking:\n    operator: cooperative", "  coworking:\n    operator: Clic & Café", "config.choice", "operator: Clic", "Les choix : cooperative"),
    ("a cancelled day in words", ACTIVITY, "service: mediation", "cancelled: 14 janvier\nservice: mediation", "config.list", "cancelled:", "cancelled: [2027-01-14]"),
    ("a cancelled day in words, in a list", ACTIVITY, "service: mediation", "cancelled: [14 janvier]\nservice: mediation", "config.date", "cancelled:", "cancelled: [2027-01-14]"),
    ("a list beside its key", ACTIVITY, "service: mediation", "cancelled: - 2027-01-14\nservice: mediation", "yaml.list_beside_key", "cancelled:", "Si c’est une liste, mettez-la entre crochets. Remplacez toute la ligne 6 par : cancelled: [2027-01-14]"),
    ("a list of several beside its key", SPACE, "equipment: []", "equipment: - Wi-Fi - Four, neuf", "yaml.list_beside_key", "equipment:", 'equipment: [Wi-Fi, "Four, neuf"]'),
    ("a tab", PRICES, "      day: 15.00", "\t  day: 15.00", "yaml.tab", "day: 15.00", 'Nombre d’espaces à y taper : 6, comme à la ligne 49.'),
    ("a tab below a key", SPACE, "  street:", "\tstreet:", "yaml.tab", "street:", "Nombre d’espaces à y taper : 2, comme à la ligne 20."),
    ("a tab after a blank fact", SPACE, "  city:", "\tcity:", "yaml.tab", "\tcity:", "Nombre d’espaces à y taper : 2, comme à la ligne 20."),
    ("a tab in the only line below a key", PRICES, "basis: ttc", "basis:\n\tttc: 1", "config.choice_above", "basis:", '« basis » attend un seul mot, sur la même ligne, et rien en dessous : ttc, ht. Effacez la ligne 8. Remplacez toute la ligne 7 par : basis: ttc'),
    ("wrong indent", SPACE, "  city:", " city:", "yaml.indent", " city:", 'Nombre d’espaces à y taper : 2, comme à la ligne 20.'),
    ("further right", PRICES, "      day: 15.00", "        day: 15.00", "yaml.indent", "day: 15.00", 'Nombre d’espaces à y taper : 6, comme à la ligne 49.'),
    ("keys under a value", SPACE, "  city:", "   city:", "config.indented", "   city:", '« city » est trop à droite. Effacez ce qui est devant « city ». Nombre d’espaces à y taper : 2, comme devant « postal_code », à la ligne 20.'),
    ("missing quote at the end", SPACE, NAME, 'name: "Fil d’exemple', "yaml.quote", "name:", 'Fermez-le. Remplacez toute la ligne 7 par : name: "Fil d’exemple"'),
    ("missing quote at the beginning", SPACE, NAME, 'name: Fil d’exemple"', None, "", ""),
    ("an apostrophe in apostrophes", SPACE, NAME, "name: 'Fil d'exemple'", "yaml.apostrophe", "name:", 'L’apostrophe de « d\'exemple » est prise pour la fin du texte, qui commence lui aussi par une apostrophe. Mettez le texte entre guillemets droits (") et non entre apostrophes. Remplacez toute la ligne 7 par : name: "Fil d\'exemple"'),
    ("French colon", NEWS, "title: Une fête", "title: Atelier : les bases", "yaml.colon", "title:", 'Mettez tout ce qui suit les premiers deux-points entre guillemets droits ("). Remplacez toute la ligne 2 par : title: "Atelier : les bases"'),
    ("no-break French colon", NEWS, "title: Une fête", "title: Atelier\u00a0: les bases", "yaml.colon", "title:", 'title: "Atelier\u00a0: les bases"'),
    ("duplicate key", SPACE, "language: fr\n", "language: fr\nlanguage: en\n", "yaml.duplicate", "language: en", 'Ligne 14 : « language: fr » ; ligne 15 : « language: en ». Gardez la bonne et effacez l’autre : la ligne 14 ou la ligne 15. Si elles sont pareilles, effacez la ligne 15.'),
    ("comma in braces", PRICES, "amounts:\n      half_day: 9.00\n      day: 15.00\n      month: 280.00\n      pass:", "amounts: {half_day: 9,50, day: 15}\n    free:", "yaml.comma", "half_day: 9,50", 'Dans cette ligne, remplacez seulement 9,50 par 9.50.'),
    ("comma in a block", PRICES, "      half_day: 9.00", "      half_day: 9,50", None, "", ""),
    ("comma where a point is needed", SPACE, "  latitude:\n", "  latitude: 45,43\n", "config.comma", "latitude: 45,43", '45,43 s’écrit ici avec un point, et non une virgule. Gardez les espaces du début de la ligne 23, remplacez le reste par : latitude: 45.43'),
    ("accented key", ORGANISATIONS, "  coworking:\n    operator:", "  coworking:\n    opérateur:", "config.unknown", "opérateur:", 'Remplacez ce seul mot par « operator », en minuscules, sans rien changer d’autre.'),
    ("accented short name", ORGANISATIONS, "  association:\n    name:", "  médiathèque:\n    name:", "config.key", "médiathèque:", 'Remplacez ce seul mot par « mediatheque », en minuscules, sans accent ni espace. S’il est repris ailleurs, changez-le là aussi.'),
    ("accented service", ORGANISATIONS, "  mediation:\n    operator:", "  médiation:\n    operator:", "config.key", "médiation:", 'Remplacez ce seul mot par « mediation »'),
    ("oui", SPACE, "  support: oui", "  support: Oui", None, "", ""),
    ("NON", SPACE, "  support: oui", "  support: OUI", None, "", ""),
    ("oui in guillemets", SPACE, "  support: oui", "  support: « oui »", "config.quoted_answer", "« oui »", '« oui » est entre guillemets. Enlevez-les. Gardez les espaces du début de la ligne 110, remplacez le reste par : support: oui'),
    ("vrai", SPACE, "  support: oui", "  support: vrai", "config.yes_no", "vrai", 'remplacez le reste par : support: oui'),
    ("peut-être", SPACE, "  support: oui", "  support: peut-être", "config.yes_no", "peut-être", 'Écrivez oui ou non, sans guillemets. Gardez les espaces du début de la ligne 110, remplacez le reste par ceci, avec votre réponse à la place de … : support: …'),
    ("curly apostrophes around a key", SPACE, "territory:", "’territory’:", "config.quoted_key", "’territory’:", 'Enlevez les signes qui entourent « territory », et laissez les deux-points.'),
    ("curly quotes around a value", NEWS, "title: Une fête", "title: “Une fête”", "yaml.guillemets", "title:", '“Une fête” se lira avec ses guillemets. Si cela vous va, ne changez rien. Sinon, voici comment les enlever. Remplacez toute la ligne 2 par : title: Une fête'),
    ("no space after the colon", PRICES, "      day: 15.00", "      day:15", "yaml.colon_space", "day:15", "day: 15"),
    ("no space after the colon of a text", SPACE, "  city:\n", "  city:Roanne\n", "yaml.colon_space", "city:Roanne", 'Tapez cette espace. Gardez les espaces du début de la ligne 21, remplacez le reste par : city: Roanne'),
    ("no space after the first of two colons", SPACE, "  city:\n", "  city:Roanne : centre\n", "yaml.colon_space", "city:Roanne", 'remplacez le reste par : city: "Roanne : centre"'),
    ("no-break space after the colon", PRICES, "      day: 15.00", "      day:\u00a015", "yaml.colon_no_break", "day:\u00a015", 'Effacez-la, puis tapez une espace avec la barre d’espace.'),
    ("no-break space before the colon", SPACE, "  city:\n", "  city\u00a0: Roanne\n", "yaml.odd_space", "city", 'Effacez-la, pour que les deux-points suivent directement le mot. Gardez les espaces du début de la ligne 21, remplacez le reste par : city: Roanne'),
    ("no space after the dash", SPACE, "equipment: []", "equipment:\n  - Wi-Fi\n  -fil", "yaml.dash_space", "-fil", "- fil"),
    ("no space after the only dash", SPACE, "equipment: []", "equipment:\n  -fil", "yaml.dash_space", "  -fil", 'Gardez les espaces du début de la ligne 71, remplacez le reste par : - fil'),
    ("a list without dashes", SPACE, "equipment: []", "equipment: Wi-Fi, Imprimante", "config.list", "equipment", 'Mettez la liste entre crochets [ ], avec des virgules. Remplacez toute la ligne 70 par : equipment: [Wi-Fi, Imprimante]'),
    ("unclosed bracket", SPACE, "equipment: []", "equipment: [Wi-Fi, Imprimante", "yaml.bracket", "equipment", "equipment: [Wi-Fi, Imprimante]"),
    ("bracket too many", SPACE, "equipment: []", "equipment: [Wi-Fi]]", "yaml.bracket", "equipment", "equipment: [Wi-Fi]"),
    ("unclosed brace", PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworking, unit: day", "yaml.bracket", "  day: {", "day: {service: coworking, unit: day}"),
    ("guillemets around a value", NEWS, "title: Une fête", "title: « Une fête »", "yaml.guillemets", "title:", '« Une fête » se lira avec ses guillemets. Si cela vous va, ne changez rien. Sinon, voici comment les enlever. Remplacez toute la ligne 2 par : title: Une fête'),
    ("guillemets and a colon", NEWS, "title: Une fête", "title: « Fête : on danse »", "yaml.colon_guillemets", "title:", 'Remplacez-les par des guillemets droits ("). Remplacez toute la ligne 2 par : title: "Fête : on danse"'),
    ("key in French", NEWS, "title:", "titre:", "config.unknown", "titre:", 'Remplacez ce seul mot par « title », en minuscules, sans rien changer d’autre.'),
    ("prix", PRICES, "    amounts:", "    prix:", "config.unknown", "prix:", 'Le mot « prix » n’est pas connu ici. Remplacez ce seul mot par « amounts »'),
    ("ville", SPACE, "  city:", "  ville:", "config.unknown", "ville:", 'Le mot « ville » n’est pas connu ici. Remplacez ce seul mot par « city »'),
    ("a key that is nothing", SPACE, "territory:", "zzz:", "config.unknown_absent", "zzz:", 'Le mot « territory », connu ici, manque : si c’est celui que vous vouliez, remplacez « zzz » par « territory », sans rien changer d’autre. Sinon, effacez la ligne 10.'),
    ("value with a unit", SPACE, "  desks:\n", "  desks: 10 postes\n", "config.integer", "10 postes", "desks: 10"),
    ("euros", PRICES, "      half_day: 9.00", "      half_day: 9 €", None, "", ""),
    ("euros in words", PRICES, "      half_day: 9.00", "      half_day: 9 euros", None, "", ""),
    ("a price by the day", PRICES, "      half_day: 9.00", "      half_day: 9 € par jour", "config.amount", "9 €", 'un point et deux chiffres au plus après ce point. Gardez les espaces du début de la ligne 49, remplacez le reste par : half_day: 9'),
    ("percent", ORGANISATIONS, "percent: 10", "percent: 10 %", "config.number", "10 %", "percent: 10"),
    ("French date", NEWS, "date: 2027-01-31", "date: 31/01/2027", "config.date", "31/01", 'Écrivez l’année, le mois, le jour, avec des tirets, comme 2027-01-31. Remplacez toute la ligne 3 par : date: 2027-01-31'),
    ("date in words", NEWS, "date: 2027-01-31", "date: 31 janvier 2027", "config.date", "31 janvier", "date: 2027-01-31"),
    ("first of the month", NEWS, "date: 2027-01-31", "date: 1er août 2027", "config.date", "1er", "date: 2027-08-01"),
    ("French date and time", ACTIVITY, "start: 2027-01-14 14:00", "start: 14/01/2027 14h30", "config.datetime", "14h30", "start: 2027-01-14 14:30"),
    ("a day that does not exist", NEWS, "date: 2027-01-31", "date: 2027-02-30", "config.no_such_day", "2027-02-30", 'Ce jour n’existe pas : ce mois-là a 28 jours.'),
    ("a colour", SPACE, "  palette: foret\n", "  palette: #ff0000\n", "yaml.cut_choice", "#ff0000", 'Les choix : ardoise, canal, foret, garance, lagune, lavande, soleil. Gardez les espaces du début de la ligne 54, remplacez le reste par ceci, avec votre réponse à la place de … : palette: … Vous pouvez aussi effacer « #ff0000 », ou taper une espace après le # si c’est une note pour vous.'),
    ("a number sign in a title", NEWS, "title: Une fête", "title: Tarif #1", "yaml.cut", "title:", 'Si « #1 » doit se lire, mettez tout le texte entre guillemets droits ("). Remplacez toute la ligne 2 par : title: "Tarif #1" Si c’est une note pour vous, à ne pas montrer, tapez une espace après le #.'),
    ("a title that is only a number sign", NEWS, "title: Une fête", "title: #1", "yaml.cut_needed", "title:", 'il ne reste rien qui convienne. Mettez tout ce qui suit les deux-points entre guillemets droits ("). Remplacez toute la ligne 2 par : title: "#1"'),
    ("capital in a key", NEWS, "title:", "Title:", "config.unknown", "Title:", '« title », en minuscules'),
    ("an at sign", NEWS, "title: Une fête", "title: @fete", "yaml.sign", "title:", 'title: "@fete"'),
    ("bold", NEWS, "title: Une fête", "title: **Une fête**", "yaml.markup", "title:", 'un texte ne se met ni en gras ni en italique : « title: **Une fête** ». Enlevez les étoiles. Remplacez toute la ligne 2 par : title: Une fête'),
    ("an exclamation mark", NEWS, "title: Une fête", "title: !Une fête", "yaml.tag", "title:", 'Effacez-le, ou mettez tout le texte entre guillemets droits ("). Remplacez toute la ligne 2 par : title: "!Une fête"'),
    ("a placeholder in a header", NEWS, "title: Une fête", "title: {{ space.name }}", "yaml.placeholder", "title:", '« {{ space.name }} » ne marche pas dans cette ligne. Écrivez le texte lui-même, entre guillemets droits ("). Remplacez toute la ligne 2 par celle-ci, avec votre réponse à la place de … : title: "…"'),
    ("no colon", NEWS, "title: Une fête", "title Une fête", "yaml.no_colon", "title", "title: Une fête"),
    ("equals sign", NEWS, "title: Une fête", "title = Une fête", "yaml.no_colon", "title", 'il faut deux-points et une espace, à la place d’un « = » s’il y en a un. Remplacez toute la ligne 2 par : title: Une fête'),
    ("a key without a value", NEWS, "title: Une fête", "title:", "config.no_text", "title:", 'Écrivez votre texte entre guillemets droits ("). Remplacez toute la ligne 2 par celle-ci, avec votre réponse à la place de … : title: "…"'),
    ("a key left out", NEWS, "title: Une fête\n", "", "content.missing", "", 'Sous la ligne 1 (« --- »), ajoutez cette ligne, au bord gauche, sans espace devant, avec votre réponse à la place de … : title: "…"'),
    ("a choice misspelt", ACTIVITY, "service: mediation", "service: médiation", "config.choice", "service:", "service: mediation"),
    ("a choice misspelt in braces", PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworkin, unit: day}", "config.choice", "coworkin,", "day: {service: coworking, unit: day}"),
    ("a French date after a dash", PRICES, "  - from:\n", "  - from: 31/01/2027\n", "config.date", "31/01", 'Gardez les espaces du début de la ligne 47, remplacez le reste par : - from: 2027-01-31'),
    ("guillemets in braces", SPACE, "equipment: []", "equipment: [« Wi-Fi », Four]", "yaml.guillemets", "« Wi-Fi »", 'Remplacez toute la ligne 70 par : equipment: [Wi-Fi, Four]'),
    ("a format misspelt", ACTIVITY, "format: papycamp", "format: Papy camp", "config.choice", "format:", 'portes-ouvertes, repair-cafe. Remplacez toute la ligne 3 par : format: papycamp'),
    ("a SIRET with spaces", ORGANISATIONS, "legal_form: cooperative", "legal_form: cooperative\n    siren: 123 456 782", "config.digits", "siren:", 'il faut 9 chiffres, sans espace. Mettez-les entre guillemets droits ("). Gardez les espaces du début de la ligne 13, remplacez le reste par : siren: "123456782"'),
    ("a postal code too short", SPACE, "  postal_code:\n", "  postal_code: 4230\n", "config.digits_count", "postal_code:", 'il faut 5 chiffres, sans espace. Vérifiez le vôtre (un zéro oublié au début ?) et mettez-le entre guillemets droits ("). Gardez les espaces du début de la ligne 20, remplacez le reste par ceci, avec votre réponse à la place de … : postal_code: "…"'),
    ("no closing line of the header", NEWS, "danse.\n---\n", "danse.\n", "content.unclosed", "description:", 'Sous la ligne 4, ajoutez cette ligne, au bord gauche, sans espace devant : ---'),
    ("no header", NEWS, NEWS_TEXT[:-7], "", "content.front_matter", "Venez", 'Au-dessus de votre texte, ajoutez ces lignes, au bord gauche, sans espace devant, avec vos réponses à la place de … et, pour une date, de l’exemple (année-mois-jour) : --- title: "…" date: 2027-01-31 description: "…" ---'),
    ("an empty text", NEWS, NEWS_TEXT, "", "file.empty", "", 'annulez-y par Ctrl+Z, puis enregistrez. Sinon, dans le terminal, lancez ./lieu undo content/fr/news/fete.md, qui rend la version d’avant.'),
    ("a file of three hyphens", NEWS, NEWS_TEXT, "---\n", "content.no_lines", "---", 'Sous la ligne 1, ajoutez ces lignes, au bord gauche, sans espace devant, avec vos réponses à la place de … et, pour une date, de l’exemple (année-mois-jour) : title: "…" date: 2027-01-31 description: "…" ---'),
    ("a line of three hyphens in the middle", SPACE, "territory:", "---\nterritory:", "yaml.document", "---", 'Elle ne va qu’au début du fichier ou, dans un texte, autour des lignes du haut (title, date…).'),
    ("a line below a number", SPACE, "  latitude:\n", "  latitude:\n    zzz: 2\n", "config.value_above", "  latitude:", "Effacez la ligne 24. Gardez les espaces du début de la ligne 23, remplacez le reste par ceci, avec votre réponse à la place de … : latitude: …"),
    ("a list below a text", NEWS, "title: Une fête", "title:\n  - Une\n  - fête", "config.value_above", "title:", 'Effacez les lignes 3 à 4. Remplacez toute la ligne 2 par celle-ci, avec votre réponse à la place de … : title: "…"'),
    ("duplicate keys with lines below", PRICES, "basis: ttc", "basis: ttc\npasses:\n  a: 1", "yaml.duplicate", "passes:\n  pass", "Gardez la bonne et effacez l’autre : les lignes 8 à 9 ou les lignes"),
    ("a quoted text after a dash", SPACE, "equipment: []", "equipment:\n  - 'Borne d'accueil'", "yaml.apostrophe", "  - 'Borne", "Gardez les espaces du début de la ligne 71, remplacez le reste par : - \"Borne d'accueil\""),
    ("a choice after a dash", ACTIVITY, "service: mediation", "service: mediation\nskip:\n  - public_holiday", "config.choice", "  - ", "remplacez le reste par : - public_holidays"),
    ("a choice in brackets", ACTIVITY, "service: mediation", "service: mediation\nskip: [public_holiday]", "config.choice", "skip:", "Remplacez toute la ligne 7 par : skip: [public_holidays]"),
    ("no space after a colon in braces", PRICES, "  day: {service: coworking, unit: day}", "  day: {service:coworking, unit: day}", "yaml.colon_space", "  day: {", "remplacez le reste par : day: {service: coworking, unit: day}"),
    ("no first line of the header", NEWS, "---\ntitle: Une fête", "title: Une fête", "content.unopened", "title:", "Au-dessus de la ligne 1, ajoutez cette ligne, au bord gauche, sans espace devant : ---"),
    ("a date left out", NEWS, "date: 2027-01-31\n", "", "content.missing_date", "", "avec votre date (année-mois-jour) à la place de l’exemple : date: 2027-01-31"),
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


@pytest.mark.parametrize(
    ("path", "old", "new"), [row[1:4] for row in ROWS if row[4]], ids=[row[0] for row in ROWS if row[4]]
)
def test_the_line_to_type_mends_the_file(place: Path, path: str, old: str, new: str) -> None:
    problems = problems_after(place, path, swap(old, new))
    data = (place / path).read_bytes()
    for problem in problems:
        phrase = problem.values.get("replace")
        if phrase is None or phrase.code not in ("typed.whole", "typed.kept") or "_above" in problem.code:
            continue  # an answer is asked for, or other lines go as well
        number = phrase.values["line"]
        assert problem.line == number
        typed = with_line(data, number, problem.values["line"], keeps_indent=phrase.code == "typed.kept")
        assert problem.code not in [other.code for other in problems_after(place, path, typed)]


def test_a_regime_is_chosen_among_those_that_exist_by_their_meaning(place: Path) -> None:
    (problem,) = problems_after(place, ORGANISATIONS, lambda data: data.replace(b"regime:", b"regime: pas de TVA", 1))
    assert problem.code == "config.choice"
    assert "franchise-en-base (Franchise en base de TVA)" in message(problem)
    assert "pas-de-tva" not in message(problem)


def test_an_empty_header_asks_for_each_of_its_lines(place: Path) -> None:
    problems = problems_after(place, NEWS, lambda _: b"---\n---\n")
    assert {problem.values["line"] for problem in problems} == {
        'title: "…"',
        "date: 2027-01-31",
        'description: "…"',
    }


@pytest.mark.parametrize(("encoding", "words"), [("latin-1", "fête"), ("utf-16", "title")])
def test_a_file_of_another_encoding_says_where_to_save_it_again(place: Path, encoding: str, words: str) -> None:
    (problem,) = problems_after(place, NEWS, lambda data: data.decode().encode(encoding))
    assert (problem.code, problem.file, problem.line) == ("file.encoding", NEWS, 1 if encoding == "utf-16" else 2)
    assert "UTF-8" in message(problem)


def test_a_byte_order_mark_changes_nothing(place: Path) -> None:
    assert problems_after(place, NEWS, lambda data: b"\xef\xbb\xbf" + data) == []
    assert problems_after(place, SPACE, lambda data: b"\xef\xbb\xbf" + data) == []


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000"])
def test_a_line_that_looks_empty_is_named(place: Path, space: str) -> None:
    (problem,) = problems_after(place, PRICES, swap("\nbasis: ttc\n", f"\n{space}\nbasis: ttc\n"))
    assert problem.code == "yaml.invisible" and "Effacez cette ligne." in message(problem)
    assert (place / PRICES).read_text("utf-8").splitlines()[(problem.line or 0) - 1] == space


def test_a_comment_is_no_cut_value(place: Path) -> None:
    assert problems_after(place, SPACE, swap("  palette: foret\n", "  palette: soleil # les couleurs\n")) == []


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
