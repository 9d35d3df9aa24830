"""schema.org data of pages, checked with its TypeScript types; web manifests; security.txt."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support import external_validators
from support.built_places import HOSTILE, HOSTILE_NAME, PLACES, config_value, html_files
from support.fixtures import BuiltPlace
from support.generated_places import TODAY
from support.requirements import skip_or_fail

pytestmark = pytest.mark.slow

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graphs(root: Path) -> list[str]:
    """The JSON-LD of each page."""
    return [data for page in html_files(root) for data in _DATA.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.validators
def test_data_has_only_types_and_properties_of_schema_org(built_place: BuiltPlace, tmp_path: Path) -> None:
    """The compiler gets each kind of graph of a place once: graphs that differ in their texts have the same types."""
    sources = {}
    for name in PLACES:
        data = graphs(built_place(name))
        assert len(data) > 15, name
        kinds = {external_validators.shape(json.loads(graph)): graph for graph in data}
        sources[f"{name}.ts"] = "".join(
            f"export const g{n}: Graph = {graph};\n" for n, graph in enumerate(kinds.values())
        )
    right = next(graph for graph in graphs(built_place("fil-numerique")) if '"streetAddress"' in graph)
    wrong = right.replace('"streetAddress"', '"streetAdress"')
    sources["wrong.ts"] = f"export const g: Graph = {wrong};\n"
    errors = external_validators.typescript_errors(tmp_path, sources)
    assert [line for line in errors if not line.startswith("wrong.ts")] == []
    assert [line for line in errors if line.startswith("wrong.ts")] != []


def test_names_are_in_the_data_as_typed(built_place: BuiltPlace) -> None:
    for data in graphs(built_place(HOSTILE)):
        assert "<" not in data and ">" not in data and "&" not in data
        graph = json.loads(data)["@graph"]
        assert all(unescape(thing.get("name", "")) == thing.get("name", "") or "&" in thing["name"] for thing in graph)
    assert any(
        HOSTILE_NAME in json.dumps(json.loads(data), ensure_ascii=False).replace('\\"', '"')
        for data in graphs(built_place(HOSTILE))
    )


# --- Web manifest ---


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_the_manifest_is_valid_and_its_files_exist(built_place: BuiltPlace, tmp_path: Path, name: str) -> None:
    public = built_place(name) / "public"
    (errors,) = external_validators.manifest_errors(tmp_path, [public / "manifest.webmanifest"])
    assert errors == []
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"display": "huge", "icons": "none"}', encoding="utf-8")
    assert len(external_validators.manifest_errors(tmp_path, [wrong])[0]) > 1
    manifest = json.loads((public / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["icons"]
    for icon in manifest["icons"]:
        assert (public / icon["src"].partition("?")[0]).is_file(), icon
    for address in (manifest["start_url"], manifest["scope"], *(shortcut["url"] for shortcut in manifest["shortcuts"])):
        assert address.startswith("./"), address


# --- security.txt ---


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_security_txt_follows_rfc_9116(built_place: BuiltPlace, name: str) -> None:
    root = built_place(name)
    path = root / "public/.well-known/security.txt"
    website = str(config_value(root, "space", "contact", "website") or "")
    at_the_root = urlsplit(website).path in {"", "/"}
    assert path.exists() == (at_the_root and bool(config_value(root, "space", "contact", "email")))
    if not path.exists():
        return
    try:
        from sectxt import Parser
    except ImportError:
        skip_or_fail("sectxt is not installed")
    parser = Parser(path.read_bytes())
    assert parser.errors == []
    expires = re.search("Expires: (.*)", path.read_text(encoding="utf-8"))
    assert expires
    validity = datetime.fromisoformat(expires[1]) - datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    assert 300 < validity.days < 366
    assert Parser(b"Contact: a").errors != []
