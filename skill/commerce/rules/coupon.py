"""Coupons: a code that lets a customer use a promotion, and why it may be refused.

Codes are spoken, so they are compared as they sound: "save ten", "s a v e one zero" and SAVE10 are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from skill.commerce.rules.promotion import Limits, Reason, Window

YEAR = 4
"""Figures in a row that are said two by two; more are said one by one."""


@dataclass(frozen=True, slots=True)
class Coupon:
    """A code as the merchant prints it, with limits and dates of its own beside those of its promotion."""

    key: str
    code: str
    promotion: str
    window: Window = field(default_factory=Window)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such coupon."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The merchant has taken it, or its promotion, back since it was put on the cart."""


@dataclass(frozen=True, slots=True)
class NotWithAnother:
    """It cannot be combined with another promotion, which saves the customer more."""

    other: str


CouponReason = Reason | Unknown | Withdrawn | NotWithAnother


@dataclass(frozen=True, slots=True)
class Refused:
    """A coupon that is not taken, and why. `code` is the printed one, or what was heard."""

    key: str
    code: str
    reason: CouponReason


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language says numbers in a code, without spaces; `dashes` are words that are skipped."""

    units: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    hundred: str
    zero: str
    dashes: frozenset[str] = frozenset()


def code_key(text: str, words: NumberWords) -> str:
    """A code by its sound: letters and digits alone, numbers as digits, the letter O among digits as zero.

    Two codes that sound alike have one key; the merchant is told when a file holds two such codes.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    spoken = [word for word in re.split(r"[^\w]+|_", folded) if word and word not in words.dashes]
    # Digits become words first, so that "t one" and T1 are read in the same way.
    names = _named(words)
    plain = "".join(names.get(letter, letter) for letter in "".join(spoken) if letter.isalnum())
    digits = _number_pattern(words).sub(lambda found: _digits(found, words), plain)
    return re.sub(rf"(?<=\d)(?:{words.zero}|o)|(?<![a-z])o(?=\d)", "0", digits)


def keys_heard(text: str, words: NumberWords) -> tuple[str, ...]:
    """The keys that a code may have as it was said: an "oh" before figures is a letter or a nought."""
    key, oh = code_key(text, words), f"{words.zero}|o"
    noughts = re.sub(rf"(?:{oh})+(?=\d)", lambda found: "0" * len(re.findall(oh, found[0])), key)
    return tuple(dict.fromkeys((key, noughts)))


def spoken_code(code: str, words: NumberWords) -> str:
    """A code as people say it: SAVE10 is "save ten", XK105 "x k one oh five"; its key is that of the code."""
    parts = re.findall(r"[^\W\d_]+|\d+", code.casefold())
    fluent = " ".join(_said(part, words) for part in parts)
    if code_key(fluent, words) == code_key(code, words):
        return fluent
    # "t eighteen" sounds like "to neighteen": T18 is spelled.
    named = _named(words)
    return " ".join(named.get(letter, letter) for part in parts for letter in part)


def _said(part: str, words: NumberWords) -> str:
    """A word, letters that are none, or figures two by two, as a year is said."""
    if part.isdecimal():
        pairs = re.findall(r"^\d(?=(?:\d\d)*$)|\d\d", part) if len(part) <= YEAR else list(part)
        hundreds = re.fullmatch(r"([1-9])00", part)
        return f"{_named(words)[hundreds[1]]} {words.hundred}" if hundreds else _in_pairs(pairs, words)
    vowels = set("aeiouy").intersection(unicodedata.normalize("NFKD", part))
    return part if vowels and len(part) > 2 else " ".join(part)


def _in_pairs(pairs: Sequence[str], words: NumberWords) -> str:
    named = _named(words)
    tens = {str(value)[0]: name for name, value in words.tens.items()}
    said: list[str] = []
    for pair in pairs:
        if pair in named:
            said.append(named[pair])
        elif pair[0] in tens:
            said += [tens[pair[0]], *([] if pair[1] == "0" else [named[pair[1]]])]
        else:
            said += [words.zero if said and pair != "00" else named["0"], named[pair[1]]]
    return " ".join(said)


def _named(words: NumberWords) -> dict[str, str]:
    """Figures below twenty with the first of their words."""
    return {str(value): name for name, value in reversed([*words.units.items(), *words.teens.items()])}


def _number_pattern(words: NumberWords) -> re.Pattern[str]:
    unit, teen, tens = (_any(names) for names in (words.units, words.teens, words.tens))
    return re.compile(
        rf"(?P<hundreds>{unit}){words.hundred}|(?P<tens>{tens})(?P<ones>{unit})?|(?P<teen>{teen})|(?P<unit>{unit})"
    )


def _any(names: Mapping[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _digits(found: re.Match[str], words: NumberWords) -> str:
    if found["hundreds"]:
        return str(100 * words.units[found["hundreds"]])
    if found["tens"]:
        ones = words.units.get(found["ones"] or "", 0)
        return str(words.tens[found["tens"]] + ones)
    return str(words.teens[found["teen"]] if found["teen"] else words.units[found["unit"]])
