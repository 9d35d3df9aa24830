"""What a screen shows when a request can't be answered: a forged form, too large an upload, a fault of the kit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse

from tierslieu import __version__
from tierslieu.core.problems import Problem, Problems
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
        """The page for ``error``; a form that was sent may have been written, or not."""
        if isinstance(error, Problems):
            return _page(request, 409, problems=error.problems, may_be_saved=_is_sent(request))
        if isinstance(error, Http404):
            return missing(request)
        if isinstance(error, UneditableYaml):
            return _message(request, "editor.uneditable", 409, file=str(error))
        if isinstance(error, OSError):
            text = request.place.text("console.disk", file=error.filename or "", reason=error)
            return _page(request, 500, text=text, may_be_saved=_is_sent(request))
        _LOG.exception("%s", request.path)  # the terminal has what a report needs
        report = f"{__version__} {request.path} {type(error).__name__}: {error}"
        text = request.place.text("editor.bug")
        return _page(request, 500, text=text, report=report, may_be_saved=_is_sent(request))


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


def _is_sent(request: HttpRequest) -> bool:
    """Whether ``request`` is a form: other screens write nothing."""
    return bool(request.method == "POST")


def _message(request: HttpRequest, code: str, status: int, **values: object) -> HttpResponse:
    return _page(request, status, text=request.place.text(code, **values))


def _page(
    request: HttpRequest,
    status: int,
    *,
    text: str = "",
    problems: Sequence[Problem] = (),
    may_be_saved: bool = False,
    report: str = "",
) -> HttpResponse:
    names = {"text": text, "problems": problems, "may_be_saved": may_be_saved, "report": report}
    return render(request, "failure.html", status=status, **names)
