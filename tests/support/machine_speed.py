"""Limits of time that hold on a slow or busy machine too: seconds of a machine whose speed is known."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

#: What ``_work`` takes on the machine that limits are told for, in seconds.
_USUAL = 0.15


def _work() -> float:
    """The seconds that Python takes to make a hundred thousand lines of a day, an amount and a word, and add them up."""
    start = time.process_time()
    lines = [(dt.date(2027, 1, 1 + number % 28), Decimal(number), {"line": f"F{number}"}) for number in range(100_000)]
    sum(amount for day, amount, words in lines if day.day and words["line"].lower())
    return time.process_time() - start


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails when what runs inside takes more than ``seconds``, or more than that by as much as the machine is slower now."""
    before, start = _work(), time.process_time()
    yield
    spent = time.process_time() - start
    assert spent < seconds * max(1, before / _USUAL, _work() / _USUAL)
