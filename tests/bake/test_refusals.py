"""Refused without a terminal: through cookiecutter and cruft themselves, nothing left on disk, and how to try again."""

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
#: What cookiecutter prints when a hook fails begins here.
REPORT = re.compile(r"^(?:ERROR: )?Stopping generation|^Traceback", re.MULTILINE)


@dataclass
class Generator:
    """Cookiecutter, or cruft, on a computer of its own; ``output`` is where places are made."""

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
        """Generate from a file of ``answers``."""
        self.output.mkdir(exist_ok=True)
        config = write_answer_file(self.folder / "réponses.yaml", answers)
        start = ["create"] if name == "cruft" else []
        command = tool_command(
            name, *start, "--no-input", "--config-file", config, "--output-dir", self.output, *options, self.kit
        )
        return run(command, self.folder, clean_environment(self.home, **environment))

    def refuses(self, answers: dict[str, Any], *options: str, name: str = "cookiecutter", **environment: str) -> str:
        """What is said when the ``answers`` are refused, before cookiecutter's own report."""
        before = read_tree(self.output) if self.output.exists() else {}
        done = self(answers, *options, name=name, **environment)
        assert done.status == 1, done.output
        assert (read_tree(self.output) if self.output.exists() else {}) == before
        return ours(done)


def ours(done: CommandResult) -> str:
    """What the kit itself said: without a traceback, and ended by a line that tells to pass over what follows."""
    said, *report = REPORT.split(done.output, maxsplit=1)
    assert report, done.output
    assert "tierslieu" not in "".join(re.findall(r'File "(.*?)"', done.output))
    assert not re.search(r'File ".*?tmp[^/]*\.py"', done.output)
    last = said.strip().splitlines()[-1]
    assert last.startswith("(") and "cookiecutter" in last and last.endswith(")")
    return said


@pytest.fixture
def generate(kit: Path, tmp_path: Path) -> Generator:
    return Generator(kit, tmp_path)


# --- Answers ---


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cookiecutter", "cruft"])
def test_answers_are_refused_together(generate, name):
    """Bad ones and contradictions alike."""
    contradictions = {"common_costs_split": "60/50", "has_support": "non", "support_operator": "X"}
    said = generate.refuses(BAD | {"price_half_day": "20", "price_month": "-1"} | contradictions, name=name)
    for word in ("price_day", "abc", "price_month", "-1", "has_support", "support_operator", "X", "→"):
        assert word in said


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
def test_a_slug_that_is_no_folder_name_is_refused(pre_gen, slug):
    done = pre_gen(space_slug=slug)
    assert done.status == 1
    assert "space_slug" in done.output
    assert repr(slug) in done.output
    assert "→" in done.output


@pytest.mark.parametrize("slug", ["x", "fil-numerique", "le-18", "42", "console", "com10", "x" * 60])
def test_a_slug_is_accepted(pre_gen, slug):
    assert pre_gen(space_slug=slug) == CommandResult(0, "")


@pytest.mark.parametrize("character", ["\n", "\r\n", "\t", "\0", "\x1b", "\x7f", "\x85"], ids=ascii)
@pytest.mark.parametrize("question", ["space_name", "price_day", "licence"])
def test_control_characters_are_refused_before_any_file(pre_gen, question, character):
    done = pre_gen(**{question: f"a{character}b"})
    assert done.status == 1
    assert question in done.output
    assert repr(f"a{character}b") in done.output
    assert "→" in done.output


@pytest.fixture
def pre_gen(tmp_path: Path) -> Callable[..., CommandResult]:
    """The hook that runs before any file, as cookiecutter runs it in the new, empty folder."""

    def pre_gen(**answers: str) -> CommandResult:
        context = {"cookiecutter": complete_answers({}) | answers | {"_template": "KIT"}}
        environment = StrictEnvironment(context=context, keep_trailing_newline=True)
        source = (KIT / "hooks/pre_gen_project.py").read_text(encoding="utf-8")
        (tmp_path / "hook.py").write_text(environment.from_string(source).render(context), encoding="utf-8")
        (tmp_path / "place").mkdir()
        return run([sys.executable, "-S", "../hook.py"], tmp_path / "place", clean_environment(tmp_path / "home"))

    return pre_gen


