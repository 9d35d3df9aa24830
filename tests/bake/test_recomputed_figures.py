"""Every figure that a place shows is that which plain arithmetic finds in its files, with VAT and without."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from support.document_text import html_text, spaced
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import TERRITORIES, TODAY, apply_answers, complete_answers, territory_answers
from support.paths import KIT
from support.recomputed_figures import VAT, Figures, cents, comparison, figures, money
from support.workbook_factories import opened

from tierslieu.documents.build import build_documents
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages
from tierslieu.workbook.build import build_workbook

REGIMES = {"franchise-en-base": False, "assujettie": True}
FAST = "exemple-scic"
EACH = [
    pytest.param(territory.stem, regime, marks=() if territory.stem == FAST else pytest.mark.slow)
    for territory in TERRITORIES
    for regime in REGIMES
]


@pytest.mark.long
@pytest.mark.parametrize(("territory", "regime"), EACH)
def test_what_is_shown_is_what_the_files_say(
    new_place: NewPlace, shared_folder: SharedFolder, territory: str, regime: str
) -> None:
    def make(folder: Path) -> None:
        answers = complete_answers(territory_answers(KIT / f"docs/territories/{territory}.yaml"))
        assert apply_answers(new_place(folder / "place"), answers) == 0
        _set(folder / "place/config/organisations.yaml", r"(?m)^( +regime:).*$", rf"\1 {regime}")
        budget = folder / "place/config/budget.yaml"
        _set(budget, r"(?m)^occasional_buys:.*$", "occasional_buys: {half_day: 1, day: 2}")
        if answers["has_support"] == "oui":
            # Free: the sales of a place are those to coworkers alone.
            _set(budget, r"per_month: \}", "per_month: 0}")

    place = shared_folder(f"recomputed/{territory}/{regime}", make) / "place"
    liable = REGIMES[regime]
    wanted, space = figures(place, liable=liable), load(place, TODAY)
    grid = spaced(html_text(build_documents(space, ("html",), ("grille-tarifaire",))["grille-tarifaire.html"]))
    pages = build_pages(space)
    prices, governance = (
        _text(pages[f"{name}/index.html"]).replace("\u2060", "") for name in ("tarifs", "gouvernance")
    )
    assert not liable or grid.count("TVA 20 % ") == grid.count("TTC HT TVA")
    for key, amounts in wanted.prices.items():
        without, vat, full = map(money, amounts)
        assert (f"{full} {without} {vat} " if liable else full) in grid, key
        # The name of the price may stand between both.
        assert re.search(rf"{full} (?:[^€]{{,60}} )?soit {without} HT" if liable else full, prices), key
    if wanted.uses:
        before_vat = " hors TVA" if liable else ""
        month, aside = money(wanted.month), money(wanted.aside)
        sentence = f"à {month}{before_vat}, la part solidaire est de {aside} : {wanted.uses} demi-journée"
        is_public = "régie de recettes" in grid  # whose free uses are voted, and not worked out month by month
        assert {sentence in text for text in (prices, grid)} == {not is_public}, sentence
        all_month, aside = money(wanted.all_month), money(wanted.all_aside)
        each, left = money(wanted.prices["half_day"][0]), money(wanted.all_left)
        assert f"chaque mois {all_month}{before_vat}. L’équivalent : " in governance
        assert f" : {aside}, soit {wanted.all_uses} × {each}." in governance
        # The number of a public body is voted.
        assert (f"Reste : {left}," in governance) == (not is_public and wanted.all_left > 0)
        assert is_public is ("Où va un euro de coworking" not in governance)
        for amount, to in zip(wanted.euro, ("TVA, pour", "En usages gratuits", ""), strict=True):
            # A thin ribbon has its percent beside its amount.
            told = f"{money(amount)} (?:· {amount * 100:.0f} % )?{to}"
            assert not amount or is_public or re.search(told, governance), (amount, to)
        _check_agreement(space, wanted, liable=liable)
    # After the name of its unit, a sentence begins with a small letter.
    assert [said for said in comparison(place) if said[1:] not in prices] == []
    for share in wanted.common_shares.values():
        assert f"{share.normalize():f} %".replace(".", ",") in governance
    rows = [[cell.value for cell in row] for row in opened(build_workbook(space), values=True)["Recettes"].iter_rows()]
    label = space.vocabulary.locales["fr"].strings["workbook_sold_total"]
    sold = [(row[5], row[7]) for row in rows if row[0] == label]
    assert sold == [(float(paid), float(net)) for paid, net in wanted.sales]


def _check_agreement(space: Space, wanted: Figures, *, liable: bool) -> None:
    """The agreement between organisations works out the free uses of a month and of year 1."""
    name = "convention-entre-organisations"
    documents = build_documents(space, ("html",), (name,)) if len(space.organisations.organisations) > 1 else {}
    for page in documents.values():
        text = spaced(html_text(page))
        half_day, worth = (
            wanted.prices["half_day"][0],
            cents(wanted.uses * Fraction(wanted.prices["half_day"][2]) / (1 + VAT * liable)),
        )
        for label, of_month, of_year in (
            ("de ces recettes", wanted.aside, wanted.year_aside),
            ("(Demi-journée)", half_day, half_day),
            ("Valeur de ces usages", worth, wanted.year_worth),
            ("Reste, ajouté à l’exercice suivant", wanted.aside - worth, wanted.year_aside - wanted.year_worth),
        ):
            assert f"{label} {money(of_month)} {money(of_year)}" in text, label
        assert (
            f" {wanted.uses} demi-journées offertes {wanted.year_uses:,} demi-journées offertes".replace(",", " ")
            in text
        )


def _set(path: Path, pattern: str, value: str) -> None:
    text, count = re.subn(pattern, value, path.read_text(encoding="utf-8"))
    assert count, pattern
    path.write_text(text, encoding="utf-8")


def _text(page: bytes) -> str:
    return spaced(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.decode("utf-8"), flags=re.DOTALL))
