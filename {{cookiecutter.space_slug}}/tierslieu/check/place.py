"""The pictures and areas of the place."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import COMMUNITY, SPACE, KeyPath
from tierslieu.model import Photo, Space


def pictures_can_be_shown(space: Space) -> Iterator[Finding]:
    """Every picture that ``config/`` names exists, can be read, and holds no active content."""
    pictures = [(SPACE, (*path, "photo"), entry.photo) for path, entry in _photos(space)]
    for index, person in enumerate(space.community.people):
        pictures.append((COMMUNITY, ("people", index, "photo"), person.photo))
    for file, path, name in pictures:
        if name:
            from tierslieu import images  # what reads pictures is heavy, and most places begin without any

            try:
                images.check_image(images.find_image(space.root, name), name)
            except images.ImageFault as fault:
                yield Finding(fault.code, file, path, fault.values)


def pictures_have_words(space: Space) -> Iterator[Finding]:
    """Every picture of ``space.yaml`` has a text alternative, unless it is decorative."""
    for path, entry in _photos(space):
        if entry.photo and not entry.alt and not entry.decorative:
            yield Finding("image.alt", SPACE, (*path, "alt"), {"image": entry.photo})


def areas_are_unique(space: Space) -> Iterator[Finding]:
    """Two areas don't have the same short name."""
    seen: set[str] = set()
    for index, area in enumerate(space.identity.areas):
        if area.key in seen:
            yield Finding("area.duplicate", SPACE, ("areas", index, "key"), {"key": area.key})
        seen.add(area.key)


def _photos(space: Space) -> Iterator[tuple[KeyPath, Photo]]:
    """The areas, which may have a picture, the other pictures and the plan, each with its path."""
    identity = space.identity
    for name, entries in (("areas", identity.areas), ("photos", identity.photos)):
        for index, entry in enumerate(entries):
            yield (name, index), entry
    if identity.plan:
        yield ("plan",), identity.plan
