"""What follows the address of the place when it moves: its coordinates, and the seats that are there, once one agrees."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join

from tierslieu.core.folding import slug
from tierslieu.model import Space

from .open_place import OpenPlace


def say_seats(request: HttpRequest, former: Space | None) -> None:
    """Say what is still where the place was, as it was ``former``: its coordinates, and the seats, which can be moved."""
    place: OpenPlace = request.place
    space = place.last_facts()
    if not space or not former:
        return
    was, now = former.identity.address.line, space.identity.address.line
    places = [(one.identity.address.latitude, one.identity.address.longitude) for one in (former, space)]
    if _words(was) == _words(now):
        return
    if None not in places[1] and places[0] == places[1]:
        link = "#/address/latitude", place.text("editor.coordinates_change")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', place.text("editor.coordinates_left"), *link))
    if now:
        offer_seats(request, space, was)


def offer_seats(request: HttpRequest, space: Space, was: str) -> None:
    """Say which seats are still at the address ``was``, each with a button that moves it: one may stay without another."""
    place: OpenPlace = request.place
    keys, now = seated(space, was), space.identity.address.line
    if keys:
        names = ", ".join(space.organisation_name(key) for key in keys)
        said = place.text("editor.seats_left", names=names, seat=was)
        buttons = format_html_join(
            " ",
            '<button type="submit" class="ed-button" name="organisation" value="{}">{}</button>',
            ((key, place.text("editor.seats_move", name=space.organisation_name(key), seat=now)) for key in keys),
        )
        form = format_html(
            '<form method="post" action="/place/seats/"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="was" value="{}">{}</form>',
            get_token(request), was, buttons,
        )  # fmt: skip
        messages.warning(request, format_html("{} {}", said, form))


def seated(space: Space, line: str) -> list[str]:
    """The organisations whose seat is at that address."""
    found = space.organisations.organisations.items()
    return [key for key, one in found if _words(line) and _words(one.address or "") == _words(line)]


def _words(line: str) -> str:
    """The words of an address; capitals, accents and signs do not matter."""
    return slug(line, len(line))
