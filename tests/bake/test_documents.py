"""The documents of each preset are those that its legal forms and services call for.

``tests/unit/test_reference.py`` compares the tables of ``docs/reference/documents.md`` with the files of ``governance/``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.built_places import document_files
from support.document_text import TO_REVIEWER, html_text, pdf_lines, pdf_pages, spaced
from support.fixtures import BuiltPlace, NewPlace, SharedFolder
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, territory_answers
from support.paths import KIT, TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.loading.load import load
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import GovernanceDocument, Organisations, Space
from tierslieu.model.content import Conditions
from tierslieu.rendering import markdown
from tierslieu.site.build import build_site

PAGE = TEMPLATE / "docs/reference/documents.md"
GUIDE = TEMPLATE / "docs/guides/ajouter-un-document.md"
NAMES = [territory.stem for territory in TERRITORIES]

#: The documents of every place.
EVERYWHERE = {
    "charte", "charte-informatique-et-wifi", "convention-d-essaimage", "declaration-accessibilite", "dossier-erp",
    "fiche-movilab", "grille-tarifaire", "guide-aperocamp", "guide-barcamp", "mentions-legales",
    "politique-de-confidentialite", "rapport-d-activite", "registre-de-securite", "reglement-interieur",
    "communique-de-presse", "lettre-de-soutien", "livret-d-accueil", "plan-de-communication",
    "registre-public-d-accessibilite",
}  # fmt: skip
#: Added for a place with several organisations.
BETWEEN = {"convention-entre-organisations", "convention-fichiers-communs", "matrice-des-responsabilites"}
#: The documents of each organisation, and those that its legal form adds.
EACH = {
    "autorisation-droit-a-l-image", "calendrier-et-demarches", "contrat-de-sous-traitance", "document-unique",
    "fiche-de-poste-animation", "note-de-frais", "registre-des-traitements",
}  # fmt: skip
#: Those of an organisation of private law.
PRIVATE = {"devis", "facture", "registre-du-personnel"}
#: What founds an organisation: a new place is not known to exist yet.
FOUNDING_ASSOCIATION = {"declaration-de-l-association", "proces-verbal-assemblee-constitutive"}
FOUNDING_COMPANY = {
    "annonce-legale-de-constitution", "attestation-de-domiciliation", "bulletin-de-souscription",
    "declaration-de-non-condamnation", "dossier-d-immatriculation", "etat-des-actes-accomplis",
    "liste-des-souscripteurs", "nomination-des-premiers-dirigeants",
}  # fmt: skip
BY_FORM = {
    "association-loi-1901": FOUNDING_ASSOCIATION | PRIVATE | {
        "contrat-d-engagement-republicain", "recu-fiscal-don", "recu-fiscal-entreprise", "statuts-association", "bulletin-d-adhesion",
        "convention-de-benevolat", "feuille-d-emargement",
        "liste-des-attestations-association", "liste-des-dirigeants", "pouvoir",
    },
    "cooperative": PRIVATE | {"feuille-d-emargement", "liste-des-attestations-societe", "pouvoir"},
    "regie-publique": {
        "deliberation-regie", "convention-de-benevolat", "liste-des-attestations-organisme-public",
    },
    "scic": FOUNDING_COMPANY | PRIVATE | {
        "statuts-scic", "convention-de-benevolat", "feuille-d-emargement", "liste-des-attestations-societe", "pouvoir",
    },
}  # fmt: skip
#: The documents of each service, and those that one service adds for itself or for the place.
EACH_SERVICE = {"fiche-d-inscription"}
#: What coworkers sign with a private operator, and what a public one gives them.
PRIVATE_COWORKING = {"contrat-coworking-resident", "conditions-generales-de-vente"}
PUBLIC_COWORKING = {"autorisation-coworking-resident"}
WITH_SERVICE = {"coworking": {"guide-cowocamp"}, "mediation": {"guide-papycamp"}}

#: The organisations (short name: legal form) and the services of each preset, written apart from its answers.
BOTH = {"cooperative": "cooperative", "association": "association-loi-1901"}
ALL, TWO = ("coworking", "mediation", "support"), ("coworking", "mediation")
SPLITS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "comptoir-numerique": (BOTH, ALL),
    "exemple-association": ({"association": "association-loi-1901"}, ALL),
    "exemple-cooperative": ({"cooperative": "cooperative"}, TWO),
    "exemple-regie-publique": ({"collectivite": "regie-publique"}, TWO),
    "exemple-scic": ({"scic": "scic"}, ALL),
    "fil-numerique": (BOTH, ALL),
}


EXPECTED_SOMEWHERE = set().union(
    EVERYWHERE,
    BETWEEN,
    EACH,
    EACH_SERVICE,
    PRIVATE_COWORKING,
    PUBLIC_COWORKING,
    *BY_FORM.values(),
    *WITH_SERVICE.values(),
)


def expected(organisations: dict[str, str], services: tuple[str, ...]) -> set[str]:
    """The names of the documents of a place with these organisations and services."""
    names = EVERYWHERE | (BETWEEN if len(organisations) > 1 else set())
    public = "regie-publique" in organisations.values()
    for key, form in organisations.items():
        names |= {f"{name}-{key}" for name in EACH | BY_FORM[form]}
    for service in services:
        names |= {f"{name}-{service}" for name in EACH_SERVICE}
        if service == "coworking":
            names |= {f"{name}-{service}" for name in (PUBLIC_COWORKING if public else PRIVATE_COWORKING)}
        names |= WITH_SERVICE.get(service, set())
    return names


Preset = Callable[[str], Space]


@pytest.fixture(scope="session")
def preset(shared_folder: SharedFolder, new_place: NewPlace) -> Preset:
    """``preset(name)``: the place made by the answers of a territory."""

    def preset(name: str) -> Space:
        def make(folder: Path) -> None:
            assert apply_answers(new_place(folder / "place"), complete_answers(territory_answers(territory))) == 0

        territory = KIT / f"docs/territories/{name}.yaml"
        return load(shared_folder(f"documents/{name}", make) / "place", TODAY)

    return preset


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_preset_has_the_documents_of_its_legal_forms_and_services(preset: Preset, name: str) -> None:
    """Of the documents that the tables above name; the table of the reference page counts the others."""
    selected = {
        instance.slug for instance in select_documents(preset(name)) if instance.source.slug in EXPECTED_SOMEWHERE
    }
    assert selected == expected(*SPLITS[name])


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_no_document_of_a_preset_speaks_to_its_reviewer(preset: Preset, name: str) -> None:
    """In the HTML of the text that all formats are made from; the slow tests read the PDFs."""
    for filled in fill_documents(preset(name)):
        text = spaced(html.unescape(re.sub("<[^>]*>", "", markdown.to_html(filled.text))))
        match = TO_REVIEWER.search(text)
        assert not match, (filled.slug, text[max(0, match.start() - 80) : match.end() + 40])


@pytest.mark.long
def test_every_document_with_an_unsure_law_has_a_review_page(preset: Preset) -> None:
    space = preset("fil-numerique")
    unsure = {filled.slug for filled in fill_documents(space) if TO_REVIEWER.search(filled.review_block)}
    pages = build_documents(space, ("html",), ("relecture",))
    assert len(unsure) > 5
    assert {f"relecture/{slug}.html" for slug in unsure} <= pages.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_nearly_empty_or_holds_the_texts_of_reference_alone(built_place: BuiltPlace, name: str) -> None:
    """A page after the first has five lines, or a table to be filled in that reaches its second third."""
    for path in document_files(built_place(name), "pdf"):
        for number, lines in enumerate(pdf_lines(path.read_bytes())[1:], 2):
            assert len(lines) >= 5 or lines[-1][0] > 1 / 3, (path.name, number, lines)
            assert lines[0][1] != "Textes de référence", path.name


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_number_on_a_page_is_its_own(built_place: BuiltPlace, name: str) -> None:
    """But for a sheet that is read on a wall or removed before signature, which has none."""
    for path in document_files(built_place(name), "pdf"):
        for number, page in enumerate(pdf_pages(path.read_bytes()), 1):
            assert re.findall(r"Page (\d+) sur \d+", page) in ([], [str(number)]), (path.name, number)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_site_offers_the_public_documents_only(preset: Preset, name: str) -> None:
    space = preset(name)
    instances = select_documents(space)
    documents = {f"{instance.slug}.pdf": b"" for instance in instances} | {
        "budget.xlsx": b"",
        "tableau-de-bord.html": b"",
    }
    offered = {path for path in build_site(space, documents) if path.startswith("documents/")}
    assert offered == {
        f"documents/{instance.slug}.pdf" for instance in instances if instance.source.meta.visibility == "public"
    }


# --- The documentation ---


def test_the_reference_page_names_every_key_of_the_front_matter() -> None:
    page = PAGE.read_text("utf-8")
    keys = GovernanceDocument.model_fields.keys() | Conditions.model_fields.keys()
    assert [key for key in keys if f"| `{key}` |" not in page] == []


@pytest.mark.long
def test_the_example_of_the_guide_is_a_valid_document(preset: Preset, tmp_path: Path) -> None:
    """The document of the guide is built in every format, for the organisation of the guide."""
    guide = GUIDE.read_text("utf-8")
    (name,) = re.findall(r"Créez `(governance/fr/.*\.md)`", guide)
    (body,) = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(body, encoding="utf-8")
    source = SourceFiles(tmp_path).markdown(name, "fr", GovernanceDocument)
    assert source
    space = replace(preset("fil-numerique"), documents=(source,))
    (slug,) = re.findall(r"\./lieu documents (\S+)", guide)
    documents = build_documents(space, FORMATS, (slug,))
    assert set(documents) == {f"{slug}.{kind}" for kind in FORMATS}
    assert "Article 2. Retour" in spaced(html_text(documents[f"{slug}.html"]))


def test_the_agreement_of_the_guide_adds_its_document(preset: Preset) -> None:
    guide = (TEMPLATE / "docs/guides/adapter.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(agreements:\n.*?)```", guide, re.DOTALL)
    agreements = yaml_reader.parse(example).data["agreements"]
    space = preset("fil-numerique")
    organisations = {**space.organisations.model_dump(by_alias=True), "agreements": agreements}
    signed = replace(space, organisations=Organisations.model_validate(organisations))
    added = {instance.slug for instance in select_documents(signed)} - {
        instance.slug for instance in select_documents(space)
    }
    assert added == {"convention-d-occupation-locaux"}
