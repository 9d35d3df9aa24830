"""A month of 100,000 lines, and one of 300: what reading, checking and settling it costs beyond loading the libraries."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from support import factories

from tierslieu.months import register_files
from tierslieu.months.settlement import settle

MONTH = "2027-01"
#: Lines of the register, lines of its table, seconds of CPU, megabytes of the whole process.
CASES = ((300, 0, 0.5, 300), (0, 100_000, 3, 300))


def main() -> bool:
    """Measure, print, and say whether both months are within their limits."""
    regimes = {key: {"vat": {"regime": "assujettie"}} for key in ("cooperative", "association")}
    space = factories.comptoir(organisations={"organisations": regimes})
    within = True
    for typed, table, seconds, megabytes in CASES:
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), typed, table)
            start = time.process_time()
            file = register_files.read(Path(folder), MONTH)
            assert register_files.problems(space, file, MONTH) == []
            settle(space, file.register, MONTH)
            spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        within = within and spent <= seconds and peak <= megabytes
        print(f"a month of {typed + table:,} lines: {spent:.2f} s, limit {seconds} s; {peak} MB, limit {megabytes} MB")
    print()
    return within


def _write(root: Path, typed: int, table: int) -> None:
    """A register of ``typed`` lines, and beside it a table of ``table`` lines."""
    lines = [
        f"  - {{stream: coworking, amount: 15, received_by: cooperative, evidence: R{number}}}"
        for number in range(typed)
    ]
    (root / "register").mkdir()
    (root / f"register/{MONTH}.yaml").write_text("\n".join(["receipts:", *lines, ""]) if lines else "receipts: []\n")
    if table:
        rows = [f"coworking;{number % 900},50;cooperative;12/01/2027;F{number}" for number in range(table)]
        content = "\r\n".join(["recette;montant;organisation;jour;pièce", *rows, ""])
        (root / f"register/{MONTH}.csv").write_bytes(content.encode("utf-8"))
