"""A workbook being written: its file, the formats of its cells, and the texts of its language."""

from __future__ import annotations

import datetime as dt
import io
import locale
import re
import zipfile
from collections.abc import Sequence
from html import escape  # escapes what XML requires; xml.sax.saxutils takes longer to import
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import CellFormulaTuple  # type: ignore[import-untyped]

from tierslieu.core.deterministic_zip import zip_parts
from tierslieu.i18n.formatting import LocaleFormatter, capitalised, translated
from tierslieu.look.css import font_names, is_serif
from tierslieu.look.icons import emblem_png
from tierslieu.look.patterns import emblem_of
from tierslieu.look.print_colours import print_palette
from tierslieu.model import Space

from .worksheet import Worksheet

_WARN = "#9A3412"
#: The size of the title and of headings in points.
_TITLE_SIZE, _HEADING_SIZE = 18, 12
#: How spreadsheets number families of fonts, for machines that do not have the font: with serifs, and without.
_ROMAN, _SWISS = 1, 2
#: Styles that mean the same in every place: what may be changed is yellow, as the notes say, what is missing orange.
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "number": {"align": "right"},
    "input": {"bg_color": "#FFF7DB", "border": 1, "border_color": "#C9A227", "locked": False},
    "beside_emblem": {"align": "left", "indent": 6},
    "words": {"text_wrap": True, "indent": 1},
    "warning": {"bold": True, "font_color": _WARN},
    "missing": {"bg_color": "#FFB84D"},
    "proposed": {"italic": True, "bg_color": "#E3ECF7"},
    "unknown": {"bold": True, "font_color": _WARN, "bg_color": "#FFE9D6"},
}
#: The date of a workbook whose prices have none, and of the parts of every workbook: the oldest date of a zip.
_NO_DATE = dt.date(1980, 1, 1)


