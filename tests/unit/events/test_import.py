"""Events from people's own files, and from their answers: nothing lost in silence, nothing changed twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support import calendar_factories, factories

from tierslieu.cli import event_prompts
from tierslieu.cli.options import CONSOLE
from tierslieu.core import yaml_reader
from tierslieu.core.folding import slug
from tierslieu.core.problems import Problems
from tierslieu.events import csv_reader, ics_reader, new_event
from tierslieu.events.decoding import decode
from tierslieu.events.import_plan import ImportPlan, plan
from tierslieu.events.text_cleaning import as_body, sentence
from tierslieu.exports import EXPORTS
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Activity, Space
from tierslieu.rendering.markdown import fill, to_html
from tierslieu.schedule import occurrences

HERE = ("Comptoir d’exemple", "1 place de l’Exemple")


def event(*lines: str, uid: str = "1@ailleurs", title: str = "Papycamp du jeudi") -> str:
    """An event of a calendar: on 14 January 2027 unless ``lines`` say when it begins."""
    when = () if any(line.startswith("DTSTART") for line in lines) else (
        "DTSTART;TZID=Europe/Paris:20270114T140000", "DTEND;TZID=Europe/Paris:20270114T160000",
    )  # fmt: skip
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *when, *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def imported(text: str, space: Space | None = None, **options: str) -> ImportPlan:
    """What importing a calendar does."""
    return plan(space or empty(), ics_reader.read(text, "a.ics", HERE), **options)


def empty(root: Path = Path("/nowhere")) -> Space:
    return factories.comptoir(root=root, activities=())


def only(result: ImportPlan) -> Activity:
    """The front matter of the one new event."""
    assert [problem.code for problem in result.problems if problem.level == "error"] == []
    (text,) = result.new.values()
    return Activity.model_validate(yaml_reader.parse(text.split("---\n")[1]).data)


def codes_and_lines(result: ImportPlan) -> list[tuple[str, int | None]]:
    """What is not taken over, with its line."""
    return [(problem.code, problem.line) for problem in result.problems]


def saved(root: Path, result: ImportPlan) -> Space:
    """The place once the files of ``made`` are written into ``root``."""
    for path, text in result.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    files = SourceFiles(root)
    sources = [files.markdown(path, "fr", Activity) for path in files.folder("content/fr/activities", "*.md")]
    assert files.problems == []
    return dataclasses.replace(empty(root), activities=tuple(source for source in sources if source))


# --- Calendars ---


def test_an_event_becomes_a_file() -> None:
    result = imported(
        calendar(
            event(
                "DESCRIPTION:Entre seniors\\, autour d’un café. On vient avec ses questions.\\nEt ses lunettes.",
                "LOCATION:Comptoir d’exemple\\, salle du fond",
                "SEQUENCE:2",
                "LAST-MODIFIED:20261201T080000Z",
                "ORGANIZER;CN=Une personne:mailto:personne@exemple.fr",
            )
        )
    )
    assert list(result.new) == ["content/fr/activities/papycamp-du-jeudi.md"]
    activity = only(result)
    assert (activity.format, activity.service, activity.place) == ("papycamp", "mediation", None)
    assert (activity.start, activity.end) == (dt.datetime(2027, 1, 14, 14), dt.datetime(2027, 1, 14, 16))
    assert activity.description == "Entre seniors, autour d’un café."
    assert (activity.uid, activity.sequence, activity.updated) == ("1@ailleurs", 2, dt.date(2026, 12, 1))
    (text,) = result.new.values()
    assert text.endswith("On vient avec ses questions.\nEt ses lunettes.\n")
    assert "personne" not in text


SERIES = calendar(
    event("RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE;TZID=Europe/Paris:20270121T140000"),
    event(
        "RECURRENCE-ID;TZID=Europe/Paris:20270128T140000",
        "DTSTART;TZID=Europe/Paris:20270129T100000",
        "DTEND;TZID=Europe/Paris:20270129T120000",
        "LOCATION:Mairie",
    ),
    event("RECURRENCE-ID;TZID=Europe/Paris:20270204T140000", "STATUS:CANCELLED"),
)


def test_a_series_comes_with_its_dates_that_differ() -> None:
    activity = only(imported(SERIES))
    assert activity.exceptions == (dt.date(2027, 1, 21),)
    assert activity.cancelled == (dt.date(2027, 2, 4),)
    (moved,) = activity.moved
    assert (moved.date, moved.start, moved.place) == (dt.date(2027, 1, 28), dt.datetime(2027, 1, 29, 10), "Mairie")


def test_dates_besides_the_rule_are_taken_over() -> None:
    activity = only(
        imported(
            calendar(
                event(
                    "RRULE:FREQ=WEEKLY;COUNT=3",
                    "RDATE;TZID=Europe/Paris:20270202T140000,20270203T093000",
                    "RDATE;VALUE=DATE:20270206",
                    "RDATE;VALUE=PERIOD:20270207T130000Z/20270207T150000Z",
                    "RDATE:20270121T170000Z,20270114T130000Z",
                    "EXDATE;TZID=Europe/Paris:20270121T140000",
                ),
                event(
                    "RECURRENCE-ID;TZID=Europe/Paris:20270203T093000",
                    "DTSTART;TZID=Europe/Paris:20270204T093000",
                    "DTEND;TZID=Europe/Paris:20270204T113000",
                ),
            )
        )
    )
    assert activity.added == (
        dt.date(2027, 2, 2), dt.datetime(2027, 2, 3, 9, 30), dt.date(2027, 2, 6), dt.date(2027, 2, 7),
    )  # fmt: skip
    assert [(one.date, one.start) for one in activity.moved] == [
        (dt.date(2027, 1, 21), dt.datetime(2027, 1, 21, 18)), (dt.date(2027, 2, 3), dt.datetime(2027, 2, 4, 9, 30)),
    ]  # fmt: skip
    assert activity.exceptions == ()


def from_then_on(rule: str, start: str, end: str, *more: str) -> str:
    """A series of which everything changes from 28 January on."""
    changed = ("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270128T140000", "SUMMARY:Papycamp du soir")
    times = (f"DTSTART;TZID=Europe/Paris:{start}", f"DTEND;TZID=Europe/Paris:{end}")
    return calendar(event(f"RRULE:{rule}", *more), event(*changed, *times))


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=6", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270218T130000Z"])
@pytest.mark.parametrize("day", [28, 29])
def test_a_series_that_changes_from_a_date_on_becomes_two(tmp_path: Path, rule: str, day: int) -> None:
    text = from_then_on(rule, f"202701{day}T180000", f"202701{day}T210000")
    result = imported(text, empty(tmp_path))
    assert result.problems == []
    space = saved(tmp_path, result)
    dates = occurrences.occurrences(space, "fr", dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    times = [(one.start.strftime("%m-%d %H"), one.end.hour) for one in dates]
    evenings = [dt.date(2027, 1, day) + dt.timedelta(weeks=week) for week in range(4)]
    assert times == [("01-14 14", 16), ("01-21 14", 16), *((f"{one:%m-%d} 18", 21) for one in evenings)]
    assert imported(text, space).same == 2


def test_dates_after_a_change_follow_it() -> None:
    left_out = "EXDATE;TZID=Europe/Paris:20270121T140000,20270204T140000"
    cancelled = event("RECURRENCE-ID;TZID=Europe/Paris:20270211T140000", "STATUS:CANCELLED")
    text = from_then_on("FREQ=WEEKLY;COUNT=6", "20270128T180000", "20270128T210000", left_out)
    first, second = (
        Activity.model_validate(yaml_reader.parse(one.split("---\n")[1]).data)
        for one in imported(calendar(text, cancelled)).new.values()
    )
    assert (first.exceptions, first.cancelled) == ((dt.date(2027, 1, 21),), ())
    assert (second.exceptions, second.cancelled) == ((dt.date(2027, 2, 4),), (dt.date(2027, 2, 11),))


def test_a_change_that_no_rule_tells_ends_the_series() -> None:
    text = from_then_on("FREQ=MONTHLY;BYDAY=2TH,4TH", "20270129T140000", "20270129T160000")
    result = imported(text)
    assert [problem.code for problem in result.problems] == ["import.range"]
    (file,) = result.new.values()
    assert "start: 2027-01-14 14:00" in file and "rrule" not in file  # the only date before


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    texts = calendar(
        SERIES, event(uid="2", title="Barcamp"), event("DTSTART;VALUE=DATE:20270301", uid="3", title="Barcamp")
    )
    first = imported(texts, empty(tmp_path))
    assert len(first.new) == 3
    again = imported(texts, saved(tmp_path, first))
    assert (again.files, again.same) == ({}, 3)


def test_what_changes_in_the_calendar_leaves_what_people_wrote(tmp_path: Path) -> None:
    space = saved(tmp_path, imported(calendar(event()), empty(tmp_path)))
    path = tmp_path / "content/fr/activities/papycamp-du-jeudi.md"
    words = path.read_text("utf-8").replace("description:", "# à relire\ncapacity: 12\ndescription:") + "\nNos mots.\n"
    path.write_text(words, "utf-8")
    space = saved(tmp_path, ImportPlan())
    later = event("DTSTART;TZID=Europe/Paris:20270115T140000", "DTEND;TZID=Europe/Paris:20270115T163000", "SEQUENCE:1")
    result = imported(calendar(later), space)
    (changed,) = result.changed.values()
    before, after = set(words.splitlines()), set(changed.splitlines())
    assert before - after == {"start: 2027-01-14 14:00", "end: 2027-01-14 16:00"}
    assert after - before == {"start: 2027-01-15 14:00", "end: 2027-01-15 16:30", "revision: 1"}
    space = saved(tmp_path, result)
    assert imported(calendar(later), space).files == {}
    series = imported(calendar(event("RRULE:FREQ=WEEKLY")), space)
    alone = imported(calendar(event()), saved(tmp_path, series))
    assert "rrule:" in next(iter(series.changed.values())) and "rrule:" not in next(iter(alone.changed.values()))


def test_our_own_calendar_comes_back_as_it_went(tmp_path: Path) -> None:
    series = factories.activity(
        title="Papycamp",
        rrule="FREQ=WEEKLY;COUNT=6",
        cancelled=["2027-01-21"],
        moved=[{"date": "2027-01-28", "start": "2027-01-29 10:00", "place": "Mairie"}],
        added=["2027-03-06", "2027-03-07 09:30"],
    )
    camp = factories.activity("camp", title="Barcamp", start="2027-07-14", end="2027-07-16", added=["2027-08-14"])
    data = EXPORTS["ics"](factories.comptoir(activities=(series, camp)))["agenda.ics"]
    space = saved(tmp_path, imported(decode(data), empty(tmp_path)))
    window = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    again = EXPORTS["ics"](space)["agenda.ics"]
    assert calendar_factories.by_icalendar(again, *window) == calendar_factories.by_icalendar(data, *window)
    assert calendar_factories.cancelled(again) == calendar_factories.cancelled(data)


@pytest.mark.parametrize(
    "zone",
    [
        "Romance Standard Time",
        "/freeassociation.sourceforge.net/Europe/Paris",
        "(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris",
        "Europe/Brussels",
    ],
)
def test_zones_have_many_names(zone: str) -> None:
    name = f'"{zone}"' if "," in zone or ":" in zone else zone
    lines = (f"DTSTART;TZID={name}:20270714T140000", f"DTEND;TZID={name}:20270714T160000", "RRULE:FREQ=WEEKLY")
    assert only(imported(calendar(event(*lines)))).start == dt.datetime(2027, 7, 14, 14)


def test_other_clocks_are_read_or_refused() -> None:
    lines = ("DTSTART;TZID=GMT Standard Time:20270114T140000", "DTEND:20270114T160000Z")
    activity = only(imported(calendar(event(*lines))))
    assert (activity.start, activity.end) == (dt.datetime(2027, 1, 14, 15), dt.datetime(2027, 1, 14, 17))
    result = imported(calendar(event("DTSTART;TZID=Lune/Mer:20270114T140000")))
    assert (codes_and_lines(result), result.files) == ([("import.zone", 3)], {})
    weekly = ("DTSTART:20270114T140000Z", "DTEND:20270114T160000Z")
    assert only(imported(calendar(event(*weekly, "RRULE:FREQ=WEEKLY;COUNT=5")))).start == dt.datetime(2027, 1, 14, 15)
    assert codes_and_lines(imported(calendar(event(*weekly, "RRULE:FREQ=WEEKLY;COUNT=50")))) == [("import.clock", 3)]


def test_names_that_a_calendar_gives_to_zones() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Chez nous\nX-LIC-LOCATION:Europe/Paris\nEND:VTIMEZONE"
    here = event("DTSTART;TZID=Chez nous:20270114T140000")
    assert only(imported(calendar(zone, here))).start == dt.datetime(2027, 1, 14, 14)


def test_lines_folded_wrong_are_put_right() -> None:
    long = "DESCRIPTION:" + "Une phrase assez longue pour que le programme la coupe ici".ljust(63, "x")
    text = calendar(event(long, "suite de la même phrase. Une autre", "https://exemple.fr/suite"))
    for broken in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), text.replace("\n", "\n\n")):
        (body,) = imported(decode(broken.encode())).new.values()
        assert "xsuite de la même phrase. Une autre\nhttps://exemple.fr/suite" in body


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    result = imported(decode(calendar(event(title="Papycamp à l’été".replace("’", "'"))).encode(encoding)))
    assert only(result).title == "Papycamp à l'été"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("DTSTART:demain",), "import.unreadable"),
        (("DTSTART:20270114T140000", "DTEND:20270113T140000"), "activity.end"),
        (("RRULE:FREQ=HOURLY",), "import.rrule"),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260101",), "activity.rrule_never"),
        (("RRULE:FREQ=WEEKLY;BYDAY=FR",), "activity.rrule_start"),
        (("RRULE:FREQ=WEEKLY", "RRULE:FREQ=MONTHLY"), "import.rules"),
        (("CLASS:PRIVATE",), "import.private"),
        (("DTSTART;VALUE=DATE:20270114", "DTEND:20270114T160000"), "import.mixed"),
        (("RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270114T140000", "EXDATE:20270115T140000"), "activity.nothing_left"),
        (("DTSTART:19990114T140000",), "activity.year"),
        (("DTSTART:99991231T235959Z",), "import.unreadable"),
    ],
)
def test_what_can_not_be_taken_over_is_told(lines: tuple[str, ...], code: str) -> None:
    result = imported(calendar(event(uid="0", title="Barcamp"), event(*lines)))
    assert codes_and_lines(result) == [(code, 9)]
    assert len(result.new) == 1


@pytest.mark.parametrize(("line", "value"), [("DTSTART:demain", "demain"), ("DTSTART:99991231T235959Z", "9999-12-31")])
def test_a_value_that_can_not_be_read_is_quoted_without_the_words_of_a_library(line: str, value: str) -> None:
    (problem,) = imported(calendar(event(line))).problems
    assert problem.values["key"] == "DTSTART" and str(problem.values["detail"]).startswith(value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["import.no_calendar"]),
        ("\x00\x01\x02", ["import.no_calendar"]),
        ("<html>Connectez-vous</html>", ["import.no_calendar"]),
        (calendar("BEGIN:VTODO", "SUMMARY:x", "END:VTODO"), ["import.component"]),
        (calendar(event())[:120], ["import.unclosed"]),
        (calendar(event(title="Rencontre")), ["import.format"]),
        (calendar(event("RDATE;TZID=Europe/Paris:20270121T180000", "RRULE:FREQ=WEEKLY;COUNT=2")), ["import.more_dates"]),
        (calendar(event("RDATE;TZID=Europe/Paris:20270104T140000")), ["import.more_dates"]),
        (calendar(event("RDATE;VALUE=PERIOD:20270120T130000Z/PT3H")), ["import.more_dates"]),
        (calendar(event(), event("RECURRENCE-ID;TZID=Europe/Paris:20270121T140000", "STATUS:CANCELLED")), ["import.outside"]),
        (calendar(event("SEQUENCE:1"), event("SEQUENCE:2")), ["import.again"]),
        (calendar(event().replace("DTSTART", "X-START")), ["import.no_start"]),
        (
            calendar(event("RRULE:FREQ=WEEKLY;COUNT=3"), event("RECURRENCE-ID;TZID=Europe/Paris:20270121T140000", "DTSTART;TZID=Europe/Paris:20270121T140000", "DTEND;TZID=Europe/Paris:20270121T160000")),
            ["import.text"],
        ),
        (
            calendar(event("RRULE:FREQ=MONTHLY;BYDAY=2TH;COUNT=9"), event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270311T140000", "DTSTART;TZID=Europe/Paris:20270312T140000", "DTEND;TZID=Europe/Paris:20270312T160000")),
            ["import.range"],
        ),
        (
            calendar(event("RRULE:FREQ=WEEKLY;COUNT=3"), event("RECURRENCE-ID;TZID=Europe/Paris:20280121T140000", "STATUS:CANCELLED")),
            ["import.outside"],
        ),
    ],
)  # fmt: skip
def test_nothing_is_lost_in_silence(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in imported(text).problems] == codes


def test_the_latest_of_two_versions_is_kept() -> None:
    for order in (("SEQUENCE:1", "SEQUENCE:2"), ("SEQUENCE:2", "SEQUENCE:1")):
        result = imported(calendar(*(event(line, title=f"Barcamp {line[-1]}") for line in order)))
        assert only(result).title == "Barcamp 2"


def test_a_date_without_its_series_is_an_event_of_its_own(tmp_path: Path) -> None:
    alone = calendar(*(event(f"RECURRENCE-ID;TZID=Europe/Paris:202701{day}T140000") for day in (14, 21)))
    result = imported(alone, empty(tmp_path))
    assert len(result.new) == 2
    assert imported(alone, saved(tmp_path, result)).same == 2


def test_an_event_without_identifier_keeps_the_one_it_is_given(tmp_path: Path) -> None:
    text = calendar(event().replace("UID:1@ailleurs\n", ""))
    assert imported(text, saved(tmp_path, imported(text, empty(tmp_path)))).same == 1


def test_attached_files_are_not_read() -> None:
    big = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "\n ".join(["QUJD" * 18] * 140_000)
    text = calendar(event(big), event(uid="2", title="Barcamp"))
    assert len(text) > 10_000_000
    assert len(imported(text).new) == 2


def test_names_in_a_text_are_not_placeholders() -> None:
    tricky = "{{ prices.day }} {% raw %} {# x #} { {{{"
    assert to_html(fill(as_body(tricky), {}, "x.md", 1)) == f"<p>{tricky}</p>\n"
    result = imported(calendar(event("DESCRIPTION:Voir {{ space.name }}")))
    assert '{{ "{" }}{ space.name }}' in next(iter(result.new.values()))


def test_the_format_may_be_told(tmp_path: Path) -> None:
    result = imported(calendar(event(title="Rencontre")), format="conference", service="coworking")
    assert (only(result).format, only(result).service) == ("conference", "coworking")
    assert only(imported(calendar(event("CATEGORIES:Divers,Repair Café", title="Rencontre")))).format == "repair-cafe"


@pytest.mark.slow
@given(st.text(alphabet='BEGINVT:;=,\n \rUDSARLQé\\"{}%0123456789TZ') | st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    result = imported(calendar(event(text, title="Barcamp")))
    assert result.new or result.problems


# --- Tables ---


def rows(text: str, space: Space | None = None) -> ImportPlan:
    return plan(space or empty(), csv_reader.read(decode(text.encode("cp1252")), "a.csv"), "conference")


def test_a_french_table() -> None:
    result = rows(
        "Titre;Date;Heure de début;Heure de fin;Lieu;Places\r\n"
        '"Papycamp ; l’été";14/01/2027;14h;16 h 30;Mairie;12\r\n'
        "Portes ouvertes;2027-05-01;;;;\r\n"
    )
    activities = [
        Activity.model_validate(yaml_reader.parse(text.split("---\n")[1]).data) for text in result.new.values()
    ]
    assert result.problems == []
    assert [(one.title, one.format, one.place, one.capacity) for one in activities] == [
        ("Papycamp ; l’été", "papycamp", "Mairie", 12),
        ("Portes ouvertes", "portes-ouvertes", None, None),
    ]
    assert (activities[0].start, activities[0].end) == (dt.datetime(2027, 1, 14, 14), dt.datetime(2027, 1, 14, 16, 30))
    assert activities[1].all_day


def test_the_table_of_a_web_calendar_has_its_months_first() -> None:
    result = rows("Subject,Start Date,Start Time,End Date,End Time\nBarcamp,02/27/2027,10:00 AM,02/27/2027,5:00 PM\n")
    assert only(result).end == dt.datetime(2027, 2, 27, 17)


def test_importing_a_table_twice_changes_nothing(tmp_path: Path) -> None:
    text = "titre;date;heure\nPapycamp;14/01/2027;14:00\nPapycamp;21/01/2027;14:00\n"
    result = rows(text, empty(tmp_path))
    assert len(result.new) == 2
    again = rows(text, saved(tmp_path, result))
    assert (again.files, again.same) == ({}, 2)


def test_rows_that_can_not_be_read_are_told_with_their_line() -> None:
    result = rows(
        'titre;date;heure;couleur\n"Sur\ndeux lignes";14/01/2027;;\n#Barcamp;1/1/2027;;\nFaux;31/02/2027;;\n;14/01/2027;;\n'
        "Tard;14/01/2027;25h;\n"
    )
    assert codes_and_lines(result) == [
        ("import.column", 1),
        ("import.comment", 4),
        ("import.cell", 5),
        ("import.cell", 6),
        ("import.cell", 7),
    ]
    assert len(result.new) == 1


@pytest.mark.parametrize("text", ["", "un;deux\n1;2\n", "titre\nPapycamp\n"])
def test_a_table_without_the_columns_that_matter(text: str) -> None:
    assert {problem.code for problem in rows(text).problems} - {"import.column"} == {"import.columns"}


@given(st.text(alphabet=";,\"'\n\t/-:hé0123456789aàz") | st.text())
def test_any_table_is_read_or_told(text: str) -> None:
    result = plan(empty(), csv_reader.read(f"titre;date;heure\nBarcamp;{text}", "a.csv"), "conference")
    assert result.new or result.problems


# --- Names and texts ---


@pytest.mark.parametrize(
    ("text", "name"),
    [("Papycamp d’été", "papycamp-d-ete"), ("Œuvres & Co.", "oeuvres-co"), ("漢字", ""), ("a" * 90, "a" * 60)],
)
def test_names_of_files(text: str, name: str) -> None:
    assert slug(text) == name


def test_the_first_sentence() -> None:
    assert sentence("Bonjour à tous. Voici.") == "Bonjour à tous."
    assert sentence("\n\nSans point") == "Sans point"
    assert sentence("mot " * 100).endswith("mot…")


# --- New events ---

ANSWERS = {
    "title": "Papycamp",
    "format": "papycamp",
    "start": "2027-01-14 14:00",
    "end": "2027-01-14 16:00",
    "service": "mediation",
    "description": "Entre seniors : un café.",
}


@pytest.mark.parametrize(
    ("repeat", "day", "expected"),
    [
        ("once", 14, None),
        ("weekly", 14, "FREQ=WEEKLY;BYDAY=TH"),
        ("fortnightly", 14, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("monthly", 14, "FREQ=MONTHLY;BYDAY=2TH"),
        ("monthly", 29, "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=YEARLY", 14, "FREQ=YEARLY"),
    ],
)
def test_how_it_comes_back(repeat: str, day: int, expected: str | None) -> None:
    start = dt.date(2027, 1, day)
    assert new_event.rule(repeat, start, None) == expected
    if expected:
        assert new_event.rule(repeat, start, dt.date(2027, 6, 30)) == f"{expected};UNTIL=20270630"
        source = factories.activity(start=f"{start} 14:00", end=f"{start} 16:00", rrule=expected)
        assert occurrences.problems(factories.comptoir(activities=(source,))) == []


def test_a_new_event_says_its_first_dates() -> None:
    written = new_event.compose(empty(), ANSWERS | {"rrule": "FREQ=WEEKLY"}, "Texte")
    assert written.path == "content/fr/activities/papycamp.md"
    assert [one.start.day for one in written.dates] == [14, 21, 28]
    meta = yaml_reader.parse(written.text.split("---\n")[1]).data
    assert meta == ANSWERS | {"rrule": "FREQ=WEEKLY"}


def test_a_new_event_takes_no_ones_file() -> None:
    space = factories.comptoir(activities=(factories.activity("papycamp"), factories.activity("papycamp-2")))
    assert new_event.compose(space, ANSWERS, "").path == "content/fr/activities/papycamp-3.md"


def test_a_new_event_that_contradicts_itself_is_not_written() -> None:
    with pytest.raises(Problems) as caught:
        new_event.compose(empty(), ANSWERS | {"end": "2027-01-14 13:00"}, "")
    assert [problem.code for problem in caught.value.problems] == ["activity.end"]
    with pytest.raises(Problems):
        new_event.compose(empty(), ANSWERS | {"capacity": "beaucoup"}, "")


# --- Questions at the terminal ---

OPTIONS = dict.fromkeys(
    (
        "title", "format", "service", "day", "start", "end", "last_day", "repeat", "until", "skip", "description", "place",
        "online", "capacity", "price", "registration", "accessibility",
    )
)  # fmt: skip


def answered(typed: str, space: Space | None = None, **given: Any) -> dict[str, Any]:
    """The front matter that comes of what was ``typed``, line by line."""
    with CliRunner().isolation(input=typed):
        answers = event_prompts.complete_answers(space or empty(), OPTIONS | given, CONSOLE)
    return {key: value for key, value in answers.items() if value not in (None, [], "")}


def test_every_question_has_a_default_but_the_format_and_the_day() -> None:
    formats = list(factories.vocabulary().activity_formats)
    answers = answered(f"{formats.index('papycamp') + 1}\n\n2027-01-14\n\n\n\n\n")
    assert answers == {
        "title": "Papycamp",
        "format": "papycamp",
        "start": "2027-01-14 14:00",
        "end": "2027-01-14 16:00",
        "service": "mediation",
    }
    assert new_event.compose(empty(), answers, "").dates


def test_a_wrong_answer_is_asked_again() -> None:
    answers = answered("99\nx\n1\n\ndemain\n2027-01-14\n25h\n18h30\n\n5\n2\n30/06\n2027-06-30\nbof\nnon\n\n")
    assert (answers["start"], answers["rrule"]) == ("2027-01-14 18:30", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270630")
    assert "skip" not in answers


def test_days_are_read_as_they_are_said() -> None:
    answers = answered("1\n\n14/1/2027\n\n\n2\n30.06.2027\nnon\n\n")
    assert (answers["start"], answers["rrule"]) == ("2027-01-14 14:00", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270630")


def test_school_holidays_are_asked_where_their_zone_is_known() -> None:
    given: dict[str, Any] = {
        "format": "papycamp", "title": "P", "day": dt.date(2027, 1, 14), "start": dt.time(14), "end": dt.time(16),
    }  # fmt: skip
    more: dict[str, Any] = {"description": "D", "repeat": "weekly"}
    assert answered("\noui\n", **given, **more)["skip"] == ["public_holidays"]
    zone = factories.comptoir(activities=(), identity={"school_zone": "A"})
    assert answered("\noui\nyes\n", zone, **given, **more)["skip"] == ["public_holidays", "school_holidays"]


def test_options_leave_nothing_to_ask() -> None:
    given: dict[str, Any] = {
        "format": "barcamp", "title": "B", "day": dt.date(2027, 7, 14), "last_day": dt.date(2027, 7, 16),
    }  # fmt: skip
    answers = answered("", **given, description="D", repeat="once", capacity=12, service="coworking")
    assert (answers["start"], answers["end"], answers["capacity"], answers["service"]) == (
        "2027-07-14",
        "2027-07-16",
        12,
        "coworking",
    )
    night = answered(
        "",
        format="barcamp",
        title="B",
        day=dt.date(2027, 7, 14),
        start=dt.time(20),
        end=dt.time(2),
        description="D",
        repeat="once",
    )
    assert night["end"] == "2027-07-15 02:00"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"format": "papicamp"}, "event.format_near"),
        ({"format": "zzz"}, "event.format"),
        ({"service": "bar"}, "event.service"),
        ({"skip": "x"}, "event.skip"),
    ],
)
def test_names_that_do_not_exist_are_refused(given: dict[str, object], code: str) -> None:
    usual: dict[str, Any] = {
        "format": "papycamp",
        "title": "P",
        "day": dt.date(2027, 1, 14),
        "start": dt.time(14),
        "end": dt.time(16),
    }
    with pytest.raises(Problems) as caught:
        answered(
            "", **(usual | {"description": "D", "repeat": "weekly", "until": dt.date(2027, 6, 1), "skip": ""} | given)
        )
    assert [problem.code for problem in caught.value.problems] == [code]
