"""What a merge of git can't know of a place: its facts are the team's, and the form of its files is the engine's.

In ``config/``, the kit's comments and new settings come, and every value stays as it was: no conflict, no price or
hypothesis that changes because the kit now begins with another. Files in a form that the new engine no longer reads
are rewritten by the new kit's own migrations.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tierslieu.core.git import git
from tierslieu.generation.origin import LINEAGE_FILE, lineage_text, template_folder

from .migrate import migrated
from .yaml_values import merge_values

_MIGRATE = """
import json, sys
try:
    from tierslieu.lineage.migrate import migrated
except ImportError:  # a kit that has none
    migrated = dict
json.dump([migrated(texts) for texts in json.load(sys.stdin)], sys.stdout)
"""


def merge_config(folder: Path, kit: Path, base: str, start: str, after: str) -> tuple[tuple[str, str], ...]:
    """Mend the merge of ``after`` into ``start``, made in ``folder`` and not yet committed.

    All three are commits of the place: what the kit gave, what the team made of it, what ``kit`` gives now. Returns the
    settings that the kit now begins with otherwise, by file and key.
    """
    unmerged = git(folder, "diff", "--name-only", "--diff-filter=U").splitlines()
    paths = git(folder, "ls-files", "--", "governance/*.md").splitlines()
    documents = {path: _read(folder / path) for path in paths if path not in unmerged}
    before, mine, mended = _migrated(kit, _settings(folder, base), _settings(folder, start), documents)
    written = {path: text for path, text in mended.items() if text != documents[path]}
    kept: list[tuple[str, str]] = []
    for path, theirs in _settings(folder, after).items():
        if path in mine:
            merged = _merged(before.get(path, ""), mine[path], theirs)
            written[path], names = merge_values(merged, mine[path])
            kept += ((path, name) for name in names)
    written[LINEAGE_FILE] = _origin(*(git(folder, "show", f"{commit}:{LINEAGE_FILE}") for commit in (start, after)))
    write(folder, written)
    return tuple(kept)


def pending(root: Path) -> dict[str, str]:
    """The files of the place in ``root`` that are in a form no longer read, by path, each as it should be.

    There are some after an update made by an engine that knew no migrations, and in what is copied from older places.
    """
    paths = git(root, "ls-files", "--", "config/*.yaml", "governance/*.md").splitlines()
    texts = {path: _read(root / path) for path in paths}
    return {path: text for path, text in migrated(texts).items() if text != texts[path]}


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into ``folder`` and have git note them."""
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
    if texts:
        git(folder, "add", "--", *texts)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def _origin(mine: str, theirs: str) -> str:
    """The origin as the team has it, which may be another address, or settings of cruft; at the kit's commit of today."""
    now = json.loads(theirs)
    return lineage_text({**json.loads(mine), "commit": now["commit"], "context": now["context"]})


def _settings(folder: Path, commit: str) -> dict[str, str]:
    """The files of ``config/`` at ``commit``."""
    paths = git(folder, "ls-tree", "-r", "--name-only", commit, "--", "config").splitlines()
    texts = {path: git(folder, "show", f"{commit}:{path}", strip=False) for path in paths if path.endswith(".yaml")}
    return {path: text.replace("\r\n", "\n") for path, text in texts.items()}


def _migrated(kit: Path, *texts: dict[str, str]) -> list[dict[str, str]]:
    """Each set of files in the form that ``kit`` reads, as its own code writes it."""
    command = [sys.executable, "-B", "-X", "utf8", "-c", _MIGRATE]
    done = subprocess.run(
        command, cwd=template_folder(kit), input=json.dumps(texts), capture_output=True, encoding="utf-8", check=True
    )
    result: list[dict[str, str]] = json.loads(done.stdout)
    return result


def _merged(base: str, mine: str, theirs: str) -> str:
    """``mine`` with the changes from ``base`` to ``theirs``, except to lines that ``mine`` has changed too."""
    with tempfile.TemporaryDirectory(prefix="lieu-") as name:
        folder = Path(name)
        for file, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            (folder / file).write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
        return git(folder, "merge-file", "-p", "--ours", "mine", "base", "theirs", strip=False)
