"""An amendment is announced by the site and the agreement, then applied by both from its first day on."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from support.document_factories import governance
from unit.site.test_site import space, spoken

from tierslieu.documents.filling import fill_documents
from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

CHANGE = {"from": "2027-07-01", "common_costs": {"shares": {"cooperative": 50, "association": 50}}}
THEN = "Coopérative d’exemple 50 %, Association d’exemple 50 %"
NOW = "Coopérative d’exemple 60 %, Association d’exemple 40 %"


def place(day: str) -> Space:
    documents = tuple(source for source in governance() if source.slug == "convention-entre-organisations")
    return space(organisations={"changes": [CHANGE]}, documents=documents, today=dt.date.fromisoformat(day))


def told(day: str) -> list[str]:
    """The page of the governance and the agreement, as text."""
    agreement = fill_documents(place(day))[0].text.replace("\\", "")
    return [spoken(build_pages(place(day))["gouvernance/index.html"]), re.sub(r"\s+", " ", agreement)]


def test_an_amendment_is_announced_by_the_site_and_the_agreement() -> None:
    for text in told("2027-06-30"):
        assert "À partir du 1er juillet 2027, par avenant :" in text
        assert f"Les frais communs : {THEN} (jusqu’ici : {NOW})" in text


@pytest.mark.parametrize("day", ["2027-07-01", "2028-01-01"])
def test_from_its_first_day_on_it_is_applied_and_no_longer_announced(day: str) -> None:
    for text in told(day):
        assert "par avenant :" not in text and "jusqu’ici" not in text
        assert "50 %" in text and "60 %" not in text
