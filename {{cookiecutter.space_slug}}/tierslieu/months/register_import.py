"""What a file would write in the register of a month: a table of payments, or the workbook of the month filled in.

Nothing is written here. ``plan`` says what it has understood, what it asks, and the files as they would be.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.tables import Table, csv_text, decoded, plain_word, separator_of
from tierslieu.core.xlsx_reader import Sheet, UnreadableWorkbook, is_workbook, read_workbook
from tierslieu.core.yaml_edit import EditableYaml, block
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.shares import stream_label
from tierslieu.finance import shares
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import translated
from tierslieu.loading.source_files import Drafts, SourceFiles
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister, PaidCost, Receipt
from tierslieu.model.payment_export import AnsweredExport, AnsweredExports, Column, PaymentExport

from . import closing, register_files
from .filled_book import MARK, read_book
from .payment_rows import (
    PaymentRows,
    PaymentTable,
    as_answered,
    read_payments,
    recognised,
    table_of_sheet,
    table_of_text,
)
from .receipts_table import COLUMNS, HEADINGS, NEEDED, read_receipts
from .rules_of_days import default_rate, last_day

#: A register in which nothing is written yet.
NEW = "receipts: []\n"
#: The revenue of what is none of the place.
LEFT = "-"
#: More labels than this are not asked one by one: they are no names of what is sold.
_MOST_LABELS = 40
_ASKED: tuple[Column, ...] = ("date", "amount", "label", "evidence", "fee")
_NEEDED: tuple[Column, ...] = ("date", "amount")


@dataclass(frozen=True)
class ImportQuestion:
    """A question: the message ``code`` with its ``values``, its ``choices`` by name, and the answer that stands so far.

    ``is_needed`` is whether nothing can be written without an answer.
    """

    name: str
    code: str
    values: dict[str, Any]
    choices: dict[str, str]
    answer: str = ""
    is_needed: bool = True


@dataclass(frozen=True)
class ImportedSum:
    """What is added to a revenue or, without ``label``, what common costs get; in euros."""

    label: str
    organisation: str
    count: int
    amount: Decimal


@dataclass
class RegisterPlan:
    """What was understood of a file: ``tool`` is where it comes from, empty while unknown.

    ``files`` are those of the place as they would be, empty while a question is open, a problem prevents it, or there is
    nothing new. ``removed`` are lines of the register that the workbook no longer has.
    """

    tool: str = ""
    questions: list[ImportQuestion] = field(default_factory=list)
    sums: list[ImportedSum] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left: list[tuple[str, str, int]] = field(default_factory=list)
    other_months: int = 0
    known: int = 0
    fees: Decimal = Decimal("0.00")
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def open_questions(self) -> list[ImportQuestion]:
        """The questions that have no answer yet."""
        return [question for question in self.questions if question.is_needed and not question.answer]


def plan(space: Space, month: str, name: str, data: bytes, answers: Mapping[str, str]) -> RegisterPlan:
    """What the file ``name`` would write in the register of ``month``, by ``answers`` to its questions so far.

    Raises ``Problems`` when the file can't be read, or the month is closed.
    """
    closed = closing.read_closed(space.root, month)
    if closed and closed.settlement:
        raise Problems([Problem("intake.closed", {"month": month})])
    try:
        sheets = read_workbook(data) if is_workbook(data) else {}
    except UnreadableWorkbook as error:
        raise Problems([Problem(error.code, dict(error.values), name)]) from None
    if any(_marked(sheet) for sheet in sheets.values()):
        return _BookImport(space, month, name).plan(sheets)
    table = next((found for found in map(table_of_sheet, sheets.values()) if found.rows), PaymentTable((), ()))
    return _TableImport(space, month, name, data, answers, table if sheets else table_of_text(data)).plan()


def remarks(found: RegisterPlan, text: Callable[..., str]) -> Iterator[str]:
    """What else is to be known of a plan, in sentences."""
    for title, value, count in found.left:
        yield text(
            "intake.left_rows" if value else "intake.left_label",
            title=title,
            value=value,
            count=count,
        )
    if found.other_months:
        yield text("intake.other_months", count=found.other_months)
    if found.known:
        yield text("intake.known", count=found.known)
    if found.fees and any(question.name == "fees" and question.answer == "own" for question in found.questions):
        yield text("intake.fees_kept", amount=found.fees)
    if found.removed:
        yield text("intake.removed")
        yield from found.removed


def _marked(sheet: Sheet) -> bool:
    first = sheet.get(1, {}).get(0)
    return first is not None and first.text.startswith(MARK)


class _RegisterImport:
    """The register of a month, and the files that would be written."""

    def __init__(self, space: Space, month: str, name: str):
        self.space, self.today, self.month, self.name = space.on(last_day(month)), space.today, month, name
        self.fmt = FactFormatter(self.space, space.identity.language, document=True)
        self.text = partial(messages.text, self.fmt.locale)
        self.path, self.table_path = register_files.path_of(month), register_files.table_of(month)
        self.exists = (space.root / self.path).is_file()
        self.written = (space.root / self.path).read_text("utf-8") if self.exists else NEW
        self.register = (
            register_files.read(space.root, month).register if self.exists else MonthRegister.model_validate({})
        )
        self.found = RegisterPlan()

    def organisation(self, key: str) -> str:
        return self.space.organisation_name(key)

    def add_sums(self, receipts: Sequence[Receipt], costs: Sequence[PaidCost]) -> None:
        sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for receipt in receipts:
            sums[stream_label(self.fmt, receipt.stream), self.organisation(receipt.received_by)].append(receipt.amount)
        for cost in costs:
            sums["", self.organisation(cost.paid_by)].append(cost.amount)
        self.found.sums = [ImportedSum(*names, len(amounts), sum(amounts)) for names, amounts in sums.items()]  # type: ignore[arg-type]

    def check(self, drafts: Drafts, place_of: Callable[[Problem], tuple[str, int] | None]) -> bool:
        """Whether the register of ``drafts`` is without a fault; ``place_of`` is where the file has what is wrong."""
        root = self.space.root
        try:
            file = register_files.read(root, self.month, drafts)
            problems = [
                *register_files.folder_problems(root, self.today, drafts),
                *register_files.problems(self.space, file, self.month),
            ]
        except Problems as error:
            problems = list(error.problems)
        for problem in problems:
            place = place_of(problem)
            self.found.problems.append(replace(problem, file=place[0], line=place[1]) if place else problem)
        return not problems


class _BookImport(_RegisterImport):
    """The workbook of the month, which replaces what the register has, except its table and its corrections."""

    def plan(self, sheets: dict[str, Sheet]) -> RegisterPlan:
        self.found.tool = self.text("intake.book")
        filled = read_book(self.space, self.month, self.name, sheets)
        if filled.problems:
            self.found.problems = filled.problems
            return self.found
        typed = register_files.typed_register(self.space.root, self.month)
        yaml = EditableYaml(self.written)
        places: dict[tuple[Any, ...], tuple[str, int]] = {}
        for key in ("receipts", "common_costs", "uses"):
            before, entries = list(getattr(typed, key)), list(getattr(filled, key))
            places |= {(key, index): place for index, place in enumerate(filled.places[key])}
            if before != entries:
                yaml = yaml.set((key,), [_written(entry) for entry in entries])
                self.found.removed += [_line(entry) for entry in before if entry not in entries]
        if filled.free_uses != typed.free_uses:
            yaml = yaml.set(("free_uses",), filled.free_uses)
        new = [entry for entry in filled.receipts if entry not in typed.receipts]
        self.add_sums(new, [cost for cost in filled.common_costs if cost not in typed.common_costs])
        drafts: dict[str, bytes | None] = {self.path: yaml.text.encode("utf-8")}
        is_new = not self.exists or yaml.text != self.written
        if self.check(drafts, lambda problem: places.get(problem.path[:2])) and is_new:
            self.found.files = {self.path: yaml.text.encode("utf-8")}
        return self.found


class _TableImport(_RegisterImport):
    """A table of payments, whose receipts are added to the table beside the register."""

    def __init__(
        self, space: Space, month: str, name: str, data: bytes, answers: Mapping[str, str], table: PaymentTable
    ):
        super().__init__(space, month, name)
        self.data, self.answers, self.payments = data, answers, table
        self.known = space.vocabulary.payment_exports
        self.memory = read_answers(space)

    def plan(self) -> RegisterPlan:
        if not self.payments.rows:
            raise Problems([Problem("intake.empty", {}, self.name)])
        own = Table(csv_text([self.payments.titles]), COLUMNS).columns
        if all(column in own for column in NEEDED):
            return self._own(own["amount"])
        key = recognised(self.payments, self.known)
        if key is None:
            told = {name: as_answered(entry, name) for name, entry in self.memory.exports.items() if entry.columns}
            key = recognised(self.payments, told) or self._new_key()
        answered = self.memory.exports.get(key, AnsweredExport.model_validate({}))
        export = self.known.get(key)
        if export is None:
            answered = self._ask_columns(answered)
            if self.found.open_questions:
                return self.found
            export = as_answered(answered, key)
        self.found.tool = export.label if key in self.known else self.found.tool
        rows = read_payments(self.payments, export, self.month, self.name)
        self._report(rows)
        answered = self._ask(answered, rows)
        if not (self.found.open_questions or rows.problems):
            self._write(key, answered, export, rows)
        return self.found

    def _report(self, rows: PaymentRows) -> None:
        self.found.left = [(title, value, count) for (title, value), count in rows.left.items()]
        self.found.other_months, self.found.fees = rows.other_months, rows.fees
        self.found.problems = rows.problems

    def _own(self, amount: int) -> RegisterPlan:
        """The table that the kit makes for the month, filled in: lines whose column ``amount`` is blank say nothing."""
        self.found.tool = self.text("intake.table")
        filled = [(line, row) for line, row in self.payments.rows if amount < len(row) and row[amount]]
        try:
            receipts, _ = read_receipts(csv_text((self.payments.titles, *(row for _, row in filled))), self.name)
        except Problems as error:
            found = [replace(problem, line=filled[(problem.line or 2) - 2][0]) for problem in error.problems]
            self.found.problems = found
            return self.found
        self._add(receipts, [line for line, _ in filled], [], {})
        return self.found

    def _new_key(self) -> str:
        """A short name for a table that no answer is about: the same for the same titles."""
        digest = hashlib.sha256("\n".join(map(plain_word, self.payments.titles)).encode()).hexdigest()[:6]
        return f"tableau-{digest}"

    def _ask_columns(self, answered: AnsweredExport) -> AnsweredExport:
        titles = {title: title for title in self.payments.titles if title}
        examples = self.payments.rows[0][1]
        shown = {
            title: f"{title} ({examples[index]})" if index < len(examples) and examples[index] else title
            for index, title in enumerate(self.payments.titles)
            if title
        }
        columns: dict[Column, str] = {}
        for column in _ASKED:
            name = f"column/{column}"
            answer = self.answers.get(name, answered.columns.get(column, ""))
            answer = answer if answer in titles else ""
            if answer:
                columns[column] = answer
            question = ImportQuestion(name, f"intake.column_{column}", {}, shown, answer, column in _NEEDED)
            self.found.questions.append(question)
        return answered.model_copy(update={"columns": columns})

    def _ask(self, answered: AnsweredExport, rows: PaymentRows) -> AnsweredExport:
        """Ask whose account it is, what is sold, who bears the fees; returns what is answered."""
        update: dict[str, Any] = {}
        organisations = {key: self.organisation(key) for key in self.space.organisations.organisations}
        only = next(iter(organisations)) if len(organisations) == 1 else ""
        update["received_by"] = self._choice(
            "received_by", "intake.received_by", {}, organisations, only or answered.received_by or ""
        )
        if rows.fees:
            choices = {"own": self.text("intake.fees_own"), "common": self.text("intake.fees_common")}
            values: dict[str, Any] = {"amount": rows.fees}
            update["fees"] = self._choice("fees", "intake.fees", values, choices, answered.fees or "")
        counts, entries = Counter(payment.label for payment in rows.payments), dict(answered.entries)
        revenues = dict(self._revenues())
        if len(counts) > _MOST_LABELS or not any(counts):
            update["stream"] = self._choice("stream", "intake.stream", {}, revenues, answered.stream or "")
        else:
            update["stream"] = None
            for label, count in counts.items():
                before = (entries[label] or LEFT) if label in entries else ""
                values = {"label": label, "count": count}
                answer = self._choice(f"entry/{label}", "intake.entry", values, revenues, before)
                if answer:
                    entries[label] = None if answer == LEFT else answer
        told = {key: value or None for key, value in update.items()}
        return answered.model_copy(update={**told, "entries": entries})

    def _choice(self, name: str, code: str, values: dict[str, Any], choices: dict[str, str], before: str) -> str:
        answer = self.answers.get(name, before)
        answer = answer if answer in choices else ""
        self.found.questions.append(ImportQuestion(name, code, values, choices, answer))
        return answer

    def _revenues(self) -> Iterator[tuple[str, str]]:
        """Every revenue that may be named, with its rate where it is sold at several."""
        language = self.fmt.locale
        for stream in shares.streams(self.space):
            label = stream_label(self.fmt, stream)
            if default_rate(self.space, stream) is not None:
                yield stream, label
                continue
            for rate, entry in self.space.vocabulary.vat_rates.items():
                yield f"{stream}/{rate}", f"{label}, {translated(entry.label, language)}"
        yield LEFT, self.text("intake.left")

    def _write(self, key: str, answered: AnsweredExport, export: PaymentExport, rows: PaymentRows) -> None:
        receipts, lines, fees, left = [], [], Decimal("0.00"), Counter[str]()
        had = {receipt.evidence for receipt in self.register.receipts if receipt.received_by == answered.received_by}
        for payment in rows.payments:
            revenue = answered.stream or answered.entries.get(payment.label)
            if revenue in (None, LEFT):
                left[payment.label] += 1
                continue
            if payment.evidence in had:
                self.found.known += 1
                continue
            stream, _, rate = str(revenue).partition("/")
            receipts.append(
                Receipt.model_construct(
                    stream=stream, amount=payment.amount, received_by=answered.received_by or "", rate=rate or None,
                    date=payment.date, evidence=payment.evidence,
                )
            )  # fmt: skip
            lines.append(payment.line)
            fees += payment.fee
        self.found.left += [(label, "", count) for label, count in left.items()]
        # Fees that stand on rows of their own are those of the whole file.
        fees += rows.fees - sum((payment.fee for payment in rows.payments), Decimal("0.00")) if receipts else 0
        costs = []
        if answered.fees == "common" and fees:
            label = self.text("intake.fees_of", tool=export.label)
            days = [receipt.date for receipt in receipts if receipt.date]
            paid = {"label": label, "amount": fees, "paid_by": answered.received_by, "date": max(days, default=None)}
            costs.append(PaidCost.model_validate(paid))
        remembered = AnsweredExports(exports={**self.memory.exports, key: answered})
        self._add(receipts, lines, costs, {register_files.IMPORTS: _answers_text(remembered).encode("utf-8")})

    def _add(self, receipts: list[Receipt], lines: list[int], costs: list[PaidCost], others: dict[str, bytes]) -> None:
        """Add ``receipts``, of ``lines`` of the file, to the table beside the register, and ``costs`` to the register."""
        self.add_sums(receipts, costs)
        if not receipts and not costs:
            return
        root, files = self.space.root, dict(others)
        table = root / self.table_path
        before = decoded(table.read_bytes()) if table.is_file() else ";".join(HEADINGS) + "\r\n"
        text, first = _appended(before, receipts, self.table_path)
        if receipts:
            files[self.table_path] = text.encode("utf-8-sig")
        if costs or not self.exists:
            yaml = EditableYaml(self.written)
            entries = [*((yaml.data or {}).get("common_costs") or []), *map(_written, costs)]
            files[self.path] = (yaml.set(("common_costs",), entries) if costs else yaml).text.encode("utf-8")
        located: dict[tuple[str | None, int | None], tuple[str, int]] = {
            (self.table_path, first + index): (self.name, line) for index, line in enumerate(lines)
        }
        if self.check(dict(files), lambda problem: located.get((problem.file, problem.line))):
            self.found.files = files


def read_answers(space: Space) -> AnsweredExports:
    """What the place has answered about its tables of payments; raises ``Problems`` with what can't be read."""
    if not (space.root / register_files.IMPORTS).is_file():
        return AnsweredExports()
    files = SourceFiles(space.root)
    found = files.yaml(register_files.IMPORTS, AnsweredExports)
    if found is None:
        raise Problems([problem for problem in files.problems if problem.file == register_files.IMPORTS])
    return found


