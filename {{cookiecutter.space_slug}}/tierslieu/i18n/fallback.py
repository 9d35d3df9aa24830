"""Completes a language that lacks some texts of the interface with those in French."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu.model import Locale

from .messages import DEFAULT_LANGUAGE


def with_fallback(locales: Mapping[str, Locale]) -> tuple[dict[str, Locale], dict[str, tuple[str, ...]]]:
    """Each language with all strings, in French those that it lacks; then the keys of these, by language."""
    french = locales.get(DEFAULT_LANGUAGE)
    strings = french.strings if french else {}
    complete, untranslated = dict(locales), {}
    for code, locale in locales.items():
        if keys := tuple(key for key in strings if key not in locale.strings):
            complete[code] = locale.model_copy(update={"strings": {**strings, **locale.strings}})
            untranslated[code] = keys
    return complete, untranslated
