"""``./lieu check`` as people read it: what stops first, then where to start, then how much more there is."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.document_factories import blank, document
from support.factories import comptoir

from tierslieu.build import dry_run
from tierslieu.check.missing_facts import budget_blanks, identity_blanks, organisation_blanks, price_blanks
from tierslieu.cli.commands import check
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_reader import MissingLines
from tierslieu.facts.blank_reads import BlankRead, PageBlanks
from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.budget import Cost

Check = Callable[..., Result]
ERROR = Problem("prices.pass", {"pass_price": 1, "uses": 1, "unit": 1, "whole": 1}, "config/prices.yaml", 7)
WARNING = Problem("services.none", {}, "config/space.yaml", 3, "warning")


def new_place() -> Space:
    """A place of which only the name is known, with one document."""
    return blank(
        lambda: comptoir(documents=(document("{{ publication.host }} {{ space.contact.phone }}", title="Bail"),))
    )


def missing(space: Space) -> list[Problem]:
    findings = [finding for rule in (identity_blanks, organisation_blanks, price_blanks) for finding in rule(space)]
    return [Problem(finding.code, finding.values, finding.file, 12, "blank") for finding in findings]


@pytest.fixture
def run_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    """``run_check(problems, *options)``: the command in a new place with these problems and its missing facts."""

    def run_check(problems: list[Problem], *options: str, space: Space | None = None) -> Result:
        space = space or new_place()

        def dry_run_check(root: Path, today: object, pages: list[PageBlanks]) -> tuple[Space, list[Problem]]:
            reads = frozenset({BlankRead("fact_phone", "contact")})
            pages += [PageBlanks(title, reads) for title in ("Accueil", "Contact", "Tarifs", "Agenda", "Le lieu")]
            return space, [*missing(space), *problems]

        monkeypatch.setattr(dry_run, "check", dry_run_check)
        return CliRunner().invoke(check.command, list(options), obj=tmp_path, color=False)

    return run_check


def numbered(output: str) -> list[str]:
    return re.findall(r"^ *[0-9]+\. (.*)$", output, re.MULTILINE)


def test_ten_facts_are_listed_the_most_wanted_first_and_the_rest_is_counted(run_check: Check) -> None:
    result = run_check([])
    facts = numbered(result.output)
    assert (result.exit_code, len(facts)) == (0, 10)
    phone = result.output.split("\n 2. ")[0].split("\n 1. ")[1]
    assert "(contact.phone)" in phone and "config/space.yaml, ligne 12" in phone
    assert "sur le site (5)\u00a0: Accueil, Contact…" in phone and "dans les documents (1)\u00a0: Bail" in phone
    assert str(len(missing(new_place())) - 10) in result.output.split("\n10. ")[1]
    assert "--all" in result.output and "fact_" not in result.output


@pytest.mark.parametrize("option", ["--all", "--blanks"])
def test_all_lists_every_fact_and_every_title(run_check: Check, option: str) -> None:
    """``--blanks`` is what the files of places made by 0.1.0 and 0.2.0 call it."""
    result = run_check([], option)
    assert len(numbered(result.output)) == len(missing(new_place()))
    assert "Accueil, Contact, Tarifs, Agenda, Le lieu" in result.output
    assert "--all" not in result.output


def test_errors_come_first_and_alone_with_warnings(run_check: Check) -> None:
    result = run_check([WARNING, ERROR])
    assert result.exit_code == 1
    assert result.output.startswith("✗ config/prices.yaml, ligne 7\n")
    assert result.output.index("✗") < result.output.index("! config/space.yaml")
    assert numbered(result.output) == []
    assert messages.text("fr", "check.found", errors=1, warnings=1) in result.output
    assert len(numbered(run_check([ERROR], "--all").output)) == 0


def test_a_warning_comes_before_the_first_facts(run_check: Check) -> None:
    result = run_check([WARNING])
    assert result.exit_code == 0
    assert result.output.index("! config/space.yaml") < result.output.index("\n 1. ")


def test_few_facts_are_all_listed(run_check: Check) -> None:
    space = comptoir(documents=())
    count = len(missing(space))
    assert count > 0
    output = run_check([], space=space).output
    assert len(numbered(output)) == min(count, 10)
    assert ("--all" in output) == (count > 10)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_lines_fit_the_terminal_and_stay_whole_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, is_terminal: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    values = {"label": "téléphone", "key": "contact.phone", "waiting": "sur le site (3)\u00a0: " + "Un titre, " * 20}
    Console(tmp_path).print_problems([Problem("blank.wanted", values, "config/space.yaml", 3, "blank")], numbered=True)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert (len(lines) > 3) == is_terminal
    assert (max(map(len, lines)) <= 60) == is_terminal
    assert all(line.startswith("    ") for line in lines[1:])


def test_proposals_of_the_kit_are_listed_apart(run_check: Check) -> None:
    undecided = comptoir(organisations={"solidarity": {"percent": None}})
    assert "part-solidaire" in run_check([], space=undecided).output
    assert "part-solidaire" not in run_check([ERROR], space=undecided).output
    assert "part-solidaire" not in run_check([], space=comptoir()).output


def test_what_waits_for_each_decision_is_said(run_check: Check) -> None:
    """Enter at every question: no service, no model, no legal form."""
    modules = {"coworking": None, "mediation": "non", "support": "oui"}
    organisations = {"governance_model": None, "organisations": {"association": {"legal_form": None}}}
    output = run_check([], space=comptoir(identity={"modules": modules}, organisations=organisations)).output
    assert "Pas encore décidé\u00a0: 3" in output
    for key in ("modules.coworking", "governance_model)", "organisations.association.legal_form"):
        assert key in output, key
    assert "Pas encore décidé" not in run_check([], space=comptoir()).output


def test_the_lines_of_a_list_fit_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    Console(tmp_path).print_list("check.undecided", ["un mot " * 20])
    heading, first, *others = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("  – un mot")
    assert len(others) > 1 and all(line.startswith(("    un", "    mot")) for line in others)
    assert max(map(len, (heading, first, *others))) <= 60


@pytest.mark.parametrize("others", [[], [ERROR]])
def test_a_key_that_the_file_lacks_is_shown_as_the_lines_to_type(run_check: Check, others: list[Problem]) -> None:
    lines = MissingLines("  moulin:\n    rna:", 9)
    values = {"key": "organisations.moulin.rna", "label": "fact_rna", "missing_lines": lines}
    absent = Problem("blank.fact", values, "config/organisations.yaml", None, "blank")
    output = run_check([absent, *others], "--all").output
    assert "Sous la ligne 9, tapez-la après ce nombre d’espaces, 2," in output
    assert "\n        moulin:\n          rna: …\n" in output


def test_what_waits_for_a_key_that_the_file_lacks_stands_under_it(run_check: Check) -> None:
    lines = MissingLines("phone:", None)
    values = {"key": "contact.phone", "label": "fact_phone", "missing_lines": lines}
    output = run_check([Problem("blank.fact", values, "config/space.yaml", None, "blank")], "--all").output
    assert re.search(r"\n      phone: …\n    → attendu ", output), output


def test_amounts_of_the_budget_that_are_missing_are_told_apart(run_check: Check) -> None:
    budget = comptoir().budget.model_copy(
        update={"costs": tuple(Cost.model_validate({"label": label}) for label in ("Loyer", "Eau"))}
    )
    space = dataclasses.replace(new_place(), budget=budget)
    findings = [finding for finding in budget_blanks(space) if "entry" in finding.values]
    problems = [Problem(finding.code, finding.values, finding.file, 12, "blank") for finding in findings]
    output = run_check(problems, "--all", space=space).output
    assert "montant, ou 0 : Loyer (costs.0.amount)" in output and "montant, ou 0 : Eau (costs.1.amount)" in output
