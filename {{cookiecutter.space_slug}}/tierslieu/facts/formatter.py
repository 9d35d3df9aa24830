"""Facts as words: in one language, on a page or in a document, with a blank where a fact is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal

from tierslieu.core.paths import KeyPath
from tierslieu.finance.proposals import ProposedFact, proposals
from tierslieu.i18n.formatting import LocaleFormatter, capitalised, translated, with_minus_sign
from tierslieu.model import Space

Facts = dict[str, Any]

#: What a table shows of a figure that is not known.
UNKNOWN = "?"


@dataclass(frozen=True)
class Blank:
    """A fact that is still missing: false in a condition, a visible gap in a text.

    ``label`` is the key of its name among the strings of a locale.
    """

    text: str
    label: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.text


class FactFormatter:
    """Writes the facts of ``space`` in the language ``locale``, for a document or, without ``document``, for a page."""

    def __init__(self, space: Space, locale: str, *, document: bool):
        self.space = space
        self.locale = locale
        self.formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
        self.t = self.formatter.t
        self.date = self.formatter.date
        self.plural = self.formatter.plural
        self.number = self.formatter.number
        self.document = document

    def known(self, value: Any, label: str) -> Any:
        """``value`` or, when it is None, a ``Blank``: ``[à compléter : SIRET]`` in a document, "à préciser" on a page."""
        if value is not None:
            return value
        text = self.t("blank_document", what=self.t(label)) if self.document else self.t("blank_page")
        return Blank(text, label)

    def agreed(self, value: Any, label: str, proposed: Any) -> Any:
        """As ``known``; the ``Blank`` of a document shows the value that the kit proposes, unless that is None."""
        if value is not None or proposed is None or not self.document:
            return self.known(value, label)
        return Blank(self.t("blank_proposed", value=proposed), label)

    def proposal(self, file: str, path: KeyPath) -> Decimal | str | Mapping[str, Decimal] | None:
        """What the kit proposes for the fact at ``path`` of a file; None when the fact is known or has no proposal."""
        fact = self._proposals.get((file, path))
        return fact.value if fact else None

    def proposal_text(self, file: str, path: KeyPath) -> str | None:
        """As ``proposal``, in words."""
        fact = self._proposals.get((file, path))
        return translated(fact.proposal.text, self.locale) if fact else None

    @cached_property
    def _proposals(self) -> dict[tuple[str, KeyPath], ProposedFact]:
        return {(fact.proposal.file, fact.path): fact for fact in proposals(self.space)}

    def money(self, amount: Decimal | None, label: str = "fact_amount") -> Any:
        """An amount in euros, or a ``Blank``."""
        return self.known(None if amount is None else money(amount, self.locale), label)

    def amount(self, amount: Decimal | None) -> str:
        """An amount in euros of a table, ``UNKNOWN`` while it is."""
        return UNKNOWN if amount is None else money(amount, self.locale)

    def whole(self, amount: Decimal | None) -> str:
        """An amount to the euro, halves up: a figure of a summary; ``UNKNOWN`` while it is."""
        return self.amount(None if amount is None else amount.quantize(Decimal(1), ROUND_HALF_UP))

    def percent(self, percent: Decimal) -> str:
        """A percent as the language writes it."""
        return percent_text(percent, self.locale)


def money(amount: Decimal, locale: str) -> str:
    """An amount in euros as the language writes it; whole euros without cents, a true minus sign (U+2212)."""
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return with_minus_sign(format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False))


def percent_text(percent: Decimal, locale: str) -> str:
    """A percent as the language writes it: ``60 %`` in French, ``60%`` in English."""
    pattern: str = Locale.parse(locale).percent_formats[None].pattern
    return pattern.replace("#,##0", with_minus_sign(format_decimal(percent, locale=locale)))


def phone_text(phone: str | None) -> str | None:
    """A telephone number as people read it: a French one in pairs (``04 73 00 00 00``), any other as it is written."""
    if phone is None:
        return None
    digits = re.sub(r"[\s./-]", "", phone.replace("(0)", ""))
    number = re.fullmatch(r"(\+33|0)([1-9])([0-9]{8})", digits)
    if not number:
        return phone
    prefix, first, rest = number.groups()
    return " ".join([f"0{first}" if prefix == "0" else f"{prefix} {first}", *re.findall("..", rest)])


def organisation_name(space: Space, key: str, locale: str) -> str:
    """What to call an organisation in a sentence: its name or, while it has none, what it is ("l’association")."""
    organisation = space.organisations.organisations[key]
    form = space.vocabulary.legal_form(organisation.legal_form)
    unnamed = translated(form.article, locale) if form else space.vocabulary.locales[locale].strings["the_organisation"]
    return organisation.name or unnamed


def organisation_heading(space: Space, key: str, locale: str) -> str:
    """What to call an organisation at the beginning of a line: its name as typed, else what it is with a capital."""
    return space.organisations.organisations[key].name or capitalised(organisation_name(space, key, locale))
