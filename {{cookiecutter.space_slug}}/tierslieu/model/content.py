"""The front matter of Markdown files: pages, news, activities and governance documents."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .base import Key, Model, Text, YesNo
from .identity import ServiceName
from .organisations import Role


class Page(Model):
    """A page of the site; the file name is its address."""

    key: Key = Field(description="The same in every language; what links name.")
    title: Text = Field(description="Title.")
    description: Text = Field(description="One sentence for search engines and previews.")
    layout: Key = Field("page", description="A file of theme/layouts/.")
    nav: int | None = Field(None, description="Position in the menu; blank: not in the menu.")
    nav_title: Text | None = Field(None, description="Shorter title for the menu.")
    footer: int | None = Field(None, description="Position in the footer.")
    service: ServiceName | None = Field(None, description="Built only when this service is on.")


class News(Model):
    """A piece of news."""

    key: Key | None = Field(None, description="The same in every language; blank: the name of the file.")
    title: Text = Field(description="Title.")
    date: dt.date = Field(description="Date of publication.")
    description: Text = Field(description="One sentence.")
    example: YesNo = Field(False, description="Shipped with the kit, to be replaced.")


class Activity(Model):
    """An event, or a series of them."""

    key: Key | None = Field(None, description="The same in every language; blank: the name of the file.")
    title: Text = Field(description="Title.")
    format: Key = Field(description="A file of vocabulary/activity_formats/.")
    start: dt.datetime = Field(description="Beginning, local time: 2027-01-14 14:00.")
    end: dt.datetime = Field(description="End, local time.")
    rrule: Text | None = Field(None, description="Recurrence, as in RFC 5545: FREQ=MONTHLY;BYDAY=2TH.")
    service: ServiceName = Field(description="The service it belongs to, and so who hosts it.")
    roles: dict[Role, Key] = Field(
        default_factory=dict, description="Who runs it, collects, invoices, insures, employs, where not as its service."
    )
    description: Text = Field(description="One sentence.")
    example: YesNo = Field(False, description="Shipped with the kit, to be replaced.")


#: Who may sign a document: every organisation, the one it is about, who runs its service, the other party of its
#: agreement, a person named by hand.
Signatory = Literal["organisations", "organisation", "operator", "other", "person"]


class Conditions(Model):
    """What must all hold for a document to be built."""

    legal_forms: tuple[Key, ...] = Field(
        default_factory=tuple, description="Legal forms, one of which the organisation has or extends."
    )
    stage: Literal["existing", "to_create"] | None = Field(None, description="Whether the organisation exists yet.")
    services: tuple[ServiceName, ...] = Field(default_factory=tuple, description="Services that are all on.")
    organisations: int = Field(1, ge=1, description="Fewest organisations.")
    needs: tuple[Text, ...] = Field(default_factory=tuple, description="Facts that must be there, as placeholders.")
    agreements: tuple[Key, ...] = Field(default_factory=tuple, description="Kinds of agreement, one of which it is.")


class GovernanceDocument(Model):
    """A governance document: one Markdown file."""

    title: Text = Field(description="Title.")
    kind: Key = Field(description="What sort of document: charter, statutes, price-list.")
    audience: Text = Field(description="Who it is for.")
    visibility: Literal["public", "members", "internal"] = Field(description="Who may read it.")
    per: Literal["space", "organisation", "service", "agreement"] = Field(
        "space", description="How many there are: one for the place, or one for each of these."
    )
    when: Conditions = Field(default_factory=Conditions)  # type: ignore[arg-type]
    signatories: tuple[Signatory, ...] = Field(default_factory=tuple, description="Who signs it.")
    person: Text | tuple[Text, ...] | None = Field(
        None, description="Who the person that signs is: La résidente ou le résident. Several: a list."
    )
    legal_bases: tuple[Text, ...] = Field(default_factory=tuple, description="Laws it follows, with their numbers.")
    law_as_of: dt.date = Field(description="The date of the law it follows.")
    review: Literal["a-faire-relire", "relu"] = Field("a-faire-relire", description="Review state.")
