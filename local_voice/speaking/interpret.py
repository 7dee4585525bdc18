"""`<say-as interpret-as="...">`: how Alexa reads dates, times, telephone numbers and the rest.

Source: Amazon's SSML reference, say-as. What does not look like its kind is said as it stands. Only English
has words for decimals, fractions, dates and addresses; elsewhere those stay for the voice to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from local_voice.speaking.english import ENGLISH
from local_voice.speaking.numbers import (
    CARDINAL,
    ORDINAL,
    digit_groups,
    fraction_in_words,
    in_words,
    year_in_words,
)
from local_voice.speaking.places import STATES, STREETS

DATE_PARTS = ("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y")


def interpreted(kind: str, text: str, format: str = "", locale: str = "en-US") -> str:
    """The text of a say-as in words."""
    code = locale.partition("-")[0]
    reader = _READERS.get(kind.strip().casefold())
    return reader(text.strip(), code, format.strip().casefold()) if reader and text.strip() else text


def digits(text: str) -> str:
    """Each digit by itself, other signs as pauses: 1004 is said one zero zero four."""
    groups = digit_groups(text)
    return ", ".join(" ".join(group) for group in groups) if groups else text


def spelled(text: str) -> str:
    """Each letter and digit by itself, in capitals, so that "a" is the letter."""
    return " ".join(sign.upper() for sign in text if not sign.isspace())


def ordinal(text: str, code: str = "en") -> str:
    """3 as third; what is no whole number stays."""
    number = re.fullmatch(r"\s*(\d{1,9})(?:st|nd|rd|th)?\s*", text)
    return in_words(int(number[1]), ORDINAL, code) if number else text


def cardinal(text: str, code: str = "en") -> str:
    """12,345 as a quantity, whatever its length; only in English with a sign or decimals."""
    number = re.fullmatch(r"([-+]?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d+))?", text.strip())
    if number is None or (code != "en" and (number[1] or number[3])):
        return text
    words = in_words(int(number[2].replace(",", "")), CARDINAL, code)
    part = (
        f" {ENGLISH.point} {' '.join(in_words(int(one), CARDINAL, code) for one in number[3])}"
        if number[3]
        else ""
    )
    return ("minus " if number[1] == "-" else "") + words + part


def fraction(text: str, code: str) -> str:
    """2/9 as two ninths, 3+1/2 and 3 1/2 as three and one half."""
    found = re.fullmatch(r"(?:(\d{1,9})\s*[+ ]\s*)?(\d{1,9})\s*/\s*(\d{1,9})", text)
    if found is None or code != "en" or int(found[3]) == 0:
        return text
    said = fraction_in_words(int(found[2]), int(found[3]), code)
    return f"{in_words(int(found[1]), CARDINAL, code)} and {said}" if found[1] else said


def date(text: str, code: str, format: str) -> str:
    """9/10/26 by its format (mdy, dm, y, ...); 20260910 and ????0910 need none."""
    if code != "en":
        return text
    packed = re.fullmatch(r"(\d{4}|\?{4})(\d\d|\?\?)(\d\d|\?\?)", text)
    if packed:
        return _date_words("ymd", [one if one.isdigit() else "" for one in packed.groups()], text)
    parts = re.split(r"[-/.\s]+", text)
    if format not in DATE_PARTS:
        format = "ymd" if len(parts) == 3 and len(parts[0]) == 4 else "mdy"[: len(parts)]
    return _date_words(format, parts, text)


def _date_words(format: str, parts: list[str], text: str) -> str:
    if len(parts) != len(format) or not all(one == "" or one.isdecimal() for one in parts):
        return text
    values = {part: int(value) for part, value in zip(format, parts, strict=True) if value}
    month, day, year = (values.get(part) for part in "mdy")
    if not (1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31):
        return text
    said = [ENGLISH.months[month - 1]] if month else []
    said += [in_words(day, ORDINAL, "en")] if day else []
    said += [_year(year)] if year is not None else []
    return " ".join(said) or text


def _year(year: int) -> str:
    """Two digits are of this century up to 49, of the last one from 50 on."""
    return year_in_words(year if year >= 100 else year + (2000 if year < 50 else 1900), "en")


def time(text: str, code: str) -> str:
    """1'21" as a duration, 2:30pm as a time of day."""
    if code != "en":
        return text
    lasting = re.fullmatch(r"(?:(\d+)')?(?:(\d+)\")?", text)
    if lasting and text:
        return " ".join(
            f"{value} {unit if int(value) == 1 else unit + 's'}"
            for value, unit in zip(lasting.groups(), ("minute", "second"), strict=True)
            if value
        )
    daily = re.fullmatch(r"(\d{1,2})(?::(\d\d))?(?::\d\d)?\s*([ap])\.?m?\.?", text, re.IGNORECASE)
    if daily:
        minute = daily[2] or "00"
        between = "" if minute == "00" else f" {'oh ' if minute < '10' else ''}{int(minute)}"
        return f"{int(daily[1])}{between} {daily[3].upper()} M"
    return text


