"""Amounts in units: "200 grams of ham", "half a pound of butter", "one and a half kilos of onions"."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.lexicon import Lexicon
from skill.commerce.words import leading_number

Amount = tuple[int, str]
"""So many of a unit, as sizes are written: (200, "g")."""
HALVES = {"kg": (500, "g"), "lb": (8, "oz"), "l": (500, "ml"), "gallon": (2, "quart"), "quart": (1, "pint")}
"""Half of a unit in a smaller one."""


def amount_at(words: Sequence[str], lexicon: Lexicon) -> tuple[Amount, int] | None:
    """The amount that some words begin with, and how many words it takes; None without a unit."""
    whole, used = _number(words, lexicon)
    halved = _phrase(words[used:], lexicon.and_a_half if whole else lexicon.half_of)
    used += halved
    unit = lexicon.units.get(words[used], "") if used < len(words) else ""
    if not unit:
        return None
    if not halved:
        return (whole if used else 1, unit), used + 1
    if unit not in HALVES:
        return None
    half, small = HALVES[unit]
    return (2 * whole * half + half, small), used + 1


def is_amount_of(words: Sequence[str], lexicon: Lexicon) -> int:
    """How many words at the front say so much of something ("200 grams of"); 0 if they do not."""
    found = amount_at(words, lexicon)
    return found[1] + 1 if found and list(words[found[1] : found[1] + 1]) == ["of"] else 0


def _number(words: Sequence[str], lexicon: Lexicon) -> tuple[int, int]:
    if _phrase(words, lexicon.half_of):
        return 0, 0
    return leading_number(list(words), lexicon) or (0, 0)


def _phrase(words: Sequence[str], phrases: Sequence[str]) -> int:
    """How many words at the front are one of some phrases."""
    text = " ".join(words) + " "
    return max((phrase.count(" ") + 1 for phrase in phrases if text.startswith(phrase + " ")), default=0)
