"""Every cent of a stream goes to somebody, and is split_amounted."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import factories
from support.paths import TEMPLATE

from tierslieu.budget.split import SplitPart, rounded_percents, split_amount, streams
from tierslieu.cli.console import Console
from tierslieu.cli.split_table import print_split
from tierslieu.core.problems import Problem, Problems
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.shares import free_uses
from tierslieu.model import Space

amounts = st.decimals(0, 100_000, places=2)
percents = st.decimals(0, 100, places=2)
measures = st.decimals(0, 5_000, places=3)
regimes = st.sampled_from([None, "assujettie", "franchise-en-base"])
rates = st.sampled_from(["normal", "intermediaire", "reduit"])


def sharing(
    solidarity: Decimal, first: Decimal, key: str, quantities: Mapping[str, Decimal], regime: str | None, rate: str
) -> Space:
    """The Comptoir with other shares everywhere: of the coworking, of a stream of its own, of the common costs."""
    shares = {"cooperative": first, "association": 100 - first}
    offers = {name: {"vat": rate} for name in factories.PRICES["offers"]}
    return factories.comptoir(
        organisations={
            "organisations": {
                "cooperative": {"vat": {"regime": regime}},
                "association": {"vat": {"regime": "organisme-non-lucratif"}},
            },
            "solidarity": {"percent": solidarity},
            "streams": {"coworking": {"shares": shares}, "bar": {"collects": "cooperative", "shares": shares}},
            "common_costs": {"key": key, "shares": shares, "measures": quantities},
        },
        prices={"offers": offers},
    )


@pytest.mark.long
@given(
    amounts,
    percents,
    percents,
    st.sampled_from(["percent", "desk_hours", "area", "fte", "revenue"]),
    st.tuples(measures, measures).filter(any),
    regimes,
    rates,
    st.sampled_from(["coworking", "mediation", "support", "bar", "common-costs"]),
)
def test_parts_add_up_to_the_whole(
    amount: Decimal,
    solidarity: Decimal,
    first: Decimal,
    key: str,
    quantities: tuple[Decimal, Decimal],
    regime: str | None,
    rate: str,
    stream: str,
) -> None:
    if key == "revenue":
        regime = regime or "franchise-en-base"  # without a regime, no income is known excluding VAT
    measured = dict(zip(("cooperative", "association"), quantities, strict=True))
    space = sharing(solidarity, first, key, measured, regime, rate)
    split = split_amount(space, amount, stream)
    assert sum(part.amount for part in split.parts) == amount
    assert all(part.amount >= 0 for part in split.parts)
    for part in split.parts:
        assert abs(part.base * part.percent / 100 - part.amount) < Decimal("0.01")
    percents = zip(split.parts, rounded_percents(split), strict=True)
    assert sum(percent for part, percent in percents if part.organisation) == 100


def test_vat_comes_first_then_solidarity_then_the_organisations() -> None:
    shares = {"cooperative": 80, "association": 20}
    split = split_amount(
        factories.comptoir(
            organisations={
                "organisations": {"cooperative": {"vat": {"regime": "assujettie"}}},
                "streams": {"coworking": {"shares": shares}},
            }
        ),
        Decimal(1680),
        "coworking",
    )
    assert split.parts == (
        SplitPart("vat", None, Decimal(20), Decimal("1400.00"), Decimal("280.00")),
        SplitPart("solidarity", None, Decimal(10), Decimal("1400.00"), Decimal("140.00")),
        SplitPart("organisation", "cooperative", Decimal(80), Decimal("1260.00"), Decimal("1008.00")),
        SplitPart("organisation", "association", Decimal(20), Decimal("1260.00"), Decimal("252.00")),
    )
    # A half-day of 9 € costs 7.50 € without its VAT.
    assert (split.use_price, split.free_uses, split.missing) == (Decimal("7.50"), 18, ())


def test_without_vat_nothing_is_taken_and_an_unknown_regime_is_reported() -> None:
    franchise = {"organisations": {"cooperative": {"vat": {"regime": "franchise-en-base"}}}}
    known = split_amount(factories.comptoir(organisations=franchise), Decimal(280), "coworking")
    unknown = split_amount(factories.comptoir(), Decimal(280), "coworking")
    assert known.parts == (
        SplitPart("solidarity", None, Decimal(10), Decimal("280.00"), Decimal("28.00")),
        SplitPart("organisation", "cooperative", Decimal(100), Decimal("252.00"), Decimal("252.00")),
    )
    assert unknown.parts == known.parts
    assert (known.use_price, known.free_uses) == (Decimal("9.00"), 3)
    assert known.missing == ()
    assert [(fact.label, fact.organisation) for fact in unknown.missing] == [("fact_vat_regime", "cooperative")]


def test_vat_is_owed_by_who_invoices() -> None:
    organisations = {
        "organisations": {"association": {"vat": {"regime": "assujettie"}}},
        "services": {"coworking": {"invoices": "association"}},
    }
    parts = split_amount(factories.comptoir(organisations=organisations), Decimal(12), "coworking").parts
    assert (parts[0].kind, parts[0].amount) == ("vat", Decimal("2.00"))


@pytest.mark.parametrize(("amount", "half_days"), [("0", 0), ("89.99", 0), ("90", 1), ("899.99", 9), ("900", 10)])
def test_a_half_day_is_free_once_it_is_paid(amount: str, half_days: int) -> None:
    assert split_amount(factories.comptoir(), Decimal(amount), "coworking").free_uses == half_days


prices = st.decimals("0.01", 2000, places=2)


@pytest.mark.long
@given(prices, prices, percents, regimes, rates, st.sampled_from(["ttc", "ht"]))
def test_vat_never_changes_how_many_uses_are_free(
    paid: Decimal, price: Decimal, percent: Decimal, regime: str | None, rate: str, basis: str
) -> None:
    """Both the income and the free use bear the same VAT: what they are worth to one another is that of the prices."""
    charged = regime == "assujettie" and basis == "ht"
    space = factories.comptoir(
        organisations={
            "organisations": {"cooperative": {"vat": {"regime": regime}}},
            "solidarity": {"percent": percent},
        },
        prices={
            "basis": basis,
            "offers": {name: {"vat": rate} for name in factories.PRICES["offers"]},
            "grids": [{"amounts": {**factories.PRICES["grids"][0]["amounts"], "half_day": price, "month": paid}}],
        },
    )
    whole_uses = int(Fraction(paid) * Fraction(percent) / 100 / Fraction(price))
    uses = free_uses(FactFormatter(space, "fr", document=False))["uses"]
    assert uses.partition(" ")[0].replace("\u202f", "") == (str(whole_uses) if whole_uses else "")
    if percent and not charged and not (regime is None and basis == "ht"):
        assert split_amount(space, paid, "coworking").free_uses == whole_uses


def test_uses_are_counted_before_amounts_are_rounded() -> None:
    space = factories.comptoir(
        organisations={
            "organisations": {"cooperative": {"vat": {"regime": "assujettie"}}},
            "solidarity": {"percent": 10},
        },
        prices={"grids": [{"amounts": {"half_day": "9.50", "day": 15, "month": 190}}]},
    )
    split = split_amount(space, Decimal(190), "coworking")
    aside = next(part.amount for part in split.parts if part.kind == "solidarity")
    assert (aside, split.use_price, split.free_uses) == (Decimal("15.83"), Decimal("7.92"), 2)


@pytest.mark.parametrize(
    ("rates", "vat"), [(("reduit", "reduit", "reduit"), "5.21"), (("reduit", "intermediaire", "reduit"), "16.67")]
)
def test_a_stream_of_mixed_rates_has_the_normal_one(rates: tuple[str, ...], vat: str) -> None:
    for order in permutations(rates):
        offers = {name: {"vat": rate} for name, rate in zip(factories.PRICES["offers"], order, strict=True)}
        space = factories.comptoir(
            organisations={"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}},
            prices={"offers": offers},
        )
        assert split_amount(space, Decimal(100), "coworking").parts[0].amount == Decimal(vat)


def test_the_half_day_is_that_of_the_day() -> None:
    grids = [*factories.PRICES["grids"], {"from": "2027-01-01", "amounts": {"half_day": "14"}}]
    split = split_amount(factories.comptoir(prices={"grids": grids}), Decimal(280), "coworking")
    assert (split.use_price, split.free_uses) == (Decimal("14.00"), 2)


def test_no_solidarity_and_unknown_solidarity() -> None:
    none = split_amount(factories.comptoir(organisations={"solidarity": {"percent": 0}}), Decimal(280), "coworking")
    assert none.parts == (SplitPart("organisation", "cooperative", Decimal(100), Decimal("280.00"), Decimal("280.00")),)
    assert [fact.label for fact in none.missing] == ["fact_vat_regime"]
    unknown = split_amount(
        factories.comptoir(organisations={"solidarity": {"percent": None}}), Decimal(280), "coworking"
    )
    assert unknown.parts == none.parts
    assert [fact.label for fact in unknown.missing] == ["fact_vat_regime", "fact_solidarity"]


def test_an_unknown_price_funds_no_known_number_of_half_days() -> None:
    space = factories.comptoir(prices={"grids": [{"amounts": {"half_day": None}}]})
    assert split_amount(space, Decimal(280), "coworking").free_uses is None


def test_the_operator_alone_receives_the_other_services() -> None:
    assert split_amount(factories.comptoir(), Decimal("0.005"), "mediation").parts == (
        SplitPart("organisation", "association", Decimal(100), Decimal("0.01"), Decimal("0.01")),
    )


def test_common_costs_go_by_the_key() -> None:
    assert [part.amount for part in split_amount(factories.comptoir(), Decimal("100.01"), "common-costs").parts] == [
        Decimal("60.01"),
        Decimal("40.00"),
    ]
    assert split_amount(factories.alone(), Decimal(5), "common-costs").parts == (
        SplitPart("organisation", "association", Decimal(100), Decimal(5), Decimal(5)),
    )


def test_common_costs_go_by_what_is_measured() -> None:
    measured = {"key": "area", "measures": {"cooperative": "90", "association": "30"}}
    space = factories.comptoir(organisations={"common_costs": measured})
    assert [part.amount for part in split_amount(space, Decimal(1000), "common-costs").parts] == [750, 250]


def test_a_stream_of_its_own_goes_by_its_shares() -> None:
    bar = {"label": "Buvette", "collects": "association", "shares": {"cooperative": 25, "association": 75}}
    space = factories.comptoir(organisations={"streams": {"bar": bar}})
    assert [(part.organisation, part.amount) for part in split_amount(space, Decimal("0.03"), "bar").parts] == [
        ("cooperative", Decimal("0.01")),
        ("association", Decimal("0.02")),
    ]


def test_the_table_says_of_what_each_part_is_a_percent() -> None:
    output = io.StringIO()
    console = Console(TEMPLATE)
    with contextlib.redirect_stdout(output):
        space = sharing(Decimal(10), Decimal(50), "percent", {}, "assujettie", "normal")
        print_split(space, Decimal(1680), "coworking", console)
    text = " ".join(output.getvalue().split()).replace("\u202f", " ").replace("\u00a0", " ")
    for cell in ("1 680 €, Coworking", "280 €", "1 400 €", "140 €", "1 260 €", "630 €", "18 demi-journées offertes"):
        assert cell in text, cell


def problems(space: Space, stream: str = "common-costs") -> tuple[Problem, ...]:
    with pytest.raises(Problems) as caught:
        split_amount(space, Decimal(1), stream)
    return caught.value.problems


def test_shares_that_share_nothing_are_refused() -> None:
    shares = {"cooperative": factories.REMOVED, "association": factories.REMOVED}
    (problem,) = problems(factories.comptoir(organisations={"common_costs": {"shares": shares}}))
    assert (problem.code, problem.file) == ("split.no_shares", "config/organisations.yaml")
    shares = {"cooperative": 50, "association": factories.REMOVED, "asociation": 40}
    unknown, wrong_sum = problems(factories.comptoir(organisations={"common_costs": {"shares": shares}}))
    assert [problem.code for problem in (unknown, wrong_sum)] == ["organisation.unknown", "shares.sum"]
    assert unknown.values["closest"] == "association"


def test_an_unknown_stream_is_refused_with_the_known_ones() -> None:
    (problem,) = problems(factories.comptoir(), "coworkin")
    assert problem.code == "split.stream"
    assert problem.values["closest"] == "coworking"
    assert problem.values["streams"] == "coworking, mediation, support, common-costs"


def test_a_service_that_is_off_is_no_stream() -> None:
    space = factories.comptoir(identity={"modules": {"support": "non"}})
    assert streams(space) == ("coworking", "mediation", "common-costs")
    assert problems(space, "support")[0].code == "split.stream"


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError):
        split_amount(factories.comptoir(), Decimal(-1), "coworking")
