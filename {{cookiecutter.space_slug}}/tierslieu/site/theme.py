"""The theme of a place: the templates and static files of ``overrides/``, else those of ``theme/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.theme_files import FOLDERS, THEME, theme_file, theme_files
from tierslieu.i18n.formatting import capitalised
from tierslieu.rendering import template_cache
from tierslieu.rendering.template_errors import NamedUndefined, template_problem

_TEMPLATE_FOLDERS = ("layouts", "components", "network")


class SiteTheme:
    """The theme of the place in ``root``; each template is compiled once for as long as no template changes."""

    def __init__(self, root: Path):
        self.root = root
        self._environment = _environment(root, tuple(_template_stamps(root)))
        self._files: dict[str, str | None] = {}

    def render(self, name: str, names: Mapping[str, Any]) -> str:
        """Render the template ``name``. Raises ``Problems`` with the file and line of a fault in a template."""
        try:
            return self._environment.get_template(name).render(names)
        except Problems:
            raise
        except Exception as error:
            problem = self._problem(error, names)
            if problem is None:
                raise
            raise Problems([problem]) from error

    def has(self, name: str) -> bool:
        """Whether there is a file ``name``."""
        return self._file(name) is not None

    def kit_has(self, name: str) -> bool:
        """Whether the kit has a file ``name``, replaced by the team or not."""
        return (self.root / THEME / name).is_file()

    def file_of(self, name: str) -> str:
        """The path of the file ``name``, relative to the place; that of the kit when there is none."""
        return self._file(name) or f"{THEME}/{name}"

    def read_bytes(self, name: str) -> bytes:
        """The file ``name``, the team's own if there is one."""
        return (self.root / self.file_of(name)).read_bytes()

    def static(self) -> dict[str, bytes]:
        """The files of ``static/`` by path; those of ``overrides/`` win."""
        files = theme_files(self.root, "static", "**/*")
        return {
            name: (self.root / path).read_bytes()
            for name, path in files.items()
            if not any(part.startswith(".") for part in name.split("/"))
        }

    def _file(self, name: str) -> str | None:
        if name not in self._files:
            self._files[name] = theme_file(self.root, name)
        return self._files[name]

    def _problem(self, error: Exception, names: Mapping[str, Any]) -> Problem | None:
        """``error`` as a problem of a template; None when it was not raised in one."""
        file, line = self._location(error)
        if isinstance(error, TemplateSyntaxError):
            return template_problem(error, names, self._relative_path(error.filename))
        if isinstance(error, TemplateNotFound):
            return Problem("template.missing", {"name": error.message or ""}, file, line)
        return template_problem(error, names, file, line) if file else None

    def _location(self, error: Exception) -> tuple[str | None, int | None]:
        """The innermost template and its line in the traceback of ``error``, where Jinja puts them."""
        location: tuple[str | None, int | None] = (None, None)
        for frame, line in walk_tb(error.__traceback__):
            file = self._relative_path(frame.f_code.co_filename)
            if file:
                location = (file, line)
        return location

    def _relative_path(self, filename: str | None) -> str | None:
        """The path of a template relative to the place; None for any other file."""
        path = Path(filename or "")
        if path.suffix == ".py" or not any(path.is_relative_to(self.root / folder) for folder in FOLDERS):
            return None
        return path.relative_to(self.root).as_posix()


def _template_stamps(root: Path) -> Iterator[tuple[str, int, int]]:
    """The path, date and size of every template."""
    for folder in FOLDERS:
        for part in _TEMPLATE_FOLDERS:
            for path in sorted((root / folder / part).glob("*.html")):
                stat = path.stat()
                yield path.as_posix(), stat.st_mtime_ns, stat.st_size


class _Context(Context):
    """The names of a template; functions are called as they are, since none of them asks for the context."""

    @internalcode
    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        # Jinja looks for marks of such functions at each call: a tenth of the time of rendering a page.
        if isinstance(function, Macro):
            return super().call(function, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


@lru_cache(maxsize=2)
def _environment(root: Path, template_stamps: tuple[tuple[str, int, int], ...]) -> Environment:
    """The Jinja environment of the place in ``root``: another one once ``template_stamps`` have changed."""
    place = FileSystemLoader([root / folder for folder in FOLDERS])
    # ``theme/…`` names the kit's own template, for an override that only changes a block of it.
    kit = PrefixLoader({THEME: FileSystemLoader(root / THEME)})
    environment = Environment(
        loader=ChoiceLoader([place, kit]),
        autoescape=True,
        undefined=NamedUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=template_cache.bytecode_cache(__file__),
    )
    environment.context_class = _Context
    environment.filters["capital"] = capital
    return environment


def capital(text: object) -> object:
    """A text that begins with a capital; unlike Jinja's own filter, the rest stays as it is."""
    if isinstance(text, Markup) or not str(text):
        return text
    return capitalised(str(text))
