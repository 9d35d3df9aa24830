"""A right and a wrong example of each rule of ``./lieu check``: adding a rule is adding its lines here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from tierslieu.model import (
    Activity,
    Community,
    GovernanceDocument,
    Identity,
    Mark,
    News,
    Page,
    PriceUnit,
    Source,
    Space,
)
from tierslieu.model.look import Colours
from tierslieu.model.vocabulary import LegalDocument, LegalForm, Mention, VatRegime

from . import factories

AMOUNTS = factories.PRICES["grids"][0]["amounts"]
FCTVA = {"label": "FCTVA", "amount": 900, "received_by": "cooperative", "year": 2}
#: Numbers of nobody’s, whose keys are right.
SIREN, SIRET, OTHER_SIRET, VAT_NUMBER = "123456782", "12345678200010", "12345678200028", "FR11123456782"


@dataclass(frozen=True)
class Example:
    """``rule`` finds ``code`` in the Comptoir with the changes ``wrong``, and not with the changes ``right``."""

    rule: str
    code: str
    wrong: dict[str, Any]
    right: dict[str, Any] = field(default_factory=dict)


# --- Changes to the Comptoir ---


def grid(**sections: Any) -> dict[str, Any]:
    """Another only grid: its ``amounts`` go over those of the Comptoir."""
    amounts = {**AMOUNTS, **sections.pop("amounts", {})}
    return {"prices": {"grids": [{"from": None, "amounts": amounts, **sections}]}}


def activities(*found: Source[Activity]) -> dict[str, Any]:
    """These activities and no other."""
    return {"activities": found}


def opened(opening_hours: str, *found: Source[Activity]) -> dict[str, Any]:
    """These activities, and these hours."""
    return {**identity(opening_hours=opening_hours), "activities": found}


def offers(kind: str, **amounts: str) -> dict[str, Any]:
    """Offers of another kind, one for each unit, with their amounts."""
    sold = {f"{kind}_{unit}": {"service": "coworking", "kind": kind, "unit": unit} for unit in amounts}
    changed = grid(amounts={f"{kind}_{unit}": amount for unit, amount in amounts.items()})
    return {"prices": {"offers": sold, **changed["prices"]}}


def described(changes: dict[str, Any], **audiences: str) -> dict[str, Any]:
    """``changes``, with who has the other prices."""
    return {"prices": {"audiences": audiences, **changes["prices"]}}


def agreed(**changes: Any) -> dict[str, Any]:
    """The cooperative is housed by somebody else; the kit has a document for that, and one for subsidies."""
    agreement = {"kind": "occupation", "organisation": "cooperative"} | changes
    made = tuple(agreement_paper(kind) for kind in ("occupation", "grant", "multi-year-grant"))
    return {"organisations": {"agreements": {"local": agreement}}, "documents": made}


def law_asks_for(kind: str) -> dict[str, Any]:
    """A legal form that makes a document of one kind mandatory, beside those of the kit and all that they ask for."""
    kit = factories.vocabulary()
    asked: list[LegalDocument] = [*kit.obligations.values()]
    asked += [document for form in kit.legal_forms.values() for document in form.documents]
    asked += [document for mark in kit.marks.values() for document in mark.documents]
    made = tuple(agreement_paper(name) for name in sorted({name for document in asked for name in document.kinds}))
    document = {"name": "Statuts", "kinds": [kind], "when": "à la création", "source": "Loi"}
    changes = words(legal_forms={"neuve": form(documents=[document])}) | {"documents": made}
    return changes | cooperative(legal_form="neuve")


def agreement_paper(kind: str) -> Source[GovernanceDocument]:
    """A document for agreements of one kind."""
    meta = {
        "title": "Convention",
        "kind": kind,
        "audience": "Les parties",
        "visibility": "internal",
        "law_as_of": "2026-11-24",
    }
    made = GovernanceDocument.model_validate(meta | {"per": "agreement", "when": {"agreements": [kind]}})
    return Source(f"governance/fr/{kind}.md", "fr", kind, made, "Texte.", 9)


def made_when(**conditions: Any) -> dict[str, Any]:
    """A document for agreements, under some conditions."""
    paper = agreement_paper("occupation")
    meta = GovernanceDocument.model_validate(paper.meta.model_dump() | {"when": conditions})
    return {"documents": (replace(paper, meta=meta),)}


def signed(**header: Any) -> dict[str, Any]:
    """A document for agreements with a header of its own."""
    paper = agreement_paper("occupation")
    meta = GovernanceDocument.model_validate(paper.meta.model_dump() | header)
    return {"documents": (replace(paper, meta=meta),)}


def subsidised(amount: str, **agreement: Any) -> dict[str, Any]:
    """The association receives ``amount`` a year, with an agreement where there is one."""
    changes = agreed(**agreement) if agreement else {}
    return changes | {"budget": {"subsidies": [{"label": "Commune", "amount": amount, "received_by": "association"}]}}


def costs(label: str, **cost: str) -> dict[str, Any]:
    """A budget with this cost alone."""
    return {"budget": {"costs": [{"label": label, **cost}]}}


#: A golden ticket whose rules are all given.
TICKET_RULES = {"opens": "day", "for_whom": "une voisine", "once_per_person": "oui", "validity_months": 12}


def sold_book(**book: Any) -> dict[str, Any]:
    """The pass, changed."""
    return {"prices": {"passes": {"pass_10": book}}}


def cooperative(**changes: Any) -> dict[str, Any]:
    """The cooperative, changed."""
    return {"organisations": {"organisations": {"cooperative": changes}}}


def association(**changes: Any) -> dict[str, Any]:
    """The association, changed."""
    return {"organisations": {"organisations": {"association": changes}}}


def regimes(cooperative: str | None, association: str | None) -> dict[str, Any]:
    """The VAT regime of each organisation."""
    both = {"cooperative": {"vat": {"regime": cooperative}}, "association": {"vat": {"regime": association}}}
    return {"organisations": {"organisations": both}}


def scic(**associates: dict[str, Any]) -> dict[str, Any]:
    """The cooperative as a SCIC, with its categories of associates."""
    return cooperative(legal_form="scic", associates=associates)


def colleges(**votes: float) -> dict[str, Any]:
    """The cooperative as a SCIC, with its colleges."""
    return cooperative(legal_form="scic", colleges=votes)


def common_costs(**changes: Any) -> dict[str, Any]:
    """Another key of the common costs; the agreed shares are taken out unless given."""
    none = {"cooperative": factories.REMOVED, "association": factories.REMOVED}
    return {"organisations": {"common_costs": {"shares": none, **changes}}}


def streams(**changes: Any) -> dict[str, Any]:
    """Revenues that are shared."""
    return {"organisations": {"streams": changes}}


RULES_OF_JULY = {"from": "2027-07-01", "solidarity": {"percent": 5}}


def amended(*changes: dict[str, Any]) -> dict[str, Any]:
    """Amendments to the rules between organisations."""
    return {"organisations": {"changes": changes}}


def coworking_by(organisation: str) -> dict[str, Any]:
    """Who runs coworking."""
    return {"organisations": {"services": {"coworking": {"operator": organisation}}}}


def identity(**changes: Any) -> dict[str, Any]:
    """The place, changed."""
    return {"identity": changes}


def community(**person: Any) -> dict[str, Any]:
    """Somebody in the community."""
    return {"community": Community.model_validate({"people": [{"name": "Camille", **person}]})}


def funded(action: dict[str, Any], **cost: Any) -> dict[str, Any]:
    """An association that asks for 5 000 € for an action, and has this cost alone."""
    asked = {"label": "Commune", "amount": "5000", "received_by": "association", "status": "asked"}
    return budget(
        costs=[{"label": "Loyer", "paid_by": "association", **cost}],
        subsidies=[asked],
        actions={"association": {"name": "Animation", **action}},
    )


def budget(**changes: Any) -> dict[str, Any]:
    """The budget, changed."""
    return {"budget": changes}


def words(**folders: dict[str, Any]) -> dict[str, Any]:
    """The kit's vocabulary with other files."""
    kit = factories.vocabulary()
    return {"vocabulary": replace(kit, **{name: {**getattr(kit, name), **files} for name, files in folders.items()})}


