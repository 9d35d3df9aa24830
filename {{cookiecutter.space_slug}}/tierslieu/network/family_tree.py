"""Families of places: which place adapted its organisation from which, as their descriptions claim.

Claims are not trusted to make sense: cycles and parents outside the network are expected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tierslieu.model.lieu_json import Description

#: The depth of the tree as drawn; deeper descendants are listed at this depth.
MAX_DEPTH = 8


@dataclass(frozen=True)
class FamilyMember:
    """A node of the tree at its ``depth``: a place of the network or, with ``place`` None, a parent outside it.

    ``parent`` is the name of its parent; ``circular`` marks a place that claims to descend from itself.
    """

    name: str
    place: Description | None
    depth: int
    parent: str | None = None
    circular: bool = False


def families(places: Iterable[Description]) -> list[list[FamilyMember]]:
    """The families of more than one place, largest first; each in depth-first order, children by name."""
    by_slug = {place.slug: place for place in places}
    parents = _parents(by_slug)
    children: dict[str, list[str]] = defaultdict(list)
    for slug, parent in parents.items():
        children[parent].append(slug)
    circular = _one_per_cycle(parents)
    eldest = [slug for slug in by_slug if slug not in parents and slug in children]
    outside = sorted({parent for parent in parents.values() if parent not in by_slug})
    roots = [*eldest, *sorted(circular), *outside]
    # A parent outside the network has the name that its first child gives.
    names_outside = {
        parent: by_slug[child].lineage.parent or parent
        for child, parent in reversed(parents.items())
        if parent not in by_slug
    }
    names = {slug: place.name for slug, place in by_slug.items()} | names_outside
    roots.sort(key=lambda slug: (names[slug].casefold(), slug))
    visited: set[str] = set()
    trees = [list(_descendants(root, children, by_slug, names, circular, visited)) for root in roots]
    return sorted(filter(None, trees), key=lambda members: -len(members))


def _descendants(
    root: str,
    children: dict[str, list[str]],
    places: dict[str, Description],
    names: dict[str, str],
    circular: set[str],
    visited: set[str],
) -> Iterator[FamilyMember]:
    """``root`` and its descendants in depth-first order, without recursion: a lineage may be thousands deep."""
    stack: list[tuple[str, int, str | None]] = [(root, 0, None)]
    while stack:
        slug, depth, parent = stack.pop()
        if slug in visited:
            continue
        visited.add(slug)
        yield FamilyMember(names[slug], places.get(slug), min(depth, MAX_DEPTH), parent, slug in circular)
        by_name = sorted(children[slug], key=lambda child: (names[child].casefold(), child), reverse=True)
        stack += [(child, depth + 1, names[slug]) for child in by_name]


def _parents(places: dict[str, Description]) -> dict[str, str]:
    """The parent of each place that has one: its slug or, outside the network, ``?`` and its normalised name."""
    by_website = {_normalise_url(place.website): slug for slug, place in places.items() if place.website}
    by_name = {_normalise_name(place.name): slug for slug, place in reversed(places.items())}
    parents = {}
    for slug, place in places.items():
        lineage = place.lineage
        if lineage.parent_website and _normalise_url(lineage.parent_website) in by_website:
            parents[slug] = by_website[_normalise_url(lineage.parent_website)]
        elif lineage.parent:
            name = _normalise_name(lineage.parent)
            parents[slug] = by_name.get(name, f"?{name}")
    return parents


def _one_per_cycle(parents: dict[str, str]) -> set[str]:
    """One place of each cycle: the first by slug."""
    chosen, visited = set(), set[str]()
    for start in sorted(parents):
        path: dict[str, None] = {}
        slug: str | None = start
        while slug is not None and slug not in path and slug not in visited:
            path[slug] = None
            slug = parents.get(slug)
        if slug in path:
            cycle = list(path)[list(path).index(slug) :]
            chosen.add(min(cycle))
        visited |= path.keys()
    return chosen


def _normalise_url(url: str | None) -> str:
    """``url`` in lower case without scheme, ``www.``, query, fragment and final slashes."""
    return re.sub(r"^https?://(?:www\.)?|/+$|[?#].*$", "", (url or "").lower())


def _normalise_name(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()
