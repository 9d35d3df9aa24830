"""A kit of a few files and a place made from it, whose updates take a fraction of a second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from support.generated_places import commit_all, git
from support.paths import TEMPLATE_NAME

from tierslieu.generation.origin import make_repository, write_lineage
from tierslieu.lineage.kit_render import complete, render

CHARTER = "governance/fr/charte.md"
#: What the engine of the kit does at generation, and what it prints when it is imported.
_RUN = """\
print("Bonjour")


def run(root, context):
    (root / "config").mkdir()
    (root / "config/space.yaml").write_text(f"language: fr\\nname: {context['space_name']}\\n")
    return 0
"""
_MIGRATE = """\
print("Bonjour")


def migrated(texts):
    return dict(texts)
"""


@dataclass(frozen=True)
class TinyKit:
    """A repository whose template has one document."""

    root: Path

    def write(self, path: str, text: str) -> None:
        """Write a file of the template."""
        file = self.root / TEMPLATE_NAME / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def publish(self, message: str) -> None:
        """Commit every change."""
        commit_all(self.root, message)


def tiny_kit(root: Path) -> TinyKit:
    """A kit with one version."""
    kit = TinyKit(root)
    kit.write(CHARTER, "Première charte.\n")
    kit.write("tierslieu/__init__.py", "")
    kit.write("tierslieu/local/__init__.py", _RUN)
    kit.write("tierslieu/lineage/__init__.py", "")
    kit.write("tierslieu/lineage/migrate.py", _MIGRATE)
    (root / "cookiecutter.json").write_text('{"space_name": "Lieu"}', encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    kit.publish("1.0.0")
    return kit


def place_of(kit: TinyKit, root: Path) -> Path:
    """A place of the kit as it is, as cookiecutter makes it."""
    root.mkdir()
    commit = git(kit.root, "rev-parse", "HEAD")
    answers = complete(kit.root, {})
    render(kit.root, root, answers, str(kit.root), commit)
    write_lineage(root, str(kit.root), commit, None, answers)
    make_repository(root, "Lieu", "fr")
    git(root, "reset", "--quiet", "--hard")
    return root
