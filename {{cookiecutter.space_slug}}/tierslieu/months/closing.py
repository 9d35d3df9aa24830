"""Closed months: ``register/2027-01.closed.json`` keeps the settlement with its rules, and a digest of what went in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from tierslieu.core.problems import Problem, Problems
from tierslieu.loading.source_files import NO_DRAFTS, Drafts
from tierslieu.model import Model

from .register_files import FOLDER, RegisterFile, content_of, path_of
from .rules_of_days import last_day
from .settlement import Settlement

_SUFFIX = ".closed.json"


class Reopening(Model):
    """Who opened a closed month again, when and why; ``digest`` is that of the settlement it had."""

    closed_on: dt.date
    reopened_on: dt.date
    by: str
    reason: str
    digest: str


class ClosedMonth(Model):
    """The content of a file: a settlement that no longer changes, or none once the month is open again.

    ``register_sha256`` is the digest of the register, ``sha256`` that of both.
    """

    month: str
    closed_on: dt.date | None = None
    register_sha256: str = ""
    sha256: str = ""
    settlement: Settlement | None = None
    reopened: tuple[Reopening, ...] = ()


def closed_path(month: str) -> str:
    """The file of a closed month, relative to the place."""
    return f"{FOLDER}/{month}{_SUFFIX}"


def read_closed(root: Path, month: str) -> ClosedMonth | None:
    """What is kept of ``month``; None if it was never closed. Raises ``Problems`` when the file is damaged."""
    file = root / closed_path(month)
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_bytes())
        closed = ClosedMonth.model_validate(data)
    except ValueError:
        raise Problems([_damaged(month)]) from None
    if closed.settlement and closed.sha256 != _digest(closed.register_sha256, data["settlement"]):
        raise Problems([_damaged(month)])
    return closed


def settlement_of(root: Path, month: str) -> Settlement | None:
    """The settlement of a closed month; None if it is open. Raises ``Problems`` if what went in has changed since."""
    closed = read_closed(root, month)
    if closed is None or closed.settlement is None:
        return None
    if found := _changes(root, closed):
        raise Problems(found)
    return closed.settlement


def closing_problems(root: Path, drafts: Drafts = NO_DRAFTS) -> list[Problem]:
    """What has changed since months were closed, or would with ``drafts``."""
    found: list[Problem] = []
    folder = root / FOLDER
    for file in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
        try:
            closed = read_closed(root, file.name.removesuffix(_SUFFIX))
        except Problems as error:
            found += error.problems
        else:
            found += _changes(root, closed, drafts) if closed and closed.settlement else []
    return found


def close(file: RegisterFile, settlement: Settlement, today: dt.date, before: ClosedMonth | None) -> bytes:
    """The content of the file of a month closed on ``today``; ``before`` is what is kept of it already.

    Raises ``Problems`` when the month is not over, or waits for a fact.
    """
    month = settlement.month
    if today <= last_day(month):
        raise Problems([Problem("month.early", {"month": month, "date": last_day(month)}, file.path)])
    if settlement.missing:
        facts = ", ".join(
            f"{fact.label} ({fact.organisation})" if fact.organisation else fact.label for fact in settlement.missing
        )
        raise Problems([Problem("month.waits", {"month": month, "facts": facts}, settlement.missing[0].file)])
    register = _register_digest(file.content)
    return _written(
        ClosedMonth(
            month=month,
            closed_on=today,
            register_sha256=register,
            sha256=_digest(register, settlement.model_dump(mode="json")),
            settlement=settlement,
            reopened=before.reopened if before else (),
        )
    )


def reopen(root: Path, month: str, today: dt.date, by: str, reason: str) -> bytes:
    """The content of the file of a month that is open again; raises ``Problems`` when it is not closed."""
    closed = read_closed(root, month)
    if closed is None or closed.settlement is None or closed.closed_on is None:
        raise Problems([Problem("month.open", {"month": month})])
    entry = Reopening(closed_on=closed.closed_on, reopened_on=today, by=by, reason=reason, digest=closed.sha256)
    return _written(ClosedMonth(month=month, reopened=(*closed.reopened, entry)))


def _changes(root: Path, closed: ClosedMonth, drafts: Drafts = NO_DRAFTS) -> list[Problem]:
    path = path_of(closed.month)
    values = {"month": closed.month, "date": closed.closed_on, "file": path}
    content = content_of(root, closed.month, drafts)
    if content is None:
        return [Problem("month.gone", values, path)]
    return [] if _register_digest(content) == closed.register_sha256 else [Problem("month.changed", values, path)]


def _damaged(month: str) -> Problem:
    return Problem("month.damaged", {"month": month, "file": closed_path(month)}, closed_path(month))


def _register_digest(text: str) -> str:
    """SHA-256 of the files of a month; ends of lines, which git may change, don't count."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _digest(register: str, settlement: Any) -> str:
    """SHA-256 of both: of the JSON of the settlement, so that facts that later engines add to it don't count."""
    text = json.dumps(settlement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{register}\n{text}".encode()).hexdigest()


def _written(closed: ClosedMonth) -> bytes:
    return (closed.model_dump_json(indent=2) + "\n").encode("utf-8")
