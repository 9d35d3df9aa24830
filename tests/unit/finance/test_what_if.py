"""What if: assumptions are changed, printed and compared with the real ones; no file is touched."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from support import factories
from support.paths import TEMPLATE
from unit.budget.test_forecast import BUDGET, comptoir

from tierslieu.budget import forecast
from tierslieu.cli.budget_tables import print_budget
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problems
from tierslieu.finance.what_if import AssumptionChange, values, what_if
from tierslieu.model import Space


def test_each_assumption_changes_what_it_names() -> None:
    space = comptoir()
    settings = [
        "residents=8", "occasional = 20", "target_coworkers=70", "opening_months=11", "solidarity=5 %", "day=16,50 €",
        "pass_10=85", "occasional_buys.half_day=1.5", "occasional_buys.day=1",
    ]  # fmt: skip
    changed = what_if(space, settings, {})
    capacity = changed.space.identity.capacity
    assert (capacity.residents, capacity.occasional, capacity.target_coworkers) == (8, 20, 70)
    assert changed.space.budget.opening_months == 11
    assert changed.space.organisations.solidarity.percent == 5
    amounts = changed.space.prices.grid(factories.TODAY).amounts
    assert [amounts[key] for key in ("day", "pass_10", "month")] == [Decimal("16.50"), 85, 280]
    assert changed.space.budget.occasional_buys == {"half_day": Decimal("1.5"), "day": 1}
    assert changed.changes[0] == AssumptionChange("residents", 6, 8) and changed.changes[-1] == AssumptionChange(
        "occasional_buys.day", 0, 1
    )
    # The real place is as it was.
    assert space == comptoir()


def test_nothing_changed_is_the_place_itself() -> None:
    space = comptoir()
    assert what_if(space, [], {}).space == space


@pytest.mark.long
def test_every_assumption_can_be_changed_and_moves_a_figure() -> None:
    buys = {"half_day": 1, "day": 1, "month": 1, "pass_10": 1}
    space = comptoir(budget={**BUDGET, "occasional_buys": buys})
    typed = {"half_day": "8.5", "day": "14", "month": "281", "pass_10": "79", "opening_months": "11"}
    alone = [name for name in values(space) if not name.startswith("common_costs.")]  # shares change together: below
    for name in alone:
        changed = what_if(space, [f"{name}={typed.get(name, '7')}"], {})
        assert forecast(changed.space).years != forecast(space).years, name


def test_shares_are_changed_together_and_add_up() -> None:
    shares = {"cooperative": 75, "association": 25}
    space = comptoir(organisations={"streams": {"coworking": {"shares": shares}}})
    changed = what_if(space, ["shares.coworking.cooperative=60", "shares.coworking.association=40 %"], {})
    assert changed.space.organisations.streams["coworking"].shares == {"cooperative": 60, "association": 40}
    assert forecast(changed.space).years != forecast(space).years
    with pytest.raises(Problems) as caught:
        what_if(space, ["shares.coworking.cooperative=60"], {})
    assert [problem.code for problem in caught.value.problems] == ["shares.sum"]


def test_a_price_of_today_only() -> None:
    grids = [
        {"from": None, "amounts": {"half_day": 8, "day": 15, "month": 270}},
        {"from": "2027-01-01", "amounts": {"half_day": 9, "day": 15, "month": 280}},
        {"from": "2028-01-01", "amounts": {"half_day": 10, "day": 16, "month": 290}},
    ]
    space = comptoir(prices={"grids": grids, "passes": factories.REMOVED})
    changed = what_if(space, ["day=17"], {}).space
    assert [grid.amounts["day"] for grid in changed.prices.grids] == [15, 17, 16]


def refused(*settings: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        what_if(comptoir(), settings, {})
    assert all(problem.file is None for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("residents", "whatif.form"), ("residant=8", "whatif.name"), ("=8", "whatif.name"), ("residents=", "whatif.count"),
        ("residents=8.5", "whatif.count"), ("residents=-1", "whatif.count"), ("opening_months=13", "whatif.count"),
        ("solidarity=101", "whatif.number"), ("solidarity=beaucoup", "whatif.number"), ("solidarity=nan", "whatif.number"),
        ("occasional_buys.day=-1", "whatif.number"), ("occasional_buys.dya=1", "whatif.name"),
        ("day=0", "prices.amount"), ("day=16.555", "prices.amount"), ("day=seize", "prices.amount"),
        ("day=9", "prices.half_day"), ("month=12", "prices.month"), ("pass_10=95", "prices.pass"),
    ],
)  # fmt: skip
def test_an_invalid_setting_is_refused(setting: str, code: str) -> None:
    assert refused(setting) == [code]


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert refused("residant=8", "residents=8", "solidarity=x") == ["whatif.name", "whatif.number"]


def test_prices_that_already_break_the_rules_stop_no_other_change() -> None:
    grids = [{"amounts": {"half_day": 15, "day": 15, "month": 280}}]
    space = comptoir(prices={"grids": grids, "passes": factories.REMOVED})
    assert what_if(space, ["residents=8"], {}).changes


def printed(capsys: pytest.CaptureFixture[str], space: Space, *settings: str) -> list[str]:
    """What the terminal shows, spaces as one and without the lines of tables."""
    print_budget(space, Console(TEMPLATE), settings)
    text = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert all(len(line) <= 80 for line in text.splitlines() if line.startswith(("│", "┃")))
    return [" ".join(line.replace("│", " ").split()) for line in text.splitlines()]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the files in which missing facts are to be written."""
    (tmp_path / "config").mkdir()
    for name in ("space", "organisations", "prices"):
        (tmp_path / "config" / f"{name}.yaml").touch()
    (tmp_path / "config" / "budget.yaml").write_text(
        "# Le budget\ncosts:\n  - {label: Loyer}\n  - label: Énergie\n    amount:\n"
    )
    return tmp_path


