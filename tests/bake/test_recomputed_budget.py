"""Plain arithmetic finds every amount of places with a filled budget, with VAT and without, wherever it is shown."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from html import unescape
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.document_text import html_text, spaced
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import (
    FIL_NUMERIQUE,
    TERRITORIES,
    TODAY,
    apply_answers,
    complete_answers,
    territory_answers,
)
from support.paths import KIT, TEMPLATE
from support.recomputed_budget import (
    Account,
    Facts,
    Line,
    Years,
    accounts,
    action_of,
    break_even,
    facts_of,
    free_uses,
    free_worth,
    instalment,
    is_out_of_reach,
    liable,
    repaid,
    result_of,
    shared,
    times,
    total,
    what_if,
)
from support.recomputed_figures import cents, comparison, figures, money, net
from support.workbook_factories import opened

from tierslieu.budget import forecast
from tierslieu.cli.budget_tables import print_budget
from tierslieu.cli.console import Console
from tierslieu.documents.build import build_documents
from tierslieu.documents.dashboard import NAME as DASHBOARD
from tierslieu.loading.load import load
from tierslieu.site.pages_build import build_pages
from tierslieu.workbook.build import build_workbook

FAST = (("fil-numerique", "assujettie"),)
EACH = [
    pytest.param(territory.stem, regime, marks=() if (territory.stem, regime) in FAST else pytest.mark.slow)
    for territory in TERRITORIES
    for regime in ("franchise-en-base", "assujettie")
]
AGREEMENTS = {"commune": ("grant", 12000), "departement": ("multi-year-grant", 20000), "locaux": ("occupation", 9600)}
#: The agreements that the demonstration names, by those of here.
LINKS = {"animation": "commune", "mediation": "departement", "locaux": "locaux"}
#: Amounts of a law, and its name, which stands in each document with the amount.
OF_LAW = {
    "37 500 €": "293 B",  # code général des impôts: sales of services of a year up to which no VAT is owed
    "40 €": "D. 441-5",  # code de commerce: costs of recovering a bill
    "5 000 €": "D. 8222-5",  # code du travail: a service whose seller shows that it pays its dues
    "18 500 €": "47-1775",  # law of 10 September 1947: the capital of a cooperative that is a société anonyme
    "23 000 €": "2000-321",  # law of 12 April 2000, and decree 2001-495: a grant that needs an agreement
    "25 000 €": "2025-1044",  # law of 3 November 2025: the single threshold of VAT that it repeals
    "30 000 €": "D. 22",  # D. 223-6-1 or D. 227-3, code de commerce: contributions in kind valued without an auditor
    "25 €": "83-50/A",  # order of 3 October 1983: price of a service from which a note is given
    "42 500 €": "article 219",  # code général des impôts: profits taxed at the reduced rate
    "120 €": "L. 213-1",  # code de la consommation: price from which a contract made by electronic means is kept
    "153 000 €": "L. 612-4",  # code de commerce: grants of a year above which accounts are certified
    "300 000 €": "2023/2831",  # regulation (EU): de minimis aid
    "750 000 €": "2023/2832",  # regulation (EU): de minimis aid for services of general interest
}
#: The accounts of harder years, by the name of what makes them harder.
Cases = dict[str, dict[str, Account]]
#: The cases of which the plan tells what self-financing leaves.
_UNSURE = (
    "coworkers_20",
    "coworkers_30",
    "only_granted",
    "alone",
    "alone_refused",
    "no_participation",
    "tax",
    "tax_full",
)
_AMOUNT = re.compile(r"(?<![\d,.\u00a0\u202f])\d{1,3}(?:[\u00a0\u202f ]\d{3})*(?:,\d+)?\s(?:€|euros?\b)")


@pytest.mark.long
@pytest.mark.parametrize(("territory", "regime"), EACH)
def test_every_amount_is_recomputed_typed_or_of_a_law(
    new_place: NewPlace,
    shared_folder: SharedFolder,
    capsys: pytest.CaptureFixture[str],
    territory: str,
    regime: str,
) -> None:
    def make(folder: Path) -> None:
        answers = complete_answers(territory_answers(KIT / f"docs/territories/{territory}.yaml"))
        assert apply_answers(new_place(folder / "place"), answers) == 0
        _fill(folder / "place", regime)

    place = shared_folder(f"recomputed-budget/{territory}/{regime}", make) / "place"
    facts, space = facts_of(place), load(place, TODAY)
    wanted, harder = accounts(facts), dict(_harder(facts))
    files = build_documents(space, ("html",))
    documents = {name: html_text(data) for name, data in files.items()}
    pages = {name: data for name, data in build_pages(space).items() if name.endswith(".html")}

    _compare_plan(spaced(documents["plan-de-developpement.html"]), facts, wanted, harder)
    for key, account in wanted.items():
        single = "" if len(wanted) == 1 and "dossier-de-subvention.html" in documents else f"-{key}"
        text = spaced(documents[f"dossier-de-subvention{single}.html"])
        _compare_file(text, facts, key, _spending(account))
        runs = facts["organisations"]["services"]["coworking"]["operator"]
        assert key != runs or f" {' '.join(map(str, free_uses(facts)))} " in text
    _compare_grants(documents, facts, list(wanted)[-1], wanted[list(wanted)[-1]])
    of_dashboard = _compare_dashboard(spaced(_text(files[f"{DASHBOARD}.html"])), facts, wanted)
    _compare_workbook(build_workbook(space), facts, wanted, harder)
    assert [cash.in_hand for cash in forecast(space).cash] == [account.months for account in wanted.values()]
    print_budget(space, Console(place))
    table = [spaced(re.sub("[│┃]", " ", line)) for line in capsys.readouterr().out.splitlines()]
    for account in wanted.values():
        for amounts in (account.result, account.cash):
            assert any(_row("", amounts) in line for line in table), amounts

    known = {money(abs(amount)) for amount in _amounts(place, facts, wanted, harder)}
    known |= set(map(_plain, _AMOUNT.findall(" ".join(comparison(place)))))
    # The marks of the scale of a chart are round amounts that nobody pays.
    scales = re.findall(r'class="strip-scale"[^>]*>([^<]+)<', pages.get("tarifs/index.html", b"").decode("utf-8"))
    of_cash = re.findall(r'<text class="scale"[^>]*>([^<]+€)<', files[f"{DASHBOARD}.html"].decode("utf-8"))
    assert all(int(re.sub(r"\D", "", mark)) % 5 == 0 for mark in (*scales, *of_cash))
    known |= set(map(spaced, scales))
    of_dashboard |= {_plain(mark.removeprefix("−")) for mark in of_cash}
    strange = {
        (amount, name)
        for name, text in [(name, _text(data)) for name, data in (files | pages).items()]
        for amount in map(_plain, _AMOUNT.findall(text))
        # Notes of review quote a document, which names its laws.
        if amount not in known
        and (amount not in OF_LAW or OF_LAW[amount] not in spaced(text + _text(files.get(Path(name).name, b""))))
        if not (name == f"{DASHBOARD}.html" and amount in of_dashboard)
    }
    assert not strange, sorted(strange)
    assert not [name for name, text in documents.items() if "\\" in text], "an amount that is escaped twice"


#: The row of the aid that a file asks for, over three years.
RENEWED = "Aide demandée en année 1, renouvellement à demander ensuite"


def _plain(amount: str) -> str:
    """``amount`` as ``money`` writes it: whole euros have no cents but in a quote."""
    return re.sub("euros?", "€", spaced(amount)).replace(",00 €", " €")


def _fill(place: Path, regime: str) -> None:
    """Give ``place`` the budget of the demonstration with odd cents, agreements, and every fact that a result needs.

    The first organisation has ``regime``; the others, if any, have no VAT.
    """
    path = place / "config/organisations.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    keys = list(facts["organisations"])
    for key, organisation in facts["organisations"].items():
        organisation["vat"]["regime"] = regime if key == keys[0] else "franchise-en-base"
    if len(keys) > 1 and not facts["common_costs"]["shares"]:
        facts["common_costs"]["shares"] = dict(zip(keys, (66, 34), strict=True))
    if facts["solidarity"]["percent"] is None:
        facts["solidarity"]["percent"] = 12
    other = {"name": "Une administration exemple", "public": "oui"}
    facts["agreements"] = {
        name: {"kind": kind, "organisation": keys[-1], "other": other, "amount": amount, "months": 36}
        for name, (kind, amount) in AGREEMENTS.items()
    }
    path.write_text(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False), encoding="utf-8")
    budget = yaml.safe_load((FIL_NUMERIQUE.with_suffix("") / "config/budget.yaml").read_text(encoding="utf-8"))
    budget["sales"] = []  # plain arithmetic leaves them out
    budget["investments"].append(
        {"label": "Dépôt", "amount": 800, "paid_by": "cooperative", "year": 1, "life": 0, "vat": "sans"}
    )
    budget["investments"].append(
        {"label": "Four d’avant", "amount": 1300, "paid_by": "cooperative", "year": 0, "life": 4, "vat": "normal"}
    )
    budget["loans"].append(
        {"label": "Banque d’avant", "amount": 2100, "received_by": "cooperative", "percent": 2.5, "years": 4, "year": 0}
        | {"monthly": True}
    )
    if facts["services"].get("mediation", {}).get("operator"):
        budget["other_sales"] = [
            {
                "label": "Atelier payant",
                "service": "mediation",
                "price": 37.55,
                "vat": "normal",
                "per_month": [2, 3, 4.5],
            }
        ]
    owner = {"cooperative": keys[0], "association": keys[-1]}
    for number, line in enumerate(_lines(budget)):
        line |= {role: owner[line[role]] for role in ("paid_by", "received_by") if role in line}
        if "agreement" in line:
            line["agreement"] = LINKS.get(line["agreement"])
        odd = (number + 1) * 1.07
        amount = line["amount"]
        line["amount"] = (
            [round(year + odd, 2) for year in amount] if isinstance(amount, list) else round(amount + odd, 2)
        )
    budget["actions"] = {owner[name]: action for name, action in budget["actions"].items()}
    cash = budget["opening_cash"]
    budget["opening_cash"] = {key: sum(cash[name] for name in cash if owner[name] == key) for key in keys}
    text = yaml.safe_dump(budget, allow_unicode=True, sort_keys=False)
    (place / "config/budget.yaml").write_text(text, encoding="utf-8")


def _lines(budget: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in ("costs", "subsidies", "investments", "contributions", "loans"):
        yield from budget[part]


def _row(label: str, amounts: Years) -> str:
    return f"{label} {' '.join(map(money, amounts))}"


def _part_of_common(facts: Facts, key: str, cost: dict[str, Any]) -> Years:
    """What an organisation pays of a common cost, VAT included."""
    years = cost["amount"] if isinstance(cost["amount"], list) else [cost["amount"]] * 3
    shares = facts["organisations"]["common_costs"]["shares"]
    whole = [Decimal(str(amount)) for amount in years]
    return tuple(shared((amount,), shares)[key][0] for amount in whole)


def _advances(facts: Facts, key: str, account: Account) -> Years:
    """The VAT of what is bought in year 1, then a month of what the holder of the premises pays for the others in each year."""
    agreements = facts["organisations"]["agreements"].values()
    of_others = [
        _part_of_common(facts, other, cost)
        for cost in facts["budget"]["costs"]
        for other in facts["organisations"]["organisations"]
        if "paid_by" not in cost
        and other != key
        and {each["organisation"] for each in agreements if each["kind"] == "occupation"} == {key}
    ]
    return (_first_month(facts, key, account)["vat"], *(cents(Fraction(year) / 12) for year in total(of_others)))


def _left_advanced(facts: Facts, key: str, account: Account) -> Years:
    """The cash at the end of each month while both are advanced: the VAT of what is bought in month 1, for three months."""
    vat, *common = _advances(facts, key, account)
    return tuple(left - common[month // 12] - (vat if month < 3 else 0) for month, left in enumerate(account.months))


def _sides(account: Account) -> tuple[Years, Years]:
    received = total([line.amounts for line in account.incomes])
    return received, times(total([line.amounts for line in account.expenses]), -1)


def _compare_dashboard(text: str, facts: Facts, wanted: dict[str, Account]) -> set[str]:
    """The dashboard shows the result of each year and the least cash, in whole euros, which are returned."""
    results, lowest = result_of(facts), min(account.lowest[1] for account in wanted.values())

    def shown(amount: Decimal) -> str:
        return money(_whole(amount)).replace("−", "− ")  # the sign stands apart

    # A loss is named.
    years = [f"Année {year}{', perte' if result < 0 else ''} {shown(result)}" for year, result in enumerate(results, 1)]
    rows = [" ".join(years)]
    rows.append(f"{shown(lowest)} Trésorerie au plus bas ")
    assert not (missing := [row for row in rows if row not in text]), missing
    return {money(abs(_whole(amount))) for amount in (*results, lowest)}


def _whole(amount: Decimal) -> Decimal:
    """``amount`` to the euro, halves away from 0."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def _compare_plan(text: str, facts: Facts, wanted: dict[str, Account], harder: Cases) -> None:
    rows = []
    for account in wanted.values():
        received, paid = _sides(account)
        rows += [_row(line.label, line.amounts) for line in account.incomes]
        rows += [_row(line.label, times(line.amounts, -1)) for line in account.expenses]
        rows += [_row("Total des recettes", received), _row("Total des charges", paid)]
        rows += [_row("", account.result), _row("", account.cash)]
        if account.shortage:
            month, amount = account.shortage
            rows.append(f" au mois {month} ({money(amount)})")
        signs = {"Investissements": -1, "Remboursements d’emprunts": -1}
        rows += [
            _row(name, times(amounts, signs.get(name, 1)))
            for name, amounts in account.financing.items()
            if any(amounts)
        ]
        month, least = account.lowest
        rows.append(_row("En caisse au début de l’année", account.opening))
        rows.append(
            f" {money(least)}, est celui de la fin du mois {(month - 1) % 12 + 1} de l’année {(month + 11) // 12}"
        )
    if len(wanted) > 1:
        runs = facts["organisations"]["services"]["coworking"]["operator"]
        own, _, needed = break_even(facts, runs)
        rows.append(_row("seule", own))
        assert re.search(f" {_reached(facts, needed)} Charges que les coworkers", text)
    fixed, each, coworkers = break_even(facts)
    rows += [_row("", fixed), _row("", each)]
    assert re.search(f" {_reached(facts, coworkers)} ", text)
    before = result_of(facts)[0]
    for what, results in what_if(facts):
        result = sum(results, Decimal(0))
        if not what.startswith("month"):  # a price that breaks a rule of the grid is not tried
            rows.append(f" {money(result)} {'+' if result > before else ''}{money(result - before)}")
            if len(results) > 1:
                rows[-1] += "".join(f" {money(amount)}" for amount in results)
    for changed in harder.values():
        for account in changed.values():
            short = f" (mois {account.shortage[0]})" if account.shortage else ""
            month, least = account.lowest
            rows.append(f"{_row('', account.result)} {money(least)} au mois {month}{short} ")
    shown = [amounts for account in wanted.values() for amounts in _sheet(account) if any(amounts)]
    rows += [_row("", amounts) for amounts in shown]
    for key, account in wanted.items():
        rows += _months(account)
        if any(_advances(facts, key, account)[:2]):
            left = _left_advanced(facts, key, account)
            year, month = divmod(left.index(min(left)), 12)
            rows.append(f" {money(min(left))} à la fin du mois {month + 1} de l’année {year + 1}")
        unsure = [changed[key] for name, changed in harder.items() if name in _UNSURE]
        changing = [case for case in unsure if case.result != account.result]
        rows += _capacity(account, changing) if any(account.financing["Emprunts reçus"]) else []
    missing = [row for row in rows if row not in text]
    assert not missing, missing


