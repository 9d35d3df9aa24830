"""The twelve things that teams typically do to a place between two updates, each with what must be left of it after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.edited_places import EditedPlace
from support.generated_places import git

PRICES = "config/prices.yaml"
FORMAT = "vocabulary/activity_formats/notre-format.yaml"


@dataclass(frozen=True)
class TeamEdit:
    """A change by the team, and the words that it leaves in a file; None: the file is gone."""

    name: str
    make: Callable[[EditedPlace], object]
    path: str
    words: str | None

    def __str__(self) -> str:
        return self.name

    def survives(self, team: EditedPlace, moved: Mapping[str, str] = {}) -> None:
        """Assert that the change is still there, in the file's new place if the kit has ``moved`` it."""
        path = moved.get(self.path, self.path)
        if self.words is None:
            assert not (team.place / path).exists()
        else:
            assert self.words in team.read(path), path


def clone_shallow(team: EditedPlace) -> None:
    """As a server for tests clones: one commit, one branch."""
    source = team.place.rename(team.place.with_name("source"))
    git(source.parent, "clone", "--quiet", "--depth", "1", f"file://{source}", str(team.place))


def team_edits(document: str, clauses: tuple[str, str], *, renamed: str, page: str, engine: str) -> dict[str, TeamEdit]:
    """The twelve, for a kit with these files: two ``clauses`` of a ``document``, another that is ``renamed``, a ``page``
    that nothing else needs, a module of the ``engine``."""
    first, second = clauses
    own = f"{renamed.rpartition('/')[0]}/notre-document.md"

    def saved_elsewhere(team: EditedPlace) -> None:
        """A word processor of another system saved a file with its own line endings."""
        team.replace(document, second, f"{second} (à nous)")
        team.write(document, team.read(document).replace("\n", "\r\n"))

    def added(path: str, text: str) -> Callable[[EditedPlace], object]:
        return lambda team: team.write(path, text)

    def changed(path: str, old: str, new: str) -> Callable[[EditedPlace], object]:
        return lambda team: team.replace(path, old, new)

    ours = "---\nkey: ours\ntitle: Nôtre\ndescription: Page.\n---\nTexte.\n"
    twelve = [
        TeamEdit("prices changed", changed(PRICES, "day: 15.00", "day: 17.00"), PRICES, "day: 17.00"),
        TeamEdit("clause reworded", changed(document, first, f"Nôtre : {first}"), document, f"Nôtre : {first}"),
        TeamEdit("page added", added("content/fr/pages/notre-page.md", ours), "content/fr/pages/notre-page.md", "Nôtre"),
        TeamEdit("page deleted", lambda team: (team.place / page).unlink(), page, None),
        TeamEdit("theme overridden", added("overrides/static/site.css", "/* à nous */\n"), "overrides/static/site.css", "à nous"),
        TeamEdit("document renamed", lambda team: git(team.place, "mv", renamed, own), own, "title:"),
        TeamEdit(
            "legal form changed",
            changed("config/organisations.yaml", "legal_form: cooperative", "legal_form: scic"),
            "config/organisations.yaml", "legal_form: scic",
        ),
        TeamEdit(
            "vocabulary added",
            lambda team: team.write(FORMAT, "# à nous\n" + team.read("vocabulary/activity_formats/barcamp.yaml")),
            FORMAT, "# à nous",
        ),
        TeamEdit("engine patched", changed(engine, '"""', '"""À nous. '), engine, "À nous."),
        TeamEdit("CRLF files", saved_elsewhere, document, f"{second} (à nous)"),
        TeamEdit("branch renamed", lambda team: git(team.place, "branch", "-m", "main", "principale"), document, "title:"),
        TeamEdit("shallow clone", clone_shallow, document, "title:"),
    ]  # fmt: skip
    return {edit.name: edit for edit in twelve}
