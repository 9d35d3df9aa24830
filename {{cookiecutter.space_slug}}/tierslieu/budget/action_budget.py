"""The budget of an action, apart from that of the organisation that asks a subsidy for it: its own costs and incomes.

It is laid out as in form Cerfa n° 12156: direct costs, a part of the general costs (*charges indirectes réparties*), and
the own resources of the organisation that balance them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING, WITHOUT_VAT, holds_vat
from tierslieu.model import Space
from tierslieu.model.budget import Action, Investment

from .accounts import COSTS, INCOMES, Account, BudgetLine, negated, total
from .assets_and_loans import net_investment

_ALL = Decimal(100)

#: How a line of the organisation is the action's: by a part of its own, by the part of general costs, or not at all.
Share = Literal["direct", "indirect", "none"]


@dataclass(frozen=True)
class ActionLine:
    """A line of the first year of an organisation, and the ``amount`` of it that is the action's, signed as the line.

    ``percent`` is that part; None while unknown, as ``amount`` is then.
    """

    line: BudgetLine
    share: Share
    percent: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class ActionBudget:
    """The budget of an ``action``; amounts in euros excluding the VAT recovered, None while unknown."""

    action: Action
    lines: tuple[ActionLine, ...]

    @property
    def direct_total(self) -> Decimal | None:
        """The costs that the action causes."""
        return self._costs("direct")

    @property
    def indirect_total(self) -> Decimal | None:
        """The part of the general costs that it bears."""
        return self._costs("indirect")

    @property
    def costs_total(self) -> Decimal | None:
        """Its direct and indirect costs."""
        return total((self.direct_total, self.indirect_total))

    @property
    def incomes_total(self) -> Decimal | None:
        """What it earns, and its subsidies."""
        return total(line.amount for line in self.lines if self.is_income(line))

    @property
    def asked(self) -> Decimal | None:
        """The subsidies that the application asks for."""
        return total(line.amount for line in self.lines if line.line.asked)

    @property
    def own_resources(self) -> Decimal | None:
        """What the organisation adds from its other incomes so that both sides are equal; 0 where there is a surplus."""
        return self._rest(1)

    @property
    def surplus(self) -> Decimal | None:
        """What is left of its incomes; 0 where they do not cover its costs."""
        return self._rest(-1)

    @property
    def sells(self) -> bool:
        """Whether customers pay for it."""
        return any(line.line.kind in INCOMES and line.amount != 0 for line in self.lines)

    def vat(self, *shares: Share) -> Decimal | None:
        """The VAT that is counted as recovered on its costs of ``shares``, without that of investments."""
        return total(recovered_vat(line) for line in self.lines if line.share in shares)

    @property
    def balance(self) -> Decimal | None:
        """The total of each side."""
        return total((self.costs_total, self.surplus))

    @staticmethod
    def is_income(line: ActionLine) -> bool:
        """Whether ``line`` is received: what is passed on to another organisation is a cost of the action."""
        kind, amount = line.line.kind, line.line.amounts.ht
        return kind in (*INCOMES, "undecided", "subsidy") or (kind == "transfer" and (amount is None or amount >= 0))

    def _costs(self, share: Share) -> Decimal | None:
        return negated(total(line.amount for line in self.lines if line.share == share and not self.is_income(line)))

    def _rest(self, sign: int) -> Decimal | None:
        missing = total((self.costs_total, negated(self.incomes_total)))
        return None if missing is None else max(NOTHING, sign * missing)


def recovered_vat(line: ActionLine) -> Decimal | None:
    """The VAT that is recovered on the part of a cost that is the action's; None while unknown, 0 of what is no cost."""
    if line.line.kind not in COSTS or line.line.amounts.vat == 0:
        return NOTHING
    if line.percent is None or line.line.amounts.vat is None:
        return None
    return (-line.line.amounts.vat * line.percent / _ALL).quantize(CENT, ROUND_HALF_UP)


def unrecovered_investments(space: Space, key: str, action: Action) -> Iterator[Investment]:
    """The VAT of what ``key`` buys, of which the ``action`` bears its part, as investments: what it costs if it is not recovered."""
    for bought in space.budget.investments:
        net = net_investment(space, bought)
        if bought.paid_by == key and holds_vat(bought.vat) and bought.life and bought.year:
            vat = total((bought.amount, negated(net)))
            yield bought.model_copy(update={"amount": _part(vat, action.indirect_percent), "vat": WITHOUT_VAT})


def action_budget(action: Action, account: Account) -> ActionBudget:
    """The budget of ``action`` from the ``account`` of its organisation in the first year.

    The tax on profits, and what is set aside for free uses, are not the action's.
    """
    return ActionBudget(action, tuple(_lines(action, account.lines)))


def _lines(action: Action, lines: Iterable[BudgetLine]) -> Iterable[ActionLine]:
    for line in lines:
        share, percent = _share(action, line)
        yield ActionLine(line, share, percent, _part(line.amounts.ht, percent))


def _share(action: Action, line: BudgetLine) -> tuple[Share, Decimal | None]:
    """How ``line`` is the action's, and its percent."""
    if line.kind in (*INCOMES, "transfer", "undecided"):
        return ("direct", _ALL) if line.stream in action.services else ("none", NOTHING)
    if line.kind == "subsidy":
        percent = line.action_percent
        percent = (_ALL if line.asked else NOTHING) if percent is None else percent
        return "direct" if percent else "none", percent
    if line.kind in COSTS and line.action_percent is not None:
        return "direct" if line.action_percent else "none", line.action_percent
    if line.kind in (*COSTS, "depreciation", "interest"):
        return "indirect", action.indirect_percent
    return "none", NOTHING


def _part(amount: Decimal | None, percent: Decimal | None) -> Decimal | None:
    """``percent`` of ``amount`` to the cent, halves away from 0; 0 of nothing, even while the other is unknown."""
    if amount == 0 or percent == 0:
        return NOTHING
    if amount is None or percent is None:
        return None
    return (amount * percent / _ALL).quantize(CENT, ROUND_HALF_UP)
