"""The public site: links hold, facts show as typed, what is off is gone, and a fault says where it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import posixpath
import re
import shutil
from collections.abc import Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from support.factories import PRICES, REMOVED, activity, alone, comptoir, texts
from support.paths import ENGINE, TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import GovernanceDocument, News, Page, Source, Space
from tierslieu.site.build import build_site
from tierslieu.site.link_checker import LinkChecker, LinkCollector, LinkedPage, Origin
from tierslieu.site.page_renderer import _with_bound_words
from tierslieu.site.pages_build import build_pages

NASTY = (
    'L\'Étincelle "associative" #1 : café',
    "</script><script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} {# x #}",
    "<b>gras</b> & *étoile* _trait_ [lien](javascript:alert(1))",
    "مكان مشترك 漢 🌱",
    "$(touch x) \\ `code`",
)


@cache
def contents(locale: str = "fr") -> dict[str, Any]:
    """The texts that the kit ships in a language, as fields of a space."""
    return texts(locale) | {
        "activities": (activity(body="Texte."), activity("apero", service="coworking", title="Apéro"))
    }


def space(locale: str = "fr", **changes: Any) -> Space:
    """The Comptoir with the texts of the kit."""
    return comptoir(**(contents(locale) | changes))


def papers(*slugs: str) -> tuple[Source[GovernanceDocument], ...]:
    """Public documents with these names, each of its own kind."""
    meta = {"title": "Charte", "audience": "Tout le monde", "visibility": "public", "law_as_of": "2026-11-24"}
    return tuple(
        Source(
            f"governance/fr/{slug}.md", "fr", slug, GovernanceDocument.model_validate(meta | {"kind": slug}), "Texte", 8
        )
        for slug in slugs
    )


def page(key: str = "home", body: str = "", **meta: Any) -> Source[Page]:
    """A page on the plain layout."""
    defaults = {"key": key, "title": "Titre", "description": "Phrase."}
    return Source(f"content/fr/pages/{key}.md", "fr", key, Page.model_validate(defaults | meta), body, 6)


def news(**meta: Any) -> Source[News]:
    defaults = {"title": "Nouvelle", "date": "2027-01-02", "description": "Phrase."}
    return Source("content/fr/news/n.md", "fr", "n", News.model_validate(defaults | meta), "Texte.", 5)


class Reading(HTMLParser):
    """A page as a browser reads it: its visible text, its links, its elements."""

    def __init__(self, html: bytes):
        super().__init__()
        self.text, self.title = "", ""
        self.lang: str | None = None
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._in_title = self._in_data = False
        self.feed(html.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self.links += [value for name in ("href", "src") if (value := attributes.get(name)) is not None]
        if identifier := attributes.get("id"):
            self.ids.add(identifier)
        self.lang = attributes.get("lang") if tag == "html" else self.lang
        self._in_title, self._in_data = tag == "title", tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            return
        data = data.replace("\u00a0", " ")
        self.text += data
        if self._in_title:
            self.title += data


def readings(files: Mapping[str, bytes]) -> dict[str, Reading]:
    return {path: Reading(data) for path, data in files.items() if path.endswith(".html")}


def problems(of: Space, **more: Any) -> list[Problem]:
    with pytest.raises(Problems) as raised:
        build_pages(of, **more)
    return list(raised.value.problems)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_link_leads_somewhere(locale: str) -> None:
    files = build_pages(space(locale, identity={"language": locale}, documents=papers("charte")), {"charte.pdf": b"x"})
    pages = readings(files)
    assert len(pages) > 15
    for path, reading in pages.items():
        for link in reading.links:
            parts = urlsplit(link)
            if parts.scheme or path == "404.html":
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            target = "index.html" if target == "." else target
            target = target if target in files else f"{target}/index.html"
            assert target in files, (path, link)
            # That of a drawing is the part of it to show.
            assert not parts.fragment or target.endswith(".svg") or parts.fragment in pages[target].ids, (path, link)


@pytest.mark.long
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_each_page_has_the_bones_of_a_page(locale: str) -> None:
    titles: list[str] = []
    for path, reading in readings(build_pages(space(locale, identity={"language": locale}))).items():
        tags = [tag for tag, _ in reading.elements]
        assert reading.lang == locale, path
        assert tags.count("h1") == 1 and tags.count("main") == 1, path
        assert ("a", {"class": "skip", "href": "#content"}) in reading.elements, path
        assert len(reading.ids) == sum("id" in attrs for _, attrs in reading.elements), path
        titles.append(reading.title)
    assert len(set(titles)) == len(titles)


@pytest.mark.long
def test_nothing_runs_and_nothing_comes_from_elsewhere() -> None:
    files = build_pages(space())
    for path, reading in readings(files).items():
        for tag, attrs in reading.elements:
            assert tag not in {"style", "iframe"}, path
            if tag == "script" and attrs != {"type": "application/ld+json"}:
                # Each of the two on the only page that it serves here.
                script = {"recherche/index.html": "search.js", "tarifs/index.html": "site.js"}[path]
                assert (attrs.get("src") or "").startswith(f"../static/{script}")
            assert not any(name == "style" or name.startswith("on") for name in attrs), path
            fetched = attrs.get("src") if tag != "link" else attrs.get("href")
            if fetched and attrs.get("rel") != "canonical":
                assert not urlsplit(fetched).netloc, (path, fetched)
    assert b"http" not in files["static/site.css"].replace(b"href^=http", b"")


def named(name: str) -> Space:
    """The Comptoir with ``name`` wherever a name may stand."""
    return space(
        identity={"name": name, "territory": name, "address": {"street": name}, "lineage": {"parent": name}},
        organisations={"organisations": {"cooperative": {"name": name}, "association": {"name": name}}},
        activities=(activity(title=name, description=name),),
        news=(news(title=name, description=name),),
    )


def structure(reading: Reading) -> list[str]:
    """The elements of a page, without the lines into which its drawings break a name."""
    return [tag for tag, _ in reading.elements if tag not in ("text", "g", "title")]


@pytest.mark.long
@pytest.mark.parametrize("name", NASTY)
def test_names_show_as_typed_and_do_nothing(name: str) -> None:
    files = build_pages(named(name))
    calm = readings(build_pages(named("Nom")))
    for path, reading in readings(files).items():
        assert name in reading.text, path
        assert name in reading.title, path
        assert structure(reading) == structure(calm[path]), path
    feed = ElementTree.fromstring(files["actualites/feed.xml"])
    assert [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")] == [
        f"Actualités\u00a0: {name}",
        name,
    ]


@pytest.mark.long
def test_a_changed_price_is_everywhere_and_the_old_one_nowhere() -> None:
    before = {path: reading.text for path, reading in readings(build_pages(space())).items()}
    grids = [{"from": None, "amounts": {"half_day": "9", "day": "17.50", "month": "280", "pass_10": "80"}}]
    after = {path: reading.text for path, reading in readings(build_pages(space(prices={"grids": grids}))).items()}
    shown = {path for path, text in before.items() if "15 €" in text}
    assert {"index.html", "tarifs/index.html", "coworking/index.html"} <= shown
    assert not any("15 €" in text for text in after.values())
    assert {path for path, text in after.items() if "17,50 €" in text} == shown


@pytest.mark.long
def test_a_price_takes_effect_on_its_day() -> None:
    grids = [
        {"from": None, "amounts": {"day": "15"}},
        {"from": "2027-02-01", "amounts": {"day": "16"}},
    ]
    of = space(prices={"grids": grids})
    later = dataclasses.replace(of, today=dt.date(2027, 2, 1))
    assert "15 €" in Reading(build_pages(of)["tarifs/index.html"]).text
    assert "16 €" in Reading(build_pages(later)["tarifs/index.html"]).text


FULL = {"half_day": "9", "day": "15", "month": "280", "pass_10": "80"}
LIABLE = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}


def prices_page(**changes: Any) -> str:
    return spoken(build_pages(space(**changes))["tarifs/index.html"])


def spoken(page: bytes) -> str:
    """The text of a page with one space between its words, and between its elements."""
    shown = re.sub(r"<script.*?</script>|<[^>]*>", " ", page.decode("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(shown).split())


@pytest.mark.long
def test_other_prices_have_their_column_only_when_there_are_some() -> None:
    assert "Tarif" not in prices_page().replace("Tarifs", "")
    grid = {"from": None, "amounts": FULL, "reduced": {"day": "10.50"}, "free": ["half_day"]}
    audiences = {"reduced": "Étudiantes et étudiants", "free": "Bénévoles"}
    text = prices_page(prices={"audiences": audiences, "grids": [grid]})
    assert "Formule Plein tarif Tarif réduit Gratuit Demi-journée" in text
    assert "Journée 15 € 10,50 € – plein tarif" in text
    assert "Demi-journée 9 € – plein tarif gratuit" in text
    assert "Tarif réduit Étudiantes et étudiants Gratuit Bénévoles" in text


@pytest.mark.long
def test_vat_is_told_as_who_invoices_owes_it() -> None:
    assert "HT" not in prices_page()
    assert "15 € La journée soit 12,50 € HT" in prices_page(organisations=LIABLE)
    before = prices_page(organisations=LIABLE, prices={"basis": "ht"})
    assert "Prix TTC, encaissés par" in before and "18 € La journée soit 15 € HT" in before
    mention = {"regime": "franchise-en-base", "mention": "Mention d’essai"}
    without = prices_page(organisations={"organisations": {"cooperative": {"vat": mention}}})
    assert "Prix sans TVA, encaissés par" in without and "Coopérative d’exemple Mention d’essai" in without
    assert "HT" not in without
    # While nobody knows whether there is some, an amount that would include it is what one pays; another may not be.
    assert "Prix à payer, encaissés par" in prices_page()
    assert "Prix encaissés par" in prices_page(prices={"basis": "ht"})


@pytest.mark.long
def test_the_page_of_prices_sends_nobody_to_an_agenda_without_prices() -> None:
    def page(**meta: Any) -> str:
        return prices_page(activities=(activity(**meta),))

    assert "sont gratuits pour les coworkers. Pour les autres, le prix n’est pas encore fixé" in page()
    assert "Le prix des autres est dans l’agenda" in page(price="5 €")


@pytest.mark.long
def test_each_of_two_organisations_has_a_drawing_of_how_it_decides() -> None:
    def drawings(**changes: Any) -> list[str]:
        page = build_pages(space(**changes))["gouvernance/index.html"].decode()
        return re.findall(r'<img src="[^"]*?(votes|assembly|board|one-and-nine)\.svg', page)

    assert drawings() == ["votes", "board", "one-and-nine"]
    alone = {"organisations": {"association": REMOVED}, "services": {"mediation": {"operator": "cooperative"}}}
    assert drawings(organisations=alone | {"common_costs": {"shares": REMOVED}}) == ["votes", "one-and-nine"]


@pytest.mark.long
def test_prices_at_a_glance_are_what_people_pay() -> None:
    of = space(organisations=LIABLE, prices={"basis": "ht"})
    assert "18 € la journée" in spoken(build_pages(of)["index.html"])
    unknown = spoken(build_pages(space(prices={"basis": "ht"}))["index.html"])
    assert "15 € la journée" in unknown and "HT" not in unknown


@pytest.mark.long
def test_prices_are_grouped_by_what_is_sold() -> None:
    offers = {
        "room": {"service": "coworking", "kind": "room", "unit": "hour"},
        "member": {"service": "mediation", "kind": "membership", "unit": "year"},
    }
    grids = [{"from": None, "amounts": FULL | {"room": 12, "member": 20}}]
    text = prices_page(prices={"offers": offers, "grids": grids}).partition("Prix et organisation")[2]
    # A pass comes last: its ticket lies beside the table, and tells its price once.
    shown = [
        text.index(name)
        for name in ("Coworking (bureaux partagés)", "Salles", "12 €", "Adhésion", "20 €", "Carnet de 10")
    ]
    assert shown == sorted(shown)
    assert text.count("Carnet de 10") == 1
    assert "20 € Association d’exemple" in text
    assert "bureaux partagés" not in prices_page()
    # What one sees first of a place is its desks.
    assert "l’heure" not in Reading(build_pages(space(prices={"offers": offers, "grids": grids}))["index.html"]).text


@pytest.mark.long
def test_the_next_grid_is_announced_before_its_day() -> None:
    grids = [{"from": None, "amounts": FULL}, {"from": "2027-02-01", "amounts": FULL | {"day": "16"}}]
    of = space(prices={"grids": grids})
    text = spoken(build_pages(of)["tarifs/index.html"])
    assert "À partir du 1er février 2027 : Journée 16 € au lieu de 15 €" in text
    for today in ("2027-02-01", "2027-06-01"):
        later = dataclasses.replace(of, today=dt.date.fromisoformat(today))
        assert "À partir du" not in Reading(build_pages(later)["tarifs/index.html"]).text


@pytest.mark.long
def test_a_pass_and_its_golden_ticket_tell_their_rules() -> None:
    text = prices_page()
    for undecided in (
        "Valable",
        "prêter",
        "Une seule fois",
        "Il donne droit à",
        "Pour qui",
        "jamais venue",
    ):
        assert undecided not in text, undecided
    assert "Un essai gratuit à offrir" in text
    rules = {
        "validity_months": 6,
        "transferable": "oui",
        "also_opens": ["mediation"],
        "golden_ticket": {"count": 2, "opens": "day", "until": "2027-12-31", "once_per_person": "oui"},
    }
    text = prices_page(prices={"passes": {"pass_10": rules}})
    for said in (
        "Valable 6 mois à compter de l’achat. Vous pouvez le prêter ou le partager.",
        "Il donne aussi droit à : Médiation numérique.",
        "2 tickets par carnet Il donne droit à 1 journée",
        "Dernier jour : 31 décembre 2027 Une seule fois par personne",
    ):
        assert said in text, said
    assert "ticket" not in prices_page(prices={"passes": {"pass_10": {"golden_ticket": "non"}}}).lower()


@pytest.mark.long
def test_who_answers_for_what_is_a_sentence_until_somebody_does_otherwise() -> None:
    def governance(**changes: Any) -> str:
        return spoken(build_pages(space(**changes))["gouvernance/index.html"])

    # The drawing says it.
    assert "Pour chaque service, son organisation : Encaisse Facture Assure Emploie" in governance()
    services = {"mediation": {"invoices": "cooperative"}}
    apart = governance(organisations={"services": services}, activities=())
    assert "Service Gère Facture Coworking" in apart
    assert "Médiation numérique Association d’exemple Coopérative d’exemple" in apart
    one = spoken(build_pages(alone(**contents()))["gouvernance/index.html"])
    assert "Les organisations" not in one


@pytest.mark.long
def test_one_organisation_alone_is_named_where_the_place_is() -> None:
    """A part of its own would hold one name; several have one."""
    one, several = (build_pages(of)["index.html"] for of in (alone(**contents()), space()))
    assert re.search(r"Où nous trouver .* Qui fait vivre le lieu Association d’exemple", spoken(one))
    assert b'id="team"' not in one and b'id="team"' in several


def of_form(form: str, language: str) -> str:
    """« Qui fait quoi » of a place of one organisation of this legal form."""
    of = alone(**contents(language))
    (only,) = of.organisations.organisations.values()
    one = of.organisations.model_copy(
        update={"organisations": {"association": only.model_copy(update={"legal_form": form})}}
    )
    of = dataclasses.replace(of, organisations=one, identity=of.identity.model_copy(update={"language": language}))
    return build_pages(of)[{"fr": "gouvernance/index.html", "en": "governance/index.html"}[language]].decode()


@pytest.mark.parametrize(
    ("form", "drawing"),
    [("scic-sas", "votes.svg"), ("scop-sarl", "votes.svg"), ("association-loi-1901", "assembly.svg")],
)
def test_a_vote_each_is_drawn_where_one_cooperative_decides(form: str, drawing: str) -> None:
    assert re.findall(r"(?:votes|assembly)\.svg", of_form(form, "fr")) == [drawing]


@pytest.mark.long
@pytest.mark.parametrize(
    ("form", "french", "english"),
    [
        ("association-loi-1901", "Les membres votent en assemblée", "Members vote in an assembly"),
        ("association-droit-local", "Les membres votent en assemblée", "Members vote in an assembly"),
        ("scic-sarl", "19 septies et 19 octies", "19 septies and 19 octies"),
        ("scop-sas", "Chaque associé a une voix", "Each member has one vote"),
        ("cooperative", "vont d’abord aux réserves", "go first to the reserves"),
        ("sas-ess", "à la majorité que fixent les statuts", "by the majority that the statutes set"),
        (
            "commune",
            "Les élus votent le budget de chaque année, et les prix",
            "Those elected vote the budget of each year, and the prices",
        ),
        ("epci", "Le conseil d’exploitation donne son avis", "The operating board gives its opinion"),
        ("regie-publique", "La direction fait tourner le lieu", "The manager runs the place"),
        ("gip", "convention constitutive", "founding agreement"),
    ],
)
def test_each_organisation_says_who_decides(form: str, french: str, english: str) -> None:
    for language, expected in (("fr", french), ("en", english)):
        decides = spoken(of_form(form, language).encode()).partition(
            {"fr": "Comment on décide", "en": "How we decide"}[language]
        )[2]
        assert expected in decides


def test_who_runs_an_activity_is_named_with_it() -> None:
    files = build_pages(space(activities=(activity(roles={"runs": "cooperative"}), activity("autre", title="Autre"))))
    assert "Proposé par Coopérative d’exemple" in spoken(files["activites/papycamp/index.html"])
    assert "Proposé par Association d’exemple" in spoken(files["activites/autre/index.html"])
    agenda = spoken(files["agenda/index.html"])
    # The next date is a card of its own, whose line begins with a capital.
    assert "avec Coopérative d’exemple" in agenda and "Avec Association d’exemple" in agenda


@pytest.mark.long
def test_who_runs_the_activities_is_told_with_who_answers_for_what() -> None:
    activities = (activity(), activity("cowocamp", title="Cowocamp du lundi", format="cowocamp", service="coworking"))
    text = spoken(build_pages(space(activities=activities))["gouvernance/index.html"])
    assert "L’organisation qui propose une activité de l’agenda l’organise" in text
    # Notes stand below the table, not in it.
    table = build_pages(space(activities=activities))["gouvernance/index.html"].decode().partition("</table>")[0]
    assert "L’animation" not in table
    assert re.search("Coopérative d’exemple [^.]*Cowocamp Association d’exemple [^.]*Papycamp", text)


def test_examples_stay_in_who_does_what_beside_the_first_real_activity() -> None:
    examples = (activity(example="oui"), activity("barcamp", title="Barcamp", format="barcamp", example="oui"))
    real = activity("vrai", title="Atelier jardin", format="atelier")
    text = spoken(build_pages(space(activities=(*examples, real)))["gouvernance/index.html"])
    assert "Atelier jardin, Barcamp (exemple), Papycamp (exemple)" in text


@pytest.mark.long
def test_shared_money_is_told_with_its_key_and_what_it_makes_possible() -> None:
    organisations = {
        "streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}},
        "common_costs": {"key": "area", "measures": {"cooperative": "75", "association": "25"}},
    }
    text = spoken(build_pages(space(organisations=organisations))["gouvernance/index.html"]).replace("\u2060", "")
    for said in (
        "Coworking Coopérative d’exemple 80 % Coopérative d’exemple 20 % Association d’exemple",
        "La clé : les surfaces occupées, en m².",
        "Association d’exemple 25 25 %",
        # What the price list tells of one month is not told again.
        "rapporte chaque mois 2 220 € (calcul sans TVA : régime à préciser). L’équivalent : 222 €, soit 24 × 9 €. Reste : 6 €, pour l’année suivante.",
    ):
        assert said in text, said
    assert "Quand une personne paie un mois" not in text
    unknown = space(organisations=organisations, identity={"capacity": {"residents": None, "occasional": None}})
    month = spoken(build_pages(unknown)["gouvernance/index.html"]).replace("\u2060", "")
    assert (
        "Un mois de coworking : 280 € (calcul sans TVA : régime à préciser). "
        "L’équivalent : 28 €, soit 3 × 9 €. Reste : 1 €, pour l’année suivante." in month
    )


def test_each_of_many_organisations_has_its_own_mark_on_the_bar_of_common_costs() -> None:
    keys = ("cooperative", "association", "c", "d", "e", "f")
    entry = {"name": "Exemple", "legal_form": "association-loi-1901"}
    organisations = {
        "organisations": dict.fromkeys(keys[2:], entry),
        "common_costs": {"shares": dict.fromkeys(keys, 15) | {"cooperative": 25}},
    }
    html = build_pages(space(organisations=organisations))["gouvernance/index.html"].decode()
    bar = html.partition('<svg class="bar"')[2].partition("</svg>")[0]
    marks = re.findall(r'fill="url\(#(mark-\d)\)"', bar)
    assert len(set(marks)) == len(keys)
    assert all(html.count(f'url(#{mark})"') == 2 and f'id="{mark}"' in html for mark in marks)
    drawn = [re.findall(f'<pattern id="{mark}".*?</pattern>', html)[0].partition(">")[2] for mark in marks]
    assert len(set(drawn)) == len(keys)


def test_no_number_or_year_ends_a_line_in_french_apart_from_its_word() -> None:
    typed = (
        "<p title='3 a'>Du 24 décembre au 2 janvier 2027, 3 places. <a>le coworking</a> (SCIC SAS), 42300 Roanne</p>"
    )
    bound = _with_bound_words(typed).replace("\u00a0", "~")
    assert "Du 24~décembre au 2~janvier~2027, 3~places. <a>le~coworking</a> (SCIC~SAS), 42300 Roanne" in bound
    assert _with_bound_words("1\u202f850,30 €") == "1\u00a0850,30 €"
    assert _with_bound_words("article 82, articles 16 à 22, mai 1978").count("\u00a0") == 4
    # What is no text stays as it is.
    assert "title='3 a'" in bound and "M0 3 a4" in _with_bound_words('<path d="M0 3 a4"/>')


def test_a_euro_is_drawn_before_vat_while_it_is_unknown_whether_there_is_some() -> None:
    """For two widths."""
    text = spoken(build_pages(space())["gouvernance/index.html"])
    assert text.count("0,90 € Coopérative d’exemple") == 2
    assert re.search("0,90 € Coopérative d’exemple 1 € hors TVA .* Ce que cet argent paie", text)


@pytest.mark.long
def test_no_euro_of_a_public_service_is_said_to_be_set_aside() -> None:
    """The income of a public body is not set aside for one expense, as a drawing of its euro would show."""
    title = "Où va un euro de coworking"
    assert title in spoken(build_pages(space())["gouvernance/index.html"])
    public = {"organisations": {"cooperative": {"legal_form": "commune"}}, "solidarity": {"percent": 20}}
    html = build_pages(space(organisations=public))["gouvernance/index.html"]
    assert title not in spoken(html)
    text = spoken(html)
    # All of it is its own, and its budget pays for the place; free uses are counted apart.
    text = spoken(html)
    assert re.search(
        "1 € payé Part de la collectivité Subventions Autres ventes Un seul budget, voté chaque année Aucune recette",
        text,
    )
    assert "Les usages gratuits" in text and "La part solidaire" not in text
    assert "piece-solidarity" not in html.decode()


@pytest.mark.long
def test_a_euro_is_drawn_where_nothing_is_set_aside_nor_shared() -> None:
    vat = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    nothing = vat | {"solidarity": {"percent": None}, "common_costs": {"shares": REMOVED}}
    html = build_pages(space(organisations=nothing))["gouvernance/index.html"]
    assert "Où va un euro de coworking" in spoken(html) and "La part solidaire" not in spoken(html)


@pytest.mark.long
def test_an_unknown_price_is_said_not_invented() -> None:
    html = build_pages(space(prices={"grids": [{"amounts": {"day": 15}}]}))["tarifs/index.html"]
    text = Reading(html.replace(b"</li>", b" </li>")).text  # what an item says is no word of the next one
    assert (
        set(re.findall(r"\S+\s€", text)) <= {"15 €", "15\u00a0€"}
        and "15" in text
        and "Mois" not in text
        and "à préciser" not in text
    )
    text = Reading(build_pages(space(prices={"grids": [{"amounts": {}}]}))["tarifs/index.html"]).text
    assert "€" not in text and "à préciser" not in text and "Pour connaître nos prix, demandez-nous." in text


@pytest.mark.long
@pytest.mark.parametrize(
    ("service", "page", "activity_page"),
    [("coworking", "coworking/", "activites/apero/"), ("mediation", "mediation-numerique/", "activites/papycamp/")],
)
def test_a_service_that_is_off_leaves_no_page_and_no_link(service: str, page: str, activity_page: str) -> None:
    of = space()
    identity = of.identity.model_copy(update={"modules": of.identity.modules.model_copy(update={service: False})})
    files = build_pages(dataclasses.replace(of, identity=identity))
    assert f"{page}index.html" in build_pages(of)
    assert f"{page}index.html" not in files and f"{activity_page}index.html" not in files
    for path, reading in readings(files).items():
        assert not any(page in link or activity_page in link for link in reading.links), path


@pytest.mark.long
def test_one_organisation_and_nothing_known_still_make_a_site() -> None:
    blank = {
        "territory": None,
        "address": {},
        "contact": {"email": None, "phone": None, "website": None},
        "capacity": {},
    }
    of = alone(**contents())
    bare = of.identity.model_validate(
        {"name": "Lieu", "slug": "lieu", "modules": {"coworking": "non", "mediation": "non", "support": "non"}}
    )
    for identity in (of.identity.model_validate(of.identity.model_dump() | blank), bare):
        files = build_pages(dataclasses.replace(of, identity=identity))
        for reading in readings(files).values():
            assert "[à compléter" not in reading.text
            assert "None" not in reading.text
        assert "sitemap.xml" not in files and "robots.txt" not in files


@pytest.mark.long
@pytest.mark.parametrize(("form", "bound"), [("gip", True), ("regie-publique", True), ("scic", False), (None, False)])
def test_the_state_of_accessibility_is_on_every_page_of_those_whom_the_law_binds(form: str | None, bound: bool) -> None:
    organisations = {"organisations": {"association": {"legal_form": form}}}
    for locale, title, state in (("fr", "ccessibilité", "non conforme"), ("en", "ccessibility", "not compliant")):
        files = build_pages(space(locale, identity={"language": locale}, organisations=organisations))
        pages = [data.decode() for path, data in files.items() if path.endswith(".html")]
        feet = [re.findall(rf">[^<]*{title}[^<]*<", html.partition("<footer")[2]) for html in pages]
        assert {state in " ".join(foot) for foot in feet if foot} == {bound}


@pytest.mark.long
def test_two_builds_are_the_same_bytes() -> None:
    of = space(documents=papers("a", "b"))
    assert build_pages(of, {"b.pdf": b"x", "a.odt": b"y"}) == build_pages(of, {"a.odt": b"y", "b.pdf": b"x"})


@pytest.mark.long
def test_the_emblem_is_the_place_s_own() -> None:
    one, other = build_pages(space()), build_pages(space(identity={"slug": "autre"}))
    assert one["static/emblem.svg"] != other["static/emblem.svg"]
    ElementTree.fromstring(one["static/pattern.svg"])


@pytest.mark.long
def test_the_agenda_holds_eight_weeks_by_day_from_its_first_date_on() -> None:
    weekly = activity(rrule="FREQ=WEEKLY;BYDAY=TH", title="Chaque jeudi")
    same_day = activity("b", title="Le même jour", start="2027-01-14 09:30", end="2027-01-14 10:00")
    later = activity("c", title="Au printemps", start="2027-04-01 10:00", end="2027-04-01 12:00")
    over = activity("d", title="Déjà passé", start="2026-12-01 10:00", end="2026-12-01 12:00")
    files = build_pages(space(activities=(weekly, same_day, later, over)))
    agenda = Reading(files["agenda/index.html"])
    assert agenda.text.count("Chaque jeudi") == 8
    assert agenda.text.index("Le même jour") < agenda.text.index("Chaque jeudi")
    assert [attrs for tag, attrs in agenda.elements if tag == "time" and attrs["datetime"] == "2027-01-14"] != []
    assert "Au printemps" not in agenda.text and "Déjà passé" not in agenda.text
    assert "9 h 30 – 10 h" in agenda.text
    assert "Jeudi 1er avril 2027" in Reading(files["activites/c/index.html"]).text
    assert "A eu lieu le mardi 1er décembre 2026" in Reading(files["activites/d/index.html"]).text


def test_an_empty_agenda_says_so() -> None:
    files = build_pages(space(activities=()))
    assert "Rien d’annoncé" in Reading(files["agenda/index.html"]).text


@pytest.mark.long
def test_examples_are_marked() -> None:
    of = space(activities=(activity(example=True),), news=(news(example=True), news()))
    files = build_pages(dataclasses.replace(of, news=of.news[:1]))
    for path in (
        "agenda/index.html",
        "activites/papycamp/index.html",
        "actualites/index.html",
        "actualites/n/index.html",
    ):
        assert "Exemple" in Reading(files[path]).text, path
    own = Reading(build_pages(space(activities=(activity(),), news=()))["agenda/index.html"])
    assert not any(attrs.get("class") == "example" for _, attrs in own.elements)


@pytest.mark.long
def test_the_way_to_the_place_is_one_press_away() -> None:
    address = {"city": "Roanne", "postal_code": "42300", "latitude": 46.036, "longitude": 4.069}
    links = Reading(build_pages(space(identity={"address": address}))["contact/index.html"]).links
    assert "https://www.openstreetmap.org/directions?to=46.036,4.069" in links
    bare = {"city": None, "postal_code": None, "street": None, "latitude": None, "longitude": None}
    assert not any(
        "directions" in link
        for link in Reading(build_pages(space(identity={"address": bare}))["contact/index.html"]).links
    )


@pytest.mark.long
def test_documents_are_offered_with_format_and_weight() -> None:
    files = build_pages(space(documents=papers("charte")), {"charte.pdf": b"x" * 45_000, "charte.odt": b"y"})
    listed = Reading(files["nos-documents/index.html"])
    assert files["documents/charte.pdf"] == b"x" * 45_000
    assert "../documents/charte.pdf" in listed.links and "../documents/charte.odt" in listed.links
    assert "45 ko" in listed.text and "ODT" in listed.text
    # Those of the first readers stand on the page of governance, too, with their format.
    governance = Reading(files["gouvernance/index.html"])
    assert "../nos-documents/" in governance.links and "../documents/charte.pdf" in governance.links
    assert re.search(r"Charte .*PDF 45 ko", spoken(files["gouvernance/index.html"]))


@pytest.mark.long
def test_documents_are_listed_by_reader_under_their_first_format() -> None:
    sources = papers("guide", "charte")
    guide = sources[0].meta.model_copy(update={"reader": "host", "title": "Guide"})
    of = space(documents=(dataclasses.replace(sources[0], meta=guide), *sources[1:]))
    formats = ("html", "pdf", "odt")
    html = build_pages(of, {f"{slug}.{kind}": b"x" for slug in ("guide", "charte") for kind in formats})
    page = html["nos-documents/index.html"].decode()
    groups = re.findall(r'<h2 id="(\w+)">.*?<h3>\s*<a class="first-file" href="([^"]+)">([^<]+)</a>', page, re.DOTALL)
    # Those of the first readers stand in the head, and not again below.
    covers = re.findall(r'<a href="([^"]+)"><i></i> <strong><span>([^<]+)</span></strong>', page)
    assert covers == [("../documents/charte.pdf", "Charte")]
    assert groups == [("host", "../documents/guide.pdf", "Guide")]
    others = re.findall(r'<ul class="formats">.*?</ul>', page, re.DOTALL)
    assert [re.findall(r"\.(\w+)\"", part) for part in others] == [["html", "odt"], ["pdf", "html", "odt"]]
    # Without a document, the page says so, and the governance doesn't lead to it.
    bare = build_pages(space(documents=()))
    assert "Aucun document" in Reading(bare["nos-documents/index.html"]).text
    assert "Voir tous les documents" not in Reading(bare["gouvernance/index.html"]).text


# --- Menus ---


def menu_links(html: bytes, part: str) -> list[tuple[str, str]]:
    """The links of the menu or of the footer: their address and name."""
    start = {"menu": '<div class="menu"', "foot": "<footer"}[part]
    nav = html.decode().partition(start)[2].partition("<nav")[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_menu_names_six_pages_by_their_titles_and_the_footer_the_others(locale: str) -> None:
    files = build_pages(space(locale, identity={"language": locale}))
    titles = {}
    for path, data in files.items():
        if path.endswith("index.html"):
            titles[path.removesuffix("index.html")] = unescape(re.findall(r"<h1[^>]*>(.*?)</h1>", data.decode())[0])
    for path in ("agenda/index.html", "404.html"):
        depth = "../" if path != "404.html" else "/"
        menu, foot = (menu_links(files[path], part) for part in ("menu", "foot"))
        assert len(menu) == 6 and len(foot) > 8 and not set(menu) & set(foot)
        links = [(address.removeprefix(depth), unescape(name)) for address, name in menu + foot]
        assert [(address, name) for address, name in links if titles[address] != name] == []
        assert b'role="search"' in files[path]


@pytest.mark.long
def test_the_menu_has_only_what_the_place_has() -> None:
    names = [name for _, name in menu_links(build_pages(space())["index.html"], "menu")]
    assert names == ["Venir", "Travailler", "Se faire aider", "Agenda", "Tarifs", "Qui fait quoi"]
    bare = build_pages(space(identity={"modules": {"coworking": "non"}}, activities=()))["index.html"]
    names = [name for _, name in menu_links(bare, "menu")]
    assert names[:3] == ["Venir", "Se faire aider", "Qui fait quoi"] and len(names) == 6
    assert not {"Travailler", "Tarifs", "Agenda"} & set(names)
    # The agenda can still be subscribed to.
    assert "Agenda" in [name for _, name in menu_links(bare, "foot")]


def test_a_place_that_knows_nothing_leads_nobody_to_what_is_not_known() -> None:
    """No page of the menu, no button and no link of a text leads to prices, dates or a contact that are not there."""
    unknown: dict[str, Any] = {
        "address": dict.fromkeys(("street", "postal_code", "city")),
        "contact": dict.fromkeys(("email", "phone", "website")),
    }
    amounts = dict.fromkeys(PRICES["grids"][0]["amounts"])
    bare = space(identity=unknown, activities=(), prices={"grids": [{"from": None, "amounts": amounts}]})
    files = build_pages(bare)
    names = {name for _, name in menu_links(files["index.html"], "menu")}
    assert names and not names & {"Venir", "Tarifs", "Agenda", "Activités"}
    # The page of activities is one to come to all the same: it tells how to propose one.
    empty = {f"{name}/" for name in ("contact", "tarifs", "agenda")}
    legal = ("mentions-legales", "confidentialite", "accessibilite", "404", "recherche")
    for path, html in files.items():
        if path.endswith(".html") and not path.startswith(legal):
            main = html.decode("utf-8").partition("<main")[2].partition("</main>")[0]
            links = {link.removeprefix("../") for link in Reading(main.encode()).links}
            assert not links & empty, path
    home = Reading(files["index.html"])
    assert {"activites/", "le-lieu/"} <= {
        attrs["href"] for tag, attrs in home.elements if tag == "a" and "button" in (attrs.get("class") or "")
    }


@pytest.mark.long
def test_the_calendar_is_linked_only_when_it_is_made() -> None:
    assert "../agenda.ics" not in Reading(build_pages(space())["agenda/index.html"]).links
    assert "../agenda.ics" in Reading(build_pages(space(), exported=["agenda.ics"])["agenda/index.html"]).links


def test_the_whole_of_public_holds_site_documents_and_exports() -> None:
    files = build_site(space(), {})
    assert "agenda.ics" in files and "index.html" in files


@pytest.mark.long
def test_the_feed_and_the_sitemap_hold_whole_addresses() -> None:
    files = build_pages(space(news=(news(),)))
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(files["actualites/feed.xml"])
    assert feed.get("{http://www.w3.org/XML/1998/namespace}base") == "https://exemple.fr/actualites/"
    assert [link.get("href") for link in feed.iter(f"{atom}link")][-1] == "n/"
    assert all(feed.find(f"{atom}{name}") is not None for name in ("id", "title", "updated", "author"))
    # The identity of an entry outlives a change of address.
    moved = build_pages(space(news=(news(),), identity={"contact": {"website": "https://ailleurs.fr"}}))
    ids = [
        [entry.text for entry in ElementTree.fromstring(one["actualites/feed.xml"]).iter(f"{atom}id")]
        for one in (files, moved)
    ]
    assert ids[0] == ids[1]
    found = re.findall("<loc>(.*?)</loc>", files["sitemap.xml"].decode())
    assert {"https://exemple.fr/", "https://exemple.fr/tarifs/", "https://exemple.fr/actualites/n/"} <= set(found)
    assert b"Sitemap: https://exemple.fr/sitemap.xml" in files["robots.txt"]


def test_a_character_that_xml_cannot_hold_does_not_break_the_feed() -> None:
    feed = build_pages(space(news=(news(title="Titre\x08"),)))["actualites/feed.xml"]
    assert b"<title>Titre</title>" in feed and ElementTree.fromstring(feed) is not None


@pytest.mark.long
def test_the_page_not_found_works_at_any_depth() -> None:
    for website, base in ((None, "/"), ("https://exemple.fr", "/"), ("https://exemple.fr/lieux/fil", "/lieux/fil/")):
        missing = Reading(build_pages(space(identity={"contact": {"website": website}}))["404.html"])
        own = [link for link in missing.links if not urlsplit(link).scheme]
        assert all(link.startswith((base, "#")) for link in own)


@pytest.mark.long
def test_every_unknown_page_and_broken_link_is_told_with_its_line() -> None:
    body = "Bon [a]({{ url('home') }})\n\n[b]({{ url('rien') }})\n[c]({{ url('nulle-part') }})\n"
    found = problems(comptoir(pages=(page(body=body),)))
    assert [(one.code, one.values["page"], one.file, one.line) for one in found] == [
        ("link.page", "rien", "content/fr/pages/home.md", 8),
        ("link.page", "nulle-part", "content/fr/pages/home.md", 9),
    ]
    found = problems(
        comptoir(pages=(page(body="\n[b](nulle-part/)\n[c](#ici)\n[d](https://exemple.fr/nulle-part)\n"),))
    )
    assert [(one.code, one.values["target"], one.line) for one in found] == [
        ("link.broken", "nulle-part/", 7),
        ("link.anchor", "#ici", 8),
    ]


def test_a_broken_link_says_its_words_and_the_page_most_likely_meant() -> None:
    pages = (
        page(body="\n[Nos **prix**](tarif/)\n[c]({{ url('tarif') }})\n"),
        page("tarifs", body='<h2 id="jour">Jour</h2>'),
    )
    found = problems(comptoir(pages=pages))
    assert [(one.code, one.values["closest"]) for one in found] == [("link.page", "tarifs")]
    pages = (
        page(body="\n[Nos **prix**](tarif/)\n[c](tarifs/#jours)\n"),
        page("tarifs", body='<h2 id="jour">Jour</h2>'),
    )
    broken, anchor = problems(comptoir(pages=pages))
    assert (broken.values["text"], broken.values["closest"]) == ("Nos prix", "tarifs/")
    assert (anchor.code, anchor.values["closest"]) == ("link.anchor", "jour")


@pytest.mark.long
def test_a_broken_link_of_a_template_is_named_once_with_a_page_that_shows_it(root: Path) -> None:
    of = override(root, "components/footer.html", '<a href="{{ root }}rien/">Rien du tout</a>')
    (problem,) = problems(of)
    assert (problem.code, problem.values["text"]) == ("link.broken", "Rien du tout")
    assert problem.values["page"].endswith("index.html")


def test_a_link_that_is_good_on_one_page_is_not_taken_as_good_on_another() -> None:
    """The same words lead elsewhere from another folder; those of neighbours lead to the same place."""
    html = "".join(f'<a href="{target}">' for target in ("../a/", "../tarifs/", "../a/#rien", "../"))
    others = ("a/index.html", "x/a/index.html", "tarifs/index.html")
    pages = ("index.html", "b/index.html", "c/index.html", "x/b/index.html", "x/c/index.html")
    checker = LinkChecker(dict.fromkeys(others, b"") | dict.fromkeys(pages, html.encode()))

    def broken(*files: str) -> list[tuple[str | None, object]]:
        collector = LinkCollector()
        linked = [LinkedPage(file, Origin(file, html, 1, "page.html"), collector.links(file, html)) for file in files]
        return [(problem.file, problem.values["target"]) for problem in checker.problems(linked)]

    expected = {
        "b/index.html": ["../a/#rien"],
        "c/index.html": ["../a/#rien"],
        "x/b/index.html": ["../tarifs/", "../a/#rien", "../"],
        "x/c/index.html": ["../tarifs/", "../a/#rien", "../"],
        "index.html": ["../a/", "../tarifs/", "../a/#rien", "../"],
    }
    for files in (pages, (*reversed(pages), *pages), *((page,) for page in pages)):
        assert broken(*files) == [(file, target) for file in files for target in expected[file]]


def test_what_looks_like_a_link_in_a_text_is_none() -> None:
    body = 'On écrit href="nulle-part/" dans une page, et id="ici" pour une ancre.\n\n[x](#ici)\n'
    found = problems(comptoir(pages=(page(body=body),)))
    assert [(one.code, one.values["target"]) for one in found] == [("link.anchor", "#ici")]


def test_an_unknown_placeholder_and_an_unknown_layout_are_told_together() -> None:
    pages = (page(), page("a", body="x\n{{ nope }}\n"), page("b", layout="rien"))
    found = problems(comptoir(pages=pages))
    assert [(one.code, one.file, one.line) for one in found] == [
        ("placeholder.unknown", "content/fr/pages/a.md", 7),
        ("layout.unknown", "content/fr/pages/b.md", None),
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A place with the theme of the kit, and an empty folder for the team's own."""
    shutil.copytree(TEMPLATE / "theme", tmp_path / "theme")
    (tmp_path / "overrides" / "layouts").mkdir(parents=True)
    return tmp_path


