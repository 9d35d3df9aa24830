"""The workbook of the budget, computed by LibreOffice from nothing but its assumptions."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, run, territory_answers
from support.requirements import require_program
from support.workbook_factories import CHANGED, cells, drawn, formulas, opened, rich

from tierslieu.check.apply_rules import checked_facts
from tierslieu.model import Budget, Space
from tierslieu.workbook.build import build_workbook

pytestmark = pytest.mark.slow

ASSUMPTIONS = "Hypothèses"

PRESETS = [territory.stem for territory in TERRITORIES]
FACTORIES: dict[str, Callable[[], Space]] = {
    "rich": rich,
    "rich-changed": lambda: rich(**CHANGED),
    "rich-taxed": lambda: rich(budget={"profit_tax": {"cooperative": 15, "association": "24.5"}}),
    "rich-without-vat-in-prices": lambda: rich(prices={"basis": "ht"}),
    **{f"drawn-{seed}": lambda seed=seed: drawn(seed) for seed in range(8)},  # type: ignore[misc]
}
#: The workbook of one place, in which the assumptions of another are typed.
TYPED = "typed"
#: A workbook in which somebody typed the first day of the first year.
DATED, FIRST_DAY = "dated", dt.datetime(2027, 9, 1)
#: A workbook in which somebody typed lines that the place does not have.
ADDED = "added"
NAMES = [*PRESETS, *(f"{name}-completed" for name in PRESETS), *FACTORIES, TYPED]


def completed(space: Space) -> Space:
    """The same place with all missing amounts of its budget, and a VAT regime for each organisation."""
    keys = list(space.organisations.organisations)
    costs = [
        {**cost.model_dump(), "amount": f"{1000 + 333.33 * number:.2f}", "vat": "normal"}
        for number, cost in enumerate(space.budget.costs)
    ]
    budget = space.budget.model_dump() | {
        "costs": costs,
        "opening_cash": dict.fromkeys(keys, 100),
        "investments": [{"label": "Bureaux", "amount": "6000.01", "paid_by": keys[0], "life": 7, "vat": "normal"}],
        "loans": [
            {"label": "Banque", "amount": 4000, "received_by": keys[-1], "percent": "3.5", "years": 3, "deferral": 1}
        ],
        "profit_tax": {keys[0]: 15},
    }
    regimes = ("assujettie", "franchise-en-base")
    organisations = {
        key: organisation.model_copy(
            update={"vat": organisation.vat.model_copy(update={"regime": regimes[number % 2]})}
        )
        for number, (key, organisation) in enumerate(space.organisations.organisations.items())
    }
    return replace(
        space,
        budget=Budget.model_validate(budget),
        organisations=space.organisations.model_copy(update={"organisations": organisations}),
    )


def without_values(book: Workbook) -> bytes:
    """The same workbook without the values of its formulas, which openpyxl does not write."""
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()


def typed(book: Workbook, other: Workbook) -> Workbook:
    """``book`` with the assumptions of ``other``."""
    sheet, source = book[ASSUMPTIONS], other[ASSUMPTIONS]
    for row in sheet.iter_rows():
        for cell in row:
            if not cell.protection.locked:
                cell.value = source[cell.coordinate].value
    return book


def dated(book: Workbook) -> Workbook:
    """``book`` with the first day of the first year."""
    sheet = book[ASSUMPTIONS]
    (label,) = (cell for _, cell in cells(book) if cell.value == "Premier jour de l’exercice")
    sheet.cell(label.row, 3).value = FIRST_DAY
    return book


def with_lines(book: Workbook) -> Workbook:
    """``book`` with a cost by twelfths and an income in the third month of the year, of the first organisation."""
    sheet = book[ASSUMPTIONS]
    for label, amounts in {"Charge ajoutée 1": (1200.05, None, 30), "Recette ajoutée 2": (None, 99.99, 500)}.items():
        row = next(cell.row for _, cell in cells(book) if cell.value == label)
        for column, amount in enumerate(amounts, 3):
            sheet.cell(row, column).value = amount
        sheet.cell(row, 1).value = f"{label}, nommée"
    sheet.cell(row, 7).value = 3
    return book


@pytest.fixture(scope="session")
def computed(shared_folder: Callable[..., Path], new_place: Callable[[Path], Path]) -> Path:
    """A folder with each workbook as built (in ``built/``) and as LibreOffice computes it, in a single run."""
    soffice = require_program("soffice", "libreoffice")

    def make(folder: Path) -> None:
        built, bare = folder / "built", folder / "bare"
        built.mkdir()
        bare.mkdir()
        root = new_place(folder / "place")
        for territory in TERRITORIES:
            shutil.rmtree(root / "config", ignore_errors=True)
            assert apply_answers(root, complete_answers(territory_answers(territory))) == 0
            space = checked_facts(root, TODAY)
            (built / f"{territory.stem}.xlsx").write_bytes(build_workbook(space))
            (built / f"{territory.stem}-completed.xlsx").write_bytes(build_workbook(completed(space)))
        for name, maker in FACTORIES.items():
            (built / f"{name}.xlsx").write_bytes(build_workbook(maker()))
        for file in built.iterdir():
            (bare / file.name).write_bytes(without_values(opened(file.read_bytes(), values=False)))
        shutil.copyfile(built / "rich-changed.xlsx", built / f"{TYPED}.xlsx")
        base, changed = (opened((built / f"{name}.xlsx").read_bytes(), values=False) for name in ("rich", TYPED))
        (bare / f"{TYPED}.xlsx").write_bytes(without_values(typed(base, changed)))
        (bare / f"{DATED}.xlsx").write_bytes(without_values(dated(opened(build_workbook(rich()), values=False))))
        (bare / f"{ADDED}.xlsx").write_bytes(without_values(with_lines(opened(build_workbook(rich()), values=False))))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        sources = sorted(str(path) for path in bare.iterdir())
        run([soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *sources], folder)
        shutil.rmtree(folder / "profile", ignore_errors=True)

    return shared_folder("computed", make)


@pytest.mark.validators
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_computes_the_engines_figures(computed: Path, name: str) -> None:
    """Every formula, to the cent: the values that the kit writes are the engine's."""
    content = (computed / "built" / f"{name}.xlsx").read_bytes()
    expected_book, computed_book = (
        opened(content, values=True),
        opened((computed / f"{name}.xlsx").read_bytes(), values=True),
    )
    places = formulas(opened(content, values=False))
    assert len(places) > 300
    wrong = {}
    for sheet, place in places:
        expected, got = expected_book[sheet][place].value, computed_book[sheet][place].value
        # Programs write an empty text in several ways, all of which show nothing.
        if (None if got == "" else got) != (None if expected == "" else expected) and not _same(expected, got):
            wrong[sheet, place] = (expected, got, places[sheet, place])
    assert wrong == {}


