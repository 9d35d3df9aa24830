"""What the commands print: messages, problems, tables, progress. Results go to standard output, errors to standard error."""

from __future__ import annotations

import errno
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from tierslieu import __version__
from tierslieu.core.problems import Problem
from tierslieu.i18n import messages

_ANSWERS = {"oui": True, "o": True, "yes": True, "y": True, "non": False, "n": False, "no": False}
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_SIGNS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "blank": ("·", "cyan")}


#: How a line to type begins.
_TYPED = " " * 6


class Console:
    """Prints in the language of the place in ``root``."""

    def __init__(self, root: Path):
        self.language = messages.language_of(root)

    def text(self, code: str, /, **values: Any) -> str:
        """The message ``code``, filled with ``values``."""
        return messages.text(self.language, code, **values)

    def print_message(self, code: str, /, **values: Any) -> None:
        """Print the message ``code``, filled with ``values``, on standard output."""
        click.echo(self.text(code, **values))

    def print_list(self, code: str, lines: Iterable[str]) -> None:
        """Print the message ``code``, a heading with the ``count`` of the lines, and the lines; nothing without lines."""
        lines = list(lines)
        if lines:
            self.print_message(code, count=len(lines))
        for line in lines:
            click.echo(_wrapped(self.text("plan.line", line=line), "    ", err=False))

    def write_files(self, root: Path, files: Mapping[str, bytes], folder: str = "") -> None:
        """Write files into ``folder`` of the place, and print their paths."""
        from tierslieu.core.atomic import add_files

        add_files(root / folder, files)
        for name in files:
            click.echo(f"{folder}/{name}".lstrip("/"))

    def print_kept(self, kept: Mapping[str, str]) -> None:
        """Print where the copy is of each file that somebody had changed."""
        for path, copy in kept.items():
            self.print_message("documents.kept", file=path, copy=copy)

    def print_problems(self, problems: Iterable[Problem], *, err: bool = False, numbered: bool = False) -> None:
        """Print each problem: its file and line, its text, how to correct it; if ``numbered``, its number and text first."""
        for number, problem in enumerate(problems, 1):
            sign, colour = _SIGNS[problem.level]
            location = problem.file or ""
            if problem.file is not None and problem.line is not None:
                location = self.text("console.where", file=problem.file, line=problem.line)
            lines = [location, self.text(problem.code, **problem.values)]
            if numbered:
                sign = f"{number:>2}."
                lines.reverse()
            remedy = messages.remedy(self.language, problem.code, **problem.values)
            heading, *details = (line for line in (*lines, remedy and f"→ {remedy}") if line)
            indent = " " * (len(sign) + 1)
            click.secho(_wrapped(f"{sign} {heading}", indent, err=err), fg=colour, err=err)
            for detail in (line for text in details for line in text.split("\n")):
                # A line to type keeps its own spaces.
                if detail.startswith(_TYPED):
                    click.echo(detail, err=err)
                    continue
                click.echo(_wrapped(f"{indent}{detail}", f"{indent}  ", err=err), err=err)

    def ask(self, question: str, **options: Any) -> Any:
        """The answer of the person to ``question``; ``options`` are those of ``click.prompt``.

        Without a default, an empty answer is told what to do: click asks again without a word.
        """
        suffix = self.text("ask.suffix")
        if "default" in options:
            return click.prompt(question, prompt_suffix=suffix, **options)
        convert = options.pop("value_proc", None) or click.types.convert_type(options.get("type"))

        def read(answer: str) -> Any:
            if not answer.strip():
                raise click.BadParameter(self.text("ask.empty"))
            return convert(answer)

        return click.prompt(question, prompt_suffix=suffix, default="", show_default=False, value_proc=read, **options)

    def confirms(self, question: str, *, default: bool = False) -> bool:
        """Whether the person says yes, by a word or its first letter, in any language of the tool.

        Without an answer, ``default``; no when nobody is there to answer.
        """
        choice = self.text("console.yes_by_default" if default else "console.no_by_default")
        options: dict[str, Any] = {"show_default": False, "prompt_suffix": " ", "err": True}
        try:
            return bool(click.prompt(f"{question} [{choice}]", default=default, value_proc=self._yes_or_no, **options))
        except click.Abort:
            return False

    def _yes_or_no(self, answer: Any) -> bool:
        if isinstance(answer, bool):
            return answer
        if (word := answer.strip().lower()) in _ANSWERS:
            return _ANSWERS[word]
        raise click.BadParameter(self.text("console.yes_or_no", answer=answer))

    @contextmanager
    def alone(self, root: Path) -> Iterator[bool]:
        """Hold the lock of the place for the block, and say so if that takes time; yields whether it did."""
        from tierslieu.core import place_lock

        with place_lock.hold(root, lambda: click.echo(self.text("console.wait"), err=True)) as waited:
            yield waited

    def print_failure(self, error: Exception) -> None:
        """Print on standard error what kept the engine from its work: the disk, or a fault of its own."""
        if not isinstance(error, OSError):
            self._print_bug(error)
        elif error.errno in _DISK_FULL:
            click.echo(self.text("console.disk_full"), err=True)
        else:
            click.echo(self.text("console.disk", file=error.filename or "", reason=error), err=True)

    def _print_bug(self, error: Exception) -> None:
        """Print that the engine itself failed, and in which of its files."""
        import traceback  # here, for start-up time

        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        details = f"{type(error).__name__}: {error}"
        click.echo(self.text("console.bug", error=details, place=place, version=__version__), err=True)

    def print_table(
        self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], total: bool = False
    ) -> None:
        """Print a table; the first column is text, the others are numbers. ``total`` sets the last row apart."""
        from rich.console import Console as RichConsole
        from rich.markup import escape
        from rich.table import Table

        rows = list(rows)
        table = Table(title=title, title_justify="left")
        for number, heading in enumerate(headings):
            table.add_column(heading, justify="right" if number else "left")
        for number, row in enumerate(rows, 1):
            is_total = total and number == len(rows)
            if is_total:
                table.add_section()
            table.add_row(*map(escape, row), style="bold" if is_total else None)
        RichConsole().print(table)

    @contextmanager
    def progress(self, code: str, total: int | Callable[[], int]) -> Iterator[Callable[..., None]]:
        """A progress bar on standard error for the duration of the block; yields a function to call at each step.

        Without a terminal there is no bar, and a ``total`` that is a function is not called.
        """
        if not sys.stderr.isatty():
            yield lambda title="": None
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
            task = bar.add_task(self.text(code), total=total() if callable(total) else total)
            yield lambda title="": bar.update(task, advance=1, description=title or self.text(code))


def _wrapped(text: str, indent: str, *, err: bool) -> str:
    """``text`` in lines of the width of the terminal, the following ones indented; as it is outside a terminal.

    A line that begins with six spaces is one to type: it is never cut.
    """
    if not (sys.stderr if err else sys.stdout).isatty():
        return text
    width = max(40, shutil.get_terminal_size().columns)
    fill = partial(textwrap.fill, width=width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line if line.startswith(_TYPED) else fill(line) for line in text.split("\n"))
