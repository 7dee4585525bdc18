"""AMAZON.DATE: days, weeks, months, seasons and years as people say them, in Alexa's forms.

A day is 2026-11-27, a week 2026-W48, a weekend 2026-W48-WE, a month 2026-11, a season 2026-WI, a quarter
2026-Q4, a year 2026, a decade 202X, and now PRESENT_REF (Amazon's slot type reference).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from local_voice.understanding.language import CalendarWords
from local_voice.understanding.patterns import Either, OneOf, Patterns, Read, Within

SEASONS = ("SP", "SU", "FA", "WI")
"""In the order of a year, which the winter ends: that of January has the number of the year before."""
DAY, WEEK, WEEKEND, MONTH, QUARTER, YEAR, DECADE = range(7)
"""Units of a calendar, as the language tables number them."""
FIRST_YEAR, LAST_YEAR = 1000, 2999


class DateReader:
    """Reads the dates of one language, relative to the day of the request."""

    def __init__(self, table: CalendarWords, number: Read, count: Read, ordinal: Read):
        """`count` also reads "a" as one."""
        fields: Mapping[str, Read] = {
            "now": OneOf(dict.fromkeys(table.now, 0)),
            "away": OneOf(table.days),
            "weekday": OneOf(table.weekdays),
            "month": OneOf(table.months),
            "season": OneOf(table.seasons),
            "unit": OneOf(table.units),
            "which": OneOf(table.which),
            "whichyear": OneOf(table.which),
            "decade": OneOf(table.decades),
            "number": count,
            "monthnumber": Within(number, 1, 12),
            "dayth": Within(Either((ordinal, number)), 1, 31),
            "day": Within(ordinal, 1, 31),
            "year": Within(number, FIRST_YEAR, LAST_YEAR),
        }
        self._patterns = Patterns(table.patterns, fields)

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        """The dates that begin at a place: where they end, and Alexa's form."""
        for end, fields in self._patterns.at(words, start):
            # "The thirtieth of February", "a billion weeks from tomorrow": no calendar has such a day.
            with suppress(OverflowError, ValueError):
                yield end, _form(fields, now.date())


def _form(said: Mapping[str, int], today: date) -> str:
    """Alexa's form of what was said; OverflowError or ValueError for a day that no calendar has."""
    if "now" in said:
        return "PRESENT_REF"
    if "decade" in said:
        return f"{said['decade'] // 10}X"
    if "weekday" in said and not {"month", "day"} & said.keys():
        return _weekday(said, today).isoformat()
    if "away" in said:
        return (today + timedelta(said["away"] + 7 * said.get("number", 0))).isoformat()
    if "season" in said:
        return f"{_year_of_season(said, today)}-{SEASONS[said['season']]}"
    if "unit" in said:
        return _counted(said, today) if "number" in said else _unit(said["unit"], said["which"], today)
    if "month" in said or "monthnumber" in said:
        return _month(said, today)
    if "day" in said:
        return _day_of_month(said["day"], today)
    return str(said["year"])


def _weekday(said: Mapping[str, int], today: date) -> date:
    """The next such day after today; with "next" and "last" in the weeks beside this one."""
    which = said.get("which")
    ahead = (said["weekday"] - today.weekday() - 1) % 7 + 1
    if which is None:
        return today + timedelta(ahead + 7 * said.get("number", 0))
    if which < 0:
        return today - timedelta((today.weekday() - said["weekday"] - 1) % 7 + 1)
    monday = today - timedelta(today.weekday())
    return monday + timedelta(said["weekday"] + 7 * which)


def _year_of_season(said: Mapping[str, int], today: date) -> int:
    """The year of the season that is now or comes next; of the one after or before it."""
    if "year" in said:
        return said["year"]
    if "whichyear" in said:
        return today.year + said["whichyear"]
    now = 4 * today.year + (today.month - 3) // 3
    ahead = (said["season"] - now) % 4
    which = said.get("which", 0)
    if which > 0:
        ahead = ahead or 4
    return (now + ahead - (4 if which < 0 else 0)) // 4


def _unit(unit: int, which: int, today: date) -> str:
    """This, the next or the last week, month and so on."""
    if unit in (WEEK, WEEKEND):
        year, week, _ = (today + timedelta(7 * which)).isocalendar()
        return f"{year}-W{week:02}" + ("-WE" if unit == WEEKEND else "")
    if unit == MONTH:
        return _shifted(today.replace(day=1), which).isoformat()[:7]
    if unit == QUARTER:
        first = _shifted(today.replace(day=1), 3 * which)
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if unit == YEAR:
        return str(today.year + which)
    if unit == DECADE:
        return f"{(today.year + 10 * which) // 10}X"
    return (today + timedelta(which)).isoformat()


def _counted(said: Mapping[str, int], today: date) -> str:
    """In three weeks, two months ago."""
    unit, number = said["unit"], said["number"] * (-1 if said.get("which", 1) < 0 else 1)
    if unit in (DAY, WEEK, WEEKEND):
        return (today + timedelta(number * (1 if unit == DAY else 7))).isoformat()
    months = {MONTH: 1, QUARTER: 3, YEAR: 12, DECADE: 120}[unit]
    return _shifted(today, number * months).isoformat()


def _shifted(day: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(said: Mapping[str, int], today: date) -> str:
    month = said["month"] if "month" in said else said["monthnumber"]
    day = said.get("day") or said.get("dayth")
    year = today.year + said["whichyear"] if "whichyear" in said else said.get("year")
    if year is None and said.get("which", 0) != 0:
        year = today.year + (month <= today.month if said["which"] > 0 else -(month >= today.month))
    if day is None:
        over = month < today.month
        return f"{year or today.year + over}-{month:02}"
    return (date(year, month, day) if year is not None else _coming(month, day, today)).isoformat()


def _coming(month: int, day: int, today: date) -> date:
    """The next such day, be it today; the 29th of February is where there is one."""
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise ValueError(f"no month {month} has a day {day}")


def _day_of_month(day: int, today: date) -> str:
    """The next day of this number in a month that has it."""
    first = today.replace(day=1)
    months = (_shifted(first, ahead) for ahead in range(13))
    days = (one.replace(day=day) for one in months if day <= monthrange(one.year, one.month)[1])
    return next(one for one in days if one >= today).isoformat()
