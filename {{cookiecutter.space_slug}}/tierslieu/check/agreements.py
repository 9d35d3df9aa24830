"""Agreements with other parties, and the subsidies that require one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS
from tierslieu.core.problems import closest
from tierslieu.model import Space

#: A subsidy above this, in euros a year, needs a written agreement: loi n° 2000-321 du 12 avril 2000, article 10, and
#: décret n° 2001-495 du 6 juin 2001, article 1er.
WRITTEN_ABOVE = Decimal(23_000)
#: The kinds of agreement about a subsidy.
_GRANTS = ("grant", "multi-year-grant")


def agreements_have_documents(space: Space) -> Iterator[Finding]:
    """An agreement is signed by an organisation of the place, and a document is made for its kind."""
    organisations = [*space.organisations.organisations]
    kinds = sorted({kind for document in space.documents for kind in document.meta.when.agreements})
    for key, agreement in space.organisations.agreements.items():
        for name, value, choices in (
            ("organisation", agreement.organisation, organisations),
            ("kind", agreement.kind, kinds),
        ):
            if choices and value not in choices:
                values = {"name": value, "closest": closest(value, choices)}
                yield Finding("reference.unknown", ORGANISATIONS, ("agreements", key, name), values)


def subsidies_have_an_agreement(space: Space) -> Iterator[Finding]:
    """A public subsidy above 23,000 euros a year needs a written agreement (loi n° 2000-321 du 12 avril 2000, article 10)."""
    agreements = space.organisations.agreements.values()
    agreed = {agreement.organisation for agreement in agreements if agreement.kind in _GRANTS}
    for index, subsidy in enumerate(space.budget.subsidies):
        largest = max((amount for amount in subsidy.amount if amount is not None), default=Decimal(0))
        if largest > WRITTEN_ABOVE and subsidy.received_by not in agreed:
            values = {
                "label": subsidy.label,
                "amount": largest,
                "organisation": space.organisation_name(subsidy.received_by),
            }
            yield Finding("agreements.grant", BUDGET, ("subsidies", index), values, "warning")
