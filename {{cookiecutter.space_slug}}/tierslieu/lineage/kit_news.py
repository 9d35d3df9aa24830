"""What is known of the kit's news without asking the network: a kit in a folder is looked at, the last search recalled."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.git import git
from tierslieu.core.problems import Problems

from .recorded import RecordedLineage, read_lineage

#: The setting of git with the last search: its moment, the commit that the place had then, how many news were found.
_SEARCH = "lieu.kitsearch"
#: How long a folder may take to answer, in seconds.
_PATIENCE = 2


@dataclass(frozen=True)
class KitNews:
    """Whether there is any, how many when a search has counted them, and when that was; None for what is not known."""

    is_any: bool
    count: int | None = None
    moment: dt.datetime | None = None


def note_search(root: Path, commit: str, count: int) -> None:
    """Note that ``count`` news for a place with ``commit`` of the kit were found now."""
    moment = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    git(root, "config", "--local", _SEARCH, f"{moment} {commit} {count}")


def known_news(root: Path) -> KitNews | None:
    """The news of the kit as they are known; None when nothing has to be searched: no kit, or a folder without news."""
    try:
        lineage = read_lineage(root)
        if _is_folder(lineage.template):
            return KitNews(True) if _has_more(lineage) else None
        search = git(root, "config", "--local", "--get", _SEARCH, check=False).split()
    except (Problems, OSError, subprocess.TimeoutExpired):
        return None
    if len(search) != 3:
        return KitNews(False)
    moment, commit, count = search
    number = int(count) if commit == lineage.commit else 0  # they were taken since
    return KitNews(number > 0, number, dt.datetime.fromisoformat(moment))


def _is_folder(address: str) -> bool:
    """Whether ``address`` is a folder of this computer, and not of another one on the network."""
    return not address.startswith(("//", "\\\\")) and Path(address).is_absolute() and Path(address).is_dir()


def _has_more(lineage: RecordedLineage) -> bool:
    arguments = ("rev-list", "--count", "--max-count=1", f"{lineage.commit}..HEAD")
    return git(Path(lineage.template), *arguments, check=False, timeout=_PATIENCE) == "1"
