"""Numbers of passes and golden tickets: made from a secret, told from inventions without a list of them all.

``C0007-K3QW-X`` is the seventh card of a series, ``T0007-8M2D-5`` its golden ticket (``T0007B-…`` its second one). The
first part counts; the second is a tag drawn from the name of the series, which only the place knows; the last is the
check character that ISO 7064 MOD 37,36 gives to the tag followed by the first part. All are digits and letters of
Crockford's base 32 (https://www.crockford.com/base32.html), in which nothing looks like something else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field
from stdnum.iso7064 import mod_37_36

from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.loading.load import SourceFiles
from tierslieu.model import Model, Space
from tierslieu.model.base import Key, Text

#: Where sheets and the names of the series go; git leaves this folder alone, for those names are secrets.
FOLDER = "passes"
REGISTER = "series.yaml"
#: How many cards four digits can count.
MOST_CARDS = 9999

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_SHAPE = re.compile(rf"([CT])([0-9]{{4}})([B-Z]?)([{_ALPHABET}]{{4}})[{_ALPHABET}]")
#: The mark of the first ticket of a card, of the second…
_RANKS = ("", *_ALPHABET[11:])


class Printed(Model):
    """A series of one pass: its first ``count`` cards have been printed."""

    series: Text = Field(description="The name of the series, a secret of the place.")
    book: Key = Field(alias="pass", description="The pass: a key of passes in config/prices.yaml.")
    count: int = Field(ge=1, le=MOST_CARDS, description="How many cards.")


class Register(Model):
    """The whole of ``passes/series.yaml``."""

    series: tuple[Printed, ...] = Field(default_factory=tuple, description="What has been printed here.")


@dataclass(frozen=True)
class RecognisedPass:
    """What a number is: a card of a series or, with its ``rank`` in the card, a golden ticket."""

    number: str
    printed: Printed
    card: int
    rank: int | None


def printed(series: str, book: str, count: int) -> Printed:
    """The first ``count`` cards of ``series``; its name may be typed with any spaces. Raises ``Problems``."""
    name = " ".join(unicodedata.normalize("NFC", series).split())
    if not name or not name.isprintable():
        raise Problems([Problem("passes.series")])
    return Printed.model_validate({"series": name, "pass": book, "count": count})


def default_series(today: dt.date) -> str:
    """The name of a series that was given none: its month, which everybody can guess."""
    return f"{today:%Y-%m}"


def choose(space: Space, name: str | None) -> str:
    """The pass called ``name`` or, without a name, the only one; raises ``Problems``."""
    known = [key for key, book in space.prices.passes.items() if book.service in space.identity.services]
    if not known:
        raise Problems([Problem("passes.none", file=PRICES)])
    if name is None and len(known) > 1:
        raise Problems([Problem("passes.choose", {"passes": ", ".join(known), "first": known[0]})])
    if name is not None and name not in known:
        raise Problems([Problem("passes.unknown_pass", {"name": name, "closest": closest(name, known)})])
    return name or known[0]


def card(place: str, of: Printed, index: int) -> str:
    """The number of a card; ``place`` is the short name of the place, ``index`` counts from 1."""
    return _number(place, of, f"C{index:04}")


def ticket(place: str, of: Printed, index: int, rank: int) -> str:
    """The number of a golden ticket: the ``rank``-th, from 1, of the card ``index``."""
    return _number(place, of, f"T{index:04}{_RANKS[rank - 1]}")


def signature(place: str, of: Printed) -> str:
    """Four characters that tell this series from others without giving its name."""
    return _tag(place, of, "series", 0)


def identify(number: str, place: str, known: Iterable[Printed]) -> RecognisedPass | Problem:
    """What ``number``, as somebody typed it, is among ``known`` series; else what is wrong with it.

    Case, spaces and dashes don't matter, and O is read as 0, I and L as 1.
    """
    known = list(known)
    plain = re.sub(r"[\W_]", "", number).upper().translate(_MISREAD)
    shape = _SHAPE.fullmatch(plain)
    if shape is None or shape[3] not in _RANKS or not _is_sound(plain):
        return Problem("passes.mistyped", {"number": number})
    kind, index, mark, *_ = shape.groups()
    written = f"{plain[:-5]}-{plain[-5:-1]}-{plain[-1]}"
    for one in known:
        if 1 <= int(index) <= one.count and _number(place, one, f"{kind}{index}{mark}") == written:
            return RecognisedPass(written, one, int(index), _RANKS.index(mark) + 1 if kind == "T" else None)
    return Problem("passes.unknown", {"number": written, "count": len(known)})


def read_register(root: Path) -> Register:
    """The series printed in the place in ``root``; raises ``Problems`` when the file can't be understood."""
    if not (root / FOLDER / REGISTER).exists():
        return Register()
    files = SourceFiles(root)
    register = files.yaml(f"{FOLDER}/{REGISTER}", Register)
    if register is None:
        raise Problems(files.problems)
    return register


