"""Files of a place changed at random, as a slip of the keyboard, a broken disk or a bad merge changes them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

#: Values that may take the place of another.
VALUES = (
    "", "oui", "non", "null", "[]", "{}", "0", "-1", "9" * 400, "1e400", "0.1", "9,50", "2027-02-30", "0001-01-01",
    "9999-12-31 23:59", "24:00", "é" * 300, "{{ prices.day }}", "{% for a in b %}", "<b>x</b>", "javascript:alert(1)",
    "../../etc/passwd", "\u202e\u200d\ufeff", "漢 🌱", "'", '"', "#", "!!python/name:os.system", "*x", "&x [*x]", "| x",
    "[1, [2, {a: b}]]", "{a: {b: c}}", "FREQ=SECONDLY", "FREQ=YEARLY;COUNT=99999999", "Mo-Su 00:00-24:00; PH off",
)  # fmt: skip
#: The folders whose files are mutated; settings more often than texts.
FOLDERS = ("config", "config", "config", "content/fr", "governance/fr", "vocabulary")


def mutate_place(place: Path, chance: random.Random) -> dict[Path, bytes]:
    """Change one or two files of ``place``; returns what they were, by path."""
    before: dict[Path, bytes] = {}
    for _ in range(chance.choice((1, 1, 2))):
        folder = place / chance.choice(FOLDERS)
        path = chance.choice(sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".md")))
        data = path.read_bytes()
        before.setdefault(path, data)
        for _ in range(chance.choice((1, 1, 1, 1, 3))):
            data = chance.choice(MUTATIONS)(data, chance)
        path.write_bytes(data)
    return before


def _flip(data: bytes, chance: random.Random) -> bytes:
    position, byte = chance.randrange(len(data) + 1), chance.randrange(0x20, chance.choice((0x7F, 0x7F, 0x100)))
    return data[:position] + bytes([byte]) + data[position + chance.randint(0, 1) :]


def _delete(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 60) :]


def _lines(change: Callable[[list[bytes], int, random.Random], object]) -> Callable[[bytes, random.Random], bytes]:
    """A mutation that changes the list of lines at one of them."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, chance.randrange(len(lines)), chance)
        return b"\n".join(lines)

    return mutate


def _swap(lines: list[bytes], index: int, chance: random.Random) -> None:
    """Exchange the values of two lines."""
    other = chance.randrange(len(lines))
    (key, colon, value), (other_key, other_colon, other_value) = (lines[n].partition(b": ") for n in (index, other))
    lines[index], lines[other] = key + colon + other_value, other_key + other_colon + value


def _replace_value(lines: list[bytes], index: int, chance: random.Random) -> None:
    key = lines[index].partition(b":")[0]
    lines[index] = key + b": " + chance.choice(VALUES).encode("utf-8")


def _indent(lines: list[bytes], index: int, chance: random.Random) -> None:
    lines[index] = chance.choice((b"  ", b"\t", b" ", "\u00a0".encode(), b"- ")) + lines[index]


def _insert_characters(lines: list[bytes], index: int, chance: random.Random) -> None:
    """Insert any characters of Unicode, surrogates aside."""
    numbers = (chance.choice((chance.randrange(0x20), chance.randrange(0xD800), chance.randrange(0xE000, 0x110000))) for _ in range(3))  # fmt: skip
    position = chance.randrange(len(lines[index]) + 1)
    lines[index] = lines[index][:position] + "".join(map(chr, numbers)).encode() + lines[index][position:]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _delete,
    _lines(lambda lines, index, _: lines.pop(index)),
    _lines(lambda lines, index, _: lines.insert(index, lines[index])),
    _lines(_swap),
    _lines(_replace_value),
    _lines(_replace_value),
    _lines(_indent),
    _lines(_insert_characters),
)
