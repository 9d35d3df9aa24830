"""The grant file, the business plan and the survey of needs: their figures are those of the budget, or stay blank."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from support.document_factories import blank, filled_document, governed, several, shown, single
from support.document_text import pdf_pages, spaced, text_of
from support.factories import REMOVED, activity, vocabulary
from support.page_boxes import page_lines, page_words

from tierslieu.budget import forecast
from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.model import Budget, Space

pytestmark = pytest.mark.long

NO_VAT = {"vat": {"regime": "franchise-en-base"}}
BUDGET: dict[str, Any] = {
    "occasional_buys": {"half_day": 1, "day": 1},
    "costs": [
        {"label": "Loyer", "vat": "sans", "amount": 12000, "account": 61},
        {"label": "Énergie", "vat": "sans", "amount": [3000, 3100, 3200], "account": 60},
        {"label": "Salaires", "vat": "sans", "amount": 9000, "paid_by": "cooperative", "account": 64},
        {"label": "Salaires", "vat": "sans", "amount": [10000, 10500, 11000], "paid_by": "association", "account": 64},
    ],
    "subsidies": [
        {"label": "Commune", "amount": 12000, "received_by": "association", "month": 1},
        {"label": "Dons", "amount": 4500, "received_by": "association", "account": 75, "month": 12},
    ],
    "opening_cash": {"cooperative": 1000, "association": 500},
}
#: What balances the incomes: the grant that the file asks for.
ASKED = "74 Aides à trouver"
UNKNOWN = "[à compléter : montant]"
#: A grant that needs an agreement, and the most of de minimis aid in three years.
OF_LAW = {"23 000 €", "300 000 €", "750 000 €"}
#: What the plan calls the result once the solidarity share is taken off; of who has none, it is « Résultat ».
RESULT = "Résultat, part solidaire déduite, avant impôt"  # the cooperative has not said what tax it pays
GRANT, PLAN, SURVEY = "dossier-de-subvention", "plan-de-developpement", "questionnaire-des-besoins"


def budgeted(**budget: Any) -> Space:
    """Two organisations without VAT, whose budget is complete; ``budget`` overrides its ``budget.yaml``."""
    organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}}
    return several(organisations=organisations, budget=BUDGET | budget)


def text(space: Space, slug: str) -> str:
    """The text of a document without the notes to the reviewer; spaces are plain."""
    body = re.sub(r"(?ms)^::: review\n.*?^:::$", "", filled_document(space, slug).text)
    return re.sub(r"[\u00a0\u202f]", " ", shown(body))


def rows(markdown: str) -> list[list[str]]:
    """The rows of the tables of a text, cell by cell, without emphasis."""
    lines = (line for line in markdown.split("\n") if line.startswith("|"))
    return [[cell.strip().strip("*") for cell in line.strip("|").split("|")] for line in lines]


def amounts(space: Space, slug: str) -> dict[str, list[str]]:
    """The cells of each row of amounts of a document, by its label; of several rows with one label, the first."""
    return amounts_of(text(space, slug))


def amounts_of(markdown: str) -> dict[str, list[str]]:
    """The cells of each row of the tables of a text, as ``amounts`` gives them."""
    labelled: dict[str, list[str]] = {}
    for label, *cells in rows(markdown):
        labelled.setdefault(label, cells)
    return labelled


def euros(cells: list[str]) -> list[Decimal]:
    return [Decimal(cell.removesuffix("€").replace(" ", "").replace(",", ".").replace("−", "-")) for cell in cells]


# --- The budget of a grant file ---


def test_the_figures_of_a_grant_file_are_those_of_the_budget() -> None:
    """Coworkers of 36, 48 and 60 in the proportion of 6 to 30; common costs 60/40; what is set aside is not spent."""
    cooperative = amounts(budgeted(), f"{GRANT}-cooperative")
    residents = [count * 280 * 12 for count in (6, 8, 10)]
    occasional = [count * (9 + 15) * 12 for count in (30, 40, 50)]
    sales = [Decimal(a + b) for a, b in zip(residents, occasional, strict=True)]
    assert euros(cooperative["70 Ventes de produits et de services"]) == sales
    assert euros(cooperative["61 Services extérieurs"]) == [Decimal(7200)] * 3
    assert euros(cooperative["60 Achats"]) == [Decimal(1800), Decimal(1860), Decimal(1920)]
    result = [sale - 7200 - energy - 9000 for sale, energy in zip(sales, (1800, 1860, 1920), strict=True)]
    assert euros(cooperative["Excédent prévu"]) == result
    assert euros(cooperative[ASKED]) == [Decimal()] * 3
    assert not [label for label in cooperative if label.startswith("68") or "art solidaire" in label]
    assert "6 coworkers au mois × 280 €" in text(budgeted(), f"{GRANT}-cooperative")
    association = amounts(budgeted(), f"{GRANT}-association")
    assert euros(association["74 Subventions d’exploitation"]) == [Decimal(12000)] * 3
    assert (
        euros(association["75 Autres produits de gestion courante (dont cotisations et dons)"]) == [Decimal(4500)] * 3
    )
    assert association["70 Ventes de produits et de services"] == ["–", "–"]


@pytest.mark.parametrize("wages", [10000, 20000])
@pytest.mark.parametrize("organisation", ["cooperative", "association"])
def test_both_sides_of_the_budget_of_a_grant_file_balance(organisation: str, wages: int) -> None:
    costs = [*BUDGET["costs"][:3], {"label": "Salaires", "amount": wages, "paid_by": "association", "account": 64}]
    table = rows(text(budgeted(costs=costs), f"{GRANT}-{organisation}").partition("Budget de l’action, année 1")[0])
    totals = [euros(cells) for label, *cells in table if label == "Total" and "?" not in cells]
    assert len(totals) == 2 and totals[0] == totals[1]
    for side, balance in (("[6]", "Excédent prévu"), ("[7]", ASKED)):
        of_side = [(label, cells) for label, *cells in table if re.match(rf"{side}\d ", label) and label != balance]
        accounts = [euros(cells) for _, cells in of_side if cells != ["non compté"] * 3]
        (rest,) = [euros(cells) for label, *cells in table if label == balance]
        assert [sum(year) for year in zip(*accounts, rest, strict=True)] == totals[0]


@pytest.mark.parametrize("wages", [10000, 20000])
@pytest.mark.parametrize("organisation", ["cooperative", "association"])
def test_the_budget_of_the_organisation_beside_the_action_balances_without_contributions_in_kind(
    organisation: str, wages: int
) -> None:
    costs = [*BUDGET["costs"][:3], {"label": "Salaires", "amount": wages, "paid_by": "association", "account": 64}]
    action = text(budgeted(costs=costs), f"{GRANT}-{organisation}").partition("Budget de l’action, année 1")[2]
    table = rows(action.partition("Plan de financement de l’action")[0])
    totals = {cells[0]: cells[1] for cells in table if cells[0].startswith("Total des ")}
    for name, account, balance in (("charges", "6", "Excédent prévu"), ("produits", "7", ASKED)):
        entries = [cells[1] for cells in table if re.match(rf"{account}\d |{balance}", cells[0])]
        known = [entry for entry in entries if entry != "–"]  # no line of that account in the budget
        assert sum(euros(known)) == euros([totals[f"Total des {name}"]])[0] and len(known) > 2
        assert len(entries) > 5 or organisation == "cooperative"  # the form of associations names every account
    assert totals["Total des charges"] == totals["Total des produits"]


def test_a_grant_file_without_a_budget_shows_each_account_of_the_form_in_its_order() -> None:
    """An account that may hold nothing is to be filled in with 0; what is asked for stands among the subsidies."""
    space = several(budget={"costs": [{"label": "Loyer", "amount": None, "account": 61}]})
    before, _, after = text(space, f"{GRANT}-association").partition("Budget de l’action, année 1")
    for table in (rows(before.partition("sur trois ans")[2]), rows(after.partition("Plan de financement de")[0])):
        numbers = [label[:2] for label, *_ in table if re.match(r"[67]\d ", label)]
        assert numbers == sorted(numbers) and {"60", "63", "65", "66", "67", "68", "74", "75"} <= set(numbers)
        (taxes,) = [cells for label, *cells in table if label.startswith("63 ")]
        assert set(taxes) == {"[à compléter : montant, ou 0]"}
        places = [label for label, *_ in table]
        assert places.index("Présente demande") < next(n for n, label in enumerate(places) if label.startswith("75 "))
        assert numbers.count("74") == 1 and {"69", "79"} <= set(numbers)  # one block of aids, the same accounts twice
    action = rows(after)
    for label in ("Charges indirectes réparties : autres", "Ressources propres affectées à l’action"):
        assert [label, "–", "[à compléter : montant, ou 0]"] in action
    assert "Règle de répartition des charges indirectes" in after and "Partenaires, et contribution" in before


def test_the_plan_tells_the_cash_with_vat_advanced_and_the_passes_that_it_counts_no_sale_of() -> None:
    """Desks of 6 000 € TTC in a place that recovers VAT: 1 000 € are advanced until they are paid back."""
    bought = {"label": "Bureaux", "amount": 6000, "paid_by": "cooperative", "vat": "normal"}
    organisations = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT}}
    space = several(organisations=organisations, budget=BUDGET | {"investments": [bought]})
    plan = text(space, PLAN)
    (lowest,) = re.findall(r"À avancer : TVA des investissements, 1 000 €\. .*?, soit (\S+ \S+) € à la fin", plan)
    headline = re.search(r"\*\*(\S+ \S+) €\*\* en caisse au plus bas, avances comprises", plan)
    assert headline and abs(euros([lowest])[0] - euros([headline[1]])[0]) <= Decimal("0.5")
    first = [cells for label, *cells in rows(plan.partition("Trésorerie, année 1 : ")[2]) if label.startswith("Mois ")]
    assert min(euros([cells[2]])[0] for cells in first[:3]) - 1000 == euros([lowest])[0], (
        "it is paid back after three months"
    )
    assert "Aucune vente comptée : les achats des coworkers de passage sont comptés à l’unité" in plan
    counted = several(budget=BUDGET | {"occasional_buys": {"half_day": 1, "pass_10": 1}})
    assert "Aucune vente comptée" not in text(counted, PLAN)


def test_the_plan_of_a_scic_tells_its_associates_its_capital_and_its_reserves() -> None:
    plan = text(governed("scic", "scic"), PLAN)
    table = plan.partition("| Société coopérative d’intérêt collectif | Réponse |")[2]
    assert "article 19 septies" in table and "Capital souscrit" in table and "50 % au plus" in table
    assert "57,5 % au moins : Loi n° 47-1775" in table


@pytest.mark.parametrize("form", ["scic", "scop", "cooperative"])
def test_the_plan_of_a_cooperative_asks_which_company_it_is(form: str) -> None:
    asked = ", [à compléter : SA, SAS ou SARL]"
    assert text(governed("scic", form), PLAN).count(asked) == 1
    assert asked not in text(governed("scic", "scic-sas"), PLAN) + text(governed("association", "sas-ess"), PLAN)


def test_a_cooperative_puts_in_reserve_what_the_law_asks_for_at_least() -> None:
    least = "15 % à la réserve légale tant que les réserves n’atteignent pas le montant du capital (loi n° 47-1775, article 16)"
    plan = text(governed("scic", "cooperative"), PLAN)
    assert f"[à compléter : part que fixent les statuts], et au moins {least}" in plan
    assert "article 16 (réserves d’une société coopérative)" in plan[-900:]
    written = text(governed("scic", "cooperative", reserves_percent=40), PLAN)
    assert f"40 % au moins (statuts) ; la loi demande {least}" in written
    assert least not in text(governed("association", "sas-ess"), PLAN)


def test_the_capital_of_a_company_to_create_is_asked_for_once() -> None:
    """Nothing is paid before it exists: the workbook counts 0."""
    plans = [text(governed("scic", "scic-sas", stage=stage), PLAN) for stage in ("to_create", "existing")]
    asked = ["Capital social : souscrit, [", "Capital social : versé au premier jour, ["]
    assert [[name in plan for name in asked] for plan in plans] == [[True, False], [False, True]]


def test_the_sales_of_the_organisation_are_not_those_of_an_action_that_nobody_described() -> None:
    table = rows(text(budgeted(), f"{GRANT}-cooperative").partition("Budget de l’action, année 1")[2])
    sales = [cells for cells in table if cells[0].startswith("70 ")]
    assert sales and all(cells[2] == "[à compléter : montant, ou 0]" for cells in sales)


def test_the_request_of_a_grant_file_is_named_and_the_need_before_it_is_shown() -> None:
    """40 % of the common costs and the wages of the association are 16 000 €; gifts bring 4 500 €."""
    asked = [{**BUDGET["subsidies"][0], "status": "asked"}, BUDGET["subsidies"][1]]
    space = budgeted(subsidies=asked)
    document, table = text(space, f"{GRANT}-association"), amounts(space, f"{GRANT}-association")
    assert table["Aide demandée, année 1"] == ["Commune : 12 000 €"]
    assert "que l’organisation demande 12 000 € (Commune)" in document
    assert (
        euros(table["Présente demande en année 1, renouvellement à demander ensuite : Commune"]) == [Decimal(12000)] * 3
    )
    assert euros(table["Besoin avant l’aide demandée"])[0] == 16000 - 4500
    assert euros(table["Produits, sans l’aide demandée"]) == [Decimal(4500)] * 3
    assert euros(table["Résultat des comptes"])[0] == 500
    assert "Déficit prévu, à couvrir par [à compléter : ressource]" in table and ASKED not in table
    cooperative = text(space, f"{GRANT}-cooperative")
    assert "Présente demande :" not in cooperative and "Besoin avant" not in cooperative


def action(**details: Any) -> dict[str, list[str]]:
    """The amounts of the file of the association, which asks for 12 000 € for an action that bears half of its wages."""
    costs = [*BUDGET["costs"][:3], {**BUDGET["costs"][3], "action_percent": 50}]
    asked = [{**BUDGET["subsidies"][0], "status": "asked"}, BUDGET["subsidies"][1]]
    actions = {"association": {"name": "Animation", **details}}
    file = text(budgeted(costs=costs, subsidies=asked, actions=actions), f"{GRANT}-association")
    return {label: cells for label, *cells in rows(file.partition("Budget de l’action, année 1")[2])}


def test_the_budget_of_an_action_has_its_own_costs_and_a_part_of_the_general_ones() -> None:
    """Half of 10 000 € of wages; a quarter of 40 % of the rent and of the energy, 6 000 €; 12 000 € are asked for."""
    table = action(indirect_percent=25)
    assert table["64 Charges de personnel"][0] == "5 000 €"
    assert table["Charges indirectes réparties : fonctionnement"][0] == "1 500 €"
    assert table["64 Salaires"] == ["10 000 €", "oui : directe, 50 %", "5 000 €", "5 000 €"]
    assert table["61 Loyer"] == ["4 800 €", "oui : générale, 25 %", "1 200 €", "3 600 €"]
    assert table["Présente demande"] == ["12 000 €", f"{Decimal(12000) / 65:.1f} %".replace(".", ",")]
    assert table["Excédent prévu"][0] == "5 500 €" and table["Total des charges"][0] == "12 000 €"


def test_a_free_service_has_the_vat_of_its_costs_and_the_base_of_its_overheads_told() -> None:
    """Half of 9 000 € of wages and 500 € of speakers are direct; a quarter of 6 000 € of rent and 1 800 € of energy is not.

    VAT is 100 € of the speakers and a quarter of 1 200 € of the rent: a cost of 6 950 € is of 7 350 € with it.
    """
    rent, energy, wages, others = BUDGET["costs"]
    speakers = {
        "label": "Intervenants",
        "amount": 600,
        "paid_by": "cooperative",
        "vat": "normal",
        "action_percent": 100,
    }
    granted = {"label": "Région", "amount": 3000, "received_by": "cooperative", "status": "asked", "agreement": "aide"}
    budget = BUDGET | {
        "costs": [{**rent, "vat": "normal"}, energy, {**wages, "action_percent": 50}, others, speakers],
        "subsidies": [granted],
        "actions": {"cooperative": {"name": "Appui", "services": ["support"], "indirect_percent": 25}},
    }
    agreement = {"kind": "grant", "organisation": "cooperative", "other": {"name": "Région", "public": True}}
    organisations = {
        "organisations": {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT},
        "agreements": {"aide": {**agreement, "amount": 3000}},
    }
    space = several(organisations=organisations, budget=budget)
    file = text(space, f"{GRANT}-cooperative")
    assert not re.search(r"[^\n|]\n\|", file), "a table that goes on with a paragraph is none"
    assert "Charges indirectes : 1 950 €, soit 25 % des charges générales de l’organisation (7 800 €)" in file
    assert "39 % des charges directes de l’action et 28,1 % de son coût" in file
    assert "(100 € sur les charges directes, 300 € sur sa part des charges générales)" in file
    assert "elle fait partie du coût : 7 350 €, dont 40,8 % couverts par l’aide demandée" in file
    # 3 000 € of 6 950 €: each of these costs comes back every year, and none is interest or wear.
    assert "| Présente demande, en part des dépenses éligibles | 3 000 € | [proposé : 43,2 %, à valider] |" in file
    dated = budget | {"subsidies": [granted | {"month": 6}]}
    plan = text(several(organisations=organisations, budget=dated), PLAN)
    assert "| Service sans vente : TVA de ses dépenses et de sa part des charges générales non récupérée |" in plan
    assert "part de ce service dans les charges générales et les investissements : 25 %, comme dans le budget" in plan
    contract = text(space, "convention-de-subvention-aide")
    assert "égale à 43,2 % des dépenses éligibles justifiées : son montant est alors un plafond" in contract
    assert "25 % des charges générales du bénéficiaire (7 800 €), soit 39 % des charges directes et 28,1 %" in contract
    assert "(400 €) n’est pas récupérée, elle fait partie du coût, 7 350 €" in contract
    report = text(space, "compte-rendu-financier-de-subvention-aide")
    assert "1 950 € sur 7 800 €, soit 39 % des charges directes" in report and "(400 € au plus, d’après" in report
    paid = {**budget, "sales": [{"offer": "appui", "per_month": 1}]}
    grid = {"from": "2020-01-01", "amounts": {"appui": 60}}
    sold = several(
        organisations=organisations,
        budget=paid,
        prices={"offers": {"appui": {"service": "support", "unit": "hour", "label": "Appui"}}, "grids": [grid]},
    )
    assert "L’action n’a aucune vente" not in text(sold, "convention-de-subvention-aide")


def test_a_grant_beside_the_action_has_the_budget_of_the_other_activities() -> None:
    """No cost is shown to two funders: half of the wages, three quarters of the rent; gifts only where money is missing."""
    granted = {"label": "Département", "amount": 8000, "received_by": "association", "agreement": "aide"}
    asked = [{**BUDGET["subsidies"][0], "status": "asked"}, BUDGET["subsidies"][1], granted | {"status": "granted"}]
    other = {"name": "Département", "public": True}
    agreement = {"kind": "grant", "organisation": "association", "other": other, "amount": 8000}
    space = several(
        organisations={
            "organisations": {"cooperative": NO_VAT, "association": NO_VAT},
            "agreements": {"aide": agreement},
        },
        budget=BUDGET
        | {"costs": [*BUDGET["costs"][:3], {**BUDGET["costs"][3], "action_percent": 50}], "subsidies": asked}
        | {"actions": {"association": {"name": "Animation", "indirect_percent": 25}}},
    )
    report = text(space, "compte-rendu-financier-de-subvention-aide")
    planned = {cells[0]: cells[1] for cells in rows(report.partition("Prévu :")[2]) if len(cells) > 1}
    # Three quarters of 1 200 € of energy and of 4 800 € of rent: general costs are one row, as in the model of the report.
    assert planned["Charges indirectes réparties : fonctionnement"] == "4 500 €" and planned["64 Salaires"] == "5 000 €"
    assert "60 Énergie" not in planned and "61 Loyer" not in planned
    assert planned["74 Département"] == "8 000 €" and "74 Commune" not in planned and "75 Dons" not in planned
    assert planned["Ressources propres affectées à l’action"] == "1 500 €"
    assert planned["Total des charges"] == planned["Total des produits"] == "9 500 €" and "84,2 %" in report
    annex = text(space, "convention-de-subvention-aide").partition("Annexe : l’action et son budget")[2]
    assert "| 64 Salaires | 5 000 € | 74 Département | 8 000 € |" in annex
    assert "| Charges indirectes réparties : fonctionnement | 4 500 € |" in annex


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "regie-publique"])
def test_a_blank_file_asks_for_the_financing_plan_and_the_gifts_in_kind(form: str) -> None:
    file = text(governed("association", form), f"{GRANT}-only")
    public = form == "regie-publique"
    labels = [label for label, *_ in rows(file)]
    assert ("Total des besoins" in labels) is not public and ("Plan de financement" in labels) is not public
    assert ("20, 21 et 23 Immobilisations (23 : travaux en cours)" in labels) is public
    assert "Besoin de l’organisation entière avant l’aide demandée" in labels
    assert "Caisse la plus basse sur trois ans, et son mois, avances de TVA comprises" in labels
    gifts = [label for label in labels if label.startswith(("86 Emplois", "Contributions en nature à l’action"))]
    assert gifts == (
        ["86 Emplois des contributions volontaires"]
        if form == "association-loi-1901"
        else ["Contributions en nature à l’action, hors de ces comptes"]
    )


def test_a_surplus_pays_no_principal_and_the_headline_tells_the_result_after_tax() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": "3.5"}
    asked = [{**BUDGET["subsidies"][0], "received_by": "cooperative", "status": "asked"}, BUDGET["subsidies"][1]]
    organisations = {"cooperative": NO_VAT | {"legal_form": "scic-sas"}, "association": NO_VAT}
    space = several(
        organisations={"organisations": organisations}, budget=BUDGET | {"loans": [loan], "subsidies": asked}
    )
    file = text(space, f"{GRANT}-cooperative")
    assert "emploi de l’excédent : [à compléter : emploi, que le règlement de l’aide admet]" in file
    assert "capital des emprunts" not in file
    left = []
    for account in (year.accounts[0] for year in forecast(space).years):
        result, plan = account.accounting_result or Decimal(0), account.financing
        left.append((plan.self_financing or 0) - (plan.repayments or 0) - max(Decimal(0), min(result, Decimal(12000))))
    (row,) = [cells for cells in rows(file) if cells[0].startswith("Capacité d’autofinancement moins")]
    assert euros(row[1:4]) == left
    page = text(space, PLAN)
    headline = re.search(
        r"\*\*([^*]*?) €\*\* de résultat en année 3, avant impôt, avec toutes les aides prévues,", page
    )
    taxed = re.search(r"Résultat de l’année 3 : ([^:]*?) € après impôt à 15 %, .*? à 25.%", page)
    assert headline and taxed
    before, after = (int(found[1].replace(" ", "")) for found in (headline, taxed))
    assert before - after == round((before + 4800) * 0.15)  # what is set aside is taxed too


def test_a_grant_that_is_a_part_of_the_costs_is_paid_back_beyond_it_and_its_period_has_one_end() -> None:
    other = {"name": "Commune", "public": True}
    aid = {
        "kind": "grant",
        "organisation": "association",
        "other": other,
        "amount": 8000,
        "from": "2027-01-01",
        "months": 12,
    }
    stages = {"association": {"stage": "to_create"}}
    for organisations in ({}, stages):
        contract = text(
            several(organisations={"organisations": organisations, "agreements": {"aide": aid}}),
            "convention-de-subvention-aide",
        )
        assert "au-delà de cette part des dépenses justifiées est rendu au financeur" in contract
        assert "le versement avant les dépenses est une avance, et le solde suit le compte rendu" in contract
    assert "et la fin de cette période ne change pas" in contract


def test_an_action_that_costs_more_than_it_receives_has_own_resources() -> None:
    costs = [{**BUDGET["costs"][0], "amount": 20000}, *BUDGET["costs"][1:]]
    file = text(
        budgeted(costs=costs, actions={"association": {"name": "Animation", "indirect_percent": 50}}),
        f"{GRANT}-association",
    )
    assert "| Ressources propres affectées à l’action | 9 600 € |" in file  # half of 8 000, 1 200 and 10 000 €


def test_a_funder_reads_what_the_other_activities_cost_and_what_follows_if_a_decision_is_not_renewed() -> None:
    """16 000, 16 540 and 17 080 € of costs; 12 000 € of 16 500 € are granted for the first year alone."""
    granted = [{**BUDGET["subsidies"][0], "status": "granted"}, BUDGET["subsidies"][1]]
    file = text(budgeted(subsidies=granted), f"{GRANT}-association")
    assert "| Subventions, en part des produits de l’année 1 | 72,7 % |" in file
    assert "vaut pour une année : le renouvellement est à demander" in file
    assert "serait de −12 040 € en année 2 et de −12 580 € en année 3" in file
    assert "le renouvellement est à demander. Sans lui" not in text(
        budgeted(subsidies=[{**granted[0], "years": 3}, granted[1]]), f"{GRANT}-association"
    )


def test_an_aid_of_one_year_asks_for_no_renewal() -> None:
    aid = {**BUDGET["subsidies"][0], "status": "asked", "amount": [4200, 0, 0]}
    file = text(budgeted(subsidies=[aid]), f"{GRANT}-{aid['received_by']}")
    assert "Aide demandée en année 1 |" in file and "renouvellement à demander ensuite" not in file


def test_a_grant_file_tells_the_coworkers_who_are_expected_from_those_who_are_there() -> None:
    stages = dict.fromkeys(("cooperative", "association"), NO_VAT | {"stage": "existing"})
    there = several(organisations={"organisations": stages}, budget=BUDGET)
    assert "Coworkers aujourd’hui | au mois, 6" in text(there, f"{GRANT}-cooperative").replace("*", "")
    assert "constat de l’équipe et sa date" in text(there, PLAN)
    file = text(budgeted(ramp_up_months=3), f"{GRANT}-cooperative").replace("*", "")
    assert "Coworkers visés, une fois tous arrivés | au mois, 6 ; de passage, 30 (mois 1 : 2 et 10)" in file
    assert "| 0 ; 0 | 6 ; 30 une fois tous arrivés, 60 en tout, en année 3 |" in file


def test_a_public_body_tells_its_two_sections_its_minimal_part_and_its_state_aid() -> None:
    file = text(governed("association", "regie-publique"), f"{GRANT}-only")
    assert "Budget de la régie sur trois ans" in file and "Section d’investissement" in file
    assert "au moins 20 % du total des financements publics" in file and "L. 1111-10, III" in file
    assert "Entreprises liées" in file and "toutes les aides de minimis reçues" in file
    assert "Excédent prévu" not in file and "Effectif salarié" not in file and "article 9-1" not in file
    assert "023 Virement à la section d’investissement" in file and "| 021 Virement de la section de fonct" in file
    assert "Charges exceptionnelles" not in file and "Produits exceptionnels" not in file


def test_a_part_that_nobody_gave_leaves_the_action_blank_and_no_action_is_all_of_the_activity() -> None:
    table = action()
    assert table["61 Loyer"] == ["4 800 €", "oui : générale, [à compléter : part]", UNKNOWN, UNKNOWN]
    assert table["Total des charges"] == [UNKNOWN, "Total des produits", UNKNOWN]
    assert "Périmètre de l’action" in text(budgeted(), f"{GRANT}-association")


def test_the_days_of_an_action_are_those_of_the_request_and_of_the_undertakings() -> None:
    days = {"first_day": "2027-03-01", "last_day": "2028-02-28"}
    file = text(budgeted(actions={"association": {"name": "Animation", **days}}), f"{GRANT}-association")
    assert "du 1er mars 2027 au 28 février 2028" in file and "Début prévu : 1er mars 2027" in file
    assert "à employer l’aide pour l’action « Animation »" in file


def test_the_result_of_the_accounts_leads_to_that_of_the_plan() -> None:
    table = amounts(budgeted(), f"{GRANT}-cooperative")
    accounts, aside, plan = (
        euros(table[label])[0]
        for label in (
            "Résultat des comptes, avant impôt",
            "Pour mémoire : part réservée aux usages gratuits, sur les fonds propres",
            "Résultat après cette part, avant impôt, celui du plan de développement",
        )
    )
    assert [accounts, aside] == [Decimal(10800), Decimal(2880)] and accounts - aside == plan


def test_the_needs_of_the_first_month_of_a_grant_file_equal_its_resources() -> None:
    bought = {"label": "Bureaux", "amount": 600, "paid_by": "cooperative", "life": 5}
    table = rows(text(budgeted(investments=[bought]), f"{GRANT}-cooperative"))
    needs = {cells[0]: cells for cells in table}
    assert euros([needs["Investissements de l’année 1"][1]]) == [600]
    assert euros([needs["Somme gardée pour les premières dépenses"][1]]) == [400]
    assert euros(needs["Total des besoins"][1::2]) == [1000, 1000]


@pytest.mark.parametrize("slug", [PLAN, f"{GRANT}-cooperative"])
def test_what_is_paid_after_the_first_month_is_no_sum_kept_for_the_first_expenses(slug: str) -> None:
    """1 000 € in hand, 600 € bought, and 250 € and 50 € that come later: 400 € are kept."""
    own = {"received_by": "cooperative", "month": 12}
    grant, loan = {"label": "Région", "amount": 250, **own}, {"label": "Banque", "amount": 50, "percent": 0, **own}
    bought = {"label": "Bureaux", "amount": 600, "paid_by": "cooperative", "life": 5}
    table = rows(text(budgeted(investments=[bought], contributions=[grant], loans=[loan]), slug))
    needs = {re.split(" [:;] ", cells[0])[0]: cells for cells in reversed(table)}
    assert euros([needs["Attente des ressources versées après le premier mois"][1]]) == [300]
    assert euros([needs["Somme gardée pour les premières dépenses"][1]]) == [400]
    assert euros(needs["Total des besoins"][1::2]) == [1300, 1300]


@pytest.mark.parametrize(("form", "public"), [("regie-publique", True), ("association-loi-1901", False)])
def test_a_plan_to_fill_in_has_the_least_cash_and_the_premises_of_a_public_body(form: str, public: bool) -> None:
    plan = text(governed("association", form), PLAN)
    assert "- **Caisse au plus bas des trois ans, avances comprises, et son mois ; dans le plus bas des cas :**" in plan
    assert ("- **Fonds propres, apports avec droit de reprise rendus, années 1, 2 et 3 :**" in plan) != public
    assert ("« local de la collectivité »" in plan) == ("propriété de la collectivité et acte" in plan) == public


def test_the_months_of_a_detail_are_those_of_the_budget() -> None:
    document = text(budgeted(opening_months=11), f"{GRANT}-cooperative")
    assert re.search(r"6 coworkers au mois × 280 €[^×]* × 11 mois d’ouverture, soit 18 480 €\.", document)


def test_an_unknown_amount_leaves_no_total() -> None:
    costs = [{"label": "Loyer", "amount": [12000, None, 12000], "account": 61}, *BUDGET["costs"][1:]]
    table = amounts(budgeted(costs=costs), f"{GRANT}-association")
    assert [cell.endswith("€") for cell in table["Loyer"]] == [True, False, True]
    assert "à compléter" in table["Loyer"][1] and table["61 Services extérieurs"][1].strip("*") == UNKNOWN
    assert {table[label][1].strip("*") for label in ("Total", "Excédent prévu", ASKED)} == {UNKNOWN}
    assert table["Total"][0].endswith("€")


def test_an_unknown_vat_regime_leaves_no_total() -> None:
    space = several(budget=BUDGET)
    table = amounts(space, f"{GRANT}-cooperative")
    assert table["Total"] == [UNKNOWN] * 3 and table["Excédent prévu"] == [UNKNOWN] * 3


def test_a_side_without_any_line_is_not_a_budget_of_zero() -> None:
    table = amounts(budgeted(costs=[], subsidies=[]), f"{GRANT}-association")
    assert table["Total"] == [UNKNOWN] * 3 and table["74 Subventions d’exploitation"] == [UNKNOWN] * 3


def test_a_cost_without_account_shows_that_one_is_to_be_chosen() -> None:
    costs = [{"label": "Loyer", "amount": 12000}, *BUDGET["costs"][1:]]
    table = amounts(budgeted(costs=costs), f"{GRANT}-association")
    (label,) = [label for label in table if "Charges à classer" in label]
    assert "[à compléter : compte]" in label and euros(table[label]) == [Decimal(4800)] * 3
    assert table["Total"] == amounts(budgeted(), f"{GRANT}-association")["Total"]


def test_contributions_in_kind_are_never_counted_as_zero() -> None:
    table = rows(text(budgeted(), f"{GRANT}-association"))
    (totals,) = [cells for cells in table if cells[0] == "Total des emplois"]
    assert all("à compléter" in cell for cell in totals[1::2])
    (volunteers,) = [cells for label, *cells in table if label == "Personnel bénévole"]
    assert all("à compléter" in cell for cell in volunteers[::2])


def test_a_funder_reads_neither_gaps_of_the_budget_nor_advice_before_the_signature() -> None:
    for space in (blank(several), several(budget=BUDGET), budgeted()):
        document = text(space, f"{GRANT}-association")
        sent, _, advice = document.partition("## Mode d’emploi, à retirer avant l’envoi")
        assert "?" not in re.findall(r"(?<=\| )\**(\?)\**(?= \|)", sent) and "Faits qui manquent" not in document
        assert "Où trouver la réponse" in advice and "Les pièces à joindre" in advice
        assert "Où trouver la réponse" not in sent and sent.rstrip().endswith("|  |  |  |")


def test_the_solidarity_share_is_counted() -> None:
    """10 % of 28 800 €, at 9 € a half-day."""
    table = amounts(budgeted(), f"{GRANT}-cooperative")
    assert euros(table["Valeur des usages gratuits"])[0] == Decimal(2880)
    assert table["Usages gratuits à offrir pendant l’exercice suivant"][0] == "320"
    document = text(budgeted(), f"{GRANT}-cooperative")
    assert "Usages gratuits offerts en année 1, avant la première clôture : [à compléter" in document
    assert "Usages gratuits" not in text(budgeted(), f"{GRANT}-association")  # it collects nothing of the coworking


# --- Who gets which, and what is never invented ---


@pytest.mark.parametrize("form", ["association-loi-1901", "association-droit-local", "scic-sas", "sas-ess"])
def test_the_form_of_associations_is_for_associations(form: str) -> None:
    document = text(governed("association", form, name="Organisation d’exemple"), f"{GRANT}-only")
    is_association = form.startswith("association")
    assert ("7. Attestations" in document) is is_association
    assert ("Les autres organisations suivent le formulaire de chaque financeur" in document) is not is_association


@pytest.mark.parametrize(
    "form, own, other",
    [("association-loi-1901", "Membres à jour de cotisation", "procédure collective"), ("scic-sas", "Catégories d’associés", "86 Emplois"),
     ("scop-sarl", "Associés salariés", "contrat d’engagement républicain"), ("regie-publique", "Instance qui décide", "procédure collective")],
)  # fmt: skip
def test_governance_accounts_and_statements_follow_the_legal_form(form: str, own: str, other: str) -> None:
    document = text(governed("association", form), f"{GRANT}-only")
    assert own in document and other not in document


@pytest.mark.parametrize(
    "form, paper, other",
    [("association-loi-1901", "récépissé de déclaration", "Kbis"), ("scic-sas", "Kbis", "Contrat d’engagement républicain"),
     ("regie-publique", "Délibération qui approuve l’action", "Comptes approuvés")],
)  # fmt: skip
def test_the_papers_to_join_follow_the_legal_form(form: str, paper: str, other: str) -> None:
    papers = text(governed("association", form), f"{GRANT}-only").partition("Les pièces à joindre")[2]
    assert paper in papers and other not in papers


def test_a_grant_that_is_agreed_is_in_the_file_of_who_receives_it() -> None:
    grant = {"kind": "grant", "organisation": "association", "object": "la médiation", "amount": 5000,
             "other": {"name": "Commune d’exemple", "public": "oui"}}  # fmt: skip
    space = several(organisations={"agreements": {"commune": grant}})
    assert "Commune d’exemple ; la médiation ; 5 000 €" in text(space, f"{GRANT}-association")
    assert "Commune d’exemple" not in text(space, f"{GRANT}-cooperative")


@pytest.mark.parametrize("make", [several, single])
def test_nothing_is_invented_while_nothing_is_known(make: Any) -> None:
    documents = [item for item in fill_documents(blank(make)) if item.slug.startswith((GRANT, PLAN, SURVEY))]
    assert len(documents) > 2
    for document in documents:
        words = re.sub(r"(?ms)^::: (review|laws)\n.*?^:::$", "", document.text)
        assert not set(re.findall(r"\d[\d\s]*€", spaced(words))) - OF_LAW, document.slug


@pytest.mark.parametrize("slug", [f"{GRANT}-association", PLAN])
def test_an_activity_of_the_kit_is_a_proposal_and_has_no_date(slug: str) -> None:
    planned = {"format": "papycamp", "title": "Papycamp", "start": "2027-01-14 14:00", "end": "2027-01-14 16:00",
               "rrule": "FREQ=MONTHLY;BYDAY=2TH", "service": "mediation"}  # fmt: skip
    proposed = text(several(activities=(activity("papycamp", example="oui", **planned),)), slug)
    assert "[proposé : Papycamp, à valider]" in proposed and "janvier 2027" not in proposed
    table = rows(text(several(activities=(activity("papycamp", **planned),)), slug))
    (row,) = [cells for cells in table if re.match(r"Papycamp\b", cells[0])]
    assert re.search(r"\b12\b", " ".join(row))


# --- The business plan ---


def test_the_plan_has_the_results_of_the_budget() -> None:
    table = rows(text(budgeted(), PLAN))
    results = {label: euros(cells) for label, *cells in table if label in ("Tout le lieu", "Association d’exemple") and cells[-1].endswith("€")}  # fmt: skip
    sales = [Decimal(28800), Decimal(38400), Decimal(48000)]
    costs = [Decimal(12000 + 3000 + 9000 + 10000), Decimal(12000 + 3100 + 9000 + 10500), Decimal(12000 + 3200 + 9000 + 11000)]  # fmt: skip
    expected = [sale - sale / 10 + 16500 - cost for sale, cost in zip(sales, costs, strict=True)]
    assert results["Tout le lieu"] == expected


def test_the_plan_asks_for_the_rate_of_tax_of_a_company() -> None:
    rate = "taux de l’impôt sur les bénéfices, ou 0"
    assert rate in text(budgeted(), PLAN)
    assert rate not in text(budgeted(profit_tax={"cooperative": 0}), PLAN)


def test_the_plan_has_the_cash_at_the_end_of_each_year() -> None:
    table = amounts(budgeted(), PLAN)
    first = Decimal(1000) + 28800 - 7200 - 1800 - 9000  # uses of the place are no money paid
    assert euros(table["En caisse à la fin de l’année"])[0] == first


def test_the_cash_tables_of_the_plan_add_up() -> None:
    """The opening cash, then uses of money as negative amounts."""
    investment = {"label": "Bureaux", "amount": 5000, "life": 5, "paid_by": "cooperative"}
    table = rows(text(budgeted(investments=[investment]), PLAN))
    (start,) = [at for at, cells in enumerate(table) if cells[0] == "Coopérative d’exemple" and cells[1] == "Année 1"][
        -1:
    ]
    (end,) = [at for at, cells in enumerate(table) if at > start and cells[0] == "En caisse à la fin de l’année"][:1]
    lines = {label: euros(cells) for label, *cells in table[start + 2 : end + 1]}
    closing = lines.pop("En caisse à la fin de l’année")
    assert lines["En caisse au début de l’année"][0] == 1000 and lines["Investissements"][0] == -5000
    assert [sum(year) for year in zip(*lines.values(), strict=True)] == closing


def test_the_plan_gives_the_least_cash_and_the_grants_without_a_month() -> None:
    undated = [{**subsidy, "month": None} for subsidy in BUDGET["subsidies"]]
    document = text(budgeted(subsidies=undated), PLAN)
    assert "Le mois de versement de ces aides n’est pas encore connu : Commune, Dons." in document
    assert "Association d’exemple : les montants connus ne permettent pas encore de calculer la trésorerie" in document
    late = [{**subsidy, "month": 6} for subsidy in BUDGET["subsidies"]]
    document = text(budgeted(subsidies=late), PLAN)
    assert "n’est pas encore connu" not in document
    # 500 € less five months of wages, and of 40 % of the rent and energy.
    assert "Le solde le plus bas, −6 166,67 €, est celui de la fin du mois 5 de l’année 1." in document


def test_the_break_even_of_an_organisation_has_no_grant_of_another() -> None:
    """The cooperative pays 7 200 + 1 800 + 9 000 €; a coworker leaves 800 × 90 % = 720 €."""
    table = amounts(budgeted(), PLAN)
    (own,) = [
        cells
        for label, cells in table.items()
        if label.startswith("Coworkers nécessaires") and label.endswith(" seule")
    ]
    assert own[0] == "25"
    (fixed,) = [
        cells for label, cells in table.items() if label.startswith("Charges que les") and label.endswith(" seule")
    ]
    assert euros(fixed)[0] == 18000


def test_a_grant_file_has_only_the_indicators_of_its_organisation() -> None:
    assert "Coworkers au mois ; coworkers de passage" not in text(budgeted(), f"{GRANT}-association")
    file = text(budgeted(), f"{GRANT}-cooperative")
    assert "Coworkers au mois ; coworkers de passage" in file
    assert "[à compléter : nombre de personnes différentes] ; 6 au mois et 30 de passage, chaque mois" in file


def test_the_plan_computes_what_a_change_does() -> None:
    """A resident more pays 280 € a month, of which 10 % is set aside; a subsidy that fails is lost in full."""
    table = {label: cells for label, *cells in rows(text(budgeted(), PLAN))}
    assert euros([table["Un coworker au mois de plus"][1].removeprefix("+")]) == [Decimal(280 * 12) * 9 / 10]
    assert euros([table["Sans « Commune »"][1]]) == [Decimal(-12000)]
    assert euros([table["Abonnement des coworkers au mois : +10 %"][1].removeprefix("+")]) == [
        Decimal(28 * 12 * 6) * 9 / 10
    ]


def test_the_plan_says_what_is_bought_brought_and_borrowed_and_when_it_is_repaid() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": 3, "years": 4, "deferral": 1}
    bought = {"label": "Bureaux", "amount": 6000, "paid_by": "cooperative", "life": 5}
    grant = {"label": "Région", "amount": 900, "received_by": "cooperative", "month": 8, "status": "asked"}
    document = text(budgeted(loans=[loan], investments=[bought], contributions=[grant]), PLAN)
    assert "Apport « Région » : 900 € en année 1, mois 8. État : demandée." in document
    assert "Investissement « Bureaux » : 6 000 € en année 1, mois 1, amortis sur 5 ans." in document
    deferral = "Différé de remboursement : 12 mois, pendant lesquels seuls les intérêts sont payés ; durée totale, différé compris"
    assert f"{deferral} : 60 mois." in document
    assert "le capital, en parts égales, de l’année 3 à l’année 6." in document
    assert "Capital restant dû à la fin de l’année 3 : 3 750 €." in document
    lowest = re.search(
        r"Le solde le plus bas, ([^,]+ €), .*Sans emprunt, le solde le plus bas serait de (.+? €),", document
    )
    assert lowest
    with_loan, without = euros(list(lowest.groups()))
    assert without < with_loan
    assert document.count("Sans emprunt") == 1  # the other organisation borrows nothing


def cases(plan: str) -> list[dict[str, list[str]]]:
    """The cells of each case of a plan by its name, for each organisation; the month of the least cash is left out."""
    tables: list[dict[str, list[str]]] = []
    for label, *cells in rows(plan):
        if label == "Budget":
            tables.append({})
        if tables:
            tables[-1][label] = [re.sub(r" au mois \d+", "", cell) for cell in cells]
    return tables


def test_gifts_that_are_only_hoped_for_are_told_so() -> None:
    gifts = {"label": "Cagnotte", "amount": 700, "received_by": "association", "account": 75, "status": "expected"}
    space = budgeted(subsidies=[*BUDGET["subsidies"], gifts])
    (row,) = [cells for cells in rows(text(space, PLAN)) if cells[0].startswith("Recette « Cagnotte »")]
    assert "espérée, rien n’est acquis" in row[1]
    assert "« Cagnotte », 700 € / 700 € / 700 € en années 1, 2 et 3 : recette espérée" in text(
        space, "dossier-de-subvention-association"
    )


@pytest.mark.parametrize(
    ("amount", "states"),
    [
        ([7000, 0, 0], "année 1 : demandée"),
        ([0, 7000, 7000], "année 2 : demandée ; ensuite : renouvellement à demander"),
    ],
)
def test_the_plan_asks_nothing_of_an_aid_in_a_year_without_it(amount: list[int], states: str) -> None:
    aid = {"label": "Région", "amount": amount, "received_by": "association", "status": "asked"}
    (row,) = [cells for cells in rows(text(budgeted(subsidies=[aid]), PLAN)) if cells[0] == "Aide « Région »"]
    assert row[1].startswith(f"{states}. Date de la décision")


def test_the_plan_asks_for_the_rates_of_vat_while_no_regime_is_known() -> None:
    """An organisation that recovers VAT needs them: a blank plan lists them beside the regime."""
    unknown = {key: {"vat": {"regime": None}} for key in ("cooperative", "association")}
    rent = {"label": "Loyer et charges", "amount": None, "account": 61}
    space = several(organisations={"organisations": unknown}, budget={"costs": [rent]})
    listed = text(space, PLAN).partition("Éléments encore nécessaires")[2].partition("Ces éléments")[0]
    assert "Taux de TVA de chaque dépense, si qui la paie récupère la TVA" in listed
    assert "(0 pour une dépense sans TVA) : Loyer et charges\n" in listed


def test_the_plan_shows_harder_years_and_the_years_without_unsure_grants() -> None:
    """Of what 6 and 30 coworkers pay, a fifth is missing, whole persons or not; the grant of 12 000 € is paid in month 7, or never."""
    cooperative, association = cases(text(budgeted(), PLAN))
    table = {label: cells for label, *cells in rows(text(budgeted(), PLAN))}
    fewer = euros(cooperative["Recettes des coworkers : 20 % de moins, les trois ans"][:4])
    assert "Recettes des coworkers : 20 % de moins, les trois ans" not in association  # which has none
    both = "Recettes des coworkers : 20 % de moins, et aides six mois plus tard"
    assert both not in association  # its grants alone are late
    sales = (6 * 280 * 12 + 30 * (9 + 15) * 12) * Decimal("0.8")
    assert fewer[0] == sales - sales / Decimal(10) - 7200 - 1800 - 9000
    late = association["Aides versées six mois plus tard, en une fois"]
    # The least is that of the middle of year 3, which opens with 960 €: half of 17 080 € is paid, no gift is in.
    lowest, _, short = late[3].partition(" (")
    assert round(euros([lowest])[0]) == 960 - 8540 and short == "mois 1)"
    *without, lowest, month = table["Association d’exemple, « Sans les aides qui ne sont pas acquises »"]
    assert euros(without)[0] == 4500 - 16000 and len(without) == 3 and lowest.startswith("−") and month.isdigit()
    # A decision holds for a year, unless it says more.
    sure = [{**BUDGET["subsidies"][0], "status": "granted"}, BUDGET["subsidies"][1]]
    label = "Sans les aides qui ne sont pas acquises"
    results = euros(cases(text(budgeted(subsidies=sure), PLAN))[1][label][:3])
    assert results == [500, 4500 - 16540, 4500 - 17080]
    assert "année 1 : acquise ; ensuite : renouvellement à demander" in text(budgeted(subsidies=sure), PLAN)
    sure[0]["years"] = 3
    assert label not in text(budgeted(subsidies=sure), PLAN)


def test_the_headline_of_the_plan_has_the_least_cash_of_all_cases_with_its_months() -> None:
    """Desks of 6 000 €, whose VAT is advanced: the cash is below zero earlier with it than without."""
    organisations = {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT}
    loan = {"label": "Banque", "amount": 6000, "percent": 2, "received_by": "cooperative", "monthly": True}
    desks = {"label": "Bureaux", "amount": 6000, "paid_by": "cooperative", "vat": "normal", "month": 2, "life": 5}
    costs = [{**BUDGET["costs"][0], "amount": 20000}, *BUDGET["costs"][1:]]
    budget = BUDGET | {"costs": costs, "loans": [loan], "investments": [desks]}
    plan = text(several(organisations={"organisations": organisations}, budget=budget), PLAN)
    every = cases(plan)[0]
    hardest = "Arrêt des autres organisations : tous les frais communs à payer"
    least = [euros([cells[4].partition(" (")[0]])[0] for cells in every.values() if len(cells) == 5 and "€" in cells[4]]
    assert min(least) == euros([every[hardest][4].partition(" (")[0]])[0]
    (row,) = [cells for cells in rows(plan) if cells[0].endswith(f"« {hardest} », le plus bas des cas")]
    month = row[5]
    (without,) = re.findall(r"\(mois (\d+)\)", every[hardest][3])
    assert len(row) == 6 and int(month) < int(without) and f"(mois {month})" in every[hardest][4]
    # The summary has the amounts of the cases to the euro.
    exact = euros([*every[hardest][:3], every[hardest][4].partition(" (")[0]])
    assert euros(row[1:5]) == [amount.quantize(Decimal(1), ROUND_HALF_UP) for amount in exact]
    below = sum("(mois" in cells[4] for cells in every.values() if len(cells) == 5)
    assert f"dans le budget, la caisse reste au-dessus de zéro ; elle passe sous zéro dans {below} des " in plan
    assert re.search(r"\| Résultat sur trois ans \|.*\|\n\| -[-|: ]+\|\n(\| .*\|\n){4,}", plan), (
        "one table, without a hole"
    )
    # The chart shows the same case, and what a lender reads of the loan has it too.
    (alternative,) = re.findall(r"!\[(Caisse à la fin de chaque mois, avances comprises[^\]]*)\]", plan)
    assert f"{hardest} : {row[4]} au mois" in alternative
    assert "\n\n| Remboursement de l’emprunt" in plan and not re.search(r"[^\n|]\n\|", plan)
    summary = plan.partition("| Remboursement de l’emprunt")[2].partition("Caisse au plus bas, sans cet emprunt")[0]
    assert f"| CAF après remboursement, « {hardest} » | " in summary


def test_a_plan_has_no_empty_figures_while_nothing_is_known_of_who_borrows() -> None:
    organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}}
    loan = {"label": "Banque", "amount": 6000, "percent": 2, "received_by": "cooperative"}
    unknown = {"label": "Loyer", "vat": "sans", "amount": None, "account": 61, "paid_by": "cooperative"}
    budget = BUDGET | {"loans": [loan], "costs": [unknown, BUDGET["costs"][3]]}
    plan = text(several(organisations=organisations, budget=budget), PLAN)
    assert "| Prêteur |" in plan and not re.search(r"::: figures\s*:::", plan)


def test_the_plan_tells_a_lender_what_is_left_once_the_others_stop_and_grants_are_lost() -> None:
    """Each organisation asks for 7 000 € a year and pays half of 60 000 € of rent, that the cooperative advances."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}}
    organisations = {
        "organisations": {"cooperative": NO_VAT, "association": NO_VAT},
        "agreements": {"locaux": lease},
        "common_costs": {"shares": {"cooperative": 50, "association": 50}},
    }
    asked = [
        {"label": f"Aide {key}", "amount": 7000, "month": 9, "status": "asked", "received_by": key}
        for key in ("cooperative", "association")
    ]
    budget = {
        "opening_cash": {"cooperative": 5000, "association": 0},
        "costs": [{"label": "Loyer", "amount": 60000, "vat": "sans"}],
        "subsidies": asked,
        "loans": [{"label": "Banque", "amount": 2500, "percent": 3, "received_by": "cooperative", "monthly": True}],
    }
    plan = text(several(organisations=organisations, budget=budget), PLAN)
    refused, stopped = (
        "Sans les aides qui ne sont pas acquises",
        "Arrêt des autres organisations, et sans les aides qui ne sont pas acquises",
    )
    every = cases(plan)[0]
    without, both = (euros(every[label][:3]) for label in (refused, stopped))
    assert [one - two for one, two in zip(without, both, strict=True)] == [30000] * 3
    capacity = plan.partition("| Capacité de remboursement")[2]
    left = {label: cells for label, *cells in rows(capacity) if label.startswith("CAF après remboursement, « ")}
    (of_refused,) = [label for label in left if f"« {refused} »" in label]
    assert (
        "» (Association d’exemple y paie encore sa part des frais communs, mais sa caisse y passe sous zéro au mois"
        in of_refused
    )
    of_stopped = left[f"CAF après remboursement, « {stopped} »"]
    assert [one - two for one, two in zip(euros(left[of_refused]), euros(of_stopped), strict=True)] == [30000] * 3
    assert f"CAF après remboursement, « {stopped.partition(',')[0]} : tous les frais communs à payer »" in left
    # The summary has the same row of the hardest case, to the euro.
    summary = rows(plan.partition("| Remboursement de l’emprunt")[2].partition("\n:::")[0])
    (hardest,) = [euros(cells) for label, *cells in summary if f"« {stopped} »" in label]
    assert hardest == [amount.quantize(Decimal(1), ROUND_HALF_UP) for amount in euros(of_stopped)]
    (told,) = [line for line in plan.split("\n") if line.startswith(f"« {refused} » : en année")]
    assert " (Association d’exemple y paie encore sa part des frais communs, mais" in told
    # In a list of people to be there, fewer receipts would look like no change.
    assert "et aucune aide qui ne soit acquise »" not in plan.partition("Équilibre en coworkers, années")[2]
    assert f"« {stopped} » : en années 1, 2, 3, l’activité ne rembourse pas l’emprunt. La caisse est de −" in plan
    below = plan.partition("## Les autres cas")[2]
    assert re.search(rf"comptent payée la part des frais communs .* sous zéro : .*« {refused} » \(mois \d+\)", below)