def _answers_text(answers: AnsweredExports) -> str:
    data = {
        name: entry.model_dump(mode="json", exclude_defaults=True)
        | ({"entries": dict(entry.entries)} if entry.entries else {})
        for name, entry in answers.exports.items()
    }
    return "\n".join(block({"exports": data})) + "\n"


def _written(entry: Any) -> dict[str, Any]:
    """An entry of the register as its file has it."""
    data = entry.model_dump(by_alias=True)
    if "amount" in data:
        data["amount"] = entry.amount  # a number, not the text that JSON has
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in data.items()
        if value is not None and (key != "golden_tickets" or value)
    }


def _line(entry: Any) -> str:
    return ", ".join(map(str, _written(entry).values()))


def _appended(before: str, receipts: Sequence[Receipt], path: str) -> tuple[str, int]:
    """The table with ``receipts`` at its end, in the order of its columns, and the line of the first of them."""
    places = Table(before.split("\n", 1)[0], COLUMNS).columns
    width = max(places.values(), default=0) + 1
    rows = []
    for receipt in receipts:
        cells = {
            "stream": receipt.stream, "amount": f"{receipt.amount:.2f}".replace(".", ","), "received_by": receipt.received_by,
            "rate": receipt.rate, "date": f"{receipt.date:%d/%m/%Y}" if receipt.date else None, "evidence": receipt.evidence,
        }  # fmt: skip
        if missing := [name for name, cell in cells.items() if cell and name not in places]:
            titles = dict(zip(COLUMNS, HEADINGS, strict=True))
            raise Problems([Problem("intake.no_column", {"title": titles[missing[0]]}, path, 1)])
        row = [""] * width
        for name, place in places.items():
            row[place] = cells.get(name) or ""
        rows.append(row)
    body = before if before.endswith("\n") else f"{before}\r\n"
    return body + csv_text(rows, separator_of(before)), body.count("\n") + 1
