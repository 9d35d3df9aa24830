"""What somebody wrote into ``documents/`` is never lost."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from tierslieu.cache.written_files import WrittenFiles
from tierslieu.core.atomic import add_files, atomic_folder, commit

MADE = {"charte.docx": b"un blanc", "relecture/charte.html": b"notes"}
DAY = "2027-01-14"


def write(root: Path, files: dict[str, bytes], *, whole: bool = True) -> dict[str, str]:
    written = WrittenFiles(root)
    kept = written.keep_changed(files, whole=whole)
    if whole:
        commit([atomic_folder(root / "documents", files)])
    else:
        add_files(root / "documents", files)
    written.record(files, whole=whole)
    return kept


def type_into(root: Path, path: str, data: bytes) -> None:
    add_files(root / "documents", {path: data})
    time = dt.datetime.fromisoformat(f"{DAY}T12:00").timestamp()
    os.utime(root / "documents" / path, (time, time))


@pytest.mark.parametrize("whole", [True, False])
def test_a_changed_file_is_kept_and_the_others_are_not(tmp_path: Path, whole: bool) -> None:
    write(tmp_path, MADE)
    type_into(tmp_path, "charte.docx", b"mes mots")
    kept = write(tmp_path, {**MADE, "charte.docx": b"autre texte"}, whole=whole)
    copy = f"documents-gardes/charte du {DAY}.docx"
    assert kept == {"documents/charte.docx": copy}
    assert (tmp_path / copy).read_bytes() == b"mes mots"
    assert (tmp_path / "documents/charte.docx").read_bytes() == b"autre texte"
    assert write(tmp_path, MADE, whole=whole) == {}


def test_a_file_that_the_kit_did_not_write_is_kept_where_it_would_be_lost(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    type_into(tmp_path, "relecture/à moi.odt", b"mes mots")
    assert write(tmp_path, MADE, whole=False) == {}
    assert (tmp_path / "documents/relecture/à moi.odt").exists()
    copy = f"documents-gardes/relecture/à moi du {DAY}.odt"
    assert write(tmp_path, MADE) == {"documents/relecture/à moi.odt": copy}
    assert (tmp_path / copy).read_bytes() == b"mes mots"


def test_two_versions_of_a_day_are_both_kept_and_the_same_one_once(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    for text in (b"un", b"deux", b"un"):
        type_into(tmp_path, "charte.docx", text)
        write(tmp_path, MADE)
    assert {path.name: path.read_bytes() for path in (tmp_path / "documents-gardes").iterdir()} == {
        f"charte du {DAY}.docx": b"un",
        f"charte du {DAY} (2).docx": b"deux",
    }


@pytest.mark.parametrize("damage", [None, "{", "[]"])
def test_without_a_record_what_is_there_counts_as_made_by_the_kit(tmp_path: Path, damage: str | None) -> None:
    add_files(tmp_path / "documents", {**MADE, "statuts.pdf": b"statuts"})
    if damage is not None:
        add_files(tmp_path, {".cache/written.json": damage.encode()})
    assert write(tmp_path, {"charte.docx": b"autre texte"}, whole=False) == {}
    assert write(tmp_path, MADE) == {}, "one document built alone must not make the others unknown"
    type_into(tmp_path, "charte.docx", b"mes mots")
    assert len(write(tmp_path, MADE)) == 1


def test_what_programs_scatter_is_not_kept(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    for name in (".~lock.charte.docx#", "~$charte.docx", "Thumbs.db", ".DS_Store"):
        type_into(tmp_path, name, b"x")
    assert write(tmp_path, MADE) == {}


def test_nothing_is_replaced_when_the_copy_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    type_into(tmp_path, "charte.docx", b"mes mots")
    (tmp_path / "documents-gardes").write_text("un fichier", encoding="utf-8")
    with pytest.raises(OSError):
        write(tmp_path, MADE)
    assert (tmp_path / "documents/charte.docx").read_bytes() == b"mes mots"
