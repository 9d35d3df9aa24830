"""From the files of a place to one ``Space``, or to every problem with its file and line."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from codecs import BOM_UTF8
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.core.inheritance import inherited
from tierslieu.core.paths import ANSWERS_FILE, BUDGET, COMMONS, COMMUNITY, ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.i18n.fallback import with_fallback
from tierslieu.i18n.messages import DEFAULT_LANGUAGE, catalogue
from tierslieu.look import choices
from tierslieu.model import (
    Activity,
    ActivityFormat,
    Budget,
    Commons,
    Community,
    ExportFormat,
    GovernanceDocument,
    GovernanceModel,
    Identity,
    LegalForm,
    Locale,
    Mark,
    Model,
    News,
    Obligation,
    Organisations,
    Page,
    Prices,
    PriceUnit,
    PublicHolidays,
    SchoolHolidays,
    Source,
    Space,
    Terms,
    VatRate,
    VatRegime,
    Vocabulary,
)
from tierslieu.model.look import Look, Motif, Palette, Piece, Type

from .validation_errors import problems_of

M = TypeVar("M", bound=Model)
P = TypeVar("P", Palette, Type, Motif)

#: How a file begins that somebody has set aside without taking it away.
_COMMENTS = ("#", "<!--", "{#", "//")


class SourceFiles:
    """The files of a place as they are read: what was found, the lines of every value, every problem.

    ``lines`` maps each path to its parsed YAML, so that a later check can say on which line a fact stands.
    """

    def __init__(self, root: Path):
        self.root = root
        self.problems: list[Problem] = []
        self.lines: dict[str, yaml_reader.YamlDocument] = {}

    def yaml(self, path: str, model: type[M]) -> M | None:
        """Read one YAML file into ``model``; None, with the problems noted, when it can't be."""
        document = self._document(path)
        return None if document is None else self._validate(path, document, document.data, model)

    def vocabulary(self, folder: str, model: type[M]) -> dict[str, M]:
        """Read every file of a folder of ``vocabulary/``, by file name; one may extend another."""
        documents = {
            Path(path).stem: (path, self._document(path)) for path in self.folder(f"vocabulary/{folder}", "*.yaml")
        }
        raw = {name: document.data for name, (_, document) in documents.items() if document is not None}
        entries: dict[str, M] = {}
        for name, (path, document) in documents.items():
            if document is None:
                continue
            entry = self._validate(path, document, inherited(name, raw.get), model)
            if entry is not None:
                entries[name] = entry
        return entries

    def markdown(self, path: str, locale: str, model: type[M]) -> Source[M] | None:
        """Read one Markdown file with its front matter; None, with the problems noted, when it can't be."""
        text = self._text(path)
        if text is None:
            return None
        match = FRONT_MATTER.match(text)
        if not match:
            code = "content.commented" if text.lstrip().startswith(_COMMENTS) else "content.front_matter"
            self.problems.append(Problem(code, {}, path, 1))
            return None
        head, body = match[1], text[match.end() :]
        document = yaml_reader.parse(head, first_line=2)
        if document.data is None and not document.faults and head.strip():
            self.problems.append(Problem("content.commented", {}, path, 2))
            return None
        meta = self._validate(path, document, document.data, model)
        if meta is None:
            return None
        slug = posixpath.splitext(posixpath.basename(path))[0]
        return Source(path, locale, slug, meta, body, head.count("\n") + 3)

    def folder(self, folder: str, pattern: str) -> Iterator[str]:
        """The paths of the files of ``folder`` that match ``pattern``, sorted."""
        found = glob(f"{folder}/{pattern}", root_dir=self.root, include_hidden=True)  # noqa: PTH207 - as for _text
        yield from sorted(path.replace(os.sep, "/") for path in found)

    def _text(self, path: str) -> str | None:
        try:
            with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - by thousands, a Path is slow
                data = file.read()
        except FileNotFoundError:
            others = list(self.folder(Path(path).parent.as_posix(), f"*{Path(path).suffix}"))
            self.problems.append(Problem("file.missing", {"closest": closest(path, others) or "–"}, path))
            return None
        except OSError as error:
            self.problems.append(Problem("file.unreadable", {"reason": error.strerror or str(error)}, path))
            return None
        try:
            text = data.removeprefix(BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem("file.encoding", {}, path, line))
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _document(self, path: str) -> yaml_reader.YamlDocument | None:
        text = self._text(path)
        return None if text is None else yaml_reader.parse(text)

    def _validate(self, path: str, document: yaml_reader.YamlDocument, data: Any, model: type[M]) -> M | None:
        self.lines[path] = document
        if document.faults:
            self.problems += [Problem(fault.code, fault.values, path, fault.line) for fault in document.faults]
            return None
        try:
            return model.model_validate({} if data is None else data)
        except ValidationError as error:
            self.problems += problems_of(error, model, path, document)
            return None


def load(root: Path, today: dt.date) -> Space:
    """Read the place in ``root`` as it is on ``today``; raises ``Problems`` with everything that can't be read."""
    return load_files(root, today)[0]


