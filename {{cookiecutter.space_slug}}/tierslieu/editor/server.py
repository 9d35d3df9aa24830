"""The editor and the site that it shows, served to the browsers of this computer until Ctrl+C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from waitress.server import create_server
from waitress.wasyncore import close_all

from tierslieu.build.dev_server import DevServer
from tierslieu.build.live_site import LastSave, LiveSite, follow_changes
from tierslieu.check.apply_rules import checked_facts
from tierslieu.core.memory import share_memory
from tierslieu.core.problems import Problem, Problems
from tierslieu.look import css
from tierslieu.manual.html_pages import manual_files

from .application import MAXIMUM_UPLOAD, application
from .birth.draft import Draft, draft_file
from .birth.kit_source import KitSource
from .birth.new_place import NewPlace
from .open_place import OpenPlace

_HOST = "127.0.0.1"
_THREADS = 8
#: Seconds between two looks for Ctrl+C.
_PULSE = 0.5


class EditorServer:
    """Serves the editor of ``place`` on ``port``, and its site on any free one; raises ``Problems`` if ``port`` is taken.

    ``pages`` are those of ``DevServer``. With a ``kit``, a place is made first, whose answers are drawn from files in ``root``, an empty folder.
    """

    def __init__(self, root: Path, port: int, pages: Sequence[str], kit: KitSource | None = None):
        share_memory()
        try:
            self.site = LiveSite(frame_ancestor=f"http://{_HOST}:{port}")
            self._preview = DevServer(0, self.site, *pages)
            addresses = f"http://{_HOST}:{port}", f"http://{_HOST}:{self._preview.server_port}"
            self.place = (
                NewPlace(root, *addresses, kit=kit, draft=Draft.read(draft_file()), site=self.site)
                if kit
                else OpenPlace(root, *addresses)
            )
            self._editor = create_server(
                application(self.place), host=_HOST, port=port, threads=_THREADS, ident=None,
                max_request_body_size=2 * MAXIMUM_UPLOAD,
            )  # fmt: skip
        except OSError:
            raise Problems([Problem("edit.port", {"port": port})]) from None
        self._editor_thread = threading.Thread(target=self._editor.run, daemon=True)

    @property
    def address(self) -> str:
        """The address that opens the editor: it holds the secret of this start."""
        return f"{self.place.address}/?token={self.place.token}"

    def run(self, reporting_errors: Callable[[], AbstractContextManager[None]], *, documents: bool) -> None:
        """Serve until Ctrl+C; the site follows each change of the files, with its documents if ``documents``."""
        threading.Thread(target=self._preview.serve_forever, daemon=True).start()
        self._editor_thread.start()
        try:
            place = self._opened()
            space = place.last_facts()
            last_save = LastSave()
            place.on_saved = last_save.note
            self.site.manual = manual_files(place.root, place.language, css.variables(space.look) if space else "")
            follow_changes(
                place.root, self.site, lambda: checked_facts(place.root, place.today()),
                reporting_errors=reporting_errors, on_build=lambda seconds: None, documents=documents, last_save=last_save,
            )  # fmt: skip
        finally:
            self.stop()

    def stop(self) -> None:
        """Answer no request any more."""
        if self._editor_thread.is_alive():
            # closed by the thread that waits on them: it fails on sockets that another closes
            self._editor.trigger.pull_trigger(lambda: close_all(self._editor._map))
            self._editor_thread.join()
        self._preview.shutdown()
        self._preview.server_close()

    def _opened(self) -> OpenPlace:
        """The place to follow: the one that was given, or the one that its answers have made, for which it waits."""
        place = self.place
        if isinstance(place, NewPlace):
            threading.Thread(target=place.picture, daemon=True).start()
            while not place.born.wait(_PULSE):  # without an end to each wait, Windows would not hear Ctrl+C
                pass
        opened = place.successor or place
        opened.drafts = self.site.drafts
        return opened
