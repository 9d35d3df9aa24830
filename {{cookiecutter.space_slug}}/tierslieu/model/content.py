"""The front matter of Markdown files: pages, news, activities and governance documents."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator

from .base import Key, Model, Text, YesNo
from .identity import ServiceName
from .organisations import Role
from .prices import Kind
from .vocabulary import Company


class Page(Model):
    """A page of the site; the file name is its address."""

    key: Key = Field(description="The same in every language; what links name.")
    title: Text = Field(description="Title.")
    description: Text = Field(description="One sentence for search engines and previews.")
    layout: Key = Field("page", description="A file of theme/layouts/.")
    nav: int | None = Field(
        None,
        description="Position in the menu, which shows the first six; the others go to the footer. Blank: in neither.",
    )
    nav_title: Text | None = Field(None, description="Shorter title for the menu.")
    footer: int | None = Field(None, description="Position in the footer.")
    obligation: Key | None = Field(
        None, description="A file of vocabulary/obligations/: where the law asks for it, menus show legal_title."
    )
    legal_title: Text | None = Field(None, description="Title for menus where the law asks for the obligation.")
    service: ServiceName | None = Field(None, description="Built only when this service is on.")
    needs: Literal["community"] | None = Field(
        None, description="Built only when the place has some; community: people who agreed to be shown."
    )


class News(Model):
    """A piece of news."""

    key: Key | None = Field(None, description="The same in every language; blank: the name of the file.")
    title: Text = Field(description="Title.")
    date: dt.date = Field(description="Date of publication.")
    description: Text = Field(description="One sentence.")
    example: YesNo = Field(False, description="Shipped with the kit, to be replaced.")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _moment(value: Any) -> Any:
    """A day alone as a ``date``, which pydantic would make a midnight: an activity without hours lasts whole days."""
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        return value
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        return value  # a day that does not exist: pydantic reports it


def _keep_day(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return value if type(value) is dt.date else read(value)


if TYPE_CHECKING:
    Moment = dt.date  # ``datetime`` is a subclass of it
else:
    #: A day and an hour on the clock of the place, or a day alone.
    Moment = Annotated[
        dt.datetime,
        WrapValidator(_keep_day),
        BeforeValidator(_moment),
        WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}),
    ]
#: The days off that a series may skip.
Rest = Literal["public_holidays", "school_holidays"]


class Moved(Model):
    """One date of a series that takes place at another time."""

    date: dt.date = Field(description="The day on which it was planned.")
    start: Moment = Field(description="Its new beginning; a day alone: at the usual hours.")
    end: Moment | None = Field(None, description="Its new end; blank: it lasts as long as usual.")
    place: Text | None = Field(None, description="Where, when elsewhere than usual.")


class Reason(Model):
    """Why a date of an activity, or all of it, is cancelled."""

    date: dt.date | None = Field(None, description="The cancelled day; blank: all of it is cancelled.")
    reason: Text = Field(description="In a few words.")


class Activity(Model):
    """An event, or a series of them."""

    key: Key | None = Field(None, description="The same in every language; blank: the name of the file.")
    title: Text = Field(description="Title.")
    format: Key = Field(description="A file of vocabulary/activity_formats/.")
    start: Moment = Field(description="Beginning, local time: 2027-01-14 14:00; a day alone: the whole day.")
    end: Moment = Field(description="End, local time; for whole days, the last one.")
    rrule: Text | None = Field(None, description="Recurrence, as in RFC 5545: FREQ=MONTHLY;BYDAY=2TH.")
    added: tuple[Moment, ...] = Field(
        default_factory=tuple, description="Dates besides those of the rule; a day alone: at the usual hours."
    )
    exceptions: tuple[dt.date, ...] = Field(default_factory=tuple, description="Days of the series that are left out.")
    skip: tuple[Rest, ...] = Field(
        default_factory=tuple, description="Days off on which the series rests: public_holidays, school_holidays."
    )
    moved: tuple[Moved, ...] = Field(default_factory=tuple, description="Days of the series held at another time.")
    cancelled: tuple[dt.date, ...] = Field(
        default_factory=tuple, description="Days that were announced and won't take place: shown as cancelled."
    )
    status: Literal["confirmed", "cancelled"] = Field("confirmed", description="Whether all of it is cancelled.")
    reasons: tuple[Reason, ...] = Field(default_factory=tuple, description="Why dates, or all of it, are cancelled.")
    service: ServiceName | None = Field(
        None, description="The service it belongs to, and so who hosts it; blank: none, and roles say who runs it."
    )
    roles: dict[Role, Key] = Field(
        default_factory=dict, description="Who runs it, collects, invoices, insures, employs, where not as its service."
    )
    description: Text | None = Field(None, description="One sentence; blank: none.")
    place: Text | None = Field(None, description="Where, when not on site.")
    outside_hours: YesNo = Field(False, description="Held on purpose on days on which the place is closed.")
    online: Text | None = Field(None, description="Address at which to take part from afar.")
    capacity: int | None = Field(None, ge=1, description="Most people.")
    price: Text | None = Field(None, description="What it costs to take part; blank: nothing is said of it.")
    registration: Text | None = Field(None, description="Where to book: an address of the web, or of e-mail.")
    accessibility: Text | None = Field(None, description="What is said to people with a disability.")
    uid: Text | None = Field(None, description="Its identifier in the calendar from which it was imported.")
    revision: int = Field(
        0, ge=0, description="How many times its time was changed, besides the dates moved or cancelled."
    )
    updated: dt.date | None = Field(None, description="The day of its last change.")
    example: YesNo = Field(False, description="Shipped with the kit, to be replaced.")

    @property
    def colour(self) -> str:
        """The service whose colours it has; ``sun``, those of the place, for one of no service."""
        return self.service or "sun"

    @property
    def all_day(self) -> bool:
        """Whether it has no hours."""
        return not isinstance(self.start, dt.datetime)

    @property
    def several(self) -> bool:
        """Whether it has more than one date."""
        return bool(self.rrule or self.added)

    def reason(self, day: dt.date | None) -> str:
        """Why what was planned on ``day`` is cancelled, all of it for None; empty where nobody wrote it."""
        reasons = {one.date: one.reason for one in self.reasons}
        return reasons.get(day) or (reasons.get(None, "") if self.status == "cancelled" else "")

    @property
    def sequence(self) -> int:
        """How many times its dates have changed (SEQUENCE, RFC 5545 §3.8.7.4); it grows with the lists of dates."""
        changes = len(self.added) + len(self.moved) + len(self.cancelled) + len(self.exceptions)
        return self.revision + changes + (self.status == "cancelled")


#: Whom a public document is for: who comes for the first time, who uses the place, who hosts an activity, who opens
#: another place, and any citizen.
Reader = Literal["newcomer", "user", "host", "other_place", "citizen"]


#: Who may sign a document: every organisation, the organisation that it is about, the operator of its service, the
#: other party of its agreement, a person, or those who fill in a table of its text.
Signatory = Literal["organisations", "organisation", "operator", "other", "person", "table"]


class Conditions(Model):
    """What must all hold for a document to be built."""

    legal_forms: tuple[Key, ...] = Field(
        default_factory=tuple, description="Legal forms, one of which the organisation has or extends."
    )
    companies: tuple[Company, ...] = Field(
        default_factory=tuple, description="Kinds of commercial company, one of which the organisation may be."
    )
    public: YesNo | None = Field(
        None, description="Whether the organisation, or who runs the service, is a public body."
    )
    stage: Literal["existing", "to_create"] | None = Field(
        None, description="Whether the organisation exists yet; an unknown stage counts as to be created."
    )
    services: tuple[ServiceName, ...] = Field(default_factory=tuple, description="Services that are all on.")
    offers: tuple[Kind, ...] = Field(
        default_factory=tuple, description="Kinds of offer, one of which a service sells; with services: one of these."
    )
    organisations: int = Field(1, ge=1, description="Fewest organisations.")
    needs: tuple[Text, ...] = Field(default_factory=tuple, description="Facts that must be there, as placeholders.")
    agreements: tuple[Key, ...] = Field(default_factory=tuple, description="Kinds of agreement, one of which it is.")


class DocumentReading(Model):
    """Somebody has read a document, without verifying its laws."""

    by: Text = Field(description="Who read it: a board, an office, a person.")
    date: dt.date = Field(description="When.")


class GovernanceDocument(Model):
    """A governance document: one Markdown file."""

    title: Text = Field(description="Title.")
    kind: Key = Field(description="What sort of document: charter, statutes, price-list.")
    summary: dict[Key, Text] = Field(
        default_factory=dict,
        description="For those who do not read its language, in theirs: what it is for, who signs, what to be careful with.",
    )
    audience: Text = Field(description="Who it is for.")
    visibility: Literal["public", "members", "internal"] = Field(description="Who may read it.")
    reader: Reader = Field("user", description="Under which heading the site lists it, once public.")
    per: Literal["space", "organisation", "service", "agreement"] = Field(
        "space", description="How many there are: one for the place, or one for each of these."
    )
    when: Conditions = Field(default_factory=Conditions)  # type: ignore[arg-type]
    signatories: tuple[Signatory, ...] = Field(default_factory=tuple, description="Who signs it.")
    person: Text | tuple[Text, ...] | None = Field(
        None, description="Who the person that signs is: La résidente ou le résident. Several: a list."
    )
    legal_bases: tuple[Text, ...] = Field(
        default_factory=tuple,
        description="Laws it follows, with their numbers; may hold placeholders, left out if empty.",
    )
    law_as_of: dt.date = Field(description="The date of the law it follows.")
    landscape: YesNo = Field(False, description="Printed on wide pages, for tables with many columns.")
    blank_template: YesNo = Field(False, description="Also given without the names of the place, for another place.")
    review: Literal["a-faire-relire", "relu"] = Field("a-faire-relire", description="Review state.")
    reviewed_by: Text | None = Field(None, description="Who reviewed it: a name, a profession or an organisation.")
    reviewed_text: dict[Key, Text] = Field(
        default_factory=dict,
        description="The fingerprint of each text that was reviewed, by document: whether it has changed since is told by it.",
    )
    readings: tuple[DocumentReading, ...] = Field(
        default_factory=tuple, description="Who read it without verifying its laws, and when."
    )
