"""Check out: quote what is in the cart, then place exactly what was quoted, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from skill.commerce.paying import due_now, open_attempt
from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.arranging import CannotDeliver
from skill.commerce.rules.arranging import Problem as NotMet
from skill.commerce.rules.cart import Cart, with_quantity
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.coupon import Refused
from skill.commerce.rules.delivery import Store, nearest
from skill.commerce.rules.order import Order, order_lines
from skill.commerce.rules.payment import ONLINE
from skill.commerce.rules.quote import (
    Difference,
    Gone,
    Problem,
    Quote,
    Use,
    differences,
    problems,
    shortages,
    sums_changed,
)
from skill.commerce.rules.quoting import Setting, make_quote
from skill.commerce.rules.shop import Terms
from skill.commerce.setting import drop_refused, setting_of
from skill.commerce.telling import tell_placed


@dataclass(frozen=True, slots=True)
class Quoted:
    """The total to be read out; a yes to it places the order.

    `refused` coupons and a `problem` with the way it is to come are said first.
    """

    quote: Quote
    refused: tuple[Refused, ...] = ()
    problem: NotMet | None = None


@dataclass(frozen=True, slots=True)
class NothingToBuy:
    """The cart is empty."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Some lines cannot be bought as they stand."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class NoWay:
    """The shop cannot bring it to the customer; `store` is where they can pick it up."""

    address: str
    store: Store | None


@dataclass(frozen=True, slots=True)
class Placed:
    """The order stands; with a `charge_key` its money is still to be taken."""

    order: Order
    charge_key: str = ""


@dataclass(frozen=True, slots=True)
class AlreadyPlaced:
    """That quote has become an order before; nothing was bought twice."""

    order: Order


@dataclass(frozen=True, slots=True)
class Moved:
    """Something changed since the total was read out; nothing was bought."""

    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class NoCard:
    """The card that was to pay is not on file any more; nothing was bought."""


@dataclass(frozen=True, slots=True)
class NoQuote:
    """There is no such quote, it is too old for a yes, or its order was cancelled again."""


def quote_cart(
    uow: UnitOfWork, customer: Customer, terms: Terms, quote_id: str, now: datetime
) -> Quoted | NothingToBuy | Blocked | NoWay:
    """Freeze the cart at today's prices for reading out."""
    cart = uow.carts.get(customer.id)
    if not cart.lines:
        return NothingToBuy()
    variants = uow.catalog.variants(cart.keys)
    if found := problems(cart, variants):
        return Blocked(found)
    setting = setting_of(uow, customer, cart, terms, now)
    made = make_quote(quote_id, cart, variants, setting)
    if isinstance(made, CannotDeliver):
        return NoWay(made.address, nearest(setting.rules.stores, setting.rules.home))
    drop_refused(uow, cart, made.refused)
    uow.quotes.add(made.quote)
    return Quoted(made.quote, made.refused, made.problem)


def place(
    uow: UnitOfWork, customer: Customer, terms: Terms, quote_id: str, now: datetime
) -> Placed | AlreadyPlaced | Moved | NoQuote | NoCard:
    """Buy what was quoted: stock, uses, order, event and emptied cart in this one transaction.

    The cart's lock comes first, so that two yes to one quote are answered one after the other.
    """
    cart = uow.carts.get(customer.id)
    if (order := uow.orders.of_quote(quote_id)) and order.customer_id == customer.id:
        return NoQuote() if order.status == "cancelled" else AlreadyPlaced(order)
    quote = uow.quotes.get(quote_id, customer.id)
    if quote is None or quote.expires_at < now:
        return NoQuote()
    account = uow.payments.account(customer.id) if quote.payment in ONLINE else None
    if quote.payment in ONLINE and account is None:
        return NoCard()
    variants = uow.catalog.variants({*cart.keys, *(line.key for line in quote.lines)})
    if changed := differences(quote, cart, variants):
        return Moved(changed)
    if changed := _other_sums(uow, cart, quote, variants, setting_of(uow, customer, cart, terms, now)):
        return Moved(changed)
    if (short := _take_stock(uow, quote)) is not None:
        return Moved(short)
    if not _take_uses(uow, quote):
        _give_back_stock(uow, quote)
        setting = setting_of(uow, customer, cart, terms, now)
        return Moved(_other_sums(uow, cart, quote, variants, setting))
    uow.carts.put(Cart(customer.id))
    order = uow.orders.place(_order_of(quote, now))
    tell_placed(uow, order, _pieces(quote))
    attempt = open_attempt(uow, order, account, now) if account and due_now(order) else None
    return Placed(order, attempt.charge.key if attempt else "")


def _other_sums(
    uow: UnitOfWork, cart: Cart, quote: Quote, variants: Mapping[str, Variant], setting: Setting
) -> tuple[Difference, ...]:
    """What a quote of the same goods would say otherwise now: discounts, coupons, delivery, tax."""
    made = make_quote(quote.id, cart, variants, setting)
    if isinstance(made, CannotDeliver):
        return (made,)
    lost = tuple(one for one in made.refused if one.code in quote.agreed.coupons)
    drop_refused(uow, cart, lost)
    return (*lost, *sums_changed(quote, made.quote))


def _take_uses(uow: UnitOfWork, quote: Quote) -> bool:
    """Take all coupons, promotions and slots or none, by name as every buyer does."""
    taken: list[Use] = []
    for use in sorted(quote.agreed.uses, key=lambda use: use.name):
        if not uow.uses.take(use, quote.customer_id):
            for earlier in taken:
                uow.uses.give_back(earlier, quote.customer_id)
            return False
        taken.append(use)
    return True


def _take_stock(uow: UnitOfWork, quote: Quote) -> tuple[Problem, ...] | None:
    """Take the stock of all lines and return None, or take none and say which lines are short.

    All buyers go by sku, so that no two wait for each other; lines of one sku are taken together.
    """
    wanted = _pieces(quote)
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


def _pieces(quote: Quote) -> Counter[str]:
    """How many of each sku are bought."""
    wanted: Counter[str] = Counter()
    for line in quote.lines:
        wanted[line.sku] += line.quantity
    return wanted


def _give_back_stock(uow: UnitOfWork, quote: Quote) -> None:
    for sku, quantity in sorted(_pieces(quote).items()):
        uow.stock.give_back(sku, quantity)


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
        agreed=quote.agreed,
    )


def fit_to_stock(uow: UnitOfWork, customer_id: str) -> Cart:
    """Cut the cart down to what can be bought, as the customer agreed."""
    cart = uow.carts.get(customer_id)
    for problem in problems(cart, uow.catalog.variants(cart.keys)):
        left = 0 if isinstance(problem, Gone) else problem.left
        cart = with_quantity(cart, problem.key, left)
    uow.carts.put(cart)
    return cart