def _reached(facts: Facts, needed: list[int]) -> str:
    """A pattern of the coworkers ``needed`` in each year, told to be out of reach where the desks do not hold them."""
    words = {True: r"hors de portée \({}\)", False: "{}", None: r"(?:hors de portée \({0}\)|{0})"}
    return " ".join(words[is_out_of_reach(facts, count)].format(count) for count in needed)


def _aside(account: Account) -> Years:
    """What is set aside for free uses in each year."""
    return total([_spending(account).result, times(account.result, -1)])


def _months(account: Account) -> Iterator[str]:
    """The cash of each month of the first year."""
    for month, left in enumerate(account.months[:12], 1):
        yield f"{money(account.received[month - 1])} {money(account.paid[month - 1])} {money(left)}"


def _capacity(account: Account, cases: list[Account]) -> Iterator[str]:
    """What self-financing leaves once loans are paid back, and how many years of it what is due takes."""
    plan, sheet = account.financing, _sheet(account)
    means, repaid, due, equity = (
        plan["Capacité d’autofinancement"],
        plan["Remboursements d’emprunts"],
        sheet[-1],
        sheet[4],
    )
    yield _row("plus amortissements", means)
    yield _row("après remboursement", left := total([means, times(repaid, -1)]))
    for case in cases:  # what the lender asks first: the same row in harder cases, some of which bear a remark
        yield _row("", total([case.financing["Capacité d’autofinancement"], times(repaid, -1)]))
    if any(_aside(account)):
        yield _row("part solidaire mise de côté", total([left, times(_aside(account), -1)]))
    yield f"(nombre de fois, arrondi par défaut) {_covers(means, repaid, due)}"
    yield f"en années de CAF {_quotients(due, means)}"
    shares = [
        str(cents(Fraction(own) * 10 / Fraction(whole)) * 10).rstrip("0").rstrip(".").replace(".", ",")
        for own, whole in zip(equity, sheet[1], strict=True)
        if own > 0
    ]
    if len(shares) == 3:
        yield " ".join(f"{share} %" for share in shares)


