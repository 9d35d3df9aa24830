"""What an organisation owns and owes at the end of each year (*bilan prévisionnel*).

Every line of the budget is paid in its year, so that nobody owes anybody anything at the end of one but the loans: what
is owned is the investments, less their depreciation, and the cash.
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

    ``results`` are those of the accounts so far, together; ``current_accounts`` are owed to members. ``assets`` and
    ``liabilities`` are equal.
    """

    fixed_assets: Decimal | None
    cash: Decimal | None
    opening_cash: Decimal | None
    contributions: Decimal | None
    results: Decimal | None
    current_accounts: Decimal | None
    loans: Decimal | None

    @property
    def assets(self) -> Decimal | None:
        """Fixed assets and cash."""
        return total((self.fixed_assets, self.cash))

    @property
    def liabilities(self) -> Decimal | None:
        """Equity and debts."""
        return total((self.equity, self.current_accounts, self.loans))

    @property
    def equity(self) -> Decimal | None:
        """The money of the first day, contributions and results (*fonds propres*)."""
        return total((self.opening_cash, self.contributions, self.results))


def balance_sheets(accounts: Sequence[Account]) -> Iterator[BalanceSheet]:
    """The balance sheet at the end of each year, from the ``accounts`` of an organisation in the years from the first on."""
    fixed_assets: Decimal | None = NOTHING
    contributions: Decimal | None = NOTHING
    results: Decimal | None = NOTHING
    current_accounts: Decimal | None = NOTHING
    loans: Decimal | None = NOTHING
    for account in accounts:
        plan = account.financing
        worn = total(line.amounts.ht for line in account.lines if line.kind == "depreciation")
        fixed_assets = total((fixed_assets, plan.investments, worn))
        contributions = total((contributions, plan.contributions))
        results = total((results, account.accounting_result))
        current_accounts = total((current_accounts, plan.current_accounts))
        loans = total((loans, plan.loans, negated(plan.repayments)))
        opening = accounts[0].financing.opening_cash
        yield BalanceSheet(fixed_assets, plan.closing_cash, opening, contributions, results, current_accounts, loans)
