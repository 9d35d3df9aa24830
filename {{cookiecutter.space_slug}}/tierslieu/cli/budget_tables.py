"""Prints what ``./lieu budget`` shows: the three years of the forecast as tables, then its conclusions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from tierslieu import budget
from tierslieu.budget.accounts import COSTS, INCOMES, Kind
from tierslieu.build.readable_facts import absent_lines
from tierslieu.core import yaml_reader
from tierslieu.core.problems import MissingFact
from tierslieu.facts import forecast_rows, organisation_name
from tierslieu.facts.forecast_rows import accounts_by_organisation, break_even_text, count_text, result_row
from tierslieu.facts.formatter import UNKNOWN, FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.facts.three_years import missing_label
from tierslieu.finance.shares import COWORKING, collector, reserves_free_uses
from tierslieu.finance.what_if import what_if
from tierslieu.model import Space
from tierslieu.months.budget_comparison import comparison_rows, latest, outside_sentence, year_sentence

from .console import Console

#: The lines of an account in the order of the table, each group with the message of the VAT in it.
_LINE_GROUPS: tuple[tuple[tuple[Kind, ...], str | None], ...] = (
    (("undecided", *INCOMES), "budget.vat_due"),
    (("solidarity", "transfer", "subsidy"), None),
    (COSTS, "budget.vat_back"),
    (("depreciation", "interest", "profit_tax"), None),
)


def print_budget(space: Space, console: Console, settings: Sequence[str] = ()) -> None:
    """Print the three years: people, each organisation, the place, its cash, then the missing facts.

    ``settings`` are assumptions to replace, such as ``residents=8``; the difference that they make is printed too.
    Raises ``Problems`` for those that are invalid.
    """
    labels = forecast_rows.assumption_labels(FactFormatter(space, space.identity.language, document=True))
    scenario = what_if(space, settings, labels)
    printer = _BudgetPrinter(scenario.space, console)
    if scenario.changes:
        console.print_message("budget.tried")
    for change in scenario.changes:
        values = change.before if isinstance(change.before, tuple) else (change.before,)
        texts = [UNKNOWN if value is None else printer.fmt.number(value) for value in values]
        before = texts[0] if len(set(texts)) == 1 else " / ".join(texts)
        after = printer.fmt.number(change.after)
        console.print_message("budget.change", name=labels[change.name], before=before, after=after)
    printer.print_tables()
    if scenario.changes:
        printer.print_difference(budget.forecast(space))
    printer.print_conclusions()
    printer.print_comparison()


def print_missing(missing: MissingFact, fmt: FactFormatter, console: Console) -> None:
    """Print a missing fact with the line of its file or, where the file has no line for it, what to type below which."""
    what = missing_label(missing, fmt)
    file = yaml_reader.parse((fmt.space.root / missing.file).read_text(encoding="utf-8"))
    if absent := file.missing_lines(missing.path):
        values = absent_lines(absent, console.text)
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
        results = []
        for accounts in accounts_by_organisation(self.forecast):
            name = self._name(accounts[0].organisation)
            rows = [*self._account_rows(accounts), result_row(self.fmt, self.text("budget.result"), accounts)]
            self.console.print_table(name, headings, rows, total=True)
            results.append(result_row(self.fmt, name, accounts))
        results.append(result_row(self.fmt, self.text("budget.place_result"), self.years))
        self.console.print_table(self.text("budget.place"), headings, results, total=True)
        self._print_free_uses(headings)
        self.console.print_table(self.text("budget.cash"), headings, forecast_rows.cash_rows(self.fmt, self.forecast))

    def print_difference(self, real: budget.Forecast) -> None:
        """Print each result of ``real``, the forecast without the changed assumptions, beside that with them."""
        headings = [self.text(f"budget.{name}") for name in ("line", "in_year", "before", "after", "change_made")]
        rows = forecast_rows.difference_rows(self.fmt, real, self.forecast)
        self.console.print_table(self.text("budget.difference"), headings, rows)

    def print_conclusions(self) -> None:
        """Print the break-even point, how long the cash of each organisation lasts, and the missing facts."""
        even = forecast_rows.break_even_sentence(self.fmt, self.years[-1])
        for sentence in filter(None, (even, *forecast_rows.cash_sentences(self.fmt, self.forecast))):
            click.echo(sentence)
        self.console.print_message("budget.left_out")
        if self.forecast.missing:
            self.console.print_message("budget.incomplete")
        for missing in self.forecast.missing:
            print_missing(missing, self.fmt, self.console)

    def print_comparison(self) -> None:
        """Print the year of the last closed month beside its months, and what it would take to reach it."""
        if outside := outside_sentence(self.fmt):
            click.echo(outside)
        compared = latest(self.fmt.space)
        if compared:
            headings, *rows = comparison_rows(self.fmt, compared)
            self.console.print_table(self.text("month.compared_title", number=compared.number), headings, rows)
            click.echo(year_sentence(self.fmt, compared))

    def _people_rows(self) -> Iterator[list[str]]:
        """The number of coworkers of each kind, and the number at the break-even point."""
        for kind in ("residents", "occasional"):
            yield [self.text(f"budget.{kind}_count"), *(count_text(getattr(year, kind)) for year in self.years)]
        points = [year.break_even for year in self.years if year.break_even]
        if points:
            yield [self.text("budget.even"), *(break_even_text(point, self.fmt.locale) for point in points)]

    def _account_rows(self, accounts: Sequence[budget.Account]) -> Iterator[list[str]]:
        """The lines of an organisation as paid, one column a year, and the VAT of incomes and costs after these."""
        for kinds, vat_code in _LINE_GROUPS:
            yield from forecast_rows.account_rows(self.fmt, accounts, kinds)
            if vat_code:
                yield from forecast_rows.vat_rows(self.fmt, accounts, kinds, vat_code)

    def _print_free_uses(self, headings: Sequence[str]) -> None:
        """Print what the solidarity share pays for: what is set aside, the free uses, their value, what is left."""
        uses = [year.free_uses for year in self.years if year.free_uses]
        if not uses:
            return
        space, amount = self.fmt.space, self.fmt.amount
        name = self._name(collector(space, COWORKING))
        unit = sold_label(self.fmt, space.organisations.solidarity.unit)
        reserved = reserves_free_uses(space)
        first = self.text("budget.free_aside", name=name) if reserved else self.text("budget.free_worth")
        rows = [
            [first, *(amount(use.aside) for use in uses)],
            *([[self.text("budget.free_carried"), *(amount(use.carried) for use in uses)]] if reserved else ()),
            [self.text("budget.free_count", unit=unit), *(count_text(use.count) for use in uses)],
            [self.text("budget.free_value", price=amount(uses[0].price)), *(amount(use.value) for use in uses)],
            *([[self.text("budget.free_left"), *(amount(use.left) for use in uses)]] if reserved else ()),
        ]
        self.console.print_table(self.text("budget.free_title"), headings, rows, total=reserved)
        if reserved:
            self.console.print_message("budget.free_note", name=name)
        else:
            self.console.print_message("budget.free_voted", name=name)

    def _name(self, organisation: str) -> str:
        return organisation_name(self.fmt.space, organisation, self.fmt.locale)
