"""The commands of ``./lieu``: each reads the place, asks one module for the work, and prints the result."""

from __future__ import annotations

import datetime as dt
import gettext
import json
import os
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tierslieu import __version__
from tierslieu.console import Voice
from tierslieu.problems import Problem, Problems

if TYPE_CHECKING:
    from tierslieu.model import Space

#: The place that holds this engine.
ROOT = Path(__file__).parent.parent
_VOICE = Voice(ROOT)
# click speaks through gettext: its own words come in the language of the place too.
os.environ["LANGUAGE"] = _VOICE.language
# Else pydantic reads what every library says of itself, in search of plugins that nobody wants.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gettext.bindtextdomain("messages", Path(__file__).parent / "messages" / "click")
_T = _VOICE.text


def main() -> None:
    """Run the command line; whatever happens, the reader gets words and an exit status, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        cli(prog_name="lieu")
    except Problems as found:
        _VOICE.problems(found.problems, err=True)
        click.echo(_T("console.errors", count=len(found.problems)), err=True)
    except OSError as error:
        click.echo(_T("console.disk", file=error.filename or "", reason=error.strerror or error), err=True)
    except Exception as error:
        _VOICE.bug(error)
    sys.exit(1)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date written year-month-day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read ``2027-01-31``."""
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(_T("cli.date", value=value), param, ctx)


class Euros(click.ParamType):  # type: ignore[type-arg]
    """An amount as people write it."""

    name = "euros"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read ``1 280,50``."""
        from tierslieu.money import parse_amount

        try:
            return value if isinstance(value, Decimal) else parse_amount(value)
        except ValueError:
            self.fail(_T("cli.euros", value=value), param, ctx)


_TODAY = click.option(
    "--today",
    type=Day(),
    default=lambda: dt.date.today().isoformat(),
    metavar=_T("cli.metavar_date"),
    help=_T("help.today"),
)


@click.group(
    help=_T("help.lieu"),
    subcommand_metavar=_T("cli.metavar_command"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="lieu", help=_T("help.version"))
def cli() -> None:
    """The place, from the command line."""
    from tierslieu import compiled

    compiled.keep_in(ROOT)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help is a message of the place's language."""
    return cli.command(name, help=_T(f"help.{name}"), short_help=_T(f"help.{name}").split("\n")[0])


@command("check")
@click.option("--blanks", is_flag=True, help=_T("help.blanks"))
@_TODAY
def check_command(blanks: bool, today: dt.date) -> None:
    """List every problem of the place."""
    from tierslieu.check import check
    from tierslieu.documents import completeness

    space, problems = check(ROOT, today)
    missing = [problem for problem in problems if problem.level == "blank"]
    told = [problem for problem in problems if problem.level != "blank"]
    errors = sum(problem.level == "error" for problem in told)
    _VOICE.problems(told)
    if blanks:
        _list_blanks(space, missing, sound=not errors)
    if told:
        _VOICE.say("check.found", errors=errors, warnings=len(told) - errors)
    else:
        _VOICE.say("check.clean")
    if missing and not blanks:
        _VOICE.say("check.missing", count=len(missing))
    if not errors:
        _VOICE.say("check.duties", **completeness.summary(completeness.of(space)))
    sys.exit(1 if errors else 0)


def _list_blanks(space: Space, missing: list[Problem], *, sound: bool) -> None:
    """What is missing and, in a ``sound`` place, who waits for it: only there can documents be filled."""
    from tierslieu import blanks
    from tierslieu.documents import Waits, completeness

    if not sound:
        _VOICE.problems(blanks.labelled(problem, space) for problem in missing)
        return
    waits = Waits(space)
    _VOICE.problems(blanks.wanted(waits, missing, space))
    if by_hand := list(blanks.by_hand(waits, missing)):
        _VOICE.say("check.by_hand")
        _VOICE.problems(by_hand)
    if duties := list(blanks.duties(completeness.of(space), space)):
        _VOICE.say("check.duties_listed")
        _VOICE.problems(duties)


