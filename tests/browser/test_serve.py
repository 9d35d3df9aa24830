"""``./lieu serve`` with a browser, an editor and a terminal."""

from __future__ import annotations

import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.fixtures import BuiltPlace, NewContext
from support.generated_places import TODAY, clean_environment, keep_one_document, lend_venv, run
from support.web_host import free_port

from tierslieu.i18n import messages

if TYPE_CHECKING:
    from playwright.sync_api import Page

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX only", allow_module_level=True)

from support.terminal import Terminal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The longest time from saving a file to the page that shows it, in seconds; on a computer that is not busy, it is two.
PATIENCE = 20.0


def message(code: str, **values: object) -> str:
    """The text of a message of the tool."""
    return messages.text("fr", code, **values)


@pytest.fixture
def root(built_place: BuiltPlace, tmp_path: Path) -> Path:
    """A copy of a place with one document, and a ``.venv`` whose Python is that of these tests."""
    original = built_place("fil-numerique")
    root = Path(shutil.copytree(original, tmp_path / "Mon lieu é", ignore=shutil.ignore_patterns("*.ttf")))
    for font in (original / "theme/documents/fonts").glob("*.ttf"):  # copying megabytes takes time
        (root / "theme/documents/fonts" / font.name).symlink_to(font)
    lend_venv(root)
    keep_one_document(root)
    return root


@pytest.fixture
def port() -> int:
    """A free port."""
    return free_port()


@pytest.fixture
def command(root: Path, port: int) -> list[str]:
    return [str(root / "lieu"), "serve", "--port", str(port), "--today", TODAY.isoformat()]


@pytest.fixture
def served(root: Path, command: list[str], tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in which the site is built and served."""
    with Terminal(command, root, clean_environment(tmp_path / "home")) as terminal:
        terminal.expect("Site refait en")
        yield terminal


def edit(path: Path, old: str, new: str) -> float:
    """Replace the only ``old`` in a file; returns the time (``time.monotonic``)."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return time.monotonic()


def append(path: Path, words: str) -> float:
    """Write ``words`` at the end of a text, whatever it says; returns the time (``time.monotonic``)."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8", newline="\n")
    return time.monotonic()


def test_changes_appear_without_reloading(
    served: Terminal,
    root: Path,
    port: int,
    new_context: NewContext,
    record_property: Callable[..., None],
) -> None:
    context = new_context()
    messages_of_page: list[str] = []
    site = f"http://127.0.0.1:{port}/"

    def opened(address: str) -> Page:
        """A page of its own for each address: one that is being left may reload itself at that moment."""
        page = context.new_page()
        page.on("console", lambda entry: messages_of_page.append(entry.text))
        page.on("pageerror", lambda error: messages_of_page.append(str(error)))
        page.goto(address)
        return page

    def wait_for(since: float, words: str) -> None:
        """Wait until the page has ``words``, without reloading it."""
        page.get_by_text(words).first.wait_for(timeout=PATIENCE * 1000)
        record_property(words, round(time.monotonic() - since, 2))

    # A text.
    page = opened(site)
    wait_for(append(root / "content/fr/pages/index.md", "Ni la mer, ni la montagne."), "Ni la mer")
    # A price, on the page that is open.
    page = opened(f"{site}tarifs/")
    assert "15 €" in page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    wait_for(edit(root / "config/prices.yaml", "day: 15.00", "day: 17.50"), "17,50")
    assert "15 €" not in page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    # A component overridden by the team.
    page = opened(site)
    own = root / "overrides/components/door.html"
    own.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / "theme/components/door.html", own)
    wait_for(edit(own, "<div>", "<div><p>Une porte à nous</p>"), "Une porte à nous")
    assert messages_of_page == []


def test_an_error_is_reported_and_the_site_stays(
    served: Terminal, root: Path, port: int, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"http://127.0.0.1:{port}/tarifs/")
    prices = root / "config/prices.yaml"
    line = prices.read_text(encoding="utf-8").split("day: 15.00")[0].count("\n") + 1
    edit(prices, "day: 15.00", "day: quinze")
    assert "→" not in served.expect("✗ ")
    served.expect(message("console.where", file="config/prices.yaml", line=line))
    served.expect("→")
    answer = page.reload()
    assert answer is not None and answer.status == 200
    assert "15" in page.locator("main").inner_text()
    # Two errors at once, one of them in a text.
    append(root / "content/fr/pages/index.md", "{{ space.territoire }}")
    edit(prices, "day: quinze", "day: 16.00")
    served.expect("content/fr/pages/index.md")
    served.expect("→")
    answer = page.reload()
    assert answer is not None and answer.status == 200
    # Both are corrected.
    edit(root / "content/fr/pages/index.md", "{{ space.territoire }}", "")
    page.get_by_text("16\u00a0€").first.wait_for(timeout=PATIENCE * 1000)
    assert "Traceback" not in served.screen


def test_ctrl_c_ends_the_server_without_an_error(served: Terminal, port: int, new_context: NewContext) -> None:
    """Even with an open page, which listens for changes."""
    page = new_context().new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    start = time.monotonic()
    served.press("\x03")
    result = served.wait()
    assert time.monotonic() - start < PATIENCE
    assert result.status in {0, 130}
    assert message("serve.bye") in result.output
    assert "Traceback" not in result.output and "Error" not in result.output
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_second_server_reports_that_the_port_is_taken(
    served: Terminal, root: Path, command: list[str], port: int
) -> None:
    second = run(command, root)
    assert second.status == 1
    assert message("serve.port", port=port) in second.output
    assert str(messages.remedy("fr", "serve.port", port=port)) in second.output
    assert "Traceback" not in second.output
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_a_place_with_an_error_is_served_once_it_is_corrected(
    root: Path, command: list[str], port: int, tmp_path: Path, new_context: NewContext
) -> None:
    prices = root / "config/prices.yaml"
    edit(prices, "day: 15.00", "day: [")
    with Terminal(command, root, clean_environment(tmp_path / "home")) as terminal:
        terminal.expect("config/prices.yaml")
        page = new_context().new_page()
        answer = page.goto(f"http://127.0.0.1:{port}/")
        assert answer is not None and answer.status == 503
        assert message("serve.waiting") in page.locator("body").inner_text()
        edit(prices, "day: [", "day: 15.00")
        page.get_by_role("heading", level=1).wait_for(timeout=PATIENCE * 1000)
        assert "Traceback" not in terminal.screen
