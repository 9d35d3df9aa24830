"""``movilab.wiki``: a page for the Movilab wiki, in wikitext that any MediaWiki reads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tierslieu.facts import money, opening_hours, organisation_name
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.rendering import urls

from .text_sheet import line

PATH = "donnees/movilab.wiki"

# Nothing that wikitext would read as markup, wherever it stands.
_HARMLESS = re.compile(r"\w[\w ,.()’–…!?€\u00a0/-]*")
_ADDRESS = re.compile(r"https?://[^\s<>\[\]\"{}|]+")


def build(space: Space) -> dict[str, bytes]:
    """The page."""
    tell = FactFormatter(space, space.identity.language, document=False)
    sections = [
        (None, _opening(tell)),
        (tell.t("wiki_services"), _services(tell)),
        (tell.t("wiki_prices"), _prices(tell)),
        (tell.t("wiki_practical"), _practical(tell)),
        (tell.t("wiki_lineage"), _lineage(tell)),
    ]
    parts = []
    for heading, lines in sections:
        told = list(lines)
        if told:
            parts.append("\n".join([f"== {heading} =="] * bool(heading) + told))
    parts.append(f"[[{tell.t('wiki_category')}]]")
    return {PATH: ("\n\n".join(parts) + "\n").encode("utf-8")}


def plain(text: object) -> str:
    """``text`` on one line, shown by a wiki as it was typed."""
    told = line(text)
    return told if _HARMLESS.fullmatch(told) else f"<nowiki>{html.escape(told, quote=False)}</nowiki>"


def _link(address: str) -> str:
    return address if _ADDRESS.fullmatch(address) else plain(address)


def _opening(tell: FactFormatter) -> Iterator[str]:
    identity = tell.space.identity
    name = f"'''{plain(identity.name)}'''"
    if identity.territory:
        yield tell.t("wiki_opening", name=name, territory=plain(identity.territory))
    else:
        yield tell.t("wiki_opening_alone", name=name)
    if identity.summary:
        yield f"\n{plain(identity.summary)}"


def _services(tell: FactFormatter) -> Iterator[str]:
    for service in tell.space.identity.services:
        key = tell.space.operator_key(service)
        if key is None:
            continue
        form = tell.space.vocabulary.legal_forms[tell.space.organisations.organisations[key].legal_form]
        who = plain(organisation_name(tell.space, key, tell.locale))
        label = plain(translated(form.label, tell.locale))
        yield "* " + tell.t("wiki_service", service=tell.t(f"service_{service}"), name=who, form=label)


def _prices(tell: FactFormatter) -> Iterator[str]:
    prices, on = tell.space.prices, tell.space.identity.services
    amounts = prices.grid(tell.space.today).amounts
    for key in (*prices.offers, *prices.passes):
        amount = amounts.get(key)
        if prices.service(key) in on and amount is not None:
            yield f"* {plain(sold_label(tell, key))} : {money(amount, tell.locale)}"


def _practical(tell: FactFormatter) -> Iterator[str]:
    identity = tell.space.identity
    address = identity.address
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    where = ", ".join(part for part in (address.street, town) if part)
    if where:
        yield f"* {tell.t('address')} : {plain(where)}"
    rows = opening_hours.rows(identity.opening_hours, tell.words) if identity.opening_hours else None
    if identity.opening_hours:
        told = "; ".join(f"{row.days} {', '.join(row.hours)}" for row in rows) if rows else identity.opening_hours
        yield f"* {tell.t('opening_hours')} : {plain(told)}"
    for key, value in (("phone", identity.contact.phone), ("email", identity.contact.email)):
        if value:
            yield f"* {tell.t(key)} : {plain(value)}"
    if identity.contact.website:
        yield f"* {tell.t('copy_website')} : {_link(urls.root(tell.space))}"


def _lineage(tell: FactFormatter) -> Iterator[str]:
    lineage = tell.space.identity.lineage
    if lineage.parent:
        address = f" ({_link(lineage.parent_website)})" if lineage.parent_website else ""
        yield "* " + tell.t("wiki_parent", name=plain(lineage.parent) + address)
    yield "* " + tell.t("wiki_licence", licence=plain(tell.space.identity.licence))
