"""What other machines read of each page: schema.org data, judged by its own types; the web manifest; security.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support import external_validators
from support.built_places import HOSTILE, HOSTILE_NAME, PLACES, config_value, html_files
from support.generated_places import TODAY
from support.requirements import skip_or_fail

pytestmark = pytest.mark.slow

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graphs(root: Path) -> list[str]:
    """The data of each page, as it stands there."""
    return [found for page in html_files(root) for found in _DATA.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.validators
def test_data_has_only_things_and_facts_that_schema_org_knows(
    built_place: Callable[[str], Path], tmp_path: Path
) -> None:
    sources = {}
    for name in PLACES:
        found = graphs(built_place(name))
        assert len(found) > 15, name
        sources[f"{name}.ts"] = "".join(f"export const g{n}: Graph = {one};\n" for n, one in enumerate(found))
    right = next(one for one in graphs(built_place("fil-numerique")) if '"streetAddress"' in one)
    wrong = right.replace('"streetAddress"', '"streetAdress"')
    sources["wrong.ts"] = f"export const g: Graph = {wrong};\n"
    said = external_validators.typescript_errors(tmp_path, sources)
    assert [line for line in said if not line.startswith("wrong.ts")] == []
    assert [line for line in said if line.startswith("wrong.ts")] != []


def test_names_are_in_the_data_as_typed(built_place: Callable[[str], Path]) -> None:
    for one in graphs(built_place(HOSTILE)):
        assert "<" not in one and ">" not in one and "&" not in one
        graph = json.loads(one)["@graph"]
        assert all(unescape(thing.get("name", "")) == thing.get("name", "") or "&" in thing["name"] for thing in graph)
    assert any(
        HOSTILE_NAME in json.dumps(json.loads(one), ensure_ascii=False).replace('\\"', '"')
        for one in graphs(built_place(HOSTILE))
    )


# --- Web manifest ---


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_the_manifest_is_valid_and_its_files_are_there(
    built_place: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    public = built_place(name) / "public"
    (faults,) = external_validators.manifest_errors(tmp_path, [public / "manifest.webmanifest"])
    assert faults == []
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"display": "huge", "icons": "none"}', encoding="utf-8")
    assert len(external_validators.manifest_errors(tmp_path, [wrong])[0]) > 1
    told = json.loads((public / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert told["icons"]
    for icon in told["icons"]:
        assert (public / icon["src"].partition("?")[0]).is_file(), icon
    for address in (told["start_url"], told["scope"], *(shortcut["url"] for shortcut in told["shortcuts"])):
        assert address.startswith("./"), address


# --- security.txt ---


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_security_txt_follows_rfc_9116(built_place: Callable[[str], Path], name: str) -> None:
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
    judge = Parser(path.read_bytes())
    assert judge.errors == []
    expires = re.search("Expires: (.*)", path.read_text(encoding="utf-8"))
    assert expires
    left = datetime.fromisoformat(expires[1]) - datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    assert 300 < left.days < 366
    assert Parser(b"Contact: a").errors != []
