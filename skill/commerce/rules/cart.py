"""The cart: how many of what, in the order in which it was put in."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_OF_ONE = 99


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Cart:
    """A customer's cart; it outlives sessions."""

    customer_id: str
    lines: tuple[Line, ...] = ()

    def quantity(self, sku: str) -> int:
        """How many of a variant are in the cart."""
        return sum(line.quantity for line in self.lines if line.sku == sku)

    @property
    def skus(self) -> tuple[str, ...]:
        """What is in the cart, first put in first."""
        return tuple(line.sku for line in self.lines)


def with_quantity(cart: Cart, sku: str, quantity: int) -> Cart:
    """The same cart with exactly so many of a variant; 0 takes the line out, a new line goes last."""
    if quantity < 0 or quantity > MOST_OF_ONE:
        raise ValueError(f"quantity {quantity} is outside 0 to {MOST_OF_ONE}")
    if sku not in cart.skus:
        added = (Line(sku, quantity),) if quantity else ()
        return replace(cart, lines=cart.lines + added)
    lines = (Line(sku, quantity) if line.sku == sku else line for line in cart.lines)
    return replace(cart, lines=tuple(line for line in lines if line.quantity))
