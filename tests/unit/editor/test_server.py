"""The server of the editor: it is stopped while it waits for its browsers."""

from __future__ import annotations

import select
import time
from contextlib import nullcontext
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.web_host import free_port

from tierslieu.editor.server import EditorServer


@pytest.mark.long
def test_a_stopped_editor_answers_no_request_and_its_thread_ends_well(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(read: Any, write: Any, error: Any, _timeout: float) -> Any:
        """Long between what it is asked and its look at the sockets: they may be closed meanwhile."""
        time.sleep(0.05)
        return select.select(read, write, error, 0)

    server = EditorServer(place, free_port(), ("", ""))
    browser = HTTPConnection(urlsplit(server.address).netloc, timeout=5)

    def visit(*_: object, **__: object) -> None:
        browser.request("GET", "/")
        assert browser.getresponse().read()
        browser.connect()  # as browsers do, for the next request

    monkeypatch.setattr("waitress.wasyncore.select", SimpleNamespace(select=wait))
    monkeypatch.setattr("tierslieu.editor.server.follow_changes", visit)
    server.run(nullcontext, documents=False)
    with pytest.raises(OSError):
        browser.request("GET", "/")
        browser.getresponse()
    browser.close()
    server.stop()  # nothing is left to stop
