"""Places made by a seeded generator: whatever a team may write, known or unknown, plain or hostile."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from support.random_agendas import activities

from tierslieu import exports
from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.model import LISTS, Identity, Organisations, Space

from . import factories, network_factories

NAMES = (
    "L’Atelier", "La Fabrique – 2", "Espace “Confluences”", "Le 9 & demi", "Quai n° 4; bis", "Café | Coop", "جمعية المكان",
    "漢 🌱 lieu", '<img src="x" onerror="window.hacked=1">', "{{ 7*7 }} {% raw %}", "'''gras''' [[lien]] <ref>", "=1+1",
    "L" * 300,
)  # fmt: skip
STREETS = (
    "1 rue de l’Exemple",
    "12 bis, place Saint-Jean",
    "Lieu-dit Le Bourg (derrière l’église)",
    "3–5 quai d’Exemple",
)
HOSTILE_STREETS = ('1 rue "des <i>Deux</i> Ponts"', "rue [[x]] | y")
CITIES = ("Saint-Étienne", "L’Haÿ-les-Roses", "Œuilly", "Paris 10", "Sainte-Exemple")
PHONES = ("04 77 00 00 00", "+33 (0)4 77 00 00 00", "0612345678", "+262 262 00 00 00", "+44 20 7946 0000")
EMAILS = ("bonjour@exemple.fr", "bon.jour+lieu@exemple.example.org", "a@exemple.fr")
SITES = ("https://exemple.fr", "http://www.exemple.fr:8080/lieu/", "https://éco.exemple.fr/l'été/?a=1&b=2#c")


@cache
def census() -> tuple[dict[str, Any], ...]:
    """The names and addresses of 756 real third places, where the open census of 2019 is at hand."""
    return tuple(network_factories.census()) if network_factories.CENSUS.exists() else ()


def exported(space: Space) -> dict[str, bytes]:
    """Every file that a place gives as data, by path under ``public/``."""
    return {path: data for build in exports.EXPORTS.values() for path, data in build(space).items()}


def number(length: int, random: random.Random) -> str:
    """A number of ``length`` digits whose last one is its key (Luhn)."""
    digits = [random.randrange(10) for _ in range(length - 1)]
    total = sum(sum(divmod(digit * (2 if index % 2 == 0 else 1), 10)) for index, digit in enumerate(reversed(digits)))
    return "".join(map(str, [*digits, -total % 10]))


def hours(random: random.Random) -> str:
    """Opening hours in the forms that the site reads, tidy or not."""
    if random.random() < 0.1:
        return f"{_days(random)} {random.randint(17, 23)}:00-0{random.randint(0, 4)}:30"  # until after midnight
    rules = []
    for _ in range(random.randint(0, 2)):
        entries = [_days(random) for _ in range(random.randint(1, 2))]
        rules.append(f"{random.choice((', ', ',')).join(entries)} {_stretches(random)}")
    rules.append(f"{_days(random)} {_spans(random)}")
    ends = random.choice(
        (
            (),
            ("PH off",),
            ("PH closed", "SH off"),
            ("SH 10:00-12:00",),
            ("Aug off", "PH off"),
            ("Dec 24-Jan 02 off",),
            ("2027 May 03-09 10:00-12:00",),
        )
    )
    return random.choice((";", "; ", " ; ")).join((*rules, *ends)) if random.random() < 0.95 else "24/7"


def _days(random: random.Random) -> str:
    first, last = sorted(random.sample(range(7), 2))
    return random.choice((WEEKDAYS[first], f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"))


def _stretches(random: random.Random) -> str:
    if random.random() < 0.1:
        return random.choice(("off", "closed", "24/7"))
    return _spans(random)


def _spans(random: random.Random) -> str:
    times = sorted(random.sample(range(6 * 4, 24 * 4 + 1), random.choice((2, 4))))
    pad = random.choice(("02", ""))
    told = [f"{time // 4:{pad}}:{time % 4 * 15:02}" for time in times]
    return random.choice((",", ", ")).join(f"{a}-{b}" for a, b in zip(told[::2], told[1::2], strict=True))


def place(seed: int) -> Space:
    """The place number ``seed``: half of its facts unknown; a third has a real name and address, the others may be hostile."""
    chance = random.Random(seed)
    real = chance.choice(census()) if census() and seed % 3 == 0 else {}
    name, zone = real.get("name") or chance.choice(NAMES), maybe(chance, chance.choice("ABC"))
    space = factories.comptoir(
        identity={
            "name": name,
            "school_zone": zone,
            "public_holidays": chance.choice(("france", "alsace-moselle")),
            "slug": f"lieu-{seed}",
            "modules": {name: chance.choice(("oui", "non")) for name in ("coworking", "support")},
            "lineage": {"parent": maybe(chance, "Comptoir"), "parent_website": maybe(chance, "https://parent.fr/")},
        },
        organisations={"organisations": {"association": {"name": chance.choice((None, *NAMES))}}},
        activities=tuple(activities(chance, (*NAMES, name), zone=zone)),
    )
    return informed(space, chance, sure=False, real=real)


def informed(
    space: Space, chance: random.Random, *, sure: bool = True, real: Mapping[str, Any] = MappingProxyType({})
) -> Space:
    """``space`` with the facts that exports want: all of them when ``sure``, else by chance; ``real`` are those of a place."""

    def known(value: Any) -> Any:
        return value if sure else maybe(chance, value)

    terms = factories.vocabulary().mediation
    here = sure or chance.random() < 0.5
    where = real.get("address") or {
        "street": chance.choice(STREETS if sure else (*STREETS, *HOSTILE_STREETS)),
        "postal_code": chance.choice(("42000", "01000", "97400", "20200")),
        "city": chance.choice(CITIES),
    }
    position = real.get("position") or {
        "latitude": round(chance.uniform(41, 51), 6),
        "longitude": round(chance.uniform(-5, 9), 6),
    }
    identity = {
        "summary": known("Un lieu de « travail » & d’entraide,\nouvert à <tous>."),
        "address": {**where, **(position if here else dict.fromkeys(position))},
        "contact": {
            "email": known(chance.choice(EMAILS)),
            "phone": known(chance.choice(PHONES)),
            "website": known(real.get("website") or chance.choice(SITES)),
        },
        "opening_hours": known(hours(chance)),
        "mediation": {
            **{name: chance.sample(sorted(terms[name].terms), chance.randint(0, len(terms[name].terms))) for name in LISTS},
            "other_labels": chance.sample(("Label d’ici", "Label | là"), chance.randint(0, 2)),
            "booking": known("https://rendez-vous.exemple.fr/lieu"),
            "accessibility_sheet": known("https://acceslibre.beta.gouv.fr/app/42-exemple/"),
        },
    }  # fmt: skip
    numbers = chance.choice(({"siret": number(14, chance)}, {"rna": f"W{chance.randrange(10**9):09}"}))
    operator = space.operator_key("mediation") or next(iter(space.organisations.organisations))
    organisations = {"organisations": {operator: numbers if sure else maybe(chance, numbers) or {}}}
    return replace(
        space,
        identity=Identity.model_validate(factories.merge(space.identity.model_dump(), identity)),
        organisations=Organisations.model_validate(
            factories.merge(space.organisations.model_dump(by_alias=True), organisations)
        ),
    )


def maybe(chance: random.Random, value: Any) -> Any:
    """``value`` one time in two, else nothing."""
    return value if chance.random() < 0.5 else None
