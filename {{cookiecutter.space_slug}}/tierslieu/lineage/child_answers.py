"""What a new place takes from this one: the answers to the kit's questions that are not about the territory.

``cookiecutter --config-file`` reads them as the defaults of its questions: the way of getting organised and the prices
of this place, under another name and in another town.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.money import canonical
from tierslieu.generation.questions import LICENCES
from tierslieu.generation.render import yaml_scalar
from tierslieu.i18n.messages import text
from tierslieu.model import SERVICES, Space

from .divergence import PRICES

#: Where the file is, below ``public/``.
PATH = "reponses.yaml"


def answers(space: Space) -> bytes:
    """The file of answers, in YAML; what this place does not know is left to the kit's own defaults."""
    lines = [f"# {text(space.identity.language, 'child.explained', name=space.identity.name)}", "default_context:"]
    lines += [f"  {name}: {yaml_scalar(value)}" for name, value in _answers(space)]
    return ("\n".join(lines) + "\n").encode()


def lineage(space: Space) -> str:
    """What a place made from this one writes of its origin in ``config/space.yaml``, in YAML."""
    own = space.identity.lineage
    before = [*own.ancestors, *([own.parent] if own.parent else [])]
    told = ", ".join(yaml_scalar(place) for place in before)
    return f"lineage:\n  parent: {yaml_scalar(space.identity.name)}\n  ancestors: [{told}]"


def _answers(space: Space) -> Iterator[tuple[str, str]]:
    identity, organisations = space.identity, space.organisations
    yield "language", identity.language
    for service in SERVICES:
        yield f"has_{service}", _yes_no(service in identity.services)
    yield "governance_model", organisations.governance_model
    shares = organisations.common_costs.shares
    if organisations.common_costs.key == "percent" and len(shares) > 1:
        yield "common_costs_split", "/".join(_plain(percent) for percent in shares.values())
    if organisations.solidarity.percent is not None:
        yield "solidarity_share", _plain(organisations.solidarity.percent)
    yield from _prices(space)
    if identity.licence in LICENCES:
        yield "licence", identity.licence
    yield "parent_space", identity.name


def _prices(space: Space) -> Iterator[tuple[str, str]]:
    """The prices of today, and the pass that all places have."""
    amounts = space.prices.grid(space.today).amounts
    for question, offer in PRICES.items():
        amount = amounts.get(offer)
        if amount is not None and offer in space.prices.offers:
            yield question, canonical(amount)
    book = space.prices.passes.get("pass")
    if book is None:
        return
    yield "pass_uses", str(book.uses)
    price = amounts.get("pass")
    if price is not None:
        yield "price_pass", canonical(price)
    yield "golden_ticket", _yes_no(book.golden_ticket is not None)


def _yes_no(value: bool) -> str:
    return "oui" if value else "non"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
