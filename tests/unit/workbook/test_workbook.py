"""The workbook of the budget: its values are those of ``budget.forecast``, and its formulas use only the assumptions."""

from __future__ import annotations

import hashlib
import math
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from support import factories
from support.document_text import archive
from support.paths import TEMPLATE, TESTS
from support.workbook_factories import CHANGED, cells, drawn, formulas, opened, rich

from tierslieu.budget import AS_EXPECTED, BreakEven, BudgetLine, Year, assets_and_loans, forecast, incomes
from tierslieu.budget.accounts import INCOMES, Cash, negated, total
from tierslieu.budget.advances import advances
from tierslieu.budget.assets_and_loans import first_repayment, last_month, net_investment
from tierslieu.budget.balance_sheet import balance_sheets
from tierslieu.budget.break_even import bears_coworking_alone
from tierslieu.budget.desk_use import desk_use, has_desks_for
from tierslieu.budget.headcount import average_coworkers
from tierslieu.budget.incomes import is_grant
from tierslieu.budget.premises import common_costs_of_others, holders
from tierslieu.budget.sold_items import is_company
from tierslieu.core.problems import Problems
from tierslieu.documents.build import build_documents
from tierslieu.facts import stress_cases
from tierslieu.facts.cash_figures import rounded_count
from tierslieu.finance.shares import reserves_free_uses
from tierslieu.finance.vat import SMALL_BUSINESS, small_business_ceiling
from tierslieu.look.colours import TEXT_CONTRAST, contrast
from tierslieu.look.print_colours import print_palette
from tierslieu.model import Space
from tierslieu.site.build import build_site
from tierslieu.workbook.build import build_workbook
from tierslieu.workbook.sheets import assumptions_free_lines
from tierslieu.workbook.writer.worksheet import Worksheet

pytestmark = pytest.mark.slow

COVERED = "Capital de l’année, couvert par la capacité d’autofinancement (nombre de fois, arrondi par défaut)"
KEPT = "Capacité d’autofinancement, moins les remboursements et la part solidaire"

ADVANCED = "TVA et frais communs avancés, encore à recevoir (pour mémoire, comptés reçus dans la trésorerie ci-dessus)"
OWN_RESOURCES_PAY = (
    "Équilibre réel (CGCT, article L.\u00a01612-4)\u00a0: capital couvert par CAF, dotations et FCTVA, avant les achats"
)
OPERATION_BALANCED = "Équilibre du budget\u00a0: exploitation en équilibre, amortissements compris"
PAID_PART = "Fonds propres sans le capital non versé, en part du bilan sans lui"

#: What stands beside a row that is complete, and is not counted.
REMARKS = ("sous condition", "durée à vérifier", "assujetti partiel", "FCTVA > TVA")

SHEETS = [
    "Synthèse", "Cas", "Hypothèses", "Fréquentation", "Recettes", "Partage", "Échéancier", "Charges", "Résultat", "Plan de financement",
    "Trésorerie", "Bilan", "Calcul des cas",
]  # fmt: skip
(
    SUMMARY, CASES, ASSUMPTIONS, ATTENDANCE, INCOME, SPLIT, LOANS, COSTS, RESULTS, FINANCING, CASH, BALANCE, WORKINGS,
) = SHEETS  # fmt: skip
_CASES = {
    "coworkers_20", "coworkers_30", "gradual", "arrivals", "late", "only_granted", "no_grants", "no_gifts", "no_receipts", "wages",
    "rent_without_vat", "coworkers_20_late", "coworkers_20_refused", "opening", "opening_late",
}  # fmt: skip


def each_case() -> Space:
    """A place with whatever a case changes: late coworkers, a rent with VAT, wages, grants, and gifts.

    A grant is asked for; another is decided for an organisation that is still to be created.
    """
    other = {"name": "Propriétaire"}
    lease = {"kind": "occupation", "organisation": "cooperative", "other": other, "amount": 6000, "months": 36}
    own = {"received_by": "cooperative"}
    return factories.comptoir(
        organisations={
            "organisations": {
                "cooperative": {"vat": {"regime": "assujettie"}, "stage": "to_create"},
                "association": {"vat": {"regime": "organisme-non-lucratif"}},
            },
            "agreements": {"locaux": lease},
        },
        budget={
            "ramp_up_months": 3,
            "opening_cash": {"cooperative": 5000, "association": 0},
            "costs": [
                {"label": "Loyer", "amount": 6000, "vat": "normal", "paid_by": "cooperative", "agreement": "locaux"},
                {"label": "Salaires", "amount": "9000,05", "paid_by": "cooperative", "account": 64, "vat": "sans"},
            ],
            "subsidies": [
                {"label": "Aide", "amount": 7000, "month": 9, "status": "asked", **own},
                {"label": "Aide acquise", "amount": 900, "month": 2, "status": "granted", **own},
                {"label": "Dons", "amount": 700, "received_by": "association", "account": 75, "status": "expected"},
            ],
            "investments": [
                {"label": "Bureaux", "amount": 4000, "paid_by": "cooperative", "month": 3, "vat": "normal"},
                {"label": "Écran", "amount": 500, "paid_by": "association", "year": 2, "month": 12},
                {"label": "Four", "amount": 950, "paid_by": "cooperative", "year": 0, "life": 2, "vat": "normal"},
            ],
            "contributions": [
                {"label": "Capital", "amount": 3000, **own},
                {"label": "Aide aux bureaux", "amount": 2000, "month": 8, "status": "granted", **own},
                {"label": "Aide aux travaux", "amount": 1500, "year": 2, "month": 5, "status": "asked", **own},
                {"label": "Aide à l’écran", "amount": 300, "year": 2, "status": "asked", "received_by": "association"},
            ],
            "loans": [
                {"label": "Banque", "amount": 2500, "percent": 3, "years": 2, "month": 7, "monthly": True, **own},
                {"label": "Commune", "amount": 1000, "percent": 1, "years": 2, "month": 4, **own},
                {
                    "label": "Banque d’avant",
                    "amount": 777,
                    "percent": 2,
                    "years": 2,
                    "year": 0,
                    "month": 5,
                    "monthly": True,
                    **own,
                },
                {"label": "Région d’avant", "amount": 700, "percent": 4, "years": 3, "year": 0, "month": 5, **own},
            ],
        },
    )


def public_body() -> Space:
    """A public body whose main budget pays for a part of the place, in a month of each year."""
    cost = {"label": "Charges", "amount": 20000, "paid_by": "association"}
    return factories.comptoir(
        organisations={
            "organisations": {"association": {"legal_form": "regie-publique", "vat": {"regime": "assujettie"}}}
        },
        budget={
            "opening_cash": {"cooperative": 0, "association": 9000},
            "costs": [{**cost, "vat": "sans"}],
            "subsidies": [
                {"label": "Participation", "amount": 18000, "month": 3, "account": 75, "received_by": "association"},
                {"label": "Aide", "amount": 5000, "month": 9, "status": "asked", "received_by": "association"},
            ],
        },
    )


MAKERS: dict[str, Callable[[], Space]] = {
    "nothing but people and prices": factories.comptoir,
    "one organisation": factories.alone,
    "each case": each_case,
    "rich": rich,
    "taxed": lambda: rich(budget={"profit_tax": {"cooperative": 15, "association": "24.5"}}),
    "taxed, unknown": lambda: rich(budget={"profit_tax": {"cooperative": 15}, "costs": [{"label": "Loyer"}]}),
    "rich, changed": lambda: rich(**CHANGED),
    "without VAT in prices": lambda: rich(prices={"basis": "ht"}),
    "regimes unknown": lambda: rich(
        organisations={"organisations": {key: {"vat": {"regime": None}} for key in ("cooperative", "association")}}
    ),
    "people unknown": lambda: rich(identity={"capacity": {"occasional": None, "target_coworkers": None}}),
    "purchases unknown": lambda: rich(budget={"occasional_buys": None}),
    "purchases unknown, nobody to buy": lambda: rich(
        budget={"occasional_buys": None},
        identity={"capacity": {"occasional": 0, "target_coworkers": 20}},
    ),
    "coworking undecided": lambda: rich(identity={"modules": {"coworking": None}}),
    "coworking undecided, costs by income": lambda: rich(
        identity={"modules": {"coworking": None}}, organisations={"common_costs": {"key": "revenue"}}
    ),
    "without coworking": lambda: rich(identity={"modules": {"coworking": "non"}}),
    **{f"drawn {seed}": lambda seed=seed: drawn(seed) for seed in range(8)},  # type: ignore[misc]
}
every_space = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)

Rows = dict[tuple[str, str], list[Any]]


@cache
def built(make: Callable[[], Space]) -> bytes:
    return build_workbook(make())


@cache
def read(make: Callable[[], Space]) -> Workbook:
    return opened(built(make), values=True)


def by_section(book: Workbook, name: str) -> dict[str, list[tuple[str, list[Any]]]]:
    """The rows of each section of a sheet, in order: the label of each, and its other values."""
    sections: dict[str, list[tuple[str, list[Any]]]] = {}
    section = ""
    for label, *others in book[name].iter_rows(max_col=5 if name == SUMMARY else None):  # what follows is hidden
        if label.value is not None and label.font.sz == 12:
            section = str(label.value)
        elif label.value is not None:
            sections.setdefault(section, []).append((str(label.value), [cell.value for cell in others]))
    return sections


def rows(book: Workbook, name: str) -> Rows:
    """The values of a sheet by section and label."""
    sections = by_section(book, name).items()
    return {(section, label): values for section, labelled in sections for label, values in labelled}


def shown(amounts: Sequence[Decimal | int | None]) -> list[float | str]:
    """Amounts as a cell holds them; unknown ones as a question mark."""
    return ["?" if amount is None else float(amount) for amount in amounts]


def names(space: Space) -> dict[str, str]:
    """The label of each organisation on the sheets."""
    forms = space.vocabulary.legal_forms
    return {
        key: organisation.name or f"{forms[organisation.legal_form or ''].label['fr']} ({key})"
        for key, organisation in space.organisations.organisations.items()
    }


# --- The engine's figures ---


@every_space
def test_results_are_the_engines(make: Callable[[], Space]) -> None:
    space, sheet = make(), rows(read(make), RESULTS)
    years = forecast(space).years
    for number, name in enumerate(names(space).values()):
        accounts = [year.accounts[number] for year in years]
        results = [account.result for account in accounts]
        assert sheet[name, "Résultat"][:3] == shown(results)
        self_financing = [account.financing.self_financing for account in accounts]
        assert sheet[name, "Capacité d’autofinancement"][:3] == shown(self_financing)
        for account, known in zip(accounts, sheet[name, "Total provisoire des montants connus"], strict=False):
            if account.result is not None:
                assert known is None
            elif nets := [line.net for line in account.lines if line.net]:
                assert known == float(sum(nets))
            else:
                assert known == "?"
    assert sheet["Le lieu", "Résultat"][:3] == shown([year.result for year in years])


@every_space
def test_every_line_of_the_engine_is_there(make: Callable[[], Space]) -> None:
    """Except lines of 0: the workbook has more of them, for what coworkers could buy but do not."""
    space, book = make(), read(make)
    accounts = by_section(book, RESULTS)
    for number, name in enumerate(names(space).values()):
        for year in range(3):
            lines = forecast(space).years[year].accounts[number].lines
            wanted = Counter(shown([line.net for line in lines if line.net != 0]))
            written = [values[year] for label, values in accounts[name] if label not in _SUMS]
            assert Counter(value for value in written if value not in (0, None)) == wanted


_SUMS = {
    "Résultat",
    "Résultat avant impôt",
    "Résultat des comptes, sans déduire la part solidaire",
    "Capacité d’autofinancement",
    "Total provisoire des montants connus",
    "TVA encore inconnue",
}


@every_space
def test_incomes_have_the_engines_vat(make: Callable[[], Space]) -> None:
    sections = by_section(read(make), INCOME)
    for number, year in enumerate(forecast(make()).years, 1):
        sold = [line for account in year.accounts for line in account.lines if line.kind in INCOMES]
        wanted = Counter(_taxed(line) for line in sold if line.amounts.ttc != 0)
        written = [values[-3:] for label, values in sections.get(f"Année {number}", []) if values[1] is not None]
        assert Counter(tuple(values) for values in written if values != [0, 0, 0]) == wanted


def _taxed(line: BudgetLine) -> tuple[float | str, ...]:
    return tuple(shown([line.amounts.ttc, line.amounts.vat, line.amounts.ht]))


@every_space
def test_the_financing_plan_is_the_engines(make: Callable[[], Space]) -> None:
    space, sheet = make(), rows(read(make), FINANCING)
    labels = {
        "uses": "Total des besoins",
        "resources": "Total des ressources",
        "balance": "Solde de l’année",
        "opening_cash": "Trésorerie au premier jour",
        "closing_cash": "Trésorerie au dernier jour",
    }
    for number, name in enumerate(names(space).values()):
        for field, label in labels.items():
            wanted = [getattr(year.accounts[number].financing, field) for year in forecast(space).years]
            assert sheet[name, label][:3] == shown(wanted), (name, label)


@every_space
def test_both_sides_of_a_balance_sheet_are_equal_and_the_engines(make: Callable[[], Space]) -> None:
    space, sheet = make(), rows(read(make), BALANCE)
    labels = {
        "fixed_assets": "Investissements, moins leur amortissement",
        "cash": "Trésorerie",
        "assets": "Total de l’actif",
        "opening_equity": "Fonds propres au premier jour",
        "contributions": "Capital, apports et subventions d’investissement",
        "results": "Résultats depuis la première année",
        "equity": "Fonds propres",
        "loans": "Emprunts restant à rembourser",
        "overdraft": "Concours bancaires\u00a0: découvert à financer",
        "liabilities": "Total du passif",
    }
    years = forecast(space).years
    for number, name in enumerate(names(space).values()):
        sheets = list(balance_sheets([year.accounts[number] for year in years]))
        assert all(
            sheet.assets == sheet.liabilities for sheet in sheets if None not in (sheet.assets, sheet.liabilities)
        )
        for field, label in labels.items():
            assert sheet[name, label][:3] == shown([getattr(year, field) for year in sheets]), (name, label)
        # An organisation to which nobody lends has no row for it.
        lent = sheet.get((name, "Comptes courants d’associés, à rendre"), [0.0] * 3)[:3]
        assert lent == shown([year.current_accounts for year in sheets])
        parts = sheet[name, "Fonds propres, en part du bilan"][:3]
        for part, year in zip(parts, sheets, strict=True):
            if year.equity is None or year.assets is None:
                assert part == "?"
            else:
                assert part == (float(round(year.equity / year.assets, 3)) if year.assets else "–")


