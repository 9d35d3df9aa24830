"""An update of the kit in progress: looked for, agreed to, taken; a thread does it while the screen tells how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tierslieu.core import place_lock
from tierslieu.core.problems import Problem, Problems
from tierslieu.lineage.kit_news import note_search
from tierslieu.lineage.plan_lines import plan_lists
from tierslieu.lineage.recorded import read_lineage
from tierslieu.lineage.update import UpdateResult, catch_up, update

from .choices import Choices
from .open_place import OpenPlace
from .version_changes import ChangedFile, texts_between

_LOG = logging.getLogger(__name__)

State = Literal["fetch", "render", "apply", "untrusted", "planned", "none", "done", "failed"]
#: What tells each step; the address and the version of the kit were agreed to before.
_STEPS = {"fetch": "editor.update_reading", "render": "editor.update_comparing"}
#: The lists of a plan that tell what a place gets; the others tell which files change.
_TOLD = ("plan.versions", "plan.new_documents", "plan.changed_documents", "plan.gone_documents", "plan.checks")
#: The list whose lines are written for those who program, in English: it is only counted.
_COUNTED = "plan.checks"
#: The list whose documents are shown with what changes in them.
_READ = "plan.changed_documents"


@dataclass
class KitUpdate:
    """The next version of the kit on its way to ``place``; ``changed`` are the documents that have other words in it.

    ``agreed`` is the address and the version of the kit whose program the person lets run, ``asked`` those to agree to.
    """

    place: OpenPlace
    agreed: tuple[str, str] | None = None
    state: State = "fetch"
    asked: tuple[str, str] = ("", "")
    result: UpdateResult | None = None
    changed: tuple[ChangedFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_taking: bool = False

    @property
    def step(self) -> str:
        """What tells the present step, and how many there are before the person decides."""
        if self.is_taking:  # what was compared is compared once more: nobody needs to know
            return self.place.text("editor.update_taking")
        steps = [*_STEPS]
        number = steps.index(self.state) + 1 if self.state in steps else len(steps)
        step = self.place.text(_STEPS[self.state]) if self.state in _STEPS else ""
        return self.place.text("editor.update_step", number=number, count=len(steps), step=step)

    @property
    def is_running(self) -> bool:
        """Whether a thread works on it."""
        return self.state in ("fetch", "render", "apply")

    def lists(self, *, told: bool) -> list[tuple[str, list[str]]]:
        """What the update brings if ``told``, else the files that it changes: lists under their headings."""
        plan = plan_lists(self.result.plan, self.place.text) if self.result else ()
        return [
            (self.place.text(code, count=len(lines)).strip(), [] if code == _COUNTED else lines)
            for code, lines in plan
            if (code in _TOLD) is told and not (code == _READ and self.changed)
        ]

    def look(self) -> None:
        """Find in a thread what would change."""
        self._start(self._look)

    def take(self) -> None:
        """Take in a thread what was found."""
        self.is_taking = True
        self._start(self._take)

    def _start(self, work: Callable[[], None]) -> None:
        self.state = "fetch"
        threading.Thread(target=self._watched, args=(work,), daemon=True).start()

    def _watched(self, work: Callable[[], None]) -> None:
        try:
            with place_lock.hold(self.place.root):
                work()
        except Problems as error:
            self.problems = error.problems
            refused = [problem.code for problem in error.problems] == ["update.untrusted"] and self.asked[0]
            self.state = "untrusted" if refused else "failed"
        except Exception as error:  # no screen would ever end waiting for it
            _LOG.exception("update")  # the terminal has what a report needs
            reason = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            self.problems = (Problem("editor.update_stopped", {"reason": reason}),)
            self.state = "failed"

    def _look(self) -> None:
        commit = read_lineage(self.place.root).commit
        self.result = update(self.place.root, None, apply=False, agrees=self._agrees, progress=self._step)
        if self.result:
            paths = [document.path for document in self.result.plan.changed_documents]
            choices = Choices(self.place.root, self.place.language)
            self.changed = tuple(texts_between(*self.result.commits, paths, self.place, choices))
        told = len(self.changed) + sum(len(lines) or 1 for _, lines in self.lists(told=True))
        note_search(self.place.root, commit, max(told, 1) if self.result else 0)
        if self.result is None:
            catch_up(self.place.root)
        self.state = "planned" if self.result else "none"

    def _take(self) -> None:
        commit = self.result.kit.rpartition(" ")[2] if self.result else None
        self.result = update(self.place.root, commit, agrees=self._agrees, progress=self._step)
        self.state = "done"

    def _agrees(self, address: str, kit: str) -> bool:
        self.asked = address, kit
        return self.asked == self.agreed

    def _step(self, step: State, **values: str) -> None:
        self.state = step
