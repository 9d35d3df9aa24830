"""The agenda and the news as pages: by week, month, year and choice; what is off is said; long lists stay light."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from support.factories import TODAY, activity
from unit.site.test_languages import bilingual
from unit.site.test_site import Reading, news, readings, space, spoken

from tierslieu.exports import EXPORTS
from tierslieu.model import Activity, News, Source
from tierslieu.schedule import occurrences
from tierslieu.site.build import build_site
from tierslieu.site.listings.calendar_grid import CalendarMonth
from tierslieu.site.listings.generated_page import paginate
from tierslieu.site.pages_build import build_pages

#: Bytes that a first round trip brings: HTML and style sheets, compressed.
ROOM = 14 * 1024
LONG = "Un atelier dont le titre ne finit pas, "

#: The next day of the series below.
THURSDAY = (TODAY + dt.timedelta(days=(3 - TODAY.weekday()) % 7)).isoformat()
THURSDAYS = {"start": "2026-11-05 14:00", "end": "2026-11-05 16:00", "rrule": "FREQ=WEEKLY;BYDAY=TH"}


def built(*activities: Source[Activity], **more: Any) -> Mapping[str, bytes]:
    return build_pages(space(activities=activities, **more))


def weight(files: Mapping[str, bytes], path: str) -> int:
    """What a browser must fetch before it can show a page."""
    html = files[path]
    sheets = re.findall(rb'rel="stylesheet" href="(?:\.\./)*([^"?]+)', html)
    assert sheets
    return sum(len(gzip.compress(data, 9)) for data in (html, *(files[sheet.decode()] for sheet in sheets)))


def heaviest(files: Mapping[str, bytes]) -> tuple[int, str]:
    return max((weight(files, path), path) for path in files if path.endswith(".html") and path != "404.html")


def ones(number: int, **changes: Any) -> tuple[Source[Activity], ...]:
    """Single activities, four a day, the last one the day before the tests' today."""
    day = TODAY - dt.timedelta(days=1)
    found = []
    for count in range(number):
        when = day - dt.timedelta(days=count // 4)
        times = {"start": f"{when} {9 + count % 4 * 2:02}:00", "end": f"{when} {10 + count % 4 * 2:02}:30"}
        found.append(activity(f"atelier-{count}", title=f"Atelier numéro {count}", **(times | changes)))
    return tuple(found)


@cache
def crowded() -> Mapping[str, bytes]:
    """A place where two thousand activities took place."""
    return built(*ones(2000))


# --- Weeks, months, years ---


def test_the_coming_weeks_have_names() -> None:
    page = built(
        activity("first", title="Au sommet", start="2027-01-05 18:00", end="2027-01-05 20:00"),
        activity("a", title="Mercredi", start="2027-01-06 10:00", end="2027-01-06 12:00"),
        activity("b", title="Mardi", start="2027-01-12 10:00", end="2027-01-12 12:00"),
        activity("c", title="Jeudi", start="2027-01-14 10:00", end="2027-01-14 12:00"),
        activity("d", title="Lundi", start="2027-02-01 10:00", end="2027-02-01 12:00"),
    )["agenda/index.html"]
    text = spoken(page).partition("En liste")[2]
    parts = ("Janvier 2027", "Cette semaine", "Mercredi", "La semaine prochaine", "Mardi", "Février 2027", "Lundi")
    shown = [text.index(part) for part in parts]
    assert shown == sorted(shown)
    # A line before each week, and none but a fine one within it.
    assert re.findall(r'<li class="day turn" id="([^"]+)"', page.decode()) == ["2027-01-06", "2027-01-12", "2027-02-01"]


@pytest.mark.long
def test_the_list_goes_on_from_the_date_at_the_head_of_the_page() -> None:
    """It says so where both are of one month or week; a date that is alone is in the list too."""
    only = activity("a", title="Tricot", start="2027-01-14 14:00", end="2027-01-14 16:00")
    same_day = activity("b", title="Papote", start="2027-01-14 18:00", end="2027-01-14 20:00")
    same_month = activity("c", title="Couture", start="2027-01-29 10:00", end="2027-01-29 12:00")
    later = activity("d", title="Broderie", start="2027-02-01 10:00", end="2027-02-01 12:00")
    for others, told, goes_on in (
        ((later,), ["Broderie"], False),
        ((same_month, later), ["Couture", "Broderie"], True),
        ((same_day, later), ["Papote", "Broderie"], True),
        ((), ["Tricot"], False),
    ):
        html = built(only, *others)["agenda/index.html"].decode()
        head, _, below = html.partition("</header>")[2].partition("</header>")
        entries = re.findall(r'<li class="entry.*?</li>', below, re.DOTALL)
        assert "<h2" in head and "Tricot" in head
        assert all(one in entry for one, entry in zip(told, entries, strict=True))
        assert bool(re.search(r"<small>la\s+suite", below)) == goes_on
        assert html.count('id="2027-01-14"') == 1


def test_a_month_is_a_table_of_its_weeks() -> None:
    html = built(activity())["agenda/2027-01/index.html"].decode()
    table = ElementTree.fromstring(
        re.sub(r"<(img|use)([^>]*?)/?>", r"<\1\2/>", html[html.index("<table") : html.index("</table>")]) + "</table>"
    )
    heads = ["".join(head.itertext()) for head in table.iter("th")]
    assert heads == ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"]
    rows = table.findall("tbody/tr")
    assert [len(row) for row in rows] == [7] * 5
    # 1 January 2027 is a Friday; the activity is on Thursday the 14th.
    days = [time.get("datetime") for time in rows[0].iter("time")]
    assert days == ["2027-01-01", "2027-01-02", "2027-01-03"] and not any(rows[0][3].itertext())
    day = rows[2][3].find(".//time")
    assert "Papycamp" in "".join(rows[2][3].itertext()) and day is not None and day.get("datetime") == "2027-01-14"


def test_months_lead_to_those_that_hold_something() -> None:
    files = built(
        activity("a", start="2027-03-02 10:00", end="2027-03-02 12:00"),
        activity("b", start="2027-05-04 10:00", end="2027-05-04 12:00"),
    )
    assert [path for path in files if re.match(r"agenda/\d{4}-\d\d/", path)] == [
        "agenda/2027-03/index.html",
        "agenda/2027-05/index.html",
    ]
    march, may = (Reading(files[f"agenda/2027-0{number}/index.html"]) for number in (3, 5))
    assert "../../agenda/2027-05/" in march.links and "../../agenda/2027-03/" in may.links


ONE_DAY = {"past": "2026-11-05", "earlier this month": "2027-01-01", "today": "2027-01-04", "later": "2027-03-02"}


@pytest.mark.parametrize(
    ("days", "off", "month"),
    [
        (("past", "earlier this month", "later"), None, "2027-03"),
        (("past", "today", "later"), None, "2027-01"),
        (("past", "today", "later"), "today", "2027-03"),
        (("past", "earlier this month"), None, "2027-01"),
        (("past",), None, "2026-11"),
        (("past", "later"), "later", "2026-11"),
        (("later",), "later", "2027-03"),
    ],
)
def test_by_month_opens_where_something_is(days: tuple[str, ...], off: str | None, month: str) -> None:
    """The first month that still has something to come, else the last that had something."""
    files = built(
        *(
            activity(
                f"a{ONE_DAY[name]}",
                start=f"{ONE_DAY[name]} 10:00",
                end=f"{ONE_DAY[name]} 12:00",
                status="cancelled" if name == off else "confirmed",
            )
            for name in days
        )
    )
    html = files["agenda/index.html"].decode()
    assert re.findall(r'href="([^"]*)"[^>]*>Par mois<', html) == [f"../agenda/{month}/"]


def test_a_month_of_which_everything_is_cancelled_says_so() -> None:
    files = built(activity(status="cancelled"), activity("b", start="2026-12-01 10:00", end="2026-12-01 12:00"))
    said = "Tous les rendez-vous de ce mois sont annulés."
    assert (
        said in spoken(files["agenda/2027-01/index.html"])
        and said not in spoken(files["agenda/2026-12/index.html"]).partition("Mois par mois")[0]
    )
    assert "0 rendez-vous" not in "".join(spoken(files[path]) for path in files if path.startswith("agenda/"))


def test_place_and_price_stand_beside_each_date() -> None:
    files = built(
        activity(price="5 € le goûter", place="Médiathèque", service="coworking"),
        activity("b", title="Apéro", start="2027-01-15 18:00", end="2027-01-15 20:00"),
    )
    text = spoken(files["agenda/2027-01/index.html"]).replace(" · ", " ")
    assert "Médiathèque 5 € le goûter, gratuit pour les coworkers" in text
    assert "Prix à préciser, gratuit pour les coworkers" in text
    # The agenda says once who pays nothing; where other lines have a price, this one says that it is unknown.
    for address, unknown in (("agenda/index.html", True), ("agenda/format/papycamp/index.html", True)):
        html = files[address].decode()
        last = re.findall(r'<li class="entry.*?</li>', html, re.DOTALL)[-1]
        assert "Médiathèque" in html and "5 € le goûter" in html
        assert ("Prix\u00a0à\u00a0préciser" in last) == unknown


def test_what_comes_once_is_set_apart_where_most_dates_come_back() -> None:
    """With its line. It is once on the whole page: what stands at the head too is not."""
    weekly = activity("a", start="2027-01-05 10:00", end="2027-01-05 12:00", rrule="FREQ=WEEKLY;BYDAY=TU")
    once = activity("b", title="Couture", start="2027-01-22 10:00", end="2027-01-22 12:00")
    twice = activity("c", start="2027-01-04 18:00", end="2027-01-04 20:00", rrule="FREQ=WEEKLY;COUNT=2")
    off = activity("d", start="2027-01-23 10:00", end="2027-01-23 12:00", status="cancelled")
    for activities, found in (((weekly, once, twice, off), ["Couture"]), ((once, twice), [])):
        html = built(*activities)["agenda/index.html"].decode()
        apart = re.findall(r'<li class="entry [^"]*entry-rare">.*?</li>', html, re.DOTALL)
        assert [title for entry in apart for title in re.findall(r"<a[^>]*>([^<]*)", entry)] == found
        assert html.count("Entre seniors.</p>") == len(found) and all("Entre seniors." in entry for entry in apart)


@pytest.mark.parametrize("price", ["", "5 €"])
def test_every_date_of_the_list_has_the_same_parts(price: str) -> None:
    """The drawing of its format, which whoever hears the page is told, and its price if any is known."""
    weekly = activity(
        "a",
        title="Tricot",
        start="2027-01-05 10:00",
        end="2027-01-05 12:00",
        rrule="FREQ=WEEKLY;BYDAY=TU",
        price=price or None,
    )
    couture = activity(
        "b", title="Couture", start="2027-01-22 10:00", end="2027-01-22 12:00", price=price or None, description=None
    )
    html = built(weekly, couture)["agenda/index.html"].decode()
    entries = re.findall(r'<li class="entry.*?</li>', html, re.DOTALL)
    assert len(entries) > 3
    for entry in entries:
        assert 'class="icon"' in entry and "entry-meta" not in entry
        assert re.findall(r'<(?:p|span) class="([^"]+)">Papycamp<', entry) == ["hidden"]
        assert re.findall(r'<p class="entry-price[^>]*>([^<]*)', entry) == ([price] if price else [])


@pytest.mark.long
def test_a_month_in_little_stands_beside_its_own_days() -> None:
    """Unless they are too few for it; the last one always, as it makes nothing longer."""
    for first, months in (("2027-01-05", ["2027-01", "2027-02"]), ("2027-01-19", ["", "2027-02", "2027-03"])):
        weekly = activity("a", start=f"{first} 10:00", end=f"{first} 12:00", rrule="FREQ=WEEKLY;BYDAY=TU")
        below = built(weekly)["agenda/index.html"].decode()
        assert re.findall(r'id="month-([^"]+)"', below) == ["2027-01", *months[1:]]
        beside = below.split('<div class="own">')[1:]
        shown = [re.findall(r'<caption><a href="[^"#]*?(\d{4}-\d{2})/"', one) for one in beside]
        assert shown == [[month] if month else [] for month in months]


def test_a_month_is_said_by_its_heading_alone() -> None:
    days = ("2027-01-27", "2027-01-28", "2027-01-29", "2027-02-01", "2027-02-02", "2027-02-27", "2027-03-01")
    activities = [
        activity(f"a{day}-{hour}", title="Tricot", start=f"{day} {hour}:00", end=f"{day} {hour + 1}:00")
        for day in (*days, "2027-01-31")
        for hour in (10, 14, 16)
    ]
    listed = built(*activities)["agenda/index.html"].decode().partition('class="agenda-months')[2]
    dates = re.findall(r'<time class="date" datetime="([^"]+)"[^>]*>(.*?)</time>', listed, re.DOTALL)
    assert len(dates) > 5 and [day for day, said in dates if "date-month" in said] == []


@pytest.mark.long
def test_what_coworkers_do_not_pay_is_said_once_if_it_is_true_of_all() -> None:
    said, days = "Gratuit pour les coworkers. Pour les autres, prix à préciser.", '<ol class="days">'
    for kind, is_said in (("cowocamp", True), ("atelier", False)):
        files = built(activity(), activity("b", title="Tricot", format=kind))
        page = spoken(files["agenda/index.html"]).replace("\u00a0", " ")
        html = files["agenda/index.html"].decode()
        assert '<p class="free"' not in html, "A missing price is ticked."
        assert (said in page, "gratuit pour les coworkers" in html[html.index(days) :]) == (is_said, not is_said)


def test_who_pays_is_told_what_a_date_costs_where_that_is_known() -> None:
    """The others learn at the head of the list, once, that no price is known."""
    said = "Pour les coworkers, tous ces rendez-\u2060vous sont gratuits."
    html = built(activity(price="5 €", format="cowocamp", service="coworking"), activity("b", title="Tricot"))[
        "agenda/index.html"
    ].decode()
    assert said in html and "5 €" in html and html.partition(said)[2].count("Prix\u00a0à\u00a0préciser") == 1


@pytest.mark.long
def test_what_nobody_pays_says_no_more_and_stands_on_the_board() -> None:
    files = built(activity(price="Gratuit"))
    assert "Gratuit" in spoken(files["agenda/index.html"]) and "gratuit pour" not in poster(files, "papycamp")
    assert "Gratuit : papycamp" in spoken(files["index.html"]).replace("\u00a0", " ")
    assert "Gratuit : " not in spoken(built(activity(price="5 €"))["index.html"]).replace("\u00a0", " ")


def test_the_home_page_has_one_date_of_each_activity_the_first_one_on_its_board() -> None:
    weekly = {"rrule": "FREQ=WEEKLY;BYDAY=TU"}
    one = activity(start="2027-01-05 10:00", end="2027-01-05 12:00", **weekly)
    others = [
        activity(slug, title=slug, start=f"2027-01-{day} 18:00", end=f"2027-01-{day} 20:00")
        for slug, day in (("b", 15), ("c", 18))
    ]
    board, _, rest = built(one, *others)["index.html"].decode().partition('<ol class="days">')
    assert "Mardi 5\u00a0janvier" in board
    listed = rest.partition("</ol>")[0]
    assert re.findall(r'<time class="date" datetime="([^"]+)"', listed) == ["2027-01-15", "2027-01-18"]


def test_the_days_of_the_small_months_lead_to_those_of_the_list_or_to_the_page_of_the_month() -> None:
    page = built(activity(**THURSDAYS))["agenda/index.html"].decode()
    listed = set(re.findall(r' id="(\d[^"]+)"', page))
    # Two months, whatever the length of the list.
    months = re.findall(r'<caption><a href="../agenda/(\d{4}-\d\d)/"', page)
    assert len(months) == 2
    assert set(re.findall(r'<a class="tint-\w+" href="#(\d[^"]+)"', page)) == {
        day for day in listed if day[:7] in months
    }
    month = months[-1]
    small = page[page.index(f'<caption><a href="../agenda/{month}/"') :].partition("</table>")[0]
    marked = {int(day) for day in re.findall(r'<a class="tint-\w+"[^>]*>(\d+)<', small)}
    weeks = calendar.monthcalendar(*map(int, month.split("-")))
    assert marked == {week[calendar.THURSDAY] for week in weeks} - {0}


def test_a_day_of_two_services_has_the_colours_of_both_in_the_small_months() -> None:
    both = activity("b", title="Cowocamp", format="cowocamp", service="coworking")
    page = built(activity(), both, activity("c", start="2027-01-07 14:00", end="2027-01-07 16:00"))
    small = re.findall(r'<td>(<a class="tint.*?</a>)</td>', page["agenda/index.html"].decode())
    assert [re.findall(r'class="tint-(\w+)"', day) for day in small] == [["mediation"], ["coworking", "mediation"]]


@pytest.mark.long
def test_the_marks_of_the_small_months_are_explained() -> None:
    weekly = [
        activity(f"a{day}", start=f"2027-01-{day:02} 10:00", end=f"2027-01-{day:02} 12:00") for day in range(5, 31)
    ]
    for activities, words in (
        (weekly[:3], ["Médiation numérique"]),
        (weekly, ["Médiation numérique", "Au-delà de cette liste"]),
    ):
        page = built(*activities)["agenda/index.html"].decode()
        (key,) = re.findall(r'<ul class="months-key".*?</ul>', page, re.DOTALL)
        assert [spoken(item.encode()).strip() for item in re.findall(r"<li>.*?</li>", key)] == words


@pytest.mark.parametrize(
    ("first", "days", "months"),
    [
        ("2027-01-19", "MO,TU,WE,TH,FR", [["2027-01"], ["2027-02", "2027-03"]]),
        ("2027-01-05", "TU", [["2027-01"], ["2027-02"]]),
    ],
)
def test_the_months_beside_a_list_are_as_long_as_it(first: str, days: str, months: list[list[str]]) -> None:
    """The next one is shown beside a long last one; what the colours mean, beside the first if that is long, else the last.

    What is beyond the list is told where it is seen.
    """
    html = built(activity(start=f"{first} 10:00", end=f"{first} 12:00", rrule=f"FREQ=WEEKLY;BYDAY={days}"))
    beside = html["agenda/index.html"].decode().split('<div class="own">')[1:]
    assert [re.findall(r'<caption><a href="[^"#]*?(\d{4}-\d{2})/"', one) for one in beside] == months
    assert ["Médiation" in one for one in beside] == [days != "TU", days == "TU"]
    assert ["Au-delà" in one for one in beside] == [False, days != "TU"]


def test_each_date_of_a_series_has_its_price_and_the_place_where_it_is_another() -> None:
    moved = [{"date": "2027-01-21", "start": "2027-01-23 10:00", "place": "Salle des fêtes"}]
    html = built(activity(**THURSDAYS, moved=moved, price="5 € le goûter"))["agenda/index.html"].decode()
    listed = html[html.index('<ol class="days">') :]
    entries = re.findall(r'<li class="entry.*?</li>', listed, re.DOTALL)
    assert len(entries) > 4 and all("entry-hours" in entry and "entry-title" in entry for entry in entries)
    assert all("5 € le goûter" in entry for entry in entries)
    assert sum("Salle des fêtes" in entry for entry in entries) == 1


def test_the_dates_of_a_format_that_is_one_activity_say_what_it_is_once() -> None:
    """Its name, its price and its picture stand at the head; each other date is a day, its hours, and the place where it is another."""
    moved = [{"date": "2027-01-21", "start": "2027-01-23 10:00", "place": "Salle des fêtes"}]
    html = built(activity(**THURSDAYS, moved=moved, price="5 € le goûter"))[
        "agenda/format/papycamp/index.html"
    ].decode()
    head, _, listed = html.partition('<ul class="dates">')
    dates = re.findall(r'<li class="tint-mediation.*?</li>', listed, re.DOTALL)
    assert len(dates) > 3 and all(re.search(r"\d+ h – \d+ h", spoken(date.encode())) for date in dates)
    assert "5 € le goûter" in head and 'href="../../../activites/papycamp/"' in head and "5 €" not in listed
    assert sum("Salle des fêtes" in date for date in dates) == 1


@pytest.mark.long
def test_a_single_year_stands_with_the_months() -> None:
    one = built(activity(**THURSDAYS))
    assert "../../agenda/2026/" in Reading(one["agenda/2027-01/index.html"]).links
    assert "Année par année" not in spoken(one["agenda/index.html"])
    two = built(activity(**THURSDAYS), activity("b", start="2019-05-04 10:00", end="2019-05-04 17:00"))
    assert "Année par année" in spoken(two["agenda/index.html"])


@pytest.mark.long
def test_the_pages_of_a_full_month_are_named_by_their_days() -> None:
    files = built(*ones(60))
    months = [path for path in files if re.match(r"agenda/2026-12/", path)]
    assert len(months) == 2
    # Twelve of the sixty, four a day, are in January.
    assert all("Page 20 – 25 Page 26 – 31" in spoken(files[path]) for path in months)


@pytest.mark.long
def test_past_ones_are_kept_by_year_and_counted_by_format() -> None:
    files = built(
        activity("serie", **THURSDAYS),
        activity("vieux", title="Le premier", format="barcamp", start="2019-05-04 10:00", end="2019-05-04 17:00"),
    )
    agenda = Reading(files["agenda/index.html"])
    assert {"../agenda/2019/", "../agenda/2026/"} <= set(agenda.links) and "../agenda/2027/" not in agenda.links
    assert "1 Barcamp" in spoken(files["agenda/2019/index.html"])
    # Five Thursdays in December 2026, and four in November from the 5th on.
    year = spoken(files["agenda/2026/index.html"])
    assert "Novembre 4 Papycamp Décembre 5 Papycamp" in year and "9 rendez-vous" in year
    assert "Le premier" in Reading(files["agenda/2019-05/index.html"]).text
    assert "A eu lieu le samedi 4 mai 2019" in Reading(files["activites/vieux/index.html"]).text
    assert not any(path.startswith("agenda/2020") for path in files)


# --- Choices ---


@pytest.mark.long
def test_choices_are_pages_that_hold_what_they_say() -> None:
    files = built(
        activity(),
        activity(
            "apero",
            title="Apéro",
            format="aperocamp",
            service="coworking",
            start="2027-01-20 18:00",
            end="2027-01-20 20:00",
        ),
    )
    inside = {
        "agenda/format/papycamp/": ("Papycamp", "Apéro"),
        "agenda/format/aperocamp/": ("Apéro", "Papycamp"),
        "agenda/service/mediation-numerique/": ("Papycamp", "Apéro"),
        "agenda/service/coworking/": ("Apéro", "Papycamp"),
    }
    for address, (held, left_out) in inside.items():
        titles = re.findall(r'masthead-fact"><a[^>]*>([^<]*)', files[address + "index.html"].decode())
        assert titles == [held] and left_out not in titles, address
        assert f"../{address}" in Reading(files["agenda/index.html"]).links
        current = re.findall(r'<a href="([^"]*)" aria-current="page"', files[address + "index.html"].decode())
        assert "../../../" + address in current
    assert "agenda/gratuit-pour-les-coworkers/index.html" in files


@pytest.mark.long
def test_a_format_tells_its_host_and_how_to_host_it() -> None:
    form = space().vocabulary.activity_formats["papycamp"]
    text = spoken(built(activity())["agenda/format/papycamp/index.html"])
    host = " ".join(form.host["fr"].split())
    assert host in text and "Vous voulez en animer un" in text


@pytest.mark.parametrize(
    "format_name", [name for name, form in space().vocabulary.activity_formats.items() if form.price]
)
def test_a_page_says_of_the_price_of_an_activity_what_the_team_wrote_and_nothing_else(format_name: str) -> None:
    silent, priced = activity("a", format=format_name), activity("b", format=format_name, price="5 € le goûter")
    files = build_pages(space(activities=(silent, priced), identity={"modules": {"coworking": "non"}}))
    usual = space().vocabulary.activity_formats[format_name].price["fr"]
    for path in ("activites/index.html", f"agenda/format/{format_name}/index.html", "activites/a/index.html"):
        text = spoken(files[path])
        assert usual not in text and "Tarif" not in text and "inscription" not in text, path
    assert "5 € le goûter" in spoken(files["activites/b/index.html"])


@pytest.mark.parametrize("format_name", ["papycamp", "autre"])
def test_an_activity_without_a_sentence_says_nothing_in_its_place(format_name: str) -> None:
    purpose = space().vocabulary.activity_formats["papycamp"].purpose["fr"]
    files = built(activity("a", title="Couture", format=format_name, description=None))
    html = files["activites/a/index.html"].decode()
    assert "<h1>Couture</h1>" in html and "masthead-lead" not in html and 'name="description"' not in html
    texts = {path: spoken(data) for path, data in files.items() if path.endswith(".html")}
    assert not [path for path, text in texts.items() if "None" in text]
    assert purpose.partition(".")[0] not in texts["activites/a/index.html"]
    if format_name == "autre":
        for path in ("activites/a/index.html", "activites/index.html", "agenda/format/autre/index.html"):
            assert not re.search(r"Pour qui|Durée habituelle|Qui anime|Vous voulez en animer", texts[path]), path
        assert "Couture" in texts["activites/index.html"]


def test_the_format_for_what_is_none_of_the_others_comes_last() -> None:
    files = built(activity("a", format="autre"), activity("b", format="papycamp"))
    html = files["activites/index.html"].decode()
    assert re.findall(r'<section class="poster[^"]*" id="([a-z-]+)"', html) == ["papycamp", "autre"]


def test_a_format_without_activities_has_no_page_and_one_with_past_ones_says_so() -> None:
    files = built(activity("a", start="2026-12-01 10:00", end="2026-12-01 12:00"))
    assert not any(path.startswith("agenda/format/barcamp") for path in files)
    text = spoken(files["agenda/format/papycamp/index.html"])
    assert "Aucune date prévue" in text and "1er décembre 2026" in text
    assert "A eu lieu le mardi 1er décembre 2026" in spoken(files["activites/index.html"])


@pytest.mark.parametrize(
    "changes",
    [
        {"identity": {"modules": {"coworking": "non"}}},
        {"prices": {"coworkers_join_free": None}},
        {"prices": {"coworkers_join_free": "non"}},
    ],
    ids=["no coworking", "undecided", "not free"],
)
def test_nothing_is_free_for_coworkers_unless_the_place_says_so(changes: dict[str, Any]) -> None:
    of = space(activities=(activity(),), **changes)
    files = build_pages(of)
    assert not any("gratuit" in path for path in files)
    assert "coworkers" not in spoken(files["activites/papycamp/index.html"])


def test_a_price_of_digital_mediation_is_one_for_coworkers_too() -> None:
    sold = activity("vendu", title="Tablette", format="atelier-numerique", price="12 €")
    given = activity("donne", title="Photos", format="atelier-numerique", price="Prix libre")
    apart = activity("apero", title="Apéro", format="aperocamp", service="coworking", price="5 €")
    of = space(activities=(sold, given, apart))
    files = build_pages(of)
    for path in ("activites/vendu/index.html", "activites/donne/index.html", "activites/apero/index.html"):
        assert ("coworkers" in spoken(files[path])) == ("vendu" not in path), path
    assert (
        spoken(files["agenda/index.html"]).count("gratuit pour les coworkers") == 2
    )  # the next date stands at the head alone
    events = json.loads(EXPORTS["lieu"](of)["lieu.json"])["events"]
    assert {event["title"]: event["free_for_coworkers"] for event in events} == {
        "Tablette": False, "Photos": True, "Apéro": True
    }  # fmt: skip


def test_without_a_page_of_the_agenda_there_is_nothing_below_it() -> None:
    of = space(activities=(activity(**THURSDAYS),))
    kept = tuple(
        dataclasses.replace(page, body="") for page in of.pages if page.meta.key not in {"agenda", "activities"}
    )
    files = build_pages(dataclasses.replace(of, pages=kept))
    assert not any(path.startswith("agenda/") for path in files) and "activities/papycamp/index.html" in files


# --- Posters ---


def poster(files: Mapping[str, bytes], key: str) -> str:
    html = files["activites/index.html"].decode()
    match = re.search(rf'<section class="poster[^"]*" id="{key}">.*?</section>', html, re.DOTALL)
    assert match, key
    return match[0]


@pytest.mark.long
def test_the_poster_of_a_format_is_that_of_its_only_activity() -> None:
    """Each of its facts once: name, next date and price; its place where that is not the house."""
    html = poster(built(activity("couture", title="Couture", price="5 € le goûter")), "papycamp")
    text = " ".join(re.sub("<[^>]*>", " ", html).replace("\u00a0", " ").split())
    assert text == "Prochain rendez-vous Couture Papycamp Entre seniors. Jeudi 14 janvier 14 h – 16 h 5 € le goûter"
    elsewhere = poster(built(activity("couture", title="Couture", price="5 €", place="Salle Béryl")), "papycamp")
    assert "Salle Béryl</bdi> · <span" in elsewhere
    assert html.count("<img ") == 1 and re.findall('<a href="([^"]*)"', html) == ["../activites/couture/"]
    named_alike = poster(built(activity()), "papycamp")
    assert len(re.findall(">\\s*Papycamp", named_alike)) == 1


def test_the_poster_of_a_format_lists_its_activities_by_date() -> None:
    later = {"start": "2027-01-20 14:00", "end": "2027-01-20 16:00"}
    files = built(activity("b", title="Tricot", **later), activity("a", title="Couture"))
    html = poster(files, "papycamp")
    assert re.findall("<h2>([^<]*)", html) == ["Papycamp"]
    assert re.findall("<h3><a[^>]*>([^<]*)", html) == ["Couture", "Tricot"]
    assert "../agenda/format/papycamp/" in re.findall('<a class="more" href="([^"]*)"', html)


def test_the_label_of_a_poster_has_the_amount_alone_and_the_rest_follows() -> None:
    html = poster(built(activity(price="24 € les trois séances")), "papycamp")
    assert re.findall(r'class="poster-price"[^>]*>([^<]*)', html) == ["24\u00a0€"]
    assert re.findall(r'class="poster-also"[^>]*>([^<]*)', html) == ["les trois séances"]


def test_what_is_free_has_a_label_as_every_price() -> None:
    formats = {"papycamp": "Gratuit", "repair-cafe": "5 €", "barcamp": "Gratuit"}
    page = built(*(activity(key, format=key, price=told) for key, told in formats.items()))["activites/index.html"]
    labels = re.findall(r'class="poster-price([^"]*)"[^>]*>([^<]*)', page.decode())
    assert sorted(labels) == [("", "5 €"), (" poster-free", "Gratuit"), (" poster-free", "Gratuit")]


def test_posters_come_by_date() -> None:
    dates = {"papycamp": "2027-01-20", "aperocamp": "2027-02-01", "barcamp": "2026-12-01", "conference": "2027-01-15"}
    files = built(*(activity(key, format=key, start=f"{day} 10:00", end=f"{day} 12:00") for key, day in dates.items()))
    shown = re.findall(r'class="poster[^"]*" id="([a-z-]+)"', files["activites/index.html"].decode())
    assert shown == ["conference", "papycamp", "aperocamp", "barcamp"]


@pytest.mark.long
def test_no_poster_has_the_ground_of_a_neighbour_in_one_two_or_three_columns() -> None:
    keys = ("papycamp", "aperocamp", "barcamp", "conference", "repair-cafe", "cowocamp", "formation")
    files = built(
        *(
            activity(key, format=key, start=f"2027-02-{day:02} 10:00", end=f"2027-02-{day:02} 12:00")
            for day, key in enumerate(keys, 1)
        )
    )
    few, wide = [], []
    for section in re.findall(
        r'<section class="poster tint.*?</section>', files["activites/index.html"].decode(), re.S
    ):
        turns = [turn or "0" for turn in re.findall(r'(?:srcset|src)="[^"]*?/module-[a-z-]+([12]?)\.[^"]*"', section)]
        few.append(turns[-1])
        wide.append(turns[0])
    assert len(few) == len(keys) - 1
    assert all(one != other for step in (1, 2) for one, other in zip(few, few[step:], strict=False))
    assert all(wide[i] != wide[i + 1] for i in range(len(wide) - 1) if i % 3 != 2)
    assert all(one != other for one, other in zip(wide, wide[3:], strict=False))


@pytest.mark.long
def test_one_poster_of_each_row_has_its_drawing_at_the_right() -> None:
    keys = ("papycamp", "aperocamp", "barcamp", "conference", "repair-cafe", "cowocamp", "formation")
    page = built(
        *(
            activity(key, format=key, start=f"2027-02-{day:02} 10:00", end=f"2027-02-{day:02} 12:00")
            for day, key in enumerate(keys, 1)
        )
    )["activites/index.html"].decode()
    posters = re.findall(r'<section class="poster tint.*?</section>', page, re.S)
    wide = ["#swung" in re.findall(r'srcset="([^"]*)"', poster)[0] for poster in posters]
    assert [sum(wide[start : start + 3]) for start in (0, 3)] == [1, 1]
    two = ["#swung" in re.findall(r'srcset="([^"]*)"', poster)[-1] for poster in posters]
    assert [sum(two[start : start + 2]) for start in (0, 2, 4)] == [1, 1, 1]
    # Where two stand in a row of a wide page, it is in the middle of three squares.
    amid = ["#amid" in re.findall(r'srcset="([^"]*)"', poster)[-2] for poster in posters]
    assert amid == two


@pytest.mark.long
def test_each_view_of_a_cloth_that_a_poster_shows_is_in_its_file() -> None:
    """Of a view that is not there, the whole file would be shown."""
    for keys in (("papycamp", "aperocamp", "barcamp"), ("papycamp", "aperocamp", "barcamp", "conference", "formation")):
        files = built(
            *(
                activity(key, format=key, start=f"2027-02-{day:02} 10:00", end=f"2027-02-{day:02} 12:00")
                for day, key in enumerate(keys, 1)
            )
        )
        views = set(
            re.findall(rb'(?:srcset|src)="\.\./(static/module[^"?]*)[^"#]*#(\w+)"', files["activites/index.html"])
        )
        assert len(views) > 5
        assert all(b'<view id="%s"' % view in files[path.decode()] for path, view in views)


@pytest.mark.long
def test_a_key_tells_the_service_of_all_posters() -> None:
    """Words say it to whoever hears the page."""
    files = built(
        activity(start="2027-01-05 10:00", end="2027-01-05 12:00"),
        activity("b", title="Barcamp", format="barcamp", start="2027-01-06 10:00", end="2027-01-06 12:00"),
        activity(
            "c",
            title="Cowocamp",
            format="cowocamp",
            service="coworking",
            start="2027-01-07 10:00",
            end="2027-01-07 12:00",
        ),
    )
    html = files["activites/index.html"].decode()
    assert re.findall(r'<p class="hidden">([^<]*)', html) == ["Médiation numérique"] * 2 + ["Coworking"]
    (key,) = re.findall(r'<ul class="list-key".*?</ul>', html, re.DOTALL)
    assert set(re.findall(r"tint-(\w+)", key)) == {"coworking", "mediation"}
    alone = built(activity(start="2027-01-05 10:00", end="2027-01-05 12:00"))["activites/index.html"].decode()
    assert "list-key" not in alone


@pytest.mark.parametrize(
    ("title", "tag"),
    [("Couture", "Barcamp"), ("Barcamp", "Médiation numérique"), ("Barcamp de la filature", "Médiation numérique")],
)
def test_a_poster_names_its_format_or_where_its_title_does_its_service(title: str, tag: str) -> None:
    html = poster(built(activity("a", title=title, format="barcamp")), "barcamp")
    assert re.findall('<p class="hidden">([^<]*)', html) == [tag]


def test_an_activity_on_another_subject_is_not_told_as_one_of_its_service() -> None:
    """« Atelier couture » belongs to no service of the place: the one of its file gives its colour alone."""
    files = built(activity("a", title="Atelier couture", format="atelier", service="coworking"))
    (entry,) = re.findall(r'<li class="entry.*?</li>', files["agenda/index.html"].decode(), re.DOTALL)
    (tag,) = re.findall('<p class="hidden">([^<]*)', poster(files, "atelier"))
    assert "Coworking" not in entry and ">Atelier<" in entry and tag == "Atelier"


def test_an_activity_of_no_service_is_told_as_that_of_who_runs_it() -> None:
    sewing = activity("a", title="Couture", format="atelier", service=None, roles={"runs": "association"})
    # The first date stands at the head of the page alone.
    files = built(sewing, activity("b", start="2027-01-05 10:00", end="2027-01-05 12:00"))
    (entry,) = re.findall(r'<li class="entry tint-sun".*?</li>', files["agenda/index.html"].decode(), re.DOTALL)
    assert ">Atelier<" in entry and "avec Association d’exemple" in spoken(entry.encode())


@pytest.mark.long
def test_a_far_date_is_not_hidden_by_the_weeks_without_any() -> None:
    files = built(activity(start="2027-06-12 10:00", end="2027-06-12 12:00"))
    for path in ("index.html", "agenda/index.html"):
        text = spoken(files[path])
        assert "12 samedi juin".replace(" ", "") in text.replace(" ", "") or "samedi 12 juin" in text.lower(), path
        assert "Rien d’annoncé" not in text, path
    assert "Rien d’annoncé pour le moment" in spoken(built()["activites/index.html"])


# --- One activity ---


@pytest.mark.long
def test_what_is_known_of_an_activity_is_said() -> None:
    page = built(
        activity(
            place="Médiathèque",
            online="https://exemple.fr/salle",
            capacity=12,
            registration="bonjour@exemple.fr",
            accessibility="De plain-pied.",
            updated="2027-01-03",
        )
    )["activites/papycamp/index.html"]
    text, links = spoken(page), Reading(page).links
    for said in (
        "Où Médiathèque",
        "12 personnes au plus",
        "De plain-pied.",
        "Mis à jour le 3 janvier 2027",
        "S’inscrire",
    ):
        assert said in text, said
    assert "mailto:bonjour@exemple.fr" in links and "https://exemple.fr/salle" in links


def test_what_is_not_known_is_left_out() -> None:
    text = spoken(built(activity())["activites/papycamp/index.html"])
    for label in ("Places", "Accessibilité De", "À distance", "S’inscrire", "Mis à jour", "None"):
        assert label not in text, label
    assert "Comptoir d’exemple 1 place de l’Exemple , Saint-Étienne" in text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "au comptoir", "data:text/html,x"])
