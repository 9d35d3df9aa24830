"""The files of ``vocabulary/``: facts about the law, money, time and languages that all places share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from .base import Amount, Key, Localised, Model, Percent, Text, YesNo, in_force
from .identity import ServiceName
from .organisations import Category
from .prices import Kind

#: A text with a number by plural form (one, other…); ``{count}`` stands for the number.
PluralForms = dict[Key, Text]
#: In the life of a place, when a document is asked for first.
Moment = Literal["creation", "opening", "later"]


class Provision(Model):
    """A provision of a law: the rule in one sentence, and its source."""

    rule: Text = Field(description="The rule, in one sentence of French.")
    source: Text = Field(description="Law and article, with its date; or the page read.")
    open: YesNo = Field(False, description="Whether sources leave it uncertain: to be settled by somebody competent.")


class Decision(Provision):
    """How a decision is taken."""

    decision: Text = Field(description="What is decided.")


class LegalDocument(Model):
    """A document that the form makes mandatory."""

    name: Text = Field(description="What it is.")
    kinds: tuple[Key, ...] = Field(
        default_factory=tuple,
        description="Kinds of the documents of governance/ that serve it; none: to be had elsewhere.",
    )
    when: Text = Field(description="When, or how often.")
    moment: Moment = Field("later", description="When it is asked for first: creation, opening or later.")
    source: Text = Field(description="Law and article, with its date.")


class Obligation(LegalDocument):
    """A document that the law requires whatever the legal form: a file of vocabulary/obligations/."""

    per: Literal["space", "organisation", "service"] = Field(description="Of whom it is asked, each for itself.")
    services: tuple[ServiceName, ...] = Field(default_factory=tuple, description="Asked only of these; none: of all.")
    legal_forms: tuple[Key, ...] = Field(
        default_factory=tuple, description="Asked only of these legal forms and of what extends them; none: of all."
    )
    organisations: int = Field(1, ge=1, description="Asked from this many organisations on.")


class Limits(Model):
    """The limits of a legal form that ``check`` compares with the facts, in percent; None: no such limit."""

    required_categories: tuple[tuple[Category, ...], ...] = Field(
        default_factory=tuple, description="Each group must have one of its categories among the associates."
    )
    categories: int | None = Field(None, ge=1, description="Fewest categories of associates.")
    colleges: int | None = Field(None, ge=1, description="Fewest colleges, when there are any.")
    college_votes: tuple[Percent, Percent] | None = Field(None, description="Least and most votes of a college.")
    capital_most: dict[Category, Percent] = Field(default_factory=dict, description="Most capital by category.")
    capital_least: dict[Category, Percent] = Field(default_factory=dict, description="Least capital by category.")
    votes_least: dict[Category, Percent] = Field(default_factory=dict, description="Least votes by category.")
    reserves_least: Percent | None = Field(None, description="Least part of surpluses put in reserves.")
    sources: dict[Key, Text] = Field(default_factory=dict, description="Law and article of each limit, by its name.")


class Meetings(Model):
    """How the statutes that the kit proposes for a legal form call and hold meetings; blank: they do not settle it."""

    notice: Text | None = Field(None, description="Least notice of an assembly, in words of French: quinze jours.")
    mode: Text | None = Field(None, description="How the notice is sent, in words of French: par écrit.")
    calls: Text | None = Field(
        None, description="Who calls the meeting, with its article: le conseil d’administration."
    )
    ordinary: Text | None = Field(None, description="Quorum and majority of the ordinary assembly, in sentences.")
    extraordinary: Text | None = Field(
        None, description="Quorum and majority of the assembly that changes the statutes, in sentences."
    )
    board: Text | None = Field(None, description="The body that meets between assemblies, without article.")
    board_rule: Text | None = Field(None, description="Quorum and majority of that body, in sentences.")


#: A kind of commercial company (code de commerce, book II): limited liability, simplified joint-stock, joint-stock.
Company = Literal["sarl", "sas", "sa"]


class LegalForm(Model):
    """A kind of legal person."""

    extends: Key | None = Field(None, description="The form of which this is a variant: what is not said is as there.")
    label: dict[Key, Text] = Field(description="Name by language.")
    rank: int | None = Field(
        None, description="Rank in a list of forms, the most usual first; blank: after the others."
    )
    article: dict[Key, Text] = Field(description="Name with its article, lower case: l'association.")
    organs: dict[Key, Text] = Field(default_factory=dict, description="Names of its assembly and its executive.")
    meetings: Meetings = Field(default_factory=Meetings)  # type: ignore[arg-type]
    representative: Text | None = Field(None, description="The usual role of its legal representative.")
    identifiers: tuple[Literal["siret", "rna", "rcs"], ...] = Field(("siret",), description="Registers that number it.")
    cooperative: YesNo = Field(
        False, description="Whether it is a cooperative: its capital varies, and no other form bears that name."
    )
    non_profit: YesNo = Field(False, description="Whether it may not share profits.")
    public: YesNo = Field(False, description="Whether it is a public body.")
    volunteers: YesNo = Field(True, description="Whether people may work for it without pay.")
    companies: tuple[Company, ...] = Field(
        default_factory=tuple,
        description="The kinds of commercial company that it may be, the one that documents propose first; none: it is none.",
    )
    schema_type: Text = Field("Organization", description="Type in schema.org.")
    vat_regimes: tuple[Key, ...] = Field(
        default_factory=tuple, description="The files of vocabulary/vat_regimes/ that it can fall under; none: any."
    )
    decisions: tuple[Decision, ...] = Field(default_factory=tuple, description="Majorities.")
    capital: tuple[Provision, ...] = Field(default_factory=tuple, description="Rules of the capital.")
    votes: tuple[Provision, ...] = Field(default_factory=tuple, description="Rules of the votes.")
    reserves: tuple[Provision, ...] = Field(default_factory=tuple, description="Rules of surpluses and reserves.")
    documents: tuple[LegalDocument, ...] = Field(default_factory=tuple, description="What must be written and kept.")
    limits: Limits = Field(default_factory=Limits)  # type: ignore[arg-type]
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")
    law_as_of: dt.date | None = Field(None, description="The day on which these rules were read.")

    @property
    def undecided(self) -> bool:
        """Whether it is a cooperative of which only that is known: which one, and which company, is still to be chosen."""
        return self.cooperative and not self.companies

    @property
    def possible_companies(self) -> tuple[Company, ...]:
        """The kinds of commercial company that it may be: every one while that is undecided."""
        return get_args(Company) if self.undecided else self.companies


class Mark(Model):
    """An approval or a label that an organisation may hold besides its legal form."""

    label: dict[Key, Text] = Field(description="Name by language.")
    forms: tuple[Key, ...] = Field(default_factory=tuple, description="Legal forms that can hold it; none: any.")
    conditions: tuple[Provision, ...] = Field(description="What it takes.")
    documents: tuple[LegalDocument, ...] = Field(default_factory=tuple, description="What must be written and kept.")
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")
    law_as_of: dt.date = Field(description="The day on which these rules were read.")


class UsualRatio(Model):
    """The usual ratio between the prices of two units, of one kind of thing."""

    kind: Kind = Field(description="What is sold.")
    to: Key = Field(description="The unit by whose price the price is divided.")
    low: Decimal = Field(gt=0, description="Lowest usual ratio.")
    high: Decimal = Field(gt=0, description="Highest usual ratio.")
    message: Text = Field("prices.unusual_ratio", description="Message of check for an unusual ratio.")


class Visits(Model):
    """How coworkers who come by a unit count their visits, in the comparison of prices."""

    per_day: int = Field(ge=1, description="Most visits in a day of work.")
    name: dict[Key, Text] = Field(description="Plural, in a sentence, by language.")
    count: dict[Key, PluralForms] = Field(description="A number of them, by language and plural form.")


class PriceUnit(Model):
    """A unit by which things are sold."""

    label: dict[Key, Text] = Field(description="Name by language.")
    per: dict[Key, Text] = Field(description="What follows a price, by language: the half-day.")
    free: dict[Key, PluralForms] = Field(description="A number of free uses, by language and plural form.")
    note: dict[Key, Text] = Field(
        default_factory=dict, description="A word on it beside its name in a new config/prices.yaml, by language."
    )
    rank: int | None = Field(
        None, description="Rank from the shortest time to the longest, which must cost more; blank: not time."
    )
    may_equal: tuple[Key, ...] = Field(default_factory=tuple, description="Shorter units that may cost as much.")
    messages: dict[Key, Text] = Field(
        default_factory=dict,
        description="Message of check, by the shorter unit that costs too much; else prices.longer.",
    )
    usual_ratios: tuple[UsualRatio, ...] = Field(
        default_factory=tuple, description="Usual ratios of its price to that of other units."
    )
    pass_use: YesNo = Field(False, description="Whether a use of a pass may be one.")
    first_try: YesNo = Field(False, description="Whether a golden ticket may give one.")
    resident: YesNo = Field(False, description="Whether residents pay by it.")
    in_sentence: dict[Key, Text] = Field(
        default_factory=dict, description="What paying by it is called in a sentence, by language."
    )
    flat: YesNo = Field(False, description="Whether it is paid once, however many visits.")
    per_visit: dict[Key, int] = Field(
        default_factory=dict, description="How many of it a visit takes, by the unit of visits; blank: not compared."
    )
    visits: Visits | None = Field(None, description="How visits are counted by it; blank: they are not.")
    exports: dict[Key, Text] = Field(
        default_factory=dict, description="Its term in each format of vocabulary/exports/ that has one."
    )

    def strings(self, key: str, locale: str) -> dict[str, str]:
        """Its texts in ``locale`` by key of ``LocaleFormatter.t``, without those that are not translated."""
        texts = {f"unit_{key}": self.label, f"per_{key}": self.per, f"suits_by_{key}": self.in_sentence}
        forms = {f"free_{key}": self.free}
        if self.visits:
            texts[f"suits_{key}s"] = self.visits.name
            forms[f"suits_{key}"] = self.visits.count
        return {name: text[locale] for name, text in texts.items() if locale in text} | {
            f"{name}_{form}": text for name, plurals in forms.items() for form, text in plurals.get(locale, {}).items()
        }


class DatedPercent(Model):
    """A percent in force from a day until the next one."""

    start: dt.date | None = Field(None, alias="from", description="First day; blank: as long as the kit knows.")
    percent: Percent = Field(description="Percent.")


class VatRate(Model):
    """A rate of VAT."""

    label: dict[Key, Text] = Field(description="Name by language.")
    rates: tuple[DatedPercent, ...] = Field(min_length=1, description="Oldest first.")
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")

    def percent(self, day: dt.date) -> Decimal:
        """The rate on ``day``, in percent."""
        return (in_force(self.rates, day) or self.rates[0]).percent


#: What an entry of a settlement is about.
AccountRole = Literal[
    "bank", "customers", "suppliers", "sales", "vat_collected", "vat_deductible", "shares_bought", "common_costs"
]


class LedgerAccount(Model):
    """An account of the chart of accounts."""

    number: Text = Field(description="Its number.")
    label: Text = Field(description="Its name.")


class ChartOfAccounts(Model):
    """The accounts of the entries of a settlement: a file of vocabulary/accounts/."""

    accounts: dict[AccountRole, LedgerAccount] = Field(description="By what they are for.")
    sources: tuple[Text, ...] = Field(description="Where they come from.")


class Mention(Model):
    """The mention that invoices must bear from a day until the next one; blank when no source gives it."""

    start: dt.date | None = Field(None, alias="from", description="First day; blank: as long as the kit knows.")
    text: Text | None = Field(None, description="The words; blank: to be found, and left as a blank in documents.")
    source: Text = Field(description="Where they come from, or what was looked for.")


class Threshold(Model):
    """An income above which a VAT regime ends, from a day until the next one."""

    start: dt.date | None = Field(None, alias="from", description="First day.")
    amount: Amount = Field(description="Euros a year, excluding VAT.")
    of: Literal["income", "commercial_income"] = Field(description="What is measured.")
    source: Text = Field(description="Law or page, with its date.")
    open: YesNo = Field(False, description="Whether the figure was not read in a source of its own time.")


class VatRegime(Model):
    """A VAT regime that an organisation can be under."""

    label: dict[Key, Text] = Field(description="Name by language.")
    charges: YesNo = Field(description="Whether it adds VAT to its prices.")
    recovers: YesNo = Field(description="Whether it recovers the VAT it pays.")
    mentions: tuple[Mention, ...] = Field(default_factory=tuple, description="Words of its invoices, oldest first.")
    thresholds: tuple[Threshold, ...] = Field(default_factory=tuple, description="Oldest first.")
    open: tuple[Text, ...] = Field(default_factory=tuple, description="What sources leave uncertain.")
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")

    def mention(self, day: dt.date) -> Mention | None:
        """The words in force on ``day``, if the regime asks for any."""
        return in_force(self.mentions, day)

    def threshold(self, day: dt.date) -> Threshold | None:
        """The threshold in force on ``day``, if there is one."""
        return in_force(self.thresholds, day)


class ActivityFormat(Model):
    """A kind of activity."""

    label: dict[Key, Text] = Field(description="Name by language.")
    purpose: dict[Key, Text] = Field(
        default_factory=dict, description="What it is for, one or two sentences by language; blank: anything."
    )
    audience: dict[Key, Text] = Field(default_factory=dict, description="Who it is for, by language.")
    duration_minutes: int | None = Field(None, ge=1, description="Usual length.")
    service: ServiceName | None = Field(None, description="The service that usually hosts it.")
    host: dict[Key, Text] = Field(default_factory=dict, description="Who usually hosts it, by language.")
    free_for_coworkers: YesNo = Field(
        False, description="Whether coworkers take part free, where the place says that they do (config/prices.yaml)."
    )
    price: dict[Key, Text] = Field(
        default_factory=dict, description="What it usually costs, by language; not shown of activities."
    )
    how_to: dict[Key, Text] = Field(default_factory=dict, description="Advice to the host, in Markdown, by language.")
    icon: (
        Annotated[str, Field(pattern=r"^[MmLlHhVvCcSsQqTtAaZz0-9 ,.\n-]+(\|[MmLlHhVvCcSsQqTtAaZz0-9 ,.\n-]+)?$")] | None
    ) = Field(
        None,
        description="Our own drawing on a square of 24: an SVG path (its d), filled; after a bar |, what has the second colour.",
    )
    schema_type: Text = Field("Event", description="Type in schema.org.")


class PublicHoliday(Model):
    """A public holiday: on the same date every year, or a number of days from Easter Sunday."""

    label: dict[Key, Text] = Field(description="Name by language.")
    date: Annotated[str, Field(pattern=r"^[0-1][0-9]-[0-3][0-9]$")] | None = Field(
        None, description="Month-day: 07-14."
    )
    easter: int | None = Field(None, description="Days after Easter Sunday; before it when negative.")


class PublicHolidays(Model):
    """The public holidays of a territory."""

    besides: Key | None = Field(None, description="The territory on top of whose days these come.")
    label: dict[Key, Text] = Field(description="Name by language.")
    days: tuple[PublicHoliday, ...] = Field(description="Its days, without those of the other one.")
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")


class SchoolHoliday(Model):
    """A period of school holidays, first and last day included."""

    label: dict[Key, Text] = Field(description="Name by language.")
    start: dt.date = Field(alias="from", description="First day without school.")
    end: dt.date = Field(alias="to", description="Last day without school.")


class SchoolHolidays(Model):
    """The school holidays of a zone, as published."""

    label: dict[Key, Text] = Field(description="Name by language.")
    published: tuple[dt.date, dt.date] = Field(description="First and last day for which they are known.")
    periods: tuple[SchoolHoliday, ...] = Field(description="Oldest first.")
    sources: tuple[Text, ...] = Field(description="Decrees and pages, with their dates.")


class ModelRole(Model):
    """A role of an organisation in a governance model."""

    legal_form: Key = Field(description="A file of vocabulary/legal_forms/.")
    services: tuple[ServiceName, ...] = Field(description="The services it runs unless the answers say otherwise.")


class GovernanceModel(Model):
    """A governance model: how many organisations run a place, and of which legal forms."""

    label: dict[Key, Text] = Field(description="Name by language.")
    summary: dict[Key, Text] = Field(description="One or two sentences by language.")
    several_organisations: YesNo = Field(description="Whether services may have different operators.")
    roles: dict[Key, ModelRole] = Field(min_length=1, description="By short name.")


class Processing(Model):
    """A processing of personal data that several texts describe: its legal basis and how long data are kept."""

    basis: Literal["consent", "contract", "legal_obligation", "public_task", "legitimate_interest"] = Field(
        description="Its basis in article 6(1) of the GDPR; contract: also steps before one."
    )
    kept: dict[Key, Text] = Field(default_factory=dict, description="How long, by language; blank while undecided.")
    proposed: dict[Key, Text] = Field(default_factory=dict, description="How long the kit proposes, by language.")
    source: Text = Field(description="Law and article, with its date; or the recommendation.")


class Proposal(Model):
    """A value that the kit proposes for a fact of ``config/`` while the place has not given its own."""

    label: dict[Key, Text] = Field(description="What it is, by language.")
    file: Text = Field(description="The file of config/ that holds the fact.")
    path: tuple[Text, ...] = Field(min_length=1, description="The keys that lead to the fact; * stands for any key.")
    value: Annotated[tuple[Decimal, ...] | Decimal | Localised | None, Field(union_mode="left_to_right")] = Field(
        None, description="The value; a list, for as many organisations, has one for each in their order."
    )
    same_as: tuple[Text, ...] = Field(
        default_factory=tuple,
        description="The keys, each * as in path, to the fact whose value is proposed, unless it is unknown.",
    )
    text: dict[Key, Text] = Field(description="The value in words, by language.")
    services: tuple[ServiceName, ...] = Field(default_factory=tuple, description="Services that are all on.")
    where: dict[str, Text] = Field(
        default_factory=dict, description="Values of other facts of the file, by their keys joined by dots."
    )
    why: dict[Key, Text] = Field(description="Where the value comes from, by language.")


class Term(Model):
    """A term of a closed list."""

    value: Text = Field(description="The exact word of the standard.")
    label: dict[Key, Text] = Field(default_factory=dict, description="Name by language; blank: the word itself.")

    def name(self, locale: str) -> str:
        """Its name in ``locale``."""
        return self.label.get(locale, self.value)


class Terms(Model):
    """A closed list of a standard."""

    column: Text = Field(description="What the standard calls the list.")
    terms: dict[Key, Term] = Field(min_length=1, description="By short name.")


class GlossaryTerm(Model):
    """A term of the law, for those who do not read its language."""

    term: Text = Field(description="The term, as documents write it.")
    meaning: dict[Key, Text] = Field(min_length=1, description="Its name and what it is, by language.")


class Glossary(Model):
    """The terms of the documents that are written in one language."""

    terms: tuple[GlossaryTerm, ...] = Field(min_length=1, description="In alphabetical order.")


class SearchAnswer(Model):
    """The page of the site, and the documents in the editor, that answer those who type one of some words."""

    words: tuple[Text, ...] = Field(min_length=1, description="What people type; each word is found by itself.")
    pages: tuple[Key, ...] = Field(min_length=1, description="Keys of pages; the first that the place has answers.")
    documents: tuple[Key, ...] = Field(default_factory=tuple, description="Kinds of documents that the editor finds.")


class SearchWords(Model):
    """What people type in the searches of the site and of the editor, in one language."""

    ignored: tuple[Text, ...] = Field(default_factory=tuple, description="Words that say nothing of what is sought.")
    answers: tuple[SearchAnswer, ...] = Field(default_factory=tuple, description="In any order.")


class ExportFormat(Model):
    """An open format in which the data of the place are published."""

    label: dict[Key, Text] = Field(description="Name by language.")
    audience: dict[Key, Text] = Field(description="Who it is for, by language.")
    taken_by: dict[Key, Text] = Field(description="Who takes the file, by language, as the end of a sentence.")
    licence: Literal["data", "texts"] = Field(description="Under which licence of the place it is given.")
    source: Text | None = Field(None, description="Address of the standard, where it is published.")
    terms: dict[Key, dict[str, Text]] = Field(default_factory=dict, description="What the format calls things.")


class Locale(Model):
    """A language of the site."""

    name: Text = Field(description="Its own name.")
    strings: dict[Key, str] = Field(description="Short texts of the interface, by key.")
