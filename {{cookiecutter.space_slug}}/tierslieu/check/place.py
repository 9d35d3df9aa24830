"""What one finds in the place: its pictures can be shown to everybody, its areas are told apart."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import COMMUNITY, SPACE, KeyPath
from tierslieu.model import Photo, Space


def pictures_can_be_shown(space: Space) -> Iterator[Finding]:
    """Every picture that ``config/`` names is there, can be read, and does nothing but show."""
    named = [(SPACE, (*path, "photo"), one.photo) for path, one in _photos(space)]
    named += [(COMMUNITY, ("people", index, "photo"), one.photo) for index, one in enumerate(space.community.people)]
    for file, path, name in named:
        if name:
            from tierslieu import images  # what reads pictures is heavy, and most places begin without any

            try:
                images.check_image(images.find_image(space.root, name), name)
            except images.ImageFault as fault:
                yield Finding(fault.code, file, path, fault.values)


def pictures_have_words(space: Space) -> Iterator[Finding]:
    """Every picture of ``space.yaml`` says what it shows, unless it is there for its beauty alone."""
    for path, one in _photos(space):
        if one.photo and not one.alt and not one.decorative:
            yield Finding("image.alt", SPACE, (*path, "photo"), {"image": one.photo})


def areas_are_unique(space: Space) -> Iterator[Finding]:
    """Two areas don't have the same short name."""
    seen: set[str] = set()
    for index, area in enumerate(space.identity.areas):
        if area.key in seen:
            yield Finding("area.duplicate", SPACE, ("areas", index, "key"), {"key": area.key})
        seen.add(area.key)


def _photos(space: Space) -> Iterator[tuple[KeyPath, Photo]]:
    """The areas, which may have a picture, and the other pictures, with where each stands."""
    identity = space.identity
    for name, several in (("areas", identity.areas), ("photos", identity.photos)):
        for index, one in enumerate(several):
            yield (name, index), one
    if identity.plan:
        yield ("plan",), identity.plan
