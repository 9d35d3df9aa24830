"""A form of a page as a browser would send it: what its inputs hold, changed as a person would, and a button pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from support.paths import ENGINE

from tierslieu.editor.forms import View

_PAGE = Environment(
    loader=FileSystemLoader(ENGINE / "editor/templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).from_string('{% import "fields.html" as f %}<form>{{ f.errors(view) }}{{ f.fields(view) }}<button>Ok</button></form>')


def html(view: View) -> str:
    """A page with the form of ``view`` alone."""
    return _PAGE.render(view=view)


def browser(view: View) -> BrowserForm:
    """The form of ``view`` in a browser."""
    return BrowserForm(html(view))


@dataclass
class Control:
    """An element that sends something: its ``kind`` (``text``, ``radio``, ``textarea``…), its ``value``, if it is on."""

    kind: str
    name: str
    value: str
    is_on: bool = True
    options: list[str] = field(default_factory=list)


class BrowserForm(HTMLParser):
    """The form in ``html``: ``controls`` in their order, the values of ``buttons``, every ``id`` and ``label``."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.controls: list[Control] = []
        self.buttons: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.described: set[str] = set()
        self._text: Control | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have: dict[str, Any] = {name: value or "" for name, value in attrs}
        name = have.get("name", "")
        if "id" in have:
            self.ids.append(have["id"])
        if "for" in have:
            self.labelled.add(have["for"])
        self.described |= set(have.get("aria-describedby", "").split())
        if tag == "input":
            kind = have.get("type", "text")
            value = have.get("value", "") if kind != "text" else have.get("value", "").replace("\n", "")
            self.controls.append(Control(kind, name, value, kind not in ("radio", "checkbox") or "checked" in have))
        elif tag in ("textarea", "select"):
            self._text = Control(tag, name, "")
            self.controls.append(self._text)
        elif tag == "option" and self._text:
            value = have.get("value", "")
            if "selected" in have or not self._text.options:
                self._text.value = value
            self._text.options.append(value)
        elif tag == "button":
            self.buttons.append(have.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text and self._text.kind == "textarea":
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if self._text and tag == self._text.kind:
            if tag == "textarea":
                self._text.value = self._text.value.removeprefix("\n")
            self._text = None

    def __getitem__(self, name: str) -> Control:
        """The control called ``name``; of several, the last that is on, else the last."""
        found = [control for control in self.controls if control.name == name]
        return ([control for control in found if control.is_on] or found)[-1]

    def fill(self, name: str, value: str) -> None:
        """Type ``value`` in an input, or choose it."""
        found = [control for control in self.controls if control.name == name]
        assert found, name
        for control in found:
            if control.kind == "radio":
                control.is_on = control.value == value
            else:
                assert value in control.options or not control.options, (name, value)
                control.value = value

    def tick(self, name: str, value: str, *, is_on: bool = True) -> None:
        """Tick a box, or untick it."""
        (box,) = (one for one in self.controls if (one.name, one.value, one.kind) == (name, value, "checkbox"))
        box.is_on = is_on

    def sent(self, press: str = "") -> dict[str, list[str]]:
        """What the browser sends, lines ended as HTML asks; ``press`` is the value of the button."""
        assert not press or press in self.buttons, (press, self.buttons)
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.name and control.is_on:
                value = control.value.replace("\r\n", "\n").replace("\n", "\r\n")
                sent.setdefault(control.name, []).append(value)
        return sent | ({"press": [press]} if press else {})
