"""The guides to additions: following one gives what it promises and changes no other file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.fixtures import NewPlace
from support.generated_places import (
    FIL_NUMERIQUE,
    TODAY,
    apply_answers,
    complete_answers,
    lieu_command,
    read_tree,
    run_checked,
    territory_answers,
)
from support.paths import TEMPLATE

from tierslieu.build.dry_run import check
from tierslieu.documents.build import build_documents
from tierslieu.documents.printed_sheets import choose, printed_sheets, render
from tierslieu.documents.sheet_facts import SheetFacts
from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = pytest.mark.slow

GUIDES = TEMPLATE / "docs/guides"
ADDING = sorted(path.stem for path in GUIDES.glob("ajouter-*.md"))
_BUILT = ("public", "documents", "hosting")


class GuidedPlace:
    """A place with one document, and the guide by which it is changed."""

    def __init__(self, root: Path, guide: str) -> None:
        self.root = root
        self.text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
        self._original = read_tree(root, *_BUILT)

    def block(self, language: str, number: int = 0) -> str:
        """The block number ``number`` in a language of the guide."""
        blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", self.text, re.DOTALL | re.MULTILINE)
        return blocks[number]

    def create(self, path: str, text: str) -> None:
        """Write a new file; the guide must name it."""
        assert f"`{path}`" in self.text, path
        assert not (self.root / path).exists()
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8", newline="\n")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file; the guide must name the file."""
        assert f"`{path}`" in self.text, path
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def original(self, source: str) -> str:
        """The text of a file of the place; the guide must name the file."""
        assert f"`{source}`" in self.text, source
        return (self.root / source).read_text(encoding="utf-8")

    def changed_files(self) -> set[str]:
        """The files that are new, changed or deleted."""
        files = read_tree(self.root, *_BUILT)
        return {path for path in {*self._original, *files} if self._original.get(path) != files.get(path)}

    def check(self) -> Space:
        """The place; asserts that ``./lieu check`` reports no error."""
        space, problems = check(self.root, TODAY)
        assert [problem for problem in problems if problem.level == "error"] == []
        return space


@pytest.fixture
def follow(new_place: NewPlace, tmp_path: Path) -> Callable[[str], GuidedPlace]:
    """``follow(guide)``: a place to be changed as a guide says."""

    def follow(guide: str) -> GuidedPlace:
        root = new_place(tmp_path / "place")
        assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
        for path in (root / "governance/fr").glob("*.md"):
            if path.stem != "charte":
                path.unlink()
        return GuidedPlace(root, guide)

    return follow


def test_every_guide_to_an_addition_in_a_place_is_followed_here() -> None:
    """Those of the kit change the kit itself: ``test_additions.py`` follows them all in a fork."""
    tests = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in ADDING if f'follow("{name}")' in tests] == ADDING


def test_a_page_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-une-page")
    assert "`content/fr/pages/`" in place.text and "`atelier-velo.md`" in place.text
    path = "content/fr/pages/atelier-velo.md"
    (place.root / path).write_text(place.block("markdown"), encoding="utf-8")
    assert place.changed_files() == {path}
    pages = build_pages(place.check())
    assert "bienvenue à l’atelier de notre lieu, Fil numérique." in pages["atelier-velo/index.html"].decode()
    assert "atelier-velo/" in pages["index.html"].decode()


def test_a_document_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-un-document")
    path = "governance/fr/pret-de-materiel.md"
    place.create(path, place.block("markdown"))
    assert place.changed_files() == {path}
    documents = build_documents(place.check(), ("html", "pdf"), ("pret-de-materiel-association",))
    assert set(documents) == {f"pret-de-materiel-association.{kind}" for kind in ("html", "pdf")}


