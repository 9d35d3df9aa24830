"""The sites of generated places, judged by those who read them: maps, feeds, data of pages, manifest, security.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import external_validators, random_places
from support.generated_places import run
from support.requirements import REQUIRE_ALL, require_file, skip_or_fail
from unit.site.test_schema_org import EVENTS, REQUIRED, data, every
from unit.site.test_site import contents

from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = [pytest.mark.validators, pytest.mark.slow]

HOW_MANY = 100 if REQUIRE_ALL else 12


def place(seed: int) -> Space:
    """The generated place number ``seed`` with the texts of the kit: in French, in English, or in both."""
    space = random_places.place(seed)
    languages = (("fr",), ("fr", "en"), ("en",))[seed % 3]
    identity = space.identity.model_copy(update={"language": languages[0], "other_languages": languages[1:]})
    texts = [contents(language) for language in languages]
    activities = [
        replace(one, locale=languages[0], path=one.path.replace("/fr/", f"/{languages[0]}/"))
        for one in space.activities
    ]
    return replace(
        space,
        identity=identity,
        activities=tuple(activities),
        **{kind: tuple(one for told in texts for one in told[kind]) for kind in ("pages", "news")},
    )


@pytest.fixture(scope="session")
def sites(shared_folder: Callable[..., Path]) -> list[Path]:
    """What machines read of each site, in a folder: its map, feeds, manifest and security.txt; the data of its pages."""

    def make(folder: Path) -> None:
        for seed in range(HOW_MANY):
            space = place(seed)
            public = build_pages(space, exported=random_places.exported(space)) | random_places.exported(space)
            data_of = {path: data(page) for path, page in public.items() if path.endswith(".html")}
            kept = {
                path: content
                for path, content in public.items()
                if path.endswith((".xml", "manifest.webmanifest", "security.txt"))
            }
            for path, content in {**kept, "data.json": json.dumps(data_of).encode()}.items():
                file = folder / str(seed) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

    folder = shared_folder("generated-sites", make)
    return [folder / str(seed) for seed in range(HOW_MANY)]


def found(sites: list[Path], name: str, least: float = 1) -> list[Path]:
    """The files called ``name`` of all sites; at least that part of the sites has one."""
    paths = [path for folder in sites for path in sorted(folder.rglob(name))]
    assert len(paths) >= least * HOW_MANY, name
    return paths


def test_maps_follow_their_schema(sites: list[Path], tmp_path: Path) -> None:
    maps = found(sites, "sitemap.xml", 0.3)  # a map needs the address of the site
    done = run([*external_validators.sitemap_command(tmp_path), *map(str, maps)], tmp_path)
    assert done.status == 0, done.output


def test_feeds_follow_the_schema_of_atom(sites: list[Path], tmp_path: Path) -> None:
    feeds = [*found(sites, "feed.xml", 0.3), *found(sites, "agenda.xml")]
    done = run([*external_validators.atom_command(), *map(str, feeds)], tmp_path)
    assert done.status == 0, done.output


def test_manifests_are_valid(sites: list[Path], tmp_path: Path) -> None:
    faults = external_validators.manifest_errors(tmp_path, found(sites, "manifest.webmanifest"))
    assert {fault for one in faults for fault in one} == set()


def test_security_txt_follows_rfc_9116(sites: list[Path]) -> None:
    try:
        from sectxt import Parser
    except ImportError:
        skip_or_fail("sectxt is not installed")
    for path in found(sites, "security.txt", 0.05):
        assert Parser(path.read_bytes()).errors == [], path


def things(sites: list[Path]) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """The graph of each page that has one."""
    for folder in sites:
        for graph in json.loads((folder / "data.json").read_bytes()).values():
            if graph:
                yield folder, graph


def test_pages_tell_all_that_google_requires(sites: list[Path]) -> None:
    seen = set()
    for folder, graph in things(sites):
        for one in every(graph):
            kind = "Event" if one["@type"] in EVENTS else one["@type"]
            seen.add(kind)
            if "makesOffer" not in one:  # the same place again, on the page of prices
                assert [name for name in REQUIRED.get(kind, ()) if one.get(name) in (None, "", [])] == [], (folder, one)
    assert set(REQUIRED) <= seen


def test_pages_tell_only_what_schema_org_knows(sites: list[Path], tmp_path: Path) -> None:
    """Graphs that differ by their texts alone are of the same types: the compiler gets each kind once."""
    kinds = {shape(graph): graph for _, graph in things(sites)}
    assert len(kinds) > 30
    sources = (json.dumps({"@context": "https://schema.org", "@graph": graph}) for graph in kinds.values())
    text = "".join(f"export const g{number}: Graph = {source};\n" for number, source in enumerate(sources))
    require_file(external_validators.NODE / "schema-dts")
    assert external_validators.typescript_errors(tmp_path, {"pages.ts": text}) == []


def shape(value: Any) -> str:
    """What the types of schema.org see of some data: its keys, its types, its enumerations; not its texts."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{value[key] if key == '@type' else shape(value[key])}" for key in value) + "}"
    if isinstance(value, list):
        return "[" + "|".join(sorted({shape(one) for one in value})) + "]"
    if isinstance(value, str):
        return value if re.match("https?://schema.org/", value) else "text"
    return type(value).__name__
