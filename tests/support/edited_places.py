"""Places with edits of their teams, and three versions of the kit, for tests of updates."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.generated_places import commit_all, git
from support.paths import KIT, TEMPLATE_NAME

from tierslieu.core.problems import Problems
from tierslieu.lineage.update import UpdateResult, update

CONFLICT_MARKS = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
#: The published versions, from ``docs/versions.yaml``: version, commit (None for the current one), summary.
PUBLISHED_VERSIONS: list[dict[str, Any]] = yaml.safe_load((KIT / "docs/versions.yaml").read_text(encoding="utf-8"))[
    "versions"
]
#: The versions of the kit made here.
TEST_VERSIONS = ("1.0.0", "1.1.0", "1.2.0")
CLAUSE, NEWER_CLAUSE = "Prendre soin des outils.", "Prendre soin des outils et des autres."


@dataclass
class EditedPlace:
    """A place to edit and update, and the kit it was made with."""

    root: Path
    kit: Path

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8", newline="")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file."""
        text = self.read(path)
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def commit(self) -> str:
        """Commit the changes, if there are any; returns the commit."""
        changed = git(self.root, "status", "--porcelain")
        return commit_all(self.root, "Nos changements") if changed else git(self.root, "rev-parse", "HEAD")

    def update(self, version: str | None = TEST_VERSIONS[-1], **options: Any) -> UpdateResult:
        result = update(self.root, version, agrees=agree, **options)
        assert result is not None
        return result

    def update_problems(self, version: str | None = TEST_VERSIONS[-1]) -> list[str]:
        """The codes of the problems that an update raises; asserts that the place is then as it was."""
        before = repository_state(self.root)
        with pytest.raises(Problems) as raised:
            update(self.root, version, agrees=agree)
        assert repository_state(self.root) == before
        return [problem.code for problem in raised.value.problems]


def agree(address: str, kit: str) -> bool:
    """The answer of a person who trusts every kit."""
    return True


def repository_state(root: Path) -> tuple[str, ...]:
    """The references, the current commit and the uncommitted changes of a repository."""
    return (git(root, "for-each-ref"), git(root, "rev-parse", "HEAD"), git(root, "status", "--porcelain"))


def replace_text(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def make_first_version(template: Path) -> None:
    """Version 1.0.0: the kit, and a document that the next versions change."""
    lines = "".join(f"Phrase {number} de la charte d’essai.\n\n" for number in range(12))
    head = "---\ntitle: Charte d’essai\nkind: essai\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-01-01\n---\n"
    (template / "governance/fr/essai.md").write_text(
        f"{head}{lines}{CLAUSE}\n\n{lines}", encoding="utf-8", newline="\n"
    )


def make_second_version(kit: Path) -> None:
    """Version 1.1.0: a new question, a changed clause and date of its law, a new activity format, a changed style."""
    questions = json.loads((kit / "cookiecutter.json").read_text(encoding="utf-8"))
    questions = {"space_name": questions["space_name"], "brand_new": "comme avant", **questions}
    (kit / "cookiecutter.json").write_text(json.dumps(questions), encoding="utf-8")
    template = kit / TEMPLATE_NAME
    replace_text(template / "governance/fr/essai.md", CLAUSE, NEWER_CLAUSE)
    replace_text(template / "governance/fr/essai.md", "2026-01-01", "2026-06-01")
    (template / "vocabulary/activity_formats/tout-neuf.yaml").write_text("# neuf\n", encoding="utf-8")
    replace_text(template / "theme/static/site.css", "\n", "\n/* 1.1.0 */\n")
    replace_text(
        template / "tierslieu/generation/templates/fr/config/space.yaml.j2",
        "capacity:\n",
        "# Nouveau\nnew_fact:\n\ncapacity:\n",
    )


def make_third_version(kit: Path) -> None:
    """Version 1.2.0: a renamed document, a moved folder, a changed page and layout, a removed document."""
    template = kit / TEMPLATE_NAME
    git(kit, "mv", f"{TEMPLATE_NAME}/governance/fr/essai.md", f"{TEMPLATE_NAME}/governance/fr/charte-essai.md")
    git(kit, "mv", f"{TEMPLATE_NAME}/vocabulary/activity_formats", f"{TEMPLATE_NAME}/vocabulary/formats")
    replace_text(template / "content/fr/pages/coworking.md", "---\n", "---\n# 1.2.0\n")
    replace_text(template / "theme/layouts/page.html", "\n", "\n{# 1.2.0 #}\n")
    git(kit, "rm", "-q", f"{TEMPLATE_NAME}/governance/fr/guide-barcamp.md")
