"""Sets of answers made by a seeded generator: right, wrong, unknown, contradictory, hostile, in any mixture."""

from __future__ import annotations

import random
from typing import Any

from support.generated_places import kit_questions

from tierslieu.generation.questions import QUESTIONS

NAMES = (
    "L'Établi",
    "La Fabrique – 2",
    "Le 9 & demi",
    "漢 🌱 lieu",
    "{{ 7*7 }}{% raw %}",
    "<b>x</b>",
    "=1+1",
    "'\"\\",
    "- a: [b",
    "?",
)
NUMBERS = ("0", "1", "2", "6", "10", "30", "60", "100", "101", "10000", "10001", "-1", "1e3", "9", "15", "280", "9,50", "9€50", "９",
           "1 280", "1.280", "1.280,50", "9 euros", "100000", "0,01", "abc", "9 50", "1" * 200)  # fmt: skip
#: By question, then by name of the type of the answer, what is right by itself.
RIGHT: dict[str, tuple[str, ...]] = {
    "price_half_day": ("9", "9,50", "9€50", "９", "0,01"),
    "price_day": ("15", "15 euros", "16.50 €"),
    "price_month": ("280", "1 280", "1.280,50"),
    "price_pass": ("80", "75,5", "2"),
    "slug": ("fil-numerique", "x"),
    "postal_code": ("42300", "01000", "97410"),
    "email": ("a@exemple.fr",),
    "phone": ("04 77 00 00 00", "+33 4 77 00 00 00"),
    "website": ("exemple.fr", "https://exemple.fr/é?a=1"),
    "split": ("60/40", "100", "50/30/20", "33,33/66,67", "60 / 40 %", "0/100"),
    "count": ("0", "6", "10", "30", "60", "10000"),
    "uses": ("2", "10", "100"),
    "percent": ("0", "10", "12,5", "100"),
}
WRONG = (
    "Mon Lieu",
    "../x",
    "con",
    "a" * 61,
    "0",
    "99000",
    "a@b",
    "a@b..fr",
    "123",
    "javascript:alert(1)",
    "60/50",
    "a/b",
    "/",
    "oui",
)
HOSTILE = (
    "\0",
    "a\nb",
    "a\x1b[31mb",
    "\u202eabc",
    "\ud800",
    " a ",
    "x" * 151,
    "\ufeff",
    "a\u2028b",
    "!!python/object:os.system",
    "#",
    "|",
    "&a *a",
)


def answers(seed: int) -> dict[str, Any]:
    """The set of answers number ``seed``: each set has its own share of wrong and of unknown answers."""
    chance = random.Random(seed)
    unknown, wrong = chance.choice((0.1, 0.5, 0.9)), chance.choice((0, 0, 0.05, 0.3))
    return {name: _answer(name, default, chance, unknown, wrong) for name, default in kit_questions().items()}


def _answer(name: str, default: Any, chance: random.Random, unknown: float, wrong: float) -> Any:
    kind = QUESTIONS[name].type
    if chance.random() < wrong:
        return chance.choice((*HOSTILE, *NAMES, *NUMBERS, *WRONG, _noise(chance)))
    if isinstance(default, list):
        return chance.choice(default)
    if chance.random() < unknown and not kind.required:
        return chance.choice(("", "", "?", None))
    return chance.choice(RIGHT.get(name) or RIGHT.get(kind.name) or NAMES[:-1])


def _noise(chance: random.Random) -> str:
    return "".join(
        chr(chance.choice((chance.randrange(0x250), chance.randrange(0xD7FF)))) for _ in range(chance.randrange(20))
    )
