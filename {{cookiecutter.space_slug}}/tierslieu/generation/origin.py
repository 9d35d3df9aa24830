"""The origin of a place: ``.cruft.json``, and a git repository with a branch ``kit`` for later updates."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tierslieu.core.git import first_commit, git
from tierslieu.i18n.messages import text

LINEAGE_FILE = ".cruft.json"
KIT_BRANCH = "kit"
#: The setting of git with the addresses of the kits whose code may run.
_TRUSTED_KIT = "lieu.trustedkit"


def record_lineage(root: Path, context: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Write ``.cruft.json``; returns False when the kit is not a git repository, so that it has no commit to record."""
    kit = kit_folder(context)
    commit = _commit(kit) if kit else None
    if kit is None or commit is None:
        return False
    address = _address(kit, str(context["_template"]))
    remote = _remote(kit) if address == str(kit) else ""
    write_lineage(root, address, commit, context.get("_checkout"), answers, remote if is_public(remote) else "")
    return True


def write_lineage(
    root: Path, template: str, commit: str, checkout: str | None, answers: Mapping[str, Any], remote: str = ""
) -> None:
    """Write ``.cruft.json`` as cruft 2.16 does (``cruft/_commands/create.py``), without paths of this machine.

    ``remote`` is the public address from which a kit in a local folder was cloned; cruft keeps keys that it ignores.
    """
    origin = {"_template": template, "_commit": commit} | ({"_remote": remote} if remote else {})
    state = {
        "template": template,
        "commit": commit,
        "checkout": checkout,
        "context": {"cookiecutter": {**answers, **origin}},
        "directory": None,
    }
    (root / LINEAGE_FILE).write_text(lineage_text(state), encoding="utf-8", newline="\n")


def lineage_text(state: Mapping[str, Any]) -> str:
    """The content of ``.cruft.json`` for ``state``, as cruft writes it."""
    return json.dumps(state, ensure_ascii=False, indent=2, separators=(",", ": ")) + "\n"


def is_public(address: str) -> bool:
    """Whether ``address`` may be published: neither a folder, which is of no use to others, nor one with a key in it."""
    return address.startswith("https://") and "@" not in address


def kit_folder(context: Mapping[str, Any]) -> Path | None:
    """The folder of the kit that cookiecutter renders; None outside cookiecutter, or when it can't be found.

    ``_repo_dir`` may be relative to the folder in which cookiecutter was started, which hooks are not given. On Linux,
    the working folder of cookiecutter is that of the kit while hooks run.
    """
    if not context.get("_repo_dir"):
        return None
    relative = Path(str(context["_repo_dir"]))
    candidates = [relative] if relative.is_absolute() else [base / relative for base in start_folders(context)]
    if not relative.is_absolute():
        candidates.insert(0, Path(f"/proc/{os.getppid()}/cwd"))
    return next((folder.resolve() for folder in candidates if (folder / "cookiecutter.json").exists()), None)


def template_folder(kit: Path) -> Path:
    """The folder of ``kit`` that is the template of places: its name begins with two braces."""
    return next(kit.glob("{{*}}"))


def start_folders(context: Mapping[str, Any]) -> Iterator[Path]:
    """The folders in which cookiecutter may have been started, likeliest first."""
    yield Path(os.environ.get("PWD", "."))
    if "_output_dir" in context:
        yield Path(str(context["_output_dir"]))
        yield Path(str(context["_output_dir"])).parent


def _commit(kit: Path) -> str | None:
    try:
        top, _, commit = git(kit, "rev-parse", "--show-toplevel", "HEAD", check=False).partition("\n")
    except OSError:
        return None
    return commit if commit and Path(top).resolve() == kit else None


def _address(kit: Path, template: str) -> str:
    """Where the kit can be fetched: ``template`` if an address, the clone's remote for ``gh:…``, else its folder."""
    if "://" in template:
        return template
    cloned = re.match(r"[\w.-]{2,}:|[^/\\]+@", template)
    return _remote(kit) or template if cloned else str(kit)


def _remote(kit: Path) -> str:
    """The address from which the clone ``kit`` was made; empty when it was made from none."""
    return git(kit, "remote", "get-url", "origin", check=False)


def trusts_kit(root: Path, address: str) -> bool:
    """Whether code of the kit at ``address`` may run for the place in ``root``, on this computer.

    The settings of git in this copy of the place remember it, and no file of the place: whoever sends a place, or a
    change to it, can't decide for the person who receives it.
    """
    return address in git(root, "config", "--local", "--get-all", _TRUSTED_KIT, check=False).splitlines()


def trust_kit(root: Path, address: str) -> None:
    """Remember that code of the kit at ``address`` may run for the place in ``root``."""
    git(root, "config", "--local", "--add", _TRUSTED_KIT, address)


def make_repository(root: Path, name: str, language: str) -> str:
    """Make ``root`` a repository with a branch ``kit``, unless inside another one or without git; returns a message."""
    try:
        if git(root, "rev-parse", "--is-inside-work-tree", check=False) == "true":
            return text(language, "birth.inside")
        git(root, "-c", "init.defaultBranch=main", "init", "--quiet", "--template=")
        first_commit(root, text(language, "birth.commit", name=name), ("main", KIT_BRANCH))
        git(root, "read-tree", "HEAD")
        git(root, "update-index", "-q", "--refresh")
        if (root / LINEAGE_FILE).exists():  # the code of this kit has just run
            trust_kit(root, json.loads((root / LINEAGE_FILE).read_text(encoding="utf-8"))["template"])
    except FileNotFoundError:
        return text(language, "birth.no_git")
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        return text(language, "birth.git_failed", detail=detail.strip())
    return text(language, "birth.repository")