def _covers(means: Years, repaid: Years, due: Years) -> str:
    """How many times self-financing pays the principal of each year, or why there is no number, as in the workbook."""
    words = [
        ("aucun cette année" if left > 0 else "aucun capital à rembourser")
        if paid <= 0
        else "non couvert"
        if own <= 0
        else _hundredths(own, paid)
        for own, paid, left in zip(means, repaid, due, strict=True)
    ]
    return " ".join(words)


def _hundredths(means: Decimal, paid: Decimal) -> str:
    """How many times ``means`` pay what is ``paid``, to the hundredth below."""
    times_paid = int(Fraction(means) * 100 / Fraction(paid))
    return f"{Decimal(times_paid) / 100:f}".replace(".", ",")


def _quotients(amounts: Years, divisors: Years) -> str:
    """Each of ``amounts`` divided, with one decimal; a dash where there is nothing to divide."""
    quotients = [
        f"{cents(Fraction(amount) / Fraction(divisor) / 10) * 10:.1f}" if divisor > 0 < amount else "–"
        for amount, divisor in zip(amounts, divisors, strict=True)
    ]
    return " ".join(quotient.removesuffix(".0").replace(".", ",") for quotient in quotients)


def _harder(facts: Facts) -> Iterator[tuple[str, dict[str, Account]]]:
    """The accounts of other years: fewer coworkers, grants that are late or not sure, dearer wages, no VAT."""

    def grants(changed: Facts) -> list[dict[str, Any]]:
        return [line for line in changed["budget"]["subsidies"] if line.get("account", 74) == 74]

    def fewer(factor: str) -> Facts:
        """Percents are those of what coworkers pay: nobody is rounded."""
        return copy.deepcopy(facts) | {"part": Fraction(factor)}

    def late(changed: Facts) -> Facts:
        for line in grants(changed):
            line["month"] = line.get("month", 1) + 6
        return changed

    yield "coworkers_20", accounts(fewer("0.8"))
    yield "coworkers_30", accounts(fewer("0.7"))
    yield "gradual", accounts(facts | {"gradual": True})
    changed = copy.deepcopy(facts)
    changed["budget"]["ramp_up_months"] = max(6, changed["budget"].get("ramp_up_months", 1))
    yield "arrivals", accounts(changed)
    yield "late", accounts(late(copy.deepcopy(facts)))
    changed = copy.deepcopy(facts)
    for line in grants(changed):  # a decision is for one year
        first = line["amount"][0] if isinstance(line["amount"], list) else line["amount"]
        line["amount"] = [first if line.get("status") == "granted" else 0, 0, 0]
    yield "only_granted", accounts(changed)
    yield "coworkers_20_refused", accounts(copy.deepcopy(changed) | {"part": Fraction("0.8")})
    yield "alone_refused", accounts(changed | {"budget": changed["budget"] | {"costs": _borne_by_each(changed)}})
    if any(each.get("stage") == "to_create" for each in facts["organisations"]["organisations"].values()):
        changed = copy.deepcopy(changed)
        for line in grants(changed):
            if facts["organisations"]["organisations"][line["received_by"]].get("stage") == "to_create":
                line["amount"] = 0
        yield "no_grants", accounts(changed)
    changed = copy.deepcopy(facts)
    changed["budget"]["subsidies"] = [
        line for line in changed["budget"]["subsidies"] if line.get("account") != 75 or line.get("status") != "expected"
    ]
    yield "no_gifts", accounts(changed)
    changed = copy.deepcopy(changed)
    for line in grants(changed):
        line["amount"] = 0
    yield "no_receipts_kept" if _is_public(facts) else "no_receipts", accounts(changed)
    if _is_public(facts):
        changed = copy.deepcopy(facts)
        for line in _participation(changed):
            line["month"] = line.get("month", 1) + 6
        yield "late_participation", accounts(changed)
        for line in _participation(changed):
            line["amount"] = 0
        yield "no_participation", accounts(changed)
        changed["budget"]["subsidies"] = [
            line
            for line in changed["budget"]["subsidies"]
            if line.get("account") != 75 or line.get("status") != "expected"
        ]
        for line in grants(changed):
            line["amount"] = 0
        yield "nothing_received", accounts(changed)
    if facts["budget"].get("other_sales"):
        changed = copy.deepcopy(facts)
        for sale in changed["budget"]["other_sales"]:
            years = sale["per_month"] if isinstance(sale["per_month"], list) else [sale["per_month"]] * 3
            sale["per_month"] = [Fraction(str(count)) * Fraction(4, 5) for count in years]
        yield "other_sales_20", accounts(changed)
    changed = copy.deepcopy(facts)
    for cost in changed["budget"]["costs"]:
        if cost.get("agreement") == "locaux":
            del cost["vat"]
    yield "rent_without_vat", accounts(changed)
    changed = copy.deepcopy(facts)
    for cost in changed["budget"]["costs"]:
        if cost.get("agreement") == "locaux" and "paid_by" not in cost:
            cost["paid_by"] = changed["organisations"]["agreements"]["locaux"]["organisation"]
    yield "rent_not_shared", accounts(changed)
    yield "alone", accounts(facts | {"budget": facts["budget"] | {"costs": _borne_by_each(facts)}})
    changed = copy.deepcopy(facts)
    changed["budget"]["costs"] += [lost for key in accounts(facts) for lost in _vat_of_action(facts, key)]
    bought = [lost for key in accounts(facts) for lost in _vat_of_bought(facts, key)]
    changed["budget"]["investments"] += bought
    yield "unsold_vat", accounts(changed)
    changed = copy.deepcopy(facts)
    for cost in changed["budget"]["costs"]:
        if cost.get("agreement") == "locaux":
            del cost["vat"]
    changed["budget"]["costs"] += [lost for key in accounts(facts) for lost in _vat_of_action(changed, key)]
    changed["budget"]["investments"] += bought
    yield "vat_not_recovered", accounts(changed)
    for name, percent in (("tax", 15), ("tax_full", 25)):
        yield name, {key: _taxed(facts, key, account, percent) for key, account in accounts(facts).items()}
    changed = copy.deepcopy(facts)
    for cost in changed["budget"]["costs"]:
        if cost.get("account") == 64:
            years = cost["amount"] if isinstance(cost["amount"], list) else [cost["amount"]] * 3
            cost["amount"] = [cents(Fraction(str(year)) * Fraction(11, 10)) for year in years]
    yield "wages", accounts(changed)
    yield "investments", accounts(facts | {"budget": facts["budget"] | {"investments": _dearer(facts)}})
    yield "coworkers_20_late", accounts(late(fewer("0.8")))
    changed = copy.deepcopy(facts)
    changed["budget"]["months_late"] = 3
    yield "opening", accounts(changed)
    yield "opening_late", accounts(late(changed))
    yield "no_vat", _without_vat(facts)


