"""Tax: which rate a line has, and how much that is.

The rule: unit prices are rounded before anything is reckoned. Tax is then reckoned once for each rate, on
the sum of what it taxes after discounts, rounded half up, and split over those lines by largest remainder.
So lines add up, and each is less than one minor unit away from the exact amount.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from skill.commerce.rules.goods import Goods, Scope
from skill.commerce.rules.money import ratio, shares
from skill.commerce.rules.promotion import Window, out_of_time
from skill.commerce.rules.region import Region


@dataclass(frozen=True, slots=True)
class Rate:
    """So many per cent on some goods in some region; `on_delivery` taxes the delivery too."""

    percent: Decimal
    region: Region = field(default_factory=Region)
    scope: Scope = field(default_factory=Scope)
    window: Window = field(default_factory=Window)
    on_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Taxes:
    """The merchant's table; `included` says that prices and delivery are written with their tax in them."""

    rates: tuple[Rate, ...] = ()
    included: bool = False


def goods_percent(taxes: Taxes, goods: Goods, place: Region, now: datetime) -> Decimal:
    """The rate of one line: that of the narrowest region, then of the narrowest scope, then the newest."""
    fitting = [rate for rate in _at(taxes, place, now) if rate.scope.holds(goods)]
    return max(fitting, key=_weight).percent if fitting else Decimal(0)


def delivery_percent(taxes: Taxes, place: Region, now: datetime) -> Decimal:
    """The rate of delivery; 0 where no rate says that it taxes it."""
    fitting = [rate for rate in _at(taxes, place, now) if rate.on_delivery]
    return max(fitting, key=_weight).percent if fitting else Decimal(0)


def reckon(amounts: Sequence[int], percents: Sequence[Decimal], included: bool) -> tuple[int, ...]:
    """The tax on amounts at their rates, in minor units: in them when `included`, else on top of them."""
    tax = [0] * len(amounts)
    at_rate: dict[Decimal, list[int]] = defaultdict(list)
    for at, percent in enumerate(percents):
        at_rate[percent].append(at)
    for percent, places in at_rate.items():
        part, whole = ratio(percent)
        denominator = whole + part if included else whole
        numerators = [amounts[at] * part for at in places]
        for at, share in zip(places, shares(numerators, denominator), strict=True):
            tax[at] = share
    return tuple(tax)


def _at(taxes: Taxes, place: Region, now: datetime) -> list[Rate]:
    return [
        rate for rate in taxes.rates if rate.region.covers(place) and out_of_time(rate.window, now) is None
    ]


def _weight(rate: Rate) -> tuple[object, ...]:
    scope = 2 if rate.scope.products else 1 if rate.scope.departments else 0
    starts = rate.window.starts
    return (rate.region.narrowness, scope, starts is not None, starts.isoformat() if starts else "")
