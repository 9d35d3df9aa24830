"""A kit with versions, and places born of each, made once for the whole run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.edited_places import PUBLISHED, VERSIONS, Team, first, second, third
from support.generated_places import REPOSITORY, TEMPLATE_NAME, answers_of, commit, git, run, with_history
from support.requirements import lack

from tierslieu.generation.origin import make_repository, write_lineage
from tierslieu.lineage.kit_render import complete, render
from tierslieu.lineage.kit_repository import fetch
from tierslieu.lineage.recorded import read_lineage
from tierslieu.lineage.update import _pristine

#: What neither birth nor update needs of a kit: without it, a test takes a third of the time.
_HEAVY = ("docs", "tests", "tools", *(f"{TEMPLATE_NAME}/theme/{name}" for name in ("components", "documents")),
          *(f"{TEMPLATE_NAME}/tierslieu/{name}" for name in ("check", "documents", "exports", "site", "workbook")))  # fmt: skip


@pytest.fixture(scope="session")
def released(once: Callable[..., Path], kit: Path) -> Path:
    """The kit with three versions, each tagged."""

    def make(folder: Path) -> None:
        copy = shutil.copytree(kit, folder / "kit")
        for path in _HEAVY:
            shutil.rmtree(copy / path)
        first(copy / TEMPLATE_NAME)
        for version, change in zip(VERSIONS, (lambda _: None, second, third), strict=True):
            change(copy)
            commit(copy, version)
            git(copy, "tag", version)

    return once("released", make) / "kit"


@pytest.fixture(scope="session")
def born(once: Callable[..., Path], released: Path) -> Callable[[str], Path]:
    """``born(version)``: a place of that version, as it was on its first day."""
    return lambda version: once(f"born/{version}", lambda folder: _birth(released, version, folder)) / "place"


def _birth(released: Path, version: str, folder: Path) -> None:
    kit, place = folder / "kit", folder / "place"
    git(folder, "clone", "--quiet", "--shared", str(released), str(kit))
    git(kit, "checkout", "--quiet", version)
    place.mkdir()
    answers = complete(kit, answers_of(REPOSITORY / "docs/territories/fil-numerique.yaml"))
    head = git(kit, "rev-parse", "HEAD")
    render(kit, place, answers, str(released), head)
    write_lineage(place, str(released), head, None, answers)
    make_repository(place, "Fil numérique", "fr")
    git(place, "reset", "--quiet", "--hard")


@pytest.fixture
def team(born: Callable[[str], Path], released: Path, tmp_path: Path, home: Path) -> Callable[..., Team]:
    """``team(version)``: a place of its own to edit."""

    def team(version: str = VERSIONS[0]) -> Team:
        return Team(Path(shutil.copytree(born(version), tmp_path / "place")), released)

    return team


# --- The versions that were published ---


@pytest.fixture(scope="session")
def history(once: Callable[..., Path]) -> Path:
    """The kit as it is now, with its past."""
    return once("history", lambda folder: with_history(folder / "kit")) / "kit"


@pytest.fixture(scope="session")
def born_of_old(once: Callable[..., Path], history: Path) -> Callable[[str], Path]:
    """``born_of_old(version)``: a place made by a version that was published, as it was on its first day."""
    published = {one["version"]: one["commit"] for one in PUBLISHED}

    def born_of_old(version: str) -> Path:
        commit = published[version]
        if run(["git", "cat-file", "-e", f"{commit}^{{commit}}"], history).status:
            lack(f"the past of the kit, down to version {version}, is not in this clone")
        return once(f"born_of_old/{version}", lambda folder: _birth(history, commit, folder)) / "place"

    return born_of_old


@pytest.fixture(scope="session")
def given_now(once: Callable[..., Path], born_of_old: Callable[[str], Path], history: Path) -> Callable[[str], str]:
    """``given_now(version)``: the tree of what the kit now gives to a place of that version, in its repository."""

    def given_now(version: str) -> str:
        place = born_of_old(version)

        def make(folder: Path) -> None:
            lineage = read_lineage(place)
            kit = fetch(lineage, None, folder / "kit")
            commit = _pristine(place, kit, lineage, kit.commit)
            git(place, "repack", "-a", "-d", "-k", "-q")  # as one file: places are copied
            (folder / "tree").write_text(git(place, "rev-parse", f"{commit}^{{tree}}"), encoding="utf-8")

        return (once(f"given_now/{version}", make) / "tree").read_text(encoding="utf-8")

    return given_now


@pytest.fixture
def old_team(born_of_old: Callable[[str], Path], history: Path, tmp_path: Path, home: Path) -> Callable[[str], Team]:
    """``old_team(version)``: a place made by a version that was published, to edit."""
    return lambda version: Team(Path(shutil.copytree(born_of_old(version), tmp_path / "place")), history)
