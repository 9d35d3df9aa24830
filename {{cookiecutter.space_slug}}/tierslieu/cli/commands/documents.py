"""``./lieu documents``: builds the documents alone, or shows what has changed in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, T, help_of, place_options


@click.command("documents", **help_of("documents"))
@click.argument("names", nargs=-1, metavar=T("cli.metavar_names"))
@click.option(
    "--format", "formats", metavar="FORMATS", default="pdf,docx,odt,html,xlsx", show_default=True, help=T("help.format")
)
@click.option("--compare", "ref", metavar=T("cli.metavar_ref"), help=T("help.compare"))
@place_options
def command(root: Path, names: tuple[str, ...], formats: str, ref: str | None, today: dt.date) -> None:
    """Build the documents ``names``, or all; with ``ref``, the comparison with that version of the place."""
    from tierslieu.cache.written_files import FOLDER, WrittenFiles
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.documents.build import build_documents
    from tierslieu.documents.selection import select_documents

    format_names = tuple(name.strip() for name in formats.split(",") if name.strip())
    with CONSOLE.alone(root):
        space = checked_facts(root, today)
        install_document_tools(root)
        with CONSOLE.progress("build.documents", lambda: len(names) or len(select_documents(space))) as step:
            if ref is None:
                files = build_documents(space, format_names, names, step, use_cache=True)
            else:
                from tierslieu.documents.comparison import build_comparison

                files = build_comparison(space, ref, format_names, names, step)
        if ref is not None and not files:
            CONSOLE.print_message("changes.none", ref=ref)
        written = WrittenFiles(root)
        kept = written.keep_changed(files, whole=False)
        add_files(root / FOLDER, files)
        print_files(files)
        written.record(files, whole=False)
        CONSOLE.print_kept(kept)


def print_files(paths: Iterable[str]) -> None:
    """Print a line for each document, with its formats, then one for each folder, with its number of files."""
    formats: dict[str, list[str]] = {}
    folders: Counter[str] = Counter()
    for path in paths:
        folder, slash, _ = path.partition("/")
        if slash:
            folders[folder] += 1
        else:
            name, _, kind = path.rpartition(".")
            formats.setdefault(name, []).append(kind)
    for name, kinds in formats.items():
        click.echo(f"documents/{name}" + (f" ({', '.join(kinds)})" if len(kinds) > 1 else f".{kinds[0]}"))
    for folder, count in folders.items():
        CONSOLE.print_message("documents.folder", folder=f"documents/{folder}/", count=count)