def _borne_by_each(facts: Facts) -> list[dict[str, Any]]:
    """The costs, each common one borne by each organisation alone: the others have stopped."""
    keys = facts["organisations"]["organisations"]
    return [
        cost | {"paid_by": key}
        for cost in facts["budget"]["costs"]
        for key in ([cost["paid_by"]] if "paid_by" in cost else keys)
    ]


def _dearer(facts: Facts) -> list[dict[str, Any]]:
    """The investments, a tenth dearer but for what is owned."""
    return [
        line | ({"amount": cents(Fraction(str(line["amount"])) * Fraction(11, 10))} if line["year"] else {})
        for line in facts["budget"]["investments"]
    ]


def _is_public(facts: Facts) -> bool:
    forms = [organisation["legal_form"] for organisation in facts["organisations"]["organisations"].values()]
    return "regie-publique" in forms


def _participation(facts: Facts) -> list[dict[str, Any]]:
    """What the main budget of a public body pays: the income of account 75 that is not only hoped for."""
    lines: list[dict[str, Any]] = facts["budget"]["subsidies"]
    return [line for line in lines if line.get("account") == 75 and line.get("status") != "expected"]


def _without_vat(facts: Facts) -> dict[str, Account]:
    changed = copy.deepcopy(facts)
    for organisation in changed["organisations"]["organisations"].values():
        organisation["vat"]["regime"] = "franchise-en-base"
    return accounts(changed)


def _vat_of_action(facts: Facts, key: str) -> Iterator[dict[str, Any]]:
    """What VAT costs an organisation on its project support, which nobody pays for, if it is not recovered."""
    action = facts["budget"]["actions"].get(key, {})
    if not action.get("services"):
        return
    for cost in facts["budget"]["costs"]:
        years = cost["amount"] if isinstance(cost["amount"], list) else [cost["amount"]] * 3
        paid = [Decimal(str(amount)) for amount in years] if cost.get("paid_by") == key else None
        paid = list(_part_of_common(facts, key, cost)) if "paid_by" not in cost else paid
        if paid is None or cost.get("vat") != "normal" or not liable(facts, key):
            continue
        percent = Fraction(str(cost.get("action_percent", action["indirect_percent"])))
        lost = [cents(Fraction(amount - net(amount, True)) * percent / 100) for amount in paid]
        yield {"label": cost["label"], "amount": lost, "paid_by": key} | {k: cost[k] for k in ("month",) if k in cost}


def _vat_of_bought(facts: Facts, key: str) -> Iterator[dict[str, Any]]:
    """The part of its project support in the VAT of what an organisation buys."""
    action = facts["budget"]["actions"].get(key, {})
    for bought in facts["budget"]["investments"] if action.get("services") else ():
        if bought["paid_by"] == key and bought["year"] and bought.get("vat") == "normal" and liable(facts, key):
            paid = Decimal(str(bought["amount"]))
            lost = cents(Fraction(paid - net(paid, True)) * Fraction(str(action["indirect_percent"])) / 100)
            yield {name: value for name, value in bought.items() if name != "vat"} | {"amount": lost}


