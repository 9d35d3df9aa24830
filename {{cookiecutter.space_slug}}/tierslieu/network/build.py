"""Descriptions → files: renders every page of the directory in memory, then replaces the output folder at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.atomic import atomic_folder, commit
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.lieu_json import Description
from tierslieu.site.assets import assets
from tierslieu.site.context import tel
from tierslieu.site.theme import SiteTheme

from . import listings, open_data
from .family_tree import MAX_DEPTH, families
from .network_map import network_map
from .place_descriptions import RefusedDescription, read_descriptions
from .sources import PlaceList

#: How many coming events the home page lists.
EVENTS_ON_HOME = 8


@dataclass(frozen=True)
class DirectorySummary:
    """The number of places in a directory, and the descriptions that could not be read."""

    places: int
    refused: tuple[RefusedDescription, ...]


def build_directory(
    space: Space, place_list: PlaceList, output: Path, progress: Callable[[], None] = lambda: None
) -> DirectorySummary:
    """Write the directory of ``place_list`` into ``output``, in the language and with the theme of ``space``.

    All or nothing: raises ``Problems`` or ``OSError`` and leaves the old folder as it was. ``output`` must be absent,
    empty or a directory of places; any other folder is never replaced. ``progress`` is called once a place is read.
    """
    is_replaceable = output.is_dir() and ((output / open_data.SUMMARY).exists() or not any(output.iterdir()))
    if output.exists() and not is_replaceable:
        raise Problems([Problem("network.output", {"folder": output})])
    places, refused = read_descriptions(place_list.sources, progress)
    files = render_directory(space, place_list.name, places, refused)
    commit([atomic_folder(output, files)])
    return DirectorySummary(len(places), tuple(refused))


def render_directory(
    space: Space, name: str | None, places: list[Description], refused: list[RefusedDescription]
) -> dict[str, bytes]:
    """Every file of the directory by path; ``name`` is that of the network."""
    theme, language = SiteTheme(space.root), space.identity.language
    formatter = LocaleFormatter(language, space.vocabulary.locales[language].strings)
    title = name or formatter.t("network_title")
    cards = listings.place_cards(places)
    areas, services = listings.by_area(cards, formatter), listings.by_service(cards, formatter)
    entries = listings.upcoming_entries(places, space.today)
    files = assets(space, theme)
    map_svg, mapped_count = network_map(cards, "lieux/")
    context: dict[str, Any] = {
        "t": formatter.t,
        "words": formatter,
        "date": formatter.date,
        "plural": formatter.plural,
        "locale": language,
        "today": space.today,
        "followed": listings.safe_link,
        "deepest": MAX_DEPTH,
        "tel": tel,
        "name": title,
        "cards": cards,
        "areas": areas,
        "services": services,
        "days": listings.by_day(entries, space.today),
        "next": listings.by_day(entries[:EVENTS_ON_HOME], space.today),
        "families": families(places),
        "refused": refused,
        "chart": map_svg,
        "shown": mapped_count,
        "version": lambda path: f"static/{path}?v={hashlib.sha256(files[f'static/{path}']).hexdigest()[:8]}",
    }

    def render(address: str, template: str, **variables: Any) -> None:
        root = "../" * address.count("/")
        html = theme.render(f"network/{template}.html", context | {"root": root, "address": address} | variables)
        files[f"{address}index.html"] = html.encode("utf-8")

    render("", "home", title=title)
    render("lieux/", "places", title=formatter.t("network_all"), listed=cards)
    render("agenda/", "agenda", title=formatter.t("network_agenda"))
    render("famille/", "family", title=formatter.t("network_family"))
    for folder, groups in (("services", services), ("departements", areas)):
        for group in groups:
            render(f"{folder}/{group.key}/", "places", title=group.name, listed=group.cards)
    if refused:
        render("illisibles/", "refused", title=formatter.t("network_refused"))
    files[open_data.GEOJSON] = open_data.geojson(cards)
    files[open_data.CALENDAR] = open_data.calendar(title, entries, language)
    files[open_data.SUMMARY] = open_data.summary(title, cards, refused)
    return dict(sorted(files.items()))
