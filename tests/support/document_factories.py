"""Documents for tests: those of the kit, others with a given text, and places with more or fewer facts."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from support.factories import REMOVED, alone, comptoir
from support.paths import TEMPLATE

from tierslieu.documents.facts import DocumentFacts
from tierslieu.documents.filling import FilledDocument, fill_instances
from tierslieu.documents.selection import DocumentInstance, select_documents
from tierslieu.documents.theme import DocumentTheme
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import SERVICES, GovernanceDocument, Grid, Organisations, Prices, Source, Space

Document = Source[GovernanceDocument]
Make = Callable[[], Space]

#: All facts of organisations that a team may write, with agreements with third parties.
COMPLETE_ORGANISATIONS: dict[str, Any] = {
    "organisations": {
        "cooperative": {
            "stage": "existing", "siret": "73282932000074", "address": "2 rue de l’Exemple, 42000 Exemple",
            "representative": "Une Personne", "role": "présidence", "marks": ["esus"], "rcs": "Exemple", "capital": "18500",
            "vat": {"regime": "assujettie", "number": "FR44732829320"},
        },
        "association": {
            "stage": "to_create", "siret": "40483304800022", "rna": "W423007919",
            "address": "3 rue de l’Exemple, 42000 Exemple", "representative": "Une Autre", "role": "présidence",
            "vat": {"regime": "franchise-en-base", "mention": "Mention d’essai"},
        },
    },
    "streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}},
    "agreements": {
        "locaux": {
            "kind": "occupation", "organisation": "cooperative", "object": "le rez-de-chaussée", "amount": "1200",
            "per": "year", "from": "2027-01-01", "months": 36,
            "other": {"name": "Commune d’exemple", "public": "oui", "siret": "40483304800030", "address": "Mairie",
                      "representative": "Un Tiers", "role": "maire"},
        },
        "aide": {
            "kind": "grant", "organisation": "association", "object": "la médiation numérique", "amount": "25000",
            "from": "2027-01-01", "months": 12, "other": {"name": "Département d’exemple", "public": "oui"},
        },
        "objectifs": {
            "kind": "multi-year-grant", "organisation": "association", "object": "l’animation du lieu", "amount": "20000",
            "from": "2027-01-01", "months": 48, "other": {"name": "Commune d’exemple", "public": "oui"},
        },
        "don": {
            "kind": "patronage", "organisation": "association", "object": "les ateliers", "amount": "3000",
            "per": "whole", "from": "2027-01-01", "months": 12, "other": {"name": "Entreprise d’exemple"},
        },
        "conseiller": {
            "kind": "mediator", "organisation": "association", "object": "deux permanences par semaine", "amount": "0",
            "from": "2027-01-01", "months": 24,
            "other": {"name": "Agglomération d’exemple", "public": "oui", "siret": "40483304800048",
                      "address": "Hôtel d’agglomération", "representative": "Un Autre Tiers", "role": "présidence"},
        },
    },
}  # fmt: skip
COMPLETE_PLACE: dict[str, Any] = {
    "opening_hours": "Mo-Fr 09:00-18:00; PH off",
    "publication": {
        "publisher": "association",
        "director": "Une Autre",
        "host": "Hébergeur d’exemple",
        "host_address": "4 rue de l’Exemple, 42000 Exemple",
        "host_phone": "04 00 00 00 01",
    },
    "lineage": {"parent": "Lieu d’exemple"},
    "areas": [{"key": "salle-bleue", "name": "Salle bleue", "seats": 12, "area_m2": "30"}],
    "equipment": ["Écran", "Tableau blanc"],
}
COMPLETE_PRICES: dict[str, Any] = {
    "offers": {"room": {"service": "coworking", "kind": "room", "unit": "hour", "thing": "salle-bleue"}},
    "audiences": {"reduced": "Étudiantes et étudiants", "solidarity": "Qui en a besoin", "free": "Bénévoles"},
    "passes": {
        "pass_10": {
            "validity_months": 12,
            "transferable": "oui",
            "also_opens": ["mediation"],
            "golden_ticket": {"count": 2, "for_whom": "une voisine", "until": "2028-12-31"},
        }
    },
    "grids": [
        {"from": None, "amounts": {"half_day": "9", "day": "15", "month": "280", "pass_10": "80", "room": "20"},
         "reduced": {"day": "10"}, "solidarity": {"day": "5"}, "free": ["half_day"]},
        {"from": "2027-09-01", "amounts": {"half_day": "9", "day": "16", "month": "290", "pass_10": "80", "room": "22"}},
    ],
}  # fmt: skip


@cache
def governance() -> tuple[Document, ...]:
    """The documents that the kit ships."""
    files = SourceFiles(TEMPLATE)
    sources = [
        files.markdown(path, path.split("/")[1], GovernanceDocument) for path in files.folder("governance", "*/*.md")
    ]
    assert not files.problems
    return tuple(source for source in sources if source)


def document(body: str = "Texte.", *, slug: str = "essai", locale: str = "fr", **meta: Any) -> Document:
    """A document with the text ``body``; ``meta`` overrides its front matter."""
    front = {"title": "Essai", "kind": "test", "audience": "Tous", "visibility": "public", "law_as_of": "2026-11-24"}
    model = GovernanceDocument.model_validate(front | meta)
    return Source(f"governance/{locale}/{slug}.md", locale, slug, model, body, 10)


def several(**changes: Any) -> Space:
    """A cooperative and an association, with the documents of the kit."""
    return comptoir(documents=governance(), **changes)


def single(**changes: Any) -> Space:
    """One association, with the documents of the kit."""
    return alone(documents=governance(), **changes)


def complete(**identity: Any) -> Space:
    """``several`` without missing facts; ``identity`` overrides its ``space.yaml``."""
    return several(identity=COMPLETE_PLACE | identity, organisations=COMPLETE_ORGANISATIONS, prices=COMPLETE_PRICES)


def complete_single() -> Space:
    """``single`` without missing facts."""
    organisations = COMPLETE_ORGANISATIONS["organisations"] | {"cooperative": REMOVED}
    agreements = {
        key: agreement | {"organisation": "association"}
        for key, agreement in COMPLETE_ORGANISATIONS["agreements"].items()
    }
    changes = {"organisations": organisations, "agreements": agreements}
    return single(identity=COMPLETE_PLACE, organisations=changes, prices=COMPLETE_PRICES)


def blank(make: Make) -> Space:
    """The space of ``make`` with only its name, services and agreements, and the legal forms of its organisations."""
    space = make()
    base = space.organisations
    organisations = {key: {"legal_form": item.legal_form} for key, item in base.organisations.items()}
    agreements = {key: {"kind": item.kind, "organisation": item.organisation} for key, item in base.agreements.items()}
    return replace(
        space,
        identity=space.identity.model_validate({"name": "Lieu", "slug": "lieu", "modules": space.identity.modules}),
        organisations=base.model_validate(
            {
                "governance_model": base.governance_model,
                "organisations": organisations,
                "services": base.services,
                "agreements": agreements,
            }
        ),
        prices=space.prices.model_copy(update={"grids": (Grid.model_validate({"from": None, "amounts": {}}),)}),
    )


def with_rooms(space: Space, *offers: dict[str, Any], price: str = "20") -> Space:
    """The same space, whose coworking also sells ``offers`` of rooms, each for ``price``."""
    data = space.prices.model_dump(by_alias=True)
    for number, offer in enumerate(offers):
        data["offers"][f"room_{number}"] = {"service": "coworking", "kind": "room", "unit": "hour"} | offer
        data["grids"][-1]["amounts"][f"room_{number}"] = price
    return replace(space, prices=Prices.model_validate(data))


def without_services(make: Make) -> Space:
    """The space of ``make`` with every service off."""
    space = make()
    off = dict.fromkeys(SERVICES, False)
    return replace(
        space,
        identity=space.identity.model_copy(update={"modules": space.identity.modules.model_copy(update=off)}),
        organisations=space.organisations.model_copy(update={"services": {}}),
        prices=space.prices.model_copy(update={"offers": {}, "passes": {}}),
    )


def governed(model: str, form: str | None, **organisation: Any) -> Space:
    """A space run by one organisation of the legal form ``form``; ``organisation`` are its other facts."""
    services = {name: {"operator": "only"} for name in SERVICES}
    organisations = {"only": {"legal_form": form, **organisation}}
    data = {"governance_model": model, "organisations": organisations, "services": services}
    return replace(single(), organisations=Organisations.model_validate(data))


def shown(text: str) -> str:
    """The Markdown of a filled document as readers see it: without the markup of blanks and backslashes before punctuation."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"\[(\\\[.*?\\\])\]\{\.blank\}", r"\1", text))


#: The spaces of which a document was filled last: the facts and the documents of each, and those that are filled.
_LATEST: deque[tuple[Space, DocumentFacts, tuple[DocumentInstance, ...], dict[str, FilledDocument]]] = deque(maxlen=16)


def filled_document(space: Space, slug: str) -> FilledDocument:
    """One document, as ``fill_documents`` gives it; what equal spaces share is worked out once, it takes the most time."""
    latest = next((one for one in _LATEST if one[0] == space), None)
    if latest:
        _LATEST.remove(latest)
    else:
        facts = DocumentFacts(space)
        latest = (space, facts, tuple(select_documents(space, facts)), {})
    _LATEST.append(latest)
    same, facts, instances, done = latest
    if slug not in done:
        chosen = [instance for instance in instances if instance.slug == slug]
        (done[slug],) = fill_instances(chosen, same, DocumentTheme(same.root), facts)
    return done[slug]
