"""Documents: four formats of each, facts as typed, what the charter, the price list and the agreement say."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support.document_factories import Make, document, governance, several, single
from support.document_text import archive, spaced, text_of
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.core.problems import Problems
from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space

NASTY = [
    "L'Étincelle \"associative\" '''",
    "{{ 7*7 }} {% raw %} {# x #}",
    "$x$ et $(touch x)",
    "*a* _b_ **c** `d` ~~e~~",
    "<b>gras</b> <!-- -->",
    "</script><script>alert(1)</script>",
    "[lien](http://exemple.fr) ![image](x.png)",
    "barre|verticale",
    "1. Premier",
    "- tiret",
    "= égal",
    "# dièse",
    "/ barre : oblique",
    "deux -- tirets --- et... points",
    "http://exemple.fr/ // commentaire /* ouvert",
    "@renvoi <étiquette> #let x = 1",
    "&amp; &#65; & esperluette",
    "{place} {title}",
    "finit par \\",
    "שלום",
    "مرحبا",
    "漢字 かな",
    "Le Jardin 🌱",
    "L’Œuvre à 50 % n° 1",
]
REVIEWS = ("a-faire-relire", "relu")
#: The documents in which most is computed.
NAMES = ("charte", "convention-entre-organisations", "grille-tarifaire")


@cache
def built(make: Make) -> dict[str, bytes]:
    """Three documents of a space in four formats."""
    slugs = {instance.slug for instance in select_documents(make())}
    return build_documents(make(), FORMATS, tuple(name for name in NAMES if name in slugs))


def build_body(body: str, *formats: str, space: Space | None = None, **meta: Any) -> dict[str, bytes]:
    """The files of one document whose text is ``body``, by path."""
    space = replace(space or comptoir(), documents=(document(body, **meta),))
    return build_documents(space, formats or FORMATS, ("essai",))


@pytest.mark.long
@pytest.mark.parametrize("make", [several, single])
def test_each_document_is_built_in_four_formats(make: Make) -> None:
    names = NAMES if make is several else ("charte", "grille-tarifaire")
    assert sorted(built(make)) == sorted(f"{name}.{kind}" for name in names for kind in FORMATS)
    assert all(built(make).values())


def test_only_what_is_asked_for_is_built() -> None:
    titles: list[str] = []
    files = build_documents(several(), ("html",), ("charte",), titles.append)
    assert list(files) == ["charte.html"]
    assert titles == ["Charte du tiers-lieu"]


def test_every_name_and_format_that_does_not_exist_is_reported() -> None:
    with pytest.raises(Problems) as raised:
        build_documents(single(), names=("charte", "convention-entre-organisations", "chartre"))
    assert [problem.values["name"] for problem in raised.value.problems] == [
        "convention-entre-organisations",
        "chartre",
    ]
    with pytest.raises(Problems) as raised:
        build_documents(single(), ("pdf", "rtf"))
    assert [problem.code for problem in raised.value.problems] == ["document.format"]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_tagged_titled_and_in_its_language(name: str) -> None:
    with pikepdf.open(io.BytesIO(built(several)[f"{name}.pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == next(source.meta.title for source in governance() if source.slug == name)
        assert not [key for key in pdf.docinfo if "Date" in key]
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMATS)
def test_facts_and_blanks_are_shown(kind: str) -> None:
    texts = {name: text_of(f"{name}.{kind}", built(several)[f"{name}.{kind}"]) for name in NAMES}
    assert "280 €" in texts["grille-tarifaire"]
    assert "Carnet de 10 entrées" in texts["grille-tarifaire"]
    agreement = texts["convention-entre-organisations"]
    assert "60 %" in agreement and "40 %" in agreement and "10 % des recettes du coworking" in agreement
    assert ("[SIRET]" if kind == "pdf" else "[à compléter : SIRET]") in agreement
    # A page of the PDF may end before these words.
    assert "d’hébergement de l’article 9" in agreement
    assert "Pour Association d’exemple" in agreement
    for text in texts.values():
        assert "À faire relire" in text
        assert re.search("Références relevées le [23][0-9] novembre 2026, à vérifier avant", text)
        assert "Comptoir d’exemple" in text
        assert not re.search(r"\{[{%.]|\[\]|None|Article\s#", text)


def page_text(name: str, **changes: Any) -> str:
    """The text of one document as a page."""
    return text_of(f"{name}.html", build_documents(several(**changes), ("html",), (name,))[f"{name}.html"])


@pytest.mark.long
def test_the_agreement_says_who_does_what_and_how_money_is_shared() -> None:
    plain = page_text("convention-entre-organisations")
    assert "en encaisser les recettes et les facturer" in plain and "se partagent, hors TVA" not in plain
    assert "des parts convenues" in plain
    organisations = {
        "organisations": {
            "cooperative": {
                "vat": {"regime": "assujettie", "number": "FR12345678901"},
                "representative": "Une Personne",
                "role": "gérante",
                "stage": "existing",
            },
            "association": {"vat": {"regime": "franchise-en-base", "mention": "Mention d’essai"}, "stage": "to_create"},
        },
        "services": {"mediation": {"employs": "cooperative"}},
        "streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}},
        "common_costs": {"key": "area", "measures": {"cooperative": "82.5", "association": "27.5"}},
    }
    text = page_text("convention-entre-organisations", organisations=organisations)
    for wording in (
        "représentée par : Une Personne, gérante",
        "association loi 1901, dont le siège est",
        "après la publication de sa déclaration",
        "Service Gère Encaisse Facture Assure Emploie",
        "Coopérative d’exemple : 80 % ; Association d’exemple : 20 %",
        "après la part solidaire",
        "selon les surfaces occupées, en m²",
        "82,5 75 %",
        "Recettes du coworking 233,33 € hors TVA",
        "numéro de TVA : FR12345678901",
        "pour les seules opérations que ce régime dispense de la taxe : « Mention d’essai »",
    ):
        assert wording in text, wording
    assert "en encaisser les recettes et les facturer" not in text


@pytest.mark.long
def test_the_price_list_adds_vat_only_where_it_is_charged() -> None:
    liable = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    text = page_text("grille-tarifaire", organisations=liable)
    assert "Formule TTC HT TVA 20 % Demi-journée" in text and "Journée 15 € 12,50 € 2,50 €" in text
    assert "80 € 66,67 € 13,33 €" in text and "(20 %)" not in text
    free = {"organisations": {"cooperative": {"vat": {"regime": "franchise-en-base", "mention": "Mention d’essai"}}}}
    text = page_text("grille-tarifaire", organisations=free)
    assert "HT" not in text
    assert "Coopérative d’exemple, sur ses factures : Mention d’essai" in text
    assert "Prix sans TVA" in text
    assert "280 € sans TVA" in page_text("contrat-coworking-resident-coworking", organisations=free)
    unknown = page_text("grille-tarifaire")
    assert "(Coopérative d’exemple) : [à compléter : régime de TVA]." in unknown
    # The name of an offer that is its unit says what the price is for.
    assert "Formule Prix Demi-journée 9 € Journée 15 € Mois 280 € Carnet de 10 entrées 80 €" in unknown
    assert not re.search(r"TTC|\bHT\b", unknown)


@pytest.mark.long
def test_the_price_list_shows_other_prices_the_next_grid_and_the_rules_of_passes() -> None:
    amounts = {"half_day": "9", "day": "15", "month": "280", "pass_10": "80"}
    prices = {
        "audiences": {"reduced": "Étudiantes et étudiants"},
        "grids": [
            {"from": None, "amounts": amounts, "reduced": {"day": "10"}},
            {"from": "2027-02-01", "amounts": amounts | {"day": "16"}, "reduced": {"day": "11"}},
        ],
        "passes": {
            "pass_10": {
                "validity_months": 6,
                "transferable": "non",
                "also_opens": ["mediation"],
                "golden_ticket": {"count": 2, "opens": "day", "for_whom": "une voisine", "until": "2027-12-31"},
            }
        },
    }
    text = page_text("grille-tarifaire", prices=prices)
    for wording in (
        "Tarif réduit : Étudiantes et étudiants.",
        "Journée 15 € 10 €",
        "À partir du 1er février 2027",
        "Journée 16 € 15 € Journée (tarif réduit) 11 € 10 €",
        "valable 6 mois à compter de l’achat ; seul son acheteur peut s’en servir",
        "il donne aussi accès à : Médiation numérique (Association d’exemple)",
        "2 tickets d’or",
        "il l’offre à une voisine",
        "essai gratuit de la formule « journée »",
        "au plus tard jusqu’au 31 décembre 2027",
    ):
        assert wording in text, wording
    ticketless = page_text("grille-tarifaire", prices={"passes": {"pass_10": {"golden_ticket": "non"}}})
    assert "Carnet de 10 entrées" in ticketless and "ticket" not in ticketless
    undecided = page_text("grille-tarifaire")
    assert "[proposé : 12 mois, à valider]" in undecided and "Prix à venir" not in undecided


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("grille-tarifaire", ("il l’offre à {whom}", "essai gratuit de la formule « {opens} »", "Il est valable {months}", "un ticket d’or {once}.")),
        ("conditions-generales-de-vente", ("il l’offre à {whom}", "essai gratuit : 1 {opens}", "Il est valable {months}", "un ticket d’or {once}.")),
        ("livret-d-accueil", ("Offrez-le à {whom}", "essai gratuit ({opens})")),
    ],
)  # fmt: skip
def test_the_rules_of_a_golden_ticket_are_proposed_until_they_are_given(name: str, expected: tuple[str, ...]) -> None:
    values = {"whom": "une personne qui n’est encore jamais venue", "opens": "demi-journée", "once": "une seule fois"}
    proposed = {key: f"[proposé : {value}, à valider]" for key, value in (values | {"months": "12 mois"}).items()}

    def text_with(ticket: object) -> str:
        space = several(prices={"passes": {"pass_10": {"golden_ticket": ticket}}})
        ((file, data),) = build_documents(space, ("html",), (name,)).items()
        return text_of(file, data)

    text = text_with("oui")
    for wording in expected:
        assert wording.format(**proposed) in text, wording
    given = {"opens": "day", "for_whom": "une voisine", "once_per_person": "oui", "validity_months": 3}
    text = text_with(given)
    for wording in expected:
        said = wording.format(whom="une voisine", opens="journée", once="une seule fois", months="3 mois")
        assert said in text, wording
    no_limit = text_with(given | {"once_per_person": "non"})
    assert "une seule fois" not in no_limit and "un ticket d’or ." not in no_limit


@pytest.mark.long
def test_blanks_stand_out_in_every_format() -> None:
    files = build_documents(several(), names=("convention-entre-organisations",))
    parts = {path.rpartition(".")[2]: data for path, data in files.items()}
    assert b'class="blank"' in parts["html"]
    with archive(parts["docx"]) as docx:
        assert b'<w:rStyle w:val="Blank"' in docx.read("word/document.xml")
        assert b'w:styleId="Blank"' in docx.read("word/styles.xml")
    with archive(parts["odt"]) as odt:
        assert b'text:style-name="Blank"' in odt.read("content.xml")
        assert b'style:name="Blank"' in odt.read("styles.xml")


@pytest.mark.long
def test_a_reviewed_document_bears_neither_stamp_nor_note() -> None:
    body = "## Article #. Un { #un }\n\n::: note\n**À vérifier.** Une question.\n:::\n\nLa clause, [article #](#un)."
    for review in REVIEWS:
        for path, data in build_body(body, review=review, legal_bases=["Code civil, article 9"]).items():
            text = text_of(path, data)
            assert "La clause" in text, path
            for mark in ("À faire relire", "Une question", "à vérifier avant usage"):
                assert (mark in text) == (review == "a-faire-relire"), (path, mark)
            assert ("Document relu, références vérifiées le 24 novembre 2026" in text) == (review == "relu"), path


@pytest.mark.parametrize(("signatories", "moment"), [(["organisations"], "signature"), ([], "usage")])
def test_laws_are_to_be_verified_before_signature_where_somebody_signs(signatories: list[str], moment: str) -> None:
    for path, data in build_body("Texte.", signatories=signatories, legal_bases=["Code civil, article 9"]).items():
        assert f"à vérifier avant {moment}" in text_of(path, data), path


@pytest.mark.parametrize("signatories", [["organisations"], ["table"], []])
def test_what_people_sign_is_the_act_alone_then_a_note(signatories: list[str]) -> None:
    """Its laws come last, without a heading; its state too, which comes first in every document."""
    body = "## Objet\n\nLa clause.\n\n| Nom | Signature |\n| --- | --- |\n|  |  |\n"
    for path, data in build_body(body, signatories=signatories, legal_bases=["Code civil, article 9", "Loi"]).items():
        text = text_of(path, data)
        assert text.index("À faire relire") < text.index("La clause"), path
        assert (text.index("La clause") < text.rindex("À faire relire")) is bool(signatories), path
        assert ("Textes de référence" in text) is not bool(signatories), path
        assert ("Code civil, article 9. Loi." in text) is bool(signatories), path


def test_a_law_that_concerns_another_form_is_left_out() -> None:
    laws = ["{% if 'scic' in organisation.forms %}Loi des coopératives{% endif %}", "Loi d’{{ 'exemple' }}"]
    source = document(per="organisation", legal_bases=laws)
    space = comptoir(documents=(source,), organisations={"organisations": {"cooperative": {"legal_form": "scic"}}})
    listed = {filled.slug.rpartition("-")[2]: filled.legal_bases for filled in fill_documents(space)}
    assert listed["cooperative"] == ("Loi des coopératives", "Loi d’exemple")
    assert listed["association"] == ("Loi d’exemple",)


@pytest.mark.long
def test_a_document_without_laws_bears_no_legal_stamp() -> None:
    for path, data in build_body("Texte.", signatories=["organisations"]).items():
        text = text_of(path, data)
        assert "Texte." in text, path
        for mark in ("À faire relire", "Textes de référence", "Références relevées", "Loi n°"):
            assert mark not in text, (path, mark)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "organisation"), list(zip(NASTY[::2], NASTY[1::2], strict=True)))
def test_names_are_shown_as_typed(place: str, organisation: str) -> None:
    """Two at a time: those of the place and of an organisation."""
    body = "".join(
        f"{name}\n\nAvant {name} après.\n\n- {name}\n\n## {name}\n\n| A | B |\n| - | - |\n| {name} | {name} |\n\n"
        for name in ("{{ space.name }}", "{{ organisations[0].name }}")
    )
    space = comptoir(identity={"name": place}, organisations={"organisations": {"cooperative": {"name": organisation}}})
    for path, data in build_body(body, space=space, signatories=["organisations"]).items():
        text = "".join(text_of(path, data).split())  # a line of a PDF may end inside of a name
        for name in (place, organisation):
            shown = "".join(spaced(name).split())
            if path.endswith(".pdf") and re.search("[\u0590-\u06ff]", name):
                shown = shown[::-1] if shown[::-1] in text else shown
            # Paragraph, sentence, list, heading, two cells, signature or title: everywhere. In a PDF, the lines of a heading
            # may mix with those of the text beside it; that it is whole in its bookmark is tested on whole places.
            assert text.count(shown) >= (6 if path.endswith(".pdf") else 7), (path, text)


def test_other_scripts_print_their_number_where_no_font_has_them() -> None:
    text = text_of("essai.pdf", build_body("Le mot ไทย et 🌱.", "pdf")["essai.pdf"])
    assert "U+E44" in text and "🌱" in text


def test_a_reference_to_no_article_is_reported() -> None:
    with pytest.raises(Problems) as raised:
        build_body("Voir l’[article #](#absent).")
    (problem,) = raised.value.problems
    assert (problem.code, problem.values, problem.file) == (
        "document.reference",
        {"target": "absent"},
        "governance/fr/essai.md",
    )


def test_an_unknown_placeholder_is_reported_with_its_line() -> None:
    with pytest.raises(Problems) as raised:
        build_body("Un.\n\n{{ space.nom }}\n")
    (problem,) = raised.value.problems
    assert (problem.code, problem.file, problem.line) == ("placeholder.unknown", "governance/fr/essai.md", 12)


def test_the_team_can_override_a_file_of_the_theme(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE / "theme" / "documents", tmp_path / "theme" / "documents")
    overrides = tmp_path / "overrides" / "documents"
    overrides.mkdir(parents=True)
    (overrides / "document.css").write_text("body { color: rebeccapurple }", encoding="utf-8")
    page = build_documents(replace(single(), root=tmp_path), ("html",), ("charte",))["charte.html"].decode("utf-8")
    assert "rebeccapurple" in page


@pytest.mark.long
def test_a_missing_picture_is_reported() -> None:
    for kind in ("pdf", "docx", "odt"):
        with pytest.raises(Problems) as raised:
            build_body("![Plan du lieu](plan.png)", kind)
        assert [(problem.code, problem.file) for problem in raised.value.problems] == [
            ("document.failed", "governance/fr/essai.md")
        ]


def test_a_missing_file_of_the_theme_is_reported(tmp_path: Path) -> None:
    with pytest.raises(Problems) as raised:
        build_documents(replace(single(), root=tmp_path), ("pdf",), ("charte",))
    assert {problem.code for problem in raised.value.problems} == {"document.theme"}


@pytest.mark.long
def test_a_folder_with_accents_and_no_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "Élodie et Cie"
    for folder in ("documents", "fonts"):
        shutil.copytree(TEMPLATE / "theme" / folder, root / "theme" / folder)
    monkeypatch.setenv("LC_ALL", "C")
    assert build_documents(replace(single(), root=root), names=("charte",)) == {
        path: data for path, data in built(single).items() if path.startswith("charte.")
    }


def test_a_page_has_a_table_of_contents_and_an_anchor_for_each_article() -> None:
    body = "\n\n".join(f"## Article #. Titre {number}\n\nTexte." for number in range(1, 5))
    body += "\n\n## Article #. Objet { #objet }\n\nTexte.\n\n## Annexe\n\nTexte.\n"
    page = build_documents(comptoir(documents=(document(body),)), ("html",))["essai.html"].decode("utf-8")
    anchors = re.findall(r'<h2 id="([^"]+)"><a class="permalink" href="#([^"]+)">', page)
    assert [name for name, _ in anchors][:6] == [*(f"article-{number}" for number in range(1, 5)), "objet", "section-1"]
    assert all(name == target for name, target in anchors)
    contents = page[page.index("<nav") : page.index("</nav>")]
    assert re.findall(r'<li><a href="#([^"]+)">', contents) == [name for name, _ in anchors]


def test_a_short_page_has_no_table_of_contents() -> None:
    page = build_documents(comptoir(documents=(document("Texte."),)), ("html",))["essai.html"]
    assert b"<nav" not in page


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("contrat-coworking-resident-coworking", "bienvenu aux activités annoncées comme gratuites"),
        ("fiche-d-inscription-mediation", "coworkers compris"),
        ("grille-tarifaire", "coworkers compris"),
        ("guide-cowocamp", "gratuit pour les coworkers"),
    ],
)
def test_a_document_says_what_is_free_for_coworkers_only_where_the_place_does(name: str, claim: str) -> None:
    for answer in ("oui", "non", None):
        assert (claim in page_text(name, prices={"coworkers_join_free": answer})) is (answer == "oui"), answer


def test_the_guide_of_the_cowocamp_invites_nobody_free_in_the_name_of_the_place() -> None:
    assert "invités une première fois" not in page_text("guide-cowocamp", prices={"coworkers_join_free": "oui"})


@pytest.mark.long
def test_the_coworking_contract_includes_only_the_rooms_that_the_place_names() -> None:
    plain = page_text("contrat-coworking-resident-coworking")
    assert "cuisine" not in plain and "salles de réunion : [proposé : comprises" in plain
    assert "que l’agenda y annonce : [proposé : ceux qui sont ouverts à tous les coworkers, à valider]" in plain
    areas = [{"key": "salon", "name": {"fr": "Le salon"}}, {"key": "cuisine", "name": {"fr": "La cuisine"}}]
    offers = {"room": {"service": "coworking", "kind": "room", "unit": "hour"}}
    known = page_text("contrat-coworking-resident-coworking", identity={"areas": areas}, prices={"offers": offers})
    assert "que l’agenda y annonce : [proposé : le salon, la cuisine, à valider]" in known
    assert "salles de réunion : [proposé : deux heures par mois" in known


@pytest.mark.long
def test_the_house_rules_have_the_opening_hours() -> None:
    assert "[à compléter : horaires d’ouverture]" in page_text("reglement-interieur")
    assert "lundi" in page_text("reglement-interieur", identity={"opening_hours": "Mo-Fr 09:00-18:00"})


@pytest.mark.long
@pytest.mark.parametrize(
    ("person", "role", "shown"),
    [
        ("Camille Quartz", None, "Camille Quartz, [à compléter : fonction]"),
        ("Camille Quartz", "présidente", "Camille Quartz, présidente"),
        ("Camille Quartz, présidente", None, "Camille Quartz, présidente"),
        ("Camille Quartz, présidente", "présidente", "Camille Quartz, présidente"),
    ],
)
def test_no_role_is_invented_for_a_representative(person: str, role: str | None, shown: str) -> None:
    cooperative = {"representative": person, "role": role}
    for name in ("contrat-coworking-resident-coworking", "mentions-legales"):
        text = page_text(name, organisations={"organisations": {"cooperative": cooperative}})
        assert shown in text and "présidente ou président" not in text and "présidente, présidente" not in text
        assert (f"{shown}, [" in text) is False
