"""What the shop sells: a variant is the thing that is priced, counted and put into a cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from skill.commerce.rules.modifiers import (
    WITHOUT,
    Choice,
    ModifierGroup,
    Modifiers,
    choices_named,
    in_order,
    line_key,
)
from skill.commerce.rules.money import Money

WITH, AND, NO = "with", "and", "no"
# Google's four states: what is promised for later can be bought now, and comes when `arrives` says.
Availability = Literal["in_stock", "out_of_stock", "preorder", "backorder"]
LATER: tuple[Availability, ...] = ("preorder", "backorder")


@dataclass(frozen=True, slots=True)
class Variant:
    """One sellable thing; variants of one product differ in options such as size or flavour.

    `sku` is the merchant's own id. `spoken` is how the shop says it, `synonyms` what else people call it.
    `price` is what it costs now; `regular_price` is set while a sale runs, and is what it costs otherwise.
    `on_hand` is None where the merchant's feed counts nothing. `attributes` describe it further: material,
    diet, pattern; a name may come twice. `rating` is in hundredths of a star out of five, `sold` how many
    went so far. `modifiers` is what can be chosen; once something is (see `made`), it stands in `chosen`, and
    `spoken` and `price` are those of the thing so made.
    """

    sku: str
    product_id: str
    name: str
    spoken: str
    price: Money
    synonyms: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    brand: str = ""
    department: str = ""
    description: str = ""
    on_hand: int | None = None
    availability: Availability = "in_stock"
    arrives: date | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    regular_price: Money | None = None
    gtin: str = ""
    mpn: str = ""
    rating: int | None = None
    reviews: int = 0
    sold: int = 0
    modifiers: tuple[ModifierGroup, ...] = ()
    chosen: Modifiers = ()

    @property
    def key(self) -> str:
        """What tells it from the same thing made otherwise, in carts, quotes and orders."""
        return line_key(self.sku, self.chosen)

    @property
    def sellable(self) -> int | None:
        """How many can be sold now; None is as many as anybody wants."""
        if self.availability in LATER:
            return None
        return self.on_hand if self.availability == "in_stock" else 0

    @property
    def comes_later(self) -> bool:
        """Whether it can be bought but is delivered only when it has arrived."""
        return self.availability == "preorder" or (self.availability == "backorder" and not self.on_hand)


@dataclass(frozen=True, slots=True)
class Sale:
    """A lower price for a while: from `start` on and before `end`; None is without a bound."""

    price: Money
    start: datetime | None = None
    end: datetime | None = None

    def runs(self, now: datetime) -> bool:
        """Whether it is on at a moment."""
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


def short_of(variant: Variant, wanted: int) -> int | None:
    """How many there are when that is fewer than wanted, else None."""
    left = variant.sellable
    return left if left is not None and left < wanted else None


def made(variant: Variant, modifiers: Modifiers) -> Variant | None:
    """A plain variant as the customer wants it made; None when a choice is not offered any more."""
    if not modifiers:
        return variant
    chosen = in_order(variant.modifiers, modifiers)
    choices = choices_named(variant.modifiers, chosen)
    if choices is None or choices_named(variant.modifiers, modifiers) is None:
        return None
    added = [choice for choice, one in zip(choices, chosen, strict=True) if not one.startswith(WITHOUT)]
    return replace(
        variant,
        spoken=_spoken(variant.spoken, added, [choice for choice in choices if choice not in added]),
        price=_with(variant.price, added),
        regular_price=variant.regular_price and _with(variant.regular_price, added),
        availability=variant.availability if all(choice.available for choice in added) else "out_of_stock",
        chosen=chosen,
    )


def _with(price: Money, added: Sequence[Choice]) -> Money:
    for choice in added:
        price += choice.price
    return max(price, Money(0, price.currency))


def _spoken(name: str, added: Sequence[Choice], left_out: Sequence[Choice]) -> str:
    """ "iced latte with oat milk, vanilla syrup and no foam"."""
    before = [choice.spoken for choice in added if choice.leads]
    after = [choice.spoken for choice in added if not choice.leads]
    after += [f"{NO} {choice.spoken}" for choice in left_out]
    with_all = f"{', '.join(after[:-1])} {AND} {after[-1]}" if len(after) > 1 else "".join(after)
    return " ".join((*before, name, WITH, with_all) if after else (*before, name))
