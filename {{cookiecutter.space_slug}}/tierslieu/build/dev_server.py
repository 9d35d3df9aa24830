"""A web server for this computer alone: it serves a site in memory, and makes open pages reload when it is replaced."""

from __future__ import annotations

import mimetypes
import os
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tierslieu.core.problems import Problems
from tierslieu.site.style_pages import FOLDER, StylePages

from .live_site import LiveSite

_HEARTBEAT = 10.0  # seconds
#: The names of this computer. A site elsewhere that gives its own name this address must not read drafts (DNS rebinding).
_LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
_EVENTS, _SCRIPT = "/.lieu/events", "/.lieu/reload.js"
_RELOAD = b"""\
const shown = new URL(document.currentScript.src).searchParams.get("v");
new EventSource("/.lieu/events").onmessage = (event) => { if (event.data !== shown) location.reload(); };
"""
# Some systems have other types for these suffixes, or none.
_CONTENT_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".xml": "application/xml", ".ics": "text/calendar"}


class DevServer(ThreadingHTTPServer):
    """Serves ``site`` on ``port`` of 127.0.0.1, and ``waiting_page`` (HTML) until it has files.

    A document that is not made yet, and empty, is answered by ``document_page`` (HTML).

    A request for a name other than those of this computer gets ``refusal_page`` (HTML).
    """

    daemon_threads = True
    # On Windows this option would let a second server take the same port without an error.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, site: LiveSite, waiting_page: str, refusal_page: str, document_page: str = ""):
        super().__init__(("127.0.0.1", port), _Handler)
        self.site = site
        self.waiting_page = waiting_page
        self.refusal_page = refusal_page
        self.document_page = document_page

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore the errors of a request, which occur whenever a browser closes a page."""


class _Handler(BaseHTTPRequestHandler):
    server: DevServer
    protocol_version = "HTTP/1.1"
    # Headers and content are sent in two packets: the second would wait for the receipt of the first.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = address.path
        if not _is_local(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, self.server.refusal_page.encode("utf-8"), _type("index.html"))
        elif path == _EVENTS:
            self._events()
        elif path == _SCRIPT:
            self._send(HTTPStatus.OK, _RELOAD, "text/javascript")
        else:
            self._file(unquote(path).lstrip("/"), address.query)

    do_HEAD = do_GET

    def _file(self, path: str, query: str) -> None:
        # Read together: a replacement in between would give the old page the new version.
        with self.server.site.changed:
            files, version, style = self.server.site.files, self.server.site.version, self.server.site.style
        path = path.removeprefix(unquote(self.server.site.base).lstrip("/"))
        if not path or path.endswith("/"):
            path += "index.html"
        if style and path not in files and path.partition("/")[0] == FOLDER:
            files = {**files, **_style_file(style, path if "/" in path else f"{path}/index.html")}
        if path not in files and (path in self.server.site.manual or f"{path}/index.html" in self.server.site.manual):
            files = self.server.site.manual
        if path not in files and f"{path}/index.html" in files:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{quote(path)}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, data = HTTPStatus.OK, self.server.site.drafts.get(f"{path}?{query}") or files.get(path)
        if data is None:
            status = HTTPStatus.NOT_FOUND if files else HTTPStatus.SERVICE_UNAVAILABLE
            data = files.get("404.html", b"") if files else self.server.waiting_page.encode("utf-8")
            path = "404.html"
        elif not data and path.startswith("documents/"):
            status, data, path = HTTPStatus.SERVICE_UNAVAILABLE, self.server.document_page.encode("utf-8"), "index.html"
        self._send(status, _reloading(path, data, version), _type(path))

    def _send(self, status: HTTPStatus, data: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in self.server.site.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self) -> None:
        """Send the version of the site now and at each replacement, until the page is closed."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        site, version = self.server.site, None
        while True:
            with site.changed:
                site.changed.wait_for(lambda: site.version != version, _HEARTBEAT)  # noqa: B023
                version = site.version
            # Without a change the version is sent again, which fails if the page has been closed.
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Do not log requests: the terminal is for problems."""


def _style_file(style: StylePages, path: str) -> dict[str, bytes]:
    """The file ``path`` of the components, alone; nothing while a template has a fault, which the terminal shows."""
    with suppress(Problems):
        data = style.get(path.removeprefix(f"{FOLDER}/"))
        return {path: data} if data is not None else {}
    return {}


def _is_local(host: str) -> bool:
    """Whether the ``Host`` of a request is a name of this computer, with any port: tunnels have one of their own."""
    try:
        return urlsplit(f"//{host}").hostname in _LOCAL_NAMES
    except ValueError:  # an unfinished IPv6 address
        return False


def _type(path: str) -> str:
    """The content type of a file, with its charset."""
    content_type = _CONTENT_TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type


def _reloading(path: str, data: bytes, version: int) -> bytes:
    """A page with the script that reloads it; other files unchanged."""
    if not path.endswith(".html"):
        return data
    script = f'<script src="{_SCRIPT}?v={version}"></script>'.encode()
    head, body, tail = data.rpartition(b"</body>")
    return head + script + body + tail if body else data + script
