"""``make reference``: writes again what the documentation and the schemas take from the code.

Each target is a whole file, or a table inside a page that is known by its first line. Nothing is written that is
already right. The everyday tests call ``outdated``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import architecture
import click
import question_files
from support.document_factories import governance
from support.factories import vocabulary
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, territory_answers
from support.paths import ENGINE, KIT, TEMPLATE

from tierslieu.cli.main import cli
from tierslieu.documents.selection import DocumentInstance, select_documents
from tierslieu.i18n.messages import DEFAULT_LANGUAGE
from tierslieu.loading.load import load
from tierslieu.loading.schemas import schemas
from tierslieu.model import GovernanceDocument, Source, lieu_json

#: The pages that contributors read, and those that every place has.
DOCS, PLACE_DOCS = KIT / "docs", TEMPLATE / "docs"
Document = Source[GovernanceDocument]

# --- Commands ---

COMMANDS_HEAD = """\
# Les commandes

Ce que dit `./lieu COMMANDE --help`, en une page. Toutes se lancent dans le dossier du lieu. Une commande se termine avec le code 0 quand tout va bien, 1 quand quelque chose est à corriger, 2 quand elle est mal écrite.
"""


def commands_page() -> str:
    """The help of every command, one section each."""
    return "\n".join([COMMANDS_HEAD, *(_section(name, command) for name, command in _commands(cli, "./lieu"))])


def _commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group and of the groups in it, each with what one types."""
    context = click.Context(group)
    for key in sorted(group.list_commands(context)):
        command = group.get_command(context, key)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{name} {key}")
        elif command:
            yield f"{name} {key}", command


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    records = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    rows = [f"| `{option}` | {' '.join(text.split())} |" for option, text in records if text]
    options = ["| Option | Effet |", "| --- | --- |", *rows]
    text = [f"## {name}", "", (command.help or "").strip(), "", "```text", usage, "```", ""]
    return "\n".join([*text, *options, ""] if rows else text)


# --- Documents ---

COUNTS = {
    "space": "un pour le lieu",
    "organisation": "un par organisation",
    "service": "un par service",
    "agreement": "un par convention",
}
READERS = {"public": "tout le monde", "members": "les membres", "internal": "l’équipe"}
SIGNERS = {
    "organisations": "les organisations",
    "organisation": "l’organisation",
    "operator": "qui gère le service",
    "table": "les personnes du tableau des signatures",
    "other": "l’autre partie",
}
STAGES = {"to_create": "organisation à créer", "existing": "organisation déjà créée"}


def library_table() -> str:
    """Every document of the library: what it is, for whom, when it is made, who reads it and signs it."""
    return _table(
        ("Fichier", "Titre", "Pour qui", "Combien", "Quand", "Qui le lit", "Qui le signe"),
        (
            (
                f"`{document.slug}`",
                document.meta.title,
                document.meta.audience,
                COUNTS[document.meta.per],
                "\u00a0; ".join(_conditions(document)) or "toujours",
                READERS[document.meta.visibility],
                ", ".join(_signers(document)) or "–",
            )
            for document in _library()
        ),
    )


def presets_table() -> str:
    """How many of each document the territories of ``docs/territories`` get."""
    paths = {name: [document.source.path for document in documents] for name, documents in _selected().items()}
    rows = (
        (f"`{document.slug}`", *(str(preset.count(document.path) or "–") for preset in paths.values()))
        for document in _library()
    )
    total = ("**En tout**", *(f"**{len(preset)}**" for preset in paths.values()))
    return _table(("Fichier", *(f"`{name}`" for name in paths)), [*rows, total])


def _library() -> Iterator[Source[GovernanceDocument]]:
    """The documents of the kit in its first language; each other language has some of the same kinds."""
    return (document for document in governance() if document.locale == DEFAULT_LANGUAGE)


@cache
def _selected() -> dict[str, list[DocumentInstance]]:
    """The documents of each territory, as the kit makes its place."""
    selected = {}
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        for territory in TERRITORIES:
            place = shutil.copytree(
                TEMPLATE, Path(folder) / territory.stem, ignore=shutil.ignore_patterns("__pycache__")
            )
            if apply_answers(place, complete_answers(territory_answers(territory))):
                raise SystemExit(f"{territory.name}: the answers are refused")
            selected[territory.stem] = list(select_documents(load(place, TODAY)))
    return selected


def _conditions(document: Document) -> Iterator[str]:
    when, vocabularies = document.meta.when, vocabulary()
    if when.legal_forms:
        yield " ou ".join(vocabularies.legal_forms[form].label["fr"] for form in when.legal_forms)
    if when.companies:
        yield f"société ({', '.join(company.upper() for company in when.companies)})"
    if when.public is not None:
        yield "organisme public" if when.public else "organisation privée"
    if when.stage:
        yield STAGES[when.stage]
    if when.organisations > 1:
        yield f"au moins {when.organisations} organisations"
    services = [vocabularies.locales["fr"].strings[f"service_{name}"].lower() for name in when.services]
    if services:
        yield f"service ouvert\u00a0: {' et '.join(services)}"
    if when.offers:
        yield f"offre de genre {' ou '.join(f'`{kind}`' for kind in when.offers)}"
    if when.agreements:
        yield f"convention de genre {' ou '.join(f'`{kind}`' for kind in when.agreements)}"
    if when.needs:
        yield f"fait connu\u00a0: {', '.join(f'`{name}`' for name in when.needs)}"


def _signers(document: Document) -> Iterator[str]:
    person = document.meta.person or "une personne"
    for signatory in document.meta.signatories:
        if signatory in SIGNERS:
            yield SIGNERS[signatory]
        elif isinstance(person, str):
            yield person
        else:
            yield from person


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [titles, ["---"] * len(titles), *rows])


def _with_table(page: str, table: str) -> str:
    """``page`` with ``table`` in the place of the table that has the same columns.

    Raises ``ValueError`` when the page has no such table.
    """
    head, separator, _ = table.split("\n", 2)
    before, found, after = page.partition(f"\n{head}\n{separator}\n")
    if not found:
        raise ValueError(f"no table begins with: {head}")
    rest = after.partition("\n\n")
    return f"{before}\n{table}\n{rest[1].removeprefix(chr(10))}{rest[2]}"


# --- All of it ---


def targets() -> dict[Path, bytes]:
    """What each file must hold, by path."""
    documents = PLACE_DOCS / "reference" / "documents.md"
    page = _with_table(documents.read_text("utf-8"), library_table())
    texts = {
        PLACE_DOCS / "reference" / "commandes.md": commands_page(),
        documents: _with_table(page, presets_table()),
        DOCS / "reference" / "questions.md": question_files.questions_page(),
        KIT / "copier.yml": question_files.copier_yml(),
        DOCS / "images" / "architecture.svg": architecture.drawing(),
        **{ENGINE / "schemas" / name: text for name, text in schemas().items()},
    }
    return {path: text.encode("utf-8") for path, text in texts.items()} | {
        PLACE_DOCS / "reference" / "lieu.schema.json": lieu_json.schema(),
        ENGINE / "exports" / "lieu.schema.json": lieu_json.schema(),
    }


def outdated() -> dict[Path, bytes]:
    """What the files that are not up to date must hold."""
    return {
        path: data
        for path, data in targets().items()
        if not path.exists() or path.read_bytes().replace(b"\r\n", b"\n") != data
    }


if __name__ == "__main__":
    for path, data in outdated().items():
        path.write_bytes(data)
        print(path.relative_to(KIT).as_posix())
