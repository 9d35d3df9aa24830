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
from typing import Any, Protocol

import pytest
from cookiecutter.environment import StrictEnvironment
from support.generated_places import (
    CommandResult,
    clean_environment,
    complete_answers,
    lieu_command,
    read_tree,
    run,
    tool_command,
    write_answer_file,
)
from support.paths import KIT
from support.requirements import require_linux, require_program

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


class PreGen(Protocol):
    def __call__(self, **answers: str) -> CommandResult: ...


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


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "../x",
        "a/b",
        "..",
        "A b",
        "é",
        "-x",
        "x-",
        "a--b",
        "a_b",
        "a.b",
        "con",
        "nul",
        "com1",
        "lpt9",
        "x" * 61,
        "x\n",
    ],
)
def test_a_slug_that_is_not_a_portable_folder_name_is_refused(pre_gen: PreGen, slug: str) -> None:
    result = pre_gen(space_slug=slug)
    assert result.status == 1
    assert "space_slug" in result.output
    assert repr(slug) in result.output
    assert "→" in result.output


@pytest.mark.parametrize("slug", ["x", "fil-numerique", "le-18", "42", "console", "com10", "x" * 60])
def test_a_slug_is_accepted(pre_gen: PreGen, slug: str) -> None:
    assert pre_gen(space_slug=slug) == CommandResult(0, "")


@pytest.mark.parametrize("character", ["\n", "\r\n", "\t", "\0", "\x1b", "\x7f", "\x85"], ids=ascii)
@pytest.mark.parametrize("question", ["space_name", "price_day", "licence"])
def test_control_characters_are_refused_before_any_file(pre_gen: PreGen, question: str, character: str) -> None:
    result = pre_gen(**{question: f"a{character}b"})
    assert result.status == 1
    assert question in result.output
    assert repr(f"a{character}b") in result.output
    assert "→" in result.output


@pytest.fixture
def pre_gen(tmp_path: Path) -> PreGen:
    """``pre_gen(price_day="9")``: the pre-generation hook, run as cookiecutter runs it in the new, empty folder."""

    def pre_gen(**answers: str) -> CommandResult:
        context = {"cookiecutter": complete_answers({}) | answers | {"_template": "KIT"}}
        environment = StrictEnvironment(context=context, keep_trailing_newline=True)
        source = (KIT / "hooks/pre_gen_project.py").read_text(encoding="utf-8")
        (tmp_path / "hook.py").write_text(environment.from_string(source).render(context), encoding="utf-8")
        (tmp_path / "place").mkdir()
        return run([sys.executable, "-S", "../hook.py"], tmp_path / "place", clean_environment(tmp_path / "home"))

    return pre_gen


@pytest.mark.parametrize("answers, words", [
    ({"space_slug": "../x"}, ["space_slug", "../x"]),
    ({"space_name": "a\nb", "city": "c\0d", "space_slug": "x" * 200}, ["space_name", r"a\nb", "city", r"c\x00d", "x" * 200]),
], ids=["slug", "control"])  # fmt: skip
def test_answers_refused_before_rendering_leave_no_file(
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
    assert "--replay-file" not in message  # the replay file of cookiecutter lacks the ignored answers


def test_an_unknown_question_on_the_command_line_is_refused(kit: Path, tmp_path: Path) -> None:
    require_linux()
    result = run(
        tool_command("cookiecutter", "--no-input", kit, "price_dya=12"), tmp_path, clean_environment(tmp_path / "home")
    )
    assert result.status == 1
    assert "price_dya" in message_of(result)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


# --- The command to try again ---


@pytest.mark.slow
@pytest.mark.parametrize("relative", [False, True])
def test_the_command_to_try_again_works_once_the_file_is_corrected(generate: Generator, relative: bool) -> None:
    """For a kit named by its absolute path or, as contributors do, from its own folder."""
    generate.output.mkdir()
    config = write_answer_file(generate.folder / "a.yaml", BAD | {"space_name": "L’« Exemple »", "desks": "7"})
    folder, kit = (generate.kit, ".") if relative else (generate.folder, generate.kit)
    command = tool_command("cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, kit)
    message = message_of(run(command, folder, clean_environment(generate.home)))
    again = next(shlex.split(line) for line in message.splitlines() if "--replay-file" in line)
    replay = Path(again[again.index("--replay-file") + 1])
    assert str(replay) in message.split("cookiecutter --replay-file")[0]
    content = json.loads(replay.read_text(encoding="utf-8"))
    content["cookiecutter"]["price_day"] = "16"
    replay.write_text(json.dumps(content), encoding="utf-8")
    result = run(
        [*tool_command(again[0], *again[1:]), "--output-dir", str(generate.output)],
        folder,
        clean_environment(generate.home),
    )
    assert result.status == 0, result.output
    place = generate.output / "lieu-exemple"
    assert "day: 16.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert 'name: "L’« Exemple »"' in (place / "config/space.yaml").read_text(encoding="utf-8")
    assert "desks: 7" in (place / "config/space.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cookiecutter", "cruft"])
def test_without_a_replay_file_the_command_to_try_again_has_the_answer_file(generate: Generator, name: str) -> None:
    """cruft writes no replay file; cookiecutter can be set to write it elsewhere."""
    config = write_answer_file(generate.folder / "a.yaml", BAD, replay_dir=str(generate.folder / "elsewhere"))
    start = ["create"] if name == "cruft" else []
    result = run(
        tool_command(name, *start, "--no-input", "--config-file", config, generate.kit),
        generate.folder,
        clean_environment(generate.home),
    )
    command = next(line for line in message_of(result).splitlines() if "--config-file" in line)
    assert shlex.split(command)[0] == name
    assert str(generate.kit) in shlex.split(command)


# --- The output folder ---


def test_an_existing_folder_is_left_unchanged(generate: Generator) -> None:
    file = generate.output / "lieu-exemple" / "mine.txt"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    result = generate({"space_slug": "lieu-exemple"})
    assert result.status == 1
    assert "lieu-exemple" in result.output
    assert read_tree(generate.output) == {"lieu-exemple/mine.txt": b"mine"}


def test_a_place_is_never_overwritten(generate: Generator) -> None:
    """``--overwrite-if-exists`` would replace the files of the kit, with the changes of the team in them."""
    assert generate({"space_slug": "lieu-exemple"}).status == 0
    (generate.output / "lieu-exemple/content/fr/pages/index.md").write_text("mine", encoding="utf-8")
    message = generate.refusal({"space_slug": "lieu-exemple", "price_day": "16"}, "--overwrite-if-exists")
    assert "lieu-exemple" in message
    assert "./lieu update" in message


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