@pytest.mark.parametrize("answers, named", [
    ({"space_slug": "../x"}, ["space_slug", "../x"]),
    ({"space_name": "a\nb", "city": "c\0d", "space_slug": "x" * 200}, ["space_name", r"a\nb", "city", r"c\x00d", "x" * 200]),
], ids=["slug", "control"])  # fmt: skip
def test_what_must_not_be_rendered_leaves_nothing(generate, answers, named):
    said = generate.refuses(answers)
    assert [word for word in named if word not in said] == []
    assert sorted(path.name for path in generate.folder.iterdir()) == ["home", "places", "réponses.yaml"]


def test_an_empty_slug_makes_nothing(generate):
    """Cookiecutter itself refuses it: the folder of the place would be the folder of places."""
    done = generate({"space_slug": ""})
    assert done.status == 1
    assert "tierslieu" not in done.output
    assert read_tree(generate.output) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name, answers, named", [
    ("cookiecutter", {"price_dya": "12", "has_mediation": True}, ["price_dya", "price_day", "has_mediation", "True", "oui"]),
    ("cookiecutter", {"governance_model": "sarl", "price_day": "20"}, ["governance_model", "sarl", "scic"]),
    ("cruft", {"prix": "1", "licence": "MIT", "language": "de"}, ["prix", "licence", "MIT", "language", "de"]),
], ids=str)  # fmt: skip
def test_what_cookiecutter_would_ignore_is_refused_by_name(generate, name, answers, named):
    require_linux()
    said = generate.refuses(answers, name=name)
    assert [word for word in named if word not in said] == []
    assert "--replay-file" not in said  # what cookiecutter has kept is not what was answered


def test_an_unknown_question_on_the_command_line_is_refused(kit, tmp_path):
    require_linux()
    done = run(
        tool_command("cookiecutter", "--no-input", kit, "price_dya=12"), tmp_path, clean_environment(tmp_path / "home")
    )
    assert done.status == 1
    assert "price_dya" in ours(done)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


# --- Trying again ---


@pytest.mark.slow
@pytest.mark.parametrize("relative", [False, True])
def test_the_command_to_try_again_works_once_the_file_is_corrected(generate, relative):
    """Whether the kit was named by its whole path or, as contributors do, from its own folder."""
    generate.output.mkdir()
    config = write_answer_file(generate.folder / "a.yaml", BAD | {"space_name": "L’« Exemple »", "desks": "7"})
    here, kit = (generate.kit, ".") if relative else (generate.folder, generate.kit)
    command = tool_command("cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, kit)
    said = ours(run(command, here, clean_environment(generate.home)))
    again = next(shlex.split(line) for line in said.splitlines() if "--replay-file" in line)
    replay = Path(again[again.index("--replay-file") + 1])
    assert str(replay) in said.split("cookiecutter --replay-file")[0]
    kept = json.loads(replay.read_text(encoding="utf-8"))
    kept["cookiecutter"]["price_day"] = "16"
    replay.write_text(json.dumps(kept), encoding="utf-8")
    done = run(
        [*tool_command(again[0], *again[1:]), "--output-dir", str(generate.output)],
        here,
        clean_environment(generate.home),
    )
    assert done.status == 0, done.output
    place = generate.output / "lieu-exemple"
    assert "day: 16.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert 'name: "L’« Exemple »"' in (place / "config/space.yaml").read_text(encoding="utf-8")
    assert "desks: 7" in (place / "config/space.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cookiecutter", "cruft"])
def test_without_a_replay_file_the_way_to_try_again_is_an_answer_file(generate, name):
    """Cruft keeps no answers; cookiecutter may be told to keep them elsewhere."""
    config = write_answer_file(generate.folder / "a.yaml", BAD, replay_dir=str(generate.folder / "elsewhere"))
    start = ["create"] if name == "cruft" else []
    done = run(
        tool_command(name, *start, "--no-input", "--config-file", config, generate.kit),
        generate.folder,
        clean_environment(generate.home),
    )
    command = next(line for line in ours(done).splitlines() if "--config-file" in line)
    assert shlex.split(command)[0] == name
    assert str(generate.kit) in shlex.split(command)


# --- The target ---


def test_a_folder_that_exists_already_is_left_as_it_is(generate):
    kept = generate.output / "lieu-exemple" / "mine.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    done = generate({"space_slug": "lieu-exemple"})
    assert done.status == 1
    assert "lieu-exemple" in done.output
    assert read_tree(generate.output) == {"lieu-exemple/mine.txt": b"mine"}


