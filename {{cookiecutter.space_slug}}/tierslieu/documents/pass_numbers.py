"""Numbers of passes and golden tickets: derived from a secret, so that they can be verified without a list of them.

``C0007-K3QW-X`` is the seventh card of a series, ``T0007-8M2D-5`` its golden ticket (``T0007B-…`` its second one). The
first part is a serial number; the second is a tag derived from the name of the series, which only the place knows; the
last is the check character of ISO 7064 MOD 37,36 for the tag followed by the first part. All are digits and letters of
Crockford's base 32 (https://www.crockford.com/base32.html), in which no two look alike.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field
from stdnum.iso7064 import mod_37_36

from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Model, Space
from tierslieu.model.base import Key, Text

#: The folder of sheets and of the register; git ignores it, because names of series are secrets.
FOLDER = "passes"
REGISTER = "series.yaml"
#: The largest serial number of four digits.
MOST_CARDS = 9999

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_SHAPE = re.compile(rf"([CT])([0-9]{{4}})([B-Z]?)([{_ALPHABET}]{{4}})[{_ALPHABET}]")
#: The letters of the first golden ticket of a card, of the second…
_RANK_LETTERS = ("", *_ALPHABET[11:])


class PrintedSeries(Model):
    """A series of one pass, of which the first ``count`` cards have been printed."""

    series: Text = Field(description="The name of the series, a secret of the place.")
    book: Key = Field(alias="pass", description="The pass: a key of passes in config/prices.yaml.")
    count: int = Field(ge=1, le=MOST_CARDS, description="How many cards.")


class Register(Model):
    """The content of ``passes/series.yaml``."""

    series: tuple[PrintedSeries, ...] = Field(default_factory=tuple, description="What has been printed here.")


@dataclass(frozen=True)
class RecognisedPass:
    """The card of a series that bears a number, or its golden ticket at ``rank``, from 1."""

    number: str
    printed: PrintedSeries
    card: int
    rank: int | None


def printed_series(series: str, book: str, count: int) -> PrintedSeries:
    """The first ``count`` cards of ``series``, whose spaces are normalised; raises ``Problems`` for an unfit name."""
    name = " ".join(unicodedata.normalize("NFC", series).split())
    if not name or not name.isprintable():
        raise Problems([Problem("passes.series")])
    return PrintedSeries.model_validate({"series": name, "pass": book, "count": count})


def default_series(today: dt.date) -> str:
    """The name of a series without one: its month, which everybody can guess."""
    return f"{today:%Y-%m}"


def choose_pass(space: Space, name: str | None) -> str:
    """The pass called ``name`` or, without a name, the only one; raises ``Problems``."""
    keys = [key for key, book in space.prices.passes.items() if book.service in space.identity.services]
    if not keys:
        raise Problems([Problem("passes.none", file=PRICES)])
    if name is None and len(keys) > 1:
        raise Problems([Problem("passes.choose", {"passes": ", ".join(keys), "first": keys[0]})])
    if name is not None and name not in keys:
        raise Problems([Problem("passes.unknown_pass", {"name": name, "closest": closest(name, keys)})])
    return name or keys[0]


def card(place: str, series: PrintedSeries, index: int) -> str:
    """The number of the card at ``index``, from 1; ``place`` is the short name of the place."""
    return _number(place, series, f"C{index:04}")


def ticket(place: str, series: PrintedSeries, index: int, rank: int) -> str:
    """The number of the golden ticket at ``rank``, from 1, of the card at ``index``."""
    return _number(place, series, f"T{index:04}{_RANK_LETTERS[rank - 1]}")


def signature(place: str, series: PrintedSeries) -> str:
    """Four characters that identify a series without revealing its name."""
    return _tag(place, series, "series", 0)


def plain_number(number: str) -> str | None:
    """``number`` as typed, without case, spaces and dashes; None when it is mistyped."""
    plain = re.sub(r"[\W_]", "", number).upper().translate(_MISREAD)
    shape = _SHAPE.fullmatch(plain)
    return plain if shape and shape[3] in _RANK_LETTERS and _is_sound(plain) else None


def identify(number: str, place: str, candidates: Sequence[PrintedSeries]) -> RecognisedPass | Problem:
    """The card or ticket of one of the ``candidates`` that bears ``number``, as typed; else what is wrong with it.

    Case, spaces and dashes don't matter, and O is read as 0, I and L as 1.
    """
    plain = plain_number(number)
    shape = _SHAPE.fullmatch(plain) if plain else None
    if plain is None or shape is None:
        return Problem("passes.mistyped", {"number": number})
    kind, index, letter, *_ = shape.groups()
    written = f"{plain[:-5]}-{plain[-5:-1]}-{plain[-1]}"
    for series in candidates:
        if 1 <= int(index) <= series.count and _number(place, series, f"{kind}{index}{letter}") == written:
            rank = _RANK_LETTERS.index(letter) + 1 if kind == "T" else None
            return RecognisedPass(written, series, int(index), rank)
    return Problem("passes.unknown", {"number": written, "count": len(candidates)})


def read_register(root: Path) -> Register:
    """The register of the place in ``root``; raises ``Problems`` when the file is not valid."""
    if not (root / FOLDER / REGISTER).exists():
        return Register()
    files = SourceFiles(root)
    register = files.yaml(f"{FOLDER}/{REGISTER}", Register)
    if register is None:
        raise Problems(files.problems)
    return register


def printed_count(register: Register, series: PrintedSeries) -> int:
    """How many cards of ``series`` have been printed so far."""
    return max((entry.count for entry in register.series if _is_same(entry, series)), default=0)


def registered(register: Register, series: PrintedSeries) -> Register:
    """``register`` with ``series``, in its position if it is there already; its count never decreases."""
    longest = series.model_copy(update={"count": max(series.count, printed_count(register, series))})
    entries = [longest if _is_same(entry, series) else entry for entry in register.series]
    return Register(series=tuple(entries if longest in entries else [*entries, longest]))


def register_text(register: Register, comment: str) -> str:
    """The content of ``passes/series.yaml``, under ``comment``."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    lines.append("series:" if register.series else "series: []")
    for entry in register.series:
        # JSON's quotes are YAML's, and keep a name such as 0042 or « oui » a string.
        lines += [f"  - series: {json.dumps(entry.series, ensure_ascii=False)}", f"    pass: {json.dumps(entry.book)}"]
        lines.append(f"    count: {entry.count}")
    return "\n".join(lines) + "\n"


