"""The layout of the sheet of assumptions: one fact a row, whether it is missing, and the file that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from .expressions import Cell, Condition, Expr, Operand, brackets, count, count_filled, count_if, if_, literal, number
from .formulas import added
from .workbook import Workbook
from .worksheet import Input, Worksheet

#: Columns: what the fact is about, whose it is, three values, two more, whether something is missing, the file of the fact.
WHAT, WHO, VALUE, RATE, MORE, STATE, FILE = 0, 1, 2, 5, 6, 7, 8
_WIDTHS = (44, 30, 14, 14, 14, 13, 13, 15, 38)

#: What may be wrong with a row that is filled in.
_WRONG = (
    "not_number",
    "out_of_bounds",
    "nobody",
    "not_whole",
    "vat_twice",
    "vat_unmatched",
    "months_differ",
    "not_twelve",
    "capital_exceeded",
    "capital_undated",
    "aid_exceeded",
    "interest_high",
)
#: What is told of a number that is more likely typed wrong than right; a row with one may be complete.
_UNLIKELY = ("term_short", "fund_high", "vat_twice")


class InputForm:
    """The sheet of assumptions of ``workbook``, being written."""

    def __init__(self, workbook: Workbook):
        self.space, self.organisation_label, self.t = workbook.space, workbook.organisation_label, workbook.t
        self.sheet: Worksheet = workbook.sheet("assumptions", _WIDTHS)
        # The count is written last, once every row is there, but stands at the top.
        self._count_row = self.sheet.row
        self.sheet.line(self.t("workbook_missing_count"), "warning")
        self.sheet.freeze()
        organisations = [*self.space.organisations.organisations]
        # With a single organisation, the count above is its own.
        self._rows_of = {key: self.sheet.row + line for line, key in enumerate(organisations[1:] and organisations)}
        for key in self._rows_of:
            self.sheet.line(self.t("workbook_missing_count_of", organisation=self.organisation_label(key)), "soft")
        self._owners: list[str | None] = []
        self._owner: str | None = None
        self._optional_row = self.sheet.row
        self.sheet.line(self.t("workbook_optional_count"), "soft")
        self._proposed_row = self.sheet.row
        self.sheet.line(self.t("workbook_proposed_count"), "soft")
        self._unlikely_row = self.sheet.row
        self.sheet.line(self.t("workbook_unlikely_count"), "soft")
        self.sheet.notes(sum(_WIDTHS[:FILE]))
        self._states: list[Cell] = []
        self._optional: list[Cell] = []
        self._proposed: list[Cell] = []

    def table(self, title: str, labels: dict[int, str]) -> None:
        """Begin a group of rows: its ``title`` and the ``labels`` of its columns are keys of a locale's strings."""
        self.sheet.section(self.t(title))
        keys = {STATE: "workbook_col_state", FILE: "workbook_col_file"} | labels
        titles = [self.t(keys[column]) if column in keys else "" for column in range(FILE + 1)]
        self.sheet.header(titles, range(VALUE, STATE))

    def start(self, subject: str, owner: str, file: str) -> None:
        """Begin a row: what it is about, whose it is, and the file in which the fact is written."""
        labels = {self.organisation_label(key): key for key in self._rows_of}
        self._owner = labels.get(owner) or labels.get(subject)
        self.sheet.text(WHAT, subject)
        self.sheet.text(WHO, owner)
        self.sheet.text(FILE, file, "soft")

    def end(
        self,
        needed: Sequence[Cell] = (),
        demand: Condition | None = None,
        always: Sequence[Cell] = (),
        wrong: Sequence[tuple[Condition, str]] = (),
        remarks: Sequence[tuple[Condition, str]] = (),
    ) -> None:
        """End a row: it is incomplete while a cell of ``needed`` is empty and, if given, ``demand`` holds.

        It is also incomplete while a cell of ``always`` is empty. ``wrong`` are conditions, and which of ``_WRONG`` is told
        where one holds; ``remarks`` are the same of a row that is complete, of which those of ``_UNLIKELY`` are counted apart. What is pasted into a cell for a number, and is none or too small or too great, is told first.
        """
        numbers = self.sheet.numbers()
        if needed or wrong or numbers or remarks:
            to_complete, fine = self.t("workbook_to_complete"), literal("")
            for condition, name in remarks:
                fine = if_(condition, self.t(f"workbook_{name}"), fine)
            missing: Operand = if_(demand, to_complete, fine) if demand is not None else to_complete
            state = if_(count_filled(needed).equals(len(needed)), fine, missing) if needed else fine
            state = if_(count_filled(always).equals(len(always)), state, to_complete) if always else state
            for condition, name in wrong:
                state = if_(condition, self.t(f"workbook_{name}"), state)
            if numbers:
                state = if_(self.sheet.out_of_bounds(), self.t("workbook_out_of_bounds"), state)
                state = if_(count_filled(numbers) > count(numbers), self.t("workbook_not_number"), state)
            self.state(state)
        self.sheet.row += 1

    def facts(
        self,
        subject: str,
        owner: str,
        file: str,
        *inputs: Input,
        needed: bool = True,
        wrong: Callable[[list[Cell]], tuple[Condition, str]] | None = None,
    ) -> list[Cell]:
        """Write a row of ``inputs``, which are all ``needed`` or not, and return their cells.

        ``wrong`` tells what is wrong with them, as ``end`` has it.
        """
        self.start(subject, owner, file)
        cells = self.sheet.inputs(VALUE, inputs, needed=needed)
        self.end(cells if needed else (), wrong=[wrong(cells)] if wrong else ())
        return cells

    def fact(
        self, subject: str, owner: str, file: str, value: Decimal | int | None, kind: str, *, needed: bool = True
    ) -> Cell:
        """Write a row with a single input, and return its cell."""
        return self.facts(subject, owner, file, (value, kind), needed=needed)[0]

    def optional(self, cells: Sequence[Cell]) -> None:
        """Count those of ``cells`` that are empty among the optional cells, at the top of the sheet."""
        self._optional += cells

    def propose(self, amount: Cell | None, cells: Sequence[Cell | None]) -> None:
        """Count and mark ``cells`` as proposals of the kit, where nobody told the ``amount`` of their line, if any, yet."""
        if amount is None or amount.value is None:
            self._proposed += self.sheet.propose([cell for cell in cells if cell])

    def state(self, expression: Expr) -> None:
        """Write what is missing in the row: an empty text where nothing is."""
        self._owners.append(self._owner)
        self._states.append(self.sheet.formula(STATE, expression, "warning"))

    def in_bounds(self) -> Condition:
        """Whether each number is one that its cell may hold: what is pasted there is not checked."""
        return count_if(self._states, literal(self.t("workbook_out_of_bounds"))).equals(0)

    def close(self) -> tuple[Cell, dict[str, Cell], Cell]:
        """Finish the sheet and return the cell, at its top, that counts the incomplete rows, that of each organisation, and
        the one that counts the rows with an unlikely number.

        What is to be filled in of another one alone leaves the figures of an organisation known: its count omits it. A
        value that is wrong is counted by all.
        """
        # The range runs over titles of columns too: only the texts of the states are counted.
        texts = (literal(self.t(f"workbook_{name}")) for name in ("to_complete", *_WRONG))
        incomplete = added([count_if(self._states, text) for text in texts])
        cell = self.sheet.formula(VALUE, incomplete, "count", "warning", row=self._count_row)
        of_each = dict.fromkeys(self.space.organisations.organisations, cell)
        for key, row in self._rows_of.items():
            others = added(
                [count_if(run, literal(self.t("workbook_to_complete"))) for run in self._runs_of_others(key)]
            )
            of_each[key] = self.sheet.formula(VALUE, cell - brackets(others), "count", "soft", row=row)
        empty = number(len(self._optional)) - count_filled(self._optional)
        self.sheet.formula(VALUE, empty, "count", "soft", row=self._optional_row)
        kept = added(
            [if_(cell.equals(number(cell.number)), 1, 0) for cell in self._proposed if cell.number is not None]
        )
        self.sheet.formula(VALUE, kept, "count", "soft", row=self._proposed_row)
        told = added([count_if(self._states, literal(self.t(f"workbook_{name}"))) for name in _UNLIKELY])
        unlikely = self.sheet.formula(VALUE, told, "count", "soft", row=self._unlikely_row)
        self.sheet.unprinted(FILE)
        self.sheet.close()
        return cell, of_each, unlikely

    def _runs_of_others(self, organisation: str) -> list[list[Cell]]:
        """The states of the rows of the other organisations; those that follow one another make one range."""
        runs: list[list[Cell]] = []
        follows = False
        for state, owner in zip(self._states, self._owners, strict=True):
            is_other = owner not in (None, organisation)
            if is_other:
                runs[-1:] = [[*runs[-1], state]] if follows else [*runs[-1:], [state]]
            follows = is_other
        return runs
