"""The launcher, which prepares a place before the engine starts; without network, with the standard library only."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from lock import PYTHONS
from support.paths import ENGINE

from tierslieu.launcher import bootstrap
from tierslieu.launcher import venv as place_venv

MESSAGES = {path.name: json.loads(path.read_text("utf-8")) for path in (ENGINE / "launcher").glob("messages.*.json")}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The files of a place that the launcher needs, in a folder with a space, an accent and a quote in its name."""
    root = tmp_path / "l’été d'un lieu"
    (root / "tierslieu" / "launcher").mkdir(parents=True)
    for name in (
        "__init__.py",
        *place_venv.LOCKS,
        *(f"launcher/{name}" for name in ("__init__.py", "bootstrap.py", "venv.py", *MESSAGES)),
    ):
        shutil.copy(ENGINE / name, root / "tierslieu" / name)
    for script in ("lieu", "lieu.cmd"):
        shutil.copy(ENGINE.parent / script, root / script)
    return root


@pytest.fixture
def ready_place(place: Path) -> Path:
    """The same with a complete .venv, and an engine that prints how it was called."""
    venv.create(place / ".venv", symlinks=os.name != "nt")
    place_venv.stamp_of(place).write_text(place_venv.fingerprint(place), "utf-8")
    call = "json.dumps([sys.argv[1:], os.getcwd(), sys.prefix, sys.flags.utf8_mode])"
    engine = f"import json, os, sys\nprint({call})\nsys.exit(int(os.environ.get('STATUS', 0)))\n"
    (place / "tierslieu" / "__main__.py").write_text(engine, "utf-8")
    return place


@pytest.fixture
def printed_keys() -> list[str]:
    return []


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would be run; they only create the folder of the .venv."""
    commands: list[list[str]] = []

    def run_with_progress(command: list[str]) -> None:
        commands.append(command)
        if "--clear" in command:
            Path(command[-1]).mkdir(exist_ok=True)

    monkeypatch.setattr(place_venv, "run_with_progress", run_with_progress)
    return commands


def recorder(printed_keys: list[str]) -> Callable[..., None]:
    return lambda key, tail="": printed_keys.append(key)


def failing(cause: str) -> Callable[[list[str]], None]:
    def run_with_progress(command: list[str]) -> None:
        if "pip" in command:
            raise KeyboardInterrupt if cause == "interrupted" else place_venv.VenvFailure(cause)

    return run_with_progress


@pytest.mark.parametrize("module", ["launcher/bootstrap.py", "launcher/venv.py", "launcher/__init__.py", "__init__.py"])
def test_python_3_6_can_parse_the_launcher(module: str) -> None:
    ast.parse((ENGINE / module).read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_prints_the_required_version_in_every_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 1))
    assert bootstrap.main([]) == 1
    errors = capsys.readouterr().err
    assert errors.index("Ce lieu demande Python 99.1") < errors.index("This place needs Python 99.1")


def test_every_language_has_the_same_messages() -> None:
    keys = {name: set(texts) for name, texts in MESSAGES.items()}
    assert len(keys) >= 2
    assert all(names == keys["messages.fr.json"] for names in keys.values())


@pytest.mark.parametrize("name", MESSAGES)
def test_every_cause_of_failure_has_a_remedy(name: str) -> None:
    remedy = {"messages.fr.json": "Pour y remédier", "messages.en.json": "To mend it"}[name]
    for cause in (*(cause for cause, _ in place_venv.CAUSES), "unknown", "python", "foreign", "windows_arm", "musl"):
        assert remedy in "\n".join(MESSAGES[name][cause])


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
def test_messages_are_in_the_language_of_the_place(place: Path, source: str, language: str) -> None:
    (place / "config").mkdir()
    (place / "config" / "space.yaml").write_text(source, "utf-8")
    assert bootstrap.language_of(place) == language


def test_messages_are_in_french_without_a_configuration(place: Path) -> None:
    assert bootstrap.language_of(place) == "fr"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("# other words\nclick==8.1.0 --hash=sha256:aa\n\n", True),
        ("click==8.1.0 --hash=sha256:aa\r\n", True),
        ("click==8.1.1 --hash=sha256:bb\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("lock", place_venv.LOCKS)
def test_only_the_lock_itself_changes_its_fingerprint(place: Path, lock: str, text: str, same: bool) -> None:
    file = place / "tierslieu" / lock
    file.write_bytes(b"click==8.1.0 --hash=sha256:aa\n")
    before = {name: place_venv.fingerprint(place, name) for name in place_venv.LOCKS}
    file.write_bytes(text.encode())
    after = {name: place_venv.fingerprint(place, name) for name in place_venv.LOCKS}
    assert {name for name in before if before[name] != after[name]} == (set() if same else {lock})


def test_nothing_is_done_in_a_place_that_is_ready(
    ready_place: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    place_venv.prepare(ready_place, recorder(printed_keys))
    assert not commands and not printed_keys


def test_a_new_place_is_installed_then_stamped(place: Path, commands: list[list[str]], printed_keys: list[str]) -> None:
    place_venv.prepare(place, recorder(printed_keys))
    assert printed_keys == ["first", "first_needs", "ready"]
    assert [command[2:5] for command in commands] == [["-m", "venv", "--clear"], ["-m", "pip", "--no-input"]]
    assert place_venv.read_stamp(place) == place_venv.fingerprint(place)


def test_only_wheels_that_the_kit_has_verified_are_installed(
    place: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    place_venv.prepare(place, recorder(printed_keys))
    pip = commands[-1]
    assert "--require-hashes" in pip and pip[pip.index("--only-binary") + 1] == ":all:"
    assert not [option for option in pip if "index" in option or "://" in option]  # those of the computer hold


def options(pip: list[str]) -> set[str]:
    """The options of a command of pip, and the names of the files that it reads."""
    return {Path(word).name for word in pip}


@pytest.fixture
def inside(ready_place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place, seen by the engine that runs in its .venv."""
    monkeypatch.setattr(sys, "prefix", str(ready_place / ".venv"))
    return ready_place


