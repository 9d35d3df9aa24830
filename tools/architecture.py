"""The drawing of ``docs/explications/architecture.md``: which room of the engine imports which, read from the code.

A square matrix: rooms in the order of the layers of ``pyproject.toml``, a dot where the room of the row imports the room
of the column. As imports run downward only, every dot is above the diagonal.
"""

from __future__ import annotations

import sys
import tomllib

import grimp
from support.paths import KIT, TEMPLATE

#: In SVG user units (px at 100 %).
_CELL, _LABEL, _TOP = 22, 112, 96
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b1b1b}.grid{stroke:#d8d8d8}.diagonal{fill:#ececec}.dot{fill:#0b5d8f}"
    "@media(prefers-color-scheme:dark){text{fill:#f2f2f2}.grid{stroke:#4a4a4a}.diagonal{fill:#333}.dot{fill:#7cc4f0}}"
)


def layers() -> list[str]:
    """The rooms from the top to the ground, as ``make lint`` checks them."""
    project = tomllib.loads((KIT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (item for item in project["tool"]["importlinter"]["contracts"] if item["type"] == "layers")
    rooms: list[str] = contract["layers"]
    return rooms


def imports() -> dict[tuple[str, str], int]:
    """How many modules of a room import how many of another, for each pair of rooms that does."""
    if str(TEMPLATE) not in sys.path:
        sys.path.insert(0, str(TEMPLATE))
    graph = grimp.build_graph("tierslieu", cache_dir=None)
    pairs: dict[tuple[str, str], int] = {}
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            rooms = _room(importer), _room(imported)
            if rooms[0] != rooms[1] and all(rooms):
                pairs[rooms] = pairs.get(rooms, 0) + 1
    return pairs


def _room(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


def drawing() -> str:
    """The matrix as SVG."""
    rooms, pairs = layers(), imports()
    size = len(rooms) * _CELL
    width, height = _LABEL + size + 8, _TOP + size + 8
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="title description">',
        '<title id="title">Qui importe qui, dans le moteur</title>',
        '<desc id="description">'
        + " ; ".join(
            f"{room} importe {', '.join(other for other in rooms if (room, other) in pairs) or 'rien'}"
            for room in rooms
        )
        + "</desc>",
        f"<style>{_STYLE}</style>",
    ]
    for index, room in enumerate(rooms):
        start, middle = index * _CELL, index * _CELL + _CELL // 2
        lines += [
            f'<rect class="diagonal" x="{_LABEL + start}" y="{_TOP + start}" width="{_CELL}" height="{_CELL}"/>',
            f'<path class="grid" d="M{_LABEL} {_TOP + start}h{size}M{_LABEL + start} {_TOP}v{size}"/>',
            f'<text x="{_LABEL - 8}" y="{_TOP + middle + 4}" text-anchor="end">{room}</text>',
            f'<text transform="translate({_LABEL + middle + 4} {_TOP - 8}) rotate(-90)">{room}</text>',
        ]
    for importer, imported in sorted(pairs):
        if importer in rooms and imported in rooms:
            x = _LABEL + rooms.index(imported) * _CELL + _CELL // 2
            y = _TOP + rooms.index(importer) * _CELL + _CELL // 2
            lines.append(f'<circle class="dot" cx="{x}" cy="{y}" r="5"/>')
    return "\n".join([*lines, "</svg>", ""])
