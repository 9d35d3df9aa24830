"""What is wrong in the register of a month: each finding names the line it is about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.folding import slug
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import closest
from tierslieu.finance import shares
from tierslieu.finance.vat import recovered_percent
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.model.month_register import Correction, CostCorrection, MonthRegister, PaidCost, Receipt

from .rules_of_days import CostRule, StreamRule, cost_rules, default_rate, rule_on, stream_rules


def findings(space: Space, register: MonthRegister, month: str, file: str) -> Iterator[Finding]:
    """The errors of ``register``, which stands in ``file``, for ``month``. Names must be right before rules are read."""
    names = list(_names(space, register, file))
    yield from names
    if names:
        return
    yield from _days(register, month, file)
    yield from _receipts(space, register, month, file)
    yield from _costs(space, register, month, file)
    yield from _passes(space, register, file)
    yield from _sums(register, file)
    yield from _evidence(register, file)


def _entries(register: MonthRegister) -> Iterator[tuple[KeyPath, Receipt]]:
    """Every receipt and correction, with its path."""
    for index, receipt in enumerate(register.receipts):
        yield ("receipts", index), receipt
    for index, correction in enumerate(register.corrections):
        yield ("corrections", index), correction


def _paid(register: MonthRegister) -> Iterator[tuple[KeyPath, PaidCost]]:
    """Every common cost and its correction, with its path."""
    for index, cost in enumerate(register.common_costs):
        yield ("common_costs", index), cost
    for index, correction in enumerate(register.cost_corrections):
        yield ("cost_corrections", index), correction


def _own_month(entry: Receipt | PaidCost, month: str) -> str:
    """The month whose rules ``entry`` of the register of ``month`` follows: a correction names its own."""
    return entry.month if isinstance(entry, Correction | CostCorrection) else month


def _names(space: Space, register: MonthRegister, file: str) -> Iterator[Finding]:
    streams, organisations = shares.streams(space), space.organisations.organisations
    rates, passes = space.vocabulary.vat_rates, space.prices.passes
    names: list[tuple[str | None, Iterable[str], KeyPath]] = []
    for path, receipt in _entries(register):
        names += [
            (receipt.stream, streams, (*path, "stream")),
            (receipt.received_by, organisations, (*path, "received_by")),
            (receipt.rate, rates, (*path, "rate")),
        ]
    for path, cost in _paid(register):
        names += [(cost.paid_by, organisations, (*path, "paid_by")), (cost.vat, rates, (*path, "vat"))]
    for index, uses in enumerate(register.uses):
        path = ("uses", index)
        names += [(uses.book, passes, (*path, "pass")), (uses.sold_by, organisations, (*path, "sold_by"))]
    names += [
        (entry.book, passes, ("use_corrections", index, "pass")) for index, entry in enumerate(register.use_corrections)
    ]
    names += [(stream, streams, ("totals", stream)) for stream in register.totals]
    for name, choices, path in names:
        if name is not None and name not in choices:
            yield Finding("reference.unknown", file, path, {"name": name, "closest": closest(name, choices)})


def _days(register: MonthRegister, month: str, file: str) -> Iterator[Finding]:
    """A receipt or a cost has its day in its month; a correction is of an earlier month, and its day in that one."""
    entries: tuple[tuple[KeyPath, Receipt | PaidCost], ...] = (*_entries(register), *_paid(register))
    for path, entry in entries:
        own = _own_month(entry, month)
        if entry.date is not None and entry.date.isoformat()[: len(own)] != own:
            yield Finding("register.outside", file, (*path, "date"), {"date": entry.date, "month": own})
    for name in ("corrections", "cost_corrections", "use_corrections"):
        for index, correction in enumerate(getattr(register, name)):
            if correction.month >= month:
                values = {"corrected": correction.month, "month": month}
                yield Finding("register.correction", file, (name, index, "month"), values)


def _receipts(space: Space, register: MonthRegister, month: str, file: str) -> Iterator[Finding]:
    """A receipt has one rate and one rule, and went to the organisation that is paid under this rule."""
    rules: dict[tuple[str, str, str], tuple[StreamRule, ...]] = {}
    rates = {stream: default_rate(space, stream) for stream in shares.streams(space)}
    for path, receipt in _entries(register):
        own = _own_month(receipt, month)
        rate = receipt.rate or rates[receipt.stream]
        kind = own, receipt.stream, rate or "normal"
        if kind not in rules:
            rules[kind] = stream_rules(space, *kind)
        if rate is None and any(rule.vat for rule in rules[kind]):
            yield Finding("register.rate", file, path, {"stream": receipt.stream})
            continue
        rule = rule_on(rules[kind], receipt.date)
        if rule is None:
            values = {"stream": receipt.stream, "month": own, "date": rules[kind][1].start}
            yield Finding("register.undated", file, path, values)
        elif rule.collector != receipt.received_by:
            values = {
                "stream": receipt.stream,
                "organisation": space.organisation_name(receipt.received_by),
                "collector": space.organisation_name(rule.collector),
            }
            yield Finding("register.collector", file, (*path, "received_by"), values)


def _costs(space: Space, register: MonthRegister, month: str, file: str) -> Iterator[Finding]:
    """A cost has one rule."""
    rules: dict[str, tuple[CostRule, ...]] = {}
    for path, cost in _paid(register):
        own = _own_month(cost, month)
        if own not in rules:
            rules[own] = cost_rules(space, own)
        if rule_on(rules[own], cost.date) is None:
            values = {"label": cost.label, "month": own, "date": rules[own][1].start}
            yield Finding("register.undated_cost", file, path, values)


def _passes(space: Space, register: MonthRegister, file: str) -> Iterator[Finding]:
    """A pass is sold by the organisation that is paid for its service."""
    for index, uses in enumerate(register.uses):
        seller = space.responsible("collects", space.prices.passes[uses.book].service)
        if uses.sold and uses.sold_by not in (None, seller):
            values = {
                "pass": uses.book,
                "organisation": space.organisation_name(uses.sold_by or ""),
                "seller": space.organisation_name(seller or ""),
            }
            yield Finding("register.seller", file, ("uses", index, "sold_by"), values)


def _sums(register: MonthRegister, file: str) -> Iterator[Finding]:
    """The receipts of a stream add up to its total, if it is written, and refunds don't exceed them."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    last: dict[str, int] = {}
    for index, receipt in enumerate(register.receipts):
        sums[receipt.stream] += receipt.amount
        if receipt.amount < 0:
            last[receipt.stream] = index
    for stream, total in register.totals.items():
        if sums[stream] != total:
            values = {"stream": stream, "total": total, "sum": sums[stream], "difference": total - sums[stream]}
            yield Finding("register.total", file, ("totals", stream), values)
    for stream, amount in sums.items():
        if amount < 0:
            values = {"stream": stream, "amount": amount}
            yield Finding("register.refunds", file, ("receipts", last[stream], "amount"), values)