def _same(expected: object, got: object) -> bool:
    both = isinstance(expected, int | float) and isinstance(got, int | float)
    return both and abs(float(expected) - float(got)) < 1e-9  # type: ignore[arg-type]


@pytest.mark.validators
def test_months_bear_their_dates_once_the_first_day_is_typed(computed: Path) -> None:
    book = opened((computed / f"{DATED}.xlsx").read_bytes(), values=True)
    dates = [(sheet, cell.value) for sheet, cell in cells(book) if "mmm" in cell.number_format.lower()]
    for name in ("Trésorerie", "Fréquentation", "Échéancier"):
        months = [value for sheet, value in dates if sheet == name]
        assert months[:36] == [dt.datetime(2027 + month // 12, month % 12 + 1, 1) for month in range(8, 44)]
        assert all(isinstance(last, dt.datetime) and last.day == 1 for last in months[36:]) and (
            name == "Échéancier" or not months[36:]
        )
    assert {value for sheet, value in dates if sheet == "Synthèse"} <= {*months, "jamais"}


@pytest.mark.validators
def test_lines_added_in_the_workbook_are_counted_as_those_of_the_place(computed: Path) -> None:
    owner = next(iter(rich().organisations.organisations))
    # A line added in the workbook recovers no VAT.
    cost = {"label": "C", "amount": ["1200.05", 0, 30], "paid_by": owner, "vat": "sans"}
    income = {"label": "R", "amount": [0, "99.99", 500], "received_by": owner, "month": 3, "account": 75}
    costs, subsidies = ([line.model_dump() for line in getattr(rich().budget, name)] for name in ("costs", "subsidies"))
    wanted = opened(
        build_workbook(rich(budget={"costs": [*costs, cost], "subsidies": [*subsidies, income]})), values=True
    )
    book = opened((computed / f"{ADDED}.xlsx").read_bytes(), values=True)
    for name, label in (
        ("Résultat", "Résultat"), ("Résultat", "Coworkers nécessaires à l’équilibre, avant impôt"), ("Résultat", "À couvrir par les coworkers"),
        ("Plan de financement", "Trésorerie au dernier jour"), ("Trésorerie", "Trésorerie à la fin du mois"),
    ):  # fmt: skip
        expected, got = (
            [row for row in one[name].iter_rows(values_only=True) if row[0] == label] for one in (wanted, book)
        )
        assert expected and len(expected) == len(got)
        assert not any("?" in row for row in expected)
        assert all(
            _same(a, b) or a == b for rows in zip(expected, got, strict=True) for a, b in zip(*rows, strict=True)
        )
    assert "Charge ajoutée 1, nommée" in [cell.value for cell in book["Trésorerie"]["A"]]


@pytest.mark.validators
def test_libreoffice_had_no_value_to_begin_with(computed: Path) -> None:
    content = (computed / "bare" / f"{TYPED}.xlsx").read_bytes()
    values = opened(content, values=True)
    assert {values[sheet][place].value for sheet, place in formulas(opened(content, values=False))} == {None}


@pytest.mark.validators
@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_in_error(computed: Path, name: str) -> None:
    book = opened((computed / f"{name}.xlsx").read_bytes(), values=True)
    assert [(sheet, cell.coordinate) for sheet, cell in cells(book) if cell.data_type == "e"] == []
