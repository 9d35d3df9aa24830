"""Turns the facts of a place back into placeholders, and finds those that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.model import Space

#: Where Jinja fills what a file says; elsewhere, a fact can only be refused.
FILLED = ("governance/", "content/")
#: A fact shorter than this is a common word as often as a name.
_SHORTEST = 3
_SPACES = "[ \u00a0\u202f]"
#: An amount as people write it, in euros.
_AMOUNT = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:{_SPACES}?\d{{3}})*(?:[.,]\d{{1,2}})?){_SPACES}?(?:€|euros?\b)")


@dataclass(frozen=True)
class Fact:
    """What a place says of itself, and the placeholder that says it anywhere; empty where there is none."""

    value: str
    placeholder: str


def facts_of(space: Space) -> list[Fact]:
    """The facts that can stand in a text, the longest first, so that a name is found before a part of it."""
    return sorted(_facts(space), key=lambda fact: (-len(fact.value), fact.value))


def _facts(space: Space) -> Iterator[Fact]:
    identity, organisations = space.identity, space.organisations.organisations
    told = {
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
    yield from (Fact(value, name) for name, value in told.items() if value and len(value) >= _SHORTEST)
    for key, organisation in organisations.items():
        service = next((name for name in identity.services if space.operator_key(name) == key), None)
        where = f"services.{service}.operator" if service else ""
        for name in ("name", "siret", "siren", "rna", "address", "representative"):
            value = getattr(organisation, name)
            if value and len(value) >= _SHORTEST:
                yield Fact(value, f"{where}.{name}" if where and name != "name" else f"{where}.called" if where else "")


def to_placeholders(line: str, space: Space, facts: list[Fact]) -> str:
    """``line`` with placeholders for the facts and prices that it holds."""
    for fact in facts:
        if fact.placeholder:
            line = _found(fact.value).sub(f"{{{{ {fact.placeholder} }}}}", line)
    return _AMOUNT.sub(lambda found: _price(found, space), line)


def remaining_facts(line: str, facts: list[Fact]) -> Iterator[str]:
    """The facts of the place that ``line`` still holds, as they are written there."""
    bare = re.sub(r"\{\{.*?\}\}", "", line)
    for fact in facts:
        if found := _found(fact.value).search(bare):
            yield found[0]
            bare = _found(fact.value).sub("", bare)
    yield from (found[0] for found in _AMOUNT.finditer(bare))


def _found(value: str) -> re.Pattern[str]:
    """``value`` as a word of its own, whatever its capitals and spaces."""
    words = (re.escape(word) for word in value.split())
    return re.compile(rf"(?<!\w){rf'(?:{_SPACES})+'.join(words)}(?!\w)", re.IGNORECASE)


def _price(found: re.Match[str], space: Space) -> str:
    """The placeholder of an amount that is one price of the place, and of no other thing that is sold."""
    amount = Decimal(re.sub(_SPACES, "", found[1]).replace(",", "."))
    amounts = space.prices.grid(space.today).amounts
    keys = [key for key in (*space.prices.offers, *space.prices.passes) if amounts.get(key) == amount]
    return f"{{{{ prices.{keys[0]} }}}}" if len(keys) == 1 else found[0]
