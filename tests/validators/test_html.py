"""Every page and every HTML document, judged by the Nu HTML checker and by html-validate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from support import network_site
from support.built_places import HOSTILE, PLACES, html_files
from support.generated_places import run
from support.requirements import require_file, require_program

pytestmark = pytest.mark.slow

NODE = Path(__file__).parent / "node_modules"
NU, SECOND = "nu", "html-validate"
#: What html-validate checks; a rule that is off has its reason.
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        # The menu is there twice, in a row and behind a button, under one name: only one of them is ever displayed.
        "unique-landmark": "off",
        # A table that scrolls by itself is a region that the keyboard reaches; a <section> can't take the focus better.
        "prefer-native-element": ["error", {"exclude": ["region"]}],
        # Names given to a list: ARIA allows them, and they are read out.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    },
}
#: A page that both must refuse.
WRONG = "wrong.html"
#: Pandoc writes documents so; the checker calls it harmless.
HARMLESS = "Trailing slash on void elements"
#: The checker reads files, which have no address: to it, nothing comes from the site itself. Browsers, which read the
#: site from a host with its policy, say nothing (tests/browser).
WITHOUT_ADDRESS = "Content Security Policy (meta tag)"

Judge = Callable[[str], dict[str, list[str]]]


@pytest.fixture(scope="session")
def directory(shared_folder: Callable[..., Path]) -> list[Path]:
    """The pages of a network of places."""
    return sorted((shared_folder("network", network_site.build_network_site) / "network").rglob("*.html"))


@pytest.fixture(scope="session")
def judged(shared_folder: Callable[..., Path], built_place: Callable[[str], Path], directory: list[Path]) -> Judge:
    """``judged(judge)``: what it says of each file, by path. Each judge runs once, over everything."""

    def judged(judge: str) -> dict[str, list[str]]:
        command = {NU: _nu, SECOND: _html_validate}[judge]()

        def make(folder: Path) -> None:
            (folder / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
            (folder / WRONG).write_text(_wrong(built_place(HOSTILE)), encoding="utf-8")
            files = [str(path) for name in PLACES for path in html_files(built_place(name))] + list(map(str, directory))
            done = run([*command, *files, str(folder / WRONG)], folder)
            (folder / "said").write_text(done.output, encoding="utf-8")

        folder = shared_folder(f"judged/{judge}", make)
        said = (folder / "said").read_text(encoding="utf-8")
        try:
            return {NU: _of_nu, SECOND: _of_html_validate}[judge](json.loads(said))
        except json.JSONDecodeError:
            pytest.fail(f"{judge} broke down:\n{said}")

    return judged


def _wrong(root: Path) -> str:
    """A page with a hole in its escaping."""
    home = (root / "public/index.html").read_text(encoding="utf-8")
    assert "<h1" in home
    return home.replace("<h1", "<b id=content><h1 style=x", 1)


def _nu() -> list[str]:
    jar = require_file(NODE / "vnu-jar/build/dist/vnu.jar")
    java = [
        require_program("java"),
        "-Xss8m",
        "-XX:TieredStopAtLevel=1",
    ]  # the second option: it lives for seconds only
    return [*java, "-jar", str(jar), "--stdout", "--exit-zero-always", "--format", "json"]


def _of_nu(said: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in said["messages"]:
        kind = one.get("subType") or one["type"]
        text = f"{kind}: {one['message']} (line {one.get('lastLine')}: {one.get('extract', '').strip()})"
        found.setdefault(unquote(urlsplit(one.get("url", "")).path), []).append(text)
    return found


def _html_validate() -> list[str]:
    script = require_file(NODE / "html-validate/bin/html-validate.mjs")
    return [require_program("node"), str(script), "--config", "rules.json", "--formatter", "json"]


def _of_html_validate(said: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {
        one["filePath"]: [f"{m['ruleId']}: {m['message']} (line {m['line']})" for m in one["messages"]] for one in said
    }


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("judge", [NU, SECOND])
def test_no_error_and_no_warning(judged: Judge, built_place: Callable[[str], Path], judge: str, name: str) -> None:
    said = judged(judge)
    files = list(html_files(built_place(name)))
    assert len(files) > 20
    found = {
        str(path): messages
        for path in files
        if (
            messages := [
                text
                for text in said.get(str(path), [])
                if WITHOUT_ADDRESS not in text and not (is_document(path) and HARMLESS in text)
            ]
        )
    }
    assert found == {}


@pytest.mark.validators
@pytest.mark.parametrize("judge", [NU, SECOND])
def test_a_network_has_no_error_and_no_warning(judged: Judge, directory: list[Path], judge: str) -> None:
    said = judged(judge)
    assert {str(path): messages for path in directory if (messages := said.get(str(path), []))} == {}


def is_document(path: Path) -> bool:
    return path.parent.name == "documents"


@pytest.mark.validators
@pytest.mark.parametrize("judge", [NU, SECOND])
def test_the_judge_does_judge(judged: Judge, judge: str) -> None:
    (said,) = [messages for path, messages in judged(judge).items() if Path(path).name == WRONG]
    assert len(said) > 1