def test_only_addresses_become_links(address: str) -> None:
    page = built(activity(registration=address, online=address))["activites/papycamp/index.html"]
    assert address not in Reading(page).links


@pytest.mark.long
def test_moved_and_cancelled_dates_are_said() -> None:
    moved = [{"date": "2027-01-21", "start": "2027-01-23 10:00", "place": "Salle des fêtes"}]
    files = built(activity(**THURSDAYS, cancelled=["2027-01-07"], moved=moved))
    page = spoken(files["activites/papycamp/index.html"])
    assert "Le rendez-vous du jeudi 7 janvier 2027 est annulé." in page
    assert "Jeudi 14 janvier 2027, 14 h – 16 h" in page and page.count("14 janvier 2027") == 1
    assert "Samedi 23 janvier 2027 10 h – 12 h Salle des fêtes Déplacé (prévu d’abord le jeudi 21 janvier)" in page
    for path in ("agenda/index.html", "agenda/2027-01/index.html", "agenda/format/papycamp/index.html"):
        text = spoken(files[path])
        assert text.count("Annulé") == 1 and text.count("prévu d’abord le jeudi 21 janvier") == 1, path
    # A date that did not take place is not counted among those that did.
    # At a glance, only what takes place is told.
    front = spoken(files["index.html"])
    assert "14 janvier" in front and "7 janvier" not in front and "Déplacé" in front
    files = built(activity(**THURSDAYS, cancelled=["2026-11-12"]))
    assert "Novembre 3 Papycamp Décembre 5 Papycamp" in spoken(files["agenda/2026/index.html"])


