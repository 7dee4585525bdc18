"""What the shop sells: a variant is the thing that is priced, counted and put into a cart."""

from __future__ import annotations

from dataclasses import dataclass

from skill.commerce.rules.money import Money


@dataclass(frozen=True, slots=True)
class Variant:
    """One sellable thing; variants of one product differ in options such as size or flavour.

    `sku` is the merchant's own id. `spoken` is how the shop says it, `synonyms` what else people call it.
    `on_hand` is None where the merchant's feed counts nothing.
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

    @property
    def sellable(self) -> int | None:
        """How many can be sold now; None is as many as anybody wants."""
        return self.on_hand if self.available else 0


def short_of(variant: Variant, wanted: int) -> int | None:
    """How many there are when that is fewer than wanted, else None."""
    left = variant.sellable
    return left if left is not None and left < wanted else None
