"""A build is skipped only when nothing has changed since the last one."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tierslieu.cache import file_stamps, up_to_date
from tierslieu.cache.file_stamps import FileStamp, walk_files

TODAY = "2027-01-04"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place that was built, long enough ago for every edit to show."""
    for path in ("config/space.yaml", "theme/documents/a.css", "public/index.html", "documents/a.pdf"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("a", encoding="utf-8")
    monkeypatch.setattr(file_stamps, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 60 * 1_000_000_000))
    record(tmp_path, "Fait.\nBien.")
    return tmp_path


def record(root: Path, message: str) -> None:
    up_to_date.record_build(str(root), up_to_date.sources_stamp(str(root), TODAY), message)


def message_of_last_build(root: Path, *arguments: str) -> str | None:
    return up_to_date.up_to_date(arguments or ("build", "--today", TODAY), str(root))


def test_when_nothing_has_changed_the_message_of_the_last_build_is_printed_again(root: Path) -> None:
    assert message_of_last_build(root) == "Fait.\nBien."


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
    file, stat = root / path, (root / path).stat()
    file.write_text("b", encoding="utf-8")  # as long as before, and with its date put back
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    if os.name == "posix":
        assert message_of_last_build(root) is None
    record(root, "Refait.")
    assert message_of_last_build(root) == "Refait."
    file.with_name("de plus").write_text("", encoding="utf-8")
    assert message_of_last_build(root) is None
    file.with_name("de plus").unlink()
    assert message_of_last_build(root) == "Refait."
    file.unlink()
    assert message_of_last_build(root) is None


def test_an_edit_just_before_the_build_is_not_trusted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "config/space.yaml").write_text("b", encoding="utf-8")
    os.utime(root / "config/space.yaml", ns=(0, 10**18))  # a date in whole seconds
    monkeypatch.setattr(file_stamps, "time", time)
    record(root, "Trop tôt.")
    assert message_of_last_build(root) is None


@pytest.mark.parametrize(("fraction", "settled"), [(0, False), (1_000_000, True)])
def test_an_edit_a_second_ago_is_trusted_where_dates_have_fractions_of_a_second(
    monkeypatch: pytest.MonkeyPatch, fraction: int, settled: bool
) -> None:
    edited = 1_800_000_000 * 10**9 + fraction
    stat = SimpleNamespace(st_mtime_ns=edited, st_ctime_ns=edited, st_size=1, st_ino=1)
    monkeypatch.setattr(file_stamps, "time", SimpleNamespace(time_ns=lambda: edited + 10**9))
    assert FileStamp([("config/space.yaml", cast(os.stat_result, stat))]).settled is settled
    monkeypatch.setattr(file_stamps, "time", SimpleNamespace(time_ns=lambda: edited + 10**6))
    assert not FileStamp([("config/space.yaml", cast(os.stat_result, stat))]).settled


@pytest.mark.parametrize("damage", ["", "x", "x\ny", "x\ny\nz", "\0" * 200])
def test_a_damaged_record_only_means_a_build(root: Path, damage: str) -> None:
    (root / ".cache/built").write_text(damage, encoding="utf-8")
    assert message_of_last_build(root) is None
    (root / ".cache/built").write_bytes(b"\xff\n\xfe\n\xff")
    assert message_of_last_build(root) is None


def test_a_link_that_leads_back_up_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_text("", encoding="utf-8")
    (tmp_path / "a/up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/lost").symlink_to(tmp_path / "nowhere")
    assert len(list(walk_files(str(tmp_path)))) <= 3
    assert FileStamp(walk_files(str(tmp_path))).digest == FileStamp(walk_files(str(tmp_path))).digest