def test_an_activity_that_is_cancelled_has_no_next_date() -> None:
    text = spoken(
        built(activity(status="cancelled", registration="https://exemple.fr"))["activites/papycamp/index.html"]
    )
    assert "Cette activité est annulée." in text and "Pas de date prévue" in text and "S’inscrire" not in text


def test_whole_days_are_said_without_hours() -> None:
    files = built(activity("a", title="Fête", start="2027-01-16", end="2027-01-17"))
    text = spoken(files["agenda/index.html"])
    assert "du samedi 16 janvier au dimanche 17 janvier" in text and "0 h" not in text


#: Pages that list dates, each with the class of the list and the calendar that holds the same.
LISTS = {
    "index.html": ("days", "agenda.ics"),
    "agenda/index.html": ("days", "agenda.ics"),
    "agenda/2027-01/index.html": ("month", "agenda.ics"),
    "agenda/2026/index.html": ("year", "agenda.ics"),
    "agenda/format/papycamp/index.html": ("dates", "agenda/formats/papycamp.ics"),
    "agenda/gratuit-pour-les-coworkers/index.html": ("dates", "agenda.ics"),
    "activites/papycamp/index.html": ("dates", "agenda/papycamp.ics"),
}


@cache
def thursday_sites(website: str | None) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """The pages of a place with one series: without its calendars, then with them."""
    of = space(activities=(activity(**THURSDAYS),), identity={"contact": {"website": website}})
    return build_pages(of), build_site(of, {})


