"""Every command that the documentation shows is typed as it is shown, or is on the short list of those that can't be."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.doc_commands import PAGES, Reader, blocks, commands, resolve
from support.edited_places import CONFLICT_MARKS, EditedPlace
from support.generated_places import TERRITORIES, commit_all, generate_place, run, territory_answers, tool_command
from support.paths import KIT

GUIDES = KIT / "docs/guides"
TERRITORY = next(path for path in TERRITORIES if path.stem == "fil-numerique")

#: What no test can type, and why. A command of ``./lieu`` or of make is still known to exist.
INSTALLS, ASKS, NETWORK, RUNS_ON = "installs software", "asks questions", "needs a server", "runs until it is stopped"
NOT_TYPED = {
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
    "./lieu serve": RUNS_ON,
}  # fmt: skip
#: What ends otherwise than well, as the page says.
STATUS = {"./lieu passes --verify C0007-K3QW-X": 1}  # a number of nobody's


def example(guide: str, language: str, number: int = 0) -> str:
    """A block of a guide, as one would copy it."""
    found = [block.text for block in blocks(GUIDES / f"{guide}.md") if block.language == language]
    return found[number]


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
    """The list of the guide, of which a test reads what is on this computer."""
    write(place / "recus/le-voisin.json", example("reseau", "json"))
    listed = example("reseau", "yaml").splitlines(keepends=True)
    write(place / "lieux.yaml", "".join(line for line in listed if "https://" not in line))


def reduced(place: Path) -> None:
    prices = place / "config/prices.yaml"
    write(prices, prices.read_text("utf-8").replace("audiences: {}", 'audiences: {reduced: "Étudiants"}'))


#: What a page supposes: files that its reader has written before.
BEFORE: dict[str, Callable[[Path], None]] = {
    "docs/guides/ajouter-un-document.md": loan,
    "docs/guides/agenda.md": calendars,
    "docs/guides/faire-voter-un-document.md": clause,
    "docs/guides/prix-et-partage.md": reduced,
    "docs/guides/rendre-au-kit.md": improvements,
    "docs/guides/reseau.md": places,
}
UPDATES = "docs/guides/mettre-a-jour.md"


@pytest.fixture(scope="session")
def made(shared_folder: Callable[..., Path], kit: Path, cached_templates: None) -> Path:
    """Fil numérique with few documents, so that what makes them all is quick."""

    def make(folder: Path) -> None:
        place = generate_place(kit, territory_answers(TERRITORY), folder)
        for path in (place / "governance/fr").glob("*.md"):
            if path.stem not in ("charte", "grille-tarifaire"):
                path.unlink()
        commit_all(place, "Peu de documents")

    return shared_folder("few documents", make) / "fil-numerique"


def test_every_block_says_its_language() -> None:
    bare = [f"{block.page}:{block.line}" for page in PAGES for block in blocks(page) if not block.language]
    assert bare == []
    fences = sum(len(re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE)) for page in PAGES)
    assert fences == 2 * sum(1 for page in PAGES for _ in blocks(page))


def test_what_is_not_typed_is_shown_somewhere_and_exists() -> None:
    shown = {line for page in PAGES for line in commands(page)}
    assert set(NOT_TYPED) - shown == set()
    assert set(STATUS) - shown == set()
    for line in NOT_TYPED:
        first, *words = line.split()
        if first == "./lieu":
            resolve(words)
        if first == "make":
            assert run(["make", "--dry-run", *words], KIT).status == 0, line


def test_every_command_named_in_passing_exists_with_its_options() -> None:
    """In the documentation, in what the tool says, in the comments of what it writes."""
    place = KIT / "{{cookiecutter.space_slug}}"
    texts = [*PAGES, *place.glob("tierslieu/i18n/catalogues/*.yaml"), *place.glob("tierslieu/generation/templates/**/*.j2"),
             *place.glob("vocabulary/**/*.yaml"), *place.glob("overrides/*.md")]  # fmt: skip
    named = set()
    for path in texts:
        for found in re.findall(r"\./lieu ((?:[a-z]+ ?)(?:[^`»”\"\\\n,;:.)(]*))", path.read_text("utf-8")):
            words = found.split()
            if words[0] == "again":  # « run ./lieu again »
                continue
            options = [word for word in words if word.startswith("--")]
            named.add((*words[: 2 if words[0] in ("event", "events", "network") else 1], *options))
    for line in named:
        resolve(list(line))


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_what_a_page_shows_can_be_typed(
    page: Path, made: Path, kit: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = page.relative_to(KIT).as_posix()
    typed = [line for line in commands(page) if line not in NOT_TYPED]
    if name == UPDATES or not typed:
        return
    place = Path(shutil.copytree(made, tmp_path / "place"))
    BEFORE.get(name, lambda place: None)(place)
    words = {
        "ADRESSE-DU-KIT": str(kit),
        "MES-REPONSES.yaml": str(TERRITORY),
        "cookiecutter": tool_command("cookiecutter")[0],
    }
    reader = Reader(place, monkeypatch, **words)
    ended = [(line, reader.types(line)) for line in typed]
    assert ended == [(line, STATUS.get(line, 0)) for line in typed]


@pytest.mark.slow
def test_the_guide_to_updates_can_be_followed(
    old_place: Callable[[str], EditedPlace], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = old_place("0.2.0")
    path = "governance/fr/pouvoir.md"
    ours.replace(path, "{% set member = ", "{% set member = ''~")
    ours.commit()
    reader = Reader(ours.place, monkeypatch)
    assert reader.types("./lieu update --plan") == 0
    assert reader.types("./lieu update") == 1
    assert reader.types("./lieu update --abort") == 0
    assert reader.types("./lieu update") == 1
    ours.write(path, re.sub(r"<{7} .*?={7}\n(.*?)>{7} [^\n]*\n", r"\1", ours.read(path), flags=re.DOTALL))
    assert not CONFLICT_MARKS.search(ours.read(path))
    assert reader.types("git add -A") == reader.types("git commit --no-edit") == 0
    assert reader.types("./lieu check") == 0
    assert reader.types("git revert -m 1 HEAD") == 0
    typed = {"./lieu update --plan", "./lieu update", "./lieu update --abort", "git add -A", "git commit --no-edit",
             "./lieu check", "git revert -m 1 HEAD"}  # fmt: skip
    assert set(commands(KIT / UPDATES)) == typed
