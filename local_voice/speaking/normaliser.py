"""Written text to words that every synthesiser says alike: amounts, dates, ordinals, units, numbers, signs.

Synthesisers disagree about "$4.98", "3rd" and "&", and pyttsx3's take no SSML; so they get words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial

from local_voice.speaking import dates
from local_voice.speaking.english import ENGLISH
from local_voice.speaking.interpret import ordinal, telephone
from local_voice.speaking.language import Language
from local_voice.speaking.numbers import CARDINAL, fraction_in_words, in_words

LANGUAGES = {"en": ENGLISH}
MONTH_FIRST = ("", "US", "CA", "PH")
"""Where 3/4/2026 is the fourth of March."""
LONG_NUMBER = 6
"""From so many digits on, digits without separators are a number to be spelled, not a quantity."""

_AMOUNT = r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(?![\d.]*\d)"
_Rule = Callable[[re.Match[str]], str]


def spoken(text: str, locale: str = "en-US") -> str:
    """The text in words; of a language without a table only control characters are taken out."""
    text = " ".join("".join(" " if _is_control(sign) else sign for sign in text).split())
    for pattern, rule in _rules(locale):
        text = pattern.sub(rule, text)
    return re.sub(r" (?=[,.;:!?](?:\s|$))", "", " ".join(text.split()))


@lru_cache
def _rules(locale: str) -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    """In this order: what has a sign or a shape of its own first, bare numbers and signs last."""
    code, _, region = locale.partition("-")
    if code not in LANGUAGES:
        return ()
    language = replace(LANGUAGES[code], day_first=region not in MONTH_FIRST)
    money = "|".join(re.escape(sign) for sign in language.currencies)
    units = "|".join(re.escape(unit) for unit in sorted(language.units, key=len, reverse=True))
    signs = "".join(re.escape(sign) for sign in language.signs)
    fractions = "|".join(language.fractions)
    short = "|".join(re.escape(one) for one in language.abbreviations)
    months = "|".join(f"{name[:3]}(?:{name[3:]}|\\.)?" for name in language.months)
    written: list[tuple[str, Callable[[Language, re.Match[str]], str]]] = [
        (rf"(?-i:(?<!\w)({short})(?!\w)(?=(\s+[A-Z]|$)?))", _abbreviation),
        (r"(?-i:((?:[A-Z]\w*|\d\w*) )?\b(St|Dr)\.(?= |,|$))", _saint_or_street),
        (r"(?-i:\bNo\. ?(?=\d))", lambda language, found: f"{language.number} "),
        (r"\b(1[1-9]|20)(\d0)s\b", dates.decade),
        (rf"(?-i:\b({months})) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?(?![\d:])", dates.named_date),
        (r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])", dates.slash_date),
        (r"(?<![\w+])\+\d[\d ()-]{7,}\d", lambda language, found: telephone(found[0])),
        (r"\b(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b\.?", dates.time_of_day),
        (rf"(?<=\d)\s?[-–]\s?(?=(?:{money})\s?\d)", lambda language, found: f" {language.to} "),
        (rf"((?<![\w.])-)?(?<![A-Za-z])({money})\s?{_AMOUNT}", _money_before),
        (rf"(-?)\b{_AMOUNT}\s?({money})(?![A-Za-z])", _money_after),
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", dates.iso_date),
        (r"\b(\d{1,2}):(\d{2})(?!\d)", dates.time),
        (r"(?<![\d-])(?:\+?1[ -])?(?:\(?(\d{3})\)?[ -])?(\d{3})-(\d{4})(?![\d-])", _telephone),
        (r"\b(\d{1,9})(?:st|nd|rd|th)\b", lambda language, found: ordinal(found[1], language.code)),
        (rf"(?<=\d)(?:\s?(?=[½¼¾⅓⅔])|\s(?=(?:{fractions})(?![\d/])))", _and),
        (rf"(?<![\d/.])({fractions})(?![\d/])(?:\s?({units})(?![A-Za-z]))?", _fraction),
        (r"(?<![\d/.])(\d{1,2})/(\d{1,3})(?![\d/])", _other_fraction),
        (r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)", _grouped),
        (r"(?<=\d)\s?[x×]\s?(?=\d)", lambda language, found: f" {language.times} "),
        (rf"\b(\d+(?:\.\d+)?)[\s-]?({units})(?![A-Za-z&])\.?(?!\d)", _unit),
        (rf"/\s?({units})(?![A-Za-z])", lambda language, found: _per(language, found[1])),
        (r"(?<=\d)\s?[-–]\s?(?=\d)", lambda language, found: f" {language.to} "),
        (r"#\s?(?=\d)", lambda language, found: f"{language.number} "),
        (r"(?<![\w.])-(?=\d)", lambda language, found: f"{language.minus} "),
        (r"(?<![\d.])(\d+)\.(\d+)(?![\d.])", _decimal),
        (rf"(?<!\d)(\d{{{LONG_NUMBER},}}|0\d+)(?!\d)", lambda language, found: f" {' '.join(found[1])} "),
        (rf"[{signs}]", lambda language, found: f" {language.signs[found[0]]} "),
        (r"[$€£¥*_^~|<>{}\[\]\\#]", lambda language, found: " "),
    ]
    return tuple((re.compile(pattern, re.IGNORECASE), partial(rule, language)) for pattern, rule in written)


def _money_before(language: Language, found: re.Match[str]) -> str:
    return _money(language, found[1], found[2], found[3], found[4])


def _money_after(language: Language, found: re.Match[str]) -> str:
    return _money(language, found[1], found[4], found[2], found[3])


def _money(language: Language, minus: str, sign: str, whole: str, part: str | None) -> str:
    """4 dollars and 98 cents; no part of nothing, no nothing before a part."""
    currency = language.currencies[sign.upper()]
    units = int(whole.replace(",", ""))
    cents = int((part or "0").ljust(2, "0")) if currency.small_one else 0
    said = []
    if units or not cents:
        said.append(f"{_whole(language, units)} {currency.one if units == 1 else currency.many}")
    if cents:
        said.append(f"{cents} {currency.small_one if cents == 1 else currency.small_many}")
    return (f"{language.minus} " if minus else "") + f" {language.joined} ".join(said)


def _grouped(language: Language, found: re.Match[str]) -> str:
    return _whole(language, int(found[0].replace(",", "")))


def _whole(language: Language, number: int) -> str:
    """A quantity: in words when its digits would be taken for a long number to be spelled."""
    return str(number) if number < 10 ** (LONG_NUMBER - 1) else in_words(number, CARDINAL, language.code)


def _telephone(language: Language, found: re.Match[str]) -> str:
    del language
    return ", ".join(" ".join(group) for group in found.groups() if group)


def _abbreviation(language: Language, found: re.Match[str]) -> str:
    """A sentence may end with one: its full stop stays then."""
    ends = found[1].endswith(".") and found[2] is not None
    return language.abbreviations[found[1]] + ("." if ends else "")


def _saint_or_street(language: Language, found: re.Match[str]) -> str:
    """12 Mill St. is a street, St. James a saint; Dr. alike."""
    del language
    saint, street = {"St": ("saint", "street"), "Dr": ("doctor", "drive")}[found[2]]
    return f"{found[1]}{street}" if found[1] else saint


def _other_fraction(language: Language, found: re.Match[str]) -> str:
    """5/8 is a fraction, 24/7 is not."""
    above, below = int(found[1]), int(found[2])
    if 0 < above < below:
        return f" {fraction_in_words(above, below, language.code)} "
    return f"{found[1]} {found[2]}"


def _and(language: Language, found: re.Match[str]) -> str:
    del found
    return f" {language.joined} "


def _fraction(language: Language, found: re.Match[str]) -> str:
    unit = f"{language.units[found[2].lower()][0]} " if found[2] else ""
    return f" {language.fractions[found[1]]} {unit}"


def _unit(language: Language, found: re.Match[str]) -> str:
    one, many = language.units[found[2].lower()]
    return f"{found[1]} {one if Decimal(found[1]) == 1 else many}"


def _per(language: Language, unit: str) -> str:
    return f" {language.per} {language.units[unit.lower()][0]}"


def _decimal(language: Language, found: re.Match[str]) -> str:
    return f"{int(found[1])} {language.point} {' '.join(found[2])}"


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")