@pytest.mark.parametrize("website", ["https://exemple.fr", None])
@pytest.mark.parametrize("path", LISTS)
def test_a_calendar_is_offered_above_each_list_of_dates(path: str, website: str | None) -> None:
    """To subscribe on a telephone where the address of the site is known, and as a file."""
    without, files = thursday_sites(website)
    assert ".ics" not in without[path].decode()
    list_class, calendar = LISTS[path]
    html = files[path].decode()
    above = html[: re.search(rf'class="{list_class}"', html).start()]  # type: ignore[union-attr]
    file = "../" * path.count("/") + calendar
    assert re.findall(r'href="([^"]*\.ics)"', html) == re.findall(r'href="([^"]*\.ics)"', above)
    offered = {file, *([f"webcal://exemple.fr/{calendar}"] if website else [])}
    assert set(re.findall(r'href="([^"]*\.ics)"', above)) == offered
    words = "Recevoir tout l’agenda" if path in ("index.html", "agenda/index.html") else "S’abonner sur mon téléphone"
    assert calendar in files and (words in Reading(html.encode()).text) == bool(website)


# --- Nothing, a lot, too long ---


def test_an_empty_agenda_says_what_to_do() -> None:
    files = built()
    assert not any(path.startswith(("agenda/2", "agenda/format")) for path in files)
    agenda = Reading(files["agenda/index.html"])
    assert "Il suffit d’un sujet et d’une date" in agenda.text and "../contact/" in agenda.links


