"""The server of ``./lieu serve``."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator

import pytest

from tierslieu.build.dev_server import DevServer
from tierslieu.build.live_site import LiveSite

FILES = {
    "index.html": b"<html><body>Accueil</body></html>",
    "tarifs/index.html": b"<html><body>Tarifs</body></html>",
    "404.html": b"<html><body>Introuvable</body></html>",
    "static/site.css": b"body{}",
    "agenda.ics": b"BEGIN:VCALENDAR",
}

Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def site() -> LiveSite:
    return LiveSite()


@pytest.fixture
def get(site: LiveSite) -> Iterator[Get]:
    """Ask a running server for a path."""
    server = DevServer(0, site, "<p>Patience</p>")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, path)
        answer = connection.getresponse()
        try:
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    yield ask
    server.shutdown()
    thread.join()
    server.server_close()


def test_addresses_need_no_file_name_and_pages_get_the_reload_script(site: LiveSite, get: Get) -> None:
    site.replace(FILES)
    status, _, page = get("/")
    assert status == 200 and page.endswith(b'<script src="/.lieu/reload.js?v=1"></script></body></html>')
    assert get("/tarifs/?x=1")[0] == 200
    status, headers, _ = get("/tarifs")
    assert (status, headers["Location"]) == (301, "/tarifs/")
    assert get("/.lieu/reload.js")[0] == 200
    assert site.files["index.html"] == FILES["index.html"]


def test_other_files_are_served_unchanged(site: LiveSite, get: Get) -> None:
    site.replace(FILES)
    status, headers, data = get("/static/site.css?v=abc")
    assert (status, data, headers["Content-Type"]) == (200, b"body{}", "text/css; charset=utf-8")
    assert get("/agenda.ics")[1]["Content-Type"].startswith("text/calendar")
    status, headers, data = get("/static/site.css", "HEAD")
    assert (status, data, headers["Content-Length"]) == (200, b"", "6")


@pytest.mark.parametrize(
    "path", ["/rien", "/rien/du/tout/", "/../config/space.yaml", "/%2e%2e/config/space.yaml", "/%00"]
)
def test_a_path_without_a_file_gets_the_404_page(site: LiveSite, get: Get, path: str) -> None:
    site.replace(FILES)
    status, _, page = get(path)
    assert status == 404 and b"Introuvable" in page


def test_before_the_first_build_a_waiting_page_is_served(get: Get) -> None:
    status, _, page = get("/")
    assert status == 503 and b"Patience" in page and b"reload.js" in page
