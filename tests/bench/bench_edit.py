"""From a press on « Enregistrer » to the changed page: ``./lieu edit`` beside Lektor's editor and ``hugo server``.

The time begins when the form is sent, and ends with the first answer of the site that shows the change. Hugo has no
editor: its file is saved.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import other_builders
from bench_serve import PAGE, Edit, Server, compare, free_port, hugo_server, sentence
from news_sites import NEWS, NewsPlace
from support.browser_forms import BrowserForm

#: The longest time in seconds, by number of pieces of news; 0 is Fil numérique as it is generated.
LIMITS = {0: 0.3, 1_000: 1.0}
FACT = "a fact"
_AUTHOR = "Une personne de l’équipe"


def _browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


@dataclass
class Editor(Server):
    """``./lieu edit``: ``port`` is that of the site once it runs, ``address`` that of the editor."""

    address: str = ""
    _browser: urllib.request.OpenerDirector = field(default_factory=_browser)
    _form: tuple[str, bytes] = ("", b"")
    _sending: threading.Thread | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the editor, enter it, and find its site."""
        process = subprocess.Popen(
            self.command, cwd=self.folder, env={**self.environment, "PWD": str(self.folder), "BROWSER": "true"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
        )  # fmt: skip
        try:
            assert process.stdout
            found = re.search(r"http\S+", process.stdout.readline())
            assert found, "./lieu edit has not told its address"
            self.address = found[0].partition("/?")[0]
            home = self._browser.open(found[0]).read().decode("utf-8")
            site = re.search(r'href="(http[^"]+)" target="lieu-preview"', home)
            assert site, "the editor does not link to the site"
            self.port = urlsplit(site[1]).port or 0
            yield
        finally:
            process.terminate()
            process.wait()

    def fill(self, screen: str, name: str, change: Callable[[str], str]) -> None:
        """Open ``screen``, and change what its field ``name`` holds."""
        if self._sending:
            self._sending.join()
        with self._browser.open(f"{self.address}/{screen}") as answer:
            html = answer.read().decode("utf-8")
        (form,) = [one for one in re.findall(r"<form\b.*?</form>", html, re.DOTALL) if f'name="{name}"' in one]
        filled = BrowserForm(form)
        filled[name].value = change(filled[name].value)
        if any(control.name == "author_name" for control in filled.controls):
            filled.fill("author_name", _AUTHOR)
        self._form = f"{self.address}/{screen}", urlencode(filled.sent(), doseq=True).encode()

    def send(self) -> None:
        """Press the button of the form that is filled; the answer, which waits for the version, comes when it comes."""
        self._sending = threading.Thread(target=lambda: self._browser.open(*self._form).close())
        self._sending.start()


def main() -> bool:
    """Measure, print, and say whether every save of the kit's editor is seen within the limit."""
    hugo, lektor = other_builders.hugo(), other_builders.lektor()
    for name, builder in (("Hugo", hugo), ("Lektor", lektor)):
        if builder is None:
            print(f"{name} is not on this computer and is left out: make bench installs it with pip.")

    def servers_of(place: NewsPlace) -> list[Server]:
        servers: list[Server] = [_kit(place)]
        servers += [_lektor(place, lektor)] if lektor else []
        servers += [hugo_server(place, hugo)] if hugo else []
        return servers

    return compare("From a save in the editor to the page", LIMITS, servers_of)


def _kit(place: NewsPlace) -> Server:
    news = place.news[-1]
    command = ("./lieu", "edit", "--port", str(free_port()))
    editor = Editor("./lieu edit", command, place.root, place.environment, 0, ())
    text = f"texts/edit/?{urlencode({'path': f'{NEWS}/{news.name}'})}"

    def add_sentence(number: int) -> None:
        editor.fill(text, "part", lambda before: f"{before}\n\n{sentence(number)}\n")

    def set_email(number: int) -> None:
        editor.fill("place/", "/contact/email", lambda before: _email(number))

    editor.edits = (
        Edit(PAGE, lambda number: editor.send(), f"actualites/{news.stem}/", sentence, prepare=add_sentence),
        Edit(FACT, lambda number: editor.send(), "contact/", _email, rebuilds_documents=True, prepare=set_email),
    )
    return editor


def _email(number: int) -> str:
    """An address that stands on every page."""
    return f"bonjour{number}@lieu.example"


def _lektor(place: NewsPlace, lektor: other_builders.OtherBuilder) -> Server:
    project, port = place.project(lektor), free_port()
    name = place.news[-1].stem
    for file in (project / lektor.news).glob("*.md"):
        _head, meta, text = file.read_text(encoding="utf-8").split("---\n", 2)
        fields = meta.strip().split("\n")
        page = project / lektor.news / file.stem / "contents.lr"
        page.parent.mkdir()
        page.write_text("\n---\n".join([*fields, f"body:\n\n{text}"]), encoding="utf-8", newline="\n")
        file.unlink()

    def save(number: int) -> None:
        # One more each time: Lektor sees a change of the size, or of the second.
        body = "\n\n".join(map(sentence, range(number + 1)))
        record = {"path": f"/actualites/{name}", "alt": "_primary", "data": {"body": body}}
        urllib.request.urlopen(urllib.request.Request(
            f"http://127.0.0.1:{port}/admin/api/rawrecord", json.dumps(record).encode(),
            {"Content-Type": "application/json"}, method="PUT",
        )).close()  # fmt: skip

    command = (lektor.command[0], "server", "--port", str(port), "--output-path", str(project / "public"))
    edits = (Edit(PAGE, save, f"actualites/{name}/", sentence),)
    return Server(f"Lektor {lektor.version} server", command, project, place.environment, port, edits)
