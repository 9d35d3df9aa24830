"""A workbook being written: its file, the look of its cells, and the words of its language."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter  # type: ignore[import-untyped]

from tierslieu.core.deterministic_zip import zipped
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.model import Space

from .worksheet import Sheet

_ACCENT, _INK, _SOFT, _WARN = "#17495A", "#1B1F23", "#5B6770", "#9A3412"
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "number": {"align": "right"},
    "input": {"bg_color": "#FFF7DB", "border": 1, "border_color": "#C9A227", "locked": False},
    "total": {"bold": True, "top": 1},
    "title": {"bold": True, "font_size": 16, "font_color": _ACCENT},
    "place": {"font_color": _SOFT},
    "note": {"font_color": _INK},
    "heading": {"bold": True, "font_size": 12, "font_color": _ACCENT},
    "header": {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "text_wrap": True},
    "soft": {"font_color": _SOFT},
    "warning": {"bold": True, "font_color": _WARN},
    "missing": {"bg_color": "#FFB84D"},
    "unknown": {"bold": True, "font_color": _WARN, "bg_color": "#FFE9D6"},
}
#: The date of a file in which nothing has one: that of its parts, the oldest that a zip can tell.
_NO_DATE = dt.date(1980, 1, 1)


class Book:
    """The workbook of ``space``, in its language."""

    def __init__(self, space: Space):
        self.space = space
        language = space.identity.language
        self.words = LocaleFormatter(language, space.vocabulary.locales[language].strings)
        self.t = self.words.t
        self._file = io.BytesIO()
        self._xlsx = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._day = space.prices.grid(space.today).start
        self._formats: dict[tuple[str, ...], Any] = {}
        euros = _euros(self.words.locale.currency_formats["standard"].pattern)
        percent = self.words.locale.percent_formats[None].pattern
        self._numbers = {
            "euros": euros,
            "money": f'{euros};[Red]-{euros};"–"',
            "percent": percent.replace("#,##0", "0.00"),
            "whole_percent": percent.replace("#,##0", "0"),
            "count": "#,##0",
        }
        self._xlsx.set_properties(
            {
                "title": f"{self.t('workbook_title')} – {space.identity.name}",
                "author": space.identity.name,
                "created": dt.datetime.combine(self._day or _NO_DATE, dt.time()),
            }
        )

    def sheet(self, key: str, widths: Sequence[float]) -> Sheet:
        """A new sheet, named and explained by the strings of ``key``, with the ``widths`` of its columns."""
        return Sheet(self, self._xlsx.add_worksheet(self.t(f"workbook_{key}")), key, widths)

    def subtitle(self) -> str:
        """The place, where it is, and from when its prices hold."""
        identity = self.space.identity
        grid = self.t("workbook_grid", date=self.words.date(self._day, "date")) if self._day else ""
        return ", ".join(filter(None, (identity.name, identity.territory, grid or self.t("workbook_grid_opening"))))

    def called(self, organisation: str) -> str:
        """The name of an organisation or, while it has none, what it is."""
        one = self.space.organisations.organisations[organisation]
        form = translated(self.space.vocabulary.legal_forms[one.legal_form].label, self.space.identity.language)
        return one.name or f"{form} ({organisation})"

    def format(self, *looks: str) -> Any:
        """A format made of ``looks``: how numbers are written, and those above; the last wins."""
        if looks not in self._formats:
            made: dict[str, Any] = {"valign": "vcenter", "font_size": 10}
            for look in looks:
                made |= {"num_format": self._numbers[look], "align": "right"} if look in self._numbers else _LOOKS[look]
            self._formats[looks] = self._xlsx.add_format(made)
        return self._formats[looks]

    def content(self) -> bytes:
        """The file, once every sheet is written."""
        self._xlsx.close()
        return _packed(self._file.getvalue(), self.words.code)


def _euros(pattern: str) -> str:
    """The pattern of a currency as spreadsheets want it, its sign and the space beside it told as text."""
    return re.sub("(\u00a0?)¤(\u00a0?)", r'"\1€\2"', pattern)


def _packed(content: bytes, language: str) -> bytes:
    """The same file with its language told, and the same on every machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    told = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>".encode()
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</cp:coreProperties>", told)
    return zipped(parts, _NO_DATE)