def test_what_makes_documents_is_installed_when_they_are_first_made(
    inside: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    place_venv.prepare(inside, recorder(printed_keys))
    assert place_venv.lacks(inside, place_venv.DOCUMENTS) and not commands
    place_venv.prepare_more(inside, place_venv.DOCUMENTS, recorder(printed_keys))
    assert printed_keys == ["documents", "documents_needs", "ready"]
    (pip,) = commands
    assert {"install", "--require-hashes", place_venv.DOCUMENTS} <= options(pip) and place_venv.BASE not in options(pip)
    place_venv.prepare_more(inside, place_venv.DOCUMENTS, recorder(printed_keys))
    assert len(commands) == 1 and not place_venv.lacks(inside, place_venv.DOCUMENTS)


def test_every_command_but_those_of_documents_does_without_them(place: Path, commands: list[list[str]]) -> None:
    place_venv.prepare(place, lambda *_: None)
    assert place_venv.DOCUMENTS not in options(commands[-1])


def test_the_libraries_of_another_python_are_left_alone(
    ready_place: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    place_venv.prepare_more(ready_place, place_venv.DOCUMENTS, recorder(printed_keys))
    assert not commands and not printed_keys


def test_without_network_the_documents_of_before_can_still_be_made(
    inside: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place_venv.prepare_more(inside, place_venv.DOCUMENTS, lambda *_: None)
    (inside / "tierslieu" / place_venv.DOCUMENTS).write_text("other\n", "utf-8")
    monkeypatch.setattr(place_venv, "run_with_progress", failing("network"))
    with pytest.raises(place_venv.VenvFailure):
        place_venv.prepare_more(inside, place_venv.DOCUMENTS, lambda *_: None)
    assert place_venv.read_stamp(inside, place_venv.DOCUMENTS) and place_venv.is_ready(inside)


def test_the_folder_of_wheels_is_enough(place: Path, commands: list[list[str]], printed_keys: list[str]) -> None:
    (place / "vendor").mkdir()
    (place / "vendor" / "click-8.1.0-py3-none-any.whl").write_bytes(b"")
    place_venv.prepare(place, recorder(printed_keys))
    assert printed_keys == ["first", "offline", "ready"]
    pips = [command for command in commands if "pip" in command]
    assert len(pips) == 1 and {"--no-index", "--find-links", "vendor", "--require-hashes"} <= options(pips[0])


def test_what_the_folder_of_wheels_lacks_comes_from_the_network(
    place: Path, monkeypatch: pytest.MonkeyPatch, printed_keys: list[str]
) -> None:
    (place / "vendor").mkdir()
    (place / "vendor" / "click-8.1.0-py3-none-any.whl").write_bytes(b"")

    def run_with_progress(command: list[str]) -> None:
        if "--clear" in command:
            Path(command[-1]).mkdir()
        if "--no-index" in command:
            raise place_venv.VenvFailure("unsupported")

    monkeypatch.setattr(place_venv, "run_with_progress", run_with_progress)
    place_venv.prepare(place, recorder(printed_keys))
    assert printed_keys == ["first", "offline", "incomplete", "ready"]


@pytest.mark.parametrize("relative", [True, False])
def test_the_libraries_can_be_elsewhere(
    place: Path, commands: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relative: bool
) -> None:
    folder = place / "lib" if relative else tmp_path / "lib"
    monkeypatch.setenv("LIEU_VENV", "lib" if relative else str(folder))
    place_venv.prepare(place, lambda *_: None)
    assert commands[0][-1] == str(folder) and (folder / "ready").exists() and not (place / ".venv").exists()


def test_a_folder_with_other_things_is_never_emptied(
    place: Path, commands: list[list[str]], printed_keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIEU_VENV", str(tmp_path))
    (tmp_path / "photos").mkdir()
    with pytest.raises(place_venv.VenvFailure) as failure:
        place_venv.prepare(place, recorder(printed_keys))
    assert failure.value.cause == "foreign" and not commands and not printed_keys


@pytest.mark.parametrize(
    ("folder", "synced"), [("OneDrive - Mairie", True), ("Nextcloud", True), ("kDrive", True), ("Documents", False)]
)
def test_a_folder_that_a_service_copies_is_named(
    place: Path, commands: list[list[str]], printed_keys: list[str], tmp_path: Path, folder: str, synced: bool
) -> None:
    shared = tmp_path / folder / "lieu"
    shutil.copytree(place, shared)
    place_venv.prepare(shared, recorder(printed_keys))
    assert ("synced" in printed_keys) is synced


def test_an_unfinished_place_is_installed_from_scratch(
    ready_place: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    place_venv.stamp_of(ready_place).unlink()
    place_venv.prepare(ready_place, recorder(printed_keys))
    assert printed_keys == ["again", "first_needs", "ready"]
    assert "--clear" in commands[0]


def test_changed_requirements_are_installed_in_place(
    ready_place: Path, commands: list[list[str]], printed_keys: list[str]
) -> None:
    (ready_place / "tierslieu" / "requirements.txt").write_text("other\n", "utf-8")
    assert not place_venv.is_ready(ready_place)
    place_venv.prepare(ready_place, recorder(printed_keys))
    assert printed_keys == ["changed", "ready"]
    assert [command[0] for command in commands] == [str(place_venv.python_of(ready_place))]
    assert place_venv.is_ready(ready_place)


@pytest.mark.parametrize("change", ["version", "gone"])
def test_another_python_installs_the_place_from_scratch(
    ready_place: Path, commands: list[list[str]], printed_keys: list[str], change: str
) -> None:
    stamp = place_venv.stamp_of(ready_place)
    if change == "version":
        stamp.write_text(stamp.read_text("utf-8").replace(sys.implementation.cache_tag, "cpython-310"), "utf-8")
    else:
        place_venv.python_of(ready_place).unlink()
    place_venv.prepare(ready_place, recorder(printed_keys))
    assert printed_keys == ["moved", "ready"]
    assert "--clear" in commands[0]


@pytest.mark.parametrize(("cause", "stamped"), [("network", True), ("disk", False), ("interrupted", False)])
def test_a_failed_update_leaves_the_place_to_be_prepared_again(
    ready_place: Path, monkeypatch: pytest.MonkeyPatch, printed_keys: list[str], cause: str, stamped: bool
) -> None:
    (ready_place / "tierslieu" / "requirements.txt").write_text("other\n", "utf-8")
    monkeypatch.setattr(place_venv, "run_with_progress", failing(cause))
    with pytest.raises((place_venv.VenvFailure, KeyboardInterrupt)):
        place_venv.prepare(ready_place, recorder(printed_keys))
    assert place_venv.stamp_of(ready_place).exists() is stamped
    assert not place_venv.is_ready(ready_place)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_says_what_to_install(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str
) -> None:
    monkeypatch.setattr(place_venv, "find_spec", lambda name: None if name == module else object())
    print_message = bootstrap.message_printer(place, "fr")
    with pytest.raises(place_venv.VenvFailure) as failure:
        place_venv.prepare(place, print_message)
    print_message(failure.value.cause)
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "cause"),
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
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hashes"),
        ("Traceback (most recent call last):", "unknown"),
    ],
)
def test_the_cause_of_a_failure_is_found_in_the_output(output: str, cause: str) -> None:
    assert place_venv.cause_of(output) == cause


@pytest.mark.parametrize(
    ("platform", "abi", "key"),
    [
        ("win-arm64", None, "windows_arm"),
        ("linux-x86_64", "cpython-313-x86_64-linux-musl", "musl"),
        ("win-amd64", None, "unsupported"),
        ("macosx-11.0-arm64", "cpython-313-darwin", "unsupported"),
    ],
)
def test_a_system_without_wheels_is_named(
    monkeypatch: pytest.MonkeyPatch, platform: str, abi: str | None, key: str
) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: platform)
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: abi)
    code = "import sys; print('ERROR: No matching distribution found for typst==0.15.2'); sys.exit(1)"
    with pytest.raises(place_venv.VenvFailure) as failure:
        place_venv.run_with_progress([sys.executable, "-c", code])
    assert failure.value.cause == key


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("Collecting click<9,>=8.1 (from -r requirements.txt (line 3))", "click"),
        ("  Downloading typst-0.15.2-cp39-abi3-manylinux2014_x86_64.whl (34.1 MB)", "typst-0.15.2 (34.1 MB)"),
        ("Installing collected packages: tzdata, typst, rich", "tzdata, typst, rich"),
        ("Looking in links: wheels", ""),
    ],
)
def test_progress_names_the_libraries(line: str, step: str) -> None:
    assert place_venv.step_of(line) == step


