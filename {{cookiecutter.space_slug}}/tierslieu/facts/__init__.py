"""What templates may say: the facts of a space, in words of one language.

The same names are used in pages, documents and the theme; ``docs/reference/placeholders.md`` lists them.
"""

from __future__ import annotations

from tierslieu.i18n.formatting import translated
from tierslieu.model import Space

from .commons import commons, commons_places
from .formatter import Blank, FactFormatter, Facts, money, organisation_name, percent_text
from .organisations import (
    activities,
    agreements,
    identity,
    mediation,
    organisations,
    publication,
    roles_apart,
    services,
)
from .place import access, areas, community, equipment, photos, plan, transport
from .prices import audiences, next_prices, offers, passes, price_texts
from .shares import common_costs, common_costs_key, free_uses, solidarity, streams

__all__ = ["Blank", "Facts", "facts", "money", "organisation_name", "percent_text"]


def facts(space: Space, locale: str, *, document: bool) -> Facts:
    """Everything that a text in ``locale`` may name.

    A missing fact is a ``Blank``: ``[à compléter : SIRET]`` in a document, "à préciser" on a page.
    """
    tell = FactFormatter(space, locale, document=document)
    model = space.vocabulary.governance_models[space.organisations.governance_model]
    people = organisations(tell)
    run, shown = services(tell, people), activities(tell, people)
    books = passes(tell, people, run)
    return {
        "t": tell.t,
        "locale": locale,
        "space": identity(tell),
        "model": {
            "key": space.organisations.governance_model,
            "label": translated(model.label, locale),
            "summary": translated(model.summary, locale),
        },
        "areas": areas(tell),
        "equipment": equipment(tell),
        "access": access(tell),
        "transport": transport(tell),
        "photos": photos(tell),
        "plan": plan(tell),
        "community": community(tell),
        "organisations": list(people.values()),
        "services": run,
        "agreements": agreements(tell, people),
        "activities": shown,
        "roles_apart": roles_apart([*run.values(), *shown]),
        "publication": publication(tell, people),
        "mediation": mediation(tell),
        "prices": price_texts(tell),
        "offers": offers(tell, people),
        "passes": books,
        "golden_ticket": any(book["golden_ticket"] for book in books),
        "audiences": audiences(tell),
        "next_prices": next_prices(tell),
        "tax_basis": tell.t(f"basis_{space.prices.basis}"),
        "streams": streams(tell, people),
        "common_costs": common_costs(tell, people),
        "common_costs_key": common_costs_key(tell),
        "solidarity": solidarity(tell),
        "free_uses": free_uses(tell),
        "commons": commons(tell),
        "commons_places": commons_places(tell),
    }
