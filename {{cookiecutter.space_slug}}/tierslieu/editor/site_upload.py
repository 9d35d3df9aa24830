"""A publication in progress: prepared, agreed to, sent; a thread does it while screens tell how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tierslieu import __version__
from tierslieu.build.build import build
from tierslieu.check.apply_rules import facts_and_gaps
from tierslieu.core import place_lock
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.blank_templates import templates
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.publish.connection import connect
from tierslieu.publish.remote import Target, parse_target
from tierslieu.publish.sync import synchronise
from tierslieu.publish.sync_plan import SiteOwner, SyncPlan, plan_sync, published_files, read_site
from tierslieu.versions.published import mark_published

from .open_place import OpenPlace
from .sent_files import SentDocument, SentFiles, sent_files

_LOG = logging.getLogger(__name__)

State = Literal["building", "connecting", "unknown_key", "planned", "sending", "done", "failed"]


@dataclass
class SiteUpload:
    """The site of ``place`` on its way to its host; ``secret``, the password, is kept in memory until it ends.

    ``trusted`` is the fingerprint of the key that the person has recognised, ``fingerprint`` the one to recognise.
    ``plan`` says what would be sent, ``told`` tells it in words, list by list; ``kept`` is how many documents are not for
    the public and stay here. ``other`` is the name of another place whose site is there; ``done`` of ``total``
    steps are behind. ``lacks_facts`` tells of a first publication that some facts of the place are missing.
    """

    place: OpenPlace
    secret: str = field(repr=False)
    trusted: str = ""
    state: State = "building"
    fingerprint: str = ""
    problems: tuple[Problem, ...] = ()
    plan: SyncPlan | None = None
    told: tuple[SentFiles, SentFiles, SentFiles] = (SentFiles(), SentFiles(), SentFiles())
    kept: int = 0
    target: Target | None = None
    other: str = ""
    lacks_facts: bool = False
    done: int = 0
    total: int = 0

    @property
    def with_gaps(self) -> list[SentDocument]:
        """The documents that would be sent with gaps."""
        return [one for sent in self.told[:2] for one in sent.documents if one.gaps]

    @property
    def is_running(self) -> bool:
        """Whether a thread works on it."""
        return self.state in ("building", "connecting", "sending")

    def prepare(self) -> None:
        """Reach the host, build the site and find what would be sent, in a thread."""
        self.state = "connecting"
        self._start(self._prepare)

    def trust(self) -> None:
        """Take the key of the host for its own, and go on."""
        self.trusted, self.problems = self.fingerprint, ()
        self.prepare()

    def send(self) -> None:
        """Send in a thread what was planned."""
        self.state, self.done, self.total = "sending", 0, len(self.plan.uploads) if self.plan else 0
        self._start(self._send)

    def _start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=self._watched, args=(work,), daemon=True).start()

    def _watched(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Problems as error:
            self.problems = error.problems
            self.state = "unknown_key" if self.fingerprint and self.fingerprint != self.trusted else "failed"
        except OSError as error:
            code = "publish.broken_midway" if self.state == "sending" and self.done else "publish.broken"
            self.problems = (Problem(code, {"reason": str(error), "placed": self.done, "total": self.total}),)
            self.state = "failed"
        except Exception as error:  # no screen would ever end waiting for it
            _LOG.exception("publish")  # the terminal has what a report needs
            told = {"error": f"{type(error).__name__}: {error}", "version": __version__}
            self.problems, self.state = (Problem("editor.publish_bug", told),), "failed"

    def _prepare(self) -> None:
        place = self.place
        self.target = _target(facts_and_gaps(place.root, place.today())[0])
        with connect(self.target, self):  # a wrong password is told before the minutes of the documents
            self.state = "building"
        with place_lock.hold(place.root):
            # Not those of before the host was reached: the place may have been saved meanwhile.
            space, problems = facts_and_gaps(place.root, place.today())
            self.total = len(select_documents(space))
            place.install_document_tools()
            build(space, self._step, lives_on=True)
        self._owner, self._files = SiteOwner(space.identity.slug, space.identity.name), read_site(place.root / "public")
        self._documents = fill_documents(space)
        instances = select_documents(space)
        self._templates = {path: one.source.meta.title for path, one in templates(instances).items()}
        self.kept = sum(one.source.meta.visibility != "public" for one in instances)
        self._lacks_facts = any(problem.code == "blank.fact" for problem in problems)
        self.state = "connecting"
        self._compare()

    def _compare(self) -> None:
        assert self.target
        with connect(self.target, self) as remote:
            published = published_files(remote)
            self.plan = plan_sync(self._files, published, remote.names)
        new, changed, deleted = (
            sent_files(paths, self._files, self._documents, self._templates, self.place)
            for paths in (self.plan.new, self.plan.changed, self.plan.deleted)
        )
        self.told = new, changed, deleted
        other = published.owner_other_than(self._owner)
        self.other = other.name if other else ""
        self.lacks_facts = self._lacks_facts and published.is_empty
        if self.plan.is_empty and not other:
            mark_published(self.place.root)
        self.state = "planned"

    def _send(self) -> None:
        assert self.target and self.plan
        with connect(self.target, self) as remote:
            published = published_files(remote)
            synchronise(remote, self.plan, published, self._files, self._owner, self._step, lambda path: None)
        mark_published(self.place.root)
        self.secret, self.state = "", "done"

    def _step(self, title: str) -> None:
        self.done += 1

    # --- Credentials ---

    def password(self, target: Target) -> str:
        """The password; raises ``Problems`` without one, when the host asks for it."""
        if not self.secret:
            raise Problems([Problem("editor.no_password")])
        return self.secret

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether the person has recognised the key of the host; it is asked about on the screen otherwise."""
        self.fingerprint = fingerprint
        return fingerprint == self.trusted


def _target(space: Space) -> Target:
    if not space.identity.upload:
        raise Problems([Problem("editor.no_upload")])
    return parse_target(space.identity.upload)
