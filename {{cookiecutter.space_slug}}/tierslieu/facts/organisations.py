"""The place, its organisations, and the roles that each takes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dateutil.relativedelta import relativedelta

from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import has_a_doubtful_exemption
from tierslieu.i18n.formatting import capitalised, translated
from tierslieu.model import LISTS, ROLES, SERVICES, Activity, LegalForm, Organisation
from tierslieu.model.organisations import Agreement
from tierslieu.model.vocabulary import Meetings
from tierslieu.schedule.activity_dates import local_time
from tierslieu.schedule.occurrences import announced

from . import opening_hours
from .formatter import Blank, FactFormatter, Facts, organisation_heading, organisation_name, phone_text
from .occurrences import OccurrenceFormatter


def identity(fmt: FactFormatter) -> Facts:
    """The place itself."""
    identity, known, hours = fmt.space.identity, fmt.known, fmt.space.opening_hours
    address, contact, capacity = identity.address, identity.contact, identity.capacity
    return {
        "name": identity.name,
        "slug": identity.slug,
        "language": identity.language,
        "example": identity.publication.example,
        "territory": known(identity.territory, "fact_territory"),
        "summary": known(identity.summary, "fact_summary"),
        "address": {key: known(getattr(address, key), f"fact_{key}") for key in ("street", "postal_code", "city")},
        "contact": {
            "email": known(contact.email, "fact_email"),
            "phone": known(phone_text(contact.phone), "fact_phone"),
            "website": known(contact.website, "fact_website"),
        },
        "opening_hours": known(hours and opening_hours.text(hours, fmt.formatter), "fact_opening_hours"),
        "closures": opening_hours.yearly_closures(hours, fmt.formatter) if hours else [],
        "capacity": {name: known(getattr(capacity, name), f"fact_{name}") for name in type(capacity).model_fields},
        "licence": licence_name(identity.licence),
        "data_licence": identity.data_licence,
        "parent": known(identity.lineage.parent, "fact_parent"),
        "ancestors": list(identity.lineage.ancestors),
        "generation": 1 + bool(identity.lineage.parent) + len(identity.lineage.ancestors),
        "parent_website": known(identity.lineage.parent_website, "fact_parent_website"),
    }


def licence_name(identifier: str) -> str:
    """The name of a licence as its publisher writes it, from its SPDX identifier; unknown ones unchanged."""
    if identifier == "etalab-2.0":
        return "Licence Ouverte 2.0"
    return re.sub(r"-(?=\d)", " ", identifier).replace("CC-", "CC ") if identifier.startswith("CC") else identifier


def mediation(fmt: FactFormatter) -> Facts:
    """What the digital mediation of the place offers, in words; a list is empty while unknown."""
    mediation, vocabulary = fmt.space.identity.mediation, fmt.space.vocabulary.mediation
    lists = {
        name: [vocabulary[name].terms[key].name(fmt.locale) for key in dict.fromkeys(getattr(mediation, name))]
        for name in LISTS
    }
    return lists | {
        "labels": [*lists["labels"], *mediation.other_labels],
        "booking": fmt.known(mediation.booking, "fact_booking"),
        "accessibility_sheet": fmt.known(mediation.accessibility_sheet, "fact_accessibility_sheet"),
    }


def publication(fmt: FactFormatter, organisations: Facts) -> Facts:
    """The publisher and the host of the site, as the law asks a site to name them.

    ``publishers`` are the organisations that may be the publisher: one once it is known, or where there is no other.
    ``notices`` has the lines of the legal notice about each of them, and ``host_notice`` those about the host.
    """
    publication = fmt.space.identity.publication
    known = organisations.get(publication.publisher or "")
    publishers = [known] if known else [each for each in organisations.values() if not each["begins"]]
    host_phone = fmt.known(phone_text(publication.host_phone), "fact_host_phone")
    return {
        "publishers": publishers,
        "notices": [_notice(fmt, publisher) for publisher in publishers],
        "host_notice": _entries(
            fmt,
            notice_host=fmt.known(publication.host, "fact_host"),
            notice_address=fmt.known(publication.host_address, "fact_host_address"),
            notice_phone=host_phone,
        ),
        "publisher": fmt.known(known, "fact_publisher"),
        **{
            name: fmt.known(getattr(publication, name), f"fact_{name}") for name in ("director", "host", "host_address")
        },
        "host_phone": host_phone,
    }


def _notice(fmt: FactFormatter, publisher: Facts) -> list[Facts]:
    """What identifies the publisher of the site: loi n° 2004-575 du 21 juin 2004, articles 1-1 and 19."""
    contact, form, representative = fmt.space.identity.contact, publisher["stated_form"], publisher["representative"]
    marked = ", ".join([str(form), *publisher["marks"]])
    form = Blank(marked, form.label) if isinstance(form, Blank) else marked
    role = publisher["role"]
    if representative and role:
        representative = f"{representative}, {role}"
    elif representative and isinstance(role, Blank) and fmt.document:
        representative = Blank(f"{representative}, {role}", role.label)
    if publisher["forms"][:1] == ["regie-publique"]:
        # It has no legal personality: the publisher is the public body, which a closer legal form would name.
        body = fmt.known(None, "fact_public_body")
        form = Blank(fmt.t("notice_regie", body=str(body)), body.label)
    space, vat_number = fmt.space, publisher["vat"]["number"]
    association = "association-loi-1901" in publisher["forms"]
    situation = "in_formation" if publisher["in_formation"] else "undeclared" if association else ""
    sells = any(offer.service in space.identity.services for offer in space.prices.offers.values())
    if publisher["stage"] and situation:
        waiting = _until_it_exists(fmt, situation)
    elif not publisher["stage"] and publisher["stage"] != "" and publisher["companies"]:
        # Nobody said whether the company is registered: a person may be the publisher until it is.
        person = fmt.known(None, "fact_publishing_person_if_any")
        waiting = _entries(fmt, notice_until_in_formation=person)
    else:
        waiting = []
    name = {"notice_then" if waiting else "notice_name": publisher["name"]}
    return [
        *waiting[:1],
        *_entries(fmt, **name, legal_form=form, notice_seat=publisher["address"]),
        *waiting[1:],
        *publisher["registers"],
        *(
            _entries(fmt, rna=fmt.known(None, "fact_rna" if publisher["stage"] == "" else "fact_rna_or_undeclared"))
            if association and not publisher["stage"] and not publisher["rna"]
            else ()
        ),
        # A known number is among the registers.
        *(_entries(fmt, notice_vat_number=vat_number) if sells and isinstance(vat_number, Blank) else ()),
        *_entries(
            fmt,
            notice_representative=representative,
            notice_phone=fmt.known(phone_text(contact.phone), "fact_phone"),
            notice_email=fmt.known(contact.email, "fact_email"),
        ),
    ]


def _until_it_exists(fmt: FactFormatter, situation: str) -> list[Facts]:
    """What stands for an organisation without legal personality: a person is the publisher until it has one.

    Sources: loi du 1er juillet 1901, article 5 (association), and code de commerce, article L. 210-6 (company).
    """
    entries = _entries(fmt, **{f"notice_until_{situation}": fmt.known(None, "fact_publishing_person")})
    entries += _entries(fmt, notice_situation=fmt.t(f"notice_{situation}"))
    if situation == "in_formation":
        entries.append({"label": capitalised(fmt.t("rcs")), "value": fmt.known(None, "fact_rcs_to_come")})
    else:
        entries.append({"label": capitalised(fmt.t("rna")), "value": fmt.known(None, "fact_rna_to_come")})
    return entries


def _entries(fmt: FactFormatter, **values: Any) -> list[Facts]:
    """Lines with a label and a value, each by the key of its label."""
    return [{"label": fmt.t(key), "value": value} for key, value in values.items()]


def organisations(fmt: FactFormatter) -> Facts:
    """Each organisation by its short name, in the order of ``config/organisations.yaml``."""
    return {
        key: _organisation(fmt, key, organisation)
        for key, organisation in fmt.space.organisations.organisations.items()
    }


def _organisation(fmt: FactFormatter, key: str, organisation: Organisation) -> Facts:
    space, known = fmt.space, fmt.known
    form = space.vocabulary.legal_form(organisation.legal_form)
    proposed = space.vocabulary.proposed_form(organisation.legal_form) if fmt.document else None
    written = proposed or form
    siren = organisation.siren or (organisation.siret[:9] if organisation.siret else None)
    label = _label(fmt, form)
    marks, called = space.vocabulary.marks, organisation_name(space, key, fmt.locale)
    return {
        "key": key,
        "name": known(organisation.name, "fact_name"),
        "called": called,
        "heading": organisation_heading(space, key, fmt.locale),
        "identified": bool(organisation.name or form),
        "begins": fmt.t("begins", date=fmt.date(first_day, "date")) if (first_day := space.beginning(key)) else "",
        "legal_form": label,
        "legal_form_in_sentence": _in_sentence(label),
        "stated_form": _stated_form(fmt, organisation, label),
        "stated_form_in_sentence": _stated_form(fmt, organisation, _in_sentence(label)),
        # The company whose text a document proposes; empty once it is chosen.
        "proposed_company": proposed.companies[0] if proposed else "",
        "forms": list(space.vocabulary.family(organisation.legal_form)),
        "companies": list(proposed.companies[:1] if proposed else form.possible_companies if form else ()),
        "meetings": {
            name: known(written and getattr(written.meetings, name), f"fact_meetings_{name}")
            for name in Meetings.model_fields
        },
        "public": form is not None and form.public,
        "non_profit": form is not None and form.non_profit,
        "volunteers": form is None or form.volunteers,
        "stage": _stage(fmt, organisation, form),
        "in_formation": form is not None and bool(form.possible_companies) and organisation.stage == "to_create",
        "marks": [translated(marks[mark].label, fmt.locale) for mark in organisation.marks],
        "siren": known(siren, "fact_siren"),
        "siret": known(organisation.siret, "fact_siret"),
        "rna": known(organisation.rna, "fact_rna"),
        "capital": fmt.money(organisation.capital, "fact_capital"),
        "registers": _registers(fmt, key, organisation, form, siren, exists=organisation.stage != "to_create"),
        "seller_registers": _registers(fmt, key, organisation, form, siren, exists=True),
        "vat": _vat(fmt, key, organisation),
        "address": known(organisation.address, "fact_seat"),
        "representative": known(organisation.representative, "fact_representative"),
        "role": _role(fmt, organisation.representative, organisation.role),
        "colleges": [
            {"name": name, "percent": fmt.percent(votes)} for name, votes in organisation.colleges.items()
        ],
        "reserves": "" if organisation.reserves_percent is None else fmt.percent(organisation.reserves_percent),
        "reserves_least": _reserves_least(fmt, form),
        "reserves_source": form.limits.sources.get("reserves_least", "") if form else "",
        "services": [
            fmt.t(f"service_{name}") for name in SERVICES
            if name in space.identity.services and space.operator_key(name) == key
        ],
        "sources": list(form.sources) if form else [],
    }  # fmt: skip


def _reserves_least(fmt: FactFormatter, form: LegalForm | None) -> str:
    """The least part of surpluses that a legal form puts in reserves; empty where its law sets none."""
    least = form.limits.reserves_least if form else None
    return "" if least is None else fmt.percent(least)


def _role(fmt: FactFormatter, representative: str | None, role: str | None) -> Any:
    """The role of a legal representative; empty where the name already holds it, after a comma."""
    return "" if representative and "," in representative else fmt.known(role, "fact_role")


def internet_provider(
    fmt: FactFormatter, organisations: Facts, services: Facts, agreements: Facts, publication: Facts
) -> Any:
    """The organisation that likely provides the internet access: who sells it, or holds the premises, or the site."""
    holders = {each["organisation"]["key"] for each in agreements.values() if each["kind"] == "occupation"}
    known = (
        next(iter(organisations.values()))
        if len(organisations) == 1
        else services[COWORKING]["operator"]
        if COWORKING in services
        else organisations[holders.pop()]
        if len(holders) == 1
        else publication["publisher"] or None
    )
    return fmt.known(known and {name: known[name] for name in ("key", "called")}, "fact_internet_provider")


def governance_model(fmt: FactFormatter) -> Facts:
    """The governance model: how many organisations run the place, and of which legal forms; empty if they tell it."""
    name = fmt.space.organisations.governance_model
    model = fmt.space.vocabulary.governance_models[name] if name else None
    if model is None and not fmt.space.organisations.lacks_model:
        return {"key": "", "label": "", "summary": ""}
    return {
        "key": name or "",
        "label": fmt.known(model and translated(model.label, fmt.locale), "fact_governance_model"),
        "summary": fmt.known(model and translated(model.summary, fmt.locale), "fact_governance_model"),
    }


def agreements(fmt: FactFormatter, organisations: Facts) -> Facts:
    """The agreements with other parties, by short name."""
    return {
        key: {
            "key": key,
            "kind": agreement.kind,
            "organisation": organisations[agreement.organisation],
            "other": {
                "name": fmt.known(agreement.other.name, "fact_other"),
                "public": fmt.known(agreement.other.public, "fact_public"),
                "siret": fmt.known(agreement.other.siret, "fact_siret"),
                "address": fmt.known(agreement.other.address, "fact_seat"),
                "representative": fmt.known(agreement.other.representative, "fact_representative"),
                "role": _role(fmt, agreement.other.representative, agreement.other.role),
            },
            "object": fmt.known(agreement.object, "fact_object"),
            "amount": fmt.money(agreement.amount),
            "per": fmt.t(f"agreement_per_{agreement.per}"),
            "start": fmt.known(agreement.start and fmt.date(agreement.start, "date"), "fact_start"),
            "months": fmt.known(agreement.months, "fact_months"),
            "end": fmt.date(last, "date") if (last := _last_day(agreement)) else "",
            # The report on a grant: loi n° 2000-321, article 10.
            "report_by": fmt.date(last + relativedelta(months=6), "date") if last else "",
        }
        for key, agreement in fmt.space.organisations.agreements.items()
    }


def _last_day(agreement: Agreement) -> dt.date | None:
    """The last day of an agreement, the eve of its start moved by its months; None while unknown."""
    if agreement.start is None or agreement.months is None:
        return None
    return agreement.start + relativedelta(months=agreement.months, days=-1)


def _registers(
    fmt: FactFormatter,
    key: str,
    organisation: Organisation,
    form: LegalForm | None,
    siren: str | None,
    *,
    exists: bool,
) -> list[Facts]:
    """What identifies it on its documents; a number that it has only once it ``exists`` is left out until then.

    What it sells it sells once it exists: its price lists, quotes and invoices have these numbers, blank until then.
    Source: code de commerce, articles R. 123-237 (number, trade register) and R. 123-238 (capital of a company).
    """
    identifiers = form.identifiers if form else ("siret",)
    town, known = organisation.rcs, fmt.known
    values: Facts = {}
    if exists:
        values["siret"] = known(organisation.siret, "fact_siret")
        if organisation.rna:
            values["rna"] = organisation.rna
        if "rcs" in identifiers:
            values["rcs"] = known(f"{town} {siren}" if town and siren else None, "fact_rcs")
    if "rcs" in identifiers:
        capital = "capital_variable" if form and form.cooperative else "capital"
        values[capital] = fmt.money(organisation.capital, "fact_capital")
    regime = fmt.space.vat_regime(key)
    if organisation.vat.number or (regime and regime.charges):
        values["vat_number"] = known(
            organisation.vat.number, "fact_vat_number" if exists else "fact_vat_number_to_come"
        )
    names = {fmt.t(name): value for name, value in values.items()}
    return [{"name": name, "label": capitalised(name), "value": value} for name, value in names.items()]


def _label(fmt: FactFormatter, form: LegalForm | None) -> str | Blank:
    """The name of a legal form; while a cooperative has not chosen its own, a ``Blank`` in a document."""
    if form is not None and form.undecided and fmt.document:
        chosen = fmt.known(None, "fact_cooperative")
        return Blank(fmt.t("undecided_cooperative", form=str(chosen)), chosen.label)
    label: str | Blank = fmt.known(translated(form.label, fmt.locale) if form else None, "fact_legal_form")
    return label


def _stated_form(fmt: FactFormatter, organisation: Organisation, stated: str | Blank) -> object:
    """The legal form as papers of business state it: a cooperative company has a variable capital.

    Sources: code de commerce, article R. 123-238 (form of a company); the statutes of a cooperative (variable capital).
    """
    form = fmt.space.vocabulary.legal_form(organisation.legal_form)
    if form is None or not form.cooperative:
        return stated
    if len(form.companies) != 1:
        # A closer legal form, for example scic-sas, names the company that it is. One that exists is not proposed.
        proposed = fmt.space.vocabulary.proposed_form(organisation.legal_form)
        if proposed and organisation.stage != "existing" and fmt.document:
            label = translated(proposed.label, fmt.locale)
            form_proposed = _in_sentence(label) if str(stated)[:1].islower() else label
            company = fmt.agreed(None, "fact_company", form_proposed)
            return Blank(fmt.t("stated_cooperative", form=str(company)), company.label)
        company = fmt.known(None, "fact_company")
        return Blank(fmt.t("stated_company", form=str(stated), company=str(company)), company.label)
    return fmt.t("stated_cooperative", form=str(stated))


def _in_sentence(label: str | Blank) -> str | Blank:
    """A name with a small first letter, unless it is an acronym."""
    if isinstance(label, Blank):
        return Blank(str(_in_sentence(label.text)), label.label)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _stage(fmt: FactFormatter, organisation: Organisation, form: LegalForm | None) -> object:
    """The stage of its creation; empty, and so false in a condition, once it exists.

    A company is in formation until it is registered. Source: code de commerce, article L. 210-6.
    """
    if organisation.stage == "existing":
        return ""
    to_create = fmt.t("stage_in_formation" if form and form.possible_companies else "stage_to_create")
    return fmt.known(to_create if organisation.stage else None, "fact_stage")


def _vat(fmt: FactFormatter, key: str, organisation: Organisation) -> Facts:
    """Its VAT regime, number and mention; what the regime does not ask for is empty.

    An exemption that may not apply to what the organisation sells is left to be confirmed.
    """
    regime, own = fmt.space.vat_regime(key), organisation.vat
    if fmt.space.responsible("invoices", COWORKING) == key and has_a_doubtful_exemption(fmt.space, COWORKING):
        unsure = fmt.known(None, "fact_vat_exemption")
        return {"regime": unsure, "charges": unsure, "number": own.number or "", "mention": unsure}
    mention = regime.mention(fmt.space.today) if regime else None
    needed = regime is None or mention is not None
    return {
        "regime": fmt.known(translated(regime.label, fmt.locale) if regime else None, "fact_vat_regime"),
        "charges": fmt.known(regime.charges if regime else None, "fact_vat_regime"),
        "number": fmt.known(own.number if own.number or not regime or regime.charges else "", "fact_vat_number"),
        "mention": fmt.known(
            own.mention or ((mention.text if mention else None) if needed else ""), "fact_vat_mention"
        ),
    }


def services(fmt: FactFormatter, organisations: Facts) -> Facts:
    """The services that are on, by short name, each with the organisation that takes each role."""
    return {
        name: {"key": name, "name": fmt.t(f"service_{name}"), **_roles(fmt, organisations, name)}
        for name in fmt.space.identity.services
    }


def activities(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """The activities that name other organisations for some roles than their service does, by beginning."""
    sources = [
        source
        for source in fmt.space.activities
        if source.locale == fmt.locale
        and source.meta.service in (None, *fmt.space.identity.services)
        and source.meta.roles
    ]
    sources.sort(key=lambda source: (local_time(source.meta.start), source.slug))
    return [
        {
            "name": source.meta.title,
            "service": source.meta.service,
            **_roles(fmt, organisations, source.meta.service, source.meta),
        }
        for source in sources
    ]


def animation(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """Each organisation that runs activities of the agenda, with the names of their formats, in the order of the agenda.

    An activity without a format of its own counts by its title. One that another organisation takes over later counts for
    both: a page tells from which day, unless all that the other does begins then. Examples are told as such; a document
    has them only until the organisation has a real activity. ``example`` tells that its row holds nothing else.
    """
    named: dict[str, dict[bool, dict[str, str]]] = {}
    occurrences, example = OccurrenceFormatter(fmt.space, fmt.locale), fmt.t("example").lower()
    for source in announced(fmt.space, fmt.locale):
        form = fmt.space.vocabulary.activity_formats.get(source.meta.format)
        name = translated(form.label, fmt.locale) if form and form.purpose else source.meta.title
        day = occurrences.first_day(source)
        if fmt.document:  # who runs it on the day of the document, or once it has begun
            day = min(day, max(fmt.space.today, local_time(source.meta.start).date()))
        (_, key), *later = occurrences.host_keys(source, day)
        named.setdefault(key, {}).setdefault(source.meta.example, {})[name] = name
        for day, key in later if not fmt.document else ():
            dated = (
                name if fmt.space.beginning(key) == day else f"{name} ({fmt.t('begins', date=fmt.date(day, 'date'))})"
            )
            named.setdefault(key, {}).setdefault(source.meta.example, {}).setdefault(name, dated)
    rows = []
    for key in (key for key in organisations if key in named):
        real, examples = named[key].get(False, {}), named[key].get(True, {})
        told = list(real.values() or examples.values())
        if real and not fmt.document:
            told += [f"{words} ({example})" for name, words in examples.items() if name not in real]
        rows.append({"organisation": organisations[key], "activities": told, "example": not real})
    return rows


def activity_sellers(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """The organisations that invoice an activity whose announcement has a price, examples included.

    They sell to consumers, who may turn to a mediator: code de la consommation, article L. 616-1.
    """
    keys = {
        fmt.space.responsible("invoices", source.meta.service, source.meta)
        for source in announced(fmt.space, fmt.locale)
        if any(character.isdigit() for character in source.meta.price or "")
    }
    return [organisation for key, organisation in organisations.items() if key in keys]


def roles_apart(rows: list[Facts]) -> list[str]:
    """The roles that another organisation than the operator takes in at least one of ``rows`` (services, activities)."""
    return [role for role in ROLES if role != "runs" and any(row[role] != row["operator"] for row in rows)]


def _roles(fmt: FactFormatter, organisations: Facts, service: str | None, activity: Activity | None = None) -> Facts:
    """The organisation that runs it (``operator``), collects, invoices, insures and employs."""
    return {
        "operator" if role == "runs" else role: organisations[fmt.space.responsible(role, service, activity) or ""]
        for role in ROLES
    }
