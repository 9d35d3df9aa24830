"""A page that was removed is one problem, with the places that link to it and the command that brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.version_factories import VersionedPlace, unversioned_place

from tierslieu.core.problems import Problem
from tierslieu.i18n import messages
from tierslieu.site.missing_pages import grouped
from tierslieu.versions.save import save

pytestmark = pytest.mark.usefixtures("bare_git")

CONTACT = "content/fr/pages/nous-écrire.md"
LINKS = [
    Problem("link.page", {"page": "contact", "closest": "coworking"}, f"content/fr/pages/{name}.md", line)
    for name, line in (("tarifs", 49), ("agenda", 14), ("tarifs", 52))
]


def author() -> tuple[str, str]:
    return "Camille", "camille@exemple.fr"


@pytest.fixture
def place(tmp_path: Path) -> VersionedPlace:
    """A saved place whose contact page was removed since."""
    place = unversioned_place(tmp_path / "place")
    place.write(CONTACT, "---\nkey: contact\ntitle: Contact\n---\nBonjour.\n")
    save(place.root, "fr", "", author)
    (place.root / CONTACT).unlink()
    return place


def test_a_removed_page_is_one_problem_that_names_its_file_and_both_remedies(place: VersionedPlace) -> None:
    (problem,) = grouped(LINKS, place.root, "fr")
    assert (problem.code, problem.file) == ("page.removed", CONTACT)
    text = messages.text("fr", problem.code, **problem.values)
    assert [text.count(f"{name}.md") for name in ("tarifs", "agenda")] == [2, 1]
    assert "tarifs.md, ligne 49" in text
    assert f"./lieu undo {CONTACT}" in (messages.remedy("fr", problem.code, **problem.values) or "").replace(
        ".\\lieu", "./lieu"
    )


def test_a_page_whose_removal_was_saved_is_found_too(place: VersionedPlace) -> None:
    save(place.root, "fr", "", author)
    assert [problem.file for problem in grouped(LINKS, place.root, "fr")] == [CONTACT]


def test_links_to_a_page_that_never_was_are_one_problem(place: VersionedPlace) -> None:
    others = [
        Problem("link.page", {"page": "contcat", "closest": "contact"}, problem.file, problem.line) for problem in LINKS
    ]
    (problem,) = grouped(others, place.root, "fr")
    assert (problem.code, problem.file, problem.line) == ("link.pages", "content/fr/pages/tarifs.md", 49)
    assert "agenda.md, line 14" in messages.text("en", problem.code, **problem.values)
    assert grouped(others[:1], place.root, "fr") == others[:1]


def test_without_versions_the_links_are_one_problem(tmp_path: Path) -> None:
    place = unversioned_place(tmp_path / "place")
    assert [problem.code for problem in grouped(LINKS, place.root, "fr")] == ["link.pages"]