def evening(changes: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """``changes`` in a place that has the price unit "evening", three times an hour at most, besides those of the kit."""
    kit = factories.vocabulary().price_units["half_day"].model_dump(include={"label", "per", "free"})
    ratio = {"kind": "room", "to": "hour", "low": 2, "high": 3}
    unit = PriceUnit.model_validate({**kit, "rank": 25, "usual_ratios": [ratio], **facts})
    return {**changes, **words(price_units={"evening": unit})}


def dressed(font: str | None = None, **colours: Any) -> dict[str, Any]:
    """The look of a place with the palette "soleil", other ``colours`` by day, and a ``font`` for headings."""
    look = factories.look(
        Identity.model_validate(factories.IDENTITY | identity(look={"palette": "soleil", "type": "livre"})["identity"])
    )
    by_day = Colours.model_validate(look.palette.meta.light.model_dump() | colours)
    palette = replace(look.palette, meta=look.palette.meta.model_copy(update={"light": by_day}))
    letters = look.type.meta.display.model_copy(update={"font": font or look.type.meta.display.font})
    type_ = replace(look.type, meta=look.type.meta.model_copy(update={"display": letters}))
    return {"look": replace(look, palette=palette, type=type_)}


def page(path: str, key: str = "home", **meta: Any) -> Source[Page]:
    """A page in French."""
    header = Page.model_validate({"key": key, "title": "T", "description": "D"} | meta)
    return Source(path, "fr", "t", header, "", 5)


def dated(slug: str) -> Source[News]:
    """News of the first of January 2027, in a file of this name."""
    meta = News.model_validate({"title": "T", "date": "2027-01-01", "description": "D"})
    return Source(f"content/fr/news/{slug}.md", "fr", slug, meta, "", 5)


def form(**facts: Any) -> LegalForm:
    """A legal form of nobody's."""
    label = {"fr": "Forme"}
    return LegalForm.model_validate({"label": label, "article": label, "sources": ["Loi"], **facts})


def silent_since(start: dt.date) -> VatRegime:
    """A regime whose words on invoices are unknown from a day on."""
    mentions = [Mention.model_validate({"text": "TVA non applicable", "source": "Ancienne loi"})]
    mentions.append(Mention.model_validate({"from": start, "text": None, "source": "Rien de publié"}))
    return factories.vocabulary().vat_regimes["franchise-en-base"].model_copy(update={"mentions": tuple(mentions)})


NEWS = {"title": "Ouvert", "date": "2027-01-04", "description": "D"}
MARK = {"label": {"fr": "M"}, "forms": ["scic"], "conditions": [], "sources": ["Loi"], "law_as_of": "2026-01-01"}
KNOWN_IDENTITY = {
    "summary": "Un lieu d’exemple.",
    "address": {"latitude": 45.43, "longitude": 4.39},
    "opening_hours": "Mo-Fr 09:00-18:00",
    "mediation": {
        "services": ["acces-materiel"],
        "fees": ["gratuit"],
        "access": ["se-presenter"],
        "guidance": ["atelier"],
    },
    "publication": {"publisher": "association", "director": "D", "host": "H", "host_address": "A", "host_phone": "T"},
}
AREA = {"key": "a", "name": "Salle"}
YES_NO = ("step_free", "step_free_rooms", "accessible_toilet", "parking", "hearing_loop", "quiet_room", "guide_dogs")
KNOWN_ACCESS = {**dict.fromkeys(YES_NO, "non"), "door_width_cm": 90}
KNOWN_ORGANISATION = {
    "stage": "existing", "siret": SIRET, "vat": {"regime": "assujettie"}, "address": "A", "representative": "R",
}  # fmt: skip
KNOWN_ORGANISATIONS = {
    "organisations": {
        "organisations": {
            "cooperative": {**KNOWN_ORGANISATION, "rcs": "A", "capital": "100"},
            "association": {**KNOWN_ORGANISATION, "rna": "W123456789"},
        }
    }
}
TEN_RESIDENTS = {"residents": 10, "occasional": 0, "target_coworkers": 10}
CASH = {"cooperative": "0", "association": "0"}
UNKNOWN = "reference.unknown"

#: Grids, passes and splits that must be refused or told; others follow.
MONEY = [
    # Prices of one thing
    Example("longer_costs_more", "prices.half_day", grid(amounts={"half_day": "15", "pass_10": "100"})),
    Example("longer_costs_more", "prices.half_day", grid(reduced={"half_day": "8", "day": "7"})),
    Example("longer_costs_more", "prices.month", grid(amounts={"month": "15"})),
    Example("longer_costs_more", "prices.longer", offers("room", hour="25", half_day="25"), offers("room", hour="10", half_day="25")),
    Example("longer_costs_more", "prices.longer", offers("room", hour="60", day="50"), offers("room", hour="10", day="50")),
    Example("longer_costs_more", "prices.longer", offers("office", month="300", year="290"), offers("office", month="300", year="3000")),
    Example("longer_costs_more", "prices.nomad", offers("office", month_nomad="200", month="190"), offers("office", month_nomad="200", month="200")),
    Example("ratios_are_usual", "prices.unusual_half_day", grid(amounts={"half_day": "11.30"}), grid(amounts={"half_day": "11.25"})),
    Example("ratios_are_usual", "prices.unusual_half_day", grid(amounts={"half_day": "6.70", "pass_10": "60"}), grid(amounts={"half_day": "6.75"})),
    Example("ratios_are_usual", "prices.unusual_half_day", grid(amounts={"half_day": "14"}), grid(amounts={"half_day": "15"})),
    Example("ratios_are_usual", "prices.unusual_month", grid(amounts={"month": "301"}), grid(amounts={"month": "300"})),
    Example("ratios_are_usual", "prices.unusual_room_half_day", offers("room", hour="10", half_day="36"), offers("room", hour="10", half_day="35")),
    Example("ratios_are_usual", "prices.unusual_room_day", offers("room", hour="10", day="61"), offers("room", hour="10", day="60")),
    Example("ratios_are_usual", "prices.unusual_ratio", evening(offers("room", hour="10", evening="31")), evening(offers("room", hour="10", evening="30"))),
    Example("passes_save_money", "prices.pass", grid(amounts={"pass_10": "90"})),
    Example("passes_save_money", "prices.pass", grid(reduced={"half_day": "5", "pass_10": "50"}), grid(reduced={"half_day": "5", "pass_10": "45"})),
    Example("passes_save_money", "prices.unusual_pass", grid(amounts={"pass_10": "50"})),
    Example("reduced_costs_less", "prices.reduced", grid(reduced={"day": "15"}), grid(reduced={"day": "14.99"})),
    Example("solidarity_costs_least", "prices.solidarity", grid(reduced={"day": "10"}, solidarity={"day": "10"}), grid(reduced={"day": "10"}, solidarity={"day": "5"})),
    Example("solidarity_costs_least", "prices.solidarity", grid(solidarity={"day": "16"}), grid(solidarity={"day": "14"})),
    Example("free_is_not_also_reduced", "prices.free", grid(reduced={"day": "10"}, free=["day"]), grid(reduced={"day": "10"}, free=["half_day"])),
    Example(
        "free_is_not_also_reduced", "prices.free",
        described(grid(reduced={"day": "10"}, free=["day"]), reduced="Bénévoles", free="Bénévoles"),
        described(grid(reduced={"day": "10"}, free=["day"]), reduced="Étudiantes et étudiants", free="Bénévoles"),
    ),
    Example("amounts_are_positive", "answer.amount_range", grid(amounts={"day": "0"}), grid(amounts={"day": "0.01"})),
    Example("amounts_are_positive", "answer.amount_range", grid(solidarity={"day": "0"})),
    Example("amounts_are_positive", "answer.amount_range", offers("office", year="100000.01"), offers("office", year="100000")),
    # From change to change of the rules
    Example("changes_follow_one_another", "changes.order", amended(RULES_OF_JULY, RULES_OF_JULY), amended(RULES_OF_JULY, {**RULES_OF_JULY, "from": "2027-07-02"})),
    Example("changes_change_something", "changes.nothing", amended({"from": "2027-07-01"}), amended(RULES_OF_JULY)),
    # From grid to grid
    Example(
        "grids_follow_one_another", "prices.order",
        {"prices": {"grids": [{"from": "2027-02-01", "amounts": AMOUNTS}, {"from": "2027-01-01", "amounts": AMOUNTS}]}},
        {"prices": {"grids": [{"from": "2027-01-01", "amounts": AMOUNTS}, {"from": "2027-02-01", "amounts": AMOUNTS}]}},
    ),
    Example("grids_follow_one_another", "prices.order", {"prices": {"grids": [{"from": "2027-01-01", "amounts": AMOUNTS}] * 2}}),
    Example(
        "coming_prices_do_not_fall", "prices.falls",
        {"prices": {"grids": [{"from": None, "amounts": AMOUNTS}, {"from": "2027-06-01", "amounts": {**AMOUNTS, "day": "14"}}]}},
        {"prices": {"grids": [{"from": None, "amounts": AMOUNTS}, {"from": "2027-06-01", "amounts": {**AMOUNTS, "day": "16"}}]}},
    ),
    Example(
        "offers_have_an_amount", "prices.no_amount",
        {"prices": {"offers": {"week": {"service": "coworking", "unit": "week"}}}},
        {"prices": {"offers": {"week": {"service": "coworking", "unit": "week"}}, **grid(amounts={"week": None})["prices"]}},
    ),
    Example("audiences_are_described", "prices.audience_unknown", grid(free=["day"]), described(grid(free=["day"]), free="Bénévoles")),
    Example("audiences_are_used", "prices.audience_unused", described(grid(), free="Bénévoles"), described(grid(free=["day"]), free="Bénévoles")),
    Example("prices_are_in_french", "prices.not_in_french", identity(language="en"), identity(language="en", other_languages=["fr"])),
    # Passes
    Example("passes_count_uses", "passes.unit", sold_book(unit="month", golden_ticket="non"), sold_book(unit="day", golden_ticket="non")),
    Example("golden_tickets_are_a_try", "passes.ticket_long", sold_book(golden_ticket={"opens": "month"}), sold_book(golden_ticket={"opens": "day"})),
    Example(
        "golden_tickets_are_a_try", "passes.ticket_long",
        {"prices": {**offers("office", week="60")["prices"], "passes": {"pass_10": {"unit": "office_week"}}}},
        sold_book(unit="month"),
    ),
    Example("golden_tickets_still_run", "passes.ticket_past", sold_book(golden_ticket={"until": "2027-01-03"}), sold_book(golden_ticket={"until": "2027-01-04"})),
    Example(
        "golden_tickets_end_with_their_pass", "passes.ticket_outlives",
        sold_book(validity_months=6, golden_ticket={"validity_months": 12}),
        sold_book(validity_months=12, golden_ticket={"validity_months": 12}),
    ),
    # Names of what is sold
    Example("offers_exist", UNKNOWN, sold_book(unit="half"), sold_book(unit="day")),
    Example("offers_exist", UNKNOWN, sold_book(golden_ticket={"opens": "demi"})),
    Example("offers_exist", UNKNOWN, grid(amounts={"dya": "15"})),
    Example("offers_exist", UNKNOWN, grid(reduced={"dya": "10"})),
    Example("offers_exist", UNKNOWN, grid(solidarity={"dya": "10"})),
    Example("offers_exist", UNKNOWN, grid(free=["pass_10"])),
    Example("offers_exist", UNKNOWN, budget(sales=[{"offer": "salle", "per_month": 1}]), budget(sales=[{"offer": "pass_10", "per_month": 1}])),
    Example("offers_exist", UNKNOWN, budget(occasional_buys={"demi": 1})),
    Example("offers_exist", UNKNOWN, {"organisations": {"solidarity": {"unit": "demi"}}}),
    # Who shares
    Example("shares_make_a_whole", "shares.sum", common_costs(shares={"cooperative": 70, "association": 40}), common_costs(key="revenue", shares={"cooperative": 70, "association": 40})),
    Example("shares_make_a_whole", "shares.count", common_costs(shares={"cooperative": 100, "association": factories.REMOVED})),
    Example("common_costs_are_measured", "common_costs.measures", common_costs(key="area", measures={"cooperative": 80}), common_costs(key="area", measures={"cooperative": 80, "association": 0})),
    Example("common_costs_are_measured", "common_costs.zero", common_costs(key="fte", measures={"cooperative": 0, "association": 0})),
    Example("common_costs_have_one_key", "common_costs.unused", {"organisations": {"common_costs": {"key": "revenue"}}}, common_costs(key="revenue")),
    Example("common_costs_have_one_key", "common_costs.unused", {"organisations": {"common_costs": {"measures": {"cooperative": 1}}}}),
    Example("streams_make_a_whole", "streams.sum", streams(coworking={"shares": {"cooperative": 85, "association": 10}}), streams(coworking={"shares": {"cooperative": 85, "association": 15}})),
    Example("streams_have_a_collector", "streams.no_collector", streams(boutique={"shares": {"association": 100}}), streams(boutique={"collects": "association", "shares": {"association": 100}})),
]  # fmt: skip

OTHERS = [
    # Names
    Example("vocabulary_exists", UNKNOWN, identity(language="de")),
    Example("vocabulary_exists", UNKNOWN, identity(mediation={"services": ["wifi"]}), identity(mediation={"services": ["acces-materiel"]})),
    Example("vocabulary_exists", UNKNOWN, {"organisations": {"governance_model": "asso"}}),
    Example("vocabulary_exists", UNKNOWN, cooperative(legal_form="scoop")),
    Example("vocabulary_exists", UNKNOWN, cooperative(vat={"regime": "franchise"}), cooperative(vat={"regime": "franchise-en-base"})),
    Example("vocabulary_exists", UNKNOWN, cooperative(marks=["esuss"]), cooperative(marks=["esus"])),
    Example("vocabulary_exists", UNKNOWN, {"prices": {"offers": {"day": {"vat": "moitie"}}}}),
    Example("vocabulary_exists", UNKNOWN, budget(costs=[{"label": "L", "vat": "moitie"}]), budget(costs=[{"label": "L", "vat": "normal"}])),
    Example("vocabulary_exists", UNKNOWN, budget(investments=[{"label": "L", "paid_by": "association", "vat": "moitie"}])),
    Example("vocabulary_exists", UNKNOWN, {"activities": (factories.activity(format="papicamp"),)}, {"activities": (factories.activity(),)}),
    Example("vocabulary_exists", UNKNOWN, {"pages": (page("a.md", obligation="declaration"),)}, {"pages": (page("a.md", obligation="declaration-accessibilite"),)}),
    Example("vocabulary_agrees", "vocabulary.extends", words(legal_forms={"neuve": form(extends="scicc")}), words(legal_forms={"neuve": form()})),
    Example("vocabulary_agrees", UNKNOWN, words(legal_forms={"neuve": form(vat_regimes=["franchise"])})),
    Example("vocabulary_agrees", UNKNOWN, evening({}, may_equal=["minute"]), evening({}, may_equal=["hour"])),
    Example("vocabulary_agrees", UNKNOWN, evening({}, messages={"minute": "prices.longer"}), evening({}, messages={"hour": "prices.longer"})),
    Example("vocabulary_agrees", UNKNOWN, evening({}, per_visit={"minute": 1}), evening({}, per_visit={"day": 1})),
    Example("vocabulary_agrees", UNKNOWN, evening({}, usual_ratios=[{"kind": "room", "to": "minute", "low": 1, "high": 2}])),
    Example("price_units_exist", "prices.unit", offers("room", evening="25"), evening(offers("room", evening="25"))),
    Example("vocabulary_agrees", UNKNOWN, words(marks={"neuf": Mark.model_validate({**MARK, "forms": ["scicc"]})}), words(marks={"neuf": Mark.model_validate(MARK)})),
    Example("kinds_exist", "document.kind", law_asks_for("statuts"), law_asks_for("statutes-scic")),
    Example("documents_can_apply", UNKNOWN, made_when(legal_forms=["scics"], agreements=["x"]), made_when(legal_forms=["scic"], agreements=["x"])),
    Example("signatories_can_sign", "document.signatory", signed(per="service", signatories=["other"]), signed(signatories=["other", "person"])),
    Example("laws_have_been_read", "document.law_as_of", signed(law_as_of="2027-01-05", review="relu"), signed(law_as_of="2027-01-04")),
    Example("documents_can_apply", "document.agreements", made_when(), made_when(agreements=["occupation"])),
    Example("agreements_have_documents", UNKNOWN, agreed(organisation="coop"), agreed()),
    Example("agreements_have_documents", UNKNOWN, agreed(kind="occupations"), agreed()),
    Example("subsidies_have_an_agreement", "agreements.grant", subsidised("23000.01"), subsidised("23000.00")),
    Example("subsidies_have_an_agreement", "agreements.grant", subsidised("30000"), subsidised("30000", kind="grant", organisation="association")),
    Example("subsidies_have_an_agreement", "agreements.grant", subsidised("30000"), subsidised("30000", kind="multi-year-grant", organisation="association")),
    Example("vocabulary_exists", UNKNOWN, identity(school_zone="a"), identity(school_zone="A")),
    Example("vocabulary_exists", UNKNOWN, identity(public_holidays="alsace"), identity(public_holidays="alsace-moselle")),
    Example("organisations_exist", UNKNOWN, identity(publication={"publisher": "asso"}), identity(publication={"publisher": "association"})),
    Example("organisations_exist", UNKNOWN, coworking_by("coop")),
    *(
        Example("organisations_exist", UNKNOWN, {"organisations": {"services": {"coworking": {role: "coop"}}}}, {"organisations": {"services": {"coworking": {role: "association"}}}})
        for role in ("collects", "invoices", "insures", "employs")
    ),
    Example("organisations_exist", UNKNOWN, streams(coworking={"shares": {"coop": 100}})),
    Example("organisations_exist", UNKNOWN, streams(boutique={"collects": "coop", "shares": {"cooperative": 100}})),
    Example("organisations_exist", UNKNOWN, common_costs(shares={"coop": 100})),
    Example("organisations_exist", UNKNOWN, common_costs(measures={"coop": 1})),
    Example("organisations_exist", UNKNOWN, {"activities": (factories.activity(roles={"runs": "coop"}),)}, {"activities": (factories.activity(roles={"runs": "cooperative"}),)}),
    *(
        Example("budget_lines_have_an_organisation", UNKNOWN, budget(**{section: [{"label": "L", key: "coop"}]}), budget(**{section: [{"label": "L", key: "cooperative"}]}))
        for section, key in {"costs": "paid_by", "investments": "paid_by", "subsidies": "received_by", "contributions": "received_by", "loans": "received_by"}.items()
    ),
    Example("budget_lines_have_an_organisation", UNKNOWN, budget(opening_cash={"coop": "1"}), budget(opening_cash=CASH)),
    Example("budget_lines_have_an_organisation", UNKNOWN, budget(actions={"coop": {"name": "A"}}), budget(actions={"cooperative": {"name": "A"}})),
    Example(
        "budget_lines_have_an_agreement", UNKNOWN, budget(costs=[{"label": "L", "agreement": "bail"}]),
        budget(costs=[{"label": "L", "agreement": "bail"}]) | {"organisations": {"agreements": {"bail": {"kind": "occupation", "organisation": "cooperative"}}}},
    ),
    # Services
    Example("services_have_operators", "services.off", identity(modules={"support": "non"})),
    Example("services_have_operators", "services.several", {"organisations": {"governance_model": "association"}}),
    Example("services_have_operators", "services.no_operator", {"organisations": {"services": {"support": factories.REMOVED}}}),
    Example(
        "services_have_operators", "services.none",
        {**identity(modules={"coworking": "non", "mediation": "non", "support": "non"}), "organisations": {"services": dict.fromkeys(("coworking", "mediation", "support"), factories.REMOVED)}},
    ),
    Example(
        "organisations_have_a_role", "organisations.idle",
        {"organisations": {"services": {"mediation": {"operator": "cooperative"}}, "common_costs": {"shares": {"cooperative": 100, "association": 0}}}},
        {"organisations": {"services": {"mediation": {"operator": "cooperative"}}, "common_costs": {"shares": {"cooperative": 80, "association": 20}}}},
    ),
    Example(  # one that begins on a day to come
        "organisations_have_a_role", "organisations.idle",
        {"organisations": {"services": {"mediation": {"operator": "cooperative"}}, "common_costs": {"shares": {"cooperative": 100, "association": 0}}}},
        {"organisations": {"services": {"mediation": {"operator": "cooperative"}}, "common_costs": {"shares": {"cooperative": 100, "association": 0}}, "changes": [{"from": "2027-01-01", "services": {"mediation": {"operator": "association"}}}]}},
    ),
    Example(
        "payments_go_to_an_organisation_that_exists", "services.collects_early",
        {"organisations": {"organisations": {"association": {"stage": "existing"}, "cooperative": {"stage": "to_create"}}}},
        {"organisations": {"organisations": {"association": {"stage": "to_create"}, "cooperative": {"stage": "to_create"}}}},
    ),
    Example("shares_make_a_whole", "shares.alone", common_costs(shares={"cooperative": 50, "association": 50}) | {"organisations": {"organisations": {"cooperative": factories.REMOVED}, "common_costs": {"shares": {"cooperative": 50, "association": 50}}}}),
    # Organisations
    Example("numbers_are_real", "organisations.siren", cooperative(siren="123456789"), cooperative(siren=SIREN)),
    Example("numbers_are_real", "organisations.siret", cooperative(siret="12345678200011"), cooperative(siret=SIRET)),
    Example("numbers_are_real", "organisations.vat_number", cooperative(vat={"number": "FR12123456782"}), cooperative(vat={"number": VAT_NUMBER})),
    Example("numbers_agree", "organisations.siret_siren", cooperative(siren="987654324", siret=SIRET), cooperative(siren=SIREN, siret=SIRET)),
    Example("numbers_agree", "organisations.vat_siren", cooperative(siren="987654324", vat={"number": VAT_NUMBER}), cooperative(siren=SIREN, vat={"number": VAT_NUMBER})),
    Example("numbers_agree", "organisations.vat_siren", cooperative(siret="98765432400019", vat={"number": VAT_NUMBER}), cooperative(siret=SIRET, vat={"number": VAT_NUMBER})),
    Example("registers_fit_the_form", "organisations.rna", cooperative(rna="W123456789"), association(rna="W123456789")),
    Example("future_organisations_have_no_number", "organisations.to_create", cooperative(stage="to_create", siret=SIRET), cooperative(stage="existing", siret=SIRET)),
    Example(
        "sirets_are_unique", "organisations.same_siret",
        {"organisations": {"organisations": {"cooperative": {"siret": SIRET}, "association": {"siret": SIRET}}}},
        {"organisations": {"organisations": {"cooperative": {"siret": SIRET}, "association": {"siret": OTHER_SIRET}}}},
    ),
    Example("marks_fit_the_form", "marks.form", cooperative(legal_form="commune", marks=["esus"]), cooperative(legal_form="scic", marks=["esus"])),
    Example("models_name_cooperatives_only", "organisations.no_cooperative", cooperative(legal_form="sas-ess"), cooperative(legal_form="scop-sarl")),
    # What a legal form asks for
    Example("associates_share_one_whole", "associates.capital_sum", scic(employees={"capital": 60}, beneficiaries={"capital": 41}), scic(employees={"capital": 60}, beneficiaries={"capital": 40})),
    Example("associates_share_one_whole", "associates.votes_sum", scic(employees={"votes": 60}, beneficiaries={"votes": 41}), scic(employees={"votes": 60}, beneficiaries={"votes": 10})),
    Example("categories_are_complete", "associates.required", scic(employees={}, volunteers={}, others={}), scic(employees={}, beneficiaries={}, others={})),
    Example("categories_are_complete", "associates.required", scic(beneficiaries={}, volunteers={}, others={}), scic(producers={}, beneficiaries={}, others={})),
    Example("categories_are_complete", "associates.categories", scic(employees={}, beneficiaries={}), cooperative(legal_form="scic")),
    Example("capital_respects_the_form", "associates.capital_most", scic(local_authorities={"capital": 50.5}), scic(local_authorities={"capital": 50})),
    Example("capital_respects_the_form", "associates.capital_least", cooperative(legal_form="scop", associates={"employees": {"capital": 50}}), cooperative(legal_form="scop", associates={"employees": {"capital": 51}})),
    Example("capital_respects_the_form", "associates.capital_least", cooperative(legal_form="scop-sas", associates={"others": {"capital": 60}}), cooperative(legal_form="scop-sas", associates={"others": {"capital": 49}})),
    Example("votes_respect_the_form", "associates.votes_least", cooperative(legal_form="scop", associates={"employees": {"votes": 64}}), cooperative(legal_form="scop", associates={"employees": {"votes": 65}})),
    Example("colleges_make_a_whole", "colleges.sum", colleges(a=50, b=30, c=10), colleges(a=50, b=30, c=20)),
    Example("colleges_respect_the_form", "colleges.count", colleges(a=50, b=50), colleges(a=50, b=40, c=10)),
    Example("colleges_respect_the_form", "colleges.votes", colleges(a=51, b=39, c=10)),
    Example("colleges_respect_the_form", "colleges.votes", colleges(a=50, b=41, c=9), colleges(a=50, b=40, c=10)),
    Example("reserves_respect_the_form", "reserves.least", cooperative(legal_form="scic", reserves_percent=57), cooperative(legal_form="scic", reserves_percent=57.5)),
    # VAT and tax
    Example("regimes_fit_the_form", "vat.form", regimes("organisme-non-lucratif", None), regimes("assujettie", "organisme-non-lucratif")),
    Example("incomes_stay_below_thresholds", "vat.threshold", {**regimes("franchise-en-base", None), **identity(capacity={"residents": 12})}, {**regimes("assujettie", None), **identity(capacity={"residents": 12})}),
    Example(
        "incomes_stay_below_thresholds", "vat.threshold",
        {**regimes("franchise-en-base", None), **grid(amounts={"month": "312.51"}), **identity(capacity=TEN_RESIDENTS)},
        {**regimes("franchise-en-base", None), **grid(amounts={"month": "312.50"}), **identity(capacity=TEN_RESIDENTS)},
    ),
    Example(
        "mentions_are_known", "vat.mention",
        {**regimes("franchise-en-base", None), **words(vat_regimes={"franchise-en-base": silent_since(factories.TODAY)})},
        {**regimes("franchise-en-base", None), **words(vat_regimes={"franchise-en-base": silent_since(factories.TODAY + dt.timedelta(1))})},
    ),
    Example(
        "mentions_are_known", "vat.mention",
        {**regimes("franchise-en-base", None), **words(vat_regimes={"franchise-en-base": silent_since(factories.TODAY)})},
        {**cooperative(vat={"regime": "franchise-en-base", "mention": "Nos mots"}), **words(vat_regimes={"franchise-en-base": silent_since(factories.TODAY)})},
    ),
    Example("passes_stay_single_purpose", "vat.pass", {**sold_book(also_opens=["mediation"]), **regimes("assujettie", "organisme-non-lucratif")}, {**sold_book(also_opens=["mediation"]), **regimes("assujettie", "assujettie")}),
    Example("passes_stay_single_purpose", "vat.pass_unknown", {**sold_book(also_opens=["mediation"]), **regimes("assujettie", None)}, {**sold_book(also_opens=["support"]), **regimes(None, None)}),
    Example("prices_without_vat_have_vat_to_add", "vat.basis", {**regimes("franchise-en-base", None), "prices": {"basis": "ht"}}, {**regimes("assujettie", None), "prices": {"basis": "ht"}}),
    Example("coworking_is_sold_by_a_company", "tax.non_profit", coworking_by("association"), {"organisations": {"services": {"coworking": {"operator": "association", "invoices": "cooperative"}}}}),
    Example("coworking_is_sold_by_a_company", "tax.non_profit", coworking_by("association"), {"organisations": {**coworking_by("association")["organisations"], "organisations": {"association": {"legal_form": "commune"}}}}),
    # The place and its texts
    Example("people_fit", "capacity.target", identity(capacity={"residents": 30, "occasional": None, "target_coworkers": 5}), identity(capacity={"residents": 30, "occasional": None, "target_coworkers": None})),
    # In the third year, 10 residents fill 10 desks; 50 occasional coworkers come for 2 half-days each, and 41 are free.
    Example("desks_are_enough", "capacity.desks", identity(capacity={"desks": 12}), identity(capacity={"desks": 13})),
    Example("desks_are_enough", "capacity.desks", identity(capacity={"desks": 13}, opening_hours="lun-ven 9h-18h"), identity(capacity={"desks": 14}, opening_hours="lun-ven 9h-18h")),
    Example("desks_are_enough", "capacity.desks", identity(capacity={"desks": 15}, opening_hours="lun-ven 9h-12h"), identity(capacity={"desks": 17}, opening_hours="lun-ven 9h-12h")),
    Example("desks_are_enough", "capacity.desks", {**identity(capacity={"desks": 12}), "budget": {"occasional_buys": {"half_day": factories.REMOVED, "pass_10": 1}}}, {**identity(capacity={"desks": 13}), "budget": {"occasional_buys": {"half_day": factories.REMOVED, "pass_10": "0.2"}}}),
    Example("desks_are_enough", "capacity.residents", identity(capacity={"desks": 5}), identity(capacity={"desks": None})),
    Example("closed_months_fit_the_opening", "budget.closed_months", budget(closed_months=[8]), budget(closed_months=[8, 8], opening_months=11)),
    Example("closed_months_fit_the_opening", "budget.closed_months", budget(ramp_up_months=2, opening_months=11), budget(opening_months=11)),
    *(
        Example("vat_is_recovered_once", "budget.vat_twice", {**regimes("assujettie", None), **budget(contributions=[FCTVA])}, {**regimes(regime, None), **budget(contributions=[{**FCTVA, "amount": amount}])})
        for regime, amount in (("assujettie", 0), ("franchise-en-base", 900), (None, 900))
    ),
    Example("actions_end_after_they_begin", "budget.action_days", budget(actions={"association": {"name": "A", "first_day": "2027-03-02", "last_day": "2027-03-01"}}), budget(actions={"association": {"name": "A", "first_day": "2027-03-02", "last_day": "2027-03-02"}})),
    # The asked 5 000 € are the action's, which bears half of 9 998 € or of 10 000 €.
    *(
        Example("actions_cost_what_they_receive", "budget.action_surplus", *(funded(action, **cost) for cost in costs_of))
        for action, costs_of in (({"indirect_percent": 50}, ({"amount": "9998"}, {"amount": "10000"})), ({"indirect_percent": 0}, ({"amount": "10000", "action_percent": 49}, {"amount": "10000", "action_percent": 50})))
    ),
    Example("opening_months_fit_the_hours", "budget.opening_months", identity(opening_hours="lun-ven 9h-18h ; fermé en août"), {**identity(opening_hours="lun-ven 9h-18h ; fermé en août ; fermé du 24 décembre au 2 janvier"), "budget": {"opening_months": 11}}),
    Example("opening_months_fit_the_hours", "budget.opening_months", identity(opening_hours="lun-ven 9h-18h ; fermé du 14 juillet au 31 août"), identity(opening_hours="lun-ven 9h-18h ; fermé du 2 au 31 août")),
    Example("wages_have_one_employer", "budget.shared_wages", costs("Salaires et cotisations"), costs("Salaires et cotisations", paid_by="association")),
    Example("wages_have_one_employer", "budget.not_employer", {**costs("Salaires", paid_by="association"), "organisations": {"services": {"mediation": {"employs": "cooperative"}}}}, {**costs("Loyer", paid_by="association"), "organisations": {"services": {"mediation": {"employs": "cooperative"}}}}),
    Example("wages_have_one_employer", "budget.shared_wages", costs("Rémunération d’une salariée"), costs("Paiement en ligne")),
    Example("people_fit", "capacity.target", identity(capacity={"target_coworkers": 35}), identity(capacity={"target_coworkers": 36})),
    Example("look_is_known", "look.unknown", identity(look={"palette": "soliel"}), identity(look={"palette": "soleil"})),
    Example("look_is_known", "look.unknown", identity(look={"type": "gothique"}), identity(look={"type": "livre"})),
    Example("look_is_known", "look.unknown", identity(look={"motif": "rayures"}), identity(look={"motif": "fil"})),
    Example("look_has_its_fonts", "look.font", dressed(font="fraktur"), dressed(font="fraunces")),
    Example("colours_can_be_read", "look.contrast", dressed(soft="#8a9a96"), dressed(soft="#425955")),
    Example("colours_can_be_read", "look.contrast", dressed(focus="#c9c9c9"), dressed(focus="#0b57d0")),
    Example("colours_can_be_read", "look.contrast", dressed(bars=["#ae371b", "#1a5f8a", "#3f6f17", "#f0e8f0"])),
    Example("identity_is_well_formed", "answer.postal_code", identity(address={"postal_code": "99000"})),
    Example("identity_is_well_formed", "answer.email", identity(contact={"email": "contact"})),
    Example("identity_is_well_formed", "answer.phone", identity(contact={"phone": "12"})),
    Example("identity_is_well_formed", "answer.website", identity(contact={"website": "exemple"})),
    Example("identity_is_well_formed", "website.insecure", identity(contact={"website": "http://exemple.fr"}), identity(contact={"website": "https://exemple.fr"})),
    Example("identity_is_well_formed", "answer.long", identity(name="L" * 151), identity(name="L" * 150)),
    Example("identity_is_well_formed", "answer.control", cooperative(name="Deux\nlignes")),
    Example("pictures_can_be_shown", "image.missing_first", identity(photos=[{"photo": "images/rien.jpg", "decorative": "oui"}])),
    Example("pictures_can_be_shown", "image.elsewhere", community(photo="https://example.org/x.jpg"), community(photo=None)),
    Example("pictures_have_words", "image.alt", identity(plan={"photo": "images/plan.svg"}), identity(plan={"photo": "images/plan.svg", "alt": "Trois salles"})),
    Example("pictures_have_words", "image.alt", identity(areas=[{**AREA, "photo": "x.jpg"}]), identity(areas=[{**AREA, "photo": "x.jpg", "decorative": "oui"}, AREA])),
    Example("areas_are_unique", "area.duplicate", identity(areas=[AREA, AREA]), identity(areas=[AREA, {**AREA, "key": "b"}])),
    Example("people_have_agreed", "community.no_agreement", community(), community(agreed="2027-01-04")),
    Example("people_have_agreed", "community.future", community(agreed="2027-01-05"), community(agreed="2027-01-04")),
    Example("people_have_a_real_site", "answer.website", community(link="javascript:alert(1)"), community(link="https://exemple.fr")),
    Example("positions_are_whole", "answer.position", identity(address={"latitude": 45}), identity(address={"latitude": 45, "longitude": 4})),
    Example("hours_can_be_read", "hours.word", identity(opening_hours="Mo[1] 09:00-12:00"), identity(opening_hours="Lu-Ve 9h-12h ; fermé en août")),
    Example("hours_can_be_read", "hours.time", identity(opening_hours="Mo-Fr 9.00-12:30"), identity(opening_hours="Mo-Fr 9:00-12:30")),
    Example("hours_can_be_read", "hours.impossible", identity(opening_hours="Mo-Fr 09:00-25:00"), identity(opening_hours="Mo-Fr 09:00-24:00")),
    Example("hours_can_be_read", "hours.rule", identity(opening_hours="Mo-Fr 09:00"), identity(opening_hours="Apr-Oct: Mo 09:00-12:00")),
    Example("page_keys_are_unique", "page.duplicate", {"pages": (page("a.md"), page("b.md"))}, {"pages": (page("a.md"), page("b.md", "other"))}),
    Example("addresses_are_unique", "page.address", {"news": (dated("a"), replace(dated("a"), path="A.md"))}, {"news": (dated("a"), replace(dated("a"), locale="en"))}),
    Example("news_have_one_date", "news.date", {"news": (dated("2026-12-31-ete"),)}, {"news": (dated("2027-01-01-ete"), dated("ete"))}),
    Example("typed_prices_are_those_of_the_grid", "prices.typed", {"pages": (replace(page("a.md"), body="La journée à 12 €."),)}, {"pages": (replace(page("a.md"), body="La journée à 15 €."),)}),
    Example("language_has_a_home", "page.no_home", {}, {"pages": (page("a.md"),)}),
    Example("language_has_a_home", "page.no_home", {"pages": (page("a.md"),), "identity": {"other_languages": ["en"]}}, {"pages": (page("a.md"),)}),
    Example("languages_are_translated", "locale.untranslated", words(untranslated={"fr": ("vat",)}), words(untranslated={"oc": ("vat",)})),
    Example("uids_are_unique", "activity.uid_twice", activities(factories.activity("a", uid="1@x"), factories.activity("b", uid="1@x")), activities(factories.activity("a", uid="1@x"), factories.activity("b", uid="2@x"))),
    Example("uids_are_unique", "activity.uid_twice", activities(factories.activity("a"), factories.activity("b", uid="a@comptoir-exemple.lieu")), activities(factories.activity("a"), factories.activity("a", locale="en"))),
    Example("activities_have_a_host", "activity.no_host", activities(factories.activity(service=None)), activities(factories.activity(service=None, roles={"runs": "association"}))),
    Example("addresses_can_be_followed", "activity.registration", activities(factories.activity(registration="au comptoir")), activities(factories.activity(registration="bonjour@exemple.fr"))),
    Example("addresses_can_be_followed", "activity.registration", activities(factories.activity(online="javascript:alert(1)")), activities(factories.activity(online="https://exemple.fr/salle?id=1"))),
    Example("activities_have_open_days", "activity.closed_day", opened("lundi 9h-18h", factories.activity()), opened("jeudi 9h-12h", factories.activity())),
    Example("activities_have_open_days", "activity.closed_series", opened("jeudi 9h-18h ; fermé en août", factories.activity(rrule="FREQ=WEEKLY")), opened("jeudi 9h-18h ; fermé en août", factories.activity(rrule="FREQ=WEEKLY", outside_hours="oui"))),
    Example("activities_have_open_days", "activity.closed_besides", opened("lundi 9h-18h ; fermé en août", factories.activity(rrule="FREQ=WEEKLY", outside_hours="oui")), opened("lundi 9h-18h ; fermé en août", factories.activity(rrule="FREQ=WEEKLY", outside_hours="oui", exceptions=["2027-08-05", "2027-08-12", "2027-08-19", "2027-08-26"]))),
    Example("activities_have_open_days", "activity.closed_hours", opened("lundi 9h-18h, jeudi 9h-12h", factories.activity()), opened("lundi 9h-18h, jeudi 9h-12h", factories.activity(outside_hours="oui"))),
    # What is missing
    Example("identity_blanks", "blank.fact", {}, identity(**KNOWN_IDENTITY)),
    Example("access_blanks", "blank.fact", {}, identity(access=KNOWN_ACCESS)),
    Example("organisation_blanks", "blank.fact", {}, KNOWN_ORGANISATIONS),
    Example("split_blanks", "blank.fact", {"organisations": {"solidarity": {"percent": None}}}),
    Example("split_blanks", "blank.fact", common_costs(), common_costs(key="revenue")),
    Example("price_blanks", "blank.fact", {}, sold_book(validity_months=12, transferable="oui", golden_ticket=TICKET_RULES)),
    Example(
        "price_blanks", "blank.fact",
        sold_book(validity_months=12, transferable="oui", golden_ticket=TICKET_RULES | {"for_whom": None}),
        sold_book(validity_months=12, transferable="oui", golden_ticket="non"),
    ),
    Example("budget_blanks", "blank.fact", {}, budget(opening_cash=CASH)),
    Example(
        "example_blanks", "blank.example",
        {"news": (Source("n.md", "fr", "n", News.model_validate({**NEWS, "example": "oui"}), "", 5),)},
        {"news": (Source("n.md", "fr", "n", News.model_validate(NEWS), "", 5),)},
    ),
    Example("exports_have_their_facts", "blank.export", {}, factories.merge(identity(**KNOWN_IDENTITY), KNOWN_ORGANISATIONS)),
]  # fmt: skip

EXAMPLES = (*MONEY, *OTHERS)


def space(changes: dict[str, Any]) -> Space:
    """The Comptoir with ``changes``."""
    return factories.comptoir(**changes)
