"""The parts of a budget: lines, accounts, years, cash. Amounts are in euros, exact to the cent; None while unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal, Protocol

from tierslieu.core.problems import MissingFact
from tierslieu.finance.vat import NOTHING, Taxed

YEARS = (1, 2, 3)
MONTHS = 12

#: ``residents``, ``occasional`` and ``sale`` are paid by customers; ``transfer`` is between organisations of the place;
#: ``undecided`` is the income of a coworking that is not decided yet, and of which nobody knows who would be paid.
Kind = Literal[
    "residents", "occasional", "sale", "solidarity", "transfer",
    "subsidy", "cost", "common_cost", "depreciation", "interest", "profit_tax", "undecided",
]  # fmt: skip
#: What coworkers pay: it follows their number.
COWORKERS: tuple[Kind, ...] = ("residents", "occasional")
#: What customers pay.
INCOMES: tuple[Kind, ...] = (*COWORKERS, "sale")
#: What is paid outside the organisations of the place.
COSTS: tuple[Kind, ...] = ("cost", "common_cost")

UNKNOWN = Taxed(None, None, None)

#: How much of something each of the twelve months of a year has; None while unknown.
EachMonth = tuple[int | None, ...]


@dataclass(frozen=True)
class BudgetLine:
    """An income (positive) or an expense (negative) of a year.

    ``amounts.ttc`` is what is paid, ``amounts.vat`` the VAT due (of an expense, the VAT recovered) and ``amounts.ht``
    the rest, which counts in the result. ``label`` is that of ``config/budget.yaml``, where it has one. ``key`` is the
    offer or pass sold or, of a transfer, the organisation on the other side. ``stream`` is the service that an income
    or a transfer belongs to. ``month`` (1 to 12) is when it is paid; without one, each month has a part in proportion to
    its weight in ``weights``, or a twelfth. ``parts`` are what is paid each month, where they are known apart. ``account`` is that
    of ``config/budget.yaml``, where it gives one. ``asked`` is whether it is a subsidy that is only asked for.
    ``action_percent`` is the part of a cost or of a subsidy that is for the action of the organisation, if it is given.
    ``quantity`` is how many of ``key`` customers buy; None while unknown, and of other lines.
    """

    kind: Kind
    amounts: Taxed
    label: str | None = None
    key: str | None = None
    stream: str | None = None
    month: int | None = None
    account: int | None = None
    asked: bool = False
    action_percent: Decimal | None = None
    weights: EachMonth | None = None
    parts: tuple[Decimal | None, ...] | None = None
    quantity: Decimal | None = None

    @property
    def paid(self) -> Decimal | None:
        """The amount as paid; while VAT is unknown, the amount that is known."""
        return self.amounts.ht if self.amounts.ttc is None else self.amounts.ttc

    @property
    def net(self) -> Decimal | None:
        """The amount that counts in the result; while VAT is unknown, the amount that is known."""
        return self.amounts.ttc if self.amounts.ht is None else self.amounts.ht


@dataclass(frozen=True)
class Financing:
    """What an organisation needs money for in a year (uses), and where the money comes from (resources).

    ``investments`` exclude the VAT recovered; ``repaid`` is the principal paid back each month; ``contributions`` stay,
    ``current_accounts`` are lent by members; ``self_financing`` is the result of the accounts before depreciation.
    ``dated`` are the investments (negative), contributions, current accounts and loans, each with its month. ``owned`` and
    ``owed`` are the investments and the loans that are there on the first day.
    """

    opening_cash: Decimal | None
    investments: Decimal | None
    repaid: tuple[Decimal | None, ...]
    contributions: Decimal | None
    current_accounts: Decimal | None
    loans: Decimal | None
    self_financing: Decimal | None
    dated: tuple[tuple[int, Decimal | None], ...]
    owned: Decimal | None
    owed: Decimal | None

    @property
    def repayments(self) -> Decimal | None:
        """The principal paid back in the year."""
        return total(self.repaid)

    @property
    def uses(self) -> Decimal | None:
        """Investments and repayments."""
        return total((self.investments, self.repayments))

    @property
    def resources(self) -> Decimal | None:
        """Contributions, current accounts, loans and self-financing."""
        return total((self.contributions, self.current_accounts, self.loans, self.self_financing))

    @property
    def balance(self) -> Decimal | None:
        """Resources less uses: the change of cash over the year."""
        return total((self.resources, negated(self.uses)))

    @property
    def closing_cash(self) -> Decimal | None:
        """The cash at the end of the year."""
        return total((self.opening_cash, self.balance))


class _HasLines(Protocol):
    @property
    def lines(self) -> tuple[BudgetLine, ...]: ...


class _Result:
    """The result of the lines of an account or of a year, after tax on profits where its rate is given."""

    @property
    def result(self: _HasLines) -> Decimal | None:
        """Incomes less expenses, excluding the VAT due or recovered; None while one of them is unknown."""
        return total(line.amounts.ht for line in self.lines)

    @property
    def known(self: _HasLines) -> tuple[BudgetLine, ...]:
        """The lines whose amounts are all known."""
        return tuple(line for line in self.lines if line.amounts.ht is not None)

    @property
    def unknown(self: _HasLines) -> tuple[BudgetLine, ...]:
        """The lines that leave ``result`` unknown."""
        return tuple(line for line in self.lines if line.amounts.ht is None)


@dataclass(frozen=True)
class Account(_Result):
    """One organisation in a year.

    ``break_even`` is that of the organisation alone; None unless it keeps all that coworkers pay.
    """

    organisation: str
    lines: tuple[BudgetLine, ...]
    financing: Financing
    break_even: BreakEven | None = None

    @property
    def accounting_result(self) -> Decimal | None:
        """The result of the accounts (*comptes*): what is set aside for free uses is neither spent nor owed.

        Source: ANC 2018-06, article 132-1.
        """
        return total(line.amounts.ht for line in self.lines if line.kind != "solidarity")

    @property
    def aside(self) -> Decimal | None:
        """What is set aside for free uses; 0 where nothing is."""
        return negated(total(line.amounts.ht for line in self.lines if line.kind == "solidarity"))

    def vat(self, kinds: Iterable[Kind]) -> Decimal | None:
        """The VAT due on the lines of ``kinds`` (negative) or recovered (positive); None while a VAT regime is unknown."""
        lines = [line for line in self.lines if line.kind in kinds and line.paid is not None]
        return total((*(line.amounts.ht for line in lines), *(negated(line.paid) for line in lines)))


@dataclass(frozen=True)
class BreakEven:
    """The number of coworkers, in today's proportion of residents, whose payments cover the expenses of a year.

    ``fixed`` is what they must cover: expenses less other incomes. ``contribution`` is what an average coworker pays in
    a year, excluding VAT and what is set aside for free uses. ``coworkers`` is the quotient, rounded up: 0 where there
    is nothing to cover, None while unknown or where there are ``never`` enough because the contribution is not
    positive. ``percent_of_target`` and ``percent_of_today`` compare it with the target and with today's number.
    """

    fixed: Decimal | None
    contribution: Decimal | None
    coworkers: int | None
    never: bool
    percent_of_target: Decimal | None
    percent_of_today: Decimal | None


@dataclass(frozen=True)
class FreeUses:
    """What becomes of the solidarity share of a year: amounts in euros excluding VAT, None while unknown.

    ``aside`` is what is set aside and ``carried`` what the year before left: together, they pay for ``count`` free uses
    at ``price`` (rounded), worth ``value`` together; ``left`` is carried to the next year. ``value`` + ``left`` =
    ``aside`` + ``carried``.
    """

    aside: Decimal | None
    carried: Decimal | None
    price: Decimal | None
    count: int | None
    value: Decimal | None
    left: Decimal | None


@dataclass(frozen=True)
class Year(_Result):
    """A year of the place; accounts are in the order of its organisations.

    ``break_even`` is None without coworking, ``free_uses`` also without a solidarity share.
    """

    number: int
    residents: int | None
    occasional: int | None
    accounts: tuple[Account, ...]
    break_even: BreakEven | None
    free_uses: FreeUses | None

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The lines of all accounts."""
        return tuple(line for account in self.accounts for line in account.lines)