@pytest.mark.slow
def test_two_thousand_past_activities_stay_light() -> None:
    files = crowded()
    assert "activites/atelier-1999/index.html" in files
    assert heaviest(files) < (ROOM, "")
    # All of them are within reach of the agenda, through its years, months and their parts.
    seen, todo, reached = set(), ["agenda/index.html"], set()
    pages = readings(
        {path: data for path, data in files.items() if path.startswith("agenda/") and path.endswith("html")}
    )
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in (link.lstrip("./") for link in pages[path].links):
            todo += [link + "index.html"] if link.startswith("agenda/") else []
            reached |= {link} if link.startswith("activites/atelier-") else set()
    assert len(reached) == 2000


@pytest.mark.long
def test_a_day_of_two_hundred_stays_light() -> None:
    files = built(*ones(200, start="2027-01-05 10:00", end="2027-01-05 12:00"))
    assert heaviest(files) < (ROOM, "")
    assert "agenda/2027-01/9/index.html" in files
    agenda = spoken(files["agenda/index.html"])
    assert "Et encore 175 rendez-vous" in agenda


@pytest.mark.long
def test_long_titles_and_every_kind_of_page_stay_light() -> None:
    formats = ("aperocamp", "atelier-numerique", "barcamp", "cowocamp", "formation", "papycamp", "permanence-aide")
    every = tuple(
        activity(f"a{number}", title=(LONG * 9)[:300], description=(LONG * 9)[:300], format=key, rrule="FREQ=DAILY")
        for number, key in enumerate(formats)
    )
    files = built(*every)
    assert heaviest(files) < (ROOM, "")
    assert (LONG * 9)[:300] in Reading(files["activites/a0/index.html"]).text


