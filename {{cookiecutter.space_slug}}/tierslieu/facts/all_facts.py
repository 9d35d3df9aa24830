"""Everything that a template may name, in one language; ``docs/reference/placeholders.md`` lists it."""

from __future__ import annotations

from tierslieu.model import Space

from .commons import commons, commons_places
from .formatter import FactFormatter, Facts
from .organisations import (
    activities,
    activity_sellers,
    agreements,
    animation,
    governance_model,
    identity,
    internet_provider,
    mediation,
    organisations,
    publication,
    roles_apart,
    services,
)
from .place import access, areas, community, equipment, photos, plan, transport
from .prices import audiences, next_prices, offers, passes, price_texts, tax_basis
from .processings import processings
from .rule_changes import next_rules
from .shares import common_costs, common_costs_key, free_uses, solidarity, streams


def facts(space: Space, locale: str, *, document: bool) -> Facts:
    """Everything that a text in ``locale`` may name; a missing fact is a ``Blank``."""
    fmt = FactFormatter(space, locale, document=document)
    organisations_by_key = organisations(fmt)
    services_by_key = services(fmt, organisations_by_key)
    listed_agreements = agreements(fmt, organisations_by_key)
    published = publication(fmt, organisations_by_key)
    listed_activities = activities(fmt, organisations_by_key)
    listed_offers = offers(fmt, organisations_by_key)
    listed_passes = passes(fmt, organisations_by_key, services_by_key)
    return {
        "t": fmt.t,
        "locale": locale,
        "space": identity(fmt),
        "model": governance_model(fmt),
        "areas": areas(fmt),
        "equipment": equipment(fmt),
        "access": access(fmt),
        "transport": transport(fmt),
        "photos": photos(fmt),
        "plan": plan(fmt),
        "community": community(fmt),
        # Documents name those that begin later too, with their day; pages tell what is true today.
        "organisations": [each for each in organisations_by_key.values() if document or not each["begins"]],
        "later_organisations": [each for each in organisations_by_key.values() if each["begins"]],
        "services": services_by_key,
        "agreements": listed_agreements,
        "activities": listed_activities,
        "activity_sellers": activity_sellers(fmt, organisations_by_key),
        "animation": animation(fmt, organisations_by_key),
        "roles_apart": roles_apart([*services_by_key.values(), *listed_activities]),
        "publication": published,
        "internet_provider": internet_provider(
            fmt, organisations_by_key, services_by_key, listed_agreements, published
        ),
        "mediation": mediation(fmt),
        "processings": processings(fmt),
        "prices": price_texts(fmt),
        "offers": listed_offers,
        "passes": listed_passes,
        "golden_ticket": any(entry["golden_ticket"] for entry in listed_passes),
        "audiences": audiences(fmt),
        "coworkers_join_free": space.coworkers_join_free,
        "next_prices": next_prices(fmt),
        "tax_basis": tax_basis(fmt, [*listed_offers, *listed_passes]),
        "streams": streams(fmt, organisations_by_key),
        "common_costs": common_costs(fmt, organisations_by_key),
        "common_costs_key": common_costs_key(fmt),
        "solidarity": solidarity(fmt),
        "next_rules": next_rules(fmt),
        "free_uses": free_uses(fmt),
        "commons": commons(fmt),
        "commons_places": commons_places(fmt),
    }
