"""Places that their teams have edited, and a kit whose versions really differ, for tests of updates."""

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
from tierslieu.lineage.update import Result, update

CONFLICT_MARKS = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
#: The versions that were published, as the kit lists them.
PUBLISHED_VERSIONS = yaml.safe_load((KIT / "docs/versions.yaml").read_text(encoding="utf-8"))["versions"]
TEST_VERSIONS = ("1.0.0", "1.1.0", "1.2.0")
CLAUSE, NEWER_CLAUSE = "Prendre soin des outils.", "Prendre soin des outils et des autres."


@dataclass
class EditedPlace:
    """A place, and the kit that it comes from."""

    place: Path
    kit: Path

    def write(self, path: str, text: str) -> None:
        (self.place / path).parent.mkdir(parents=True, exist_ok=True)
        (self.place / path).write_text(text, encoding="utf-8", newline="")

    def read(self, path: str) -> str:
        return (self.place / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) >= 1, (path, old)
        self.write(path, text.replace(old, new, 1))

    def commit(self) -> str:
        """Commit what the team has changed, if anything; returns the commit."""
        changed = git(self.place, "status", "--porcelain")
        return commit_all(self.place, "Nos changements") if changed else git(self.place, "rev-parse", "HEAD")

    def update(self, version: str | None = TEST_VERSIONS[-1], **options: Any) -> Result:
        result = update(self.place, version, **options)
        assert result is not None
        return result

    def refused(self, version: str | None = TEST_VERSIONS[-1]) -> list[str]:
        """The codes of what stops an update; the place is then as it was."""
        before = repository_state(self.place)
        with pytest.raises(Problems) as raised:
            update(self.place, version)
        assert repository_state(self.place) == before
        return [problem.code for problem in raised.value.problems]


def repository_state(place: Path) -> tuple[str, ...]:
    """All that an update could change of a repository."""
    return (git(place, "for-each-ref"), git(place, "rev-parse", "HEAD"), git(place, "status", "--porcelain"))


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def make_first_version(template: Path) -> None:
    """Documents, pages and formats that the next versions change."""
    lines = "".join(f"Phrase {number} de la charte d’essai.\n\n" for number in range(12))
    head = "---\ntitle: Charte d’essai\nkind: essai\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-01-01\n---\n"
    (template / "governance/fr/essai.md").write_text(
        f"{head}{lines}{CLAUSE}\n\n{lines}", encoding="utf-8", newline="\n"
    )


def make_second_version(kit: Path) -> None:
    """A new question, a changed clause whose law moved, a new format, a changed style."""
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
    """A renamed document, a moved folder, a page and a layout that change, a document that goes."""
    template = kit / TEMPLATE_NAME
    git(kit, "mv", f"{TEMPLATE_NAME}/governance/fr/essai.md", f"{TEMPLATE_NAME}/governance/fr/charte-essai.md")
    git(kit, "mv", f"{TEMPLATE_NAME}/vocabulary/activity_formats", f"{TEMPLATE_NAME}/vocabulary/formats")
    replace_text(template / "content/fr/pages/coworking.md", "---\n", "---\n# 1.2.0\n")
    replace_text(template / "theme/layouts/page.html", "\n", "\n{# 1.2.0 #}\n")
    git(kit, "rm", "-q", f"{TEMPLATE_NAME}/governance/fr/guide-barcamp.md")
