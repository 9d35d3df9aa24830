"""What a build keeps for the next can make it faster, never wrong: kept files, stamps, and a build not made at all."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.factories import activity, comptoir

from tierslieu.cache import file_stamps, up_to_date
from tierslieu.cache.file_stamps import FileStamp, walk_files
from tierslieu.cache.kept import Kept, told

TODAY = "2027-01-04"
LONG_AGO = time.time_ns() - 10 * 60 * 1_000_000_000


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place that was built, long enough ago for every edit to show."""
    for path in ("config/space.yaml", "theme/documents/a.css", "public/index.html", "documents/a.pdf"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("a", encoding="utf-8")
    monkeypatch.setattr(file_stamps, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 60 * 1_000_000_000))
    up_to_date.record_build(str(tmp_path), up_to_date.sources(str(tmp_path), TODAY), "Fait.\nBien.")
    return tmp_path


def said(root: Path, *arguments: str) -> str | None:
    return up_to_date.up_to_date(arguments or ("build", "--today", TODAY), str(root))


def test_nothing_changed_is_said_as_the_last_build_did(root: Path) -> None:
    assert said(root) == "Fait.\nBien."


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--today", "2027-01-05"),
        ("check",),
        ("build", "--help"),
        (),
        ("build", "--today"),
        ("build", "x", TODAY),
    ],
)
def test_another_day_or_another_command_is_not_answered(root: Path, arguments: tuple[str, ...]) -> None:
    assert up_to_date.up_to_date(arguments, str(root)) is None


@pytest.mark.parametrize("path", ["config/space.yaml", "theme/documents/a.css", "public/index.html", "documents/a.pdf"])
def test_any_file_edited_removed_or_added_is_a_change(root: Path, path: str) -> None:
    file, date = root / path, (root / path).stat()
    file.write_text("b", encoding="utf-8")  # as long as before, and with its date put back
    os.utime(file, ns=(date.st_atime_ns, date.st_mtime_ns))
    if os.name == "posix":
        assert said(root) is None
    up_to_date.record_build(str(root), up_to_date.sources(str(root), TODAY), "Refait.")
    assert said(root) == "Refait."
    file.with_name("de plus").write_text("", encoding="utf-8")
    assert said(root) is None
    file.with_name("de plus").unlink()
    assert said(root) == "Refait."
    file.unlink()
    assert said(root) is None


def test_an_edit_just_before_the_build_is_not_trusted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "config/space.yaml").write_text("b", encoding="utf-8")
    monkeypatch.setattr(file_stamps, "time", time)
    up_to_date.record_build(str(root), up_to_date.sources(str(root), TODAY), "Trop tôt.")
    assert said(root) is None


@pytest.mark.parametrize("damage", ["", "x", "x\ny", "x\ny\nz", "\0" * 200])
def test_a_damaged_record_only_means_a_build(root: Path, damage: str) -> None:
    (root / ".cache/built").write_text(damage, encoding="utf-8")
    assert said(root) is None
    (root / ".cache/built").write_bytes(b"\xff\n\xfe\n\xff")
    assert said(root) is None


def test_a_link_that_leads_back_up_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_text("", encoding="utf-8")
    (tmp_path / "a/up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/lost").symlink_to(tmp_path / "nowhere")
    assert len(list(walk_files(str(tmp_path)))) <= 3
    assert FileStamp(walk_files(str(tmp_path))).digest == FileStamp(walk_files(str(tmp_path))).digest


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A folder of two files that a build made, as the next one finds them."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a").write_bytes(b"A")
    (tmp_path / "public/b").write_bytes(b"B")
    first = Kept(tmp_path, "public")
    first.put_all({"a": b"A", "b": b"B"}, "recipe")
    first.save()
    return Kept(tmp_path, "public")


def test_a_file_is_given_again_for_the_same_recipe_alone(kept: Kept) -> None:
    assert kept.get("a", "recipe") == b"A"
    assert kept.get("a", "other") is None and kept.get("c", "recipe") is None
    assert kept.all_of("recipe") == {"a": b"A", "b": b"B"} and kept.all_of("other") is None


def test_a_file_that_was_touched_is_made_again(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "public/a").write_bytes(b"Z")
    assert kept.get("a", "recipe") is None and kept.all_of("recipe") is None
    (tmp_path / "public/a").unlink()
    assert kept.get("a", "recipe") is None and kept.get("b", "recipe") == b"B"


def test_what_was_not_asked_for_is_forgotten(kept: Kept, tmp_path: Path) -> None:
    kept.get("a", "recipe")
    kept.save()
    assert Kept(tmp_path, "public").get("a", "recipe") == b"A"
    assert Kept(tmp_path, "public").get("b", "recipe") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["x"]}', b"\xff\xfe", b"null"])
def test_a_damaged_list_is_ignored(kept: Kept, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / ".cache/public.json").write_bytes(damage)
    assert Kept(tmp_path, "public").get("a", "recipe") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("un fichier", encoding="utf-8")
    kept = Kept(tmp_path, "public")
    kept.put("a", "recipe", b"A")
    kept.save()


def test_any_difference_in_a_space_is_told() -> None:
    space = comptoir(activities=(activity(body="Texte."),))
    assert told(space) == told(comptoir(activities=(activity(body="Texte."),)))
    others = [
        comptoir(activities=(activity(body="Texte"),)),
        comptoir(activities=(activity(body="Texte.", title="Autre"),)),
        comptoir(activities=(activity(body="Texte."),), identity={"contact": {"phone": "04 00 00 00 01"}}),
        dataclasses.replace(space, today=space.today.replace(day=5)),
    ]
    assert len({told(one) for one in [space, *others]}) == len(others) + 1


def test_pieces_are_not_confused_with_one_another() -> None:
    different = [
        ["ab"],
        ["a", "b"],
        [["a"], "b"],
        ["a", ["b"]],
        [None],
        ["None"],
        [1],
        ["1"],
        [],
        [[]],
        ["object at 0x1"],
    ]
    assert len({told(one) for one in different}) == len(different)


@pytest.mark.parametrize("part", [object(), len, lambda: None])
def test_what_does_not_tell_what_it_holds_is_refused(part: object) -> None:
    with pytest.raises(TypeError):
        told([part])
