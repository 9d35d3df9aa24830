"""A web server for a folder, with the response headers of the kit, on a free port of this computer."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tierslieu.rendering import security_headers

#: The types of files that are sent compressed.
_TEXTS = {".html", ".css", ".js", ".svg", ".json", ".xml"}


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, response_headers: Mapping[str, str], base: str, **options: Any):
        self.response_headers, self.base = response_headers, base
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        """The file at an address below ``base``; else a file that does not exist."""
        path = unquote(urlsplit(path).path)
        return super().translate_path(quote(path.removeprefix(self.base)) if path.startswith(self.base) else ".nothing")

    def do_GET(self) -> None:
        """Send the file; no content for ``/favicon.ico``, which browsers request although no page names it."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        elif not self._send_compressed():
            super().do_GET()

    def _send_compressed(self) -> bool:
        """Send a text file with gzip, if the browser accepts it; returns whether it was sent."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if path.suffix not in _TEXTS or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return False
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the 404 page of the site for a file that does not exist."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        for name, value in self.response_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are not logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser may close a connection at any time."""


def free_port() -> int:
    """A port on which no program of this computer listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def serve(folder: Path, headers: Mapping[str, str], base: str = "/") -> Iterator[str]:
    """Serve ``folder`` at the path ``base`` of a free port for the time of the block; yields the address."""
    handler = partial(_Handler, directory=str(folder), response_headers=headers, base=base)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        path = quote(base, safe="/'")  # as browsers write it
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
        finally:
            server.shutdown()


def response_headers(folder: Path, path: str) -> dict[str, str]:
    """The headers that the kit tells hosts to send for the files of ``folder``, which are at ``path`` of their site."""
    pages = {f"{path}{file.relative_to(folder).as_posix()}": file.read_bytes() for file in folder.rglob("*.html")}
    return security_headers.site_headers(pages, secure=False)
