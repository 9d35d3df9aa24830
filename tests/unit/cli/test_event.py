"""``./lieu event new``: an event that is announced already is not announced twice unawares."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tierslieu.cli.main import cli
from tierslieu.core.problems import Problems

EVENT = (
    "event", "new", "--format", "barcamp", "--date", "2027-03-11", "--from", "14:00", "--to", "16:00",
    "--repeat", "once", "--description", "Une rencontre.", "--today", "2027-01-04",
)  # fmt: skip
FIRST, SECOND = (f"content/fr/activities/{name}.md" for name in ("barcamp-de-mars", "barcamp-de-mars-2"))


def announce(root: Path, title: str = "Barcamp de mars", *more: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, [*EVENT, "--title", title, *more], obj=root, input=typed)


@pytest.fixture
def announced(place: Path) -> Path:
    assert announce(place).exit_code == 0
    assert (place / FIRST).exists()
    return place


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with CliRunner().isolation(""):
        monkeypatch.setattr(type(sys.stdin), "isatty", lambda stream: True, raising=False)


def test_the_same_event_on_the_same_day_is_refused_with_what_to_do(announced: Path) -> None:
    result = announce(announced, "BARCAMP de Mars")
    assert isinstance(result.exception, Problems)
    (problem,) = result.exception.problems
    assert problem.code == "event.twice" and problem.values["file"] == FIRST
    assert not (announced / SECOND).exists()


@pytest.mark.parametrize(("typed", "is_written"), [("oui\n", True), ("non\n", False), ("\n", False)])
def test_at_a_terminal_it_is_asked(
    announced: Path, monkeypatch: pytest.MonkeyPatch, typed: str, is_written: bool
) -> None:
    at_a_terminal(monkeypatch)
    result = announce(announced, typed=typed)
    assert result.exit_code == 0, result.exception
    assert "déjà annoncé ce jour-là" in result.output and FIRST in result.output
    assert (announced / SECOND).exists() == is_written


@pytest.mark.parametrize("more", [("--date", "2027-03-12"), ("--title", "Barcamp d’avril")])
def test_another_day_or_another_title_is_another_event(announced: Path, more: tuple[str, ...]) -> None:
    assert announce(announced, "Barcamp de mars", *more).exit_code == 0


def test_a_date_of_a_series_and_a_cancelled_one(announced: Path) -> None:
    file = announced / FIRST
    text = file.read_text("utf-8").replace(
        "service:", "rrule: FREQ=WEEKLY;BYDAY=TH\ncancelled: [2027-03-25]\nservice:", 1
    )
    file.write_text(text, encoding="utf-8")
    assert isinstance(announce(announced, "Barcamp de mars", "--date", "2027-03-18").exception, Problems)
    assert announce(announced, "Barcamp de mars", "--date", "2027-03-25").exit_code == 0
