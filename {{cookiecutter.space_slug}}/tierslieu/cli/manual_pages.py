"""Prints pages of the manual in the terminal."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

import click

from tierslieu.manual.manual_search import Result
from tierslieu.manual.pages import FOLDER, ManualPage

from .console import Console

#: How many sections of a page are printed, and how many other pages are listed.
_MOST_SECTIONS, _MOST_OTHERS = 2, 8
#: Code, which is never changed, or the target of a link.
_CODE_OR_LINK = re.compile(
    r"^ *(```|~~~).*?^ *\1|`[^`\n]*`|\]\((?P<target>[^):#]+)(?:#[^)]*)?\)", re.DOTALL | re.MULTILINE
)


def print_index(pages: Sequence[ManualPage], console: Console) -> None:
    """Print the title and the path of every page."""
    console.print_list("manual.index", (_line(page, console) for page in pages))
    _print_where_else(console)


def print_results(results: Sequence[Result], console: Console) -> None:
    """Print the sections of the best page that answer, then the title and the path of the others."""
    page = results[0].page
    introduction = page.sections[0]
    sections = [section for section in results[0].sections if section != introduction][:_MOST_SECTIONS]
    texts = [f"# {page.title}\n\n", *(section.text for section in sections)] if sections else [introduction.text]
    _print_markdown("".join(texts), page)
    click.echo()
    console.print_message("manual.whole", name=page.name, path=_path(page))
    console.print_list("manual.others", (_line(result.page, console) for result in results[1 : 1 + _MOST_OTHERS]))
    _print_where_else(console)


def print_page(page: ManualPage, console: Console) -> None:
    """Print a whole page."""
    _print_markdown(page.text, page)
    click.echo()
    console.print_message("manual.page", path=_path(page))
    _print_where_else(console)


def _print_markdown(text: str, page: ManualPage) -> None:
    """Print Markdown of ``page``, with its links as paths of the place."""
    from rich.console import Console as RichConsole
    from rich.markdown import Markdown

    folder = posixpath.dirname(_path(page))

    def with_path(match: re.Match[str]) -> str:
        target = match["target"]
        return f"]({posixpath.normpath(f'{folder}/{target}')})" if target else match[0]

    RichConsole().print(Markdown(_CODE_OR_LINK.sub(with_path, text), hyperlinks=False))


def _print_where_else(console: Console) -> None:
    console.print_message("manual.where_else")


def _line(page: ManualPage, console: Console) -> str:
    return console.text("manual.line", title=page.title, path=_path(page))


def _path(page: ManualPage) -> str:
    return f"{FOLDER}/{page.path}"
