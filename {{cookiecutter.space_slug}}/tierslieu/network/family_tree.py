"""Who descends from whom: a forest of places, whatever the files claim of one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tierslieu.model.lieu_json import Description

#: How deep the tree is drawn; what descends further is listed at that depth.
DEEPEST = 8


@dataclass(frozen=True)
class Member:
    """A place of the tree at its ``depth``: one of the network, or a parent of which only the name is known.

    ``parent`` names the place it comes from; ``circular`` marks one that claims to descend from itself.
    """

    name: str
    place: Description | None
    depth: int
    parent: str | None = None
    circular: bool = False


def forest(places: Iterable[Description]) -> list[list[Member]]:
    """Each family, from its eldest on, every child after its parent; places alone are left out."""
    known = {place.slug: place for place in places}
    parents = _parents(known)
    children: dict[str, list[str]] = defaultdict(list)
    for child in known:
        if child in parents:
            children[parents[child]].append(child)
    circular = _circular(parents)
    roots = [slug for slug in known if slug not in parents and slug in children]
    outside = sorted({parent for parent in parents.values() if parent not in known})
    entries = [*roots, *sorted(circular), *outside]
    names = {slug: place.name for slug, place in known.items()} | _names_outside(known, parents)
    entries.sort(key=lambda slug: (names[slug].casefold(), slug))
    seen: set[str] = set()
    families = [list(_descent(entry, children, known, names, circular, seen)) for entry in entries]
    return sorted(filter(None, families), key=lambda family: -len(family))


def _descent(
    eldest: str,
    children: dict[str, list[str]],
    known: dict[str, Description],
    names: dict[str, str],
    circular: set[str],
    seen: set[str],
) -> Iterator[Member]:
    """``eldest`` and all who descend from it, in the order of the tree, without recursion."""
    waiting: list[tuple[str, int, str | None]] = [(eldest, 0, None)]
    while waiting:
        slug, depth, parent = waiting.pop()
        if slug in seen:
            continue
        seen.add(slug)
        yield Member(names[slug], known.get(slug), min(depth, DEEPEST), parent, slug in circular)
        below = sorted(children[slug], key=lambda child: (names[child].casefold(), child), reverse=True)
        waiting += [(child, depth + 1, names[slug]) for child in below]


def _parents(known: dict[str, Description]) -> dict[str, str]:
    """The parent of each place that has one: its short name, or a key made of its address or name outside."""
    by_site = {_site(place.website): slug for slug, place in known.items() if place.website}
    by_name = {_plain(place.name): slug for slug, place in reversed(known.items())}
    found = {}
    for slug, place in known.items():
        lineage = place.lineage
        if lineage.parent_website and _site(lineage.parent_website) in by_site:
            found[slug] = by_site[_site(lineage.parent_website)]
        elif lineage.parent:
            found[slug] = by_name.get(_plain(lineage.parent), f"?{_plain(lineage.parent)}")
    return found


def _names_outside(known: dict[str, Description], parents: dict[str, str]) -> dict[str, str]:
    return {
        parent: known[child].lineage.parent or parent
        for child, parent in reversed(parents.items())
        if parent not in known
    }


def _circular(parents: dict[str, str]) -> set[str]:
    """One place of each circle: the first by short name."""
    found, judged = set(), set[str]()
    for start in sorted(parents):
        path: dict[str, None] = {}
        slug: str | None = start
        while slug is not None and slug not in path and slug not in judged:
            path[slug] = None
            slug = parents.get(slug)
        if slug in path:
            circle = list(path)[list(path).index(slug) :]
            found.add(min(circle))
        judged |= path.keys()
    return found


def _site(address: str | None) -> str:
    """What two ways of writing one address share."""
    return re.sub(r"^https?://(?:www\.)?|/+$|[?#].*$", "", (address or "").lower())


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()
