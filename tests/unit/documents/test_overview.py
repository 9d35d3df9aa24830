"""The head of the dashboard: what stops, what is to be filled in, the money and the next dates."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from support.document_factories import blank, complete, document, governed, several
from support.document_text import html_text, spaced
from support.factories import activity, comptoir
from support.workbook_factories import drawn, rich

from tierslieu import budget
from tierslieu.budget.incomes import is_grant
from tierslieu.documents import dashboard
from tierslieu.documents.build import build_documents
from tierslieu.documents.legal_duties import duties_of
from tierslieu.documents.overview import Overview, overview
from tierslieu.documents.selection import select_documents
from tierslieu.facts import money, organisation_name
from tierslieu.model import Space

DASHBOARD = "tableau-de-bord.html"


def seen(space: Space) -> Overview:
    return overview(space)


def page(space: Space) -> str:
    return build_documents(space, ("html",), ("tableau-de-bord",))[DASHBOARD].decode("utf-8")


@pytest.mark.long
def test_what_the_law_asks_for_and_the_place_lacks_is_named_below_what_waits_for_a_signature() -> None:
    space = several()
    absent = [duty for duty in duties_of(space) if duty.state == "absent"]
    names = {duty.legal.name for duty in absent}
    shown = page(space)
    elsewhere = shown[shown.index('id="elsewhere"') : shown.index('<div class="answers"')]
    told = html.unescape(spaced(html_text(elsewhere.encode())))
    # There alone, with its source, by when and who.
    assert len(names) == elsewhere.count("<li>")
    assert '<span class="state absent"' not in shown
    for duty in absent:
        assert spaced(duty.legal.name) in told and spaced(duty.legal.when) in told
        assert spaced(duty.legal.source.partition("http")[0].strip()) in told
        assert duty.organisation is None or spaced(organisation_name(space, duty.organisation, "fr")) in told


def test_cash_that_falls_below_zero_stops_the_place() -> None:
    space = rich()
    short = [cash.shortage for cash in budget.forecast(space).cash if cash.shortage]
    stops = " ".join(stop.text for stop in seen(space).stops)
    assert short and all(money(shortage.amount, "fr") in stops for shortage in short)
    # It is the first step, leads to the chart, and says what to do.
    steps = re.findall(r"<li.*?</li>", page(space).partition('id="next"')[2].partition("</ol>")[0], re.DOTALL)
    assert (
        'href="#money"' in steps[0] and "Débloquer" in steps[0] and seen(space).stops[0].how in html.unescape(steps[0])
    )


@pytest.mark.long
def test_what_stops_the_place_is_the_first_steps_of_which_the_last_holds_all_others() -> None:
    space = several()
    stops = [replace(seen(space).stops[0], text=f"Essai {number}.") for number in range(4)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dashboard, "overview", lambda of: replace(overview(of), stops=stops))
        shown = page(space)
    steps = shown.partition('id="next"')[2].partition("</ol>")[0]
    assert steps.count('<li class="stop">') == 2 and "Et 2 autres" in spaced(steps)
    assert steps.index('<li class="stop">') < steps.index("Écrire")
    assert re.findall(r"Essai \d", steps) == [f"Essai {number}" for number in range(4)]


@pytest.mark.long
def test_missing_facts_are_counted_by_file_and_the_first_of_all_files_are_named() -> None:
    space = blank(several)
    told = seen(space)
    assert [part.title for part in told.missing] == ["Le lieu", "Les organisations", "Les prix", "Le budget"]
    assert all(part.count == len(set(part.names)) > 0 for part in told.missing)
    assert len(seen(complete()).missing) < len(told.missing)
    shown = page(space)
    section = html.unescape(shown[shown.index('id="config"') : shown.index('id="documents"')])
    named, others = section[: section.index("<details>")], section[section.index("<details>") :]
    lines = re.findall(r"<li><span>(.+?)</span> <span class=\"owner\">(.+?)</span></li>", named)
    assert len(lines) == 7
    assert [name for name, _ in lines[:4]] == [part.names[0][0] for part in told.missing]
    # In words of who writes them, with what is left to write.
    left = sum(part.count for part in told.missing) - 7
    assert f"Et {left} autres" in spaced(others) and "./lieu" not in section and "config/" not in section
    # Those open in their place, each name once in its file.
    names = [{name for name, _ in part.names} for part in told.left]
    assert sum(part.count for part in told.left) == left
    assert re.findall(r"<li><span>(.+?)</span>", others) == [
        name for part in told.left for name in dict.fromkeys(name for name, _ in part.names)
    ]
    assert names and len(others.split("<ul>")) - 1 == len(names)


@pytest.mark.long
def test_a_list_that_is_cut_opens_and_no_column_says_the_same_on_each_line() -> None:
    sources = tuple(
        document("{{ blank('ville') }}", slug=f"essai-{number}", legal_bases=["Loi"], signatories=["person"])
        for number in range(9)
    )
    shown = page(comptoir(documents=sources))
    assert set(re.findall(r'href="(essai-\d)\.html"', section(shown, "missing"))) == {f"essai-{n}" for n in range(9)}
    listed = page(several())
    tables = re.findall(r'<table class="rows asked".*?</table>', listed, re.DOTALL)
    assert tables
    for table in tables:
        states = set(re.findall(r'class="state (\w+)"', table))
        assert states != {"to_review"}
    # Nor is a list of all that there is.
    assert 'id="review"' not in listed and "Tous sont à faire relire." in html_text(listed.encode())


@pytest.mark.long
def test_what_to_do_first_is_the_first_answer() -> None:
    shown = page(several())
    first = shown[shown.index('<section class="next"') : shown.index("</ol>")]
    assert shown.index(first) < min(shown.index('id="money"'), shown.index('<div class="answers"'))
    told = [html.unescape(spaced(html_text(step.encode()))) for step in re.findall(r"<li>.*?</li>", first, re.DOTALL)]
    assert [re.match("Écrire|Compléter|Faire relire|Faire ailleurs", step.strip())[0] for step in told] == [  # type: ignore[index]
        "Écrire",
        "Compléter",
        "Faire relire",
        "Faire ailleurs",
    ]
    # The document to fill in is the first that the law asks for before the opening and that lacks a field.
    head = shown[shown.index('class="readiness"') : shown.index('class="next"')]
    (address, left) = re.findall(r'<a href="([^"]+)"[^>]* aria-label="[^"]*?, (\d+)\s', head)[0]
    assert f"{left} champ" in told[1] and f'href="{address}"' in first


@pytest.mark.long
def test_what_is_to_be_done_first_of_one_document_is_one_step_and_nothing_of_each_year_is_there() -> None:
    steps = re.findall(
        r"<li>.*?</li>", page(governed("association", "regie-publique")).partition("</ol>")[0], re.DOTALL
    )
    told = [html.unescape(spaced(html_text(step.encode()))) for step in steps if 'class="do"' in step]
    assert [text for text in told if "Compléter et faire relire" in text] and not any(
        re.search(r"^\s*(Compléter|Faire relire) ", text) and "et faire relire" not in text for text in told
    )
    # One step is one link: to the document.
    (both,) = (step for step in steps if "Compléter et faire relire" in step)
    assert re.findall(r'href="([^"]+)"', both) == ["deliberation-regie-only.html"]
    space = governed("scic", "scic-sas")
    yearly = {duty.legal.name for duty in duties_of(space) if duty.state == "absent" and duty.legal.moment == "later"}
    first = html.unescape(page(space).partition('id="next"')[2].partition("</ol>")[0])
    assert yearly and not any(name in first for name in yearly)


@pytest.mark.long
def test_what_to_write_first_is_told_before_how_much_of_each_kind_the_most_first() -> None:
    space = blank(several)
    shown = page(space)
    written = shown[shown.index('id="config"') : shown.index('id="documents"')]
    rows = re.findall(r"<dd><strong>(\d+)</strong></dd>", written)
    assert [int(count) for count in rows] == sorted((part.count for part in seen(space).missing), reverse=True)
    assert written.index("À écrire en premier") < written.index("<dl>")


def test_a_loss_is_said_to_be_one() -> None:
    space = drawn(8)
    losses = [year for year, result in seen(space).money.results if result[0] in "-−"]
    assert losses and len(losses) < len(seen(space).money.results)
    assert re.findall(r'<div class="loss"><dt>(.*?), perte</dt>', page(space)) == losses


def test_a_month_is_told_once_above_its_days() -> None:
    weekly = activity("hebdo", title="Hebdo", start="2027-01-14 14:00", end="2027-01-14 16:00")
    other = activity("autre", title="Autre", start="2027-01-28 14:00", end="2027-01-28 16:00")
    later = activity("plus-tard", title="Plus tard", start="2027-02-01 14:00", end="2027-02-01 16:00")
    text = html_text(page(comptoir(today=dt.date(2027, 1, 12), activities=(weekly, other, later))).encode())
    dates = spaced(text[text.index("Prochaines dates") : text.index("Cette page est pour")])
    assert dates.count("janvier 2027") == dates.count("février 2027") == 1
    assert dates.index("janvier 2027") < dates.index("Hebdo") < dates.index("Autre") < dates.index("février 2027")


def test_dates_that_are_examples_say_so() -> None:
    space = comptoir(
        activities=(
            activity("essai", title="Essai", start="2027-01-14 14:00", end="2027-01-14 16:00", example=True),
            activity("vrai", title="Vrai", start="2027-01-15 14:00", end="2027-01-15 16:00"),
        )
    )
    shown = page(space)
    dates = re.findall(r"<li[^>]*>[^\n]*<time.*?</li>", shown)
    assert ["(exemple)" in html_text(date.encode()) for date in dates] == [True, False]
    # Where all are, it is said once.
    alone = page(replace(space, activities=space.activities[:1]))
    agenda = alone[alone.index('id="dates"') :]
    assert "Les activités sont des exemples" in agenda and "(exemple)" not in agenda


def test_a_year_has_one_name() -> None:
    text = spaced(html_text(page(rich()).encode()))
    assert "Année 1" in text and re.search(r"€ Trésorerie au plus bas .*?, année \d, mois \d+", text)


def test_the_money_is_that_of_the_budget_without_cents() -> None:
    space = rich()
    shown = seen(space).money
    assert [result for _, result in shown.results] == [
        money(Decimal(round(year.result)), "fr") for year in budget.forecast(space).years if year.result is not None
    ]
    assert shown.lowest and not shown.missing
    unknown = seen(comptoir(budget={"costs": [{"label": "Loyer"}]})).money
    assert not unknown.results and unknown.missing and not unknown.lowest


def test_money_that_cannot_be_calculated_is_told_beside_what_of_the_budget_is_to_be_written() -> None:
    space = comptoir(budget={"costs": [{"label": "Loyer"}]})
    shown = page(space)
    written = shown[shown.index('id="config"') : shown.index('id="documents"')]
    assert shown.count('id="money"') == 1 and "L’argent" not in html_text(shown.encode())
    line = written[written.index('id="money"') :].partition("</dd>")[0]
    (part,) = (part for part in seen(space).missing if part.holds_money)
    assert (
        f"<dt>Le budget</dt><dd><strong>{part.count}</strong>" in written and "ni le résultat ni la trésorerie" in line
    )
    # How much is missing is told once, without squares: each of those is a document.
    total = sum(part.count for part in seen(space).missing)
    assert len(re.findall(rf"(?<!\d){total}\sinformations?", spaced(html_text(shown.encode())))) == 1
    assert "<i" not in written


def test_the_cash_is_a_thread_for_each_organisation_whose_least_is_told() -> None:
    space = rich()
    shown = seen(space).money
    cash = budget.forecast(space).cash
    threads = [thread.split() for thread in re.findall(r'<polyline points="([^"]+)"', shown.drawing)]
    assert [len(thread) for thread in threads] == [36] * len(cash)
    lowest = [account.lowest[1] for account in cash if account.lowest]
    assert money(min(lowest).quantize(Decimal(1)), "fr") in html.unescape(shown.drawing)
    # The lowest point of the page is that of the thread that has the least.
    depths = [max(float(point.split(",")[1]) for point in thread) for thread in threads]
    assert depths.index(max(depths)) == lowest.index(min(lowest))
    # A line of the scale is above all crests.
    marks = [float(y) for y in re.findall(r'<line class="(?:grid|zero)" x1="0"[^>]* y1="([\d.]+)%"', shown.drawing)]
    crests = min(float(point.split(",")[1]) for thread in threads for point in thread)
    assert min(marks) <= crests
    assert [name for _, name in shown.threads] == [
        organisation_name(space, account.organisation, "fr") for account in cash
    ]
    # A debt has a line of zero without a sign.
    assert min(lowest) < 0 and ">0\N{NO-BREAK SPACE}€<" in shown.drawing
    # At the end of each thread is the name of its organisation, on lines of its own.
    ends = re.findall(r'<text class="end[^"]*"[^>]* y="([\d.]+)%"[^>]*>(.*?)</text>', shown.drawing)
    assert len({height for height, _ in ends}) == len(ends)
    for account in cash:
        words = organisation_name(space, account.organisation, "fr").split()
        assert words[0] in html.unescape(" ".join(words for _, words in ends))
    # Each month of a grant has a ring on its thread, and the page tells what rings are.
    known = {
        (each.received_by, each.month, year)
        for each in space.budget.subsidies
        if is_grant(each) and each.month
        for year, amount in enumerate(each.amount)
        if amount
    }
    assert known and shown.drawing.count('class="grant ') == len(known)
    assert "Un cercle : le versement d’une subvention." in page(space)
    unknown = seen(comptoir(budget={"costs": [{"label": "Loyer"}]})).money
    assert not unknown.drawing and not unknown.threads


def test_every_document_is_a_cell_with_the_number_of_its_fields_to_write_which_is_full_once_none_is_left() -> None:
    laws = ["Loi d’exemple"]
    sources = (
        document("{{ blank('ville') }} " * 20, slug="a", legal_bases=laws),
        document("{{ blank('ville') }}", slug="b", legal_bases=laws),
        document("Rien.", slug="c", legal_bases=laws),
        document("Rien.", slug="d", review="relu", legal_bases=laws),
    )
    space = comptoir(documents=sources)
    shown = page(space)
    # What lacks least comes first.
    told = shown[shown.index('class="key"') : shown.index('id="not_asked"')]
    key, cells = (re.findall(r'<i(?: class="([^"]+)")?[^>]*>(\d*)</i>', part) for part in told.split("</ul>", 1))
    assert cells == [("full", ""), ("full done", ""), ("", "1"), ("", "20")]
    # The key says what each means, with an example of each.
    assert {level for level, _ in key} == {level for level, _ in cells}
    assert "7 champs à écrire" in spaced(html_text(told.encode()))
    for name, left in (("missing", 2), ("review", 3), ("ready", 0)):
        assert f"<strong>{left}</strong>" in section(shown, name), name


@pytest.mark.long
@pytest.mark.parametrize("make", [several, complete, rich, lambda: blank(several)])
def test_each_document_is_drawn_once_and_what_is_told_of_all_is_what_is_drawn(make: Callable[[], Space]) -> None:
    space = make()
    shown = page(space)
    total = len(select_documents(space))
    figures = shown[shown.index('id="documents"') : shown.index('class="answers"')]
    cells = re.findall(r'<i(?: class="([^"]+)")? title="[^"]*"(?: data-step)?>(\d*)</i>', figures)
    cells = [(level, left) for level, left in cells if level != "elsewhere"]
    assert len(cells) == total and all(level.startswith("full") != bool(left) for level, left in cells)
    # The key has each kind of cell that is drawn; who has all to write sees there what is full.
    key = re.findall(r'<i(?: class="([^"]+)")?(?: data-step)? aria-hidden="true">', figures)
    assert {level for level, _ in cells} <= set(key) <= {level for level, _ in cells} | {"", "full"}
    # The lines tell how many there are at each moment, the last of what is to be done elsewhere.
    parts = re.findall(r"<summary><strong>(\d+)</strong> <span class=\"title\">", figures)
    absent = {(duty.legal.when, duty.legal.name) for duty in duties_of(space) if duty.state == "absent"}
    assert sum(map(int, parts)) == total + len(absent)


@pytest.mark.long
def test_the_document_to_fill_in_first_is_one_that_the_law_asks_for_though_it_has_no_signature() -> None:
    sources = (
        document("{{ blank('ville') }}", slug="choisi", signatories=["person"]),
        document("{{ blank('ville') }}", slug="prêt", legal_bases=["Loi"], signatories=["person"]),
    )
    shown = page(replace(several(), documents=(*several().documents, *sources)))
    first = shown[shown.index('class="readiness"') : shown.index("</ol>")]
    (marked,) = re.findall(r'<i[^>]* title="([^"]+)" data-step', shown)
    assert marked in first and "choisi" not in first and "prêt" not in first


@pytest.mark.long
@pytest.mark.parametrize("make", [several, complete, lambda: blank(several)])
def test_the_page_says_first_how_many_documents_are_ready_before_the_opening_and_leads_to_each(
    make: Callable[[], Space],
) -> None:
    space = make()
    shown = page(space)
    first = shown[shown.index('class="readiness"') : shown.index('class="next"')]
    count, total = map(int, re.findall(r"<strong[^>]*>(\d+) / (\d+)</strong>", first)[0])
    asked = {
        duty.instance.slug
        for duty in duties_of(space)
        if duty.instance and duty.legal.moment in ("creation", "opening")
    }
    assert set(re.findall(r'href="([^"]+)\.html"', first)) == asked and total == len(asked)
    levels = re.findall(r'<i(?: class="([^"]+)")?></i>', first)
    assert len(levels) == total and count == sum(level.startswith("full") for level in levels) < total
    # The name of each says what its document lacks; what lacks least comes first.
    left = [int(number) for number in re.findall(r'aria-label="[^"]*?, (\d+)\s', first)]
    assert len(left) == total - count and left == sorted(left)
    assert all(level.startswith("full") for level in levels[:count])
    # What to fill in first is marked once, in the list, below the key that says so.
    assert shown.count(" data-step>") == 1 and shown.index("À compléter d’abord") < shown.index(" data-step>")


@pytest.mark.parametrize("most", [9, 10, 20])
def test_no_square_is_alone_in_its_row_and_no_row_is_longer_than_most(most: int) -> None:
    for count in range(2, 200):
        length = dashboard.per_row(count, most)
        assert 2 <= length <= most and count % length != 1, count
    assert dashboard.per_row(0, most) == dashboard.per_row(1, most) == 1


@pytest.mark.long
def test_a_document_that_is_asked_for_twice_is_named_again_with_what_counts_it() -> None:
    duties = [duty for duty in duties_of(several()) if duty.instance]
    asked = Counter(duty.instance.slug for duty in duties if duty.instance)
    (slug,) = (slug for slug, count in asked.items() if count > 1)
    first, again = (duty.legal for duty in duties if duty.instance and duty.instance.slug == slug)
    assert first.moment == "creation" and again.moment == "later"
    rows = [row for row in re.findall(r"<tr>.*?</tr>", page(several()), re.DOTALL) if f'href="{slug}.html"' in row]
    told = [spaced(html.unescape(html_text(row.encode()))) for row in rows]
    assert [f"Compté avec : {spaced(first.name)}" in text for text in told] == [False, True]


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
    # An activity tells its service.
    assert [date.service for date in dates] == [weekly.meta.service, ""]


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_answers_first_and_speaks_no_jargon(language: str) -> None:
    space = several(identity={"language": language})
    text = spaced(html_text(page(space).encode()))
    heads = {
        "fr": (
            " obligatoires complets avant l’ouverture",
            "À faire d’abord",
            "Vérifier",
            "informations à écrire",
            "Vos ",
            "À la création",
            "À l’ouverture",
            "Chaque année",
            " à signer",
            "Prochaines dates",
        ),
        "en": (
            "documents complete before the opening",
            "To do first",
            "Check",
            "facts to write",
            "Your ",
            "At the creation",
            "At the opening",
            "Each year",
            " to sign",
            "Next dates",
        ),
    }
    place = 0
    for head in heads[language]:
        place = text.index(head, place)
    assert not re.search(r"(?:état|state) [0-9a-f]{7}|None|blank\.|fact_", text)


def section(shown: str, name: str) -> str:
    """The HTML of an answer of the page."""
    found = re.search(rf'<div class="card" id="{name}">(.*?)</div>', shown, re.DOTALL)
    assert found
    return found[1]


def test_what_can_be_signed_waits_or_is_to_be_reviewed_is_counted_first() -> None:
    signed: dict[str, Any] = {"legal_bases": ["Loi"], "signatories": ["table"]}
    sources = (
        document("Un.", slug="un", review="relu", **signed),
        document("Deux.", slug="deux", **signed),
        document("{{ blank('ville') }}", slug="trois", review="relu", **signed),
        document("Quatre, que personne ne signe.", slug="quatre", legal_bases=["Loi"], review="relu"),
    )
    shown = page(comptoir(documents=sources))
    links = {name: re.findall(r'href="(\w+)\.html"', section(shown, name)) for name in ("ready", "missing")}
    assert links == {"ready": ["un"], "missing": ["trois"]}
    # One sense for all: how many are left, of how many.
    figures = {
        name: re.findall(r"<strong>(\d+)</strong>", section(shown, name)) for name in ("ready", "missing", "review")
    }
    assert figures == {"ready": ["3"], "missing": ["1"], "review": ["1"]}
    assert "Vos 4 documents" in spaced(html_text(shown.encode()))


def test_what_is_nearest_to_a_signature_is_named_while_nothing_is_ready() -> None:
    gaps = ("{{ blank('ville') }} {{ blank('rue') }}", "{{ blank('ville') }}")
    sources = [
        document(text, slug=f"essai-{len(text)}", legal_bases=["Loi"], signatories=["person"], review="relu")
        for text in gaps
    ]
    shown = section(page(comptoir(documents=tuple(sources))), "ready")
    assert re.findall(r'href="(essai-\d+)\.html"', shown) == [f"essai-{len(gaps[1])}", f"essai-{len(gaps[0])}"]


@pytest.mark.long
def test_the_law_says_by_when_and_the_rest_is_folded() -> None:
    space = several()
    shown = page(space)
    duties = duties_of(space)
    asked = {duty.instance.slug for duty in duties if duty.instance}
    folded = shown[shown.index('id="not_asked"') : shown.index('class="answers"')]
    listed = shown[shown.index('class="all"') : shown.index('id="not_asked"')]
    assert asked
    for slug in asked:
        assert f'href="{slug}.html"' in listed and f'href="{slug}.html"' not in folded
    times = re.findall(r'<span class="when"[^>]*>(.*?)</span>', listed)
    assert len(times) == len(set(times))
    present = [duty.legal for duty in duties if duty.state != "absent"]
    assert set(map(html.unescape, times)) == {legal.when for legal in present}
    anchors = re.findall(r'href="#(asked-\d+)"', shown)
    assert anchors and all(f'id="{anchor}"' in listed for anchor in anchors)
    # By moments, each with a cell for each document.
    moments = listed.split('<details class="part')[1:]
    for moment, name in zip(moments, ("creation", "opening", "later"), strict=False):
        own = {html.unescape(when) for when in re.findall(r'<span class="when"[^>]*>(.*?)</span>', moment)}
        assert own == {legal.when for legal in present if legal.moment == name}
        assert f'id="{name}"' in moment
        assert moment.count("<i ") == len(re.findall(r'<td class="number" data-label="Champs', moment))


def test_a_document_of_several_organisations_has_a_line_for_each_with_its_name_as_a_link() -> None:
    sources = (document("Un.", slug="un", title="Règles d’essai", per="organisation", legal_bases=["Loi"]),)
    shown = page(comptoir(documents=sources))
    others = html.unescape(shown[shown.index('id="not_asked"') : shown.index('class="answers"')])
    assert re.findall(r'<a href="(un-\w+)\.html">Règles d’essai</a>', others) == ["un-association", "un-cooperative"]


@pytest.mark.long
def test_the_letters_are_those_of_the_place_without_a_file_beside_the_page() -> None:
    shown = page(several(identity={"look": {"type": "affiche"}}))
    sources = re.findall(r"src:url\(([^)]{4})", shown)
    assert sources and set(sources) == {"data"}


@pytest.mark.long
def test_a_source_is_a_link_with_words() -> None:
    shown = page(several())
    assert re.search(r'<span class="small source">[^<]*<a href="https://[^"]+">texte en ligne</a>', shown)
    assert not re.search(
        r">[^<]*https?://", "".join(re.findall(r'<span class="small source".*?</span>', shown, re.DOTALL))
    )
