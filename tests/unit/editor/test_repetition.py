"""A rule is chosen from lists in words; one that they do not have is kept as it is."""

from __future__ import annotations

import pytest

from tierslieu.editor.repetition import DAYS, EVERY, OTHER, Repetition, repetition, written
from tierslieu.generation.answer_types import RefusedAnswer


@pytest.mark.parametrize("until", ["", "2031-06-30"])
@pytest.mark.parametrize("every", EVERY)
def test_each_choice_is_the_rule_that_it_writes(every: str, until: str) -> None:
    for day in DAYS:
        chosen = Repetition(every, day, until)
        assert repetition(written(chosen, "") or "") == chosen


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ("", Repetition()),
        ("FREQ=WEEKLY;BYDAY=TU", Repetition("weekly", "TU")),
        ("freq=weekly", Repetition("weekly")),
        ("FREQ=MONTHLY;BYDAY=1SA;UNTIL=20310630T215959Z", Repetition("first", "SA", "2031-06-30")),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20310630", Repetition(OTHER, "", "2031-06-30")),
        ("FREQ=MONTHLY;BYDAY=2SA;BYMONTH=1,2,9", Repetition("second", "SA")),
        ("FREQ=WEEKLY;COUNT=3", Repetition("weekly")),
        ("FREQ=MONTHLY;BYMONTHDAY=14", Repetition(OTHER)),
        ("FREQ=MONTHLY;BYDAY=SA", Repetition(OTHER)),
        ("tous les jeudis", Repetition(OTHER)),
    ],
)
def test_a_rule_is_the_choice_that_it_means(rule: str, chosen: Repetition) -> None:
    assert repetition(rule) == chosen


def test_a_rule_that_the_lists_do_not_have_can_end() -> None:
    chosen = Repetition(OTHER, "", "2031-06-30")
    assert written(chosen, "FREQ=WEEKLY;BYDAY=TU,TH") == "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20310630"


def test_a_season_stays_and_a_last_day_replaces_a_number_of_dates() -> None:
    chosen = Repetition("weekly", "TU", "2031-06-30")
    assert written(chosen, "FREQ=MONTHLY;BYDAY=2SA;BYMONTH=1,2") == "FREQ=WEEKLY;BYDAY=TU;BYMONTH=1,2;UNTIL=20310630"
    assert written(chosen, "FREQ=WEEKLY;COUNT=3") == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20310630"
    assert written(Repetition("weekly", "TU"), "FREQ=WEEKLY;COUNT=3") == "FREQ=WEEKLY;BYDAY=TU;COUNT=3"


def test_a_rank_needs_a_day() -> None:
    with pytest.raises(RefusedAnswer):
        written(Repetition("first"), "")
