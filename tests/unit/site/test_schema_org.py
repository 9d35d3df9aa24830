"""What search engines are told: the facts of the place, exact, with all that Google requires and nothing invented."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from support.check_examples import SIRET
from support.factories import activity, alone
from unit.site.test_site import NASTY, contents, named, news, space

from tierslieu.model import Space
from tierslieu.schedule.recurrence import PARIS
from tierslieu.site.pages_build import build_pages

Node = dict[str, Any]
_DATA = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
#: What Google requires of each type (https://developers.google.com/search/docs/appearance/structured-data).
REQUIRED = {
    "LocalBusiness": ("name", "address"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "Event": ("name", "startDate", "location"),
    "Offer": ("price", "priceCurrency"),
    "NewsArticle": ("headline", "datePublished", "author"),
    "WebSite": ("name", "url"),
    "GeoCoordinates": ("latitude", "longitude"),
    "OpeningHoursSpecification": ("opens", "closes"),
}
EVENTS = {"EducationEvent", "SocialEvent", "BusinessEvent"}


def data(page: bytes) -> list[Node]:
    """The graph of a page, which has one at most."""
    found = _DATA.findall(page)
    assert len(found) <= 1
    return [] if not found else json.loads(found[0])["@graph"]


def every(value: Any) -> Iterator[Node]:
    """Each thing in some data, at any depth."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from every(one)
    elif isinstance(value, list):
        for one in value:
            yield from every(one)


def only(page: bytes, kind: str) -> Node:
    (found,) = [one for one in data(page) if one["@type"] == kind]
    return found


KNOWN: dict[str, Any] = {
    "opening_hours": "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-24:00; PH off; SH off",
    "address": {"latitude": 45.44, "longitude": 4.39},
    "publication": {"publisher": "association"},
    "lineage": {"parent": "Comptoir d’origine"},
}


def well_known(**changes: Any) -> Space:
    return space(identity=KNOWN | changes.pop("identity", {}), **changes)


@pytest.mark.parametrize("typed, days, opens, first, last", [
    ("fermé en août", None, "00:00", "2027-08-01", "2027-08-31"),
    ("fermé du 24 décembre au 5 janvier", None, "00:00", "2026-12-24", "2027-01-05"),
    ("en juillet, mardi et jeudi 10h-12h", ["Tuesday", "Thursday"], "10:00", "2027-07-01", "2027-07-31"),
])  # fmt: skip
def test_hours_of_a_period_are_dated(typed: str, days: list[str] | None, opens: str, first: str, last: str) -> None:
    hours = f"du lundi au vendredi 9h-18h ; samedi sur rendez-vous ; {typed}"
    place = only(build_pages(space(identity={"opening_hours": hours}))["index.html"], "LocalBusiness")
    week, period = place["openingHoursSpecification"]
    assert len(week["dayOfWeek"]) == 5 and "validFrom" not in week
    assert [day.rpartition("/")[2] for day in period.get("dayOfWeek", ())] == (days or [])
    assert (period["opens"], period["validFrom"], period["validThrough"]) == (opens, first, last)


def test_every_page_says_what_it_is_with_all_that_google_requires() -> None:
    of = well_known(news=(news(),), activities=(activity(), activity("apero", format="aperocamp")))
    files = build_pages(of)
    seen = set()
    for path, page in files.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        address = "https://exemple.fr/" + path.removesuffix("index.html")
        shown = only(page, "WebPage")
        assert shown["url"] == address and shown["about"] == {"@id": "https://exemple.fr/#lieu"}
        for one in every(data(page)):
            kind = "Event" if one["@type"] in EVENTS else one["@type"]
            seen.add(kind)
            full = "makesOffer" not in one  # the same place again, on the page of prices
            assert not full or [name for name in REQUIRED.get(kind, ()) if not one.get(name)] == [], (path, one)
            assert not any(value in (None, "", []) for value in one.values()), (path, one)
    assert set(REQUIRED) <= seen
    assert data(files["404.html"]) == []


