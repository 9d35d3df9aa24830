"""Texts, dates, times, numbers and sizes in one language; its patterns are in ``vocabulary/locales/``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal

from tierslieu.core.opening_hours import WEEKDAYS

from .messages import DEFAULT_LANGUAGE


def translated(texts: Mapping[str, str], locale: str) -> str:
    """A text of ``vocabulary/`` in ``locale``, else in French, else in the first language listed."""
    return texts.get(locale) or texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()))


def capitalised(text: str) -> str:
    """``text`` with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def with_minus_sign(number: str) -> str:
    """``number`` as it is printed: babel writes the minus sign of French and of English as a hyphen."""
    return number.replace("-", "\N{MINUS SIGN}")


class LocaleFormatter:
    """Formats values in one language, with its ``strings`` by key and babel's data."""

    def __init__(self, locale: str, strings: Mapping[str, str]):
        self.code = locale
        self.strings = strings
        self.locale = Locale.parse(locale)
        self.date = lru_cache(maxsize=None)(self._date)

    def t(self, key: str, /, **values: Any) -> str:
        """The text ``key``, filled with ``values``."""
        return self.strings[key].format(**values)

    def _date(self, day: dt.date, pattern: str = "full") -> str:
        """A date in a pattern of the language (``day``, ``date``, ``full``) or of babel."""
        text = format_date(day, self.strings.get(f"pattern_{pattern}", pattern), locale=self.locale)
        return re.sub(r"(?<!\d)1(?!\d)", self.t("first_of_month"), text, count=1) if day.day == 1 else text

    def time(self, moment: dt.time | dt.datetime) -> str:
        """A time of day: ``14 h``, ``9 h 30``."""
        if moment.minute:
            return self.t("time_minutes", hour=moment.hour, minutes=f"{moment.minute:02}")
        return self.t("time_whole", hour=moment.hour)

    def span(self, start: dt.datetime, end: dt.datetime) -> str:
        """From ``start`` to ``end``: times on one day, or over one night; otherwise dates."""
        if start.date() == end.date() or end - start < dt.timedelta(hours=12):
            return self.t("time_range", start=self.time(start), end=self.time(end))
        return self.t("date_range", start=self.date(start.date(), "day"), end=self.date(end.date(), "day"))

    def duration(self, minutes: int) -> str:
        """A duration: ``45 min``, ``2 h``, ``1 h 30``."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.t("duration_minutes", minutes=rest)
        if not rest:
            return self.t("duration_hours", hours=hours)
        return self.t("duration_hours_minutes", hours=hours, minutes=f"{rest:02}")

    def number(self, value: int | Decimal) -> str:
        """A number with the separators of the language."""
        return with_minus_sign(format_decimal(value, locale=self.locale))

    def plural(self, key: str, count: int | Decimal) -> str:
        """The text ``key`` in the plural form of ``count``: ``key_one``, ``key_other``…"""
        form = f"{key}_{self.locale.plural_form(count)}"
        return self.t(form if form in self.strings else f"{key}_other", count=self.number(count))

    def size(self, data: bytes) -> str:
        """The size of a file, in whole kilobytes."""
        return self.t("file_size", size=self.number(max(1, round(len(data) / 1000))))

    def language(self, code: str) -> str:
        """The name of a language, its code when babel has none."""
        return str(self.locale.languages.get(code, code))

    def weekday(self, name: str) -> str:
        """The name of a weekday of ``opening_hours``: ``Mo``, ``Tu``…"""
        return str(get_day_names(locale=self.locale)[WEEKDAYS.index(name)])

    def weekdays(self) -> list[str]:
        """The names of the weekdays, from the first of the week in this language."""
        first = self.locale.first_week_day
        return [self.weekday(name) for name in (*WEEKDAYS[first:], *WEEKDAYS[:first])]
