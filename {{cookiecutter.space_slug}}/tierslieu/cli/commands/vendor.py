"""``./lieu vendor``: all that a rebuild of the place needs, in one folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tierslieu.cli.libraries import failures_as_messages
from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("vendor", **help_of("vendor"))
@click.option("--all", "every_system", is_flag=True, help=T("help.vendor_all"))
@click.pass_obj
def command(root: Path, every_system: bool) -> None:
    """Download the wheels of every library of the place, for this computer or for all systems."""
    from tierslieu.launcher.venv import WHEELS
    from tierslieu.launcher.wheels import download_wheels

    python = "{}.{}".format(*sys.version_info[:2])
    CONSOLE.print_message("vendor.begins_all" if every_system else "vendor.begins", python=python)
    with failures_as_messages(root):
        size = download_wheels(root, every_system=every_system)
    CONSOLE.print_message("vendor.done", folder=root / WHEELS, megabytes=-(-size // 1_000_000), python=python)