def test_the_place_tells_its_hours_its_address_and_who_runs_it() -> None:
    organisations = {"organisations": {"cooperative": {"siret": SIRET}}}
    page = build_pages(well_known(organisations=organisations))["index.html"]
    found = only(page, "LocalBusiness")
    assert found["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 place de l’Exemple",
        "postalCode": "42000",
        "addressLocality": "Saint-Étienne",
        "addressCountry": "FR",
    }
    assert (found["geo"]["latitude"], found["geo"]["longitude"]) == (45.44, 4.39)
    hours = [
        ([day.rpartition("/")[2] for day in one["dayOfWeek"]], one["opens"], one["closes"])
        for one in found["openingHoursSpecification"]
    ]
    week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert hours == [
        (week, "09:00", "12:30"),
        (week, "13:30", "18:00"),
        (["Saturday"], "10:00", "23:59"),
        (["PublicHolidays"], "00:00", "00:00"),
    ]
    assert not any("validFrom" in one for one in found["openingHoursSpecification"])
    assert found["priceRange"].replace("\u00a0", " ") == "9 € – 280 €"
    cooperative, association = only(page, "Cooperative"), only(page, "NGO")
    assert found["parentOrganization"] == [{"@id": cooperative["@id"]}, {"@id": association["@id"]}]
    assert {one["propertyID"]: one["value"] for one in cooperative["identifier"]} == {
        "SIREN": SIRET[:9],
        "SIRET": SIRET,
    }
    website = only(page, "WebSite")
    assert website["isBasedOn"] == [{"@type": "CreativeWork", "name": "Comptoir d’origine"}]
    assert website["publisher"] == {"@id": association["@id"]}


@pytest.mark.long
def test_prices_are_exact_and_hold_from_their_grid_to_the_next() -> None:
    grids = [
        {"from": "2026-09-01", "amounts": {"half_day": "9.50", "day": "15", "month": None}, "reduced": {"day": "10.5"}},
        {"from": "2027-02-01", "amounts": {"half_day": "10", "day": "16"}},
    ]
    of = space(prices={"grids": grids, "audiences": {"reduced": "Étudiantes et étudiants"}})
    offers = only(build_pages(of)["tarifs/index.html"], "LocalBusiness")["makesOffer"]
    assert [(one["name"], one["price"], one["priceCurrency"]) for one in offers] == [
        ("Demi-journée", "9.50", "EUR"),
        ("Journée", "15.00", "EUR"),
        ("Journée – Tarif réduit", "10.50", "EUR"),
    ]
    assert {(one["validFrom"], one["validThrough"]) for one in offers} == {("2026-09-01", "2027-01-31")}
    assert offers[2]["description"] == "Étudiantes et étudiants"
    later = dataclasses.replace(of, today=dt.date(2027, 2, 1))
    after = only(build_pages(later)["tarifs/index.html"], "LocalBusiness")["makesOffer"]
    assert [(one["price"], one["validFrom"], one.get("validThrough")) for one in after] == [
        ("10.00", "2027-02-01", None),
        ("16.00", "2027-02-01", None),
    ]


@pytest.mark.long
@pytest.mark.parametrize(("vat", "is_sure"), [({}, False), ({"mention": "Exonération confirmée"}, True)])
def test_nothing_is_told_of_vat_where_an_exemption_is_doubtful(vat: dict[str, str], is_sure: bool) -> None:
    seller = {"legal_form": "association-loi-1901", "vat": {"regime": "organisme-non-lucratif"} | vat}
    sellers = {"organisations": {"association": seller}, "services": {"coworking": {"operator": "association"}}}
    of = space(prices={"grids": [{"amounts": {"day": "15"}}]}, organisations=sellers)
    (offer,) = only(build_pages(of)["tarifs/index.html"], "LocalBusiness")["makesOffer"]
    assert offer["price"] == "15.00"
    assert ("valueAddedTaxIncluded" in offer["priceSpecification"]) is is_sure


