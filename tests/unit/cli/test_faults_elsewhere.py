"""Commands that stop only for the faults of what they read, and tell that there are others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tierslieu.cli.main import cli
from tierslieu.core.problems import Problems

PRICE = ("price", "--from", "2027-09-01", "--set", "day=16")
EVENT = (
    "event", "new", "--format", "barcamp", "--title", "Barcamp de mars", "--date", "2027-03-11", "--from", "14:00",
    "--to", "16:00", "--repeat", "once", "--description", "Une rencontre.",
)  # fmt: skip
WRITTEN = "content/fr/activities/barcamp-de-mars.md"
BROKEN = {
    "content/fr/news/panne.md": "---\ntitle: Panne\ndate: demain\n---\nTexte.\n",
    "content/fr/pages/panne.md": "Sans en-tête.\n",
    "governance/fr/panne.md": "---\ntitle: [\n---\n",
    "content/fr/activities/panne.md": "---\ntitle: Panne\n---\n",
}


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--today", "2027-01-04"], obj=root, catch_exceptions=True)


def write(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("path", BROKEN)
@pytest.mark.parametrize("command", [PRICE, EVENT], ids=lambda command: command[0])
def test_a_fault_in_a_text_is_told_and_stops_neither_price_nor_event(
    place: Path, path: str, command: tuple[str, ...]
) -> None:
    write(place, path, BROKEN[path])
    result = run(place, *command)
    assert result.exit_code == 0, (result.output, result.exception)
    assert "check" in result.output
    changed = "config/prices.yaml" if command is PRICE else WRITTEN
    assert "2027-09-01" in (place / changed).read_text("utf-8") or command is EVENT


@pytest.mark.parametrize("command", [PRICE, EVENT], ids=lambda command: command[0])
def test_nothing_is_told_of_a_place_without_a_fault(place: Path, command: tuple[str, ...]) -> None:
    result = run(place, *command)
    assert result.exit_code == 0, result.exception
    assert result.stderr == ""


def test_a_fault_in_the_prices_stops_price_and_not_event(place: Path) -> None:
    prices = place / "config/prices.yaml"
    text = prices.read_text("utf-8")
    write(place, "config/prices.yaml", text.replace("unit: half_day", "unit: half_dya", 1))
    assert "half_dya" in prices.read_text("utf-8")
    before = prices.read_bytes()
    result = run(place, *PRICE)
    assert isinstance(result.exception, Problems) and prices.read_bytes() == before
    assert run(place, *EVENT).exit_code == 0


@pytest.mark.parametrize("command", [("budget",), ("split", "100", "--stream", "day"), ("confirm",)])
def test_commands_about_money_do_without_the_texts(place: Path, command: tuple[str, ...]) -> None:
    for path, text in BROKEN.items():
        write(place, path, text)
    result = run(place, *command)
    assert "check" in result.stderr and "panne.md" not in str(result.exception), result.output


def test_a_value_that_the_model_refuses_stops_every_command(place: Path) -> None:
    prices = place / "config/prices.yaml"
    write(place, "config/prices.yaml", prices.read_text("utf-8") + "prix: 3\n")
    for command in (PRICE, EVENT):
        assert isinstance(run(place, *command).exception, Problems)


def test_an_event_is_never_written_over_one_that_can_not_be_read(place: Path) -> None:
    write(place, WRITTEN, BROKEN["content/fr/activities/panne.md"])
    result = run(place, *EVENT)
    assert result.exit_code == 0, result.output
    assert (place / WRITTEN).read_text("utf-8") == BROKEN["content/fr/activities/panne.md"]
    assert (place / "content/fr/activities/barcamp-de-mars-2.md").exists()
