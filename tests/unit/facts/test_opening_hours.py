"""Opening hours in words, in a table, day by day for the script of the site, and on one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from support.factories import vocabulary
from unit.core.test_hours_reader import sentences
from unit.site.test_site import Reading, space

from tierslieu.core import hours_reader
from tierslieu.core.opening_hours import OpeningHours
from tierslieu.facts import facts, opening_hours
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.site.pages_build import build_pages

FRENCH, ENGLISH = (LocaleFormatter(code, vocabulary().locales[code].strings) for code in ("fr", "en"))


def hours(value: str) -> OpeningHours:
    read = hours_reader.read(value)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ("24/7", [("lundi – dimanche", "jour et nuit")]),
        (
            "Mo-Fr 09:00-12:30,13:30-18:00; We off; PH off",
            [
                ("lundi, mardi", "9 h – 12 h 30, 13 h 30 – 18 h"),
                ("mercredi", "fermé"),
                ("jeudi, vendredi", "9 h – 12 h 30, 13 h 30 – 18 h"),
                ("samedi, dimanche", "fermé"),
                ("Jours fériés", "fermé"),
            ],
        ),
        ("Sa-Mo 10:00-24:00", [
            ("lundi", "10 h – 0 h"), ("mardi – vendredi", "fermé"), ("samedi, dimanche", "10 h – 0 h"),
        ]),
        ("tous les jours 10-12; fermé en août; fermé du 24 décembre au 1er janvier; mercredi sur rendez-vous", [
            ("lundi, mardi", "10 h – 12 h"), ("mercredi", "sur rendez-vous"), ("jeudi – dimanche", "10 h – 12 h"),
            ("août", "fermé"), ("du 24 décembre au 1er janvier", "fermé"),
        ]),
        ("en juillet et août, lundi et mardi 10h-12h sur rendez-vous", [
            ("juillet – août, lundi, mardi", "10 h – 12 h, sur rendez-vous"),
        ]),
        ("du lundi au vendredi, le matin ; samedi après-midi et soir sur rendez-vous", [
            ("lundi – vendredi", "matin"), ("samedi", "après-midi, soir, sur rendez-vous"), ("dimanche", "fermé"),
        ]),
        ("lundi 9-18; du 1er juillet au 31 août 2027 du mardi au jeudi 9-12 seulement", [
            ("lundi", "9 h – 18 h"), ("mardi – dimanche", "fermé"),
            ("du 1er juillet au 31 août 2027", "mardi – jeudi 9 h – 12 h, fermé les autres jours"),
        ]),
        ("tous les jours 10-12; le 24 décembre 2027 10-11", [
            ("lundi – dimanche", "10 h – 12 h"), ("24 décembre 2027", "10 h – 11 h"),
        ]),
    ],
)  # fmt: skip
def test_opening_hours_are_put_into_words(value: str, rows: list[tuple[str, str]]) -> None:
    found = opening_hours.rows(hours(value), FRENCH)
    assert [(row.days, ", ".join(row.hours).replace("\u00a0", " ")) for row in found] == rows


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(sentences)
def test_hours_that_are_accepted_are_shown_in_words_alone(typed: str) -> None:
    read = hours_reader.read(typed)
    if read is None:
        return
    for words in (FRENCH, ENGLISH):
        text = opening_hours.text(read, words)
        assert text and not re.search(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|Aug|Dec)\b|[\"\[\]]", text)
        assert opening_hours.week(read, words).days


def test_the_hours_on_a_line_are_apart() -> None:
    value = hours("Mo 09:00-12:00; Tu-Su 10:00-12:00")
    assert re.fullmatch(r"lundi[^;]*\S\u00a0; mardi[^;]*", opening_hours.text(value, FRENCH))
    assert re.fullmatch(r"Mon[^;]*\w; Tue[^;]*", opening_hours.text(value, ENGLISH))


def test_the_hours_on_a_line_can_be_typed_again() -> None:
    value = hours("lundi et mardi 9h-12h ; fermé du 24 décembre au 2 janvier ; fermé en août ; fermé les jours fériés")
    for words in (FRENCH, ENGLISH):
        assert hours(opening_hours.text(value, words)) == value


@pytest.mark.parametrize(
    ("value", "monday", "sure"),
    [
        ("Mo-Fr 09:00-12:30,13:30-18:00; PH off", [(540, 750), (810, 1080)], True),
        ("Tu-Sa 10:00-18:00", [], True),
        ("Mo 18:00-02:00", [(1080, 120)], False),
        ("Mo 10:00-18:00; SH off", [(600, 1080)], False),
        ("Mo 10:00-18:00; fermé en août", [(600, 1080)], True),
        ("Mo 10:00-18:00; mardi sur rendez-vous", [(600, 1080)], False),
        ("Mo 10:00-18:00; mercredi après-midi", [(600, 1080)], False),
        ("24/7", [(0, 1440)], False),
    ],
)
def test_hours_are_told_day_by_day(value: str, monday: list[tuple[int, int]], sure: bool) -> None:
    """In minutes, for the script that says whether the place is open; not where a day alone can't say it."""
    week = opening_hours.week(hours(value), FRENCH)
    assert week.sure is sure
    assert [day.key for day in week.days[:7]] == list("1234567")
    assert [(span.start, span.end) for span in week.days[0].spans] == monday
    html = build_pages(space(identity={"opening_hours": value}))["index.html"].decode()
    assert [tuple(map(int, found)) for found in re.findall(r'data-from="(\d+)" data-to="(\d+)"', html)][
        : len(monday)
    ] == monday


def test_a_part_of_the_day_is_shown_and_is_in_no_data_that_needs_a_time() -> None:
    place = space(identity={"opening_hours": "lundi 9h-12h ; mercredi après-midi ; samedi matin sur rendez-vous"})
    html = build_pages(place)["contact/index.html"]
    shown = Reading(html).text.replace("\u00a0", " ")
    assert re.search(r"Mercredi\s*après-midi", shown) and re.search(r"Samedi\s*matin, sur rendez-vous", shown)
    assert "unknown" not in shown
    specifications = re.findall(r'"OpeningHoursSpecification".*?}', html.decode())
    assert specifications and not [text for text in specifications if re.search("Wednesday|Saturday", text)]


def test_the_site_shows_what_was_typed_in_words() -> None:
    place = space(identity={"opening_hours": "Mo-Fr 09:00-18:00; Aug Mo off; Dec 24-Jan 02 off"})
    html = build_pages(place)["contact/index.html"]
    assert b'data-day="08-01/08-31" data-on="1"' in html and b'data-day="12-24/01-02"' in html
    shown = Reading(html).text
    assert "Août, lundi" in shown and "Du 24 décembre au 2 janvier" in shown and "Aug" not in shown
    assert str(facts(place, "fr", document=False)["space"]["opening_hours"]).startswith("lundi – vendredi")


def test_in_a_text_the_times_of_a_span_stay_on_one_line() -> None:
    value = hours("lundi 9h-12h30 et 14h-18h")
    assert value is not None
    spans = re.findall(r"\d[^,;]*", opening_hours.text(value, FRENCH).partition("\u00a0;")[0])
    assert len(spans) == 2 and all(" " not in span for span in spans)
