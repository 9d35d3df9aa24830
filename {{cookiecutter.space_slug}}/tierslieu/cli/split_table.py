"""Prints what ``./lieu split`` shows: who receives which part of an amount."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.budget import split
from tierslieu.facts import money, organisation_name
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.shares import coworking_amount, stream_label, uses_text
from tierslieu.model import Space

from .budget_tables import print_missing
from .console import Console


def print_split(space: Space, amount: Decimal, stream: str, console: Console) -> None:
    """Print the parts of ``amount`` with what each is a percent of, then the missing facts; raises ``Problems``."""
    result = split.split_amount(space, amount, stream)
    fmt = FactFormatter(space, space.identity.language, document=True)
    rows = []
    for part, percent in zip(result.parts, split.rounded_percents(result), strict=True):
        receiver = organisation_name(space, part.organisation, fmt.locale) if part.organisation else ""
        name = receiver or console.text(f"split.{part.kind}")
        rows.append([name, money(part.base, fmt.locale), fmt.percent(percent), money(part.amount, fmt.locale)])
    rows.append([console.text("split.total"), "", "", money(result.amount, fmt.locale)])
    label = fmt.t("common_costs_title") if stream == split.COMMON_COSTS else stream_label(fmt, stream)
    title = console.text("split.title", amount=money(result.amount, fmt.locale), stream=label)
    base = "base_before_vat" if any(part.kind == "vat" for part in result.parts) else "base"
    headings = [console.text(f"split.{name}") for name in ("who", base, "percent", "amount")]
    console.print_table(title, headings, rows, total=True)
    if result.free_uses is not None and result.use_price is not None:
        uses = uses_text(fmt, result.free_uses)
        console.print_message("split.free", uses=uses, price=coworking_amount(fmt, result.use_price))
    if result.missing:
        console.print_message("split.missing")
    for missing in result.missing:
        print_missing(missing, fmt, console)
