"""Opening hours as people write them: what is understood, what is refused, and that both forms say the same."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paths import TEMPLATE

from tierslieu.core import hours_reader
from tierslieu.core.opening_hours import DatePeriod, openstreetmap

WEEK = "Mo-Fr 09:00-18:00"


def in_openstreetmap(value: str) -> str | None:
    hours = hours_reader.read(value)
    return openstreetmap(hours) if hours else None


@pytest.mark.parametrize("typed, meant", [
    ("du lundi au vendredi 9h-18h", WEEK),
    ("du lundi au vendredi, 9h-18h", WEEK),
    ("de 9h à 18h du lundi au vendredi", WEEK),
    ("Lu-Ve 9h-18h", WEEK),
    ("en semaine 9h-18h", WEEK),
    ("lundi, mardi et jeudi de 9 h à 12 h 30 et de 14 h à 18 h", "Mo,Tu,Th 09:00-12:30,14:00-18:00"),
    ("lundi\u00a0: 9\u00a0h\u00a0–\u00a012\u00a0h\u00a030\u00a0; mardi\u00a0: fermé", "Mo 09:00-12:30"),
    ("lundi 9h-12h mardi 14h-18h", "Mo 09:00-12:00; Tu 14:00-18:00"),
    ("sam. 10-12", "Sa 10:00-12:00"),
    ("mar. et jeu. 10h-12h", "Tu,Th 10:00-12:00"),
    ("tous les jours sauf dimanche 10h-19h", "Mo-Sa 10:00-19:00"),
    ("tous les jours 10h-19h sauf le dimanche et les jours fériés", "Mo-Sa 10:00-19:00; PH off"),
    ("du vendredi au lundi 18h-minuit", "Mo,Fr-Su 18:00-24:00"),
    ("vendredi 18h-2h", "Fr 18:00-02:00"),
    ("sur rendez-vous", 'Mo-Su unknown "on appointment"'),
    ("lundi 9h-12h, sur rendez-vous le samedi", 'Mo 09:00-12:00; Sa unknown "on appointment"'),
    ("mercredi 14h-18h sur rendez-vous", 'We 14:00-18:00 "on appointment"'),
    ("lundi 9h-12h, et sur rendez-vous", 'Mo 09:00-12:00; Tu-Su unknown "on appointment"'),
    ("samedi matin sur rendez-vous", 'Sa unknown "morning, on appointment"'),
    ("mercredi après-midi", 'We unknown "afternoon"'),
    ("sur rendez-vous le mercredi après-midi", 'We unknown "afternoon, on appointment"'),
    ("du lundi au vendredi 9h-18h, le samedi matin", f'{WEEK}; Sa unknown "morning"'),
    ("lundi matin et mardi après-midi", 'Mo unknown "morning"; Tu unknown "afternoon"'),
    ("le matin du lundi au vendredi ; vendredi soir", 'Mo-Th unknown "morning"; Fr unknown "evening"'),
    ("mardi matin et après-midi", 'Tu unknown "morning, afternoon"'),
    ("samedi matin 9h-12h et après-midi 14h-18h", "Sa 09:00-12:00,14:00-18:00"),
    ("samedi 9h-12h le matin et 14h-18h l’après-midi", "Sa 09:00-12:00,14:00-18:00"),
    ("lundi 9h-midi et demi", "Mo 09:00-12:30"),
    ("lundi de 9h à midi et demie et de 14h à 18h", "Mo 09:00-12:30,14:00-18:00"),
    ("lundi de midi et quart à minuit moins le quart", "Mo 12:15-23:45"),
    ("vendredi 18h-minuit et demi", "Fr 18:00-00:30"),
    ("du lundi au mardi de 9 heures à 18 heures 30", "Mo,Tu 09:00-18:30"),
    ("lundi de 9 heures et demie à 18 h moins le quart", "Mo 09:30-17:45"),
    ("lundi 9h-midi et 14h-18h", "Mo 09:00-12:00,14:00-18:00"),
    ("ouvert 24h/24 et 7j/7", "24/7"),
    ("fermé", "off"),
])  # fmt: skip
def test_a_week_is_read_as_it_is_said(typed: str, meant: str) -> None:
    assert in_openstreetmap(typed) == meant


@pytest.mark.parametrize("typed, meant", [
    ("fermé en août", "Aug off"),
    ("fermé au mois d’août", "Aug off"),
    ("fermé en juillet et août", "Jul-Aug off"),
    ("fermé de juillet à août", "Jul-Aug off"),
    ("fermé en juillet et août 2027", "2027 Jul 01-2027 Aug 31 off"),
    ("fermé en février et mars 2027", "2027 Feb 01-28 off; 2027 Mar off"),
    ("fermé en juin et août 2027", "2027 Jun off; 2027 Aug off"),
    ("fermé les jours fériés", "PH off"),
    ("fermé pendant les vacances scolaires", "SH off"),
    ("fermé du 24 décembre au 2 janvier", "Dec 24-Jan 02 off"),
    ("fermé du 24 au 31 décembre", "Dec 24-31 off"),
    ("fermé du 24 décembre 2026 au 2 janvier 2027", "2026 Dec 24-2027 Jan 02 off"),
    ("fermé du 24 décembre au 2 janvier 2027", "2026 Dec 24-2027 Jan 02 off"),
    ("fermé le 1er mai et le 25 décembre", "May 01 off; Dec 25 off"),
    ("fermé le lundi en août", "Aug Mo off"),
    ("24 décembre 10h-12h", "Dec 24 10:00-12:00"),
    ("en juillet et août, du mardi au jeudi 10h-12h", "Jul-Aug Tu-Th 10:00-12:00"),
    ("du 1er juillet au 31 août 2027 : du mardi au vendredi 8h30-12h30",
     "2027 Jul 01-2027 Aug 31 Tu-Fr 08:30-12:30"),
    *((f"{words} ", "2027 Jul 01-2027 Aug 31 Mo,Sa,Su off; 2027 Jul 01-2027 Aug 31 Tu-Fr 08:30-12:30") for words in (
        "du 1er juillet au 31 août 2027 : du mardi au vendredi 8h30-12h30 seulement",
        "du 1er juillet au 31 août 2027, du mardi au vendredi uniquement, 8h30-12h30",
        "du 1er juillet au 31 août 2027, uniquement du mardi au vendredi 8h30-12h30",
        "8h30-12h30 uniquement du mardi au vendredi du 1er juillet au 31 août 2027")),
    ("en août 10h-12h seulement", "Aug 10:00-12:00"),
    ("juillet et août 2027 : 10 h – 16 h, fermé du 9 au 15 août",
     "2027 Jul 01-2027 Aug 31 10:00-16:00; 2027 Aug 09-15 off"),
    ("du 20 décembre 2027 au 10 janvier 2028 10h-16h, fermé du 1er au 3 janvier",
     "2027 Dec 20-2028 Jan 10 10:00-16:00; 2028 Jan 01-03 off"),
    ("juillet et août 2027 : 10h-16h, fermé le 25 décembre", "2027 Jul 01-2027 Aug 31 10:00-16:00; Dec 25 off"),
    ("juillet et août 2027 : 10h-16h ; fermé du 9 au 15 août", "2027 Jul 01-2027 Aug 31 10:00-16:00; Aug 09-15 off"),
    ("fermé les jours fériés ; en août 10-12", "Aug 10:00-12:00; PH off"),
    ("Aug 10-12 off", "Aug 10-12 off"),
    ("PH off; Dec 25 10:00-12:00", "PH off; Dec 25 10:00-12:00"),
])  # fmt: skip
@pytest.mark.parametrize("joint", ["; ", " ; "])
def test_what_replaces_the_hours_of_the_week_is_read_as_it_is_said(typed: str, meant: str, joint: str) -> None:
    week = WEEK if typed[0].isupper() else "du lundi au vendredi 9h-18h"
    assert in_openstreetmap(f"{week}{joint}{typed}") == f"{WEEK}; {meant}"


@pytest.mark.parametrize("typed, meant", [
    ("Monday to Friday 9am-6pm, closed in August", f"{WEEK}; Aug off"),
    ("Mon-Fri 9am-12:30pm, closed on public holidays", "Mo-Fr 09:00-12:30; PH off"),
    ("open daily 10am to 7pm except Sunday", "Mo-Sa 10:00-19:00"),
    ("Monday to Friday 9am-6pm; closed December 24 to January 2", f"{WEEK}; Dec 24-Jan 02 off"),
    ("Wednesday by appointment", 'We unknown "on appointment"'),
])  # fmt: skip
def test_english_is_read_too(typed: str, meant: str) -> None:
    assert in_openstreetmap(typed) == meant


@pytest.mark.parametrize("typed, tidied", [
    ("Mo-Fr 9:00-18:00", WEEK), ("Mo , Tu 09:00 - 12:00 ;PH closed", "Mo,Tu 09:00-12:00; PH off"),
    ("24/7", "24/7"), ("Mo-Fr 24/7; PH off", "Mo-Fr 00:00-24:00; PH off"),
    ("Mo-Fr 09:00-18:00; We off", "Mo,Tu,Th,Fr 09:00-18:00"), ("PH off; Mo-Fr 09:00-18:00", f"{WEEK}; PH off"),
    ("Mar-Oct Mo-Fr 10:00-12:00", "Mar-Oct Mo-Fr 10:00-12:00"), ("Sa 10:00-12:00; Mo 09:00-10:00", "Mo 09:00-10:00; Sa 10:00-12:00"),
])  # fmt: skip
def test_hours_of_openstreetmap_are_tidied(typed: str, tidied: str) -> None:
    assert in_openstreetmap(typed) == tidied


@pytest.mark.parametrize("typed, kind, parts", [
    ("Mo-Fr 09:00-25:00", "impossible", ["25:00"]), ("Mo 09:75-10:00", "impossible", ["09:75"]),
    ("24:00-10:00", "impossible", ["24:00-10:00"]), ("Mo 09:00-09:00", "impossible", ["09:00-09:00"]),
    ("lundi 9-5", "impossible", ["9-5"]), ("lundi 9h-12h, fermé le 31 février", "impossible", ["31 février"]),
    ("lundi 9h-12h, fermé du 3 mai 2027 au 1er mai 2027", "impossible", ["3 mai 2027 au 1er mai 2027"]),
    ("lundi 13pm-6pm", "impossible", ["13pm"]),
    ("fermé en décembre et janvier 2027", "rule", ["fermé en décembre et janvier 2027"]),
    ("Mo-Fr 9.30-12:00", "time", ["9.30"]),
    ("samedi 9h-12h, après-midi sur rendez-vous", "rule", ["samedi 9h-12h, après-midi sur rendez-vous"]),
    ("samedi 9h-12h après-midi sur rendez-vous", "rule", ["samedi 9h-12h après-midi sur rendez-vous"]),
    ("lundi 9h-18h ; fermé le mercredi après-midi", "rule", ["fermé le mercredi après-midi"]),
    ("lundi matin, après-midi 14h-18h", "rule", ["lundi matin, après-midi 14h-18h"]),
    ("Mo[1] 09:00+", "word", ["[", "]", "+"]),
    ('Mo 09:00-12:00 "sauf août"', "word", ['"sauf août"']), ("Mo sunrise-sunset", "word", ["sunrise", "sunset"]),
    ("", "rule", [""]), ("Mo-Fr", "rule", ["Mo-Fr"]), ("Mo-Fr 09:00", "rule", ["Mo-Fr 09:00"]),
    ("Mo 09:00-12:00; Tu 10:00", "rule", ["Tu 10:00"]), ("Mo 09:00; We 09:00-12:00; Tu 10:00", "rule", ["Mo 09:00", "Tu 10:00"]), ("PH off", "rule", ["PH off"]), ("fermé en août", "rule", ["fermé en août"]),
    ("fermé le mardi, mercredi 9h-12h", "rule", ["fermé le mardi, mercredi 9h-12h"]), ("lundi 9h-12h; 10h-11h", "rule", ["10h-11h"]),
    ("SH,Su 10:00-12:00", "rule", ["SH,Su 10:00-12:00"]),
])  # fmt: skip
def test_what_is_refused_is_named(typed: str, kind: str, parts: list[str]) -> None:
    assert [(fault.kind, fault.part) for fault in hours_reader.faults(typed)] == [(kind, part) for part in parts]
    assert hours_reader.read(typed) is None


def test_each_example_of_the_guide_is_understood() -> None:
    guide = (TEMPLATE / "docs/guides/changer-les-horaires.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    examples = [example for row in rows for example in re.findall("`([^`]+)`", row)]
    examples += re.findall("^opening_hours: (.+)$", guide, re.MULTILINE)
    assert len(examples) > 15
    assert [
        example
        for example in examples
        if hours_reader.faults(f"lundi 9h-12h ; {example}" if "fermé" in example else example)
    ] == []


_day = st.sampled_from(["lundi", "mar.", "Mercredi", "jeudi", "Fri", "Sa", "dimanche", "tous les jours", "week-end"])
_days = st.one_of(_day, st.tuples(_day, st.sampled_from([" et ", ", ", " au ", "-"]), _day).map("".join))
_span = st.builds(lambda a, b, form: form.format(a, b), st.integers(0, 12), st.integers(13, 24), st.sampled_from(
    ["{}h-{}h", "de {} h à {} h", "{}:00-{}:00", "{}-{}"]))  # fmt: skip
_month = st.sampled_from(["août", "juillet", "décembre", "February", "Oct"])
_date = st.tuples(st.integers(1, 28).map(str), _month).map(" ".join)
_when = st.one_of(
    _month.map("en {}".format), _date.map("le {}".format), st.tuples(_date, _date).map(lambda days: "du {} au {}".format(*days)),
    st.sampled_from(["les jours fériés", "pendant les vacances scolaires", "PH"]),
)  # fmt: skip
_state = st.one_of(
    _span,
    st.tuples(_span, _span).map(" et ".join),
    st.sampled_from(
        ["fermé", "sur rendez-vous", "matin", "l’après-midi sur rendez-vous", "matin et soir", "matin 9h-12h"]
    ),
)
_rule = st.one_of(
    st.tuples(_days, _state).map(" ".join), st.tuples(_when, _state).map(" ".join), _when.map("fermé {}".format),
    st.tuples(_when, _days, _state).map(" ".join), st.just("sur rendez-vous"),
)  # fmt: skip
sentences = st.lists(_rule, min_size=1, max_size=5).map(" ; ".join)


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(st.one_of(sentences, st.text(alphabet="MoTuFrPHoff lundi0123456789:-,;h/\"[]+é'’", max_size=30)))
def test_what_is_written_for_openstreetmap_is_read_back_as_the_same(typed: str) -> None:
    hours = hours_reader.read(typed)
    assert (hours is None) == bool(hours_reader.faults(typed))
    if hours is not None:
        assert hours_reader.read(openstreetmap(hours)) == hours


@pytest.mark.parametrize("today, first, last", [
    ("2026-11-26", "2026-12-24", "2027-01-02"), ("2027-01-02", "2026-12-24", "2027-01-02"),
    ("2027-01-03", "2027-12-24", "2028-01-02"),
])  # fmt: skip
def test_a_period_of_every_year_is_the_one_under_way_or_the_next(today: str, first: str, last: str) -> None:
    dates = DatePeriod((0, 12, 24), (0, 1, 2)).dates(dt.date.fromisoformat(today))
    assert [day.isoformat() for day in dates] == [first, last]


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    assert DatePeriod((0, 2, 1), (0, 2, 29)).dates(dt.date(2027, 2, 3))[1] == dt.date(2027, 2, 28)


def test_a_period_that_is_over_is_forgotten() -> None:
    hours = hours_reader.read("lundi 9h-12h ; fermé du 3 au 9 mai 2027 ; fermé en août")
    assert hours is not None
    after = hours.without_past(dt.date(2027, 5, 10))
    assert after is not None and openstreetmap(after) == "Mo 09:00-12:00; Aug off"
    assert hours.without_past(dt.date(2027, 5, 9)) == hours
