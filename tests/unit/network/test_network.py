"""A network of places: one bad file never hides the other places, and no content of a file is executed."""

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
from tierslieu.network import fetch, listings, open_data
from tierslieu.network.build import build_directory, render_directory
from tierslieu.network.family_tree import MAX_DEPTH, families
from tierslieu.network.place_descriptions import RefusedDescription, read_descriptions
from tierslieu.network.sources import NetworkSource, PlaceList, read_place_list

NAME = '<script>window.hacked=1</script> L\'Étincelle : "café" {{ 7*7 }} 漢 \u202eأبجد'


def read(*contents: Any) -> tuple[list[Description], list[RefusedDescription]]:
    """The places read from ``contents`` (bytes, or data to write as JSON), and the refused ones."""
    files = [content if isinstance(content, bytes) else json.dumps(content).encode() for content in contents]
    return read_descriptions([NetworkSource(f"{index}.json", data=data) for index, data in enumerate(files)])


def site(*contents: Any) -> dict[str, bytes]:
    """The files of the directory made of ``contents``, as for ``read``."""
    places, refused = read(*contents)
    return render_directory(factories.comptoir(), None, places, refused)


def text_of(files: dict[str, bytes], path: str) -> str:
    return files[path].decode("utf-8")


# --- Reading ---


def test_the_export_of_the_kit_is_read() -> None:
    space = factories.comptoir(activities=(factories.activity(rrule="FREQ=WEEKLY;COUNT=3"),))
    (place,), refused = read(random_places.exported(space)["lieu.json"])
    assert refused == []
    assert (place.name, place.slug, place.website) == (space.identity.name, "comptoir-exemple", "https://exemple.fr/")
    assert [event.start.isoformat() for event in place.events] == [
        f"2027-01-{day}T14:00:00+01:00" for day in (14, 21, 28)
    ]  # fmt: skip
    assert place.prices is not None
    assert {offer.key: offer.amount for offer in place.prices.offers}["pass_10"] == 80


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
def test_an_invalid_description_is_refused_and_the_others_are_read(content: Any, code: str) -> None:
    places, refused = read(described("before"), content, described("later"))
    assert [place.slug for place in places] == ["before", "later"]
    assert [(refusal.where, refusal.code) for refusal in refused] == [("1.json", code)]
    for locale in factories.vocabulary().locales.values():
        assert locale.strings[f"network_refused_{code}"].format(detail=refused[0].detail)


def test_the_second_of_two_places_with_the_same_slug_is_refused() -> None:
    places, refused = read(described("a", name="First"), described("a", name="Second"))
    assert [place.name for place in places] == ["First"]
    assert [(refusal.code, refusal.detail) for refusal in refused] == [("twice", "a")]


def test_unknown_keys_are_ignored() -> None:
    assert read(described("a", colour="red", address={"city": "Roanne", "floor": 2}))[1] == []


# --- Lists of places ---


def test_a_folder_a_list_and_a_description_are_lists_of_places(tmp_path: Path) -> None:
    folder = network_factories.write(tmp_path / "places", [described("b"), described("a")])
    assert [source.where for source in read_place_list(str(folder)).sources] == ["a.json", "b.json"]
    entries = ["places/a.json", " https://a.fr/lieu.json", "places/a.json"]
    (tmp_path / "list.yaml").write_text("".join(f"- {entry}\n" for entry in entries), "utf-8")
    (tmp_path / "named.json").write_text(json.dumps({"name": "Réseau", "places": entries}), "utf-8")
    for name, title in (("list.yaml", None), ("named.json", "Réseau")):
        place_list = read_place_list(str(tmp_path / name))
        assert [(source.where, source.address) for source in place_list.sources] == [
            ("places/a.json", None), ("https://a.fr/lieu.json", "https://a.fr/lieu.json"),
        ]  # fmt: skip
        assert place_list.name == title
    assert [source.where for source in read_place_list(str(folder / "a.json")).sources] == ["a.json"]


@pytest.mark.parametrize("content, code", [
    ("[1, 2]", "network.not_list"), ("a: [", "network.not_list"), ("text", "network.not_list"), ("", "network.not_list"),
    ("[]", "network.empty"), ("places: {}", "network.not_list"), ("- ''\n", "network.not_list"),
])  # fmt: skip
def test_an_invalid_list_is_reported(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "list.yaml").write_text(content, "utf-8")
    with pytest.raises(Problems) as raised:
        read_place_list(str(tmp_path / "list.yaml"))
    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_missing_list_or_place_is_reported(tmp_path: Path) -> None:
    with pytest.raises(Problems):
        read_place_list(str(tmp_path / "none"))
    with pytest.raises(Problems):
        read_place_list(str(tmp_path))
    (tmp_path / "list.yaml").write_text("- gone.json\n", "utf-8")
    _, refused = read_descriptions(read_place_list(str(tmp_path / "list.yaml")).sources)
    assert [refusal.code for refusal in refused] == ["missing"]


