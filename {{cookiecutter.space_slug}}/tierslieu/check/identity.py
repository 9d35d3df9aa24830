"""The place itself: how many people, how to reach it."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.generation.questions import QUESTIONS, findings_of
from tierslieu.model import Space


def people_fit(space: Space) -> Iterator[Finding]:
    """The target is not below today's number of coworkers."""
    capacity = space.identity.capacity
    if space.identity.modules.coworking:
        violations = rules.capacity_violations(capacity.residents, capacity.occasional, capacity.target_coworkers)
        yield from findings_of(violations)


def identity_is_well_formed(space: Space) -> Iterator[Finding]:
    """Postal code, e-mail, telephone and website can be used as they are; names can be shown as typed."""
    address, contact = space.identity.address, space.identity.contact
    for question, value, accept in (
        ("postal_code", address.postal_code, rules.is_postal_code),
        ("email", contact.email, rules.is_email),
        ("phone", contact.phone, rules.is_phone),
        ("website", contact.website, rules.is_website),
    ):
        if value is not None and not accept(value):
            yield Finding(f"answer.{question}", SPACE, QUESTIONS[question].path, {"value": value})
    if contact.website and contact.website.lower().startswith("http:"):
        yield Finding("website.insecure", SPACE, QUESTIONS["website"].path, {"value": contact.website}, "warning")
    mediation, lineage = space.identity.mediation, space.identity.lineage
    for path, value in (
        (("mediation", "booking"), mediation.booking),
        (("mediation", "accessibility_sheet"), mediation.accessibility_sheet),
        (("lineage", "parent_website"), lineage.parent_website),
    ):
        if value is not None and not rules.is_website(value):
            yield Finding("answer.website", SPACE, path, {"value": value})
    for key, text in (("name", space.identity.name), ("territory", space.identity.territory)):
        code = rules.text_fault(text or "")
        if code:
            yield Finding(code, SPACE, (key,), {"value": text, "longest": rules.LONGEST_TEXT})
    for key, organisation in space.organisations.organisations.items():
        code = rules.text_fault(organisation.name or "")
        if code:
            values = {"value": organisation.name, "longest": rules.LONGEST_TEXT}
            yield Finding(code, ORGANISATIONS, ("organisations", key, "name"), values)


def positions_are_whole(space: Space) -> Iterator[Finding]:
    """A latitude has its longitude."""
    address = space.identity.address
    for known, unknown in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(address, known) is not None and getattr(address, unknown) is None:
            yield Finding("answer.position", SPACE, ("address", known), {"known": known, "unknown": unknown})
