"""Texts without capitals and accents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierslieu.core.folding import fold, fold_to_ascii, slug


@pytest.mark.parametrize(
    ("text", "folded", "ascii_text"),
    [
        ("Œuvre d’Été", "oeuvre d’ete", "oeuvre dete"),
        ("n° 2ᵉ ½", "n° 2ᵉ ½", "n 2e 12"),
        ("漢 É", "漢 e", " e"),
        ("Æ", "ae", "ae"),
    ],
)
def test_capitals_and_accents_go(text: str, folded: str, ascii_text: str) -> None:
    assert (fold(text), fold_to_ascii(text)) == (folded, ascii_text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_to_ascii(fold_to_ascii(text)) == fold_to_ascii(text)
    assert slug(slug(text)) == slug(text)
    assert fold_to_ascii(text).isascii() and len(slug(text)) <= 60
