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
def shared_folder(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str, Make], Path]:
    """``once(name, make)``: a folder that ``make`` fills for the whole run, whichever process needs it first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if hasattr(request.config, "workerinput") else base) / "once"
    shared.mkdir(exist_ok=True)

    def shared_folder(name: str, make: Make) -> Path:
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

    return shared_folder


@pytest.fixture(scope="session")
def kit(shared_folder: Callable[[str, Make], Path]) -> Path:
    """The kit as it would be published from this working folder: a git repository with one commit. Not to be changed."""
    return shared_folder("kit", generated_places.copy_kit)


@pytest.fixture(scope="session")
def cached_templates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StrictEnvironment, "compile", generated_places.memoised_compile(StrictEnvironment))
        remembering = type("Remembering", (Environment,), {"compile": generated_places.memoised_compile(Environment)})
        patch.setattr("tierslieu.generation.render.Environment", remembering)
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, for this process too."""
    folder = tmp_path / "home"
    for name, value in generated_places.clean_environment(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def bake(kit: Path, tmp_path: Path, home: Path, cached_templates: None) -> Callable[..., Path]:
    """``bake(answers, accept_hooks=True)``: a place of its own, made in this process through cookiecutter's API."""

    def bake(answers: Mapping[str, Any] | None = None, *, accept_hooks: bool = True) -> Path:
        output = tmp_path / "places"
        output.mkdir(exist_ok=True)
        return generated_places.generate_place(kit, answers or {}, output, accept_hooks=accept_hooks)

    return bake


@pytest.fixture(scope="session")
def new_place(shared_folder: Callable[[str, Make], Path], kit: Path, cached_templates: None) -> Callable[[Path], Path]:
    """``new_place(folder)``: a place to which no answers have been applied, quickly."""
    made = shared_folder(
        "unapplied",
        lambda folder: generated_places.generate_place(kit, {"space_slug": "place"}, folder, accept_hooks=False),
    )
    return lambda folder: Path(shutil.copytree(made / "place", folder))


@pytest.fixture
def unapplied_place(new_place: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A place of its own to which no answers have been applied: no ``config/``."""
    return new_place(tmp_path / "place")
