"""A web host for a folder: plain files, with the headers of a careful host, on this computer."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

#: What compresses well.
_TEXTS = {".html", ".css", ".js", ".svg", ".json", ".xml"}


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, headers: Mapping[str, str], base: str, **options: Any):
        self.said, self.base = headers, base
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        """The file for an address; none for one outside of ``base``."""
        path = unquote(urlsplit(path).path)
        return super().translate_path(quote(path.removeprefix(self.base)) if path.startswith(self.base) else ".nothing")

    def do_GET(self) -> None:
        """Give nothing, quietly, for the icon that a browser asks for although no document names one."""
        if self.path != "/favicon.ico":
            if not self._give_smaller():
                super().do_GET()
            return
        self.send_response(204)
        self.end_headers()

    def _give_smaller(self) -> bool:
        """Give a text compressed, as hosts do, to whoever can read that; whether it was done."""
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
        """Show the site's own page for what is not there."""
        if self.path == "/favicon.ico":  # asked for by the browser itself, of every host
            self.send_response(204)
            self.end_headers()
            return
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
        for name, value in self.said.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are not listed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


@contextmanager
def serve(folder: Path, headers: Mapping[str, str], base: str = "/") -> Iterator[str]:
    """Serve ``folder`` at the path ``base`` of a free port for as long as the block lasts; yields the whole address."""
    handler = partial(_Handler, directory=str(folder), headers=headers, base=base)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        path = quote(base, safe="/'")  # as browsers write it
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
        finally:
            server.shutdown()