def remarks(space: Space, register: MonthRegister, file: str) -> Iterator[Finding]:
    """What may be right, and is worth a look; ``register`` has passed ``findings``."""
    for (kind, _, evidence), paths in _proved(register).items():
        if len(paths) > 1:
            first, *others = (int(path[1]) + 1 for path in paths)
            values = {"evidence": evidence, "lines": ", ".join(map(str, others)), "line": first}
            code = "register.same_evidence_one" if len(others) == 1 else "register.same_evidence"
            yield Finding(code, file, (kind, others[0] - 1, "evidence"), values, "warning")
    budgeted = {_words(cost.label): cost.vat for cost in space.budget.costs if cost.paid_by is None and cost.vat}
    for path, paid in _paid(register):
        rate = next((rate for words, rate in budgeted.items() if words[:1] == _words(paid.label)[:1]), None)
        if paid.vat is None and rate and recovered_percent(space, paid.paid_by, rate):
            label = translated(space.vocabulary.vat_rates[rate].label, space.identity.language)
            values = {"label": paid.label, "rate": label}
            yield Finding("register.cost_without_vat", file, (*path, "vat"), values, "warning")


def _words(label: str) -> tuple[str, ...]:
    return tuple(slug(label).split("-"))


def _proved(register: MonthRegister) -> dict[tuple[str, str, str], list[KeyPath]]:
    """The paths of the entries that each piece of evidence proves, by list, organisation and its number."""
    found: dict[tuple[str, str, str], list[KeyPath]] = defaultdict(list)
    for path, entry in _entries(register):
        if entry.evidence:
            found[str(path[0]), entry.received_by, entry.evidence].append(path)
    for path, cost in _paid(register):
        if cost.evidence:
            found[str(path[0]), cost.paid_by, cost.evidence].append(path)
    return found


def _evidence(register: MonthRegister, file: str) -> Iterator[Finding]:
    """Evidence may prove several amounts, as a bank statement does, but not the same one of the same day twice."""
    for (kind, _, evidence), paths in _proved(register).items():
        first: dict[tuple[Decimal, dt.date | None], int] = {}
        for path in paths:
            index = int(path[1])
            entry = getattr(register, kind)[index]
            if (before := first.setdefault((entry.amount, entry.date), index)) != index:
                values = {"evidence": evidence, "line": index + 1, "first": before + 1}
                yield Finding("register.evidence", file, (*path, "evidence"), values)