def override(root: Path, path: str, text: str) -> Space:
    target = root / "overrides" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return space(root=root)


OWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


@pytest.mark.long
def test_the_team_s_templates_and_files_win(root: Path) -> None:
    build_pages(space(root=root))
    of = override(
        root, "layouts/page.html", '{% extends "theme/layouts/page.html" %}\n{% block body %}À nous{% endblock %}'
    )
    override(root, "static/emblem.svg", OWN)
    files = build_pages(of)
    assert "À nous" in Reading(files["mentions-legales/index.html"]).text
    assert files["static/emblem.svg"] == OWN.encode()


@pytest.mark.long
def test_every_page_loads_the_team_s_own_sheet_last_and_only_where_there_is_one(root: Path) -> None:
    pages = {path: data.decode() for path, data in build_pages(space(root=root)).items() if path.endswith(".html")}
    assert pages and not any("site-extra" in html for html in pages.values())
    own = override(root, "static/site-extra.css", ".masthead::before { background: url(pattern.svg) }")
    files = build_pages(own)
    style = files["static/site-extra.css"]
    assert style.startswith(b".masthead:before{background:url(pattern.svg?v=")
    address = f"static/site-extra.css?v={hashlib.sha256(style).hexdigest()[:8]}"
    for path in pages:
        reading = Reading(files[path])
        sheets = [attrs["href"] or "" for tag, attrs in reading.elements if attrs.get("rel") == "stylesheet"]
        assert sheets[-1].endswith(address) and len(sheets) > 1, path
        policy = next(attrs["content"] or "" for _, attrs in reading.elements if "http-equiv" in attrs)
        assert "style-src 'self'" in policy


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a\n{% if %}", "template.syntax", 2),
        ("a\n\n{{ nope }}", "template.unknown", 3),
        ("a\n{{ t('nope') }}", "template.error", 2),
        ("a\n{{ 1 / 0 }}", "template.error", 2),
        ('a\n{% include "layouts/rien.html" %}', "template.missing", 2),
        ("a\n{{ url('rien') }}", "link.page", 2),
    ],
)
def test_a_fault_in_a_template_says_where(root: Path, text: str, code: str, line: int) -> None:
    found = problems(override(root, "layouts/home.html", text))
    assert [(one.code, one.file, one.line) for one in found] == [(code, "overrides/layouts/home.html", line)]


