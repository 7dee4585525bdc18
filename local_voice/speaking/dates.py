"""Dates and times of day in words."""

from __future__ import annotations

import re

from local_voice.speaking.language import Language
from local_voice.speaking.numbers import ORDINAL, in_words, year_in_words


def iso_date(language: Language, found: re.Match[str]) -> str:
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    return _date(language, month, day, year) if _is_day(month, day) else found[0]


def slash_date(language: Language, found: re.Match[str]) -> str:
    """11/27/2026 as the language's region writes it."""
    month, day = (int(found[2]), int(found[1])) if language.day_first else (int(found[1]), int(found[2]))
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return _date(language, month, day, year) if _is_day(month, day) else found[0]


def named_date(language: Language, found: re.Match[str]) -> str:
    """Nov. 27, 2026; the year may be missing."""
    month = next(at for at, name in enumerate(language.months, 1) if name.startswith(found[1][:3]))
    day = int(found[2])
    return _date(language, month, day, int(found[3]) if found[3] else None) if _is_day(1, day) else found[0]


def decade(language: Language, found: re.Match[str]) -> str:
    """the 1990s as nineteen nineties."""
    first, _, last = year_in_words(int(found[1] + found[2]), language.code).rpartition(" ")
    return f"{first} {language.decades.get(last, last + 's')}".strip()


def time(language: Language, found: re.Match[str]) -> str:
    """15:30 as 15 30, 4:00 as 4 o'clock."""
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return found[0].replace(":", " ")
    return f"{hour}{_minutes(language, minute)}" if minute else f"{hour} {language.full_hour}"


def time_of_day(language: Language, found: re.Match[str]) -> str:
    """3:05 pm and 3pm."""
    hour, minute = int(found[1]), int(found[2] or 0)
    if not (1 <= hour <= 12 and minute <= 59):
        return found[0]
    return f"{hour}{_minutes(language, minute)} {found[3].upper()} M"


def _minutes(language: Language, minute: int) -> str:
    if not minute:
        return ""
    return f" {language.oh} {minute}" if minute < 10 else f" {minute}"


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _date(language: Language, month: int, day: int, year: int | None) -> str:
    said = f"{language.months[month - 1]} {in_words(day, ORDINAL, language.code)}"
    return said if year is None else f"{said}, {year_in_words(year, language.code)}"
