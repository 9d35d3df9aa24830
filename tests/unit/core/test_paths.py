"""The paths of ``config/`` are written once, in ``core/paths.py``."""

from __future__ import annotations

import ast

import pytest
from support.paths import TEMPLATE

from tierslieu.core import paths


@pytest.mark.long
def test_no_other_module_writes_the_path_of_a_file_of_config() -> None:
    names = {paths.SPACE, paths.ORGANISATIONS, paths.PRICES, paths.BUDGET, paths.COMMONS, paths.COMMUNITY}
    modules = [path for path in (TEMPLATE / "tierslieu").rglob("*.py") if path.name != "paths.py"]
    literals = [
        (module.relative_to(TEMPLATE).as_posix(), node.value)
        for module in modules
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert literals == []


def test_every_file_of_config_that_the_kit_writes_has_its_path() -> None:
    templates = (TEMPLATE / "tierslieu/generation/templates/fr/config").glob("*.yaml.j2")
    written = {f"config/{template.name.removesuffix('.j2')}" for template in templates}
    assert written == {value for value in vars(paths).values() if str(value).startswith("config/")}