def test_telephone_links_hold_digits_alone() -> None:
    from tierslieu.site.context import tel

    assert tel("04 77 00 00 00") == "0477000000"
    assert tel("+33 (0)4.77-00 00 00") == "+33477000000"


def test_a_language_has_no_word_that_french_lacks_and_those_of_the_tool_have_all() -> None:
    files = (TEMPLATE / "vocabulary" / "locales").glob("*.yaml")
    words = {path.stem: set(yaml_reader.parse(path.read_text("utf-8")).data["strings"]) for path in files}
    tool = {path.stem for path in (ENGINE / "i18n" / "catalogues").glob("*.yaml")}
    assert [language for language in words if not words[language] <= words["fr"]] == []
    assert [language for language in words if language in tool and words[language] != words["fr"]] == []


@pytest.mark.long
def test_an_example_is_marked_on_the_board_of_the_home_page() -> None:
    for example in ("oui", "non"):
        home = build_pages(space(activities=(activity(example=example),)))["index.html"]
        board = home.decode().partition('<div class="sign">')[2].partition("</dl>")[0]
        assert "Papycamp" in board and (">exemple<" in board) is (example == "oui")


@pytest.mark.long
def test_no_role_is_invented_for_a_representative() -> None:
    for person in ("Camille Quartz", "Camille Quartz, présidente"):
        of = space(organisations={"organisations": {"cooperative": {"representative": person}}})
        pages = build_pages(of)
        for page in ("mentions-legales/index.html", "gouvernance/index.html"):
            assert person in spoken(pages[page])
            assert "présidente ou président" not in spoken(pages[page]) and "fonction" not in spoken(pages[page])


