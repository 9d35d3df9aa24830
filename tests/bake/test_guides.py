"""A newcomer who does what a guide says, and only that, gets what it promises, and has touched nothing else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.generated_places import (
    TODAY,
    apply_answers,
    complete_answers,
    lieu_command,
    read_tree,
    run_checked,
    territory_answers,
)
from support.paths import KIT

from tierslieu.build.dry_run import check
from tierslieu.documents.build import build_documents
from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.slow

GUIDES = KIT / "docs/guides"
ADDING = sorted(path.stem for path in GUIDES.glob("ajouter-*.md"))
#: The guides that a test of this page follows, each by its name.
FOLLOWED = {
    "ajouter-un-document", "ajouter-un-export", "ajouter-un-format", "ajouter-un-modele-de-gouvernance",
    "ajouter-une-forme-juridique", "ajouter-une-langue", "ajouter-une-page",
}  # fmt: skip
_BUILT = ("public", "documents", "hosting")


class Newcomer:
    """A place of one's own, with few documents, and the guide that one follows."""

    def __init__(self, place: Path, guide: str) -> None:
        self.place = place
        self.text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
        self._before = read_tree(place, *_BUILT)

    def block(self, language: str, number: int = 0) -> str:
        """A block of the guide, as one would copy it."""
        return re.findall(rf"^```{language}\n(.*?)^```", self.text, re.DOTALL | re.MULTILINE)[number]

    def creates(self, path: str, text: str) -> None:
        """Write a new file, which the guide names."""
        assert f"`{path}`" in self.text, path
        assert not (self.place / path).exists()
        (self.place / path).parent.mkdir(parents=True, exist_ok=True)
        (self.place / path).write_text(text, encoding="utf-8", newline="\n")

    def changes(self, path: str, old: str, new: str) -> None:
        """Change a line of a file, which the guide names."""
        assert f"`{path}`" in self.text, path
        text = (self.place / path).read_text(encoding="utf-8")
        assert old in text
        (self.place / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def copy(self, source: str) -> str:
        """A file of the place, which the guide says to start from."""
        assert f"`{source}`" in self.text, source
        return (self.place / source).read_text(encoding="utf-8")

    def touched(self) -> set[str]:
        """The files that are not as they were."""
        now = read_tree(self.place, *_BUILT)
        return {path for path in {*self._before, *now} if self._before.get(path) != now.get(path)}

    def checks(self) -> Space:
        """The place, which ``./lieu check`` finds sound."""
        space, problems = check(self.place, TODAY)
        assert [problem for problem in problems if problem.level == "error"] == []
        return space


@pytest.fixture
def newcomer(new_place: Callable[[Path], Path], tmp_path: Path) -> Callable[[str], Newcomer]:
    """``newcomer(guide)``."""

    def newcomer(guide: str) -> Newcomer:
        root = new_place(tmp_path / "place")
        assert (
            apply_answers(root, complete_answers(territory_answers(KIT / "docs/territories/fil-numerique.yaml"))) == 0
        )
        for path in (root / "governance/fr").glob("*.md"):
            if path.stem != "charte":
                path.unlink()
        return Newcomer(root, guide)

    return newcomer


def test_every_guide_to_an_addition_is_followed_here() -> None:
    assert set(ADDING) == FOLLOWED
    tests = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in ADDING if f'newcomer("{name}")' in tests} == FOLLOWED


def test_a_page_is_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-une-page")
    assert "`content/fr/pages/`" in one.text and "`atelier-velo.md`" in one.text
    path = "content/fr/pages/atelier-velo.md"
    (one.place / path).write_text(one.block("markdown"), encoding="utf-8")
    assert one.touched() == {path}
    made = build_pages(one.checks())
    assert "L’atelier de Fil numérique ouvre tous les samedis." in made["atelier-velo/index.html"].decode()
    assert "atelier-velo/" in made["index.html"].decode()


def test_a_document_is_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-un-document")
    path = "governance/fr/pret-de-materiel.md"
    one.creates(path, one.block("markdown"))
    assert one.touched() == {path}
    made = build_documents(one.checks(), ("html", "pdf"), ("pret-de-materiel-association",))
    assert set(made) == {f"pret-de-materiel-association.{kind}" for kind in ("html", "pdf")}


