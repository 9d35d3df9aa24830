"""What ./lieu does before the tool itself starts: no network here, and no library beyond Python's own."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import ENGINE

from tierslieu.launcher import bootstrap
from tierslieu.launcher import venv as environment

MESSAGES = {path.name: json.loads(path.read_text("utf-8")) for path in (ENGINE / "launcher").glob("messages.*.json")}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place reduced to what ./lieu needs, in a folder with a space, an accent and a quote in its name."""
    root = tmp_path / "l’été d'un lieu"
    (root / "tierslieu" / "launcher").mkdir(parents=True)
    for name in (
        "__init__.py",
        "requirements.txt",
        *(f"launcher/{name}" for name in ("__init__.py", "bootstrap.py", "venv.py", *MESSAGES)),
    ):
        shutil.copy(ENGINE / name, root / "tierslieu" / name)
    shutil.copy(ENGINE.parent / "lieu", root / "lieu")
    return root


@pytest.fixture
def made(place: Path) -> Path:
    """The same, with a finished .venv, and a tool that tells how it was called."""
    venv.create(place / ".venv", symlinks=os.name != "nt")
    environment.stamp_of(place).write_text(environment.fingerprint(place), "utf-8")
    told = "json.dumps([sys.argv[1:], os.getcwd(), sys.prefix, sys.flags.utf8_mode])"
    tool = f"import json, os, sys\nprint({told})\nsys.exit(int(os.environ.get('STATUS', 0)))\n"
    (place / "tierslieu" / "__main__.py").write_text(tool, "utf-8")
    return place


