"""What goods cost together: the cheapest set of promotions, then delivery, then tax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from skill.commerce.rules.arranging import Arranged
from skill.commerce.rules.coupon import Coupon, CouponReason, NotWithAnother, Refused, Withdrawn
from skill.commerce.rules.delivery import Method
from skill.commerce.rules.goods import Goods
from skill.commerce.rules.promotion import (
    Discounts,
    Promotion,
    Saving,
    Used,
    discounts,
    holding,
    out_of_time,
    refusal,
    sets,
    used_up,
)
from skill.commerce.rules.tax import Taxes, delivery_percent, goods_percent, reckon


@dataclass(frozen=True, slots=True)
class Priced:
    """Everything in minor units, one amount a line; `delivery` is what is paid for it after discounts."""

    discounts: tuple[int, ...]
    taxes: tuple[int, ...]
    delivery: int
    delivery_tax: int
    savings: tuple[Saving, ...]
    promotions: tuple[Promotion, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The promotions that may count for some goods, and the coupons that were refused."""

    promotions: tuple[Promotion, ...]
    coupons: tuple[Coupon, ...] = ()
    refused: tuple[Refused, ...] = ()


def offered(
    promotions: Sequence[Promotion],
    coupons: Mapping[str, Coupon | None],
    goods: Sequence[Goods],
    who: frozenset[str],
    now: datetime,
    used: Mapping[str, Used],
) -> Offered:
    """What may count; `coupons` goes by key, None for one that is there no more, `used` by `use_name`."""
    of_promotion = {one.id: used.get(promotion_name(one.id), Used()) for one in promotions}
    open_to_all = [one for one in promotions if not one.by_coupon]
    found = list(holding(open_to_all, goods, who, now, of_promotion))
    taken: list[Coupon] = []
    refused: list[Refused] = []
    by_id = {one.id: one for one in promotions}
    for code, coupon in coupons.items():
        promotion = by_id.get(coupon.promotion) if coupon else None
        reason: CouponReason | None = Withdrawn()
        if coupon is not None and promotion is not None:
            reason = _own_reason(coupon, now, used.get(coupon_name(coupon.key), Used()))
            reason = reason or refusal(promotion, goods, who, now, of_promotion[promotion.id])
        if reason is not None or coupon is None or promotion is None:
            refused.append(Refused(code, coupon.code if coupon else code.upper(), reason or Withdrawn()))
        else:
            taken.append(coupon)
            found.append(promotion)
    ordered = sorted(dict.fromkeys(found), key=lambda one: (-one.priority, one.id))
    return Offered(tuple(ordered), tuple(taken), tuple(refused))


def _own_reason(coupon: Coupon, now: datetime, used: Used) -> CouponReason | None:
    return out_of_time(coupon.window, now) or used_up(coupon.limits, used)


def promotion_name(id: str) -> str:
    """What the uses of a promotion are counted under."""
    return f"promotion:{id}"


def coupon_name(key: str) -> str:
    """What the uses of a coupon are counted under."""
    return f"coupon:{key}"


def price(
    goods: Sequence[Goods], offers: Sequence[Promotion], arranged: Arranged, taxes: Taxes, now: datetime
) -> Priced:
    """The cheapest that these goods can be had for, this way."""
    percents = [goods_percent(taxes, line, arranged.place, now) for line in goods]
    on_delivery = delivery_percent(taxes, arranged.place, now)
    ways = [_priced(goods, one, arranged.method, taxes, percents, on_delivery) for one in sets(offers)]
    return min(ways, key=lambda way: way.total)


def _priced(
    goods: Sequence[Goods],
    offers: tuple[Promotion, ...],
    method: Method | None,
    taxes: Taxes,
    percents: Sequence[Decimal],
    on_delivery: Decimal,
) -> Priced:
    off = discounts(goods, offers)
    left = [line.gross - minor for line, minor in zip(goods, off.lines, strict=True)]
    delivery, freed = _delivery(method, sum(line.gross for line in goods), off)
    *tax, delivery_tax = reckon([*left, delivery], [*percents, on_delivery], taxes.included)
    on_top = 0 if taxes.included else sum(tax) + delivery_tax
    savings = (*off.savings, *freed)
    return Priced(
        off.lines, tuple(tax), delivery, delivery_tax, savings, offers, sum(left) + delivery + on_top
    )


def _delivery(method: Method | None, goods: int, off: Discounts) -> tuple[int, tuple[Saving, ...]]:
    """The price of delivery, and what a promotion took off it."""
    cost = method.price_for(goods) if method is not None else 0
    freeing = off.frees(method.id) if method is not None and cost else None
    return (0, (Saving(freeing.id, freeing.name, cost),)) if freeing else (cost, ())


def shut_out(coupons: Sequence[Coupon], priced: Priced) -> tuple[Refused, ...]:
    """The coupons that hold by themselves but lost against promotions that save more."""
    counted = {one.id for one in priced.promotions}
    other = max(priced.savings, key=lambda saving: saving.minor, default=None)
    return tuple(
        Refused(coupon.key, coupon.code, NotWithAnother(other.name if other else ""))
        for coupon in coupons
        if coupon.promotion not in counted
    )
