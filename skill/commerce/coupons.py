"""Coupons and offers: take a code, give it back, and what the cart saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.arranging import CannotDeliver
from skill.commerce.rules.cart import Cart
from skill.commerce.rules.coupon import Coupon, NumberWords, Refused, Unknown, keys_heard
from skill.commerce.rules.promotion import MinimumSpend, NothingItAppliesTo, Promotion, out_of_time
from skill.commerce.rules.quoting import Made, make_quote
from skill.commerce.rules.shop import Terms
from skill.commerce.setting import setting_of


@dataclass(frozen=True, slots=True)
class Taken:
    """The coupon is on the cart; `saving_minor` is what it takes off now, 0 while that is open."""

    code: str
    name: str
    saving_minor: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The coupon is on the cart and counts once so much more is in it."""

    refused: Refused


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The coupon is on the cart already."""

    code: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What the cart saves now, and which offers are open to everybody."""

    made: Made | None
    open: tuple[Promotion, ...]


def apply_coupon(
    uow: UnitOfWork, customer: Customer, terms: Terms, heard: Sequence[str], words: NumberWords, now: datetime
) -> Taken | Waiting | AlreadyThere | Refused:
    """Put the coupon of a spoken code on the cart, if it may count: the first that is one."""
    keys = [key for one in heard for key in keys_heard(one, words)]
    known = uow.rules.coupons(keys)
    key = next((one for one in keys if one in known), keys[0])
    coupon = known.get(key)
    if coupon is None:
        return Refused(key, heard[0], Unknown())
    cart = uow.carts.get(customer.id)
    if key in cart.codes:
        return AlreadyThere(coupon.code)
    cart = replace(cart, codes=(*cart.codes, key))
    made = made_now(uow, customer, cart, terms, now)
    refused = next((one for one in made.refused if one.key == key), None) if made else None
    if refused is not None and not _waits(refused, cart):
        return refused
    uow.carts.put(cart)
    if refused is not None and isinstance(refused.reason, MinimumSpend) and cart.lines:
        return Waiting(refused)
    return _taken(uow, coupon, made, terms)


def _waits(refused: Refused, cart: Cart) -> bool:
    """More goods may make it count; an empty cart says nothing against a coupon."""
    return isinstance(refused.reason, MinimumSpend) or (
        not cart.lines and isinstance(refused.reason, NothingItAppliesTo)
    )


def _taken(uow: UnitOfWork, coupon: Coupon, made: Made | None, terms: Terms) -> Taken:
    promotions = uow.rules.current(terms.currency).promotions
    name = next((one.name for one in promotions if one.id == coupon.promotion), coupon.code)
    savings = made.quote.agreed.savings if made else ()
    return Taken(coupon.code, name, sum(one.minor for one in savings if one.promotion == coupon.promotion))


def remove_coupons(uow: UnitOfWork, customer_id: str) -> tuple[str, ...]:
    """Take all coupons off the cart; their printed codes."""
    cart = uow.carts.get(customer_id)
    if not cart.codes:
        return ()
    found = uow.rules.coupons(cart.codes)
    uow.carts.put(replace(cart, codes=()))
    return tuple(found[key].code if key in found else key for key in cart.codes)


def offers(uow: UnitOfWork, customer: Customer, terms: Terms, now: datetime) -> Offers:
    """What the cart saves, and what is on offer."""
    cart = uow.carts.get(customer.id)
    rules = uow.rules.current(terms.currency)
    who = rules.names_of(customer.id)
    open_now = tuple(
        one
        for one in rules.promotions
        if not one.by_coupon
        and out_of_time(one.window, now) is None
        and (not one.customers or not one.customers.isdisjoint(who))
    )
    return Offers(made_now(uow, customer, cart, terms, now) if cart.lines else None, open_now)


def made_now(uow: UnitOfWork, customer: Customer, cart: Cart, terms: Terms, now: datetime) -> Made | None:
    """What the cart would cost now, without the lines that cannot be had; None where it cannot come."""
    variants = uow.catalog.variants(cart.keys)
    cart = replace(cart, lines=tuple(line for line in cart.lines if line.key in variants))
    made = make_quote("", cart, variants, setting_of(uow, customer, cart, terms, now))
    return None if isinstance(made, CannotDeliver) else made
