"""What an organisation owns and owes at the end of each year (*bilan prévisionnel*).

Every line of the budget is paid in its year, so that nobody owes anybody anything at the end of one but the loans: what
is owned is the investments, less their depreciation, and the cash; cash below zero is owed to a bank (*concours
bancaires*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.finance.vat import NOTHING

from .accounts import Account, negated, total


@dataclass(frozen=True)
class BalanceSheet:
    """The balance sheet of an organisation at the end of a year, in euros; None while unknown.

    ``closing_cash`` is that of the financing plan, which may be negative. ``opening_equity`` is what is owned on the first
    day, cash included, less the loans that are owed then. ``results`` are those of the accounts so far, together; ``current_accounts`` are owed to members. ``assets`` and
    ``liabilities`` are equal.
    """

    fixed_assets: Decimal | None
    closing_cash: Decimal | None
    opening_equity: Decimal | None
    contributions: Decimal | None
    results: Decimal | None
    current_accounts: Decimal | None
    loans: Decimal | None

    @property
    def cash(self) -> Decimal | None:
        """The money in hand and in banks: 0 where there is an overdraft."""
        return None if self.closing_cash is None else max(NOTHING, self.closing_cash)

    @property
    def overdraft(self) -> Decimal | None:
        """What is owed to a bank, or is still to be found."""
        return None if self.closing_cash is None else max(NOTHING, negated(self.closing_cash) or NOTHING)

    @property
    def assets(self) -> Decimal | None:
        """Fixed assets and cash."""
        return total((self.fixed_assets, self.cash))

    @property
    def liabilities(self) -> Decimal | None:
        """Equity and debts."""
        return total((self.equity, self.current_accounts, self.loans, self.overdraft))

    @property
    def equity(self) -> Decimal | None:
        """The equity of the first day, contributions and results (*fonds propres*)."""
        return total((self.opening_equity, self.contributions, self.results))


def balance_sheets(accounts: Sequence[Account]) -> Iterator[BalanceSheet]:
    """The balance sheet at the end of each year, from the ``accounts`` of an organisation in the years from the first on.

    While the money of the first day is unknown, nobody has told the capital and the loans of which there is no line either.
    """
    opening = accounts[0].financing.opening_cash
    plans = [account.financing for account in accounts]
    owned, owed = plans[0].owned, plans[0].owed
    funds = total((opening, owned, negated(owed)))
    fixed_assets = owned
    contributions = _told(opening, [plan.contributions for plan in plans])
    results: Decimal | None = NOTHING
    current_accounts: Decimal | None = NOTHING
    loans = total((_told(opening, [owed, *(plan.loans for plan in plans)]), owed))
    for account in accounts:
        plan = account.financing
        worn = total(line.amounts.ht for line in account.lines if line.kind == "depreciation")
        fixed_assets = total((fixed_assets, plan.investments, worn))
        contributions = total((contributions, plan.contributions))
        results = total((results, account.accounting_result))
        current_accounts = total((current_accounts, plan.current_accounts))
        loans = total((loans, plan.loans, negated(plan.repayments)))
        yield BalanceSheet(fixed_assets, plan.closing_cash, funds, contributions, results, current_accounts, loans)


def _told(opening: Decimal | None, amounts: Sequence[Decimal | None]) -> Decimal | None:
    """0, to which ``amounts`` are added, or None while neither they nor the money of the first day are told."""
    return None if opening is None and not any(amount != 0 for amount in amounts) else NOTHING
