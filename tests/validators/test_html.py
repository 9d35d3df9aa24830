"""Every page and every HTML document, validated by the Nu HTML checker and by html-validate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from support import network_site
from support.built_places import HOSTILE, PLACES, html_files
from support.editor_client import EditorClient
from support.editor_screens import SCREENS, furnished_place
from support.fixtures import BuiltPlace, NewPlace, SharedFolder
from support.generated_places import TODAY, run
from support.requirements import require_file, require_program

pytestmark = pytest.mark.slow

NODE = Path(__file__).parent / "node_modules"
NU, SECOND = "nu", "html-validate"
#: The rules of html-validate; a rule that is off has its reason.
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        # A table that scrolls by itself is a region that takes the focus; a <section> would do no better.
        "prefer-native-element": ["error", {"exclude": ["region"]}],
        # ARIA allows names of lists, and screen readers read them.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    },
}
#: What a validator writes, in its folder.
REPORT = "report.json"
#: A page that both validators must refuse.
WRONG = "wrong.html"
#: pandoc writes these slashes; the checker only informs about them.
HARMLESS = "Trailing slash on void elements"
#: Notes of review quote the French document, also for a place in English.
IN_FRENCH = "This document appears to be written in French"
#: The checker reads files, which have no address, so that 'self' matches nothing. tests/browser checks that browsers
#: refuse nothing.
WITHOUT_ADDRESS = "Content Security Policy (meta tag)"
#: Properties that the checker does not know yet; a browser that does not either shows no shadow beside a table, and a number
#: a little lower in its square.
NOT_YET_KNOWN = ("Property “animation-timeline” doesn't exist", "Property “text-box” doesn't exist")

#: Name of a validator → its messages on each file.
Validate = Callable[[str], dict[str, list[str]]]


@pytest.fixture(scope="session")
def directory(shared_folder: SharedFolder) -> list[Path]:
    """The pages of the directory of a network."""
    return sorted((shared_folder("network", network_site.build_network_site) / "network").rglob("*.html"))


@pytest.fixture(scope="session")
def screens(shared_folder: SharedFolder, new_place: NewPlace) -> list[Path]:
    """The screens of the editor, of a furnished place."""

    def write(folder: Path) -> None:
        client = EditorClient(furnished_place(new_place, folder / "place"), today=lambda: TODAY).enter()
        (folder / "screens").mkdir()
        for number, address in enumerate(SCREENS):
            answer = client.get(f"/{address}")
            answer = client.follow(answer) if answer.status == 303 else answer
            assert answer.status == (404 if address == "nowhere/" else 200), address
            (folder / f"screens/{number}.html").write_bytes(answer.body)

    return sorted((shared_folder("editor-screens", write) / "screens").iterdir())


@pytest.fixture(scope="session")
def validate(
    shared_folder: SharedFolder, built_place: BuiltPlace, directory: list[Path], screens: list[Path]
) -> Validate:
    """``validate(validator)``: its messages by path of file. Each validator runs once, over all files."""

    def validate(validator: str) -> dict[str, list[str]]:
        command = {NU: _nu_command, SECOND: _html_validate_command}[validator]()

        def make(folder: Path) -> None:
            (folder / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
            (folder / WRONG).write_text(_wrong(built_place(HOSTILE)), encoding="utf-8")
            files = [str(path) for name in PLACES for path in html_files(built_place(name))]
            files += map(str, [*directory, *screens])
            result = run([*command, *files, str(folder / WRONG)], folder)
            if not (folder / REPORT).exists():
                (folder / REPORT).write_text(result.output, encoding="utf-8")

        folder = shared_folder(f"validated/{validator}", make)
        output = (folder / REPORT).read_text(encoding="utf-8")
        try:
            report = json.loads(output)
        except json.JSONDecodeError:
            pytest.fail(f"{validator} failed:\n{output}")
        return _nu_messages(report) if validator == NU else _html_validate_messages(report)

    return validate


def _wrong(root: Path) -> str:
    """A page with invalid HTML."""
    home = (root / "public/index.html").read_text(encoding="utf-8")
    assert "<h1" in home
    return home.replace("<h1", "<b id=content><h1 style=x", 1)


def _nu_command() -> list[str]:
    jar = require_file(NODE / "vnu-jar/build/dist/vnu.jar")
    java = [
        require_program("java"),
        "-Xss8m",
        "-XX:TieredStopAtLevel=1",
    ]  # the second option is quicker for a process of a few seconds
    return [*java, "-jar", str(jar), "--stdout", "--exit-zero-always", "--format", "json"]


def _nu_messages(report: dict[str, Any]) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for entry in report["messages"]:
        kind = entry.get("subType") or entry["type"]
        text = f"{kind}: {entry['message']} (line {entry.get('lastLine')}: {entry.get('extract', '').strip()})"
        messages.setdefault(unquote(urlsplit(entry.get("url", "")).path), []).append(text)
    return messages


def _html_validate_command() -> list[str]:
    script = require_file(NODE / "html-validate/bin/html-validate.mjs")
    # To a file: it quits before a pipe has taken more than 64 KiB.
    return [require_program("node"), str(script), "--config", "rules.json", "--formatter", f"json={REPORT}"]


def _html_validate_messages(report: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {
        file["filePath"]: [f"{m['ruleId']}: {m['message']} (line {m['line']})" for m in file["messages"]]
        for file in report
    }


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("validator", [NU, SECOND])
def test_pages_and_documents_have_no_error_and_no_warning(
    validate: Validate, built_place: BuiltPlace, validator: str, name: str
) -> None:
    messages_by_path = validate(validator)
    files = list(html_files(built_place(name)))
    assert len(files) > 20
    faults = {
        str(path): messages
        for path in files
        if (
            messages := [
                text
                for text in messages_by_path.get(str(path), [])
                if WITHOUT_ADDRESS not in text
                and not (is_document(path) and (HARMLESS in text or any(known in text for known in NOT_YET_KNOWN)))
                and not (path.parent.name == "relecture" and IN_FRENCH in text)
            ]
        )
    }
    assert faults == {}


@pytest.mark.validators
@pytest.mark.parametrize("validator", [NU, SECOND])
def test_the_directory_of_a_network_has_no_error_and_no_warning(
    validate: Validate, directory: list[Path], validator: str
) -> None:
    messages_by_path = validate(validator)
    assert {str(path): messages for path in directory if (messages := messages_by_path.get(str(path), []))} == {}


@pytest.mark.validators
@pytest.mark.parametrize("validator", [NU, SECOND])
def test_the_screens_of_the_editor_have_no_error_and_no_warning(
    validate: Validate, screens: list[Path], validator: str
) -> None:
    messages_by_path = validate(validator)
    assert {str(path): messages for path in screens if (messages := messages_by_path.get(str(path), []))} == {}


def is_document(path: Path) -> bool:
    return "documents" in path.parts


@pytest.mark.validators
@pytest.mark.parametrize("validator", [NU, SECOND])
def test_the_validator_refuses_invalid_html(validate: Validate, validator: str) -> None:
    (messages,) = [messages for path, messages in validate(validator).items() if Path(path).name == WRONG]
    assert len(messages) > 1
