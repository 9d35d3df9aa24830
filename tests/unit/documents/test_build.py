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
#: The three that the first places of the kit had, in which most is computed.
NAMES = ("charte", "convention-entre-organisations", "grille-tarifaire")


@cache
def built(make: Make) -> dict[str, bytes]:
    """Three documents of a space in four formats."""
    found = {one.slug for one in select_documents(make())}
    return build_documents(make(), FORMATS, tuple(name for name in NAMES if name in found))


def made(body: str, *formats: str, space: Space | None = None, **meta: Any) -> dict[str, bytes]:
    """One document whose text is ``body``, by path."""
    space = replace(space or comptoir(), documents=(document(body, **meta),))
    return build_documents(space, formats or FORMATS, ("essai",))


@pytest.mark.parametrize("make", [several, single])
def test_each_document_is_built_in_four_formats(make: Make) -> None:
    names = NAMES if make is several else ("charte", "grille-tarifaire")
    assert sorted(built(make)) == sorted(f"{name}.{kind}" for name in names for kind in FORMATS)
    assert all(built(make).values())


def test_only_what_is_asked_for_is_built() -> None:
    said: list[str] = []
    files = build_documents(several(), ("html",), ("charte",), said.append)
    assert list(files) == ["charte.html"]
    assert said == ["Charte du tiers-lieu"]


def test_every_name_and_format_that_does_not_exist_is_told() -> None:
    with pytest.raises(Problems) as raised:
        build_documents(single(), names=("charte", "convention-entre-organisations", "chartre"))
    assert [problem.values["name"] for problem in raised.value.problems] == [
        "convention-entre-organisations",
        "chartre",
    ]
    with pytest.raises(Problems) as raised:
        build_documents(single(), ("pdf", "rtf"))
    assert [problem.code for problem in raised.value.problems] == ["document.format"]


