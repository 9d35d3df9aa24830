"""A place before what makes its documents is installed, and one whose network is cut."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import generated_places
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import clean_environment, read_tree, run, run_checked
from support.paths import ENGINE, TESTS

#: The engine, with libraries that can't be imported, nor downloaded.
WITHOUT = """
import runpy, sys
sys.modules.update(dict.fromkeys(("pypandoc", "segno", "typst", "xlsxwriter")))
sys.argv[0] = "lieu"
from tierslieu.cli import libraries
def no_network(root, lock, print_message):
    raise libraries.VenvFailure("network")
libraries.prepare_more = no_network
runpy.run_module("tierslieu", run_name="__main__", alter_sys=True)
"""


#: Each screen of the editor and the pages of the site beside it, in the place of the working folder.
SCREENS_WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("pypandoc", "segno", "typst", "xlsxwriter")))
from pathlib import Path
from support.editor_client import EditorClient
from support.editor_screens import SCREENS
browser = EditorClient(Path.cwd()).enter()
print([(screen, answer.status) for screen in SCREENS if (answer := browser.get("/" + screen)).status >= 500])
"""


@pytest.fixture(scope="session")
def unbuilt(shared_folder: SharedFolder, new_place: NewPlace) -> Path:
    """A place that was never built."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        answers = generated_places.territory_answers(generated_places.FIL_NUMERIQUE)
        assert generated_places.apply_answers(place, generated_places.complete_answers(answers)) == 0

    return shared_folder("unbuilt", make) / "place"


@pytest.fixture
def place(unbuilt: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(unbuilt, tmp_path / "place", symlinks=True))


@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        "check",
        "split 100 --stream coworking",
        "budget",
        "price --set day=16 --from 2027-02-01",
        "newsletter",
        "help prix",
    ],
)
def test_only_documents_and_pictures_need_what_makes_them(place: Path, command: str) -> None:
    run_checked([sys.executable, "-c", WITHOUT, *command.split()], place)


@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        "build",
        "documents charte",
        "print badges",
        "programme",
        "passes --count 1 --series x",
        "network build places.json",
    ],
)
def test_those_that_make_documents_or_pictures_install_it_first(place: Path, command: str) -> None:
    (place / "places.json").write_text('["lieu.json"]', "utf-8")
    before = sorted(path for path in place.rglob("*") if ".cache" not in path.parts)
    result = run([sys.executable, "-B", "-c", WITHOUT, *command.split()], place)
    assert result.status == 1 and "Pour y remédier : vérifiez la connexion" in result.output.replace("\u00a0", " ")
    assert sorted(path for path in place.rglob("*") if ".cache" not in path.parts) == before


@pytest.mark.slow
def test_every_screen_of_the_editor_opens_before_they_are_installed(place: Path) -> None:
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ENGINE.parent, TESTS)))}
    assert run_checked([sys.executable, "-B", "-c", SCREENS_WITHOUT], place, here).output.strip() == "[]"


@pytest.mark.slow
def test_a_place_is_rebuilt_without_network_from_its_folder(place: Path, tmp_path: Path) -> None:
    """``./lieu vendor`` once, with the network; then a computer that has none, and only the folder."""
    environment = clean_environment(tmp_path / "home")
    generated_places.keep_one_document(place)
    (place / "lieu").chmod(0o755)
    run_checked([str(place / "lieu"), "vendor"], place, environment)
    wheels = read_tree(place / "vendor")
    shutil.rmtree(place / ".venv")
    elsewhere = Path(shutil.copytree(place, tmp_path / "ailleurs", symlinks=True))
    # An index that refuses every connection.
    cut = {name: value for name, value in environment.items() if not name.upper().startswith("PIP_")}
    cut |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    built = run_checked([str(elsewhere / "lieu"), "build"], elsewhere, cut)
    assert "vendor/" in built.output
    assert (elsewhere / "documents/charte.pdf").read_bytes().startswith(b"%PDF")
    assert read_tree(elsewhere / "vendor") == wheels