def test_behind_a_regie_the_plan_asks_for_the_accounts_of_the_authority_even_if_the_regie_is_new() -> None:
    def plan(**changes: str) -> str:
        organisations = {"organisations": {"cooperative": NO_VAT | changes, "association": NO_VAT}}
        return text(several(organisations=organisations, budget=BUDGET), PLAN)

    label = "Comptes de la collectivité, si elle emprunte, même pour une régie nouvelle : deux derniers comptes"
    for changes in ({}, {"stage": "to_create"}):
        told = {first: cells for first, *cells in rows(plan(legal_form="regie-publique", **changes))}
        (asked,) = [cells for first, cells in told.items() if first.startswith(label)]
        for fact in ("épargne brute", "annuité", "encours", "capacité de désendettement en années"):
            assert fact in asked[0]
        assert any(first.startswith("Budgets votés, ou en projet") for first in told)
    assert label not in plan(legal_form="scic-sas")


def test_a_plan_tells_a_break_even_point_that_is_hardly_passed() -> None:
    """Of 60 coworkers in year 3, nearly all are needed once wages rise."""
    wages = {**BUDGET["costs"][2], "amount": [9000, 9000, 32000]}
    organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}}
    costs = [*BUDGET["costs"][:2], wages, BUDGET["costs"][3]]

    def plan_with(desks: int) -> str:
        capacity = {"capacity": {"desks": desks}}
        return text(several(organisations=organisations, budget=BUDGET | {"costs": costs}, identity=capacity), PLAN)

    plan = plan_with(90)
    even = "À l’équilibre avant impôt, Coopérative d’exemple"
    needed = amounts_of(plan)[even]
    assert 54 < int(needed[2]) <= 60, needed
    assert "pour 60 visés : marge faible, moins de 10 %" in plan
    assert plan.count("Marge faible, moins de 10 %, en année 3") == 2
    assert "Marge faible" not in text(budgeted(), PLAN)
    # Ten desks do not hold so many: no figure of the plan is one that the place could reach.
    short, beyond = plan_with(10), f"hors de portée ({needed[2]})"
    assert amounts_of(short)[even][2] == beyond and short.count(f"{beyond} |") == 2
    assert "les 10 postes du lieu n’accueillent pas autant de coworkers" in short and "Marge faible" not in short
    assert "**Hors de portée :** " in short and "hors de portée" not in plan.lower()