@every_space
def test_a_balance_sheet_checks_its_sides_and_the_cash_and_tells_what_is_advanced(make: Callable[[], Space]) -> None:
    space, sheet = make(), rows(read(make), BALANCE)
    years = forecast(space).years
    for number, (key, name) in enumerate(names(space).items()):
        for label in ("actif moins passif", "trésorerie du dernier mois, moins plan de financement"):
            gaps = sheet[name, f"Contrôle, doit être 0\u00a0: {label}"][:3]
            assert set(gaps) <= {0, "?"}
        advanced = sheet.get((name, ADVANCED))
        paid = advances(space, key, years)
        wanted = [total((paid.vat[end], paid.common[end // 12])) for end in (11, 23, 35)]
        assert advanced is None or advanced[:3] == shown(wanted)
        whole = [year.accounts[number] for year in years]
        for part, each in zip(sheet.get((name, PAID_PART), ())[:3], balance_sheets(whole), strict=False):
            own, assets = each.equity, each.assets  # nothing of these is subscribed and not paid
            if own is not None and assets:
                assert part == float(round(own / assets, 3))


@every_space
def test_the_ratios_of_loans_are_those_of_the_plan(make: Callable[[], Space]) -> None:
    space, sheet = make(), rows(read(make), FINANCING)
    years = forecast(space).years
    for number, (key, name) in enumerate(names(space).items()):
        found = [sheet.get((name, f"{label}")) for label in (COVERED, KEPT)]
        if not any(loan.received_by == key for loan in space.budget.loans):
            assert found == [None, None]
            continue
        covered, kept = found
        due = [each.loans for each in balance_sheets([year.accounts[number] for year in years])]
        for year, account in enumerate(year.accounts[number] for year in years):
            means, repaid, left = account.financing.self_financing, account.financing.repayments, due[year]
            assert covered
            if means is None or repaid is None or left is None:
                assert covered[year] == "?"
                continue
            if repaid <= 0:
                assert covered[year] == ("aucun cette année" if left > 0 else "aucun capital à rembourser")
            elif means <= 0:
                assert covered[year] == "non couvert"
            else:
                assert covered[year] == float((means / repaid).quantize(Decimal("0.01"), ROUND_FLOOR))
            if kept and account.aside is not None:
                assert kept[year] == float(means - repaid - account.aside)


@every_space
def test_what_a_case_leaves_once_loans_are_paid_back_is_what_the_plan_tells(make: Callable[[], Space]) -> None:
    """What is set aside for free uses leaves no money: fewer coworkers set less aside, which saves none."""
    space, told = make(), by_section(read(make), SUMMARY).get("Emprunts", [])
    strings = space.vocabulary.locales["fr"].strings
    for case, changed, demand in stress_cases.cases(space):
        label = "Autofinancement moins les remboursements\u00a0: " + strings[f"case_{case}"]
        shown_rows = [values[:3] for name, values in told if name == label and "?" not in values[:3]]
        if shown_rows:
            plans = [[account.financing for account in year.accounts] for year in forecast(changed, demand).years]
            wanted = [
                shown([total((plan.self_financing, negated(plan.repayments))) for plan in of_years])
                for of_years in zip(*plans, strict=True)
            ]
            assert all(row in wanted for row in shown_rows), case


@every_space
def test_each_loan_tells_its_last_instalment_and_a_whole_year(make: Callable[[], Space]) -> None:
    """The 36 months may show neither: a lender reads the instalments of a whole year, and all that the loan costs."""
    space = make()
    sheet = rows(read(make), LOANS) if space.budget.loans else {}
    for loan in space.budget.loans:
        section = f"Emprunt\u00a0: {loan.label}, {names(space)[loan.received_by]}"
        ends, paid, principal, interest = (
            sheet[section, label][0]
            for label in (
                "Dernière échéance",
                "Échéances d’une année pleine, différé passé",
                "Capital de la dernière année, le plus grand, à l’euro près",
                "Intérêts jusqu’au terme, à l’euro près",
            )
        )
        if loan.amount is None or loan.rate is None:
            assert (paid, principal, interest) == ("?", "?", "?")
            continue
        assert ends == _month(last_month(loan))
        every = [*islice(assets_and_loans._schedule(loan), last_month(loan))]
        first = first_repayment(loan) - 1
        year = every[first : first + 12]
        assert abs(Decimal(principal) - sum(each.principal or 0 for each in every[-12:])) <= 1
        assert abs(Decimal(paid) - sum((each.principal or 0) + (each.interest or 0) for each in year)) < Decimal("0.5")
        assert abs(Decimal(interest) - sum(each.interest or 0 for each in every)) <= 1


def test_a_loan_of_nothing_has_no_last_instalment() -> None:
    """A 0 in a cell for a date is shown as one of 1899."""
    loan = {"label": "Banque", "amount": 0, "years": 5, "received_by": "association"}
    sheet = rows(opened(build_workbook(only_company({}, loans=[loan])), values=True), LOANS)
    assert not next(cells[0] for (_, label), cells in sheet.items() if label == "Dernière échéance")


def test_a_deferral_does_not_hide_what_a_loan_takes_from_self_financing() -> None:
    """Nothing is paid back in three years, but 3 000 € a year will be: twice the self-financing of year 3."""
    company = {"stage": "existing", "capital": 1000}
    aid = {"label": "Région", "amount": 1500, "received_by": "association", "status": "granted", "month": 1}
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": 3, "deferral": 3, "received_by": "association"}
    space = only_company(company, subsidies=[aid], loans=[loan])
    book, name = opened(build_workbook(space), values=True), names(space)["association"]
    whole = "Capital le plus grand, de l’année 3 ou de la dernière année, couvert par la capacité d’autofinancement de l’année 3"
    plan, summary = rows(book, FINANCING), rows(book, SUMMARY)
    assert plan[name, COVERED][:3] == ["aucun cette année"] * 3
    assert plan[name, whole][2] == 0.5
    assert summary["Emprunts", "Le plus grand capital annuel, face à l’année 3 (nombre de fois)"][2] == 0.5
    assert summary["Emprunts", f"{name}, emprunts restant dus en fin d’année"][:3] == [9000] * 3
    words = summary["Emprunts", "Capital de l’année, couvert (nombre de fois)"][-1]
    assert words == "Aucun capital à rembourser avant l’année 4"
    space = only_company(company, subsidies=[aid], loans=[{**loan, "deferral": 0}])
    summary = rows(opened(build_workbook(space), values=True), SUMMARY)
    words = summary["Emprunts", "Capital de l’année, couvert (nombre de fois)"][-1]
    assert words == "Capital pas couvert par l’activité (année 2) (année 3)"


@pytest.mark.parametrize(
    ("aid", "words"),
    [
        (0, "Capital pas couvert par l’autofinancement de l’année 3"),
        (2999, "Capital pas couvert par l’autofinancement de l’année 3"),
        (3000, "Marge faible, moins de 1,2\u00a0fois"),
        (3600, ""),
    ],
)
def test_a_principal_that_falls_due_after_year_3_and_is_hardly_paid_is_told(aid: int, words: str) -> None:
    """3 000 € a year from year 4 on, against the self-financing of year 3."""
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": 3, "deferral": 3, "received_by": "association"}
    grant = {"label": "Ville", "amount": aid, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    for form in ("scic-sas", "regie-publique"):
        company = {"stage": "existing", "capital": 1000, "legal_form": form}
        space = only_company(company, subsidies=[grant], loans=[loan])
        summary = rows(opened(build_workbook(space), values=True), SUMMARY)
        ratio = summary["Emprunts", "Le plus grand capital annuel, face à l’année 3 (nombre de fois)"]
        assert (ratio[-1] if isinstance(ratio[-1], str) else "") == words
        covered = summary["Emprunts", "Capital de l’année, couvert (nombre de fois)"][-1]
        assert covered == "Aucun capital à rembourser avant l’année 4"


@pytest.mark.parametrize(
    ("what", "cost", "check", "words"),
    [
        (
            OWN_RESOURCES_PAY,
            0,
            ["–"] * 3,
            "Aucun capital à rembourser avant l’année 4\u00a0: rien n’est contrôlé",
        ),
        (
            OPERATION_BALANCED,
            [0, 2000, 0],
            ["oui", "non", "oui"],
            "Exploitation en déficit, sans compter le résultat reporté (année 2)",
        ),
    ],
)
def test_a_check_of_a_public_body_that_is_not_made_yet_is_not_told_to_be_met(
    what: str, cost: Any, check: list[str], words: str
) -> None:
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": 3, "deferral": 3, "received_by": "association"}
    aid = {"label": "Ville", "amount": 1500, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    rent = {"label": "Loyer", "amount": cost, "paid_by": "association", "vat": "sans"}
    space = only_company({"legal_form": "regie-publique"}, subsidies=[aid], costs=[rent], loans=[loan])
    summary = rows(opened(build_workbook(space), values=True), SUMMARY)
    row = summary["Emprunts", what]
    assert (row[:3], row[-1]) == (check, words)


def test_interest_that_self_financing_does_not_pay_in_a_deferral_is_told() -> None:
    """900 € of interest in year 1, and no income: no principal is due, and yet the operation does not pay the loan."""
    loan = {"label": "Banque", "amount": 9000, "percent": 10, "years": 3, "deferral": 1, "monthly": True}
    for form, name in (("scic-sas", "cooperative"), ("regie-publique", "public body")):
        company = {"stage": "existing", "capital": 1000, "legal_form": form}
        space = only_company(company, loans=[{**loan, "received_by": "association"}])
        summary = rows(opened(build_workbook(space), values=True), SUMMARY)
        words = summary["Emprunts", "Capital de l’année, couvert (nombre de fois)"][-1]
        assert str(words).startswith("Autofinancement négatif\u00a0: intérêts payés par la caisse (année 1)"), name


@every_space
def test_cash_is_the_engines_month_by_month(make: Callable[[], Space]) -> None:
    space, book = make(), read(make)
    sheet, summary = rows(book, CASH), rows(book, SUMMARY)
    for cash, name in zip(forecast(space).cash, names(space).values(), strict=True):
        assert sheet[name, "Variation du mois"][:36] == shown(cash.flows)
        assert sheet[name, "Trésorerie à la fin du mois"][:36] == shown(cash.in_hand)
        _compare_advanced(space, cash, name, summary)
        lowest, of_lowest, below, words = summary["La trésorerie à la fin de chaque mois", name]
        assert (lowest, of_lowest) == ((float(cash.lowest[1]), _month(cash.lowest[0])) if cash.lowest else ("?", "?"))
        if cash.shortage:
            assert below == _month(cash.shortage.month)
            assert words == "Découvert prévu\u00a0: un financement manque" + beside(space, summary, name)
        elif cash.complete:
            short = _with_advances(space, cash, forecast(space).years)[1] not in ("jamais", "?")
            fine = "Jamais sous zéro dans ce budget ; les cas sont à part"
            fine = good(space, book, name, fine)
            assert (below, words) == ("jamais", "Sous zéro, avances comprises\u00a0: ligne suivante" if short else fine)
        else:
            assert (below, words) == ("?", "Inconnu\u00a0: des hypothèses manquent")


@pytest.mark.parametrize("make", [*MAKERS.values(), public_body], ids=[*MAKERS, "public body"])
def test_the_cases_are_those_of_the_plan(make: Callable[[], Space]) -> None:
    """Each case of the sheet has the results, the least cash and the first month below zero that the engine finds."""
    space, shown_cases, wanted = make(), rows(read(make), CASES), {}
    labels = space.vocabulary.locales["fr"].strings
    everything = [("budget", space, AS_EXPECTED), *stress_cases.cases(space)]
    for case, changed, demand in everything:
        plan = forecast(changed, demand)
        for number, (cash, name) in enumerate(zip(plan.cash, names(space).values(), strict=True)):
            label = labels[f"case_{case}"].format(months=space.budget.ramp_up_months)
            short = cash.shortage.month if cash.shortage else None
            wanted[name, label] = (
                *shown([year.accounts[number].result for year in plan.years]),
                *shown([cash.lowest[1] if cash.lowest else None]),
                _month(cash.lowest[0]) if cash.lowest else "?",
                _month(short) if short else "jamais" if cash.complete else "?",
                *_with_advances(changed, cash, plan.years),
            )
    assert {name for name, _ in shown_cases} >= set(names(space).values())
    for of_case, figures in shown_cases.items():
        if of_case in wanted:
            # A case without what is unknown is left unknown: the plan shows no case then.
            unknown = "?" in wanted[of_case[0], labels["case_budget"]]
            assert tuple(figures[:8]) == wanted[of_case] or (unknown and "?" in figures), of_case


def test_a_place_whose_coworkers_pay_one_organisation_has_each_case() -> None:
    """The other regime of VAT and the tax of the plan are not there; a gift that is hoped for is no grant."""
    sheet, space = rows(read(each_case), CASES), each_case()
    strings = space.vocabulary.locales["fr"].strings
    first, second = (
        {case for case in _CASES if (name, strings[f"case_{case}"].format(months=3)) in sheet}
        for name in names(space).values()
    )
    assert first == _CASES - {"no_gifts"} and second == {"late", "only_granted", "no_gifts", "no_receipts"}


def test_an_organisation_that_no_other_one_shares_costs_with_bears_them_all() -> None:
    """6 000 € of rent, TTC, of which each pays half; one recovers its VAT. The holder no longer advances those of the other."""
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}}
    regimes = {
        "cooperative": {"vat": {"regime": "assujettie"}},
        "association": {"vat": {"regime": "franchise-en-base"}},
    }
    rent = {"label": "Loyer", "amount": 6000, "vat": "normal", "account": 61}

    def sheet_of(**organisations: Any) -> dict[tuple[str, str], list[Any]]:
        space = factories.comptoir(
            organisations={
                "organisations": regimes,
                "agreements": {"locaux": lease},
                "common_costs": {"shares": {"cooperative": 50, "association": 50}},
            },
            budget={"costs": [rent | organisations], "opening_cash": dict.fromkeys(regimes, 4000)},
        )
        return rows(opened(build_workbook(space), values=True), CASES)

    label = "Arrêt des autres organisations\u00a0: tous les frais communs à payer"
    shared, holder, other = sheet_of(), *names(factories.comptoir()).values()
    for name, more in ((holder, 2500), (other, 3000)):
        before, alone = shared[name, "Budget"], shared[name, label]
        assert [one - two for one, two in zip(before[:3], alone[:3], strict=True)] == [more] * 3
        assert alone[3] < before[3]
    budget, alone = shared[holder, "Budget"], shared[holder, label]
    assert budget[3] - budget[6] == 250 and alone[3] == alone[6]
    assert (holder, label) not in sheet_of(paid_by="cooperative")


def test_an_organisation_may_lose_its_grants_and_those_it_shares_costs_with() -> None:
    """3 600 € of a grant that is asked for, in each year, and the half of 6 000 € of rent that the other one pays."""
    regimes = {key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")}
    lease = {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}}
    aid = {"label": "Région", "amount": 3600, "month": 3, "status": "asked", "received_by": "cooperative"}
    space = factories.comptoir(
        organisations={
            "organisations": regimes,
            "agreements": {"locaux": lease},
            "common_costs": {"shares": {"cooperative": 50, "association": 50}},
        },
        budget={
            "costs": [{"label": "Loyer", "amount": 6000, "account": 61}],
            "subsidies": [aid],
            "opening_cash": dict.fromkeys(regimes, 4000),
        },
    )
    sheet, (holder, other) = rows(opened(build_workbook(space), values=True), CASES), names(space).values()
    label = "Arrêt des autres organisations, et sans les aides qui ne sont pas acquises"
    before, both = sheet[holder, "Budget"], sheet[holder, label]
    assert [one - two for one, two in zip(before[:3], both[:3], strict=True)] == [6600] * 3
    assert before[3] - before[6] == 250 and both[3] == both[6]  # nothing of the other one is advanced any more
    assert (other, label) not in sheet


def test_coworkers_who_arrive_over_six_months_have_a_case() -> None:
    """Of 10 residents at 280 €, all there at first: 2 then 3, 5, 7 and 8 of them in the first months."""
    people = {"desks": 14, "residents": 10, "occasional": 0, "target_coworkers": 10}
    keys = ("cooperative", "association")
    told = {"vat": {"regime": "franchise-en-base"}, "stage": "to_create"}
    space = factories.comptoir(
        organisations={"organisations": dict.fromkeys(keys, told)},
        identity={"capacity": people},
        budget={"opening_cash": dict.fromkeys(keys, 0)},
    )
    sheet, name = rows(opened(build_workbook(space), values=True), CASES), names(space)["cooperative"]
    budget, arriving = sheet[name, "Budget"], sheet[name, "Coworkers de l’année 1 arrivés peu à peu, en six mois"]
    sold = [entry for entry in forecast(space).years[0].accounts[0].lines if entry.kind == "residents"]
    missing = sum(10 - there for there in (2, 3, 5, 7, 8))
    assert float(sold[0].amounts.ht or 0) == 33600 and missing == 25
    assert arriving[0] < budget[0] and arriving[1:3] == budget[1:3] and arriving[3] <= budget[3]
    assert budget[0] - arriving[0] == pytest.approx(missing * 280 * 0.9)  # a tenth is set aside


def test_the_summary_tells_what_is_needed_what_is_brought_and_what_is_borrowed() -> None:
    """12 000 € of work for 2 500 € of capital, 6 000 € of grants and a loan of 3 000 € by the year: 500 € are missing."""
    budget = {
        "costs": [],
        "subsidies": [],
        "opening_cash": {"cooperative": 0, "association": 0},
        "investments": [{"label": "Travaux", "amount": 12000, "paid_by": "association", "vat": "normal"}],
        "contributions": [
            {"label": "Dotation", "amount": 2500, "received_by": "association"},
            {"label": "Région", "amount": 6000, "received_by": "association", "status": "asked"},
        ],
        "loans": [{"label": "Banque", "amount": 3000, "received_by": "association", "percent": 2, "years": 3}],
    }
    space = only_company({"legal_form": "regie-publique"}, **budget)
    book = opened(build_workbook(space), values=True)
    sheet, section = rows(book, SUMMARY), "Les besoins de l’année 1, et ce qui est apporté pour les payer"
    assert sheet[section, "Travaux"][0] == 12000 and sheet[section, "Apport\u00a0: Région"][1] == 6000
    kept = sheet[section, "Somme gardée pour les premières dépenses"]
    assert (kept[0], kept[-1]) == (-500, "Ressources inférieures aux achats\u00a0: un financement manque")
    assert sheet[section, "Total"][:2] == [11500, 11500]
    (loan,) = [cells for (part, label), cells in sheet.items() if part.startswith("Les emprunts") and "Banque" in label]
    assert loan[:3] == [3000, 0.02, 1060]
    assert loan[-1] == "En 36 mois, par échéances annuelles\u00a0; la plus forte"
    # Who signs is not the régie, and where the loan is written is told with it.
    told = " ".join(str(cell.value) for (cell, *_) in book[SUMMARY].iter_rows())
    assert "L’emprunteur est la collectivité" in told and "article L. 2221-11" in told
    assert "L’emprunteur" not in str(
        [cell.value for (cell, *_) in opened(build_workbook(rich()), values=True)[SUMMARY].iter_rows()]
    )


@pytest.mark.parametrize(
    ("month", "borrowed", "kept", "words"),
    [
        (1, 12000, 12800, ""),
        (12, 12000, 4800, ""),
        (12, 6000, -1200, "Ressources du premier mois inférieures aux achats\u00a0: une avance manque"),
    ],
)
def test_what_is_paid_after_the_first_month_is_waited_for_and_not_kept(
    month: int, borrowed: int, kept: int, words: str
) -> None:
    own = {"received_by": "association"}
    grant = {"label": "Région", "amount": 8000, "month": month, "status": "asked", **own}
    space = only_company(
        {},
        opening_cash={"cooperative": 0, "association": 5000},
        investments=[{"label": "Travaux", "amount": 24200, "paid_by": "association", "vat": "sans"}],
        contributions=[{"label": "Apports", "amount": 12000, **own}, grant],
        loans=[{"label": "Banque", "amount": borrowed, "percent": 0, "years": 5, **own}],
    )
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    section = "Les besoins de l’année 1, et ce qui est apporté pour les payer"
    waited = sheet[section, "Attente des ressources versées après le premier mois"]
    assert waited[0] == (8000 if month > 1 else 0)
    (cells,) = [
        cells
        for (part, label), cells in sheet.items()
        if (part, label) == (section, "Somme gardée pour les premières dépenses") and cells[0] == kept
    ]
    assert (cells[-1] or "") == words
    assert sheet[section, "Total"][0] == sheet[section, "Total"][1] == 25000 + borrowed


def test_other_sales_and_the_compensation_of_vat_have_their_cases() -> None:
    """A fifth less of 4 800 € of advice; the fund of 600 € is no income of a year, and is never paid."""
    advice = {"label": "Conseil", "service": "mediation", "price": 40, "per_month": 10, "vat": "sans"}
    fund = {"label": "FCTVA", "amount": 600, "year": 2, "received_by": "association"}
    rent = {"label": "Loyer", "amount": 5000, "paid_by": "association", "vat": "sans"}
    budget: dict[str, Any] = {"other_sales": [advice], "contributions": [fund], "costs": [rent]}
    space = only_company({"legal_form": "regie-publique"}, **budget)
    sheet, name = rows(opened(build_workbook(space), values=True), CASES), names(space)["association"]
    every = [
        sheet[name, label]
        for label in ("Budget", "Autres ventes\u00a0: 20\u00a0% de moins, les trois ans", "Sans le FCTVA")
    ]
    assert [row[:3] for row in every] == [[-200] * 3, [-1160] * 3, [-200] * 3]
    (fewer,) = [forecast(changed) for case, changed, _ in stress_cases.cases(space) if case == "other_sales_20"]
    number = [*names(space)].index("association")
    assert every[1][3] == float((fewer.cash[number].lowest or (0, Decimal(0)))[1]) < every[0][3]
    assert every[2][3] == -600  # three losses of 200 €
    later = sheet[name, "FCTVA versé un an plus tard"]
    # 600 € are there in the first month of year 3, no longer in that of year 2: two losses of 200 € at the end of it.
    assert later[:3] == [-200] * 3 and later[3] < every[0][3]
    assert later[3] == pytest.approx(-400)
    private = rows(opened(build_workbook(only_company({})), values=True), CASES)
    assert not any(label == "Sans le FCTVA" for _, label in private)


def test_a_case_that_changes_nothing_yet_keeps_its_row() -> None:
    """Arrivals over months, VAT of the rent, grants once decided: what is typed in the workbook may give them an effect."""
    keys, told = ("cooperative", "association"), {"vat": {"regime": "franchise-en-base"}, "capital": 1000}
    rent = {"label": "Loyer", "amount": 6000, "vat": "normal", "account": 61, "paid_by": "cooperative"}
    aid = {"label": "Aide", "amount": 0, "month": 1, "status": "asked", "received_by": "cooperative"}
    space = factories.comptoir(
        organisations={"organisations": dict.fromkeys(keys, told)},
        identity={"capacity": {"desks": 14, "residents": 10, "occasional": 0, "target_coworkers": 10}},
        budget={
            "costs": [rent],
            "subsidies": [aid],
            "opening_cash": dict.fromkeys(keys, 0),
            "profit_tax": dict.fromkeys(keys, 0),
        },
    )
    sheet, strings = rows(opened(build_workbook(space), values=True), CASES), space.vocabulary.locales["fr"].strings
    name = names(space)["cooperative"]
    for case in ("rent_without_vat", "late", "only_granted", "no_receipts"):
        assert sheet[name, f"{strings[f'case_{case}']} (sans objet)"] == sheet[name, "Budget"], case
    assert sheet[name, strings["case_gradual_none"]] == sheet[name, "Budget"]
    late, planned = (sheet[name, strings[f"case_{case}"]] for case in ("opening", "budget"))
    sold = [entry for entry in forecast(space).years[0].accounts[0].lines if entry.kind == "residents"]
    assert sold[0].amounts.ht and late[0] < planned[0] and late[1:3] == planned[1:3]


def test_a_public_body_has_the_cases_of_a_participation_that_is_late_or_never_paid() -> None:
    """Nobody but the assembly decides on it, each year: without it, the result lacks 18 000 € a year, all of it cash."""
    sheet, space = rows(read(public_body), CASES), public_body()
    name = names(space)["association"]
    budget, without, late = (
        sheet[name, label]
        for label in (
            "Budget",
            "Sans la participation du budget principal",
            "Participation du budget principal versée six mois plus tard, en une fois",
        )
    )
    assert [before - after for before, after in zip(budget[:3], without[:3], strict=True)] == [18000] * 3
    assert late[:3] == budget[:3] and late[3] < budget[3]
    kept, nothing = (
        sheet[name, f"Sans aucune aide, même acquise, ni recette espérée{more}"]
        for more in (
            "\u00a0; la participation du budget principal est gardée",
            ", ni participation du budget principal",
        )
    )
    assert [before - after for before, after in zip(kept[:3], nothing[:3], strict=True)] == [18000] * 3
    assert nothing[3] < min(kept[3], without[3])
    gifts = {"label": "Dons", "amount": 700, "account": 75, "received_by": "association"}
    association = factories.comptoir(budget={"subsidies": [gifts]})
    others = rows(opened(build_workbook(association), values=True), CASES)
    assert not any("budget principal" in str(label) for _, label in others)


def test_what_holds_only_by_what_a_main_budget_pays_is_told() -> None:
    """18 000 € a year: the result, the break-even point and the equity of a public body are no others' without them."""
    book = read(public_body)
    summary, sheet, name = rows(book, SUMMARY), rows(book, CASES), names(public_body())["association"]
    held = "tenu par la participation du budget principal (année 1) (année 2) (année 3)"
    result = summary["Le résultat de chaque année", name]
    assert min(result[:3]) >= 0 and str(result[-1]).startswith(f"Équilibre {held}")
    equity = summary["Les fonds propres, à la fin de l’année", name]
    assert min(equity[:3]) >= 0 and "participation du budget principal" in str(equity[-1])
    assert any("participation du budget principal est gardée" in str(label) for _, label in sheet)


def test_the_coworkers_needed_without_what_a_main_budget_pays_are_told() -> None:
    paid = {"label": "Participation", "amount": 18000, "month": 3, "account": 75, "received_by": "cooperative"}
    public = {"cooperative": {"legal_form": "regie-publique", "vat": {"regime": "assujettie"}}}
    space = rich(organisations={"organisations": public}, budget={"subsidies": [paid]})
    book = opened(build_workbook(space), values=True)
    needed, without = (
        next(values for (_, label), values in rows(book, RESULTS).items() if str(label).startswith(words))
        for words in ("Coworkers nécessaires à l’équilibre", "Coworkers nécessaires, sans la participation")
    )
    fixed, alone = (
        next(values for (_, label), values in rows(book, RESULTS).items() if str(label).startswith(words))
        for words in ("À couvrir par", "À couvrir, sans la participation")
    )
    assert [more - less for less, more in zip(fixed[:3], alone[:3], strict=True)] == [18000] * 3
    assert all(more > few for few, more in zip(needed[:3], without[:3], strict=True))
    assert any("sans la participation du budget principal\u00a0:" in str(label) for _, label in rows(book, SUMMARY))


def _with_advances(space: Space, cash: Cash, years: Sequence[Year]) -> tuple[float | str, str]:
    """The least cash of the three years, advances included, and the first month below zero."""
    left = advances(space, cash.organisation, years).left(cash)
    known = [amount for amount in left if amount is not None]
    below = [month for month, amount in enumerate(left, 1) if amount is not None and amount < 0]
    complete = len(known) == len(left)
    return float(min(known)) if complete else "?", _month(below[0]) if below else "jamais" if complete else "?"


def _compare_advanced(space: Space, cash: Cash, name: str, summary: Any) -> None:
    """The least cash while the VAT of what is bought, for three months, and a month of the others' common costs are advanced."""
    bought = [line for line in space.budget.investments if line.paid_by == cash.organisation]
    holders = {each.organisation for each in space.organisations.agreements.values() if each.kind == "occupation"}
    others = [
        [
            negated(line.amounts.ttc)
            for account in year.accounts
            for line in account.lines
            if holders == {cash.organisation} != {account.organisation} and line.kind == "common_cost"
        ]
        for year in forecast(space).years
    ]
    label = ("La trésorerie à la fin de chaque mois", f"{name}, avances comprises")
    if not bought and not any(others):
        assert label not in summary
        return
    vat = [total([line.amount, negated(net_investment(space, line))]) for line in bought]
    lowest = None
    if None not in vat and not any(None in year for year in others) and cash.complete:
        months = [((total(year) or Decimal(0)) / 12).quantize(Decimal("0.01"), ROUND_HALF_UP) for year in others]
        left = [(balance or Decimal(0)) - months[month // 12] for month, balance in enumerate(cash.in_hand)]
        for line, tax in zip(bought, vat, strict=True):
            first = (line.year - 1) * 12 + line.month - 1
            for month in range(first, min(first + 3, 36)) if line.year else ():
                left[month] -= tax or 0
        lowest = min(left)
    assert summary[label][0] == shown([lowest])[0]
    assert summary[label][2] == _with_advances(space, cash, forecast(space).years)[1]
    advanced = advances(space, cash.organisation, forecast(space).years)
    assert lowest is None or min(left for left in advanced.left(cash) if left is not None) == lowest


def _month(number: int) -> str:
    return f"An {(number - 1) // 12 + 1}, mois {(number - 1) % 12 + 1}"


@every_space
def test_the_summary_has_the_results_of_the_engine_in_figures_and_in_words(make: Callable[[], Space]) -> None:
    space, sheet, years = make(), rows(read(make), SUMMARY), forecast(make()).years
    wanted = {}
    owners: dict[str, str] = {}
    sure = forecast(next(place for case, place, _ in stress_cases.cases(space) if case == "only_granted")).years
    to_run = {line.received_by for line in space.budget.subsidies if is_grant(line)}
    to_invest = {line.received_by for line in space.budget.contributions if line.status}
    aided = [each for each, key in enumerate(names(space)) if key in to_run | to_invest]
    for number, name in enumerate(names(space).values()):
        aside = any(year.accounts[number].aside != 0 for year in years)
        wanted[f"{name}, part solidaire déduite" if aside else name] = [year.accounts[number].result for year in years]
        owners |= dict.fromkeys((f"{name}, part solidaire déduite", name), name)
        if aside:
            owners[f"{name}, sans déduire la part solidaire"] = name
            wanted[f"{name}, sans déduire la part solidaire"] = [
                year.accounts[number].accounting_result for year in years
            ]
    if len(names(space)) > 1:
        wanted["Tout le lieu, somme indicative"] = [year.result for year in years]
    for name, results in wanted.items():
        *figures, words = sheet["Le résultat de chaque année", name]
        assert figures == shown(results)
        losses = [f" (année {number})" for number, result in enumerate(results, 1) if result is not None and result < 0]
        if None in results:
            assert words == "Inconnu\u00a0: des hypothèses manquent"
        else:
            owner = owners.get(name)
            fine = good(space, read(make), owner, "Pas de déficit prévu")
            hoped = [
                [amount or Decimal(0) for amount in line.amount]
                for line in space.budget.subsidies
                if line.status == "expected" and not is_grant(line) and owner in (None, names(space)[line.received_by])
            ]
            lost = [
                sum(
                    (with_all.accounts[each].result or Decimal(0)) - (with_sure.accounts[each].result or Decimal(0))
                    for each in aided
                    if owner in (None, [*names(space).values()][each])
                )
                for with_all, with_sure in zip(years, sure, strict=True)
            ]
            held = [
                f" (année {number})"
                for number, (result, *given) in enumerate(zip(results, lost, *hoped, strict=True), 1)
                if result is not None and 0 <= result < sum(given)
            ]
            unsure = any(owner in (None, [*names(space).values()][each]) for each in aided)
            what = ["des aides non acquises"] * unsure + ["des recettes espérées"] * bool(hoped)
            told = ["Déficit prévu, à couvrir" + "".join(losses)] * bool(losses)
            told += [f"Équilibre tenu par {' ou '.join(what)}" + "".join(held)] * bool(held)
            bad = ". ".join(told) + beside(space, sheet, owner)
            assert words == (bad if losses or held else fine)


#: What stands for a good verdict while a row is incomplete.
RESERVED = "Sous réserve\u00a0: des lignes sont à compléter"


def reserve(space: Space, book: Workbook, owner: str | None, fine: str) -> str:
    """``fine``, or what stands for it while rows that count for ``owner`` (the whole place without any) are to be filled in."""
    others = {*names(space).values()} - {owner} if owner else set()
    states = [[cell.value for cell in row] for row in book[ASSUMPTIONS].iter_rows(max_col=8) if row[7].value]
    missing = [
        row
        for row in states
        if row[7] not in ("Il manque\u00a0?", *REMARKS) and not (row[7] == "à compléter" and others & {row[0], row[1]})
    ]
    labels = {*names(space).values()}
    untaxed = [row for row in missing if row[0] in labels and None not in row[2:5] and row[5] is None]
    return RESERVED if len(missing) > len(untaxed) else f"{fine} (avant impôt)" if missing else fine


def reserves(space: Space, summary: Rows, owner: str | None) -> list[str]:
    """What stands beside the verdicts about ``owner`` (the whole place without any): a ceiling of sales, and desks."""
    ceiling = small_business_ceiling(space)
    found = []
    for key, name in names(space).items():
        regime = space.vat_regime(key)
        if (
            owner in (None, name)
            and regime
            and not regime.charges
            and (is_company(space, key) or regime is space.vocabulary.vat_regimes[SMALL_BUSINESS])
        ):
            sold = [incomes(space, year).get(key) or Decimal(0) for year in (1, 2, 3)]
            shares = [common_costs_of_others(year, key) or Decimal(0) for year in forecast(space).years]
            recharged = key in holders(space) and any(cost.paid_by is None for cost in space.budget.costs)
            if recharged := recharged and len(names(space)) > 1:
                sold = [own + part for own, part in zip(sold, shares, strict=True)]
            above = [
                f" (année {year})" for year, amount in enumerate(sold, 1) if amount and ceiling and amount > ceiling
            ]
            if above:
                what = "ventes, frais refacturés compris," if recharged else "ventes"
                found.append(
                    f"Franchise de TVA\u00a0: {what} au-delà de 37\u202f500\u00a0€, résultat trop haut" + "".join(above)
                )
    sellers = [name for key, name in names(space).items() if bears_coworking_alone(space, key)]
    sells = owner is None or not sellers or owner in sellers
    return [*found, *filter(None, [unsold(summary)] if sells else [])]


def beside(space: Space, summary: Rows, owner: str | None) -> str:
    """The ``reserves`` that follow other words."""
    return "".join(f". {words}" for words in reserves(space, summary, owner))


def good(space: Space, book: Workbook, owner: str | None, fine: str) -> str:
    """``fine``, or the reserves that stand in its place."""
    summary = rows(book, SUMMARY)
    words = reserve(space, book, owner, fine)
    if words == RESERVED:
        return words + beside(space, summary, owner)
    return ". ".join(reserves(space, summary, owner)) or words


def incomplete(book: Workbook) -> int:
    """How many rows are to be filled in."""
    return int(book[ASSUMPTIONS]["C3"].value)


def need_told(space: Space, year: int, point: BreakEven) -> int | str:
    """How many coworkers a year needs, as the summary has it: out of reach where the desks are not enough for them."""
    if point.never:
        return "jamais"
    if point.coworkers is None:
        return "?"
    held = has_desks_for(space, desk_use(space, year), point.coworkers) if point.coworkers else True
    return f"hors de portée ({point.coworkers})" if held is False else point.coworkers


def test_a_year_without_a_loss_is_at_break_even_though_the_number_needed_is_rounded_up() -> None:
    """An aid that leaves a result of nothing: as many are needed as are there on average, which is no whole number."""

    def aided(aid: Decimal) -> Space:
        grant = {"label": "Aide demandée", "amount": aid, "received_by": "association", "status": "granted", "month": 1}
        return rich(budget={"subsidies": [grant]})

    result = forecast(aided(Decimal(50000))).years[0].result
    assert result is not None
    space = aided(Decimal(50000) - result)
    year, there = forecast(space).years[0], average_coworkers(space, 1)
    assert year.result == 0 and year.break_even and there and year.break_even.coworkers
    assert rounded_count(there) < year.break_even.coworkers
    summary = rows(opened(build_workbook(space), values=True), SUMMARY)
    label = "Nécessaires à l’équilibre avant impôt, aides comprises\u00a0: Tout le lieu, somme indicative"
    words = summary["Le point d’équilibre, en nombre de coworkers", label][3]
    first, _, others = str(words).partition("Marge faible, moins de 10\u00a0%")
    assert "(année 1)" not in first and others.startswith(" (année 1)")


def test_a_thin_margin_is_told_without_the_grants_that_are_not_sure_too() -> None:
    """One euro is asked: as many coworkers are needed without it, and hardly more are there."""

    def aided(aid: Decimal) -> Space:
        own = {"received_by": "association", "month": 1}
        grants = [
            {"label": "Aide acquise", "amount": aid, "status": "granted", **own},
            {"label": "Aide demandée", "amount": 1, "status": "asked", **own},
        ]
        return rich(budget={"subsidies": grants})

    result = forecast(aided(Decimal(50000))).years[0].result
    assert result is not None
    summary = rows(opened(build_workbook(aided(Decimal(50600) - result)), values=True), SUMMARY)
    label = "Nécessaires avant impôt, sans les aides non acquises\u00a0: Tout le lieu, somme indicative"
    words = str(summary["Le point d’équilibre, en nombre de coworkers", label][3])
    assert words.partition("Marge faible, moins de 10\u00a0%")[2].startswith(" (année 1)"), words


def test_what_an_average_coworker_brings_is_that_of_each_year() -> None:
    space = rich(identity={"capacity": {"residents": 4, "occasional": 12, "target_coworkers": 21}})
    points: list[Any] = [year.break_even for year in forecast(space).years]
    assert len({point.contribution for point in points}) == 3
    sheet = rows(opened(build_workbook(space), values=True), RESULTS)
    brings = [cells[:3] for (_, label), cells in sheet.items() if label.startswith("Un coworker apporte en moyenne")]
    assert brings and all(cells == shown([point.contribution for point in points]) for cells in brings)
    section = "Le point d’équilibre de tout le lieu, aides comprises"
    needed = sheet[section, "Coworkers nécessaires à l’équilibre, avant impôt"][:3]
    assert needed == [point.coworkers for point in points]


def test_a_loan_of_no_month_is_unknown_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    write = Worksheet.input

    def typed(sheet: Worksheet, column: int, value: Any, kind: str, *, needed: bool = True) -> Any:
        return write(sheet, column, 0 if kind == "term" else value, kind, needed=needed)

    monkeypatch.setattr(Worksheet, "input", typed)
    loan = {"label": "Banque", "amount": 5000, "received_by": "cooperative", "percent": 3, "years": 5, "monthly": True}
    content = build_workbook(rich(budget={"loans": [loan]}))
    (row,) = [cells for (_, label), cells in rows(opened(content, values=True), LOANS).items() if "chéance" in label][
        :1
    ]
    assert row[0] == "?"


def test_coworkers_who_are_all_there_at_once_have_no_months_of_arrival() -> None:
    labels = [
        label for _, label in rows(opened(build_workbook(rich(budget={"ramp_up_months": 1})), values=True), CASES)
    ]
    assert not any("en 1 mois" in label for label in labels)


def test_a_break_even_that_the_desks_cannot_hold_is_out_of_reach() -> None:
    """Two desks hold none of the coworkers that the rent needs; ninety do."""
    label = "Nécessaires à l’équilibre avant impôt, aides comprises\u00a0: Tout le lieu, somme indicative"
    for desks, out in ((2, True), (900, False)):
        space = rich(identity={"capacity": {"desks": desks}, "opening_hours": "Mo-Fr 09:00-18:00"})
        book = opened(build_workbook(space), values=True)
        *needed, words = rows(book, SUMMARY)["Le point d’équilibre, en nombre de coworkers", label]
        assert [str(need).startswith("hors de portée (") for need in needed] == [out] * 3
        assert (f"Hors de portée\u00a0: {desks} postes n’accueillent pas autant" in str(words)) == out
        row = rows(book, RESULTS)[
            "Le point d’équilibre de tout le lieu, aides comprises",
            f"Postes du lieu ({desks}), pour ce nombre de coworkers",
        ]
        assert row[:3] == ["hors de portée" if out else "suffisants"] * 3


def unsold(summary: Rows) -> str:
    """What the summary says in the place of a good verdict where desks are too few; empty where they are not."""
    desks = summary.get(("Les postes de travail", "Occupation des postes disponibles"))
    words = str(desks[-1]) if desks else ""
    return (
        words.replace("Postes", "Ventes impossibles\u00a0: postes") if words.startswith("Postes insuffisants") else ""
    )


def without_gap(people: dict[str, int]) -> Space:
    """A place of which every assumption is told, but for its coworkers: ``people``."""
    told = {"vat": {"regime": "franchise-en-base"}, "stage": "existing", "capital": 1000}
    keys = ("cooperative", "association")
    return factories.comptoir(
        organisations={"organisations": dict.fromkeys(keys, told)},
        identity={"capacity": people},
        budget={"opening_cash": dict.fromkeys(keys, 0), "profit_tax": dict.fromkeys(keys, 0)},
    )


def test_a_budget_that_sells_more_than_the_desks_allow_is_told_so() -> None:
    """20 residents at 14 desks: neither the result nor the break-even point is good."""
    people = {"desks": 14, "residents": 20, "occasional": 0, "target_coworkers": 20}
    book = opened(build_workbook(without_gap(people)), values=True)
    assert incomplete(book) == 0
    sheet = rows(book, SUMMARY)
    words = "Ventes impossibles\u00a0: postes insuffisants (année 1) (année 2) (année 3)"
    other = names(without_gap(people))["association"]  # which sells no desk
    verdicts = [
        cells[-1]
        for (section, label), cells in sheet.items()
        if section.startswith(("Le résultat", "Le point")) and label != other
    ]
    assert words not in str(sheet["Le résultat de chaque année", other][-1])
    assert any(words in str(verdict) for verdict in verdicts) and not {
        "Pas de déficit prévu",
        "Atteint chaque année",
    } & set(verdicts)


def test_what_one_organisation_lacks_does_not_veil_the_other() -> None:
    """Only the rate of tax of the cooperative is missing: it is told before tax, the association is told as it is."""
    space = without_gap({"desks": 30, "residents": 5, "occasional": 0, "target_coworkers": 5})
    tax = {"cooperative": None, "association": 0}
    space = replace(space, budget=space.budget.model_copy(update={"profit_tax": tax}))
    summary = rows(opened(build_workbook(space), values=True), SUMMARY)
    cooperative, association = names(space).values()
    section = "Le résultat de chaque année"
    assert summary[section, association][-1] == "Pas de déficit prévu"
    assert summary[section, f"{cooperative}, part solidaire déduite"][-1] == "Pas de déficit prévu (avant impôt)"
    assert summary[section, "Tout le lieu, somme indicative"][-1] == "Pas de déficit prévu (avant impôt)"


def test_an_association_without_own_funds_is_told() -> None:
    """8 000 € to be given back under conditions, of which a loss of 9 000 € is paid: no own funds are left."""
    lent = {"label": "Fonds", "amount": 8000, "received_by": "association", "recoverable": True}
    cost = {"label": "Loyer", "amount": [3000, 3000, 3000], "paid_by": "association", "vat": "sans"}
    space = only_company({"legal_form": "association"}, contributions=[lent], costs=[cost])
    book, name = opened(build_workbook(space), values=True), names(space)["association"]
    section = "Les fonds propres, à la fin de l’année"
    funds = rows(book, SUMMARY)[section, name]
    assert funds[:3] == [5000, 2000, -1000] and funds[-1] == "Fonds propres négatifs (année 3)"
    kept = rows(book, SUMMARY)[section, f"{name}, sans les apports avec droit de reprise"]
    assert kept[:3] == [-3000, -6000, -9000]
    assert kept[-1] == "Nuls ou négatifs, ces apports rendus (année 1) (année 2) (année 3)"


def test_funds_that_only_grants_that_are_not_sure_hold_are_told_without_what_is_given_back() -> None:
    """1 000 € to be given back, 5 000 € asked, 3 000 € paid: 2 000 € are left, and −3 000 € without what is asked."""
    lent = {"label": "Fonds", "amount": 1000, "received_by": "association", "recoverable": True}
    cost = {"label": "Loyer", "amount": [3000, 0, 0], "paid_by": "association", "vat": "sans"}
    aid = {"label": "Ville", "amount": 5000, "received_by": "association", "status": "asked", "month": 1}
    space = only_company({"legal_form": "association"}, contributions=[lent], costs=[cost], subsidies=[aid])
    book, name = opened(build_workbook(space), values=True), names(space)["association"]
    kept = rows(book, SUMMARY)[
        "Les fonds propres, à la fin de l’année", f"{name}, sans les apports avec droit de reprise"
    ]
    assert kept[0] == 2000 and str(kept[-1]).startswith("Tenu par des aides non acquises (année 1)")


def test_an_endowment_that_pays_the_principal_is_not_the_operation() -> None:
    """3 000 € of principal: 1 000 € a year come from the operation, 9 000 € of year 2 from the main budget."""
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": 3, "received_by": "association"}
    aid = {"label": "Ville", "amount": 1000, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    given = {"label": "Budget principal", "amount": 9000, "year": 2, "received_by": "association"}
    space = only_company({"legal_form": "regie-publique"}, subsidies=[aid], contributions=[given], loans=[loan])
    row = rows(opened(build_workbook(space), values=True), SUMMARY)["Emprunts", OWN_RESOURCES_PAY]
    assert row[:3] == ["–", "oui", "non"]
    assert str(row[-1]).endswith("Équilibre réel tenu\u00a0; l’activité seule ne couvre pas le capital (année 2)")


def test_what_is_given_back_in_a_month_leaves_the_cash_and_the_balance_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Month 14 is typed in the workbook: the cash pays 4 000 € then, and the balance sheet still has equal sides."""
    typed = Worksheet.input

    def write(self: Worksheet, column: int, value: Any, kind: str, *, needed: bool = True) -> Any:
        return typed(self, column, 14 if kind == "month_of_all" else value, kind, needed=needed)

    monkeypatch.setattr(Worksheet, "input", write)
    own = {"received_by": "association", "month": 2}
    lines = [
        {"label": "Compte courant", "amount": 3000, "current_account": True, **own},
        {"label": "Apport repris", "amount": 1000, "recoverable": True, **own},
    ]
    space = only_company({"stage": "existing", "capital": 1000}, contributions=lines)
    book, name = opened(build_workbook(space), values=True), names(space)["association"]
    cash, sheet = rows(book, CASH), rows(book, BALANCE)
    assert cash[name, "Trésorerie à la fin du mois"][:15] == [0, *[4000] * 12, 0, 0]
    assert sheet[name, "Comptes courants d’associés, à rendre"][:3] == [3000, 0, 0]
    checks = [cells[:3] for (whose, label), cells in sheet.items() if whose == name and "doit être 0" in label]
    assert checks == [[0, 0, 0]] * 2
    assert [row[7] for row in book[ASSUMPTIONS].iter_rows(values_only=True)].count("hors bornes") == 0


def test_the_summary_tells_the_hardest_case_and_what_repays_a_loan_without_unsure_grants() -> None:
    aid = {"label": "Région", "amount": 5000, "received_by": "association", "status": "asked", "month": 2}
    cost = {"label": "Loyer", "amount": 3600, "paid_by": "association", "vat": "sans"}
    loan = {"label": "Banque", "amount": 3000, "percent": 0, "years": 3, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, subsidies=[aid], costs=[cost], loans=[loan])
    book, name = opened(build_workbook(space), values=True), names(space)["association"]
    refused = "Sans les aides qui ne sont pas acquises"
    hardest = rows(book, SUMMARY)[
        "La trésorerie à la fin de chaque mois", f"{name}, avances comprises\u00a0: le plus bas des cas"
    ]
    assert hardest[0] == 3000 - 3 * 3600 - 2000 and hardest[-1] == refused
    left = rows(book, SUMMARY)["Emprunts", f"Autofinancement moins les remboursements\u00a0: {refused}"]
    assert left[:3] == [-3600, -4600, -4600]
    assert left[-1] == (
        "Autofinancement négatif\u00a0: intérêts payés par la caisse (année 1)"
        ". Capital pas couvert dans ce cas (année 2) (année 3)"
    )


def test_what_a_hard_case_keeps_counted_is_told() -> None:
    """The association has no money: its part of common costs, and the gifts that it hopes for, stay counted."""
    both = "Arrêt des autres organisations, et sans les aides qui ne sont pas acquises"
    told = {}
    for opening in (0, 90000):
        space = factories.comptoir(
            organisations={
                "organisations": {
                    key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")
                },
                "agreements": {
                    "locaux": {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Propriétaire"}}
                },
            },
            budget={
                "opening_cash": {"cooperative": 5000, "association": opening},
                "costs": [{"label": "Loyer", "amount": 6000, "vat": "sans"}],
                "subsidies": [
                    {"label": "Aide", "amount": 7000, "month": 9, "status": "asked", "received_by": "cooperative"},
                    {"label": "Aide", "amount": 7000, "month": 9, "status": "asked", "received_by": "association"},
                    {
                        "label": "Dons",
                        "amount": 7,
                        "month": 1,
                        "status": "expected",
                        "received_by": "association",
                        "account": 75,
                    },
                ],
                "loans": [{"label": "Banque", "amount": 2500, "percent": 3, "years": 3, "received_by": "cooperative"}],
            },
        )
        book = opened(build_workbook(space), values=True)
        sheet = rows(book, SUMMARY)
        words = sheet[
            "Emprunts", "Autofinancement moins les remboursements\u00a0: Sans les aides qui ne sont pas acquises"
        ][-1]
        (alone,) = [cells[-1] for (_, label), cells in sheet.items() if label.endswith(f"\u00a0: {both}")]
        payer = names(space)["association"]
        # They stop in that case: nothing of theirs is counted any more.
        assert payer not in alone and f"Tous les frais communs y sont payés par {names(space)['cooperative']}" in alone
        told[opening] = (
            f"{payer}\u00a0: part des frais communs comptée payée, mais caisse sous zéro dans ce cas" in words
        )
        assert any(label.startswith("Les dons et autres recettes espérées restent comptés") for _, label in sheet)
    assert told == {0: True, 90000: False}


@pytest.mark.parametrize(
    ("sure", "words"),
    [
        (1199, "Marge faible, moins de 1,2\u00a0fois (année 2) (année 3)"),
        (1200, "Aucune échéance au-delà sur trois ans, dans ce cas"),
    ],
)
def test_an_instalment_that_is_hardly_paid_without_unsure_grants_is_told(sure: int, words: str) -> None:
    """1 000 € of principal in years 2 and 3."""
    own = {"received_by": "association", "month": 1, "years": 3}
    aids = [
        {"label": "Ville", "amount": sure, "status": "granted", **own},
        {"label": "Région", "amount": 900, "status": "asked", **own},
    ]
    loan = {"label": "Banque", "amount": 3000, "percent": 0, "years": 3, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, subsidies=aids, loans=[loan])
    label = "Autofinancement moins les remboursements\u00a0: Sans les aides qui ne sont pas acquises"
    left = rows(opened(build_workbook(space), values=True), SUMMARY)["Emprunts", label]
    assert left[:3] == [sure, sure - 1000, sure - 1000] and left[-1] == words


def test_a_result_that_unsure_grants_hold_up_is_told() -> None:
    """5 000 € asked for pay a rent of 3 600 €: the result is good only if they come."""
    aid = {"label": "Région", "amount": 5000, "received_by": "association", "status": "asked", "month": 2, "years": 2}
    cost = {"label": "Loyer", "amount": 3600, "paid_by": "association", "vat": "sans"}
    company = {"stage": "existing", "capital": 1000}
    space = only_company(company, subsidies=[aid | {"amount": [5000, 5000, 0]}], costs=[cost])
    words = rows(opened(build_workbook(space), values=True), SUMMARY)[
        "Le résultat de chaque année", names(space)["association"]
    ][-1]
    assert words == (
        "Déficit prévu, à couvrir (année 3). Équilibre tenu par des aides non acquises (année 1) (année 2)"
    )
    aid["status"] = "granted"
    space = only_company(company, subsidies=[aid | {"amount": [5000, 5000, 0], "years": 3}], costs=[cost])
    words = rows(opened(build_workbook(space), values=True), SUMMARY)[
        "Le résultat de chaque année", names(space)["association"]
    ][-1]
    assert words == "Déficit prévu, à couvrir (année 3)"


def test_a_year_without_anybody_is_a_row_to_fill_in() -> None:
    """Nobody today, 40 in three years: nobody knows how many are there in year 2."""
    people = {"residents": 0, "occasional": 0, "target_coworkers": 40}
    book = opened(build_workbook(without_gap(people)), values=True)
    states = [row[7] for row in book[ASSUMPTIONS].iter_rows(values_only=True)]
    assert incomplete(book) == 1 and states.count("année 1 vide") == 1


def test_text_in_a_cell_for_a_number_is_told() -> None:
    """Pasted, it escapes the validation: each row with a cell for a number compares what is filled in with the numbers."""
    sheet = opened(built(rich), values=False)[ASSUMPTIONS]
    checked: set[str] = set()
    for row in sheet.iter_rows():
        for group in re.findall(r"COUNTA\(([^)]*)\)>COUNT\(\1\)", str(row[7].value)):
            for part in group.replace("$", "").split(","):
                found = sheet[part]
                many = [cell for cells in found for cell in cells] if isinstance(found, tuple) else [found]
                checked |= {cell.coordinate for cell in many}
    numbers = {
        area
        for rule in sheet.data_validations.dataValidation
        if rule.type in ("decimal", "whole", "date")
        for area in str(rule.sqref).split()
    }
    assert numbers and numbers <= checked


@every_space
def test_the_summary_has_the_break_even_of_the_place_and_of_who_keeps_coworking(make: Callable[[], Space]) -> None:
    space, book, years = make(), read(make), forecast(make()).years
    sheet, results = rows(book, SUMMARY), rows(book, RESULTS)
    section = "Le point d’équilibre, en nombre de coworkers"
    if years[0].break_even is None:
        assert not any(name == section for name, _ in sheet)
        return
    people = [
        None if year.residents is None or year.occasional is None else year.residents + year.occasional
        for year in years
    ]
    assert sheet[section, "Prévus, une fois tous arrivés"][:3] == shown(people)
    averages = [average_coworkers(space, year.number) for year in years]
    present = [None if count is None else rounded_count(count) for count in averages]
    assert sheet[section, "Présents en moyenne, sur les mois d’ouverture"][:3] == shown(present)
    several = len(space.organisations.organisations) > 1
    points = {"Tout le lieu, somme indicative" if several else "Tout le lieu": [year.break_even for year in years]}
    for number, name in enumerate(names(space).values()):
        own = [year.accounts[number].break_even for year in years]
        if own[0] and len(names(space)) > 1:
            points[name] = own
            fixed = results[f"Le point d’équilibre de {name} seule", "À couvrir par les coworkers"]
            assert fixed[:3] == shown([point.fixed if point else None for point in own])
    granted = next(changed for case, changed, _ in stress_cases.cases(space) if case == "only_granted")
    label = "Nécessaires à l’équilibre avant impôt, aides comprises\u00a0: "
    assert len([name for name, row in sheet if name == section and row.startswith(label)]) == len(points)
    without = forecast(granted).years
    for number, (key, name) in enumerate([(None, next(iter(points))), *names(space).items()], -1):
        if name in points and any(key in (None, line.received_by) for line in space.budget.subsidies if is_grant(line)):
            sure = [year.accounts[number].break_even if key else year.break_even for year in without]
            told = sheet[section, f"Nécessaires avant impôt, sans les aides non acquises\u00a0: {name}"]
            for year, (cell, point, with_grants) in enumerate(zip(told, sure, points[name], strict=False), 1):
                if with_grants and (with_grants.never or with_grants.coworkers is not None):
                    assert point and cell == need_told(space, year, point)
                    if isinstance(there := present[year - 1], Decimal) and isinstance(cell, int | float):
                        hardly, missed_here = (
                            "".join(re.findall(rf"{words}((?: \(année \d\))+)", str(told[-1])))
                            for words in ("Marge faible, moins de 10\u00a0%", "Pas atteint")
                        )
                        is_thin = f"(année {year})" not in missed_here and float(there) * 10 < cell * 11
                        assert (f"(année {year})" in hardly) == is_thin
    for name, of_years in points.items():
        *figures, words = sheet[section, label + name]
        needs = ["jamais" if point and point.never else point and point.coworkers for point in of_years]
        assert figures == [point and need_told(space, year, point) for year, point in enumerate(of_years, 1)]
        out = [isinstance(figure, str) and figure.startswith("hors de portée") for figure in figures]
        owner = None if name.startswith("Tout") else name
        number_of = None if owner is None else [*names(space).values()].index(owner)
        of_owner = [year.result if number_of is None else year.accounts[number_of].result for year in years]
        lost = [result is not None and result < 0 for result in of_owner]
        missed = [
            f" (année {number})"
            for number, (need, count) in enumerate(zip(needs, present, strict=True), 1)
            if need == "jamais"
            or lost[number - 1]
            or out[number - 1]
            or (isinstance(need, int) and count is not None and need > count and of_owner[number - 1] is None)
        ]
        if None in needs or None in present:
            assert words == "Inconnu\u00a0: des hypothèses manquent"
        else:
            thin = [
                f" (année {number})"
                for number, (need, count) in enumerate(zip(needs, present, strict=True), 1)
                if isinstance(need, int)
                and count is not None
                and count * 10 < need * 11
                and not lost[number - 1]
                and not out[number - 1]
            ]
            told = [
                text + "".join(those)
                for text, those in (("Pas atteint", missed), ("Marge faible, moins de 10\u00a0%", thin))
                if those
            ]
            bad = ". ".join(told)
            bad += beside(space, sheet, owner)
            if any(out):
                bad += f". Hors de portée\u00a0: {space.identity.capacity.desks} postes n’accueillent pas autant de coworkers"
                bad += "".join(f" (année {number})" for number, beyond in enumerate(out, 1) if beyond)
            assert words == (bad if missed or thin else good(space, book, owner, "Atteint chaque année"))


def test_no_file_of_the_place_is_printed_and_each_year_has_its_dates() -> None:
    book = opened(build_workbook(rich()), values=True)
    for sheet in book:
        printed = sheet[sheet.print_area.split("!")[-1].replace("$", "")]
        texts = [str(cell.value) for row in printed for cell in row if cell.value is not None]
        assert not [text for text in texts if re.search(r"(config|vocabulary)/\S|^À écrire ensuite", text)], sheet.title
    dates = rows(book, ASSUMPTIONS)
    assert (
        dates["Les exercices\u00a0: trois périodes de douze mois", "Premier jour de l’exercice"]
        == dates["Les exercices\u00a0: trois périodes de douze mois", "Dernier jour de l’exercice"]
    )
    (first,) = (cell for _, cell in cells(book) if cell.value == "Premier jour de l’exercice")
    inputs = list(book[ASSUMPTIONS][first.row][2:5])
    assert all(cell.number_format == "dd/mm/yyyy" and not cell.protection.locked for cell in inputs)


def test_a_negative_amount_bears_a_true_minus_sign_and_is_red() -> None:
    formats = {
        cell.number_format
        for _, cell in cells(opened(build_workbook(rich()), values=True))
        if "Red" in cell.number_format
    }
    assert formats and all('[Red]"\u2212"' in pattern for pattern in formats)


@every_space
def test_the_break_even_point_is_the_engines(make: Callable[[], Space]) -> None:
    sheet = rows(read(make), RESULTS)
    years = forecast(make()).years
    if years[0].break_even is None:
        assert not any(section == "Le point d’équilibre de tout le lieu, aides comprises" for section, _ in sheet)
        return
    assert sheet["Le point d’équilibre de tout le lieu, aides comprises", "À couvrir par les coworkers"][:3] == _of(
        years, "fixed"
    )
    brings = "Un coworker apporte en moyenne"
    brings += ", part solidaire déduite" if reserves_free_uses(make()) else ""
    assert sheet["Le point d’équilibre de tout le lieu, aides comprises", brings][:3] == _of(years, "contribution")
    needed = ["jamais" if year.break_even and year.break_even.never else None for year in years]
    counts = [never or count for never, count in zip(needed, _of(years, "coworkers"), strict=True)]
    assert (
        sheet[
            "Le point d’équilibre de tout le lieu, aides comprises", "Coworkers nécessaires à l’équilibre, avant impôt"
        ][:3]
        == counts
    )


@every_space
def test_free_uses_are_the_engines_and_add_up_to_the_solidarity_share(make: Callable[[], Space]) -> None:
    sheet, years = rows(read(make), SPLIT), forecast(make()).years
    section = "Usages que la part solidaire permet d’offrir"
    if years[0].free_uses is None:
        assert not any(name == section for name, _ in sheet)
        return
    for label, field in (
        ("Usages à offrir l’année suivante, en nombre", "count"),
        ("Leur valeur, hors TVA", "value"),
        ("Reste de l’année précédente", "carried"),
        ("Reste non employé, reporté sur l’année suivante", "left"),
    ):
        written = next(values for (name, row), values in sheet.items() if (name, row) == (section, label))
        assert written[2:5] == shown([getattr(year.free_uses, field) for year in years]), label
    for uses in (year.free_uses for year in years):
        if uses and uses.value is not None and uses.left is not None:
            assert uses.carried is not None and uses.aside is not None
            assert uses.value + uses.left == uses.aside + uses.carried and uses.left >= 0


def _of(years: Sequence[Year], field: str) -> list[float | str]:
    return shown([getattr(year.break_even, field) for year in years])


# --- Live formulas ---


@every_space
def test_only_assumptions_are_typed(make: Callable[[], Space]) -> None:
    """No number but those of the assumptions is written in a cell; and they alone can be changed."""
    for sheet, cell in cells(opened(built(make), values=False)):
        typed = isinstance(cell.value, int | float)
        assert not typed or sheet == ASSUMPTIONS, (sheet, cell.coordinate)
        assert not typed or not cell.protection.locked, cell.coordinate
        assert cell.data_type != "f" or cell.protection.locked, (sheet, cell.coordinate)


def test_no_assumption_is_baked_into_a_formula() -> None:
    """With other prices, people, shares, rates, months and amounts, the formulas are the same."""
    of_rich = formulas(opened(build_workbook(rich()), values=False))
    assert formulas(opened(build_workbook(rich(**CHANGED)), values=False)) == of_rich
    assert len(of_rich) > 1000


def test_formulas_are_those_that_every_spreadsheet_has() -> None:
    every = [
        formula
        for seed in range(12)
        for formula in formulas(opened(build_workbook(drawn(seed)), values=False)).values()
    ]
    assert max(map(len, every)) <= 8192  # the most of Excel; LibreOffice shows an error before
    used = {name for formula in every for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", re.sub(r'"[^"]*"', "", formula))}
    assert used <= {
        "ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "EDATE", "IF", "INT", "ISNUMBER", "MATCH", "MAX", "MIN", "MOD", "OR",
        "POWER", "RANK", "ROUND", "ROUNDUP", "SUM", "SUMPRODUCT",
    }  # fmt: skip


def test_halves_of_a_cent_go_up_in_binary_too() -> None:
    """Plain binary rounding gets some halves wrong; with a billionth of a euro added, all are right and none changes."""
    missed = 0
    for percent in ("20", "10", "5.5", "8.5", "2.1"):
        rate = Decimal(percent) / 100
        for cents in (*range(1, 4000), *range(9_999_000, 9_999_600), *range(99_999_000, 99_999_600)):
            wanted = int((Decimal(cents) / (1 + rate)).to_integral_value(ROUND_HALF_UP))
            amount = cents / 100 / (1 + float(rate))
            missed += math.floor(amount * 100 + 0.5) != wanted
            assert math.floor((amount + 1e-9) * 100 + 0.5) == wanted, (cents, percent)
    assert missed


# --- What is missing ---


def test_what_is_missing_is_counted_marked_and_never_zero() -> None:
    blank = factories.comptoir(budget={"costs": [{"label": "Loyer"}]}, prices={"grids": [{"amounts": {"month": None}}]})
    book = opened(build_workbook(blank), values=True)
    states = [row[7] for row in book[ASSUMPTIONS].iter_rows(values_only=True)]
    # Two organisations without regime or cash, the capital of one, two prices that somebody pays, one cost.
    assert states.count("à compléter") == 6
    assert next(row for row in book[ASSUMPTIONS].iter_rows(values_only=True) if row[0] == "Lignes à compléter")[2] == 6
    for name in (name for name in book.sheetnames if name != ASSUMPTIONS):
        assert any("dans les hypothèses\u00a0: 6." in str(row[0]) for row in book[name].iter_rows(values_only=True)), (
            name
        )
    sheet = rows(book, RESULTS)
    assert sheet["Coopérative d’exemple", "Loyer"][:3] == ["?"] * 3
    assert sheet["Le lieu", "Résultat"][:3] == ["?"] * 3


@pytest.mark.parametrize(
    ("amount", "month", "state"),
    [(1200, None, "à compléter"), (1200, 12, None), (0, None, None), (None, 12, "à compléter")],
)
def test_the_month_of_a_grant_is_needed_unless_there_is_none(
    amount: int | None, month: int | None, state: str | None
) -> None:
    """A grant by twelfths is the best case for the cash: nobody is to suppose it, and the cash is unknown."""
    grant = {"label": "Aide", "amount": amount, "month": month, "received_by": "association"}
    book = opened(build_workbook(factories.comptoir(budget={"subsidies": [grant]})), values=True)
    (paid,) = [row[1:13] for row in book["Trésorerie"].iter_rows(values_only=True) if row[0] == "Aide"]
    if amount is not None:
        assert paid == (("?",) * 12 if state else (0,) * 11 + (amount,))
    sheet = book[ASSUMPTIONS]
    (row,) = [cells for cells in sheet.iter_rows() if cells[0].value == "Aide"]
    assert (row[7].value or None) == state
    rules = [rule.type for area in sheet.conditional_formatting if row[6].coordinate in area for rule in area.rules]
    is_marked = "containsBlanks" in rules
    assert is_marked == (amount != 0)


@pytest.mark.parametrize(
    ("regime", "amount", "state"),
    [("assujettie", 900, "TVA en double"), ("assujettie", 0, ""), ("franchise-en-base", 900, ""), ("assujettie", None, "à compléter")],
)  # fmt: skip
def test_a_compensation_of_vat_that_is_recovered_is_no_complete_line(
    regime: str, amount: int | None, state: str
) -> None:
    told = {"vat": {"regime": regime}, "stage": "existing", "capital": 1000}
    organisations = {"organisations": dict.fromkeys(("cooperative", "association"), told)}
    fund = {"label": "FCTVA", "amount": amount, "received_by": "cooperative", "year": 2}
    cash = {"opening_cash": {"cooperative": 0, "association": 0}, "profit_tax": {"cooperative": 0}}
    space = factories.comptoir(organisations=organisations, budget={"contributions": [fund], **cash})
    sheet = opened(build_workbook(space), values=True)[ASSUMPTIONS]
    (found,) = [row[7] or "" for row in sheet.iter_rows(values_only=True) if row[0] == "FCTVA"]
    assert found == state
    (unlikely,) = [row[2] for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("Saisies à vérifier")]
    assert unlikely == (state == "TVA en double")
    assert rows(opened(build_workbook(space), values=True), ASSUMPTIONS)["", "Lignes à compléter"][1] == bool(state)


def test_optional_cells_that_are_empty_are_counted() -> None:
    """The first and last day and the open days of three years, and the rate of tax of an association; a company needs its rate."""
    label = "Cases facultatives vides (dates des exercices, jours ouverts, taux d’impôt hors sociétés)"
    for legal_form, rate, empty, missing in (
        ("association-loi-1901", None, 10, 0),
        ("scic-sas", None, 9, 1),
        ("scic-sas", 15, 9, 0),
    ):
        vat = {"vat": {"regime": "assujettie"}, "stage": "existing", "capital": 1000}
        regimes = {"cooperative": {**vat, "legal_form": legal_form}, "association": vat}
        cash = {"opening_cash": dict.fromkeys(regimes, 0), "profit_tax": {"cooperative": rate} if rate else {}}
        space = factories.comptoir(organisations={"organisations": regimes}, budget=cash)
        sheet = rows(opened(build_workbook(space), values=True), ASSUMPTIONS)
        assert (sheet["", label][1], sheet["", "Lignes à compléter"][1]) == (empty, missing), legal_form


def test_a_life_a_term_and_a_month_that_nobody_told_are_proposals() -> None:
    """On a line without an amount, they come from the kit: they are counted until somebody changes them, and marked."""
    own = {"received_by": "association"}
    label = "Valeurs proposées (durées, années, mois) et gardées telles quelles, à valider"
    # A month and a year of each line, a life, a term; that of the refund of VAT has no line.
    for amount, kept in ((None, 9), (900, 1)):
        loan = {"label": "Banque", "amount": amount, "percent": 3, "years": 5, **own}
        bought = {"label": "Bureaux", "amount": amount, "paid_by": "association", "vat": "sans"}
        aid = {"label": "Région", "amount": amount, "status": "asked", "month": 12, **own}
        space = only_company({}, loans=[loan], investments=[bought], contributions=[aid])
        sheet = opened(build_workbook(space), values=True)[ASSUMPTIONS]
        counted = [row[2] for row in sheet.iter_rows(values_only=True) if row[0] == label]
        rules = [rule.formula for area in sheet.conditional_formatting for rule in area.rules if rule.type == "cellIs"]
        assert counted == [kept] and len([each for each in rules if each[0][0].isdigit()]) == kept


@pytest.mark.parametrize(("stage", "moment"), [("to_create", "visés en année 1"), ("existing", "aujourd’hui")])
def test_coworkers_of_a_place_to_open_are_those_of_its_opening(stage: str, moment: str) -> None:
    organisations = {"organisations": {"cooperative": {"stage": stage}}}
    sheet = rows(opened(build_workbook(factories.comptoir(organisations=organisations)), values=True), ASSUMPTIONS)
    assert ("Coworkers", f"Coworkers au mois, {moment}") in sheet


def test_the_desks_that_residents_leave_are_told_for_each_month() -> None:
    """6, 8 then 10 residents at 9 desks: one is lacking; while the desks are unknown, what is left is too."""
    for desks, left in ((9, [3, 1, -1]), (None, ["?"] * 3)):
        book = opened(build_workbook(factories.comptoir(identity={"capacity": {"desks": desks}})), values=True)
        (row,) = [cells for (_, label), cells in rows(book, ATTENDANCE).items() if label.startswith("Postes libres")]
        assert [row[0], row[12], row[24]] == left


@pytest.mark.parametrize(
    ("desks", "hours", "words"),
    [
        (60, "Mo-Fr 09:00-18:00", "Postes suffisants en moyenne"),
        (13, "Mo-Sa 09:00-18:00", "Postes suffisants en moyenne, sans marge pour les jours de pointe (année 3)"),
        (9, "Mo-Fr 09:00-18:00", "Postes insuffisants (année 2) (année 3)"),
        (9, None, "Postes insuffisants (année 2) (année 3)"),  # even if each of them opens 31 days
        (60, None, "Inconnu\u00a0: postes, jours ouverts ou achats manquent"),
        (None, "Mo-Fr 09:00-18:00", "Inconnu\u00a0: postes, jours ouverts ou achats manquent"),
    ],
)
def test_the_summary_tells_the_years_for_which_the_desks_are_not_enough(
    desks: int | None, hours: str | None, words: str
) -> None:
    """6, 8 then 10 residents; 30, 40 then 50 others want a day each, and the free uses of the solidarity share some more."""
    space = factories.comptoir(
        identity={"capacity": {"desks": desks}, "opening_hours": hours},
        organisations={
            "solidarity": {"percent": 10},
            "organisations": {key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")},
        },
        budget={"occasional_buys": {"half_day": factories.REMOVED, "day": 1}},
    )
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    wanted, offered, used = (
        next(
            cells
            for (section, label), cells in sheet.items()
            if section == "Les postes de travail" and label.startswith(name)
        )
        for name in ("Journées de poste demandées", "Journées de poste disponibles", "Occupation")
    )
    assert used[-1] == words
    uses, tight = [desk_use(space, year) for year in (1, 2, 3)], "sans marge" in words
    for year, use in enumerate(uses):
        if use is not None:
            assert wanted[year] == math.ceil(use.wanted) + math.ceil(use.free)
        if use is not None and use.known:
            assert offered[year] == math.floor(use.offered)
        if use is not None:
            assert (f"(année {year + 1})" in words) == (
                not use.enough or (tight and 5 * (use.wanted + use.free) >= 4 * use.offered)
            )


def test_the_free_uses_that_a_public_body_votes_take_desks_in_year_1() -> None:
    """Its convention counts them on the planned incomes of year 1; others give the first ones in year 2."""
    for legal_form, label in (
        ("regie-publique", "Journées de poste demandées, gratuites comprises"),
        ("association-loi-1901", "Journées de poste demandées, gratuites comprises à partir de l’année 2"),
    ):
        space = factories.alone(
            identity={"capacity": {"desks": 60}, "opening_hours": "Mo-Fr 09:00-18:00"},
            organisations={
                "organisations": {"association": {"legal_form": legal_form, "vat": {"regime": "assujettie"}}},
                "solidarity": {"percent": 10},
            },
            budget={"occasional_buys": {"half_day": factories.REMOVED, "day": 1}},
        )
        wanted = rows(opened(build_workbook(space), values=True), SUMMARY)["Les postes de travail", label]
        uses = [use for year in (1, 2, 3) if (use := desk_use(space, year))]
        assert wanted[:3] == [math.ceil(use.wanted) + math.ceil(use.free) for use in uses]
        assert (uses[0].free > 0) == (legal_form == "regie-publique")


def test_the_rate_of_vat_of_a_cost_may_be_changed_where_it_stands() -> None:
    """The charge is read by the sheet of costs; interest is paid, and what is planned less what is needed is a margin."""
    book: Any = opened(built(rich), values=False)
    (rate,) = [row[5] for row in book[ASSUMPTIONS].iter_rows() if row[0].value == "Repas" and row[5].value is not None]
    assert rate.value == 0.1 and not rate.protection.locked
    (net,) = [str(row[6].value) for row in book[COSTS].iter_rows(max_row=20) if row[0].value == "Repas"]
    assert rate.coordinate in net.replace("$", "")
    values = rows(read(rich), COSTS)
    (meals,) = [cells for (_, label), cells in values.items() if label == "Repas"][:1]
    assert meals[1:5] == [303.03, 0.1, 30.3, 333.33]
    interest = next(cells for (_, label), cells in values.items() if label.startswith("Intérêts\u00a0: Banque"))
    assert interest[4] == interest[5] > 0
    summary = rows(read(rich), SUMMARY)
    section = "Le point d’équilibre, en nombre de coworkers"
    present = summary[section, "Présents en moyenne, sur les mois d’ouverture"]
    (margin,) = [
        cells
        for (_, label), cells in summary.items()
        if label.startswith("Marge, présents moins nécessaires\u00a0: Tout")
    ]
    (needed,) = [
        cells
        for (_, label), cells in summary.items()
        if label.startswith("Nécessaires à l’équilibre avant impôt, aides comprises\u00a0: Tout")
    ]
    assert margin[0] == round(present[0] - needed[0], 1)


def state_of(space: Space, label: str) -> str:
    """What the assumptions say is missing or wrong in the rows called ``label``; they are counted at the top."""
    sheet = opened(build_workbook(space), values=True)[ASSUMPTIONS]
    states = [row[7] for row in sheet.iter_rows(values_only=True) if str(row[0] or "").startswith(label) and row[7]]
    counted = rows(opened(build_workbook(space), values=True), ASSUMPTIONS)["", "Lignes à compléter"][1]
    assert isinstance(counted, float | int) and counted >= len(states)
    return ", ".join(map(str, states))


def test_months_of_opening_that_contradict_each_other_are_told() -> None:
    """Eleven months are sold, but cash comes in twelve."""
    assert state_of(factories.comptoir(budget={"opening_months": 11}), "Mois 10 à 12") == "écart de mois"
    assert state_of(factories.comptoir(budget={"opening_months": 11, "closed_months": [8]}), "Mois 10 à 12") == ""


@pytest.mark.parametrize(("charges", "state"), [(True, ""), (False, "TVA à vérifier")])
def test_vat_that_is_recovered_but_not_charged_is_told(charges: bool, state: str) -> None:
    space = factories.comptoir(
        organisations={"organisations": {"association": {"vat": {"regime": "assujettie"}}}},
        budget={"opening_cash": {"association": 0}},
    )
    regimes = space.vocabulary.vat_regimes
    regime = regimes["assujettie"].model_copy(update={"charges": charges})
    vocabulary = replace(space.vocabulary, vat_regimes={**regimes, "assujettie": regime})
    assert (
        state_of(replace(space, vocabulary=vocabulary), str(space.organisations.organisations["association"].name))
        == state
    )


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("year_or_before", 4, "hors bornes"),
        ("month", 13, "hors bornes"),
        ("month", Decimal("1.5"), "hors bornes"),
        ("percent", 400, "hors bornes"),
        ("money", -1, "hors bornes"),
        ("term", 0, "hors bornes"),
        ("term", None, "à compléter"),
        ("term", 600, ""),
    ],
)
def test_a_number_that_its_cell_may_not_hold_is_told(
    kind: str, value: Any, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pasted, it escapes the validation: a loan of year 4 is in no year, an aid of month 13 in no month."""
    write = Worksheet.input

    def pasted(sheet: Worksheet, column: int, typed: Any, kind_: str, *, needed: bool = True) -> Any:
        return write(sheet, column, value if kind_ == kind else typed, kind_, needed=needed)

    monkeypatch.setattr(Worksheet, "input", pasted)
    loan = {"label": "Banque", "amount": 9000, "percent": 3, "years": 5, "received_by": "association"}
    assert state_of(only_company({}, loans=[loan]), "Banque") == state


def test_a_number_out_of_bounds_leaves_results_and_cash_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interest of 350 % in the place of 3.5 %: no figure that a lender reads is worked out with it."""
    write = Worksheet.input

    def pasted(sheet: Worksheet, column: int, typed: Any, kind: str, *, needed: bool = True) -> Any:
        return write(sheet, column, 350 if kind == "percent" and typed == 3 else typed, kind, needed=needed)

    loan = {"label": "Banque", "amount": 9000, "percent": 3, "years": 5, "received_by": "association"}
    space = only_company({}, loans=[loan])
    for unknown in (False, True):
        if unknown:
            monkeypatch.setattr(Worksheet, "input", pasted)
        sheet, name = rows(opened(build_workbook(space), values=True), SUMMARY), names(space)["association"]
        figures = [
            *sheet["Le résultat de chaque année", name][:3],
            sheet["La trésorerie à la fin de chaque mois", name][0],
            *sheet["Emprunts", f"{name}, emprunts restant dus en fin d’année"][:3],
        ]
        assert [figure == "?" for figure in figures] == [unknown] * 7


@pytest.mark.parametrize(("account", "vat"), [(64, "sans"), (61, "sans"), (63, None)])
def test_vat_of_what_bears_none_is_told(account: int, vat: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """20 % typed beside the wages would lower them by a sixth."""
    write, typed = Worksheet.input, {"rate": False}

    def changed(sheet: Worksheet, column: int, value: Any, kind: str, *, needed: bool = True) -> Any:
        of_cost = kind == "percent" and column == 5 and typed["rate"]
        return write(sheet, column, 20 if of_cost else value, kind, needed=needed)

    monkeypatch.setattr(Worksheet, "input", changed)
    cost = {"label": "Charge", "amount": 26000, "paid_by": "association", "account": account, "vat": vat}
    states = []
    for typed["rate"] in (False, True):
        states.append(state_of(only_company({}, costs=[cost]), "Charge"))
    assert states == ["", "TVA à vérifier"]


def test_sales_above_the_ceiling_of_small_businesses_are_told_of_who_charges_no_vat() -> None:
    """10 × 400 € × 12 months of advice: 48 000 € a year, more than the 37 500 € of the regime."""
    sale = {"label": "Conseil", "service": "mediation", "price": 400, "per_month": 10, "vat": "normal"}
    words = []
    for regime in ("franchise-en-base", "assujettie"):
        space = only_company({"vat": {"regime": regime}}, other_sales=[sale])
        sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
        words.append(sheet["Le résultat de chaque année", names(space)["association"]][-1])
    above = (
        "Franchise de TVA\u00a0: ventes au-delà de 37\u202f500\u00a0€, résultat trop haut (année 1) (année 2) (année 3)"
    )
    assert above in words[0] and "Franchise" not in words[1]


def test_sales_of_an_association_above_the_exemption_of_accessory_sales_are_told() -> None:
    """10, then 20 × 400 €, × 12 months: 48 000 € and 96 000 €, against 81 051 € a year."""
    sale = {"label": "Conseil", "service": "mediation", "price": 400, "per_month": [10, 20, 20], "vat": "sans"}
    own = {"legal_form": "association-loi-1901", "capital": None}
    words, notes = [], []
    for regime in ("organisme-non-lucratif", "assujettie"):
        space = only_company({**own, "vat": {"regime": regime}}, other_sales=[sale])
        book = opened(build_workbook(space), values=True)
        words.append(rows(book, SUMMARY)["Le résultat de chaque année", names(space)["association"]][-1])
        notes.append(any("article 206, 1 bis" in str(row[0]) for row in book[ASSUMPTIONS].iter_rows(values_only=True)))
    above = "Impôts commerciaux\u00a0: ventes au-delà de 81\u202f051\u00a0€, avis à demander (année 2) (année 3)"
    assert above in words[0] and "commerciaux" not in words[1] and notes == [True, True]
    company = opened(build_workbook(only_company({}, other_sales=[sale])), values=True)[ASSUMPTIONS]
    assert not any("206, 1 bis" in str(row[0]) for row in company.iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("form", "state"), [("scic-sas", "TVA à vérifier"), ("association-loi-1901", "assujetti partiel")]
)
def test_vat_that_is_charged_and_not_recovered_is_told(form: str, state: str) -> None:
    space = only_company({"legal_form": form, "vat": {"regime": "assujettie"}, "capital": None})
    regimes = space.vocabulary.vat_regimes
    changed = {**regimes, "assujettie": regimes["assujettie"].model_copy(update={"recovers": False})}
    told = replace(space, vocabulary=replace(space.vocabulary, vat_regimes=changed))
    sheet = opened(build_workbook(told), values=True)[ASSUMPTIONS]
    states = [row[7] for row in sheet.iter_rows(values_only=True) if row[0] == names(space)["association"]]
    assert state in states
    before, after = (incomplete(opened(build_workbook(each), values=True)) for each in (space, told))
    assert after - before == (state not in REMARKS)


@pytest.mark.parametrize(("months", "state"), [(7, "durée à vérifier"), (12, None)])
def test_a_term_of_less_than_a_year_is_remarked_and_not_counted(
    months: int, state: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """7 typed for seven years; a bridging loan may last so long, which is no gap to fill."""
    write = Worksheet.inputs

    def typed(sheet: Worksheet, column: int, values: Any, **more: Any) -> Any:
        values = [(months if kind == "term" else value, kind) for value, kind in values]
        return write(sheet, column, values, **more)

    monkeypatch.setattr(Worksheet, "inputs", typed)
    loan = {"label": "Banque", "amount": 9000, "percent": 3, "years": 5, "received_by": "association"}
    book = opened(build_workbook(only_company({"stage": "existing", "capital": 1000}, loans=[loan])), values=True)
    states = [row[7] or None for row in book[ASSUMPTIONS].iter_rows(values_only=True) if row[0] == "Banque"]
    assert states[0] == state and incomplete(book) == 0


@pytest.mark.parametrize(("stage", "state"), [("to_create", "sous condition"), ("existing", None)])
def test_an_aid_of_an_organisation_to_create_is_told_to_be_on_condition(stage: str, state: str | None) -> None:
    own = {"received_by": "association", "month": 1}
    aids = [
        {"label": "Ville", "amount": 900, "status": "granted", **own},
        {"label": "Région", "amount": 900, "status": "asked", **own},
    ]
    space = only_company({"stage": stage, "capital": 1000 if stage == "existing" else None}, subsidies=aids)
    book = opened(build_workbook(space), values=True)
    states = {row[0]: row[7] or None for row in book[ASSUMPTIONS].iter_rows(values_only=True)}
    assert (states["Ville"], states["Région"]) == (state, None) and incomplete(book) == 0


@pytest.mark.parametrize(
    ("company", "cash", "told"),
    [
        ({"stage": "to_create"}, 30000, True),
        ({"stage": "to_create"}, 0, False),
        ({"stage": "existing", "capital": 1000}, 30000, False),  # reserves
        ({"stage": "to_create", "legal_form": "association-loi-1901"}, 30000, True),
    ],
)
def test_money_of_the_first_day_that_nobody_paid_as_capital_has_an_origin_to_tell(
    company: dict[str, object], cash: int, told: bool
) -> None:
    shares = {"label": "Apports", "amount": 0, "received_by": "association"}
    opening = {"association": cash, "cooperative": 0}
    space = only_company(company, opening_cash=opening, contributions=[shares])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    words = sheet["Les fonds propres, à la fin de l’année", names(space)["association"]][-1]
    above = "" if company.get("legal_form") else " au-delà du capital"
    assert (f"Fonds propres du premier jour{above}\u00a0: dire leur origine" in str(words)) == told


@pytest.mark.parametrize(("back", "told"), [(14, " (année 2)"), (36, ""), (None, "")])
def test_what_is_given_back_before_a_loan_ends_is_told(
    back: int | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loan of two years, the second half of which is due in month 25: after it, nothing is owed any more."""
    write = Worksheet.input

    def typed(sheet: Worksheet, column: int, value: Any, kind: str, *, needed: bool = True) -> Any:
        return write(sheet, column, back if kind == "month_of_all" else value, kind, needed=needed)

    monkeypatch.setattr(Worksheet, "input", typed)
    lent = {"label": "Avances", "amount": 3000, "received_by": "association", "current_account": True}
    loan = {"label": "Banque", "amount": 2000, "percent": 0, "years": 2, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, contributions=[lent], loans=[loan])
    book = opened(build_workbook(space), values=True)
    label = "Capacité d’autofinancement, moins les remboursements"
    words = "Apport ou compte courant rendu avant la fin de l’emprunt\u00a0: blocage à prévoir"
    row = rows(book, SUMMARY)["Emprunts", label]
    assert row[:3] == [0, -1000, -1000] and (row[-1] or "") == (words + told if told else "")
    left = rows(book, FINANCING)[names(space)["association"], f"{label}, apports et comptes courants rendus compris"]
    assert left[:3] == [0, -4000 if back == 14 else -1000, -4000 if back == 36 else -1000]


def test_an_overdraft_is_a_debt_and_current_accounts_are_told_not_to_be_counted() -> None:
    """6 000 € of loans and an overdraft of 500 €, paid by 1 000 € a year."""
    own = {"received_by": "association", "month": 1, "years": 3, "status": "granted"}
    aid = {"label": "Ville", "amount": 1000, **own}
    bought = {"label": "Four", "amount": 7500, "paid_by": "association", "vat": "sans", "life": 0}
    loan = {"label": "Banque", "amount": 6000, "percent": 0, "years": 3, "deferral": 3, "received_by": "association"}
    lent = {"label": "Avances", "amount": 0, "received_by": "association", "current_account": True}
    label = "Emprunts et découvert, en années de capacité d’autofinancement"
    for contributions, name in (([], label), ([lent], label.replace(", en", ", hors comptes courants, en"))):
        budget: dict[str, Any] = {"subsidies": [aid], "investments": [bought], "loans": [loan]}
        space = only_company({"stage": "existing", "capital": 0}, **budget, contributions=contributions)
        sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
        assert sheet["Les fonds propres, à la fin de l’année", name][0] == 6.5


@pytest.mark.parametrize(("price", "answer"), [(0, "non"), (900, "non, avant reprise des subventions")])
def test_a_subsidy_is_recovered_over_the_life_of_what_has_a_price(price: int, answer: str) -> None:
    """A loss of 600 €: a subsidy of 4 000 € may add 400 € over ten years, 800 € over the five of desks, if any is bought."""
    own = {"paid_by": "association", "vat": "sans"}
    bought = [
        {"label": "Travaux", "amount": 20000, "life": 10, **own},
        {"label": "Bureaux", "amount": price, "life": 5, **own},
    ]
    rate = 2000 + price // 5 - 600
    aid = {"label": "Ville", "amount": rate, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    given = {"label": "Région", "amount": 4000, "received_by": "association", "status": "granted"}
    loan = {"label": "Banque", "amount": 600, "percent": 0, "years": 3, "received_by": "association"}
    budget: dict[str, Any] = {"subsidies": [aid], "investments": bought, "contributions": [given], "loans": [loan]}
    book = opened(build_workbook(only_company({"legal_form": "regie-publique"}, **budget)), values=True)
    check = OPERATION_BALANCED
    assert rows(book, FINANCING)["Association d’exemple", check][1:3] == [answer] * 2


@pytest.mark.parametrize(("amount", "state"), [(0, ""), (600, "à compléter"), (None, "à compléter")])
def test_the_rate_of_what_costs_nothing_is_not_missing(amount: int | None, state: str) -> None:
    """Whoever recovers VAT needs the rate of each purchase, but of none of 0 euro."""
    vat = {"vat": {"regime": "assujettie"}}
    own = {"amount": amount, "paid_by": "association"}
    budget = {"costs": [{"label": "Ménage", **own}], "investments": [{"label": "Bureaux", **own}]}
    space = factories.comptoir(organisations={"organisations": {"association": vat}}, budget=budget)
    assert [state_of(space, label) for label in ("Ménage", "Bureaux")] == [state, state]


@pytest.mark.parametrize(("rate", "told"), [(None, True), (15, False)])
def test_the_summary_tells_that_it_is_before_tax_until_its_rate_is_known(rate: int | None, told: bool) -> None:
    space = only_company({}, profit_tax={"association": rate, "cooperative": 0} if rate else {})
    sheet = opened(build_workbook(space), values=True)[SUMMARY]
    assert any("sont avant impôt" in str(row[0]) for row in sheet.iter_rows(values_only=True)) == told


@pytest.mark.parametrize(("aid", "state"), [(900, ""), (901, "aide > achats")])
def test_an_aid_to_invest_that_is_more_than_what_is_bought_is_told(aid: int, state: str) -> None:
    bought = {"label": "Bureaux", "amount": 900, "paid_by": "association", "vat": "sans"}
    grant = {"label": "Région", "amount": aid, "status": "asked", "month": 12, "received_by": "association"}
    assert state_of(only_company({}, investments=[bought], contributions=[grant]), "Région") == state


@pytest.mark.parametrize(("fund", "state"), [(3000, ""), (3001, "FCTVA > TVA"), (18001, "aide > achats")])
def test_a_compensation_above_the_vat_of_what_is_bought_is_told(fund: int, state: str) -> None:
    """18 000 € hold 3 000 € of VAT at 20 %."""
    bought = {"label": "Travaux", "amount": 18000, "paid_by": "association", "vat": "normal"}
    given = {"label": "FCTVA", "amount": fund, "year": 2, "received_by": "association"}
    company: dict[str, object] = {"legal_form": "regie-publique", "vat": {"regime": "hors-champ-public"}}
    book = opened(build_workbook(only_company(company, investments=[bought], contributions=[given])), values=True)
    states = [row[7] or "" for row in book[ASSUMPTIONS].iter_rows(values_only=True) if row[0] == "FCTVA"]
    assert states == [state] and incomplete(book) == (state == "aide > achats")


def test_dates_that_are_no_three_times_twelve_months_are_told_once_typed() -> None:
    """The workbook knows them only if an action has a first day: the formulas hold what is to be typed."""
    actions = {"association": {"name": "Animation", "first_day": "2027-07-01"}}
    space = factories.comptoir(budget={"actions": actions})
    assert state_of(space, "Premier jour") == state_of(space, "Dernier jour") == ""
    book = opened(build_workbook(space), values=False)[ASSUMPTIONS]
    (formula,) = [row[7].value for row in book.iter_rows() if row[0].value == "Dernier jour de l’exercice"]
    assert "pas 12 mois" in str(formula) and "EDATE" in str(formula)


def only_company(company: dict[str, object], **budget: Any) -> Space:
    """A place without coworkers, of one company of which every other assumption is told."""
    vat = {"vat": {"regime": "franchise-en-base"}}
    other = {**vat, "stage": "existing", "capital": 1000}
    told = dict.fromkeys(("association", "cooperative"), 0)
    return factories.comptoir(
        organisations={
            "organisations": {"association": {**vat, "legal_form": "scic-sas", **company}, "cooperative": other}
        },
        identity={"capacity": {"residents": 0, "occasional": 0, "target_coworkers": 0}},
        budget={"opening_cash": told, "profit_tax": told, **budget},
    )


@pytest.mark.parametrize(
    ("rent", "words"),
    [
        (0, "Au moins la moitié du capital. Sous réserve du capital souscrit, à écrire"),
        (
            13000,
            "Fonds propres négatifs (année 1) (année 2) (année 3)"
            ". Moins de la moitié du capital (année 1) (année 2) (année 3)",
        ),
    ],
)
def test_the_summary_tells_a_company_whose_losses_take_half_of_its_capital(rent: int, words: str) -> None:
    capital = {"label": "Parts sociales", "amount": 5000, "received_by": "association"}
    cost = {"label": "Loyer", "amount": rent, "paid_by": "association", "vat": "sans"}
    space = only_company({"stage": "to_create"}, contributions=[capital], costs=[cost])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    section = "Les fonds propres, à la fin de l’année"
    row = sheet[section, names(space)["association"]]
    assert row[-1] == words


def test_the_equity_that_an_unsure_investment_grant_holds_up_is_told() -> None:
    """3 000 € of equity are half of 5 000 € only with the 4 000 € asked for."""
    capital = {"label": "Parts sociales", "amount": 5000, "received_by": "association"}
    aid = {"label": "Région", "amount": 4000, "received_by": "association", "status": "asked"}
    cost = {"label": "Loyer", "amount": [6000, 2000, 0], "paid_by": "association", "vat": "sans"}
    space = only_company({"stage": "to_create"}, contributions=[capital, aid], costs=[cost])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    row = sheet["Les fonds propres, à la fin de l’année", names(space)["association"]]
    assert row[:3] == [3000, 1000, 1000]
    assert row[-1] == "Moins de la moitié du capital (année 2) (année 3). Tenu par des aides non acquises (année 1)"


@pytest.mark.parametrize(
    ("company", "grant", "words"),
    [
        # A grant is no capital: 10 623 € of equity are more than half of 20 000 €.
        (
            {"stage": "to_create"},
            10000,
            "Au moins la moitié du capital. Sous réserve du capital souscrit, à écrire",
        ),
        # What was brought before the first day counts: 12 000 € of equity are less than half of 45 000 €.
        (
            {"stage": "existing", "capital": 25000},
            0,
            "Moins de la moitié du capital (année 1) (année 2) (année 3). Pertes d’avant le premier jour, à confirmer\u00a0: voir le bilan",
        ),
        ({"stage": "existing"}, 0, "Inconnu\u00a0: des hypothèses manquent"),
        # Nobody told whether it exists: its capital has a cell to fill in.
        ({}, 0, "Inconnu\u00a0: des hypothèses manquent"),
    ],
)
def test_the_capital_is_what_the_members_of_a_company_have_brought_to_it(
    company: dict[str, object], grant: int, words: str
) -> None:
    shares = {"label": "Parts sociales", "amount": 20000, "received_by": "association"}
    aid = {"label": "Région", "amount": grant, "received_by": "association", "status": "asked"}
    cost = {"label": "Loyer", "amount": [10000, 0, 0], "paid_by": "association", "vat": "sans"}
    space = only_company(company, contributions=[shares, aid], costs=[cost])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    section = "Les fonds propres, à la fin de l’année"
    row = sheet[section, names(space)["association"]]
    assert row[-1] == words


@pytest.mark.parametrize(
    ("borrowed", "times", "words"),
    [
        (3126, 0.95, "Capital pas couvert par l’activité (année 2) (année 3)"),
        (3000, 1, "Marge faible, moins de 1,2\u00a0fois (année 2) (année 3)"),
        (2502, 1.19, "Marge faible, moins de 1,2\u00a0fois (année 2) (année 3)"),
        (2400, 1.25, "Aucune échéance au-delà de l’autofinancement, sur trois ans"),
    ],
)
def test_an_instalment_that_self_financing_hardly_pays_is_told(borrowed: int, times: float, words: str) -> None:
    """1 000 € a year, and a third of what is borrowed to pay back: 0.96 is not 1."""
    aid = {"label": "Région", "amount": 1000, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    loan = {"label": "Banque", "amount": borrowed, "percent": 0, "years": 3, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, subsidies=[aid], loans=[loan])
    row = rows(opened(build_workbook(space), values=True), SUMMARY)[
        "Emprunts", "Capital de l’année, couvert (nombre de fois)"
    ]
    assert row[1:3] == [times, times]
    assert row[-1] == words


def test_each_year_of_a_loan_is_told_in_its_state_and_the_last_principal_is_one() -> None:
    """2 000 € of principal each in years 1 to 3: not paid, hardly paid, paid; nothing is owed any more at the end."""
    aid = {
        "label": "Région",
        "amount": [1000, 2100, 3000],
        "received_by": "association",
        "status": "granted",
        "month": 1,
    }
    loan = {"label": "Banque", "amount": 6000, "percent": 0, "years": 3, "year": 0}
    loan |= {"received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, subsidies=[aid | {"years": 3}], loans=[loan])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    row = sheet["Emprunts", "Capital de l’année, couvert (nombre de fois)"]
    assert row[:3] == [0.5, 1.05, 1.5]
    assert row[-1] == ("Capital pas couvert par l’activité (année 1). Marge faible, moins de 1,2\u00a0fois (année 2)")
    assert sheet["Emprunts", "Le plus grand capital annuel, face à l’année 3 (nombre de fois)"][2] == 1.5


def test_depreciation_counts_in_the_check_of_a_public_body() -> None:
    """5 000 € a year pay 1 000 € of principal, and 6 000 € of depreciation leave a loss: no budget may be voted so."""
    aid = {"label": "Ville", "amount": 5000, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    bought = {"label": "Travaux", "amount": 18000, "life": 3, "paid_by": "association", "vat": "sans"}
    loan = {"label": "Banque", "amount": 3000, "percent": 0, "years": 3, "received_by": "association"}
    budget: dict[str, Any] = {"subsidies": [aid], "investments": [bought], "loans": [loan]}
    book = opened(build_workbook(only_company({"legal_form": "regie-publique"}, **budget)), values=True)
    summary = rows(book, SUMMARY)
    paid, balanced = (summary["Emprunts", what] for what in (OWN_RESOURCES_PAY, OPERATION_BALANCED))
    assert (paid[:3], balanced[:3]) == (["–", "oui", "oui"], ["non"] * 3)
    assert paid[-1] == "Capital de l’année couvert chaque année de remboursement"
    assert balanced[-1] == "Exploitation en déficit, sans compter le résultat reporté (année 1) (année 2) (année 3)"
    words = rows(book, SUMMARY)["Emprunts", "Capital de l’année, couvert (nombre de fois)"][-1]
    assert words == "Autofinancement suffisant sur trois ans\u00a0; l’équilibre du budget suit"


def test_a_loss_before_what_investment_subsidies_add_is_no_refusal() -> None:
    """3 600 € of depreciation, of which a subsidy of 9 000 € pays half: the loss of 1 600 € may be none (account 777)."""
    aid = {"label": "Ville", "amount": 2000, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    bought = {"label": "Travaux", "amount": 18000, "life": 5, "paid_by": "association", "vat": "sans"}
    grant = {"label": "Région", "amount": 9000, "received_by": "association", "status": "granted"}
    loan = {"label": "Banque", "amount": 3000, "percent": 0, "years": 3, "received_by": "association"}
    budget: dict[str, Any] = {"subsidies": [aid], "investments": [bought], "contributions": [grant], "loans": [loan]}
    book = opened(build_workbook(only_company({"legal_form": "regie-publique"}, **budget)), values=True)
    answers = rows(book, SUMMARY)["Emprunts", OPERATION_BALANCED]
    assert answers[:3] == ["non, avant reprise des subventions"] * 3
    assert answers[-1] == "À refaire avec la reprise des subventions (comptes 777 et 139) (année 1) (année 2) (année 3)"


@pytest.mark.parametrize(
    ("rate", "grant", "answer"),
    [
        (2000, 9000, "non, avant reprise des subventions"),  # 1 800 € a year may pay for a loss of 1 600 €
        (1700, 9000, "non"),  # but not for one of 1 900 €
        (2000, 7500, "non"),  # nor may 1 500 € a year
    ],
)
def test_a_loss_above_what_investment_subsidies_may_add_is_one(rate: int, grant: int, answer: str) -> None:
    aid = {"label": "Ville", "amount": rate, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    bought = {"label": "Travaux", "amount": 18000, "life": 5, "paid_by": "association", "vat": "sans"}
    given = {"label": "Région", "amount": grant, "received_by": "association", "status": "granted"}
    loan = {"label": "Banque", "amount": 3000, "percent": 0, "years": 3, "received_by": "association"}
    budget: dict[str, Any] = {"subsidies": [aid], "investments": [bought], "contributions": [given], "loans": [loan]}
    book = opened(build_workbook(only_company({"legal_form": "regie-publique"}, **budget)), values=True)
    check = OPERATION_BALANCED
    assert rows(book, SUMMARY)["Emprunts", check][:3] == [answer] * 3


def test_a_loan_whose_years_are_typed_for_months_is_counted_in_the_summary() -> None:
    """A bridging loan may last less than a year: it is told, and nothing is incomplete."""
    loan = {"label": "Banque", "amount": 3000, "percent": 4, "years": 3, "received_by": "association"}
    book = opened(build_workbook(only_company({"stage": "existing", "capital": 1000}, loans=[loan])), values=False)
    (count,) = [row[2] for row in book[ASSUMPTIONS].iter_rows() if str(row[0].value).startswith("Saisies à vérifier")]
    told = [row[0].value for row in book[SUMMARY].iter_rows() if "Saisies à vérifier" in str(row[0].value)]
    assert "durée à vérifier" in str(count.value) and "FCTVA > TVA" in str(count.value)
    assert len(told) == 1 and count.coordinate in str(told[0]).replace("$", "")


@pytest.mark.parametrize(("months", "more"), [(1, 1), (6, 0)])
def test_that_all_coworkers_are_there_from_the_first_month_on_is_a_proposal(months: int, more: int) -> None:
    def proposed(steps: int) -> int:
        book = opened(build_workbook(factories.comptoir(budget={"ramp_up_months": steps})), values=True)
        label = "Valeurs proposées"
        (count,) = [row[2] for row in book[ASSUMPTIONS].iter_rows(values_only=True) if str(row[0]).startswith(label)]
        return int(str(count).removesuffix(".0"))

    assert proposed(months) - proposed(6) == more


def test_a_rate_or_a_number_of_days_that_is_hardly_one_is_told() -> None:
    """40 % for 4 %; a month has 31 days at most."""
    loan = {"label": "Banque", "amount": 3000, "percent": 40, "years": 3, "received_by": "association"}
    book = opened(build_workbook(only_company({"stage": "existing", "capital": 1000}, loans=[loan])), values=True)
    states = [row[7] for row in book[ASSUMPTIONS].iter_rows(values_only=True)]
    assert states.count("taux à vérifier") == 1
    sheet = opened(built(rich), values=False)[ASSUMPTIONS]
    (days,) = [row for row in sheet.iter_rows() if str(row[0].value).startswith("Jours ouverts par mois")]
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if days[2].coordinate in rule.sqref]
    assert (float(rule.formula1), float(rule.formula2)) == (0, 31)


def test_the_largest_principal_is_that_of_the_last_year() -> None:
    """Equal instalments pay back more each year: any year before the last, of five, would look better."""
    aid = {"label": "Région", "amount": 3000, "received_by": "association", "status": "granted", "month": 1, "years": 3}
    loan = {"label": "Banque", "amount": 9000, "percent": 6, "years": 5, "monthly": True, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, subsidies=[aid], loans=[loan])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    largest = sheet["Emprunts", "Le plus grand capital annuel, face à l’année 3 (nombre de fois)"][2]
    # 174 € a month: 2 021,39 € of principal in year 5, and 2 705,63 € of self-financing in year 3.
    assert largest == 1.33
    assert largest < sheet["Emprunts", "Capital de l’année, couvert (nombre de fois)"][2]


@pytest.mark.parametrize(
    ("granted", "rent", "paid", "balanced"),
    [(None, 0, "oui", "oui"), ("granted", 0, "non", "oui"), (None, 3000, "oui", "non")],
)
def test_the_own_resources_of_a_public_body_pay_back_its_loan_or_not(
    granted: str | None, rent: int, paid: str, balanced: str
) -> None:
    """What the main budget gives is an own resource; a subsidy for an investment is none, and no loss is paid by either."""
    given = {"label": "Budget principal", "amount": 90000, "year": 2, "received_by": "association", "status": granted}
    loan = {"label": "Banque", "amount": 60000, "percent": 2, "years": 2, "month": 12, "received_by": "association"}
    aid = {"label": "Ville", "amount": 2500, "received_by": "association", "status": "granted", "month": 1}
    cost = {"label": "Loyer", "amount": rent, "paid_by": "association", "vat": "sans"}
    budget: dict[str, Any] = {"contributions": [given], "loans": [loan], "subsidies": [aid], "costs": [cost]}
    space = only_company({"legal_form": "regie-publique"}, **budget)
    name, sheet = names(space)["association"], rows(opened(build_workbook(space), values=True), FINANCING)
    answers = sheet[name, OWN_RESOURCES_PAY]
    assert answers[:3] == ["–", paid, "non"]
    summary = rows(opened(build_workbook(space), values=True), SUMMARY)
    assert summary["Emprunts", OWN_RESOURCES_PAY][:3] == answers[:3]
    operation = sheet[name, OPERATION_BALANCED]
    assert operation[1:3] == [balanced] * 2
    rest = sheet[name, "Ressources propres, moins le capital de l’année\u00a0: un montant négatif manque"]
    assert [amount < 0 for amount in rest[1:3] if isinstance(amount, float | int)][1]
    assert not any(
        "Contrôle" in label
        for _, label in rows(opened(build_workbook(only_company({}, loans=[loan])), values=True), FINANCING)
    )


def test_a_year_without_a_cover_ratio_tells_why() -> None:
    cost = {"label": "Loyer", "amount": [0, 3000, 0], "paid_by": "association", "vat": "sans"}
    aid = {"label": "Région", "amount": [3000, 0, 0], "received_by": "association", "status": "granted", "month": 1}
    loan = {"label": "Banque", "amount": 6000, "percent": 0, "years": 1, "month": 12, "received_by": "association"}
    sheets = [
        rows(
            opened(build_workbook(only_company({}, costs=[cost], subsidies=[aid], loans=[each])), values=True),
            FINANCING,
        )
        for each in (loan, {**loan, "amount": 0}, {**loan, "month": 1, "monthly": True})
    ]
    name = names(only_company({}))["association"]
    none = "aucun capital à rembourser"
    assert [sheet[name, COVERED][:3] for sheet in sheets] == [
        ["aucun cette année", "non couvert", none],
        [none, none, none],
        [0.5, none, none],
    ]


def _subscribe(monkeypatch: pytest.MonkeyPatch, subscribed: int | None) -> None:
    """Type what is subscribed of the capital of a company, but of the one that has 1,000 euros."""
    write, needs = Worksheet.input, [(Decimal(0), False)]

    def typed(sheet: Worksheet, column: int, value: Any, kind: str, *, needed: bool = True) -> Any:
        # The only amount that may stay empty beside one that may not.
        before, told = needs[-1]
        is_subscribed = kind == "money" and column == 3 and told and not needed and before != 1000
        needs.append((value, needed))
        return write(sheet, column, subscribed if is_subscribed else value, kind, needed=needed)

    monkeypatch.setattr(Worksheet, "input", typed)


@pytest.mark.parametrize(
    ("paid", "subscribed", "state"),
    [(None, 20000, "à compléter"), (5000, 20000, "souscrit sans date"), (5000, 5000, None)],
)
def test_capital_that_is_not_told_whole_is_counted_among_what_is_missing(
    paid: int | None, subscribed: int, state: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _subscribe(monkeypatch, subscribed)
    space = only_company({"stage": "existing", "capital": paid})
    sheet = list(opened(build_workbook(space), values=True)[ASSUMPTIONS].iter_rows(values_only=True))
    told = {row[1]: row[7] or None for row in sheet if row[0] == "Capital social"}
    assert told[names(space)["association"]] == state
    (missing,) = (row[2] for row in sheet if row[0] == "Lignes à compléter")
    assert missing == bool(state)


@pytest.mark.parametrize(
    ("paid", "later", "subscribed", "uncalled", "state"),
    [
        (5000, 0, 20000, [15000, 15000, 15000], "souscrit sans date"),
        (5000, 15000, 20000, [15000, 0, 0], ""),
        (9000, 0, 3000, [0, 0, 0], "versé > souscrit"),
        (5000, 25000, 20000, [15000, 0, 0], "versé > souscrit"),
        (5000, 0, None, [0, 0, 0], ""),
    ],
)
def test_capital_that_is_subscribed_and_not_paid_yet_is_owned_and_is_equity(
    paid: int, later: int, subscribed: int | None, uncalled: list[float], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the capital is that of all that is subscribed: so is the equity that is compared with it."""
    _subscribe(monkeypatch, subscribed)
    shares = {"label": "Parts sociales", "amount": later, "year": 2, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": paid}, contributions=[shares])
    opening = {"opening_cash": {"association": paid, "cooperative": 0}}
    space = replace(space, budget=space.budget.model_copy(update=opening))
    name, sheet = names(space)["association"], rows(opened(build_workbook(space), values=True), BALANCE)
    assert sheet[name, "Capital souscrit, non versé"][:3] == uncalled
    assert sheet[name, "Total de l’actif"] == sheet[name, "Total du passif"]
    assert sheet[name, "Fonds propres"][:3] == [max(subscribed or 0, paid), *[max(subscribed or 0, paid + later)] * 2]
    verdict = rows(opened(build_workbook(space), values=True), SUMMARY)
    section = "Les fonds propres, à la fin de l’année"
    words = (
        "Sous réserve\u00a0: des lignes sont à compléter"
        if state.startswith(("versé", "souscrit"))
        else "Au moins la moitié du capital"
    )
    words += ". Sous réserve du capital souscrit, à écrire" if subscribed is None else ""
    assert verdict[section, name][-1] == words
    own, owned, owed = (
        sheet[name, label][0] for label in ("Fonds propres", "Total de l’actif", "Capital souscrit, non versé")
    )
    assert sheet[name, PAID_PART][0] == round((own - owed) / (owned - owed), 3)
    # A lender does not count what nobody has paid: the summary has the same part.
    assert verdict[section, PAID_PART][0] == sheet[name, PAID_PART][0]
    owned = opened(build_workbook(space), values=True)[ASSUMPTIONS].iter_rows(values_only=True)
    assert [row[7] or "" for row in owned if row[:2] == ("Capital social", name)] == [state]


def test_an_added_receipt_that_alone_keeps_a_budget_from_a_loss_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    write = Worksheet.inputs
    typed = [20000, None, None, None, None]  # after the four lines of the cooperative

    def inputs(sheet: Worksheet, column: int, values: Any, **more: Any) -> Any:
        if list(values) == [(None, "money")] * 3 and typed:
            values = [(typed.pop(), "money"), *values[1:]]
        return write(sheet, column, values, **more)

    monkeypatch.setattr(Worksheet, "inputs", inputs)
    monkeypatch.setattr(assumptions_free_lines, "_COUNTS", {1: 2, -1: 2})
    cost = {"label": "Loyer", "amount": [9000, 0, 0], "paid_by": "association", "vat": "sans"}
    space = only_company({"stage": "existing", "capital": 1000}, costs=[cost])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    row = sheet["Le résultat de chaque année", names(space)["association"]]
    assert row[0] == 11000
    assert str(row[-1]).endswith("Équilibre tenu par des recettes ajoutées, sans état (année 1)")


@pytest.mark.parametrize(("years", "longer"), [(5, False), (6, True)])
def test_a_loan_longer_than_what_it_buys_and_a_heavy_debt_are_told(years: int, longer: bool) -> None:
    bought = {"label": "Bureaux", "amount": 9000, "paid_by": "association", "vat": "sans", "life": 5}
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": years, "received_by": "association"}
    space = only_company({"stage": "existing", "capital": 1000}, investments=[bought], loans=[loan])
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    due = sheet["Emprunts", f"{names(space)['association']}, emprunts restant dus en fin d’année"]
    assert ("Emprunt plus long que la durée de vie des biens" in str(due[-1])) == longer
    section = "Les fonds propres, à la fin de l’année"
    debts = [row[-1] for (part, label), row in sheet.items() if part == section and "en années" in label]
    assert "Plus de 4\u00a0années, repère proposé (année 1) (année 2) (année 3)" in debts


@pytest.mark.parametrize(
    ("form", "income", "told"),
    [("regie-publique", 1100, None), ("regie-publique", 500, "Plus de 12"), ("scic-sas", 1100, "Plus de 4")],
)
def test_a_public_body_may_owe_for_more_years_than_a_company(form: str, income: int, told: str | None) -> None:
    """8 000 € owed at the end of year 1, for 1 100 € or 500 € of self-financing a year."""
    own = {"received_by": "association"}
    aid = {"label": "Participation", "amount": income, "account": 75, "month": 1, **own}
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": 9, "monthly": True, **own}
    company = {"legal_form": form, "stage": "existing", "capital": 1000}
    cash = {"cooperative": 0, "association": 9000}
    space = only_company(company, subsidies=[aid], loans=[loan], opening_cash=cash)
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    words = [str(row[-1] or "") for (_, label), row in sheet.items() if "en années de capacité" in label]
    assert any(words) == bool(told) and (not told or any(text.startswith(told) for text in words))


@pytest.mark.parametrize(("years", "deferral", "longer"), [(5, 0, False), (6, 0, True), (4, 1, False), (4, 2, True)])
def test_what_has_no_price_does_not_make_a_loan_short_and_a_deferral_makes_it_longer(
    years: int, deferral: int, longer: bool
) -> None:
    own = {"paid_by": "association", "vat": "sans"}
    bought = [
        {"label": "Travaux", "amount": 0, "life": 10, **own},
        {"label": "Bureaux", "amount": 9000, "life": 5, **own},
    ]
    loan = {"label": "Banque", "amount": 9000, "percent": 0, "years": years, "deferral": deferral}
    loans = [loan | {"received_by": "association"}]
    space = only_company({"stage": "existing", "capital": 1000}, investments=bought, loans=loans)
    sheet = rows(opened(build_workbook(space), values=True), SUMMARY)
    due = sheet["Emprunts", f"{names(space)['association']}, emprunts restant dus en fin d’année"]
    assert ("Emprunt plus long que la durée de vie des biens" in str(due[-1])) == longer


def test_a_yearly_loan_is_first_repaid_twelve_months_after() -> None:
    texts = [str(cell.value) for row in read(rich)[ASSUMPTIONS].iter_rows() for cell in row]
    assert any("la première est payée douze mois après l’emprunt" in text for text in texts)
    for name in ("Résultat", BALANCE):
        told = [str(cell.value) for row in read(rich)[name].iter_rows(max_row=12) for cell in row]
        assert any("échéances annuelles est compté l’année où il est payé" in text for text in told)


def test_notes_fit_the_printed_page() -> None:
    """In French, a character takes less room than a digit, the unit of the width of a column."""
    forms = {"cooperative": {"legal_form": "scop-sarl"}, "association": {"legal_form": "regie-publique"}}
    book = opened(build_workbook(rich(organisations={"organisations": forms})), values=True)
    for sheet in book:
        (area,) = sheet.print_area.split(",")
        last = sheet[area.split("!")[-1].replace("$", "")][0][-1].column
        groups = sheet.column_dimensions.values()
        widths = [
            group.width for group in groups for column in range(group.min or 1, (group.max or 0) + 1) if column <= last
        ]
        notes = [row[0].value for row in sheet.iter_rows() if isinstance(row[0].value, str)]
        told = "Souscrit\u00a0: tout ce qui est promis"
        assert all(len(note) <= sum(widths) for note in notes if told in note or note.startswith("Au bilan, ce qui"))
        room = sum(widths[1:13]) if sheet.title in (ATTENDANCE, LOANS, CASH) else sum(widths)
        for row in sheet.iter_rows(max_row=15):
            for cell in row:
                if isinstance(cell.value, str) and not cell.alignment.wrap_text:
                    assert len(cell.value) <= room, (sheet.title, cell.value)


def test_each_page_of_the_cases_tells_what_it_shows() -> None:
    """The first column alone is on every page: the titles keep to it, and no case is cut; no row is without an amount."""
    sheet = opened(built(each_case), values=True)[WORKINGS]
    titles = [cell for (cell, *_) in sheet.iter_rows() if cell.value and cell.font.sz == 12]
    breaks = [0, *(each.id for each in sheet.row_breaks.brk), sheet.max_row]
    assert len(titles) == 18 and all(cell.alignment.wrap_text for cell in titles)
    for cell in titles:
        assert 36 * (sheet.row_dimensions[cell.row].height or 0) >= 16 * len(str(cell.value))
    assert set(breaks[1:-1]) <= {cell.row - 1 for cell in titles}
    assert all(below - above <= 54 for above, below in pairwise(breaks))
    for label, *amounts in sheet.iter_rows(min_row=titles[0].row, max_col=37):
        if label.value and label not in titles and "sous zéro" not in str(label.value):
            assert any(cell.value is not None for cell in amounts), label.value


def test_rows_of_what_is_unknown_are_hidden_while_nothing_is() -> None:
    labels = {"TVA encore inconnue", "Total provisoire des montants connus"}

    def hidden(space: Space) -> list[bool]:
        sheet = opened(build_workbook(space), values=True)[RESULTS]
        return [sheet.row_dimensions[cell.row].hidden for (cell, *_) in sheet.iter_rows() if cell.value in labels]

    assert all(hidden(rich()))
    assert not all(hidden(factories.comptoir(budget={"costs": [{"label": "Loyer"}]})))


def test_the_vat_of_what_has_no_rate_yet_is_advanced_once_it_is_typed() -> None:
    """The rate of an investment may be told in the workbook alone: the formulas that advance its VAT are there before."""
    known = {"label": "Bureaux", "amount": 1200, "paid_by": "cooperative", "year": 1, "life": 3, "vat": "normal"}
    other = {"label": "Autre investissement", "amount": 2400, "paid_by": "cooperative", "year": 1, "life": 3}

    def made(vat: str | None) -> tuple[dict[tuple[str, str], str], Workbook]:
        content = build_workbook(rich(budget={"investments": [known, other | {"vat": vat}]}))
        return formulas(opened(content, values=False)), opened(content, values=True)

    (untold, unknown), (told, book), (without, _) = made(None), made("normal"), made("sans")
    assert untold == told == without
    label = next(key for key in rows(book, SUMMARY) if key[1].endswith(", avances comprises"))
    assert rows(unknown, SUMMARY)[label][0] == "?"
    advanced = next(row for (_, name), row in rows(book, CASH).items() if name.startswith("TVA des investissements"))
    common = advanced[3]  # a month of the common costs of the others
    assert [round(amount - common, 2) for amount in advanced[:4]] == [600, 600, 600, 0]


def test_an_advance_of_vat_is_hidden_of_who_recovers_none() -> None:
    taxed = {"label": "Bureaux", "amount": 1200, "vat": "normal", "year": 1, "life": 3}
    space = rich(budget={"investments": [{**taxed, "paid_by": key} for key in ("cooperative", "association")]})
    sheet: Any = opened(build_workbook(space), values=True)[SUMMARY]
    hidden = {
        str(cell.value): sheet.row_dimensions[cell.row or 0].hidden
        for (cell, *_) in sheet.iter_rows()
        if str(cell.value).endswith(", avances comprises")
    }
    recovers = [(regime := space.vat_regime(key)) and regime.recovers for key in names(space)]
    assert recovers == [True, False]
    assert list(hidden.values()) == [False, True]


@every_space
def test_what_the_engine_misses_is_marked(make: Callable[[], Space]) -> None:
    states = [row[7] for row in read(make)[ASSUMPTIONS].iter_rows(values_only=True)]
    assert bool(forecast(make()).missing) <= ("à compléter" in states)


# --- The file ---


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_in_the_language_of_the_place(language: str) -> None:
    space = rich(identity={"language": language})
    content = build_workbook(space)
    book = opened(content, values=True)
    assert (book.sheetnames == SHEETS) == (language == "fr")
    assert book.properties.language == language
    assert "Comptoir d’exemple" in str(book.properties.title)
    text = " ".join(str(cell.value) for _, cell in cells(book))
    assert not re.search(r"[{}]|None|workbook_", text)


def test_it_is_laid_out_for_paper_and_screen() -> None:
    for sheet in opened(build_workbook(rich()), values=False):
        orientation = "portrait" if sheet.title in (RESULTS, FINANCING, BALANCE) else "landscape"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == (orientation, 9)
        settings = sheet.sheet_properties.pageSetUpPr
        is_of_months = sheet.title in (ATTENDANCE, LOANS, CASH, WORKINGS)
        assert bool(settings and settings.fitToPage) != is_of_months
        assert [each.id for each in sheet.col_breaks.brk] == ([13, 25] if is_of_months else [])
        assert sheet.freeze_panes and sheet.print_title_rows
        assert sheet.protection.sheet and not sheet.protection.password
        assert not sheet.merged_cells.ranges


def test_the_space_of_a_percent_is_quoted() -> None:
    """LibreOffice writes it back as a separator of thousands else: 39 % becomes 0 % in a workbook saved there."""
    formats = {cell.number_format for _, cell in cells(read(rich)) if "%" in cell.number_format}
    assert formats and all('"\xa0"%' in each for each in formats)


@pytest.mark.parametrize("palette", ["canal", "garance", "lagune", "soleil"])
def test_it_has_the_colours_of_the_place_and_is_legible(palette: str) -> None:
    space = rich(identity={"look": {"palette": palette}})
    colours = print_palette(space)
    book = opened(build_workbook(space), values=True)
    pairs: dict[str, set[str]] = {}
    for _, cell in cells(book):
        ground = cell.fill.fgColor.rgb[2:].lower() if cell.fill.fill_type == "solid" else "ffffff"
        colour = cell.font.color.rgb if cell.font.color is not None else None
        pairs.setdefault(f"#{ground}", set()).add(f"#{colour[2:].lower() if isinstance(colour, str) else '000000'}")
    assert {colours[use].lower() for use in ("band", "accent", "tint")} <= set(pairs)
    assert "#17495a" not in pairs | dict.fromkeys(set().union(*pairs.values()))
    for ground, texts in pairs.items():
        assert [text for text in texts if contrast(text, ground) < TEXT_CONTRAST] == [], ground
    # What people may change is still yellow, as the notes say.
    typed = {cell.fill.fgColor.rgb for _, cell in cells(book) if not cell.protection.locked}
    assert typed == {"FFFFF7DB"}


def test_the_first_sheet_alone_has_the_emblem_of_the_place() -> None:
    first, other = (build_workbook(rich(identity={"look": {"palette": name}})) for name in ("canal", "garance"))
    with archive(first) as content, archive(other) as content_of_other:
        (picture,) = (part for part in content.namelist() if "media/" in part)
        assert content.read(picture).startswith(b"\x89PNG") and content.read(picture) != content_of_other.read(picture)
        (drawing,) = (part for part in content.namelist() if re.fullmatch(r"xl/drawings/drawing\d+.xml", part))
        assert "Emblème du lieu\u00a0: Comptoir d’exemple" in content.read(drawing).decode()
    assert [len(sheet._images) for sheet in opened(first, values=True)][:2] == [1, 0]  # type: ignore[attr-defined]


NASTY = ["=1+1", "@SUM(A1)", "+33", 'Le "Lieu" & <fils>', "L'Étincelle", "{=1}", "漢字 🌱", "-", "'", "{place}"]


@pytest.mark.parametrize("name", NASTY)
def test_names_are_words_whatever_they_look_like(name: str) -> None:
    space = rich(
        identity={"name": name, "territory": name},
        organisations={"organisations": {"cooperative": {"name": name}}},
        budget={"costs": [{"label": name, "amount": 10}]},
    )
    book = opened(build_workbook(space), values=False)
    named = [cell for _, cell in cells(book) if cell.value == name]
    assert len(named) >= 10 and {cell.data_type for cell in named} == {"s"}


def test_it_holds_no_macro_no_link_no_path() -> None:
    with archive(build_workbook(rich())) as content:
        for part in content.namelist():
            assert not re.search("externalLink|vba|macro|media/(?!image1.png)", part, re.IGNORECASE)
            assert str(TEMPLATE).encode() not in content.read(part)
            assert b'TargetMode="External"' not in content.read(part)


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]; from support.workbook_factories import rich; from tierslieu.workbook.build import build_workbook;"
        "print(hashlib.sha256(build_workbook(rich())).hexdigest())"
    )
    run = [sys.executable, "-c", script, str(TEMPLATE), str(TESTS)]
    environment = {**os.environ, "TZ": "Pacific/Auckland", "HOME": str(tmp_path), "PYTHONHASHSEED": "7"}
    output = subprocess.run(run, capture_output=True, check=True, env=environment, text=True).stdout
    assert output.strip() == hashlib.sha256(build_workbook(rich())).hexdigest()


# --- Among the documents ---


def test_it_is_built_where_its_format_and_its_name_are_selected() -> None:
    space = rich()
    assert list(build_documents(space, ("xlsx",))) == ["budget.xlsx"]
    assert set(build_documents(space)) == {"budget.xlsx", "tableau-de-bord.html"}
    assert list(build_documents(space, names=("budget",))) == ["budget.xlsx"]
    assert set(build_documents(space, ("html", "pdf"))) == {"tableau-de-bord.html"}


def test_a_name_without_the_selected_format_is_reported() -> None:
    with pytest.raises(Problems) as raised:
        build_documents(rich(), ("pdf", "odt"), ("budget",))
    assert [(problem.code, problem.values) for problem in raised.value.problems] == [
        ("document.other_format", {"name": "budget", "known": "xlsx"})
    ]
    with pytest.raises(Problems) as raised:
        build_documents(rich(), ("csv",))
    assert "xlsx" in raised.value.problems[0].values["known"]


def test_checking_a_place_builds_no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["tierslieu.workbook.build"], "build_workbook", lambda space: pytest.fail("built"))
    assert build_documents(rich(), formats=()) == {}


def test_a_wrong_budget_is_reported_with_its_file() -> None:
    budget = {"costs": [{"label": "Loyer", "amount": 1, "paid_by": "cooperativ"}]}
    with pytest.raises(Problems) as raised:
        build_documents(replace(rich(), budget=factories.comptoir(budget=budget).budget), ("xlsx",))
    assert raised.value.problems[0].file == "config/budget.yaml"


def test_it_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["tierslieu.site.build"], "build_pages", lambda space, offered, *rest: dict(offered))
    assert not [path for path in build_site(rich(), {"budget.xlsx": b""}) if path.endswith(".xlsx")]


def test_a_public_body_is_named_in_short() -> None:
    public = {"legal_form": "regie-publique", "name": factories.REMOVED}
    space = factories.comptoir(organisations={"organisations": {"cooperative": public}})
    texts = [str(cell.value) for _, cell in cells(opened(build_workbook(space), values=True))]
    assert "La collectivité" in texts


@pytest.mark.parametrize("legal_form", ["association-loi-1901", "regie-publique"])
def test_whoever_sells_has_a_cell_for_the_rate_of_tax_on_profits(legal_form: str) -> None:
    space = factories.comptoir(organisations={"organisations": {"cooperative": {"legal_form": legal_form}}})
    texts = [str(cell.value) for _, cell in cells(opened(build_workbook(space), values=True))]
    assert any("Impôt sur les bénéfices" in text for text in texts)


def test_a_public_body_sets_nothing_aside_and_is_told_what_the_workbook_is_not() -> None:
    """No receipts of a public operator are reserved for free uses: the result and the break-even point do not deduct them."""
    forms = {key: {"legal_form": "regie-publique"} for key in ("cooperative", "association")}
    space = replace(rich(), organisations=factories.comptoir(organisations={"organisations": forms}).organisations)
    texts = [str(cell.value) for _, cell in cells(opened(build_workbook(space), values=True))]
    assert "Dotations, FCTVA et subventions d’investissement" in texts
    assert any(text.startswith("Ce classeur n’est pas le budget de la régie") for text in texts)
    assert any("aucune recette n’y est affectée" in text for text in texts)
    assert not any(text.startswith(("Reste de l", "Reste non")) for text in texts), (
        "a rest that is carried would be reserved"
    )
    assert not any("déduit la part solidaire" in text or "dont part solidaire" in text for text in texts)


def test_a_company_of_its_employees_is_told_that_their_part_of_the_surplus_is_not_counted() -> None:
    """Until a cost of account 69 bears it."""
    forms = {"cooperative": {"legal_form": "scop-sarl"}, "association": {}}
    told = []
    for account in (65, 69):
        cost = {"label": "Part travail", "amount": 100, "paid_by": "cooperative", "account": account}
        space = factories.comptoir(organisations={"organisations": forms}, budget={"costs": [cost]})
        book = opened(build_workbook(space), values=True)
        told.append(any("Une SCOP verse" in str(row[0]) for row in book[RESULTS].iter_rows(values_only=True)))
    assert told == [True, False]
