"""The questions of ``./lieu event new``: an answer that makes no sense is asked again, an option is refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.cli.console import Console
from tierslieu.cli.event_prompts import complete_answers
from tierslieu.core.problems import Problems
from tierslieu.events.new_event import compose

OPTIONS: dict[str, Any] = dict.fromkeys(
    ("end", "last_day", "until", "service", "place", "online", "capacity", "price", "registration", "accessibility")
) | {
    "title": "Papycamp", "format": "papycamp", "day": dt.date(2027, 1, 14), "start": dt.time(14), "repeat": "once",
    "skip": "", "description": "Entre seniors.",
}  # fmt: skip


def answers(typed: str = "", **options: Any) -> tuple[dict[str, Any], str]:
    """The answers, and what was printed while they were typed."""
    with CliRunner().isolation(input=typed) as (output, *_):
        result = complete_answers(comptoir(), OPTIONS | options, Console(TEMPLATE))
        return result, output.getvalue().decode()


def test_an_end_at_the_time_of_the_start_is_asked_again() -> None:
    result, printed = answers("14:00\n14h\n15h30\n")
    assert (result["start"], result["end"]) == ("2027-01-14 14:00", "2027-01-14 15:30")
    assert "à l’heure où il commence, 14:00" in printed


def test_an_option_for_an_end_at_the_time_of_the_start_is_refused() -> None:
    with pytest.raises(Problems) as raised:
        answers(end=dt.time(14))
    assert [problem.code for problem in raised.value.problems] == ["event.same_hour"]


@pytest.mark.parametrize(
    ("options", "end"),
    [
        ({"end": dt.time(2)}, "2027-01-15 02:00"),
        ({"end": dt.time(14), "last_day": dt.date(2027, 1, 16)}, "2027-01-16 14:00"),
    ],
)
def test_an_event_may_end_after_midnight_or_on_another_day(options: dict[str, Any], end: str) -> None:
    assert answers(**options)[0]["end"] == end


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("3", "atelier-numerique"),
        ("papycamp", "papycamp"),
        ("Permanence d'aide", "permanence-aide"),
        ("conf", "conference"),
    ],
)
def test_a_format_is_chosen_by_its_number_or_its_name(typed: str, chosen: str) -> None:
    assert answers(f"{typed}\n15h30\n", format=None)[0]["format"] == chosen


@pytest.mark.parametrize("typed", ["", "0", "99", "zzz"])
def test_what_is_no_format_is_told_with_what_can_be_typed(typed: str) -> None:
    _, printed = answers(f"{typed}\nbarcamp\n15h30\n", format=None)
    fault = printed.partition("son nom)")[2]
    assert "de 1 à" in fault and "papycamp" in fault


@pytest.mark.parametrize(
    ("typed", "nearest"), [("réparation", "repair-cafe"), ("papicamp", "papycamp"), ("ateliers", "atelier-numerique")]
)
def test_the_nearest_formats_are_named(typed: str, nearest: str) -> None:
    _, printed = answers(f"{typed}\nbarcamp\n15h30\n", format=None)
    assert nearest in printed.partition("son nom)")[2]
    with pytest.raises(Problems) as raised:
        answers(format=typed)
    (problem,) = raised.value.problems
    assert problem.code == "event.format_near" and nearest in problem.values["nearest"]


def test_enter_at_a_question_without_a_default_says_what_to_type() -> None:
    result, printed = answers("\n14/01/2027\n15h30\n", day=None)
    assert result["start"] == "2027-01-14 14:00"
    assert printed.count("Quel jour") == 2 and "Écrivez" in printed


def test_a_question_ends_with_the_colon_of_its_language(tmp_path: Path) -> None:
    with CliRunner().isolation("Zoé\n") as (output, *_):
        assert Console(tmp_path).ask("Nom court") == "Zoé"
    assert output.getvalue().decode().startswith("Nom court\u00a0: ")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("8 décembre 2027", "2027-12-08"),
        ("mercredi 8 décembre 2027", "2027-12-08"),
        ("8/12/2027", "2027-12-08"),
        ("2027-12-08", "2027-12-08"),
        ("demain\n8/12/2027", "2027-12-08"),
    ],
)
def test_a_day_is_typed_in_words_or_in_figures(typed: str, day: str) -> None:
    assert answers(f"{typed}\n15:00\n", day=None)[0]["start"] == f"{day} 14:00"


def test_a_day_without_a_year_is_the_next_one() -> None:
    start = dt.date.fromisoformat(answers("8 décembre\n15:00\n", day=None)[0]["start"][:10])
    assert (start.month, start.day) == (12, 8)
    assert dt.timedelta(0) <= start - comptoir().today < dt.timedelta(366)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("chaque semaine", "FREQ=WEEKLY"),
        ("toutes les deux semaines", "FREQ=WEEKLY;INTERVAL=2"),
        ("tous les mois", "FREQ=MONTHLY"),
        ("2", "FREQ=WEEKLY"),
        ("parfois\n4", "FREQ=MONTHLY"),
    ],
)
def test_a_rhythm_is_typed_in_words_or_by_its_number(typed: str, rule: str) -> None:
    assert str(answers(f"15:00\n{typed}\n\n", repeat=None)[0]["rrule"]).startswith(rule)


@pytest.mark.parametrize("typed", ["", "non", "une seule fois"])
def test_an_event_that_does_not_come_back_has_no_rule(typed: str) -> None:
    assert not answers(f"15:00\n{typed}\n", repeat=None)[0]["rrule"]


def test_enter_at_the_sentence_writes_none() -> None:
    result, printed = answers("15:00\n\n", description=None)
    assert result["description"] == ""
    assert "se forment" not in printed
    event = compose(comptoir(), result, result["description"])
    assert "description" not in event.text and event.text.rstrip().endswith("---") and event.dates


def test_an_activity_that_is_none_of_the_formats_has_its_own_title_and_hours() -> None:
    result, printed = answers("\nCouture\n\n-\n16:00\n", format="autre", title=None, service="coworking")
    assert (result["title"], result["format"], result["end"]) == ("Couture", "autre", "2027-01-14 16:00")
    assert printed.count("Écrivez") >= 3 and "Autre rendez-vous" not in printed


def test_the_format_for_what_is_none_of_the_others_is_the_last_choice() -> None:
    _, printed = answers("autre\n15:30\n", format=None, service="coworking")
    choices = re.findall(r"^ +\d+  (.+)$", printed, re.MULTILINE)
    assert choices[-1].strip() == "Autre rendez-vous" and len(choices) == len(comptoir().vocabulary.activity_formats)


def test_a_description_that_is_only_yes_is_asked_again() -> None:
    result, printed = answers("15:00\noui\nOn danse.\n", description=None)
    assert result["description"] == "On danse."
    assert "quelques mots" in printed
