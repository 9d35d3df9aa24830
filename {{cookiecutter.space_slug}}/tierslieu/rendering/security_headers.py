"""Security and cache headers, defined once for all hosts (https://owasp.org/www-project-secure-headers/)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

# Only files of the site itself; ``data:`` is for the small drawings in style sheets.
_PAGE_DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# Browsers ignore these in a page (Content Security Policy Level 3, §3.3).
_HEADER_DIRECTIVES: Mapping[str, str] = {"frame-ancestors": "'none'"}
# Features that no page of a place uses. Only those that Chromium knows: it warns of others in its console.
_REFUSED_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "usb",
)  # fmt: skip
#: How long a browser insists on https, in seconds: six months, after which a domain that changed hands works without.
_HTTPS_SECONDS = 15_768_000
_YEAR_SECONDS = 31_536_000

#: The ``Cache-Control`` of files of ``static/``: a fingerprint in their address changes with their content.
CACHE_FOR_EVER = f"public, max-age={_YEAR_SECONDS}, immutable"
#: The ``Cache-Control`` of all other files: browsers ask each time whether they have changed.
REVALIDATE = "no-cache"
#: Media types that web hosts often lack, by extension.
MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
}

_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


def header_policy(style_hashes: Iterable[str] = ()) -> str:
    """The content security policy of the site as a header; ``style_hashes`` allow styles inside documents, whose fonts
    are in them.
    """
    sources = {"style-src": " ".join((_PAGE_DIRECTIVES["style-src"], *style_hashes)), "font-src": "'self' data:"}
    return _policy({**_PAGE_DIRECTIVES, **sources, **_HEADER_DIRECTIVES})


def page_policy() -> str:
    """The content security policy for the ``<meta>`` of a page, for hosts where headers can't be chosen."""
    return _policy(_PAGE_DIRECTIVES)


def document_policy(css: str) -> str:
    """The content security policy of a self-contained document with the style ``css``."""
    return _policy(
        {
            "default-src": "'none'",
            "style-src": style_hash(css.encode("utf-8")),
            "img-src": "'self' data:",
            "font-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
    )


def style_hash(css: bytes) -> str:
    """The source expression that allows the style ``css``, byte for byte."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css).digest()).decode()}'"


def document_style_hashes(files: Mapping[str, bytes]) -> list[str]:
    """The hashes of the styles inside the documents among ``files``."""
    documents = (files[path] for path in files if path.startswith("documents/") and path.endswith(".html"))
    return sorted({style_hash(css) for html in documents for css in _STYLE.findall(html)})


def site_headers(files: Mapping[str, bytes], *, secure: bool) -> dict[str, str]:
    """The headers of every file of a site; ``secure`` says that its URL begins with https."""
    headers = {
        "Content-Security-Policy": header_policy(document_style_hashes(files)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _REFUSED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        # Everything is public: other sites may show the card, the calendar and the data of the place. SpaceAPI asks so.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={_HTTPS_SECONDS}"
    return headers


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
