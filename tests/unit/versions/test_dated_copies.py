"""On a computer without git, saves are dated copies: the same history, and the same ways back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.fixtures import NewPlace
from support.generated_places import FIL_NUMERIQUE, TODAY, apply_answers, complete_answers, territory_answers

from tierslieu.core.paths import SPACE
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.versions import dated_copies
from tierslieu.versions.history import file_versions, saved_versions
from tierslieu.versions.published import last_publication, mark_published
from tierslieu.versions.save import save
from tierslieu.versions.undo import changed_lines, go_back, undo_change

FILE = "config/space.yaml"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dated_copies, "are_used", lambda root: True)
    (tmp_path / "config").mkdir()
    (tmp_path / FILE).write_text("nom: Fil\n\nville: Roanne\n\ncourriel: a@lieu.example\n", "utf-8")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_text("made, not written", "utf-8")
    keep(tmp_path, "Naissance")
    return tmp_path


def keep(root: Path, message: str) -> None:
    assert save(root, "fr", message, lambda: ("Une bénévole", ""))


def change(root: Path, old: str, new: str) -> None:
    text = (root / FILE).read_text("utf-8")
    assert old in text
    (root / FILE).write_text(text.replace(old, new), "utf-8")


def test_each_save_is_a_version_with_what_it_changed(place: Path) -> None:
    assert save(place, "fr", "", lambda: ("", "")) is None
    change(place, "Roanne", "Charlieu")
    (place / "content").mkdir()
    (place / "content/nouveau.md").write_text("Bonjour.\n", "utf-8")
    keep(place, "")
    last, first = saved_versions(place)
    assert (last.number, last.author, last.paths) == (2, "Une bénévole", (FILE, "content/nouveau.md"))
    assert first.paths == (FILE,) and first.message == "Naissance"
    assert "Roanne" in file_versions(place, last, FILE)[0] and "Charlieu" in file_versions(place, last, FILE)[1]
    assert changed_lines(place, last)[0] == (FILE, (("-", "ville: Roanne"), ("+", "ville: Charlieu")))
    assert not (place / ".versions/0002.new").exists()


def test_one_change_is_taken_back_and_what_came_later_stays(place: Path) -> None:
    change(place, "Roanne", "Charlieu")
    keep(place, "Ville")
    change(place, "a@lieu.example", "b@lieu.example")
    undone = undo_change(place, saved_versions(place)[0], "fr")  # what was not saved is a version of its own first
    assert "Roanne" in (place / FILE).read_text("utf-8") and "b@lieu.example" in (place / FILE).read_text("utf-8")
    assert undone.number == 4 and undone.paths == (FILE,)


def test_lines_that_a_later_version_has_changed_are_left(place: Path) -> None:
    for old, new in (("Roanne", "Charlieu"), ("Charlieu", "Feurs")):
        change(place, old, new)
        keep(place, new)
    before = (place / FILE).read_bytes()
    with pytest.raises(Problems) as raised:
        undo_change(place, saved_versions(place)[1], "fr")
    assert raised.value.problems[0].code == "undo.entangled" and (place / FILE).read_bytes() == before


def test_the_whole_place_goes_back_and_forth(place: Path) -> None:
    (place / "content").mkdir()
    (place / "content/nouveau.md").write_text("Bonjour.\n", "utf-8")
    change(place, "Roanne", "Charlieu")
    keep(place, "Beaucoup")
    go_back(place, 1, "fr")
    assert "Roanne" in (place / FILE).read_text("utf-8") and not (place / "content/nouveau.md").exists()
    go_back(place, saved_versions(place)[1].number, "fr")
    assert "Charlieu" in (place / FILE).read_text("utf-8") and (place / "content/nouveau.md").is_file()
    assert (place / "public/index.html").is_file()


@pytest.mark.slow
def test_the_screens_work_without_git(new_place: NewPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = new_place(tmp_path / "place")
    assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
    shutil.rmtree(root / ".git", ignore_errors=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    client = EditorClient(root, today=lambda: TODAY).enter()
    assert "author_name" in client.get("/place/").text
    client.fill("/place/", {"/territory": "Roannais", "author_name": "Une bénévole"})
    assert "author_name" not in client.get("/place/").text
    client.fill("/place/", {"/territory": "Pays de Charlieu"})
    history = client.get("/history/")
    assert "Identité › Territoire" in history.text and "Une bénévole" in history.text
    assert "Pays de Charlieu" in client.get("/history/2/").text
    client.fill("/history/2/", {}, press="change")
    assert EditableYaml((root / SPACE).read_text("utf-8")).data["territory"] == "Roannais"
    for screen in ("/", "/publish/", "/share/", "/update/", "/documents/reglement-interieur/"):
        assert client.get(screen).status == 200, screen


def test_the_last_publication_is_recalled(place: Path) -> None:
    assert last_publication(place, saved_versions(place)) is None
    mark_published(place)
    change(place, "Roanne", "Charlieu")
    keep(place, "Charlieu")
    published = last_publication(place, saved_versions(place))
    assert published and published.moment and [version.message for version in published.since] == ["Charlieu"]
