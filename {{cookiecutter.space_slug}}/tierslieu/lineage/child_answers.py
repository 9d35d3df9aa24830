"""The default answers of a new place (``cookiecutter --config-file``): those of this one, but for the territory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.generation.answer_types import PRICE, SPLIT, YES_NO
from tierslieu.generation.questions import QUESTIONS, Question
from tierslieu.generation.render import yaml_scalar
from tierslieu.i18n.messages import text
from tierslieu.model import Space

#: Where the file is, below ``public/``.
PATH = "reponses.yaml"


def answers(space: Space) -> bytes:
    """The file of answers, in YAML; a fact that is not known here is left to the kit's own defaults."""
    lines = [f"# {text(space.identity.language, 'child.explained', name=space.identity.name)}", "default_context:"]
    lines += [f"  {name}: {yaml_scalar(value)}" for name, value in _answers(space)]
    return ("\n".join(lines) + "\n").encode()


def lineage(space: Space) -> str:
    """The lines of ``config/space.yaml`` in which a place made from this one records its origin."""
    own = space.identity.lineage
    ancestors = [*own.ancestors, *([own.parent] if own.parent else [])]
    names = ", ".join(yaml_scalar(place) for place in ancestors)
    return f"lineage:\n  parent: {yaml_scalar(space.identity.name)}\n  ancestors: [{names}]"


def _answers(space: Space) -> Iterator[tuple[str, str]]:
    for name, question in QUESTIONS.items():
        fact = _fact(space, question) if question.inherited else None
        if fact is not None:
            yield name, question.type.write(fact)
    yield "parent_space", space.identity.name


def _fact(space: Space, question: Question) -> Any:
    """The answer of the place to ``question``, as ``config/`` has it today; None when a new place can take none."""
    fact: Any = {SPACE: space.identity, ORGANISATIONS: space.organisations, PRICES: space.prices}[question.file]
    path = question.path
    if path[0] == "grids":
        fact, path = space.prices.grid(space.today), path[2:]
    for key in path:
        fact = fact.get(key, _ABSENT) if isinstance(fact, dict) else getattr(fact, str(key))
        if fact is _ABSENT:
            return None
    if question.type is YES_NO:
        return None if fact is None else bool(fact)
    if question.type is PRICE:
        return fact if path[-1] in {*space.prices.offers, *space.prices.passes} else None
    if question.type is SPLIT:
        return list(fact.values()) if space.organisations.common_costs.key == "percent" and len(fact) > 1 else None
    choices = question.type.choices_in(space.root)
    return None if choices and fact not in choices else fact


_ABSENT = object()
