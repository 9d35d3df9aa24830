"""The budget: its lines in one table with the results of each organisation, other forms, and what if."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu import budget
from tierslieu.budget.accounts import COSTS, INCOMES, total
from tierslieu.check.apply_rules import checked_facts
from tierslieu.core.paths import BUDGET
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import charts
from tierslieu.editor import typed_values
from tierslieu.editor.form_fields import Control
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.form_tree import EntryList, FormEntry, Node, leaves
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.facts import forecast_rows, organisation_heading
from tierslieu.facts.forecast_rows import break_even_text
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.three_years import missing_label
from tierslieu.finance.what_if import values, what_if
from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.budget import Budget

_SCREEN = "editor.nav_budget"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The field that names whose a line of a list is.
_OWNERS = {"/costs": "paid_by", "/subsidies": "received_by"}
#: The message of each group of assumptions, and how their names begin; the longest beginning that fits counts.
_GROUPS = {
    "editor.try_people": ("residents", "occasional", "target_coworkers", "opening_months"),
    "editor.try_prices": ("",),
    "editor.try_uses": ("occasional_buys.",),
    "editor.try_shares": ("solidarity", "shares.", "common_costs."),
}


@dataclass(frozen=True)
class LineGroup:
    """The lines of an organisation, or the common costs, whose ``key`` is empty.

    Of ``typed``, each is an entry with the name of its list, and its inputs by key; rows ``before`` and ``after`` these
    are computed, the last one being the sum.
    """

    key: str
    title: str
    before: list[list[str]]
    typed: list[tuple[str, FormEntry, dict[str, Node]]]
    after: list[list[str]]


def _summary(space: Space, view: View) -> Mapping[str, Any]:
    """What the three years give."""
    fmt = FactFormatter(space, space.identity.language, document=True)
    return _conclusions(fmt, budget.forecast(space))


def _table(space: Space, view: View) -> Mapping[str, Any]:
    """The groups of the table, then what the three years give."""
    fmt = FactFormatter(space, space.identity.language, document=True)
    forecast = budget.forecast(space)
    accounts = {lines[0].organisation: lines for lines in forecast_rows.accounts_by_organisation(forecast)}
    shared = [total(line.paid for line in _common(year.lines)) for year in forecast.years]
    groups = [LineGroup("", view.t("budget.common_cost"), [], [], [[view.t("editor.sum"), *map(fmt.amount, shared)]])]
    groups += [_group(fmt, view, key, lines) for key, lines in accounts.items()]
    by_key = {group.key: group for group in groups}
    for name, owner, entry, cells in sorted(_typed_lines(view), key=lambda line: line[0] == "/costs"):
        by_key.get(owner, groups[0]).typed.append((name, entry, cells))
    return {"groups": groups, **_conclusions(fmt, forecast)}


def _group(fmt: FactFormatter, view: View, key: str, accounts: Sequence[budget.Account]) -> LineGroup:
    before = [
        *forecast_rows.account_rows(fmt, accounts, ("undecided", *INCOMES)),
        *forecast_rows.vat_rows(fmt, accounts, ("undecided", *INCOMES), "budget.vat_due"),
        *forecast_rows.account_rows(fmt, accounts, ("solidarity", "transfer")),
    ]
    shared = [_common(account.lines) for account in accounts]
    after = [[view.t("editor.part_of_common"), *(fmt.amount(total(line.paid for line in year)) for year in shared)]]
    after = after if any(shared) else []
    after += forecast_rows.vat_rows(fmt, accounts, COSTS, "budget.vat_back")
    after += forecast_rows.account_rows(fmt, accounts, ("depreciation", "interest", "profit_tax"))
    name = organisation_heading(fmt.space, key, fmt.locale)
    result = forecast_rows.result_row(fmt, view.t("budget.result"), accounts)
    return LineGroup(key, name, before, [], [*after, result])


def _common(lines: Iterable[budget.BudgetLine]) -> list[budget.BudgetLine]:
    return [line for line in lines if line.kind == "common_cost"]


def _conclusions(fmt: FactFormatter, forecast: budget.Forecast) -> dict[str, Any]:
    """The break-even point, the cash, what is missing, and the charts that can be drawn."""
    sentences = (forecast_rows.break_even_sentence(fmt, year) for year in forecast.years)
    pictures = (charts.picture(fmt, name, forecast) for name in charts.CHARTS)
    return {
        "sentences": [*filter(None, sentences), *forecast_rows.cash_sentences(fmt, forecast)],
        "missing": [(missing_label(fact, fmt), fact.file) for fact in forecast.missing],
        "charts": [picture for picture in pictures if picture],
        "results": [
            *(
                forecast_rows.result_row(fmt, organisation_heading(fmt.space, key, fmt.locale), lines)
                for lines in forecast_rows.accounts_by_organisation(forecast)
                for key in [lines[0].organisation]
            ),
            forecast_rows.result_row(fmt, messages.text(fmt.locale, "budget.place_result"), forecast.years),
        ],
    }


def _typed_lines(view: View) -> Iterator[tuple[str, str, FormEntry, dict[str, Node]]]:
    """Each line of the lists of ``_OWNERS``: the list, whose line it is, its entry, its inputs by key."""
    for one in leaves(view.nodes):
        for entry in one.entries if isinstance(one, EntryList) else ():
            cells = {node.name.rpartition("/")[2]: node for node in entry.nodes}
            owner = cells[_OWNERS[one.name]]
            yield one.name, getattr(owner, "text", ""), entry, cells


def _page(name: str, *keys: str) -> FormPage:
    form = Form(BUDGET, (), Budget, keys)
    return FormPage(f"budget/{name}/", f"editor.budget_{name}", form, "gouvernance/", "budget_form.html", _summary)


PAGES = (
    FormPage(
        "budget/", "editor.budget_table", Form(BUDGET, (), Budget, ("costs", "subsidies")), "gouvernance/",
        "budget.html", _table,
    ),
    _page("sales", "occasional_buys", "opening_months", "closed_months", "ramp_up_months", "sales", "other_sales"),
    _page("invest", "investments", "contributions", "loans"),
    _page("cash", "opening_cash", "profit_tax"),
    _page("actions", "actions"),
    _page("try"),
)  # fmt: skip


@dataclass(frozen=True)
class Assumption:
    """An assumption to try: its name, its words, its value today and what is typed."""

    name: str
    label: str
    before: str
    typed: str

    @property
    def is_changed(self) -> bool:
        return self.typed.strip() != self.before


def try_assumptions(request: HttpRequest) -> HttpResponse:
    """What other prices, uses or shares would change; nothing is saved."""
    place: OpenPlace = request.place
    space = checked_facts(place.root, place.today())
    fmt = FactFormatter(space, space.identity.language, document=True)
    labels = forecast_rows.assumption_labels(fmt)
    groups = _assumptions(space, labels, request.GET.dict(), place.language)
    changed = [one for rows in groups.values() for one in rows if one.is_changed]
    names: dict[str, Any] = {"differences": [], "problems": (), "faulty": (), "changed": changed}
    real = tried = budget.forecast(space)
    try:
        tried_space = what_if(space, [f"{one.name}={one.typed}" for one in changed], {}).space
        tried = budget.forecast(tried_space)
        if changed:
            names["differences"] = [*_even_rows(place, real, tried), *forecast_rows.difference_rows(fmt, real, tried)]
        fmt = FactFormatter(tried_space, fmt.locale, document=True)
    except Problems as error:
        names["problems"], names["faulty"] = _in_words(error.problems, labels)
    names |= {"groups": groups, "tried": _conclusions(fmt, tried)}
    status = 422 if names["problems"] else 200
    return render(request, "budget_try.html", status=status, screen=_SCREEN, page=PAGES[-1], pages=PAGES, **names)


def _even_rows(place: OpenPlace, real: budget.Forecast, tried: budget.Forecast) -> Iterator[list[str]]:
    """The coworkers at the break-even point of each year, before and after."""
    for before, after in zip(real.years, tried.years, strict=True):
        points = [point for point in (before.break_even, after.break_even) if point]
        counts = [point.coworkers for point in points if point.coworkers is not None]
        words = (break_even_text(point, place.language) for point in points)
        change = f"{counts[1] - counts[0]:+}".replace("-", "\N{MINUS SIGN}") if len(counts) == 2 else ""
        if points:
            yield [place.text("editor.even_coworkers"), str(before.number), *words, change]


def _assumptions(
    space: Space, labels: Mapping[str, str], typed: Mapping[str, str], language: str
) -> dict[str, list[Assumption]]:
    """The assumptions by group; lines of the budget are changed in the table, which can be tried too."""
    groups: dict[str, list[Assumption]] = {title: [] for title in _GROUPS}
    for name, value in values(space).items():
        if isinstance(value, tuple):
            continue
        fits = [(len(begin), title) for title, begins in _GROUPS.items() for begin in begins if name.startswith(begin)]
        control = Control.AMOUNT if isinstance(value, Decimal) else Control.NUMBER
        before = typed_values.written(value, control, language)
        groups[max(fits)[1]].append(Assumption(name, labels[name], before, typed.get(name, before)))
    return {title: rows for title, rows in groups.items() if rows}


def _in_words(problems: Iterable[Problem], labels: Mapping[str, str]) -> tuple[list[Problem], list[str]]:
    """Problems that call assumptions as the form does, and the names of these."""
    faulty = [str(problem.values[key]) for problem in problems for key in ("name", "offer") if key in problem.values]
    words = [
        replaced(problem, values={key: labels.get(str(value), value) for key, value in problem.values.items()})
        for problem in problems
    ]
    return words, faulty


def workbook(request: HttpRequest) -> HttpResponse:
    """The workbook of the budget as it is saved."""
    from tierslieu.workbook.build import build_workbook  # heavy to load, and only this needs it

    answer = HttpResponse(
        build_workbook(checked_facts(request.place.root, request.place.today())), content_type=_WORKBOOK
    )
    answer["Content-Disposition"] = "attachment; filename=budget.xlsx"
    return answer


urlpatterns = [
    *routes(_SCREEN, PAGES)[:-1],
    path("budget/try/", try_assumptions),
    path("budget/workbook/", workbook),
]
