"""What a budget is made of: lines, accounts, years, cash. Amounts are in euros, exact to the cent; None while unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tierslieu.core.money import share
from tierslieu.core.problems import MissingFact
from tierslieu.finance.vat import NOTHING, Taxed

YEARS = (1, 2, 3)
MONTHS = 12

#: ``residents``, ``occasional`` and ``sale`` are what customers pay; ``transfer`` is between organisations of the place.
Kind = Literal[
    "residents", "occasional", "sale", "solidarity", "transfer",
    "subsidy", "cost", "common_cost", "depreciation", "interest",
]  # fmt: skip
#: What the coworkers themselves pay, and so follows their number.
COWORKERS: tuple[Kind, ...] = ("residents", "occasional")
#: What customers pay.
INCOMES: tuple[Kind, ...] = (*COWORKERS, "sale")
#: What is paid to others than the organisations of the place.
COSTS: tuple[Kind, ...] = ("cost", "common_cost")

UNKNOWN = Taxed(None, None, None)


@dataclass(frozen=True)
class BudgetLine:
    """An income (positive) or an expense (negative) of a year.

    ``amounts.ttc`` is what is paid, ``amounts.vat`` the VAT to hand over (or, of an expense, the VAT that comes back)
    and ``amounts.ht`` what stays, which makes the result. ``label`` is that of ``config/budget.yaml``, where it has
    one. ``key`` is the offer or pass sold or, of a transfer, the organisation on the other side. ``stream`` is the
    service that an income or a transfer belongs to. ``month`` (1 to 12) is when it is paid; None: a twelfth each month.
    """

    kind: Kind
    amounts: Taxed
    label: str | None = None
    key: str | None = None
    stream: str | None = None
    month: int | None = None

    @property
    def paid(self) -> Decimal | None:
        """The amount as paid or, while VAT is unknown, as far as it is known."""
        return self.amounts.ht if self.amounts.ttc is None else self.amounts.ttc

    @property
    def kept(self) -> Decimal | None:
        """The amount that makes the result or, while VAT is unknown, as far as it is known."""
        return self.amounts.ttc if self.amounts.ht is None else self.amounts.ht


@dataclass(frozen=True)
class Financing:
    """What an organisation needs money for in a year (uses), and where the money comes from (resources).

    ``investments`` are net of the VAT that comes back, ``self_financing`` is the result before depreciation.
    """

    opening_cash: Decimal | None
    investments: Decimal | None
    repayments: Decimal | None
    contributions: Decimal | None
    loans: Decimal | None
    self_financing: Decimal | None

    @property
    def uses(self) -> Decimal | None:
        """Investments and repayments."""
        return total((self.investments, self.repayments))

    @property
    def resources(self) -> Decimal | None:
        """Contributions, loans and self-financing."""
        return total((self.contributions, self.loans, self.self_financing))

    @property
    def balance(self) -> Decimal | None:
        """Resources less uses: by how much the money in hand changes over the year."""
        return total((self.resources, negated(self.uses)))

    @property
    def closing_cash(self) -> Decimal | None:
        """The money in hand at the end of the year."""
        return total((self.opening_cash, self.balance))


@dataclass(frozen=True)
class Account:
    """The year of one organisation; no tax on its profit is computed."""

    organisation: str
    lines: tuple[BudgetLine, ...]
    financing: Financing

    @property
    def result(self) -> Decimal:
        """Incomes less expenses, excluding VAT where it is due or comes back, as far as they are known."""
        return sum((line.kept for line in self.lines if line.kept is not None), NOTHING)

    @property
    def known(self) -> bool:
        """Whether ``result`` is more than a sum of unknown amounts."""
        return not self.lines or any(line.kept is not None for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether ``result`` waits for no unknown amount."""
        return all(line.amounts.ht is not None for line in self.lines)

    def vat(self, kinds: Iterable[Kind]) -> Decimal | None:
        """What VAT takes from the lines of ``kinds`` (negative) or gives back to them; None while a regime is unknown."""
        lines = [line for line in self.lines if line.kind in kinds and line.paid is not None]
        return total((*(line.amounts.ht for line in lines), *(negated(line.paid) for line in lines)))


