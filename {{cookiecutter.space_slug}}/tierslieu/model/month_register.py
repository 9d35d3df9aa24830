"""``register/2027-01.yaml``: what organisations received, paid and gave in a month."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from tierslieu.core.money import parse_amount

from .base import Key, Model, Text

#: A negative amount as accountants write it, or with a minus sign.
_NEGATIVE = re.compile(r"\((?P<bracketed>[^()]+)\)(?P<unit>.*)|[-\u2212] ?(?P<signed>.+)")


def signed_amount(text: str) -> Decimal:
    """An amount as ``parse_amount`` reads it, negative in brackets or after a minus sign. Raises ``ValueError``."""
    negative = _NEGATIVE.fullmatch(text.strip())
    if negative:
        text = negative["signed"] or f"{negative['bracketed']}{negative['unit']}"
    amount = parse_amount(text)
    return -amount if negative else amount


def _signed_amount(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise PydanticCustomError("amount", "amount", {"value": value})
    try:
        return signed_amount(str(value))
    except ValueError:
        raise PydanticCustomError("amount", "amount", {"value": value}) from None


#: An amount in euros, exact to the cent, that may be negative: ``9.50``, ``1 234,50 €``, ``(19,00)``, ``-19``.
SignedAmount = Annotated[
    Decimal,
    BeforeValidator(_signed_amount),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
]
#: A month: ``2027-01``.
MonthName = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Receipt(Model):
    """An amount that an organisation received for a stream: one payment, or the total of several."""

    stream: Key = Field(description="The revenue: a service, or a stream of config/organisations.yaml.")
    amount: SignedAmount = Field(description="Euros as received, VAT included; negative when given back.")
    received_by: Key = Field(description="The organisation that received it.")
    rate: Key | None = Field(None, description="A file of vocabulary/vat_rates/; blank: that of what is sold.")
    date: dt.date | None = Field(None, description="The day; blank: any day of the month.")
    evidence: Text | None = Field(None, description="Number of the invoice, of the till report, of the statement.")


class Correction(Receipt):
    """A correction of an earlier month, by the rules of that month."""

    month: MonthName = Field(description="The month to correct.")
    reason: Text = Field(description="Why it is corrected.")


class PassUses(Model):
    """Uses of a pass; golden tickets used are counted apart."""

    book: Key = Field(alias="pass", description="A pass of config/prices.yaml.")
    count: int = Field(0, ge=0, description="Uses in the month.")
    sold: int = Field(0, ge=0, description="Passes sold in the month.")
    sold_by: Key | None = Field(None, description="Who sold it; blank: the organisation that sells this service.")
    golden_tickets: int = Field(0, ge=0, description="Golden tickets used in the month.")


class PaidCost(Model):
    """A common cost that an organisation paid."""

    label: Text = Field(description="What was paid.")
    amount: SignedAmount = Field(description="Euros as paid, VAT included; negative when it came back.")
    paid_by: Key = Field(description="The organisation that paid it.")
    vat: Key | None = Field(None, description="Rate of its VAT: a file of vocabulary/vat_rates/; blank: no VAT.")
    date: dt.date | None = Field(None, description="The day; blank: any day of the month.")
    evidence: Text | None = Field(None, description="Number of the invoice.")


class CostCorrection(PaidCost):
    """A correction of a common cost of an earlier month, by the rules of that month."""

    month: MonthName = Field(description="The month to correct.")
    reason: Text = Field(description="Why it is corrected.")


class UseCorrection(Model):
    """A correction of the passes of an earlier month: differences, which may be negative."""

    month: MonthName = Field(description="The month to correct.")
    book: Key = Field(alias="pass", description="A pass of config/prices.yaml.")
    count: int = Field(0, description="Uses more, or less.")
    sold: int = Field(0, description="Passes sold more, or less.")
    golden_tickets: int = Field(0, description="Golden tickets used more, or less.")
    reason: Text = Field(description="Why it is corrected.")


class MonthRegister(Model):
    """The whole of a file of ``register/``."""

    receipts: tuple[Receipt, ...] = Field(default_factory=tuple, description="What was received.")
    totals: dict[Key, SignedAmount] = Field(
        default_factory=dict, description="Euros by stream, VAT included, to be compared with its receipts."
    )
    uses: tuple[PassUses, ...] = Field(default_factory=tuple, description="Uses of passes.")
    free_uses: int = Field(0, ge=0, description="Free uses given: how many of the unit of the solidarity share.")
    presence: int | None = Field(
        None, ge=0, description="Half-days at a desk in the month, all uses together, as counted."
    )
    common_costs: tuple[PaidCost, ...] = Field(default_factory=tuple, description="Common costs paid.")
    corrections: tuple[Correction, ...] = Field(default_factory=tuple, description="Corrections of earlier months.")
    cost_corrections: tuple[CostCorrection, ...] = Field(
        default_factory=tuple, description="Corrections of common costs of earlier months."
    )
    use_corrections: tuple[UseCorrection, ...] = Field(
        default_factory=tuple, description="Corrections of passes of earlier months."
    )

    @property
    def all_uses(self) -> tuple[PassUses | UseCorrection, ...]:
        """The uses of passes, then their corrections."""
        return (*self.uses, *self.use_corrections)
