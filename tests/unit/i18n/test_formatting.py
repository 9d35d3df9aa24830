"""Texts of the vocabulary in one language."""

from __future__ import annotations

import pytest

from tierslieu.i18n.formatting import translated


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": "the association", "fr": "l’association"}, "the association"),
        ({"de": "der Verein", "fr": "l’association"}, "l’association"),
        ({"de": "der Verein", "fr": "l’association", "en": ""}, "l’association"),
        ({"de": "der Verein", "oc": "l’associacion"}, "der Verein"),
    ],
)
def test_a_text_without_a_translation_is_in_french_else_in_the_first_language_listed(
    texts: dict[str, str], expected: str
) -> None:
    assert translated(texts, "en") == expected