@command("build")
@_TODAY
def build_command(today: dt.date) -> None:
    """Build the site, the documents and the exports."""
    from tierslieu import again, documents
    from tierslieu.building import build
    from tierslieu.check import checked_facts

    before = again.sources(again.ROOT, today.isoformat())
    space = checked_facts(ROOT, today)
    with _VOICE.progress("build.documents", lambda: len(documents.applicable(space))) as step:
        pages, files = build(space, step)
    done = _T("build.done", pages=pages, files=files, public=ROOT / "public", documents=ROOT / "documents")
    again.remember(again.ROOT, before, done)
    click.echo(done)


@command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_T("help.port"))
@_TODAY
def serve_command(port: int, today: dt.date) -> None:
    """Show the site on this computer, and every change at once."""
    from tierslieu.check import checked_facts
    from tierslieu.serve import serve

    serve(ROOT, port, lambda: checked_facts(ROOT, today), _VOICE)


@command("documents")
@click.argument("names", nargs=-1, metavar=_T("cli.metavar_names"))
@click.option("--format", "formats", default="pdf,docx,odt,html,xlsx", show_default=True, help=_T("help.format"))
@click.option("--compare", "ref", metavar=_T("cli.metavar_ref"), help=_T("help.compare"))
@_TODAY
def documents_command(names: tuple[str, ...], formats: str, ref: str | None, today: dt.date) -> None:
    """Build the documents alone, or what has changed in them."""
    from tierslieu import documents
    from tierslieu.check import checked_facts
    from tierslieu.write import add_files

    space = checked_facts(ROOT, today)
    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    with _VOICE.progress("build.documents", lambda: len(names) or len(documents.applicable(space))) as step:
        if ref is None:
            made = documents.build(space, wanted, names, step, keep=True)
        else:
            from tierslieu.documents import compare

            made = compare.build(space, ref, wanted, names, step)
    if ref is not None and not made:
        _VOICE.say("changes.none", ref=ref)
    add_files(ROOT / "documents", made)
    for name in made:
        click.echo(f"documents/{name}")


@command("budget")
@click.option("--set", "settings", multiple=True, metavar=_T("cli.metavar_setting"), help=_T("help.what_if"))
@_TODAY
def budget_command(settings: tuple[str, ...], today: dt.date) -> None:
    """Show three years of each organisation, with or without other assumptions."""
    from tierslieu.check import checked_facts
    from tierslieu.tables import budget_tables

    budget_tables(checked_facts(ROOT, today), _VOICE, settings)


@command("split")
@click.argument("amount", type=Euros(), metavar=_T("cli.metavar_amount"))
@click.option("--stream", required=True, metavar=_T("cli.metavar_stream"), help=_T("help.stream"))
@_TODAY
def split_command(amount: Decimal, stream: str, today: dt.date) -> None:
    """Show how an amount is shared, to the cent."""
    from tierslieu.check import checked_facts
    from tierslieu.tables import split_table

    split_table(checked_facts(ROOT, today), amount, stream, _VOICE)


@command("price")
@click.option("--from", "start", type=Day(), required=True, metavar=_T("cli.metavar_date"), help=_T("help.from"))
@click.option("--set", "changes", multiple=True, required=True, metavar=_T("cli.metavar_change"), help=_T("help.set"))
@_TODAY
def price_command(start: dt.date, changes: tuple[str, ...], today: dt.date) -> None:
    """Open a new dated price grid."""
    from tierslieu.check import checked_facts
    from tierslieu.pricing import FILE, open_grid
    from tierslieu.write import replace_text

    amounts = {}
    for change in changes:
        offer, equals, amount = change.partition("=")
        if not equals:
            raise click.BadParameter(_T("cli.change", value=change), param_hint="--set")
        amounts[offer.strip()] = Euros().convert(amount, None, None)
    space = checked_facts(ROOT, today)
    path = ROOT / FILE
    replace_text(path, open_grid(path.read_bytes().decode("utf-8"), start, amounts, space))
    _VOICE.say("price.done", start=start.isoformat(), file=FILE)


