"""Descriptions → files: every page of the directory, in memory; then one folder replaced at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.model import Space
from tierslieu.problems import Problem, Problems
from tierslieu.site.assets import assets
from tierslieu.site.shared import tel
from tierslieu.site.theme import Theme
from tierslieu.words import Words
from tierslieu.write import filled, replace

from . import data, directory
from .chart import chart
from .family import DEEPEST, forest
from .reading import Refused, read_all
from .sources import Listing

#: How many coming times the front page shows.
NEXT = 8


@dataclass(frozen=True)
class Built:
    """What a directory holds: how many places it shows, and those that it could not read."""

    places: int
    refused: tuple[Refused, ...]


def build(space: Space, listing: Listing, output: Path, progress: Callable[[], None] = lambda: None) -> Built:
    """Write the directory of ``listing`` into ``output``, in the language and with the theme of ``space``.

    All or nothing: raises ``Problems``, or ``OSError``, and leaves what was there. A folder that holds something else
    than a directory is never replaced.
    """
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / data.SUMMARY).exists())):
        raise Problems([Problem("network.output", {"folder": output})])
    places, refused = read_all(listing.sources, progress)
    files = pages(space, listing.name, places, refused)
    replace([filled(output, files)])
    return Built(len(places), tuple(refused))


def pages(space: Space, name: str | None, places: list[Any], refused: list[Refused]) -> dict[str, bytes]:
    """Every file of the directory by path."""
    theme, language = Theme(space.root), space.identity.language
    words = Words(language, space.vocabulary.locales[language].strings)
    title = name or words.t("network_title")
    cards = directory.cards(places)
    areas, services = directory.by_area(cards, words), directory.by_service(cards, words)
    entries = directory.coming(places, space.today)
    files = assets(space, theme)
    drawn, shown = chart(cards, "lieux/")
    context: dict[str, Any] = {
        "t": words.t,
        "words": words,
        "date": words.date,
        "plural": words.plural,
        "locale": language,
        "today": space.today,
        "followed": directory.followed,
        "deepest": DEEPEST,
        "tel": tel,
        "name": title,
        "cards": cards,
        "areas": areas,
        "services": services,
        "days": directory.days(entries, space.today),
        "next": directory.days(entries[:NEXT], space.today),
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
    files[data.GEOJSON] = data.geojson(cards)
    files[data.CALENDAR] = data.calendar(title, entries, language)
    files[data.SUMMARY] = data.summary(title, cards, refused)
    return dict(sorted(files.items()))