def test_the_budget_reads_as_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    # Eleven months of salaries and rent, before the grant of the twelfth.
    budget = {**BUDGET, "opening_cash": {"association": "22733.33", "cooperative": 500}}
    lines = printed(capsys, comptoir("assujettie", budget=budget))
    assert "Résidents 6 8 10" in lines
    assert "Résidents 20 160 € 26 880 € 33 600 €" in lines
    assert "TVA à reverser −4 440 € −5 920 € −7 400 €" in lines
    assert "TVA récupérée 1 200 € 1 200 € 1 200 €" in lines
    assert "Résultat 13 379,99 € 20 039,99 € 26 699,99 €" in lines
    assert any(line.startswith("L’équilibre de l’année 3 demande ") and "des coworkers visés" in line for line in lines)
    assert (
        "Association d’exemple : la trésorerie ne passe jamais sous zéro ; au bout de trois ans, il reste 23 333,33 €."
        in lines
    )
    assert not any("Hypothèses" in line or "inconnu" in line for line in lines)


def test_each_side_of_a_shared_stream_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    streams = {"coworking": {"shares": {"cooperative": 75, "association": 25}}}
    lines = printed(capsys, comptoir(organisations={"streams": streams}))
    assert any(line.startswith("Part versée : Association") and "−5 994 €" in line for line in lines)
    assert any(line.startswith("Part reçue : Coopérative") and " 5 994 €" in line for line in lines)


def test_the_month_without_cash_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    costs = [{"label": "Loyer", "amount": 3840, "paid_by": "association"}]
    lines = printed(capsys, comptoir(budget={"costs": costs, "opening_cash": {"association": 1280}}))
    assert "Association d’exemple : la trésorerie passe sous zéro au mois 5 (−320 €)." in lines


