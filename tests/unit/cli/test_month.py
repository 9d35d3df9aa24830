"""``./lieu month``: a settlement that can be read, and a closed month that nothing changes."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tierslieu.build.dry_run import check
from tierslieu.cli.commands import month as month_command
from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problems
from tierslieu.months.closing import closed_path

Month = Callable[..., Result]
REGISTER = """\
receipts:
  - {stream: coworking, amount: "1 680,00 €", received_by: OPERATOR, evidence: Z1}
  - {stream: coworking, amount: "(80,00)", received_by: OPERATOR, evidence: Z2}
common_costs:
  - {label: Loyer, amount: 900, paid_by: OTHER}
"""


@pytest.fixture
def books(place: Path) -> Path:
    """The place, whose two organisations charge no VAT, with the register of January."""
    path = place / "config/organisations.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^( +)regime:.*$", r"\1regime: franchise-en-base", text, flags=re.MULTILINE)
    data = yaml_reader.parse(text).data
    operator = data["services"]["coworking"]["operator"]
    other = next(key for key in data["organisations"] if key != operator)
    text = text.replace("streams: {}", f"streams: {{coworking: {{shares: {{{operator}: 85, {other}: 15}}}}}}")
    path.write_text(
        re.sub(
            r"^common_costs:\n(?:[ #].*\n|\n)*",
            f"common_costs:\n  shares: {{{operator}: 60, {other}: 40}}\n",
            text,
            flags=re.MULTILINE,
        ),
        encoding="utf-8",
    )
    (place / "register").mkdir()
    write(place, "2027-01", REGISTER.replace("OPERATOR", operator).replace("OTHER", other))
    return place


def write(root: Path, month: str, text: str) -> None:
    (root / f"register/{month}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def run_month(books: Path) -> Month:
    def run_month(*arguments: str, today: str = "2027-02-03") -> Result:
        return CliRunner().invoke(month_command.command, ["2027-01", *arguments, "--today", today], obj=books)

    return run_month


def plain(result: Result) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", result.output)


def codes(result: Result) -> list[str]:
    assert isinstance(result.exception, Problems), result.output
    return [problem.code for problem in result.exception.problems]


def test_a_month_is_shown_to_the_cent(run_month: Month) -> None:
    result = run_month()
    assert result.exit_code == 0, result.output
    # 1 600 € received, 15 % of what the solidarity share leaves owed to the other, and 60 % of the rent it paid.
    for amount in ("1 600 €", "216 €", "540 €", "Recettes et factures", "TVA non applicable, art. 293 B du CGI"):
        assert amount in plain(result), plain(result)


@pytest.mark.long
def test_a_closed_month_gives_the_same_bytes_whatever_config_becomes(run_month: Month, books: Path) -> None:
    assert run_month("--close").exit_code == 0
    closed = (books / closed_path("2027-01")).read_bytes()
    shown = run_month().output
    draw = random.Random(7)
    for _ in range(40):
        file = draw.choice(sorted((books / "config").glob("*.yaml")))
        lines = file.read_text(encoding="utf-8").splitlines()
        number = draw.randrange(len(lines))
        lines[number] = draw.choice([lines[number].replace("0", "7"), "", lines[number] + "9", "language: en"])
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        result = run_month(today=f"20{draw.randint(27, 40)}-03-0{draw.randint(1, 9)}")
        assert result.exit_code == 0 and result.output == shown
    assert (books / closed_path("2027-01")).read_bytes() == closed


def test_a_register_changed_since_is_told_by_check_and_the_month_is_not_shown(run_month: Month, books: Path) -> None:
    run_month("--close")
    path = books / "register/2027-01.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert run_month().exit_code == 0  # ends of lines are no change
    path.write_text(text.replace("1 680", "1 780"), encoding="utf-8")
    assert codes(run_month()) == ["month.changed"]
    assert "month.changed" in [problem.code for problem in check(books, dt.date(2027, 2, 3))[1]]
    path.unlink()
    assert codes(run_month()) == ["month.gone"]


def test_a_closing_changed_by_hand_is_told(run_month: Month, books: Path) -> None:
    run_month("--close")
    file = books / closed_path("2027-01")
    file.write_text(file.read_text(encoding="utf-8").replace('"1600.00"', '"1700.00"'), encoding="utf-8")
    assert codes(run_month()) == ["month.damaged"]
    file.write_text("{", encoding="utf-8")
    assert codes(run_month()) == ["month.damaged"]


def test_a_month_is_opened_again_by_somebody_for_a_reason_that_is_kept(run_month: Month, books: Path) -> None:
    assert codes(run_month("--reopen", "--by", "A. Exemple", "--reason", "Oubli")) == ["month.open"]
    run_month("--close")
    assert run_month("--reopen").exit_code == 2
    assert run_month("--reopen", "--by", "A. Exemple", "--reason", "Oubli").exit_code == 0
    write(books, "2027-01", (books / "register/2027-01.yaml").read_text("utf-8").replace("900", "950"))
    assert run_month("--close").exit_code == 0
    kept = (books / closed_path("2027-01")).read_text(encoding="utf-8")
    assert "A. Exemple" in kept and "Oubli" in kept and "570" in plain(run_month())


def test_nothing_is_closed_before_its_end_or_while_a_fact_is_missing(run_month: Month, books: Path) -> None:
    assert codes(run_month("--close", today="2027-01-31")) == ["month.early"]
    path = books / "config/organisations.yaml"
    path.write_text(path.read_text("utf-8").replace("regime: franchise-en-base", "regime:"), encoding="utf-8")
    assert codes(run_month("--close")) == ["month.waits"]
    assert not (books / closed_path("2027-01")).exists()


def test_a_wrong_line_stops_the_month_and_check_names_it(run_month: Month, books: Path) -> None:
    path = books / "register/2027-01.yaml"
    twice = path.read_text("utf-8").replace("evidence: Z2", "evidence: Z1").replace("(80,00)", "1 680,00 €")
    path.write_text(twice, encoding="utf-8")
    result = run_month("--close")
    assert codes(result) == ["register.evidence"]
    assert isinstance(result.exception, Problems) and result.exception.problems[0].line == 3
    assert CliRunner().invoke(month_command.command, ["janvier"], obj=books).exit_code == 2


def test_a_year_shows_its_months_together(run_month: Month, books: Path) -> None:
    run_month("--close")

    def run_year(*arguments: str) -> Result:
        return CliRunner().invoke(month_command.command, [*arguments, "--today", "2027-02-03"], obj=books)

    shown = plain(run_year("2027"))
    assert "1 mois sur 12, dont 1 clos" in shown and "Coworking," in shown
    assert run_year("2027", "--close").exit_code == 2
    assert codes(run_year("2026")) == ["register.no_month"]


@pytest.mark.long
def test_files_to_fill_in_are_written_and_what_is_imported_is_shown_before_it_is_written(
    run_month: Month, books: Path
) -> None:
    assert run_month("--workbook").exit_code == 0
    blank = next((books / "register/2027-01").glob("*.csv"))
    filled = re.sub("^coworking;;", "coworking;1 200,50 €;", blank.read_text("utf-8-sig"), flags=re.MULTILINE)
    blank.write_text(filled, encoding="utf-8")
    assert "1 200,50 €" in plain(run_month("--import", str(blank))) and not (books / "register/2027-01.csv").exists()
    agreed = CliRunner().invoke(
        month_command.command, ["2027-01", "--import", str(blank), "--today", "2027-02-03"], obj=books, input="o\n"
    )
    assert agreed.exit_code == 0 and "1200,50" in (books / "register/2027-01.csv").read_text("utf-8-sig")
    assert "2 800,50 €" in plain(run_month())
    assert run_month("--import", str(blank), "--close").exit_code == 2


def test_what_a_table_does_not_say_is_asked_and_kept(run_month: Month, books: Path) -> None:
    table = books / "caisse.csv"
    table.write_text("Quand;Combien\n14/01/2027;15\n15/01/2027;20\n", encoding="utf-8")
    assert codes(run_month("--import", str(table))) == ["intake.asked"]
    # The day, the amount, no other column; the organisation, the revenue; yes.
    organisations = yaml_reader.parse((books / "config/organisations.yaml").read_text("utf-8")).data
    operator = organisations["services"]["coworking"]["operator"]
    number = list(organisations["organisations"]).index(operator) + 1
    answers = f"1\n2\n\n\n\n{number}\n1\no\n"
    asked = CliRunner().invoke(
        month_command.command, ["2027-01", "--import", str(table), "--today", "2027-02-03"], obj=books, input=answers
    )
    assert asked.exit_code == 0 and (books / "register/2027-01.csv").exists(), asked.output
    table.write_text("Quand;Combien\n16/01/2027;15\n", encoding="utf-8")
    assert "15 €" in plain(run_month("--import", str(table)))
