"""Reads a place into one ``Space``, or raises all its problems, each with its file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from tierslieu import model as models
from tierslieu.core.git import conflict_lines
from tierslieu.core.paths import ANSWERS_FILE, BUDGET, COMMONS, COMMUNITY, ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.core.theme_files import OVERRIDES, THEME
from tierslieu.i18n.fallback import with_fallback
from tierslieu.i18n.messages import DEFAULT_LANGUAGE, catalogue
from tierslieu.look import choices
from tierslieu.model import Identity, Locale, Model, PriceUnit, Source, Space, Vocabulary
from tierslieu.model.look import Look, Motif, Palette, Piece, Type
from tierslieu.model.payment_export import PaymentExport
from tierslieu.model.vocabulary import ChartOfAccounts

from .source_files import NO_DRAFTS, Drafts, SourceFiles
from .source_tree import CONTENT, GOVERNANCE
from .unread_files import unread_files

M = TypeVar("M", bound=Model)
P = TypeVar("P", Palette, Type, Motif)

#: The bytes of a file of ``overrides/`` in which conflicts are looked for: a film is longer than any template.
_LARGEST_TEMPLATE = 1_000_000


def load(root: Path, today: dt.date) -> Space:
    """Read the place in ``root`` as it is on ``today``; raises ``Problems`` with everything that can't be read."""
    return load_files(root, today)[0]


def load_files(
    root: Path, today: dt.date, *, without_unreadable_texts: bool = False, drafts: Drafts = NO_DRAFTS
) -> tuple[Space, SourceFiles]:
    """As ``load``; also returns the files, which have the line of each fact and the warnings about them.

    ``drafts`` are read in the place of files.
    ``without_unreadable_texts`` leaves out pages, news, activities and documents that can't be read: the ``problems`` of
    the files are then theirs.
    """
    if not (root / "config").exists() and (root / ANSWERS_FILE).exists():
        raise Problems([Problem("place.not_applied")])
    files = SourceFiles(root, drafts)
    files.problems += _conflicts(files)
    identity = files.yaml(SPACE, Identity)
    organisations = files.yaml(ORGANISATIONS, models.Organisations)
    prices = files.yaml(PRICES, models.Prices)
    budget = files.yaml(BUDGET, models.Budget)
    commons = files.yaml(COMMONS, models.Commons)
    # Places made before version 0.3.0 do not have this file.
    community = files.yaml(COMMUNITY, models.Community) if (root / COMMUNITY).exists() else models.Community()
    vocabulary = load_vocabulary(files)
    look = _look(files, identity)
    texts = (
        _sources(files, "content", "pages/", models.Page),
        _sources(files, "content", "news/", models.News),
        _sources(files, "content", "activities/", models.Activity),
        _sources(files, "governance", "", models.GovernanceDocument),
    )
    for problem in unread_files(files.tree, _folders(root / THEME)):
        (files.problems if problem.level == "error" else files.warnings).append(problem)
    stops = [problem for problem in files.problems if not (without_unreadable_texts and _is_of_text(problem))]
    if stops or not (identity and organisations and prices and budget and commons and look and community):
        raise Problems(stops)
    facts = (organisations.on(today), prices, budget, commons, vocabulary, look)
    space = Space(root, today, identity, *facts, *texts, community, organisations)
    return space, files


def _is_of_text(problem: Problem) -> bool:
    return (problem.file or "").partition("/")[0] in (CONTENT, GOVERNANCE, OVERRIDES)


def _conflicts(files: SourceFiles) -> Iterator[Problem]:
    """Conflicts of git in the team's own files of the theme, which are read when pages are rendered."""
    for folder, names in files.tree.names.items():
        for path in (f"{folder}/{name}" for name in names if folder.partition("/")[0] == OVERRIDES):
            with (files.root / path).open("rb") as file:
                lines = conflict_lines(file.read(_LARGEST_TEMPLATE))
            yield from (Problem("file.conflict", {}, path, line) for line in lines)


def _folders(path: Path) -> list[str]:
    return [folder.name for folder in path.iterdir() if folder.is_dir()] if path.is_dir() else []


