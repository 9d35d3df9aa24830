"""A small place with saved versions, for tests of what saves them and goes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from support.generated_places import git

PRICES = "config/prices.yaml"


@dataclass(frozen=True)
class VersionedPlace:
    """A folder with the files that matter to versions."""

    root: Path

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def messages(self) -> list[str]:
        """The messages of the versions, newest first."""
        return self.git("log", "--first-parent", "--format=%s").splitlines()

    def files(self) -> dict[str, str]:
        """Every file outside ``.git``, ignored ones too."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def unversioned_place(root: Path) -> VersionedPlace:
    """A place as from a downloaded archive: no repository, and a built folder that is left out of versions."""
    place = VersionedPlace(root)
    place.write(".gitignore", "/public/\n")
    place.write(PRICES, "day: 15\n")
    place.write("governance/fr/charte.md", "La charte.\n")
    place.write("public/index.html", "le site")
    return place
