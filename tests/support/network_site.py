"""A directory of plain, hostile and unreadable places, for browsers and validators."""

from __future__ import annotations

import json
from pathlib import Path

from support.built_places import HOSTILE_NAME
from support.network_factories import described, event

from tierslieu.network.build import build_directory
from tierslieu.network.sources import NetworkSource, PlaceList

from . import factories

PLACES = [
    described(
        "hostile", name=HOSTILE_NAME, website="https://a.example.org/?a=1&b='2'", summary=HOSTILE_NAME,
        address={"postal_code": "42300", "city": HOSTILE_NAME, "street": HOSTILE_NAME}, position={"latitude": 46.03, "longitude": 4.07},
        services=[{"key": "con", "name": HOSTILE_NAME}, {"key": "coworking", "name": "Coworking"}], lineage={"parent": HOSTILE_NAME + "2"},
        events=[event(HOSTILE_NAME, format_name=HOSTILE_NAME, page="https://a.example.org/x?y=1&z"), event("Annulé", status="cancelled")],
    ),
    described("long", name="L" * 300, lineage={"parent": "Child 3"}, address={"postal_code": "97400", "city": "Ville"}),
    *(described(f"child-{n}", name=f"Child {n}", lineage={"parent": f"Child {n - 1}"}) for n in range(1, 12)),
    described("circle", lineage={"parent": "Circle"}, position={"latitude": 42.7, "longitude": 9.45}),
]  # fmt: skip


def build_network_site(folder: Path) -> Path:
    """Build the directory of ``PLACES`` and of two files that are not descriptions; returns its folder."""
    files = [json.dumps(place).encode() for place in PLACES] + [b"{", b"[" * 1_000_000]
    sources = [NetworkSource(f"<b>{index}</b>.json", data=data) for index, data in enumerate(files)]
    output = folder / "network"
    build_directory(factories.comptoir(), PlaceList(sources, "Réseau d’exemple"), output)
    return output


def page_paths(root: Path) -> list[str]:
    """The addresses of the pages in ``root``."""
    paths = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html")))
    return [path.removesuffix("index.html") for path in paths]
