"""A new grid is added to the file, and not a byte of the rest changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import factories

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problems
from tierslieu.finance.new_grid import open_grid
from tierslieu.model import Prices

HEAD = """\
# Les tarifs du lieu.
basis: ttc
offers:
  half_day: {service: coworking, unit: half_day}
  day: {service: coworking, unit: day}
  month: {service: coworking, unit: month}
passes:
  pass_10: {service: coworking, uses: 10, unit: half_day}
"""
GRIDS = """\
grids:
  # La grille d’ouverture.
  - from:
    amounts:
      half_day: 9.00   # votée
      day: 15,00 €
      month: 280
      pass_10:
"""
NEW = """\
  - from: 2027-09-01
    amounts:
      half_day: 9.00
      day: 16.50
      month: 280.00
      pass_10:
"""
START = dt.date(2027, 9, 1)
CHANGES = {"day": Decimal("16.5")}


def opened(
    text: str, start: dt.date = START, changes: Mapping[str, Decimal] = CHANGES, labels: Mapping[str, str] | None = None
) -> str:
    data = yaml_reader.parse(text)
    assert not data.faults
    space = replace(factories.comptoir(), prices=Prices.model_validate(data.data))
    return open_grid(text, start, changes, space, labels or {})


def codes(text: str, start: dt.date = START, changes: Mapping[str, Decimal] = CHANGES) -> list[str]:
    with pytest.raises(Problems) as caught:
        opened(text, start, changes)
    assert all(problem.file == "config/prices.yaml" for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def test_the_grid_goes_last() -> None:
    assert opened(HEAD + GRIDS) == HEAD + GRIDS + NEW


def test_what_follows_the_grids_stays_after_them() -> None:
    end = "\n# Fin des grilles.\n"
    moved = HEAD.replace("basis: ttc\n", "") + GRIDS + "\n# TTC ou HT\nbasis: ttc\n" + end
    assert opened(moved) == moved.replace("      pass_10:\n", "      pass_10:\n" + NEW, 1)
    assert opened(HEAD + GRIDS + end) == HEAD + GRIDS + NEW + end


def test_comments_inside_the_last_grid_stay_in_it() -> None:
    inside = "      # Le carnet attend l’assemblée.\n\n    # Voir le compte rendu.\n"
    beside = "  # Une grille par année.\n"
    assert opened(HEAD + GRIDS + inside + beside) == HEAD + GRIDS + inside + NEW + beside


def test_grids_follow_one_another() -> None:
    twice = opened(opened(HEAD + GRIDS), dt.date(2028, 9, 1), {"pass_10": Decimal(80), "month": Decimal(290)})
    assert twice.startswith(HEAD + GRIDS + NEW)
    amounts = [grid.amounts for grid in Prices.model_validate(yaml_reader.parse(twice).data).grids]
    assert [grid["day"] for grid in amounts] == [Decimal(15), Decimal("16.5"), Decimal("16.5")]
    assert [grid["pass_10"] for grid in amounts] == [None, None, Decimal(80)]


def test_an_offer_without_an_amount_yet_gets_one() -> None:
    text = HEAD + GRIDS.replace("      pass_10:\n", "")
    assert opened(text, changes={"pass_10": Decimal(80)}).endswith("      month: 280.00\n      pass_10: 80.00\n")


@pytest.mark.parametrize("dash", [0, 2, 4, 7])
@pytest.mark.parametrize("key", [2, 4])
@pytest.mark.parametrize("amount", [1, 2, 6])
def test_any_indentation(dash: int, key: int, amount: int) -> None:
    def grid(start: str, day: str) -> str:
        return (
            f"{' ' * dash}-{' ' * (key - 1)}from: {start}\n".replace(": \n", ":\n")
            + f"{' ' * (dash + key)}amounts:\n{' ' * (dash + key + amount)}day: {day}\n"
        )

    text = HEAD + "grids:\n" + grid("", "15.00")
    assert opened(text) == text + grid("2027-09-01", "16.50")
    assert opened(text + "# fin\n") == text + grid("2027-09-01", "16.50") + "# fin\n"


@pytest.mark.parametrize(
    "grids",
    [
        "grids:\n- {from: , amounts: {day: 15}}\n",
        "grids:\n  - from:\n    amounts: {day: 15,\n      month: 280}\n",
        "grids:\n  -\n    amounts:\n      day: 15\n    from:\n",
        "grids: # ici\n\n\n  - amounts: {day: 15}\n\n\n",
        "grids:\n  - amounts: {}\n",
        "grids:\n  - amounts: &base {day: 15}\n  - from: 2027-02-01\n    amounts: *base\n",
        '"grids":\n  - "amounts": {"day": "15"}\n',
    ],
)
def test_any_way_to_write_the_list(grids: str) -> None:
    text = HEAD + grids
    after = opened(text)
    same = next(index for index in range(len(after)) if text[: index + 1] != after[: index + 1])
    assert after.endswith(text[same:])
    assert yaml_reader.parse(after).data["grids"][-1]["amounts"]["day"] == Decimal("16.50")


def test_the_file_keeps_its_form() -> None:
    windows = (HEAD + GRIDS).replace("\n", "\r\n")
    assert opened(windows) == (HEAD + GRIDS + NEW).replace("\n", "\r\n")
    assert opened("\ufeff" + HEAD + GRIDS) == "\ufeff" + HEAD + GRIDS + NEW
    assert opened((HEAD + GRIDS).rstrip("\n")) == (HEAD + GRIDS + NEW).rstrip("\n")


def test_a_list_on_one_line_gets_one_more_on_its_line() -> None:
    text = opened(HEAD + "grids: [{amounts: {day: 15}}]  # votée\n")
    assert text == HEAD + "grids: [{amounts: {day: 15}}, {from: 2027-09-01, amounts: {day: 16.50}}]  # votée\n"


@pytest.mark.parametrize("start", ["2027-01-31", "2027-01-05"])
def test_a_grid_begins_after_the_last_one(start: str) -> None:
    text = HEAD + GRIDS + "  - from: 2027-02-01\n    amounts: {day: 16}\n"
    assert codes(text, dt.date.fromisoformat(start)) == ["prices.announced"]


def test_the_past_is_never_rewritten() -> None:
    yesterday = factories.TODAY - dt.timedelta(days=1)
    assert codes(HEAD + GRIDS, yesterday) == ["prices.past"]
    assert f"- from: {factories.TODAY}" in opened(HEAD + GRIDS, factories.TODAY)


def test_every_wrong_change_is_named() -> None:
    changes = {"days": Decimal(9), "month": Decimal(0), "day": Decimal("15.999"), "half_day": Decimal("NaN")}
    text = HEAD + GRIDS + "  - from: 2028-02-01\n    amounts: {day: 16}\n"
    assert codes(text, changes=changes) == ["prices.announced", "prices.offer", *["prices.amount"] * 3]
    with pytest.raises(Problems) as caught:
        opened(HEAD + GRIDS, changes={"mois": Decimal(9), "days": Decimal(9)})
    first, second = (problem.values for problem in caught.value.problems)
    assert second["closest"] == "day"
    assert first["offers"] == "half_day, day, month, pass_10"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"half_day": 15}, "prices.half_day"),
        ({"day": 9}, "prices.half_day"),
        ({"month": 15}, "prices.month"),
        ({"pass_10": 90}, "prices.pass"),
    ],
)
def test_a_grid_that_contradicts_itself_is_refused(changes: dict[str, int], code: str) -> None:
    assert codes(HEAD + GRIDS, changes={key: Decimal(amount) for key, amount in changes.items()}) == [code]


def test_an_unusual_grid_is_accepted() -> None:
    assert "month: 2800.00" in opened(HEAD + GRIDS, changes={"month": Decimal(2800)})


@pytest.mark.long
@given(st.decimals("15.01", 279, places=2), st.dates(factories.TODAY, dt.date(2199, 1, 1)))
def test_what_is_written_reads_back(amount: Decimal, start: dt.date) -> None:
    after = opened(HEAD + GRIDS, start, {"day": amount})
    last = Prices.model_validate(yaml_reader.parse(after).data).grids[-1]
    assert after.startswith(HEAD + GRIDS)
    assert (last.start, last.amounts["day"], last.amounts["month"]) == (start, amount, Decimal(280))


# --- Other audiences ---

AUDIENCES = """\
    # Voté avec le budget.
    reduced:
      day: 10.00
      half_day: 5   # étudiants
    solidarity: {day: 5}
    free: [half_day]
