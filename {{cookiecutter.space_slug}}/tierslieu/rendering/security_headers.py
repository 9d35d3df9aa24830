"""Security headers, defined once for all hosts (https://owasp.org/www-project-secure-headers/)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

# Nothing but files of the site itself; ``data:`` is for the small drawings inside style sheets.
_OWN: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# What only a header can say: a page has no word on who frames it (Content Security Policy Level 3, §3.3).
_HEADER_ONLY: Mapping[str, str] = {"frame-ancestors": "'none'"}
# What no page of a place asks of a browser; only names that Chromium knows, which complains about others.
_REFUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "usb",
)  # fmt: skip
#: How long a browser remembers that the site speaks https: six months, so that a domain that changes hands recovers.
_SECURE_SECONDS = 15_768_000
_YEAR_SECONDS = 31_536_000

#: Files of ``static/`` are named with a mark of what they hold: they can be kept for ever.
STATIC = f"public, max-age={_YEAR_SECONDS}, immutable"
#: The rest is asked for anew each time, which costs next to nothing when nothing has changed.
CHANGING = "no-cache"
#: Types that hosts seldom know, by extension.
TYPES = {
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
}

_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


def policy(styles: Iterable[str] = ()) -> str:
    """The content security policy of the site as a header; ``styles`` are the marks of styles inside documents."""
    return _written({**_OWN, "style-src": " ".join((_OWN["style-src"], *styles)), **_HEADER_ONLY})


def policy_in_page() -> str:
    """The policy as a page may carry it itself, for hosts that let nobody choose headers."""
    return _written(_OWN)


def policy_in_document(css: str) -> str:
    """The policy of a document that holds all it needs: its style is ``css``, and nothing runs in it."""
    return _written(
        {
            "default-src": "'none'",
            "style-src": style_mark(css.encode("utf-8")),
            "img-src": "'self' data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
    )


def style_mark(css: bytes) -> str:
    """What a policy says to allow the style ``css``, byte for byte."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css).digest()).decode()}'"


def styles_inside(files: Mapping[str, bytes]) -> list[str]:
    """The marks of the styles that the documents among ``files`` carry in themselves."""
    documents = (files[path] for path in files if path.startswith("documents/") and path.endswith(".html"))
    return sorted({style_mark(css) for html in documents for css in _STYLE.findall(html)})


def everywhere(files: Mapping[str, bytes], *, secure: bool) -> dict[str, str]:
    """The headers of every file of a site; ``secure`` says that its address begins with https."""
    headers = {
        "Content-Security-Policy": policy(styles_inside(files)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _REFUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        # All here is public: other sites may show the card, the calendar and the data of the place. SpaceAPI asks so.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={_SECURE_SECONDS}"
    return headers


def _written(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