def _taxed(facts: Facts, key: str, account: Account, percent: int) -> Account:
    """The account of a company once ``percent`` of its profits, less the losses before, are paid in the last month of each year."""
    profits, losses, taxes = _spending(account).result, Decimal(0), []
    if not _is_company(facts, key) or max(profits) > 42500:
        return account
    for profit in profits:
        taxes.append(cents(Fraction(max(Decimal(0), profit - losses)) * percent / 100))
        losses = max(Decimal(0), losses - profit)
    owed = tuple(sum(taxes[: (month + 1) // 12], Decimal(0)) for month in range(36))
    months = tuple(balance - paid for balance, paid in zip(account.months, owed, strict=True))
    line = Line(69, "Impôt sur les bénéfices", times(tuple(taxes), -1))
    means = total([account.financing["Capacité d’autofinancement"], line.amounts])
    financing = account.financing | {"Capacité d’autofinancement": means}
    return replace(account, expenses=[*account.expenses, line], months=months, financing=financing)


def _sheet(account: Account) -> list[Years]:
    """The rows of the balance sheet at the end of each year: what is owned, its total, funds, results and debts."""
    worn = total([line.amounts for line in account.expenses if line.label.startswith("Amortissement : ")])
    rows = account.financing
    fixed = tuple(account.owned + left for left in accumulate(total([rows["Investissements"], worn])))
    brought = tuple(accumulate(rows["Apports"]))
    lent = tuple(accumulate(rows["Comptes courants d’associés"]))
    borrowed = total([rows["Emprunts reçus"], times(rows["Remboursements d’emprunts"], -1)])
    debts = tuple(account.owed + left for left in accumulate(borrowed))
    results = tuple(accumulate(_spending(account).result))
    assets = total([fixed, tuple(max(Decimal(0), left) for left in account.cash)])
    overdraft = tuple(max(Decimal(0), -left) for left in account.cash)
    funds = (account.opening[0] + account.owned - account.owed,) * 3
    equity = total([funds, brought, results])
    assert assets == total([equity, lent, debts, overdraft])
    return [fixed, assets, brought, results, equity, lent, funds, debts]


def _spending(account: Account) -> Account:
    """The account without the own funds that are set aside, which a funder is not asked for."""
    return replace(account, expenses=[line for line in account.expenses if line.label != "Part solidaire"])


def _asked(facts: Facts, key: str, account: Account) -> Years:
    """The subsidies that the file of the organisation ``key`` asks for."""
    asked = {
        line["label"]
        for line in facts["budget"]["subsidies"]
        if line["received_by"] == key and line.get("status") == "asked"
    }
    return total([line.amounts for line in account.incomes if line.label in asked])


def _request(facts: Facts, key: str, account: Account) -> dict[str, Years]:
    """What leads from the need of an organisation, before what it asks for, to the result of its accounts."""
    received, paid = _sides(account)
    asked = _asked(facts, key, account)
    other = total([received, times(asked, -1)])
    need = tuple(max(cost - income, Decimal(0)) for cost, income in zip(paid, other, strict=True))
    rows = {"Produits, sans l’aide demandée": other, "Besoin avant l’aide demandée": need, RENEWED: asked}
    return (rows if any(asked) else {}) | {f"Résultat des comptes{_untaxed(facts, key)}": account.result}


def _is_company(facts: Facts, key: str) -> bool:
    form = str(facts["organisations"]["organisations"][key].get("legal_form"))
    return form.startswith(("cooperative", "scic", "scop", "sas"))


def _untaxed(facts: Facts, key: str) -> str:
    """What follows a result while the rate of the tax of a company is not told."""
    return ", avant impôt" if _is_company(facts, key) and key not in facts["budget"].get("profit_tax", {}) else ""


def _first_month(facts: Facts, key: str, account: Account) -> dict[str, Decimal]:
    """The needs and the resources of the first month."""
    bought = [line for line in facts["budget"]["investments"] if line["paid_by"] == key and line["year"]]
    paid = sum((Decimal(str(line["amount"])) for line in bought), Decimal(0))
    given = (account.financing[name][0] for name in ("Apports", "Comptes courants d’associés", "Emprunts reçus"))
    resources = sum(given, account.opening[0])
    funds = [line for name in ("contributions", "loans") for line in facts["budget"][name]]
    waited = sum(
        Decimal(str(line["amount"]))
        for line in funds
        if line["received_by"] == key and (line.get("year") or 1) == 1 and (line.get("month") or 1) > 1
    )
    return {
        "bought": paid,
        "vat": paid - account.financing["Investissements"][0],
        "left": resources - paid - waited,
        "resources": resources,
    }


def _compare_file(text: str, facts: Facts, key: str, account: Account) -> None:
    received, paid = _sides(account)
    surplus = tuple(max(amount, Decimal(0)) for amount in account.result)
    form = str(facts["organisations"]["organisations"][key].get("legal_form"))
    # The balance of a section of a public body is told below its total: it is no expense to vote.
    own = [_row("Total", paid)] if form.startswith("regie") else [_row("Excédent prévu", surplus)]
    rows = [*own, _row("Total", tuple(map(max, received, paid)))]
    missing_aid = tuple(max(-amount, Decimal(0)) for amount in account.result)
    if not any(_asked(facts, key, account)):
        rows += [_row("74 Aides à trouver", missing_aid)]
    elif any(missing_aid):
        rows += [_row("Déficit prévu, à couvrir par [à compléter : ressource]", missing_aid)]
    rows += [_row(line.label, line.amounts) for line in account.incomes]
    rows += [_row(line.label, times(line.amounts, -1)) for line in account.expenses]
    rows += [_row("", amounts) for amounts in _groups(account).values()]
    if any(_asked(facts, key, account)):
        rows += [_row(label, amounts) for label, amounts in _request(facts, key, account).items()]
    month = _first_month(facts, key, account)
    rows += [
        f"{money(month['bought'])} En caisse",
        f"besoins {money(month['resources'])}",
        f"{money(month['left'])} Apports",
        *_action_rows(facts, key, account),
    ]
    missing = [row for row in rows if row not in text]
    assert not missing, missing


def _action(facts: Facts, key: str, account: Account) -> dict[str, Decimal]:
    """The totals of the action of an organisation in year 1."""
    costs, incomes = action_of(facts, key, account)
    direct = sum((part for line, part in costs if line.action is not None), Decimal(0))
    indirect = sum((part for line, part in costs if line.action is None), Decimal(0))
    kinds = {"Intérêts : ": Decimal(0), "Amortissement : ": Decimal(0), "": Decimal(0)}
    for line, part in costs:
        if line.action is None:
            kinds[next(kind for kind in kinds if line.label.startswith(kind))] += part
    received = sum((part for _, part in incomes), Decimal(0))
    # The other activities: what is left of each cost, and of the incomes but the gifts and the dues of members.
    left = sum((-line.amounts[0] - part for line, part in costs), Decimal(0))
    earned = sum((line.amounts[0] - part for line, part in incomes if line.account != 75), Decimal(0))
    return {
        "rest": max(left, earned),
        "gap": abs(left - earned),
        "direct": direct,
        "indirect": indirect,
        "costs": direct + indirect,
        "received": received,
        "own": direct + indirect - received,
        "interest": kinds["Intérêts : "],
        "worn": kinds["Amortissement : "],
        "running": kinds[""],
    }


def _others_of_year(facts: Facts, key: str, account: Account, year: int) -> Iterator[Decimal]:
    """What is left of each line of a year (from 0) once the action has its part, and the totals that own resources balance."""
    costs, incomes = action_of(facts, key, account, year)
    left = [-line.amounts[year] - part for line, part in costs]
    earned = [line.amounts[year] - part for line, part in incomes if line.account != 75]
    spent, received = sum(left, Decimal(0)), sum(earned, Decimal(0))
    yield from (*left, *earned, spent, abs(spent - received), max(spent, received))
    rest = [(line, amount) for (line, _), amount in zip(costs, left, strict=True)]
    yield from (amounts[0] for amounts in _general_rest([rest]).values())


def _base_of_action(facts: Facts, key: str, account: Account) -> Iterator[Decimal]:
    """The general costs that the action has a part of, and the VAT of its costs: of its own, of that part, and with them all."""
    costs, _ = action_of(facts, key, account)
    yield sum((-line.amounts[0] for line, _ in costs if line.action is None), Decimal(0))
    own = {
        cost["label"] for cost in facts["budget"]["costs"] if "action_percent" in cost and cost.get("paid_by") == key
    }
    lost = [(vat["label"] in own, vat["amount"][0]) for vat in _vat_of_action(facts, key)]
    direct, general = (sum((amount for is_own, amount in lost if is_own is side), Decimal(0)) for side in (True, False))
    bought = [(lost["amount"], lost["life"]) for lost in _vat_of_bought(facts, key)]
    worn = sum((shared((vat,), dict.fromkeys(range(life), 1))[0][0] for vat, life in bought), Decimal(0))
    yield from (direct, general, worn, direct + general)
    yield _action(facts, key, account)["costs"] + direct + general + worn


def _action_rows(facts: Facts, key: str, account: Account) -> Iterator[str]:
    """What the budget of the action must show: each line with its part, the sums of its accounts, its totals."""
    costs, incomes = action_of(facts, key, account)
    general = str(facts["budget"]["actions"][key]["indirect_percent"])
    for line, part in costs:
        share = f"oui : générale, {general} %" if line.action is None else f"oui : directe, {line.action} %"
        yield f"{line.account} {line.label} {money(-line.amounts[0])} {share if line.action != 0 else 'non'} {money(part)}"
    for line, part in incomes:
        yield f"{line.label} {money(line.amounts[0])} {'oui' if part else 'non'} {money(part)}"
    totals = _action(facts, key, account)
    assert totals["own"] > 0
    yield f"Charges indirectes réparties : fonctionnement {money(totals['running'])}"
    if totals["interest"]:
        yield f"Charges indirectes réparties : frais financiers {money(totals['interest'])}"
    yield f"Charges indirectes réparties : amortissements {money(totals['worn'])}"
    yield f"Ressources propres affectées à l’action {money(totals['own'])}"
    yield f"Total des charges {money(totals['costs'])} Total des produits {money(totals['costs'])}"
    yield f"charges directes {money(totals['direct'])}, charges indirectes {money(totals['indirect'])} {money(totals['costs'])} 100 %"


def _groups(account: Account) -> dict[tuple[int, bool], Years]:
    """The sum of each account number, of incomes and of expenses."""
    lines = [(line, True) for line in account.incomes] + [(line, False) for line in account.expenses]
    groups = dict.fromkeys((line.account, income) for line, income in lines)
    return {
        (number, income): times(
            total([line.amounts for line, side in lines if (line.account, side) == (number, income)]),
            1 if income else -1,
        )
        for number, income in groups
    }


def _compare_grants(documents: dict[str, str], facts: Facts, key: str, account: Account) -> None:
    """The grant of the commune is for the action; that of the département, for the other activities of the organisation."""
    text = spaced(documents["compte-rendu-financier-de-subvention-commune.html"])
    totals = _action(facts, key, account)
    costs, incomes = action_of(facts, key, account)
    rows = [f"{line.account} {line.label} {money(part)}" for line, part in costs if line.action]
    rows += [f"{line.account} {line.label} {money(part)}" for line, part in incomes if part]
    rows += [f"{side} {money(totals['costs'])}" for side in ("Total des charges", "Total des produits")]
    rows.append(f"Part prévue : {_percent(AGREEMENTS['commune'][1], totals['costs'])}")
    assert not (missing := [row for row in rows if row not in text]), missing
    text = spaced(documents["convention-de-subvention-commune.html"])
    eligible = _eligible(facts, key, account)
    assert f"égale à {_percent(AGREEMENTS['commune'][1], eligible)} des dépenses éligibles justifiées" in text
    assert f"des dépenses éligibles proposées, {money(eligible)}," in text
    text = spaced(documents["compte-rendu-financier-de-subvention-departement.html"])
    rest = [(line, cents(Fraction(-line.amounts[0]) - Fraction(part))) for line, part in costs if line.amounts[0]]
    rows = [f"{line.account} {line.label} {money(part)}" for line, part in rest if part and line.action is not None]
    rows += [_row(label, amounts) for label, amounts in _general_rest([rest]).items()]
    rows += [f"{side} {money(totals['rest'])}" for side in ("Total des charges", "Total des produits")]
    assert not (missing := [row for row in rows if row not in text]), missing
    text = spaced(documents["convention-pluriannuelle-departement.html"])
    by_year = [action_of(facts, key, account, year)[0] for year in range(3)]
    for lines in zip(*by_year, strict=True):
        line = lines[0][0]
        left = tuple(-amount - part for amount, (_, part) in zip(line.amounts, lines, strict=True))
        if any(left) and line.action is not None:
            row = _row(f"{line.account} {line.label}", left)
            assert row in text, row
    general = [[(line, -line.amounts[year] - part) for line, part in costs] for year, costs in enumerate(by_year)]
    for label, amounts in _general_rest(general).items():
        assert _row(label, amounts) in text, label
    spent = tuple(
        sum((-line.amounts[year] - part for line, part in costs), Decimal(0)) for year, costs in enumerate(by_year)
    )
    years = [action_of(facts, key, account, year)[1] for year in range(3)]
    earned = tuple(
        sum((line.amounts[year] - part for line, part in incomes if line.account != 75), Decimal(0))
        for year, incomes in enumerate(years)
    )
    surplus = tuple(max(Decimal(0), income - cost) for income, cost in zip(earned, spent, strict=True))
    rows = [_row("Total", tuple(map(max, spent, earned)))]
    rows += [_row("Excédent prévu", surplus)] if any(surplus) else []
    assert not (missing := [row for row in rows if row not in text]), missing


def _general_rest(years: list[list[tuple[Line, Decimal]]]) -> dict[str, Years]:
    """The general costs of the other activities in each of ``years``, by nature."""
    natures = {66: "frais financiers", 68: "amortissements"}
    sums: dict[str, list[Decimal]] = {}
    for number, lines in enumerate(years):
        for line, part in lines:
            if line.action is None:
                label = f"Charges indirectes réparties : {natures.get(line.account, 'fonctionnement')}"
                sums.setdefault(label, [Decimal(0)] * len(years))[number] += part
    return {label: tuple(amounts) for label, amounts in sums.items() if any(amounts)}


def _eligible(facts: Facts, key: str, account: Account) -> Decimal:
    """The costs of the action in year 1 without interest, wear and what no later year pays."""
    costs, _ = action_of(facts, key, account)
    return sum((part for line, part in costs if line.account not in (66, 68) and any(line.amounts[1:])), Decimal(0))


def _eligible_rest(facts: Facts, key: str, account: Account) -> Decimal:
    """The same of the other activities."""
    costs, _ = action_of(facts, key, account)
    return sum(
        (-line.amounts[0] - part for line, part in costs if line.account not in (66, 68) and any(line.amounts[1:])),
        Decimal(0),
    )


def _percent(part: Decimal | int, whole: Decimal) -> str:
    percent = cents(Fraction(part) * 10 / Fraction(whole)) * 10
    return f"{percent:.1f}".removesuffix(".0").replace(".", ",") + " %"


def _compare_workbook(content: bytes, facts: Facts, wanted: dict[str, Account], harder: Cases) -> None:
    book = opened(content, values=True)
    results = list(_rows(book["Résultat"]))
    shown = {(label.lower(), amounts) for label, amounts in results}
    for account in wanted.values():
        for line in (*account.incomes, *account.expenses):
            label = "La part solidaire" if line.label == "Part solidaire" else line.label
            assert (label.lower(), _floats(line.amounts)) in shown, line
    every = [account.result for account in wanted.values()]
    assert [amounts for label, amounts in results if label == "Résultat"] == [
        *map(_floats, every),
        _floats(total(every)),
    ]
    plan = [amounts for label, amounts in _rows(book["Plan de financement"]) if label == "Trésorerie au dernier jour"]
    assert plan == [_floats(account.cash) for account in wanted.values()]
    cash = [amounts for label, amounts in _rows(book["Trésorerie"], 36) if label == "Trésorerie à la fin du mois"]
    assert cash == [_floats(account.months) for account in wanted.values()]
    costs = [
        times(total([line.amounts for line in account.expenses if line.label != "Part solidaire"]), -1)
        for account in wanted.values()
    ]
    rows: list[list[Any]] = [[cell.value for cell in row] for row in book["Charges"].iter_rows()]
    shown_costs = [
        tuple(row[6 : 6 + len(wanted)]) for row in rows if row[0] == "Total des charges, sans la part solidaire"
    ]
    assert shown_costs == [tuple(map(float, year)) for year in zip(*costs, strict=True)]
    taxed = [row[2:6] for row in rows if row[0] in {cost["label"] for cost in facts["budget"]["costs"]} and row[5]]
    assert len(taxed) == 3 * len(facts["budget"]["costs"])
    assert all(
        round(net + vat, 2) == paid and round(net * (1 + rate), 1) == round(paid, 1) for net, rate, vat, paid in taxed
    )
    each = break_even(facts)[1]
    shown_each = {
        tuple(cell.value for cell in row[1:4])
        for row in book["Résultat"].iter_rows()
        if str(row[0].value).startswith("Un coworker apporte en moyenne")
    }
    assert shown_each == {tuple(map(float, each))}
    _compare_funding(book["Synthèse"], facts, wanted)
    _compare_cases(book, facts, wanted, harder)


def _compare_funding(sheet: Any, facts: Facts, wanted: dict[str, Account]) -> None:
    """The summary has the needs and the resources of year 1, and the amount, rate and instalment of each loan."""
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    months = [_first_month(facts, key, account) for key, account in wanted.items()]
    kept = [row[1] for row in rows if row[0] == "Somme gardée pour les premières dépenses"]
    assert kept == [float(month["left"]) for month in months]
    totals = [row[1:3] for row in rows if row[0] == "Total"]
    assert totals == [[float(month["resources"])] * 2 for month in months]
    for loan in facts["budget"]["loans"]:
        shown = [row[1:5] for row in rows if str(row[0]).startswith(f"{loan['label']}, ")]
        assert [cells[:3] for cells in shown] == [
            [float(loan["amount"]), loan["percent"] / 100, float(instalment(loan))]
        ]
        assert f"En {loan['years'] * 12} mois, par échéances mensuelles égales" in shown[0][3]


def _compare_cases(book: Any, facts: Facts, wanted: dict[str, Account], harder: Cases) -> None:
    """The sheet of cases has the results and the least cash that the same change gives here."""
    labels, changed = _labels(), {**harder, "budget": wanted}
    names = {
        spaced(labels[f"case_{name}"].format(months=facts["budget"].get("ramp_up_months"))): name for name in changed
    }
    shown = [(names[label], amounts) for label, amounts in _rows(book["Cas"], 4) if label in names]
    begins = [number for number, (name, _) in enumerate(shown) if name == "budget"]
    assert len(begins) == len(wanted)
    for key, begin, end in zip(wanted, begins, [*begins[1:], None], strict=True):
        for name, amounts in shown[begin:end]:
            account = changed[name][key]
            assert amounts == _floats((*account.result, account.lowest[1])), name
    to_create = {
        key for key, each in facts["organisations"]["organisations"].items() if each.get("stage") == "to_create"
    }
    lost = [line for line in facts["budget"]["subsidies"] if line.get("account", 74) == 74]
    assert ("no_grants" in dict(shown)) == any(line["received_by"] in to_create for line in lost)
    assert {"opening", "no_receipts_kept" if _is_public(facts) else "no_receipts"} <= dict(shown).keys()


@cache
def _labels() -> dict[str, str]:
    labels: dict[str, str] = yaml.safe_load((TEMPLATE / "vocabulary/locales/fr.yaml").read_text("utf-8"))["strings"]
    return labels


def _rows(sheet: Any, columns: int = 3) -> Iterator[tuple[str, tuple[float, ...]]]:
    for row in sheet.iter_rows(max_col=columns + 1):
        label, *amounts = (cell.value for cell in row)
        if label and all(isinstance(amount, float | int) for amount in amounts):
            yield spaced(label), tuple(round(amount, 2) for amount in amounts)


def _floats(amounts: Years) -> tuple[float, ...]:
    return tuple(map(float, amounts))


def _amounts(place: Path, facts: Facts, wanted: dict[str, Account], harder: Cases) -> Iterator[Decimal]:
    """Every amount that is typed in the files of ``place`` or computed from them."""
    organisations, budget = facts["organisations"], facts["budget"]
    shown = figures(place, liable=next(iter(organisations["organisations"].values()))["vat"]["regime"] == "assujettie")
    yield from (Decimal(amount) for _, amount in AGREEMENTS.values())
    for line in _lines(budget):
        amounts = line["amount"]
        yield from map(Decimal, map(str, amounts if isinstance(amounts, list) else [amounts]))
    yield from (Decimal(str(sale["price"])) for sale in budget.get("other_sales", []))
    for prices in shown.prices.values():
        yield from prices
    yield from (shown.month, shown.aside, shown.all_month, shown.all_aside, shown.all_left, Decimal(1), *shown.euro)
    if _is_public(facts):  # Sets no income aside: the part that is worth its free uses is in its own.
        yield shown.euro[1] + shown.euro[2]
    worth = min(shown.aside, shown.uses * shown.prices["half_day"][0])  # of free uses: the agreement works it out
    yield from (worth, shown.aside - worth, shown.year_worth, shown.year_aside - shown.year_worth)
    yield from free_worth(facts)
    for key, account in wanted.items():
        sides = _sides(account)
        # The figures of a summary are to the euro.
        yield from map(_whole, (*account.result, account.lowest[1]))
        rows = [line.amounts for line in (*account.incomes, *account.expenses)]
        rows += [*sides, tuple(map(max, *sides)), account.result, account.cash, *account.financing.values()]
        spending = _spending(account)
        rows += [*_sides(spending), tuple(map(max, *_sides(spending))), spending.result]
        request = _request(facts, key, spending)
        for row in (*rows, *_groups(account).values(), *_groups(spending).values(), *request.values()):
            yield from row
        yield from _first_month(facts, key, account).values()
        yield from _action(facts, key, account).values()
        for year in range(3):
            yield from _others_of_year(facts, key, account, year)
        yield from _base_of_action(facts, key, account)
        direct: dict[int, Decimal] = {}
        for own, part in [part for side in action_of(facts, key, account) for part in side]:
            yield from (part, abs(own.amounts[0]) - part)
            if own.action:
                direct[own.account] = direct.get(own.account, Decimal(0)) + part
        yield from direct.values()
        yield _sides(spending)[1][0] - _action(facts, key, account)["costs"]
        for line in budget["subsidies"]:  # what follows if a decision is not renewed
            years = line["amount"] if isinstance(line["amount"], list) else [line["amount"]] * 3
            yield from (own - Decimal(str(aid)) for own, aid in zip(spending.result, years, strict=True))
        # Costs that funders often leave out, and the others.
        once = [part for line, part in action_of(facts, key, account)[0] if line.account >= 66 or not line.amounts[1]]
        yield from (sum(once, Decimal(0)), _action(facts, key, account)["costs"] - sum(once, Decimal(0)))
        yield _eligible_rest(facts, key, account)
        for year in range(3):
            yield sum((part for _, part in action_of(facts, key, account, year)[0]), Decimal(0))
        yield from (
            account.lowest[1],
            *account.opening,
            *(-amount for row in account.financing.values() for amount in row),
        )
        yield account.shortage[1] if account.shortage else Decimal(0)
        for row in _sheet(account):
            yield from row
        # Equity, once what is to be given back is.
        back = accumulate(
            sum(
                (
                    Decimal(str(line["amount"]))
                    for line in budget["contributions"]
                    if line["received_by"] == key and line.get("recoverable") and line.get("year", 1) == year
                ),
                Decimal(0),
            )
            for year in (1, 2, 3)
        )
        yield from (own - rest for own, rest in zip(_sheet(account)[4], back, strict=True))
        yield from (*account.months[:12], *account.received, *account.paid)
        plan = account.financing
        yield from (*_advances(facts, key, account), min(left := _left_advanced(facts, key, account)))
        yield from map(_whole, (min(left), *left[11::12]))
        # What an organisation without VAT sells, and recharges to the others: the ceiling of that regime.
        of_others = [
            _part_of_common(facts, other, cost)
            for cost in budget["costs"]
            if "paid_by" not in cost
            for other in wanted
            if other != key
        ]
        sold = total([line.amounts for line in _without_vat(facts)[key].incomes if line.account == 70])
        yield from (*total(of_others), *sold, *total([*of_others, sold]))
        if len(wanted) > 1:
            common = [line for line in budget["costs"] if "paid_by" not in line]
            shares_of_it = total([_part_of_common(facts, key, cost) for cost in common])
            yield from (*shares_of_it, cents(Fraction(shares_of_it[0]) / 4), cents(Fraction(shares_of_it[0]) / 12))
            yield (
                recharged := sum(
                    (
                        net(Decimal(str(amount)) - own[0], "vat" in cost and liable(facts, key))
                        for cost in common
                        for own in [_part_of_common(facts, key, cost)]
                        for amount in [cost["amount"][0] if isinstance(cost["amount"], list) else cost["amount"]]
                    ),
                    Decimal(0),
                )
            )
            yield cents(Fraction(recharged) / 12)
        left = total([plan["Capacité d’autofinancement"], times(plan["Remboursements d’emprunts"], -1)])
        yield from (*left, *map(_whole, left), *total([left, times(_aside(account), -1)]))
        # What is left once loans are paid back, if the request is no more than the need.
        beyond = [
            max(Decimal(0), min(pair))
            for pair in zip(_spending(account).result, _asked(facts, key, account), strict=True)
        ]
        yield from (rest - over for rest, over in zip(left, beyond, strict=True))
    for changed in harder.values():
        for key, account in changed.items():
            yield from (*account.result, *map(_whole, account.result), min(account.months), account.months[-1])
            # A case without VAT advances none; one whose rent or common costs are not shared advances no part of them.
            unshared = {"costs": [cost for cost in budget["costs"] if "agreement" not in cost]}
            alone = {"costs": _borne_by_each(facts)}
            dearer = {"investments": _dearer(facts)}
            for of_case in (facts, *(facts | {"budget": budget | lines} for lines in (unshared, alone, dearer))):
                _, *common = _advances(of_case, key, account)
                balance = _left_advanced(of_case, key, account)
                yield min(balance)
                # The chart of the cash tells the least of it and the ends of years.
                yield from map(_whole, (min(balance), *balance[11::12]))
                yield min(left - common[month // 12] for month, left in enumerate(account.months))
            plan = account.financing  # of the cases without and with fewer incomes: what is left to repay loans
            left = total([plan["Capacité d’autofinancement"], times(plan["Remboursements d’emprunts"], -1)])
            yield from (*left, *map(_whole, left))
    before = [loan for loan in budget["loans"] if loan.get("year") == 0]
    for key, account in accounts(
        facts | {"budget": budget | {"loans": before}}
    ).items():  # what the plan says of a loan
        yield account.lowest[1]
        yield (least := min(_left_advanced(facts, key, account)))
        yield _whole(least)
    # What is asked for in three years: new loans, and aids.
    yield _whole(sum((Decimal(str(loan["amount"])) for loan in budget["loans"] if loan.get("year", 1)), Decimal(0)))
    asked = [line for line in budget["subsidies"] if line.get("status") == "asked" and line.get("account", 74) == 74]
    years = [line["amount"] if isinstance(line["amount"], list) else [line["amount"]] * 3 for line in asked]
    yield _whole(sum((Decimal(str(amount)) for line in years for amount in line), Decimal(0)))
    for loan in budget["loans"]:
        yield Decimal(str(loan["amount"])) - sum(repaid(loan), Decimal(0))
        yield instalment(loan)
    everybody = [_spending(account) for account in wanted.values()]
    yield sum((_sides(account)[0][0] for account in everybody), Decimal(0))
    yield sum((account.result[0] for account in everybody), Decimal(0))
    yield sum((line.amounts[0] for account in everybody for line in account.incomes if line.account == 74), Decimal(0))
    for sides_of_all in zip(*map(_sides, wanted.values()), strict=True):  # in the chart of the whole place
        yield from total(sides_of_all)
    yield from break_even(facts, organisations["services"]["coworking"]["operator"])[0]
    fixed, each, _ = break_even(facts)
    yield from (*fixed, *each, *result_of(facts), _whole(result_of(facts)[-1]))
    for _, results in what_if(facts):
        result = sum(results, Decimal(0))
        yield from (*results, result, result - result_of(facts)[0])


def _text(page: bytes) -> str:
    """The text of a page, and that of its attributes."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.decode("utf-8"), flags=re.DOTALL)
    return unescape(
        re.sub(r"<[^>]*>", " ", text) + " ".join(re.findall(r'(?:alt|aria-label|content|title)="([^"]*)"', text))
    )