def test_a_place_is_never_overwritten(generate):
    """``-f`` would replace what the kit owns, and with it whatever the team has changed there."""
    assert generate({"space_slug": "lieu-exemple"}).status == 0
    (generate.output / "lieu-exemple/content/fr/pages/index.md").write_text("mine", encoding="utf-8")
    said = generate.refuses({"space_slug": "lieu-exemple", "price_day": "16"}, "--overwrite-if-exists")
    assert "lieu-exemple" in said
    assert "./lieu update" in said


def test_answers_refused_over_other_files_leave_them(generate):
    """``-f`` on a folder that holds something else: cookiecutter keeps it when a hook fails, and so must we."""
    kept = generate.output / "lieu-exemple" / "mine.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    done = generate(BAD, "--overwrite-if-exists")
    assert done.status == 1
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not (kept.parent / "config").exists()


@pytest.fixture
def mount(generate: Generator) -> Callable[[str], list[str]]:
    """``mount("ro")``: what to put before a command so that the output folder is a file system of its own."""

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


def test_a_full_disk_is_told_before_any_file(generate, mount):
    config = write_answer_file(generate.folder / "a.yaml", {"space_slug": "lieu-exemple"})
    command = tool_command(
        "cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, generate.kit
    )
    look = f'"$@"; status=$?; ls -A {shlex.quote(str(generate.output))}; exit $status'
    done = run([*mount("size=1m"), "sh", "-c", look, "sh", *command], generate.folder, clean_environment(generate.home))
    assert done.status == 1
    assert "Mo" in ours(done)
    assert not done.output.endswith("lieu-exemple\n")


@pytest.fixture
def read_only(generate: Generator) -> Iterator[list[str]]:
    """What to put before a command so that it can't write into the output folder, even as root."""
    generate.output.mkdir()
    generate.output.chmod(0o555)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    yield [require_program("setpriv"), "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"] if root else []
    generate.output.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")
def test_a_read_only_target_gets_an_error_that_names_it(generate, read_only):
    config = write_answer_file(generate.folder / "a.yaml", {"space_slug": "lieu-exemple"})
    command = tool_command(
        "cookiecutter", "--no-input", "--config-file", config, "--output-dir", generate.output, generate.kit
    )
    done = run([*read_only, *command], generate.folder, clean_environment(generate.home))
    assert done.status == 1, done.output
    assert "lieu-exemple" in done.output
    assert "tierslieu" not in done.output
    assert list(generate.output.iterdir()) == []


# --- Hooks refused ---


@pytest.mark.slow
def test_without_hooks_the_place_says_what_is_missing_and_applies_it(generate, kit):
    answers = {"space_name": "Lieu d’« exemple »", "space_slug": "lieu-exemple", "price_day": "16,50"}
    assert generate(answers).status == 0
    whole = generate.output / "lieu-exemple"
    shutil.move(whole, generate.folder / "whole")
    assert generate(answers, "--accept-hooks", "no").status == 0
    assert not (whole / "config").exists()
    assert "./lieu apply" in (whole / "README.md").read_text(encoding="utf-8")

    done = run(lieu_command("check"), whole, clean_environment(generate.home))
    assert done.status == 1
    assert "./lieu apply" in done.output
    assert "Traceback" not in done.output

    done = run(lieu_command("apply"), whole, clean_environment(generate.home))
    assert done.status == 0, done.output
    assert read_tree(whole, ".git", ".cruft.json") == read_tree(generate.folder / "whole", ".git", ".cruft.json")
    assert run(lieu_command("check"), whole, clean_environment(generate.home)).status == 0
    done = run(lieu_command("apply"), whole, clean_environment(generate.home))
    assert done.status == 1, done.output


def test_bad_answers_are_refused_by_apply_too(unapplied_place, home):
    answers = json.loads((unapplied_place / "answers.json").read_text(encoding="utf-8"))
    (unapplied_place / "answers.json").write_text(json.dumps(answers | {"price_day": "abc"}), encoding="utf-8")
    done = run(lieu_command("apply"), unapplied_place, clean_environment(home))
    assert done.status == 1
    assert [word for word in ("price_day", "abc", "answers.json", "./lieu apply") if word not in done.output] == []
    assert "cookiecutter" not in done.output
    assert not (unapplied_place / "config").exists()