@dataclass(frozen=True)
class Shortage:
    """The first month (1 to 36) that ends with negative cash: ``amount``."""

    month: int
    amount: Decimal


@dataclass(frozen=True)
class Cash:
    """The cash of an organisation: ``opening`` on the first day, then what each of the 36 months receives and pays.

    What is paid is negative.
    """

    organisation: str
    opening: Decimal | None
    received: tuple[Decimal | None, ...]
    paid: tuple[Decimal | None, ...]

    @property
    def flows(self) -> tuple[Decimal | None, ...]:
        """The change of each month."""
        return tuple(map(total, zip(self.received, self.paid, strict=True)))

    @cached_property
    def in_hand(self) -> tuple[Decimal | None, ...]:
        """The cash at the end of each month; None from the first unknown flow on."""
        balances, balance = [], self.opening
        for flow in self.flows:
            balance = total((balance, flow))
            balances.append(balance)
        return tuple(balances)

    @property
    def shortage(self) -> Shortage | None:
        """The first month that is known to end with negative cash; None without any."""
        balances = enumerate(self.in_hand, 1)
        return next((Shortage(month, amount) for month, amount in balances if amount is not None and amount < 0), None)

    @property
    def lowest(self) -> tuple[int, Decimal] | None:
        """The month (1 to 36) that ends with the least cash, the first of several, and that cash; None while unknown."""
        balances = [(month, amount) for month, amount in enumerate(self.in_hand, 1) if amount is not None]
        return min(balances, key=lambda balance: balance[1]) if self.complete else None

    @property
    def complete(self) -> bool:
        """Whether the cash is known to the last month."""
        return self.in_hand[-1] is not None