def test_a_gift_that_balances_the_budget_is_told_so() -> None:
    gifts = {**BUDGET["subsidies"][1], "status": "expected"}
    balance = gifts | {
        "amount": [6000 + more + wages - 12000 for more, wages in ((0, 10000), (40, 10500), (80, 11000))]
    }
    told = "le résultat est de zéro chaque année : c’est le solde du budget"
    assert told in text(budgeted(subsidies=[BUDGET["subsidies"][0], balance]), PLAN)
    assert told not in text(budgeted(subsidies=[BUDGET["subsidies"][0], gifts]), PLAN)


def test_a_plan_without_a_rate_of_vat_asks_for_it_and_tells_no_cash() -> None:
    """Furniture whose VAT is known, beside a rent whose rate nobody told: an older budget of a place that recovers VAT."""
    organisations = {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT}
    rent = {"label": "Loyer", "amount": 12000, "account": 61}
    desks = {"label": "Bureaux", "amount": 6000, "paid_by": "cooperative", "vat": "normal"}
    plan = text(
        several(
            organisations={"organisations": organisations},
            budget=BUDGET | {"costs": [rent, *BUDGET["costs"][1:]], "investments": [desks]},
        ),
        PLAN,
    )
    assert "taux de TVA (Loyer)" in plan and "la caisse compte les avances (TVA des investissements, 1 000 €" in plan


