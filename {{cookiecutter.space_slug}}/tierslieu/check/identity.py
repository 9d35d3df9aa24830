"""The capacity, contact, names and position of the place."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, SPACE, KeyPath
from tierslieu.generation.questions import QUESTIONS, findings_of
from tierslieu.model import Space


def people_fit(space: Space) -> Iterator[Finding]:
    """The target number of coworkers is not below today's number."""
    capacity = space.identity.capacity
    if "coworking" in space.identity.services:
        violations = rules.capacity_violations(capacity.residents, capacity.occasional, capacity.target_coworkers)
        yield from findings_of(violations)


def identity_is_well_formed(space: Space) -> Iterator[Finding]:
    """Postal code, e-mail, telephone and web addresses have the right form; names have no invisible character."""
    yield from _contact(space)
    yield from _websites(space)
    yield from _names(space)


def positions_are_whole(space: Space) -> Iterator[Finding]:
    """A latitude has its longitude, and a longitude its latitude."""
    address = space.identity.address
    for known, unknown in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(address, known) is not None and getattr(address, unknown) is None:
            yield Finding("answer.position", SPACE, ("address", known), {"known": known, "unknown": unknown})


def _contact(space: Space) -> Iterator[Finding]:
    address, contact = space.identity.address, space.identity.contact
    for question, value, is_valid in (
        ("postal_code", address.postal_code, rules.is_postal_code),
        ("email", contact.email, rules.is_email),
        ("phone", contact.phone, rules.is_phone),
        ("website", contact.website, rules.is_website),
    ):
        if value is not None and not is_valid(value):
            yield Finding(f"answer.{question}", SPACE, QUESTIONS[question].path, {"value": value})


def _websites(space: Space) -> Iterator[Finding]:
    """The website of the place is secure; the other addresses are addresses of the web."""
    website, mediation = space.identity.contact.website, space.identity.mediation
    if website and website.lower().startswith("http:"):
        yield Finding("website.insecure", SPACE, QUESTIONS["website"].path, {"value": website}, "warning")
    addresses: dict[KeyPath, str | None] = {
        ("mediation", "booking"): mediation.booking,
        ("mediation", "accessibility_sheet"): mediation.accessibility_sheet,
        ("lineage", "parent_website"): space.identity.lineage.parent_website,
    }
    for path, value in addresses.items():
        if value is not None and not rules.is_website(value):
            yield Finding("answer.website", SPACE, path, {"value": value})


def _names(space: Space) -> Iterator[Finding]:
    identity, organisations = space.identity, space.organisations.organisations
    names: dict[tuple[str, KeyPath], str | None] = {
        (SPACE, ("name",)): identity.name,
        (SPACE, ("territory",)): identity.territory,
    }
    for key, organisation in organisations.items():
        names[ORGANISATIONS, ("organisations", key, "name")] = organisation.name
    for (file, path), name in names.items():
        code = rules.text_fault(name or "")
        if code:
            yield Finding(code, file, path, {"value": name, "longest": rules.LONGEST_TEXT})
