"""The process that makes documents while the site is served."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from tierslieu.build.documents_process import DocumentsProcess
from tierslieu.core.problems import Problem, Problems

#: What no documents can be made of.
NOTHING: Any = {}


def test_what_prevents_documents_is_said_as_if_they_were_made_here() -> None:
    with pytest.raises(AttributeError, match="root"):
        DocumentsProcess(NOTHING).documents()
    problems = Problems([Problem("document.failed", {"tool": "typst"}, "governance/fr/charte.md", 3)])
    assert pickle.loads(pickle.dumps(problems)).problems == problems.problems


def test_documents_that_are_no_longer_wanted_are_abandoned() -> None:
    process = DocumentsProcess(NOTHING)
    process.stop()
    assert process.documents() is None
