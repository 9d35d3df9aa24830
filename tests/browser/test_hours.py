"""Open or not: what the script of the site says, on any day and from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader
from support.factories import vocabulary
from support.paths import TEMPLATE

from tierslieu.facts import opening_hours
from tierslieu.i18n.formatting import LocaleFormatter

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., "BrowserContext"]

HOURS = "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-13:00; PH off"
HOLIDAYS = ("2027-01-01", "2027-03-29", "2027-12-25")
SCRIPT = (TEMPLATE / "theme/static/site.js").read_text(encoding="utf-8")


def page_of(value: str, holidays: tuple[str, ...] = HOLIDAYS) -> str:
    """A page with the table of hours, where the script says whether the place is open."""
    words = LocaleFormatter("fr", vocabulary().locales["fr"].strings)
    environment = Environment(loader=FileSystemLoader(TEMPLATE / "theme"), autoescape=True)
    environment.filters["capital"] = str.capitalize
    template = environment.from_string(
        "{% from 'components/hours_table.html' import hours_table with context %}{{ hours_table() }}"
    )
    table = template.render(week=opening_hours.week(value, words), holidays=holidays, t=words.t)
    return f"{table}<script>{SCRIPT}</script>"


def told(visit: Visit, now: str, value: str = HOURS, zone: str = "Europe/Paris", **more: tuple[str, ...]) -> list[str]:
    """What is said at ``now``, universal time: the status (empty when hidden), and the line that is marked."""
    context = visit(timezone_id=zone)
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
        ("2027-01-05T11:30:00Z", "Ouvre à 13 h 30", "Mardi"),
        ("2027-01-05T07:00:00Z", "Ouvre à 9 h", "Mardi"),
        ("2027-01-05T17:00:00Z", "Fermé pour aujourd’hui", "Mardi"),
        ("2027-01-05T16:59:00Z", "Ouvert jusqu’à 18 h", "Mardi"),
        ("2027-01-03T10:00:00Z", "Fermé aujourd’hui", "Dimanche"),
        ("2027-03-29T08:00:00Z", "Fermé : jour férié", "Jours fériés"),
        # Summer time began the day before.
        ("2027-03-30T15:59:00Z", "Ouvert jusqu’à 18 h", "Mardi"),
        ("2027-03-30T16:00:00Z", "Fermé pour aujourd’hui", "Mardi"),
        # It is already Wednesday at the place.
        ("2027-01-05T23:30:00Z", "Ouvre à 9 h", "Mercredi"),
        # Public holidays are not known so far ahead: nothing is claimed.
        ("2028-01-04T09:00:00Z", "", "Mardi"),
    ],
)
def test_the_status_is_that_of_the_place(new_context: Visit, now: str, status: str, line: str) -> None:
    assert told(new_context, now) == [status, line]


def test_a_reader_far_away_is_told_the_same(new_context: Visit) -> None:
    assert told(new_context, "2027-01-05T09:00:00Z", zone="Pacific/Auckland") == ["Ouvert jusqu’à 12 h 30", "Mardi"]


@pytest.mark.parametrize("value", ["Mo-Fr 09:00-18:00; SH off", "Mo-Su 18:00-02:00", "24/7"])
def test_what_cannot_be_judged_is_not_claimed(new_context: Visit, value: str) -> None:
    assert told(new_context, "2027-01-05T09:00:00Z", value) == ["", "Mardi"]


def test_a_holiday_without_rule_is_asked_about(new_context: Visit) -> None:
    """Without « PH », or with hours of its own."""
    asked = "Jour férié : renseignez-vous avant de venir"
    assert told(new_context, "2027-12-25T09:00:00Z", "Mo-Su 09:00-18:00") == [asked, "Samedi"]
    assert told(new_context, "2027-12-25T09:00:00Z", "Mo-Su 09:00-18:00; PH 10:00-12:00") == [asked, "Jours fériés"]
    assert told(new_context, "2027-01-05T09:00:00Z", holidays=()) == ["", "Mardi"]


def test_the_script_is_short() -> None:
    assert len(Path(TEMPLATE / "theme/static/site.js").read_bytes()) <= 2048
