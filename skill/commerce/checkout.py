"""Check out: quote what is in the cart, then place exactly what was quoted, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skill.commerce.ports import Customer, UnitOfWork
from skill.commerce.rules.cart import Cart, with_quantity
from skill.commerce.rules.order import Order
from skill.commerce.rules.quote import (
    Difference,
    Gone,
    OnlyLeft,
    Problem,
    Quote,
    Terms,
    differences,
    make_quote,
    problems,
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """The total to be read out; a yes to it places the order."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class NothingToBuy:
    """The cart is empty."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Some lines cannot be bought as they stand."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """The order stands."""

    order: Order


@dataclass(frozen=True, slots=True)
class AlreadyPlaced:
    """That quote has become an order before; nothing was bought twice."""

    order: Order


@dataclass(frozen=True, slots=True)
class Moved:
    """Something changed since the total was read out; nothing was bought."""

    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class NoQuote:
    """There is no such quote, or it is too old for a yes."""


def quote_cart(
    uow: UnitOfWork, customer: Customer, terms: Terms, quote_id: str, now: datetime
) -> Quoted | NothingToBuy | Blocked:
    """Freeze the cart at today's prices for reading out."""
    cart = uow.carts.get(customer.id)
    if not cart.lines:
        return NothingToBuy()
    variants = uow.catalog.variants(cart.skus)
    if found := problems(cart, variants):
        return Blocked(found)
    quote = make_quote(quote_id, cart, variants, terms, customer.address, customer.payment, now)
    uow.quotes.add(quote)
    return Quoted(quote)


def place(
    uow: UnitOfWork, customer_id: str, quote_id: str, now: datetime
) -> Placed | AlreadyPlaced | Moved | NoQuote:
    """Buy what was quoted: stock, order and emptied cart in this one transaction.

    The cart's lock comes first, so that two yes to one quote are answered one after the other.
    """
    cart = uow.carts.get(customer_id)
    if (order := uow.orders.of_quote(quote_id)) and order.customer_id == customer_id:
        return AlreadyPlaced(order)
    quote = uow.quotes.get(quote_id, customer_id)
    if quote is None or quote.expires_at < now:
        return NoQuote()
    variants = uow.catalog.variants({*cart.skus, *(line.sku for line in quote.lines)})
    if changed := differences(quote, cart, variants):
        return Moved(changed)
    if short := _take_stock(uow, quote):
        return Moved(short)
    uow.carts.put(Cart(customer_id))
    return Placed(uow.orders.place(_order_of(quote, now)))


def _take_stock(uow: UnitOfWork, quote: Quote) -> tuple[OnlyLeft, ...]:
    """Take every line's stock or none; all buyers go by id, so that no two wait for each other."""
    taken = []
    for line in sorted(quote.lines, key=lambda line: line.sku):
        if uow.stock.take(line.sku, line.quantity):
            taken.append(line)
            continue
        for earlier in taken:
            uow.stock.give_back(earlier.sku, earlier.quantity)
        left = uow.catalog.variants([line.sku])
        on_hand = left[line.sku].sellable or 0 if line.sku in left else 0
        return (OnlyLeft(line.sku, line.name, on_hand, line.quantity),)
    return ()


def _order_of(quote: Quote, now: datetime) -> Order:
    return Order(
        number="",
        customer_id=quote.customer_id,
        status="placed",
        placed_at=now,
        lines=quote.lines,
        tax=quote.tax,
        delivery=quote.delivery,
        address=quote.address,
        payment=quote.payment,
        quote_id=quote.id,
    )


def fit_to_stock(uow: UnitOfWork, customer_id: str) -> Cart:
    """Cut the cart down to what can be bought, as the customer agreed."""
    cart = uow.carts.get(customer_id)
    for problem in problems(cart, uow.catalog.variants(cart.skus)):
        left = 0 if isinstance(problem, Gone) else problem.left
        cart = with_quantity(cart, problem.sku, left)
    uow.carts.put(cart)
    return cart
