"""Pictures in points: icons for browsers and telephones, and the card that social networks show.

They are drawn by typst, which the documents need already, in a few hundredths of a second each; what was made is kept,
in memory and in ``.cache/pictures/``, until a drawing, a name or a font changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from tierslieu.cache.store import ContentStore
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Space

from . import selection

if TYPE_CHECKING:
    import typst

FOLDER = ".cache/pictures"
CARD, CARD_WIDTH, CARD_HEIGHT = "card.png", 1200, 630


@dataclass(frozen=True)
class Icon:
    """An icon among the files of ``static/``: its ``side`` in points, what a web manifest calls its ``purpose``.

    ``room`` is the part of the side that the emblem takes; an icon with less than all of it has a ground, up to its
    edges, that a telephone may cut into the shape that it likes.
    """

    file: str
    side: int
    purpose: str = "any"
    room: float = 1.0


APPLE = Icon("apple-touch-icon.png", 180, room=0.74)
#: Those that a web manifest names, at ``static/`` and their ``file``.
ICONS = (
    Icon("icon-192.png", 192),
    Icon("icon-512.png", 512),
    Icon("icon-maskable.png", 512, "maskable", room=0.56),
)
_TAB = Icon("favicon-32.png", 32)


def pictures(space: Space, emblem: bytes, pattern: bytes, keep: bool = False) -> dict[str, bytes]:
    """The pictures of the place by their path in ``public/``, from its ``emblem`` and its ``pattern`` as SVG.

    ``keep`` writes what was made to ``.cache/pictures/``. Raises ``Problems`` when a drawing of the team can't be read.
    """
    stock = ContentStore(space.root / FOLDER, keep=keep)
    made: dict[str, bytes] = {}
    ground = space.look.palette.meta.light.paper
    with _told_of("overrides/static/emblem.svg"):
        for icon in (*ICONS, APPLE):
            made[f"static/{icon.file}"] = _kept(stock, _ICON, _icon(icon, emblem, ground), ())
        made["favicon.ico"] = _ico(_kept(stock, _ICON, _icon(_TAB, emblem, ground), ()), _TAB.side)
    card = _card_file(space.root)
    source = card.read_text(encoding="utf-8")
    own = card.relative_to(space.root).as_posix()
    with _told_of(own if own.startswith("overrides") else "overrides/static/pattern.svg"):
        made[f"static/{CARD}"] = _kept(stock, source, _card(space, emblem, pattern), _fonts(space.root))
    if keep:
        stock.forget_others()
    return made


_ICON = """
#let side = int(sys.inputs.side) * 1pt
#set page(width: side, height: side, margin: 0pt, fill: if sys.inputs.ground == "" { none } else { rgb(sys.inputs.ground) })
#let room = side * float(sys.inputs.room)
#place(center + horizon, image(bytes(sys.inputs.emblem), format: "svg", width: room, height: room, fit: "contain"))
"""


def _icon(icon: Icon, emblem: bytes, ground: str) -> dict[str, str]:
    filled = ground if icon.room < 1 else ""
    return {
        "side": str(icon.side),
        "room": str(icon.room),
        "ground": filled,
        "emblem": emblem.decode("utf-8", "replace"),
    }


def _card(space: Space, emblem: bytes, pattern: bytes) -> dict[str, str]:
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


def _card_file(root: Path) -> Path:
    return next(path for folder in selection.FOLDERS if (path := root / folder / "pictures" / "card.typ").is_file())


@contextlib.contextmanager
def _told_of(path: str) -> Iterator[None]:
    """What typst says of a drawing, as a problem of the file ``path``; only a file of the team can be at fault."""
    try:
        yield
    except RuntimeError as error:  # typst's own errors are some
        raise Problems([Problem("look.drawing", {"detail": str(error).splitlines()[0]}, path)]) from None


def _fonts(root: Path) -> tuple[str, ...]:
    folders = (root / folder / part for folder in selection.FOLDERS for part in ("fonts", "documents/fonts"))
    return tuple(str(folder) for folder in folders if folder.is_dir())


def _ico(png: bytes, side: int) -> bytes:
    """``png`` as an ICO file of one picture, that browsers ask for at the root of every site."""
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + png


def _kept(stock: ContentStore, source: str, inputs: Mapping[str, str], fonts: tuple[str, ...]) -> bytes:
    """A drawing in points, made now or before."""
    told = tuple(sorted(inputs.items()))
    return stock.get(f"{_digest(source, told, fonts)}.png", partial(_drawn, source, told, fonts))


def _digest(source: str, inputs: tuple[tuple[str, str], ...], fonts: tuple[str, ...]) -> str:
    files = [path for folder in fonts for path in sorted(Path(folder).glob("*.[to]tf"))]
    sizes = [f"{path.name} {path.stat().st_size}" for path in files]
    told = (version("typst"), source, *(f"{key}={value}" for key, value in inputs), *sizes)
    return hashlib.sha256("\0".join(told).encode("utf-8")).hexdigest()


@lru_cache(maxsize=64)
def _drawn(source: str, inputs: tuple[tuple[str, str], ...], fonts: tuple[str, ...]) -> bytes:
    import typst  # heavy, and not needed where everything was kept

    known = dict(inputs)
    shown = typst.Fonts(include_system_fonts=False, font_paths=list(fonts))
    for key in ("name", "territory"):
        if known.get(key) and not _can_be_shown(known[key], known["font"], shown):
            known[key] = ""
    compiler = typst.Compiler(source.encode("utf-8"), font_paths=shown, ignore_system_fonts=True, sys_inputs=known)
    made = compiler.compile(format="png", ppi=72)
    assert isinstance(made, bytes)
    return made


_TRY = """
#set document(title: "-")
#set text(font: (sys.inputs.font, "Libertinus Serif"))
#sys.inputs.text
"""


def _can_be_shown(text: str, font: str, fonts: typst.Fonts) -> bool:
    """Whether there is a letter for every character of ``text``: in PDF/UA typst refuses boxes, in a picture it does not."""
    import typst

    told = {"text": text, "font": font}
    try:
        compiler = typst.Compiler(_TRY.encode(), font_paths=fonts, ignore_system_fonts=True, sys_inputs=told)
        compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    except typst.TypstError:
        return False
    return True
