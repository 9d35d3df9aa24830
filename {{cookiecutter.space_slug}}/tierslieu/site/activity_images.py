"""The picture of an activity that social networks show beside a link: the composition of its poster, in 1200 by 630 pixels.

A series has no date on it: the picture that somebody shared must still be right a month later. Pictures are made when
the site is built on the disk, for the soonest activities; other pages have the card of the place.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.util import find_spec

from tierslieu.cache.store import ContentStore
from tierslieu.core.theme_files import THEME, theme_file
from tierslieu.facts.activity_composition import activity_composition, picture_path, pictured_activities
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.look import icons
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.activity_dates import local_time

CACHE_FOLDER = ".cache/activities"
#: Files of the theme: the composition, then the size and the colours of the picture.
_TEMPLATES = ("pictures/composition.typ", "pictures/activity.typ")
_LONGEST_SERIES = dt.timedelta(days=366)


def activity_images(space: Space) -> dict[str, bytes]:
    """The pictures by path in ``public/``, kept in ``.cache/``; raises ``Problems`` if the composition can't be set.

    An activity with letters that no font has gets none.
    """
    if not find_spec("typst"):
        return {}
    store = ContentStore(space.root / CACHE_FOLDER)
    paths = [theme_file(space.root, name) or f"{THEME}/{name}" for name in _TEMPLATES]
    template = "\n".join((space.root / path).read_text(encoding="utf-8") for path in paths)
    fonts, images = icons.font_folders(space), {}
    for locale in space.identity.languages:
        fmt = OccurrenceFormatter(space, locale)
        for source in pictured_activities(space, locale):
            with icons.drawing_errors_as_problems(paths[0]):
                image = icons.rendered_png(store, template, _inputs(space, fmt, source), fonts)
            if image:
                images[picture_path(space, source)] = image
    store.forget_others()
    return images


def image_names(space: Space, static: Mapping[str, bytes]) -> dict[str, str]:
    """The names below ``static/`` of the pictures that were made, by the path of their activity."""
    paths = {source.path: picture_path(space, source) for source in space.activities}
    return {source: path.removeprefix("static/") for source, path in paths.items() if path in static}


def _inputs(space: Space, fmt: OccurrenceFormatter, source: Source[Activity]) -> dict[str, str]:
    beginning = local_time(source.meta.start).date()
    dates = (
        []
        if source.meta.several
        else occurrences.occurrences_of(space, [source], beginning, beginning + _LONGEST_SERIES)
    )
    card = activity_composition(space, fmt, source, dates[0] if dates else None)
    colours = space.look.palette.meta.light
    paints = {
        "ground": colours.sun,
        "ink": colours.on_pale,
        "title": colours.title,
        "accent": colours.night,
        "on_accent": colours.on_night,
    }
    return {
        "card": json.dumps(card),
        "paints": json.dumps(paints),
        "font": space.look.type.meta.card,
        "text": space.look.type.meta.paper or "",
        "texts": " ".join((card["title"], card["line"], card["format"], card["price"], card["where"])),
    }
