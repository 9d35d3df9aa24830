"""What ``check`` finds in the months of a place."""

from __future__ import annotations

from tierslieu.core.problems import Problem, Problems
from tierslieu.loading.source_files import NO_DRAFTS, Drafts
from tierslieu.model import Space

from . import closing, register_files


def problems(space: Space, drafts: Drafts = NO_DRAFTS) -> list[Problem]:
    """The errors of the folder, of what has changed since months were closed, then of every register that is open.

    ``drafts`` are read in the place of files.
    """
    found = [
        *register_files.folder_problems(space.root, space.today, drafts),
        *closing.closing_problems(space.root, drafts),
    ]
    for month in register_files.months(space.root, drafts):
        try:
            closed = closing.read_closed(space.root, month)
            if closed is None or closed.settlement is None:
                found += register_files.problems(space, register_files.read(space.root, month, drafts), month)
        except Problems as error:
            found += [problem for problem in error.problems if problem not in found]
    return found
