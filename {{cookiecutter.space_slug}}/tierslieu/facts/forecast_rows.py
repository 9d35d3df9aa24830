"""The three-year budget as rows of texts, and what other assumptions change in it: for the terminal and the editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tierslieu import budget
from tierslieu.budget.accounts import Kind, negated, total
from tierslieu.finance.shares import collector
from tierslieu.i18n import messages
from tierslieu.model.budget import Cost, Subsidy

from .formatter import UNKNOWN, FactFormatter, money, organisation_heading, organisation_name, percent_text
from .prices import sold_label
from .shares import stream_label

_HasResult = budget.Account | budget.Year
_COUNTS = ("residents", "occasional", "target_coworkers", "opening_months", "solidarity")


def accounts_by_organisation(forecast: budget.Forecast) -> Iterator[list[budget.Account]]:
    """Of each organisation, its account of each year."""
    for number in range(len(forecast.years[0].accounts)):
        yield [year.accounts[number] for year in forecast.years]


def account_rows(fmt: FactFormatter, accounts: Sequence[budget.Account], kinds: Sequence[Kind]) -> Iterator[list[str]]:
    """The lines of an organisation that are of ``kinds`` as paid, one column a year."""
    for number, line in enumerate(accounts[0].lines):
        if line.kind in kinds:
            yield [_line_label(fmt, line), *(fmt.amount(account.lines[number].paid) for account in accounts)]


def vat_rows(
    fmt: FactFormatter, accounts: Sequence[budget.Account], kinds: tuple[Kind, ...], code: str
) -> Iterator[list[str]]:
    """The VAT of the lines of ``kinds``, under the message ``code``, if there is any."""
    vat = [account.vat(kinds) for account in accounts]
    if any(amount != 0 for amount in vat):
        yield [messages.text(fmt.locale, code), *map(fmt.amount, vat)]


def result_row(fmt: FactFormatter, label: str, years: Sequence[_HasResult]) -> list[str]:
    """The result of each year."""
    return [label, *(fmt.amount(year.result) for year in years)]


def cash_rows(fmt: FactFormatter, forecast: budget.Forecast) -> Iterator[list[str]]:
    """The cash of each organisation at the end of each year."""
    for cash in forecast.cash:
        amounts = (cash.in_hand[year.number * budget.MONTHS - 1] for year in forecast.years)
        yield [organisation_name(fmt.space, cash.organisation, fmt.locale), *map(fmt.amount, amounts)]


def difference_rows(fmt: FactFormatter, real: budget.Forecast, tried: budget.Forecast) -> Iterator[list[str]]:
    """Each result of ``real`` and of ``tried``, which has other assumptions: whose, the year, before, after, change."""
    by_revenue = fmt.space.organisations.common_costs.key == "revenue"
    for old, new in zip(real.years, tried.years, strict=True):
        pairs: list[tuple[str, _HasResult, _HasResult]] = [
            (organisation_name(fmt.space, before.organisation, fmt.locale), before, after)
            for before, after in zip(old.accounts, new.accounts, strict=True)
        ]
        pairs.append((messages.text(fmt.locale, "budget.place_result"), old, new))
        for name, before, after in pairs:
            change = _change(before, after, by_revenue)
            sign = "+" if change is not None and change > 0 else ""
            results = (before.result, after.result)
            yield [name, str(old.number), *map(fmt.amount, results), sign + fmt.amount(change)]


def break_even_sentence(fmt: FactFormatter, year: budget.Year) -> str:
    """How many coworkers the place needs in ``year``; empty for a place without coworking."""
    point = year.break_even
    if point is None:
        return ""
    percents = {
        name: UNKNOWN if percent is None else percent_text(percent, fmt.locale)
        for name, percent in (("target", point.percent_of_target), ("today", point.percent_of_today))
    }
    code = _break_even_code(point)
    return messages.text(fmt.locale, code, year=year.number, coworkers=count_text(point.coworkers), **percents)


def cash_sentences(fmt: FactFormatter, forecast: budget.Forecast) -> Iterator[str]:
    """How long the cash of each organisation lasts."""
    for cash in forecast.cash:
        name = organisation_heading(fmt.space, cash.organisation, fmt.locale)
        if cash.shortage is not None:
            amount = money(cash.shortage.amount, fmt.locale)
            yield messages.text(fmt.locale, "budget.cash_runs_out", name=name, month=cash.shortage.month, amount=amount)
        elif cash.complete:
            yield messages.text(fmt.locale, "budget.cash_lasts", name=name, amount=fmt.amount(cash.in_hand[-1]))
        else:
            yield messages.text(fmt.locale, "budget.cash_unknown", name=name)


def assumption_labels(fmt: FactFormatter) -> dict[str, str]:
    """What each assumption that can be changed is called, by its name in ``finance.what_if``."""
    space, locale = fmt.space, fmt.locale
    sold = {key: sold_label(fmt, key) for key in (*space.prices.offers, *space.prices.passes)}
    labels = {name: messages.text(locale, f"whatif.label_{name}") for name in _COUNTS} | sold
    for key, label in sold.items():
        labels[f"occasional_buys.{key}"] = messages.text(locale, "whatif.label_buys", about=label)
    for stream, entry in space.organisations.streams.items():
        for key in entry.shares:
            about = f"{organisation_name(space, key, locale)}, {stream_label(fmt, stream)}"
            labels[f"shares.{stream}.{key}"] = messages.text(locale, "whatif.label_shares", about=about)
    for key in space.organisations.common_costs.shares:
        name = organisation_name(space, key, locale)
        labels[f"common_costs.{key}"] = messages.text(locale, "whatif.label_common_costs", about=name)
    sections: dict[str, Sequence[Cost | Subsidy]] = {"costs": space.budget.costs, "subsidies": space.budget.subsidies}
    for section, lines in sections.items():
        for index, line in enumerate(lines):
            owner = line.paid_by if isinstance(line, Cost) else line.received_by
            names = (line.label, organisation_name(space, owner, locale)) if owner else (line.label,)
            labels[f"{section}.{index}"] = ", ".join(names)
    return labels


def count_text(number: int | None) -> str:
    """A number of people, ``UNKNOWN`` while it is."""
    return UNKNOWN if number is None else str(number)


def _line_label(fmt: FactFormatter, line: budget.BudgetLine) -> str:
    """The label of a line in the budget, or its kind and what it is about."""
    if line.kind == "transfer" and line.stream and line.key:
        code = "budget.transfer_in" if collector(fmt.space, line.stream) == line.key else "budget.transfer_out"
        name = organisation_name(fmt.space, line.key, fmt.locale)
        return messages.text(fmt.locale, code, name=name, stream=fmt.t(f"service_{line.stream}"))
    about = {"depreciation": line.label, "interest": line.label}
    if line.kind in ("occasional", "sale"):
        about[line.kind] = line.label or sold_label(fmt, line.key or "")
    if line.kind in about:
        return messages.text(fmt.locale, f"budget.{line.kind}", about=about[line.kind])
    return line.label or messages.text(fmt.locale, f"budget.{line.kind}")


def _change(before: _HasResult, after: _HasResult, by_revenue: bool) -> Decimal | None:
    """The difference between two results; None unless what is unknown is the same in both, and so adds nothing to it.

    The part of an unknown common cost changes with incomes where these are its key (``by_revenue``).
    """
    if before.unknown != after.unknown or (by_revenue and any(line.kind == "common_cost" for line in before.unknown)):
        return None
    return total((*(line.amounts.ht for line in after.known), *(negated(line.amounts.ht) for line in before.known)))


def break_even_text(point: budget.BreakEven, language: str) -> str:
    """The number of coworkers at the break-even ``point``, or that it is never reached."""
    return messages.text(language, "budget.never") if point.never else count_text(point.coworkers)


def _break_even_code(point: budget.BreakEven) -> str:
    if point.never:
        return "budget.even_never"
    if not point.coworkers:
        return "budget.even_unknown" if point.coworkers is None else "budget.even_already"
    return "budget.even_at" if point.percent_of_target is None else "budget.even_of_target"
