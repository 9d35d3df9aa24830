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
_NAME, _FONT = re.compile(r"[a-z_]+\.(?:css|js|svg)"), re.compile(r"[a-z-]+\.woff2")


def static(request: HttpRequest, name: str) -> HttpResponse:
    """A file of ``static/``."""
    path = _FOLDER / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type=mimetypes.guess_type(name)[0])


def font(request: HttpRequest, name: str) -> HttpResponse:
    """A font of the theme, the team's own if there is one."""
    theme, path = SiteTheme(request.place.root), f"fonts/{name}"
    if not _FONT.fullmatch(name) or not theme.has(path):
        raise Http404
    # Kept for an hour: fetched anew for each screen, the letters would change under the eyes of the person.
    return HttpResponse(
        theme.read_bytes(path), content_type="font/woff2", headers={"Cache-Control": "private, max-age=3600"}
    )


def look(request: HttpRequest) -> HttpResponse:
    """The custom properties of the look of the screens, and of the theme; nothing while the place can't be read."""
    space = request.place.screen_facts()
    if space is None:
        return HttpResponse("", content_type="text/css")
    return HttpResponse(look_sheet(space, SiteTheme(space.root)), content_type="text/css; charset=utf-8")


def emblem(request: HttpRequest) -> HttpResponse:
    """The emblem of the place; none while the place can't be read."""
    space = request.place.last_facts()
    if space is None:
        raise Http404
    return HttpResponse(patterns.emblem_of(space), content_type="image/svg+xml")


def drawings(request: HttpRequest) -> HttpResponse:
    """The style sheet of the drawings of the site, the team's own if there is one."""
    theme = SiteTheme(request.place.root)
    return HttpResponse(theme.read_bytes("static/governance.css"), content_type="text/css; charset=utf-8")
