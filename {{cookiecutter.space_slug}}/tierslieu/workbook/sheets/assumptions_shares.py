"""Assumptions about who receives and bears what part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.core.paths import ORGANISATIONS
from tierslieu.finance.shares import COWORKING
from tierslieu.model import Space
from tierslieu.workbook.writer.expressions import Cell, count, if_, or_, round_, sum_
from tierslieu.workbook.writer.input_form import VALUE, WHAT, WHO, Form

#: By organisation, in the order in which an odd cent goes to the first.
Parts = dict[str, Cell]


@dataclass(frozen=True)
class Keys:
    """The parts of each shared stream, those of the common costs, and what funds free uses.

    ``common`` is None where common costs follow the incomes of the year; ``measured`` tells quantities from percents.
    ``solidarity`` is None in a place without coworking.
    """

    streams: dict[str, Parts]
    common: Parts | None
    measured: bool
    solidarity: Cell | None


def write_keys(form: Form) -> Keys:
    """Write them, with a sum where they must make a whole."""
    space = form.book.space
    on = space.identity.services
    streams = {key: it.shares for key, it in space.organisations.streams.items() if key in on}
    if streams:
        form.table("workbook_streams", {WHAT: "workbook_col_stream", WHO: "organisation", VALUE: "share"})
    shared: dict[str, Parts] = {
        key: _percents(form, form.t(f"service_{key}"), shares, needed=True) for key, shares in streams.items()
    }
    common = _common(form)
    solidarity = None
    if COWORKING in on:
        form.table("solidarity_title", {WHAT: "workbook_col_assumption", VALUE: "share"})
        form.start(form.t("workbook_solidarity_percent"), "", ORGANISATIONS)
        solidarity = form.sheet.input(VALUE, space.organisations.solidarity.percent, "percent")
        form.end([solidarity])
    return Keys(shared, common, bool(common) and not _by_percents(space), solidarity)


def _common(form: Form) -> Parts | None:
    space = form.book.space
    costs, organisations = space.organisations.common_costs, space.organisations.organisations
    label, percents = form.t("workbook_common"), _by_percents(space)
    kind = "share" if percents else f"common_key_{costs.key}"
    form.table("common_costs_title", {WHAT: "workbook_col_what", WHO: "organisation", VALUE: kind})
    if _bears_all(space):
        return _percents(form, label, dict.fromkeys(organisations, Decimal(100)), needed=True)
    if costs.key == "revenue":
        form.start(label, form.t("common_key_revenue"), ORGANISATIONS)
        form.end()
        return None
    given: Mapping[str, Decimal | None] = costs.shares if percents else costs.measures
    write = _percents if percents else _measures
    # Without common costs, nothing waits for their key.
    needed = any(cost.paid_by is None for cost in space.budget.costs)
    return write(form, label, given or dict.fromkeys(organisations), needed)


def _by_percents(space: Space) -> bool:
    return space.organisations.common_costs.key == "percent" or _bears_all(space)


def _bears_all(space: Space) -> bool:
    """Whether a single organisation bears all of the common costs without a word."""
    costs = space.organisations.common_costs
    return len(space.organisations.organisations) == 1 and not costs.shares and not costs.measures


def _measures(form: Form, label: str, measures: Mapping[str, Decimal | None], needed: bool) -> Parts:
    cells = {}
    for key, measure in measures.items():
        form.start(label, form.book.called(key), ORGANISATIONS)
        cells[key] = form.sheet.input(VALUE, measure, "quantity", needed=needed)
        form.end([cells[key]] if needed else ())
    return cells


def _percents(form: Form, label: str, shares: Mapping[str, Decimal | None], needed: bool) -> Parts:
    cells = {}
    for key, percent in shares.items():
        form.start(label, form.book.called(key), ORGANISATIONS)
        cells[key] = form.sheet.input(VALUE, percent, "percent", needed=needed)
        form.end([cells[key]] if needed else ())
    parts = list(cells.values())
    form.sheet.total(form.t("workbook_total"))
    whole = form.sheet.formula(VALUE, sum_(parts), "percent", "total")
    # In the configuration, percents that do not make 100 are refused: only those typed in the workbook can.
    accepted = or_(count(parts).equals(0), round_(whole, 8).equals(1))
    form.state(if_(accepted, "", form.t("workbook_not_whole")))
    form.sheet.row += 1
    return cells
