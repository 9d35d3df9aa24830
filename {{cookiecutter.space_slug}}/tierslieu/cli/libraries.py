"""What commands do with the libraries of the place, in the words of ``./lieu`` on its first use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tierslieu.launcher import bootstrap
from tierslieu.launcher.venv import DOCUMENTS, EDITOR, VenvFailure, prepare_more

from .options import CONSOLE

if TYPE_CHECKING:
    from tierslieu.launcher.venv import PrintMessage


def install_document_tools(root: Path) -> None:
    """Install pandoc, typst and the writer of workbooks unless they are there; exits with a message when it fails."""
    with failures_as_messages(root) as print_message:
        prepare_more(root, DOCUMENTS, print_message)


def install_editor(root: Path) -> None:
    """Install what the editor in the browser needs unless it is there; exits with a message when it fails."""
    with failures_as_messages(root) as print_message:
        prepare_more(root, EDITOR, print_message)


@contextmanager
def failures_as_messages(root: Path) -> Iterator[PrintMessage]:
    """Yields a function that prints a message of the launcher; a ``VenvFailure`` of the block is printed by it too."""
    print_message = bootstrap.message_printer(root, CONSOLE.language)
    try:
        yield print_message
    except VenvFailure as failure:
        print_message(failure.cause, failure.tail)
        sys.exit(1)
