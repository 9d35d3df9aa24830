"""The server of ``./lieu serve``."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator

import pytest
from support.factories import comptoir

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
    server = DevServer(0, site, "<p>Patience</p>", "<p>Ailleurs</p>", "<p>En fabrication</p>")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, method: str = "GET", host: str | None = None) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, path, headers={} if host is None else {"Host": host})
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


def test_a_page_as_it_is_typed_is_served_where_it_is_asked_for(site: LiveSite, get: Get) -> None:
    site.replace({"prix/index.html": b"<body>saved</body>"})
    site.drafts["prix/index.html?draft"] = b"<body>typed</body>"
    assert b"typed" in get("/prix/?draft")[2] and b"saved" in get("/prix/")[2]
    site.drafts.clear()
    assert b"saved" in get("/prix/?draft")[2]


def test_a_look_that_is_tried_leaves_the_files_of_the_saved_one_as_they_are(site: LiveSite, get: Get) -> None:
    site.replace(FILES)
    site.drafts |= {"static/site.css?v=new": b"body{color:red}", "static/fonts/other.woff2?v=1": b"font"}
    assert get("/static/site.css?v=new")[2] == b"body{color:red}" and get("/static/fonts/other.woff2?v=1")[2] == b"font"
    assert get("/static/site.css?v=abc")[2] == FILES["static/site.css"]
    assert get("/static/fonts/other.woff2?v=2")[0] == 404


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


def test_a_document_that_is_not_made_yet_gets_a_page_that_follows(site: LiveSite, get: Get) -> None:
    site.replace(FILES | {"documents/charte.pdf": b""})
    status, headers, data = get("/documents/charte.pdf")
    assert status == 503 and headers["Content-Type"].startswith("text/html")
    assert b"En fabrication" in data and b"reload.js" in data


def test_before_the_first_build_a_waiting_page_is_served(get: Get) -> None:
    status, _, page = get("/")
    assert status == 503 and b"Patience" in page and b"reload.js" in page


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_the_names_of_this_computer_are_answered(site: LiveSite, get: Get, host: str) -> None:
    site.replace(FILES)
    assert get("/", host=host)[0] == 200


@pytest.mark.parametrize("path", ["/", "/agenda.ics", "/.lieu/events", "/.lieu/reload.js"])
@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org:8000", "localhost@example.org", "[::1", ""])
def test_a_site_elsewhere_reads_nothing_under_its_own_name(site: LiveSite, get: Get, host: str, path: str) -> None:
    site.replace(FILES)
    status, _, page = get(path, host=host)
    assert status == 421 and page == b"<p>Ailleurs</p>"


def test_other_sites_may_not_read_drafts(site: LiveSite, get: Get) -> None:
    site.replace(FILES)
    for path in ("/", "/agenda.ics", "/.lieu/reload.js", "/absent"):
        headers = get(path)[1]
        assert "Access-Control-Allow-Origin" not in headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_this_computer_is_listened_to(site: LiveSite) -> None:
    server = DevServer(0, site, "", "")
    try:
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.server_close()


def test_the_manual_is_shown_beside_the_site_even_before_it_is_built(site: LiveSite, get: Get) -> None:
    site.manual = {"docs/index.html": b"<html><body>Mode d\xe2\x80\x99emploi</body></html>", "docs/manual.css": b"a{}"}
    assert get("/docs/")[0] == get("/docs/manual.css")[0] == 200
    assert (get("/docs")[0], get("/docs")[1]["Location"]) == (301, "/docs/")
    assert get("/")[0] == 503
    site.replace({**FILES, "docs/index.html": b"<html><body>La page du lieu</body></html>"})
    assert b"La page du lieu" in get("/docs/")[2]
    assert "docs/manual.css" not in site.files


def test_the_components_are_shown_beside_the_site_and_reload_with_it(site: LiveSite, get: Get) -> None:
    """A page of the site at the same address wins."""
    place = comptoir()
    site.replace(FILES, space=place)
    status, headers, _ = get("/style")
    assert (status, headers["Location"]) == (301, "/style/")
    status, headers, page = get("/style/")
    assert status == 200 and page.endswith(b'<script src="/.lieu/reload.js?v=1"></script></body>\n</html>')
    assert get("/style/canal/dark/static/site.css")[1]["Content-Type"] == "text/css; charset=utf-8"
    assert get("/style/canal/soir/")[0] == 404
    site.replace(FILES | {"style/index.html": b"<p>Le style</p>"}, space=place)
    assert get("/style/")[2].startswith(b"<p>Le style</p>")
