"""The command line ``./lieu``: finds the command, runs it, and turns every error into a message and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import click

from tierslieu import __version__
from tierslieu.core.problems import Problems

from .options import CONSOLE, ROOT, T, help_of


class CommandModules(Mapping[str, click.Command]):
    """The commands by name, one for each module of ``commands/``; a module is imported when its command is needed."""

    def __init__(self) -> None:
        self._names = sorted(path.stem for path in Path(__file__).with_name("commands").glob("[!_]*.py"))

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._names:
            raise KeyError(name)
        command: click.Command = import_module(f"tierslieu.cli.commands.{name}").command
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@click.group(
    **help_of("lieu"),
    commands=CommandModules(),
    subcommand_metavar=T("cli.metavar_command"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="lieu", help=T("help.version"))
@click.pass_obj
def cli(root: Path) -> None:
    """The place in the folder ``root``, from the command line."""
    from tierslieu.rendering import template_cache

    template_cache.keep_in(root)


def main(root: Path = ROOT) -> None:
    """Run the command line for the place in ``root``, then exit; errors become messages, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        # As it is typed: Windows' PowerShell does not look in the current folder either.
        cli(prog_name=".\\lieu" if os.name == "nt" else "./lieu", obj=root)
    except Problems as error:
        CONSOLE.print_problems(error.problems, err=True)
        click.echo(T("console.errors", count=len(error.problems)), err=True)
    except Exception as error:
        CONSOLE.print_failure(error)
    sys.exit(1)
