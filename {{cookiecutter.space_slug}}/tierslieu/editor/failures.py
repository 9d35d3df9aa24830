"""What a screen shows when a request can't be answered: a forged form, too large an upload, a fault of the kit."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse

from tierslieu import __version__
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import UneditableYaml

from .rendering import render

_LOG = logging.getLogger(__name__)


class FailureMiddleware:
    """Turns what a screen raises into a page in the language of the place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """The page for ``error``; nothing has been written by the screen that raised it."""
        if isinstance(error, Problems):
            return render(request, "failure.html", status=409, problems=error.problems)
        if isinstance(error, Http404):
            return missing(request)
        if isinstance(error, UneditableYaml):
            return _message(request, "editor.uneditable", 409, file=str(error))
        if isinstance(error, OSError):
            return _message(request, "console.disk", 500, file=error.filename or "", reason=error)
        _LOG.exception("%s", request.path)  # the terminal has what a report needs
        return _message(request, "editor.bug", 500, error=f"{type(error).__name__}: {error}", version=__version__)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without the secret that this start has given to it."""
    return _message(request, "editor.refused_origin", 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to an address of no screen."""
    return _message(request, "editor.no_page", 404)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that is too large, has too many fields, or is malformed."""
    large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return _message(request, "editor.too_large", 413) if large else _message(request, "editor.no_page", 400)


def _message(request: HttpRequest, code: str, status: int, **values: object) -> HttpResponse:
    return render(request, "failure.html", status=status, text=request.place.text(code, **values), problems=())
