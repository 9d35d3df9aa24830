"""A browser without windows for the questionnaire of a new place: see ``editor_client``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tierslieu.editor.application import application
from tierslieu.editor.birth.draft import Draft
from tierslieu.editor.birth.kit_source import KitSource, kit_around
from tierslieu.editor.birth.new_place import NewPlace
from tierslieu.editor.birth.steps import STEPS

from .editor_client import Answer, EditorClient
from .paths import TEMPLATE


class _Unpictured(NewPlace):
    """A place whose site is not made at each answer, which takes most of the time of a test."""

    def picture(self) -> None:
        """Do nothing."""


class QuestionnaireClient(EditorClient):
    """Answers the questions as the browser of a person does, whose files are in ``folder``."""

    def __init__(self, folder: Path, kit: KitSource | None = None, *, is_pictured: bool = False) -> None:
        kit = kit or kit_around(TEMPLATE)
        assert kit
        (folder / "picture").mkdir(parents=True, exist_ok=True)
        (folder / "home").mkdir(exist_ok=True)
        self.new = (NewPlace if is_pictured else _Unpictured)(
            folder / "picture", kit=kit, draft=Draft.read(folder / "data" / "answers.json"), home=folder / "home"
        )
        self.place = self.new
        self._application = application(self.new)
        self.cookies = {}

    def send(self, step: int, press: str = "next", **answers: str) -> Answer:
        """Type ``answers`` at a step, and press a button; ``keep`` is what the script presses while one types."""
        form = self.get(f"/{step}/").forms[0]
        for name, value in answers.items():
            form.fill(name, value)
        sent = {**form.sent(), "press": ["keep"]} if press == "keep" else form.sent(press)
        return self.post(f"/{step}/", sent)

    def resume(self, press: str) -> Answer:
        """Press a button of the page that offers to go on."""
        return self.post("/start/", self.get("/").forms[0].sent(press))

    def answer(self, answers: Mapping[str, str]) -> Answer:
        """Type ``answers`` at their steps, going on from each; the answer to the last but one.

        What the kit answers by itself need not be asked.
        """
        answer = self.get("/")
        for number, groups in enumerate(STEPS[:-1], 1):
            needed = {name for _, names in groups for name in names if answers.get(name) != self.new.kit.defaults[name]}
            answer = self.send(number, **{name: answers[name] for name in needed if name in answers})
            assert answer.status == 303, answer.text
        return answer

    def create(self, parent: Path) -> Answer:
        """Press the button that makes the place in ``parent``."""
        return self.send(6, "create", parent=str(parent))
