"""Showing the site on this computer: what a browser gets, and what counts as a change."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tierslieu.build.dev_server import LiveSite, Server
from tierslieu.build.watcher import changes, stamps
from tierslieu.cli import serve as serving
from tierslieu.core.problems import Problem, Problems

FILES = {
    "index.html": b"<html><body>Accueil</body></html>",
    "tarifs/index.html": b"<html><body>Tarifs</body></html>",
    "404.html": b"<html><body>Introuvable</body></html>",
    "static/site.css": b"body{}",
    "agenda.ics": b"BEGIN:VCALENDAR",
}

Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def shelf() -> LiveSite:
    return LiveSite()


@pytest.fixture
def get(shelf: LiveSite) -> Iterator[Get]:
    """Ask a running server for a path."""
    server = Server(0, shelf, "<p>Patience</p>")
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


def test_addresses_are_clean_and_pages_reload_themselves(shelf: LiveSite, get: Get) -> None:
    shelf.put(FILES)
    status, _, page = get("/")
    assert status == 200 and page.endswith(b'<script src="/.lieu/reload.js?v=1"></script></body></html>')
    assert get("/tarifs/?x=1")[0] == 200
    status, headers, _ = get("/tarifs")
    assert (status, headers["Location"]) == (301, "/tarifs/")
    assert get("/.lieu/reload.js")[0] == 200
    assert shelf.files["index.html"] == FILES["index.html"]


def test_other_files_come_as_they_are(shelf: LiveSite, get: Get) -> None:
    shelf.put(FILES)
    status, headers, data = get("/static/site.css?v=abc")
    assert (status, data, headers["Content-Type"]) == (200, b"body{}", "text/css; charset=utf-8")
    assert get("/agenda.ics")[1]["Content-Type"].startswith("text/calendar")
    status, headers, data = get("/static/site.css", "HEAD")
    assert (status, data, headers["Content-Length"]) == (200, b"", "6")


@pytest.mark.parametrize(
    "path", ["/rien", "/rien/du/tout/", "/../config/space.yaml", "/%2e%2e/config/space.yaml", "/%00"]
)
def test_what_is_not_there_gets_the_page_not_found(shelf: LiveSite, get: Get, path: str) -> None:
    shelf.put(FILES)
    status, _, page = get(path)
    assert status == 404 and b"Introuvable" in page


def test_before_the_first_good_build_the_reader_is_told_to_wait(get: Get) -> None:
    status, _, page = get("/")
    assert status == 503 and b"Patience" in page and b"reload.js" in page


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("config/space.yaml", "content/fr/pages/index.md"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("a", encoding="utf-8")
    return tmp_path


def test_edited_new_and_removed_files_are_changes(root: Path) -> None:
    seen = changes(root)
    assert next(seen) == ["config/space.yaml", "content/fr/pages/index.md"]
    (root / "config/space.yaml").write_text("bb", encoding="utf-8")
    assert next(seen) == ["config/space.yaml"]
    (root / "overrides").mkdir()
    (root / "overrides/x.html").write_text("", encoding="utf-8")
    assert next(seen) == ["overrides/x.html"]
    (root / "overrides/x.html").unlink()
    assert next(seen) == ["overrides/x.html"]


def test_leavings_of_editors_and_built_files_are_not_watched(root: Path) -> None:
    before = stamps(root)
    for path in ("config/.space.yaml.swp", "config/space.yaml~", "public/index.html", "content/.git/x"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")
    assert stamps(root) == before


class Voice:
    """Keeps what would be printed."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def text(self, code: str, **values: Any) -> str:
        return code

    def say(self, code: str, **values: Any) -> None:
        self.said.append(code)

    def bug(self, error: Exception) -> None:
        self.said.append("console.bug")

    def problems(self, problems: Any, *, err: bool = False) -> None:
        self.said += [problem.code for problem in problems]


def test_a_fault_is_told_and_the_last_good_site_stays(
    monkeypatch: pytest.MonkeyPatch, shelf: LiveSite, tmp_path: Path
) -> None:
    outcomes: Iterator[Any] = itertools.chain([None, Problems([Problem("un.code")]), ValueError("bug"), None])
    built = iter([FILES, FILES | {"neuf.html": b""}])
    made: list[str] = []

    def load() -> Any:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        return outcome

    monkeypatch.setattr(serving, "changes", lambda root: iter([["content/a.md"]] * 4))
    monkeypatch.setattr(serving, "build_site", lambda space, documents: next(built))
    monkeypatch.setattr(serving.urls, "base", lambda space: "/")
    monkeypatch.setattr(serving, "build_documents", lambda space: made.append("documents"))
    voice = Voice()
    serving._follow(tmp_path, shelf, load, voice)  # type: ignore[arg-type]
    assert voice.said == ["serve.done", "un.code", "console.bug", "serve.done"]
    assert shelf.version == 2 and "neuf.html" in shelf.files
    assert made == []


def test_a_taken_port_is_a_problem(shelf: LiveSite, tmp_path: Path) -> None:
    server = Server(0, shelf, "")
    try:
        with pytest.raises(Problems) as raised:
            serving.serve(tmp_path, server.server_port, lambda: None, Voice())  # type: ignore[arg-type,return-value]
    finally:
        server.server_close()
    assert [problem.code for problem in raised.value.problems] == ["serve.port"]
