"""What the shop sells: a variant is the thing that is priced, counted and put into a cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Variant:
    """One sellable thing; variants of one product differ in options such as size or flavour.

    `sku` is the merchant's own id. `spoken` is how the shop says it, `synonyms` what else people call it.
    `on_hand` is None where the merchant's feed counts nothing. `modifiers` is what can be chosen; once
    something is (see `made`), it stands in `chosen`, and `spoken` and `price` are those of the thing so made.
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
    available: bool = True
    modifiers: tuple[ModifierGroup, ...] = ()
    chosen: Modifiers = ()

    @property
    def key(self) -> str:
        """What tells it from the same thing made otherwise, in carts, quotes and orders."""
        return line_key(self.sku, self.chosen)

    @property
    def sellable(self) -> int | None:
        """How many can be sold now; None is as many as anybody wants."""
        return self.on_hand if self.available else 0


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
    price = variant.price
    for choice in added:
        price += choice.price
    return replace(
        variant,
        spoken=_spoken(variant.spoken, added, [choice for choice in choices if choice not in added]),
        price=max(price, Money(0, price.currency)),
        available=variant.available and all(choice.available for choice in added),
        chosen=chosen,
    )


def _spoken(name: str, added: Sequence[Choice], left_out: Sequence[Choice]) -> str:
    """ "iced latte with oat milk, vanilla syrup and no foam"."""
    before = [choice.spoken for choice in added if choice.leads]
    after = [choice.spoken for choice in added if not choice.leads]
    after += [f"{NO} {choice.spoken}" for choice in left_out]
    with_all = f"{', '.join(after[:-1])} {AND} {after[-1]}" if len(after) > 1 else "".join(after)
    return " ".join((*before, name, WITH, with_all) if after else (*before, name))
