"""Reads the files of a place into models, and collects the problems of those that can't be read."""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache, reduce
from operator import getitem
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from tierslieu.core import yaml_reader
from tierslieu.core.folding import address_name
from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.core.git import conflict_lines
from tierslieu.core.inheritance import inherited
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem, closest
from tierslieu.core.yaml_faults import SyntaxFault, lines_of, shortened
from tierslieu.model import Model, Source

from .known_names import known_names
from .source_tree import read_tree
from .typed_lines import line_to_fill, replacing
from .validation_errors import problems_of

M = TypeVar("M", bound=Model)
#: The bytes of files by path, before they are written; None for a file that goes.
Drafts = Mapping[str, bytes | None]
NO_DRAFTS: Drafts = MappingProxyType({})

#: The line of dashes, then lines of YAML: pairs, elements of lists, and what is indented.
_HEADER_WITHOUT_END = re.compile(r"[\ufeff\s]*---.*\n?(?:(?:[\w-]+:|- |[ \t]+\S).*\n?)*")
#: The first characters of a file that is commented out.
_COMMENTS = ("#", "<!--", "{#", "//")


class SourceFiles:
    """Reads files of the place in ``root``; ``lines`` is the parsed YAML by path.

    ``drafts`` are read in the place of files, which may not exist yet; a file whose draft is None counts as removed.
    ``problems`` are errors, of all files; ``warnings`` prevent nothing.
    """

    def __init__(self, root: Path, drafts: Drafts = NO_DRAFTS):
        self.root = root
        self.drafts = drafts
        self.tree = read_tree(root)
        for path, data in drafts.items():
            self.tree.replace(path, exists=data is not None)
        self.problems: list[Problem] = list(self.tree.problems)
        self.warnings: list[Problem] = []
        self.lines: dict[str, yaml_reader.YamlDocument] = {}

    def yaml(self, path: str, model: type[M]) -> M | None:
        """A YAML file as ``model``; None, with its problems collected, when it can't be read."""
        document = self._document(path)
        return None if document is None else self._validate(path, document, document.data, model)

    def vocabulary(self, folder: str, model: type[M]) -> dict[str, M]:
        """Every readable file of a folder of ``vocabulary/`` as ``model``, by file name; one may extend another."""
        documents = {
            Path(path).stem: (path, self._document(path)) for path in self.folder(f"vocabulary/{folder}", "*.yaml")
        }
        raw = {name: document.data for name, (_, document) in documents.items() if document is not None}
        entries: dict[str, M] = {}
        for name, (path, document) in documents.items():
            if document is None:
                continue
            entry = self._validate(path, document, inherited(name, raw.get), model)
            if entry is not None:
                entries[name] = entry
        return entries

    def markdown(self, path: str, locale: str, model: type[M]) -> Source[M] | None:
        """A Markdown file with its front matter as ``model``; None, with its problems collected, when it can't be read."""
        text = self._text(path)
        if text is None:
            return None
        match = FRONT_MATTER.match(text)
        if not match:
            self.problems.append(_problem_without_header(path, text, model))
            return None
        head, body = match[1], text[match.end() :]
        document = parse_header(head)
        if document.data is None and not document.faults and head.strip():
            self.problems.append(Problem("content.commented", {}, path, 2))
            return None
        meta = self._validate(path, document, document.data, model)
        if meta is None:
            return None
        slug = address_name(posixpath.splitext(posixpath.basename(path))[0])
        if not slug:
            self.problems.append(Problem("file.no_address", {}, path))
            return None
        return Source(path, locale, slug, meta, body, head.count("\n") + 3)

    def folder(self, folder: str, pattern: str) -> Iterator[str]:
        """The paths of the files of ``folder`` that match ``pattern``, sorted."""
        return self.tree.matching(folder, pattern)

    def _text(self, path: str) -> str | None:
        if any(problem.file == path for problem in self.tree.problems):
            return None  # reading a pipe would wait for ever
        try:
            data = self._bytes(path)
        except FileNotFoundError:
            others = list(self.folder(Path(path).parent.as_posix(), f"*{Path(path).suffix}"))
            self.problems.append(Problem("file.missing", {"closest": closest(path, others) or "–"}, path))
            return None
        except OSError as error:
            self.problems.append(Problem("file.unreadable", {"reason": error}, path))
            return None
        if lines := conflict_lines(data):
            self.problems += [Problem("file.conflict", {}, path, line) for line in lines]
            return None
        try:
            text = data.removeprefix(BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem("file.encoding", {}, path, line))
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _bytes(self, path: str) -> bytes:
        if path not in self.drafts:
            with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - pathlib is slow for thousands
                return file.read()
        draft = self.drafts[path]
        if draft is None:
            raise FileNotFoundError
        return draft

    def _document(self, path: str) -> yaml_reader.YamlDocument | None:
        text = self._text(path)
        return None if text is None else parse_yaml(text)

    def _validate(self, path: str, document: yaml_reader.YamlDocument, data: Any, model: type[M]) -> M | None:
        self.lines[path] = document
        if document.faults:
            for fault in document.faults:
                self.problems += self._under_a_value(fault, path, document, model) or [_problem(fault, path, document)]
            return None
        for fault in document.warnings:
            self.warnings.append(replace(self._cut(fault, path, document, model), level="warning"))
        try:
            return model.model_validate({} if data is None else data)
        except ValidationError as error:
            if data is None and path.endswith(".yaml"):
                self.problems.append(Problem("file.empty", {"path": path}, path))
                return None
            self.problems += problems_of(error, model, path, document, self._names_of)
            return None

    def _names_of(self, path: KeyPath) -> dict[str, str]:
        return known_names(self.root, self.tree, path)

    def _cut(self, fault: SyntaxFault, path: str, document: yaml_reader.YamlDocument, model: type[Model]) -> Problem:
        """A warning; where the model would refuse what a ``#`` cut, it says what would fit."""
        values = fault.values
        if fault.code != "yaml.cut_whole" or not _is_refused(model, document.data, values["path"], values["cut"]):
            return _problem(fault, path, document)
        values = values | {"key": values["path"][-1]}
        if not (names := self._names_of(values["path"])):
            return Problem("yaml.cut_misfit", values, path, fault.line)
        typed = f"{values['before']}…"
        phrase = replacing(document, fault.line, typed, is_answered=False)
        values |= {"line": typed, "expected": ", ".join(names), "replace": phrase}
        return Problem("yaml.cut_choice", values, path, fault.line)

    def _under_a_value(
        self, fault: SyntaxFault, path: str, document: yaml_reader.YamlDocument, model: type[Model]
    ) -> list[Problem]:
        """The problems of a line that a tab hides under a key that takes no lines, once the tab is taken for spaces."""
        if fault.code != "yaml.tab_below":
            return []
        lines = lines_of(document.text)
        number = fault.line - document.first_line
        lines[number] = " " * fault.values["spaces"] + lines[number].lstrip()
        aligned = yaml_reader.parse("\n".join(lines), document.first_line)
        try:
            model.model_validate({} if aligned.data is None else aligned.data)
        except ValidationError as error:
            found = problems_of(error, model, path, aligned, self._names_of)
            return [problem for problem in found if problem.line == fault.values["other"] and "lines" in problem.values]
        return []


