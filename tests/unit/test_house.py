"""``make lint`` refuses what would make the engine hard to find one's way in: each rule is shown by a deliberate fault."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import check_house
import pytest
from support.paths import ENGINE, KIT

pytestmark = pytest.mark.long


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A copy of the engine, to put a fault into."""
    ignored = shutil.ignore_patterns("__pycache__", "templates", "*.po", "*.mo")
    return Path(shutil.copytree(ENGINE, tmp_path / "tierslieu", ignore=ignored))


def broken_contracts(engine: Path) -> str:
    """What import-linter prints of the engine; empty when all contracts are kept."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", str(KIT / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(engine.parent), "PYTHONUTF8": "1"}
    result = subprocess.run(command, cwd=engine.parent, env=environment, capture_output=True, encoding="utf-8")
    return result.stdout if result.returncode else ""


def append(module: Path, code: str) -> None:
    """Add ``code`` at the end of a module."""
    module.write_text(module.read_text(encoding="utf-8") + code, encoding="utf-8")


def test_the_engine_holds_its_rules() -> None:
    assert check_house.problems(ENGINE) == []


FAULTS = {
    "model/place.py": ("def _upward() -> None:\n    import tierslieu.site.build", "tierslieu.model is not allowed to import tierslieu.site"),
    "core/money.py": ("import pydantic", "tierslieu.core is not allowed to import pydantic"),
    "generation/questions.py": ("import babel", "tierslieu.generation is not allowed to import babel"),
    "launcher/venv.py": ("import yaml", "tierslieu.launcher is not allowed to import yaml"),
    "exports/geojson.py": ("import click", "tierslieu.exports is not allowed to import click"),
}  # fmt: skip


def test_an_import_upward_and_a_library_where_it_may_not_be_are_refused(engine: Path) -> None:
    for module, (code, _) in FAULTS.items():
        append(engine / module, f"\n\n{code}\n")
    output = broken_contracts(engine)
    assert [refusal for _, refusal in FAULTS.values() if refusal not in output] == []


def test_a_room_that_no_layer_names_is_refused(engine: Path) -> None:
    (engine / "elsewhere").mkdir()
    (engine / "elsewhere" / "__init__.py").touch()
    assert "elsewhere" in broken_contracts(engine)


SPEECH = {
    "site/build.py": "print(1)",
    "core/money.py": "input()",
    "exports/geojson.py": "exit()",
    "model/place.py": "import sys\nsys.exit(1)",
    "finance/shares.py": "import sys\nsys.stdout.write('a')",
    "workbook/build.py": "import click\nclick.echo(1)",
}


def test_each_fault_of_layout_is_refused(engine: Path) -> None:
    """All in one engine: reading it takes a second each time."""
    for module, code in SPEECH.items():
        append(engine / module, f"\n\n{code}\n")
    shutil.copy(engine / "budget" / "break_even.py", engine / "finance" / "break_even.py")
    append(engine / "core" / "money.py", "\n\nclass Problem:\n    pass\n")
    (engine / "loose.py").touch()
    append(engine / "look" / "__init__.py", "\n\ndef logic() -> None:\n    pass\n")
    problems = check_house.problems(engine)
    spoken = [problem for problem in problems if "only cli prints" in problem]
    assert sorted(problem.partition(":")[0] for problem in spoken) == sorted(SPEECH)
    others = [problem for problem in problems if problem not in spoken]
    assert [problem for problem in others if "same name" in problem and "break_even.py" in problem]
    assert [problem for problem in others if "core/money.py has a class Problem too" in problem]
    assert [problem for problem in others if problem.startswith("loose.py")]
    assert [problem for problem in others if problem.startswith("look/__init__.py")]
