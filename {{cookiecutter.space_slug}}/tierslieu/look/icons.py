"""Raster images of a place: icons for browsers and phones, and the card that social networks show.

typst, which the documents need anyway, renders each in a few hundredths of a second. Results are cached in memory and
in ``.cache/pictures/``, by a digest of everything they depend on. Before typst is installed, which ``./lieu build``
does, the files are empty: ``check`` and ``serve`` only need them to exist, for the links to them.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tierslieu.cache.package_versions import package_version
from tierslieu.cache.store import ContentStore
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.theme_files import OVERRIDES, theme_file, theme_folders
from tierslieu.model import Space

if TYPE_CHECKING:
    import typst

CACHE_FOLDER = ".cache/pictures"
#: The card of social networks, in ``static/``: 1200 by 630 pixels.
CARD = "card.png"


@dataclass(frozen=True)
class Icon:
    """An icon: its ``file`` in ``static/``, its ``side`` in pixels.

    ``emblem_share`` is the part of the side that the emblem takes. An icon with less than 1 has an opaque background,
    which phones may crop to a circle or another shape.
    """

    file: str
    side: int
    emblem_share: float = 1.0


APPLE = Icon("apple-touch-icon.png", 180, 0.74)
#: The icons of the web app manifest.
ICONS = (Icon("icon-192.png", 192), Icon("icon-512.png", 512), Icon("icon-maskable.png", 512, 0.56))
_FAVICON = Icon("favicon-32.png", 32)
_FAVICON_PATH = "favicon.ico"
_ICON_FILES = tuple(icon.file for icon in (*ICONS, APPLE))


def raster_images(space: Space, emblem: bytes, pattern: bytes, keep: bool = False) -> dict[str, bytes]:
    """The images by path in ``public/``, from ``emblem`` and ``pattern`` as SVG.

    ``keep`` writes them to ``.cache/pictures/``. Raises ``Problems`` if a drawing of the team can't be rendered.
    """
    if not find_spec("typst"):
        return dict.fromkeys((_FAVICON_PATH, *(f"static/{name}" for name in (*_ICON_FILES, CARD))), b"")
    store = ContentStore(space.root / CACHE_FOLDER, keep=keep)
    images: dict[str, bytes] = {}
    background = space.look.palette.meta.light.paper
    with drawing_errors_as_problems("overrides/static/emblem.svg"):
        for icon in (*ICONS, APPLE):
            images[f"static/{icon.file}"] = rendered_png(store, _ICON, _icon_inputs(icon, emblem, background), ())
        favicon = rendered_png(store, _ICON, _icon_inputs(_FAVICON, emblem, background), ())
        images[_FAVICON_PATH] = _ico(favicon, _FAVICON.side)
    path = theme_file(space.root, "pictures/card.typ") or ""
    fonts = font_folders(space)
    source = (space.root / path).read_text(encoding="utf-8")
    with drawing_errors_as_problems(path if path.startswith(OVERRIDES) else "overrides/static/pattern.svg"):
        images[f"static/{CARD}"] = rendered_png(store, source, _card_inputs(space, emblem, pattern), fonts)
    if keep:
        store.forget_others()
    return images


def emblem_png(root: Path, emblem: bytes) -> bytes:
    """``emblem``, an SVG, as the largest small icon of the place in ``root``; raises ``Problems`` if it can't be rendered."""
    with drawing_errors_as_problems("overrides/static/emblem.svg"):
        store = ContentStore(root / CACHE_FOLDER, keep=False)
        return rendered_png(store, _ICON, _icon_inputs(ICONS[0], emblem, ""), ())


def font_folders(space: Space) -> tuple[str, ...]:
    """The folders of the fonts that write on pictures, the team's own first."""
    return tuple(map(str, theme_folders(space.root, "fonts", "documents/fonts")))


_ICON = """
#let side = int(sys.inputs.side) * 1pt
#set page(width: side, height: side, margin: 0pt, fill: if sys.inputs.ground == "" { none } else { rgb(sys.inputs.ground) })
#let room = side * float(sys.inputs.room)
#place(center + horizon, image(bytes(sys.inputs.emblem), format: "svg", width: room, height: room, fit: "contain"))
"""


def _icon_inputs(icon: Icon, emblem: bytes, background: str) -> dict[str, str]:
    return {
        "side": str(icon.side),
        "room": str(icon.emblem_share),
        "ground": background if icon.emblem_share < 1 else "",
        "emblem": emblem.decode("utf-8", "replace"),
    }


def _card_inputs(space: Space, emblem: bytes, pattern: bytes) -> dict[str, str]:
    colours, identity = space.look.palette.meta.light, space.identity
    return {
        "emblem": emblem.decode("utf-8", "replace"),
        "pattern": pattern.decode("utf-8", "replace"),
        "name": identity.name,
        "territory": identity.territory or "",
        "font": space.look.type.meta.card,
        "ground": colours.sun,
        "ink": colours.on_pale,
        "title": colours.title,
    }


@contextlib.contextmanager
def drawing_errors_as_problems(path: str) -> Iterator[None]:
    """Raise the errors of typst as ``Problems`` of the file ``path``, the only input that the team wrote."""
    try:
        yield
    except RuntimeError as error:  # the base class of typst's errors
        raise Problems([Problem("look.drawing", {"detail": str(error).splitlines()[0]}, path)]) from None


def _ico(png: bytes, side: int) -> bytes:
    """``png`` in the ICO format: browsers ask for ``/favicon.ico`` on every site."""
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + png


def rendered_png(store: ContentStore, source: str, inputs: Mapping[str, str], fonts: tuple[str, ...]) -> bytes:
    """The typst ``source`` as PNG, from ``store`` if possible; ``fonts`` are folders.

    Texts that no font can show are left out of the inputs ``name`` and ``territory``; if those of ``texts`` can't be
    shown in ``font``, the picture is empty.
    """
    items = tuple(sorted(inputs.items()))
    files = [path for folder in fonts for path in sorted(Path(folder).glob("*.[to]tf"))]
    sizes = [f"{path.name} {path.stat().st_size}" for path in files]
    parts = (package_version("typst"), source, *(f"{key}={value}" for key, value in items), *sizes)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()
    return store.get(f"{digest}.png", partial(_render, source, items, fonts))


@lru_cache(maxsize=64)
def _render(source: str, inputs: tuple[tuple[str, str], ...], fonts: tuple[str, ...]) -> bytes:
    import typst  # imported here for start-up time: rarely needed, as results are cached

    values = dict(inputs)
    loaded_fonts = typst.Fonts(include_system_fonts=False, font_paths=list(fonts))
    for key in ("name", "territory"):
        if values.get(key) and not _has_glyphs(values[key], values["font"], loaded_fonts):
            values[key] = ""
    if "texts" in values and not _has_glyphs(values["texts"], values["font"], loaded_fonts):
        return b""
    compiler = typst.Compiler(source.encode(), font_paths=loaded_fonts, ignore_system_fonts=True, sys_inputs=values)
    png = compiler.compile(format="png", ppi=72)
    assert isinstance(png, bytes)
    return png


_GLYPH_TEST = """
#set document(title: "-")
#set text(font: (sys.inputs.font, "Libertinus Serif"))
#sys.inputs.text
"""


def _has_glyphs(text: str, font: str, fonts: typst.Fonts) -> bool:
    """Whether the fonts have every character of ``text``: typst refuses a missing glyph in PDF/UA, but not in PNG."""
    import typst

    inputs = {"text": text, "font": font}
    try:
        compiler = typst.Compiler(_GLYPH_TEST.encode(), font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
        compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    except typst.TypstError:
        return False
    return True
