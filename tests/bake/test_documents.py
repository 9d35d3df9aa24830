"""The documents of each preset are those that its legal forms and services call for, as the reference page says.

``docs/reference/documents.md`` has two tables made from the files of ``governance/``; a test that fails prints the
right table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.document_factories import Document, governance
from support.document_text import html_text, spaced
from support.factories import vocabulary
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, territory_answers
from support.paths import KIT

from tierslieu.core import yaml_reader
from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.selection import select_documents
from tierslieu.loading.load import SourceFiles, load
from tierslieu.model import GovernanceDocument, Organisations, Source, Space
from tierslieu.model.content import Conditions
from tierslieu.site.build import build_site

PAGE = KIT / "docs/reference/documents.md"
GUIDE = KIT / "docs/guides/ajouter-un-document.md"
NAMES = [territory.stem for territory in TERRITORIES]

#: The documents of every place.
EVERYWHERE = {
    "charte", "charte-informatique-et-wifi", "convention-d-essaimage", "declaration-accessibilite", "dossier-erp",
    "fiche-movilab", "grille-tarifaire", "guide-aperocamp", "guide-barcamp", "mentions-legales",
    "politique-de-confidentialite", "rapport-d-activite", "registre-de-securite", "reglement-interieur",
}  # fmt: skip
#: Added for a place with several organisations.
BETWEEN = {"convention-entre-organisations", "convention-fichiers-communs", "matrice-des-responsabilites"}
#: The documents of each organisation, and those that its legal form adds.
EACH = {"autorisation-droit-a-l-image", "calendrier-et-demarches", "document-unique", "registre-des-traitements"}
BY_FORM = {
    "association-loi-1901": {
        "statuts-association", "bulletin-d-adhesion", "convention-de-benevolat", "feuille-d-emargement",
        "liste-des-attestations-association", "liste-des-dirigeants", "pouvoir",
    },
    "cooperative": {"feuille-d-emargement", "liste-des-attestations-societe", "pouvoir"},
    "regie-publique": {
        "deliberation-regie", "convention-de-benevolat", "liste-des-attestations-organisme-public",
    },
    "scic": {
        "statuts-scic", "convention-de-benevolat", "feuille-d-emargement", "liste-des-attestations-societe", "pouvoir",
    },
}  # fmt: skip
#: The documents of each service, and those that one service adds for itself or for the place.
EACH_SERVICE = {"fiche-d-inscription"}
BY_SERVICE = {"coworking": {"conditions-generales-de-vente", "contrat-coworking-resident"}}
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
    EVERYWHERE, BETWEEN, EACH, EACH_SERVICE, *BY_FORM.values(), *BY_SERVICE.values(), *WITH_SERVICE.values()
)


def expected(organisations: dict[str, str], services: tuple[str, ...]) -> set[str]:
    """The names of the documents of a place with these organisations and services."""
    names = EVERYWHERE | (BETWEEN if len(organisations) > 1 else set())
    for key, form in organisations.items():
        names |= {f"{name}-{key}" for name in EACH | BY_FORM[form]}
    for service in services:
        names |= {f"{name}-{service}" for name in EACH_SERVICE | BY_SERVICE.get(service, set())}
        names |= WITH_SERVICE.get(service, set())
    return names


@pytest.fixture(scope="session")
def preset(shared_folder: SharedFolder, new_place: NewPlace) -> Callable[[str], Space]:
    """``preset(name)``: the place made by the answers of a territory."""

    def preset(name: str) -> Space:
        def make(folder: Path) -> None:
            assert apply_answers(new_place(folder / "place"), complete_answers(territory_answers(territory))) == 0

        territory = KIT / f"docs/territories/{name}.yaml"
        return load(shared_folder(f"documents/{name}", make) / "place", TODAY)

    return preset


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_has_the_documents_of_its_legal_forms_and_services(preset: Callable[[str], Space], name: str) -> None:
    """Of the documents that the tables above name; the table of the reference page counts the others."""
    selected = {
        instance.slug for instance in select_documents(preset(name)) if instance.source.slug in EXPECTED_SOMEWHERE
    }
    assert selected == expected(*SPLITS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_site_offers_the_public_documents_and_no_other(preset: Callable[[str], Space], name: str) -> None:
    space = preset(name)
    found = select_documents(space)
    made = {f"{one.slug}.pdf": b"" for one in found} | {"budget.xlsx": b"", "tableau-de-bord.html": b""}
    offered = {path for path in build_site(space, made) if path.startswith("documents/")}
    assert offered == {f"documents/{one.slug}.pdf" for one in found if one.source.meta.visibility == "public"}


# --- The reference page ---

COUNTS = {
    "space": "un pour le lieu",
    "organisation": "un par organisation",
    "service": "un par service",
    "agreement": "un par convention",
}
READERS = {"public": "tout le monde", "members": "les membres", "internal": "l’équipe"}
SIGNERS = {
    "organisations": "les organisations",
    "organisation": "l’organisation",
    "operator": "qui gère le service",
    "other": "l’autre partie",
}
STAGES = {"to_create": "organisation à créer", "existing": "organisation déjà créée"}


def conditions(source: Document) -> Iterator[str]:
    """What must hold for a document to be made, in words."""
    when, words = source.meta.when, vocabulary()
    if when.legal_forms:
        yield " ou ".join(words.legal_forms[form].label["fr"] for form in when.legal_forms)
    if when.stage:
        yield STAGES[when.stage]
    if when.organisations > 1:
        yield f"au moins {when.organisations} organisations"
    services = [words.locales["fr"].strings[f"service_{name}"].lower() for name in when.services]
    if services:
        yield f"service ouvert\u00a0: {' et '.join(services)}"
    if when.agreements:
        yield f"convention de genre {' ou '.join(f'`{kind}`' for kind in when.agreements)}"
    if when.needs:
        yield f"fait connu\u00a0: {', '.join(f'`{name}`' for name in when.needs)}"


def signers(source: Source[GovernanceDocument]) -> Iterator[str]:
    """Who signs a document, in French."""
    person = source.meta.person or "une personne"
    for who in source.meta.signatories:
        yield from (SIGNERS[who],) if who in SIGNERS else (person,) if isinstance(person, str) else person


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def library() -> str:
    """Every document of the library: what it is, for whom, when it is made, who reads it and signs it."""
    return table(
        ("Fichier", "Titre", "Pour qui", "Combien", "Quand", "Qui le lit", "Qui le signe"),
        (
            (
                f"`{source.slug}`",
                source.meta.title,
                source.meta.audience,
                COUNTS[source.meta.per],
                "\u00a0; ".join(conditions(source)) or "toujours",
                READERS[source.meta.visibility],
                ", ".join(signers(source)) or "–",
            )
            for source in governance()
        ),
    )  # fmt: skip


def sets(preset: Callable[[str], Space]) -> str:
    """How many of each document the presets get."""
    counts = {name: [one.source.path for one in select_documents(preset(name))] for name in NAMES}
    rows = ((f"`{one.slug}`", *(str(counts[name].count(one.path) or "–") for name in NAMES)) for one in governance())
    total = ("**En tout**", *(f"**{len(counts[name])}**" for name in NAMES))
    return table(("Fichier", *(f"`{name}`" for name in NAMES)), [*rows, total])


def test_the_reference_page_holds_every_document() -> None:
    right = library()
    assert right in PAGE.read_text("utf-8"), f"docs/reference/documents.md must hold this table:\n{right}"


def test_the_reference_page_holds_the_set_of_each_preset(preset: Callable[[str], Space]) -> None:
    right = sets(preset)
    assert right in PAGE.read_text("utf-8"), f"docs/reference/documents.md must hold this table:\n{right}"


def test_the_reference_page_names_every_key_of_the_front_matter() -> None:
    page = PAGE.read_text("utf-8")
    keys = GovernanceDocument.model_fields.keys() | Conditions.model_fields.keys()
    assert [key for key in keys if f"| `{key}` |" not in page] == []


def test_the_example_of_the_guide_is_a_document(preset: Callable[[str], Space], tmp_path: Path) -> None:
    """What a contributor copies from the guide is made in four formats, for the organisation that it says."""
    guide = GUIDE.read_text("utf-8")
    (name,) = re.findall(r"Créez `(governance/fr/.*\.md)`", guide)
    (body,) = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(body, encoding="utf-8")
    found = SourceFiles(tmp_path).markdown(name, "fr", GovernanceDocument)
    assert found
    space = replace(preset("fil-numerique"), documents=(found,))
    (asked,) = re.findall(r"\./lieu documents (\S+)", guide)
    made = build_documents(space, FORMATS, (asked,))
    assert set(made) == {f"{asked}.{kind}" for kind in FORMATS}
    assert "Article 2. Retour" in spaced(html_text(made[f"{asked}.html"]))


def test_the_agreement_of_the_guide_gives_its_document(preset: Callable[[str], Space]) -> None:
    guide = (KIT / "docs/guides/adapter.md").read_text("utf-8")
    (written,) = re.findall(r"```yaml\n(agreements:\n.*?)```", guide, re.DOTALL)
    agreements = yaml_reader.parse(written).data["agreements"]
    space = preset("fil-numerique")
    organisations = {**space.organisations.model_dump(by_alias=True), "agreements": agreements}
    signed = replace(space, organisations=Organisations.model_validate(organisations))
    added = {one.slug for one in select_documents(signed)} - {one.slug for one in select_documents(space)}
    assert added == {"convention-d-occupation-locaux"}
