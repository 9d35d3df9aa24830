"""What templates are told: facts in the words of each language, blanks where nobody knows, and nothing invented."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import PRICES, REMOVED, activity, alone, comptoir

from tierslieu.facts import Blank, Facts, facts, money, percent_text
from tierslieu.facts.shares import common_percents
from tierslieu.model import Space, VatRegime
from tierslieu.model.prices import Kind


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("15", "15\u00a0€", "€15"),
        ("15.00", "15\u00a0€", "€15"),
        ("9.50", "9,50\u00a0€", "€9.50"),
        ("1680", "1\u202f680\u00a0€", "€1,680"),
    ],
)
def test_an_amount_and_its_sign_stay_on_one_line(amount: str, french: str, english: str) -> None:
    assert (money(Decimal(amount), "fr"), money(Decimal(amount), "en")) == (french, english)


def test_percents() -> None:
    assert [percent_text(Decimal("12.5"), locale) for locale in ("fr", "en")] == ["12,5\u00a0%", "12.5%"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0473000000", "04 73 00 00 00"),
        ("04.73.00.00.00", "04 73 00 00 00"),
        ("+33473000000", "+33 4 73 00 00 00"),
        ("+33 (0)4 73 00 00 00", "+33 4 73 00 00 00"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
    ],
)
def test_a_french_telephone_number_is_shown_in_pairs(written: str, shown: str) -> None:
    space = comptoir(identity={"contact": {"phone": written}, "publication": {"host_phone": written}})
    for document in (False, True):
        found = facts(space, "fr", document=document)
        assert (found["space"]["contact"]["phone"], found["publication"]["host_phone"]) == (shown, shown)
        notice = {line["label"]: line["value"] for line in found["publication"]["notices"][0]}
        assert notice[found["t"]("notice_phone")] == shown
        assert found["publication"]["host_notice"][-1]["value"] == shown


def plain_facts(space: Space, locale: str = "fr", *, document: bool = False) -> Facts:
    """The facts of ``space``, with plain spaces."""
    result: Facts = plain(facts(space, locale, document=document))
    return result


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Blank):
        return Blank(plain(value.text), value.label)
    return value.replace("\u00a0", " ").replace("\u202f", " ") if isinstance(value, str) else value


def by_key(rows: list[Facts]) -> Facts:
    return {row["key"]: row for row in rows}


def regime(key: str, **vat: str) -> dict[str, Any]:
    return {"organisations": {"cooperative": {"vat": {"regime": key, **vat}}}}


@pytest.mark.parametrize(
    ("offer", "french", "english"),
    [
        ({}, "Journée", "Day"),
        ({"kind": "room"}, "Salle de réunion, journée", "Meeting room, day"),
        ({"kind": "room", "thing": "salle-bleue"}, "Salle de réunion « salle bleue », journée", "Meeting room “salle bleue”, day"),
        ({"kind": "desk", "thing": "atelier"}, "Bureau partagé « atelier », journée", "Shared desk “atelier”, day"),
        ({"kind": "room", "label": "Le grand salon"}, "Le grand salon", "Le grand salon"),
    ],
)  # fmt: skip
def test_an_offer_is_called_by_its_kind_and_unit_unless_it_has_a_name(
    offer: dict[str, str], french: str, english: str
) -> None:
    space = comptoir(prices={"offers": {"day": offer}})
    assert [by_key(plain_facts(space, locale)["offers"])["day"]["label"] for locale in ("fr", "en")] == [
        french,
        english,
    ]


def test_every_unit_kind_and_free_use_has_its_words_in_every_language() -> None:
    vocabulary = comptoir().vocabulary
    assert {"fr", "en"} & vocabulary.untranslated.keys() == set()
    for locale in vocabulary.locales.values():
        for unit in vocabulary.price_units:
            assert {f"unit_{unit}", f"per_{unit}", f"free_{unit}_one", f"free_{unit}_other"} <= set(locale.strings)
        for kind in get_args(Kind):
            assert {f"kind_{kind}", f"kinds_{kind}"} <= set(locale.strings)


def test_a_price_is_told_to_each_audience() -> None:
    grid = PRICES["grids"][0] | {"reduced": {"day": "10.50"}, "solidarity": {"day": 5}, "free": ["half_day"]}
    audiences = {"reduced": "Étudiantes et étudiants", "solidarity": None}
    result = plain_facts(comptoir(prices={"audiences": audiences, "grids": [grid]}), document=True)
    offers = by_key(result["offers"])
    assert [offers["day"][name] for name in ("amount", "reduced", "solidarity", "free")] == [
        "15 €",
        "10,50 €",
        "5 €",
        False,
    ]
    assert [offers["half_day"][name] for name in ("reduced", "solidarity", "free")] == ["", "", True]
    assert [(row["name"], str(row["who"])) for row in result["audiences"]] == [
        ("Tarif réduit", "Étudiantes et étudiants"),
        ("Tarif solidaire", "[à compléter : personnes concernées]"),
        ("Gratuit", "[à compléter : personnes concernées]"),
    ]
    assert plain_facts(comptoir(prices={"audiences": audiences}))["audiences"] == []


@pytest.mark.parametrize(
    ("key", "basis", "expected"),
    [
        ("assujettie", "ttc", ("TTC", "12,50 €", "2,50 €", "15 €")),
        ("assujettie", "ht", ("HT", "15 €", "3 €", "18 €")),
        ("franchise-en-base", "ttc", ("sans TVA", "15 €", "0 €", "15 €")),
        ("franchise-en-base", "ht", ("sans TVA", "15 €", "0 €", "15 €")),
    ],
)
def test_vat_follows_the_regime_of_who_invoices(key: str, basis: str, expected: tuple[str, ...]) -> None:
    day = by_key(plain_facts(comptoir(organisations=regime(key), prices={"basis": basis}))["offers"])["day"]
    assert (day["tax"], day["ht"], day["vat"], day["ttc"]) == expected


def test_vat_is_blank_while_the_regime_is_unknown() -> None:
    unknown = plain_facts(comptoir(), document=True)
    day = by_key(unknown["offers"])["day"]
    assert (str(day["ht"]), day["ttc"], day["tax"]) == ("[à compléter : régime de TVA]", "15 €", "")
    assert unknown["tax_basis"] == ""
    unpriced = comptoir(prices={"grids": [{"amounts": {}}]}, organisations=regime("assujettie"))
    assert str(by_key(plain_facts(unpriced, document=True)["offers"])["day"]["ht"]) == "[à compléter : montant]"


@pytest.mark.parametrize(
    ("vat", "tax"),
    [
        ({"regime": "organisme-non-lucratif"}, ""),
        ({"regime": "organisme-non-lucratif", "mention": "Exonération confirmée"}, "sans TVA"),
        ({"regime": "franchise-en-base"}, "sans TVA"),
        ({"regime": "assujettie"}, "TTC"),
    ],
)
def test_the_exemption_of_a_non_profit_that_sells_coworking_is_to_be_confirmed(vat: Facts, tax: str) -> None:
    association = {"association": {"legal_form": "association-loi-1901", "vat": vat}}
    sellers = {"organisations": association, "services": {"coworking": {"operator": "association"}}}
    space = comptoir(organisations=sellers)
    result = plain_facts(space, document=True)
    day, seller = by_key(result["offers"])["day"], by_key(result["organisations"])["association"]
    assert (day["tax"], day["ttc"]) == (tax, "15 €")
    for blank in (day["ht"], day["rate"], seller["vat"]["regime"], seller["vat"]["mention"]):
        assert ("confirmer" in str(blank)) is (not tax)
    assert bool(by_key(plain_facts(space)["organisations"])["association"]["vat"]["mention"]) is bool(
        tax and tax != "TTC"
    )


def test_the_basis_of_all_prices_is_told_when_a_seller_charges_vat_and_no_regime_is_unknown() -> None:
    member = {"member": {"service": "mediation", "kind": "membership", "unit": "year"}}

    def basis(cooperative: str, association: str | None) -> str:
        both = regime(cooperative)
        both["organisations"]["association"] = {"vat": {"regime": association}}
        told: str = plain_facts(comptoir(prices={"offers": member}, organisations=both))["tax_basis"]
        return told

    assert basis("assujettie", "franchise-en-base") == "TTC"
    assert basis("assujettie", None) == basis("franchise-en-base", "franchise-en-base") == ""


@pytest.mark.parametrize(
    ("today", "mention", "own"),
    [
        ("2026-08-31", "ANCIENNE", None),
        ("2026-09-01", "[à compléter : mention de TVA des factures]", None),
        ("2026-09-01", "La nôtre", "La nôtre"),
    ],
)
def test_the_words_of_invoices_are_those_of_the_day_and_blank_where_no_source_gives_them(
    today: str, mention: str, own: str | None
) -> None:
    mentions = [
        {"text": "ANCIENNE", "source": "Un texte"},
        {"from": "2026-09-01", "text": None, "source": "Cherché, non trouvé"},
    ]
    law = VatRegime.model_validate(
        {
            "label": {"fr": "Franchise"},
            "charges": "non",
            "recovers": "non",
            "mentions": mentions,
            "sources": ["Un texte"],
        }
    )
    vocabulary = dataclasses.replace(comptoir().vocabulary, vat_regimes={"franchise": law})
    vat = {"mention": own} if own else {}
    space = comptoir(
        organisations=regime("franchise", **vat), vocabulary=vocabulary, today=dt.date.fromisoformat(today)
    )
    organisation = by_key(plain_facts(space, document=True)["organisations"])["cooperative"]
    assert str(organisation["vat"]["mention"]) == mention
    assert bool(organisation["vat"]["mention"]) is not mention.startswith("[")


def test_an_organisation_is_told_with_what_the_law_asks() -> None:
    cooperative = {"siret": "12345678900012", "stage": "existing", "role": "gérante", "vat": {"regime": "assujettie"}}
    association = {"stage": "to_create"}
    space = comptoir(organisations={"organisations": {"cooperative": cooperative, "association": association}})
    result = by_key(plain_facts(space, document=True)["organisations"])
    assert (result["cooperative"]["siren"], result["cooperative"]["stage"]) == ("123456789", "")
    association = result["association"]
    assert (association["stage"], str(association["role"])) == ("en cours de création", "[à compléter : fonction]")
    assert result["cooperative"]["role"] == "gérante"
    # Who charges VAT has a number, and no words to excuse itself.
    assert str(result["cooperative"]["vat"]["number"]) == "[à compléter : numéro de TVA]"
    assert result["cooperative"]["vat"]["mention"] == ""
    assert str(result["association"]["vat"]["regime"]) == "[à compléter : régime de TVA]"


def test_roles_are_those_of_the_service_unless_an_activity_says_otherwise() -> None:
    services = {"coworking": {"collects": "association", "insures": "association"}}
    acts = (activity(roles={"employs": "cooperative"}), activity("autre"))
    result = plain_facts(comptoir(organisations={"services": services}, activities=acts))
    coworking = result["services"]["coworking"]
    assert [coworking[role]["key"] for role in ("operator", "collects", "invoices", "insures", "employs")] == [
        "cooperative", "association", "association", "association", "cooperative",
    ]  # fmt: skip
    assert [(row["name"], row["operator"]["key"], row["employs"]["key"]) for row in result["activities"]] == [
        ("Papycamp", "association", "cooperative")
    ]
    assert result["roles_apart"] == ["collects", "invoices", "insures", "employs"]
    assert {row["collects"]["key"] for row in result["offers"]} == {"association"}
    assert plain_facts(comptoir())["roles_apart"] == []


def test_a_stream_tells_who_is_paid_and_what_each_gets() -> None:
    bar = {"label": "Buvette", "collects": "association", "shares": {"cooperative": "33.33", "association": "66.67"}}
    (stream,) = plain_facts(comptoir(organisations={"streams": {"bar": bar}}))["streams"]
    assert (stream["label"], stream["collector"]["key"]) == ("Buvette", "association")
    assert [share["percent"] for share in stream["shares"]] == ["33,33 %", "66,67 %"]


@pytest.mark.long
@given(st.tuples(*[st.decimals(0, 1000, places=2)] * 2).filter(any), st.sampled_from(["desk_hours", "area", "fte"]))
def test_percents_of_measured_costs_add_up_to_a_hundred(quantities: tuple[Decimal, Decimal], key: str) -> None:
    measures = dict(zip(("cooperative", "association"), quantities, strict=True))
    percents = common_percents(comptoir(organisations={"common_costs": {"key": key, "measures": measures}}))
    assert sum(percents.values()) == 100


def test_common_costs_tell_their_key_and_what_was_measured() -> None:
    measured = {"key": "area", "measures": {"cooperative": "82.5", "association": "27.5"}}
    result = plain_facts(comptoir(organisations={"common_costs": measured}))
    assert result["common_costs_key"] == "les surfaces occupées, en m²"
    assert [(row["measure"], row["percent"]) for row in result["common_costs"]] == [("82,5", "75 %"), ("27,5", "25 %")]
    assert plain_facts(alone())["common_costs"] == []


def test_one_who_pays_finances_uses_that_people_can_count() -> None:
    free = plain_facts(comptoir(organisations=regime("franchise-en-base")))["free_uses"]
    assert (free["paid"], free["aside"], free["uses"]) == ("280 €", "28 €", "3 demi-journées offertes")
    # 6 residents at 280 € and 30 people who come twice for 9 €, each month of the first year.
    assert (free["place_paid"], free["place_aside"], free["place_uses"]) == (
        "2 220 €",
        "222 €",
        "24 demi-journées offertes",
    )
    charged = plain_facts(comptoir(organisations=regime("assujettie")))["free_uses"]
    assert (charged["paid"], charged["aside"], charged["uses"]) == (
        "233,33 € hors TVA",
        "23,33 €",
        "3 demi-journées offertes",
    )
    assert (charged["place_paid"], charged["place_aside"]) == ("1 850 € hors TVA", "185 €")
    unknown = plain_facts(comptoir())["free_uses"]
    assert (unknown["paid"], unknown["aside"]) == ("280 € (calcul sans TVA : régime à préciser)", "28 €")
    by_the_day = plain_facts(comptoir(organisations={"solidarity": {"unit": "day"}}))["free_uses"]
    assert by_the_day["uses"] == "1 journée offerte"


@pytest.mark.parametrize(
    "changes",
    [
        {"organisations": {"solidarity": {"percent": None}}},
        {"organisations": {"solidarity": {"percent": 0}}},
        {"prices": {"grids": [{"amounts": {}}]}},
        {"identity": {"modules": {"coworking": "non"}}},
    ],
)
def test_free_uses_that_are_unknown_or_none_are_not_told(changes: dict[str, Any]) -> None:
    assert set(plain_facts(comptoir(**changes))["free_uses"].values()) == {""}


@pytest.mark.parametrize(
    ("today", "start"), [("2026-12-31", "1er janvier 2027"), ("2027-01-01", ""), ("2027-03-01", "")]
)
def test_the_next_grid_is_announced_until_its_day(today: str, start: str) -> None:
    grids = [
        PRICES["grids"][0] | {"reduced": {"day": 10}},
        {"from": "2027-01-01", "amounts": {**PRICES["grids"][0]["amounts"], "day": "16"}, "reduced": {"day": 11}},
    ]
    result = plain_facts(comptoir(prices={"grids": grids}, today=dt.date.fromisoformat(today)))["next_prices"]
    assert result["start"] == start
    changes = [(row["label"], row["audience"], row["amount"], row["before"]) for row in result["changes"]]
    expected = [("Journée", "", "16 €", "15 €"), ("Journée", "Tarif réduit", "11 €", "10 €")]
    assert changes == (expected if start else [])


def test_a_pass_tells_its_rules_or_that_they_are_undecided() -> None:
    (undecided,) = plain_facts(comptoir(), document=True)["passes"]
    assert str(undecided["validity"]) == "[proposé : 12 mois, à valider]"
    assert not undecided["transferable"] and undecided["also_opens"] == []
    ticket = {
        "count": 2,
        "opens": "day",
        "for_whom": "une voisine",
        "until": "2027-12-31",
        "validity_months": 3,
        "once_per_person": "non",
    }
    rules = {"validity_months": 12, "transferable": "non", "also_opens": ["mediation"], "golden_ticket": ticket}
    (decided,) = plain_facts(comptoir(prices={"passes": {"pass_10": rules}}))["passes"]
    assert (decided["validity"], decided["transferable"]) == ("12 mois", "non")
    assert [service["name"] for service in decided["also_opens"]] == ["Médiation numérique"]
    assert decided["golden_ticket"] == {
        "count": 2,
        "opens": "Journée",
        "worth": "1 journée offerte",
        "for_whom": "une voisine",
        "validity": "3 mois",
        "until": "31 décembre 2027",
        "once_per_person": "",
    }


def test_a_page_says_nothing_of_what_the_kit_proposes() -> None:
    undecided = {"shares": {"cooperative": REMOVED, "association": REMOVED}}
    space = comptoir(organisations={"common_costs": undecided, "solidarity": {"percent": None}})
    rendered = plain_facts(space)
    assert rendered["common_costs"] == []
    assert not rendered["solidarity"] and str(rendered["solidarity"]) == "à préciser"
    assert str(rendered["passes"][0]["validity"]) == "à préciser"
    ticket = rendered["passes"][0]["golden_ticket"]
    rules = ("opens", "for_whom", "validity", "once_per_person")
    assert ticket["count"] == 1 and [str(ticket[rule]) for rule in rules if not ticket[rule]] == ["à préciser"] * 4
    assert rendered["common_costs_key"] == "des parts à convenir"


def test_an_undecided_place_claims_nothing() -> None:
    """Neither a model, nor a legal form, nor a service that is not decided."""
    modules = dict.fromkeys(("coworking", "mediation", "support"))
    forms = {key: {"legal_form": None, "name": None} for key in ("cooperative", "association")}
    space = comptoir(identity={"modules": modules}, organisations={"governance_model": None, "organisations": forms})
    rendered = plain_facts(space, document=True)
    assert rendered["services"] == {} and rendered["offers"] == [] and rendered["passes"] == []
    assert str(rendered["model"]["label"]) == "[à compléter : modèle de gouvernance]"
    for organisation in rendered["organisations"]:
        assert str(organisation["legal_form"]) == "[à compléter : forme juridique]"
        assert (organisation["called"], organisation["forms"], organisation["sources"]) == ("l’organisation", [], [])