def load_files(root: Path, today: dt.date) -> tuple[Space, SourceFiles]:
    """As ``load``, with the lines on which facts stand."""
    if not (root / "config").exists() and (root / ANSWERS_FILE).exists():
        raise Problems([Problem("place.not_applied")])
    files = SourceFiles(root)
    identity = files.yaml(SPACE, Identity)
    organisations = files.yaml(ORGANISATIONS, Organisations)
    prices = files.yaml(PRICES, Prices)
    budget = files.yaml(BUDGET, Budget)
    commons = files.yaml(COMMONS, Commons)
    # Places made before this file existed go on without it.
    community = files.yaml(COMMUNITY, Community) if (root / COMMUNITY).exists() else Community()
    vocabulary = load_vocabulary(files)
    look = _look(files, identity)
    pages = _sources(files, "content", "pages/", Page)
    news = _sources(files, "content", "news/", News)
    activities = _sources(files, "content", "activities/", Activity)
    documents = _sources(files, "governance", "", GovernanceDocument)
    if files.problems or not (identity and organisations and prices and budget and commons and look and community):
        raise Problems(files.problems)
    space = Space(
        root,
        today,
        identity,
        organisations,
        prices,
        budget,
        commons,
        vocabulary,
        look,
        pages,
        news,
        activities,
        documents,
        community,
    )
    return space, files


def load_vocabulary(files: SourceFiles) -> Vocabulary:
    """Every file of ``vocabulary/``, with the problems of those that can't be read noted in ``files``."""
    price_units = files.vocabulary("price_units", PriceUnit)
    price_units = dict(sorted(price_units.items(), key=lambda entry: (entry[1].rank is None, entry[1].rank or 0)))
    files.problems += _unknown_messages(files, price_units)
    locales, untranslated = with_fallback(_with_unit_strings(files.vocabulary("locales", Locale), price_units))
    return Vocabulary(
        legal_forms=files.vocabulary("legal_forms", LegalForm),
        marks=files.vocabulary("marks", Mark),
        vat_regimes=files.vocabulary("vat_regimes", VatRegime),
        vat_rates=files.vocabulary("vat_rates", VatRate),
        price_units=price_units,
        activity_formats=files.vocabulary("activity_formats", ActivityFormat),
        governance_models=files.vocabulary("governance_models", GovernanceModel),
        locales=locales,
        obligations=files.vocabulary("obligations", Obligation),
        public_holidays=files.vocabulary("public_holidays", PublicHolidays),
        school_holidays=files.vocabulary("school_holidays", SchoolHolidays),
        mediation=files.vocabulary("mediation", Terms),
        exports=files.vocabulary("exports", ExportFormat),
        untranslated=untranslated,
    )


def _unknown_messages(files: SourceFiles, price_units: dict[str, PriceUnit]) -> Iterator[Problem]:
    """The messages of price units that no catalogue has."""
    codes = catalogue(DEFAULT_LANGUAGE)
    for name, unit in price_units.items():
        file = f"vocabulary/price_units/{name}.yaml"
        paths: dict[KeyPath, str] = {("messages", key): code for key, code in unit.messages.items()}
        paths |= {("usual_ratios", index): ratio.message for index, ratio in enumerate(unit.usual_ratios)}
        for path, code in paths.items():
            if code not in codes:
                values = {"name": code, "closest": closest(code, codes)}
                yield Problem("reference.unknown", values, file, files.lines[file].line(path))


def _with_unit_strings(locales: dict[str, Locale], price_units: dict[str, PriceUnit]) -> dict[str, Locale]:
    """``locales`` with the texts of price units among their strings; a string that a locale has itself stays.

    The first language of the kit borrows the texts of units that are written in other languages only.
    """
    completed_locales = {}
    for name, locale in locales.items():
        strings: dict[str, str] = {}
        for language in (*locales, name) if name == DEFAULT_LANGUAGE else (name,):
            for key, unit in price_units.items():
                strings |= unit.strings(key, language)
        completed_locales[name] = locale.model_copy(update={"strings": strings | locale.strings})
    return completed_locales


def _look(files: SourceFiles, identity: Identity | None) -> Look | None:
    if identity is None:
        return None
    palette = _piece(files, identity, "palettes", identity.look.palette, Palette)
    type_ = _piece(files, identity, "typefaces", identity.look.type, Type)
    motif = _piece(files, identity, "motifs", identity.look.motif, Motif)
    return Look(palette, type_, motif) if palette and type_ and motif else None


def _piece(files: SourceFiles, identity: Identity, kind: str, wanted: str | None, model: type[P]) -> Piece[P] | None:
    key, path, known = choices.choose(files.root, kind, wanted, identity.slug)
    meta = files.yaml(path, model)
    return None if meta is None else Piece(key, path, meta, known)


def _sources(files: SourceFiles, folder: str, below: str, model: type[M]) -> tuple[Source[M], ...]:
    found = []
    for path in files.folder(folder, f"*/{below}*.md"):
        source = files.markdown(path, path.split("/")[1], model)
        if source is not None:
            found.append(source)
    return tuple(found)
