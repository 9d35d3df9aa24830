"""The facts for commands that read a part of a place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import Console

if TYPE_CHECKING:
    from tierslieu.model import Space


def read_facts(root: Path, today: dt.date, console: Console, *paths: str) -> Space:
    """The place for a command that reads ``paths`` alone; prints on standard error that other files have errors.

    Raises ``Problems`` with the errors of ``paths``, files or folders, and with those that prevent reading ``config/``.
    """
    from tierslieu.check.apply_rules import facts_of_files

    space, others = facts_of_files(root, today, paths)
    if others:
        click.echo(console.text("console.errors_elsewhere", count=len(others)), err=True)
    return space
