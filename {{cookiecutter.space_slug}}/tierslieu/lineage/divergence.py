"""What a territory has made of what it was given, measured: its prices and shares, its documents, its pages.

Against the answers of its birth and the note of what the kit gave, which are files of the place: a copy without history
measures the same. Only numbers, and only of what is public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from tierslieu.core.money import parse_amount
from tierslieu.core.problems import Problems
from tierslieu.generation import baseline
from tierslieu.generation.answer_types import PRICE
from tierslieu.generation.questions import QUESTIONS
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space

from .recorded import read_lineage

#: The questions whose answer is a price, and the key of the offer or the pass that has it.
_PRICES = {name: str(question.path[-1]) for name, question in QUESTIONS.items() if question.type is PRICE}


@dataclass(frozen=True)
class DivergencePart:
    """A part of the place: how many of its files the team has added, amended and taken away."""

    name: str
    added: int
    amended: int
    gone: int


@dataclass(frozen=True)
class Measures:
    """How far a place is from its birth.

    ``prices`` counts those that are others today, ``of_prices`` those that were told at birth. ``split`` is how many
    percents of the common costs another organisation bears, ``solidarity`` how many percents more of the income pay for
    free uses; both None where they can't be compared. ``parts`` are those that have changed.
    """

    prices: int
    of_prices: int
    split: Decimal | None
    solidarity: Decimal | None
    parts: tuple[DivergencePart, ...]


def measures(space: Space) -> Measures:
    """What has changed in ``space``; what was not noted at its birth is left out."""
    try:
        answers = {name: str(answer) for name, answer in read_lineage(space.root).answers.items()}
    except Problems:
        answers = {}
    before = {offer: _number(answers.get(question, "")) for question, offer in _PRICES.items()}
    amounts = space.prices.grid(space.today).amounts
    known = {offer: amount for offer, amount in before.items() if amount is not None and amounts.get(offer) is not None}
    return Measures(
        prices=sum(amounts[offer] != amount for offer, amount in known.items()),
        of_prices=len(known),
        split=_split(space, answers.get("common_costs_split", "")),
        solidarity=_solidarity(space, answers.get("solidarity_share", "")),
        parts=_parts(space),
    )


def told(space: Space, words: LocaleFormatter) -> list[str]:
    """The same in words, a line each; none on the first day."""
    found = measures(space)
    lines = []
    if found.prices:
        lines.append(words.t("changed_prices", count=found.prices, of=found.of_prices))
    if found.split:
        lines.append(words.t("changed_split", points=words.number(found.split)))
    if found.solidarity:
        key = "changed_solidarity_more" if found.solidarity > 0 else "changed_solidarity_less"
        lines.append(words.t(key, points=words.number(abs(found.solidarity))))
    for part in found.parts:
        counts = {"changed_added": part.added, "changed_amended": part.amended, "changed_gone": part.gone}
        figures = ", ".join(words.plural(key, count) for key, count in counts.items() if count)
        lines.append(words.t(f"changed_{part.name}", figures=figures))
    return lines


def _split(space: Space, answer: str) -> Decimal | None:
    common = space.organisations.common_costs
    before = [_number(percent) for percent in answer.split("/")]
    after = list(common.shares.values())
    if common.key != "percent" or len(before) != len(after):
        return None
    return sum(
        (max(new - old, Decimal()) for old, new in zip(before, after, strict=True) if old is not None), Decimal()
    )


def _solidarity(space: Space, answer: str) -> Decimal | None:
    before, after = _number(answer), space.organisations.solidarity.percent
    return None if before is None or after is None else after - before


def _number(answer: str) -> Decimal | None:
    try:
        return parse_amount(answer.replace("%", ""))
    except ValueError:
        return None


def _parts(space: Space) -> tuple[DivergencePart, ...]:
    before = baseline.read_baseline(space.root)
    if before is None:
        return ()
    now = dict(baseline.digests(space.root))
    public = {source.path for source in space.documents if source.meta.visibility == "public"}
    parts = {
        "documents": lambda path: path in public or (path.startswith("governance/") and path not in now),
        "pages": lambda path: PurePosixPath(path).match("content/*/pages/*.md"),
        "formats": lambda path: path.startswith("vocabulary/activity_formats/"),
        "look": lambda path: path.startswith("overrides/"),
    }
    found = (_part(name, belongs, before, now) for name, belongs in parts.items())
    return tuple(part for part in found if part.added or part.amended or part.gone)


def _part(
    name: str, belongs: Callable[[str], bool], before: Mapping[str, str], now: Mapping[str, str]
) -> DivergencePart:
    mine = [path for path in {**before, **now} if belongs(path)]
    return DivergencePart(
        name,
        added=sum(path not in before for path in mine),
        amended=sum(path in before and path in now and now[path] != before[path] for path in mine),
        gone=sum(path not in now for path in mine),
    )
