"""Written text to words that every synthesiser says alike: amounts, dates, ordinals, units, numbers, signs.

Synthesisers disagree about "$4.98", "3rd" and "&", and pyttsx3's take no SSML; so they get words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from local_voice.speaking import amounts, dates, measures
from local_voice.speaking.amounts import LONG_NUMBER
from local_voice.speaking.english import ENGLISH
from local_voice.speaking.interpret import ordinal, telephone
from local_voice.speaking.language import DASH, Language, Rules, any_of, to

LANGUAGES = {"en": ENGLISH}
MONTH_FIRST = ("", "US", "CA", "PH")
"""Where 3/4/2026 is the fourth of March."""

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
    parts = (_words, dates.rules, amounts.rules, _shapes, measures.rules, _numbers, _signs)
    written = (rule for rules in parts for rule in rules(language))
    return tuple((re.compile(pattern, re.IGNORECASE), partial(rule, language)) for pattern, rule in written)


def _words(language: Language) -> Rules:
    """Abbreviations, and signs that say something of the number after them."""
    compared = "".join(language.compared)
    return [
        (rf"(?-i:(?<!\w)({any_of(language.abbreviations)})(?!\w)(?=(\s+[A-Z]|$)?))", _abbreviation),
        (r"(?-i:((?:[A-Z]\w*|\d\w*) )?\b(St|Dr)\.(?= |,|$))", _saint_or_street),
        (r"(?-i:(?<=\w )(St|Ave|Blvd|Rd|Ln|Hwy|Pkwy)(?=,|$| Apt))", _street),
        (r"(?-i:\bApt(?=\s?[#\d]))", lambda language, found: language.abbreviations["Apt."]),
        (r"(?-i:\bNo\. ?(?=\d))", lambda language, found: f"{language.number} "),
        (rf"([{compared}])\s?(?=[$€£¥.]?\d)", lambda language, found: f"{language.compared[found[1]]} "),
        (r"(?<![\w.,])\.(?=\d)", lambda language, found: "0."),
    ]


def _shapes(language: Language) -> Rules:
    """Numbers that are known by their shape: of telephones, codes, places in a row."""
    del language
    return [
        (r"(?<![\w+])\+\d[\d ()-]{7,}\d", lambda language, found: telephone(found[0])),
        (r"(?<![\d-])(?:\+?(1)[ -])?(?:\(?(\d{3})\)?[ -])?(\d{3})-(\d{4})(?![\d-])", _telephone),
        (r"(?<![\d.])(\d{3})\.(\d{3})\.(\d{4})(?![\d.])", _telephone),
        (r"\b[A-Z]{1,5}-\d+(?:-\d+)+\b|(?<![\w-])\d+(?:-\d+){2,}(?![\w-])", _code),
        (
            r"(?<![\d:])(\d{1,2}):(\d)(?![\d:])",
            lambda language, found: f"{found[1]} {language.to} {found[2]}",
        ),
        (r"\b(\d{1,9})(?:st|nd|rd|th)\b", lambda language, found: ordinal(found[1], language.code)),
    ]


def _numbers(language: Language) -> Rules:
    del language
    return [
        (r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)", amounts.grouped),
        (rf"(?<=\d){DASH}(?=\d)", to),
        (r"[#№]\s?(?=\d)", lambda language, found: f"{language.number} "),
        (r"(?<![\w.])-(?=\d)", lambda language, found: f"{language.minus} "),
        (r"(?<![\d.])(\d+)\.(\d+)(?![\d.])", _decimal),
        (rf"(?<!\d)(\d{{{LONG_NUMBER},}}|0\d+)(?!\d)", lambda language, found: f" {' '.join(found[1])} "),
    ]


def _signs(language: Language) -> Rules:
    signs = "".join(re.escape(sign) for sign in language.signs)
    return [
        (r"(?-i:(?<![A-Za-z])([A-Z]{1,3})/([A-Z]{1,3})(?![A-Za-z]))|(?<=[a-z])/(?=[a-z])", _slash),
        (r"(?<=[a-z])/(?=\d)", lambda language, found: ", "),
        (rf"[{signs}]", lambda language, found: f" {language.signs[found[0]]} "),
        (r"[$€£¥₹*_^~|<>{}\[\]\\#]", lambda language, found: " "),
    ]


def _telephone(language: Language, found: re.Match[str]) -> str:
    del language
    return ", ".join(" ".join(group) for group in found.groups() if group)


def _abbreviation(language: Language, found: re.Match[str]) -> str:
    """A sentence may end with one: its full stop stays then."""
    at_end = found[2] == "" or (found[2] is not None and found[1] in language.closing)
    return language.abbreviations[found[1]] + ("." if at_end and found[1].endswith(".") else "")


def _saint_or_street(language: Language, found: re.Match[str]) -> str:
    """12 Mill St. is a street, St. James a saint; Dr. alike."""
    del language
    saint, street = {"St": ("saint", "street"), "Dr": ("doctor", "drive")}[found[2]]
    return f"{found[1]}{street}" if found[1] else saint


def _street(language: Language, found: re.Match[str]) -> str:
    """12 Mill St, Boston"""
    return language.streets[found[1].lower()]


def _code(language: Language, found: re.Match[str]) -> str:
    """ISBN 978-3-16-148410-0: no range; long groups digit by digit."""
    del language
    groups = found[0].split("-")
    return ", ".join(" ".join(one) if one.isdecimal() and len(one) > 2 else one for one in groups)


def _slash(language: Language, found: re.Match[str]) -> str:
    """M/L, A/C, and/or"""
    del language
    return f"{found[1]} {found[2]}" if found[1] else " "


def _decimal(language: Language, found: re.Match[str]) -> str:
    return f"{int(found[1])} {language.point} {' '.join(found[2])}"


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")
