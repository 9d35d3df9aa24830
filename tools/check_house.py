"""The rules of the engine's layout that neither ruff nor import-linter knows: run by ``make lint``.

``docs/explications/architecture.md`` says what each rule is for.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ENGINE = Path(__file__).parents[1] / "{{cookiecutter.space_slug}}" / "tierslieu"

#: Rooms that may print, ask or exit, and the modules of ``generation`` and of ``launcher`` that speak before there is a CLI.
SPEAKING = {
    "cli",
    "generation/prompts.py",  # asks again for a wrong answer
    "generation/run.py",  # entry of the hooks
    "generation/copier.py",  # entry of copier's task
    "launcher/bootstrap.py",  # entry of ./lieu
    "launcher/venv.py",  # progress of the first installation
    "__main__.py",
}
_SPEAKING_CALLS = {"print", "input", "exit", "quit"}
_SPEAKING_ATTRIBUTES = {
    "click.echo",
    "click.secho",
    "click.prompt",
    "click.confirm",
    "sys.exit",
    "sys.stdout",
    "sys.stderr",
}

#: Names that several rooms share because they hold the same subject, seen by each room in its own way.
SUBJECTS = {
    "activities", "budget", "build", "cache", "cash_flow", "choices", "commons", "community", "content", "context", "descriptions", "documents", "events", "identity", "incomes",
    "look", "mediation", "missing_facts", "occurrences", "opening_hours", "organisations", "passes", "people", "place", "prices",
    "price_comparison", "rule_changes", "services", "shares", "split", "theme", "vat",
}  # fmt: skip

#: The packages whose ``__init__`` may hold a table besides re-exports.
TABLES = {"check": {"RULES", "Rule"}, "exports": {"FORMATS", "EXPORTS"}, "documents": {"FORMATS"}}


def problems(engine: Path) -> list[str]:
    """What breaks a rule in the engine at ``engine``, one line each: the module, then what is wrong."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(engine.rglob("*.py"))}
    found = [
        *_loose_modules(engine, modules),
        *_doubled_modules(engine, modules),
        *_doubled_classes(engine, modules),
    ]
    for path, tree in modules.items():
        name = path.relative_to(engine).as_posix()
        found += [f"{name}:{line}: {what}" for line, what in (*_speech(name, tree), *_logic(name, tree))]
    return found


def _loose_modules(engine: Path, modules: dict[Path, ast.Module]) -> Iterator[str]:
    for path in modules:
        if path.parent == engine and path.name not in {"__init__.py", "__main__.py"}:
            yield f"{path.name}: every module stands in a room, none at the top of the engine"


def _doubled_modules(engine: Path, modules: dict[Path, ast.Module]) -> Iterator[str]:
    by_name: dict[str, list[str]] = defaultdict(list)
    # What people type or see names the modules of these: a command, a screen.
    named = (engine / "cli" / "commands", engine / "editor" / "screens")
    for path in modules:
        if not path.name.startswith("__") and path.parent not in named:
            by_name[path.stem].append(path.relative_to(engine).as_posix())
    for name, paths in by_name.items():
        if len(paths) > 1 and name not in SUBJECTS:
            yield f"{paths[1]}: the module {paths[0]} has the same name"


def _doubled_classes(engine: Path, modules: dict[Path, ast.Module]) -> Iterator[str]:
    by_name: dict[str, str] = {}
    for path, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where = path.relative_to(engine).as_posix()
                if node.name in by_name:
                    yield f"{where}:{node.lineno}: {by_name[node.name]} has a class {node.name} too"
                by_name.setdefault(node.name, where)


def _speech(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    if name in SPEAKING or name.partition("/")[0] in SPEAKING:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SPEAKING_CALLS:
            yield node.lineno, f"only cli prints, asks or exits, not {node.func.id}() here"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in _SPEAKING_ATTRIBUTES:
            yield node.lineno, f"only cli prints, asks or exits, not {ast.unparse(node)} here"


def _logic(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    if not name.endswith("__init__.py"):
        return
    room = name.rpartition("/")[0]
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the docstring
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if not names or not names <= {"__all__", "__version__"} | TABLES.get(room, set()):
            yield node.lineno, "an __init__.py holds re-exports and the tables RULES and FORMATS alone"


if __name__ == "__main__":
    lines = problems(ENGINE)
    print("\n".join(lines) if lines else "The layout of the engine holds.")
    sys.exit(1 if lines else 0)
