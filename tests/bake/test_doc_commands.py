"""Commands of the documentation: each is run as it is shown, or is in the list of those that no test can run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.doc_commands import EXAMPLE_COMMAND, PAGES, Reader, blocks, commands, resolve
from support.edited_places import CONFLICT_MARKS
from support.fixtures import OldPlace, SharedFolder
from support.generated_places import (
    FIL_NUMERIQUE,
    commit_all,
    generate_place,
    run,
    territory_answers,
    tool_command,
)
from support.paths import KIT, TEMPLATE

GUIDES = TEMPLATE / "docs/guides"

#: Commands that no test can run, and why. Those of ``./lieu`` and make are checked to exist.
INSTALLS, ASKS, NETWORK, RUNS_ON = "installs software", "asks questions", "needs a server", "runs until it is stopped"
NOT_RUN = {
    "make demo": INSTALLS, "make serve": INSTALLS, "make test": INSTALLS, "make lint": INSTALLS,
    "REQUIRE_ALL=1 make test": INSTALLS,
    "py -m pip install --user pipx": INSTALLS, "py -m pipx ensurepath": INSTALLS,
    "python3 -m pip install --user pipx": INSTALLS, "python3 -m pipx ensurepath": INSTALLS,
    "pipx install cookiecutter": INSTALLS, "sudo apt install git pipx python3-venv": INSTALLS,
    "pipx run cookiecutter ADDRESS-OF-THE-KIT": INSTALLS,
    "podman build --file hosting/caddy/Containerfile --tag lieu .": INSTALLS,
    "podman run --publish 8080:8080 lieu": INSTALLS,
    "cookiecutter ADRESSE-DU-KIT": ASKS, "./lieu event new": ASKS, "./lieu event new --format cafe-linux": ASKS,
    "./lieu publish --plan": NETWORK, "./lieu publish": NETWORK,
    "rsync --archive --delete --dry-run public/ IDENTIFIANT@SERVEUR:www/": NETWORK,
    "./lieu serve": RUNS_ON, "./lieu edit": RUNS_ON,
}  # fmt: skip
#: Words after ``./lieu`` that are no command: "run ./lieu again", and the example of ajouter-une-commande.md.
NOT_COMMANDS = {"again", EXAMPLE_COMMAND}
#: Commands that end with another exit status than 0, as the page says.
STATUS = {"./lieu passes --verify C0007-K3QW-X": 1}  # the number of no pass


def example(guide: str, language: str, number: int = 0) -> str:
    """The block number ``number`` in a language of a guide."""
    texts = [block.text for block in blocks(GUIDES / f"{guide}.md") if block.language == language]
    return texts[number]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def loan(place: Path) -> None:
    write(place / "governance/fr/pret-de-materiel.md", example("ajouter-un-document", "markdown"))


def calendars(place: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1@x\nDTSTART:20270301T100000\nDTEND:20270301T120000\nSUMMARY:Barcamp\nEND:VEVENT\n"
    write(place / "calendrier.ics", f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}END:VCALENDAR\n")
    write(
        place / "tableau.csv", "titre;date;heure;heure de fin;description\nAtelier;2027-03-02;10:00;12:00;Ensemble.\n"
    )


def clause(place: Path) -> None:
    charter = place / "governance/fr/charte.md"
    write(charter, charter.read_text("utf-8") + "\nUne clause de plus.\n")


def improvements(place: Path) -> None:
    format_ = place / "vocabulary/activity_formats/tricot.yaml"
    write(format_, (place / "vocabulary/activity_formats/barcamp.yaml").read_text("utf-8"))
    clause(place)


def places(place: Path) -> None:
    """The list of places of the guide, without the entries that need the network."""
    write(place / "recus/le-voisin.json", example("reseau", "json"))
    listed = example("reseau", "yaml").splitlines(keepends=True)
    write(place / "lieux.yaml", "".join(line for line in listed if "https://" not in line))


def reduced(place: Path) -> None:
    prices = place / "config/prices.yaml"
    write(prices, prices.read_text("utf-8").replace("audiences: {}", 'audiences: {reduced: "Étudiants"}'))


def month(place: Path) -> None:
    """The register of the guide, in a place that knows its VAT regimes."""
    write(place / "register/2026-10.yaml", example("regler-les-comptes", "yaml"))
    organisations = place / "config/organisations.yaml"
    text = organisations.read_text("utf-8")
    write(organisations, re.sub(r"^( +regime:).*$", r"\1 franchise-en-base", text, flags=re.MULTILINE))


#: Functions that write the files that a page supposes, by its name.
PREPARE: dict[str, Callable[[Path], None]] = {
    "ajouter-un-document": loan,
    "agenda": calendars,
    "faire-voter-un-document": clause,
    "prix-et-partage": reduced,
    "rendre-au-kit": improvements,
    "regler-les-comptes": month,
    "reseau": places,
}
UPDATES = GUIDES / "mettre-a-jour.md"


@pytest.fixture(scope="session")
def small_place(shared_folder: SharedFolder, kit: Path) -> Path:
    """Fil numérique with two documents, so that building them all is quick."""

    def make(folder: Path) -> None:
        place = generate_place(kit, territory_answers(FIL_NUMERIQUE), folder)
        for path in (place / "governance/fr").glob("*.md"):
            if path.stem not in ("charte", "grille-tarifaire"):
                path.unlink()
        commit_all(place, "Peu de documents")

    return shared_folder("few documents", make) / "fil-numerique"


def test_every_block_has_a_language() -> None:
    blocks_without_language = [
        f"{block.page}:{block.line}" for page in PAGES for block in blocks(page) if not block.language
    ]
    assert blocks_without_language == []
    fences = sum(len(re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE)) for page in PAGES)
    assert fences == 2 * sum(1 for page in PAGES for _ in blocks(page))


def test_commands_that_are_not_run_are_in_the_documentation_and_exist() -> None:
    lines = {line for page in PAGES for line in commands(page)}
    assert set(NOT_RUN) - lines == set()
    assert set(STATUS) - lines == set()
    for line in NOT_RUN:
        first, *words = line.split()
        if first == "./lieu":
            resolve(words)
        if first == "make":
            assert run(["make", "--dry-run", *words], KIT).status == 0, line


def test_every_command_in_a_text_exists_with_its_options() -> None:
    """In the documentation, the messages, the comments of generated files and the vocabulary."""
    texts = [*PAGES, *TEMPLATE.glob("tierslieu/i18n/catalogues/*.yaml"), *TEMPLATE.glob("tierslieu/generation/templates/**/*.j2"),
             *TEMPLATE.glob("vocabulary/**/*.yaml"), *TEMPLATE.glob("overrides/*.md")]  # fmt: skip
    command_lines = set()
    for path in texts:
        for match in re.findall(r"\./lieu ((?:[a-z]+ ?)(?:[^`»”\"\\\n,;:.)(]*))", path.read_text("utf-8")):
            words = match.split()
            if words[0] in NOT_COMMANDS:
                continue
            options = [word for word in words if word.startswith("--")]
            command_lines.add((*words[: 2 if words[0] in ("event", "events", "network") else 1], *options))
    for line in command_lines:
        resolve(list(line))


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_every_command_of_a_page_can_be_run(
    page: Path, small_place: Path, kit: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line for line in commands(page) if line not in NOT_RUN]
    if page == UPDATES or not lines:
        return
    place = Path(shutil.copytree(small_place, tmp_path / "place"))
    if prepare := PREPARE.get(page.stem):
        prepare(place)
    words = {
        "ADRESSE-DU-KIT": str(kit),
        "MES-REPONSES.yaml": str(FIL_NUMERIQUE),
        "cookiecutter": tool_command("cookiecutter")[0],
    }
    reader = Reader(place, monkeypatch, **words)
    statuses = [(line, reader.run(line)) for line in lines]
    assert statuses == [(line, STATUS.get(line, 0)) for line in lines]


@pytest.mark.slow
def test_the_guide_to_updates_can_be_followed(old_place: OldPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = old_place("0.2.0")
    path = "governance/fr/pouvoir.md"
    place.replace(path, "{% set member = ", "{% set member = ''~")
    place.commit()
    reader = Reader(place.root, monkeypatch)
    assert reader.run("./lieu update --plan") == 0
    assert reader.run("./lieu update") == 1
    assert reader.run("./lieu update --abort") == 0
    assert reader.run("./lieu update") == 1
    place.write(path, re.sub(r"<{7} .*?={7}\n(.*?)>{7} [^\n]*\n", r"\1", place.read(path), flags=re.DOTALL))
    assert not CONFLICT_MARKS.search(place.read(path))
    assert reader.run("./lieu save") == 0
    assert reader.run("./lieu check") == 0
    assert reader.run("./lieu undo") == 0
    tested = {"./lieu update --plan", "./lieu update", "./lieu update --abort", "./lieu save", "./lieu check",
             "./lieu undo"}  # fmt: skip
    assert set(commands(UPDATES)) == tested
