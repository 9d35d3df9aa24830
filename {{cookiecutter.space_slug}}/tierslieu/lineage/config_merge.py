"""Corrects a merge of git: in ``config/`` every value of the team stays, and old forms of files are migrated."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tierslieu.core.git import contents, git
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import LINEAGE_FILE, lineage_text, template_folder

from .migrate import migrated
from .yaml_values import merge_values

_MIGRATE = """
import json, sys
try:
    from tierslieu.lineage.migrate import migrated
except ImportError:  # a kit that has none
    migrated = dict
with open(sys.argv[1], "w", encoding="utf-8") as answer:  # the kit may print
    json.dump([migrated(texts) for texts in json.load(sys.stdin)], answer)
"""


def merge_config(folder: Path, kit: Path, base: str, start: str, after: str) -> tuple[tuple[str, str], ...]:
    """Correct the uncommitted merge of ``after`` into ``start``; returns settings with a new default (file, key)."""
    unmerged = git(folder, "diff", "--name-only", "--diff-filter=U").splitlines()
    paths = git(folder, "ls-files", "--", "governance/*.md").splitlines()
    documents = {path: _read(folder / path) for path in paths if path not in unmerged}
    before, mine, migrated_documents = _migrated(kit, _settings(folder, base), _settings(folder, start), documents)
    texts = {path: text for path, text in migrated_documents.items() if text != documents[path]}
    kept: list[tuple[str, str]] = []
    for path, theirs in _settings(folder, after).items():
        if path in mine:
            merged = _merged(kit.parent, before.get(path, ""), mine[path], theirs)
            texts[path], names = merge_values(merged, mine[path])
            kept += ((path, name) for name in names)
    texts[LINEAGE_FILE] = _origin(*(git(folder, "show", f"{commit}:{LINEAGE_FILE}") for commit in (start, after)))
    write_and_stage(folder, texts)
    return tuple(kept)


def pending_migrations(root: Path) -> dict[str, str]:
    """The files in ``root`` that have an old form (copied, or updated by an old engine), by path, each migrated."""
    paths = git(root, "ls-files", "--", "config/*.yaml", "governance/*.md").splitlines()
    texts = {path: _read(root / path) for path in paths}
    return {path: text for path, text in migrated(texts).items() if text != texts[path]}


def write_and_stage(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into ``folder`` and add them to the index of git."""
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
    if texts:
        git(folder, "add", "--", *texts)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def _origin(mine: str, theirs: str) -> str:
    """``.cruft.json`` as the team has it, which may have another address or settings of cruft, at the new commit."""
    new = json.loads(theirs)
    return lineage_text({**json.loads(mine), "commit": new["commit"], "context": new["context"]})


def _settings(folder: Path, commit: str) -> dict[str, str]:
    """The files of ``config/`` at ``commit``."""
    files = git(folder, "ls-tree", "-r", "--name-only", commit, "--", "config").splitlines()
    paths = [path for path in files if path.endswith(".yaml")]
    texts = contents(folder, [f"{commit}:{path}" for path in paths])
    return {path: text.replace("\r\n", "\n") for path, text in zip(paths, texts, strict=True)}


def _migrated(kit: Path, *texts: dict[str, str]) -> list[dict[str, str]]:
    """Each set of files in the form that ``kit`` reads, migrated by its own code; ``Problems`` when that fails."""
    answer = kit.parent / "migrated.json"
    command = [sys.executable, "-B", "-X", "utf8", "-c", _MIGRATE, str(answer)]
    process = subprocess.run(
        command, cwd=template_folder(kit), input=json.dumps(texts), capture_output=True, encoding="utf-8"
    )
    if process.returncode:
        raise Problems([Problem("update.kit_failed", {"detail": " ".join(process.stderr.split())[-300:]})])
    result: list[dict[str, str]] = json.loads(answer.read_text(encoding="utf-8"))
    return result


def _merged(temporary: Path, base: str, mine: str, theirs: str) -> str:
    """``mine`` with the changes from ``base`` to ``theirs``, except in the lines that ``mine`` has changed too."""
    with tempfile.TemporaryDirectory(dir=temporary) as name:
        folder = Path(name)
        for file, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            (folder / file).write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
        return git(folder, "merge-file", "-p", "--ours", "mine", "base", "theirs", strip=False)
