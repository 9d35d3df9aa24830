"""The place that the editor has open: its files as they are now, and what is shown beside each screen."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.git import has_committer
from tierslieu.core.paths import SPACE
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.yaml_edit import UneditableYaml
from tierslieu.i18n import messages
from tierslieu.launcher.venv import DOCUMENTS, VenvFailure, prepare_more
from tierslieu.loading.source_files import parse_yaml
from tierslieu.model import Space
from tierslieu.versions import dated_copies
from tierslieu.versions.history import saved_versions
from tierslieu.versions.repository import has_repository
from tierslieu.versions.save import unsaved_paths
from tierslieu.versions.saved_version import SavedVersion

if TYPE_CHECKING:
    from tierslieu.events.import_plan import ImportPlan

    from .edits import OnSaved
    from .kit_update import KitUpdate
    from .site_upload import SiteUpload


@dataclass
class RegisterUpload:
    """A file for the register of ``month`` that was read and not agreed to yet, and the answers to its questions."""

    month: str
    name: str
    data: bytes
    answers: dict[str, str] = field(default_factory=dict)


@dataclass
class OpenPlace:
    """The place in ``root``, edited at ``address``; its site is shown at ``preview``, another address of this computer.

    ``token`` is the secret of this start. ``routes`` is the module of other addresses than those of the screens;
    ``successor`` is the place that is open from now on instead.
    """

    root: Path
    address: str = "http://127.0.0.1:8010"
    preview: str = "http://127.0.0.1:8011"
    today: Callable[[], dt.date] = dt.date.today
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    routes: str = ""
    successor: OpenPlace | None = None
    #: The publication in progress, or the last one.
    upload: SiteUpload | None = None
    #: The update of the kit in progress, or the last one.
    kit_update: KitUpdate | None = None
    #: A calendar that was read and not agreed to yet.
    import_plan: ImportPlan | None = None
    register_upload: RegisterUpload | None = None
    #: The page that is typed and not saved, by its file in the site and its query, and the files of its look: the preview shows them.
    drafts: dict[str, bytes] = field(default_factory=dict)
    #: Is told each save, before its version is kept.
    on_saved: OnSaved = lambda space, files: None
    _last_facts: Space | None = None

    @property
    def language(self) -> str:
        """The language of the place, in which the editor speaks."""
        return messages.language_of(self.root)

    def text(self, code: str, /, **values: Any) -> str:
        """The message ``code``, filled with ``values``."""
        return messages.text(self.language, code, **values)

    @property
    def name(self) -> str:
        """The name of the place, or that of the editor while it has none."""
        with suppress(UneditableYaml, AttributeError):
            return self.data(SPACE).get("name") or self.text("editor.title")
        return self.text("editor.title")

    def facts(self) -> tuple[Space | None, Sequence[Problem]]:
        """The place and its problems, texts not rendered; None when its files can't be read."""
        try:
            space, problems = check_facts(self.root, self.today())
        except Problems as error:
            return None, error.problems
        self._last_facts = space
        return space, problems

    def readable_facts(self) -> Space:
        """The place; raises ``Problems`` when its files can't be read."""
        space, problems = self.facts()
        if space is None:
            raise Problems(problems)
        return space

    def checked_facts(self) -> Space:
        """The place; raises ``Problems`` with its errors."""
        space, problems = self.facts()
        errors = [problem for problem in problems if problem.level == "error"]
        if space is None or errors:
            raise Problems(errors)
        return space

    def last_facts(self) -> Space | None:
        """The place as it could last be read, or without its broken texts; None if it never could since the start."""
        if space := self.facts()[0] or self._last_facts:
            return space
        with suppress(Problems):
            return check_facts(self.root, self.today(), without_unreadable_texts=True)[0]
        return None

    def shown_facts(self) -> Space | None:
        """The place as the latest screen showed it, not read again: what a form that comes back speaks of."""
        return self._last_facts or self.last_facts()

    def screen_facts(self) -> Space | None:
        """The place whose look the screens have; None if it could never be read since the start."""
        return self.last_facts()

    def data(self, file: str) -> Any:
        """The data of a YAML ``file`` as it is written, without defaults; raises ``UneditableYaml`` for a broken one.

        It is not to be changed: a text is parsed once, for a screen asks for it at each of its problems.
        """
        path = self.root / file
        if not path.exists():
            return None
        document = parse_yaml(path.read_text(encoding="utf-8-sig"))
        if document.faults:
            raise UneditableYaml(document.faults[0].code)
        return document.data

    def versions(self) -> list[SavedVersion]:
        """The saved versions, newest first; none while there is no history."""
        try:
            return saved_versions(self.root)
        except (Problems, CalledProcessError):
            return []

    @property
    def lacks_author(self) -> bool:
        """Whether nobody knows yet who saves versions here; False without git where it has the history."""
        if dated_copies.are_used(self.root):
            return dated_copies.lacks_author(self.root, self.language)
        try:
            return not has_committer(self.root)
        except FileNotFoundError:
            return False

    @property
    def asks_author(self) -> bool:
        """Whether a name is to be asked for before what no version holds yet is kept; never among dated copies."""
        if dated_copies.are_used(self.root):
            return False
        return self.lacks_author and (not has_repository(self.root) or bool(unsaved_paths(self.root)))

    def install_document_tools(self) -> None:
        """Install what makes documents unless it is there; raises ``Problems`` with the cause when it fails."""
        try:
            prepare_more(self.root, DOCUMENTS, lambda *_: None)
        except VenvFailure as failure:
            raise Problems([Problem("editor.no_tools", {"reason": failure.tail or failure.cause})]) from None
