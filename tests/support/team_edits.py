"""The twelve things that teams typically do to a place between two updates, each with what must be left of it after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.edited_places import Team
from support.generated_places import git

PRICES = "config/prices.yaml"
FORMAT = "vocabulary/activity_formats/notre-format.yaml"


@dataclass(frozen=True)
class Edit:
    """A change by the team, and the words that it leaves in a file; None: the file is gone."""

    name: str
    make: Callable[[Team], object]
    path: str
    words: str | None

    def __str__(self) -> str:
        return self.name

    def survives(self, team: Team, moved: Mapping[str, str] = {}) -> None:
        """Assert that the change is still there, in the file's new place if the kit has ``moved`` it."""
        path = moved.get(self.path, self.path)
        if self.words is None:
            assert not (team.place / path).exists()
        else:
            assert self.words in team.read(path), path


def shallow_clone(team: Team) -> None:
    """As a server for tests clones: one commit, one branch."""
    source = team.place.rename(team.place.with_name("source"))
    git(source.parent, "clone", "--quiet", "--depth", "1", f"file://{source}", str(team.place))


def edits(document: str, clauses: tuple[str, str], *, renamed: str, page: str, engine: str) -> dict[str, Edit]:
    """The twelve, for a kit with these files: two ``clauses`` of a ``document``, another that is ``renamed``, a ``page``
    that nothing else needs, a module of the ``engine``."""
    first, second = clauses
    own = f"{renamed.rpartition('/')[0]}/notre-document.md"

    def saved_elsewhere(team: Team) -> None:
        """A word processor of another system saved a file with its own line endings."""
        team.replace(document, second, f"{second} (à nous)")
        team.write(document, team.read(document).replace("\n", "\r\n"))

    def added(path: str, text: str) -> Callable[[Team], object]:
        return lambda team: team.write(path, text)

    def changed(path: str, old: str, new: str) -> Callable[[Team], object]:
        return lambda team: team.replace(path, old, new)

    ours = "---\nkey: ours\ntitle: Nôtre\ndescription: Page.\n---\nTexte.\n"
    twelve = [
        Edit("prices changed", changed(PRICES, "day: 15.00", "day: 17.00"), PRICES, "day: 17.00"),
        Edit("clause reworded", changed(document, first, f"Nôtre : {first}"), document, f"Nôtre : {first}"),
        Edit("page added", added("content/fr/pages/notre-page.md", ours), "content/fr/pages/notre-page.md", "Nôtre"),
        Edit("page deleted", lambda team: (team.place / page).unlink(), page, None),
        Edit("theme overridden", added("overrides/static/site.css", "/* à nous */\n"), "overrides/static/site.css", "à nous"),
        Edit("document renamed", lambda team: git(team.place, "mv", renamed, own), own, "title:"),
        Edit(
            "legal form changed",
            changed("config/organisations.yaml", "legal_form: cooperative", "legal_form: scic"),
            "config/organisations.yaml", "legal_form: scic",
        ),
        Edit(
            "vocabulary added",
            lambda team: team.write(FORMAT, "# à nous\n" + team.read("vocabulary/activity_formats/barcamp.yaml")),
            FORMAT, "# à nous",
        ),
        Edit("engine patched", changed(engine, '"""', '"""À nous. '), engine, "À nous."),
        Edit("CRLF files", saved_elsewhere, document, f"{second} (à nous)"),
        Edit("branch renamed", lambda team: git(team.place, "branch", "-m", "main", "principale"), document, "title:"),
        Edit("shallow clone", shallow_clone, document, "title:"),
    ]  # fmt: skip
    return {edit.name: edit for edit in twelve}
