"""A network of places: whatever its files hold, the others are shown, and nothing that they say is obeyed."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from support import factories, network_factories, random_places
from support.network_factories import described, event

from tierslieu.core.problems import Problems
from tierslieu.model.lieu_json import Description
from tierslieu.network import fetch, listings, open_data, sources
from tierslieu.network.build import build as make
from tierslieu.network.build import pages
from tierslieu.network.descriptions import RefusedDescription, read_all
from tierslieu.network.family_tree import DEEPEST, forest
from tierslieu.network.sources import NetworkSource, listed

NAME = '<script>window.hacked=1</script> L\'Étincelle : "café" {{ 7*7 }} 漢 \u202eأبجد'


def read(*contents: Any) -> tuple[list[Description], list[RefusedDescription]]:
    """What becomes of some files, given as bytes or as what they hold."""
    made = [content if isinstance(content, bytes) else json.dumps(content).encode() for content in contents]
    return read_all([NetworkSource(f"{index}.json", data=content) for index, content in enumerate(made)])


def site(*contents: Any) -> dict[str, bytes]:
    """The directory of the places that some files describe."""
    places, refused = read(*contents)
    return pages(factories.comptoir(), None, places, refused)


def told(files: dict[str, bytes], path: str) -> str:
    return files[path].decode("utf-8")


# --- Reading ---


def test_what_the_kit_writes_is_read() -> None:
    space = factories.comptoir(activities=(factories.activity(rrule="FREQ=WEEKLY;COUNT=3"),))
    (place,), refused = read(random_places.exported(space)["lieu.json"])
    assert refused == []
    assert (place.name, place.slug, place.website) == (space.identity.name, "comptoir-exemple", "https://exemple.fr/")
    assert [one.start.isoformat() for one in place.events] == [
        f"2027-01-{day}T14:00:00+01:00" for day in (14, 21, 28)
    ]  # fmt: skip
    assert {one.key: one.amount for one in place.prices.offers if place.prices}["pass_10"] == 80


@pytest.mark.parametrize("content, code", [
    (b"", "not_json"),
    (b"\xff\xfe", "not_json"),
    (b"<html>", "not_json"),
    (b"[]", "not_json"),
    (b"null", "not_json"),
    (b"[" * 1_000_000, "not_json"),
    (b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000, "not_json"),
    (b'{"format": NaN}', "not_json"),
    (b'{"format": ' + b"9" * 10_000 + b"}", "not_json"),
    ({"format": 2}, "newer"),
    ({"format": [1]}, "newer"),
    ({}, "wrong"),
    (described("a", name=""), "wrong"),
    (described("a", name="L" * 301), "wrong"),
    (described("a", name=["a"]), "wrong"),
    (described("a", name="Deux\nlignes"), "wrong"),
    (described("a", name="\ud800"), "wrong"),
    (described("../a"), "wrong"),
    (described("a", website="javascript:window.hacked=1"), "wrong"),
    (described("a", website='https://a.fr/" onclick="x'), "wrong"),
    (described("a", events=[event(page="data:text/html,x")]), "wrong"),
    (described("a", events=[event(start="2027-01-14T14:00:00")]), "wrong"),
    (described("a", events=[event()] * 1001), "wrong"),
    (described("a", position={"latitude": 91, "longitude": 0}), "wrong"),
    (described("a", services="coworking"), "wrong"),
    (described("a", lineage={"parent": {"a": 1}}), "wrong"),
])  # fmt: skip
def test_what_is_wrong_is_refused_and_the_others_are_read(content: Any, code: str) -> None:
    places, refused = read(described("before"), content, described("later"))
    assert [place.slug for place in places] == ["before", "later"]
    assert [(one.where, one.code) for one in refused] == [("1.json", code)]
    for locale in factories.vocabulary().locales.values():
        assert locale.strings[f"network_refused_{code}"].format(detail=refused[0].detail)


def test_two_places_with_one_name_are_told_apart() -> None:
    places, refused = read(described("a", name="First"), described("a", name="Second"))
    assert [place.name for place in places] == ["First"]
    assert [(one.code, one.detail) for one in refused] == [("twice", "a")]


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert read(described("a", colour="red", address={"city": "Roanne", "floor": 2}))[1] == []


# --- Finding ---


def test_a_folder_a_list_and_a_description_are_found(tmp_path: Path) -> None:
    folder = network_factories.write(tmp_path / "places", [described("b"), described("a")])
    assert [one.where for one in listed(str(folder)).sources] == ["a.json", "b.json"]
    entries = ["places/a.json", " https://a.fr/lieu.json", "places/a.json"]
    (tmp_path / "list.yaml").write_text("".join(f"- {entry}\n" for entry in entries), "utf-8")
    (tmp_path / "named.json").write_text(json.dumps({"name": "Réseau", "places": entries}), "utf-8")
    for name, title in (("list.yaml", None), ("named.json", "Réseau")):
        found = listed(str(tmp_path / name))
        assert [(one.where, one.address) for one in found.sources] == [
            ("places/a.json", None), ("https://a.fr/lieu.json", "https://a.fr/lieu.json"),
        ]  # fmt: skip
        assert found.name == title
    assert [one.where for one in listed(str(folder / "a.json")).sources] == ["a.json"]


@pytest.mark.parametrize("content, code", [
    ("[1, 2]", "network.not_list"), ("a: [", "network.not_list"), ("text", "network.not_list"), ("", "network.not_list"),
    ("[]", "network.empty"), ("places: {}", "network.not_list"), ("- ''\n", "network.not_list"),
])  # fmt: skip
def test_a_list_that_is_none_is_told(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "list.yaml").write_text(content, "utf-8")
    with pytest.raises(Problems) as found:
        listed(str(tmp_path / "list.yaml"))
    assert [problem.code for problem in found.value.problems] == [code]


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problems):
        listed(str(tmp_path / "none"))
    with pytest.raises(Problems):
        listed(str(tmp_path))
    (tmp_path / "list.yaml").write_text("- gone.json\n", "utf-8")
    assert [one.code for one in read_all(listed(str(tmp_path / "list.yaml")).sources)[1]] == ["missing"]


def test_a_list_from_the_web_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        fetch, "fetch_all", lambda addresses, **_: [b'["/etc/passwd", "b/lieu.json", "file:///etc/passwd"]']
    )
    found = listed("https://a.fr/reseau/liste.json").sources
    assert [one.path for one in found] == [None, None, None]
    assert [one.address for one in found][:2] == ["https://a.fr/etc/passwd", "https://a.fr/reseau/b/lieu.json"]
    monkeypatch.undo()
    assert fetch.fetch_all([found[2].where]) == [fetch.FetchFailure("insecure")]


# --- Fetching ---


class Behaving(BaseHTTPRequestHandler):
    """A server that behaves as its address says."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, self.path[1:])()

    def good(self) -> None:
        self._send(json.dumps(described("good")).encode())

    def hostile(self) -> None:
        self._send(json.dumps(described("hostile", name=NAME, summary=NAME, events=[event(NAME)])).encode())

    def empty(self) -> None:
        self._send(b"")

    def deep(self) -> None:
        self._send(b"[" * 90_000)

    def gone(self) -> None:
        self.send_error(410)

    def huge(self) -> None:
        self._send(b"x" * 200_000)

    def away(self) -> None:
        self._redirect("http://exemple.fr/lieu.json")

    def file(self) -> None:
        self._redirect("file:///etc/passwd")

    def round(self) -> None:
        self._redirect("/round")

    def moved(self) -> None:
        self._redirect("/good")

    def slow(self) -> None:
        time.sleep(30)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b" ")
            time.sleep(0.05)

    def headers_drip(self) -> None:
        for number in range(600):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" if not number else b"X: 1\r\n")
            time.sleep(0.05)

    def garbage(self) -> None:
        self.wfile.write(b"\x00\x01garbage\r\n\r\n")

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Behaving)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


