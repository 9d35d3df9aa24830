"""Reads opening hours as people write them, in French, in English, or in the format of OpenStreetMap.

``du lundi au vendredi 9h-18h, fermé en août`` and ``Mo-Fr 09:00-18:00; Aug off`` give the same ``OpeningHours``. A
value is cut into tokens by ``hours_words``; one grammar reads those of all three languages: rules that each have days
or dates, and hours, in either order. What can be understood in two ways is refused.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from .folding import fold
from .hours_words import DAYS, FRENCH_MONTHS, MONTHS, PHRASES, WORDS
from .opening_hours import (
    CLOSED,
    DAY_PARTS,
    END_OF_DAY,
    HOLIDAYS,
    LEAP_YEAR,
    WEEKDAYS,
    DatePeriod,
    DayHours,
    OpeningHours,
    SpecialHours,
    month_length,
)
from .opening_hours import MONTHS as MONTH_KEYWORDS

_PHRASES = "|".join(
    rf"(?P<{kind}>(?<!\w)(?:{pattern})(?!\w))".replace(" ", r"\s+") for kind, pattern in PHRASES.items()
)
_TOKEN = re.compile(
    rf"""{_PHRASES}
    |(?P<quoted>"[^"]*"|«[^»]*»)
    |(?P<spoken>(?<!\w)(?:midi|minuit|\d{{1,2}}\s*h(?:eures?)?)\s+(?:et\s+demie?|et\s+quart|moins\s+le\s+quart)(?!\w))
    |(?P<time>\d{{1,2}}\s*(?:(?::\s*\d\d|h(?:eures?)?\s*\d\d(?!\s*[h:])|h(?:eures?)?(?![^\W\d_]))(?!\d)(?:\s*[ap]m(?!\w))?|[ap]m(?!\w)))
    |(?P<bad_time>(?<!\d)\d{{1,3}}\s*:\s*\d*|\d+\.\d+|\d+\s*h\s*\d+)
    |(?P<number>\d+(?:er|st|nd|rd|th)?(?!\w))
    |(?P<word>[^\W\d_]+\.?)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
_SIGNS = {"-": "to", "–": "to", "—": "to", ",": "comma", ":": "colon", ";": "end", "'": "skip", ".": "skip"}
#: A value made of the keywords of OpenStreetMap alone: "Mar" is a month, and the order of the rules is meant.
_KEYWORDS = {*WEEKDAYS, *MONTH_KEYWORDS, *HOLIDAYS, "off", "closed", "unknown"}
_WEEKEND, _WORKING_WEEK = ("Sa", "Su"), WEEKDAYS[:5]
_JOINTS = ("comma", "and", "colon")
_TIMES = {"time", "number", "noon", "midnight"}
_Name = str | DatePeriod


@dataclass(frozen=True)
class ParseFault:
    """A part of a value that is wrong, and why: ``kind`` is ``word``, ``time``, ``impossible`` or ``rule``."""

    kind: str
    part: str


@dataclass(frozen=True)
class _Token:
    kind: str
    value: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Choice:
    """Days or dates that a rule is about: the days of the week alone, or ``names`` of dates narrowed by ``days``."""

    names: tuple[_Name, ...] = ()
    days: tuple[str, ...] = ()
    days_first: bool = False


class _UnreadableError(Exception):
    def __init__(self, fault: ParseFault):
        super().__init__(fault.part)
        self.fault = fault


def read(value: str) -> OpeningHours | None:
    """The opening hours that ``value`` says; None when a part of it is not understood."""
    return _read(value)[0]


def faults(value: str) -> tuple[ParseFault, ...]:
    """Each part of ``value`` that is not understood; none when ``read`` gives its hours."""
    return _read(value)[1]


@lru_cache(maxsize=64)
def _read(value: str) -> tuple[OpeningHours | None, tuple[ParseFault, ...]]:
    keywords = set(re.findall(r"[^\W\d_]+", re.sub(r'"[^"]*"', "", value))) <= _KEYWORDS
    tokens, wrong = _tokens(value, keywords=keywords)
    if wrong:
        return None, tuple(wrong)
    week: dict[str, DayHours] = {}
    specials: list[SpecialHours] = []
    for clause in _clauses(tokens):
        found: list[SpecialHours] = []
        try:
            _Clause(value, clause, week, found).read()
            specials += found if keywords else _in_its_years(found)
        except _UnreadableError as error:
            wrong.append(error.fault)
    open_at_all = [hours for hours in (*week.values(), *(special.hours for special in specials)) if not hours.closed]
    if not wrong and not open_at_all and (specials or not week):
        wrong.append(ParseFault("rule", value))
    if wrong:
        return None, tuple(wrong)
    if not keywords:
        # People list what is closed in any order: a public holiday in summer is a public holiday.
        specials.sort(
            key=lambda special: {"SH": 0, "PH": 2}.get(special.when, 1) if isinstance(special.when, str) else 1
        )
    named = {day: week[day] for day in WEEKDAYS if day in week and not week[day].closed}
    return OpeningHours(named or dict.fromkeys(WEEKDAYS if week else (), CLOSED), tuple(specials)), ()


