"""``config/budget.yaml``: the assumptions of a three-year budget."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from .base import Amount, Key, Model, Percent, Text, YesNo
from .identity import ServiceName

V = TypeVar("V")


def _each_year(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value, value, value
    if len(value) != 3:
        raise PydanticCustomError("years", "years", {"value": value})
    return value


#: A count, with decimals.
Quantity = Annotated[Decimal, Field(ge=0, le=100_000), WithJsonSchema({"type": "number", "minimum": 0})]
Amounts = tuple[Amount | None, Amount | None, Amount | None]
#: An amount in euros for each of the three years; a single amount is for every year.
Yearly = Annotated[Amounts, BeforeValidator(_each_year, json_schema_input_type=Amounts | Amount | None)]
Quantities = tuple[Quantity, Quantity, Quantity]
#: A number for each of the three years; a single number is for every year.
YearlyQuantity = Annotated[Quantities, BeforeValidator(_each_year, json_schema_input_type=Quantities | Quantity)]
MaybeQuantities = tuple[Quantity | None, Quantity | None, Quantity | None]
#: The same, where each number may be unknown.
MaybeYearlyQuantity = Annotated[
    MaybeQuantities, BeforeValidator(_each_year, json_schema_input_type=MaybeQuantities | Quantity | None)
]
Month = Annotated[int, Field(ge=1, le=12)]
Year = Annotated[int, Field(ge=1, le=3)]
#: The same; 0 is what is there before the first day.
YearOrBefore = Annotated[int, Field(ge=0, le=3)]

#: Two digits of the chart of accounts (*plan comptable général*): classes 6 (expenses) and 7 (incomes).
ExpenseAccount = Annotated[int, Field(ge=60, le=69)]
IncomeAccount = Annotated[int, Field(ge=70, le=79)]

_ACCOUNT = "Account of the chart of accounts, two digits, as a grant application asks for it; blank: "
_ONCE = "Month of that year, 1 to 12, in which "
_MONTH = "Month of the year in which it is paid, 1 to 12; blank: a twelfth each month."
#: How far a subsidy is: decided by the funder, asked for by the file of the organisation, or only hoped for.
SubsidyStatus = Literal["granted", "asked", "expected"]
#: How far it is in a year that the decision, or the request, does not cover.
RENEWAL: Literal["renewal"] = "renewal"
_AGREEMENT = "Agreement of config/organisations.yaml "
_VAT = (
    "Rate of the VAT that the amount includes, as on the invoice: a file of vocabulary/vat_rates/, such as normal (energy, "
    "telephone), sans (none: wages, insurance); blank: to be told, once who pays recovers VAT."
)


class Sale(Model):
    """Something sold besides what coworkers buy: rooms, memberships, prints."""

    offer: Key = Field(description="An offer or a pass of config/prices.yaml.")
    per_month: YearlyQuantity = Field(description="How many a month of opening; a list of three for three years.")


class OtherSale(Model):
    """Something sold that ``config/prices.yaml`` does not price, such as support."""

    label: Text = Field(description="What is sold, as written in the budget.")
    service: Literal["mediation", "support"] = Field(description="The service it belongs to, and so who invoices it.")
    price: Amount | None = Field(
        None,
        description="Euros for one, with VAT or without as ``basis`` of config/prices.yaml says; blank while unknown.",
    )
    vat: Key = Field("normal", description="Rate when its seller charges VAT: a file of vocabulary/vat_rates/.")
    per_month: MaybeYearlyQuantity = Field(
        (None, None, None),
        description="How many a month of opening; a list of three for three years; blank while unknown; 0 where it is free.",
    )


class Cost(Model):
    """A yearly cost."""

    label: Text = Field(description="What it is, as written in the budget.")
    amount: Yearly = Field(
        (None, None, None), description="Euros a year, as paid; a list of three for three years; blank while unknown."
    )
    paid_by: Key | None = Field(
        None, description="The organisation that bears it, such as the employer of wages; blank: a common cost, shared."
    )
    vat: Key | None = Field(None, description=_VAT)
    month: Month | None = Field(None, description=_MONTH)
    account: ExpenseAccount | None = Field(None, description=f"{_ACCOUNT}to be chosen.")
    action_percent: Percent | None = Field(
        None,
        description="Part of it that the action of its organisation causes, in percent (*charge directe*): 0 for none; "
        "blank: a general cost, of which the action bears ``indirect_percent``.",
    )
    agreement: Key | None = Field(
        None, description=f"{_AGREEMENT}under which it is paid, such as a lease; blank: none."
    )


class Subsidy(Model):
    """A yearly subsidy or donation.

    A public body decides on a budget of one year: what ``status`` holds for is the first year, unless ``years`` says more.
    """

    label: Text = Field(description="Who gives it and for what.")
    amount: Yearly = Field(
        (None, None, None), description="Euros a year; a list of three for three years; blank while unknown."
    )
    received_by: Key = Field(description="The organisation that receives it.")
    month: Month | None = Field(
        None,
        description="Month of the year in which it is paid, 1 to 12; blank while unknown: a twelfth is counted each month.",
    )
    account: IncomeAccount | None = Field(None, description=f"{_ACCOUNT}74, a subsidy.")
    status: SubsidyStatus | None = Field(
        None, description="granted, asked (the request that the grant application makes) or expected; blank: unknown."
    )
    years: Year = Field(
        1,
        description="Years for which that is so, from the first one that has an amount: those of the decision or of the "
        "request; those that follow are to be asked for again.",
    )
    agreement: Key | None = Field(None, description=f"{_AGREEMENT}that grants it; blank: none.")
    action_percent: Percent | None = Field(
        None,
        description="Part of it that is for the action of the organisation, in percent; blank: all of what is asked, "
        "nothing of another one.",
    )

    @property
    def lacks_month(self) -> bool:
        """Whether nobody told when it is paid: the cash is unknown until then, since a funder seldom pays by twelfths."""
        return self.month is None and any(amount != 0 for amount in self.amount)

    def state(self, year: int) -> SubsidyStatus | Literal["renewal"] | None:
        """How far it is in ``year`` (1 to 3); None while unknown, or where there is nothing in that year."""
        first = next((number for number, amount in enumerate(self.amount, 1) if amount != 0), year)
        if self.amount[year - 1] == 0:
            return None
        return self.status if year < first + self.years else RENEWAL


class Investment(Model):
    """Something bought to last: its cost is spread over its life.

    Of year 0, it is owned on the first day: ``amount`` is its net value in the accounts, ``life`` the years that remain.
    """

    label: Text = Field(description="What it is.")
    amount: Amount | None = Field(None, description="Euros, as paid; blank while unknown.")
    paid_by: Key = Field(description="The organisation that buys it.")
    year: YearOrBefore = Field(
        1, description="Year of the budget, 1 to 3; 0: owned on the first day, for its net value in the accounts."
    )
    month: Month = Field(1, description=f"{_ONCE}it is paid; blank: the first.")
    life: int = Field(5, ge=0, le=50, description="Years over which its cost is spread; 0: it is not, as a deposit.")
    vat: Key | None = Field(None, description=_VAT)


class Contribution(Model):
    """Money brought to stay: capital, or the contribution of members with right of return (*apport*)."""

    label: Text = Field(description="Who brings it.")
    amount: Amount | None = Field(None, description="Euros; blank while unknown.")
    received_by: Key = Field(description="The organisation that receives it.")
    year: Year = Field(1, description="Year of the budget, 1 to 3.")
    month: Month = Field(1, description=f"{_ONCE}it comes; blank: the first.")
    status: SubsidyStatus | None = Field(
        None,
        description="Of an investment grant (*subvention d’investissement*), how far it is: granted, asked or expected; "
        "blank: it is no grant, or nobody knows.",
    )
    current_account: YesNo = Field(
        False, description="Whether it is lent by a member (*compte courant d’associé*), and so a debt, not capital."
    )
    recoverable: YesNo = Field(
        False,
        description="Whether it is to be given back under conditions (*apport avec droit de reprise*): own funds until then.",
    )

    @property
    def compensates_vat(self) -> bool:
        """Whether it gives back the VAT of investments to a public body (*FCTVA*), as its label says."""
        return "fctva" in self.label.casefold()


class Loan(Model):
    """Money to pay back, with interest on what is left.

    By default it is paid back in the same part of the principal each year, the first one twelve months after the loan;
    ``monthly`` instalments are all equal, principal and interest together, from the month of the loan on. With a deferral,
    the first part is paid so much later; interest is paid meanwhile. Of year 0, it is owed on the first day: ``amount`` is
    what is due then, ``years`` those that remain, and the first instalment that of the first month or, of each year, of
    ``month``.
    """

    label: Text = Field(description="Who lends.")
    amount: Amount | None = Field(None, description="Euros; blank while unknown.")
    received_by: Key = Field(description="The organisation that borrows.")
    year: YearOrBefore = Field(
        1, description="Year of the budget, 1 to 3; 0: owed on the first day, for the principal that is then due."
    )
    month: Month = Field(
        1,
        description=f"{_ONCE}it comes or, of year 0, in which the instalment of a year is paid; blank: the first.",
    )
    percent: Percent | None = Field(None, description="Interest a year, in percent; blank while unknown.")
    years: Decimal = Field(
        Decimal(5),
        ge=Decimal("0.08"),
        le=50,
        description="Years in which it is paid back, without the deferral: 4.5 for 54 months.",
    )
    deferral: Decimal = Field(
        Decimal(0),
        ge=0,
        le=10,
        description="Years more in which only interest is paid (*différé*): 0.25 for three months, 0.5 for six.",
    )
    monthly: YesNo = Field(
        False, description="Whether it is paid back in equal instalments each month; blank: each year."
    )

    @property
    def months_before(self) -> int:
        """The months of the budget before the first one of the loan."""
        return (self.year - 1) * 12 + self.month - 1 if self.year else 0

    @property
    def months_of_repayment(self) -> int:
        """The months in which it is paid back, the deferral apart; whole years where instalments are yearly."""
        return self._months(self.years)

    @property
    def months_of_deferral(self) -> int:
        """The months in which only interest is paid; whole years where instalments are yearly."""
        return self._months(self.deferral)

    def _months(self, years: Decimal) -> int:
        months = round(years * 12)
        return months if self.monthly else -(-months // 12) * 12

    @property
    def first_instalment(self) -> int:
        """The month of the first instalment, from 1 for the first of year 1."""
        if self.monthly:
            return self.months_before + 1
        return self.month if self.year == 0 else self.months_before + 1 + 12

    @property
    def rate(self) -> Decimal | None:
        """The interest of a year, in percent; None while unknown, 0 where nothing is borrowed."""
        return self.percent if self.amount != 0 else Decimal(0)


class Action(Model):
    """What a grant application asks a subsidy for: a part of the activity of an organisation, in the first year.

    It bears its part of the costs that are its own, and one of the general costs (*charges indirectes*).
    """

    name: Text = Field(description="What the subsidy is asked for, as the grant application names it.")
    services: tuple[ServiceName, ...] = Field(
        default_factory=tuple,
        description="Services whose sales are those of the action: coworking, mediation or support; blank: none.",
    )
    indirect_percent: Percent | None = Field(
        None, description="Part of the general costs that the action bears, in percent; blank: unknown."
    )
    first_day: dt.date | None = Field(None, description="Its first day; blank: left blank in the application.")
    last_day: dt.date | None = Field(None, description="Its last day; blank: left blank in the application.")


Entry = Cost | Subsidy | Investment | Contribution | Loan


class Budget(Model):
    """The whole of ``config/budget.yaml``."""

    occasional_buys: dict[Key, Quantity] | None = Field(
        None,
        description="What an occasional coworker buys in a month, on average: how many of each offer or pass; blank: "
        "unknown.",
    )
    opening_months: int = Field(12, ge=1, le=12, description="Months open in a year.")
    closed_months: tuple[Month, ...] = Field(
        default_factory=tuple,
        max_length=11,
        description="Months of the year, 1 to 12, in which the place earns nothing; blank: twelve equal months.",
    )
    ramp_up_months: int = Field(
        1,
        ge=1,
        le=12,
        description="Months of the first year in which the coworkers of that year arrive; 1: all at once.",
    )
    sales: tuple[Sale, ...] = Field(default_factory=tuple, description="Sales besides coworkers'.")
    other_sales: tuple[OtherSale, ...] = Field(
        default_factory=tuple, description="Sales of what config/prices.yaml does not price, such as support."
    )
    costs: tuple[Cost, ...] = Field(default_factory=tuple, description="Yearly costs.")
    subsidies: tuple[Subsidy, ...] = Field(default_factory=tuple, description="Yearly subsidies.")
    investments: tuple[Investment, ...] = Field(default_factory=tuple, description="What is bought to last.")
    contributions: tuple[Contribution, ...] = Field(default_factory=tuple, description="Capital and the like.")
    loans: tuple[Loan, ...] = Field(default_factory=tuple, description="Money to pay back.")
    actions: dict[Key, Action] = Field(
        default_factory=dict,
        description="What the grant application of an organisation asks for, by organisation; blank: all of its activity.",
    )
    profit_tax: dict[Key, Percent | None] = Field(
        default_factory=dict,
        description="Rate of the tax on profits (*impôt sur les bénéfices*), in percent, by organisation; blank: not computed.",
    )
    opening_cash: dict[Key, Amount | None] = Field(
        default_factory=dict, description="Money in hand on the first day, in euros, by organisation; blank: unknown."
    )

    @property
    def first_day(self) -> dt.date | None:
        """The first day of year 1: that of the month in which the first action begins; None while no action tells it."""
        days = [action.first_day for action in self.actions.values() if action.first_day]
        return min(days).replace(day=1) if days else None

    @property
    def missing_sales(self) -> tuple[tuple[Literal["price", "per_month"], int, OtherSale], ...]:
        """Each of the ``other_sales`` whose price or quantity is unknown: which of both, its index, and the sale."""
        sales = [
            (index, sale)
            for index, sale in enumerate(self.other_sales)
            if any(sale.per_month) or None in sale.per_month
        ]
        prices = ((index, sale) for index, sale in sales if sale.price is None)
        quantities = ((index, sale) for index, sale in sales if None in sale.per_month)
        return (*(("price", *each) for each in prices), *(("per_month", *each) for each in quantities))

    @property
    def purchases(self) -> tuple[tuple[str, int, Cost | Investment], ...]:
        """What may hold VAT: its section, its index there, and the entry."""
        costs = (("costs", index, cost) for index, cost in enumerate(self.costs))
        return (*costs, *(("investments", index, bought) for index, bought in enumerate(self.investments)))

    @property
    def missing_amounts(self) -> tuple[tuple[str, int, Entry], ...]:
        """Each entry whose amount is unknown, or that of one year: its section, its index there, and the entry."""
        sections: dict[str, tuple[Entry, ...]] = {
            "costs": self.costs,
            "subsidies": self.subsidies,
            "investments": self.investments,
            "contributions": self.contributions,
            "loans": self.loans,
        }
        return tuple(
            (section, index, entry)
            for section, entries in sections.items()
            for index, entry in enumerate(entries)
            if None in (entry.amount if isinstance(entry.amount, tuple) else (entry.amount,))
        )