EXPECTED = {
    "gone": "status", "huge": "huge", "away": "insecure", "file": "status", "round": "status", "slow": "slow",
    "drip": "slow", "headers_drip": "slow", "garbage": "down",
}  # fmt: skip
#: How long a place is waited for, in seconds: enough for one that answers, on a busy computer.
PATIENCE = 2.0


@pytest.mark.slow
def test_a_server_that_misbehaves_keeps_nobody_waiting(server: str) -> None:
    steps: list[int] = []
    addresses = [server + path for path in ("good", "moved", *EXPECTED)]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    addresses.append(f"http://127.0.0.1:{port}/")
    start = time.monotonic()
    got = fetch.fetch_all(addresses, lambda: steps.append(1), limit=100_000, seconds=PATIENCE)
    assert time.monotonic() - start < 15
    assert [json.loads(one)["slug"] for one in got[:2] if isinstance(one, bytes)] == ["good", "good"]
    failures = [one.reason for one in got[2:] if isinstance(one, fetch.FetchFailure)]
    assert dict(zip(EXPECTED, failures, strict=False)) == EXPECTED
    assert failures[-1] == "down"
    assert len(steps) == len(addresses)


@pytest.mark.slow
def test_places_that_never_answer_do_not_take_the_turn_of_others(server: str) -> None:
    addresses = [server + "headers_drip"] * (fetch.AT_ONCE + 4) + [server + "good"]
    got = fetch.fetch_all(addresses, seconds=PATIENCE)
    assert isinstance(got[-1], bytes)


