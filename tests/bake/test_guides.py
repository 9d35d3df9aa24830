"""A newcomer who does what a guide says, and only that, gets what it promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from baking import REPOSITORY, TODAY, answers_of, apply, call, complete, lieu

GUIDES = REPOSITORY / "docs/guides"


@pytest.fixture
def place(new_place: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A place of one's own."""
    root = new_place(tmp_path / "place")
    assert apply(root, complete(answers_of(REPOSITORY / "docs/territories/fil-numerique.yaml"))) == 0
    return root


def block(guide: str, language: str) -> str:
    """The first block of a guide in a language, as one would copy it."""
    found = re.search(
        rf"^```{language}\n(.*?)^```", (GUIDES / f"{guide}.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found, guide
    return found[1]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def run(place: Path, *arguments: str) -> str:
    return call(lieu(*arguments, "--today", TODAY.isoformat()), place).said


def test_a_page_is_added(place: Path) -> None:
    (place / "content/fr/pages/atelier-velo.md").write_text(block("ajouter-une-page", "markdown"), encoding="utf-8")
    run(place, "check")
    run(place, "build")
    page = (place / "public/atelier-velo/index.html").read_text(encoding="utf-8")
    assert "L’atelier de Fil numérique ouvre tous les samedis." in page
    assert "atelier-velo/" in (place / "public/index.html").read_text(encoding="utf-8")


def test_an_export_is_added(place: Path) -> None:
    exports = place / "tierslieu/exports"
    (exports / "texte.py").write_text(block("ajouter-un-export", "python"), encoding="utf-8")
    (place / "vocabulary/exports/texte.yaml").write_text(block("ajouter-un-export", "yaml"), encoding="utf-8")
    replace(exports / "__init__.py", "FORMATS = (\n", f"FORMATS = (\n{block('ajouter-un-export', 'text')}")
    run(place, "build")
    assert (place / "public/lieu.txt").read_text(encoding="utf-8") == "Fil numérique, Roanne\n"


def test_a_language_is_added(place: Path) -> None:
    words = place / "vocabulary/locales"
    text = (words / "fr.yaml").read_text(encoding="utf-8")
    (words / "oc.yaml").write_text(re.sub(r"(?m)^name: .*$", 'name: "Occitan"', text), encoding="utf-8")
    pages = place / "content/oc/pages"
    pages.mkdir(parents=True)
    for path in (place / "content/fr/pages").glob("*.md"):
        (pages / path.name).write_bytes(path.read_bytes())
    replace(place / "config/space.yaml", "other_languages: []", "other_languages: [oc]")
    run(place, "check")
    run(place, "build")
    home = (place / "public/oc/index.html").read_text(encoding="utf-8")
    assert '<html lang="oc"' in home
    assert ">Occitan<" in (place / "public/index.html").read_text(encoding="utf-8")


def test_a_governance_model_is_added(place: Path) -> None:
    models = place / "vocabulary/governance_models"
    (models / "notre-modele.yaml").write_bytes((models / "cooperative-et-association.yaml").read_bytes())
    replace(
        place / "config/organisations.yaml",
        "governance_model: cooperative-et-association",
        "governance_model: notre-modele",
    )
    run(place, "check")
