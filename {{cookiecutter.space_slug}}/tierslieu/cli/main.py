"""The commands of ``./lieu``: each reads the place, asks one module for the work, and prints the result."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from tierslieu import __version__
from tierslieu.core.problems import Problem, Problems

from . import events, lineage
from .network import network
from .options import CONSOLE, ROOT, TODAY, DayType, Euros, T, helped

if TYPE_CHECKING:
    from tierslieu.model import Space


def main() -> None:
    """Run the command line; whatever happens, the reader gets words and an exit status, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        cli(prog_name="lieu")
    except Problems as found:
        CONSOLE.problems(found.problems, err=True)
        click.echo(T("console.errors", count=len(found.problems)), err=True)
    except OSError as error:
        click.echo(T("console.disk", file=error.filename or "", reason=error.strerror or error), err=True)
    except Exception as error:
        CONSOLE.bug(error)
    sys.exit(1)


@click.group(
    help=T("help.lieu"),
    subcommand_metavar=T("cli.metavar_command"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="lieu", help=T("help.version"))
def cli() -> None:
    """The place, from the command line."""
    from tierslieu.rendering import template_cache

    template_cache.keep_in(ROOT)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help is a message of the place's language."""
    return cli.command(name, **helped(name))


@command("check")
@click.option("--blanks", is_flag=True, help=T("help.blanks"))
@TODAY
def check_command(blanks: bool, today: dt.date) -> None:
    """List every problem of the place."""
    from tierslieu.build.dry_run import check
    from tierslieu.documents import legal_duties

    space, problems = check(ROOT, today)
    missing = [problem for problem in problems if problem.level == "blank"]
    told = [problem for problem in problems if problem.level != "blank"]
    errors = sum(problem.level == "error" for problem in told)
    CONSOLE.problems(told)
    if blanks:
        _list_blanks(space, missing, sound=not errors)
    if told:
        CONSOLE.say("check.found", errors=errors, warnings=len(told) - errors)
    else:
        CONSOLE.say("check.clean")
    if missing and not blanks:
        CONSOLE.say("check.missing", count=len(missing))
    if not errors:
        CONSOLE.say("check.duties", **legal_duties.summary(legal_duties.duties_of(space)))
    sys.exit(1 if errors else 0)


def _list_blanks(space: Space, missing: list[Problem], *, sound: bool) -> None:
    """What is missing and, in a ``sound`` place, who waits for it: only there can documents be filled."""
    from tierslieu.documents import legal_duties
    from tierslieu.documents.missing_facts import MissingFactsByDocument

    from . import missing_facts

    if not sound:
        CONSOLE.problems(missing_facts.labelled(problem, space) for problem in missing)
        return
    waits = MissingFactsByDocument(space)
    CONSOLE.problems(missing_facts.wanted(waits, missing, space))
    if by_hand := list(missing_facts.by_hand(waits, missing)):
        CONSOLE.say("check.by_hand")
        CONSOLE.problems(by_hand)
    if duties := list(missing_facts.duties(legal_duties.duties_of(space), space)):
        CONSOLE.say("check.duties_listed")
        CONSOLE.problems(duties)


@command("build")
@TODAY
def build_command(today: dt.date) -> None:
    """Build the site, the documents and the exports."""
    from tierslieu.build.build import build
    from tierslieu.cache import up_to_date
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.documents.selection import select_documents

    before = up_to_date.sources(up_to_date.ROOT, today.isoformat())
    space = checked_facts(ROOT, today)
    with CONSOLE.progress("build.documents", lambda: len(select_documents(space))) as step:
        pages, files = build(space, step)
    done = T("build.done", pages=pages, files=files, public=ROOT / "public", documents=ROOT / "documents")
    up_to_date.record_build(up_to_date.ROOT, before, done)
    click.echo(done)


@command("serve")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar=T("cli.metavar_count"),
    default=8000,
    show_default=True,
    help=T("help.port"),
)
@TODAY
def serve_command(port: int, today: dt.date) -> None:
    """Show the site on this computer, and every change at once."""
    from tierslieu.check.apply_rules import checked_facts

    from .serve import serve

    serve(ROOT, port, lambda: checked_facts(ROOT, today), CONSOLE)


@command("publish")
@click.option("--to", "address", metavar=T("cli.metavar_address"), envvar="LIEU_UPLOAD", help=T("help.publish_to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.publish_plan"))
@click.option("--yes", "agreed", is_flag=True, help=T("help.publish_yes"))
@click.option("--replace", is_flag=True, help=T("help.publish_replace"))
@TODAY
def publish_command(address: str | None, only_plan: bool, agreed: bool, replace: bool, today: dt.date) -> None:
    """Copy the site to the web host of the place."""
    from tierslieu.loading.load import load

    from .publish import publish

    upload = address or load(ROOT, today).identity.upload
    publish(ROOT, upload, only_plan, agreed, replace, CONSOLE)


