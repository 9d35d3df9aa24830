"""A small web server for one reader: it shows files kept in memory, and reloads pages when these are replaced."""

from __future__ import annotations

import mimetypes
import os
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tierslieu.rendering import security_headers

_HEARTBEAT = 10.0  # seconds
_EVENTS, _SCRIPT = "/.lieu/events", "/.lieu/reload.js"
_RELOAD = b"""\
const shown = new URL(document.currentScript.src).searchParams.get("v");
new EventSource("/.lieu/events").onmessage = (event) => { if (event.data !== shown) location.reload(); };
"""
# Told apart here because some systems know these by other names, or not at all.
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".xml": "application/xml", ".ics": "text/calendar"}


class LiveSite:
    """The site as it stands: ``files`` by path with the ``headers`` of a careful host, so that what a policy refuses is
    seen at home, replaced all at once, and a ``version`` that counts the times.
    """

    def __init__(self) -> None:
        self.files: Mapping[str, bytes] = {}
        self.headers: Mapping[str, str] = {}
        self.base = "/"
        self.version = 0
        self.changed = threading.Condition()

    def put(self, files: Mapping[str, bytes], base: str = "/") -> None:
        """Show ``files`` from now on, and tell the pages that wait.

        ``base`` is the path of the site on its host, with which the page for what is not there begins its links.
        """
        told = security_headers.everywhere(files, secure=False)
        with self.changed:
            self.files, self.headers, self.base, self.version = files, told, base, self.version + 1
            self.changed.notify_all()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows this option would let a second server take the same port in silence.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, shelf: LiveSite, waiting: str):
        super().__init__(("127.0.0.1", port), _Handler)
        self.shelf = shelf
        self.waiting = waiting

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == _EVENTS:
            self._events()
        elif path == _SCRIPT:
            self._send(HTTPStatus.OK, _RELOAD, "text/javascript")
        else:
            self._file(unquote(path).lstrip("/"))

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        # Both read at once: a reload in between would mark the old page as the new one.
        with self.server.shelf.changed:
            files, version = self.server.shelf.files, self.server.shelf.version
        path = path.removeprefix(unquote(self.server.shelf.base).lstrip("/"))
        if not path or path.endswith("/"):
            path += "index.html"
        if path not in files and f"{path}/index.html" in files:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{quote(path)}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path in files:
            self._send(HTTPStatus.OK, _reloading(path, files[path], version), _type(path))
        elif files:
            page = files.get("404.html", b"")
            self._send(HTTPStatus.NOT_FOUND, _reloading("404.html", page, version), _type("404.html"))
        else:
            page = _reloading("404.html", self.server.waiting.encode("utf-8"), version)
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, page, _type("404.html"))

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in self.server.shelf.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self) -> None:
        """Say the version now and at each change, until the page is left."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        shelf, told = self.server.shelf, None
        while True:
            with shelf.changed:
                shelf.changed.wait_for(lambda: shelf.version != told, _HEARTBEAT)  # noqa: B023
                version = shelf.version
            # Repeating the version is harmless, and finds out whether anyone still listens.
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()
            told = version

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not listed: problems must stay in sight."""


def _type(path: str) -> str:
    kind = _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _reloading(path: str, data: bytes, version: int) -> bytes:
    """The page with the script that reloads it; other files as they are."""
    if not path.endswith(".html"):
        return data
    script = f'<script src="{_SCRIPT}?v={version}"></script>'.encode()
    head, body, tail = data.rpartition(b"</body>")
    return head + script + body + tail if body else data + script
