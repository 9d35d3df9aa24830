"""Compiled templates in ``.cache/``, for the next command: compiling a template takes longer than rendering it."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import Environment, Template
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = ".cache/templates"
#: The place whose ``.cache/`` is used; None to store nothing.
_root: Path | None = None


def keep_in(root: Path) -> None:
    """Store the templates compiled from now on in ``.cache/templates/`` in ``root``, which can be erased."""
    global _root
    _root = root


def bytecode_cache(module: str) -> TemplateCache | None:
    """The cache for the Jinja environment that the Python file ``module`` creates, in the place of ``keep_in``."""
    return TemplateCache(_root / FOLDER, module) if _root else None


def template_from(environment: Environment, source: str, name: str, module: str) -> Template:
    """A template of ``source``, cached as ``name``; ``module`` sets Jinja's options. Raises ``TemplateSyntaxError``."""
    templates = bytecode_cache(module)
    if not templates:
        return environment.from_string(source)
    bucket = templates.get_bucket(environment, name, None, source)
    if bucket.code is None:
        bucket.code = environment.compile(source)
        templates.set_bucket(bucket)
    return Template.from_code(environment, bucket.code, environment.make_globals(None))


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's cache, disk errors ignored; a change of source, Jinja or ``module`` (the options) compiles anew."""

    def __init__(self, folder: Path, module: str):
        super().__init__(str(folder))
        self._folder = folder
        self._module = module

    def get_source_checksum(self, source: str) -> str:
        """A digest of the source, and of all else that decides on its code."""
        return super().get_source_checksum(jinja2.__version__ + _text_of(self._module) + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code of a template, if it is stored and intact."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # pickle raises any exception for a damaged file
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of a template, through a temporary file."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def _text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")