def test_what_is_missing_is_named_with_its_file_and_line(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    costs = [{"label": "Loyer"}, {"label": "Énergie", "paid_by": "association"}]
    lines = printed(capsys, comptoir(None, budget={"costs": costs}, root=root))
    assert "TVA à reverser ? ? ?" in lines
    assert "· régime de TVA (Coopérative d’exemple) : config/organisations.yaml, ligne 1" in lines
    assert "· montant, ou 0 (Loyer) : config/budget.yaml, ligne 3" in lines
    assert "· montant, ou 0 (Énergie, Association d’exemple) : config/budget.yaml, ligne 5" in lines
    assert "Coopérative d’exemple : on ne sait pas encore si la trésorerie suffit." in lines
    assert any("jamais compté pour zéro" in line for line in lines)


def test_an_unknown_cost_gives_no_result(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    """28 800 € of sales and no known cost: a result of 28 800 € would count unknown costs as zero."""
    space = comptoir(budget={"costs": [{"label": "Loyer"}]}, root=root)
    lines = printed(capsys, space)
    assert [line for line in lines if line.startswith("Résultat ")] == [
        "Résultat ? ? ?",
        "Résultat ? ? ?",
        "Résultat du lieu ? ? ?",
    ]


def test_an_assumption_changes_an_unknown_result_by_what_is_known(
    capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    space = comptoir(budget={"costs": [{"label": "Loyer"}]}, root=root)
    lines = printed(capsys, space, "residents=8")
    assert "Coopérative d’exemple 1 ? ? +6 048 €" in lines
    by_revenue = comptoir(
        budget={"costs": [{"label": "Loyer"}]}, organisations={"common_costs": {"key": "revenue"}}, root=root
    )
    assert "Coopérative d’exemple 1 ? ? ?" in printed(capsys, by_revenue, "residents=8")
    unknown_regime = comptoir(None, root=root)
    assert "Coopérative d’exemple 1 ? ? ?" in printed(capsys, unknown_regime, "residents=8")


def test_the_solidarity_share_is_seen_to_arrive(capsys: pytest.CaptureFixture[str]) -> None:
    """10 % of 26 640 € in the first year: 2 664 € pay for 296 half-days at 9 €; what the second leaves is carried."""
    lines = printed(capsys, comptoir())
    assert "Part solidaire −2 664 € −3 552 € −4 440 €" in lines
    assert "Mis de côté : Coopérative d’exemple 2 664 € 3 552 € 4 440 €" in lines
    assert "Usages offerts : Demi-journée 296 394 494" in lines
    assert "Leur valeur, à 9 € l’un 2 664 € 3 546 € 4 446 €" in lines
    assert "Reste de l’année précédente 0 € 0 € 6 €" in lines
    assert "Reste, pour l’année suivante 0 € 6 € 0 €" in lines
    taxed = printed(capsys, comptoir("assujettie"))
    assert "Leur valeur, à 7,50 € l’un 2 220 € 2 955 € 3 705 €" in taxed
    none = printed(capsys, comptoir(organisations={"solidarity": {"percent": 0}}))
    assert not any("solidaire" in line for line in none)


def test_assumptions_are_said_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Two residents more: 2 × 280 × 12, less 10 %."""
    lines = printed(capsys, comptoir(), "residents=8", "target_coworkers=38")
    assert lines[0].startswith("Hypothèses changées")
    assert "· Résidents : 6 → 8" in lines and "· Coworkers espérés : 60 → 38" in lines
    assert "Coopérative d’exemple 1 23 976 € 30 024 € +6 048 €" in lines
    assert "Association d’exemple 1 0 € 0 € 0 €" in lines


def test_lines_are_tried_by_the_name_that_people_read(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    costs = [
        {"label": "Loyer et charges"},
        {"label": "Salaires", "amount": [100, 200, 100], "paid_by": "cooperative"},
        {"label": "Salaires", "amount": 0, "paid_by": "association"},
    ]
    space = comptoir(budget={"costs": costs}, root=root)
    lines = printed(capsys, space, "loyer=1 000", "salaires coopérative=50", "JOURNEE=16", "part solidaire=5")
    assert "· Loyer et charges : ? → 1 000" in lines
    assert "· Salaires, Coopérative d’exemple : 100 / 200 / 100 → 50" in lines
    assert "· Journée : 15 → 16" in lines and "· Part solidaire : 10 → 5" in lines
    # 26 640 €, less 5 %, 60 % of 1 000 € and 50 €
    assert "Coopérative d’exemple 1 ? 24 658 € ?" in lines


def test_an_unknown_name_is_answered_with_those_on_the_screen() -> None:
    with pytest.raises(Problems) as caught:
        what_if(comptoir(budget=BUDGET), ["lojer=500"], {"costs.0": "Loyer et charges", "day": "Journée"})
    (problem,) = caught.value.problems
    assert problem.code == "whatif.name" and "Loyer et charges" in problem.values["names"]
    with pytest.raises(Problems) as caught:
        what_if(comptoir(budget=BUDGET), ["loyer=cher"], {"costs.0": "Loyer et charges"})
    assert [problem.code for problem in caught.value.problems] == ["whatif.amount"]
