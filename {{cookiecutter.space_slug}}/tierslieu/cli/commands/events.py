"""``./lieu events import``: takes over the events of a calendar or of a table."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of, place_options

command = click.Group("events", **help_of("events"), subcommand_metavar=T("cli.metavar_command"))


@command.command("import", **help_of("events_import"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=T("cli.metavar_file"))
@click.option("--format", "activity_format", metavar="FORMAT", help=T("help.import_format"))
@click.option("--service", metavar="SERVICE", help=T("help.import_service"))
@place_options
def import_events(root: Path, file: Path, activity_format: str | None, service: str | None, today: dt.date) -> None:
    """Write a file for each event, and list what could not be read; exit with status 1 if there is any."""
    from tierslieu.cli.event_prompts import known_format, known_name
    from tierslieu.events import csv_reader, ics_reader
    from tierslieu.events.decoding import decode
    from tierslieu.events.import_plan import plan
    from tierslieu.loading.load import load

    space = load(root, today)
    if activity_format is not None:
        activity_format = known_format(activity_format, space)
    if service is not None:
        known_name(service, space.identity.services, "event.service")
    text = decode(file.read_bytes())
    with CONSOLE.progress("import.reading", 1):
        if file.suffix.lower() in (".csv", ".txt", ".tsv"):
            reading = csv_reader.read(text, file.name)
        else:
            # The names by which a calendar may say that an event is at the place.
            place_names = [name for name in (space.identity.name, space.identity.address.street) if name]
            reading = ics_reader.read(text, file.name, place_names)
        result = plan(space, reading, activity_format, service)
    CONSOLE.write_files(root, {path: content.encode("utf-8") for path, content in result.files.items()})
    CONSOLE.print_problems(result.problems)
    errors = sum(problem.level == "error" for problem in result.problems)
    counts = {"new": len(result.new), "changed": len(result.changed), "same": result.same, "left": errors}
    CONSOLE.print_message("import.done", **counts)
    sys.exit(1 if errors else 0)