@command("passes")
@click.option("--count", type=click.IntRange(1, 2000), metavar=_T("cli.metavar_count"), help=_T("help.count"))
@click.option("--pass", "name", metavar=_T("cli.metavar_pass"), help=_T("help.pass"))
@click.option("--series", metavar=_T("cli.metavar_series"), help=_T("help.series"))
@click.option("--verify", "number", metavar=_T("cli.metavar_number"), help=_T("help.verify"))
@_TODAY
def passes_command(count: int | None, name: str | None, series: str | None, number: str | None, today: dt.date) -> None:
    """Print numbered passes, or say what a number is."""
    from tierslieu import desk
    from tierslieu.check import checked_facts
    from tierslieu.load import load

    if number is not None and count is None:
        # A number must be recognised even while somebody is mending the prices.
        sys.exit(0 if desk.recognise(load(ROOT, today), number, name, series, _VOICE) else 1)
    elif count is not None and number is None:
        desk.print_passes(checked_facts(ROOT, today), count, name, series, _VOICE)
    else:
        raise click.UsageError(_T("passes.what"))


@command("apply")
def apply_command() -> None:
    """Apply the answers of a place that was generated without its hooks."""
    from tierslieu.local.run import ANSWERS_FILE, run

    path = ROOT / ANSWERS_FILE
    if not path.exists():
        raise Problems([Problem("place.exists" if (ROOT / "config").exists() else "place.none")])
    sys.exit(run(ROOT, json.loads(path.read_text(encoding="utf-8"))))


@command("lineage")
def lineage_command() -> None:
    """Show where the place comes from."""
    from tierslieu import lineage

    found = lineage.read(ROOT)
    parent = found.answers.get("parent_space") or "–"
    _VOICE.say("lineage.show", template=found.template, commit=found.commit[:12], version=__version__, parent=parent)


@command("contribute")
@click.argument("paths", nargs=-1, required=True, metavar=_T("cli.metavar_paths"))
@click.option("--title", prompt=_T("contribute.title"), metavar=_T("cli.metavar_title"), help=_T("help.title"))
@_TODAY
def contribute_command(paths: tuple[str, ...], title: str, today: dt.date) -> None:
    """Give an improvement back to the kit."""
    from tierslieu import lineage
    from tierslieu.check import checked_facts
    from tierslieu.lineage.contribute import FOLDER, contribute, file_name
    from tierslieu.write import add_files

    made = contribute(checked_facts(ROOT, today), paths, title)
    name = f"{file_name(title)}.patch"
    add_files(ROOT / FOLDER, {name: made.patch.encode("utf-8")})
    click.echo(made.patch)
    _VOICE.say("contribute.done", file=f"{FOLDER}/{name}", kit=lineage.read(ROOT).template)


@command("update")
@click.option("--to", "version", metavar=_T("cli.metavar_version"), help=_T("help.to"))
@click.option("--plan", "only_plan", is_flag=True, help=_T("help.plan"))
@click.option("--abort", "undo", is_flag=True, help=_T("help.abort"))
def update_command(version: str | None, only_plan: bool, undo: bool) -> None:
    """Take the kit's later improvements without losing one's own."""
    from tierslieu.lineage import journal
    from tierslieu.lineage.telling import tell
    from tierslieu.lineage.update import update

    if undo:
        _VOICE.say("update.aborted", commit=journal.abort(ROOT)[:12])
        return
    steps = {step: _T(f"update.step_{step}") for step in ("fetch", "render", "apply")}
    result = update(ROOT, version, apply=not only_plan, progress=lambda step: click.echo(steps[step], err=True))
    if result is None:
        _VOICE.say("update.none")
        return
    tell(result.plan, _VOICE)
    if only_plan:
        _VOICE.say("update.planned", commit=result.commit[:12])
    elif result.conflicts:
        _VOICE.problems(Problem("update.conflict", file=name) for name in result.conflicts)
        _VOICE.say("update.finish")
        sys.exit(1)
    else:
        _VOICE.say("update.done", commit=result.commit[:12])
