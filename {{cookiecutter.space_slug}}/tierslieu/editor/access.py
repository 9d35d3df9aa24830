"""Who may ask the editor for anything: a browser of this computer that was given the token of this start."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .open_place import OpenPlace

#: The parameter of the address with which the editor is opened, and where the place of a request is in its environment.
TOKEN, PLACE = "token", "tierslieu.place"
#: What the header Sec-Fetch-Site says of a request that this page, or the person, has made.
_OWN = ("", "same-origin", "none")


class AccessMiddleware:
    """Gives the request its place; refuses it without the cookie of this start, which the token in the address sets.

    Another site whose name leads to this computer (DNS rebinding) has another Host; one that posts a form, another origin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place: OpenPlace = request.environ[PLACE]
        request.place = place
        if place.routes:
            request.urlconf = place.routes
        return _protected(self._answer(request, place), place)

    def _answer(self, request: HttpRequest, place: OpenPlace) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return _refusal(place, "editor.refused_host", 421)
        cookie = f"lieu-{urlsplit(place.address).port}"  # browsers send a cookie to every port of this computer
        if request.method == "GET" and TOKEN in request.GET:
            if not _same(request.GET[TOKEN], place.token):
                return _refusal(place, "editor.refused_token", 403)
            response = HttpResponseRedirect(request.path, status=303)
            response.set_cookie(cookie, place.token, httponly=True, samesite="Strict")
            return response
        if not _same(request.COOKIES.get(cookie, ""), place.token):
            return _refusal(place, "editor.refused_token", 403)
        if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "") not in _OWN:
            return _refusal(place, "editor.refused_origin", 403)
        return self._get_response(request)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode("ascii"))


def _refusal(place: OpenPlace, code: str, status: int) -> HttpResponse:
    page = f"<!doctype html><meta charset=utf-8><title>{place.text('editor.title')}</title><p>{place.text(code)}</p>"
    return HttpResponse(page, status=status)


def _protected(response: HttpResponse, place: OpenPlace) -> HttpResponse:
    """The response with the headers that keep other pages, and texts of the place, from acting in its name."""
    response.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: {place.preview};"
        f" frame-src 'self' {place.preview}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "same-origin"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response.setdefault("Cache-Control", "no-store")
    return response
