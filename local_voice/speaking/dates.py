"""Dates and times of day in words."""

from __future__ import annotations

import re

from local_voice.speaking.language import DASH, Language, Rules, any_of, to
from local_voice.speaking.numbers import CARDINAL, ORDINAL, in_words, year_in_words


def rules(language: Language) -> Rules:
    months = "|".join(f"{name[:3]}(?:{name[3:]}|\\.)?" for name in language.months)
    days = any_of(language.weekdays)
    return [
        (r"\b(1[1-9]|20)(\d0)s\b", _decade),
        (r"(?:['’]|(?<=the ))([2-9]0)s\b", _short_decade),
        (rf"(?-i:\b({days}){DASH}({days})\b)", _from_weekday),
        (r"\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::[\d.]+)?(?:Z|[+-]\d\d:?\d\d)?\b", _date_and_time),
        (r"\b(\d{4})-(\d{2})-(\d{2})\b(?!-)", _iso_date),
        (
            rf"(?-i:(?<![\w.,$€£/:-])(\d{{1,2}})[ -]({months})(?![\w-]|\s\d{{1,2}}\b)(?:,? (\d{{4}}))?)",
            _day_first,
        ),
        (rf"(?-i:(?<![\w.,/:-])(\d{{1,2}})-({months})-(\d{{4}})\b)", _day_first),
        (rf"(?-i:\b({months})) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?(?![\d:])", _named_date),
        (r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])", _slash_date),
        (rf"(?<=[\dm.]){DASH}(?=\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b)", to),
        (r"\b(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b\.?", _time_of_day),
        (rf"(?<=:\d\d){DASH}(?=\d{{1,2}}:\d\d)", to),
        (r"\b(\d{1,2}):(\d{2})(?!\d)", _time),
    ]


def _date_and_time(language: Language, found: re.Match[str]) -> str:
    """2026-11-28T15:30:00Z, without what is finer than a minute."""
    del language
    return f"{found[1]}, {found[2]}"


def _iso_date(language: Language, found: re.Match[str]) -> str:
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    return date_in_words(language, month, day, year) if is_day(month, day) else found[0]


def _slash_date(language: Language, found: re.Match[str]) -> str:
    """11/27/2026 as the language's region writes it."""
    month, day = (int(found[2]), int(found[1])) if language.day_first else (int(found[1]), int(found[2]))
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return date_in_words(language, month, day, year) if is_day(month, day) else found[0]


def _named_date(language: Language, found: re.Match[str]) -> str:
    """Nov. 27, 2026; the year may be missing."""
    month = next(at for at, name in enumerate(language.months, 1) if name.startswith(found[1][:3]))
    day = int(found[2])
    return (
        date_in_words(language, month, day, int(found[3]) if found[3] else None)
        if is_day(1, day)
        else found[0]
    )


def _day_first(language: Language, found: re.Match[str]) -> str:
    """28 Nov 2026 and 5-Jan-2026; the year may be missing."""
    day, month, year = found.groups()
    number = next(at for at, name in enumerate(language.months, 1) if name.startswith(month[:3]))
    return (
        date_in_words(language, number, int(day), int(year) if year else None)
        if is_day(1, int(day))
        else found[0]
    )


def _from_weekday(language: Language, found: re.Match[str]) -> str:
    """Mon-Fri"""
    return f"{language.weekdays[found[1]]} {language.to} {language.weekdays[found[2]]}"


def _decade(language: Language, found: re.Match[str]) -> str:
    """the 1990s as nineteen nineties."""
    first, _, last = year_in_words(int(found[1] + found[2]), language.code).rpartition(" ")
    return f"{first} {language.decades.get(last, last + 's')}".strip()


def _short_decade(language: Language, found: re.Match[str]) -> str:
    """the '90s"""
    return language.decades[in_words(int(found[1]), CARDINAL, language.code)]


def _time(language: Language, found: re.Match[str]) -> str:
    """15:30 as 15 30, 4:00 as 4 o'clock."""
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return found[0].replace(":", " ")
    return f"{hour}{_minutes(language, minute)}" if minute else f"{hour} {language.full_hour}"


def _time_of_day(language: Language, found: re.Match[str]) -> str:
    """3:05 pm and 3pm."""
    hour, minute = int(found[1]), int(found[2] or 0)
    if not (1 <= hour <= 12 and minute <= 59):
        return found[0]
    return f"{hour}{_minutes(language, minute)} {found[3].upper()} M"


def _minutes(language: Language, minute: int) -> str:
    if not minute:
        return ""
    return f" {language.oh} {minute}" if minute < 10 else f" {minute}"


def is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def date_in_words(language: Language, month: int, day: int, year: int | None = None) -> str:
    said = f"{language.months[month - 1]} {in_words(day, ORDINAL, language.code)}"
    return said if year is None else f"{said}, {year_in_words(year, language.code)}"
