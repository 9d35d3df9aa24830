"""A browser without windows for the editor: asks its application directly, keeps cookies, fills the forms of pages."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from support.browser_forms import BrowserForm

from tierslieu.editor.application import application
from tierslieu.editor.open_place import OpenPlace

#: Values by name, as a form sends them: a name may have several.
Sent = Mapping[str, str | Sequence[str]]
#: Name of the field → name of the file, its bytes.
Files = Mapping[str, tuple[str, bytes]]
_BOUNDARY = "boundary-of-tests"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def actions(self) -> list[str]:
        """Where each form is sent; empty for the page itself."""
        tags = re.findall(r"<form\b[^>]*>", self.text)
        return [match[1] if (match := re.search(r'action="([^"]*)"', tag)) else "" for tag in tags]

    @property
    def forms(self) -> list[BrowserForm]:
        return [BrowserForm(html) for html in re.findall(r"<form\b.*?</form>", self.text, re.DOTALL)]


class EditorClient:
    """Asks the editor of the place in ``root`` as its browser does; ``enter`` opens it first."""

    def __init__(self, root: Path, **options: object) -> None:
        self.place = OpenPlace(root, **options)  # type: ignore[arg-type]
        self._application = application(self.place)
        self.cookies: dict[str, str] = {}

    def enter(self) -> EditorClient:
        assert self.get(f"/?token={self.place.token}").status == 303
        return self

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, b"", "", headers)

    def post(self, address: str, values: Sent, files: Files | None = None, **headers: str) -> Answer:
        """Send a form; ``values`` are to hold the secret that its page has given."""
        pairs = [
            (name, value) for name, given in values.items() for value in ([given] if isinstance(given, str) else given)
        ]
        if files is None:
            return self._ask("POST", address, urlencode(pairs).encode(), "application/x-www-form-urlencoded", headers)
        body = b"".join(
            [_part(f'name="{name}"', value.encode("utf-8")) for name, value in pairs]
            + [_part(f'name="{name}"; filename="{file}"', data) for name, (file, data) in files.items()]
        )
        return self._ask(
            "POST",
            address,
            body + f"--{_BOUNDARY}--\r\n".encode(),
            f"multipart/form-data; boundary={_BOUNDARY}",
            headers,
        )

    def follow(self, answer: Answer) -> Answer:
        """The page to which ``answer`` leads."""
        assert answer.status in (302, 303), answer.text
        return self.get(answer.headers["location"])

    def fill(
        self, address: str, changes: Mapping[str, str], *, press: str = "", files: Files | None = None, form: int = 0
    ) -> Answer:
        """Open ``address``, type ``changes`` into one of its forms, and send it by its button ``press``."""
        page = self.get(address)
        filled = page.forms[form]
        for name, value in changes.items():
            filled.fill(name, value)
        return self.post(page.actions[form] or address, filled.sent(press), files)

    def settled(self, address: str) -> Answer:
        """The screen at ``address`` once no thread works any more."""
        for _ in range(400):
            page = self.get(address)
            if 'http-equiv="refresh"' not in page.text:
                return page
            time.sleep(0.05)
        raise AssertionError("still running")

    def _ask(self, method: str, address: str, body: bytes, content_type: str, headers: Mapping[str, str]) -> Answer:
        parts, host = urlsplit(address), urlsplit(self.place.address)
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": parts.path.encode("utf-8").decode("latin-1"),
            "QUERY_STRING": parts.query, "SERVER_NAME": str(host.hostname), "SERVER_PORT": str(host.port),
            "HTTP_HOST": host.netloc, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }  # fmt: skip
        seen: dict[str, object] = {}

        def start_response(status: str, given: Sequence[tuple[str, str]], *_: object) -> None:
            seen.update(status=int(status.split()[0]), headers=given)

        data = b"".join(self._application(environ, start_response))
        given: Sequence[tuple[str, str]] = seen["headers"]  # type: ignore[assignment]
        for name, value in given:
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        return Answer(int(str(seen["status"])), {name.lower(): value for name, value in given}, data)


def _part(disposition: str, data: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n"
    kind = "Content-Type: application/octet-stream\r\n" if "filename" in disposition else ""
    return f"{head}{kind}\r\n".encode() + data + b"\r\n"
