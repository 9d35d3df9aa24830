"""The commands: one module each, imported only when it is run."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result
from support.paths import ENGINE, TEMPLATE

from tierslieu.build.dev_server import DevServer
from tierslieu.build.live_site import LiveSite
from tierslieu.cli import main
from tierslieu.cli.commands.serve import serve
from tierslieu.cli.console import Console
from tierslieu.cli.desktop import has_desktop
from tierslieu.cli.main import cli
from tierslieu.core.problems import Problems
from tierslieu.i18n import messages
from tierslieu.rendering import template_cache

MODULES = sorted(path.stem for path in (ENGINE / "cli/commands").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("module", MODULES)
def test_a_command_has_the_name_of_its_module_and_its_help(module: str) -> None:
    command = cli.commands[module]
    assert command.name == module
    assert command.help == messages.text(messages.DEFAULT_LANGUAGE, f"help.{module}")


def test_help_lists_every_command_in_alphabetical_order() -> None:
    assert list(cli.commands) == cli.list_commands(click.Context(cli)) == MODULES
    lines = CliRunner().invoke(cli, ["--help"]).output.splitlines()
    assert [
        word for line in lines for word in line.split()[:1] if line.startswith(f"  {word} ") and word in MODULES
    ] == (MODULES)


def test_a_misspelt_command_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    for name in ("chek", "../check", "__init__", "commands.check"):
        result = CliRunner().invoke(cli, [name], obj=tmp_path)
        assert result.exit_code == 2 and name in result.output, result.output


@pytest.mark.parametrize("arguments", [["split", "--help"], ["--version"], ["--help"]])
def test_a_command_imports_no_other_and_help_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from tierslieu.cli.main import cli; cli(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=TEMPLATE, capture_output=True, text=True, check=True
    ).stdout
    imported = set(output.splitlines()[-1].split())
    prefix = "tierslieu.cli.commands."
    commands = {name.removeprefix(prefix) for name in imported if name.startswith(prefix)}
    assert commands == {"split": {"split"}, "--version": set(), "--help": set(MODULES)}[arguments[0]]
    assert not imported & {"pydantic", "babel", "rich", "paramiko", "tierslieu.model"}


def test_serve_on_a_taken_port_is_a_problem(tmp_path: Path) -> None:
    with DevServer(0, LiveSite(), "", "") as server, pytest.raises(Problems) as raised:
        serve(tmp_path, server.server_port, lambda: None, Console(tmp_path))  # type: ignore[arg-type,return-value]
    assert [problem.code for problem in raised.value.problems] == ["serve.port"]


@pytest.fixture
def ask_help(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs ``./lieu help`` in the template, in which nothing is to be cached."""
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    return lambda *words: CliRunner().invoke(cli, ["help", *words], obj=TEMPLATE)


def test_help_shows_what_answers_then_the_other_pages(ask_help: Callable[..., Result]) -> None:
    result = ask_help("réduit")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert "Faire un tarif réduit, solidaire ou gratuit" in text
    assert "docs/guides/prix-et-partage.md" in text and "docs/explications/prix.md" in text


def test_the_links_of_a_page_are_paths_of_the_place(ask_help: Callable[..., Result]) -> None:
    text = ask_help("prix-et-partage").output
    assert "docs/guides/ajouter-une-unite-de-prix.md" in text
    assert "](" not in text and "../" not in text


def test_help_shows_the_sections_of_a_reference_that_answer_and_no_others(ask_help: Callable[..., Result]) -> None:
    output = ask_help("--", "--verify").output
    assert "./lieu passes" in output and "./lieu newsletter" not in output


def test_help_shows_the_section_that_answers_and_how_to_read_the_rest(ask_help: Callable[..., Result]) -> None:
    output = ask_help("tarif").output
    assert output.index("Fixer les prix") < output.index("Faire un tarif réduit")
    assert "Faire le budget" not in output
    assert f"{messages.COMMAND} help prix-et-partage" in output
    assert "Faire le budget" in ask_help("prix-et-partage").output


def test_help_leaves_the_paths_in_examples_as_they_are_to_be_typed(ask_help: Callable[..., Result]) -> None:
    output = ask_help("photos").output
    assert "(images/" in output and "(docs/guides/images/" not in output


def test_help_lists_the_pages_without_a_word_or_with_one_that_none_has(ask_help: Callable[..., Result]) -> None:
    result = ask_help()
    assert result.exit_code == 0 and "docs/guides/publier.md" in result.output
    result = ask_help("tarfis")
    assert result.exit_code == 1 and "tarifs" in result.output and "docs/guides/publier.md" in result.output


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int) -> None:
    console = Console(tmp_path)
    console.print_failure(OSError(code, os.strerror(code)))
    console.print_failure(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "public/index.html"))
    full, refused = capsys.readouterr().err.splitlines()
    assert full == console.text("console.disk_full") and "public/index.html" in refused


@pytest.mark.parametrize(
    ("platform", "environment", "opens"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "1"}, False),
        ("darwin", {"SSH_CONNECTION": "1"}, False),
    ],
)
def test_serve_opens_a_browser_where_there_is_a_desktop(
    platform: str, environment: dict[str, str], opens: bool
) -> None:
    assert has_desktop(platform, environment) is opens


def test_a_choice_and_a_usage_error_are_told_in_french(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    result = CliRunner().invoke(cli, ["programme", "--paper", "a5"], obj=tmp_path)
    assert result.exit_code == 2
    assert "'a5' n’est pas un choix possible. Les choix : 'a4', 'a3'." in result.output
    result = CliRunner().invoke(cli, ["split"], obj=tmp_path)
    assert "Il manque" in result.output and "Missing" not in result.output


@pytest.mark.parametrize(("system", "command"), [("posix", "./lieu"), ("nt", ".\\lieu")])
def test_a_usage_error_names_the_command_as_it_is_typed(
    system: str, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(template_cache, "keep_in", lambda root: None)
    monkeypatch.setattr(main, "os", SimpleNamespace(name=system))
    monkeypatch.setattr(sys, "argv", ["lieu", "price"])
    with pytest.raises(SystemExit):
        main.main(tmp_path)
    assert f"{command} price --help" in capsys.readouterr().err