def test_a_failed_command_raises_its_cause_and_last_lines() -> None:
    code = "import sys; print('1'); print('[Errno 28] é', file=sys.stderr); sys.exit(3)"
    with pytest.raises(place_venv.VenvFailure) as failure:
        place_venv.run_with_progress([sys.executable, "-X", "utf8", "-c", code])
    assert failure.value.cause == "disk"
    assert "[Errno 28] é" in failure.value.tail


def test_characters_that_the_terminal_lacks_are_replaced(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        bootstrap.message_printer(place, "fr")("first")
    assert "Premi?re utilisation" in (tmp_path / "out").read_text("ascii")


posix = pytest.mark.skipif(os.name == "nt", reason="lieu.cmd is the one for Windows")


def lieu(place: Path) -> Path:
    """The script of this system."""
    return place / ("lieu.cmd" if os.name == "nt" else "lieu")


def run(command: list[str | Path], folder: Path, **variables: str) -> tuple[int, list[object]]:
    result = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, encoding="utf-8", check=False
    )
    assert not result.stderr
    return result.returncode, json.loads(result.stdout)


def test_lieu_runs_in_its_place_from_any_folder(ready_place: Path, tmp_path: Path) -> None:
    status, call = run([lieu(ready_place), "check", "a b", "l'été", ""], tmp_path, PYTHONPATH="/nowhere")
    assert status == 0
    assert call == [["check", "a b", "l'été", ""], str(tmp_path), str(ready_place / ".venv"), 1]