def known_count(register: Register, series: Printed) -> int:
    """How many cards of ``series`` have been printed so far."""
    return max((one.count for one in register.series if _same(one, series)), default=0)


def registered(register: Register, series: Printed) -> Register:
    """``register`` with ``series``, at its own place if it was there already; what was printed is never taken out."""
    longest = series.model_copy(update={"count": max(series.count, known_count(register, series))})
    others = [longest if _same(one, series) else one for one in register.series]
    return Register(series=tuple(others if longest in others else [*others, longest]))


def register_text(register: Register, comment: str) -> str:
    """The content of ``passes/series.yaml``, under ``comment``."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    lines.append("series:" if register.series else "series: []")
    for one in register.series:
        # JSON's quotes are YAML's, and keep a name such as 0042 or « oui » what it is.
        lines += [f"  - series: {json.dumps(one.series, ensure_ascii=False)}", f"    pass: {json.dumps(one.book)}"]
        lines.append(f"    count: {one.count}")
    return "\n".join(lines) + "\n"


def _same(one: Printed, other: Printed) -> bool:
    return (one.series, one.book) == (other.series, other.book)


def _number(place: str, of: Printed, serial: str) -> str:
    """``serial`` with a tag that only the secret gives, and a check character.

    MOD 37,36 catches every wrong character, but its check character may be a letter that we leave out, and it lets
    some swaps of neighbours through: then another tag is drawn. The tag is reckoned first so that it has a say in
    swaps inside ``serial`` too.
    """
    for nonce in itertools.count():
        tag = _tag(place, of, serial, nonce)
        check = mod_37_36.calc_check_digit(tag + serial)
        if check in _ALPHABET and not any(map(_is_sound, _swaps(serial + tag + check))):
            return f"{serial}-{tag}-{check}"
    raise AssertionError


def _is_sound(plain: str) -> bool:
    """Whether the check character of a number without dashes agrees with the rest."""
    return mod_37_36.is_valid(plain[-5:-1] + plain[:-5] + plain[-1])


def _tag(place: str, of: Printed, what: str, nonce: int) -> str:
    digest = hashlib.blake2b(f"{what} {nonce}".encode(), key=_key(place, of.book, of.series)).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:4])


@cache
def _key(place: str, book: str, series: str) -> bytes:
    """Slow on purpose (RFC 7914): who holds a few cards must not be able to try all likely names of their series."""
    salt = json.dumps([place, book], ensure_ascii=False).encode("utf-8")
    return hashlib.scrypt(series.encode("utf-8"), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _swaps(number: str) -> Iterator[str]:
    """``number`` with two different neighbours exchanged, in each possible way."""
    for position, (left, right) in enumerate(itertools.pairwise(number)):
        if left != right:
            yield number[:position] + right + left + number[position + 2 :]