def _in_its_years(specials: list[SpecialHours]) -> list[SpecialHours]:
    """The rules of a clause; dates within a period that has a year are of that year: ``août 2027 : 9h-12h, fermé le 10 août``."""
    dated = [period for special in specials if isinstance(period := special.when, DatePeriod) and period.first[0]]
    return [replace(special, when=_in_year_of(special.when, dated)) for special in specials]


def _in_year_of(when: _Name, dated: list[DatePeriod]) -> _Name:
    if isinstance(when, str) or when.first[0]:
        return when
    for period in dated:
        for year in range(period.first[0], period.last[0] + 1):
            first, last = (year, *when.first[1:]), (year + (when.last < when.first), *when.last[1:])
            if period.first <= first and last <= period.last:
                return DatePeriod(first, last)
    return when


# --- Tokens ---


def _tokens(value: str, *, keywords: bool) -> tuple[list[_Token], list[ParseFault]]:
    folded = "".join(_fold_character(character) for character in value)
    tokens, wrong = [], []
    for match in _TOKEN.finditer(folded):
        kind, text = str(match.lastgroup), value[match.start() : match.end()]
        result = _token(kind, match[0], text, keywords=keywords)
        if isinstance(result, ParseFault):
            wrong.append(result)
        elif result[0] != "skip":
            tokens.append(_Token(*result, text, match.start(), match.end()))
    return tokens, wrong


def _fold_character(character: str) -> str:
    """One character for each, so that places in the folded text are those of the text."""
    folded = fold(character.replace("’", "'"))
    return folded if len(folded) == 1 else character


def _token(kind: str, folded: str, text: str, *, keywords: bool) -> tuple[str, int] | ParseFault:
    """The kind of a token and its value; a fault when it means nothing."""
    if kind in {"time", "spoken"}:
        minutes = _minutes(folded) if kind == "time" else _spoken_minutes(folded)
        return ("time", minutes) if minutes is not None else ParseFault("impossible", text)
    if kind == "bad_time":
        return ParseFault("time", text)
    if kind == "number":
        return "number", int(re.sub(r"\D", "", folded))
    if kind == "sign":
        return (_SIGNS[folded], 0) if folded in _SIGNS else ParseFault("word", text)
    if kind == "quoted":
        said = re.fullmatch(PHRASES["appointment"], folded[1:-1].strip())
        return ("appointment", 0) if said else ParseFault("word", text)
    return _word(folded.rstrip("."), text, keywords=keywords) if kind == "word" else (kind, 0)


def _word(folded: str, text: str, *, keywords: bool) -> tuple[str, int] | ParseFault:
    if keywords and folded == "mar":
        return "month", 3
    if folded in DAYS:
        return "day", DAYS[folded]
    if folded in MONTHS:
        return ("french_month" if folded in FRENCH_MONTHS else "month"), MONTHS[folded]
    if folded in WORDS:
        return WORDS[folded], 0
    return ParseFault("word", text)


def _minutes(text: str) -> int | None:
    """A time in minutes from midnight; None when it does not exist."""
    numbers = re.findall(r"\d+", text)
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    if half := re.search(r"[ap]m", text):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "pm" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= END_OF_DAY else None


def _spoken_minutes(text: str) -> int | None:
    """A time such as "midi et demi" or "9h moins le quart", in minutes from midnight; None when it does not exist."""
    number = re.match(r"\d+", text)
    hour = int(number[0]) if number else 12 * text.startswith("midi")
    minutes = hour * 60 + (30 if "demi" in text else -15 if "moins" in text else 15)
    return minutes % END_OF_DAY if minutes <= END_OF_DAY else None


def _clauses(tokens: list[_Token]) -> Iterator[list[_Token]]:
    """The tokens between semicolons; a value without any has one empty clause."""
    bounds = [-1, *(index for index, token in enumerate(tokens) if token.kind == "end"), len(tokens)]
    clauses = [tokens[start + 1 : end] for start, end in pairwise(bounds)]
    yield from [clause for clause in clauses if clause]