def _problem(fault: SyntaxFault, path: str, document: yaml_reader.YamlDocument) -> Problem:
    """A fault of syntax as a problem of the file at ``path``."""
    values = fault.values
    if values.get("line") and isinstance(values["line"], str):
        phrase = replacing(document, fault.line, values["line"], is_answered=fault.code != "yaml.placeholder")
        values = values | {"replace": phrase}
    return Problem(fault.code, values, path, fault.line)


def _is_refused(model: type[Model], data: Any, path: KeyPath, value: str) -> bool:
    """Whether ``model`` would refuse ``value`` at ``path`` of ``data``."""
    changed = deepcopy(data)
    reduce(getitem, path[:-1], changed)[path[-1]] = value
    try:
        model.model_validate(changed)
    except ValidationError as error:
        return any(detail["loc"][: len(path)] == path for detail in error.errors(include_url=False))
    return False


def _problem_without_header(path: str, text: str, model: type[Model]) -> Problem:
    """The problem of a text without a front matter that can be read."""
    if not text.strip():
        return Problem("file.empty", {"path": path}, path, 1)
    if text.lstrip().startswith(_COMMENTS):
        return Problem("content.commented", {}, path, 1)
    if text.lstrip("\ufeff \n").startswith("---"):
        start = _HEADER_WITHOUT_END.match(text)
        lines = start[0].rstrip("\n").split("\n") if start else [text]
        last = len(lines)
        if last > 1:
            return Problem("content.unclosed", {"last": last, "read": shortened(lines[-1].strip())}, path, last)
        return Problem("content.no_lines", {"lines": _lines_to_fill(model)}, path, 1)
    if text.partition(":")[0] in model.model_fields:
        return Problem("content.unopened", {"read": shortened(text.partition("\n")[0])}, path, 1)
    return Problem("content.front_matter", {"lines": _lines_to_fill(model)}, path, 1)


def _lines_to_fill(model: type[Model]) -> tuple[str, ...]:
    required = (field.alias or name for name, field in model.model_fields.items() if field.is_required())
    return tuple(line_to_fill(model, name) for name in required)


@lru_cache(maxsize=512)
def parse_yaml(text: str) -> yaml_reader.YamlDocument:
    """The document of a file, not to be changed: ``serve`` and the editor read all files again when one has changed."""
    return yaml_reader.parse(text)


@lru_cache(maxsize=512)
def parse_header(head: str) -> yaml_reader.YamlDocument:
    """The same for a header; apart from the others, for those of thousands of news would take the place of the facts."""
    return yaml_reader.parse(head, first_line=2)
