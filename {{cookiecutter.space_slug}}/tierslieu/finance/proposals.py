"""What the kit proposes for facts that a place has not given: shown as a proposal, and a fact once it is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

from tierslieu.core.atomic import replace_text
from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.i18n.formatting import translated
from tierslieu.model import Model, Proposal, Space

_ANY_KEY = "*"


@dataclass(frozen=True)
class ProposedFact:
    """A fact that the place has not given, at ``path`` of a file of ``config/``, and the ``value`` that the kit proposes.

    ``name`` is that of the ``proposal`` in ``vocabulary/proposals/``. The value of a fact of the organisations is a
    number by short name of organisation; a text is in the main language of the place.
    """

    name: str
    path: tuple[str, ...]
    value: Decimal | str | Mapping[str, Decimal]
    proposal: Proposal


def proposals(space: Space) -> list[ProposedFact]:
    """The facts that ``space`` has not given and for which the kit has a proposal."""
    return [
        ProposedFact(name, path, value, proposal)
        for name, proposal in space.vocabulary.proposals.items()
        if _applies(space, proposal)
        for path, fact in _facts(_file(space, proposal.file), proposal.path)
        if fact in (None, {}) and (value := _value(space, proposal, path)) is not None
    ]


def confirmed_files(root: Path, facts: Iterable[ProposedFact]) -> list[str]:
    """Write the values proposed for ``facts`` into the files of the place in ``root``; returns the names of the files.

    Every other byte of the files stays. Raises ``Problems``, and writes nothing, when a value can't be added.
    """
    texts: dict[str, str] = {}
    for fact in facts:
        file = fact.proposal.file
        if file not in texts:
            texts[file] = (root / file).read_bytes().decode("utf-8")
        texts[file] = with_value(texts[file], fact)
    for file, text in texts.items():
        replace_text(root / file, text)
    return list(texts)


def with_value(text: str, fact: ProposedFact) -> str:
    """``text``, the content of the file of ``fact``, with the value proposed for it; raises ``Problems``."""
    try:
        return _with_fact(EditableYaml(text), fact.path, fact.value).text
    except UneditableYaml:
        values = {"key": ".".join(fact.path), "value": next(iter(fact.proposal.text.values()))}
        raise Problems([Problem("confirm.layout", values, fact.proposal.file)]) from None


def _with_fact(file: EditableYaml, path: tuple[str, ...], value: Any) -> EditableYaml:
    """``file`` with another ``value`` at ``path``; raises ``UneditableYaml``."""
    try:
        return file.set(path, value)
    except UneditableYaml:
        # A section that is ``oui`` or stands on one line becomes a block.
        section = _at(file.data, path[:-1])
        return file.set(path[:-1], {**(section if isinstance(section, Mapping) else {}), path[-1]: value})


def _applies(space: Space, proposal: Proposal) -> bool:
    facts = _file(space, proposal.file)
    return (
        (not isinstance(proposal.value, tuple) or len(proposal.value) == len(space.organisations.organisations))
        and set(proposal.services) <= set(space.identity.services)
        and all(_at(facts, name.split(".")) == value for name, value in proposal.where.items())
    )


def _file(space: Space, name: str) -> Any:
    files: dict[str, Model] = {SPACE: space.identity, ORGANISATIONS: space.organisations, PRICES: space.prices}
    return files.get(name)


def _facts(fact: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The facts to which ``path`` leads from ``fact``, each with its own path."""
    if not path:
        yield (), fact
        return
    if fact is None:
        return
    for key in fact if path[0] == _ANY_KEY else path[:1]:
        yield from (((key, *rest), inner) for rest, inner in _facts(_child(fact, key), path[1:]))


def _at(facts: Any, path: Iterable[str]) -> Any:
    """The fact at ``path`` of ``facts``; None when there is none."""
    return reduce(_child, path, facts)


def _child(fact: Any, key: str) -> Any:
    return fact.get(key) if isinstance(fact, Mapping) else getattr(fact, key, None)


def _value(space: Space, proposal: Proposal, path: tuple[str, ...]) -> Decimal | str | Mapping[str, Decimal] | None:
    """The value proposed for the fact at ``path``; None when there is none."""
    if proposal.same_as:
        own_keys = (own if key == _ANY_KEY else key for own, key in zip(path, proposal.same_as, strict=False))
        same = _at(_file(space, proposal.file), own_keys)
        if same is not None:
            return same if isinstance(same, str) else Decimal(same)
    if isinstance(proposal.value, tuple):
        return dict(zip(space.organisations.organisations, proposal.value, strict=True))
    if isinstance(proposal.value, Mapping):
        return translated(proposal.value, space.identity.language)
    return proposal.value