# --- News ---


def told(number: int) -> tuple[Source[News], ...]:
    """Pieces of news, forty a year, the latest in 2026."""
    return tuple(
        dataclasses.replace(
            news(title=f"Nouvelle {one}", date=f"{2026 - one // 40}-03-01"),
            slug=f"n{one}",
            path=f"content/fr/news/n{one}.md",
        )
        for one in range(number)
    )


@pytest.mark.long
def test_older_news_are_kept_by_year() -> None:
    items = told(100)
    files = built(news=items)
    front = Reading(files["actualites/index.html"])
    assert front.text.count("Nouvelle ") < 20 and {"../actualites/2026/", "../actualites/2024/"} <= set(front.links)
    first, second = (spoken(files[f"actualites/2026/{part}index.html"]) for part in ("", "2/"))
    assert "40 actualités" in first and len(re.findall(r"Nouvelle \d+", first + second)) == 40
    assert heaviest(files) < (ROOM, "")
    feed = ElementTree.fromstring(files["actualites/feed.xml"])
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 20


def test_one_piece_of_news_leads_to_the_next() -> None:
    items = tuple(
        dataclasses.replace(news(title=f"Titre {day}", date=f"2026-03-0{day}"), slug=f"n{day}", path=f"n{day}.md")
        for day in (1, 2, 3)
    )
    middle = built(news=items)["actualites/n2/index.html"]
    assert "Avant Titre 1" in spoken(middle) and "Après Titre 3" in spoken(middle)


