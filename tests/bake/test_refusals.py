"""Answers refused by cookiecutter and cruft without a terminal: nothing is left on disk, and a command to try again."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.generated_places import (
    CommandResult,
    clean_environment,
    lieu_command,
    read_tree,
    run,
    tool_command,
    write_answer_file,
)
from support.requirements import require_linux, require_program

pytestmark = pytest.mark.long

BAD = {"space_slug": "lieu-exemple", "price_day": "abc"}
#: The beginning of cookiecutter's own report of a failed hook.
REPORT = re.compile(r"^(?:ERROR: )?Stopping generation|^Traceback", re.MULTILINE)


@dataclass
class Generator:
    """cookiecutter or cruft with a home folder of its own; places go to ``output``."""

    kit: Path
    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "places"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def __call__(
        self, answers: dict[str, Any], *options: str, name: str = "cookiecutter", **environment: str
    ) -> CommandResult:
        """Generate a place from a file of ``answers``."""
        self.output.mkdir(exist_ok=True)
        config = write_answer_file(self.folder / "réponses.yaml", answers)
        start = ["create"] if name == "cruft" else []
        command = tool_command(
            name, *start, "--no-input", "--config-file", config, "--output-dir", self.output, *options, self.kit
        )
        return run(command, self.folder, clean_environment(self.home, **environment))

    def refusal(self, answers: dict[str, Any], *options: str, name: str = "cookiecutter", **environment: str) -> str:
        """The message of the kit for ``answers`` that are refused, without cookiecutter's own report."""
        before = read_tree(self.output) if self.output.exists() else {}
        result = self(answers, *options, name=name, **environment)
        assert result.status == 1, result.output
        assert (read_tree(self.output) if self.output.exists() else {}) == before
        return message_of(result)


def message_of(result: CommandResult) -> str:
    """The message of the kit: no traceback, and a last line that tells readers to ignore what cookiecutter adds."""
    message, *report = REPORT.split(result.output, maxsplit=1)
    assert report, result.output
    assert "tierslieu" not in "".join(re.findall(r'File "(.*?)"', result.output))
    assert not re.search(r'File ".*?tmp[^/]*\.py"', result.output)
    last = message.strip().splitlines()[-1]
    assert last.startswith("(") and "cookiecutter" in last and last.endswith(")")
    return message


@pytest.fixture
def generate(kit: Path, tmp_path: Path) -> Generator:
    return Generator(kit, tmp_path)


# --- Answers ---


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cookiecutter", "cruft"])
def test_answers_are_refused_together(generate: Generator, name: str) -> None:
    """Bad answers and contradictions are in the same message."""
    contradictions = {"common_costs_split": "60/50", "has_support": "non", "support_operator": "X"}
    message = generate.refusal(BAD | {"price_half_day": "20", "price_month": "-1"} | contradictions, name=name)
    for word in ("price_day", "abc", "price_month", "-1", "has_support", "support_operator", "X", "→"):
        assert word in message


@pytest.mark.parametrize("answers, words", [
    ({"space_slug": "../x"}, ["space_slug", "../x"]),
    ({"space_name": "a\nb", "city": "c\0d", "space_slug": "x" * 200}, ["space_name", r"a\nb", "city", r"c\x00d", "x" * 200]),
], ids=["slug", "control"])  # fmt: skip
def test_answers_that_are_no_text_or_no_folder_name_leave_no_file(
    generate: Generator, answers: dict[str, str], words: list[str]
) -> None:
    message = generate.refusal(answers)
    assert [word for word in words if word not in message] == []
    assert sorted(path.name for path in generate.folder.iterdir()) == ["home", "places", "réponses.yaml"]