#: What only a team can promise: a welcome, an answer, a delay, a practice.
PROMISES = {
    "fr": r"on vous (?:montre|présente|accueille|fait visiter)|quelqu’un (?:prend|vous accueille)|nous vous (?:montrons|"
    r"présentons|répondrons|rappellerons)|toujours changer|frais caché|trois ans|rien d’autre|les vendons|préviendrons|"
    r"Nous ne (?:les gardons|nous en servons)|passer une journée",
    "en": r"we (?:show|introduce|welcome) you|someone (?:takes|welcomes)|we will (?:answer|call|look|warn)|always change|"
    r"hidden|drop in|three years|nothing else|sell it to|We do not (?:keep|use|send)|spend a day",
}


@pytest.mark.parametrize("locale", PROMISES)
def test_no_page_of_the_kit_promises_what_only_a_team_can(locale: str) -> None:
    """In no branch of its text; comments are for the team."""
    for source in contents(locale)["pages"]:
        text = re.sub(r"(?s)\{#.*?#\}", "", source.body).replace("\u00a0", " ")
        assert not re.findall(PROMISES[locale], text, re.IGNORECASE), source.path


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_page_names_a_format_of_which_the_place_has_no_activity(locale: str) -> None:
    pages = build_pages(space(locale, activities=(), identity={"language": locale}))
    words = {path: spoken(data) for path, data in pages.items() if path.endswith(".html")}
    for name in ("papycamp", "cowocamp", "barcamp", "aperocamp"):
        assert [path for path, text in words.items() if name in text.lower()] == [], name