@pytest.mark.parametrize("address", ["http://exemple.fr/lieu.json", "ftp://a.fr/", "https://[", "file:///etc/passwd"])
def test_what_is_not_secure_is_not_fetched(address: str) -> None:
    assert fetch.fetch_all([address], seconds=0.3) in ([fetch.FetchFailure("insecure")], [fetch.FetchFailure("down")])


@pytest.mark.parametrize("address, other, may", [
    ("https://a.fr/lieu.json", "https://b.fr/lieu.json", True), ("http://localhost:1/", "http://127.0.0.1:2/", True),
    ("http://localhost:1/", "https://a.fr/", True), ("https://a.fr/lieu.json", "http://localhost:8000/stop", False),
    ("https://a.fr/lieu.json", "https://127.0.0.1/", False), ("https://a.fr/lieu.json", "http://[::1]/", False),
])  # fmt: skip
def test_nobody_leads_to_a_server_of_this_computer(address: str, other: str, may: bool) -> None:
    assert fetch.may_lead(address, other) is may


@pytest.mark.slow
def test_whatever_a_place_does_the_others_are_shown(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down, slow, huge, malformed, hostile: each is told on a page of its own, with the reason."""
    monkeypatch.setattr(fetch, "fetch_all", partial(fetch.fetch_all, limit=100_000, seconds=PATIENCE))
    names = ("good", "hostile", "empty", "deep", *EXPECTED)
    (tmp_path / "list.json").write_text(json.dumps([server + name for name in names]), "utf-8")
    built = make(factories.comptoir(), listed(str(tmp_path / "list.json")), tmp_path / "made")
    assert (built.places, len(built.refused)) == (2, len(names) - 2)
    shown = (tmp_path / "made/lieux/index.html").read_text("utf-8")
    assert "Good" in shown and "&lt;script&gt;" in shown and "<script" not in shown
    page = (tmp_path / "made/illisibles/index.html").read_text("utf-8")
    strings = factories.vocabulary().locales["fr"].strings
    for name, code in {"empty": "not_json", "deep": "not_json", **EXPECTED}.items():
        assert server + name in page
        assert escape(strings[f"network_refused_{code}"].partition("{")[0].strip()) in page, name


# --- Family ---


def family(*parents: tuple[str, str | None]) -> list[list[tuple[str, int, bool]]]:
    places, refused = read(*(described(slug, lineage={"parent": parent}) for slug, parent in parents))
    assert refused == []
    return [[(one.name, one.depth, one.circular) for one in members] for members in forest(places)]


def test_children_follow_their_parent() -> None:
    assert family(("c", "B"), ("b", "A"), ("a", None), ("d", "a"), ("alone", None)) == [
        [("A", 0, False), ("B", 1, False), ("C", 2, False), ("D", 1, False)]
    ]


def test_a_parent_outside_of_the_network_is_named() -> None:
    assert family(("a", "Comptoir Numérique"), ("b", "comptoir  numérique")) == [
        [("Comptoir Numérique", 0, False), ("A", 1, False), ("B", 1, False)]
    ]


def test_a_site_tells_better_than_a_name() -> None:
    parent = described("a", name="Same", website="https://www.a.fr/lieu/")
    other = described("b", name="Same")
    child = described("c", lineage={"parent": "Same", "parent_website": "http://a.fr/lieu"})
    ((first, second),) = forest(read(other, parent, child)[0])
    assert (first.place and first.place.slug, second.name, second.parent) == ("a", "C", "Same")


def test_circles_are_told_and_end() -> None:
    assert family(("a", "a")) == [[("A", 0, True)]]
    assert family(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")) == [
        [("A", 0, True), ("C", 1, False), ("B", 2, False), ("D", 1, False)]
    ]


def test_a_lineage_of_thousands_is_drawn_no_deeper_than_a_page_holds() -> None:
    ((*members,),) = family(("p0", None), *((f"p{index}", f"p{index - 1}") for index in range(1, 3000)))
    assert len(members) == 3000
    assert max(depth for _, depth, _ in members) == DEEPEST


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_everybody_who_has_a_parent_is_in_one_family(parents: list[int]) -> None:
    found = family(*((f"p{index}", f"p{parent}") for index, parent in enumerate(parents)))
    names = [name for members in found for name, _, _ in members]
    assert len(names) == len(set(names))
    assert {f"P{index}" for index in range(len(parents))} <= set(names)


# --- Pages ---

PLACES = (
    described(
        "a", name=NAME, website="https://a.fr/?a=1&b='2'", summary=NAME, position={"latitude": 46.03, "longitude": 4.07},
        address={"postal_code": "42300", "city": NAME}, services=[{"key": "con", "name": NAME}],
        events=[event(NAME, format_name=NAME, page="https://a.fr/x?y=1&z"), event("Passé", "2026-01-01T14:00:00+01:00")],
        lineage={"parent": NAME},
    ),
    described(
        "b", position={"latitude": -20.9, "longitude": 55.45}, address={"postal_code": "97400"},
        services=[{"key": "coworking", "name": "x"}], events=[event("Annulé", status="cancelled", end="2027-02-01T10:00Z")],
    ),
    described("c", address={"postal_code": "20200"}, position={"latitude": 42.7, "longitude": 9.45}),
    described("e", position={"latitude": 48.39, "longitude": -4.49}),
    described("d", address={"postal_code": "10115", "country": "DE"}, position={"latitude": 52.5, "longitude": 13.4}),
)  # fmt: skip


def test_names_are_shown_as_typed_and_run_nothing() -> None:
    files = site(*PLACES, b"{")
    for path in (path for path in files if path.endswith(".html")):
        page = told(files, path)
        assert "<script" not in page and " style=" not in page and " on" not in re.sub(r">[^<]*<", "><", page)
        assert "javascript:" not in page
    assert "&lt;script&gt;" in told(files, "lieux/index.html")
    (feature, *_) = json.loads(files[open_data.GEOJSON])["features"]
    assert feature["properties"]["name"] == NAME


@pytest.mark.parametrize("address, link", [
    ("https://good.fr@bad.fr/", False), ("https://a:b@c.fr", False), ("https://a.fr/@b?c=d@e#f@g", True),
])  # fmt: skip
def test_an_address_that_hides_where_it_leads_is_no_link(address: str, link: bool) -> None:
    files = site(described("a", website=address, events=[event(page=address)]))
    assert (f'href="{address}"' in told(files, "lieux/index.html")) is link
    assert (f'href="{address}"' in told(files, "agenda/index.html")) is link


def test_the_family_is_a_tree_of_lists() -> None:
    parents = [(f"p{index}", f"p{index - 1}" if index else None) for index in range(12)]
    files = site(*(described(slug, lineage={"parent": parent}) for slug, parent in (*parents, ("other", "P1"))))
    page = told(files, "famille/index.html")
    assert (
        page.count('<ul class="descent">') == page.count("</ul>") - page.split("<main")[0].count("</ul>") - 1 == DEEPEST
    )
    assert page.count("<li>") == page.count("</li>")
    assert "12 lieux en viennent." in page and page.count("d’après P") == 4


def test_every_link_of_the_directory_leads_somewhere() -> None:
    files = site(*PLACES, b"{")
    for path in (path for path in files if path.endswith(".html")):
        page, folder = told(files, path), path.removesuffix("index.html")
        for target in re.findall(r'(?:href|src)="([^"]*)"', page):
            if target.startswith("https://"):
                continue
            address, _, anchor = target.partition("#")
            parts: list[str] = folder.split("/")[:-1]
            for part in address.split("?")[0].split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part] if part not in ("", ".") else parts
            found = "/".join(parts)
            found = found if found in files else f"{found}/index.html".lstrip("/")
            assert found in files, (path, target)
            assert not anchor or f'id="{anchor}"' in told(files, found), (path, target)


def test_filters_hold_the_places_they_say() -> None:
    files = site(*PLACES)
    folders = {path for path in files if path.startswith(("services/", "departements/"))}
    assert folders == {
        f"{folder}/index.html"
        for folder in (
            "services/autre-con", "services/coworking", "departements/42", "departements/974", "departements/2B", "departements/29",
            "departements/ailleurs",
        )
    }  # fmt: skip
    assert 'id="lieu-a"' in told(files, "departements/42/index.html")
    assert 'id="lieu-b"' not in told(files, "departements/42/index.html")


def test_the_map_holds_who_is_in_france() -> None:
    files = site(*PLACES)
    assert set(re.findall(r'href="lieux/#lieu-(\w)" tabindex="-1"', told(files, "index.html"))) == {"a", "b", "c", "e"}
    assert len(json.loads(files[open_data.GEOJSON])["features"]) == 5


def test_the_common_agenda_holds_what_is_to_come() -> None:
    files = site(*PLACES)
    assert "Passé" not in told(files, "agenda/index.html")
    assert "Annulé" in told(files, "agenda/index.html")
    calendar = icalendar.Calendar.from_ical(files[open_data.CALENDAR])
    assert {str(one["summary"]): one.get("status") for one in calendar.events} == {NAME: None, "Annulé": "CANCELLED"}
    assert [one.required for one in calendar.events if any(name not in one for name in one.required)] == []
    assert len({str(one["uid"]) for one in calendar.events}) == 2


def test_events_that_end_before_they_begin_are_left_out() -> None:
    (place,), _ = read(described("a", events=[event(end="2027-01-14T13:00:00+01:00")]))
    assert listings.coming([place], dt.date(2027, 1, 1)) == []


def test_a_network_of_nobody_is_still_a_site() -> None:
    files = site(b"")
    assert "illisibles/index.html" in files and "lieux/index.html" in files
    assert "None" not in told(files, "index.html")


def test_the_same_network_gives_the_same_bytes() -> None:
    assert site(*PLACES) == site(*reversed(PLACES))


# --- Writing ---


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "network"
    listing = sources.Listing([NetworkSource("a", data=json.dumps(described("a")).encode())])
    for _ in range(2):
        assert make(factories.comptoir(), listing, output).places == 1
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    (tmp_path / "file").touch()
    for name in ("mine", "file"):
        with pytest.raises(Problems):
            make(factories.comptoir(), listing, tmp_path / name)
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "dear"


def test_the_command_tells_who_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tierslieu.cli import main
    from tierslieu.loading import load
    from tierslieu.rendering import template_cache

    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)  # nothing is sown in the template
    monkeypatch.setattr(load, "load", lambda root, today: factories.comptoir(today=today))
    folder = network_factories.write(tmp_path / "places", [described("a")])
    (folder / "b.json").write_text("{", "utf-8")
    done = CliRunner().invoke(main.cli, ["network", "build", str(folder), "--output", str(tmp_path / "made")])
    assert done.exit_code == 0, done.output
    assert "b.json" in done.output and "1 lieu(x)" in done.output
    assert (tmp_path / "made" / "index.html").exists()


def test_the_census_of_2019_makes_a_directory() -> None:
    from support.requirements import need_file

    need_file(network_factories.CENSUS)
    files = site(*network_factories.census())
    assert len(json.loads(files[open_data.SUMMARY])["places"]) == 756
    assert json.loads(files[open_data.SUMMARY])["refused"] == []