@pytest.fixture
def spoken() -> list[str]:
    return []


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would have been run; of what they do, only the folder is made."""
    commands: list[list[str]] = []

    def follow(command: list[str]) -> None:
        commands.append(command)
        if "--clear" in command:
            Path(command[-1]).mkdir(exist_ok=True)

    monkeypatch.setattr(environment, "follow", follow)
    return commands


def say_to(spoken: list[str]) -> Callable[..., None]:
    return lambda key, tail="": spoken.append(key)


def failing(cause: str) -> Callable[[list[str]], None]:
    def follow(command: list[str]) -> None:
        if "pip" in command:
            raise KeyboardInterrupt if cause == "interrupted" else environment.VenvFailure(cause)

    return follow


@pytest.mark.parametrize("module", ["launcher/bootstrap.py", "launcher/venv.py", "launcher/__init__.py", "__init__.py"])
def test_an_old_python_can_read_it(module: str) -> None:
    ast.parse((ENGINE / module).read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_says_which_one_it_takes_in_every_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 1))
    assert bootstrap.main([]) == 1
    said = capsys.readouterr().err
    assert said.index("Ce lieu demande Python 99.1") < said.index("This place needs Python 99.1")


def test_every_language_says_the_same_things() -> None:
    keys = {name: set(texts) for name, texts in MESSAGES.items()}
    assert len(keys) >= 2
    assert all(each == keys["messages.fr.json"] for each in keys.values())


@pytest.mark.parametrize("name", MESSAGES)
def test_every_cause_of_failure_has_a_mend(name: str) -> None:
    mend = {"messages.fr.json": "Pour y remédier", "messages.en.json": "To mend it"}[name]
    for cause in (*(cause for cause, _ in environment.CAUSES), "unknown", "python"):
        assert mend in "\n".join(MESSAGES[name][cause])


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("language: en\n", "en"),
        ("name: x\nlanguage: 'fr'  # comment\n", "fr"),
        ('language: "en"\n', "en"),
        ("language: xx\n", "fr"),
        ("  language: en\n", "fr"),
        ("\tbroken: [\nlanguage: en\n", "en"),
    ],
)
def test_it_speaks_the_language_of_the_place(place: Path, source: str, language: str) -> None:
    (place / "config").mkdir()
    (place / "config" / "space.yaml").write_text(source, "utf-8")
    assert bootstrap.language_of(place) == language


def test_it_speaks_french_where_nothing_is_configured(place: Path) -> None:
    assert bootstrap.language_of(place) == "fr"


@pytest.mark.parametrize(
    ("requirements", "same"),
    [
        ("# other words\nclick>=8  # why\n\nrich\n", True),
        ("click>=8\r\nrich\r\n", True),
        ("click>=9\nrich\n", False),
        ("rich\n", False),
    ],
)
def test_only_requirements_change_the_fingerprint(place: Path, requirements: str, same: bool) -> None:
    file = place / "tierslieu" / "requirements.txt"
    file.write_bytes(b"click>=8\nrich\n")
    before = environment.fingerprint(place)
    file.write_bytes(requirements.encode())
    assert (environment.fingerprint(place) == before) is same


def test_a_made_place_is_ready_at_once(made: Path, followed: list[list[str]], spoken: list[str]) -> None:
    environment.prepare(made, say_to(spoken))
    assert followed == spoken == []


def test_a_new_place_is_made_then_stamped(place: Path, followed: list[list[str]], spoken: list[str]) -> None:
    environment.prepare(place, say_to(spoken))
    assert spoken == ["first", "ready"]
    assert [command[2:5] for command in followed] == [["-m", "venv", "--clear"], ["-m", "pip", "--no-input"]]
    assert environment.read_stamp(place) == environment.fingerprint(place)


def test_an_unfinished_place_is_made_again_from_nothing(
    made: Path, followed: list[list[str]], spoken: list[str]
) -> None:
    environment.stamp_of(made).unlink()
    environment.prepare(made, say_to(spoken))
    assert spoken == ["again", "ready"]
    assert "--clear" in followed[0]


def test_changed_requirements_are_installed_in_place(made: Path, followed: list[list[str]], spoken: list[str]) -> None:
    (made / "tierslieu" / "requirements.txt").write_text("other\n", "utf-8")
    assert not environment.is_ready(made)
    environment.prepare(made, say_to(spoken))
    assert spoken == ["changed", "ready"]
    assert [command[0] for command in followed] == [str(environment.python_of(made))]
    assert environment.is_ready(made)


@pytest.mark.parametrize("change", ["version", "gone"])
def test_another_python_makes_the_place_anew(
    made: Path, followed: list[list[str]], spoken: list[str], change: str
) -> None:
    stamp = environment.stamp_of(made)
    if change == "version":
        stamp.write_text(stamp.read_text("utf-8").replace(sys.implementation.cache_tag, "cpython-310"), "utf-8")
    else:
        environment.python_of(made).unlink()
    environment.prepare(made, say_to(spoken))
    assert spoken == ["moved", "ready"]
    assert "--clear" in followed[0]


@pytest.mark.parametrize(("cause", "kept"), [("network", True), ("disk", False), ("interrupted", False)])
def test_a_failed_update_is_taken_up_again(
    made: Path, monkeypatch: pytest.MonkeyPatch, spoken: list[str], cause: str, kept: bool
) -> None:
    (made / "tierslieu" / "requirements.txt").write_text("other\n", "utf-8")
    monkeypatch.setattr(environment, "follow", failing(cause))
    with pytest.raises((environment.VenvFailure, KeyboardInterrupt)):
        environment.prepare(made, say_to(spoken))
    assert environment.stamp_of(made).exists() is kept
    assert not environment.is_ready(made)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_says_what_to_install(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None if name == module else object())
    say = bootstrap.speaker(place, "fr")
    with pytest.raises(environment.VenvFailure) as failure:
        environment.prepare(place, say)
    say(failure.value.cause)
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk"),
        ("Error: [Errno 13] Permission denied: '/lieu/.venv'", "rights"),
        ("Error: [Errno 30] Read-only file system: '/lieu/.venv'", "rights"),
        ("The virtual environment was not created successfully because ensurepip is not\navailable.", "ensurepip"),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(\"Failed to resolve\")'\n"
            "ERROR: No matching distribution found for click<9,>=8.1",
            "network",
        ),
        ("ReadTimeoutError: HTTPSConnectionPool(host='example.org'): Read timed out.", "network"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "network"),
        ("ERROR: No matching distribution found for pydantic-core==2.50.5", "unsupported"),
        ("Traceback (most recent call last):", "unknown"),
    ],
)
def test_what_pip_says_is_understood(printed: str, cause: str) -> None:
    assert environment.cause_of(printed) == cause


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("Collecting click<9,>=8.1 (from -r requirements.txt (line 3))", "click"),
        ("  Downloading typst-0.15.2-cp39-abi3-manylinux2014_x86_64.whl (34.1 MB)", "typst-0.15.2 (34.1 MB)"),
        ("Installing collected packages: tzdata, typst, rich", "tzdata, typst, rich"),
        ("Looking in links: wheels", ""),
    ],
)
def test_progress_names_what_is_fetched(line: str, step: str) -> None:
    assert environment.step_of(line) == step


def test_a_failing_command_tells_why_and_its_last_lines() -> None:
    noisy = "import sys; print('1'); print('[Errno 28] é', file=sys.stderr); sys.exit(3)"
    with pytest.raises(environment.VenvFailure) as failure:
        environment.follow([sys.executable, "-X", "utf8", "-c", noisy])
    assert failure.value.cause == "disk"
    assert "[Errno 28] é" in failure.value.tail


def test_words_that_the_terminal_cannot_show_do_not_stop_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        bootstrap.speaker(place, "fr")("first")
    assert "Premi?re utilisation" in (tmp_path / "out").read_text("ascii")


posix = pytest.mark.skipif(os.name == "nt", reason="lieu.cmd is the one for Windows")


def run(command: list[str | Path], folder: Path, **variables: str) -> tuple[int, list[object]]:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, encoding="utf-8", check=False
    )
    assert not done.stderr
    return done.returncode, json.loads(done.stdout)


@posix
def test_lieu_acts_on_its_own_place_from_any_folder(made: Path, tmp_path: Path) -> None:
    status, told = run([made / "lieu", "check", "a b", "l'été", ""], tmp_path, PYTHONPATH="/nowhere")
    assert status == 0
    assert told == [["check", "a b", "l'été", ""], str(tmp_path), str(made / ".venv"), 1]


@posix
def test_lieu_works_through_symbolic_links(made: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "first").symlink_to(made / "lieu")
    (tmp_path / "second").symlink_to("bin/first")
    assert run([tmp_path / "second"], tmp_path)[1][2] == str(made / ".venv")


@posix
@pytest.mark.parametrize("status", [0, 1, 130])
def test_lieu_passes_the_exit_status_on(made: Path, status: int) -> None:
    assert run(["./lieu"], made, STATUS=str(status))[0] == status


@posix
def test_lieu_says_so_when_there_is_no_python(place: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run(
        [place / "lieu"], env={"PATH": str(tools)}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "Python est introuvable" in done.stderr
    assert "Python was not found" in done.stderr