def load_vocabulary(files: SourceFiles) -> Vocabulary:
    """Every readable file of ``vocabulary/``; ``files`` collects the problems of the others."""
    price_units = files.vocabulary("price_units", PriceUnit)
    price_units = dict(sorted(price_units.items(), key=lambda entry: (entry[1].rank is None, entry[1].rank or 0)))
    files.problems += _unknown_messages(files, price_units)
    formats = files.vocabulary("activity_formats", models.ActivityFormat)
    locales, untranslated = with_fallback(_with_unit_strings(files.vocabulary("locales", Locale), price_units))
    return Vocabulary(
        legal_forms=files.vocabulary("legal_forms", models.LegalForm),
        marks=files.vocabulary("marks", models.Mark),
        vat_regimes=files.vocabulary("vat_regimes", models.VatRegime),
        vat_rates=files.vocabulary("vat_rates", models.VatRate),
        price_units=price_units,
        # A format for what is none of the others comes last in lists.
        activity_formats=dict(sorted(formats.items(), key=lambda entry: not entry[1].purpose)),
        governance_models=files.vocabulary("governance_models", models.GovernanceModel),
        processings=files.vocabulary("processings", models.Processing),
        proposals=files.vocabulary("proposals", models.Proposal),
        locales=locales,
        obligations=files.vocabulary("obligations", models.Obligation),
        public_holidays=files.vocabulary("public_holidays", models.PublicHolidays),
        school_holidays=files.vocabulary("school_holidays", models.SchoolHolidays),
        mediation=files.vocabulary("mediation", models.Terms),
        exports=files.vocabulary("exports", models.ExportFormat),
        accounts=files.vocabulary("accounts", ChartOfAccounts),
        payment_exports=files.vocabulary("payment_exports", PaymentExport),
        glossaries=files.vocabulary("glossaries", models.Glossary),
        search_words=files.vocabulary("search_words", models.SearchWords),
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
                yield Problem("reference.unknown", values, file, files.lines[file].line(path), path=path)


def _with_unit_strings(locales: dict[str, Locale], price_units: dict[str, PriceUnit]) -> dict[str, Locale]:
    """``locales`` with the texts of price units; the first language of the kit borrows those that it lacks."""
    result = {}
    for name, locale in locales.items():
        strings: dict[str, str] = {}
        for language in (*locales, name) if name == DEFAULT_LANGUAGE else (name,):
            for key, unit in price_units.items():
                strings |= unit.strings(key, language)
        result[name] = locale.model_copy(update={"strings": strings | locale.strings})
    return result


_PIECES: dict[str, type[Any]] = {"palettes": Palette, "typefaces": Type, "motifs": Motif}


def _look(files: SourceFiles, identity: Identity | None) -> Look | None:
    if identity is None:
        return None
    palette = _piece(files, identity, "palettes", identity.look.palette, Palette)
    type_ = _piece(files, identity, "typefaces", identity.look.type, Type)
    motif = _piece(files, identity, "motifs", identity.look.motif, Motif)
    return Look(palette, type_, motif) if palette and type_ and motif else None


def _piece(files: SourceFiles, identity: Identity, kind: str, name: str | None, model: type[P]) -> Piece[P] | None:
    key, path, names = choices.choose(files.root, kind, name, identity.slug)
    meta = files.yaml(path, model)
    return None if meta is None else Piece(key, path, meta, names)


def pieces(space: Space, kind: str) -> dict[str, Piece[Any]]:
    """Every part of the look of ``kind`` that the place may choose, by name; without those that cannot be read."""
    files, model = SourceFiles(space.root), _PIECES[kind]
    found = {name: _piece(files, space.identity, kind, name, model) for name in choices.available(space.root, kind)}
    return {name: piece for name, piece in found.items() if piece}


def _sources(files: SourceFiles, folder: str, subfolder: str, model: type[M]) -> tuple[Source[M], ...]:
    """The Markdown files of ``folder``, below the folder of each language."""
    paths = files.folder(folder, f"*/{subfolder}*.md")
    sources = (files.markdown(path, path.split("/")[1], model) for path in paths)
    return tuple(source for source in sources if source is not None)