def _is_same(entry: PrintedSeries, series: PrintedSeries) -> bool:
    return (entry.series, entry.book) == (series.series, series.book)


def _number(place: str, series: PrintedSeries, serial: str) -> str:
    """``serial`` with a tag that depends on the secret, and a check character.

    MOD 37,36 detects every wrong character, but its check character may be a letter outside ``_ALPHABET``, and some
    swaps of neighbours pass: another tag is then drawn. The check character covers the tag before ``serial``, so that
    another tag also changes which swaps inside ``serial`` pass.
    """
    for nonce in itertools.count():
        tag = _tag(place, series, serial, nonce)
        check = mod_37_36.calc_check_digit(tag + serial)
        if check in _ALPHABET and not any(map(_is_sound, _swaps(serial + tag + check))):
            return f"{serial}-{tag}-{check}"
    raise AssertionError


def _is_sound(plain: str) -> bool:
    """Whether the check character of a number without dashes agrees with the rest."""
    return mod_37_36.is_valid(plain[-5:-1] + plain[:-5] + plain[-1])


def _tag(place: str, series: PrintedSeries, serial: str, nonce: int) -> str:
    digest = hashlib.blake2b(f"{serial} {nonce}".encode(), key=_key(place, series.book, series.series)).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:4])


@cache
def _key(place: str, book: str, series: str) -> bytes:
    """The secret of a series, by scrypt (RFC 7914): slow, so that likely names can't be tried on the numbers of a few cards."""
    salt = json.dumps([place, book], ensure_ascii=False).encode("utf-8")
    return hashlib.scrypt(series.encode("utf-8"), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _swaps(number: str) -> Iterator[str]:
    """``number`` with two different neighbours exchanged, in each possible way."""
    for position, (left, right) in enumerate(itertools.pairwise(number)):
        if left != right:
            yield number[:position] + right + left + number[position + 2 :]