def test_a_format_is_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-un-format")
    path = "vocabulary/activity_formats/cafe-linux.yaml"
    one.creates(path, one.block("yaml"))
    assert one.touched() == {path}
    one.checks()
    typed = ["", "2027-01-14", "14:00", "", "", "Ensemble, autour d’un café."]  # title, end and rhythm as proposed
    command = lieu_command("event", "new", "--format", "cafe-linux", "--today", TODAY.isoformat())
    said = subprocess.run(command, cwd=one.place, input="\n".join(typed) + "\n", capture_output=True, encoding="utf-8")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "17:00" in said.stdout  # three hours later, as the format has it
    pages = build_pages(one.checks())
    assert any("Café Linux" in data.decode() for name, data in pages.items() if name.startswith("activites/"))


def test_a_legal_form_and_a_variant_of_one_are_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-une-forme-juridique")
    new_form, variant = "vocabulary/legal_forms/fondation.yaml", "vocabulary/legal_forms/syndicat-mixte.yaml"
    one.creates(new_form, one.block("yaml", 0))
    one.creates(variant, one.block("yaml", 1))
    one.checks()
    one.changes("config/organisations.yaml", "legal_form: association-loi-1901", "legal_form: fondation")
    assert one.touched() == {new_form, variant, "config/organisations.yaml"}
    pages = build_pages(one.checks())
    assert "Fondation reconnue d’utilité publique" in pages["gouvernance/index.html"].decode()


def test_a_governance_model_is_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-un-modele-de-gouvernance")
    assert "`vocabulary/governance_models/`" in one.text
    path = "vocabulary/governance_models/notre-modele.yaml"
    (one.place / path).write_text(one.copy("vocabulary/governance_models/cooperative-et-association.yaml"), "utf-8")
    before = "governance_model: cooperative-et-association"
    one.changes("config/organisations.yaml", before, "governance_model: notre-modele")
    assert one.touched() == {path, "config/organisations.yaml"}
    one.checks()


def test_a_language_is_begun(newcomer: Callable[[str], Newcomer]) -> None:
    """A stub: a name, two words, the front page; then the words as they come."""
    one = newcomer("ajouter-une-langue")
    words = "vocabulary/locales/oc.yaml"
    assert "name:" in one.copy("vocabulary/locales/fr.yaml")
    one.creates(words, 'name: "Occitan"\nstrings:\n  service_coworking: "Cotrabalh"\n  phone: "Telefòn"\n')
    assert "`content/oc/pages/`" in one.text and "`content/fr/pages/`" in one.text
    page = "content/oc/pages/index.md"
    (one.place / page).parent.mkdir(parents=True)
    (one.place / page).write_text(
        "---\nkey: home\ntitle: Acuèlh\ndescription: Benvenguda.\nlayout: home\n---\nAdiu.\n", "utf-8"
    )
    one.changes("config/space.yaml", "other_languages: []", "other_languages: [oc]")
    assert one.touched() == {words, page, "config/space.yaml"}
    space, problems = check(one.place, TODAY)
    assert "locale.untranslated" in [problem.code for problem in problems if problem.level == "warning"]
    assert [problem for problem in problems if problem.level == "error"] == []
    pages = build_pages(space)
    home = pages["oc/index.html"].decode()
    assert '<html lang="oc"' in home and "Cotrabalh" in home
    assert ">Occitan<" in pages["index.html"].decode()


def test_an_export_is_added(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("ajouter-un-export")
    module, told = "tierslieu/exports/texte.py", "vocabulary/exports/texte.yaml"
    one.creates(module, one.block("python"))
    one.creates(told, one.block("yaml"))
    one.changes("tierslieu/exports/__init__.py", "FORMATS = (\n", f"FORMATS = (\n{one.block('text')}")
    assert one.touched() == {module, told, "tierslieu/exports/__init__.py"}
    run_checked(lieu_command("build", "--today", TODAY.isoformat()), one.place)
    assert (one.place / "public/lieu.txt").read_text(encoding="utf-8") == "Fil numérique, Roanne\n"
    assert "Nom et adresse" in (one.place / "public/donnees-ouvertes/index.html").read_text(encoding="utf-8")