def test_the_plan_counts_the_common_costs_that_the_holder_of_the_premises_advances() -> None:
    """A rent of 12 000 €, of which the others bear a part that they pay a month later."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Un bailleur"}}
    rent = {"label": "Loyer", "amount": 12000, "vat": "sans", "account": 61}
    space = several(
        organisations={
            "organisations": {"association": NO_VAT, "cooperative": NO_VAT},
            "agreements": {"locaux": lease},
        },
        budget=BUDGET | {"costs": [rent, *BUDGET["costs"][1:]]},
    )
    plan = text(space, PLAN)
    found = re.findall(
        r"un mois de frais communs des autres organisations, (\S+) € TTC\. .*?, soit (.+?) € à la fin", plan
    )
    (advanced, lowest), *_ = found
    first = [cells for label, *cells in rows(plan.partition("Trésorerie, année 1 : ")[2]) if label.startswith("Mois ")]
    assert euros([advanced])[0] > 0
    assert min(euros([cells[2]])[0] for cells in first[:12]) - euros([advanced])[0] == euros([lowest])[0]
    assert "en caisse au plus bas, avances comprises" in plan
    due = amounts(space, PLAN)["dont avances encore à recevoir, comptées reçues (TVA, frais communs)"]
    assert due[0] == f"{advanced} €"  # a month of them is due at the end of the year too
    # Each case has the same column: what the first organisation advances is not in hand in a harder year either.
    fewer = cases(plan)[0]["Recettes des coworkers : 20 % de moins, les trois ans"]
    least, with_advances = fewer[3].partition(" (")[0], fewer[4]
    assert 0 < euros([least])[0] - euros([with_advances])[0] <= 2 * euros([advanced])[0]
    assert [len(each["Budget"]) for each in cases(plan)] == [5, 4]  # the other one advances nothing


def test_the_plan_has_a_gap_for_the_least_cash_of_who_has_no_known_amount_beside_one_who_advances() -> None:
    """The association charges VAT, and neither its cash nor the price of what it buys is told: the plan is still made."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Un bailleur"}}
    budget = BUDGET | {"opening_cash": {"cooperative": 1000, "association": None}}
    budget["costs"] = [*BUDGET["costs"], {"label": "Achats", "amount": None, "paid_by": "association", "account": 60}]
    space = several(
        organisations={
            "organisations": {"cooperative": NO_VAT, "association": {"vat": {"regime": "assujettie"}}},
            "agreements": {"locaux": lease},
        },
        budget=budget,
    )
    table = amounts(space, PLAN)
    assert (
        table["Association d’exemple, budget"][-2:] == ["?", "?"] and table["Coopérative d’exemple, budget"][-1] != "?"
    )