def test_a_format_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-un-format")
    path = "vocabulary/activity_formats/cafe-linux.yaml"
    place.create(path, place.block("yaml"))
    assert place.changed_files() == {path}
    place.check()
    typed = ["", "2027-01-14", "14:00", "", "", "Ensemble, autour d’un café."]  # title, end and rhythm as proposed
    command = lieu_command("event", "new", "--format", "cafe-linux", "--today", TODAY.isoformat())
    process = subprocess.run(
        command, cwd=place.root, input="\n".join(typed) + "\n", capture_output=True, encoding="utf-8"
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert "17:00" in process.stdout  # three hours later, as the format has it
    pages = build_pages(place.check())
    assert any("Café Linux" in data.decode() for name, data in pages.items() if name.startswith("activites/"))


def test_a_price_unit_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-une-unite-de-prix")
    path = "vocabulary/price_units/soiree.yaml"
    place.create(path, place.block("yaml"))
    assert place.changed_files() == {path}
    place.change("config/prices.yaml", "offers:\n", "offers:\n  soiree: {service: coworking, unit: soiree}\n")
    place.change("config/prices.yaml", "    amounts:\n", "    amounts:\n      soiree: 8\n")
    pages = build_pages(place.check())
    assert "la soirée" in pages["tarifs/index.html"].decode()


def test_a_printed_sheet_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-une-feuille")
    path = "theme/print/reserve.typ"
    place.create(path, place.block("typst"))
    assert place.changed_files() == {path}
    facts = SheetFacts(place.check())
    (sheet,) = choose(printed_sheets(facts), ["reserve"])
    assert sheet.missing == () and render(sheet, facts).startswith(b"%PDF")


def test_a_legal_form_and_a_variant_of_one_are_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-une-forme-juridique")
    new_form, variant = "vocabulary/legal_forms/fondation.yaml", "vocabulary/legal_forms/syndicat-mixte.yaml"
    place.create(new_form, place.block("yaml", 0))
    place.create(variant, place.block("yaml", 1))
    place.check()
    place.change("config/organisations.yaml", "legal_form: association-loi-1901", "legal_form: fondation")
    assert place.changed_files() == {new_form, variant, "config/organisations.yaml"}
    pages = build_pages(place.check())
    assert "Fondation reconnue d’utilité publique" in pages["gouvernance/index.html"].decode()


def test_a_governance_model_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-un-modele-de-gouvernance")
    assert "`vocabulary/governance_models/`" in place.text
    path = "vocabulary/governance_models/notre-modele.yaml"
    (place.root / path).write_text(
        place.original("vocabulary/governance_models/cooperative-et-association.yaml"), "utf-8"
    )
    before = "governance_model: cooperative-et-association"
    place.change("config/organisations.yaml", before, "governance_model: notre-modele")
    assert place.changed_files() == {path, "config/organisations.yaml"}
    place.check()


def test_an_organisation_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-une-organisation")
    path = "config/organisations.yaml"
    block = place.block("yaml", 0).removeprefix("organisations:\n")
    place.change(path, "\norganisations:\n", f"\norganisations:\n{block}")
    place.change(path, place.block("yaml", 1).replace("commune", "cooperative").removeprefix("services:\n"),
                 place.block("yaml", 1).removeprefix("services:\n"))  # fmt: skip
    text = place.original(path)
    shares = text[text.index("common_costs:\n") : text.index("association: 40\n") + len("association: 40\n")]
    place.change(path, shares, place.block("yaml", 2))
    assert place.changed_files() == {path}
    pages = build_pages(place.check())
    assert "Commune d’Exemple" in pages["gouvernance/index.html"].decode()


def test_a_language_is_begun(follow: Callable[[str], GuidedPlace]) -> None:
    """A new language needs a name, some strings and the home page; the rest falls back to French, with a warning."""
    place = follow("ajouter-une-langue")
    words = "vocabulary/locales/oc.yaml"
    assert "name:" in place.original("vocabulary/locales/fr.yaml")
    place.create(words, 'name: "Occitan"\nstrings:\n  service_coworking: "Cotrabalh"\n  phone: "Telefòn"\n')
    assert "`content/oc/pages/`" in place.text and "`content/fr/pages/`" in place.text
    page = "content/oc/pages/index.md"
    (place.root / page).parent.mkdir(parents=True)
    (place.root / page).write_text(
        "---\nkey: home\ntitle: Acuèlh\ndescription: Benvenguda.\nlayout: home\n---\nAdiu.\n", "utf-8"
    )
    place.change("config/space.yaml", "other_languages: []", "other_languages: [oc]")
    assert place.changed_files() == {words, page, "config/space.yaml"}
    space, problems = check(place.root, TODAY)
    assert "locale.untranslated" in [problem.code for problem in problems if problem.level == "warning"]
    assert [problem for problem in problems if problem.level == "error"] == []
    pages = build_pages(space)
    home = pages["oc/index.html"].decode()
    assert '<html lang="oc"' in home and "Cotrabalh" in home
    assert ">Occitan<" in pages["index.html"].decode()


def test_an_export_is_added(follow: Callable[[str], GuidedPlace]) -> None:
    place = follow("ajouter-un-export")
    module, description = "tierslieu/exports/texte.py", "vocabulary/exports/texte.yaml"
    place.create(module, place.block("python"))
    place.create(description, place.block("yaml"))
    place.change("tierslieu/exports/__init__.py", "FORMATS = (\n", f"FORMATS = (\n{place.block('text')}")
    assert place.changed_files() == {module, description, "tierslieu/exports/__init__.py"}
    run_checked(lieu_command("build", "--today", TODAY.isoformat()), place.root)
    assert (place.root / "public/lieu.txt").read_text(encoding="utf-8") == "Fil numérique, Roanne\n"
    assert "Nom et adresse" in (place.root / "public/donnees-ouvertes/index.html").read_text(encoding="utf-8")
