"""Languages that are not translated whole: a stub, or one that a place wrote before the kit had new words."""

from __future__ import annotations

from collections.abc import Mapping

from tierslieu.model import Locale

from .messages import DEFAULT_LANGUAGE


def completed(locales: Mapping[str, Locale]) -> tuple[dict[str, Locale], dict[str, tuple[str, ...]]]:
    """Each language with all words, those that it lacks borrowed from the first of the kit; and which these are."""
    first = locales.get(DEFAULT_LANGUAGE)
    known = first.strings if first else {}
    lacking = {name: tuple(key for key in known if key not in locale.strings) for name, locale in locales.items()}
    whole = {
        name: locale.model_copy(update={"strings": {**known, **locale.strings}}) if lacking[name] else locale
        for name, locale in locales.items()
    }
    return whole, {name: keys for name, keys in lacking.items() if keys}
