"""Problems as the screens show them: in words, with the field to change in place of a file and a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from tierslieu.core.front_matter import header_of
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import capitalised
from tierslieu.loading.schemas import TEXT_MODELS
from tierslieu.model import Model

from .choices import Choices
from .form_fields import Control, form_fields
from .form_inputs import pointer
from .navigation import file_address, screen_of
from .open_place import OpenPlace

if TYPE_CHECKING:
    from .forms import Form

#: What a remedy for a file is known by: a line to type, a path, a key between guillemets.
_OF_FILES = re.compile(
    r"\{(?:line|lines|typed|file|replace)\}|\b(?:config|content|governance)/|\.yaml|«\W*[a-z]+(?:_[a-z]+)*\W*»"
    r"|(?<![{\w])[a-z]+_[a-z_]+|\b(?:ligne|lignes|fichier|line|lines|file)\b"
)
#: The problems of a file that no form can show.
_UNREADABLE = ("yaml.", "file.")
#: What is missing in a document, which its own screen completes.
_OF_DOCUMENTS = ("blank.by_hand", "blank.duty")
#: The messages that stand in place of a remedy for files.
_ON_SCREENS = {
    "blank.example": "editor.mend_example",
    "register.collector": "editor.mend_collector",
    "shares.count": "editor.mend_shares",
    "shares.sum": "editor.mend_shares",
    "changes.nothing": "editor.mend_change",
    "tax.non_profit": "editor.mend_non_profit",
}
#: How many parts the path of a text of the site has: ``content/fr/news/opening.md``.
_TEXT_PARTS = 4
#: The keys that name an entry of a list or of a mapping.
_NAMES = ("name", "label", "title", "what")


@dataclass(frozen=True)
class FieldLink:
    """Where a value is changed: the ``address`` of its field, and the titles of the screen and labels that lead to it."""

    address: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class ShownProblem:
    """A problem in words; ``where`` is the field to change, or the file where no form has it; ``remedy`` may be empty."""

    level: str
    level_name: str
    text: str
    address: str
    where: str
    remedy: str


@dataclass(frozen=True)
class _Page:
    screen: str
    title: str
    address: str
    form: Form


_pages: dict[str, list[_Page]] = {}
#: Stands for the month in the address of a form that each month has, and in its file.
MONTH = "MONTH"
_OF_MONTH = re.compile(r"(?<=^register/)\d{4}-\d\d(?=\.yaml$)")


def register(screen: str, title: str, address: str, form: Form) -> None:
    """Make the fields of a form known, which is at ``address`` of a screen; both titles are messages."""
    _pages.setdefault(form.file, []).append(_Page(screen, title, address, form))


def shown(problem: Problem, place: OpenPlace) -> ShownProblem:
    """``problem`` in the language of ``place``."""
    link = _link(problem, place)
    text, remedy = _words(problem, link, place)
    level = place.text(f"editor.level_{problem.level}")
    if link:
        return ShownProblem(problem.level, level, text, link.address, " › ".join(link.labels), remedy)
    file, line = problem.file, problem.line
    where = place.text("console.where", file=file, line=line) if file and line else file or ""
    is_unreadable = problem.code.startswith(_UNREADABLE)
    address = (file_address if is_unreadable else screen_of)(file, line) if file else ""
    return ShownProblem(problem.level, level, text, address, where, remedy)


def _link(problem: Problem, place: OpenPlace) -> FieldLink | None:
    if problem.code.startswith(_UNREADABLE):
        return None
    if problem.file and problem.code in _OF_DOCUMENTS:
        return FieldLink(f"/documents/{PurePosixPath(problem.file).stem}/", (place.text("editor.nav_documents"),))
    return field_link(problem.file, problem.path, place)


def _words(problem: Problem, link: FieldLink | None, place: OpenPlace) -> tuple[str, str]:
    """What a problem says, and its remedy: that for files only where no form has the value."""
    code, values = problem.code, Choices(place.root, place.language).in_words(problem.values)
    if link and "key" in values and problem.path:
        values["key"] = link.labels[-1]
    if code == "blank.by_hand":  # the screen of the document lists its gaps
        return str(values["title"]), place.text("editor.gaps_left", count=values["count"])
    is_fact = code in ("blank.fact", "blank.wanted")
    text = capitalised(str(values["label"])) if is_fact else place.text(code, **values)
    if link:
        return text, screen_remedy(place.language, code, values)
    return text, messages.remedy(place.language, code, **values) or ""


def screen_remedy(language: str, code: str, values: Mapping[str, Any]) -> str:
    """The remedy of a problem for who answers in a field; empty where it tells what to type in a file."""
    if code in _ON_SCREENS:
        return messages.text(language, _ON_SCREENS[code])
    mend = messages.catalogue(language)[code].get("mend", "")
    return "" if _OF_FILES.search(mend) else messages.remedy(language, code, **values) or ""


def field_link(file: str | None, path: KeyPath, place: OpenPlace) -> FieldLink | None:
    """The field that holds the value at ``path`` of ``file``; None where no form of the configuration has it."""
    parts = PurePosixPath(file or "").parts
    if file and len(parts) == _TEXT_PARTS and parts[0] == "content" and parts[2] in TEXT_MODELS:
        return _text_link(file, TEXT_MODELS[parts[2]], path, place)
    key = str(path[0]) if path else ""
    fitting = [page for page in _pages_of(file or "") if not key or page.form.keys is None or key in page.form.keys]
    if not file or not fitting:
        return None
    # One that names the key is nearer than one that shows all of them.
    page = next((page for page in fitting if page.form.keys is not None), fitting[0])
    titles = dict.fromkeys((place.text(page.screen), place.text(page.title)))
    labels = tuple(_labels(page, path, place))
    return FieldLink(f"/{page.address}" + (f"#{pointer(path)}" if path else ""), (*titles, *labels))


def _text_link(file: str, model: type[Model], path: KeyPath, place: OpenPlace) -> FieldLink:
    """The field of the form that is above a text, or the text itself."""
    name = PurePosixPath(file).stem
    with suppress(UneditableYaml, OSError):
        data = EditableYaml(header_of((place.root / file).read_text("utf-8", errors="replace"))).data
        name = str(data.get("title") or name) if isinstance(data, Mapping) else name
    fields = form_fields(model, place.language)
    labels = [fields[str(path[0])].texts.label] if path and path[0] in fields else []
    address = screen_of(file) + (f"#{pointer(path[:1])}" if labels else "")
    return FieldLink(address, (place.text("editor.nav_texts"), name, *labels))


def _pages_of(file: str) -> list[_Page]:
    """The pages that show ``file``."""
    month = _OF_MONTH.search(file)
    if not month:
        return _pages.get(file, [])
    return [
        replace(page, address=page.address.replace(MONTH, month[0]), form=replace(page.form, file=file))
        for page in _pages.get(_OF_MONTH.sub(MONTH, file), ())
    ]


def _labels(page: _Page, path: KeyPath, place: OpenPlace) -> list[str]:
    """The labels of the fields that lead to ``path``, entries by their names."""
    with suppress(UneditableYaml):
        data: Any = place.data(page.form.file)
        return _labels_below(page.form, path, data, Choices(place.root, place.language))
    return []


def _labels_below(form: Form, path: KeyPath, data: Any, choices: Choices) -> list[str]:
    labels: list[str] = []
    model: type[Model] | None = form.model
    inner: type[Model] | None = None
    names: Mapping[str, str] = {}
    for part in path:
        data = _part(data, part)
        fields = form_fields(model, choices.language) if model else {}
        if isinstance(part, str) and part in fields:
            field = fields[part]
            labels.append(field.texts.label)
            names = (choices.of(model, field) or {}) if model and field.control is Control.TABLE else {}
            entries = field.control in (Control.ENTRIES, Control.NAMED)
            model, inner = (None, field.inner) if entries else (field.inner, None)
        else:
            labels.append(names.get(str(part)) or _entry_name(data, part))
            model, inner = inner, None
    return labels


def _part(data: Any, part: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def _entry_name(data: Any, part: str | int) -> str:
    names = [data.get(key) for key in _NAMES] if isinstance(data, Mapping) else []
    return next(
        (str(name) for name in names if isinstance(name, str)), str(part + 1 if isinstance(part, int) else part)
    )
