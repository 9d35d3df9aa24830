"""Descriptions → files: every page of the directory, in memory; then one folder replaced at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.atomic import atomic_folder, replace
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.assets import assets
from tierslieu.site.context import tel
from tierslieu.site.theme import SiteTheme

from . import listings, open_data
from .descriptions import RefusedDescription, read_all
from .family_tree import DEEPEST, forest
from .map import chart
from .sources import Listing

#: How many coming times the front page shows.
NEXT = 8


@dataclass(frozen=True)
class Built:
    """What a directory holds: how many places it shows, and those that it could not read."""

    places: int
    refused: tuple[RefusedDescription, ...]


def build(space: Space, listing: Listing, output: Path, progress: Callable[[], None] = lambda: None) -> Built:
    """Write the directory of ``listing`` into ``output``, in the language and with the theme of ``space``.

    All or nothing: raises ``Problems``, or ``OSError``, and leaves what was there. A folder that holds something else
    than a directory is never replaced.
    """
    if output.exists() and (
        not output.is_dir() or (any(output.iterdir()) and not (output / open_data.SUMMARY).exists())
    ):
        raise Problems([Problem("network.output", {"folder": output})])
    places, refused = read_all(listing.sources, progress)
    files = pages(space, listing.name, places, refused)
    replace([atomic_folder(output, files)])
    return Built(len(places), tuple(refused))


def pages(space: Space, name: str | None, places: list[Any], refused: list[RefusedDescription]) -> dict[str, bytes]:
    """Every file of the directory by path."""
    theme, language = SiteTheme(space.root), space.identity.language
    words = LocaleFormatter(language, space.vocabulary.locales[language].strings)
    title = name or words.t("network_title")
    cards = listings.cards(places)
    areas, services = listings.by_area(cards, words), listings.by_service(cards, words)
    entries = listings.coming(places, space.today)
    files = assets(space, theme)
    drawn, shown = chart(cards, "lieux/")
    context: dict[str, Any] = {
        "t": words.t,
        "words": words,
        "date": words.date,
        "plural": words.plural,
        "locale": language,
        "today": space.today,
        "followed": listings.followed,
        "deepest": DEEPEST,
        "tel": tel,
        "name": title,
        "cards": cards,
        "areas": areas,
        "services": services,
        "days": listings.days(entries, space.today),
        "next": listings.days(entries[:NEXT], space.today),
        "families": forest(places),
        "refused": refused,
        "chart": drawn,
        "shown": shown,
        "version": lambda path: f"static/{path}?v={hashlib.sha256(files[f'static/{path}']).hexdigest()[:8]}",
    }

    def page(address: str, template: str, **more: Any) -> None:
        root = "../" * address.count("/")
        html = theme.render(f"network/{template}.html", context | {"root": root, "address": address} | more)
        files[f"{address}index.html"] = html.encode("utf-8")

    page("", "home", title=title)
    page("lieux/", "places", title=words.t("network_all"), listed=cards)
    page("agenda/", "agenda", title=words.t("network_agenda"))
    page("famille/", "family", title=words.t("network_family"))
    for folder, groups in (("services", services), ("departements", areas)):
        for group in groups:
            page(f"{folder}/{group.key}/", "places", title=group.name, listed=group.cards)
    if refused:
        page("illisibles/", "refused", title=words.t("network_refused"))
    files[open_data.GEOJSON] = open_data.geojson(cards)
    files[open_data.CALENDAR] = open_data.calendar(title, entries, language)
    files[open_data.SUMMARY] = open_data.summary(title, cards, refused)
    return dict(sorted(files.items()))
