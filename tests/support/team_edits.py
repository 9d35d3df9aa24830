"""Twelve edits that teams make to a place between two updates, and what must remain of each after the update."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.edited_places import EditedPlace
from support.generated_places import git

PRICES = "config/prices.yaml"
FORMAT = "vocabulary/activity_formats/notre-format.yaml"


@dataclass(frozen=True)
class TeamEdit:
    """A change by the team, and the words that it leaves in the file ``path``; None when it deletes the file."""

    name: str
    make: Callable[[EditedPlace], object]
    path: str
    words: str | None

    def __str__(self) -> str:
        return self.name

    def assert_present(self, place: EditedPlace, moved: Mapping[str, str] = {}) -> None:
        """Assert that the change is there; ``moved`` gives the new path of files that the kit has moved."""
        path = moved.get(self.path, self.path)
        if self.words is None:
            assert not (place.root / path).exists()
        else:
            assert self.words in place.read(path), path


def clone_shallow(place: EditedPlace) -> None:
    """Replace the place by a clone of one commit and one branch, as servers for tests make."""
    source = place.root.rename(place.root.with_name("source"))
    git(source.parent, "clone", "--quiet", "--depth", "1", f"file://{source}", str(place.root))


def team_edits(document: str, clauses: tuple[str, str], *, renamed: str, page: str, engine: str) -> dict[str, TeamEdit]:
    """The twelve edits by name, for a kit that has two ``clauses`` in a ``document``, another document that is
    ``renamed``, a ``page`` that nothing else needs and a module of the ``engine``.
    """
    first, second = clauses
    own = f"{renamed.rpartition('/')[0]}/notre-document.md"

    def saved_elsewhere(place: EditedPlace) -> None:
        """A word processor of another system saved a file with its own line endings."""
        place.replace(document, second, f"{second} (à nous)")
        place.write(document, place.read(document).replace("\n", "\r\n"))

    def added(path: str, text: str) -> Callable[[EditedPlace], object]:
        return lambda place: place.write(path, text)

    def changed(path: str, old: str, new: str) -> Callable[[EditedPlace], object]:
        return lambda place: place.replace(path, old, new)

    ours = "---\nkey: ours\ntitle: Nôtre\ndescription: Page.\n---\nTexte.\n"
    twelve = [
        TeamEdit("prices changed", changed(PRICES, "day: 15.00", "day: 17.00"), PRICES, "day: 17.00"),
        TeamEdit("clause reworded", changed(document, first, f"Nôtre : {first}"), document, f"Nôtre : {first}"),
        TeamEdit("page added", added("content/fr/pages/notre-page.md", ours), "content/fr/pages/notre-page.md", "Nôtre"),
        TeamEdit("page deleted", lambda place: (place.root / page).unlink(), page, None),
        TeamEdit("theme overridden", added("overrides/static/site.css", "/* à nous */\n"), "overrides/static/site.css", "à nous"),
        TeamEdit("document renamed", lambda place: git(place.root, "mv", renamed, own), own, "title:"),
        TeamEdit(
            "legal form changed",
            changed("config/organisations.yaml", "legal_form: cooperative", "legal_form: scic"),
            "config/organisations.yaml", "legal_form: scic",
        ),
        TeamEdit(
            "vocabulary added",
            lambda place: place.write(FORMAT, "# à nous\n" + place.read("vocabulary/activity_formats/barcamp.yaml")),
            FORMAT, "# à nous",
        ),
        TeamEdit("engine patched", changed(engine, '"""', '"""À nous. '), engine, "À nous."),
        TeamEdit("CRLF files", saved_elsewhere, document, f"{second} (à nous)"),
        TeamEdit("branch renamed", lambda place: git(place.root, "branch", "-m", "main", "principale"), document, "title:"),
        TeamEdit("shallow clone", clone_shallow, document, "title:"),
    ]  # fmt: skip
    return {edit.name: edit for edit in twelve}
