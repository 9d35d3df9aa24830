"""The pages of the manual."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.paths import TEMPLATE

from tierslieu.core.problems import Problems
from tierslieu.manual.pages import read_manual


def test_a_page_has_a_title_and_sections_and_a_comment_in_code_is_no_heading(tmp_path: Path) -> None:
    text = "# Le `titre`\n\nDébut.\n\n```sh\n# un commentaire\n```\n\n## [Suite](x.md) { #suite }\n\nFin.\n"
    path = tmp_path / "docs/guides/essai.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    (page,) = read_manual(tmp_path)
    assert (page.path, page.kind, page.title, page.text) == ("guides/essai.md", "guides", "Le titre", text)
    assert [section.heading for section in page.sections] == ["Le titre", "Suite"]


def test_every_page_of_a_place_is_in_its_index() -> None:
    index = (TEMPLATE / "docs/README.md").read_text(encoding="utf-8")
    assert [page.path for page in read_manual(TEMPLATE) if f"({page.path})" not in index] == []


def test_a_place_without_its_manual_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Problems) as raised:
        read_manual(tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["manual.missing"]
