"""The files of ``register/``: one for each month, with the line of every entry."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tierslieu.core.finding import Finding
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.yaml_reader import YamlDocument
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister

from .register_rules import findings
from .rules_of_days import first_day

FOLDER = "register"
_NAME = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\.yaml")
#: What stands in the folder beside registers.
_CLOSED = ".closed.json"


@dataclass(frozen=True)
class RegisterFile:
    """A register that could be read: its path in the place, its parsed YAML, and the entries."""

    path: str
    document: YamlDocument
    register: MonthRegister


def path_of(month: str) -> str:
    """The file of ``month`` (``2027-01``), relative to the place."""
    return f"{FOLDER}/{month}.yaml"


def months(root: Path) -> list[str]:
    """The months that have a register, oldest first."""
    return sorted(path.stem for path in (root / FOLDER).glob("*.yaml") if _NAME.fullmatch(path.name))


def read(root: Path, month: str) -> RegisterFile:
    """The register of ``month``; raises ``Problems`` with what can't be read, each with its line."""
    path, files = path_of(month), SourceFiles(root)
    if not (root / path).is_file():
        raise Problems([Problem("register.none", {"month": month, "file": path}, path)])
    register = files.yaml(path, MonthRegister)
    if register is None:
        raise Problems([problem for problem in files.problems if problem.file == path])
    return RegisterFile(path, files.lines[path], register)


def problems(space: Space, file: RegisterFile, month: str) -> list[Problem]:
    """The errors of a register, each with its line."""
    found = findings(space, file.register, month, file.path)
    return [_located(finding, file.document) for finding in found]


def folder_problems(root: Path, today: dt.date) -> list[Problem]:
    """Files of the folder that are no month, months that are missing between two, months that have not begun."""
    found, known = [], months(root)
    folder = root / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_register = path.suffix in (".yaml", ".yml") and not path.name.startswith(".")
        if is_register and not _NAME.fullmatch(path.name):
            found.append(Problem("register.name", {"name": path.name}, f"{FOLDER}/{path.name}"))
    for before, month in pairwise(known):
        if month != (expected := _next(before)):
            values = {"missing": expected, "before": before, "after": month}
            found.append(Problem("register.gap", values, path_of(month)))
    found += [
        Problem("register.future", {"month": month, "today": today}, path_of(month))
        for month in known
        if first_day(month) > today
    ]
    return found


def _next(month: str) -> str:
    return f"{first_day(month) + dt.timedelta(days=31):%Y-%m}"


def _located(finding: Finding, document: YamlDocument) -> Problem:
    return Problem(finding.code, finding.values, finding.file, document.line(finding.path), finding.level, finding.path)
