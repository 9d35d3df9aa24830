"""The months of the demonstration are closed, and their registers are still those that were closed."""

from __future__ import annotations

from support.paths import KIT

from tierslieu.months.closing import closing_problems, settlement_of
from tierslieu.months.register_files import months

DEMO = KIT / "docs/territories/fil-numerique"


def test_the_demonstration_has_three_closed_months_that_nothing_has_changed() -> None:
    assert len(months(DEMO)) >= 3 and closing_problems(DEMO) == []
    assert all(settlement_of(DEMO, month) for month in months(DEMO))