@pytest.mark.long
def test_pages_promise_nothing_that_the_team_has_not_said() -> None:
    access: dict[str, Any] = {
        "identity": {"access": {"details": "Une marche"}, "publication": {"host": "Hébergeur d’exemple"}}
    }
    nothing: dict[str, Any] = {}
    for changes in (nothing, access):
        pages = {path: spoken(page) for path, page in build_pages(space(**changes)).items() if path.endswith(".html")}
        for promise in ("Quelqu’un vous accueille", "on vous fait visiter", "trois ans au plus", "passer une journée"):
            assert not [path for path, page in pages.items() if promise in page], promise
        assert ("Une marche" in pages["contact/index.html"]) is bool(changes)
        assert ("Son nom est dans" in pages["confidentialite/index.html"]) is bool(changes)


@pytest.mark.parametrize(
    ("locale", "path", "first"), [("fr", "confidentialite", "Si vous prenez"), ("en", "privacy", "If you take")]
)
def test_a_paragraph_below_a_list_is_not_in_its_last_item(locale: str, path: str, first: str) -> None:
    """A tag of the template at the end of an item takes the line break with it."""
    html = build_pages(space(locale, identity={"language": locale}))[f"{path}/index.html"].decode()
    assert f"<p>{first} " in html


def test_no_line_of_a_french_page_begins_with_a_sign_that_follows_an_ordinary_space() -> None:
    text = "Un ordinateur lent : on ouvre **tout** ; « vraiment » ? `x : y` Appelez le 04 65 71 00 42."
    pages = (page(), page("essai", text, title="Aide : vos démarches"))
    html = build_pages(space(pages=pages))["essai/index.html"].decode("utf-8")
    assert "lent\u00a0: on ouvre" in html and "</strong>\u00a0; «\u00a0vraiment\u00a0»\u00a0?" in html
    assert re.search("<h1[^>]*>Aide\u00a0: vos démarches</h1>", html)
    assert "<code>x : y</code>" in html and "le 04\u00a065\u00a071\u00a000\u00a042." in html
    # Attributes and what a script reads are as typed.
    assert '"Aide : vos démarches' in html
