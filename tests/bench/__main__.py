"""``make bench``: every ``bench_*.py`` beside this file, one after the other; fails when a ratio is above its limit.

Each has a ``main()`` that measures, prints a table, and says whether all is within its limits. Seconds depend on the
computer; ratios of commands run in turn hardly do.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent / "{{cookiecutter.space_slug}}")]


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    names = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    results = [importlib.import_module(f"bench_{name}").main() for name in names]
    return 0 if all(results) else 1


sys.exit(main())
