"""The budget and the split of an amount, as tables."""

from __future__ import annotations

from decimal import Decimal

from tierslieu import budget, split
from tierslieu.console import Voice
from tierslieu.facts import money, percent_text, words
from tierslieu.model import Space


def _called(space: Space, key: str) -> str:
    """How to name an organisation: its name or, while it has none, what it is."""
    organisation = space.organisations.organisations[key]
    article = space.vocabulary.legal_forms[organisation.legal_form].article
    return organisation.name or words(article, space.identity.language)


def budget_tables(space: Space, voice: Voice) -> None:
    """Print three years of each organisation: one table each, then what must be known for it to be complete."""
    forecast = budget.forecast(space)
    language = space.identity.language
    headings = [voice.text("budget.line"), *(voice.text("budget.year", number=year.number) for year in forecast.years)]
    people = [
        [voice.text(f"budget.{kind}_count"), *(_count(getattr(year, kind)) for year in forecast.years)]
        for kind in ("residents", "occasional")
    ]
    voice.table(voice.text("budget.people"), headings, people)
    for number, account in enumerate(forecast.years[0].accounts):
        accounts = [year.accounts[number] for year in forecast.years]
        rows = [
            [
                line.label or voice.text(f"budget.{line.kind}"),
                *(_amount(one.lines[row].amount, language) for one in accounts),
            ]
            for row, line in enumerate(account.lines)
        ]
        rows.append([voice.text("budget.result"), *(_result(one, language, voice) for one in accounts)])
        voice.table(_called(space, account.organisation), headings, rows, total=True)
    strings = space.vocabulary.locales[language].strings
    if forecast.missing:
        voice.say("budget.incomplete")
    for missing in forecast.missing:
        detail = strings.get(f"unit_{missing.detail}", missing.detail)
        what = f"{strings[missing.what]} ({detail})" if detail else strings[missing.what]
        voice.say("budget.missing", what=what, file=missing.file)


def split_table(space: Space, amount: Decimal, stream: str, voice: Voice) -> None:
    """Print who receives what of ``amount``."""
    found = split.explain(space, amount, stream)
    language = space.identity.language
    rows = [
        [
            voice.text("split.solidarity") if part.organisation is None else _called(space, part.organisation),
            percent_text(part.percent, language),
            money(part.amount, language),
        ]
        for part in found.parts
    ]
    rows.append([voice.text("split.total"), percent_text(Decimal(100), language), money(found.amount, language)])
    title = voice.text("split.title", amount=money(found.amount, language), stream=found.stream)
    headings = [voice.text(f"split.{name}") for name in ("who", "percent", "amount")]
    voice.table(title, headings, rows, total=True)
    if found.free_half_days is not None and found.half_day_price is not None:
        price = money(found.half_day_price, language)
        voice.say("split.free", count=found.free_half_days, price=price)
    strings = space.vocabulary.locales[language].strings
    for what in found.missing:
        voice.say("split.missing", what=strings[what])


def _count(value: int | None) -> str:
    return "?" if value is None else str(value)


def _result(account: budget.Account, language: str, voice: Voice) -> str:
    """The result as far as it is known; nothing known is not zero."""
    if all(line.amount is None for line in account.lines) and account.lines:
        return "?"
    return money(account.result, language) + ("" if account.complete else voice.text("budget.incomplete_mark"))


def _amount(value: Decimal | None, language: str) -> str:
    return "?" if value is None else money(value, language)
