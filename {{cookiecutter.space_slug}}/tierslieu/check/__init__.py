"""The rules of ``./lieu check``: ``RULES`` lists them in the order in which they are applied.

A rule is a function of a module of this folder, from a ``Space`` to its findings. To add one, write it, add it to
``RULES`` and its message codes to ``i18n/catalogues/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tierslieu.core.finding import Finding
from tierslieu.finance import grid_rules
from tierslieu.model import Space

from . import (
    activities,
    agreements,
    associates,
    budget,
    community,
    content,
    documents,
    exports,
    identity,
    look,
    missing_facts,
    opening_hours,
    organisations,
    passes,
    place,
    prices,
    services,
    split,
    vat,
)
from .references import REFERENCES

Rule = Callable[[Space], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *REFERENCES,
    services.services_have_operators,
    services.organisations_have_a_role,
    split.shares_make_a_whole,
    split.common_costs_are_measured,
    split.common_costs_have_one_key,
    split.streams_make_a_whole,
    split.streams_have_a_collector,
    organisations.numbers_are_real,
    organisations.numbers_agree,
    organisations.registers_fit_the_form,
    organisations.future_organisations_have_no_number,
    organisations.sirets_are_unique,
    organisations.marks_fit_the_form,
    organisations.models_name_cooperatives_only,
    associates.associates_share_one_whole,
    associates.categories_are_complete,
    associates.capital_respects_the_form,
    associates.votes_respect_the_form,
    associates.colleges_make_a_whole,
    associates.colleges_respect_the_form,
    associates.reserves_respect_the_form,
    *(grid_rules.for_every_grid(rule) for rule in grid_rules.GRID_RULES),
    prices.grids_follow_one_another,
    prices.coming_prices_do_not_fall,
    prices.offers_have_an_amount,
    prices.audiences_are_described,
    prices.audiences_are_used,
    passes.passes_count_uses,
    passes.golden_tickets_are_a_try,
    passes.golden_tickets_still_run,
    passes.golden_tickets_end_with_their_pass,
    vat.regimes_fit_the_form,
    vat.incomes_stay_below_thresholds,
    vat.mentions_are_known,
    vat.passes_stay_single_purpose,
    vat.prices_without_vat_have_vat_to_add,
    vat.coworking_is_sold_by_a_company,
    identity.people_fit,
    budget.desks_are_enough,
    budget.wages_have_one_employer,
    identity.identity_is_well_formed,
    look.look_is_known,
    look.look_has_its_fonts,
    look.colours_can_be_read,
    place.pictures_can_be_shown,
    place.pictures_have_words,
    place.areas_are_unique,
    community.people_have_agreed,
    community.people_have_a_real_site,
    identity.positions_are_whole,
    opening_hours.hours_can_be_read,
    content.page_keys_are_unique,
    content.addresses_are_unique,
    content.news_have_one_date,
    content.language_has_a_home,
    content.languages_are_translated,
    activities.uids_are_unique,
    activities.addresses_can_be_followed,
    documents.kinds_exist,
    documents.documents_can_apply,
    documents.signatories_can_sign,
    documents.laws_have_been_read,
    agreements.agreements_have_documents,
    agreements.subsidies_have_an_agreement,
    missing_facts.identity_blanks,
    missing_facts.access_blanks,
    missing_facts.organisation_blanks,
    missing_facts.split_blanks,
    missing_facts.price_blanks,
    missing_facts.budget_blanks,
    missing_facts.example_blanks,
    exports.exports_have_their_facts,
)
