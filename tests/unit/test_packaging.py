"""The files around the engine: versions, dependencies, documentation, ignored files, licences."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lock import PYTHONS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.doc_commands import EXAMPLE_COMMAND
from support.factories import PRICES, activity, alone, comptoir
from support.paths import KIT, TEMPLATE

import tierslieu
from tierslieu.core import yaml_reader
from tierslieu.facts import facts
from tierslieu.launcher.venv import LOCKS
from tierslieu.model import Community, Space

PROJECT = tomllib.loads((KIT / "pyproject.toml").read_text("utf-8"))
DOCUMENTATION = sorted(
    [*KIT.glob("*.md"), *(path for tree in (KIT, TEMPLATE) for path in (tree / "docs").rglob("*.md"))]
)


def test_the_version_is_the_same_everywhere() -> None:
    newest = re.search(r"^## ([0-9.]+)", (KIT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    citation = yaml_reader.parse((KIT / "CITATION.cff").read_text("utf-8")).data
    assert newest.group(1) == PROJECT["project"]["version"] == tierslieu.__version__ == citation["version"]


def test_every_dependency_has_a_reason() -> None:
    requirements = [line for lock in LOCKS for line in direct_requirements(lock)]
    assert all(re.search(r"\S\s+# \w", line) for line in requirements)
    lines = (KIT / "pyproject.toml").read_text("utf-8").splitlines()
    names = [name for group in PROJECT["dependency-groups"].values() for name in group if isinstance(name, str)]
    for name in names:
        assert any(re.match(rf'\s*"{re.escape(name)}",\s+# \w', line) for line in lines), name
    package = json.loads((KIT / "tests" / "validators" / "package.json").read_text("utf-8"))
    assert set(package["dependencies"]) == set(package["//"]) - {""}


def direct_requirements(lock: str) -> list[str]:
    """The lines of the list from which ``lock`` is made, each with its reason."""
    source = (TEMPLATE / "tierslieu" / lock).with_suffix(".in").read_text("utf-8")
    return [line for line in source.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_place_installs_exact_versions_with_hashes(lock: str) -> None:
    text = (TEMPLATE / "tierslieu" / lock).read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]
    pinned: dict[str, list[str]] = {}
    for entry in entries:
        requirement, *hashes = entry.split(" \\\n")
        match = re.fullmatch(r"([a-z0-9-]+)==([0-9.]+(?:post[0-9]+)?)(?: ; .+)?", requirement)
        assert match and hashes, requirement
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", line) for line in hashes), requirement
        pinned.setdefault(match.group(1), []).append(match.group(2))
    for line in direct_requirements(lock):
        requirement = Requirement(line.partition("  #")[0])
        versions = pinned[canonicalize_name(requirement.name)]
        assert any(requirement.specifier.contains(version) for version in versions), line


def test_node_packages_are_pinned_and_locked_without_a_host() -> None:
    folder = KIT / "tests" / "validators"
    package = json.loads((folder / "package.json").read_text("utf-8"))
    locked = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in package["dependencies"].items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert not [name for name, entry in locked.items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in locked.items() if name)


def test_every_question_is_in_the_documentation() -> None:
    page = (KIT / "docs" / "reference" / "questions.md").read_text("utf-8")
    questions = [name for name in json.loads((KIT / "cookiecutter.json").read_text("utf-8")) if name[0] != "_"]
    assert [name for name in questions if f"`{name}`" not in page] == []


#: The name that the documentation gives to an element of each list.
ELEMENTS = {
    "areas": "area",
    "photos": "photo",
    "transport": "way",
    "community": "person",
    "organisations": "organisation",
    "activities": "activity",
    "streams": "stream",
    "stream.shares": "share",
    "common_costs": "share",
    "audiences": "audience",
    "next_prices.changes": "change",
    "offers": "offer",
    "passes": "book",
}
#: Keys with the facts of an organisation, service or picture, which the documentation lists once.
NOT_EXPANDED = {
    "operator",
    "collects",
    "invoices",
    "insures",
    "employs",
    "organisation",
    "collector",
    "publisher",
    "also_opens",
    "photo",
    "plan",
}


def names(facts: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """The names of placeholders, as the documentation writes them."""
    for key, value in facts.items():
        name = prefix + key
        if name in ELEMENTS:
            yield name
            for element in value:
                yield from names(element, f"{ELEMENTS[name]}.")
        elif isinstance(value, dict) and value and key not in NOT_EXPANDED:
            yield from names(value, f"{name}.")
        else:
            yield name


def shared() -> Space:
    """A place with every kind of fact: other prices, a next grid, streams, other roles, measures."""
    shares = {"cooperative": 80, "association": 20}
    photo = {"photo": "images/x.jpg", "alt": "Une table"}
    person = {"name": "Camille", "agreed": "2027-01-01", "photo": "images/y.jpg"}
    return comptoir(
        activities=(activity(roles={"runs": "cooperative"}),),
        identity={
            "areas": [{"key": "a", "name": "Salle", **photo}],
            "photos": [photo],
            "transport": [{"mode": "bus", "name": "Ligne 1"}],
        },
        community=Community.model_validate({"people": [person]}),
        organisations={
            "streams": {"coworking": {"shares": shares}},
            "common_costs": {"key": "area", "measures": shares},
        },
        prices={
            "audiences": {"reduced": "Étudiants"},
            "grids": [
                {**PRICES["grids"][0], "reduced": {"day": 10}},
                {"from": "2027-02-01", "amounts": {"day": 16}},
            ],
        },
    )


@pytest.mark.parametrize("space", [shared(), comptoir(), alone()], ids=["shared", "two", "one"])
def test_every_placeholder_is_in_the_documentation(space: Space) -> None:
    page = (TEMPLATE / "docs" / "reference" / "placeholders.md").read_text("utf-8")
    placeholders = set(names(facts(space, "fr", document=False)))
    assert placeholders >= {
        "organisation.vat.mention",
        "offer.ht",
        "book.golden_ticket.until",
        "services.coworking.insures",
    }
    examples = ("prices.", "services.mediation.", "services.support.", "processings.")
    assert sorted(name for name in placeholders if not name.startswith(examples) and f"`{name}" not in page) == []


def test_both_languages_have_the_same_names() -> None:
    french, english = (set(names(facts(shared(), locale, document=False))) for locale in ("fr", "en"))
    # The activities of a language are its own texts.
    assert {name for name in french if not name.startswith("activity.")} == english


@pytest.mark.parametrize("page", DOCUMENTATION, ids=lambda page: str(page.relative_to(KIT)))
def test_links_of_the_documentation_lead_to_files(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if target.startswith("docs/images/"):
            continue  # written by make images
        assert (page.parent / target).exists(), target
        if page.is_relative_to(TEMPLATE):  # a place has no other file of the documentation
            assert (page.parent / target).resolve().is_relative_to(TEMPLATE / "docs"), target


def test_the_documentation_names_every_command_and_no_other() -> None:
    from tierslieu.cli.main import cli

    commands = {name for page in DOCUMENTATION for name in re.findall(r"\./lieu ([a-z]+)", page.read_text("utf-8"))}
    assert commands >= set(cli.commands) - {"apply"}
    assert commands - {EXAMPLE_COMMAND} <= set(cli.commands)
    makefile = (KIT / "Makefile").read_text("utf-8")
    targets = {
        name for page in DOCUMENTATION for name in re.findall(r"`?make ([a-z]+)`?$", page.read_text("utf-8"), re.M)
    }
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in targets)


def test_file_names_of_the_documentation_are_ascii() -> None:
    assert all(str(path.relative_to(KIT)).isascii() for tree in (KIT, TEMPLATE) for path in (tree / "docs").rglob("*"))


@pytest.mark.skipif(not (KIT / ".git").exists(), reason="git rules only hold in a clone")
@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("public/index.html", True),
        ("documents/charte.pdf", True),
        (".public.new/index.html", True),
        (".documents.old/x", True),
        (".venv/bin/python", True),
        ("tierslieu/cli/__pycache__/main.pyc", True),
        ("tierslieu/documents/typst_pdf.py", False),
        ("theme/documents/document.css", False),
        ("overrides/documents/document.css", False),
        ("config/space.yaml", False),
        (".cruft.json", False),
    ],
)
def test_git_ignores_what_is_built_and_no_source(path: str, ignored: bool) -> None:
    command = ["git", "check-ignore", "--quiet", "--no-index", f"{TEMPLATE.name}/{path}"]
    process = subprocess.run(command, cwd=KIT, check=False)
    assert (process.returncode == 0) is ignored


@pytest.mark.skipif(not (KIT / ".git").exists(), reason="only a clone records modes on every system")
def test_scripts_are_executable() -> None:
    scripts = [f"{TEMPLATE.name}/lieu", ".ci/run"]
    listing = subprocess.run(["git", "ls-files", "--stage", "--", *scripts], cwd=KIT, capture_output=True, check=True)
    assert [line.split()[0] for line in listing.stdout.decode().splitlines()] == ["100755"] * len(scripts)
    assert b"\r" not in (TEMPLATE / "lieu").read_bytes()


WORKFLOWS = [*(KIT / ".github/workflows").glob("*.yml"), *(TEMPLATE / ".github/workflows").glob("*.yml")]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_pin_their_actions_and_cannot_write(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    data = yaml_reader.parse(text).data
    actions = [step["uses"] for job in data["jobs"].values() for step in job["steps"] if "uses" in step]
    assert actions and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in actions)
    assert len(re.findall(r"uses: \S+ # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(actions)
    assert data["permissions"] in ({}, {"contents": "read"})


def test_the_kit_is_tested_on_every_system_with_the_first_and_the_last_python() -> None:
    matrix = yaml_reader.parse((KIT / ".github/workflows/tests.yml").read_text("utf-8")).data["jobs"]["everyday"][
        "strategy"
    ]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"] == [PYTHONS[0], PYTHONS[-1]]


def test_the_engine_has_its_licence() -> None:
    licence = (KIT / "LICENSES" / "AGPL-3.0-or-later.txt").read_bytes()
    assert (TEMPLATE / "tierslieu" / "LICENSE").read_bytes() == licence