@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_tagged_titled_and_in_its_language(name: str) -> None:
    with pikepdf.open(io.BytesIO(built(several)[f"{name}.pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == next(one.meta.title for one in governance() if one.slug == name)
        assert not [key for key in pdf.docinfo if "Date" in key]
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


@pytest.mark.parametrize("kind", FORMATS)
def test_facts_and_blanks_are_shown(kind: str) -> None:
    text = {name: text_of(f"{name}.{kind}", built(several)[f"{name}.{kind}"]) for name in NAMES}
    assert "280 €" in text["grille-tarifaire"]
    assert "Carnet de 10 entrées" in text["grille-tarifaire"]
    agreement = text["convention-entre-organisations"]
    assert "60 %" in agreement and "40 %" in agreement and "10 % des recettes du coworking" in agreement
    assert "[à compléter : SIRET]" in agreement
    assert "selon la clé de l’article 4" in agreement
    assert "Pour Association d’exemple" in agreement
    for page in text.values():
        assert "À faire relire" in page
        assert "Droit en vigueur au 24 novembre 2026" in page
        assert "Comptoir d’exemple" in page
        assert not re.search(r"\{[{%.]|\[\]|None|Article\s#", page)


def page_of(name: str, **changes: Any) -> str:
    """The text of one document as a page."""
    return text_of(f"{name}.html", build_documents(several(**changes), ("html",), (name,))[f"{name}.html"])


def test_the_agreement_tells_who_does_what_and_how_money_is_shared() -> None:
    plain = page_of("convention-entre-organisations")
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
    text = page_of("convention-entre-organisations", organisations=organisations)
    for said in (
        "représentée par : Une Personne, gérante",
        "Association loi 1901, en cours de création, dont le siège sera",
        "n’est engagée qu’une fois créée",
        "Service Gère Encaisse Facture Assure Emploie",
        "Coopérative d’exemple : 80 % ; Association d’exemple : 20 %",
        "après la part de solidarité",
        "selon les surfaces occupées, en m²",
        "82,5 75 %",
        "23,33 € financent 3 demi-journées",
        "numéro de TVA : FR12345678901",
        "mention de ses factures : Mention d’essai",
    ):
        assert said in text, said
    assert "en encaisser les recettes et les facturer" not in text


def test_the_price_list_adds_vat_only_where_it_is_charged() -> None:
    liable = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    text = page_of("grille-tarifaire", organisations=liable)
    assert "Formule HT TVA TTC Encaissé par" in text and "Journée 12,50 € 2,50 € 15 €" in text
    assert "66,67 € 13,33 € 80 €" in text
    free = {"organisations": {"cooperative": {"vat": {"regime": "franchise-en-base", "mention": "Mention d’essai"}}}}
    text = page_of("grille-tarifaire", organisations=free)
    assert "sans TVA : c’est ce que l’on paie" in text and "HT" not in text
    assert "Coopérative d’exemple, sur ses factures : Mention d’essai" in text
    assert "Prix TTC" in page_of("grille-tarifaire")


def test_the_price_list_tells_other_prices_the_next_grid_and_the_rules_of_passes() -> None:
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
    text = page_of("grille-tarifaire", prices=prices)
    for said in (
        "Tarif réduit : Étudiantes et étudiants.",
        "Journée 15 € 10 €",
        "À partir du 1er février 2027",
        "Journée 16 € 15 € Journée (tarif réduit) 11 € 10 €",
        "valable 6 mois à compter de l’achat ; seule la personne qui l’a acheté peut s’en servir",
        "il ouvre aussi : Médiation numérique (Association d’exemple)",
        "2 tickets d’or",
        "Il est pour une voisine.",
        "1 journée",
        "au plus tard jusqu’au 31 décembre 2027",
    ):
        assert said in text, said
    undecided = page_of("grille-tarifaire")
    assert "[à compléter : durée de validité]" in undecided and "Prix à venir" not in undecided


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


def test_a_reviewed_document_bears_neither_stamp_nor_note() -> None:
    body = "## Article #. Un { #un }\n\n::: note\n**À vérifier.** Une question.\n:::\n\nLa clause, [article #](#un)."
    for review in REVIEWS:
        for path, data in made(body, review=review).items():
            text = text_of(path, data)
            assert "La clause" in text, path
            for mark in ("À faire relire", "Une question"):
                assert (mark in text) == (review == "a-faire-relire"), (path, mark)


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), list(zip(NASTY[::2], NASTY[1::2], strict=True)))
def test_names_are_shown_as_typed(one: str, other: str) -> None:
    """Two at a time: those of the place and of an organisation."""
    body = "".join(
        f"{name}\n\nAvant {name} après.\n\n- {name}\n\n## {name}\n\n| A | B |\n| - | - |\n| {name} | {name} |\n\n"
        for name in ("{{ space.name }}", "{{ organisations[0].name }}")
    )
    space = comptoir(identity={"name": one}, organisations={"organisations": {"cooperative": {"name": other}}})
    for path, data in made(body, space=space, signatories=["organisations"]).items():
        text = text_of(path, data)
        for name in (one, other):
            wanted = spaced(name)
            if path.endswith(".pdf") and re.search("[\u0590-\u06ff]", name):
                wanted = wanted[::-1] if wanted[::-1] in text else wanted
            # Paragraph, sentence, list, heading, two cells, signature or title: everywhere.
            assert text.count(wanted) >= 7, (path, text)


def test_other_scripts_print_their_number_where_no_font_has_them() -> None:
    text = text_of("essai.pdf", made("Le mot ไทย et 🌱.", "pdf")["essai.pdf"])
    assert "U+E44" in text and "🌱" in text


def test_a_number_that_refers_to_no_article_is_told() -> None:
    with pytest.raises(Problems) as raised:
        made("Voir l’[article #](#absent).")
    (problem,) = raised.value.problems
    assert (problem.code, problem.values, problem.file) == (
        "document.reference",
        {"target": "absent"},
        "governance/fr/essai.md",
    )


def test_an_unknown_placeholder_is_told_with_its_line() -> None:
    with pytest.raises(Problems) as raised:
        made("Un.\n\n{{ space.nom }}\n")
    (problem,) = raised.value.problems
    assert (problem.code, problem.file, problem.line) == ("placeholder.unknown", "governance/fr/essai.md", 12)


def test_the_team_can_replace_a_part_of_the_look(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE / "theme" / "documents", tmp_path / "theme" / "documents")
    own = tmp_path / "overrides" / "documents"
    own.mkdir(parents=True)
    (own / "document.css").write_text("body { color: rebeccapurple }", encoding="utf-8")
    page = build_documents(replace(single(), root=tmp_path), ("html",), ("charte",))["charte.html"].decode("utf-8")
    assert "rebeccapurple" in page


def test_a_picture_that_is_not_there_is_told() -> None:
    for kind in ("pdf", "docx", "odt"):
        with pytest.raises(Problems) as raised:
            made("![Plan du lieu](plan.png)", kind)
        assert [(one.code, one.file) for one in raised.value.problems] == [
            ("document.failed", "governance/fr/essai.md")
        ]


def test_a_missing_part_of_the_look_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problems) as raised:
        build_documents(replace(single(), root=tmp_path), ("pdf",), ("charte",))
    assert {problem.code for problem in raised.value.problems} == {"document.theme"}


def test_a_folder_with_accents_and_no_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "Élodie et Cie"
    shutil.copytree(TEMPLATE / "theme" / "documents", root / "theme" / "documents")
    monkeypatch.setenv("LC_ALL", "C")
    assert build_documents(replace(single(), root=root), names=("charte",)) == {
        path: data for path, data in built(single).items() if path.startswith("charte.")
    }


def test_a_page_has_its_contents_and_an_address_for_each_article() -> None:
    """Somebody can send « article 3 » to somebody else."""
    body = "\n\n".join(f"## Article #. Titre {number}\n\nTexte." for number in range(1, 5))
    body += "\n\n## Article #. Objet { #objet }\n\nTexte.\n\n## Annexe\n\nTexte.\n"
    page = build_documents(comptoir(documents=(document(body),)), ("html",))["essai.html"].decode("utf-8")
    anchors = re.findall(r'<h2 id="([^"]+)"><a class="permalink" href="#([^"]+)">', page)
    assert [name for name, _ in anchors][:6] == [*(f"article-{number}" for number in range(1, 5)), "objet", "section-1"]
    assert all(name == target for name, target in anchors)
    contents = page[page.index("<nav") : page.index("</nav>")]
    assert re.findall(r'<li><a href="#([^"]+)">', contents) == [name for name, _ in anchors]


def test_a_short_page_needs_no_contents() -> None:
    page = build_documents(comptoir(documents=(document("Texte."),)), ("html",))["essai.html"]
    assert b"<nav" not in page
