"""The three-year budget of a place worked out again from the files of its ``config/`` alone, without the engine.

Streams that organisations share, other sales, and costs shared by another key than percents are left out.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from support.recomputed_figures import cents, net, paid_lines, people_of, presence_of, read, sales_of

Facts = dict[str, Any]
#: Amounts in euros of the three years.
Years = tuple[Decimal, ...]
#: Residents and occasional coworkers.
Coworkers = tuple[Fraction, Fraction]
NOTHING = Decimal(0)
#: A depreciation, and what is set aside for uses of the place, are no payments.
UNPAID = ("Amortissement : ", "Part solidaire")
OFFERS = {
    "month": "Abonnements des coworkers au mois",
    "half_day": "Coworkers de passage : demi-journée",
    "day": "Coworkers de passage : journée",
}


@dataclass(frozen=True)
class Line:
    """An income (positive) or an expense (negative), excluding the VAT due or recovered; 0 for no ``account``.

    It is paid in its ``month`` or, without one, in twelve equal parts, or as ``weights`` have it in each year, or in the
    ``parts`` of the 36 months. A month after the twelfth is one of the next year. ``action`` is the percent of it that is for the
    action of the organisation; None for a general cost.
    """

    account: int
    label: str
    amounts: Years
    month: int | None = None
    action: Fraction | None = Fraction()
    weights: list[dict[int, Fraction]] | None = None
    parts: Years | None = None


@dataclass(frozen=True)
class Account:
    """An organisation: its lines, its financing by the name of the row, its cash at the end of each year and month.

    ``received`` and ``paid`` (negative) are those of each month; ``owned`` and ``owed``, what is there on the first day.
    """

    incomes: list[Line]
    expenses: list[Line]
    financing: dict[str, Years]
    cash: Years
    months: Years
    received: Years
    paid: Years
    owned: Decimal = NOTHING
    owed: Decimal = NOTHING

    @property
    def result(self) -> Years:
        """Incomes less expenses."""
        return total(line.amounts for line in (*self.incomes, *self.expenses))

    @property
    def lowest(self) -> tuple[int, Decimal]:
        """The month, of 36, that ends with the least cash, the first of several, and that cash."""
        amount = min(self.months)
        return self.months.index(amount) + 1, amount

    @property
    def opening(self) -> Years:
        """The cash that each year opens with: what the year before left, less the change of the first one."""
        used = ("Investissements", "Remboursements d’emprunts")
        change = sum(amounts[0] * (-1 if name in used else 1) for name, amounts in self.financing.items())
        return (self.cash[0] - change, *self.cash[:2])

    @property
    def shortage(self) -> tuple[int, Decimal] | None:
        """The first month, of 36, that ends with negative cash, and that cash; None if none does."""
        return next(((month, amount) for month, amount in enumerate(self.months, 1) if amount < 0), None)


def facts_of(place: Path) -> Facts:
    """The files that a budget is made of."""
    return {name: read(place, name) for name in ("space", "organisations", "prices", "budget")}


def accounts(facts: Facts) -> dict[str, Account]:
    """The account of each organisation."""
    organisations, budget = facts["organisations"], facts["budget"]
    lines: dict[str, list[Line]] = {key: [] for key in organisations["organisations"]}
    for key, line in [*_coworking(facts), *_costs(facts)]:
        lines[key].append(line)
    for sale in budget.get("other_sales", []):
        key = organisations["services"][sale["service"]]["operator"]
        counts = sale["per_month"] if isinstance(sale["per_month"], list) else [sale["per_month"]] * 3
        opened = [month for month in range(1, 13) if month not in budget.get("closed_months", [])]
        if len(opened) > budget["opening_months"]:
            opened = list(range(1, 13))
        sold_in = [[month for month in opened if month > late] for late in (budget.get("months_late", 0), 0, 0)]
        sold = [
            cents(
                Fraction(str(count))
                * Fraction(str(sale["price"]))
                * budget["opening_months"]
                * len(of_year)
                / len(opened)
            )
            for count, of_year in zip(counts, sold_in, strict=True)
        ]
        amounts = tuple(net(amount, sale["vat"] == "normal" and liable(facts, key)) for amount in sold)
        weights = [dict.fromkeys(of_year, Fraction(1)) for of_year in sold_in]
        lines[key].append(Line(70, f"Vente : {sale['label'].lower()}", amounts, weights=weights))
    for subsidy in budget["subsidies"]:
        lines[subsidy["received_by"]].append(_subsidy(subsidy))
    result = {}
    for key, own in lines.items():
        financing = _financing(facts, key)
        payments = [line for line in own if not line.label.startswith(UNPAID)]
        flows = [line.amounts for line in payments]
        financing["Capacité d’autofinancement"] = total(flows)
        signs = {"Investissements": -1, "Remboursements d’emprunts": -1}
        balance = total(times(amounts, signs.get(name, 1)) for name, amounts in financing.items())
        cash = tuple(accumulate(balance, initial=_amount(budget["opening_cash"].get(key, 0))))[1:]
        incomes = [line for line in own if sum(line.amounts) > 0]
        expenses = [line for line in own if sum(line.amounts) < 0]
        received, paid = _months(facts, key, payments)
        opening = _amount(budget["opening_cash"].get(key, 0))
        months = tuple(accumulate(total_of_two(received, paid), initial=opening))[1:]
        owned, owed = (
            sum((_amount(line["amount"]) for line in budget[part] if line[role] == key and _is_before(line)), NOTHING)
            for part, role in (("investments", "paid_by"), ("loans", "received_by"))
        )
        result[key] = Account(incomes, expenses, financing, cash, months, received, paid, owned, owed)
    return result


def action_of(
    facts: Facts, key: str, account: Account, year: int = 0
) -> tuple[list[tuple[Line, Decimal]], list[tuple[Line, Decimal]]]:
    """The costs and the incomes of an organisation in a year (from 0), each with what is the action's; nothing without an action.

    What is set aside for free uses is left out; the services of the action, which earn nothing, too.
    """
    action = facts["budget"].get("actions", {}).get(key)
    if action is None:
        return [], []
    general = Fraction(str(action["indirect_percent"]))

    def parts(lines: list[Line], sign: int) -> list[tuple[Line, Decimal]]:
        return [
            (line, cents(Fraction(line.amounts[year]) * sign * (general if line.action is None else line.action) / 100))
            for line in lines
            if line.label != "Part solidaire"
        ]

    return parts(account.expenses, -1), parts(account.incomes, 1)


def result_of(facts: Facts) -> Years:
    """The result of the whole place."""
    return total(account.result for account in accounts(facts).values())


def what_if(facts: Facts) -> Iterator[tuple[str, list[Decimal]]]:
    """Changes of one fact, with the result of each organisation in year 1 that each leads to."""
    for name in ("residents", "occasional"):
        for step in (1, -1):
            changed = copy.deepcopy(facts)
            changed["space"]["capacity"][name] += step
            yield f"{name} {step:+}", _results(changed)
    for factor in (Fraction(11, 10), Fraction(9, 10)):
        changed = copy.deepcopy(facts)
        amounts = changed["prices"]["grids"][0]["amounts"]
        amounts["month"] = cents(Fraction(str(amounts["month"])) * factor)
        yield f"month * {factor}", _results(changed)
    for index, subsidy in enumerate(facts["budget"]["subsidies"]):
        changed = copy.deepcopy(facts)
        del changed["budget"]["subsidies"][index]
        yield subsidy["label"], _results(changed)


def _results(facts: Facts) -> list[Decimal]:
    return [account.result[0] for account in accounts(facts).values()]


def break_even(facts: Facts, organisation: str | None = None) -> tuple[Years, Years, list[int]]:
    """What coworkers must cover each year, what an average one of that year leaves in it, and how many of them are needed.

    Of the whole place or, alone, of the ``organisation`` that runs its coworking.
    """
    sold = [
        sale
        for people in ((1, 0), (0, 1))
        for _, sale in [_sales(facts, *(count * facts["budget"]["opening_months"] for count in people))]
    ]
    left = [sale - _aside(facts, sale) for sale in sold]
    each = tuple(
        cents(Fraction(sum(count * amount for count, amount in zip(people, left, strict=True))) / sum(people))
        for people in people_of(facts["space"]["capacity"])
    )
    # Neither what coworkers pay nor what is set aside of it.
    own = ("Abonnements des coworkers", "Coworkers de passage : ", "Part solidaire")
    lines = [
        line
        for key, account in accounts(facts).items()
        if organisation in (None, key)
        for line in (*account.incomes, *account.expenses)
    ]
    fixed = times(total(line.amounts for line in lines if not line.label.startswith(own)), -1)
    needed = (
        max(0, int((amount / one).to_integral_value(ROUND_CEILING))) for amount, one in zip(fixed, each, strict=True)
    )
    return fixed, each, [*needed]


def is_out_of_reach(facts: Facts, coworkers: int) -> bool | None:
    """Whether so many coworkers have no desk even where each day of a month is open; None where the calendar decides.

    Residents have a desk each, in today's proportion; each of the others takes half a day and a day a month of one.
    """
    capacity, buys = facts["space"]["capacity"], facts["budget"]["occasional_buys"]
    stay = int(
        Fraction(coworkers * capacity["residents"], capacity["residents"] + capacity["occasional"]) + Fraction(1, 2)
    )
    days = (coworkers - stay) * (Fraction(str(buys["half_day"])) / 2 + Fraction(str(buys["day"])))
    left = capacity["desks"] - stay
    # Free uses are a part of what coworkers pay: fewer than half of their days.
    return True if left < 0 or days > 31 * left else False if days * Fraction(3, 2) < 10 * left else None


def free_uses(facts: Facts) -> list[int]:
    """How many free uses the part set aside pays for each year, with what the year before left, if it is kept.

    The VAT in both prices makes no difference.
    """
    amounts = _prices(facts)
    percent, price = Fraction(str(facts["organisations"]["solidarity"]["percent"])), Fraction(amounts["half_day"])
    uses, there_is = [], Fraction()
    for months in _paid_months(facts):
        there_is += sum(paid_lines(*months, amounts, facts["budget"])) * percent / 100
        uses.append(int(there_is / price))
        there_is = Fraction() if _is_public(facts) else there_is - uses[-1] * price
    return uses


def total(rows: Iterator[Years] | Sequence[Years]) -> Years:
    """The sum of each year."""
    return tuple(sum(year, NOTHING) for year in zip((NOTHING,) * 3, *rows, strict=True))


def total_of_two(amounts: Years, others: Years) -> Years:
    """The sum of each pair."""
    return tuple(one + other for one, other in zip(amounts, others, strict=True))


def times(amounts: Years, factor: int) -> Years:
    """Each amount by ``factor``; 0 has no sign."""
    return tuple(amount * factor + NOTHING for amount in amounts)


def _coworking(facts: Facts) -> Iterator[tuple[str, Line]]:
    key = facts["organisations"]["services"]["coworking"]["operator"]
    presence = _presence(facts)
    months = [month for month in range(1, 13) if month not in facts["budget"].get("closed_months", [])]
    if len(months) > facts["budget"]["opening_months"]:  # nobody knows which are closed: all are alike
        presence = [year[:1] * 12 for year in presence]

    def weights(count: Callable[[Coworkers], Fraction]) -> list[dict[int, Fraction]]:
        return [{month: count(people) for month, people in zip(months, year, strict=True)} for year in presence]

    paid = _paid_months(facts)
    for offer in ("month", *facts["budget"]["occasional_buys"]):
        none = Fraction(0)
        bought = [(residents, none) if offer == "month" else (none, occasional) for residents, occasional in paid]
        amounts = tuple(_sales(facts, *year, offer)[1] for year in bought)
        kind = 0 if offer == "month" else 1
        yield key, Line(70, OFFERS[offer], amounts, weights=weights(lambda people, kind=kind: people[kind]))  # type: ignore[misc]
    aside = tuple(-_aside(facts, _sales(facts, *year)[1]) for year in paid)
    if not _is_public(facts):
        yield key, Line(68, "Part solidaire", aside, weights=weights(lambda people: people[0] + people[1]))


def _presence(facts: Facts) -> list[list[Coworkers]]:
    """The coworkers of each open month; those that years 2 and 3 add come in equal parts, if ``facts`` are ``gradual``."""
    presence: list[list[Coworkers]] = [
        [(Fraction(residents), Fraction(occasional)) for residents, occasional in year]
        for year in presence_of(facts["space"]["capacity"], facts["budget"])
    ]
    steps = facts["budget"].get("ramp_up_months", 1) if facts.get("gradual") else 1
    ends = [year[-1] for year in presence]
    for before, after, year in zip(ends, ends[1:], presence[1:], strict=False):
        for step in range(1, steps):
            year[step - 1] = tuple(  # type: ignore[assignment]
                old + (new - old) * step / steps for old, new in zip(before, after, strict=True)
            )
    return presence


def _paid_months(facts: Facts) -> list[Coworkers]:
    """The months that coworkers pay in each year: the ``part`` of them that ``facts`` have, if any."""
    part = facts.get("part", Fraction(1))
    return [
        (sum(residents for residents, _ in year) * part, sum(occasional for _, occasional in year) * part)
        for year in _presence(facts)
    ]


def _sales(
    facts: Facts, residents: Fraction | int, occasional: Fraction | int, offer: str | None = None
) -> tuple[Decimal, Decimal]:
    """What so many months of coworkers pay, and what remains of it; only for ``offer``, if any."""
    budget = dict(facts["budget"])
    if offer:
        budget["occasional_buys"] = {key: count for key, count in budget["occasional_buys"].items() if key == offer}
    seller = facts["organisations"]["services"]["coworking"]["operator"]
    return sales_of(residents, occasional, _prices(facts), budget, liable(facts, seller))


def _prices(facts: Facts) -> dict[str, Decimal]:
    return {key: _amount(amount) for key, amount in facts["prices"]["grids"][0]["amounts"].items() if amount}


def _aside(facts: Facts, income: Decimal) -> Decimal:
    """What is set aside of an ``income``; a public body sets nothing aside."""
    return NOTHING if _is_public(facts) else _worth(facts, income)


def free_worth(facts: Facts) -> Years:
    """What the free uses of each year are worth, set aside or not."""
    return tuple(_worth(facts, _sales(facts, *year)[1]) for year in _paid_months(facts))


def _worth(facts: Facts, income: Decimal) -> Decimal:
    return cents(Fraction(income) * Fraction(str(facts["organisations"]["solidarity"]["percent"])) / 100)


def _is_public(facts: Facts) -> bool:
    """Whether a public body is paid by coworkers."""
    organisations = facts["organisations"]
    seller = organisations["organisations"][organisations["services"]["coworking"]["operator"]]
    return seller["legal_form"] in ("regie-publique", "commune", "epci")


def _costs(facts: Facts) -> Iterator[tuple[str, Line]]:
    organisations, budget = facts["organisations"], facts["budget"]
    keys = list(organisations["organisations"])
    shares = organisations["common_costs"]["shares"] if len(keys) > 1 else {keys[0]: 100}
    for cost in budget["costs"]:
        years = _years(cost["amount"])
        payer = cost.get("paid_by")
        parts = {payer: years} if payer else shared(years, shares)
        for key, amounts in parts.items():
            paid = tuple(net(amount, _holds_vat(cost) and liable(facts, key)) for amount in amounts)
            part = Fraction(str(cost["action_percent"])) if "action_percent" in cost else None
            yield key, Line(cost.get("account", 0), cost["label"], times(paid, -1), cost.get("month"), part)
    for investment in budget["investments"]:
        if not investment["life"]:  # a deposit does not wear out
            continue
        cost = net_investment(facts, investment)
        parts = shared((cost,), dict.fromkeys(range(investment["life"]), 1))
        first = investment["year"] or 1
        amounts = tuple(parts.get(year - first, (NOTHING,))[0] for year in (1, 2, 3))
        worn = Line(68, f"Amortissement : {investment['label']}", times(amounts, -1), action=None)
        yield investment["paid_by"], worn
    for loan in budget["loans"]:
        months = tuple(-interest for interest, _ in instalments(loan))
        amounts = _by_year(months)
        yield loan["received_by"], Line(66, f"Intérêts : {loan['label']}", amounts, action=None, parts=months)


def _subsidy(subsidy: Mapping[str, Any]) -> Line:
    part = Fraction(100 if subsidy.get("status") == "asked" else 0)
    return Line(subsidy.get("account", 74), subsidy["label"], _years(subsidy["amount"]), subsidy.get("month"), part)


def _months(facts: Facts, key: str, lines: list[Line]) -> tuple[Years, Years]:
    """What each of the 36 months receives, and what it pays."""
    received, paid = [NOTHING] * 36, [NOTHING] * 36

    def pay(month: int, amount: Decimal) -> None:
        if month <= 36:
            (received if amount > 0 else paid)[month - 1] += amount

    for line in lines:
        if line.parts is not None:
            for month, amount in enumerate(line.parts, 1):
                pay(month, amount)
            continue
        for year, amount in enumerate(line.amounts):
            weights = line.weights[year] if line.weights else dict.fromkeys(range(1, 13), 1)
            parts = {line.month: abs(amount)} if line.month else _rounded_so_far(abs(amount), weights)
            for month, part in parts.items():
                pay(year * 12 + month, part if amount > 0 else -part)
    budget = facts["budget"]
    for line in (*budget["contributions"], *budget["loans"]):
        if line["received_by"] == key and not _is_before(line):
            pay(line.get("year", 1) * 12 - 12 + line.get("month", 1), _amount(line["amount"]))
    for line in budget["investments"]:
        if line["paid_by"] == key and not _is_before(line):
            pay(line["year"] * 12 - 12 + line.get("month", 1), -net_investment(facts, line))
    for loan in facts["budget"]["loans"]:
        for month, (_, principal) in enumerate(instalments(loan), 1) if loan["received_by"] == key else ():
            pay(month, -principal)
    return tuple(received), tuple(paid)


def _rounded_so_far(amount: Decimal, weights: Mapping[int, Fraction | int]) -> dict[int, Decimal]:
    """``amount`` in proportion to ``weights``: what is paid up to each month is rounded to the cent."""
    whole, before, parts = Fraction(sum(weights.values())), NOTHING, {}
    for month, weight in zip(weights, accumulate(weights.values()), strict=True):
        so_far = cents(Fraction(amount) * weight / whole)
        parts[month], before = so_far - before, so_far
    return parts


def _financing(facts: Facts, key: str) -> dict[str, Years]:
    budget = facts["budget"]
    loans = [loan for loan in budget["loans"] if loan["received_by"] == key]
    bought = [line for line in budget["investments"] if line["paid_by"] == key and not _is_before(line)]
    given = [given for given in budget["contributions"] if given["received_by"] == key]
    return {
        "Investissements": total([_once(line["year"], net_investment(facts, line)) for line in bought]),
        "Remboursements d’emprunts": total([repaid(loan) for loan in loans]),
        "Apports": total([_once(1, _amount(line["amount"])) for line in given if "current_account" not in line]),
        "Comptes courants d’associés": total(
            [_once(1, _amount(line["amount"])) for line in given if "current_account" in line]
        ),
        "Emprunts reçus": total([_once(1, _amount(loan["amount"])) for loan in loans if not _is_before(loan)]),
    }


def net_investment(facts: Facts, investment: Mapping[str, Any]) -> Decimal:
    """The cost of an investment without the VAT recovered; that of what is owned on the first day was recovered before."""
    if _is_before(investment):
        return _amount(investment["amount"])
    return net(_amount(investment["amount"]), _holds_vat(investment) and liable(facts, investment["paid_by"]))


def _is_before(line: Mapping[str, Any]) -> bool:
    """Whether it is there on the first day."""
    return line.get("year") == 0


def _holds_vat(purchase: Mapping[str, Any]) -> bool:
    """Whether a purchase is at the normal rate, the only other one of the places that are worked out again."""
    return purchase.get("vat") == "normal"


def liable(facts: Facts, key: str) -> bool:
    """Whether the organisation ``key`` charges and recovers VAT."""
    regime: str = facts["organisations"]["organisations"][key]["vat"]["regime"]
    return regime == "assujettie"


def repaid(loan: Mapping[str, Any]) -> Years:
    """The principal of a loan of year 1 that is paid back in each year."""
    return _by_year(tuple(principal for _, principal in instalments(loan)))


def instalment(loan: Mapping[str, Any]) -> Decimal:
    """The equal instalment of a loan that is paid back each month: what is worth the loan today, at its rate."""
    return cents(Fraction(str(loan["amount"])) / _worth_today(str(loan["percent"]), loan["years"] * 12))


@cache
def _worth_today(percent: str, count: int) -> Fraction:
    """What one euro at the end of each of ``count`` months is worth today: exact, and therefore long to add up."""
    rate = Fraction(percent) / 1200
    return sum((1 / (1 + rate) ** month for month in range(1, count + 1)), Fraction())


def instalments(loan: Mapping[str, Any]) -> list[tuple[Decimal, Decimal]]:
    """The interest and the principal of each of 36 months, of a loan of year 1 that lasts longer."""
    due, rate, paid = _amount(loan["amount"]), Fraction(str(loan["percent"])) / 100, []
    if loan.get("monthly"):
        for _ in range(36):
            interest = cents(Fraction(due) * rate / 12)
            paid.append((interest, instalment(loan) - interest))
            due -= paid[-1][1]
        return paid
    # Equal parts, the first one twelve months after the loan; the first ones get the odd cents.
    parts = shared((due,), dict.fromkeys(range(loan["years"]), 1))
    paid = [(NOTHING, NOTHING)] * 36
    for number, position in enumerate(range(11 + loan.get("month", 1), 36, 12)):
        principal = parts.get(number, (NOTHING,))[0]
        paid[position] = (cents(Fraction(due) * rate), principal)
        due -= principal
    return paid


def _by_year(months: Years) -> Years:
    return tuple(sum(months[year : year + 12], NOTHING) for year in (0, 12, 24))


def _once(year: int, amount: Decimal) -> Years:
    return tuple(amount if number == year else NOTHING for number in (1, 2, 3))


def shared(amounts: Years, weights: Mapping[Any, Any]) -> dict[Any, Years]:
    """Each of ``amounts`` in proportion to ``weights``, to the cent: the largest remainders get the cents that are left."""
    whole = sum(Fraction(str(weight)) for weight in weights.values())
    columns = []
    for amount in amounts:
        exact = {key: Fraction(amount) * 100 * Fraction(str(weight)) / whole for key, weight in weights.items()}
        parts = {key: int(part) for key, part in exact.items()}
        left = int(amount * 100) - sum(parts.values())
        for key in sorted(exact, key=lambda key: parts[key] - exact[key])[:left]:
            parts[key] += 1
        columns.append(parts)
    return {key: tuple(Decimal(column[key]) / 100 for column in columns) for key in weights}


def _years(amount: Any) -> Years:
    return tuple(map(_amount, amount)) if isinstance(amount, list) else (_amount(amount),) * 3


def _amount(amount: Any) -> Decimal:
    return Decimal(str(amount))