@command("documents")
@click.argument("names", nargs=-1, metavar=T("cli.metavar_names"))
@click.option(
    "--format", "formats", metavar="FORMATS", default="pdf,docx,odt,html,xlsx", show_default=True, help=T("help.format")
)
@click.option("--compare", "ref", metavar=T("cli.metavar_ref"), help=T("help.compare"))
@TODAY
def documents_command(names: tuple[str, ...], formats: str, ref: str | None, today: dt.date) -> None:
    """Build the documents alone, or what has changed in them."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.documents.build import build_documents
    from tierslieu.documents.selection import select_documents

    space = checked_facts(ROOT, today)
    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    with CONSOLE.progress("build.documents", lambda: len(names) or len(select_documents(space))) as step:
        if ref is None:
            made = build_documents(space, wanted, names, step, keep=True)
        else:
            from tierslieu.documents import comparison

            made = comparison.build(space, ref, wanted, names, step)
    if ref is not None and not made:
        CONSOLE.say("changes.none", ref=ref)
    add_files(ROOT / "documents", made)
    for name in made:
        click.echo(f"documents/{name}")


@command("budget")
@click.option("--set", "settings", multiple=True, metavar=T("cli.metavar_setting"), help=T("help.what_if"))
@TODAY
def budget_command(settings: tuple[str, ...], today: dt.date) -> None:
    """Show three years of each organisation, with or without other assumptions."""
    from tierslieu.check.apply_rules import checked_facts

    from .budget import budget_tables

    budget_tables(checked_facts(ROOT, today), CONSOLE, settings)


@command("split")
@click.argument("amount", type=Euros(), metavar=T("cli.metavar_amount"))
@click.option("--stream", required=True, metavar=T("cli.metavar_stream"), help=T("help.stream"))
@TODAY
def split_command(amount: Decimal, stream: str, today: dt.date) -> None:
    """Show how an amount is shared, to the cent."""
    from tierslieu.check.apply_rules import checked_facts

    from .budget import split_table

    split_table(checked_facts(ROOT, today), amount, stream, CONSOLE)


@command("price")
@click.option("--from", "start", type=DayType(), required=True, metavar=T("cli.metavar_date"), help=T("help.from"))
@click.option("--set", "changes", multiple=True, required=True, metavar=T("cli.metavar_change"), help=T("help.set"))
@TODAY
def price_command(start: dt.date, changes: tuple[str, ...], today: dt.date) -> None:
    """Open a new dated price grid."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import replace_text
    from tierslieu.core.paths import PRICES
    from tierslieu.finance.new_grid import open_grid

    amounts = {}
    for change in changes:
        offer, equals, amount = change.partition("=")
        if not equals:
            raise click.BadParameter(T("cli.change", value=change), param_hint="--set")
        amounts[offer.strip()] = Euros().convert(amount, None, None)
    space = checked_facts(ROOT, today)
    path = ROOT / PRICES
    replace_text(path, open_grid(path.read_bytes().decode("utf-8"), start, amounts, space))
    CONSOLE.say("price.done", start=start.isoformat(), file=PRICES)


@command("passes")
@click.option("--count", type=click.IntRange(1, 2000), metavar=T("cli.metavar_count"), help=T("help.count"))
@click.option("--pass", "name", metavar=T("cli.metavar_pass"), help=T("help.pass"))
@click.option("--series", metavar=T("cli.metavar_series"), help=T("help.series"))
@click.option("--verify", "number", metavar=T("cli.metavar_number"), help=T("help.verify"))
@TODAY
def passes_command(count: int | None, name: str | None, series: str | None, number: str | None, today: dt.date) -> None:
    """Print numbered passes, or say what a number is."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.loading.load import load

    from . import passes

    if number is not None and count is None:
        # A number must be recognised even while somebody is mending the prices.
        sys.exit(0 if passes.recognise(load(ROOT, today), number, name, series, CONSOLE) else 1)
    elif count is not None and number is None:
        passes.print_passes(checked_facts(ROOT, today), count, name, series, CONSOLE)
    else:
        raise click.UsageError(T("passes.what"))


for _command in (events.event, events.events, events.programme, events.newsletter, network, *lineage.COMMANDS):
    cli.add_command(_command)


@command("apply")
def apply_command() -> None:
    """Apply the answers of a place that was generated without its hooks."""
    from tierslieu.core.paths import ANSWERS_FILE
    from tierslieu.generation.run import run

    path = ROOT / ANSWERS_FILE
    if not path.exists():
        raise Problems([Problem("place.exists" if (ROOT / "config").exists() else "place.none")])
    sys.exit(run(ROOT, json.loads(path.read_text(encoding="utf-8"))))