"""
NEW_AUDIENCES = """\
    reduced:
      day: 12.00
      half_day: 5.00
    solidarity:
      day: 5.00
      month: 100.00
    free: [half_day]
"""
DESCRIBED = "audiences: {reduced: Étudiantes et étudiants, free: Bénévoles}\n"


def test_every_audience_is_taken_over_and_can_change() -> None:
    text = DESCRIBED + HEAD + GRIDS + AUDIENCES
    changes = {"day": Decimal("16.5"), "reduced.day": Decimal(12), "solidarity.month": Decimal(100)}
    assert opened(text, changes=changes) == text + NEW + NEW_AUDIENCES


def test_the_first_price_of_an_audience_opens_its_section() -> None:
    assert opened(HEAD + GRIDS, changes={"reduced.day": Decimal(9)}).endswith("    reduced:\n      day: 9.00\n")


@pytest.mark.parametrize(
    ("change", "code", "meant"),
    [
        ("reduit.day", "prices.audience", "reduced"),
        ("solidarite.day", "prices.audience", "solidarity"),
        ("full.day", "prices.audience", "reduced, solidarity"),
        ("free.day", "prices.audience", "reduced, solidarity"),
        ("reduced.days", "prices.offer", "day"),
        ("reduced.", "prices.offer", "half_day, day, month, pass_10"),
        (".day", "prices.audience", "reduced, solidarity"),
        ("reduced.reduced.day", "prices.audience", "reduced"),
    ],
)
def test_an_unknown_audience_or_offer_gets_the_closest(change: str, code: str, meant: str) -> None:
    with pytest.raises(Problems) as caught:
        opened(HEAD + GRIDS, changes={change: Decimal(9)})
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["closest"]) == (code, meant)


@pytest.mark.parametrize("typed, meant", [("mensuel", "Demi-journée, Journée, Mois, Carnet"), ("moi", "Mois")])
def test_an_unknown_offer_is_told_the_names_that_people_may_type(typed: str, meant: str) -> None:
    labels = {"half_day": "Demi-journée", "day": "Journée", "month": "Mois", "pass_10": "Carnet"}
    with pytest.raises(Problems) as caught:
        opened(HEAD + GRIDS, changes={typed: Decimal(200)}, labels=labels)
    (problem,) = caught.value.problems
    assert (problem.values["closest"], problem.values["offers"]) == (meant, ", ".join(labels.values()))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"reduced.day": 15}, ["prices.reduced"]),
        ({"solidarity.day": 10}, ["prices.solidarity"]),
        ({"day": 10}, ["prices.reduced"]),
        ({"reduced.half_day": 9, "reduced.day": 9}, ["prices.half_day", "prices.reduced"]),
        ({"reduced.day": 0}, ["prices.amount"]),
    ],
)
def test_the_whole_grid_is_judged(changes: dict[str, int], found: list[str]) -> None:
    text = DESCRIBED + HEAD + GRIDS + AUDIENCES.replace("    free: [half_day]\n", "")
    assert codes(text, changes={key: Decimal(amount) for key, amount in changes.items()}) == found


@pytest.mark.long
@given(
    st.dictionaries(
        st.sampled_from(["amounts", "reduced", "solidarity"]),
        st.dictionaries(st.sampled_from(["half_day", "day", "month"]), st.decimals("0.01", "5", places=2), min_size=1),
    ),
    st.sets(st.sampled_from(["half_day", "day", "month"])),
)
def test_what_does_not_change_is_copied_whatever_it_is(sections: dict[str, dict[str, Decimal]], free: set[str]) -> None:
    grid = {"from": None, "amounts": {}, **sections, "free": sorted(free)}
    body = yaml.safe_dump({"grids": [{key: _plain(value) for key, value in grid.items()}]}, sort_keys=False)
    text = HEAD + body
    try:
        after = opened(text, changes={"pass_10": Decimal("0.50")})
    except Problems as refused:
        assert "prices.layout" not in {problem.code for problem in refused.problems}
        return
    assert after.startswith(text)
    first, second = Prices.model_validate(yaml_reader.parse(after).data).grids
    assert second == first.model_copy(update={"start": START, "amounts": {**first.amounts, "pass_10": Decimal("0.50")}})


def _plain(value: Any) -> Any:
    return {key: str(amount) for key, amount in value.items()} if isinstance(value, dict) else value


# --- A mistake in a grid to come


def test_a_future_grid_is_corrected_in_place() -> None:
    """``day`` was typed 16,50 € for 17 €: a grid that nobody has paid yet is no past to keep."""
    later = "  - from: 2028-09-01\n    amounts: {half_day: 10, day: 18, month: 290}\n"
    text = HEAD + GRIDS + NEW.replace("day: 16.50", "day: 16.50  # voté en juin") + later
    corrected = opened(text, changes={"day": Decimal(17), "pass_10": Decimal(80)})
    assert corrected == text.replace("day: 16.50  #", "day: 17.00  #").replace(
        "      pass_10:\n  - from: 2028", "      pass_10: 80.00\n  - from: 2028"
    )


def test_a_correction_may_add_the_first_reduced_price() -> None:
    corrected = opened(HEAD + GRIDS + NEW, changes={"reduced.day": Decimal(11)})
    grid = Prices.model_validate(yaml_reader.parse(corrected).data).grids[-1]
    assert corrected.startswith(HEAD + GRIDS + NEW) and grid.reduced == {"day": 11}


def test_a_correction_obeys_the_rules_of_a_grid_and_the_past_stays() -> None:
    assert codes(HEAD + GRIDS + NEW, changes={"day": Decimal(9)}) == ["prices.half_day"]
    today = factories.TODAY.isoformat()
    assert "prices.date" in codes(HEAD + GRIDS + NEW.replace("2027-09-01", today), factories.TODAY)
    assert "prices.past" in codes(HEAD + GRIDS + NEW.replace("2027-09-01", "2026-10-01"), dt.date(2026, 10, 1))
