"""The editor as a web application: Django for requests, forms and their protection; neither database nor accounts."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from .access import PLACE
from .open_place import OpenPlace

#: The largest upload, and the largest form: a photograph of a telephone, and a long page.
MAXIMUM_UPLOAD, MAXIMUM_FORM, MAXIMUM_FIELDS = 30_000_000, 5_000_000, 5_000
_PACKAGE = "tierslieu.editor"

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(place: OpenPlace) -> WsgiApplication:
    """The WSGI application that edits ``place``, or its successor once there is one."""
    _configure()
    handler = WSGIHandler()

    def run(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return handler({**environ, PLACE: place.successor or place}, start_response)  # type: ignore[no-any-return]

    return run


def _configure() -> None:
    """Configure Django, once a process."""
    if settings.configured:
        return
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"],
        ROOT_URLCONF=f"{_PACKAGE}.routes",
        SECRET_KEY=secrets.token_urlsafe(50),  # messages and forms of one start are not those of another
        USE_TZ=True,
        USE_I18N=False,
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            f"{_PACKAGE}.access.AccessMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            f"{_PACKAGE}.failures.FailureMiddleware",
        ],
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_COOKIE_SAMESITE="Strict",
        CSRF_FAILURE_VIEW=f"{_PACKAGE}.failures.forged",
        DATA_UPLOAD_MAX_MEMORY_SIZE=MAXIMUM_FORM,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=MAXIMUM_FIELDS,
        FILE_UPLOAD_MAX_MEMORY_SIZE=MAXIMUM_UPLOAD,
        FILE_UPLOAD_HANDLERS=[f"{_PACKAGE}.uploads.BoundedUpload"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [Path(__file__).parent / "templates"],
                "OPTIONS": {"environment": f"{_PACKAGE}.rendering.environment"},
            }
        ],
    )
    django.setup(set_prefix=False)
    # A form that is refused is told on its page: it is no event for the terminal.
    logging.getLogger("django.request").setLevel(logging.ERROR)