@dataclass(frozen=True)
class BreakEven:
    """From how many coworkers, in today's proportion of residents, the place's incomes cover its expenses of a year.

    ``fixed`` is what coworkers must bring together: expenses less other incomes. ``contribution`` is what one average
    coworker leaves in a year, excluding VAT, solidarity set aside. ``coworkers`` is the quotient, rounded up: 0 when
    nothing is left to bring, None while unknown or when there is ``never`` enough, because one more leaves nothing.
    ``of_target`` and ``of_today`` compare it with the coworkers hoped for and with those of today, in percent.
    """

    fixed: Decimal | None
    contribution: Decimal | None
    coworkers: int | None
    never: bool
    of_target: Decimal | None
    of_today: Decimal | None


@dataclass(frozen=True)
class Year:
    """A year of the place: its people, and the account of each organisation in the order of their file.

    ``break_even`` is None for a place without coworking.
    """

    number: int
    residents: int | None
    occasional: int | None
    accounts: tuple[Account, ...]
    break_even: BreakEven | None

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """Those of every account."""
        return tuple(line for account in self.accounts for line in account.lines)

    @property
    def result(self) -> Decimal:
        """That of all the organisations together."""
        return sum((account.result for account in self.accounts), NOTHING)

    @property
    def known(self) -> bool:
        """Whether ``result`` is more than a sum of unknown amounts."""
        return not self.lines or any(line.kept is not None for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether the account of every organisation is."""
        return all(account.complete for account in self.accounts)


@dataclass(frozen=True)
class Shortage:
    """The first month (1 to 36) at whose end there is less than nothing in hand: ``amount``, negative."""

    month: int
    amount: Decimal


@dataclass(frozen=True)
class Cash:
    """The money of an organisation: in hand on the first day, what each of the 36 months brings, and their end."""

    organisation: str
    opening: Decimal | None
    flows: tuple[Decimal | None, ...]

    @property
    def in_hand(self) -> tuple[Decimal | None, ...]:
        """At the end of each month; None from the first unknown flow on."""
        found, hand = [], self.opening
        for flow in self.flows:
            hand = total((hand, flow))
            found.append(hand)
        return tuple(found)

    @property
    def runs_out(self) -> Shortage | None:
        """When the money first runs out, as far as it is known; None when it does not."""
        negative = ((month, hand) for month, hand in enumerate(self.in_hand, 1) if hand is not None and hand < 0)
        return next((Shortage(month, hand) for month, hand in negative), None)

    @property
    def complete(self) -> bool:
        """Whether the money in hand is known to the last month."""
        return self.in_hand[-1] is not None


@dataclass(frozen=True)
class Forecast:
    """Three years, the money of each organisation month by month, and the facts to find before all can be trusted."""

    years: tuple[Year, ...]
    cash: tuple[Cash, ...]
    missing: tuple[MissingFact, ...]


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when one of ``amounts`` is unknown."""
    found = NOTHING
    for amount in amounts:
        if amount is None:
            return None
        found += amount
    return found


def total_taxed(amounts: Iterable[Taxed]) -> Taxed:
    """The sum of each figure; ``ht`` + ``vat`` = ``ttc`` as on each of ``amounts``."""
    several = tuple(amounts)
    return Taxed(total(one.ht for one in several), total(one.vat for one in several), total(one.ttc for one in several))


def negated(amount: Decimal | None) -> Decimal | None:
    """``amount`` with the other sign; zero has none."""
    return None if amount is None else NOTHING - amount


def less_taxed(amounts: Taxed) -> Taxed:
    """``amounts`` with the other sign."""
    return Taxed(negated(amounts.ht), negated(amounts.vat), negated(amounts.ttc))


def untaxed(amount: Decimal | None) -> Taxed:
    """``amount``, in which there is no VAT."""
    return Taxed(amount, None if amount is None else NOTHING, amount)


def parts(amount: Decimal, count: int) -> list[Decimal]:
    """``amount`` of any sign in ``count`` equal parts that add up to it: the first ones get the odd cents."""
    weights = dict.fromkeys(map(str, range(count)), Decimal(1))
    equal = share(abs(amount), weights).values()
    return [NOTHING - part if amount < 0 else part for part in equal]
