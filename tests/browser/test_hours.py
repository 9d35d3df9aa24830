"""The script of the site that says whether the place is open, on any day and in any time zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader
from support.factories import vocabulary
from support.fixtures import NewContext
from support.paths import TEMPLATE

from tierslieu.core import hours_reader
from tierslieu.facts import opening_hours
from tierslieu.i18n.formatting import LocaleFormatter

if TYPE_CHECKING:
    pass

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOURS = "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-13:00; PH off"
HOLIDAYS = ("01-01", "12-25", "2027-03-29", "2027-12-25")
SCRIPT = (TEMPLATE / "theme/static/site.js").read_text(encoding="utf-8")


def page_of(value: str, holidays: tuple[str, ...] = HOLIDAYS) -> str:
    """A page with the table of opening hours and the script."""
    words = LocaleFormatter("fr", vocabulary().locales["fr"].strings)
    environment = Environment(loader=FileSystemLoader(TEMPLATE / "theme"), autoescape=True)
    environment.filters["capital"] = str.capitalize
    template = environment.from_string(
        "{% from 'components/hours_table.html' import hours_table with context %}{{ hours_table() }}"
    )
    hours = hours_reader.read(value)
    assert hours is not None
    table = template.render(week=opening_hours.week(hours, words), holidays=holidays, t=words.t)
    return f'<!doctype html><html lang="fr">{table}<script>{SCRIPT}</script>'


def status_at(
    new_context: NewContext, now: str, value: str = HOURS, zone: str = "Europe/Paris", **more: tuple[str, ...]
) -> list[str]:
    """The status at ``now`` (UTC), empty when it is hidden, and the label of the marked line."""
    context = new_context(timezone_id=zone)
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.set_content(page_of(value, **more))
    status = page.locator("[data-status]")
    return [
        (status.text_content() or "").replace("\u00a0", " ") if status.is_visible() else "",
        page.locator("[aria-current] th").inner_text(),
    ]


@pytest.mark.parametrize(
    ("now", "status", "line"),
    [
        ("2027-01-05T09:00:00Z", "Ouvert jusqu’à 12 h 30", "Mardi"),
        ("2027-01-05T11:30:00Z", "Fermé, ouvre à 13 h 30", "Mardi"),
        ("2027-01-05T07:00:00Z", "Fermé, ouvre à 9 h", "Mardi"),
        ("2027-01-05T17:00:00Z", "Fermé, ouvre mercredi à 9 h", "Mardi"),
        ("2027-01-05T16:59:00Z", "Ouvert jusqu’à 18 h", "Mardi"),
        ("2027-01-03T10:00:00Z", "Fermé, ouvre lundi à 9 h", "Dimanche"),
        ("2027-03-29T08:00:00Z", "Fermé : jour férié", "Jours fériés"),
        # Sunday and the public holiday are closed too.
        ("2027-03-27T13:00:00Z", "Fermé, ouvre mardi à 9 h", "Samedi"),
        # Summer time began the day before.
        ("2027-03-30T15:59:00Z", "Ouvert jusqu’à 18 h", "Mardi"),
        ("2027-03-30T16:00:00Z", "Fermé, ouvre mercredi à 9 h", "Mardi"),
        # It is already Wednesday in France.
        ("2027-01-05T23:30:00Z", "Fermé, ouvre à 9 h", "Mercredi"),
        # The public holidays of that year are unknown: there is no status.
        ("2028-01-04T09:00:00Z", "", "Mardi"),
    ],
)
def test_the_status_is_that_of_the_place(new_context: NewContext, now: str, status: str, line: str) -> None:
    assert status_at(new_context, now) == [status, line]


def test_the_line_of_the_next_day_with_hours_is_marked_while_the_place_is_closed(new_context: NewContext) -> None:
    page = new_context().new_page()
    for now, lines in (("2027-01-05T17:00:00Z", ["Mercredi"]), ("2027-01-05T09:00:00Z", [])):
        page.clock.set_fixed_time(now)
        page.set_content(page_of(HOURS))
        assert page.locator(".next th").all_inner_texts() == lines


def test_the_next_opening_after_a_holiday_that_is_in_doubt_is_not_told(new_context: NewContext) -> None:
    hours = "Mo-Fr 09:00-18:00"
    assert status_at(new_context, "2027-03-28T09:00:00Z", hours) == ["Fermé pour le moment", "Dimanche"]


def test_the_status_is_the_same_in_another_time_zone(new_context: NewContext) -> None:
    assert status_at(new_context, "2027-01-05T09:00:00Z", zone="Pacific/Auckland") == [
        "Ouvert jusqu’à 12 h 30",
        "Mardi",
    ]


@pytest.mark.parametrize(
    "value", ["Mo-Fr 09:00-18:00; SH off", "Mo-Su 18:00-02:00", "24/7", "mardi 10h-12h sur rendez-vous"]
)
def test_hours_that_the_script_cannot_read_give_no_status(new_context: NewContext, value: str) -> None:
    assert status_at(new_context, "2027-01-05T09:00:00Z", value) == ["", "Mardi"]


def test_on_a_public_holiday_without_hours_visitors_are_asked_to_inquire(new_context: NewContext) -> None:
    """Whether ``PH`` is missing or has hours of its own."""
    inquire = "Jour férié : renseignez-vous avant de venir"
    assert status_at(new_context, "2027-12-25T09:00:00Z", "Mo-Su 09:00-18:00") == [inquire, "Samedi"]
    assert status_at(new_context, "2027-12-25T09:00:00Z", "Mo-Su 09:00-18:00; PH 10:00-12:00") == [
        inquire,
        "Jours fériés",
    ]
    assert status_at(new_context, "2027-01-05T09:00:00Z", holidays=()) == ["", "Mardi"]


def test_the_script_is_short() -> None:
    # Hours, dated prices and the slider of prices; ``test_weight`` holds all scripts of a page within 5 KB.
    assert len(Path(TEMPLATE / "theme/static/site.js").read_bytes()) <= 4864


PERIODS = (
    "du lundi au samedi 9h-18h ; fermé du 24 décembre au 2 janvier ; en juillet et août, mardi et jeudi 10h-12h ;"
    " fermé du 3 au 9 mai 2027 ; fermé les jours fériés"
)


@pytest.mark.parametrize(
    ("now", "status", "line"),
    [
        ("2027-01-02T09:00:00Z", "Fermé, ouvre lundi à 9 h", "Du 24 décembre au 2 janvier"),
        ("2027-01-04T09:00:00Z", "Ouvert jusqu’à 18 h", "Lundi"),
        ("2027-01-01T09:00:00Z", "Fermé : jour férié", "Jours fériés"),
        ("2027-07-06T09:00:00Z", "Ouvert jusqu’à 12 h", "Juillet – août, mardi, jeudi"),
        ("2027-07-07T09:00:00Z", "Ouvert jusqu’à 18 h", "Mercredi"),
        ("2027-05-04T09:00:00Z", "Fermé, ouvre lundi à 9 h", "Du 3 au 9 mai 2027"),
        ("2027-12-24T09:00:00Z", "Fermé pour le moment", "Du 24 décembre au 2 janvier"),
    ],
)
def test_a_period_with_hours_of_its_own_is_the_line_of_today(
    new_context: NewContext, now: str, status: str, line: str
) -> None:
    assert status_at(new_context, now, PERIODS, holidays=("2027-01-01", "2027-12-25")) == [status, line]


def test_hours_known_for_some_months_alone_give_no_status(new_context: NewContext) -> None:
    context = new_context(timezone_id="Europe/Paris")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.set_fixed_time("2027-01-05T09:00:00Z")
    page.set_content(page_of("en juillet, mardi 10h-12h"))
    assert not page.locator("[data-status]").is_visible() and not page.locator("[aria-current]").count()
    assert errors == []