@pytest.mark.long
def test_no_news_is_said_and_no_year_is_offered() -> None:
    page = Reading(built(news=())["actualites/index.html"])
    assert "Pas encore d’actualité." in page.text and "Par année" not in page.text
    # While the first page holds them all, there is no other.
    few = built(news=told(10))
    assert "Par année" not in spoken(few["actualites/index.html"]) and "actualites/2026/index.html" not in few


def test_a_page_of_the_team_wins_over_a_made_one() -> None:
    own = dataclasses.replace(news(title="À nous"), slug="2026", path="content/fr/news/2026.md")
    assert "À nous" in Reading(built(news=(own, *told(20)))["actualites/2026/index.html"]).title


# --- The parts they are made of ---


def test_lists_are_cut_into_pages() -> None:
    assert [(part.number, part.address, part.items) for part in paginate([1, 2, 3], 2, "a/")] == [
        (1, "a/", (1, 2)),
        (2, "a/2/", (3,)),
    ]
    assert paginate([], 2, "a/")[0].items == ()


@pytest.mark.parametrize("first", range(7))
def test_rows_of_a_month_hold_each_day_once_under_its_weekday(first: int) -> None:
    rows = CalendarMonth(dt.date(2027, 2, 1), ()).rows(first)
    days = [day.date for row in rows for day in row if day]
    assert days == [dt.date(2027, 2, number) for number in range(1, 29)]
    assert all(
        day is None or (day.date.weekday() - first) % 7 == place for row in rows for place, day in enumerate(row)
    )


