"""Slot values in Alexa's written forms as spans that can be compared: numbers, dates, times, durations.

A value that is less exact than another ("2026-11", "EV") is a span from its first to its last moment.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

Span = tuple[Decimal, Decimal]
"""First and last: numbers as they are, dates in days, times in minutes of the day, durations in seconds."""
Reader = Callable[[str], Span | None]

DAY_MINUTES = 24 * 60
_DAY_S = 24 * 60 * 60
_SECONDS = {
    "Y": Decimal("365.2425") * _DAY_S,
    "M": Decimal("30.436875") * _DAY_S,
    "W": Decimal(7 * _DAY_S),
    "D": Decimal(_DAY_S),
    "TH": Decimal(3600),
    "TM": Decimal(60),
    "TS": Decimal(1),
}
_PARTS_OF_DAY = {"MO": (6, 12), "AF": (12, 18), "EV": (18, 22), "NI": (20, 24)}
"""Hours of Alexa's words for morning, afternoon, evening and night; she documents none."""
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which a season begins."""
_AMOUNT = r"(-?\d+(?:\.\d+)?)"
_DURATION = re.compile(
    rf"([+-]?)P(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?:T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?"
)


def reader_for(type_name: str) -> Reader:
    """How values of a slot type are read; those of any other type are numbers or nothing."""
    return READERS.get(type_name, number)


def number(text: str) -> Span | None:
    """A number, also as an ordinal ("3rd")."""
    try:
        value = Decimal(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", text.replace(",", "").strip().lower()))
    except InvalidOperation:
        return None
    return (value, value) if value.is_finite() else None


def day(text: str) -> Span | None:
    """A date, a week, weekend, month, season, year or decade, in days."""
    found = _days(text.strip().upper())
    return None if found is None else (Decimal(found[0].toordinal()), Decimal(found[1].toordinal()))


def clock_time(text: str) -> Span | None:
    """A time of the day ("14:05") or a part of it ("EV"), in minutes."""
    part = _PARTS_OF_DAY.get(text.strip().upper())
    if part is not None:
        return Decimal(60 * part[0]), Decimal(60 * part[1] - 1)
    match = re.fullmatch(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z?", text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return None
    minutes = Decimal(60 * int(match[1]) + int(match[2]))
    return minutes, minutes


def duration(text: str) -> Span | None:
    """An ISO 8601 duration in seconds; a month is a twelfth of a mean year."""
    parts = duration_parts(text)
    if parts is None:
        return None
    seconds = sum((_SECONDS[unit] * amount for unit, amount in parts.items()), Decimal(0))
    return seconds, seconds


READERS: Mapping[str, Reader] = {
    "AMAZON.NUMBER": number,
    "AMAZON.FOUR_DIGIT_NUMBER": number,
    "AMAZON.Ordinal": number,
    "AMAZON.ORDINAL": number,
    "AMAZON.DATE": day,
    "AMAZON.TIME": clock_time,
    "AMAZON.DURATION": duration,
}


def duration_parts(text: str) -> dict[str, Decimal] | None:
    """The amounts of an ISO 8601 duration by unit: Y, M, W, D, TH, TM, TS; "-P3D" and "P-3D" are alike."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        return None
    sign = -1 if match[1] == "-" else 1
    amounts = zip(_SECONDS, match.groups()[1:], strict=True)
    return {unit: sign * Decimal(amount) for unit, amount in amounts if amount is not None}


def day_after(now: datetime, parts: Mapping[str, Decimal]) -> Decimal | None:
    """The day that a duration after now (before it when negative) falls on; None beyond all calendars."""
    months = 12 * int(parts.get("Y", 0)) + int(parts.get("M", 0)) + now.month - 1
    year, month = now.year + months // 12, months % 12 + 1
    days = int(7 * parts.get("W", 0) + parts.get("D", 0))
    try:
        start = now.date().replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
        return Decimal((start + timedelta(days=days)).toordinal())
    except (OverflowError, ValueError):
        return None


def _days(text: str) -> tuple[date, date] | None:
    try:
        for pattern, read in _DATES:
            match = re.fullmatch(pattern, text)
            if match is not None:
                return read(*match.groups())
    except ValueError:
        return None
    return None


def _one_day(year: str, month: str, day_: str) -> tuple[date, date]:
    one = date(int(year), int(month), int(day_))
    return one, one


def _week(year: str, week: str) -> tuple[date, date]:
    return date.fromisocalendar(int(year), int(week), 1), date.fromisocalendar(int(year), int(week), 7)


def _weekend(year: str, week: str) -> tuple[date, date]:
    return date.fromisocalendar(int(year), int(week), 6), date.fromisocalendar(int(year), int(week), 7)


def _month(year: str, month: str) -> tuple[date, date]:
    return _months(int(year), int(month), 1)


def _quarter(year: str, quarter: str) -> tuple[date, date]:
    return _months(int(year), 3 * int(quarter) - 2, 3)


def _season(year: str, season: str) -> tuple[date, date]:
    return _months(int(year), _SEASONS[season], 3)


def _year(year: str) -> tuple[date, date]:
    return _months(int(year), 1, 12)


def _decade(decade: str) -> tuple[date, date]:
    return date(10 * int(decade), 1, 1), date(10 * int(decade) + 9, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month - 1 + count
    return date(year, month, 1), date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


_DATES: tuple[tuple[str, Callable[..., tuple[date, date]]], ...] = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _one_day),
    (r"(\d{4})-W(\d{1,2})", _week),
    (r"(\d{4})-W(\d{1,2})-WE", _weekend),
    (r"(\d{4})-Q([1-4])", _quarter),
    (r"(\d{4})-(SP|SU|FA|WI)", _season),
    (r"(\d{4})-(\d{1,2})(?:-XX)?", _month),
    (r"(\d{4})(?:-XX(?:-XX)?)?", _year),
    (r"(\d{3})X", _decade),
)
