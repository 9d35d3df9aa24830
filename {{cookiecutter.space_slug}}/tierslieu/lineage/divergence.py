"""How far a place has moved, in figures about what is public, from its answers and its baseline (no git history)."""

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
    """A part of the place: how many of its files the team has added, changed and deleted."""

    name: str
    added: int
    amended: int
    gone: int


@dataclass(frozen=True)
class Divergence:
    """How far a place is from its first day.

    ``prices`` counts those that have changed, among the ``of_prices`` that were answers. ``split`` is how many percents
    of the common costs another organisation bears, ``solidarity`` how many percents more of the income pay for free
    uses; both are None where they can't be compared. ``parts`` are those that have changed.
    """

    prices: int
    of_prices: int
    split: Decimal | None
    solidarity: Decimal | None
    parts: tuple[DivergencePart, ...]


def measure_divergence(space: Space) -> Divergence:
    """The divergence of ``space``; what was not recorded on its first day is not compared."""
    try:
        answers = {name: str(answer) for name, answer in read_lineage(space.root).answers.items()}
    except Problems:
        answers = {}
    first_amounts = {key: _number(answers.get(question, "")) for question, key in _PRICES.items()}
    amounts = space.prices.grid(space.today).amounts
    comparable = [key for key, amount in first_amounts.items() if amount is not None and amounts.get(key) is not None]
    return Divergence(
        prices=sum(amounts[key] != first_amounts[key] for key in comparable),
        of_prices=len(comparable),
        split=_split(space, answers.get("common_costs_split", "")),
        solidarity=_solidarity(space, answers.get("solidarity_share", "")),
        parts=_parts(space),
    )


def divergence_lines(space: Space, formatter: LocaleFormatter) -> list[str]:
    """The divergence of ``space`` in words, a line for each thing that has changed."""
    divergence = measure_divergence(space)
    lines = []
    if divergence.prices:
        lines.append(formatter.t("changed_prices", count=divergence.prices, of=divergence.of_prices))
    if divergence.split:
        lines.append(formatter.t("changed_split", points=formatter.number(divergence.split)))
    if divergence.solidarity:
        key = "changed_solidarity_more" if divergence.solidarity > 0 else "changed_solidarity_less"
        lines.append(formatter.t(key, points=formatter.number(abs(divergence.solidarity))))
    for part in divergence.parts:
        counts = {"changed_added": part.added, "changed_amended": part.amended, "changed_gone": part.gone}
        figures = ", ".join(formatter.plural(key, count) for key, count in counts.items() if count)
        lines.append(formatter.t(f"changed_{part.name}", figures=figures))
    return lines


def _split(space: Space, answer: str) -> Decimal | None:
    common_costs = space.organisations.common_costs
    before = [_number(percent) for percent in answer.split("/")]
    after = list(common_costs.shares.values())
    if common_costs.key != "percent" or len(before) != len(after):
        return None
    pairs = zip(before, after, strict=True)
    return sum((max(new - old, Decimal()) for old, new in pairs if old is not None), Decimal())


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
    # Not the news, which may be many.
    pages = (path.relative_to(space.root).as_posix() for path in space.root.glob("content/*/pages"))
    folders = ("governance", "overrides", "vocabulary/activity_formats", *pages)
    today = dict(baseline.digests(space.root, folders))
    public = {source.path for source in space.documents if source.meta.visibility == "public"}
    selectors = {
        "documents": lambda path: path in public or (path.startswith("governance/") and path not in today),
        "pages": lambda path: PurePosixPath(path).match("content/*/pages/*.md"),
        "formats": lambda path: path.startswith("vocabulary/activity_formats/"),
        "look": lambda path: path.startswith("overrides/"),
    }
    parts = (_part(name, belongs, before, today) for name, belongs in selectors.items())
    return tuple(part for part in parts if part.added or part.amended or part.gone)


def _part(
    name: str, belongs: Callable[[str], bool], before: Mapping[str, str], today: Mapping[str, str]
) -> DivergencePart:
    paths = [path for path in {**before, **today} if belongs(path)]
    return DivergencePart(
        name,
        added=sum(path not in before for path in paths),
        amended=sum(path in before and path in today and today[path] != before[path] for path in paths),
        gone=sum(path not in today for path in paths),
    )
