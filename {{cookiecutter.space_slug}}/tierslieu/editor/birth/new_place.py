"""The place that is being thought of: its answers so far, and the site that they make, in a temporary folder."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from tierslieu.build.live_site import LiveSite
from tierslieu.check.apply_rules import checked_facts
from tierslieu.core.problems import Problems
from tierslieu.core.rules import Violation
from tierslieu.editor.open_place import OpenPlace
from tierslieu.generation import questions
from tierslieu.generation.organisations import contradictions
from tierslieu.generation.render import write_place
from tierslieu.i18n.messages import supported_language
from tierslieu.loading.load import pieces
from tierslieu.look import choices
from tierslieu.model import Space
from tierslieu.model.look import Look
from tierslieu.rendering import template_cache, urls
from tierslieu.site.build import build_site

from . import steps
from .draft import Draft
from .kit_source import KitSource

#: The folders of the template that a site is made from.
_SOURCES = ("content", "governance", "overrides", "theme", "vocabulary")
#: The short name of a place that has no name yet.
UNNAMED = "lieu"
_LOOK = ("palettes", "typefaces", "motifs")
_DRAWING = re.compile(r'<ul class="flows">.*?</ul>', re.DOTALL)


@dataclass
class NewPlace(OpenPlace):
    """A place that ``kit`` is to make from ``draft``; ``root`` is an empty temporary folder, for its picture in ``site``.

    ``born`` is set once there is a ``successor``, the place that was made. ``lock`` is held by whoever changes answers
    or draws from them.
    """

    kit: KitSource = field(kw_only=True)
    draft: Draft = field(kw_only=True)
    site: LiveSite = field(default_factory=LiveSite)
    home: Path = field(default_factory=Path.home)
    routes: str = "tierslieu.editor.birth.views"
    born: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)
    is_resumed: bool = False
    #: Whether the picture shows the answers as they are; not while they contradict one another.
    is_pictured: bool = False
    _pictured: questions.Answers | None = None

    @property
    def language(self) -> str:
        """The language of the answers, in which they are asked."""
        return supported_language(self.draft.answers.get("language"))

    def raw(self) -> dict[str, str]:
        """The answers so far, and those of the kit to what has not been asked yet."""
        return {**self.kit.defaults, **self.draft.answers}

    def violations(self) -> list[Violation]:
        """The rules that the answers break."""
        return steps.violations_of(self.raw(), self.kit.place_template)

    def picture(self) -> None:
        """Make ``site`` that of the answers; while they contradict one another, it stays what it was.

        An answer that can't be read is left out, so that the rest shows.
        """
        with self.lock:
            raw = self.raw()
            # The look is drawn from the short name: it changes while one types the name that gives it, and not after.
            if not raw.get("space_slug") and raw.get("space_name"):
                raw["space_slug"] = self.kit.short_name(raw["space_name"])
            read, _ = questions.read(raw, self.kit.place_template)
            usual, _ = questions.read(
                {**self.kit.defaults, "space_name": self.text("editor.new_unnamed"), "space_slug": UNNAMED},
                self.kit.place_template,
            )
            answers = {**usual, **read}
            self.is_pictured = answers == self._pictured
            if self.is_pictured:
                return
            if any(violation.level == "error" for violation in contradictions(answers, self.kit.place_template)):
                return
            self._write(answers)
            try:
                space = checked_facts(self.root, self.today())
                self.site.replace(build_site(space, {}), urls.base(space), space)
            except Problems:
                return
            self._pictured, self.is_pictured = answers, True

    def screen_facts(self) -> Space | None:
        """The place with a look that is the same at each step, when answers change its own."""
        space = self.last_facts()
        if space is None:
            return None
        neutral = [pieces(space, kind)[choices.choose(space.root, kind, None, UNNAMED)[0]] for kind in _LOOK]
        return replace(space, look=Look(*neutral))

    def drawing(self) -> str:
        """Who runs what, in rows (HTML); empty while nothing is known of it."""
        pages = (data for path, data in self.site.files.items() if path.endswith("index.html"))
        return next((found[0] for page in pages if (found := _DRAWING.search(page.decode("utf-8")))), "")

    def _write(self, answers: questions.Answers) -> None:
        if not (self.root / "theme").exists():
            for name in _SOURCES:
                shutil.copytree(self.kit.place_template / name, self.root / name)
            template_cache.keep_in(self.root)
        shutil.rmtree(self.root / "config", ignore_errors=True)
        write_place(self.root, answers)
