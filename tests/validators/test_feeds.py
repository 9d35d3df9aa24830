"""Sitemaps, feeds and calendars of the built places."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import icalendar
import pytest
from support import calendar_factories, external_validators
from support.built_places import (
    HOSTILE,
    HOSTILE_NAME,
    HOSTILE_NAMES,
    HOSTILE_TITLES,
    PLACES,
    config_value,
    main_language,
    page_paths,
)
from support.fixtures import BuiltPlace
from support.generated_places import run
from support.requirements import skip_or_fail

pytestmark = pytest.mark.slow

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: A date and time of RFC 3339, as RFC 4287 §3.3 requires.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def site_of(root: Path) -> str:
    """The address of the site, with a slash at the end."""
    website: str = config_value(root, "space", "contact", "website")
    return re.split(r"[?#]", website)[0].rstrip("/") + "/"


# --- Sitemap ---


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_the_sitemap_follows_its_schema(built_place: BuiltPlace, tmp_path: Path, name: str) -> None:
    command = external_validators.sitemap_command(tmp_path)
    sitemap = built_place(name) / "public/sitemap.xml"
    result = run([*command, str(sitemap)], tmp_path)
    assert result.status == 0, result.output
    wrong = tmp_path / "sitemap.xml"
    wrong.write_text(sitemap.read_text(encoding="utf-8").replace("<lastmod>2026-", "<lastmod>24/11/"), encoding="utf-8")
    assert run([*command, str(wrong)], tmp_path).status != 0


@pytest.mark.parametrize("name", PLACES)
def test_the_sitemap_lists_every_page_once(built_place: BuiltPlace, name: str) -> None:
    root = built_place(name)
    tree = ElementTree.parse(root / "public/sitemap.xml")
    locations = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(map(str, locations)) == sorted(
        site_of(root) + page for page in page_paths(root) if page != "404.html"
    )
    robots = (root / "public/robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {site_of(root)}sitemap.xml" in robots.splitlines()


# --- News ---


def feed_of(root: Path) -> tuple[Path, ElementTree.Element]:
    """The path of the feed of the main language, which is the one at the root, and its content."""
    file = min((root / "public").rglob("feed.xml"), key=lambda path: len(path.parts))
    return file, ElementTree.parse(file).getroot()


@pytest.mark.parametrize("name", PLACES)
def test_the_feed_has_what_rfc_4287_requires(built_place: BuiltPlace, name: str) -> None:
    file, feed = feed_of(built_place(name))
    assert feed.tag == f"{ATOM}feed"
    assert {element.tag.partition("}")[0] + "}" for element in feed.iter()} == {ATOM}
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in (feed, *entries):
        for required in ("id", "title", "updated"):
            (child,) = element.findall(f"{ATOM}{required}")
            assert child.text and child.text.strip(), required
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        links = element.findall(f"{ATOM}link")
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        assert alternates and len(set(alternates)) == len(alternates)
        assert all(link.get("href") for link in links)
    # §4.1.1: every entry has an author, its own or that of the feed.
    assert all(author.findtext(f"{ATOM}name") for author in feed.findall(f"{ATOM}author"))
    assert feed.find(f"{ATOM}author") is not None
    (own_link,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert (
        urljoin(feed.get(f"{XML}base") or "", own_link.get("href") or "")
        == site_of(built_place(name)) + file.relative_to(built_place(name) / "public").as_posix()
    )
    identifiers = [element.findtext(f"{ATOM}id") for element in (feed, *entries)]
    assert len(set(identifiers)) == len(identifiers)
    assert max(entry.findtext(f"{ATOM}updated") or "" for entry in entries) == feed.findtext(f"{ATOM}updated")
    for entry in entries:
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert "<script" not in (content.text or "")
    assert feed.get(f"{XML}lang") == main_language(name)


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_feeds_follow_the_schema_of_atom(built_place: BuiltPlace, tmp_path: Path, name: str) -> None:
    command = external_validators.atom_command()
    feeds = [*(built_place(name) / "public").rglob("feed.xml"), *(built_place(name) / "public").rglob("agenda.xml")]
    assert len(feeds) >= 2
    wrong = tmp_path / "feed.xml"
    for feed in feeds:
        result = run([*command, str(feed)], tmp_path)
        assert result.status == 0, result.output
        text = feed.read_text(encoding="utf-8")
        for right, mistake in (
            ("T00:00:00Z</updated>", "</updated>"),
            ("<id>", "<id>x</id><id>"),
            ('rel="self"', 'rel=""'),
        ):
            assert right in text
            wrong.write_text(text.replace(right, mistake), encoding="utf-8")
            assert run([*command, str(wrong)], tmp_path).status != 0, mistake


@pytest.mark.parametrize("name", PLACES)
def test_the_feed_of_the_agenda_links_to_existing_pages(built_place: BuiltPlace, name: str) -> None:
    root = built_place(name)
    site, pages = site_of(root), set(page_paths(root))
    for file in (root / "public").rglob("agenda.xml"):
        feed = ElementTree.parse(file).getroot()
        base = feed.get(f"{XML}base") or ""
        (own_link,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert urljoin(base, own_link.get("href") or "") == site + file.relative_to(root / "public").as_posix()
        for link in feed.iter(f"{ATOM}link"):
            if link.get("rel") == "alternate":
                assert urljoin(base, link.get("href") or "").removeprefix(site) in pages
        identifiers = [element.text for element in feed.iter(f"{ATOM}id")]
        assert len(set(identifiers)) == len(identifiers) > 1


@pytest.mark.parametrize("name", PLACES)
def test_the_feed_links_to_existing_pages(built_place: BuiltPlace, name: str) -> None:
    root = built_place(name)
    site, pages = site_of(root), set(page_paths(root))
    _, feed = feed_of(root)
    base = feed.get(f"{XML}base") or ""
    for link in feed.iter(f"{ATOM}link"):
        if link.get("rel") == "alternate":
            assert urljoin(base, link.get("href") or "").removeprefix(site) in pages
    for content in feed.iter(f"{ATOM}content"):
        content_base = urljoin(base, content.get(f"{XML}base") or "")
        for target in re.findall('href="([^"#]+)', content.text or ""):
            address = urljoin(content_base, target)
            assert not address.startswith(site) or address.removeprefix(site) in pages


def test_the_feed_has_names_as_typed(built_place: BuiltPlace) -> None:
    _, feed = feed_of(built_place(HOSTILE))
    assert HOSTILE_NAME in (feed.findtext(f"{ATOM}title") or "")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == HOSTILE_NAME
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == HOSTILE_TITLES["news"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == HOSTILE_TITLES["news"]


# --- Calendar ---


def calendars_of(root: Path) -> list[bytes]:
    """The calendar of the place, then all others."""
    others = sorted((root / "public/agenda").rglob("*.ics"))
    assert {"formats", "organisations"} <= {path.parent.name for path in others}
    return [path.read_bytes() for path in (root / "public/agenda.ics", *others)]


@pytest.mark.parametrize("name", PLACES)
def test_the_calendars_are_valid(built_place: BuiltPlace, name: str) -> None:
    for data in calendars_of(built_place(name)):
        calendar_factories.assert_valid(data)


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_icalendar_and_ical_read_the_same_events(built_place: BuiltPlace, name: str) -> None:
    try:
        import ical  # noqa: F401
    except ImportError:
        skip_or_fail("ical is not installed")
    for data in calendars_of(built_place(name)):
        assert_same_events(data)


def assert_same_events(data: bytes) -> None:
    """Assert that icalendar and ical read the same events."""
    from ical.calendar_stream import IcsCalendarStream

    events: list[Any] = icalendar.Calendar.from_ical(data).events
    calendar = IcsCalendarStream.calendar_from_ics(data.decode("utf-8"))
    assert [(event.uid, event.summary, event.description, event.location, event.dtstart, event.dtend)
            for event in calendar.events] == [
        (event["UID"], event["SUMMARY"], event["DESCRIPTION"], event["LOCATION"], event["DTSTART"].dt, event["DTEND"].dt)
        for event in events
    ]  # fmt: skip
    offsets = {dt.timedelta(hours=1), dt.timedelta(hours=2)}
    for event in calendar.events:
        assert isinstance(event.dtstart, dt.datetime) and event.dtstart.utcoffset() in offsets


def test_the_calendar_has_names_as_typed(built_place: BuiltPlace) -> None:
    calendar = icalendar.Calendar.from_ical((built_place(HOSTILE) / "public/agenda.ics").read_bytes())
    assert HOSTILE_NAME in str(calendar["NAME"])
    assert {HOSTILE_NAME, HOSTILE_NAMES["address"], HOSTILE_NAMES["city"]} <= set(
        re.split(", |42000 ", str(calendar.events[0]["LOCATION"]))
    )
    assert HOSTILE_TITLES["activities"] in "\n".join(str(event["SUMMARY"]) for event in calendar.events)
