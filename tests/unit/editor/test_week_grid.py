"""A painted week becomes words that mean it, and leaves seasons and closed days as they were written."""

from __future__ import annotations

import pytest
from support import factories

from tierslieu.core.hours_reader import read
from tierslieu.editor.week_grid import grid, words
from tierslieu.i18n.formatting import LocaleFormatter

SEASONS = "en juillet et août, du mardi au jeudi 10h-12h ; fermé du 24 décembre au 2 janvier ; fermé les jours fériés"


def formatter(language: str = "fr") -> LocaleFormatter:
    return LocaleFormatter(language, factories.texts(language))


def ticked(text: str) -> list[str]:
    shown = grid(read(text), formatter())
    assert shown
    return [f"{day} {minute}" for day, _, minutes in shown.days for minute in minutes]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "week",
    [
        "du lundi au vendredi 9h-12h30 et 14h-18h", "lundi, mercredi et samedi 9h-12h", "mardi 0h-24h",
        "lundi, du mercredi au vendredi 9h30-18h ; dimanche 10h-11h", "tous les jours 8h-20h",
    ],
)  # fmt: skip
def test_words_mean_the_week_that_is_ticked(week: str, language: str) -> None:
    written = words(ticked(week), "", formatter(language))
    assert written and read(written) == read(week)


def test_the_week_alone_is_written_anew() -> None:
    written = words(ticked("lundi 9h-12h"), f"du lundi au vendredi 9h-18h ; {SEASONS}", formatter())
    assert written == f"lundi 9h-12h ; {SEASONS}"


def test_seasons_that_share_a_rule_with_the_week_keep_their_meaning() -> None:
    written = words(ticked("lundi 9h-12h"), "du lundi au vendredi 9h-18h, fermé en août", formatter())
    assert written and read(written) == read("lundi 9h-12h ; fermé en août")


def test_no_box_is_a_week_that_is_closed() -> None:
    written = words([], f"lundi 9h-18h ; {SEASONS}", formatter())
    assert written and read(written) == read(f"fermé ; {SEASONS}")


@pytest.mark.parametrize("text", ["lundi 9h-18h10", "samedi matin", "lundi sur rendez-vous", "vendredi 18h-2h"])
def test_hours_that_half_hours_can_not_show_have_no_grid(text: str) -> None:
    assert grid(read(text), formatter()) is None


def test_hours_early_and_late_are_shown() -> None:
    shown = grid(read("lundi 5h-23h30"), formatter())
    assert shown and (shown.boxes[0], shown.boxes[-1]) == (300, 1410)
