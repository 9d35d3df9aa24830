"""Folders of ``tests/unit`` mirror the packages of the engine; helper modules stand in ``tests/support`` alone."""

from __future__ import annotations

from support.paths import ENGINE, TESTS


def test_each_folder_of_unit_tests_is_a_package_of_the_engine() -> None:
    packages = {path.parent.relative_to(ENGINE) for path in ENGINE.rglob("__init__.py")}
    folders = {path.parent.relative_to(TESTS / "unit") for path in (TESTS / "unit").rglob("test_*.py")}
    assert folders <= packages


def test_helper_modules_stand_in_support_alone() -> None:
    """``tests/bench`` has modules of its own; its programs do not run under pytest."""
    modules = {path.relative_to(TESTS) for path in TESTS.rglob("*.py") if "node_modules" not in path.parts}
    tests = {path for path in modules if path.name == "conftest.py" or path.name.startswith("test_")}
    assert {path.parts[0] for path in modules - tests} == {"support", "bench"}
    assert not {path for path in tests if path.parts[0] in ("support", "bench")}
