"""Fixtures that every folder of tests may use: the kit as it would be published, and places made with it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.environment import StrictEnvironment
from hypothesis import settings
from jinja2 import Environment
from support import generated_places

# The same examples at each run, nothing written to disk, no failure because the machine was busy.
settings.register_profile("kit", derandomize=True, database=None, deadline=None)
settings.load_profile("kit")

Make = Callable[[Path], object]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str, Make], Path]:
    """``once(name, make)``: a folder that ``make`` fills for the whole run, whichever process needs it first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if hasattr(request.config, "workerinput") else base) / "once"
    shared.mkdir(exist_ok=True)

    def once(name: str, make: Make) -> Path:
        folder, done, failed = (shared / f"{name}{end}" for end in ("", ".done", ".failed"))
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            while not done.exists():
                assert not failed.exists(), f"{name}: {failed.read_text(encoding='utf-8')}"
                time.sleep(0.05)
            return folder
        try:
            make(folder)
        except BaseException as error:
            failed.write_text(str(error), encoding="utf-8")
            raise
        done.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def kit(once: Callable[[str, Make], Path]) -> Path:
    """The kit as it would be published from this working folder: a git repository with one commit. Not to be changed."""
    return once("kit", generated_places.snapshot)


@pytest.fixture(scope="session")
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StrictEnvironment, "compile", generated_places.compile_once(StrictEnvironment))
        remembering = type("Remembering", (Environment,), {"compile": generated_places.compile_once(Environment)})
        patch.setattr("tierslieu.generation.render.Environment", remembering)
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, for this process too."""
    folder = tmp_path / "home"
    for name, value in generated_places.machine(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def bake(kit: Path, tmp_path: Path, home: Path, _compiled_once: None) -> Callable[..., Path]:
    """``bake(answers, accept_hooks=True)``: a place of its own, made in this process through cookiecutter's API."""

    def bake(answers: Mapping[str, Any] | None = None, *, accept_hooks: bool = True) -> Path:
        output = tmp_path / "places"
        output.mkdir(exist_ok=True)
        return generated_places.render(kit, answers or {}, output, accept_hooks=accept_hooks)

    return bake


@pytest.fixture(scope="session")
def new_place(once: Callable[[str, Make], Path], kit: Path, _compiled_once: None) -> Callable[[Path], Path]:
    """``new_place(folder)``: a place to which no answers have been applied, quickly."""
    made = once(
        "unapplied", lambda folder: generated_places.render(kit, {"space_slug": "place"}, folder, accept_hooks=False)
    )
    return lambda folder: Path(shutil.copytree(made / "place", folder))


@pytest.fixture
def unapplied(new_place: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A place of its own to which no answers have been applied: no ``config/``."""
    return new_place(tmp_path / "place")
