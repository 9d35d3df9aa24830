"""A place born of Enter alone: it builds, and says nothing that nobody has said."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import DECIDED, TODAY, apply_answers, complete_answers, default_answers, territory_answers
from support.paths import KIT

from tierslieu import exports
from tierslieu.build.dry_run import check
from tierslieu.documents import dashboard
from tierslieu.documents.build import build_documents
from tierslieu.documents.selection import select_documents
from tierslieu.documents.sheet_facts import SheetFacts
from tierslieu.loading.load import load
from tierslieu.model import SERVICES, Space
from tierslieu.site.pages_build import build_pages

#: What would be a claim about money, or an agreement that nobody has made.
CLAIMS = {
    "an amount": r"\d\s*(?:€|euros?\b)",
    "a percentage": r"\d\s*%",
    "free": r"gratui",
    "agreed": r"\bconvenue?s?\b|d’accord entre",
    "proposed": r"\[proposé",
    "a price": r"\btarif réduit|\bticket d’or|\bcarnets? de \d",
}
#: Sentences of the law, of the licence, or of advice to those who prepare something: true of every place.
TRUE_EVERYWHERE = (
    "Aides de minimis de l’entreprise unique sur trois ans, cette demande comprise : 300 000 € au plus",
    "Convention, obligatoire au-delà de 23 000 € par an d’une même autorité administrative",
    "Vous pouvez, gratuitement :",
    "C’est gratuit :",
    "même gratuit, est soumise sur ce point aux règles des opérateurs",
    "il est convenu ce qui suit",
    "Projet de gratuité",
    "Article 7. Gratuité",
    "Le partage du code source est gratuit",
    "les sommes convenues pour un accompagnement commencé",
    "Elle est publique, elle est gratuite, et elle est faite pour être transformée",
    "à partir de 50 % des critères",
    "Prévoyez un Barcamp gratuit",
    "Prévoyez une entrée gratuite",
    "à l’heure convenue avec les voisins",
    "Usages gratuits offerts",
    "Activités gratuites",
    "Séances gratuites pour tous",
    "Mise à disposition gratuite de biens et de services",
    "contrat conclu par voie électronique par un consommateur, pour 120 € ou plus",
)
#: What the costs of opening are after the first year, in a table of three.
NO_AMOUNT = {"documents/dossier-de-subvention-organisation.html": "0 €"}
BLOCKS = re.compile(r"</?(?:p|li|h[1-6]|td|th|tr|div|section|dt|dd|caption|figcaption|title)\b[^>]*>")


@pytest.fixture(scope="module")
def undecided(new_place: NewPlace, shared_folder: SharedFolder) -> Space:
    """The place that the default answers make, checked."""

    def make(folder: Path) -> None:
        assert apply_answers(new_place(folder / "place"), default_answers({})) == 0

    space, problems = check(shared_folder("nothing-invented", make) / "place", TODAY)
    assert [problem for problem in problems if problem.level != "blank"] == []
    return space


@pytest.fixture(scope="module")
def texts(undecided: Space) -> dict[str, list[str]]:
    """The paragraphs of each page, document and export."""
    return {name: list(paragraphs(source)) for name, source in published(undecided).items()}


def published(space: Space) -> dict[str, str]:
    """The source of each page, document and export that says something of ``space``."""
    files: dict[str, bytes] = dict(build_pages(space))
    # Without the notes of review, which quote documents, and take as long to make.
    names = (*(instance.slug for instance in select_documents(space)), dashboard.NAME)
    files |= {f"documents/{name}": data for name, data in build_documents(space, ("html",), names).items()}
    for export in exports.EXPORTS.values():
        files |= export(space)
    kept = {name: data for name, data in files.items() if name.endswith((".html", ".json", ".xml", ".ics", ".txt"))}
    assert "index.html" in kept and "documents/charte.html" in kept and "lieu.json" in kept
    # The index of the search repeats the words of pages, a schema describes every place.
    return {
        name: data.decode("utf-8")
        for name, data in kept.items()
        if not name.endswith("schema.json") and not name.startswith("search.")
    }


def paragraphs(source: str) -> Iterator[str]:
    """The text of each block of a page, without its scripts, styles and drawings, and with plain spaces."""
    source = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", source)
    for block in BLOCKS.split(source):
        text = " ".join(unescape(re.sub(r"<[^>]+>", "", block)).split())
        if text:
            yield text


def claims(texts: Mapping[str, list[str]], pattern: str) -> dict[str, str]:
    return {
        f"{name}: {text[:200]}": pattern
        for name, blocks in texts.items()
        for text in blocks
        if text != NO_AMOUNT.get(name)
        if re.search(pattern, text, re.IGNORECASE) and not any(sentence in text for sentence in TRUE_EVERYWHERE)
    }


@pytest.mark.parametrize("kind", CLAIMS)
def test_no_page_no_document_and_no_export_claims_what_nobody_said(texts: dict[str, list[str]], kind: str) -> None:
    # A document may propose a usual term, which it marks as a gap to be confirmed; a page may not.
    told = {name: texts[name] for name in texts if kind != "proposed" or not name.startswith("documents/")}
    assert claims(told, CLAIMS[kind]) == {}


def test_the_search_for_claims_finds_them() -> None:
    said = {"page": ["9 € la demi-journée", "10 % des recettes", "C’est gratuitement", "selon des parts convenues"]}
    assert all(claims(said, CLAIMS[kind]) for kind in ("an amount", "a percentage", "free", "agreed"))


def test_no_service_has_a_page_an_offer_or_an_activity(undecided: Space, texts: dict[str, list[str]]) -> None:
    pages = {page.meta.service: page.meta.title for page in undecided.pages if page.meta.service}
    assert set(pages) == set(SERVICES)
    labels = [undecided.vocabulary.locales["fr"].strings[f"service_{service}"] for service in SERVICES]
    for name, blocks in texts.items():
        # Documents may name digital mediation among the rules of any place; pages name no service.
        if not name.startswith("documents/"):
            assert not [text for text in blocks for label in labels if label.casefold() in text.casefold()], name
    assert not [name for name in texts if name.startswith(("tarifs/", "coworking/", "activites/", "agenda/service/"))
                and name != "activites/index.html"]  # fmt: skip


def test_pages_have_no_empty_heading_and_no_gap(texts: dict[str, list[str]], undecided: Space) -> None:
    for name, data in build_pages(undecided).items():
        if name.endswith(".html"):
            html = data.decode("utf-8")
            empty = re.finditer(r"<(h[1-6]|dl|ul|ol|table|tbody)\b[^>]*>\s*</\1>", html)
            assert [match[0] for match in empty if " hidden" not in match[0]] == [], name
            # A heading is followed by something, not by a heading of the same level or by the end.
            assert not re.search(r"</h([2-6])>\s*(?:</(?:div|section|main)>\s*)*<h\1\b", html), name
    for name in ("index.html", "contact/index.html", "gouvernance/index.html", "le-lieu/index.html"):
        assert not [text for text in texts[name] if "à préciser" in text or "[à compléter" in text], name


@pytest.mark.long
def test_no_page_has_a_heading_or_a_table_for_prices_that_nobody_gave(new_place: NewPlace, tmp_path: Path) -> None:
    """Coworking is decided, its prices are not."""
    place = new_place(tmp_path / "place")
    assert apply_answers(place, default_answers({"has_coworking": "oui"})) == 0
    space, problems = check(place, TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    strings = space.vocabulary.locales["fr"].strings
    pages = build_pages(space)
    home = " ".join(paragraphs(pages["index.html"].decode("utf-8")))
    assert strings["what_it_costs"] not in home
    source = pages["tarifs/index.html"].decode("utf-8")
    prices = list(paragraphs(source))
    assert "Les prix ne sont pas encore affichés sur cette page." in prices
    assert "<table" not in source and not [text for text in prices if "à préciser" in text]


#: What a yes does not say: the rules of the golden ticket, when people may come, what takes place, and for whom.
MORE_THAN_YES = re.compile(
    r"jamais venue|seule fois|donne droit à|quand vous voulez|pour longtemps|de temps en temps ou|"
    r"formations numériques|ateliers et apéros",
    re.IGNORECASE,
)
COUTURE = """---
title: Couture
format: autre
start: 2027-01-14 14:00
end: 2027-01-14 16:00
service: mediation
---
"""


@pytest.fixture(scope="module")
def decided(new_place: NewPlace, shared_folder: SharedFolder) -> dict[str, list[str]]:
    """What is published of a place with each service and a golden ticket, and an activity without a sentence."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        assert apply_answers(place, default_answers(DECIDED)) == 0
        (place / "content/fr/activities/couture.md").write_text(COUTURE, encoding="utf-8")

    space, problems = check(shared_folder("only-yes", make) / "place", TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    return {name: list(paragraphs(source)) for name, source in published(space).items()}


@pytest.mark.long
def test_a_yes_decides_nothing_but_itself(decided: dict[str, list[str]]) -> None:
    found = [
        f"{name}: {text[:200]}"
        for name, blocks in decided.items()
        for text in blocks
        if MORE_THAN_YES.search(text)
        # Many documents say how often something is done; of a golden ticket, they propose it.
        and (not name.startswith("documents/") or ("ticket d’or" in text and "[proposé" not in text))
    ]
    assert found == []
    price_list = " ".join(decided["documents/grille-tarifaire.html"])
    for proposed in ("une personne qui n’est encore jamais venue", "demi-journée", "une seule fois", "12 mois"):
        assert f"[proposé : {proposed}, à valider]" in price_list, proposed


def test_an_activity_without_a_sentence_has_its_title_and_no_text_of_a_format(decided: dict[str, list[str]]) -> None:
    page = decided["activites/couture/index.html"]
    assert "Couture" in page and not {"Pour qui", "Durée habituelle", "None"} & set(page)
    assert not [name for name, blocks in decided.items() for text in blocks if text.startswith("None")]


#: Sentences of pages and sheets that no answer had said: true of some places, and only where their team writes them.
UNSAID = re.compile(
    r"tranquillité quand|ouverts? à toutes et à tous|Au (?:Cowocamp|Papycamp)|Le Papycamp :|vend les formules|"
    r"entrée est commune|horaires sont|Qui peut venir|Tout le monde\.|respecter le calme|pas encore fixés|"
    r"Les salles, le matériel|horaires, téléphone|Le mois convient|^Mois$|part solidaire et vos|écrites et votées|"
    r"argent est partagé|tels que nous les utilisons|Écrivez-nous|[Dd]emandez-nous (?:une|si)|en un mois au plus|voisins de table|wifi"
)
#: The few answers of somebody who begins: where, two prices, and who does what.
FEW: dict[str, str] = {
    "address": "1 rue de l’Exemple",
    "postal_code": "42800",
    "city": "Exempleville",
    "has_coworking": "oui",
    "has_mediation": "oui",
    "governance_model": "cooperative-et-association",
    "price_half_day": "9",
    "price_day": "15",
    "golden_ticket": "oui",
}


@pytest.fixture(scope="module")
def few_answers(new_place: NewPlace, shared_folder: SharedFolder) -> Space:
    """A place of which little is known, checked."""

    def make(folder: Path) -> None:
        assert apply_answers(new_place(folder / "place"), default_answers(FEW)) == 0

    space, problems = check(shared_folder("few-answers", make) / "place", TODAY)
    assert [problem for problem in problems if problem.level == "error"] == []
    return space


@pytest.mark.long
def test_a_page_claims_nothing_that_few_answers_have_not_said(few_answers: Space) -> None:
    pages = {name: data.decode("utf-8") for name, data in build_pages(few_answers).items() if name.endswith(".html")}
    # An example says that it is one.
    own = {name: source for name, source in pages.items() if not name.startswith(("activites/", "agenda/"))}
    own |= {name: pages[name] for name in ("activites/index.html", "agenda/index.html")}
    found = []
    for name, source in own.items():
        descriptions = re.findall(r'<meta name="description" content="([^"]*)"', source)
        found += [
            f"{name}: {text[:200]}"
            for text in [*paragraphs(source), *map(unescape, descriptions)]
            if UNSAID.search(text)
        ]
    assert found == []
    # What was said is there.
    assert (
        "9 €" in " ".join(paragraphs(pages["tarifs/index.html"]))
        and "1 rue de l’Exemple" in pages["contact/index.html"]
    )


def test_a_sheet_claims_nothing_that_few_answers_have_not_said(few_answers: Space) -> None:
    data = SheetFacts(few_answers).data
    assert not [service for service in data["services"] if UNSAID.search(service["line"])]
    assert data["rules"] == {}


#: What would tell whether an amount includes VAT; a tax return is "hors taxe" or not, whatever a place says.
VAT_CLAIM = re.compile(r"\bTTC\b|\bHT\b|\d\s*€ hors TVA|taxes comprises|sans TVA,|valueAddedTaxIncluded|\"basis\"")
#: Sentences of the law, the gap that asks for the basis, and what is written on a receipt of somebody else.
VAT_IN_LAW = (
    "Montant TTC",
    "prestation d’au moins 5 000 € HT",
    "du prix total à payer, taxes comprises",
    "dès que le prix atteint 25 € TTC",
    "hors taxes ou toutes taxes comprises",
    "HT et taux de TVA, TTC, ou sans TVA",
)
#: The heads of rows and columns to fill in, either way.
VAT_TO_FILL_IN = {"HT", "TTC", "Total HT", "Total TTC"}


@pytest.mark.parametrize("basis", ["ttc", pytest.param("ht", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("territory", "regime"),
    [
        ("exemple-cooperative", None),
        ("exemple-regie-publique", None),
        # An exemption of non-profit organisations, which coworking may not have.
        ("exemple-association", "organisme-non-lucratif"),
    ],
)
def test_nothing_is_said_of_vat_while_the_regime_is_unknown_or_doubtful(
    new_place: NewPlace, shared_folder: SharedFolder, territory: str, regime: str | None, basis: str
) -> None:
    def make(folder: Path) -> None:
        answers = complete_answers(territory_answers(KIT / f"docs/territories/{territory}.yaml"))
        assert apply_answers(new_place(folder / "place"), answers) == 0

    space = load(shared_folder(f"no-vat/{territory}", make) / "place", TODAY)
    prices = space.prices.model_copy(update={"basis": basis})
    organisations = space.organisations.model_copy(
        update={
            "organisations": {
                key: one.model_copy(update={"vat": one.vat.model_copy(update={"regime": regime})})
                for key, one in space.organisations.organisations.items()
            }
        }
    )
    files = published(dataclasses.replace(space, prices=prices, organisations=organisations))
    assert all(re.search(r"\d\s€", files[name]) for name in ("tarifs/index.html", "documents/grille-tarifaire.html"))
    found = [
        f"{name}: {text[:200]}"
        for name, source in files.items()
        for text in (source.split("\n") if name.endswith(".json") else [*paragraphs(source), *scripts(source)])
        if VAT_CLAIM.search(text)
        and not any(sentence in text for sentence in VAT_IN_LAW)
        and text not in VAT_TO_FILL_IN
    ]
    assert found == []


def scripts(source: str) -> list[str]:
    """The data blocks of a page."""
    return re.findall(r"(?s)<script type=\"application/ld\+json\".*?</script>", source)
