"""What a quote depends on beside the goods, read from the store: rules, coupons, and what is used up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.arranging import CannotDeliver, arrange, slot_name
from skill.commerce.rules.cart import Cart
from skill.commerce.rules.coupon import Refused, Withdrawn
from skill.commerce.rules.pricing import coupon_name, promotion_name
from skill.commerce.rules.promotion import AlreadyUsed, Expired, LimitReached, Limits, NotForYou
from skill.commerce.rules.quoting import Buyer, Setting
from skill.commerce.rules.region import read_region
from skill.commerce.rules.shop import Terms, completed

FOR_GOOD = (Withdrawn, Expired, LimitReached, AlreadyUsed, NotForYou)
"""Reasons that do not pass while the customer shops on: such a coupon is taken off the cart."""


def setting_of(uow: UnitOfWork, customer: Customer, cart: Cart, terms: Terms, now: datetime) -> Setting:
    """The setting of a cart; one query where nothing is limited."""
    found = uow.rules.coupons(cart.codes)
    setting = Setting(
        Buyer(customer.id, customer.address, customer.payment),
        terms,
        now,
        uow.rules.current(terms.currency),
        {code: found.get(code) for code in cart.codes},
    )
    names = [*_limited_offers(setting), *_limited_slots(setting, cart)]
    return replace(setting, used=uow.uses.counts(names, customer.id))


def _limited_offers(setting: Setting) -> Iterator[str]:
    coupons = [coupon for coupon in setting.coupons.values() if coupon]
    yield from (coupon_name(coupon.key) for coupon in coupons)
    wanted = {coupon.promotion for coupon in coupons}
    for one in setting.rules.promotions:
        if one.limits != Limits() and (not one.by_coupon or one.id in wanted):
            yield promotion_name(one.id)


def _limited_slots(setting: Setting, cart: Cart) -> Iterator[str]:
    """The slots of the way in which this cart would come."""
    rules = completed(setting.rules, setting.terms)
    now = rules.local(setting.now)
    place = read_region(setting.buyer.address or "", rules.home)
    arranged = arrange(rules, cart.wish, setting.buyer.address, place, now, lambda name: 0)
    if isinstance(arranged, CannotDeliver) or arranged.way.slot is None:
        return
    slots = rules.slots_of(arranged.way.by)
    if slots is not None and slots.capacity is not None:
        yield from (slot_name(arranged.way.by, begins) for begins in slots.coming(now))


def drop_refused(uow: UnitOfWork, cart: Cart, refused: tuple[Refused, ...]) -> Cart:
    """The cart without the coupons that are of no use to this customer any more."""
    gone = {one.key for one in refused if isinstance(one.reason, FOR_GOOD)}
    if gone.isdisjoint(cart.codes):
        return cart
    cart = replace(cart, codes=tuple(code for code in cart.codes if code not in gone))
    uow.carts.put(cart)
    return cart
