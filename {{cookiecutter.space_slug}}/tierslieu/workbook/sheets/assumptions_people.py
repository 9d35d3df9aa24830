"""Assumptions about coworkers, VAT and organisations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tierslieu.core.paths import BUDGET, ORGANISATIONS, SPACE
from tierslieu.finance.shares import COWORKING
from tierslieu.i18n.formatting import translated
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, Operand, if_
from tierslieu.workbook.writer.formulas import if_number
from tierslieu.workbook.writer.input_form import VALUE, WHAT, WHO, Form

_RATES = "vocabulary/vat_rates/"


@dataclass(frozen=True)
class People:
    """Coworkers of today and those hoped for, and the months in which they pay."""

    residents: Cell
    occasional: Cell
    target: Cell
    months: Cell


@dataclass(frozen=True)
class VatCells:
    """The rates, and which organisations add them to their prices (``charges``) or get them back (``recovers``)."""

    rates: dict[str, Cell]
    charges: dict[str, Cell]
    recovers: dict[str, Cell]
    yes: str
    no: str

    def choice(self, answer: Cell, yes: Operand, no: Operand) -> Expr:
        """``yes`` or ``no``, as the cell ``answer`` says; unknown while it is empty."""
        return if_(answer.equals(self.yes), yes, if_(answer.equals(self.no), no, UNKNOWN))

    def applied(self, rate: str, answer: Cell) -> Expr:
        """A rate where ``answer`` is yes, 0 where it is no."""
        return self.choice(answer, if_number(self.rates[rate]), 0)


def write_people(form: Form) -> People:
    """Write the coworkers."""
    form.table("workbook_people", {WHAT: "workbook_col_assumption", VALUE: "workbook_col_value"})
    identity = form.book.space.identity
    coworking = COWORKING in identity.services
    cells: list[Cell] = []
    for name in ("residents", "occasional", "target_coworkers"):
        form.start(form.t(f"workbook_{name}"), "", SPACE)
        cells.append(form.sheet.input(VALUE, getattr(identity.capacity, name), "count", needed=coworking))
        form.end(cells[-1:] if coworking else ())
    form.start(form.t("workbook_opening_months"), "", BUDGET)
    months = form.sheet.input(VALUE, form.book.space.budget.opening_months, "months")
    form.end([months])
    residents, occasional, target = cells
    return People(residents, occasional, target, months)


def write_vat(form: Form, concerned: Collection[str]) -> tuple[VatCells, dict[str, Cell]]:
    """Write the rates, then the organisations: how those ``concerned`` stand towards VAT, and the money of each."""
    space, language = form.book.space, form.book.space.identity.language
    form.table("workbook_rates", {WHAT: "workbook_col_assumption", VALUE: "workbook_col_rate"})
    rates: dict[str, Cell] = {}
    for key, rate in space.vocabulary.vat_rates.items():
        form.start(translated(rate.label, language), "", f"{_RATES}{key}.yaml")
        rates[key] = form.sheet.input(VALUE, rate.percent(space.today), "percent")
        form.end([rates[key]])
    labels = {WHAT: "organisation", WHO: "workbook_col_regime"}
    columns = ("workbook_col_charges", "workbook_col_recovers", "workbook_col_opening_cash")
    form.table("workbook_organisations", labels | dict(enumerate(columns, VALUE)))
    charges, recovers, opening = {}, {}, {}
    for key in space.organisations.organisations:
        regime, needed = space.vat_regime(key), key in concerned
        form.start(form.book.called(key), translated(regime.label, language) if regime else "", ORGANISATIONS)
        charges[key] = form.sheet.choice(VALUE, regime.charges if regime else None, needed=needed)
        recovers[key] = form.sheet.choice(VALUE + 1, regime.recovers if regime else None, needed=needed)
        opening[key] = form.sheet.input(VALUE + 2, space.budget.opening_cash.get(key), "money")
        form.end([*((charges[key], recovers[key]) if needed else ()), opening[key]])
    return VatCells(rates, charges, recovers, form.t("yes"), form.t("no")), opening
