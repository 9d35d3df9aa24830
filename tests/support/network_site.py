"""A directory of places that are plain, hostile or unreadable, as browsers and validators look at it."""

from __future__ import annotations

import json
from pathlib import Path

from support.built_places import NAME
from support.network_factories import described, event

from tierslieu.network.build import build
from tierslieu.network.sources import Listing, NetworkSource

from . import factories

PLACES = [
    described(
        "hostile", name=NAME, website="https://a.example.org/?a=1&b='2'", summary=NAME,
        address={"postal_code": "42300", "city": NAME, "street": NAME}, position={"latitude": 46.03, "longitude": 4.07},
        services=[{"key": "con", "name": NAME}, {"key": "coworking", "name": "Coworking"}], lineage={"parent": NAME + "2"},
        events=[event(NAME, format_name=NAME, page="https://a.example.org/x?y=1&z"), event("Annulé", status="cancelled")],
    ),
    described("long", name="L" * 300, lineage={"parent": "Child 3"}, address={"postal_code": "97400", "city": "Ville"}),
    *(described(f"child-{one}", name=f"Child {one}", lineage={"parent": f"Child {one - 1}"}) for one in range(1, 12)),
    described("circle", lineage={"parent": "Circle"}, position={"latitude": 42.7, "longitude": 9.45}),
]  # fmt: skip


def make(folder: Path) -> Path:
    """The directory of these places, and of two files that are none."""
    files = [json.dumps(place).encode() for place in PLACES] + [b"{", b"[" * 1_000_000]
    sources = [NetworkSource(f"<b>{index}</b>.json", data=data) for index, data in enumerate(files)]
    made = folder / "network"
    build(factories.comptoir(), Listing(sources, "Réseau d’exemple"), made)
    return made


def pages(root: Path) -> list[str]:
    """The addresses of its pages."""
    found = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html")))
    return [path.removesuffix("index.html") for path in found]
