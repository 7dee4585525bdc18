"""Coupons: a code that lets a customer use a promotion, and why it may be refused.

Codes are spoken, so they are compared as they sound: "save ten", "s a v e one zero" and SAVE10 are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from skill.commerce.rules.promotion import Limits, Reason, Window


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
    names: dict[str, str] = {}
    for name, value in words.units.items():
        names.setdefault(str(value), name)
    plain = "".join(names.get(letter, letter) for letter in "".join(spoken) if letter.isalnum())
    digits = _number_pattern(words).sub(lambda found: _digits(found, words), plain)
    return re.sub(rf"(?<=\d)(?:{words.zero}|o)|(?<![a-z])o(?=\d)", "0", digits)


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
