"""The cart: how many of what, in the order in which it was put in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skill.commerce.rules.delivery import Wish
from skill.commerce.rules.modifiers import Modifiers, line_key, split_key

MOST_OF_ONE = 99


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant, made in one way."""

    sku: str
    quantity: int
    modifiers: Modifiers = ()

    @property
    def key(self) -> str:
        """What the line is told apart by."""
        return line_key(self.sku, self.modifiers)


@dataclass(frozen=True, slots=True)
class Cart:
    """A customer's cart; it outlives sessions. `codes` are keys of coupons, `wish` is how it is to come."""

    customer_id: str
    lines: tuple[Line, ...] = ()
    codes: tuple[str, ...] = ()
    wish: Wish | None = None

    def quantity(self, key: str) -> int:
        """How many are in the cart of a variant made in one way; the key of a plain one is its sku."""
        return sum(line.quantity for line in self.lines if line.key == key)

    def of_sku(self, sku: str) -> int:
        """How many are in the cart of a variant, however they are made: so many come from the shelf."""
        return sum(line.quantity for line in self.lines if line.sku == sku)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is in the cart, first put in first."""
        return tuple(line.key for line in self.lines)


def with_quantity(cart: Cart, key: str, quantity: int) -> Cart:
    """The same cart with exactly so many on a line; 0 takes the line out, a new line goes last."""
    if quantity < 0 or quantity > MOST_OF_ONE:
        raise ValueError(f"quantity {quantity} is outside 0 to {MOST_OF_ONE}")
    if key not in cart.keys:
        sku, modifiers = split_key(key)
        added = (Line(sku, quantity, modifiers),) if quantity else ()
        return replace(cart, lines=cart.lines + added)
    lines = (replace(line, quantity=quantity) if line.key == key else line for line in cart.lines)
    return replace(cart, lines=tuple(line for line in lines if line.quantity))


def exchanged(cart: Cart, key: str, to: str, quantity: int) -> Cart:
    """So many of one line as another line, which stands in its place unless it is there already."""
    lines: list[Line] = []
    for line in cart.lines:
        if line.key == to:
            lines.append(replace(line, quantity=line.quantity + quantity))
        elif line.key != key:
            lines.append(line)
        else:
            left = (replace(line, quantity=line.quantity - quantity),) if line.quantity > quantity else ()
            sku, modifiers = split_key(to)
            new = (Line(sku, quantity, modifiers),) if to not in cart.keys else ()
            lines += (*left, *new)
    return replace(cart, lines=tuple(lines))
