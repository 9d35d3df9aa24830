"""Prints pages of the manual in the terminal."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

import click

from tierslieu.manual.manual_search import Result
from tierslieu.manual.pages import FOLDER, ManualPage

from .console import Console

#: How many sections of a page of the reference are printed, and how many other pages are listed.
_MOST_SECTIONS, _MOST_OTHERS = 3, 8


def print_index(pages: Sequence[ManualPage], console: Console) -> None:
    """Print the title and the path of every page."""
    console.print_list("manual.index", (_line(page, console) for page in pages))
    _print_where_else(console)


def print_results(results: Sequence[Result], console: Console) -> None:
    """Print the best page, then the title and the path of the others."""
    _print_markdown(_extract(results[0]))
    click.echo()
    console.print_message("manual.page", path=_path(results[0].page))
    console.print_list("manual.others", (_line(result.page, console) for result in results[1 : 1 + _MOST_OTHERS]))
    _print_where_else(console)


def _extract(result: Result) -> str:
    """The Markdown of a whole guide, or the sections of a page of the reference that answer; links as paths of the place."""
    page, text = result.page, result.page.text
    if page.kind == "reference":
        sections = [section for section in page.sections[1:] if section.heading in result.headings]
        text = "".join(section.text for section in (page.sections[0], *sections[:_MOST_SECTIONS]))
    folder = posixpath.dirname(_path(page))
    return re.sub(r"\]\(([^):#]+)(?:#[^)]*)?\)", lambda link: f"]({posixpath.normpath(f'{folder}/{link[1]}')})", text)


def _print_markdown(text: str) -> None:
    from rich.console import Console as RichConsole
    from rich.markdown import Markdown

    RichConsole().print(Markdown(text, hyperlinks=False))


def _print_where_else(console: Console) -> None:
    console.print_message("manual.where_else")


def _line(page: ManualPage, console: Console) -> str:
    return console.text("manual.line", title=page.title, path=_path(page))


def _path(page: ManualPage) -> str:
    return f"{FOLDER}/{page.path}"
