"""An amendment is announced by the site and the agreement, then applied by both from its first day on."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from support.document_factories import governance
from support.factories import activity
from unit.site.test_site import space, spoken

from tierslieu.documents.filling import fill_documents
from tierslieu.exports import EXPORTS
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


@pytest.mark.long
def test_an_amendment_is_announced_by_the_site_and_the_agreement() -> None:
    for text in told("2027-06-30"):
        assert "À partir du 1er juillet 2027, par avenant :" in text
        assert f"Les frais communs : {THEN} (jusqu’ici : {NOW})" in text


@pytest.mark.parametrize("day", ["2027-07-01", "2028-01-01"])
def test_from_its_first_day_on_it_is_applied_and_no_longer_announced(day: str) -> None:
    for text in told(day):
        assert "par avenant :" not in text and "jusqu’ici" not in text
        assert "50 %" in text and "60 %" not in text


HANDED_OVER = {"from": "2027-02-01", "services": {"mediation": {"operator": "cooperative"}}}


BEFORE, AFTER = "Association d’exemple", "Coopérative d’exemple"


@pytest.mark.parametrize(
    ("today", "whole"),
    [("2027-01-04", f"{BEFORE} (à partir du 1er février 2027 : {AFTER})"), ("2027-02-02", AFTER)],
)
def test_an_activity_names_who_runs_it_on_each_of_its_days(today: str, whole: str) -> None:
    weekly, once = activity(rrule="FREQ=WEEKLY;UNTIL=20270228"), activity("avant", title="Avant")
    day = dt.date.fromisoformat(today)
    of = space(activities=(weekly, once), organisations={"changes": [HANDED_OVER]}, today=day)
    files = build_pages(of)
    assert f"Proposé par {whole} " in spoken(files["activites/papycamp/index.html"])
    assert f"Proposé par {BEFORE} " in spoken(files["activites/avant/index.html"])

    def of_day(day: str) -> str:
        return BEFORE if day < "2027-02" else AFTER

    events = json.loads(EXPORTS["lieu"](of)["lieu.json"])["events"]
    assert events and all(event["host"] == of_day(event["start"]) for event in events)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(ElementTree.fromstring(EXPORTS["atom"](of)["agenda.xml"]).iter(f"{atom}entry"))
    for entry in entries:
        expected = AFTER if "février" in entry.findtext(f"{atom}title", "") else BEFORE
        assert entry.findtext(f"{atom}author/{atom}name") == expected
    assert entries
    if today < "2027-02":
        agenda = spoken(files["agenda/index.html"])
        assert agenda.index("Février 2027") < agenda.index(f"avec {AFTER}")
    calendars = EXPORTS["ics"](of)
    series = calendars["agenda/papycamp.ics"].decode().replace("\r\n ", "")
    assert f"Proposé par {BEFORE} (à partir du 1er février 2027 : {AFTER})" in series
    # The calendar of an organisation holds what it runs, now or later.
    assert "agenda/organisations/cooperative.ics" in calendars
    assert b"avant@" in calendars["agenda/organisations/association.ics"]
    assert (b"papycamp@" in calendars["agenda/organisations/association.ics"]) == (today < "2027-02")


ARRIVING = {
    "organisations": {"ecole": {"name": "École d’exemple", "legal_form": "association-loi-1901"}},
    "changes": [{"from": "2027-09-01", "services": {"support": {"operator": "ecole"}}}],
}


@pytest.mark.long
def test_an_organisation_that_begins_later_is_told_with_its_day() -> None:
    slugs = ("charte", "convention-entre-organisations", "mentions-legales")
    documents = tuple(source for source in governance() if source.slug in slugs)

    def built(day: str) -> tuple[dict[str, str], dict[str, str]]:
        of = space(organisations=ARRIVING, documents=documents, today=dt.date.fromisoformat(day))
        pages = {path: spoken(page) for path, page in build_pages(of).items() if path.endswith(".html")}
        papers = {paper.slug: " ".join(paper.text.replace("\\", "").split()) for paper in fill_documents(of)}
        return pages, papers

    pages, papers = built("2027-08-31")
    # What pages tell is of today; who does what announces who comes.
    assert {path for path, text in pages.items() if "École" in text} == {"gouvernance/index.html"}
    assert "École d’exemple Association loi 1901 à partir du 1er septembre 2027" in pages["gouvernance/index.html"]
    assert "École d’exemple (à partir du 1er septembre 2027)" in papers["charte"]
    assert "partie à partir du 1er septembre 2027" in papers["convention-entre-organisations"]
    pages, papers = built("2027-09-01")
    assert {"index.html", "contact/index.html", "mentions-legales/index.html"} <= {
        path for path, text in pages.items() if "École" in text
    }
    assert not any("à partir du 1er septembre 2027" in text for text in [*pages.values(), *papers.values()])


def test_another_share_for_free_uses_is_announced_without_an_amendment() -> None:
    """Its organisation decides it alone: the agreement says so too."""
    documents = tuple(source for source in governance() if source.slug == "convention-entre-organisations")
    change = {"from": "2027-07-01", "solidarity": {"percent": 12}}
    shared = space(organisations={"changes": [change]}, documents=documents, today=dt.date(2027, 6, 30))
    text = re.sub(r"\s+", " ", fill_documents(shared)[0].text.replace("\\", ""))
    assert "par avenant ou, pour la part solidaire, par la décision que prévoit" in text and "12 %" in text
