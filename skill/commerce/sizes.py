"""How much of it there is in one: sizes as merchants write them, comparable where they are of one kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from skill.commerce.rules.catalog import Variant

Kind = Literal["weight", "volume", "pieces", "word"]

UNITS: dict[str, tuple[Kind, Decimal]] = {
    "g": ("weight", Decimal(1)),
    "kg": ("weight", Decimal(1000)),
    "oz": ("weight", Decimal("28.35")),
    "lb": ("weight", Decimal("453.6")),
    "ml": ("volume", Decimal(1)),
    "cl": ("volume", Decimal(10)),
    "l": ("volume", Decimal(1000)),
    "fl oz": ("volume", Decimal("29.57")),
    "pint": ("volume", Decimal("473.2")),
    "quart": ("volume", Decimal("946.4")),
    "gallon": ("volume", Decimal("3785")),
    "pack": ("pieces", Decimal(1)),
    "pieces": ("pieces", Decimal(1)),
    "count": ("pieces", Decimal(1)),
}
"""Units as feeds write them, in grams, millilitres and pieces."""
_WORDS = ("mini", "small", "medium", "large", "extra large")
_NUMBER_AND_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+(?: oz)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Size:
    """An amount in grams, millilitres or pieces; the place of a word such as "small" among its like."""

    kind: Kind
    amount: Decimal


def size_of(variant: Variant) -> Size | None:
    """The size of a variant, as its feed tells it; None where it tells none."""
    told = next((value for name, value in variant.options if name == "size"), "").casefold()
    if told in _WORDS:
        return Size("word", Decimal(_WORDS.index(told)))
    found = _NUMBER_AND_UNIT.fullmatch(told)
    if found is None or found[2] not in UNITS:
        return None
    kind, scale = UNITS[found[2]]
    return Size(kind, Decimal(found[1]) * scale)


def pieces_for(amount: tuple[int, str], variant: Variant) -> int | None:
    """How many of it come nearest to an amount such as (500, "g"); None where it is not sold by that."""
    kind, scale = UNITS[amount[1]]
    size = size_of(variant)
    if size is None or size.kind != kind:
        return None
    return max(1, int((amount[0] * scale / size.amount).to_integral_value()))


def sized_unlike(variants: Sequence[Variant], than: Variant, *, bigger: bool) -> tuple[Variant, ...]:
    """Those that are bigger (or smaller) than one of them, the nearest in size first."""
    one = size_of(than)
    sized = [(size.amount, other) for other in variants if (size := size_of(other)) and _is_like(size, one)]
    fitting = [told for told in sized if one and (told[0] > one.amount) == bigger and told[0] != one.amount]
    fitting.sort(key=lambda told: told[0], reverse=not bigger)
    return tuple(other for _, other in fitting)


def outermost(variants: Sequence[Variant], *, biggest: bool) -> Variant | None:
    """The biggest (or smallest) of some variants; None where their sizes are the same or not comparable."""
    sizes = [size_of(one) for one in variants]
    amounts = [size.amount for size in sizes if size is not None and size.kind == (sizes[0] or size).kind]
    if len(amounts) < len(variants) or len(set(amounts)) < len(amounts):
        return None
    return variants[amounts.index(max(amounts) if biggest else min(amounts))]


def _is_like(size: Size, other: Size | None) -> bool:
    return other is not None and size.kind == other.kind
