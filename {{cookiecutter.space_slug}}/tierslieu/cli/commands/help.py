"""``./lieu help``: finds in the manual of the place, offline, what its words say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("help", **help_of("help"))
@click.argument("words", nargs=-1, metavar=T("cli.metavar_words"))
@click.pass_obj
def command(root: Path, words: tuple[str, ...]) -> None:
    """Print what answers ``words`` best in the manual, or the page of that name; its index without words."""
    from tierslieu.cli.manual_pages import print_index, print_page, print_results
    from tierslieu.manual.manual_search import nearest_words, page_named, search
    from tierslieu.manual.pages import read_manual

    pages = read_manual(root)
    if not words:
        print_index(pages, CONSOLE)
    elif page := page_named(pages, words):
        print_page(page, CONSOLE)
    elif results := search(pages, words):
        print_results(results, CONSOLE)
    else:
        query = " ".join(words)
        nearest = nearest_words(pages, words)
        code = "manual.nothing_near" if nearest else "manual.nothing"
        CONSOLE.print_message(code, words=query, nearest=" ".join(nearest))
        click.echo()
        print_index(pages, CONSOLE)
        sys.exit(1)
