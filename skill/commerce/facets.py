"""What to ask when too many things fit: the one property that tells them apart best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from skill.commerce.rules.catalog import Variant

# What people can answer, in the order in which it is asked.
ASKABLE = ("color", "size", "flavor", "material", "diet")
_MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Facet:
    """A property, and its values, the commonest first."""

    name: str
    values: tuple[str, ...]


def facet_of(variants: Sequence[Variant]) -> Facet | None:
    """The property to ask about; None where none would make a difference."""
    for name in ASKABLE:
        told = Counter(value for one in variants if (value := _value(one, name)))
        # Nearly all must have it, and no value nearly all: else the answer changes little.
        if not told or told.total() < len(variants) * 4 // 5:
            continue
        values = tuple(value for value, _ in told.most_common())
        if 2 <= len(values) <= _MOST_VALUES and told[values[0]] <= told.total() * 4 // 5:
            return Facet(name, values)
    return None


def _value(variant: Variant, name: str) -> str:
    told = next((value for key, value in (*variant.options, *variant.attributes) if key == name), "")
    # "1.5 l" or "XL/2" is nothing that one reads out as a choice.
    return told.casefold() if all(letter.isalpha() or letter == " " for letter in told) else ""