def test_a_downloaded_list_names_no_local_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        fetch, "fetch_all", lambda addresses, **_: [b'["/etc/passwd", "b/lieu.json", "file:///etc/passwd"]']
    )
    listed = read_place_list("https://a.fr/reseau/liste.json").sources
    assert [source.path for source in listed] == [None, None, None]
    assert [source.address for source in listed][:2] == ["https://a.fr/etc/passwd", "https://a.fr/reseau/b/lieu.json"]
    monkeypatch.undo()
    assert fetch.fetch_all([listed[2].where]) == [fetch.FetchFailure("insecure")]


# --- Fetching ---


class MisbehavingHandler(BaseHTTPRequestHandler):
    """Answers as the path of the request names: ``/slow``, ``/huge``, ``/garbage``…"""

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
    server = ThreadingHTTPServer(("127.0.0.1", 0), MisbehavingHandler)
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
#: Seconds to wait for a server: enough for one that answers, on a busy computer.
TIMEOUT = 2.0


@pytest.mark.slow
def test_a_misbehaving_server_fails_within_the_time_limit(server: str) -> None:
    steps: list[int] = []
    addresses = [server + path for path in ("good", "moved", *EXPECTED)]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    addresses.append(f"http://127.0.0.1:{port}/")
    start = time.monotonic()
    results = fetch.fetch_all(addresses, lambda: steps.append(1), limit=100_000, seconds=TIMEOUT)
    assert time.monotonic() - start < 15
    assert [json.loads(result)["slug"] for result in results[:2] if isinstance(result, bytes)] == ["good", "good"]
    failures = [result.reason for result in results[2:] if isinstance(result, fetch.FetchFailure)]
    assert dict(zip(EXPECTED, failures, strict=False)) == EXPECTED
    assert failures[-1] == "down"
    assert len(steps) == len(addresses)


@pytest.mark.slow
def test_servers_that_never_answer_do_not_block_the_others(server: str) -> None:
    addresses = [server + "headers_drip"] * (fetch.MAX_PARALLEL + 4) + [server + "good"]
    results = fetch.fetch_all(addresses, seconds=TIMEOUT)
    assert isinstance(results[-1], bytes)


@pytest.mark.parametrize("address", ["http://exemple.fr/lieu.json", "ftp://a.fr/", "https://[", "file:///etc/passwd"])
def test_an_insecure_address_is_not_fetched(address: str) -> None:
    assert fetch.fetch_all([address], seconds=0.3) == [fetch.FetchFailure("insecure")]


@pytest.mark.parametrize(
    ("path", "limit", "result"),
    [
        ("huge", 200_000, b"x" * 200_000),
        ("huge", 199_999, fetch.FetchFailure("huge", "199999")),
        ("gone", 10, fetch.FetchFailure("status", "410")),
        ("away", 10, fetch.FetchFailure("insecure")),
        ("garbage", 10, fetch.FetchFailure("down")),
    ],
)
def test_a_download_is_limited(server: str, path: str, limit: int, result: fetch.FetchResult) -> None:
    assert fetch.fetch_all([server + path], limit=limit) == [result]


@pytest.mark.parametrize("address, target, allowed", [
    ("https://a.fr/lieu.json", "https://b.fr/lieu.json", True), ("http://localhost:1/", "http://127.0.0.1:2/", True),
    ("http://localhost:1/", "https://a.fr/", True), ("https://a.fr/lieu.json", "http://localhost:8000/stop", False),
    ("https://a.fr/lieu.json", "https://127.0.0.1/", False), ("https://a.fr/lieu.json", "http://[::1]/", False),
])  # fmt: skip
def test_only_a_local_server_may_redirect_to_a_local_server(address: str, target: str, allowed: bool) -> None:
    assert fetch.may_redirect(address, target) is allowed


