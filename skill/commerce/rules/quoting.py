"""Making a quote: the cart, the merchant's rules and the customer's wishes come together into sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from skill.commerce.rules.arranging import Arranged, CannotDeliver, Problem, arrange, slot_name
from skill.commerce.rules.cart import Cart
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.coupon import Coupon, Refused
from skill.commerce.rules.delivery import Way
from skill.commerce.rules.goods import Goods
from skill.commerce.rules.money import Money
from skill.commerce.rules.pricing import (
    Offered,
    Priced,
    coupon_name,
    offered,
    price,
    promotion_name,
    shut_out,
)
from skill.commerce.rules.promotion import Limits, Used
from skill.commerce.rules.quote import Agreed, Quote, QuoteLine, Use
from skill.commerce.rules.region import read_region
from skill.commerce.rules.shop import ShopRules, Terms, completed
from skill.commerce.rules.tax import Taxes

GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: where to deliver (None: they collect) and how they pay."""

    id: str
    address: str | None
    payment: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything beside the goods that a quote depends on. `coupons` goes by key, `used` by name of use."""

    buyer: Buyer
    terms: Terms
    now: datetime
    rules: ShopRules = field(default_factory=ShopRules)
    coupons: Mapping[str, Coupon | None] = field(default_factory=dict)
    used: Mapping[str, Used] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A quote, and what of the customer's wishes it could not meet."""

    quote: Quote
    refused: tuple[Refused, ...] = ()
    problem: Problem | None = None


def taken(setting: Setting, name: str) -> int:
    """How often something has been used by all."""
    return setting.used.get(name, Used()).total


def goods_of(cart: Cart, variants: Mapping[str, Variant]) -> tuple[Goods, ...]:
    """The lines of a cart as the rules look at them; `variants` go by line key."""
    return tuple(
        Goods(line.sku, made.product_id, made.department, made.price.minor, line.quantity)
        for line in cart.lines
        for made in (variants[line.key],)
    )


def make_quote(
    id: str, cart: Cart, variants: Mapping[str, Variant], setting: Setting
) -> Made | CannotDeliver:
    """Freeze a cart at today's prices; `variants` go by line key, all must be sellable (see `problems`)."""
    rules, buyer = completed(setting.rules, setting.terms), setting.buyer
    place = read_region(buyer.address or "", rules.home)
    arranged = arrange(
        rules, cart.wish, buyer.address, place, rules.local(setting.now), lambda name: taken(setting, name)
    )
    if isinstance(arranged, CannotDeliver):
        return arranged
    goods, who = goods_of(cart, variants), rules.names_of(buyer.id)
    offers = offered(rules.promotions, setting.coupons, goods, who, setting.now, setting.used)
    priced = price(goods, offers.promotions, arranged, rules.taxes or Taxes(), setting.now)
    lines = _lines(cart, variants, priced)
    currency = setting.terms.currency
    quote = Quote(
        id,
        buyer.id,
        lines,
        tax=Money(sum(priced.taxes) + priced.delivery_tax, currency),
        delivery=Money(priced.delivery, currency),
        address=None if arranged.way.pick_up else buyer.address,
        payment=buyer.payment,
        expires_at=setting.now + GOOD_FOR,
        agreed=_agreed(rules, offers, priced, arranged),
    )
    return Made(quote, (*offers.refused, *shut_out(offers.coupons, priced)), arranged.problem)


def _lines(cart: Cart, variants: Mapping[str, Variant], priced: Priced) -> tuple[QuoteLine, ...]:
    amounts = zip(cart.lines, priced.discounts, priced.taxes, strict=True)
    return tuple(
        QuoteLine(line.sku, made.spoken, line.quantity, made.price, line.modifiers, discount, tax)
        for line, discount, tax in amounts
        for made in (variants[line.key],)
    )


def _agreed(rules: ShopRules, offers: Offered, priced: Priced, arranged: Arranged) -> Agreed:
    counted = {one.id for one in priced.promotions}
    coupons = [one for one in offers.coupons if one.promotion in counted]
    return Agreed(
        tax_included=rules.taxes is not None and rules.taxes.included,
        savings=priced.savings,
        coupons=tuple(one.code for one in coupons),
        way=arranged.way,
        uses=(*_uses_of_offers(coupons, priced), *_use_of_slot(rules, arranged.way)),
    )


def _uses_of_offers(coupons: Sequence[Coupon], priced: Priced) -> tuple[Use, ...]:
    saving = {one.promotion for one in priced.savings}
    limited = [one for one in priced.promotions if one.id in saving and one.limits != Limits()]
    return (
        *(Use(coupon_name(one.key), one.limits) for one in coupons),
        *(Use(promotion_name(one.id), one.limits) for one in limited),
    )


def _use_of_slot(rules: ShopRules, way: Way) -> tuple[Use, ...]:
    slots = rules.slots_of(way.by)
    if way.slot is None or slots is None or slots.capacity is None:
        return ()
    return (Use(slot_name(way.by, way.slot), Limits(slots.capacity)),)
