"""Style sheets, fonts and the script of the editor; its colours and letters are those of the place."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

from tierslieu.look import patterns
from tierslieu.site.assets import look_sheet
from tierslieu.site.theme import SiteTheme

_FOLDER = Path(__file__).parent / "static"
_NAME = re.compile(r"[a-z_]+\.(?:css|js|svg)|[a-z-]+\.woff2")


def static(request: HttpRequest, name: str) -> HttpResponse:
    """A file of ``static/``."""
    return _file(_FOLDER / _checked(name))


def font(request: HttpRequest, name: str) -> HttpResponse:
    """A font of the theme."""
    return _file(request.place.root / "theme" / "fonts" / _checked(name))


def look(request: HttpRequest) -> HttpResponse:
    """The custom properties of the look of the place, and of the theme; nothing while the place can't be read."""
    space = request.place.last_facts()
    if space is None:
        return HttpResponse("", content_type="text/css")
    return HttpResponse(look_sheet(space, SiteTheme(space.root)), content_type="text/css; charset=utf-8")


def emblem(request: HttpRequest) -> HttpResponse:
    """The emblem of the place; none while the place can't be read."""
    space = request.place.last_facts()
    if space is None:
        raise Http404
    return HttpResponse(patterns.emblem(space.identity.slug, space.look), content_type="image/svg+xml")


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Http404
    return name


def _file(path: Path) -> HttpResponse:
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "font/woff2")
