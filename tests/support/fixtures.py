"""Types of the fixtures in the ``conftest.py`` files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext
    from support.edited_places import EditedPlace

#: Name of the folder, function that fills it → the folder.
SharedFolder = Callable[[str, Callable[[Path], object]], Path]
#: Folder → the same folder, with a place to which no answers have been applied.
NewPlace = Callable[[Path], Path]
#: Version → a place of that version, not to be changed.
PlaceOfVersion = Callable[[str], Path]
#: Version → a place of that version, to be edited.
OldPlace = Callable[[str], "EditedPlace"]
#: Name in ``built_places.PLACES`` → that place, built, not to be changed.
BuiltPlace = Callable[[str], Path]
#: Options of ``playwright.Browser.new_context`` → a context with no cookie and no cache.
NewContext = Callable[..., "BrowserContext"]
#: Name in ``built_places.PLACES`` → the address at which its documents are served.
DocumentsUrl = Callable[[str], str]


class Bake(Protocol):
    def __call__(self, answers: Mapping[str, Any] | None = None, *, accept_hooks: bool = True) -> Path: ...


class EditPlace(Protocol):
    def __call__(self, version: str = ...) -> EditedPlace: ...


class SiteUrl(Protocol):
    def __call__(self, name: str, *, security_headers: bool = True) -> str: ...