@dataclass(frozen=True)
class Forecast:
    """The three years, the cash of each organisation, and the missing facts that leave some amount unknown."""

    years: tuple[Year, ...]
    cash: tuple[Cash, ...]
    missing: tuple[MissingFact, ...]


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when one of ``amounts`` is unknown."""
    result = NOTHING
    for amount in list(amounts):  # all of them are computed, so that a fault of any is told
        if amount is None:
            return None
        result += amount
    return result


def total_taxed(amounts: Iterable[Taxed]) -> Taxed:
    """The sum of each figure; ``ht`` + ``vat`` = ``ttc`` as on each of ``amounts``."""
    terms = tuple(amounts)
    return Taxed(total(term.ht for term in terms), total(term.vat for term in terms), total(term.ttc for term in terms))


def negated(amount: Decimal | None) -> Decimal | None:
    """``amount`` with the other sign; 0 stays 0, not -0."""
    return None if amount is None else NOTHING - amount


def negated_taxed(amounts: Taxed) -> Taxed:
    """``amounts`` with the other sign."""
    return Taxed(negated(amounts.ht), negated(amounts.vat), negated(amounts.ttc))


def untaxed(amount: Decimal | None) -> Taxed:
    """``amount`` without any VAT."""
    return Taxed(amount, None if amount is None else NOTHING, amount)


def equal_parts(amount: Decimal, count: int) -> list[Decimal]:
    """``amount``, never negative, in ``count`` equal parts that add up to it: the first ones get the odd cents."""
    each, left = divmod(int(amount * 100), count)
    return [Decimal(each + (position < left)) / 100 for position in range(count)]


def monthly_parts(amount: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """``amount``, of any sign and in whole cents, in proportion to ``weights``; the parts add up to it.

    What the first months have together is rounded, not each part, so that a balance is never more than half a cent from
    the exact one, whatever the month.
    """
    cents, whole = int(abs(amount) * 100), sum(weights)
    so_far = [(2 * cents * weight + whole) // (2 * whole) for weight in accumulate(weights)]
    parts = [now - before for before, now in pairwise((0, *so_far))]
    return [Decimal(-part if amount < 0 else part) / 100 for part in parts]