# --- Grammar ---


#: The end of February, which a year may bring forward.
_LEAP_END = (2, 29)


class _Clause:
    """The rules between two semicolons, added to ``week`` and to ``specials``."""

    def __init__(self, value: str, tokens: list[_Token], week: dict[str, DayHours], specials: list[SpecialHours]):
        self._value = value
        self._tokens = [token for token in tokens if token.kind != "only"]
        self._only = len(self._tokens) < len(tokens)
        self._week = week
        self._specials = specials
        self._at = 0

    def read(self) -> None:
        """Read all the rules."""
        self._skip(*_JOINTS)
        while self._at < len(self._tokens):
            self._rule()
            self._skip(*_JOINTS)

    def _rule(self) -> None:
        """Read days or dates and their hours, hours and their days or dates, or what is excepted from before."""
        if (self._week or self._specials) and self._skip("except"):
            self._apply(self._choices(listed=True), CLOSED)
        elif choices := self._choices(listed=False):
            self._days_then_hours(choices)
        else:
            self._hours_then_days()

    def _days_then_hours(self, choices: list[_Choice]) -> None:
        excluded = self._choices(listed=True) if self._skip("except") else []
        left_out = {day for choice in excluded if not choice.names for day in choice.days}
        hours = self._hours_after_days()
        if hours is None:
            raise self._fault()
        self._apply([replace(choice, days=self._without(choice, left_out)) for choice in choices], hours)
        self._apply([choice for choice in excluded if choice.names], CLOSED, some=False)

    def _hours_then_days(self) -> None:
        hours = self._hours()
        if hours is None:
            raise self._fault()
        choices = self._choices(listed=True)
        if choices and hours == DayHours(appointment=True):
            hours = replace(hours, parts=self._parts())
        if choices and self._peek() in {*_TIMES, *DAY_PARTS, "all_day", "closed", "appointment"}:
            raise self._fault()  # of which of the two are the days that stand between?
        if choices:
            self._apply(choices, hours)
        else:
            self._apply_to_all(hours)

    def _apply_to_all(self, hours: DayHours) -> None:
        """Hours without a day: those of all days; an appointment, of the days that have not been named."""
        unnamed = [day for day in WEEKDAYS if day not in self._week]
        if (self._week or self._specials) and not (hours == DayHours(appointment=True) and unnamed):
            raise self._fault()
        self._week.update(dict.fromkeys(unnamed, hours))

    def _without(self, choice: _Choice, left_out: set[str]) -> tuple[str, ...]:
        days = tuple(day for day in choice.days or WEEKDAYS if day not in left_out)
        if not days:
            raise self._fault()
        return days if choice.days or left_out else ()

    def _apply(self, choices: list[_Choice], hours: DayHours, *, some: bool = True) -> None:
        """Add ``hours`` on ``choices``. Where the clause says "only", the other days of their dates are closed."""
        if some and not choices:
            raise self._fault()
        for choice in choices:
            if not choice.names:
                self._week.update(dict.fromkeys(choice.days, hours))
            others = tuple(day for day in WEEKDAYS if day not in choice.days) if self._only and choice.days else ()
            for name in choice.names:
                if others and not hours.closed:
                    self._specials.append(SpecialHours(name, others, CLOSED))
                self._specials.append(SpecialHours(name, choice.days, hours))

    # Days and dates

    def _choices(self, *, listed: bool) -> list[_Choice]:
        """The days and dates from here on. ``listed``: their hours came before, and a comma is then only a list."""
        choices: list[_Choice] = []
        while True:
            before = self._at
            joints = {token.kind for token in self._skip(*_JOINTS)}
            found = self._name_or_days()
            if found is None:
                self._at = before
                return [_in_order(choice) for choice in choices]
            if choices and (joint := self._joined(choices[-1], found, joints, listed=listed)):
                choices[-1] = joint
            else:
                choices.append(found)

    def _joined(self, last: _Choice, found: _Choice, joints: set[str], *, listed: bool) -> _Choice | None:
        """``found`` as a part of ``last``: a longer list, or days within dates; None when it stands by itself."""
        if "PH" in (*last.names, *found.names):
            return None
        if found.names:
            if last.names and (last.days_first or not last.days):
                return replace(last, names=_merged(self._with_year_of(last.names, found.names[0]), found.names))
            within = bool(last.days) and not last.names and not joints
            return replace(last, names=found.names, days_first=True) if within else None
        if last.days and not last.days_first:
            return replace(last, days=last.days + found.days)
        if last.names and not last.days_first and not joints - ({"colon"} if listed else {"colon", "comma"}):
            if joints == {"comma"} and self._tokens[self._at - 1].kind == "day" and "SH" in self._value:
                raise self._fault()  # for OpenStreetMap the comma makes a list, for people it does not
            return replace(last, days=found.days)
        return None

    def _with_year_of(self, names: tuple[_Name, ...], following: _Name) -> tuple[_Name, ...]:
        """``names`` in the year of what follows them, where that alone has one: ``juillet et août 2027``."""
        if not isinstance(following, DatePeriod) or not following.first[0]:
            return names
        without = [name for name in names if isinstance(name, DatePeriod) and not name.first[0]]
        year = following.first[0]
        if any(name.first[1:] > name.last[1:] or name.last[1:] > following.first[1:] for name in without):
            raise self._fault()  # of that year, or of the one before?
        return tuple(
            self._bounded(
                (year, *name.first[1:]),
                (year, name.last[1], 0 if name.last[1:] == _LEAP_END else name.last[2]),
                self._at,
            )
            if isinstance(name, DatePeriod) and name in without
            else name
            for name in names
        )

    def _name_or_days(self) -> _Choice | None:
        """A day or a range of days, holidays, or a period."""
        kind = self._peek()
        if kind in {"every_day", "weekend", "working_week"}:
            self._at += 1
            return _Choice(days={"every_day": WEEKDAYS, "weekend": _WEEKEND, "working_week": _WORKING_WEEK}[kind])
        if kind in HOLIDAYS:
            self._at += 1
            return _Choice(names=(kind,))
        if kind == "day":
            return _Choice(days=self._days())
        period = self._period()
        return _Choice(names=(period,)) if period else None

    def _days(self) -> tuple[str, ...]:
        first = last = self._next().value
        if self._peek() == "to" and self._peek(1) == "day":
            self._at += 1
            last = self._next().value
        return tuple(WEEKDAYS[index % 7] for index in range(first, last + 1 if last >= first else last + 8))

    def _period(self) -> DatePeriod | None:
        """A month, a date, or from one to another."""
        start = self._at
        self._skip("to")  # "au mois d’août"
        first = self._point(None)
        if first is None:
            self._at = start
            return None
        after_first, last = self._at, first
        if self._skip("to"):
            second = self._point(first)
            if second is None:
                self._at = after_first
            else:
                last = second
        return self._bounded(first, last, start)

    def _point(self, first: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        """A year, a month and a day, 0 where one is not said; the second of a range may leave out what ``first`` says."""
        start, year, day = self._at, 0, 0
        if self._peek() == "number" and self._peek_value() >= 1000:
            year = self._next().value
        kind = self._peek()
        if kind == "number" and (self._peek(1) in {"month", "french_month"} or self._number_opens_a_range(first)):
            day = self._next().value
            kind = self._peek()
        elif kind == "number" and first and first[2] and first[1]:
            if self._peek(1) == "to" or (first[1] and self._tokens[self._at - 2].kind != "number"):
                self._at = start
                return None
            return year or first[0], first[1], self._next().value
        if kind not in {"month", "french_month"}:
            if day and not first:
                return year, 0, day
            self._at = start
            return None
        month = self._next().value
        if not day and kind == "month" and self._peek() == "number" and self._peek_value() < 1000:
            day = self._next().value
        if not year and self._peek() == "number" and self._peek_value() >= 1000:
            year = self._next().value
        return year, month, day

    def _number_opens_a_range(self, first: tuple[int, int, int] | None) -> bool:
        """Whether the number here is the first day of ``24-26 décembre``."""
        kinds = [self._peek(index) for index in range(1, 4)]
        return first is None and kinds[:2] == ["to", "number"] and kinds[2] in {"month", "french_month"}

    def _bounded(self, first: tuple[int, int, int], last: tuple[int, int, int], start: int) -> DatePeriod:
        """The period from ``first`` to ``last``, with the years and the months that were said once for both."""
        (year, month, day), (last_year, last_month, last_day) = first, last
        month = month or last_month
        last_day = last_day or month_length(last_month)
        begin, end = (month, day or 1), (last_month, last_day)
        if last_year and not year:
            year = last_year - (begin > end)
        last_year = last_year or (year and year + (begin > end))
        if last_month == 2 and last_year and not last[2]:
            end = (2, calendar.monthrange(last_year, 2)[1])
        for number, (at_month, at_day) in ((year, begin), (last_year, end)):
            if not 1 <= at_day <= calendar.monthrange(number or LEAP_YEAR, at_month)[1]:
                raise self._fault("impossible", start)
        if (year, *begin) > (last_year, *end) and year:
            raise self._fault("impossible", start)
        return DatePeriod((year, *begin), (last_year, *end))

    # Hours

    def _hours_after_days(self) -> DayHours | None:
        before = self._at
        self._skip("comma", "colon")
        hours = self._hours()
        if hours is None or (hours.closed and self._tokens[before].kind == "comma"):
            self._at = before
            return None
        return hours

    def _hours(self) -> DayHours | None:
        """Hours, parts of the day, ``closed``, or an appointment."""
        kind = self._peek()
        if kind == "closed":
            self._at += 1
            return CLOSED
        if kind == "all_day":
            self._at += 1
            return DayHours(((0, END_OF_DAY),))
        if kind == "day_parts":
            written = self._next().text
            parts = tuple(part for part in DAY_PARTS if part in written)
            return DayHours(parts=parts, appointment="appointment" in written)
        spans, parts = self._spans()
        appointment = bool(self._skip("appointment"))
        return DayHours(tuple(spans), appointment, parts) if spans or parts or appointment else None

    def _spans(self) -> tuple[list[tuple[int, int]], tuple[str, ...]]:
        """Spans, or parts of the day without any; a part beside its span says nothing more than this."""
        spans: list[tuple[int, int]] = []
        while True:
            before = self._at
            if spans:
                self._skip("comma", "and")
            parts = self._parts()
            span = self._span()
            if span is None:
                if spans and parts:
                    raise self._fault()
                if not parts:
                    self._at = before
                return spans, parts
            spans.append(span)
            if len(parts) > 1 or (self._skip(*DAY_PARTS) and self._peek() == "appointment"):
                raise self._fault()

    def _parts(self) -> tuple[str, ...]:
        """The parts of the day from here on, in order."""
        parts: set[str] = set()
        while True:
            before = self._at
            if parts:
                self._skip("comma", "and")
            found = {token.kind for token in self._skip(*DAY_PARTS)}
            if not found:
                self._at = before
                return tuple(part for part in DAY_PARTS if part in parts)
            parts |= found

    def _span(self) -> tuple[int, int] | None:
        """From one time to another; None for anything else, among which numbers that are dates."""
        start = self._at
        if not (
            self._peek() in _TIMES
            and self._peek(1) == "to"
            and self._peek(2) in _TIMES
            and not (self._peek(2) == "number" and self._peek(3) in {"month", "french_month"})
        ):
            return None
        first, _, last = self._next(), self._next(), self._next()
        begin, end = _time(first, END_OF_DAY, start=True), _time(last, END_OF_DAY, start=False)
        bare = first.kind == last.kind == "number"
        if begin >= END_OF_DAY or end > END_OF_DAY or begin == end or (bare and end < begin):
            raise self._fault("impossible", start)
        return begin, end

    # Places in the tokens

    def _peek(self, ahead: int = 0) -> str:
        index = self._at + ahead
        return self._tokens[index].kind if index < len(self._tokens) else ""

    def _peek_value(self) -> int:
        return self._tokens[self._at].value

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, *kinds: str) -> list[_Token]:
        skipped = []
        while self._peek() in kinds:
            skipped.append(self._next())
        return skipped

    def _fault(self, kind: str = "rule", start: int = 0) -> _UnreadableError:
        end = self._at if kind != "rule" else len(self._tokens)
        return _UnreadableError(ParseFault(kind, self._value[self._tokens[start].start : self._tokens[end - 1].end]))


def _time(token: _Token, midnight: int, *, start: bool) -> int:
    if token.kind == "midnight":
        return 0 if start else midnight
    return {"time": token.value, "number": token.value * 60}.get(token.kind, midnight // 2)


def _in_order(choice: _Choice) -> _Choice:
    """With its days once each, Monday first."""
    return replace(choice, days=tuple(day for day in WEEKDAYS if day in choice.days))


def _merged(names: tuple[_Name, ...], more: tuple[_Name, ...]) -> tuple[_Name, ...]:
    """Both, where a month that follows another makes one period with it: ``juillet et août``."""
    last, following = names[-1], more[0]
    if isinstance(last, DatePeriod) and isinstance(following, DatePeriod):
        follows = last.last[1] + 1 == following.first[1] and following.first[2] == 1
        if follows and last.last[2] == month_length(last.last[1]) and last.last[0] == following.first[0]:
            return (*names[:-1], DatePeriod(last.first, following.last), *more[1:])
    return names + more
