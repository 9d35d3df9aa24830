"""``./lieu serve`` as a team lives it: a browser beside an editor and a terminal."""

from __future__ import annotations

import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.generated_places import TODAY, clean_environment, run

from tierslieu.i18n import messages

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX only", allow_module_level=True)

from support.terminal import Terminal

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: From saving a file to the page that shows it.
PATIENCE = 20.0  # seconds; it takes one or two, unless the computer has a lot else to do


def said(code: str, **values: object) -> str:
    """What the tool says, up to the first value that only it knows."""
    return messages.text("fr", code, **values)


@pytest.fixture
def root(built_place: Callable[[str], Path], tmp_path: Path) -> Path:
    """A copy of a place that was used before: the Python of these tests stands for the one it made for itself."""
    from tierslieu.launcher.venv import fingerprint

    made = built_place("fil-numerique")
    root = Path(shutil.copytree(made, tmp_path / "Mon lieu é", ignore=shutil.ignore_patterns("*.ttf")))
    for font in (made / "theme/documents/fonts").glob("*.ttf"):  # megabytes
        (root / "theme/documents/fonts" / font.name).symlink_to(font)
    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (root / ".venv/lib").symlink_to(Path(sys.prefix, "lib"))
    shutil.copyfile(Path(sys.prefix, "pyvenv.cfg"), root / ".venv/pyvenv.cfg")
    (root / ".venv/ready").write_text(fingerprint(root), encoding="utf-8")
    return root


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def command(root: Path, port: int) -> list[str]:
    return [str(root / "lieu"), "serve", "--port", str(port), "--today", TODAY.isoformat()]


@pytest.fixture
def served(root: Path, command: list[str], tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in which the site is being served, already built."""
    with Terminal(command, root, clean_environment(tmp_path / "home")) as terminal:
        terminal.expect("Site refait en")
        yield terminal


def edit(path: Path, old: str, new: str) -> float:
    """Save a change as an editor does; returns when."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return time.monotonic()


def test_changes_show_by_themselves(
    served: Terminal,
    root: Path,
    port: int,
    new_context: Callable[..., BrowserContext],
    record_property: Callable[..., None],
) -> None:
    page = new_context().new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    site = f"http://127.0.0.1:{port}/"

    def shown(since: float, words: str) -> None:
        """Wait for ``words``; nobody reloads the page."""
        page.get_by_text(words).first.wait_for(timeout=PATIENCE * 1000)
        record_property(words, round(time.monotonic() - since, 2))

    # A text.
    page.goto(site)
    shown(
        edit(root / "content/fr/pages/index.md", "ni la maison, ni le bureau", "ni la mer, ni la montagne"), "ni la mer"
    )
    # A price, on the page that is open; written nowhere else.
    page.goto(f"{site}tarifs/")
    assert "15 €" in page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    shown(edit(root / "config/prices.yaml", "day: 15.00", "day: 17.50"), "17,50")
    assert "15 €" not in page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    # A look of their own.
    page.goto(site)
    own = root / "overrides/components/door.html"
    own.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / "theme/components/door.html", own)
    shown(edit(own, "<div>", "<div><p>Une porte à nous</p>"), "Une porte à nous")
    assert faults == []


def test_a_broken_file_is_told_and_the_site_stays(
    served: Terminal, root: Path, port: int, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.goto(f"http://127.0.0.1:{port}/tarifs/")
    prices = root / "config/prices.yaml"
    line = prices.read_text(encoding="utf-8").split("day: 15.00")[0].count("\n") + 1
    edit(prices, "day: 15.00", "day: quinze")
    assert "→" not in served.expect("✗ ")
    served.expect(said("console.where", file="config/prices.yaml", line=line))
    served.expect("→")
    assert page.reload().status == 200  # type: ignore[union-attr]
    assert "15" in page.locator("main").inner_text()
    # Two faults at once, in a text this time.
    edit(root / "content/fr/pages/index.md", "{{ space.name }}", "{{ space.nom }}")
    edit(prices, "day: quinze", "day: 16.00")
    served.expect("content/fr/pages/index.md")
    served.expect("→")
    assert page.reload().status == 200  # type: ignore[union-attr]
    # Mended: everything comes at once.
    edit(root / "content/fr/pages/index.md", "{{ space.nom }}", "{{ space.name }}")
    page.get_by_text("16\u00a0€").first.wait_for(timeout=PATIENCE * 1000)
    assert "Traceback" not in served.screen


def test_ctrl_c_ends_it_in_peace(served: Terminal, port: int, new_context: Callable[..., BrowserContext]) -> None:
    """While a page listens."""
    page = new_context().new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    start = time.monotonic()
    served.press("\x03")
    done = served.wait()
    assert time.monotonic() - start < PATIENCE
    assert done.status in {0, 130}
    assert said("serve.bye") in done.output
    assert "Traceback" not in done.output and "Error" not in done.output
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_second_one_says_that_the_port_is_taken(served: Terminal, root: Path, command: list[str], port: int) -> None:
    second = run(command, root)
    assert second.status == 1
    assert said("serve.port", port=port) in second.output
    assert messages.remedy("fr", "serve.port", port=port) in second.output
    assert "Traceback" not in second.output
    with socket.create_connection(("127.0.0.1", port), timeout=5) as still:
        still.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert still.recv(100).startswith(b"HTTP/1.1 200")


def test_a_place_that_starts_broken_is_served_once_mended(
    root: Path, command: list[str], port: int, tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    prices = root / "config/prices.yaml"
    edit(prices, "day: 15.00", "day: [")
    with Terminal(command, root, clean_environment(tmp_path / "home")) as terminal:
        terminal.expect("config/prices.yaml")
        page = new_context().new_page()
        answer = page.goto(f"http://127.0.0.1:{port}/")
        assert answer is not None and answer.status == 503
        assert said("serve.waiting") in page.locator("body").inner_text()
        edit(prices, "day: [", "day: 15.00")
        page.get_by_role("heading", level=1).wait_for(timeout=PATIENCE * 1000)
        assert "Traceback" not in terminal.screen
