"""Replaces the facts of a place by placeholders, and finds those that remain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.model import Space

#: The folders whose texts Jinja fills; in other files there are no placeholders.
FILLED = ("governance/", "content/")
#: A shorter fact is a common word as often as a name.
_SHORTEST = 3
_SPACES = "[ \u00a0\u202f]"
#: An amount in euros, as people write it.
_AMOUNT = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:{_SPACES}?\d{{3}})*(?:[.,]\d{{1,2}})?){_SPACES}?(?:€|euros?\b)")


@dataclass(frozen=True)
class Fact:
    """A fact of a place, and the placeholder that stands for it in any place; empty where there is none."""

    value: str
    placeholder: str


def facts_of(space: Space) -> list[Fact]:
    """The facts that a text may contain, the longest first, so that a name is replaced before a part of it."""
    return sorted(_facts(space), key=lambda fact: (-len(fact.value), fact.value))


def _facts(space: Space) -> Iterator[Fact]:
    identity, organisations = space.identity, space.organisations.organisations
    values = {
        "space.name": identity.name,
        "space.territory": identity.territory,
        "space.address.street": identity.address.street,
        "space.address.postal_code": identity.address.postal_code,
        "space.address.city": identity.address.city,
        "space.contact.email": identity.contact.email,
        "space.contact.phone": identity.contact.phone,
        "space.contact.website": identity.contact.website,
        "space.parent": identity.lineage.parent,
        "publication.director": identity.publication.director,
        "publication.host": identity.publication.host,
        "publication.host_address": identity.publication.host_address,
        "publication.host_phone": identity.publication.host_phone,
    }
    yield from (Fact(value, name) for name, value in values.items() if value and len(value) >= _SHORTEST)
    for key, organisation in organisations.items():
        service = next((name for name in identity.services if space.operator_key(name) == key), None)
        prefix = f"services.{service}.operator" if service else ""
        for name in ("name", "siret", "siren", "rna", "address", "representative"):
            value = getattr(organisation, name)
            if value and len(value) >= _SHORTEST:
                yield Fact(value, prefix and f"{prefix}.{'called' if name == 'name' else name}")


def to_placeholders(line: str, space: Space, facts: list[Fact]) -> str:
    """``line`` with placeholders for the facts and prices that it contains."""
    for fact in facts:
        if fact.placeholder:
            line = _pattern(fact.value).sub(f"{{{{ {fact.placeholder} }}}}", line)
    return _AMOUNT.sub(lambda match: _price(match, space), line)


def remaining_facts(line: str, facts: list[Fact]) -> Iterator[str]:
    """The facts of the place that ``line`` still contains, as they are written there."""
    bare = re.sub(r"\{\{.*?\}\}", "", line)
    for fact in facts:
        if match := _pattern(fact.value).search(bare):
            yield match[0]
            bare = _pattern(fact.value).sub("", bare)
    yield from (match[0] for match in _AMOUNT.finditer(bare))


def _pattern(value: str) -> re.Pattern[str]:
    """``value`` as whole words, whatever their capitals and the spaces between them."""
    words = (re.escape(word) for word in value.split())
    return re.compile(rf"(?<!\w){rf'(?:{_SPACES})+'.join(words)}(?!\w)", re.IGNORECASE)


def _price(match: re.Match[str], space: Space) -> str:
    """The placeholder of the only offer or pass at this amount; the amount as it is when there is none, or several."""
    amount = Decimal(re.sub(_SPACES, "", match[1]).replace(",", "."))
    amounts = space.prices.grid(space.today).amounts
    keys = [key for key in (*space.prices.offers, *space.prices.passes) if amounts.get(key) == amount]
    return f"{{{{ prices.{keys[0]} }}}}" if len(keys) == 1 else match[0]
