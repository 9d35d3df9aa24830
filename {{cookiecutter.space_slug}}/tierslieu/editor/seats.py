"""The seats of organisations that are at the address of the place: when it moves, they follow once one agrees."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html

from tierslieu.core.folding import slug
from tierslieu.model import Space

from .open_place import OpenPlace


def say_seats(request: HttpRequest, former: Space | None) -> None:
    """Offer to move the seats that were at the address of the place as it was ``former``, where that has changed."""
    place: OpenPlace = request.place
    space = place.last_facts()
    if not space or not former:
        return
    was, now = former.identity.address.line, space.identity.address.line
    keys = seated(space, was) if now and _words(was) != _words(now) else []
    if keys:
        names = ", ".join(space.organisation_name(key) for key in keys)
        said = place.text("editor.seats_left", names=names, seat=was)
        form = format_html(
            '<form method="post" action="/place/seats/"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="was" value="{}"><button type="submit" class="ed-button">{}</button></form>',
            get_token(request), was, place.text("editor.seats_move", seat=now),
        )  # fmt: skip
        messages.warning(request, format_html("{} {}", said, form))


def seated(space: Space, line: str) -> list[str]:
    """The organisations whose seat is at that address."""
    found = space.organisations.organisations.items()
    return [key for key, one in found if _words(line) and _words(one.address or "") == _words(line)]


def _words(line: str) -> str:
    """The words of an address; capitals, accents and signs do not matter."""
    return slug(line, len(line))