def test_the_plan_tells_the_desks_left_and_the_years_whose_sales_exceed_them() -> None:
    """6, 8 then 10 residents at 10 desks; 13 free desks are enough for what the other budget sells."""
    blank_plan = text(several(identity={"capacity": {"desks": 10}}, budget={"occasional_buys": None}), PLAN)
    free = "Postes libres pour les coworkers de passage, sur"
    assert amounts_of(blank_plan)[f"{free} 10"] == ["4", "2", "0"]
    assert "Les ventes prévues dépassent la capacité en année 3 (10 au mois" in blank_plan
    assert (
        "(10 au mois et 50 de passage) : des postes seront à ajouter, ou le nombre de coworkers à réduire" in blank_plan
    )
    table = {label: cells for label, *cells in rows(blank_plan)}
    assert table["Postes libres une fois les coworkers au mois installés, sur 10"] == ["4", "2", "0"]
    open_days = "postes libres × [à compléter : jours ouverts par mois]"
    days = f"Journées de poste disponibles par mois, à partager entre les coworkers de passage : {open_days}"
    assert table[days] == ["?", "?", "0"]
    assert "| Plus de coworkers que de places : 10 au mois et 50 de passage pour 10 postes en année 3 |" in blank_plan
    enough = text(budgeted_with_desks(60), PLAN)
    assert amounts_of(enough)[f"{free} 60"] == ["54", "52", "50"] and "dépassent la capacité" not in enough
    assert "dépassent la capacité dès l’année 1" in text(budgeted_with_desks(7), PLAN)
    assert "Postes libres" not in text(several(identity={"capacity": {"desks": None}}), PLAN)


def test_the_days_at_a_desk_stay_unknown_until_the_place_says_when_it_opens() -> None:
    """54 free desks on five days a week are 1,170 days in a month; seven desks are not enough even on seven days."""

    def told(space: Space, label: str) -> list[str]:
        return next(cells for name, *cells in rows(text(space, PLAN)) if name.startswith(label))

    days, enough = "Journées de poste disponibles par mois", "Postes suffisants en moyenne"
    without_hours, with_hours = budgeted_with_desks(60), budgeted_with_desks(60, opening_hours="Mo-Fr 09:00-18:00")
    assert told(without_hours, days) == told(without_hours, "Occupation moyenne") == ["?", "?", "?"]
    assert told(without_hours, enough) == ["?", "?", "?"]
    assert told(with_hours, f"{days}, une fois les coworkers au mois installés (fériés et fermetures non ôtés)") == [
        "1170", "1126", "1083",
    ]  # fmt: skip
    assert told(with_hours, enough) == ["oui", "oui", "oui"]
    assert told(budgeted_with_desks(7), enough) == ["non", "non", "non"]


def budgeted_with_desks(desks: int, **identity: Any) -> Space:
    organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}}
    return several(organisations=organisations, budget=BUDGET, identity={"capacity": {"desks": desks}} | identity)


def test_a_request_without_an_amount_names_its_funder_and_looks_for_no_other_aid() -> None:
    """What the account 74 lacks is told once the budget tells it: a blank there only hides a deficit."""
    asked = [{"label": "Aides publiques demandées", "received_by": "association", "status": "asked"}]
    file = text(budgeted(subsidies=asked), f"{GRANT}-association")
    assert "d’aide demandée en année 1" not in file and "aides à trouver" not in file
    request = "[à compléter : montant] demandés à : [à compléter : financeur]"
    assert f"| Aide demandée, année 1 | {request} |" in file
    assert "que l’organisation demande [à compléter : montant] à [à compléter : financeur], à verser" in file


def test_the_plan_of_a_public_body_names_who_borrows_and_who_decides_it() -> None:
    line = {"label": "Participation du budget principal", "amount": None, "received_by": "only", "account": 75}
    space = governed("association", "regie-publique")
    plan = text(replace(space, budget=type(space.budget).model_validate({"subsidies": [line]})), PLAN)
    table = {label: cells for label, *cells in rows(plan)}
    assert (
        "seule autonomie financière"
        in table["Statut (code général des collectivités territoriales, article L. 2221-4)"][0]
    )
    assert any(label.startswith("Emprunteur : la collectivité, si la régie n’a que") for label in table)
    assert any(label.startswith("Délibération qui autorise l’emprunt") for label in table)
    # The fund counts among the first resources only if it is paid in year 1; both checks of the lender are asked for.
    assert "| FCTVA, s’il est versé en année 1 (sinon 0 :" in plan
    balance = (
        "- **Équilibre réel du budget (code général des collectivités territoriales, article L. 1612-4) : capital de"
    )
    assert f"{balance} l’année couvert par la CAF, les dotations et le FCTVA, sans emprunt ni subvention," in plan
    assert "FCTVA compris s’il y est inscrit (d’après la feuille « Synthèse » du classeur)" in plan
    assert "date, transmission au contrôle de légalité, délégation éventuelle" in plan
    assert "- **Exploitation en équilibre, amortissements compris, années 1, 2 et 3 :** [à compléter" in plan
    (value,) = [cells[0] for label, cells in table.items() if label.startswith("Recette « Participation du budget")]
    assert "délibération et date" in value and "cas de l’article L. 2224-2" in value and "×" not in value
    file = text(governed("association", "regie-publique"), f"{GRANT}-only")
    assert "sauf les lignes 001, 002, 021, 023, 139 et 777, à prendre du budget voté" in file
    assert "Équilibre des sections : recettes moins dépenses, soit 0" in file


def test_the_break_even_of_the_headline_tells_that_it_needs_the_aids_and_whether_the_desks_allow_to_do_without() -> (
    None
):
    """A loan puts the cooperative in the headline; without the 12 000 € that it asks for, its coworkers must pay them."""
    asked = [{**BUDGET["subsidies"][0], "received_by": "cooperative", "status": "asked"}, BUDGET["subsidies"][1]]
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": "3.5"}
    costs = [{**BUDGET["costs"][0], "amount": 50000}, *BUDGET["costs"][1:]]

    def plan(desks: int) -> str:
        organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}}
        budget = BUDGET | {"costs": costs, "subsidies": asked, "loans": [loan]}
        return text(several(organisations=organisations, budget=budget, identity={"capacity": {"desks": desks}}), PLAN)

    crowded = plan(10)
    headline = re.search(
        r"\*\*(\d+)\*\* coworkers à l’équilibre(?: avant impôt)? en année 3, aides comprises, pour 60", crowded
    )
    refused = "À l’équilibre, sans les aides qui ne sont pas acquises"
    without = amounts_of(crowded)[refused][2]
    assert headline and without.endswith(", hors de portée") and int(without.partition(",")[0]) > int(headline[1])
    # What is asked of the reader, and what for, comes before the figures.
    (loan_row,) = [cells for cells in rows(crowded) if cells[0] == "Prêteur"]
    assert crowded.index("| Prêteur |") < crowded.index("| Financeurs |") < headline.start()
    assert "Emprunt « Banque », Coopérative d’exemple" in loan_row[1]
    assert "[à compléter : dépenses que l’emprunt finance]" in loan_row[1]
    assert loan_row[2:] == ["5 000 €, en 60 mois au taux de 3,5 %", "Année 1, mois 1"]
    assert "hors de portée à ces prix en année" in plan(10)
    assert "et peut être plus basse à l’intérieur d’un mois" in plan(10)  # the least cash is that of the ends of months
    assert "hors de portée" not in plan(90) and all(count.isdigit() for count in amounts_of(plan(90))[refused])