@posix
def test_lieu_works_through_symbolic_links(ready_place: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "first").symlink_to(ready_place / "lieu")
    (tmp_path / "second").symlink_to("bin/first")
    assert run([tmp_path / "second"], tmp_path)[1][2] == str(ready_place / ".venv")


@pytest.mark.parametrize("relative", [True, False])
def test_lieu_finds_the_libraries_that_are_elsewhere(ready_place: Path, tmp_path: Path, relative: bool) -> None:
    folder = ready_place / "lib" if relative else tmp_path / "the lib"
    (ready_place / ".venv").rename(folder)
    name = "lib" if relative else str(folder)
    assert run([lieu(ready_place)], tmp_path, LIEU_VENV=name)[1][2] == str(folder)


@pytest.mark.parametrize("status", [0, 1, 130])
def test_lieu_returns_the_exit_status_of_the_engine(ready_place: Path, status: int) -> None:
    assert run([lieu(ready_place)], ready_place, STATUS=str(status))[0] == status


@posix
def test_lieu_prefers_a_python_for_which_every_library_is_ready(place: Path, tmp_path: Path) -> None:
    """In ten years, the newest Python will have none of today's libraries."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(str(shutil.which(name)))
    newest, older = f"3, {int(PYTHONS[-1].split('.')[1]) + 1}", f"python{PYTHONS[-1]}"
    for name, answer in (("python3", f'case "$3" in *"({newest})"*) exit 1 ;; esac'), (older, "")):
        (tools / name).write_text(f'#!/bin/sh\n{answer}\ntest "$2" = -c || echo {name}\n', "utf-8")
        (tools / name).chmod(0o755)
    command = [place / "lieu"]
    first = subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, encoding="utf-8", check=True)
    (tools / older).unlink()
    second = subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, encoding="utf-8", check=True)
    assert (first.stdout.strip(), second.stdout.strip()) == (older, "python3")


def test_every_script_and_message_names_the_pythons_of_the_lock() -> None:
    first, last = (tuple(map(int, version.split("."))) for version in (PYTHONS[0], PYTHONS[-1]))
    assert first == bootstrap.OLDEST
    for script in ("lieu", "lieu.cmd"):
        text = (ENGINE.parent / script).read_text("utf-8")
        assert f"not {first} <= sys.version_info < ({last[0]}, {last[1] + 1})" in text
        assert all(version in text for version in PYTHONS)
    for messages in MESSAGES.values():
        assert all(version in "\n".join(messages["unsupported"]) for version in (PYTHONS[0], PYTHONS[-1]))


@posix
def test_lieu_without_python_prints_where_to_get_it(place: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(str(shutil.which(name)))
    result = subprocess.run(
        [place / "lieu"], env={"PATH": str(tools)}, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 1
    assert "Python est introuvable" in result.stderr
    assert "Python was not found" in result.stderr


def test_the_script_of_windows_survives_its_own_replacement() -> None:
    """cmd reads a script line by line while it runs, and ``lieu update`` replaces it: each hand-over ends its line."""
    script = (ENGINE.parent / "lieu.cmd").read_bytes()
    assert script.isascii() and script.count(b"\n") == script.count(b"\r\n")
    lines = script.decode().splitlines()
    # Not in a block, which a bracket among the arguments would end.
    assert [line.endswith("%* & exit /b") for line in lines if "%*" in line] == [True, True]
    assert lines[-1].endswith("%* & exit /b")
    assert "setlocal EnableExtensions DisableDelayedExpansion" in lines  # an exclamation mark in a path is one


@pytest.mark.parametrize(("command", "language"), [(r".\lieu", "fr"), ("./lieu", "en")])
def test_messages_name_the_command_as_this_system_types_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, language: str
) -> None:
    monkeypatch.setattr(bootstrap, "COMMAND", command)
    bootstrap.message_printer(place, language)("waiting")
    assert f" {command} " in capsys.readouterr().err
