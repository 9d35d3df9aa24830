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

# Texts without anything that wikitext reads as markup.
_HARMLESS = re.compile(r"\w[\w ,.()’–…!?€\u00a0/-]*")
_ADDRESS = re.compile(r"https?://[^\s<>\[\]\"{}|]+")


def build(space: Space) -> dict[str, bytes]:
    """The page."""
    fmt = FactFormatter(space, space.identity.language, document=False)
    sections = [
        (None, _opening(fmt)),
        (fmt.t("wiki_services"), _services(fmt)),
        (fmt.t("wiki_prices"), _prices(fmt)),
        (fmt.t("wiki_practical"), _practical(fmt)),
        (fmt.t("wiki_lineage"), _lineage(fmt)),
    ]
    parts = []
    for heading, lines in sections:
        section = "\n".join(lines)
        if section:
            parts.append(f"== {heading} ==\n{section}" if heading else section)
    parts.append(f"[[{fmt.t('wiki_category')}]]")
    return {PATH: ("\n\n".join(parts) + "\n").encode("utf-8")}


def plain(text: object) -> str:
    """``text`` on one line, as wikitext that shows it as typed."""
    typed = line(text)
    return typed if _HARMLESS.fullmatch(typed) else f"<nowiki>{html.escape(typed, quote=False)}</nowiki>"


def _link(address: str) -> str:
    return address if _ADDRESS.fullmatch(address) else plain(address)


def _opening(fmt: FactFormatter) -> Iterator[str]:
    identity = fmt.space.identity
    name = f"'''{plain(identity.name)}'''"
    if identity.territory:
        yield fmt.t("wiki_opening", name=name, territory=plain(identity.territory))
    else:
        yield fmt.t("wiki_opening_alone", name=name)
    if identity.summary:
        yield f"\n{plain(identity.summary)}"


def _services(fmt: FactFormatter) -> Iterator[str]:
    for service in fmt.space.identity.services:
        key = fmt.space.operator_key(service)
        if key is None:
            continue
        form = fmt.space.vocabulary.legal_form(fmt.space.organisations.organisations[key].legal_form)
        facts = {"service": fmt.t(f"service_{service}"), "name": plain(organisation_name(fmt.space, key, fmt.locale))}
        if form:
            yield "* " + fmt.t("wiki_service", **facts, form=plain(translated(form.label, fmt.locale)))
        else:
            yield "* " + fmt.t("wiki_service_no_form", **facts)


def _prices(fmt: FactFormatter) -> Iterator[str]:
    prices, services = fmt.space.prices, fmt.space.identity.services
    amounts = prices.grid(fmt.space.today).amounts
    for key in (*prices.offers, *prices.passes):
        amount = amounts.get(key)
        if prices.service(key) in services and amount is not None:
            yield f"* {plain(sold_label(fmt, key))} : {money(amount, fmt.locale)}"


def _practical(fmt: FactFormatter) -> Iterator[str]:
    identity = fmt.space.identity
    if identity.address.line:
        yield f"* {fmt.t('address')} : {plain(identity.address.line)}"
    if hours := fmt.space.opening_hours:
        yield f"* {fmt.t('opening_hours')} : {plain(opening_hours.text(hours, fmt.formatter))}"
    for key, value in (("phone", identity.contact.phone), ("email", identity.contact.email)):
        if value:
            yield f"* {fmt.t(key)} : {plain(value)}"
    if identity.contact.website:
        yield f"* {fmt.t('copy_website')} : {_link(urls.root(fmt.space))}"


def _lineage(fmt: FactFormatter) -> Iterator[str]:
    lineage = fmt.space.identity.lineage
    if lineage.parent:
        address = f" ({_link(lineage.parent_website)})" if lineage.parent_website else ""
        yield "* " + fmt.t("wiki_parent", name=plain(lineage.parent) + address)
    yield "* " + fmt.t("wiki_licence", licence=plain(fmt.space.identity.licence))
