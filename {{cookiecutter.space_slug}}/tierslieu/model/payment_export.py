"""Tables of payments that other tools export: how they are read, and what a place has answered about its own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Key, Model, Text

#: What a column of payments is: ``label`` tells what was sold, ``fee`` what the payment service kept.
Column = Literal["date", "amount", "label", "evidence", "fee"]
#: Values by the title of a column: a row that has one of them in each.
RowValues = dict[Text, tuple[Text, ...]]


class PaymentExport(Model):
    """A table of payments: a file of vocabulary/payment_exports/."""

    label: Text = Field(description="The tool that exports it.")
    columns: dict[Column, tuple[Text, ...]] = Field(description="Titles of each column: any of them.")
    kept: RowValues = Field(default_factory=dict, description="Rows that are receipts; none: all.")
    fee_rows: RowValues = Field(default_factory=dict, description="Rows of which the fee alone is read.")
    by_hand: tuple[Text, ...] = Field(
        default_factory=tuple, description="Columns that leave a row to be typed by hand unless they are blank or 0."
    )
    sources: tuple[Text, ...] = Field(description="Where the columns are described.")


class AnsweredExport(Model):
    """What the place has answered about the tables of a tool: an entry of register/imports.yaml.

    A revenue is a service or a stream, and maybe a slash and a rate of VAT; blank is none of the place.
    """

    columns: dict[Column, Text] = Field(default_factory=dict, description="Titles; none for a known tool.")
    received_by: Key | None = Field(None, description="The organisation whose account it is.")
    fees: Literal["own", "common"] | None = Field(None, description="Whether fees are common costs.")
    stream: Text | None = Field(None, description="The revenue of all its rows; blank: see entries.")
    entries: dict[str, Text | None] = Field(default_factory=dict, description="The revenue of each label.")


class AnsweredExports(Model):
    """The whole of ``register/imports.yaml``, by file of vocabulary/payment_exports/ or by a name of its own."""

    exports: dict[Key, AnsweredExport] = Field(default_factory=dict, description="By tool.")
