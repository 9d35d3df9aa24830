"""What each organisation received, keeps and owes in a settled month; the balances of all add up to zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tierslieu.finance.vat import NOTHING

from .settlement import InvoiceToWrite, Settlement


@dataclass(frozen=True)
class Balance:
    """The month of one organisation, in euros.

    ``received`` includes ``vat``, which is owed to the State, and ``aside``, which stays with the organisation for free
    uses. ``share`` is its part of all revenues, ``paid`` what common costs cost it, ``cost_share`` its part of them.
    ``to_receive`` and ``to_pay`` are its invoices, VAT included; None while one of them waits for a fact.
    """

    received: Decimal
    vat: Decimal
    aside: Decimal
    share: Decimal
    paid: Decimal
    cost_share: Decimal
    net: Decimal
    to_receive: Decimal | None
    to_pay: Decimal | None

    @property
    def balance(self) -> Decimal | None:
        """What is left to receive, or to pay if negative, VAT included; None while unknown."""
        return None if self.to_receive is None or self.to_pay is None else self.to_receive - self.to_pay


def balance(settlement: Settlement, key: str) -> Balance:
    """The month of the organisation ``key``; ``net`` is its balance excluding the VAT of invoices."""
    own = [line for line in settlement.streams if line.rule.collector == key]
    issued = [invoice for invoice in settlement.invoices if invoice.issuer == key]
    due = [invoice for invoice in settlement.invoices if invoice.customer == key]
    return Balance(
        received=_sum(line.ttc for line in own),
        vat=_sum(line.vat or NOTHING for line in own),
        aside=_sum(line.aside or NOTHING for line in own),
        share=_sum((line.parts or {}).get(key, NOTHING) for line in settlement.streams),
        paid=_sum(cost.net or NOTHING for cost in settlement.costs if cost.payer == key),
        cost_share=_sum((cost.parts or {}).get(key, NOTHING) for cost in settlement.costs),
        net=_sum(invoice.ht for invoice in issued) - _sum(invoice.ht for invoice in due),
        to_receive=_whole(issued),
        to_pay=_whole(due),
    )


def _whole(invoices: list[InvoiceToWrite]) -> Decimal | None:
    amounts = [invoice.ttc for invoice in invoices]
    return None if None in amounts else _sum(amount for amount in amounts if amount is not None)


def _sum(amounts: object) -> Decimal:
    return sum(amounts, NOTHING)  # type: ignore[call-overload, no-any-return]