@pytest.mark.long
def test_english_pages_have_english_addresses() -> None:
    files = build_pages(space("en", identity={"language": "en"}, activities=(activity(locale="en"),)))
    assert "agenda/free-for-coworkers/index.html" in files
    january = Reading(files["agenda/2027-01/index.html"])
    assert "Sunday" in january.text and "January 2027" in january.text


@pytest.mark.long
def test_made_pages_lead_to_themselves_in_the_other_language() -> None:
    of = bilingual(activities=(activity(), activity("autre", title="Autre")))
    pages = readings(build_pages(of))
    for french, english in {
        "agenda/2027-01/": "en/agenda/2027-01/",
        "agenda/gratuit-pour-les-coworkers/": "en/agenda/free-for-coworkers/",
    }.items():
        there = [attrs["href"] for tag, attrs in pages[french + "index.html"].elements if attrs.get("hreflang") == "en"]
        assert ("../" * french.count("/")) + english in there, french
    # What has no translation is shown in the main language, and says so.
    title = next(
        attrs for _, attrs in pages["en/agenda/index.html"].elements if "activites/autre/" in str(attrs.get("href"))
    )
    assert title["lang"] == "fr"
    assert b"recherche" not in build_pages(of)["search.en.json"]


@pytest.mark.long
def test_every_page_is_reached_by_links_alone() -> None:
    files = build_site(bilingual(activities=(activity(**THURSDAYS), *ones(40)), news=told(30)), {})
    seen, todo = set(), ["index.html"]
    while todo:
        path = todo.pop()
        if path not in seen and path in files:
            seen.add(path)
            here = [urljoin(path, link) for link in Reading(files[path]).links if not urlsplit(link).scheme]
            todo += [link.split("#")[0].lstrip("/") + "index.html" for link in here if link.endswith("/") or not link]
    assert {path for path in files if path.endswith("index.html")} == seen


def test_a_year_on_the_pages_is_that_of_the_agenda() -> None:
    """Across both changes of hour, with days off, one date moved and one cancelled: the same times, month by month."""
    series = activity(
        start="2027-01-07 14:00",
        end="2027-01-07 16:00",
        rrule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20271231",
        skip=["public_holidays"],
        exceptions=["2027-08-12"],
        cancelled=["2027-03-04"],
        moved=[{"date": "2027-04-01", "start": "2027-04-02 18:00"}],
    )
    of = space(activities=(series,))
    expected = occurrences.occurrences(of, "fr", dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert 45 < len(expected) < 52
    shown = []
    for path, data in sorted(build_pages(of).items()):
        if re.match(r"agenda/2027-\d\d/", path):
            shown += re.findall(r'<time datetime="([^"]*T[^"]*)"><span class="span">([^<]*)', data.decode())
    hours = {one.start.isoformat(): f"{one.start.hour} h – {one.end.hour} h" for one in expected}
    assert {moment: text.replace("\u00a0", " ") for moment, text in shown} == hours
    assert len(shown) == len(expected) and {moment[-6:] for moment in hours} == {"+01:00", "+02:00"}


@pytest.mark.long
def test_a_cancelled_date_is_shown_with_its_reason_where_one_is_written() -> None:
    """On the agenda and on the page of the activity; without a reason, nothing is said."""
    series: dict[str, Any] = {**THURSDAYS, "cancelled": [f"{THURSDAY}"]}
    reasons = [{"date": THURSDAY, "reason": "la salle n’est pas libre"}]
    silent, told = built(activity("cowocamp", **series)), built(activity("cowocamp", **series, reasons=reasons))
    pages = ("agenda/index.html", f"agenda/{THURSDAY[:7]}/index.html", "activites/cowocamp/index.html")
    for page in pages:
        before, after = silent[page].decode("utf-8"), told[page].decode("utf-8")
        assert "Annulé</strong>" in before and "libre" not in before
        assert (
            after.replace(' <span class="status-more">(la salle n’est pas libre)</span>', "").replace(
                " <span>La salle n’est pas libre.</span>", ""
            )
            == before
            and "libre)" in after
        )
    assert "est annulé.</strong> <span>La salle n’est pas libre.</span>" in told[pages[2]].decode("utf-8")
    whole = built(activity("cowocamp", **THURSDAYS, status="cancelled", reasons=[{"reason": "Fermé pour travaux."}]))
    assert "est annulée.</strong> <span>Fermé pour travaux.</span>" in whole[pages[2]].decode("utf-8")
