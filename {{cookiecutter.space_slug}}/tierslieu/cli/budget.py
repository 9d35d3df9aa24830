"""The budget and the split of an amount, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tierslieu import budget
from tierslieu.budget import split
from tierslieu.budget.accounts import COSTS, INCOMES, Kind
from tierslieu.core.problems import MissingFact
from tierslieu.facts import money, organisation_name, percent_text
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.facts.shares import stream_label, uses_text
from tierslieu.finance.shares import collector
from tierslieu.finance.what_if import what_if
from tierslieu.model import Space

from .console import Console

#: The lines of an account in the order shown, each group with the message for the VAT in it.
_ORDER: tuple[tuple[tuple[Kind, ...], str | None], ...] = (
    (INCOMES, "budget.vat_due"),
    (("solidarity", "transfer", "subsidy"), None),
    (COSTS, "budget.vat_back"),
    (("depreciation", "interest"), None),
)

#: What has a result, as far as it is known.
_Result = budget.Account | budget.Year


def budget_tables(space: Space, voice: Console, settings: Sequence[str] = ()) -> None:
    """Print the three years: people, each organisation, the place, its cash, then what must be known to complete them.

    ``settings`` are assumptions to change for once; the difference they make is shown. Raises ``Problems`` for those
    that can't be tried.
    """
    tried = what_if(space, settings)
    for number, change in enumerate(tried.changes):
        if not number:
            voice.say("budget.tried")
        voice.say(
            "budget.change",
            name=change.name,
            before="?" if change.before is None else change.before,
            after=change.after,
        )
    forecast = budget.forecast(tried.space)
    tell = FactFormatter(tried.space, tried.space.identity.language, document=True)
    headings = [voice.text("budget.line"), *(voice.text("budget.year", number=year.number) for year in forecast.years)]
    voice.table(voice.text("budget.people"), headings, _people_rows(forecast, voice))
    for number, account in enumerate(forecast.years[0].accounts):
        accounts = [year.accounts[number] for year in forecast.years]
        rows = [*_account_rows(accounts, tell, voice), _result_row(voice.text("budget.result"), accounts, tell, voice)]
        voice.table(organisation_name(space, account.organisation, tell.locale), headings, rows, total=True)
    voice.table(voice.text("budget.place"), headings, _place_rows(forecast, tell, voice), total=True)
    voice.table(voice.text("budget.cash"), headings, _cash_rows(forecast, tell))
    if tried.changes:
        _difference(budget.forecast(space), forecast, tell, voice)
    _conclusion(forecast, tell, voice)


def _people_rows(forecast: budget.Forecast, voice: Console) -> Iterator[list[str]]:
    """How many coworkers there are, and from how many the place lives on what it earns."""
    for kind in ("residents", "occasional"):
        yield [voice.text(f"budget.{kind}_count"), *(_count(getattr(year, kind)) for year in forecast.years)]
    points = [year.break_even for year in forecast.years if year.break_even]
    if points:
        never = voice.text("budget.never")
        yield [voice.text("budget.even"), *(never if it.never else _count(it.coworkers) for it in points)]


def _account_rows(accounts: Sequence[budget.Account], tell: FactFormatter, voice: Console) -> Iterator[list[str]]:
    """The lines of an organisation, as paid, year beside year; after incomes and after costs, the VAT that they hold."""
    for kinds, vat in _ORDER:
        for row, line in enumerate(accounts[0].lines):
            if line.kind in kinds:
                amounts = (_amount(account.lines[row].paid, tell.locale) for account in accounts)
                yield [_line_label(line, tell, voice), *amounts]
        held = [account.vat(kinds) for account in accounts]
        if vat and any(amount != 0 for amount in held):
            yield [voice.text(vat), *(_amount(amount, tell.locale) for amount in held)]


def _line_label(line: budget.BudgetLine, tell: FactFormatter, voice: Console) -> str:
    """What a line is: the words of the budget, or its kind and what it is about."""
    if line.kind == "transfer" and line.stream and line.key:
        received = collector(tell.space, line.stream) == line.key
        code = "budget.transfer_in" if received else "budget.transfer_out"
        return voice.text(
            code, name=organisation_name(tell.space, line.key, tell.locale), stream=tell.t(f"service_{line.stream}")
        )
    if line.kind in ("occasional", "sale"):
        return voice.text(f"budget.{line.kind}", about=sold_label(tell, line.key or ""))
    if line.kind in ("depreciation", "interest"):
        return voice.text(f"budget.{line.kind}", about=line.label)
    return line.label or voice.text(f"budget.{line.kind}")


def _place_rows(forecast: budget.Forecast, tell: FactFormatter, voice: Console) -> Iterator[list[str]]:
    """The result of each organisation, then of all together."""
    for number, account in enumerate(forecast.years[0].accounts):
        accounts = [year.accounts[number] for year in forecast.years]
        yield _result_row(organisation_name(tell.space, account.organisation, tell.locale), accounts, tell, voice)
    yield _result_row(voice.text("budget.place_result"), forecast.years, tell, voice)


def _cash_rows(forecast: budget.Forecast, tell: FactFormatter) -> Iterator[list[str]]:
    """What each organisation has in hand at the end of each year."""
    for cash in forecast.cash:
        hands = (cash.in_hand[year.number * budget.MONTHS - 1] for year in forecast.years)
        yield [
            organisation_name(tell.space, cash.organisation, tell.locale),
            *(_amount(hand, tell.locale) for hand in hands),
        ]


def _difference(before: budget.Forecast, after: budget.Forecast, tell: FactFormatter, voice: Console) -> None:
    """Print each result with the real assumptions, with those that are tried, and the difference."""
    rows = []
    for old, new in zip(before.years, after.years, strict=True):
        names = [organisation_name(tell.space, account.organisation, tell.locale) for account in old.accounts]
        pairs: list[tuple[_Result, _Result]] = [*zip(old.accounts, new.accounts, strict=True), (old, new)]
        for name, (real, tried) in zip([*names, voice.text("budget.place_result")], pairs, strict=True):
            change = tried.result - real.result
            results = (_result(one, tell.locale, voice) for one in (real, tried))
            rows.append([name, str(old.number), *results, ("+" if change > 0 else "") + money(change, tell.locale)])
    headings = [voice.text(f"budget.{name}") for name in ("line", "in_year", "before", "after", "change_made")]
    voice.table(voice.text("budget.difference"), headings, rows)


def _conclusion(forecast: budget.Forecast, tell: FactFormatter, voice: Console) -> None:
    """Say from how many coworkers the place lives on what it earns, how long its cash lasts, and what is missing."""
    last = forecast.years[-1]
    if last.break_even is not None:
        voice.say(_even_code(last.break_even), year=last.number, **_even_values(last.break_even, tell.locale))
    for cash in forecast.cash:
        words = organisation_name(tell.space, cash.organisation, tell.locale)
        name = words[0].upper() + words[1:]
        if cash.runs_out is not None:
            amount = money(cash.runs_out.amount, tell.locale)
            voice.say("budget.cash_runs_out", name=name, month=cash.runs_out.month, amount=amount)
        elif cash.complete:
            voice.say("budget.cash_lasts", name=name, amount=_amount(cash.in_hand[-1], tell.locale))
        else:
            voice.say("budget.cash_unknown", name=name)
    voice.say("budget.left_out")
    if forecast.missing:
        voice.say("budget.incomplete")
    for missing in forecast.missing:
        voice.say("budget.missing", what=_what(missing, tell), file=missing.file)


def _what(missing: MissingFact, tell: FactFormatter) -> str:
    """A missing fact in words, and whose or of what it is."""
    about = (
        organisation_name(tell.space, missing.organisation, tell.locale)
        if missing.organisation
        else sold_label(tell, missing.detail or "")
    )
    return f"{tell.t(missing.label)} ({about})" if about else tell.t(missing.label)


def _even_code(point: budget.BreakEven) -> str:
    if point.never:
        return "budget.even_never"
    if point.coworkers is None:
        return "budget.even_unknown"
    if not point.coworkers:
        return "budget.even_already"
    return "budget.even_at" if point.of_target is None else "budget.even_of_target"


def _even_values(point: budget.BreakEven, locale: str) -> dict[str, str]:
    percents = {"target": point.of_target, "today": point.of_today}
    shown = {name: "?" if percent is None else percent_text(percent, locale) for name, percent in percents.items()}
    return {"coworkers": _count(point.coworkers), **shown}


def split_table(space: Space, amount: Decimal, stream: str, voice: Console) -> None:
    """Print who receives what of ``amount``: each part, what it is a percent of, then what is still missing."""
    found = split.explain(space, amount, stream)
    tell = FactFormatter(space, space.identity.language, document=True)
    rows = [
        [
            voice.text(f"split.{part.kind}")
            if part.organisation is None
            else organisation_name(space, part.organisation, tell.locale),
            money(part.base, tell.locale),
            tell.percent(percent),
            money(part.amount, tell.locale),
        ]
        for part, percent in zip(found.parts, split.told_percents(found), strict=True)
    ]
    rows.append([voice.text("split.total"), "", "", money(found.amount, tell.locale)])
    label = tell.t("common_costs_title") if stream == split.COMMON_COSTS else stream_label(tell, stream)
    title = voice.text("split.title", amount=money(found.amount, tell.locale), stream=label)
    headings = [voice.text(f"split.{name}") for name in ("who", "base", "percent", "amount")]
    voice.table(title, headings, rows, total=True)
    if found.free_uses is not None and found.use_price is not None:
        uses = uses_text(tell, found.free_uses)
        voice.say("split.free", uses=uses, price=money(found.use_price, tell.locale))
    for missing in found.missing:
        voice.say("split.missing", what=_what(missing, tell), file=missing.file)


def _count(value: int | None) -> str:
    return "?" if value is None else str(value)


def _result_row(label: str, years: Sequence[_Result], tell: FactFormatter, voice: Console) -> list[str]:
    return [label, *(_result(one, tell.locale, voice) for one in years)]


def _result(one: _Result, language: str, voice: Console) -> str:
    """The result as far as it is known; nothing known is not zero."""
    if not one.known:
        return "?"
    return money(one.result, language) + ("" if one.complete else voice.text("budget.incomplete_mark"))


def _amount(value: Decimal | None, language: str) -> str:
    return "?" if value is None else money(value, language)
