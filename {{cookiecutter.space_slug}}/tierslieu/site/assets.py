"""The files that all pages share: style sheets, fonts, drawings and pictures, and the fingerprints in their addresses."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from lightningcss import calc_parser_flags, process_stylesheet

from tierslieu.budget.sold_items import is_public
from tierslieu.look import css, icons, patterns, scenes
from tierslieu.look.night_drawings import with_dusk_colours, with_night_colours
from tierslieu.model import SERVICES, Space

from .theme import SiteTheme

_SITE, _TOKENS = "site.css", "tokens.css"
#: The sheets that all pages load.
_SHARED = frozenset({_SITE, "print.css"})
#: The sheet of the team that every page loads, after all others.
OWN_STYLE = "site-extra.css"
#: The squares of the widest row of the cloth above a page: drawn once, none is blurred as those of a tile are.
_ACROSS = 32
#: The most people in the crowd at the head of the page of the community.
_CROWD = 7
#: The oldest browsers that know cascade layers (https://caniuse.com/css-cascade-layers): the minifier writes for them.
_BROWSERS = ["chrome 99", "firefox 97", "safari 15.4"]
_CUSTOM_MEDIA = re.compile(r"@custom-media[^;]*;")
_URL = re.compile(rb"""url\(\s*(["']?)([^"'()?#\s]+)\1\s*\)""")


def assets(space: Space, theme: SiteTheme, keep: bool = False) -> dict[str, bytes]:
    """Static files by path in ``public/``, the team's first; ``keep`` caches pictures. ``Problems`` for a drawing."""
    slug, look = space.identity.slug, space.look
    static = {
        "emblem.svg": patterns.emblem(slug, look),
        "pattern.svg": with_night_colours(patterns.pattern(slug, look), look),
        "hanging.svg": patterns.override(space, "pattern.svg")
        or with_night_colours(patterns.hanging(slug, look), look),
        "band.svg": with_night_colours(patterns.band(slug, look, _ACROSS), look),
        "flower.svg": patterns.flower(look),
        "stamp.svg": patterns.stamp(look, look.palette.meta.light.night),
        "thumb.svg": patterns.thumb(look),
    }
    static |= {
        f"pattern-{name}.svg": with_night_colours(patterns.service_pattern(slug, look, name, 5, 4), look)
        for name in SERVICES
    }
    static |= {
        f"patch-{name}.svg": with_night_colours(patch, look) for name, patch in patterns.patches(slug, look).items()
    }
    formats = [(source.meta.colour, source.meta.format) for source in space.activities]
    static |= {
        f"module-{service}-{key}{turn or ''}.svg": with_night_colours(module, look)
        for turn in range(patterns.ON_PLACE + 1)
        for (service, key), module in patterns.modules(
            slug, look, formats, {key: _icon_of(space, key) for _, key in formats}, turn=turn
        ).items()
    }
    static |= {
        f"scene-{service}-{key}.svg": with_dusk_colours(
            scenes.activity(f"{slug} {key}", look, service, _icon_of(space, key)), look
        )
        for service, key in dict.fromkeys(formats)
    }
    static |= {
        f"scene-{name}.svg": with_dusk_colours(scenes.service(f"{slug} {name}", look, name), look) for name in SERVICES
    }
    static["front.svg"] = with_dusk_colours(scenes.front(slug, look), look)
    # Of a public place, those elected vote.
    elected = all(is_public(space, organisation) for organisation in space.organisations.organisations)
    static["assembly.svg"] = with_dusk_colours(scenes.assembly(slug, look, voters=2 if elected else 0), look)
    static["board.svg"] = with_dusk_colours(scenes.board(slug, look), look)
    static["one-and-nine.svg"] = with_dusk_colours(scenes.one_and_nine(look), look)
    static["votes.svg"] = with_dusk_colours(scenes.assembly(slug, look, voters=4), look)
    static |= {f"told-{what}.svg": with_dusk_colours(scenes.told(slug, look, what), look) for what in scenes.TOLD}
    static |= {
        f"room-{area.key}.svg": with_dusk_colours(
            scenes.room(f"{slug} {area.key}", look, area.key, place, area.seats or 0), look
        )
        for place, area in enumerate(space.identity.areas)
        if not area.photo
    }
    static |= {
        f"portrait-{number}.svg": with_dusk_colours(scenes.portrait(f"{slug} {person.name}", look, number), look)
        for number, person in enumerate(space.people, 1)
        if not person.photo
    }
    drawn = [(number, person.name) for number, person in enumerate(space.people, 1) if not person.photo]
    if len(drawn) > 2:
        static["crowd.svg"] = with_dusk_colours(scenes.crowd(slug, look, drawn[:_CROWD]), look)
    static |= {f"fonts/{name}": theme.read_bytes(f"fonts/{name}") for name in css.font_files(look)}
    static |= {name: _layered(name, data, theme) for name, data in theme.static().items()}
    static[_SITE] = look_sheet(space, theme).encode("utf-8") + static[_SITE]
    del static[_TOKENS]
    pictures = icons.raster_images(space, static["emblem.svg"], static["pattern.svg"], keep)
    widths = "".join(_CUSTOM_MEDIA.findall(_tokens(theme))).encode("utf-8")
    return pictures | with_fingerprints(_minified({f"static/{name}": data for name, data in static.items()}, widths))


def _icon_of(space: Space, key: str) -> str:
    form = space.vocabulary.activity_formats.get(key)
    return (form and form.icon) or ""


def look_sheet(space: Space, theme: SiteTheme) -> str:
    """The head of the style sheet: the fonts and the custom properties of the look of the place, and those of the theme."""
    return css.head(space.look, _CUSTOM_MEDIA.sub("", _tokens(theme)))


def _tokens(theme: SiteTheme) -> str:
    return theme.read_bytes(f"static/{_TOKENS}").decode("utf-8", "replace")


def versioned_address(path: str, files: Mapping[str, bytes]) -> str:
    """The address of the file ``path`` with its fingerprint, so that browsers may cache it for ever."""
    return f"{path}?v={_fingerprint(files[path])}"


def with_fingerprints(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, whose style sheets name the fonts and pictures among them with their fingerprints."""

    def rewrite(path: str, css: bytes) -> bytes:
        def versioned(match: re.Match[bytes]) -> bytes:
            target = match[2].decode("utf-8", "replace")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            return f"url({target}?v={_fingerprint(files[file])})".encode() if file in files else match[0]

        return _URL.sub(versioned, css)

    return _map_style_sheets(rewrite, files)


def _layered(name: str, data: bytes, theme: SiteTheme) -> bytes:
    """A static file; a sheet of the kit, or the team's instead of it, in the layer of its name, whichever copy it is."""
    if not name.endswith(".css") or not theme.kit_has(f"static/{name}"):
        return data
    layer = css.SITE if name in _SHARED else css.PAGE
    return b"@layer %s{\n%s}\n" % (layer.encode("utf-8"), data)


def _minified(files: Mapping[str, bytes], widths: bytes) -> dict[str, bytes]:
    """The same files, their style sheets minified and with the ``@custom-media`` rules ``widths`` put in.

    One that the minifier refuses stays as it is.
    """
    return _map_style_sheets(partial(_minify, widths), files)


@lru_cache(maxsize=64)
def _minify(widths: bytes, path: str, css: bytes) -> bytes:
    try:
        minified: str = process_stylesheet(
            (widths + css).decode("utf-8"),
            filename=path,
            parser_flags=calc_parser_flags(custom_media=True),
            browsers_list=_BROWSERS,
            minify=True,
        )
    except (UnicodeDecodeError, ValueError):
        return css
    return minified.encode("utf-8") + b"\n"


def _map_style_sheets(function: Callable[[str, bytes], bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: function(path, data) if path.endswith(".css") else data for path, data in files.items()}


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
