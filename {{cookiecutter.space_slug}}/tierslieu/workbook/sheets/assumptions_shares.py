"""Assumptions about how streams and common costs are shared between organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.core.paths import ORGANISATIONS
from tierslieu.finance.shares import COWORKING, reserves_free_uses
from tierslieu.model import Space
from tierslieu.workbook.writer.expressions import Cell, count, if_, or_, round_, sum_
from tierslieu.workbook.writer.input_form import VALUE, WHAT, WHO, InputForm

#: The share of each organisation. Of two equal remainders, the first organisation gets the odd cent.
ShareCells = dict[str, Cell]


@dataclass(frozen=True)
class AllocationKeys:
    """The shares of each stream and of the common costs, and the percent that funds free uses (``solidarity``).

    ``common`` is None where common costs follow the incomes of the year; where ``measured``, it holds quantities, not
    percents. ``solidarity`` is None in a place without coworking, and ``set_aside``, which is that cell, also where a
    public body is paid, which sets nothing aside.
    """

    streams: dict[str, ShareCells]
    common: ShareCells | None
    measured: bool
    solidarity: Cell | None
    set_aside: Cell | None


def write_keys(form: InputForm) -> AllocationKeys:
    """Write the allocation keys, and the sum of those that are percents."""
    space = form.space
    services = space.identity.services
    streams = {key: stream.shares for key, stream in space.organisations.streams.items() if key in services}
    if streams:
        form.table("workbook_streams", {WHAT: "workbook_col_stream", WHO: "organisation", VALUE: "share"})
    shared: dict[str, ShareCells] = {
        key: _percents(form, form.t(f"service_{key}"), shares, needed=True) for key, shares in streams.items()
    }
    common = _common(form)
    solidarity = set_aside = None
    if COWORKING in services:
        form.table("solidarity_title", {WHAT: "workbook_col_assumption", VALUE: "share"})
        label, percent = form.t("workbook_solidarity_percent"), space.organisations.solidarity.percent
        solidarity = form.fact(label, "", ORGANISATIONS, percent, "percent")
        set_aside = solidarity if reserves_free_uses(space) else None
    return AllocationKeys(shared, common, bool(common) and not _by_percents(space), solidarity, set_aside)


def _common(form: InputForm) -> ShareCells | None:
    space = form.space
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
    shares: Mapping[str, Decimal | None] = costs.shares if percents else costs.measures
    shares = shares or dict.fromkeys(organisations)
    # Without common costs, their key is not needed.
    needed = any(cost.paid_by is None for cost in space.budget.costs)
    if percents:
        return _percents(form, label, shares, needed)
    return _shares(form, label, shares, "quantity", needed)


def _by_percents(space: Space) -> bool:
    return space.organisations.common_costs.key == "percent" or _bears_all(space)


def _bears_all(space: Space) -> bool:
    """Whether a single organisation bears all common costs, without any key in the configuration."""
    costs = space.organisations.common_costs
    return len(space.organisations.organisations) == 1 and not costs.shares and not costs.measures


def _shares(form: InputForm, label: str, shares: Mapping[str, Decimal | None], kind: str, needed: bool) -> ShareCells:
    return {
        key: form.fact(label, form.organisation_label(key), ORGANISATIONS, share, kind, needed=needed)
        for key, share in shares.items()
    }


def _percents(form: InputForm, label: str, percents: Mapping[str, Decimal | None], needed: bool) -> ShareCells:
    """Write percents and their sum, with a warning where it is not 100."""
    shares = _shares(form, label, percents, "percent", needed)
    cells = list(shares.values())
    form.sheet.total(form.t("workbook_total"))
    total = form.sheet.formula(VALUE, sum_(cells), "percent", "total")
    # The configuration is refused when its percents do not make 100: the warning is for those typed in the workbook.
    accepted = or_(count(cells).equals(0), round_(total, 8).equals(1))
    form.state(if_(accepted, "", form.t("workbook_not_whole")))
    form.sheet.row += 1
    return shares
