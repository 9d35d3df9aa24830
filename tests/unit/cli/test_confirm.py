"""``./lieu confirm``: nothing becomes a fact before somebody has agreed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.factories import REMOVED, comptoir

from tierslieu.check import apply_rules
from tierslieu.cli.commands import confirm
from tierslieu.core.problems import Problems
from tierslieu.finance import proposals

Confirm = Callable[..., Result]
SHARES, SOLIDARITY, VALIDITY = "frais-communs-a-deux", "part-solidaire", "validite-du-carnet"
TICKET = ("ticket-d-or-essai", "ticket-d-or-pour-qui", "ticket-d-or-une-fois", "ticket-d-or-validite")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the proposals that were written."""
    names: list[str] = []

    def confirmed_files(root: Path, facts: list[proposals.ProposedFact]) -> list[str]:
        names.extend(fact.name for fact in facts)
        return list(dict.fromkeys(fact.proposal.file for fact in facts))

    monkeypatch.setattr(proposals, "confirmed_files", confirmed_files)
    return names


@pytest.fixture
def run_confirm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: list[str]) -> Confirm:
    """``run_confirm(*arguments, typed=...)``: the command in a place that has agreed on nothing; typing needs a terminal."""
    undecided = {"shares": {"cooperative": REMOVED, "association": REMOVED}}
    space = comptoir(organisations={"common_costs": undecided, "solidarity": {"percent": None}})
    monkeypatch.setattr(apply_rules, "facts_of_files", lambda root, today, paths: (space, []))

    def run_confirm(*arguments: str, typed: str | None = None) -> Result:
        runner = CliRunner()
        with runner.isolation(typed):
            monkeypatch.setattr(type(sys.stdin), "isatty", lambda stream: typed is not None, raising=False)
        return runner.invoke(confirm.command, arguments, obj=tmp_path, input=typed, color=False)

    return run_confirm


def test_all_takes_everything_and_a_name_takes_one(run_confirm: Confirm, written: list[str]) -> None:
    assert run_confirm("--all").exit_code == 0
    assert written == [SHARES, SOLIDARITY, *TICKET, VALIDITY]
    written.clear()
    result = run_confirm(SOLIDARITY)
    assert written == [SOLIDARITY]
    assert "config/organisations.yaml" in result.output


def test_without_a_terminal_they_are_only_listed(run_confirm: Confirm, written: list[str]) -> None:
    result = run_confirm()
    assert result.exit_code == 0 and written == []
    assert all(name in result.output for name in (SHARES, SOLIDARITY, *TICKET, VALIDITY))


def test_each_is_asked_and_enter_is_not_an_agreement(run_confirm: Confirm, written: list[str]) -> None:
    result = run_confirm(typed="oui\n\npeut-être\n" + "non\n" * 5)
    assert written == [SHARES], result.output
    assert "répondez oui ou non" in result.output


def test_an_unknown_name_is_a_problem(run_confirm: Confirm, written: list[str]) -> None:
    result = run_confirm("inconnu")
    assert isinstance(result.exception, Problems) and written == []
    (problem,) = result.exception.problems
    assert problem.code == "confirm.unknown" and SHARES in problem.values["known"]
