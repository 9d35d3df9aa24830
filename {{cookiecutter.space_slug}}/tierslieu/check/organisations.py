"""The numbers, registers and approvals of the organisations."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, KeyPath
from tierslieu.model import Space

#: The position of the SIREN in a VAT number, after FR and a key of two characters.
_SIREN_IN_VAT = 4


def numbers_are_real(space: Space) -> Iterator[Finding]:
    """The check digits of SIREN, SIRET and VAT numbers are right. Source: INSEE and tax rules, as in python-stdnum."""
    for key, organisation in space.organisations.organisations.items():
        numbers: tuple[tuple[str, str | None, KeyPath], ...] = (
            ("siren", organisation.siren, ("siren",)),
            ("siret", organisation.siret, ("siret",)),
            ("vat_number", organisation.vat.number, ("vat", "number")),
        )
        for name, number, path in numbers:
            if number and not _is_valid(name, number):
                yield Finding(f"organisations.{name}", ORGANISATIONS, ("organisations", key, *path), {"number": number})


def _is_valid(name: str, number: str) -> bool:
    from stdnum.fr import siren, siret, tva  # here, for start-up time

    return bool({"siren": siren, "siret": siret, "vat_number": tva}[name].is_valid(number))


def numbers_agree(space: Space) -> Iterator[Finding]:
    """A SIRET begins with the SIREN, and a VAT number ends with it."""
    for key, organisation in space.organisations.organisations.items():
        siren = organisation.siren or (organisation.siret or "")[:9]
        path = ("organisations", key)
        if organisation.siren and organisation.siret and not organisation.siret.startswith(organisation.siren):
            values = {"siret": organisation.siret, "siren": organisation.siren}
            yield Finding("organisations.siret_siren", ORGANISATIONS, (*path, "siret"), values)
        if siren and organisation.vat.number and organisation.vat.number[_SIREN_IN_VAT:] != siren:
            values = {"number": organisation.vat.number, "siren": siren}
            yield Finding("organisations.vat_siren", ORGANISATIONS, (*path, "vat", "number"), values)


def registers_fit_the_form(space: Space) -> Iterator[Finding]:
    """An organisation has an RNA number only if its form can (``identifiers`` of vocabulary/legal_forms/)."""
    for key, organisation in space.organisations.organisations.items():
        form = space.vocabulary.legal_form(organisation.legal_form)
        if form and organisation.rna and "rna" not in form.identifiers:
            values = {"number": organisation.rna, "form": organisation.legal_form}
            yield Finding("organisations.rna", ORGANISATIONS, ("organisations", key, "rna"), values)


def future_organisations_have_no_number(space: Space) -> Iterator[Finding]:
    """An organisation to be created has no SIREN, SIRET or RNA number."""
    for key, organisation in space.organisations.organisations.items():
        for name in ("siren", "siret", "rna"):
            number = getattr(organisation, name)
            if organisation.stage == "to_create" and number:
                values = {"organisation": space.organisation_name(key), "name": name.upper(), "number": number}
                yield Finding("organisations.to_create", ORGANISATIONS, ("organisations", key, name), values)


def sirets_are_unique(space: Space) -> Iterator[Finding]:
    """Two organisations don't have the same SIRET."""
    seen: dict[str, str] = {}
    for key, organisation in space.organisations.organisations.items():
        first = seen.setdefault(organisation.siret, key) if organisation.siret else key
        if first != key:
            values = {"number": organisation.siret}
            values |= {"first": space.organisation_name(first), "second": space.organisation_name(key)}
            yield Finding("organisations.same_siret", ORGANISATIONS, ("organisations", key, "siret"), values)


def models_name_cooperatives_only(space: Space) -> Iterator[Finding]:
    """A model that announces a cooperative has one. Source: law no. 47-1775 of 10 September 1947, article 24."""
    name, form_named = space.organisations.governance_model, space.vocabulary.legal_form
    model = space.vocabulary.governance_models.get(name or "")
    forms = [form_named(organisation.legal_form) for organisation in space.organisations.organisations.values()]
    if model is None or any(form is None or form.cooperative for form in forms):
        return
    for role in model.roles.values():
        named = form_named(role.legal_form)
        services = [service for service in role.services if service in space.identity.services]
        for key in dict.fromkeys(space.operator_key(service) or "" for service in services):
            organisation = space.organisations.organisations.get(key)
            if named and named.cooperative and organisation:
                values = {"model": name, "organisation": space.organisation_name(key), "form": organisation.legal_form}
                yield Finding(
                    "organisations.no_cooperative", ORGANISATIONS, ("organisations", key, "legal_form"), values
                )


def marks_fit_the_form(space: Space) -> Iterator[Finding]:
    """An organisation holds only approvals open to its form: ``forms`` and ``sources`` of vocabulary/marks/."""
    for key, organisation in space.organisations.organisations.items():
        for index, name in enumerate(organisation.marks):
            mark = space.vocabulary.marks.get(name)
            if mark and mark.forms and organisation.legal_form and organisation.legal_form not in mark.forms:
                values = {"mark": name, "form": organisation.legal_form, "forms": ", ".join(mark.forms)}
                values["source"] = mark.sources[0]
                yield Finding("marks.form", ORGANISATIONS, ("organisations", key, "marks", index), values)
