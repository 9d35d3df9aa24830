"""Prices that are typed by hand in a text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from support.factories import activity, comptoir

from tierslieu.check.typed_prices import typed_prices_are_those_of_the_grid
from tierslieu.model import News, Page, Source

GRIDS = {"grids": [
    {"amounts": {"half_day": "9", "day": "14", "month": "280", "pass_10": "80"}},
    {"from": "2027-01-01", "amounts": {"half_day": "9", "day": "15", "month": "280", "pass_10": "80"}},
    {"from": "2027-09-01", "amounts": {"half_day": "10", "day": "16", "month": "1280", "pass_10": "80"}},
]}  # fmt: skip


def page(body: str, locale: str = "fr") -> Source[Page]:
    meta = Page.model_validate({"key": "home", "title": "T", "description": "D"})
    return Source(f"content/{locale}/pages/a.md", locale, "a", meta, body, 5)


def news(body: str, day: str) -> Source[News]:
    meta = News.model_validate({"title": "T", "date": day, "description": "D"})
    return Source("content/fr/news/a.md", "fr", "a", meta, body, 5)


def told(**texts: Any) -> list[tuple[int | None, str, str]]:
    space = comptoir(prices=GRIDS, today=dt.date(2027, 1, 4), identity={"other_languages": ["en"]}, **texts)
    findings = list(typed_prices_are_those_of_the_grid(space))
    assert all(finding.level == "warning" for finding in findings)
    return [(finding.line, finding.values["offer"], str(finding.values["typed"])) for finding in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La journée est à 12 €.", [(5, "day", "12")]),
        ("Venez\u00a0: 12,50\u00a0€ la journée.", [(5, "day", "12.50")]),
        ("La demi-journée coûte 9 €, la journée 15 euros.", []),
        ("La demi-journée coûte 15 €.", [(5, "half_day", "15")]),
        ("La journée passe à 16 € en septembre.", []),
        ("Un mois à 1\u202f280 €, un repas à 12 €.", []),
        ("La journée est à {{ prices.day }}.", []),
        ("{# La journée\nest à 12 €. #}\nUne journée. Le repas coûte 12 €.", []),
        ("Un\n\njournée à 12 euros", [(7, "day", "12")]),
        ("10 euros à la journée", [(5, "day", "10")]),
        ("10 EUROS pour la journée", [(5, "day", "10")]),
        ("**10 euros** la **journée**", [(5, "day", "10")]),
        ("Journée\u00a0: 10 euros. **Journée**\u00a0: **11 €**", [(5, "day", "10"), (5, "day", "11")]),
        ("Une subvention de 900 € par mois.", []),
    ],
)
def test_a_price_of_a_page_or_an_activity_is_that_of_today_or_to_come(text: str, expected: list[Any]) -> None:
    assert told(pages=(page(text),)) == expected
    assert len(told(activities=(activity(body=text),))) == len(expected)


@pytest.mark.parametrize(("day", "amounts"), [("2026-11-16", []), ("2027-01-02", ["14"])])
def test_news_may_have_the_price_of_their_day(day: str, amounts: list[str]) -> None:
    assert [amount for _, _, amount in told(news=(news("La journée est à 14 €.", day),))] == amounts


def test_the_names_are_those_of_the_language() -> None:
    assert [offer for _, offer, _ in told(pages=(page("A day for 12 €, 12 € a day.", "en"),))] == ["day", "day"]
    assert told(pages=(page("A day for 12 €."),)) == []
