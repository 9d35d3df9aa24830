"""Who the place is, who its organisations are, and what each answers for."""

from __future__ import annotations

from tierslieu.i18n.formatting import translated
from tierslieu.model import LISTS, ROLES, SERVICES, Activity, Organisation, Role
from tierslieu.schedule.activity_dates import local

from .formatter import FactFormatter, Facts, organisation_name


def identity(tell: FactFormatter) -> Facts:
    """The place itself."""
    identity, known = tell.space.identity, tell.known
    address, contact, capacity = identity.address, identity.contact, identity.capacity
    return {
        "name": identity.name,
        "slug": identity.slug,
        "language": identity.language,
        "territory": known(identity.territory, "fact_territory"),
        "summary": known(identity.summary, "fact_summary"),
        "address": {
            "street": known(address.street, "fact_street"),
            "postal_code": known(address.postal_code, "fact_postal_code"),
            "city": known(address.city, "fact_city"),
        },
        "contact": {
            "email": known(contact.email, "fact_email"),
            "phone": known(contact.phone, "fact_phone"),
            "website": known(contact.website, "fact_website"),
        },
        "opening_hours": known(identity.opening_hours, "fact_opening_hours"),
        "capacity": {name: known(getattr(capacity, name), f"fact_{name}") for name in type(capacity).model_fields},
        "licence": identity.licence,
        "data_licence": identity.data_licence,
        "parent": known(identity.lineage.parent, "fact_parent"),
        "ancestors": list(identity.lineage.ancestors),
        "generation": 1 + bool(identity.lineage.parent) + len(identity.lineage.ancestors),
        "parent_website": known(identity.lineage.parent_website, "fact_parent_website"),
    }


def mediation(tell: FactFormatter) -> Facts:
    """What the digital mediation of the place offers, in words; lists are empty while nothing is told."""
    told, lists = tell.space.identity.mediation, tell.space.vocabulary.mediation
    named = {
        name: [lists[name].terms[key].words(tell.locale) for key in dict.fromkeys(getattr(told, name))]
        for name in LISTS
    }
    return named | {
        "labels": [*named["labels"], *told.other_labels],
        "booking": tell.known(told.booking, "fact_booking"),
        "accessibility_sheet": tell.known(told.accessibility_sheet, "fact_accessibility_sheet"),
    }


def publication(tell: FactFormatter, organisations: Facts) -> Facts:
    """Who answers for the site."""
    publication = tell.space.identity.publication
    return {
        "publisher": tell.known(organisations.get(publication.publisher or ""), "fact_publisher"),
        **{
            name: tell.known(getattr(publication, name), f"fact_{name}")
            for name in ("director", "host", "host_address", "host_phone")
        },
    }


def organisations(tell: FactFormatter) -> Facts:
    """Each organisation by its short name, in the order of their file."""
    return {key: _organisation(tell, key, one) for key, one in tell.space.organisations.organisations.items()}


def _organisation(tell: FactFormatter, key: str, organisation: Organisation) -> Facts:
    space, known = tell.space, tell.known
    form = space.vocabulary.legal_forms[organisation.legal_form]
    siren = organisation.siren or (organisation.siret[:9] if organisation.siret else None)
    marks = space.vocabulary.marks
    return {
        "key": key,
        "name": known(organisation.name, "fact_name"),
        "called": organisation_name(space, key, tell.locale),
        "legal_form": translated(form.label, tell.locale),
        "forms": list(space.vocabulary.family(organisation.legal_form)),
        "public": form.public,
        "non_profit": form.non_profit,
        "stage": _stage(tell, organisation),
        "marks": [translated(marks[mark].label, tell.locale) for mark in organisation.marks],
        "siren": known(siren, "fact_siren"),
        "siret": known(organisation.siret, "fact_siret"),
        "rna": known(organisation.rna, "fact_rna"),
        "vat": _vat(tell, key, organisation),
        "address": known(organisation.address, "fact_seat"),
        "representative": known(organisation.representative, "fact_representative"),
        "role": organisation.role or form.representative or "",
        "colleges": [
            {"name": name, "percent": tell.percent(votes)} for name, votes in organisation.colleges.items()
        ],
        "reserves": "" if organisation.reserves_percent is None else tell.percent(organisation.reserves_percent),
        "services": [
            tell.t(f"service_{name}") for name in SERVICES
            if name in space.identity.services and space.operator_key(name) == key
        ],
        "sources": list(form.sources),
    }  # fmt: skip


