"""What templates are told: numbers as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tierslieu.facts import money, percent_text, words


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("15", "15\u00a0€", "€15"),
        ("15.00", "15\u00a0€", "€15"),
        ("9.50", "9,50\u00a0€", "€9.50"),
        ("1680", "1\u202f680\u00a0€", "€1,680"),
    ],
)
def test_an_amount_and_its_sign_stay_on_one_line(amount: str, french: str, english: str) -> None:
    assert (money(Decimal(amount), "fr"), money(Decimal(amount), "en")) == (french, english)


def test_percents() -> None:
    assert [percent_text(Decimal("12.5"), locale) for locale in ("fr", "en")] == ["12,5\u00a0%", "12.5%"]


def test_a_text_that_no_one_has_translated_is_in_french() -> None:
    assert words({"fr": "l’association"}, "en") == "l’association"
