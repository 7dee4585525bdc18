"""Put into the cart, change, take out, read out, empty."""

from __future__ import annotations

from dataclasses import dataclass

from skill.commerce.making import Unmet
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.cart import MOST_OF_ONE, Cart, with_quantity
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.rules.money import Money


@dataclass(frozen=True, slots=True)
class Added:
    """So many more are in the cart, `in_cart` in all; `unmet` are wishes that could not be met.

    `measured`: they come nearest to the amount in a unit that was asked for.
    """

    variant: Variant
    quantity: int
    in_cart: int
    unmet: tuple[Unmet, ...] = ()
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The cart has another number of it; `now` 0 means that it was taken out."""

    variant: Variant
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class OnlyMore:
    """The shop has fewer than that: `more` is how many can still be added to the `in_cart` already there.

    The same thing made otherwise counts in `in_cart` too: all of it comes from one shelf.
    """

    variant: Variant
    more: int
    in_cart: int
    wanted: int


@dataclass(frozen=True, slots=True)
class SoldOut:
    """There are none left; `instead` are its sisters that are in stock."""

    variant: Variant
    quantity: int
    instead: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """Nobody gets more than `most` of one thing."""

    variant: Variant
    most: int


@dataclass(frozen=True, slots=True)
class Emptied:
    """The cart is empty now; `before` is what it was."""

    before: Cart


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line as it is read out."""

    variant: Variant
    quantity: int

    @property
    def total(self) -> Money:
        """Today's price of the line."""
        return self.variant.price * self.quantity


@dataclass(frozen=True, slots=True)
class CartView:
    """The cart at today's prices; `gone` counts lines that the shop no longer sells."""

    lines: tuple[CartLine, ...]
    total: Money
    gone: int

    @property
    def count(self) -> int:
        """How many pieces there are in all."""
        return sum(line.quantity for line in self.lines)


def add(
    uow: UnitOfWork, customer_id: str, variant: Variant, quantity: int
) -> Added | OnlyMore | SoldOut | TooMany:
    """Put more of a variant into the cart."""
    cart = uow.carts.get(customer_id)
    before, on_all_lines = cart.quantity(variant.key), cart.of_sku(variant.sku)
    if before + quantity > MOST_OF_ONE:
        return TooMany(variant, MOST_OF_ONE)
    left = short_of(variant, on_all_lines + quantity)
    if left == 0:
        return SoldOut(variant, quantity, sisters_in_stock(uow, variant))
    if left is not None:
        return OnlyMore(variant, max(0, left - on_all_lines), on_all_lines, quantity)
    uow.carts.put(with_quantity(cart, variant.key, before + quantity))
    return Added(variant, quantity, before + quantity)


def set_quantity(
    uow: UnitOfWork, customer_id: str, variant: Variant, quantity: int
) -> Changed | OnlyMore | SoldOut | TooMany:
    """Have exactly so many of a variant in the cart."""
    cart = uow.carts.get(customer_id)
    before, on_all_lines = cart.quantity(variant.key), cart.of_sku(variant.sku)
    if quantity > MOST_OF_ONE:
        return TooMany(variant, MOST_OF_ONE)
    left = short_of(variant, on_all_lines - before + quantity) if quantity > before else None
    if left == 0:
        return SoldOut(variant, quantity, sisters_in_stock(uow, variant))
    if left is not None:
        return OnlyMore(variant, max(0, left - on_all_lines), on_all_lines, quantity)
    uow.carts.put(with_quantity(cart, variant.key, quantity))
    return Changed(variant, before, quantity)


def empty(uow: UnitOfWork, customer_id: str) -> Emptied:
    """Take everything out."""
    before = uow.carts.get(customer_id)
    uow.carts.put(Cart(customer_id))
    return Emptied(before)


def restore(uow: UnitOfWork, customer_id: str, quantities: dict[str, int]) -> dict[str, int]:
    """Set the lines of these keys back, and return how they stood (so that undo can be undone)."""
    cart = uow.carts.get(customer_id)
    before = {key: cart.quantity(key) for key in quantities}
    sold = uow.catalog.variants(quantities)
    for key, quantity in quantities.items():
        if key in sold:
            cart = with_quantity(cart, key, max(0, min(quantity, MOST_OF_ONE)))
    uow.carts.put(cart)
    return before


def view(uow: UnitOfWork, customer_id: str, currency: str) -> CartView:
    """The cart as it stands, at today's prices."""
    cart = uow.carts.get(customer_id)
    variants = uow.catalog.variants(cart.keys) if cart.lines else {}
    lines = tuple(CartLine(variants[line.key], line.quantity) for line in cart.lines if line.key in variants)
    total = sum((line.total for line in lines), Money(0, currency))
    return CartView(lines, total, len(cart.lines) - len(lines))


def sisters_in_stock(uow: UnitOfWork, variant: Variant) -> tuple[Variant, ...]:
    """Other variants of the same product that can be bought now."""
    sisters = uow.catalog.siblings(variant.product_id)
    return tuple(sister for sister in sisters if sister.sku != variant.sku and sister.sellable != 0)