def test_an_empty_slug_leaves_no_file(generate: Generator) -> None:
    """cookiecutter itself refuses it: the folder of the place would be the output folder."""
    result = generate({"space_slug": ""})
    assert result.status == 1
    assert "tierslieu" not in result.output
    assert read_tree(generate.output) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name, answers, words", [
    ("cookiecutter", {"price_dya": "12", "has_mediation": True}, ["price_dya", "price_day", "has_mediation", "True", "oui"]),
    ("cookiecutter", {"governance_model": "sarl", "price_day": "20"}, ["governance_model", "sarl", "scic"]),
    ("cruft", {"prix": "1", "licence": "MIT", "language": "de"}, ["prix", "licence", "MIT", "language", "de"]),
], ids=str)  # fmt: skip
def test_answers_that_cookiecutter_would_ignore_are_refused_by_name(
    generate: Generator, name: str, answers: dict[str, str], words: list[str]
) -> None:
    require_linux()
    message = generate.refusal(answers, name=name)
    assert [word for word in words if word not in message] == []
    assert "--replay" not in message  # the replay file of cookiecutter lacks the ignored answers


def test_an_unknown_question_on_the_command_line_is_refused(kit: Path, tmp_path: Path) -> None:
    require_linux()
    result = run(
        tool_command("cookiecutter", "--no-input", kit, "price_dya=12"), tmp_path, clean_environment(tmp_path / "home")
    )
    assert result.status == 1
    assert "price_dya" in message_of(result)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


# --- The command to try again ---


def command_in(message: str) -> list[str]:
    """The command that a refusal gives to start again, as a shell reads it."""
    return next(shlex.split(line) for line in message.splitlines() if line.startswith(("  cookiecutter ", "  cruft ")))


