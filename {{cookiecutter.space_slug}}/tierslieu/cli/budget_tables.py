"""Prints what ``./lieu budget`` shows: the three years of the forecast as tables, then its conclusions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tierslieu import budget
from tierslieu.budget.accounts import COSTS, INCOMES, Kind, negated, total
from tierslieu.core import yaml_reader
from tierslieu.core.problems import MissingFact
from tierslieu.facts import money, organisation_name, percent_text
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.facts.three_years import missing_label
from tierslieu.finance.shares import COWORKING, collector
from tierslieu.finance.what_if import what_if
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Space
from tierslieu.model.budget import Cost, Subsidy

from .console import Console
from .missing_facts import absent_lines

#: The lines of an account in the order of the table, each group with the message of the VAT in it.
_LINE_GROUPS: tuple[tuple[tuple[Kind, ...], str | None], ...] = (
    (("undecided", *INCOMES), "budget.vat_due"),
    (("solidarity", "transfer", "subsidy"), None),
    (COSTS, "budget.vat_back"),
    (("depreciation", "interest", "profit_tax"), None),
)

_HasResult = budget.Account | budget.Year


def print_budget(space: Space, console: Console, settings: Sequence[str] = ()) -> None:
    """Print the three years: people, each organisation, the place, its cash, then the missing facts.

    ``settings`` are assumptions to replace, such as ``residents=8``; the difference that they make is printed too.
    Raises ``Problems`` for those that are invalid.
    """
    labels = _assumption_labels(space, console)
    scenario = what_if(space, settings, labels)
    printer = _BudgetPrinter(scenario.space, console)
    if scenario.changes:
        console.print_message("budget.tried")
    for change in scenario.changes:
        values = change.before if isinstance(change.before, tuple) else (change.before,)
        texts = ["?" if value is None else printer.fmt.number(value) for value in values]
        before = texts[0] if len(set(texts)) == 1 else " / ".join(texts)
        after = printer.fmt.number(change.after)
        console.print_message("budget.change", name=labels[change.name], before=before, after=after)
    printer.print_tables()
    if scenario.changes:
        printer.print_difference(budget.forecast(space))
    printer.print_conclusions()


def _assumption_labels(space: Space, console: Console) -> dict[str, str]:
    """What each assumption that can be changed is called, by its name."""
    fmt = FactFormatter(space, space.identity.language, document=True)
    sold = {key: sold_label(fmt, key) for key in (*space.prices.offers, *space.prices.passes)}
    counts = ("residents", "occasional", "target_coworkers", "opening_months", "solidarity")
    labels = {name: console.text(f"whatif.label_{name}") for name in counts} | sold
    labels |= {f"occasional_buys.{key}": console.text("whatif.label_buys", about=label) for key, label in sold.items()}
    sections: dict[str, Sequence[Cost | Subsidy]] = {"costs": space.budget.costs, "subsidies": space.budget.subsidies}
    for section, lines in sections.items():
        for index, line in enumerate(lines):
            owner = line.paid_by if isinstance(line, Cost) else line.received_by
            about = (line.label, organisation_name(space, owner, fmt.locale)) if owner else (line.label,)
            labels[f"{section}.{index}"] = ", ".join(about)
    return labels


def print_missing(missing: MissingFact, fmt: FactFormatter, console: Console) -> None:
    """Print a missing fact with the line of its file or, where the file has no line for it, what to type below which."""
    what = missing_label(missing, fmt)
    file = yaml_reader.parse((fmt.space.root / missing.file).read_text(encoding="utf-8"))
    if absent := file.missing_lines(missing.path):
        values = absent_lines(absent, console)
        console.print_message("budget.missing_absent", what=what, file=missing.file, **values)
    else:
        console.print_message("budget.missing", what=what, file=missing.file, line=file.line(missing.path))


class _BudgetPrinter:
    def __init__(self, space: Space, console: Console):
        self.console, self.text = console, console.text
        self.forecast = budget.forecast(space)
        self.years = self.forecast.years
        self.fmt = FactFormatter(space, space.identity.language, document=True)

    def print_tables(self) -> None:
        headings = [self.text("budget.line"), *(self.text("budget.year", number=year.number) for year in self.years)]
        self.console.print_table(self.text("budget.people"), headings, self._people_rows())
        for accounts in self._accounts():
            rows = [*self._account_rows(accounts), self._result_row(self.text("budget.result"), accounts)]
            self.console.print_table(self._name(accounts[0].organisation), headings, rows, total=True)
        rows = [self._result_row(self._name(accounts[0].organisation), accounts) for accounts in self._accounts()]
        rows.append(self._result_row(self.text("budget.place_result"), self.years))
        self.console.print_table(self.text("budget.place"), headings, rows, total=True)
        self._print_free_uses(headings)
        self.console.print_table(self.text("budget.cash"), headings, self._cash_rows())

    def print_difference(self, real: budget.Forecast) -> None:
        """Print each result of ``real``, the forecast without the changed assumptions, beside that with them."""
        by_revenue = self.fmt.space.organisations.common_costs.key == "revenue"
        rows = []
        for old, new in zip(real.years, self.years, strict=True):
            pairs: list[tuple[str, _HasResult, _HasResult]] = [
                (self._name(before.organisation), before, after)
                for before, after in zip(old.accounts, new.accounts, strict=True)
            ]
            pairs.append((self.text("budget.place_result"), old, new))
            for name, before, after in pairs:
                change = _change(before, after, by_revenue)
                sign = "+" if change is not None and change > 0 else ""
                results = (before.result, after.result)
                rows.append([name, str(old.number), *map(self._amount, results), sign + self._amount(change)])
        headings = [self.text(f"budget.{name}") for name in ("line", "in_year", "before", "after", "change_made")]
        self.console.print_table(self.text("budget.difference"), headings, rows)

    def print_conclusions(self) -> None:
        """Print the break-even point, how long the cash of each organisation lasts, and the missing facts."""
        last_year = self.years[-1]
        if point := last_year.break_even:
            percents = {
                name: "?" if percent is None else percent_text(percent, self.fmt.locale)
                for name, percent in (("target", point.percent_of_target), ("today", point.percent_of_today))
            }
            code, coworkers = _break_even_code(point), _count(point.coworkers)
            self.console.print_message(code, year=last_year.number, coworkers=coworkers, **percents)
        for cash in self.forecast.cash:
            organisation = self._name(cash.organisation)
            name = capitalised(organisation)
            if cash.shortage is not None:
                amount = money(cash.shortage.amount, self.fmt.locale)
                self.console.print_message("budget.cash_runs_out", name=name, month=cash.shortage.month, amount=amount)
            elif cash.complete:
                self.console.print_message("budget.cash_lasts", name=name, amount=self._amount(cash.in_hand[-1]))
            else:
                self.console.print_message("budget.cash_unknown", name=name)
        self.console.print_message("budget.left_out")
        if self.forecast.missing:
            self.console.print_message("budget.incomplete")
        for missing in self.forecast.missing:
            print_missing(missing, self.fmt, self.console)

    def _accounts(self) -> Iterator[list[budget.Account]]:
        """Of each organisation, its account of each year."""
        for number in range(len(self.years[0].accounts)):
            yield [year.accounts[number] for year in self.years]

    def _people_rows(self) -> Iterator[list[str]]:
        """The number of coworkers of each kind, and the number at the break-even point."""
        for kind in ("residents", "occasional"):
            yield [self.text(f"budget.{kind}_count"), *(_count(getattr(year, kind)) for year in self.years)]
        points = [year.break_even for year in self.years if year.break_even]
        if points:
            never = self.text("budget.never")
            yield [self.text("budget.even"), *(never if point.never else _count(point.coworkers) for point in points)]

    def _account_rows(self, accounts: Sequence[budget.Account]) -> Iterator[list[str]]:
        """The lines of an organisation as paid, one column a year, and the VAT of incomes and costs after these."""
        for kinds, vat_code in _LINE_GROUPS:
            for number, line in enumerate(accounts[0].lines):
                if line.kind in kinds:
                    yield [self._line_label(line), *(self._amount(account.lines[number].paid) for account in accounts)]
            vat = [account.vat(kinds) for account in accounts]
            if vat_code and any(amount != 0 for amount in vat):
                yield [self.text(vat_code), *map(self._amount, vat)]

    def _line_label(self, line: budget.BudgetLine) -> str:
        """The label of a line in the budget, or its kind and what it is about."""
        if line.kind == "transfer" and line.stream and line.key:
            received = collector(self.fmt.space, line.stream) == line.key
            code = "budget.transfer_in" if received else "budget.transfer_out"
            return self.text(code, name=self._name(line.key), stream=self.fmt.t(f"service_{line.stream}"))
        if line.kind in ("occasional", "sale"):
            return self.text(f"budget.{line.kind}", about=sold_label(self.fmt, line.key or ""))
        if line.kind in ("depreciation", "interest"):
            return self.text(f"budget.{line.kind}", about=line.label)
        return line.label or self.text(f"budget.{line.kind}")

    def _print_free_uses(self, headings: Sequence[str]) -> None:
        """Print what the solidarity share pays for: what is set aside, the free uses, their value, what is left."""
        uses = [year.free_uses for year in self.years if year.free_uses]
        if not uses:
            return
        space = self.fmt.space
        name = self._name(collector(space, COWORKING))
        unit = sold_label(self.fmt, space.organisations.solidarity.unit)
        rows = [
            [self.text("budget.free_aside", name=name), *(self._amount(use.aside) for use in uses)],
            [self.text("budget.free_carried"), *(self._amount(use.carried) for use in uses)],
            [self.text("budget.free_count", unit=unit), *(_count(use.count) for use in uses)],
            [
                self.text("budget.free_value", price=self._amount(uses[0].price)),
                *(self._amount(use.value) for use in uses),
            ],
            [self.text("budget.free_left"), *(self._amount(use.left) for use in uses)],
        ]
        self.console.print_table(self.text("budget.free_title"), headings, rows, total=True)
        self.console.print_message("budget.free_note", name=name)

    def _cash_rows(self) -> Iterator[list[str]]:
        """The cash of each organisation at the end of each year."""
        for cash in self.forecast.cash:
            amounts = (cash.in_hand[year.number * budget.MONTHS - 1] for year in self.years)
            yield [self._name(cash.organisation), *map(self._amount, amounts)]

    def _result_row(self, label: str, years: Sequence[_HasResult]) -> list[str]:
        return [label, *(self._amount(year.result) for year in years)]

    def _amount(self, amount: Decimal | None) -> str:
        return "?" if amount is None else money(amount, self.fmt.locale)

    def _name(self, organisation: str) -> str:
        return organisation_name(self.fmt.space, organisation, self.fmt.locale)


def _change(before: _HasResult, after: _HasResult, by_revenue: bool) -> Decimal | None:
    """The difference between two results; None unless what is unknown is the same in both, and so adds nothing to it.

    The part of an unknown common cost changes with incomes where these are its key (``by_revenue``).
    """
    if before.unknown != after.unknown or (by_revenue and any(line.kind == "common_cost" for line in before.unknown)):
        return None
    return total((*(line.amounts.ht for line in after.known), *(negated(line.amounts.ht) for line in before.known)))


def _break_even_code(point: budget.BreakEven) -> str:
    if point.never:
        return "budget.even_never"
    if not point.coworkers:
        return "budget.even_unknown" if point.coworkers is None else "budget.even_already"
    return "budget.even_at" if point.percent_of_target is None else "budget.even_of_target"


def _count(number: int | None) -> str:
    return "?" if number is None else str(number)
