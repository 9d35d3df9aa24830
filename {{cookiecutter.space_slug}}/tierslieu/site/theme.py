"""The theme of a place: templates and static files of ``overrides/``, else of ``theme/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.rendering import template_cache

# Searched in this order. ``theme/…`` names the kit's own template, for an override that only changes a block of it.
_FOLDERS = ("overrides", "theme")
_PARTS = ("layouts", "components", "network")


class SiteTheme:
    """Renders the templates of the place in ``root``; each is compiled once for as long as no template changes."""

    def __init__(self, root: Path):
        self.root = root
        self._environment = _environment(root, tuple(_stamps(root)))
        self._folders: dict[str, str | None] = {}
        #: The names that templates asked for since this was last emptied.
        self.asked = _asked

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Fill the template ``name``. Raises ``Problems`` that name the file and line of any fault in a template."""
        try:
            return self._environment.get_template(name).render(context)
        except Problems:
            raise
        except Exception as error:
            problem = self._problem(error)
            if problem is None:
                raise
            raise Problems([problem]) from error

    def has(self, name: str) -> bool:
        """Whether there is a template ``name``."""
        return self._folder(name) is not None

    def file_of(self, name: str) -> str:
        """The file that the template ``name`` is read from, relative to the place."""
        return f"{self._folder(name) or _FOLDERS[-1]}/{name}"

    def _folder(self, name: str) -> str | None:
        """The first folder that holds the template ``name``."""
        if name not in self._folders:
            found = (folder for folder in _FOLDERS if (self.root / folder / name).is_file())
            self._folders[name] = next(found, None)
        return self._folders[name]

    @property
    def folders(self) -> list[Path]:
        """The folders in which its templates are."""
        return [self.root / folder / part for folder in _FOLDERS for part in _PARTS]

    def bytes_of(self, name: str) -> bytes:
        """What the file ``name`` holds, the team's own if there is one."""
        return (self.root / self.file_of(name)).read_bytes()

    def static(self) -> dict[str, bytes]:
        """The files of ``static/`` by path; those of ``overrides/`` win."""
        found: dict[str, bytes] = {}
        for folder in reversed(_FOLDERS):
            base = self.root / folder / "static"
            for path in sorted(base.rglob("*")):
                name = path.relative_to(base).as_posix()
                if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                    found[name] = path.read_bytes()
        return dict(sorted(found.items()))

    def _problem(self, error: Exception) -> Problem | None:
        """What ``error`` says of a template, or None when no template had a hand in it."""
        if isinstance(error, TemplateSyntaxError):
            return Problem("template.syntax", {"detail": error.message or ""}, self._own(error.filename), error.lineno)
        file, line = self._place(error)
        if isinstance(error, TemplateNotFound):
            return Problem("template.missing", {"name": error.message or ""}, file, line)
        if file is None:
            return None
        if isinstance(error, UndefinedError):
            return Problem("template.unknown", {"detail": error.message or ""}, file, line)
        return Problem("template.error", {"detail": f"{type(error).__name__}: {error}"}, file, line)

    def _place(self, error: Exception) -> tuple[str | None, int | None]:
        """The innermost line of a template that ``error`` went through; Jinja puts them into the traceback."""
        place: tuple[str | None, int | None] = (None, None)
        for frame, line in walk_tb(error.__traceback__):
            file = self._own(frame.f_code.co_filename)
            if file:
                place = (file, line)
        return place

    def _own(self, filename: str | None) -> str | None:
        path = Path(filename or "")
        if path.suffix == ".py" or not any(path.is_relative_to(self.root / folder) for folder in _FOLDERS):
            return None
        return path.relative_to(self.root).as_posix()


def _stamps(root: Path) -> Iterator[tuple[str, int, int]]:
    """What changes when a template is added, edited or taken away."""
    for folder in _FOLDERS:
        for part in _PARTS:
            for path in sorted((root / folder / part).glob("*.html")):
                stat = path.stat()
                yield path.as_posix(), stat.st_mtime_ns, stat.st_size


_asked: set[str] = set()


class _Noting(Context):
    """Notes every name that a template asks for, whether it is used in the end or not."""

    def resolve_or_missing(self, key: str) -> Any:
        _asked.add(key)
        # As Jinja does; asked for by the ten thousands, and to call it would take as long again.
        return self.vars[key] if key in self.vars else self.parent.get(key, missing)


@lru_cache(maxsize=2)
def _environment(root: Path, stamps: tuple[tuple[str, int, int], ...]) -> Environment:
    own = FileSystemLoader([root / folder for folder in _FOLDERS])
    kit = PrefixLoader({"theme": FileSystemLoader(root / "theme")})
    environment = Environment(
        loader=ChoiceLoader([own, kit]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=template_cache.kept(__file__),
    )
    environment.filters["capital"] = capital
    environment.context_class = _Noting
    return environment


def capital(text: object) -> object:
    """A text that begins with a capital; unlike Jinja's own filter, the rest stays as it is."""
    if isinstance(text, Markup) or not str(text):
        return text
    return str(text)[0].upper() + str(text)[1:]