def test_the_plan_tells_that_a_hard_case_keeps_a_part_of_common_costs_that_nobody_may_pay() -> None:
    """Without its aid, the association has no money; the cooperative, which borrows, holds the premises."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}}
    asked = [
        {"label": f"Aide {key}", "amount": 7000, "month": 9, "status": "asked", "received_by": key}
        for key in ("cooperative", "association")
    ]

    def plan(opening: int) -> str:
        return text(
            several(
                organisations={
                    "organisations": {"cooperative": NO_VAT, "association": NO_VAT},
                    "agreements": {"locaux": lease},
                },
                budget={
                    "opening_cash": {"cooperative": 5000, "association": opening},
                    "costs": [{"label": "Loyer", "amount": 6000, "vat": "sans"}],
                    "subsidies": asked,
                    "loans": [{"label": "Banque", "amount": 2500, "percent": 3, "received_by": "cooperative"}],
                },
            ),
            PLAN,
        )

    words = "y paie encore sa part des frais communs, mais sa caisse y passe sous zéro au mois"
    assert words in plan(0) and words not in plan(90000)


def test_a_plan_without_vat_tells_the_year_that_passes_the_ceiling_of_that_regime() -> None:
    """Sales of 38 400 € in year 2, of a place where nobody charges VAT; a quarter of it in three months a year."""
    no_vat = {"organisations": {"association": NO_VAT, "cooperative": NO_VAT}}
    plan = text(several(organisations=no_vat, budget=BUDGET), PLAN)
    (sold,) = re.findall(r"articles 293 B et suivants.*?Les ventes prévues, (.*?), le dépassent dès l’année 2", plan)
    assert euros(sold.split(" / ")) == [28800, 38400, 48000]
    smaller = several(organisations=no_vat, budget=BUDGET | {"opening_months": 3})
    assert "293 B et suivants" not in text(smaller, PLAN)


def test_the_plan_shows_what_another_vat_regime_would_change() -> None:
    """At 280 € with VAT, 233.33 € are left of a month; without VAT, all of it."""
    organisations = {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT}
    table, _ = cases(text(several(organisations={"organisations": organisations}, budget=BUDGET), PLAN))
    label = "TVA : franchise en base, si l’organisation y a droit"
    told = f"{label} (plafond de la franchise dépassé dès l’année 2, voir plus bas)"
    (gain,) = [euros(table[told][:1])[0] - euros(table["Budget"][:1])[0]]
    assert gain == Decimal(28800 - 24000) * 9 / 10
    assert "28 800 € / 38 400 € / 48 000 €, le dépassent dès l’année 2" in text(
        several(organisations={"organisations": organisations}, budget=BUDGET), PLAN
    )
    assert label not in text(budgeted(), PLAN)


LEASED = {
    "kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}, "amount": 6000, "months": 36,
}  # fmt: skip


def test_the_plan_tells_the_rent_from_its_charges_and_what_is_left_of_a_loan_when_the_lease_ends() -> None:
    """60 % of 12 000 € hold 1 200 € of VAT, which nobody recovers if the owner does not charge it; 36 of 60 instalments are paid."""
    organisations = {"cooperative": {"vat": {"regime": "assujettie"}}, "association": NO_VAT}
    costs = [{**BUDGET["costs"][0], "vat": "normal", "agreement": "locaux"}, *BUDGET["costs"][1:]]
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": "3.5", "monthly": True}
    space = several(
        organisations={"organisations": organisations, "agreements": {"locaux": LEASED}},
        budget=BUDGET | {"costs": costs, "loans": [loan]},
    )
    plan = text(space, PLAN)
    assert "12 000 € TTC en année 1 : loyer de 6 000 € par an d’après la convention" in plan
    cooperative, association = cases(plan)
    lost = [
        before - after
        for before, after in zip(
            *(euros(cooperative[name][:3]) for name in ("Budget", "Loyer sans TVA récupérable")), strict=True
        )
    ]
    assert lost == [1200] * 3 and "Loyer sans TVA récupérable" not in association
    assert "capital restant dû à la fin du mois 36, 2 105,33 €" in plan
    assert "part de" not in plan.partition("Frais communs payés en retard")[2][:20]
    late = plan.partition("Frais communs payés en retard : Association d’exemple, ")[2].partition("|")[0]
    assert late.startswith("6 000 € TTC en année 1 ; payés à trente jours, 500 € à avancer"), late
    assert "un trimestre de retard : 1 500 €" in late


def test_the_plan_pays_back_the_loans_of_the_first_day_and_asks_for_them_where_the_budget_tells_none() -> None:
    """They are no request to the reader, and no money comes in; without a line of year 0, the ratios say what they lack."""
    lacking = "Ces lignes ne comptent aucun emprunt d’avant le premier jour"
    loan = {"label": "Banque", "amount": 1200, "percent": 0, "received_by": "association", "years": 4}
    assert lacking in text(budgeted(loans=[loan]), PLAN)
    assert lacking not in text(budgeted(loans=[loan, {**loan, "amount": 0, "year": 0}]), PLAN)
    owned = {"label": "Four", "amount": 900, "paid_by": "association", "life": 3, "year": 0}
    space = budgeted(loans=[{**loan, "year": 0}], investments=[owned])
    plan, table = text(space, PLAN), amounts(space, PLAN)
    assert lacking not in plan and "emprunt « Banque »" not in plan and "Sans emprunt" not in plan
    assert "Emprunt en cours « Banque » : 1 200 € de capital dû au premier jour" in plan
    assert "Bien déjà possédé « Four » : 900 € de valeur nette au premier jour, amortis sur 3 ans." in plan
    assert table["Capital remboursé dans l’année"] == ["300 €"] * 3
    assert euros(table["Emprunts restant dus à la fin de l’année"]) == [900, 600, 300]
    funds = [euros(cells) for label, *cells in rows(plan) if label == "Fonds propres au premier jour"]
    assert funds == [[1000] * 3, [500 + 900 - 1200] * 3]
    file = text(space, f"{GRANT}-association")
    assert "Emprunt en cours « Banque » : 1 200 € de capital dû au premier jour, au taux de 0 %" in file
    assert "Investissements de l’année 1 | 0 € |" in file


def test_the_plan_of_a_public_body_tries_years_without_the_participation_of_its_main_budget() -> None:
    forms = {key: {**NO_VAT, "legal_form": "regie-publique"} for key in ("cooperative", "association")}
    paid = {"label": "Participation", "amount": 4500, "month": 2, "account": 75, "received_by": "association"}
    budget = BUDGET | {"subsidies": [BUDGET["subsidies"][0], paid]}
    plan = text(several(organisations={"organisations": forms}, budget=budget), PLAN)
    case = cases(plan)[1]["Sans la participation du budget principal"]
    before = cases(plan)[1]["Budget"]
    assert [a - b for a, b in zip(euros(before[:3]), euros(case[:3]), strict=True)] == [4500] * 3
    assert "Participation du budget principal versée six mois plus tard, en une fois" in cases(plan)[1]
    assert any(row[0].startswith("Participation du budget principal refusée") for row in rows(plan))
    assert "Sans la participation du budget principal" not in text(budgeted(), PLAN)


def test_the_plan_counts_gifts_that_are_hoped_for_and_contributions_to_give_back_apart() -> None:
    hoped = [BUDGET["subsidies"][0], {**BUDGET["subsidies"][1], "status": "expected"}]
    brought = {"label": "Fondateurs", "amount": 900, "received_by": "association", "recoverable": True}
    loan = {"label": "Banque", "amount": 500, "percent": 0, "received_by": "association"}
    plan = text(budgeted(subsidies=hoped, contributions=[brought], loans=[loan]), PLAN)
    without = euros(cases(plan)[1]["Sans les dons et autres recettes espérées, hors aides"][:3])
    assert without[0] == 500 - 4500
    assert (
        amounts(budgeted(subsidies=hoped, contributions=[brought]), PLAN)["dont apports avec droit de reprise"]
        == ["900 €"] * 3
    )
    assert "Conditions de la reprise : [à compléter" in plan


def test_behind_a_regie_the_plan_tells_that_the_authority_borrows_and_whose_budget_it_is() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": "3.5", "years": 5}

    def plan(form: str) -> str:
        organisations = {"organisations": {"cooperative": NO_VAT | {"legal_form": form}, "association": NO_VAT}}
        return text(several(organisations=organisations, budget=BUDGET | {"loans": [loan]}), PLAN)

    regie = plan("regie-publique")
    (asked,) = [cells[1] for cells in rows(regie) if cells[0] == "Prêteur"]
    assert "contracté par la collectivité et inscrit au budget de sa régie, annexé au sien" in asked
    assert "Emprunteur : la collectivité, [à compléter : nom de la commune ou de l’intercommunalité]" in regie
    assert (
        "annexé à celui de la collectivité (code général des collectivités territoriales, article L. 2221-11)" in regie
    )
    assert "Emprunteur :" not in plan("scic-sas")


def test_the_plan_of_an_empty_budget_asks_for_its_financing_and_tells_receipts_that_are_known() -> None:
    plan = text(several(), PLAN)
    assert "- Financement (Coopérative d’exemple) : capital et apports, [à compléter" in plan
    known = {label: cells for label, *cells in rows(plan)}
    label = "Abonnements des coworkers au mois (Coopérative d’exemple), année 1 : 6 × 12 × 280 €"
    label = next(name for name in known if name.startswith(label))
    assert known[label] == ["20 160 €", "26 880 €", "33 600 €"] and known["Coworkers au mois"] == ["6", "8", "10"]
    # The first page of a budget that is still empty has sentences, no gap.
    summary = plan.partition("## En bref")[2].partition("## Le projet")[0]
    assert "**Demande adressée au lecteur :** à chiffrer avec le budget, qui reste à remplir : prêt" in summary
    assert "[" not in summary
    no_service = several(identity={"modules": dict.fromkeys(("coworking", "mediation", "support"), "non")})
    assert "[" not in text(no_service, PLAN).partition("## En bref")[2].partition("## Le projet")[0]


def test_the_plan_multiplies_quantities_and_prices_for_the_reader() -> None:
    """6 residents and 30 occasional coworkers, all year; what is no sale keeps its blank."""
    space = budgeted(closed_months=[8], opening_months=11, ramp_up_months=4)
    hypotheses = {label: cells for label, *cells in rows(text(space, PLAN)) if label.startswith("Recette «")}
    sales = {label: cells[0] for label, cells in hypotheses.items() if "oworkers" in label}
    (of_residents,) = [cell for label, cell in sales.items() if "au mois" in label]
    assert of_residents == "16 240 € en année 1 ; 58 × 280 € ; quantités des années 2 et 3 : 88 et 110"
    assert any("286 × 9 €" in cell for cell in sales.values()) and not any("[à compléter" in c for c in sales.values())
    all_year = text(budgeted(), PLAN)
    assert "; 6 × 12 × 280 € ;" in all_year


def test_the_balance_sheets_of_the_plan_balance() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": 3, "years": 4}
    bought = {"label": "Bureaux", "amount": 6000, "paid_by": "cooperative", "life": 5}
    table = rows(text(budgeted(loans=[loan], investments=[bought]), PLAN))
    (start,) = [at for at, cells in enumerate(table) if cells[0] == "Bilan prévu : Coopérative d’exemple"]
    sheet = [euros(cells[1:]) for cells in table[start + 2 : start + 11]]
    fixed, cash, assets, opening, brought, results, equity, debts, total = sheet
    assert fixed == [4800, 3600, 2400] and debts == [5000, 3750, 2500] and opening == [1000] * 3
    assert assets == total == [a + b for a, b in zip(fixed, cash, strict=True)]
    assert equity == [sum(year) for year in zip(opening, brought, results, strict=True)]
    assert assets == [a + b for a, b in zip(equity, debts, strict=True)]


def test_the_opening_cash_of_an_organisation_to_create_has_an_origin_to_name() -> None:
    """The target of 60 keeps the parts of today, 6 to 30."""
    stages = {"cooperative": NO_VAT | {"stage": "existing"}, "association": NO_VAT | {"stage": "to_create"}}
    document = text(several(organisations={"organisations": stages}, budget=BUDGET), PLAN)
    assert document.count("Origine : [à compléter : origine]") == 1
    assert "à créer : 500 €. Origine" in document
    assert "Visés en année 3 : 10 au mois et 50 de passage" in document
    assert "offerts pendant l’exercice suivant" in document and "car aucun argent ne sort" in document


def test_a_company_without_a_rate_of_tax_has_a_result_before_tax() -> None:
    forms = {"organisations": {"cooperative": NO_VAT | {"legal_form": "scic-sas"}, "association": NO_VAT}}
    before = text(several(organisations=forms, budget=BUDGET), PLAN)
    assert before.count("présentés avant impôt sur les bénéfices") == 1
    assert "[à compléter : taux, d’après la personne qui tient les comptes]" in before
    after = several(organisations=forms, budget=BUDGET | {"profit_tax": {"cooperative": 15}})
    # Its result is after tax; its break-even point never is.
    assert "avant impôt" not in text(after, PLAN).replace("quilibre avant impôt", "")
    assert "| À l’équilibre avant impôt, Coopérative d’exemple |" in text(after, PLAN)
    untaxed = "| Participation des salariés, impôt sur les bénéfices |   | non compté |"
    assert untaxed in text(budgeted(), "rapport-d-activite") and untaxed not in text(after, "rapport-d-activite")
    assert "| Impôt sur les bénéfices |" in text(after, PLAN)
    files = [text(space, f"{GRANT}-cooperative") for space in (several(organisations=forms, budget=BUDGET), after)]
    account = "69 Participation des salariés, impôt sur les bénéfices"
    assert f"| **{account}** | non compté |" in files[0] and "Tant que le taux de l’impôt" in files[0]
    assert account in files[1] and "non compté | non compté" not in files[1] and "Tant que le taux" not in files[1]


def test_the_report_counts_every_age_and_an_amount_that_nobody_puts_aside() -> None:
    labels = [label for label, *_ in rows(text(budgeted(), "rapport-d-activite"))]
    first = labels.index("Personnes de moins de 26 ans")
    assert labels[first + 1 : first + 4] == [
        "Personnes de 26 à 60 ans",
        "Personnes de plus de 60 ans",
        "Âge sans réponse",
    ]
    assert "Montant calculé pour l’an prochain" in labels and "Montant mis de côté" not in labels


def test_the_chart_of_the_budget_bears_that_it_is_planned() -> None:
    assert "Budget prévu : recettes et charges, sans la TVA récupérée" in text(budgeted(), PLAN)


def test_the_report_recalls_the_budget() -> None:
    """Its columns « Budget » are those of year 1, before what is set aside; the plan has the result after it."""
    report, plan = rows(text(budgeted(), "rapport-d-activite")), rows(text(budgeted(), PLAN))
    results = [
        euros(cells) for label, *cells in report if label.startswith(("Résultat après", "Résultat des comptes : Assoc"))
    ]
    assert results == [euros(cells) for label, *cells in plan if label in (RESULT, "Résultat") and "€" in cells[0]]
    budget = {label: cells[1] for label, *cells in report if len(cells) == 4}
    assert budget["Abonnements des coworkers au mois"].startswith("20 160") and budget[
        "Part solidaire, pour mémoire (non affectée en réserve)"
    ].startswith("2 880")
    assert ["Commune", "12 000 €"] in [row[:2] for row in report]
    assert "Le budget des trois exercices" not in text(several(), "rapport-d-activite")


def test_the_report_aims_at_the_sums_and_the_parts_of_the_budget_of_the_whole_place() -> None:
    """28 800 € of sales, 12 000 of a grant and 4 500 of gifts; 18 000 and 16 000 € of costs."""
    report = amounts(budgeted(), "rapport-d-activite")
    assert report["Total des produits"][0] == "45 300 €" and report["Résultat des comptes réunis"][0] == "11 300 €"
    assert report["Part des ventes"][1] == "63,6 %" and report["Part des fonds publics"][1] == "26,5 %"
    # 10 800 € of results beside 1 000 € in hand on the first day, for 18 000 € a year; 500 € beside 500, for 16 000.
    months = {label: cells[1] for label, cells in report.items() if label.startswith("Trésorerie : ")}
    assert list(months.values()) == ["7,9 mois", "0,8 mois"]
    # A tenth of 28 800 €, at 9 € each.
    assert report["Montant calculé pour l’an prochain"][1] == "2 880 €"
    assert report["Usages gratuits à offrir l’an prochain"][1] == "320"
    table = text(budgeted(), "rapport-d-activite")
    assert "Apports avec droit de reprise" in table and "Produits constatés d’avance" in table
    assert "Part non dépensée" in table and "| Total | 12 000 € |" in table.replace("**", "")


def test_the_matrix_tells_what_is_invoiced_again_who_borrows_and_who_employs_an_adviser() -> None:
    """40 % of 15 000 € of common costs, by the holder of the premises."""
    other = {"name": "Propriétaire", "public": False}
    agreements = {
        "bail": {"kind": "occupation", "organisation": "cooperative", "other": other},
        "conseil": {"kind": "mediator", "organisation": "association", "other": {"name": "Commune", "public": True}},
    }
    organisations = {"organisations": {"cooperative": NO_VAT, "association": NO_VAT}, "agreements": agreements}
    matrix = text(several(organisations=organisations, budget=BUDGET), "matrice-des-responsabilites")
    assert "6 000 € TTC par an, soit 500 € par mois en moyenne" in matrix
    assert "| Emprunt, découvert, crédit-bail ou garantie |" in matrix
    assert "Commune emploie, paie et dirige la conseillère ou le conseiller numérique" in matrix
    file = text(several(organisations=organisations, budget=BUDGET), f"{GRANT}-association")
    assert "l’employeur (Commune) paie le salaire" in file and "en nature : [à compléter : valeur]" in file


def test_the_matrix_tells_who_bears_aids_loans_and_goods_and_what_the_key_is_for() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": 3, "years": 4}
    matrix = text(budgeted(loans=[loan]), "matrice-des-responsabilites")
    assert (
        "Objet de cette clé : Loyer ; Énergie." in matrix
        and "Condition : la clé ne change que par un avenant" in matrix
    )
    table = {
        label: cells
        for label, *cells in rows(
            matrix.partition("Les aides, les emprunts et les biens")[2].partition("### La TVA")[0]
        )
    }
    assert table["Coopérative d’exemple"][1] == "Banque : 5 000 €" and table["Association d’exemple"][0].startswith(
        "Commune"
    )


def test_the_report_aims_at_the_coworkers_of_an_average_open_month_and_at_the_cash_of_the_accounts() -> None:
    """6 residents who arrive in 3 months, the second of which is closed: 2, 0, 6... are 62 in 11 months."""
    report = amounts(budgeted(ramp_up_months=3, closed_months=[2]), "rapport-d-activite")
    assert report["Coworkers au mois"][1] == "5,6" and report["Coworkers de passage"][1] == "28,2"
    label = "En caisse et en banque, dernier jour de l’année, part solidaire non déduite"
    assert euros([report[label][1]])[0] == 1000 + euros([report["Résultat des comptes"][1]])[0]


@pytest.mark.parametrize(
    "form, own, other",
    [("association-loi-1901", "Rapport moral", "Évolution du projet coopératif"), ("scic-sas", "Évolution du projet coopératif", "Rapport moral"),
     ("regie-publique", "Instance où siègent les usagers", "Bilan : actif")],
)  # fmt: skip
def test_the_report_has_the_duties_of_the_legal_form(form: str, own: str, other: str) -> None:
    document = text(governed("association", form), "rapport-d-activite")
    assert own in document and other not in document


def test_the_report_gives_free_uses_the_year_after_their_receipts() -> None:
    report = {label: cells for label, *cells in rows(text(budgeted(), "rapport-d-activite"))}
    assert "recettes de l’exercice d’avant" in report["Montant à employer cette année"][0]
    assert report["Montant calculé pour l’an prochain"][1] == "2 880 €"


def test_an_empty_budget_has_a_list_of_what_is_missing_instead_of_tables() -> None:
    costs = [{"label": "Loyer", "amount": None}]
    document = text(several(budget={"costs": costs, "subsidies": []}), PLAN)
    assert "Le budget n’est pas encore rempli" in document and "- montant, ou 0 (Loyer)" in document
    assert "![" not in document and "Total des recettes" not in document and "Et si ?" not in document


def test_the_break_even_point_is_left_out_without_coworking() -> None:
    off = {"modules": {"coworking": "non"}}
    space = several(identity=off, organisations={"services": {"coworking": REMOVED}}, budget=BUDGET)
    document = text(space, PLAN)
    assert "L’équilibre" not in document and "Coworkers" not in document


# --- The survey of needs ---


def survey_space() -> Space:
    formats = ("aperocamp", "atelier-numerique", "barcamp", "cowocamp", "papycamp")
    return several(activities=tuple(activity(name, format=name) for name in formats))


def crowded_space() -> Space:
    """A place that plans whatever it may, whose survey is as long as can be."""
    vocabularies = vocabulary()
    services = {"mediation": {"services": list(vocabularies.mediation["services"].terms)}}
    names = ("La grande salle du rez-de-chaussée", "L’atelier bois", "La cuisine partagée", "Le jardin et sa serre")
    areas = [{"key": f"area-{number}", "name": {"fr": f"{name} {number}"}} for number in (1, 2) for name in names]
    areas = [area | {"key": f"area-{number}"} for number, area in enumerate(areas)]
    formats = tuple(activity(name, format=name) for name in vocabularies.activity_formats)
    return several(activities=formats, identity=services | {"areas": areas})


@cache
def survey_pdf(*, crowded: bool = False) -> bytes:
    space = crowded_space() if crowded else survey_space()
    return build_documents(space, ("pdf",), (SURVEY,))[f"{SURVEY}.pdf"]


def survey_questions(document: str) -> list[tuple[str, list[str]]]:
    """The questions of the survey, each with what is beside its boxes."""
    sheet = document.partition("::: questions")[2].partition("\n:::")[0]
    parts = re.split(r"(?m)^\*\*\d+\. (.*?)\*\*", sheet)[1:]
    return [
        (question, re.findall(r"☐ (.*?)(?= *\u2003|\\?$)", answers, re.MULTILINE))
        for question, answers in zip(parts[::2], parts[1::2], strict=True)
    ]


@pytest.mark.parametrize("crowded", [False, True])
def test_the_survey_is_one_sheet_printed_on_both_sides(crowded: bool) -> None:
    pages = [spaced(page) for page in pdf_pages(survey_pdf(crowded=crowded))]
    (count,) = [number for number, page in enumerate(pages) if "compter ou mettre en ligne" in page]
    assert count == 3
    # Who wants news says so on another sheet: to cut it off would take away answers.
    assert "Merci" in pages[1] and "CNIL" not in pages[1] and "1. Où habitez-vous" in pages[0]
    # Slips fill their sheet: one for each of several persons.
    assert pages[2].count("CNIL") == pages[2].count("☐ J’accepte") == 4
    # In columns, none is cut.
    assert all(answer in pages[0] + pages[1] for answer in ("Le samedi", "Un bus ou un train", "Rien pour le moment"))


@pytest.mark.parametrize("crowded", [False, True])
def test_the_questions_of_the_survey_stand_apart(crowded: bool) -> None:
    """More room is between two questions than between two rows of boxes, and a thin line."""
    data = survey_pdf(crowded=crowded)
    between, within = [], []
    for (_, _, words), lines in list(zip(page_words(data), page_lines(data), strict=True))[:2]:
        left = min(word.left for word in words if word.text == "☐")
        edges = [line.top for line in lines if line.left < left - 50 and line.top > 80]
        edges = edges if "1." in [word.text for word in words] else [60.0, *edges]
        blocks = [[word for word in words if top < word.top < bottom] for top, bottom in pairwise(edges)]
        blocks = [block for block in blocks if any(word.text == "☐" for word in block)]
        for block in blocks:
            answers = [word for word in block if word.left >= left - 1]
            tops = sorted({round(word.top) for word in answers if word.text == "☐"})
            within += [top - max(word.bottom for word in answers if word.top < top - 2) for top in tops[1:]]
        between += [min(w.top for w in after) - max(w.bottom for w in block) for block, after in pairwise(blocks)]
    assert len(between) > 6 and min(between) > max(within) + 3


@pytest.mark.parametrize("crowded", [False, True])
def test_what_is_written_by_hand_in_the_survey_has_room(crowded: bool) -> None:
    """Lines 8 mm apart, up to the edge of the text, as many for each of the two open questions."""
    data = survey_pdf(crowded=crowded)
    width, _, words = page_words(data)[1]
    left = min(word.left for word in words if word.text == "☐")
    lines = [line for line in page_lines(data)[1] if abs(line.left - left) < 4]
    millimetres = [(after.top - line.top) * 25.4 / 72 for line, after in pairwise(lines)]
    assert len(lines) >= (4 if crowded else 8) and min(millimetres) >= 7.5
    assert {round(line.right) for line in lines} == {round(width - 62.4)}
    # So have the ideas that come back, which the team counts.
    (number,) = [index for index, page in enumerate(pdf_pages(data)) if "Une idée, une envie" in page and index > 2]
    (question,) = [word.top for word in page_words(data)[number][2] if word.text == "idée,"]
    (after,) = [word.top for word in page_words(data)[number][2] if word.text == "Quand"]
    edges = sorted({round(line.top) for line in page_lines(data)[number] if question < line.top < after})
    assert len(edges) == 5 and min(low - high for high, low in pairwise(edges)) * 25.4 / 72 >= 7.5


@pytest.mark.parametrize("crowded", [False, True])
def test_every_answer_of_the_survey_can_be_counted(crowded: bool) -> None:
    document = text(crowded_space() if crowded else survey_space(), SURVEY)
    questions = survey_questions(document)
    counted: list[tuple[str, list[str]]] = []
    for number, label, *empty in rows(document.partition("::: tally")[2])[2:]:
        assert empty == ["", ""]
        if number:
            question, _, kind = label.partition("** ")
            assert number == str(len(counted) + 1) and kind in {
                "(une réponse)",
                "(plusieurs réponses)",
                "(texte libre)",
            }
            counted.append((question, []))
        elif label:
            counted[-1][1].append(label)
    assert counted == questions and len(questions) > 10
    boxes = [answer for _, answers in questions for answer in answers]
    assert {"Papycamp", "Barcamp", "Journée : 15 €"} <= set(boxes)


@pytest.mark.parametrize("crowded", [False, True])
def test_a_question_is_counted_on_one_page(crowded: bool) -> None:
    pages = [spaced(page) for page in pdf_pages(survey_pdf(crowded=crowded))[3:]]
    for question, answers in survey_questions(text(crowded_space() if crowded else survey_space(), SURVEY)):
        (page,) = [page for page in pages if f"{question} (" in page]
        after = page.partition(f"{question} (")[2]
        assert all(answer in after for answer in answers), question


def test_the_survey_asks_only_for_what_the_place_plans() -> None:
    off = {"modules": {"mediation": "non", "coworking": "non"}}
    services = {"services": {"coworking": REMOVED, "mediation": REMOVED}}
    document = text(several(identity=off, organisations=services), SURVEY)
    assert (
        "Pour quels usages du numérique" not in document and "formule" not in document and "Coworking" not in document
    )
    assert "À quelles rencontres" not in document
    areas = {"areas": [{"key": "atelier", "name": {"fr": "L’atelier bois"}}]}
    assert "☐ L’atelier bois" in text(several(identity=areas), SURVEY)


def test_the_survey_says_who_keeps_what_and_for_how_long() -> None:
    document = text(survey_space(), SURVEY)
    assert vocabulary().processings["survey_contacts"].kept["fr"][1:] in document and "bonjour@exemple.fr" in document
    assert "Coopérative d’exemple, Association d’exemple" in document


@pytest.mark.parametrize("slug", [f"{GRANT}-cooperative", PLAN])
def test_the_figures_are_in_every_format(slug: str) -> None:
    for path, data in build_documents(budgeted(), FORMATS, (slug,)).items():
        assert "28 800 €" in text_of(path, data), path


def test_a_coworking_that_is_not_decided_is_an_unknown_income() -> None:
    space = budgeted()
    modules = space.identity.modules.model_copy(update={"coworking": None})
    undecided = replace(space, identity=space.identity.model_copy(update={"modules": modules}))
    for organisation in ("cooperative", "association"):
        table = amounts(undecided, f"{GRANT}-{organisation}")
        assert table["70 Ventes de produits et de services"] == [UNKNOWN] * 3 and table["Total"] == [UNKNOWN] * 3
    assert "![" not in text(undecided, PLAN)


def test_the_plan_has_the_state_of_each_grant_and_the_free_uses() -> None:
    plan = text(budgeted(), PLAN)
    assert [label for label, *_ in rows(plan) if label.startswith("Aide «")] == [
        "Aide « Commune »"
    ]  # gifts are no grant
    table = {label: cells for label, *cells in rows(plan)}
    assert len(table["Journées de poste offertes par mois, d’après la part solidaire de l’exercice précédent"]) == 3
    assert set(next(cells for label, cells in table.items() if label.startswith("Postes suffisants"))) <= {
        "oui",
        "non",
        "?",
    }


def test_the_report_has_the_solidarity_share_in_the_accounts_and_a_signature_of_each_organisation() -> None:
    report = rows(text(budgeted(), "rapport-d-activite"))
    charges = next(row[0] for row in report if row[0].startswith("Charges"))
    labels = [row[0] for row in report]
    after = labels[labels.index(charges) :]
    assert [label for label in after if label.startswith("Part solidaire")]
    assert labels[-2:] == labels[labels.index("Organisation") + 2 :][:2] and report[-1][1:] == ["", ""]


def test_the_plan_shows_who_arrives_what_is_owed_and_what_a_late_grant_costs() -> None:
    lent = {"label": "Fondateurs", "amount": 700, "received_by": "cooperative", "current_account": True}
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": "3.5", "monthly": True}
    granted = [{**BUDGET["subsidies"][0], "month": 9}, BUDGET["subsidies"][1]]
    space = budgeted(ramp_up_months=3, contributions=[lent], loans=[loan], subsidies=granted)
    plan, table = text(space, PLAN), amounts(space, PLAN)
    assert table["Coworkers au mois"] == ["2", "4"] + ["6"] * 10 and table["Coworkers de passage"][:3] == [
        "10",
        "20",
        "30",
    ]
    arrival = "Peu à peu, en 3 mois ; mois 1 : 2 au mois et 10 de passage"
    assert table["Arrivée des coworkers de l’année 1"][0] == arrival
    assert table["Coworkers au mois, visés, une fois tous arrivés (mois 3)"][0] == "6"
    assert "échéances mensuelles de 90,96 €" in plan and "de l’année 1 à l’année 5" in plan
    assert "Compte courant d’associé « Fondateurs » : 700 € en année 1" in plan
    assert table["Comptes courants d’associés"] == ["700 €", "0 €", "0 €"]  # of the financing plan
    assert euros(table["Fonds propres"])[0] == 1000 + euros(table["Résultats cumulés des comptes"])[0]
    means, repaid = (
        euros(table[label])
        for label in (
            "Capacité d’autofinancement (CAF) : résultat des comptes, plus amortissements",
            "Capital remboursé dans l’année",
        )
    )
    assert euros(table["CAF après remboursement"]) == [one - other for one, other in zip(means, repaid, strict=True)]
    # Six months after the ninth is the third month of the next year: the association pays its wages until then.
    late = next(row for row in rows(plan) if row[0].startswith("Aides versées six mois plus tard, en une fois : solde"))
    case = cases(plan)[1]["Aides versées six mois plus tard, en une fois"]
    lowest = case[3].partition(" (")[0]
    assert lowest in late[0] and euros([lowest])[0] < euros(["−12 000 €"])[0]


def test_a_grant_file_counts_the_months_of_coworkers_who_arrive_little_by_little() -> None:
    file = text(budgeted(ramp_up_months=3), f"{GRANT}-cooperative")
    assert "66 mensualités, les 6 coworkers au mois arrivant en 3 mois, × 280 €" in file


def test_a_grant_file_leads_from_the_organisation_to_the_action_and_shows_an_aid_above_the_need() -> None:
    """Own resources make both totals of the action equal; 12 000 € asked and 4 500 € of gifts exceed 16 000 € of costs."""
    costs = [{**BUDGET["costs"][0], "amount": 20000}, *BUDGET["costs"][1:]]
    space = budgeted(costs=costs, actions={"association": {"name": "Animation", "indirect_percent": 50}})
    after = text(space, f"{GRANT}-association").partition("De l’organisation à l’action")[2]
    totals = [cells for cells in rows(after) if cells[0] == "Total"][:2]
    assert [cells[-1] for cells in totals] == ["9 600 €", "9 600 €"]
    asked = [{**BUDGET["subsidies"][0], "status": "asked"}, BUDGET["subsidies"][1]]
    file = text(budgeted(subsidies=asked), f"{GRANT}-association")
    assert "| Excédent de l’organisation entière, aide demandée comprise | 500 € | 0 € | 0 € |" in file
    assert "| Besoin de l’organisation entière avant l’aide demandée | 11 500 € | " in file
    assert "Loyer, 40 % de 12 000 €, soit 4 800 €" in file
    assert "renouvellement à demander ensuite : Commune" in file


def test_what_another_grant_pays_for_is_proposed_out_of_the_action_and_own_resources_name_their_account() -> None:
    """Where the département pays for the mediation, no box of it is left to tick; only gifts are own resources."""
    granted = {"label": "Département", "amount": 2000, "received_by": "association", "status": "granted"}
    asked = [{**BUDGET["subsidies"][0], "amount": 1000, "status": "asked"}, BUDGET["subsidies"][1], granted]
    actions = {"association": {"name": "Animation", "indirect_percent": 25}}
    file = text(budgeted(subsidies=asked, actions=actions), f"{GRANT}-association")
    before = file.partition("Les prix")[0]
    assert "[proposé : non (1), à valider]" in before and "☐ oui ☐ non" not in before
    # What a table says in short is told once, below the last.
    assert before.count("(1) Autre aide : Département.") == 1
    assert "tirées du compte 75 (3 000 € sur 4 500 €)" in file
    alone = text(budgeted(subsidies=asked[:2], actions=actions), f"{GRANT}-association")
    assert "☐ oui ☐ non" in alone.partition("Les prix")[0]


def test_the_plan_gives_the_figures_of_the_accounts_and_the_day_a_lease_ends() -> None:
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": 3, "years": 4}
    table = amounts(budgeted(loans=[loan]), PLAN)
    result, own = (euros(table[label]) for label in (RESULT, "Résultat des comptes, sans déduire la part solidaire"))
    share = [kept - after for kept, after in zip(own, result, strict=True)]
    assert euros(table["Capacité d’autofinancement (CAF) : résultat des comptes, plus amortissements"]) == own
    left, after = (
        euros(table[label])
        for label in ("CAF après remboursement", "CAF après remboursement, part solidaire mise de côté")
    )
    assert [kept - rest for kept, rest in zip(left, after, strict=True)] == share and share[0] > 0
    assert euros(table["Résultats cumulés des comptes"])[2] == sum(own)
    assert "Franchise en base : en année" not in text(budgeted(), PLAN)  # 28 800 € of sales are below the ceiling


def test_a_cooperative_that_has_not_chosen_its_form_has_the_papers_of_a_company() -> None:
    space = governed("association", "cooperative", name="Coopérative d’exemple")
    report, plan, file = (text(space, slug) for slug in ("rapport-d-activite", PLAN, f"{GRANT}-only"))
    assert "Comptes courants d’associés" in report and "part aux salariés" in report
    assert "droit de reprise" not in report and "Fonds dédiés" not in report
    assert "Capital souscrit, et capital versé" in plan and "Capital souscrit, et capital versé" in file
    assert "Kbis" in file and "procédure collective" in file
    assert "société coopérative, [à compléter : SCIC, SCOP ou autre forme], [à compléter : SA, SAS ou SARL]" in file
    assert "plateforme agréée" in text(space, "facture-only")
    assert "forme à préciser" not in report + plan + file


def test_a_public_body_deducts_nothing_for_free_uses_and_carries_its_results_over() -> None:
    """The receipts of a public operator are for all its expenses: the plan, the file and the report tell one result."""
    space = governed("association", "regie-publique")
    plan, file, report = (text(space, slug) for slug in (PLAN, f"{GRANT}-only", "rapport-d-activite"))
    for document in (plan, file, report):
        assert "part solidaire déduite" not in document and "déduit la part" not in document
        assert "74 Participation du budget principal" not in document
    assert "garder les pièces qui justifient les dépenses" in file and "69 Impôt" in file
    assert "Impôt sur les sociétés" in plan and "Dotation du budget principal" in plan
    assert "| Avance du budget principal, à rembourser" in plan and "un reste s’ajoute" not in plan
    assert "68 Dotations aux provisions" in file and "hors 023 et 002" in file
    # Both sides would always be equal with the balance among the expenses.
    labels = [cells[0].replace("*", "") for cells in rows(file)]
    total = labels.index("Total", labels.index("Dépenses d’exploitation"))
    assert labels[total + 1].startswith("Écart à résorber avant le vote") and "Solde de la section" not in file
    assert any("couvert par les ressources propres de la section" in label for label in labels)
    assert "Constat de l’équipe" not in plan and "[source de cette estimation]" in plan.replace("à compléter : ", "")
    assert "002 Excédent reporté" in file and "001 Déficit reporté" in file and "042 : 68" in file
    assert "777 Reprise" in file and "139 Reprise" in file and "27 Dépôt de garantie" in file and "L. 2224-2" in file
    table = [cells for cells in rows(file) if cells[0].startswith(("021 ", "16 Remboursement"))]
    assert [len(cells) for cells in table] == [4, 4]  # three years, as the 023 and the 042 to which they answer
    assert "]{.blank}" not in shown(file)


@pytest.mark.parametrize(("form", "law"), [("scop-sarl", "n° 78-763"), ("scic-sas", "n° 47-1775")])
def test_a_plan_ends_with_the_law_that_it_cites_of_its_form(form: str, law: str) -> None:
    plan = text(governed("association", form), PLAN)
    assert law in plan[: len(plan) // 2] and law in plan[-600:]


def test_an_aid_of_unknown_amount_is_an_assumption_of_the_plan() -> None:
    aids = [{"label": "Aides publiques", "received_by": "association"}]
    assert "| Recette « Aides publiques » : Association" in text(budgeted(subsidies=aids), PLAN)


def test_an_aid_of_an_organisation_to_create_is_on_condition_and_the_plan_shows_the_years_without_it() -> None:
    stages = {"cooperative": NO_VAT | {"stage": "existing"}, "association": NO_VAT | {"stage": "to_create"}}
    granted = [{**BUDGET["subsidies"][0], "status": "granted"}, BUDGET["subsidies"][1]]
    space = several(organisations={"organisations": stages}, budget=BUDGET | {"subsidies": granted})
    plan = text(space, PLAN)
    assert "acquise, sous condition de la création de l’organisation" in plan
    without = next(cells for label, *cells in rows(plan) if "Sans aucune aide" in label)
    assert without[:3] == ["−11 500 €", "−12 040 €", "−12 580 €"]  # 4 500 € of gifts, and 16 000 € of costs
    assert "sous condition de la création de l’organisation" in text(space, f"{GRANT}-association")


def test_the_clauses_of_a_quote_are_a_list() -> None:
    quote = text(governed("association", "scic-sas", name="Organisation d’exemple"), "devis-only")
    assert re.search(r"(?m)^- Un consommateur qui accepte ce devis", quote)


def test_organisations_that_share_costs_tell_it_to_their_funders_and_the_plan_tells_what_is_advanced() -> None:
    """60/40 of 15 000 €: the association owes 6 000 €, of which the cooperative, whose lease it is, advances a twelfth."""
    adviser = {"kind": "mediator", "organisation": "association", "other": {"name": "Commune"}, "object": "permanences"}
    organisations = {
        "organisations": {"cooperative": NO_VAT, "association": NO_VAT},
        "agreements": {"locaux": LEASED, "conseil": adviser},
    }
    space = several(organisations=organisations, budget=BUDGET)
    file = rows(text(space, f"{GRANT}-association"))
    (owed,) = [
        cells for cells in rows(text(space, f"{GRANT}-cooperative")) + file if "frais communs" in "".join(cells[1:2])
    ][1:]
    assert owed[2] == "part de l’organisation : 6 000 € TTC en année 1"
    assert [cells[1] for cells in file if cells[0] == "Commune, en nature : permanences"] == ["[à compléter : valeur]"]
    plan = text(space, PLAN)
    assert "500 € par mois à avancer en année 1" in plan and "hors frais communs refacturés" in plan


def test_the_plan_asks_whether_own_resources_of_a_public_body_pay_back_its_loans() -> None:
    loan = {"label": "Banque", "amount": 1000, "percent": 2, "years": 5, "received_by": "cooperative"}
    private = budgeted(loans=[loan])
    organisations = private.organisations.organisations
    public = organisations["cooperative"].model_copy(update={"legal_form": "regie-publique"})
    forms = private.organisations.model_copy(update={"organisations": {**organisations, "cooperative": public}})
    label = "article L. 1612-4) : capital de l’année, couvert par les ressources propres de la section"
    assert label in text(replace(private, organisations=forms), PLAN) and label not in text(private, PLAN)


def test_the_plan_of_an_association_is_to_be_read_and_names_its_texts() -> None:
    plan = text(several(), PLAN)
    assert "article 206, 1 bis" in plan.partition("En bref")[2]


def test_the_plan_asks_who_is_committed_and_how_the_place_receives_the_public() -> None:
    plan = text(budgeted(), PLAN)
    assert "Coworkers engagés à ce jour" in plan and "Établissement recevant du public" in plan


@pytest.mark.parametrize("form", ["regie-publique", "association-loi-1901"])
def test_what_the_kit_proposes_in_a_plan_to_fill_in_is_marked_and_no_vat_is_waited_for_twice(form: str) -> None:
    """VAT that is recovered is no resource of the right-hand column: what waits for it is never counted there."""
    own = {"received_by": "only"}
    lines: dict[str, Any] = {
        "loans": [{"label": "Prêt", "amount": None, "percent": None, "years": 5, "monthly": True, **own}],
        "contributions": [{"label": "Subvention", "amount": None, "month": 12, "status": "asked", **own}],
        "investments": [{"label": "Travaux", "amount": None, "vat": "sans", "life": 10, "paid_by": "only"}],
    }
    space = governed("association", form)
    plan = text(replace(space, budget=Budget.model_validate({**space.budget.model_dump(), **lines})), PLAN)
    for words in (
        "Prêt : [proposé : 60 mois, échéances mensuelles, à valider]",
        "Subvention : [proposé : année 1, mois 12, à valider]",
        "Travaux : [proposé : 10 ans, à valider]",
        "| Attente des ressources de droite versées après le premier mois",
        "pour les premières dépenses, soit [à compléter : nombre de mois de charges] |",
    ):
        assert words in plan, words
    assert "de la TVA récupérée" not in plan


def test_the_sum_that_is_kept_pays_expenses_once_common_costs_are_advanced() -> None:
    """A rent of 12 000 €, of which the others bear a part a month later: that part pays nothing of one's own."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Un bailleur"}}
    rent = {"label": "Loyer", "amount": 12000, "vat": "sans", "account": 61}
    loan = {"label": "Banque", "amount": 6000, "percent": 2, "received_by": "cooperative", "monthly": True}
    space = several(
        organisations={
            "organisations": {"association": NO_VAT, "cooperative": NO_VAT},
            "agreements": {"locaux": lease},
        },
        budget=BUDGET | {"costs": [rent, *BUDGET["costs"][1:]], "loans": [loan]},
    )
    plan = text(space, PLAN)
    assert re.search(
        r"premières dépenses, dont \S+ € de frais communs à avancer ; le reste paie \S+ mois de charges, hors", plan
    )
    assert "une caisse de quelques centaines d’euros se lit comme nulle" not in plan  # nobody charges VAT here
