"""The pages of ``docs/reference`` that are made from the code hold what it says; what has changed is printed to be copied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import click
import pytest
from support.paths import TEMPLATE

from tierslieu import exports
from tierslieu.cli.main import cli
from tierslieu.model.content import Activity, News, Page

DOCS = TEMPLATE.parent / "docs"

HEAD = """\
# Les commandes

Ce que dit `./lieu COMMANDE --help`, en une page. Toutes se lancent dans le dossier du lieu. Une commande se termine avec le code 0 quand tout va bien, 1 quand quelque chose est à corriger, 2 quand elle est mal écrite.
"""


def every_command(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group and of the groups in it, by what one types."""
    for one in sorted(group.commands):
        command = group.commands[one]
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {one}")
        else:
            yield f"{name} {one}", command


def section(name: str, command: click.Command) -> str:
    """What the page says of a command: what it is for, how it is typed, each of its options."""
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    records = [record for one in command.params if (record := one.get_help_record(context))]
    rows = [f"| `{option}` | {' '.join(told.split())} |" for option, told in records if told]
    table = ["| Option | Ce qu’elle fait |", "| --- | --- |", *rows]
    text = [f"## {name}", "", (command.help or "").strip(), "", "```text", usage, "```", ""]
    return "\n".join([*text, *table, ""] if rows else text)


def test_every_command_is_in_the_reference_as_its_own_help_says() -> None:
    right = "\n".join([HEAD, *(section(name, command) for name, command in every_command(cli, "./lieu"))])
    page = DOCS / "reference/commandes.md"
    assert page.exists() and page.read_text("utf-8") == right, f"docs/reference/commandes.md must be:\n{right}"


# --- Settings ---

SETTINGS = sorted((TEMPLATE / "tierslieu/schemas").glob("*.json"))


def keys(schema: Any) -> Iterator[str]:
    """Every key that a schema knows, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties") or ()
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from keys(part)


def told(title: str) -> set[str]:
    """The keys that a section of the reference of settings tells."""
    page = (DOCS / "reference/reglages.md").read_text("utf-8")
    section = page.partition(f"\n### {title}\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name.rpartition(".")[2] for row in rows for name in re.findall(r"`([\w.]+)`", row)}


@pytest.mark.parametrize("schema", SETTINGS, ids=lambda path: path.stem)
def test_every_setting_is_shown_in_its_file_or_told_in_the_reference(schema: Any) -> None:
    written = (TEMPLATE / f"tierslieu/generation/templates/fr/config/{schema.stem}.yaml.j2").read_text("utf-8")
    known = set(keys(json.loads(schema.read_text("utf-8"))))
    rare = told(f"`{schema.stem}.yaml`")
    assert {key for key in known if not re.search(rf"\b{key}\b", written)} - rare == set()
    assert rare - known == set()
    assert f"| `{schema.stem}.yaml` |" in (DOCS / "reference/reglages.md").read_text("utf-8")


@pytest.mark.parametrize(("title", "model"), [("Une page", Page), ("Une actualité", News), ("Une activité", Activity)])
def test_every_key_of_a_text_is_told_in_the_reference(title: str, model: Any) -> None:
    assert told(title) == model.model_fields.keys()


# --- Open data ---


def test_every_file_of_open_data_is_told_in_the_reference() -> None:
    pages = [(DOCS / page).read_text("utf-8") for page in ("reference/donnees-ouvertes.md", "guides/agenda.md")]
    for one in exports.FORMATS:
        for path in one.paths:
            short = f"`{path}`" if not path.endswith(".json") or "/" not in path else f"`.{path.rpartition('.')[2]}`"
            assert any(short in page for page in pages), path
