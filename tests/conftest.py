"""Fixtures for every folder of tests: the kit as it would be published, and places generated with it."""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import Environment
from support import generated_places
from support.copies import copy_folder
from support.fixtures import Bake, BuiltPlace, NewPlace, SharedFolder

# The same examples at each run, nothing written to disk, no failure because the computer is busy.
settings.register_profile("kit", derandomize=True, database=None, deadline=None)
settings.load_profile("kit")

# Compiled modules are kept between runs, outside the folders that places are copied from: compiling those of the engine
# and of the tests takes half of the time of their collection. Other processes keep what the environment says.
sys.pycache_prefix, sys.dont_write_bytecode = str(Path(sys.prefix, "pycache")), False

#: The longest time in which another process fills a shared folder, in seconds; on an idle computer, it is twenty.
PATIENCE = 600
#: The memory that the programs and the files of all tests take at once, and the files alone, in bytes.
MEMORY_NEEDED, SPACE_NEEDED = 12 << 30, 6 << 30
#: Begins the names of the folders of files in memory; the number of the process that made it follows.
_PREFIX = "lieu-tests-"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of tests in memory, where the system offers it and enough of it is free.

    They are made and removed by the hundred thousand: on a busy disk, that takes most of the time. What a run that was
    killed left there goes. ``TMPDIR`` and ``--basetemp`` choose another folder, which keeps the files of failed tests.
    """
    memory = Path("/dev/shm")
    if "TMPDIR" in os.environ or config.option.basetemp or not os.access(memory, os.W_OK):
        return
    for left in memory.glob(f"{_PREFIX}*"):
        if not Path("/proc", left.name.removeprefix(_PREFIX).partition("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)
    available = re.search(r"MemAvailable: *(\d+) kB", Path("/proc/meminfo").read_text("ascii"))
    if available and int(available[1]) >= MEMORY_NEEDED >> 10 and shutil.disk_usage(memory).free >= SPACE_NEEDED:
        folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=memory)
        Path(folder).chmod(0o755)  # the web servers that are tested read it as somebody else
        config.add_cleanup(lambda: shutil.rmtree(folder))
        os.environ["TMPDIR"] = tempfile.tempdir = folder


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while thousands of tests are collected, nor among them afterwards: nothing of it goes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first, what is to run for very long before all others, then those in a browser.

    So that parallel workers end at the same time.
    """
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("timeout", "slow", "browser")])


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> SharedFolder:
    """``shared_folder(name, fill)``: a folder that ``fill`` fills once a run, in the process that needs it first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if hasattr(request.config, "workerinput") else base) / "shared"
    shared.mkdir(exist_ok=True)

    def shared_folder(name: str, fill: Callable[[Path], object]) -> Path:
        # Side by side: one inside another would be taken for the other, not yet filled.
        folder, done, failed = (shared / f"{name.replace('/', '--')}{suffix}" for suffix in ("", ".done", ".failed"))
        try:
            folder.mkdir()
        except FileExistsError:
            deadline = time.monotonic() + PATIENCE
            while not done.exists():
                assert not failed.exists(), f"{name}: {failed.read_text(encoding='utf-8')}"
                assert time.monotonic() < deadline, f"{name}: another process has not filled it in {PATIENCE} seconds"
                time.sleep(0.05)
            return folder
        try:
            fill(folder)
        except BaseException as error:
            failed.write_text(str(error), encoding="utf-8")
            raise
        done.touch()
        return folder

    return shared_folder


@pytest.fixture(scope="session")
def kit(shared_folder: SharedFolder) -> Path:
    """The kit as it would be published from this working folder: a git repository of one commit. Not to be changed."""
    return shared_folder("kit", generated_places.copy_kit)


@pytest.fixture(scope="session", autouse=True)
def cached_templates(shared_folder: SharedFolder) -> Iterator[None]:
    """Compile each template once, whatever the number of places."""
    shared = shared_folder("templates", lambda folder: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", generated_places.memoised_compile(shared))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; the environment of this process points to it."""
    folder = tmp_path / "home"
    for name, value in generated_places.clean_environment(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def bare_git(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which git has never been set up."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def bake(kit: Path, tmp_path: Path, home: Path) -> Bake:
    """``bake(answers, accept_hooks=True)``: a place of the test's own, generated in this process."""

    def bake(answers: Mapping[str, Any] | None = None, *, accept_hooks: bool = True) -> Path:
        output = tmp_path / "places"
        output.mkdir(exist_ok=True)
        return generated_places.generate_place(kit, answers or {}, output, accept_hooks=accept_hooks)

    return bake


@pytest.fixture(scope="session")
def new_place(shared_folder: SharedFolder, kit: Path) -> NewPlace:
    """``new_place(folder)``: a place to which no answers have been applied, copied to ``folder``."""
    original = shared_folder(
        "unapplied",
        lambda folder: generated_places.generate_place(kit, {"space_slug": "place"}, folder, accept_hooks=False),
    )
    return lambda folder: copy_folder(original / "place", folder)


@pytest.fixture
def unapplied_place(new_place: NewPlace, tmp_path: Path) -> Path:
    """A place of the test's own to which no answers have been applied: it has no ``config/``."""
    return new_place(tmp_path / "place")


@pytest.fixture(scope="session")
def built_place(shared_folder: SharedFolder, new_place: NewPlace) -> BuiltPlace:
    """``built_place(name)``: one of ``built_places.PLACES``, built. Not to be changed."""
    from support.built_places import build_place  # loads the whole engine

    def built_place(name: str) -> Path:
        return (
            shared_folder(f"built-place/{name}", lambda folder: build_place(name, new_place(folder / "place")))
            / "place"
        )

    return built_place
