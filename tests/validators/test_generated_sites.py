"""Sites of random places, read by validators of others: sitemaps, feeds, schema.org data, manifests, security.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import external_validators, random_places
from support.fixtures import SharedFolder
from support.generated_places import run
from support.requirements import REQUIRE_ALL, require_file, skip_or_fail
from unit.site.test_schema_org import EVENTS, REQUIRED, data, every
from unit.site.test_site import contents

from tierslieu.model import Space
from tierslieu.site.pages_build import build_pages

pytestmark = [pytest.mark.validators, pytest.mark.slow]

COUNT = 40 if REQUIRE_ALL else 12


def place(seed: int) -> Space:
    """The random place number ``seed`` with the texts of the kit, in French, in English, or in both."""
    space = random_places.place(seed)
    languages = (("fr",), ("fr", "en"), ("en",))[seed % 3]
    identity = space.identity.model_copy(update={"language": languages[0], "other_languages": languages[1:]})
    texts = [contents(language) for language in languages]
    activities = [
        replace(activity, locale=languages[0], path=activity.path.replace("/fr/", f"/{languages[0]}/"))
        for activity in space.activities
    ]
    return replace(
        space,
        identity=identity,
        activities=tuple(activities),
        pages=tuple(page for sources in texts for page in sources["pages"]),
        news=tuple(item for sources in texts for item in sources["news"]),
    )


@pytest.fixture(scope="session")
def sites(shared_folder: SharedFolder) -> list[Path]:
    """The folder of each site: sitemap, feeds, manifest, security.txt, and ``data.json`` with the data of its pages."""

    def make(folder: Path) -> None:
        for seed in range(COUNT):
            space = place(seed)
            exported = random_places.exported(space)
            public = {**build_pages(space, exported=exported), **exported}
            data_of = {path: data(page) for path, page in public.items() if path.endswith(".html")}
            files = {
                path: content
                for path, content in public.items()
                if path.endswith((".xml", "manifest.webmanifest", "security.txt"))
            }
            for path, content in {**files, "data.json": json.dumps(data_of).encode()}.items():
                file = folder / str(seed) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

    folder = shared_folder("generated-sites", make)
    return [folder / str(seed) for seed in range(COUNT)]


def files_of(sites: list[Path], name: str, least: float = 1) -> list[Path]:
    """The files called ``name`` of all sites; asserts that at least this share of the sites has one."""
    paths = [path for folder in sites for path in sorted(folder.rglob(name))]
    assert len(paths) >= least * COUNT, name
    return paths


def test_sitemaps_follow_their_schema(sites: list[Path], tmp_path: Path) -> None:
    sitemaps = files_of(sites, "sitemap.xml", 0.3)  # a sitemap needs the address of the site
    result = run([*external_validators.sitemap_command(tmp_path), *map(str, sitemaps)], tmp_path)
    assert result.status == 0, result.output


def test_feeds_follow_the_schema_of_atom(sites: list[Path], tmp_path: Path) -> None:
    feeds = [*files_of(sites, "feed.xml", 0.3), *files_of(sites, "agenda.xml")]
    result = run([*external_validators.atom_command(), *map(str, feeds)], tmp_path)
    assert result.status == 0, result.output


def test_manifests_are_valid(sites: list[Path], tmp_path: Path) -> None:
    errors = external_validators.manifest_errors(tmp_path, files_of(sites, "manifest.webmanifest"))
    assert [error for errors_of_file in errors for error in errors_of_file] == []


def test_security_txt_follows_rfc_9116(sites: list[Path]) -> None:
    try:
        from sectxt import Parser
    except ImportError:
        skip_or_fail("sectxt is not installed")
    for path in files_of(sites, "security.txt", 0.05):
        assert Parser(path.read_bytes()).errors == [], path


def graphs(sites: list[Path]) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """The schema.org graph of each page that has one, with the folder of its site."""
    for folder in sites:
        for graph in json.loads((folder / "data.json").read_bytes()).values():
            if graph:
                yield folder, graph


def test_pages_have_every_property_that_google_requires(sites: list[Path]) -> None:
    seen = set()
    for folder, graph in graphs(sites):
        for thing in every(graph):
            kind = "Event" if thing["@type"] in EVENTS else thing["@type"]
            seen.add(kind)
            if "makesOffer" not in thing:  # on the page of prices, the same place again
                missing = [name for name in REQUIRED.get(kind, ()) if thing.get(name) in (None, "", [])]
                assert missing == [], (folder, thing)
    assert set(REQUIRED) <= seen


def test_pages_have_only_types_and_properties_of_schema_org(sites: list[Path], tmp_path: Path) -> None:
    """The compiler gets each kind of graph once, as graphs that differ only in their texts have the same types."""
    kinds = {external_validators.shape(graph): graph for _, graph in graphs(sites)}
    assert len(kinds) > 30
    sources = (json.dumps({"@context": "https://schema.org", "@graph": graph}) for graph in kinds.values())
    text = "".join(f"export const g{number}: Graph = {source};\n" for number, source in enumerate(sources))
    require_file(external_validators.NODE / "schema-dts")
    assert external_validators.typescript_errors(tmp_path, {"pages.ts": text}) == []
