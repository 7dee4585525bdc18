"""Check out: quote what is in the cart, then place exactly what was quoted, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from skill.commerce.ports import Customer, UnitOfWork
from skill.commerce.rules.cart import Cart, with_quantity
from skill.commerce.rules.order import Order, order_lines
from skill.commerce.rules.quote import (
    Difference,
    Gone,
    Problem,
    Quote,
    Terms,
    differences,
    make_quote,
    problems,
    shortages,
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
    variants = uow.catalog.variants(cart.keys)
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
    variants = uow.catalog.variants({*cart.keys, *(line.key for line in quote.lines)})
    if changed := differences(quote, cart, variants):
        return Moved(changed)
    if (short := _take_stock(uow, quote)) is not None:
        return Moved(short)
    uow.carts.put(Cart(customer_id))
    return Placed(uow.orders.place(_order_of(quote, now)))


def _take_stock(uow: UnitOfWork, quote: Quote) -> tuple[Problem, ...] | None:
    """Take the stock of all lines and return None, or take none and say which lines are short.

    All buyers go by sku, so that no two wait for each other; lines of one sku are taken together.
    """
    wanted: Counter[str] = Counter()
    for line in quote.lines:
        wanted[line.sku] += line.quantity
    taken: list[str] = []
    for sku in sorted(wanted):
        if uow.stock.take(sku, wanted[sku]):
            taken.append(sku)
            continue
        for earlier in taken:
            uow.stock.give_back(earlier, wanted[earlier])
        # Nothing may be short any more when a rival has just given back: then the total is read out again.
        return shortages(quote.lines, uow.catalog.variants(line.key for line in quote.lines))
    return None


def _order_of(quote: Quote, now: datetime) -> Order:
    return Order(
        number="",
        customer_id=quote.customer_id,
        status="placed",
        placed_at=now,
        lines=order_lines(quote.lines),
        tax=quote.tax,
        delivery=quote.delivery,
        address=quote.address,
        payment=quote.payment,
        quote_id=quote.id,
    )


def fit_to_stock(uow: UnitOfWork, customer_id: str) -> Cart:
    """Cut the cart down to what can be bought, as the customer agreed."""
    cart = uow.carts.get(customer_id)
    for problem in problems(cart, uow.catalog.variants(cart.keys)):
        left = 0 if isinstance(problem, Gone) else problem.left
        cart = with_quantity(cart, problem.key, left)
    uow.carts.put(cart)
    return cart