@pytest.mark.parametrize("relative", [False, True])
def test_the_command_to_start_again_works_once_the_file_is_corrected(generate: Generator, relative: bool) -> None:
    """For a kit named by a path with spaces and signs or, as contributors do, from its own folder."""
    generate.output.mkdir()
    link = generate.folder / "le kit d'été $HOME `x`"
    link.symlink_to(generate.kit)
    folder, kit = (generate.kit, Path()) if relative else (generate.output, link)
    answers = [f"{name}={answer}" for name, answer in BAD.items()] + ["space_name=L’« Exemple »", "desks=7"]
    options = ["--output-dir", str(generate.output)] if relative else []
    command = tool_command("cookiecutter", "--no-input", *options, kit, *answers)
    message = message_of(run(command, folder, clean_environment(generate.home)))
    again = command_in(message)
    assert again == ["cookiecutter", "--replay", *options, str(kit)]
    replay = Path(next(line.strip() for line in message.splitlines() if ".cookiecutter_replay" in line))
    content = json.loads(replay.read_text(encoding="utf-8"))
    content["cookiecutter"]["price_day"] = "16"
    replay.write_text(json.dumps(content), encoding="utf-8")
    result = run(tool_command(again[0], *again[1:]), folder, clean_environment(generate.home))
    assert result.status == 0, result.output
    place = generate.output / "lieu-exemple"
    assert "day: 16.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert 'name: "L’« Exemple »"' in (place / "config/space.yaml").read_text(encoding="utf-8")
    assert "desks: 7" in (place / "config/space.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["cookiecutter", pytest.param("cruft", marks=pytest.mark.slow)])
def test_the_command_to_start_again_has_the_answer_file(generate: Generator, name: str) -> None:
    require_linux()
    again = command_in(generate.refusal(BAD | {"desks": "7"}, name=name))
    file = Path(again[again.index("--config-file") + 1])
    answers = json.loads(file.read_text(encoding="utf-8"))
    answers["default_context"]["price_day"] = "16"
    file.write_text(json.dumps(answers), encoding="utf-8")
    result = run(tool_command(again[0], *again[1:]), generate.folder, clean_environment(generate.home))
    assert result.status == 0, result.output
    assert "desks: 7" in (generate.output / "lieu-exemple/config/space.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["cookiecutter", pytest.param("cruft", marks=pytest.mark.slow)])
def test_without_any_file_the_command_to_start_again_has_the_answers(generate: Generator, name: str) -> None:
    """cruft writes no replay file; cookiecutter can be set to write it elsewhere."""
    generate.output.mkdir()
    answers = BAD | {"space_name": 'L\'« Exemple » "$HOME"', "desks": "7"}
    if name == "cruft":
        command = tool_command(
            "cruft", "create", "--no-input", "--extra-context", json.dumps(answers), str(generate.kit)
        )
    else:
        settings = write_answer_file(generate.folder / "a.yaml", {}, replay_dir=str(generate.folder / "elsewhere"))
        pairs = [f"{question}={answer}" for question, answer in answers.items()]
        command = tool_command(name, "--no-input", "--config-file", settings, generate.kit, *pairs)
    message = message_of(run(command, generate.output, clean_environment(generate.home)))
    again = [part.replace("abc", "16") for part in command_in(message)]
    result = run(tool_command(again[0], *again[1:]), generate.output, clean_environment(generate.home))
    assert result.status == 0, result.output
    place = generate.output / "lieu-exemple"
    assert "desks: 7" in (place / "config/space.yaml").read_text(encoding="utf-8")
    assert "day: 16.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load((place / "config/space.yaml").read_text("utf-8"))["name"] == answers["space_name"]


# --- The output folder ---


def test_an_existing_folder_is_left_unchanged(generate: Generator) -> None:
    file = generate.output / "lieu-exemple" / "mine.txt"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    result = generate({"space_slug": "lieu-exemple"})
    assert result.status == 1
    assert "lieu-exemple" in result.output
    assert read_tree(generate.output) == {"lieu-exemple/mine.txt": b"mine"}


def test_a_wrong_short_name_over_other_files_is_refused_before_any_file(generate: Generator) -> None:
    file = generate.output / "Mon Lieu" / "mine.txt"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    assert "Mon Lieu" in generate.refusal({"space_slug": "Mon Lieu"}, "--overwrite-if-exists")


def test_no_answer_is_left_in_the_temporary_folder(generate: Generator) -> None:
    """cookiecutter leaves its copies of the hooks there."""
    folder = generate.folder / "tmp"
    folder.mkdir()
    assert generate({"space_slug": "lieu-exemple"}, TMPDIR=str(folder)).status == 0
    assert b"lieu-exemple" not in b"".join(read_tree(folder).values())


def test_a_place_is_never_overwritten(generate: Generator) -> None:
    """``--overwrite-if-exists`` would replace the files of the kit, with the changes of the team in them."""
    assert generate({"space_slug": "lieu-exemple"}).status == 0
    (generate.output / "lieu-exemple/content/fr/pages/index.md").write_text("mine", encoding="utf-8")
    message = generate.refusal({"space_slug": "lieu-exemple", "price_day": "16"}, "--overwrite-if-exists")
    assert "lieu-exemple" in message
    assert "./lieu update" in message
    assert_replays_elsewhere(generate, message)


def assert_replays_elsewhere(generate: Generator, message: str) -> None:
    """The command of the message makes the place in another folder, with the same answers."""
    again = command_in(message)
    result = run(tool_command(again[0], *again[1:]), generate.folder, clean_environment(generate.home))
    assert result.status == 0, result.output
    other = generate.folder / again[again.index("--output-dir") + 1] / "lieu-exemple"
    assert "day: 16.00" in (other / "config/prices.yaml").read_text(encoding="utf-8")


def test_answers_refused_over_other_files_leave_these_files(generate: Generator) -> None:
    """With ``--overwrite-if-exists``, cookiecutter keeps an existing folder when a hook fails; the kit must too."""
    file = generate.output / "lieu-exemple" / "mine.txt"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    result = generate(BAD, "--overwrite-if-exists")
    assert result.status == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (file.parent / "config").exists()


@pytest.fixture
def mount(generate: Generator) -> Callable[[str], list[str]]:
    """``mount("size=1m")``: the prefix of a command that mounts a file system of its own on the output folder."""

    def prefix(options: str) -> list[str]:
        generate.output.mkdir(exist_ok=True)
        script = f'mount -t tmpfs -o {options} none {shlex.quote(str(generate.output))} && exec "$@"'
        return [require_program("unshare"), "--mount", "sh", "-c", script, "sh"]

    if (
        not sys.platform.startswith("linux")
        or subprocess.run([*prefix("size=1m"), "true"], capture_output=True).returncode
    ):
        pytest.skip("mounting a file system is not allowed here")
    return prefix


def test_a_full_disk_is_reported_before_any_file(generate: Generator, mount: Callable[[str], list[str]]) -> None:
    config = write_answer_file(generate.folder / "a.yaml", {"space_slug": "lieu-exemple"})
    command = tool_command(
        "cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, generate.kit
    )
    list_output = f'"$@"; status=$?; ls -A {shlex.quote(str(generate.output))}; exit $status'
    result = run(
        [*mount("size=1m"), "sh", "-c", list_output, "sh", *command], generate.folder, clean_environment(generate.home)
    )
    assert result.status == 1
    assert "Mo" in message_of(result)
    assert not result.output.endswith("lieu-exemple\n")


@pytest.fixture
def read_only(generate: Generator) -> Iterator[list[str]]:
    """The prefix of a command that cannot write into the output folder, even as root."""
    generate.output.mkdir()
    generate.output.chmod(0o555)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    yield [require_program("setpriv"), "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"] if root else []
    generate.output.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")
def test_a_read_only_target_gets_an_error_that_names_it(generate: Generator, read_only: list[str]) -> None:
    config = write_answer_file(generate.folder / "a.yaml", {"space_slug": "lieu-exemple"})
    command = tool_command(
        "cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, generate.kit
    )
    result = run([*read_only, *command], generate.folder, clean_environment(generate.home))
    assert result.status == 1, result.output
    assert "lieu-exemple" in result.output
    assert "tierslieu" not in result.output
    assert list(generate.output.iterdir()) == []


# --- Without hooks ---


@pytest.mark.slow
def test_without_hooks_the_place_asks_for_apply_which_completes_it(generate: Generator, kit: Path) -> None:
    answers = {"space_name": "Lieu d’« exemple »", "space_slug": "lieu-exemple", "price_day": "16,50"}
    assert generate(answers).status == 0
    place = generate.output / "lieu-exemple"
    shutil.move(place, generate.folder / "with-hooks")
    assert generate(answers, "--accept-hooks", "no").status == 0
    assert not (place / "config").exists()
    assert "./lieu apply" in (place / "README.md").read_text(encoding="utf-8")

    result = run(lieu_command("check"), place, clean_environment(generate.home))
    assert result.status == 1
    assert "./lieu apply" in result.output
    assert "Traceback" not in result.output

    result = run(lieu_command("apply"), place, clean_environment(generate.home))
    assert result.status == 0, result.output
    assert read_tree(place, ".git", ".cruft.json") == read_tree(generate.folder / "with-hooks", ".git", ".cruft.json")
    assert run(lieu_command("check"), place, clean_environment(generate.home)).status == 0
    result = run(lieu_command("apply"), place, clean_environment(generate.home))
    assert result.status == 1, result.output


def test_bad_answers_are_refused_by_apply_too(unapplied_place: Path, home: Path) -> None:
    answers = json.loads((unapplied_place / "answers.json").read_text(encoding="utf-8"))
    (unapplied_place / "answers.json").write_text(json.dumps(answers | {"price_day": "abc"}), encoding="utf-8")
    result = run(lieu_command("apply"), unapplied_place, clean_environment(home))
    assert result.status == 1
    assert [word for word in ("price_day", "abc", "answers.json", "./lieu apply") if word not in result.output] == []
    assert "cookiecutter" not in result.output
    assert not (unapplied_place / "config").exists()