@pytest.mark.long
def test_a_price_without_vat_is_told_as_its_buyer_pays_it() -> None:
    liable = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    of = space(prices={"basis": "ht", "grids": [{"amounts": {"day": "15"}}]}, organisations=liable)
    (offer,) = only(build_pages(of)["tarifs/index.html"], "LocalBusiness")["makesOffer"]
    assert (offer["price"], offer["priceSpecification"]["valueAddedTaxIncluded"]) == ("18.00", True)
    of = space(prices={"basis": "ht", "grids": [{"amounts": {"day": "15"}}]})
    (offer,) = only(build_pages(of)["tarifs/index.html"], "LocalBusiness")["makesOffer"]
    assert offer["price"] == "15.00" and "valueAddedTaxIncluded" not in offer["priceSpecification"]


def event_of(**changes: Any) -> Node:
    """The first coming date of an activity, as machines are told of it."""
    page = build_pages(space(activities=(activity(**changes),)))["activites/papycamp/index.html"]
    return next(one for one in data(page) if one["@type"] in EVENTS)


def test_each_coming_date_is_an_event_on_the_clock_of_the_place() -> None:
    weekly = activity(rrule="FREQ=WEEKLY;BYDAY=TH", start="2027-03-18 14:00", end="2027-03-18 16:00")
    of = space(activities=(weekly,), today=dt.date(2027, 3, 18))
    page = build_pages(of)["activites/papycamp/index.html"]
    found = [one for one in data(page) if one["@type"] == "EducationEvent"]
    assert [one["startDate"] for one in found[:3]] == [
        "2027-03-18T14:00:00+01:00",
        "2027-03-25T14:00:00+01:00",
        "2027-04-01T14:00:00+02:00",
    ]
    assert found[0]["endDate"] == "2027-03-18T16:00:00+01:00"
    assert len({one["@id"] for one in found}) == len(found) == 6


def test_an_event_has_all_that_google_recommends() -> None:
    found = event_of()
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["location"]["@type"] == "Place"
    assert found["location"]["address"]["addressLocality"] == "Saint-Étienne"
    assert found["organizer"] == {
        "@type": "Organization",
        "@id": "https://exemple.fr/#association",
        "name": "Association d’exemple",
        "url": "https://exemple.fr/",
    }
    assert found["description"] == "Entre seniors."
    assert found["url"] == "https://exemple.fr/activites/papycamp/"


def test_nobody_is_sent_to_an_example_or_to_the_past() -> None:
    for changes in ({"example": True}, {"start": "2026-01-08 14:00", "end": "2026-01-08 16:00"}):
        page = build_pages(space(activities=(activity(**changes),)))["activites/papycamp/index.html"]
        assert not any(one["@type"] in EVENTS for one in data(page))


def test_the_breadcrumb_leads_from_home_to_the_page() -> None:
    files = build_pages(space())
    steps = only(files["activites/papycamp/index.html"], "BreadcrumbList")["itemListElement"]
    assert [one["item"] for one in steps] == [
        "https://exemple.fr/",
        "https://exemple.fr/activites/",
        "https://exemple.fr/activites/papycamp/",
    ]
    assert [one["position"] for one in steps] == [1, 2, 3]
    assert len(only(files["tarifs/index.html"], "BreadcrumbList")["itemListElement"]) == 2
    assert not any(one["@type"] == "BreadcrumbList" for one in data(files["index.html"]))


def test_a_piece_of_news_has_its_date_and_its_author() -> None:
    found = only(build_pages(well_known(news=(news(title="n" * 140),)))["actualites/n/index.html"], "NewsArticle")
    assert found["datePublished"] == "2027-01-02"
    assert found["author"] == {
        "@id": "https://exemple.fr/#association",
        "@type": "Organization",
        "name": "Association d’exemple",
    }
    assert len(found["headline"]) == 110


