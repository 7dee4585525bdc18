"""Answer "I'd like two lattes and a muffin": read it, find each thing, put into the cart what is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skill.commerce.cart import Added, OnlyMore, SoldOut, TooMany, add
from skill.commerce.find import is_name, which
from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import Meant, Nearest, One, Several
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading import Asked, read_order
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import tidy


@dataclass(frozen=True, slots=True)
class Unclear:
    """The words mean one of several things."""

    words: str
    quantity: int
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class NotSold:
    """Nothing is called that; `nearest` may be empty."""

    words: str
    quantity: int
    nearest: tuple[Variant, ...]


Outcome = Added | OnlyMore | SoldOut | TooMany | Unclear | NotSold


def read(text: str, uow: UnitOfWork, lexicon: Lexicon) -> tuple[Asked, ...]:
    """The things that free speech asks for."""
    return read_order(text, lexicon, lambda words: is_name(words, uow, lexicon))


def add_all(
    uow: UnitOfWork, customer_id: str, asked: Sequence[Asked], lexicon: Lexicon
) -> tuple[Outcome, ...]:
    """Add each thing that is clear; the outcomes stand in the order of the asking."""
    return tuple(add_one(uow, customer_id, item, lexicon) for item in asked)


def add_one(
    uow: UnitOfWork, customer_id: str, asked: Asked, lexicon: Lexicon, ids: Sequence[str] = ()
) -> Outcome:
    """Add one thing, or say why not."""
    meant, quantity = understood(uow, asked, lexicon, ids)
    match meant:
        case One(variant):
            return add(uow, customer_id, variant, quantity)
        case Several(variants):
            return Unclear(asked.words, quantity, usual_first(variants, bought(uow, customer_id)))
        case Nearest(variants):
            return NotSold(asked.words, quantity, variants)


def understood(uow: UnitOfWork, asked: Asked, lexicon: Lexicon, ids: Sequence[str] = ()) -> tuple[Meant, int]:
    """What is meant and how many: "six eggs" is one box where a box is called so, else six of them."""
    if asked.quantity is not None:
        for number in _spoken_numbers(asked.quantity, lexicon):
            boxed = uow.catalog.named(tidy(f"{number} {asked.words}"))
            if len(boxed) == 1:
                return One(boxed[0]), 1
    meant = which(asked.words, uow, lexicon, ids=ids)
    return meant, 1 if asked.quantity is None else asked.quantity


def _spoken_numbers(number: int, lexicon: Lexicon) -> list[str]:
    if number < 2:
        return []
    spoken = [phrase for phrase, amount in lexicon.amounts.items() if amount == number]
    return spoken + ([lexicon.numbers[number]] if number < len(lexicon.numbers) else [])


def bought(uow: UnitOfWork, customer_id: str) -> dict[str, int]:
    """How many of what this customer has bought before."""
    counts: dict[str, int] = {}
    for order in uow.orders.history(customer_id):
        for line in order.lines:
            counts[line.sku] = counts.get(line.sku, 0) + line.quantity
    return counts


def usual_first(variants: Sequence[Variant], counts: dict[str, int]) -> tuple[Variant, ...]:
    """The same variants, what the customer buys most often first, what is sold out last."""
    return tuple(sorted(variants, key=lambda v: (v.sellable == 0, -counts.get(v.sku, 0))))