def agreements(tell: FactFormatter, organisations: Facts) -> Facts:
    """The agreements with somebody outside, by short name."""
    return {
        key: {
            "key": key,
            "kind": one.kind,
            "organisation": organisations[one.organisation],
            "other": {
                "name": tell.known(one.other.name, "fact_other"),
                "public": tell.known(one.other.public, "fact_public"),
                "siret": tell.known(one.other.siret, "fact_siret"),
                "address": tell.known(one.other.address, "fact_seat"),
                "representative": tell.known(one.other.representative, "fact_representative"),
                "role": tell.known(one.other.role, "fact_role"),
            },
            "object": tell.known(one.object, "fact_object"),
            "amount": tell.money(one.amount),
            "per": tell.t(f"agreement_per_{one.per}"),
            "start": tell.known(one.start and tell.words.date(one.start, "date"), "fact_start"),
            "months": tell.known(one.months, "fact_months"),
        }
        for key, one in tell.space.organisations.agreements.items()
    }


def _stage(tell: FactFormatter, organisation: Organisation) -> object:
    """Where its creation stands; empty, and so false in a condition, once it exists."""
    if organisation.stage == "existing":
        return ""
    return tell.known(tell.t("stage_to_create") if organisation.stage else None, "fact_stage")


def _vat(tell: FactFormatter, key: str, organisation: Organisation) -> Facts:
    """How it stands towards VAT; empty what its regime does not ask for."""
    regime, own = tell.space.vat_regime(key), organisation.vat
    mention = regime.mention(tell.space.today) if regime else None
    needed = regime is None or mention is not None
    return {
        "regime": tell.known(translated(regime.label, tell.locale) if regime else None, "fact_vat_regime"),
        "charges": tell.known(regime.charges if regime else None, "fact_vat_regime"),
        "number": tell.known(own.number if own.number or not regime or regime.charges else "", "fact_vat_number"),
        "mention": tell.known(
            own.mention or ((mention.text if mention else None) if needed else ""), "fact_vat_mention"
        ),
    }


def services(tell: FactFormatter, organisations: Facts) -> Facts:
    """The services that are on, by short name, each with who answers for what in it."""
    return {
        name: {"key": name, "name": tell.t(f"service_{name}"), **_roles(tell, organisations, name)}
        for name in tell.space.identity.services
    }


def activities(tell: FactFormatter, organisations: Facts) -> list[Facts]:
    """The activities in which somebody else than in their service answers for something, by beginning."""
    apart = [
        source
        for source in tell.space.activities
        if source.locale == tell.locale and source.meta.service in tell.space.identity.services and source.meta.roles
    ]
    apart.sort(key=lambda source: (local(source.meta.start), source.slug))
    return [
        {
            "name": source.meta.title,
            "service": source.meta.service,
            **_roles(tell, organisations, source.meta.service, source.meta),
        }
        for source in apart
    ]


def roles_apart(rows: list[Facts]) -> list[str]:
    """The roles that somebody else than who runs it takes, in one of ``rows`` (services and activities) at least."""
    return [role for role in ROLES if role != "runs" and any(row[role] != row["operator"] for row in rows)]


def _roles(tell: FactFormatter, organisations: Facts, service: str, activity: Activity | None = None) -> Facts:
    """Who runs it (``operator``), collects, invoices, insures and employs."""

    def who(role: Role) -> Facts:
        found: Facts = organisations[tell.space.responsible(role, service, activity) or ""]
        return found

    return {
        "operator": who("runs"),
        "collects": who("collects"),
        "invoices": who("invoices"),
        "insures": who("insures"),
        "employs": who("employs"),
    }
