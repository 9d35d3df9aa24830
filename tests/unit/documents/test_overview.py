"""The head of the dashboard: what stops, what is to be filled in, the money and the next dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from support.document_factories import blank, complete, document, several
from support.document_text import html_text, spaced
from support.factories import activity, comptoir
from support.workbook_factories import rich

from tierslieu import budget
from tierslieu.documents.build import build_documents
from tierslieu.documents.legal_duties import duties_of
from tierslieu.documents.overview import Overview, overview
from tierslieu.facts import money
from tierslieu.model import Space

DASHBOARD = "tableau-de-bord.html"


def seen(space: Space, unsigned: int = 0) -> Overview:
    return overview(space, duties_of(space), unsigned)


def page(space: Space) -> str:
    return build_documents(space, ("html",), ("tableau-de-bord",))[DASHBOARD].decode("utf-8")


def test_what_the_law_asks_for_and_the_place_lacks_stops_it_by_name() -> None:
    space = several()
    names = {duty.legal.name for duty in duties_of(space) if duty.state == "absent"}
    stops = " ".join(seen(space).stops)
    assert names and all(name in stops for name in names)
    assert "3 documents à signer ont des champs vides." in seen(space, 3).stops
    assert not any("à signer" in stop for stop in seen(space).stops)


def test_cash_that_falls_below_zero_stops_the_place() -> None:
    space = rich()
    short = [cash.shortage for cash in budget.forecast(space).cash if cash.shortage]
    stops = " ".join(seen(space).stops)
    assert short and all(money(shortage.amount, "fr") in stops for shortage in short)


def test_missing_facts_are_counted_by_file_and_the_first_are_named() -> None:
    missing = seen(blank(several)).missing
    assert [part.title for part in missing] == ["Le lieu", "Les organisations", "Les prix", "Le budget"]
    for part in missing:
        assert part.count == len(part.names) + part.others and 0 < len(part.names) <= 5
    assert len(seen(complete()).missing) < len(missing)


def test_the_money_is_that_of_the_budget() -> None:
    space = rich()
    shown = seen(space).money
    assert [result for _, result in shown.results] == [
        money(year.result, "fr") for year in budget.forecast(space).years if year.result is not None
    ]
    assert shown.lowest and not shown.missing
    unknown = seen(comptoir(budget={"costs": [{"label": "Loyer"}]})).money
    assert {result for _, result in unknown.results} == {"?"} and unknown.missing and not unknown.lowest


def test_the_next_dates_are_those_to_come_the_soonest_first() -> None:
    today = dt.date(2027, 1, 12)
    changes: dict[str, Any] = {
        "organisations": {
            "agreements": {
                "bail": {
                    "kind": "occupation", "organisation": "cooperative", "object": "le rez-de-chaussée",
                    "from": "2024-02-01", "months": 36,
                },
                "passe": {
                    "kind": "grant", "organisation": "association", "object": "l’animation", "from": "2020-01-31", "months": 1,
                },
            }
        }
    }  # fmt: skip
    weekly = activity("hebdo", title="Hebdo", rrule="FREQ=WEEKLY;COUNT=4")
    over = activity("passe", title="Passé", start="2026-01-14 14:00", end="2026-01-14 16:00")
    dates = seen(comptoir(today=today, activities=(over, weekly), **changes)).dates
    assert [(date.day, date.text.partition(",")[0]) for date in dates] == [
        (dt.date(2027, 1, 14), "Hebdo"),
        (dt.date(2027, 1, 31), "Fin de l’accord\u00a0: le rez-de-chaussée"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_answers_first_and_speaks_no_jargon(language: str) -> None:
    space = several(identity={"language": language})
    text = spaced(html_text(page(space).encode()))
    heads = {
        "fr": ("Ce qui bloque", "À compléter", "L’argent", "Prochaines dates", "Tous les documents"),
        "en": ("What stops", "To fill in", "Money", "Next dates", "All documents"),
    }
    places = [text.index(head) for head in heads[language]]
    assert places == sorted(places)
    assert not re.search(r"(?:état|state) [0-9a-f]{7}|None|blank\.|fact_", text)


def test_documents_are_by_state_with_links() -> None:
    sources = (
        document("Un.", slug="un", legal_bases=["Loi"], review="relu"),
        document("Deux.", slug="deux", legal_bases=["Loi"]),
        document("Trois.", slug="trois", legal_bases=[]),
    )
    shown = page(comptoir(documents=sources))
    anchors = re.findall(r'href="#(state-\w+)"', shown)
    assert anchors == ["state-to_review", "state-reviewed", "state-none"]
    tables = re.findall(r'<section id="(state-\w+)">(.*?)</section>', shown, re.DOTALL)
    assert [(anchor, re.findall(r'href="(\w+\.html)"', table)) for anchor, table in tables] == [
        ("state-to_review", ["deux.html"]), ("state-reviewed", ["un.html"]), ("state-none", ["trois.html"]),
    ]  # fmt: skip


def test_what_the_law_asks_for_comes_first_and_the_rest_is_folded() -> None:
    space = several()
    shown = page(space)
    asked = {duty.instance.slug for duty in duties_of(space) if duty.instance}
    folded = "".join(re.findall(r'<details class="others">(.*?)</details>\n</section>', shown, re.DOTALL))
    listed = shown[shown.index('state-to_review">') : shown.index('id="mandatory"')]
    assert asked
    for slug in asked:
        assert f'href="{slug}.html"' in listed and f'href="{slug}.html"' not in folded
    # Its heading has the state, which no row repeats.
    assert 'class="state' not in listed


def test_a_source_is_a_link_with_words() -> None:
    shown = page(several())
    assert re.search(r'<td class="source"[^>]*>[^<]*<a href="https://[^"]+">texte en ligne</a>', shown)
    assert not re.search(r">[^<]*https?://", "".join(re.findall(r'<td class="source".*?</td>', shown, re.DOTALL)))