def test_what_is_not_known_is_left_out() -> None:
    of = alone(**contents())
    modules = dict.fromkeys(("coworking", "mediation", "support"), "non")
    bare = of.identity.model_validate({"name": "Lieu", "slug": "lieu", "modules": modules})
    files = build_pages(dataclasses.replace(of, identity=bare))
    for path, page in files.items():
        if path.endswith(".html"):
            for one in every(data(page)):
                assert not any(value in (None, "", [], "None") for value in one.values()), path
    found = only(files["index.html"], "LocalBusiness")
    assert set(found) == {"@type", "@id", "name", "url", "image", "address"}
    assert found["address"] == {"@type": "PostalAddress", "addressCountry": "FR"}  # Google refuses a place without
    # Addresses are relative while that of the site is not known.
    assert only(files["contact/index.html"], "WebPage")["url"] == "../contact/"


def test_the_path_of_the_site_is_in_every_address() -> None:
    files = build_pages(space(identity={"contact": {"website": "https://exemple.fr/lieux/fil/"}}))
    for path, page in files.items():
        if path.endswith(".html"):
            for one in every(data(page)):
                for key in ("@id", "url", "item"):
                    assert str(one.get(key, "https://exemple.fr/lieux/fil/")).startswith(
                        "https://exemple.fr/lieux/fil/"
                    )


@pytest.mark.long
@pytest.mark.parametrize("name", NASTY)
def test_no_name_ends_the_data_or_changes_it(name: str) -> None:
    files = build_pages(named(name))
    for path, page in files.items():
        if path.endswith(".html") and path != "404.html":
            (raw,) = _DATA.findall(page)
            assert b"<" not in raw and b">" not in raw and b"&" not in raw, path
    assert only(files["index.html"], "LocalBusiness")["name"] == name
    assert event_of(title=name)["name"] == name


def told_of(meta: dict[str, Any] | None = None, **when: Any) -> Node:
    """What machines are told of a date that was changed, as the agenda describes it."""
    from tierslieu.site.listings.activities import SessionTime
    from tierslieu.site.schema_org.events import events

    start = dt.datetime(2027, 1, 14, 14, tzinfo=PARIS)
    source = activity(**(meta or {}))
    operator = {"key": "association", "name": "Association d’exemple"}
    held = SessionTime(source, **{"start": start, "end": start + dt.timedelta(hours=2), "operator": operator, **when})
    event = SimpleNamespace(source=source, meta=source.meta, address="a/", upcoming=(held,))
    (found,) = events(space(), "https://exemple.fr/", event, None)  # type: ignore[arg-type]
    return found


def test_a_date_that_is_cancelled_or_moved_says_so() -> None:
    assert told_of(status="cancelled")["eventStatus"] == "https://schema.org/EventCancelled"
    moved = told_of(status="moved", moved_from=dt.date(2027, 1, 7))
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (moved["previousStartDate"], moved["startDate"]) == ("2027-01-07", "2027-01-14T14:00:00+01:00")
    assert "previousStartDate" not in told_of(status="confirmed")


def test_a_whole_day_is_a_date_and_elsewhere_is_told() -> None:
    day = told_of({"start": "2027-01-14", "end": "2027-01-15"}, end=dt.datetime(2027, 1, 16, tzinfo=PARIS))
    assert (day["startDate"], day["endDate"]) == ("2027-01-14", "2027-01-15")
    assert told_of(place="Médiathèque")["location"] == {
        "@type": "Place",
        "name": "Médiathèque",
        "address": "Médiathèque",
    }


def test_what_one_may_join_from_afar_says_where_and_runs_nothing() -> None:
    both = told_of({"online": "https://visio.exemple.fr/x"})
    assert both["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert both["location"][0]["@type"] == "Place"
    assert both["location"][1] == {"@type": "VirtualLocation", "url": "https://visio.exemple.fr/x"}
    assert told_of({"online": "javascript:alert(1)"})["location"]["@type"] == "Place"
