"""Days as AMAZON.DATE writes them, read as days of the past: that is where orders lie."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-W(\d{1,2})(-WE)?|-(SP|SU|FA|WI))?|(\d{3})X")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included, by the clock of a zone."""

    first: date
    last: date
    zone: tzinfo = UTC

    def __contains__(self, moment: datetime) -> bool:
        return self.first <= moment.astimezone(self.zone).date() <= self.last

    def moved(self, days: int) -> Days:
        """The same number of days, so many days later."""
        return replace(self, first=self.first + timedelta(days), last=self.last + timedelta(days))


def past_days(value: str, today: date, zone: tzinfo = UTC) -> Days | None:
    """The days of "2026-11-24", "2026-W48", "2026-W48-WE", "2026-11", "2026-WI", "2026", "202X"; else None.

    What lies ahead was not meant: "on Tuesday" comes as the next one and means the last.
    """
    days = _meant(value, today)
    return None if days is None else replace(days, zone=zone)


def _meant(value: str, today: date) -> Days | None:
    if value == "PRESENT_REF":
        return Days(today, today)
    match = _FORM.fullmatch(value.strip().upper())
    try:
        days = _days(match) if match else None
    except ValueError:
        return None
    if days is None or days.first <= today:
        return days
    if days.last - days.first < timedelta(days=7):
        weeks = -((days.first - today).days // -7)
        return days.moved(-7 * weeks)
    return Days(_a_year_before(days.first), _a_year_before(days.last))


def _days(match: re.Match[str]) -> Days:
    year, month, day, week, weekend, season, decade = match.groups()
    if decade:
        return Days(date(int(decade) * 10, 1, 1), date(int(decade) * 10 + 9, 12, 31))
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return Days(monday + timedelta(5 if weekend else 0), monday + timedelta(6))
    if day:
        only = date(int(year), int(month), int(day))
        return Days(only, only)
    if month or season:
        first = date(int(year), int(month) if month else _SEASONS[season], 1)
        return Days(first, _months_on(first, 1 if month else 3) - timedelta(1))
    return Days(date(int(year), 1, 1), date(int(year), 12, 31))


def _months_on(first: date, months: int) -> date:
    later = first.month - 1 + months
    return date(first.year + later // 12, later % 12 + 1, 1)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