@pytest.mark.slow
def test_one_failing_place_does_not_hide_the_others(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down, slow, huge, malformed, hostile: each is listed with its reason on the page of refused places."""
    monkeypatch.setattr(fetch, "fetch_all", partial(fetch.fetch_all, limit=100_000, seconds=TIMEOUT))
    names = ("good", "hostile", "empty", "deep", *EXPECTED)
    (tmp_path / "list.json").write_text(json.dumps([server + name for name in names]), "utf-8")
    place_list = read_place_list(str(tmp_path / "list.json"))
    summary = build_directory(factories.comptoir(), place_list, tmp_path / "made")
    assert (summary.places, len(summary.refused)) == (2, len(names) - 2)
    listing = (tmp_path / "made/lieux/index.html").read_text("utf-8")
    assert "Good" in listing and "&lt;script&gt;" in listing and "<script" not in listing
    page = (tmp_path / "made/illisibles/index.html").read_text("utf-8")
    strings = factories.vocabulary().locales["fr"].strings
    for name, code in {"empty": "not_json", "deep": "not_json", **EXPECTED}.items():
        assert server + name in page
        assert escape(strings[f"network_refused_{code}"].partition("{")[0].strip()) in page, name


# --- Family ---


def family_trees(*parents: tuple[str, str | None]) -> list[list[tuple[str, int, bool]]]:
    places, refused = read(*(described(slug, lineage={"parent": parent}) for slug, parent in parents))
    assert refused == []
    return [[(member.name, member.depth, member.circular) for member in members] for members in families(places)]


def test_children_follow_their_parent() -> None:
    assert family_trees(("c", "B"), ("b", "A"), ("a", None), ("d", "a"), ("alone", None)) == [
        [("A", 0, False), ("B", 1, False), ("C", 2, False), ("D", 1, False)]
    ]


def test_a_parent_outside_the_network_is_listed() -> None:
    assert family_trees(("a", "Comptoir Numérique"), ("b", "comptoir  numérique")) == [
        [("Comptoir Numérique", 0, False), ("A", 1, False), ("B", 1, False)]
    ]


def test_the_website_of_a_parent_takes_precedence_over_its_name() -> None:
    parent = described("a", name="Same", website="https://www.a.fr/lieu/")
    other = described("b", name="Same")
    child = described("c", lineage={"parent": "Same", "parent_website": "http://a.fr/lieu"})
    ((first, second),) = families(read(other, parent, child)[0])
    assert (first.place and first.place.slug, second.name, second.parent) == ("a", "C", "Same")


def test_cycles_are_marked() -> None:
    assert family_trees(("a", "a")) == [[("A", 0, True)]]
    assert family_trees(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")) == [
        [("A", 0, True), ("C", 1, False), ("B", 2, False), ("D", 1, False)]
    ]


@pytest.mark.long
def test_a_long_lineage_is_drawn_no_deeper_than_the_maximum() -> None:
    ((*members,),) = family_trees(("p0", None), *((f"p{index}", f"p{index - 1}") for index in range(1, 3000)))
    assert len(members) == 3000
    assert max(depth for _, depth, _ in members) == MAX_DEPTH


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_a_place_with_a_parent_is_in_exactly_one_family(parents: list[int]) -> None:
    trees = family_trees(*((f"p{index}", f"p{parent}") for index, parent in enumerate(parents)))
    names = [name for members in trees for name, _, _ in members]
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


def test_names_are_escaped() -> None:
    files = site(*PLACES, b"{")
    for path in (path for path in files if path.endswith(".html")):
        page = text_of(files, path)
        assert "<script" not in page and " style=" not in page and " on" not in re.sub(r">[^<]*<", "><", page)
        assert "javascript:" not in page
    assert "&lt;script&gt;" in text_of(files, "lieux/index.html")
    (feature, *_) = json.loads(files[open_data.GEOJSON])["features"]
    assert feature["properties"]["name"] == NAME


@pytest.mark.parametrize("address, link", [
    ("https://good.fr@bad.fr/", False), ("https://a:b@c.fr", False), ("https://a.fr/@b?c=d@e#f@g", True),
])  # fmt: skip
def test_an_address_with_a_user_name_is_not_a_link(address: str, link: bool) -> None:
    files = site(described("a", website=address, events=[event(page=address)]))
    assert (f'href="{address}"' in text_of(files, "lieux/index.html")) is link
    assert (f'href="{address}"' in text_of(files, "agenda/index.html")) is link


def test_the_family_page_nests_lists() -> None:
    parents = [(f"p{index}", f"p{index - 1}" if index else None) for index in range(12)]
    files = site(*(described(slug, lineage={"parent": parent}) for slug, parent in (*parents, ("other", "P1"))))
    page = text_of(files, "famille/index.html")
    assert (
        page.count('<ul class="descent">')
        == page.count("</ul>") - page.split("<main")[0].count("</ul>") - 1
        == MAX_DEPTH
    )
    assert page.count("<li>") == page.count("</li>")
    assert "12 lieux en viennent." in page and page.count("d’après P") == 4


def test_every_link_of_the_directory_has_a_target() -> None:
    files = site(*PLACES, b"{")
    for path in (path for path in files if path.endswith(".html")):
        page, folder = text_of(files, path), path.removesuffix("index.html")
        for link in re.findall(r'(?:href|src)="([^"]*)"', page):
            if link.startswith("https://"):
                continue
            address, _, anchor = link.partition("#")
            parts: list[str] = folder.split("/")[:-1]
            for part in address.split("?")[0].split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part] if part not in ("", ".") else parts
            target = "/".join(parts)
            target = target if target in files else f"{target}/index.html".lstrip("/")
            assert target in files, (path, link)
            assert not anchor or f'id="{anchor}"' in text_of(files, target), (path, link)


def test_the_pages_of_services_and_departements_list_their_places() -> None:
    files = site(*PLACES)
    folders = {path for path in files if path.startswith(("services/", "departements/"))}
    assert folders == {
        f"{folder}/index.html"
        for folder in (
            "services/autre-con", "services/coworking", "departements/42", "departements/974", "departements/2B", "departements/29",
            "departements/ailleurs",
        )
    }  # fmt: skip
    assert 'id="lieu-a"' in text_of(files, "departements/42/index.html")
    assert 'id="lieu-b"' not in text_of(files, "departements/42/index.html")


def test_the_map_shows_the_places_in_france() -> None:
    files = site(*PLACES)
    assert set(re.findall(r'href="lieux/#lieu-(\w)" tabindex="-1"', text_of(files, "index.html"))) == {
        "a",
        "b",
        "c",
        "e",
    }
    assert len(json.loads(files[open_data.GEOJSON])["features"]) == 5


def test_the_common_agenda_holds_coming_events() -> None:
    files = site(*PLACES)
    assert "Passé" not in text_of(files, "agenda/index.html")
    assert "Annulé" in text_of(files, "agenda/index.html")
    calendar = icalendar.Calendar.from_ical(files[open_data.CALENDAR])
    assert {str(event["summary"]): event.get("status") for event in calendar.events} == {
        NAME: None,
        "Annulé": "CANCELLED",
    }
    assert [event.required for event in calendar.events if any(name not in event for name in event.required)] == []
    assert len({str(event["uid"]) for event in calendar.events}) == 2


def test_events_that_end_before_they_begin_are_left_out() -> None:
    (place,), _ = read(described("a", events=[event(end="2027-01-14T13:00:00+01:00")]))
    assert listings.upcoming_entries([place], dt.date(2027, 1, 1)) == []


def test_a_network_without_readable_places_has_pages() -> None:
    files = site(b"")
    assert "illisibles/index.html" in files and "lieux/index.html" in files
    assert "None" not in text_of(files, "index.html")


def test_the_same_network_gives_the_same_bytes() -> None:
    assert site(*PLACES) == site(*reversed(PLACES))


# --- Writing ---


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "network"
    place_list = PlaceList([NetworkSource("a", data=json.dumps(described("a")).encode())])
    for _ in range(2):
        assert build_directory(factories.comptoir(), place_list, output).places == 1
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    (tmp_path / "file").touch()
    for name in ("mine", "file"):
        with pytest.raises(Problems):
            build_directory(factories.comptoir(), place_list, tmp_path / name)
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "dear"


def test_the_command_lists_refused_descriptions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tierslieu.cli.main import cli
    from tierslieu.loading import load
    from tierslieu.rendering import template_cache

    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)  # no .cache/ in the template
    monkeypatch.setattr(load, "load", lambda root, today: factories.comptoir(today=today))
    folder = network_factories.write(tmp_path / "places", [described("a")])
    (folder / "b.json").write_text("{", "utf-8")
    result = CliRunner().invoke(
        cli, ["network", "build", str(folder), "--output", str(tmp_path / "made")], obj=tmp_path
    )
    assert result.exit_code == 0, result.output
    assert "b.json" in result.output and "Lieux dans l’annuaire\u00a0: 1." in result.output
    assert (tmp_path / "made" / "index.html").exists()


@pytest.mark.long
def test_the_directory_of_the_census_of_2019_holds_every_place() -> None:
    from support.requirements import require_file

    require_file(network_factories.CENSUS)
    files = site(*network_factories.census())
    assert len(json.loads(files[open_data.SUMMARY])["places"]) == 756
    assert json.loads(files[open_data.SUMMARY])["refused"] == []