class _Sheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet of xlsxwriter whose formulas name no function that is more recent than Excel 2007, nor fill other cells.

    Xlsxwriter looks for each of these functions in each formula, and so spends more time than on all the rest.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_formula(self, row: int, column: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        outside: int = self._check_dimensions(row, column)
        if not outside:
            self.table[row][column] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return outside


class Workbook:
    """The workbook of ``space``, in its language; its ``title`` is that of the budget unless it is given."""

    def __init__(self, space: Space, title: str = ""):
        self.space = space
        language = space.identity.language
        self.formatter = LocaleFormatter(language, space.vocabulary.locales[language].strings)
        self.t = self.formatter.t
        self._file = io.BytesIO()
        self._xlsx = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._grid_start = space.prices.grid(space.today).start
        self._formats: dict[tuple[str, ...], Any] = {}
        euros = _euros(self.formatter.locale.currency_formats["standard"].pattern)
        # Unquoted, LibreOffice writes the space back as a separator of thousands: 39 % becomes 0 % once saved there.
        percent = self.formatter.locale.percent_formats[None].pattern.replace("\xa0", '"\xa0"')
        tag = _language_tag(language)
        money = f'{tag}{euros};{tag}[Red]"\u2212"{euros};"–"'
        self._number_formats = {
            "euros": f"{tag}{euros}",
            "money": money,
            "whole_percent": tag + percent.replace("#,##0", "0"),
            "count": f"{tag}#,##0",
            "decimal": f'{tag}#,##0.0;{tag}[Red]"\u2212"#,##0.0',
            "hundredth": f'{tag}#,##0.00;{tag}[Red]"\u2212"#,##0.00',
            "tenth_percent": tag + percent.replace("#,##0", "0.0"),
            "percent": tag + percent.replace("#,##0", "0.00"),
            "date": "dd/mm/yyyy",
            "month_of": f"{tag}mmm yyyy",
        }
        self._styles = _STYLES | _own_styles(space)
        author, created = space.identity.name, dt.datetime.combine(self._grid_start or _NO_DATE, dt.time())
        self.title = title or self.t("workbook_title")
        self._xlsx.set_properties({"title": f"{self.title} – {author}", "author": author, "created": created})

    def sheet(self, key: str, widths: Sequence[float], breaks: Sequence[int] = ()) -> Worksheet:
        """A new sheet, whose name and notes are the strings of ``key``; ``widths`` of its columns are in characters.

        ``breaks`` are the columns that begin a printed page.
        """
        return Worksheet(self, self._xlsx.add_worksheet(self.t(f"workbook_{key}"), _Sheet), key, widths, breaks)

    def emblem(self) -> tuple[bytes, str]:
        """The emblem of the place as PNG, and its text alternative; raises ``Problems`` if it can't be rendered."""
        space = self.space
        alternative = self.t("document_emblem", name=space.identity.name)
        return emblem_png(space.root, emblem_of(space)), alternative

    def labels(self, *names: str) -> list[str]:
        """The strings of ``names``, titles of columns."""
        return [self.t(f"workbook_{name}") for name in names]

    def subtitle(self) -> str:
        """The name of the place, its territory, and the date from which its prices apply."""
        identity = self.space.identity
        grid = self.t("workbook_grid", date=self.formatter.date(self._grid_start, "date")) if self._grid_start else ""
        return ", ".join(filter(None, (identity.name, identity.territory, grid or self.t("workbook_grid_opening"))))

    def organisation_label(self, organisation: str) -> str:
        """The name of an organisation or, while it has none, its legal form ("La collectivité" of a public one); "the organisation" without either.

        Several that have the same one are numbered.
        """
        labels = {key: self._own_label(key) for key in self.space.organisations.organisations}
        same = [key for key, label in labels.items() if label == labels[organisation]]
        number = f" {same.index(organisation) + 1}" if len(same) > 1 else ""
        return labels[organisation] + number

    def _own_label(self, organisation: str) -> str:
        identity = self.space.organisations.organisations[organisation]
        form = self.space.vocabulary.legal_form(identity.legal_form)
        return identity.name or (
            capitalised(translated(form.article if form.public else form.label, self.space.identity.language))
            if form
            else self.t("organisation")
        )

    def format(self, *styles: str) -> Any:
        """The format made of ``styles``, number formats or keys of styles; a later one overrides an earlier one."""
        if styles not in self._formats:
            properties: dict[str, Any] = {"valign": "vcenter", "font_size": 10}
            for style in styles:
                if style in self._number_formats:
                    properties |= {"num_format": self._number_formats[style], "align": "right"}
                else:
                    properties |= self._styles[style]
            self._formats[styles] = self._xlsx.add_format(properties)
        return self._formats[styles]

    def content(self) -> bytes:
        """The file, once every sheet is written."""
        self._xlsx.close()
        return _finished(self._file.getvalue(), self.formatter.code)


def _own_styles(space: Space) -> dict[str, dict[str, Any]]:
    """The styles in the colours and letters of the place."""
    colours, letters = print_palette(space), space.look.type.meta.display
    family = _ROMAN if is_serif(letters) else _SWISS
    display = {"bold": True, "font_name": font_names(letters)[0], "font_family": family, "font_scheme": ""}
    heading = display | {"font_size": _HEADING_SIZE, "font_color": colours["accent"]}
    return {
        "title": display | {"font_size": _TITLE_SIZE, "font_color": colours["title"], "bg_color": colours["band"]},
        "place": {"font_color": colours["on_band"], "bg_color": colours["band"], "valign": "top"},
        "note": {"font_color": colours["ink"]},
        "heading": heading,
        "wrapped_heading": heading | {"text_wrap": True},
        "header": {"bold": True, "font_color": colours["on_accent"], "bg_color": colours["accent"], "text_wrap": True},
        "total": {
            "bold": True,
            "top": 1,
            "top_color": colours["accent"],
            "font_color": colours["on_tint"],
            "bg_color": colours["tint"],
        },
        "soft": {"font_color": colours["soft"]},
    }


def _euros(pattern: str) -> str:
    """A currency pattern of babel as a number format of spreadsheets: the sign and the space beside it are quoted."""
    return re.sub("(\u00a0?)¤(\u00a0?)", r'"\1€\2"', pattern)


def _language_tag(language: str) -> str:
    """What begins a number format so that a machine of another language prints it as in ``language``; empty if unknown.

    Source: ECMA-376, part 1, 18.8.31: a language is given by its number at Microsoft.
    """
    name = locale.normalize(language).partition(".")[0]
    numbers = [number for number, each in locale.windows_locale.items() if each == name]
    return f"[$-{numbers[0]:X}]" if numbers else ""


def _finished(content: bytes, language: str) -> bytes:
    """The same file with its language added, packed so that its bytes are the same on every machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    language_part = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>".encode()
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</cp:coreProperties>", language_part)
    return zip_parts(parts, _NO_DATE)