def telephone(text: str) -> str:
    """In its groups, a country's code and an extension as such: +1 (206) 555-0199 x12."""
    number, _, extension = text.casefold().partition("x")
    said = digits(number)
    if number.strip().startswith("+"):
        said = f"plus {said}"
    if "," not in said and len(digit_groups(number)[0:1] and digit_groups(number)[0]) == 10:
        run = digit_groups(number)[0]
        said = digits(f"{run[:3]}-{run[3:6]}-{run[6:]}")
    return f"{said}, extension {digits(extension)}" if digit_groups(extension) else said


def address(text: str, code: str) -> str:
    """150th CT NE, Redmond, WA 98052: streets, directions and states in words, numbers as people say them."""
    if code != "en":
        return text
    text = re.sub(r"\b(\d{5})(?:-(\d{4}))?\b", lambda found: digits(found[0]), text)
    text = re.sub(r"(?<![\d ])\b(\d{3,4})\b(?! \d)", lambda found: _house(int(found[1])), text)
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", lambda found: ordinal(found[0]), text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=, )([A-Z]{2})\b", lambda found: STATES.get(found[1], found[1]), text)
    return re.sub(r"\b([A-Za-z]{1,5})\b\.?", lambda found: STREETS.get(found[1].casefold(), found[0]), text)


def _house(number: int) -> str:
    """1250 as twelve fifty, 305 as three oh five."""
    hundreds, rest = divmod(number, 100)
    if rest == 0:
        return in_words(number, CARDINAL, "en")
    oh = "oh " if rest < 10 else ""
    return f"{in_words(hundreds, CARDINAL, 'en')} {oh}{in_words(rest, CARDINAL, 'en')}"


def unit(text: str, code: str) -> str:
    """10 ft and 10ft alike: the normaliser knows units when they stand apart from their number."""
    del code
    return re.sub(r"(?<=\d)(?=[A-Za-z°%])", " ", text)


def _alone(read: Callable[[str], str], text: str, code: str, format: str) -> str:
    del code, format
    return read(text)


def _by_language(read: Callable[[str, str], str], text: str, code: str, format: str) -> str:
    del format
    return read(text, code)


_READERS: dict[str, Callable[[str, str, str], str]] = {
    "characters": partial(_alone, spelled),
    "spell-out": partial(_alone, spelled),
    "digits": partial(_alone, digits),
    "telephone": partial(_alone, telephone),
    "cardinal": partial(_by_language, cardinal),
    "number": partial(_by_language, cardinal),
    "ordinal": partial(_by_language, ordinal),
    "fraction": partial(_by_language, fraction),
    "unit": partial(_by_language, unit),
    "date": date,
    "time": partial(_by_language, time),
    "address": partial(_by_language, address),
}
"""`interjection` needs no words of its own, `expletive` is a sound (ssml.py)."""
