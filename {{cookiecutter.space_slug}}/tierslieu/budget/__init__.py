"""The three-year budget of a place: the result and the cash of each organisation, and the break-even point.

The number of coworkers grows in a straight line from today's (year 1) to the target (year 3). Prices are the full
prices of today's grid; costs and subsidies are those of ``config/budget.yaml``. An unknown amount is never taken for
zero: its line has no amount, and a result that needs it has none either.
"""

from .accounts import MONTHS, YEARS, Account, BreakEven, BudgetLine, Forecast, FreeUses, Shortage, Year
from .forecast import forecast
from .headcount import AS_EXPECTED, Demand, headcount
from .incomes import coworking_income, exact_coworking_income, incomes

__all__ = [
    "AS_EXPECTED", "MONTHS", "YEARS", "Account", "BreakEven", "BudgetLine", "Demand", "Forecast", "FreeUses", "Shortage", "Year",
    "coworking_income", "exact_coworking_income", "forecast", "headcount", "incomes",
]  # fmt: skip
