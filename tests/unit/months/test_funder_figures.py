"""What a funder asks for is counted, and the occupation is that of the hours and of the desks of the place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from support.factories import comptoir

from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.funder_figures import combined_figures, funder_figures
from tierslieu.months.settlement import settle
from tierslieu.months.statement import figure_rows


def place(**identity: Any) -> Space:
    return comptoir(
        identity={"capacity": {"desks": 10}, "opening_hours": "Mo-Fr 09:00-18:00; We 09:00-12:00", **identity}
    )


def test_the_occupation_is_presence_over_desks_and_half_days_of_opening() -> None:
    register = MonthRegister.model_validate(
        {"presence": 185, "uses": [{"pass": "pass_10", "count": 4}], "free_uses": 2}
    )
    figures = funder_figures(place(), register, "2027-02")
    # February 2027: four weeks of five days, of which four Wednesdays of three hours, without a public holiday.
    assert figures and (figures.days, figures.half_days, figures.offered) == (20, 36, 360)
    assert figures.hours == 16 * 9 + 4 * 3
    assert figures.is_counted and figures.occupation == Decimal("51.4")
    assert (figures.passes, figures.free_uses) == (4, 2)


def test_a_public_holiday_is_no_day_of_opening() -> None:
    hours = "Mo-Fr 09:00-18:00; PH off"
    figures = funder_figures(place(opening_hours=hours), MonthRegister.model_validate({}), "2027-05")
    assert figures and figures.days == 21 - 2  # Ascension Day and Whit Monday
    assert figures.presence == 0


def test_without_a_presence_only_what_the_register_has_is_counted() -> None:
    register = MonthRegister.model_validate({"uses": [{"pass": "pass_10", "count": 4}], "free_uses": 2})
    space = place()
    figures = funder_figures(space, register, "2027-02")
    assert figures and not figures.is_counted and figures.presence == 6
    assert any("au moins" in label for label, _ in figure_rows(settle(space, register, "2027-02")))


def test_what_is_not_known_is_not_invented() -> None:
    register = MonthRegister.model_validate({"presence": 10})
    figures = funder_figures(
        comptoir(identity={"opening_hours": None, "capacity": {"desks": None}}), register, "2027-02"
    )
    assert figures and (figures.days, figures.hours, figures.occupation) == (None, None, None)
    assert combined_figures([figures, None]) is None
    both = combined_figures([figures, figures])
    assert both and both.presence == 20 and both.days is None
