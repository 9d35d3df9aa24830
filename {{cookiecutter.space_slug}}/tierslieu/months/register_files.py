"""The files of ``register/``: one for each month, with the line of every entry."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tierslieu.core.finding import Finding
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.tables import decoded
from tierslieu.core.yaml_reader import YamlDocument
from tierslieu.loading.source_files import NO_DRAFTS, Drafts, SourceFiles
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister

from .receipts_table import read_receipts
from .register_rules import findings
from .rules_of_days import first_day

FOLDER = "register"
#: What the place has answered about tables of payments.
IMPORTS = f"{FOLDER}/imports.yaml"
#: The most lines of a register, which takes a second to read; a table of as many takes a quarter of it.
MOST_LINES = 20_000
_NAME = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\.yaml")


@dataclass(frozen=True)
class RegisterFile:
    """A register that could be read: its path in the place, its parsed YAML, and the entries.

    The last receipts are those of the table beside it, at ``table_lines``; ``content`` is the text of both files.
    """

    path: str
    document: YamlDocument
    register: MonthRegister
    content: str
    table_lines: tuple[int, ...] = ()


def path_of(month: str) -> str:
    """The file of ``month`` (``2027-01``), relative to the place."""
    return f"{FOLDER}/{month}.yaml"


def months(root: Path, drafts: Drafts = NO_DRAFTS) -> list[str]:
    """The months that have a register, oldest first; ``drafts`` count as written."""
    paths = {path.name: True for path in (root / FOLDER).glob("*.yaml")}
    paths |= {
        file.removeprefix(f"{FOLDER}/"): data is not None
        for file, data in drafts.items()
        if file.startswith(f"{FOLDER}/")
    }
    return sorted(name.removesuffix(".yaml") for name, exists in paths.items() if exists and _NAME.fullmatch(name))


def read(root: Path, month: str, drafts: Drafts = NO_DRAFTS) -> RegisterFile:
    """The register of ``month``, in ``drafts`` if it is there; raises ``Problems`` with what can't be read, with its line."""
    path, files = path_of(month), SourceFiles(root, drafts)
    content = content_of(root, month, drafts)
    if content is None:
        raise Problems([Problem("register.none", {"month": month, "file": path}, path)])
    if (_bytes(root, path, drafts) or b"").count(b"\n") > MOST_LINES:
        raise Problems([Problem("register.too_long", {"most": MOST_LINES, "file": table_of(month)}, path, MOST_LINES)])
    register = files.yaml(path, MonthRegister)
    if register is None:
        raise Problems([problem for problem in files.problems if problem.file == path])
    table = _bytes(root, table_of(month), drafts)
    lines: list[int] = []
    if table is not None:
        receipts, lines = read_receipts(decoded(table), table_of(month))
        register = register.model_copy(update={"receipts": (*register.receipts, *receipts)})
    return RegisterFile(path, files.lines[path], register, content, tuple(lines))


def typed_register(root: Path, month: str) -> MonthRegister:
    """The register of ``month`` without its table; empty where it has none. Raises ``Problems``."""
    if not (root / path_of(month)).is_file():
        return MonthRegister.model_validate({})
    file = read(root, month)
    typed = len(file.register.receipts) - len(file.table_lines)
    return file.register.model_copy(update={"receipts": file.register.receipts[:typed]})


def table_of(month: str) -> str:
    """The table of receipts of ``month``, relative to the place: it may not exist."""
    return f"{FOLDER}/{month}.csv"


def content_of(root: Path, month: str, drafts: Drafts = NO_DRAFTS) -> str | None:
    """All that goes into the settlement of ``month`` from its files, with the line ends of Unix; None without a register.

    ``drafts`` are read in the place of files.
    """
    register, table = (_bytes(root, path, drafts) for path in (path_of(month), table_of(month)))
    if register is None:
        return None
    texts = [decoded(data) for data in (register, table) if data is not None]
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)


def _bytes(root: Path, path: str, drafts: Drafts) -> bytes | None:
    if path in drafts:
        return drafts[path]
    return (root / path).read_bytes() if (root / path).is_file() else None


def problems(space: Space, file: RegisterFile, month: str) -> list[Problem]:
    """The errors of a register, each with its line."""
    found = findings(space, file.register, month, file.path)
    return [_located(finding, file, month) for finding in found]


def folder_problems(root: Path, today: dt.date, drafts: Drafts = NO_DRAFTS) -> list[Problem]:
    """Files of the folder that are no month, months that are missing between two, months that have not begun."""
    found, known = [], months(root, drafts)
    folder = root / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_register = path.suffix in (".yaml", ".yml", ".csv") and not path.name.startswith(".")
        is_register = is_register and f"{FOLDER}/{path.name}" != IMPORTS
        if is_register and not (_NAME.fullmatch(path.name) or (path.suffix == ".csv" and path.stem in known)):
            found.append(Problem("register.name", {"name": path.name}, f"{FOLDER}/{path.name}"))
    for before, month in pairwise(known):
        if month != (expected := next_month(before)):
            values = {"missing": expected, "before": before, "after": month}
            found.append(Problem("register.gap", values, path_of(month)))
    found += [
        Problem("register.future", {"month": month, "today": today}, path_of(month))
        for month in known
        if first_day(month) > today
    ]
    return found


def next_month(month: str) -> str:
    """The month after ``month``."""
    return f"{first_day(month) + dt.timedelta(days=31):%Y-%m}"


def _located(finding: Finding, file: RegisterFile, month: str) -> Problem:
    path, written = finding.path, len(file.register.receipts) - len(file.table_lines)
    if path[0] == "receipts" and isinstance(path[1], int) and path[1] >= written:
        line = file.table_lines[path[1] - written]
        return Problem(finding.code, finding.values, table_of(month), line, finding.level)
    return Problem(finding.code, finding.values, finding.file, file.document.line(path), finding.level, path)
