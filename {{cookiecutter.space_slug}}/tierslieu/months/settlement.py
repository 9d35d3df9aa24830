"""The settlement of a month: the sum of each stream, rule and rate is shared once, so that the parts add up to it.

Sharing each receipt apart would round each of them: 300 payments of 7,50 € shared 55/45 drift by 1,50 €.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field

from tierslieu.core.money import share
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.facts.formatter import FactFormatter, organisation_name
from tierslieu.facts.prices import sold_label
from tierslieu.facts.shares import stream_label
from tierslieu.finance import shares
from tierslieu.finance.vat import NOTHING, charged_percent, recovered_percent, taxed
from tierslieu.model import Model, Space
from tierslieu.model.month_register import MonthRegister, PaidCost, Receipt, UseCorrection
from tierslieu.model.vocabulary import AccountRole, LedgerAccount

from .funder_figures import FunderFigures, funder_figures
from .rules_of_days import CostRule, StreamRule, cost_rules, default_rate, last_day, rule_on, stream_rules

#: The clause of the agreement between organisations that a line rests on: ``article_…`` among the strings of a locale.
Clause = Literal["article_receipts", "article_common_costs", "article_solidarity"]
CLAUSES: tuple[Clause, ...] = ("article_receipts", "article_common_costs", "article_solidarity")
#: The rate of what organisations of the place sell to one another.
_RATE_BETWEEN = "normal"


class StreamLine(Model):
    """A sum of one stream, rule and rate, in euros: ``vat`` + ``aside`` + ``parts`` = ``ttc``.

    ``receipts`` or ``corrections`` are the positions in the register of what it adds up. ``vat``, ``aside`` and
    ``parts`` are None while a fact is missing.
    """

    month: str
    stream: str
    label: str
    rate: str
    rule: StreamRule
    receipts: tuple[int, ...] = ()
    corrections: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    ttc: Decimal
    vat: Decimal | None = None
    aside: Decimal | None = None
    parts: dict[str, Decimal] | None = None


class CostLine(Model):
    """The common costs that ``payer`` paid under one rule, in euros: ``parts`` add up to ``net``.

    ``net`` is what it paid less the VAT that it recovers: ``recovered`` percents by rate ("" for no VAT). ``costs`` or
    ``corrections``, which are of ``month``, are positions in the register. ``net`` and ``parts`` are None while a fact is missing.
    """

    payer: str
    rule: CostRule
    costs: tuple[int, ...]
    month: str = ""
    corrections: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    ttc: Decimal
    recovered: dict[str, Decimal] = Field(default_factory=dict)
    net: Decimal | None = None
    parts: dict[str, Decimal] | None = None


class InvoiceToWrite(Model):
    """An invoice (a credit note if negative) that ``issuer`` sends to ``customer``, in euros: ``ht`` + ``vat`` = ``ttc``.

    ``deductible`` is whether the customer recovers this VAT. ``mention`` is what its regime demands, empty if nothing. ``to_confirm`` is whether the exemption of the issuer may
    not cover it. ``percent``, ``vat`` and ``ttc`` are None while the regime or its mention is unknown.
    """

    issuer: str
    customer: str
    clause: Clause
    ht: Decimal
    percent: Decimal | None = None
    vat: Decimal | None = None
    ttc: Decimal | None = None
    mention: str = ""
    to_confirm: bool = False
    deductible: bool | None = None


class FreeUsesGiven(Model):
    """What the solidarity share set aside, in euros, and the free uses given: ``count`` of the offer ``label``.

    ``price`` is that of one on the last day of the month, excluding VAT unless the regime is unknown; None if unknown.
    """

    aside: Decimal | None
    count: int
    label: str
    price: Decimal | None


class PassCount(Model):
    """What was sold and used of a pass; ``corrected`` are the months that it corrects, each with why."""

    label: str
    sold: int
    used: int
    golden_tickets: int
    corrected: tuple[tuple[str, str], ...] = ()


class MissingRule(Model):
    """A fact that the statement waits for: its name, whose it is, the file to write it in, and its path there."""

    label: str
    organisation: str
    file: str
    path: tuple[str, ...] = ()


class Settlement(Model):
    """A month settled: all that statements show, so that they need no other fact of the place.

    ``look`` has the names of the colours, of the letters and of the drawings that its statements have.
    """

    month: str
    place: str
    locale: str
    names: dict[str, str]
    clauses: dict[Clause, str]
    streams: tuple[StreamLine, ...]
    costs: tuple[CostLine, ...]
    invoices: tuple[InvoiceToWrite, ...]
    free_uses: FreeUsesGiven | None
    passes: tuple[PassCount, ...]
    missing: tuple[MissingRule, ...]
    figures: FunderFigures | None = None
    accounts: dict[AccountRole, LedgerAccount] = Field(default_factory=dict)
    look: dict[str, str] = Field(default_factory=dict)

    def lines_of(self, key: str) -> list[StreamLine]:
        """The lines of what the organisation ``key`` received, or has a share of."""
        return [line for line in self.streams if key == line.rule.collector or key in line.rule.shares]


def settle(space: Space, register: MonthRegister, month: str) -> Settlement:
    """The settlement of ``month`` (``2027-01``); ``register`` has passed the rules of ``register_rules``.

    Raises ``Problems`` when shares don't add up to 100, or nobody is paid for a stream.
    """
    end = space.on(last_day(month))
    fmt = FactFormatter(end, space.identity.language, document=True)
    missing: dict[MissingRule, None] = {}
    streams = tuple(_stream_lines(space, fmt, register, month, missing))
    costs = tuple(_cost_lines(space, fmt, register, month, missing))
    invoices = tuple(_invoices(end, fmt, streams, costs, missing))
    names = {key: organisation_name(end, key, fmt.locale) for key in end.organisations.organisations}
    return Settlement(
        month=month,
        place=space.identity.name,
        locale=fmt.locale,
        names=names,
        clauses={clause: fmt.t(clause) for clause in CLAUSES},
        streams=streams,
        costs=costs,
        invoices=invoices,
        free_uses=_free_uses(end, fmt, register, streams),
        passes=tuple(_pass_counts(end, fmt, register)),
        missing=tuple(missing),
        figures=funder_figures(end, register, month),
        accounts=accounts_of(space),
        look={"palette": space.look.palette.key, "type": space.look.type.key, "motif": space.look.motif.key},
    )


def accounts_of(space: Space) -> dict[AccountRole, LedgerAccount]:
    """The accounts of the entries of a settlement; empty where the vocabulary has none."""
    return next((dict(chart.accounts) for chart in space.vocabulary.accounts.values()), {})


def shared(amount: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """``amount`` (euros, maybe negative) in proportion to ``weights``, to the cent: the parts add up to it."""
    return {key: _signed(part, amount) for key, part in share(abs(amount), weights).items()}


def _signed(size: Decimal | None, amount: Decimal) -> Decimal:
    """``size`` with the sign of ``amount``."""
    return -(size or NOTHING) if amount < 0 else (size or NOTHING)


_Missing = dict[MissingRule, None]


def _stream_lines(
    space: Space, fmt: FactFormatter, register: MonthRegister, month: str, missing: _Missing
) -> Iterator[StreamLine]:
    """A line for each stream, rule and rate of the receipts, then of the corrections of each earlier month."""
    for entry in _sums(space, month, register.receipts):
        rule, stream, rate, positions, total = entry
        yield _stream_line(fmt, month, stream, rate, rule, total, missing, receipts=positions)
    by_month: dict[str, list[int]] = defaultdict(list)
    for position, correction in enumerate(register.corrections):
        by_month[correction.month].append(position)
    for corrected, places in sorted(by_month.items()):
        for rule, stream, rate, positions, total in _sums(
            space, corrected, [register.corrections[place] for place in places]
        ):
            own = tuple(places[position] for position in positions)
            reasons = tuple(dict.fromkeys(register.corrections[place].reason for place in own))
            yield _stream_line(fmt, corrected, stream, rate, rule, total, missing, corrections=own, reasons=reasons)


def _sums(
    space: Space, month: str, receipts: Iterable[Receipt]
) -> Iterator[tuple[StreamRule, str, str, tuple[int, ...], Decimal]]:
    """The sum of ``receipts`` (euros, VAT included) by rule, stream and rate, with their positions."""
    rules: dict[tuple[str, str], tuple[StreamRule, ...]] = {}
    rates: dict[str, str] = {}
    totals: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    positions: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for position, receipt in enumerate(receipts):
        if receipt.stream not in rates:
            rates[receipt.stream] = default_rate(space, receipt.stream) or _RATE_BETWEEN
        rate = receipt.rate or rates[receipt.stream]
        kind = receipt.stream, rate
        if kind not in rules:
            rules[kind] = stream_rules(space, month, *kind)
        rule = rule_on(rules[kind], receipt.date) or rules[kind][0]
        key = (*kind, rules[kind].index(rule))
        totals[key] += receipt.amount
        positions[key].append(position)
    for stream, rate, index in sorted(totals, key=lambda key: (list(rules).index(key[:2]), key[2])):
        key = stream, rate, index
        yield rules[stream, rate][index], stream, rate, tuple(positions[key]), totals[key]


def _stream_line(
    fmt: FactFormatter,
    month: str,
    stream: str,
    rate: str,
    rule: StreamRule,
    total: Decimal,
    missing: _Missing,
    **sources: tuple[int, ...] | tuple[str, ...],
) -> StreamLine:
    label = stream_label(fmt, stream)
    line = StreamLine.model_validate(
        {"month": month, "stream": stream, "label": label, "rate": rate, "rule": rule, "ttc": total, **sources}
    )
    if rule.vat is None:
        missing[_missing(fmt, "fact_vat_regime", rule.seller)] = None
    if rule.solidarity is None:
        missing[_missing(fmt, "fact_solidarity", "")] = None
    if rule.vat is None or rule.solidarity is None:
        return line
    vat = _signed(taxed(abs(total), "ttc", rule.vat).vat, total)
    aside = shared(total - vat, {"aside": rule.solidarity, "rest": 100 - rule.solidarity})["aside"]
    parts = shared(total - vat - aside, rule.shares)
    return line.model_copy(update={"vat": vat, "aside": aside, "parts": parts})


#: Where the facts are written; a blank stands for the organisation.
_PATHS = {
    "fact_vat_regime": ("organisations", "", "vat", "regime"),
    "fact_vat_mention": ("organisations", "", "vat", "mention"),
    "fact_solidarity": ("solidarity", "percent"),
    "fact_shares": ("common_costs", "shares"),
}


def _missing(fmt: FactFormatter, label: str, organisation: str) -> MissingRule:
    name = organisation_name(fmt.space, organisation, fmt.locale) if organisation else ""
    path = tuple(part or organisation for part in _PATHS[label])
    return MissingRule(label=fmt.t(label), organisation=name, file=ORGANISATIONS, path=path)


def _cost_lines(
    space: Space, fmt: FactFormatter, register: MonthRegister, month: str, missing: _Missing
) -> Iterator[CostLine]:
    """A line for each organisation that paid common costs, and each rule; then those of each month that is corrected."""
    yield from _costs_of(space, fmt, month, dict(enumerate(register.common_costs)), missing)
    by_month: dict[str, dict[int, PaidCost]] = defaultdict(dict)
    for position, correction in enumerate(register.cost_corrections):
        by_month[correction.month][position] = correction
    for corrected, own in sorted(by_month.items()):
        for line in _costs_of(space, fmt, corrected, own, missing):
            reasons = dict.fromkeys(register.cost_corrections[position].reason for position in line.costs)
            yield line.model_copy(update={"costs": (), "corrections": line.costs, "reasons": tuple(reasons)})


def _costs_of(
    space: Space, fmt: FactFormatter, month: str, paid: Mapping[int, PaidCost], missing: _Missing
) -> Iterator[CostLine]:
    """A line for each organisation that paid some of the costs of ``month``, by position, and each rule."""
    if not paid:
        return
    rules = cost_rules(space, month)
    positions: dict[tuple[str, int], list[int]] = defaultdict(list)
    for position, cost in paid.items():
        rule = rule_on(rules, cost.date) or rules[0]
        positions[cost.paid_by, rules.index(rule)].append(position)
    for (payer, index), own in positions.items():
        costs = [paid[position] for position in own]
        rule = rules[index]
        total = sum((cost.amount for cost in costs), NOTHING)
        paying = space.on(max(rule.start, last_day(month)))
        recovered = {cost.vat or "": recovered_percent(paying, payer, cost.vat) for cost in costs}
        known = {rate: percent for rate, percent in recovered.items() if percent is not None}
        net = _net_cost(costs, known) if len(known) == len(recovered) else None
        if net is None:
            missing[_missing(fmt, "fact_vat_regime", payer)] = None
        if not rule.weights:
            missing[_missing(fmt, "fact_shares", "")] = None
        parts = shared(net, rule.weights) if net is not None and rule.weights else None
        yield CostLine(
            payer=payer, rule=rule, costs=tuple(own), month=month, ttc=total, recovered=known, net=net, parts=parts
        )


def _net_cost(costs: Iterable[PaidCost], recovered: Mapping[str, Decimal]) -> Decimal:
    """What ``costs`` cost: as paid, less the VAT at the percents ``recovered`` by rate, rounded once a rate."""
    by_rate: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        by_rate[cost.vat or ""] += cost.amount
    nets = (_signed(taxed(abs(amount), "ttc", recovered[rate]).ht, amount) for rate, amount in by_rate.items())
    return sum(nets, NOTHING)


def _invoices(
    space: Space, fmt: FactFormatter, streams: Iterable[StreamLine], costs: Iterable[CostLine], missing: _Missing
) -> Iterator[InvoiceToWrite]:
    """One invoice for each issuer, customer and clause; its VAT is that of its sum, on the last day of the month."""
    sums: dict[tuple[str, str, Clause], Decimal] = defaultdict(Decimal)
    for line in streams:
        for key, part in (line.parts or {}).items():
            if key != line.rule.collector:
                sums[key, line.rule.collector, "article_receipts"] += part
    for cost in costs:
        for key, part in (cost.parts or {}).items():
            if key != cost.payer:
                sums[cost.payer, key, "article_common_costs"] += part
    for (issuer, customer, clause), amount in sums.items():
        if amount:
            yield _invoice(space, fmt, issuer, customer, clause, amount, missing)


def _invoice(
    space: Space, fmt: FactFormatter, issuer: str, customer: str, clause: Clause, ht: Decimal, missing: _Missing
) -> InvoiceToWrite:
    invoice = InvoiceToWrite(issuer=issuer, customer=customer, clause=clause, ht=ht)
    regime, own = space.vat_regime(issuer), space.organisations.organisations[issuer].vat
    percent = charged_percent(space, issuer, _RATE_BETWEEN)
    if regime is None or percent is None:
        missing[_missing(fmt, "fact_vat_regime", issuer)] = None
        return invoice
    demanded = regime.mention(space.today)
    mention = own.mention or (demanded.text if demanded else "")
    if mention is None:
        missing[_missing(fmt, "fact_vat_mention", issuer)] = None
        return invoice
    vat = _signed(taxed(abs(ht), "ht", percent).vat, ht)
    is_doubtful = own.mention is None and any(threshold.of == "commercial_income" for threshold in regime.thresholds)
    recovered = recovered_percent(space, customer, _RATE_BETWEEN)
    known = {"percent": percent, "vat": vat, "ttc": ht + vat, "mention": mention, "to_confirm": is_doubtful}
    known["deductible"] = None if recovered is None else recovered > 0
    return invoice.model_copy(update=known)


def _free_uses(
    space: Space, fmt: FactFormatter, register: MonthRegister, streams: Iterable[StreamLine]
) -> FreeUsesGiven | None:
    """What the coworking of the month set aside, and what was given; None in a place without coworking."""
    if shares.COWORKING not in space.identity.services:
        return None
    asides = [line.aside for line in streams if line.stream == shares.COWORKING]
    aside = None if None in asides else sum((part for part in asides if part is not None), NOTHING)
    label = sold_label(fmt, space.organisations.solidarity.unit)
    return FreeUsesGiven(aside=aside, count=register.free_uses, label=label, price=shares.solidarity_price(space))


def _pass_counts(space: Space, fmt: FactFormatter, register: MonthRegister) -> Iterator[PassCount]:
    """The passes of the register, each once."""
    for book in dict.fromkeys(uses.book for uses in register.all_uses):
        own = [uses for uses in register.all_uses if uses.book == book]
        corrections = [uses for uses in own if isinstance(uses, UseCorrection)]
        yield PassCount(
            label=sold_label(fmt, book),
            sold=sum(uses.sold for uses in own),
            used=sum(uses.count for uses in own),
            golden_tickets=sum(uses.golden_tickets for uses in own),
            corrected=tuple((uses.month, uses.reason) for uses in corrections),
        )
