"""copier: the same questions as cookiecutter, the same place, and its own updates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml
from support.edited_places import NEWER_CLAUSE, TEST_VERSIONS
from support.fixtures import Bake
from support.generated_places import TERRITORIES, commit_all, complete_answers, git, read_tree, territory_answers
from support.paths import KIT

from tierslieu.generation.copier import COPIER_ANSWERS

PRESETS = {path.stem: path for path in TERRITORIES}


def questions_of_both_tools() -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The questions of cookiecutter and of copier, each with its default, choices and prompt."""
    cookie = json.loads((KIT / "cookiecutter.json").read_text(encoding="utf-8"))
    other = yaml.safe_load((KIT / "copier.yml").read_text(encoding="utf-8"))
    prompts = cookie["__prompts__"]
    first = {
        name: {"help": prompts[name], "default": default}
        if isinstance(default, str)
        else {
            "help": prompts[name]["__prompt__"].removesuffix(" (tapez le numéro)"),
            "default": default[0],
            "choices": {prompts[name][choice]: choice for choice in default},
        }
        for name, default in cookie.items()
        if not name.startswith("_")
    }
    second = {
        name: {key: value for key, value in question.items() if key != "type"}
        for name, question in other.items()
        if not name.startswith("_")
    }
    return first, second


def test_both_tools_ask_the_same() -> None:
    first, second = questions_of_both_tools()
    assert list(first) == list(second)
    for name, question in first.items():
        if "{" in str(question["default"]):  # computed, in the language of each tool; the results are compared below
            question = {**question, "default": second[name]["default"]}
        assert question == second[name], name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["défauts", "fil-numerique", "exemple-regie-publique"])
def test_both_tools_make_the_same_place(kit: Path, bake: Bake, tmp_path: Path, name: str) -> None:
    answers = territory_answers(PRESETS[name]) if name in PRESETS else {}
    copied = tmp_path / "copier"
    copier.run_copy(str(kit), copied, data=answers, defaults=True, unsafe=True, quiet=True, vcs_ref="HEAD")
    files = read_tree(copied, COPIER_ANSWERS)
    assert files == read_tree(bake(answers), ".git")
    assert (
        json.loads(files[".cruft.json"])["context"]["cookiecutter"]["space_name"]
        == complete_answers(answers)["space_name"]
    )


@pytest.mark.slow
def test_copier_updates_keep_the_changes_of_the_team(released_kit: Path, tmp_path: Path, home: Path) -> None:
    kit, place = Path(shutil.copytree(released_kit, tmp_path / "kit")), tmp_path / "place"
    answers = territory_answers(PRESETS["fil-numerique"])
    copier.run_copy(str(kit), place, data=answers, defaults=True, unsafe=True, quiet=True, vcs_ref=TEST_VERSIONS[0])
    git(place, "init", "--quiet")
    prices = place / "config/prices.yaml"
    prices.write_text(prices.read_text("utf-8").replace("day: 15.00", "day: 17.00"), encoding="utf-8", newline="\n")
    commit_all(place, "Notre prix")
    copier.run_update(place, defaults=True, unsafe=True, quiet=True, overwrite=True, vcs_ref=TEST_VERSIONS[1])
    assert "day: 17.00" in prices.read_text("utf-8")
    assert NEWER_CLAUSE in (place / "governance/fr/essai.md").read_text("utf-8")
    lineage = json.loads((place / ".cruft.json").read_text("utf-8"))
    assert lineage["commit"] == git(kit, "rev-parse", TEST_VERSIONS[1])
