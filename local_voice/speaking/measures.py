"""Units, lengths, fractions and shares in words."""

from __future__ import annotations

import re
from decimal import Decimal

from local_voice.speaking.dates import date_in_words, is_day
from local_voice.speaking.language import DASH, NUMBER, Language, Rules, any_of, to
from local_voice.speaking.numbers import fraction_in_words

PARTS = {*range(2, 11), 12, 16, 32, 64, 100}
"""Of how many parts a thing is told to be; 11/28 is a day."""
NO_UNIT = re.compile(r"[2-5]G|\d+(?:\.\d+)?M")
"""A network, and a million or a maker of tape: neither grams nor meters."""


def rules(language: Language) -> Rules:
    units, fractions = any_of(language.units), any_of(language.fractions)
    signs = "".join(one for one in language.fractions if len(one) == 1)
    part = rf"(?:{fractions}|\d{{1,2}}/(?:5|8|16|32))(?![\d/])"
    length = rf"(?:\d+[ -])?\d+/\d+|\d*[{signs}]|{NUMBER}"
    one_word = rf"(?=\s(?:{any_of(language.measured)})\b)"
    ends = r"(?!\s+(?-i:[A-Z])|\s*$)"
    return [
        (rf"(?<![\w.])(\d+)(?:['′]|\s?ft\.?)\s?({NUMBER})\s?(?:[\"″]|in\b\.?)", _feet_and_inches),
        (r"(?<![\w.])(\d+)['′]\s?[x×]\s?(\d+)['′]", _feet_by_feet),
        (r"(?<=[\"″])\s?[x×]\s?(?=\d)", lambda language, found: f" {language.times} "),
        (
            rf"(?<![^\s(])\"[^\"]*\"|(?<![\w./])({length})(\s?[\"″]|-?in\b\.?|\sin\.(?!\s+(?-i:[A-Z])))({one_word})?",
            _inches,
        ),
        (r"\b(\d+)\s?h\s?(\d+)\s?m\b", _hours_and_minutes),
        (rf"(?<![\d/.])(\d+)(?:\s?(?=[{signs}])|[\s-](?={part}))", _and),
        (rf"(?<=[\d{signs}]){DASH}(?={part})", to),
        (
            rf"(?<![\d/.])({fractions})(?![\d/])(?:[\s-]?({units})(?![A-Za-z])(?:\.{ends})?|-(?=[A-Za-z]))?",
            _fraction,
        ),
        (rf"(?<![\d.])(\d+\.\d+)\s?/\s?(\d+)(?![\d/.])(?!\s?(?:{units})(?![A-Za-z]))", _out_of),
        (r"(?<![\d/.])(\d{1,2})/(\d{1,3})(?![\d/])", _other_fraction),
        (r"(?<=\d)\s?[x×]\s?(?=\d)", lambda language, found: f" {language.times} "),
        (rf"(?<![\d.])({NUMBER})\s?({units}){DASH}(?={NUMBER}\s?\2(?![A-Za-z]))", _same_unit),
        (rf"\b({NUMBER})([\s-]?)({units})(?![A-Za-z&])(?:\.{ends})?(?!\d)({one_word})?", _unit),
        (r"/\s?ea\b\.?", lambda language, found: f" {language.each}"),
        (rf"(?-i:(?<![A-Z]))/\s?({units})(?![A-Za-z])", _per),
    ]


def _unit(language: Language, found: re.Match[str]) -> str:
    """16 fl oz; one of what is one word with what comes next: a 10-lb bag, a 10 lb bag."""
    if NO_UNIT.fullmatch(found[0]):
        return found[0]
    one, many = language.units[found[3].lower()]
    is_one = found[2] == "-" or found[4] is not None or Decimal(found[1]) == 1
    return f"{found[1]} {one if is_one else many}"


def _same_unit(language: Language, found: re.Match[str]) -> str:
    """2oz-4oz"""
    return f"{found[1]} {language.to} "


def _per(language: Language, found: re.Match[str]) -> str:
    return f" {language.per} {language.units[found[1].lower()][0]}"


def _inches(language: Language, found: re.Match[str]) -> str:
    """6" and 1/4 in.; what stands in quotation marks stays so."""
    if found[1] is None:
        return found[0]
    one, many = language.units["″"]
    alone = found[1] == "1" or not re.match(r"\d+(?:[. -]|$)", found[1])
    is_one = alone or found[2].startswith("-") or found[3] is not None
    return f"{found[1]} {one if is_one else many}"


def _feet_and_inches(language: Language, found: re.Match[str]) -> str:
    """Of somebody who is 5'10"."""
    (foot, feet), (inch, inches) = language.units["′"], language.units["″"]
    return f"{found[1]} {foot if found[1] == '1' else feet} {found[2]} {inch if found[2] == '1' else inches}"


def _feet_by_feet(language: Language, found: re.Match[str]) -> str:
    """8' x 10'"""
    feet = language.units["′"][1]
    return f"{found[1]} {feet} {language.times} {found[2]} {feet}"


def _and(language: Language, found: re.Match[str]) -> str:
    """1½, 1 1/2 and 1-1/2"""
    return f"{found[1]} {language.joined} "


def _fraction(language: Language, found: re.Match[str]) -> str:
    """One half pound; with a whole number before it several."""
    unit = ""
    if found[2]:
        mixed = re.search(rf"\d {language.joined} $", found.string[: found.start()]) is not None
        unit = f"{language.units[found[2].lower()][mixed]} "
    return f" {language.fractions[found[1]]} {unit}"


def _out_of(language: Language, found: re.Match[str]) -> str:
    """4.5/5"""
    return f"{found[1]} {language.out_of} {found[2]}"


def _other_fraction(language: Language, found: re.Match[str]) -> str:
    """5/8 is a fraction, 11/28 a day, 24/7 neither."""
    above, below = int(found[1]), int(found[2])
    month, day = (below, above) if language.day_first else (above, below)
    if 0 < above < below and below in PARTS:
        return f" {fraction_in_words(above, below, language.code)} "
    if below not in PARTS and is_day(month, day):
        return date_in_words(language, month, day)
    return f"{found[1]} {found[2]}"


def _hours_and_minutes(language: Language, found: re.Match[str]) -> str:
    """1h 30m, which are no meters."""
    del language
    return f"{found[1]} h {found[2]} min"
