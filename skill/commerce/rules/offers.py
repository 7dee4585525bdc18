"""What a promotion takes off each line. Every function gives one number a line, never more than the line.

How amounts are rounded: a percentage off goods rounds the new unit price half up and then multiplies, as a
price tag would; what is taken off an order as a whole is rounded once and split by largest remainder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skill.commerce.rules.goods import Goods, Scope
from skill.commerce.rules.money import half_up, ratio, split


@dataclass(frozen=True, slots=True)
class PercentOff:
    """So many per cent off: 0 to 100."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class AmountOff:
    """So many minor units off: once, or off each piece."""

    minor: int
    each: bool = False


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Who buys `buy` gets `get` more at `percent` off, the cheapest first.

    Without `of` the pieces come out of the same goods (three for two); with it they are other goods, and
    what counts as bought never counts as got. `most` limits how many are got in one order.
    """

    buy: int
    get: int
    percent: Decimal = Decimal(100)
    of: Scope | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class FreeDelivery:
    """Delivery costs nothing, by these methods; without any, by all of them."""

    methods: frozenset[str] = frozenset()


Offer = PercentOff | AmountOff | BuyGet | FreeDelivery
Taken = tuple[int, ...]


def lower_price(price: int, percent: Decimal) -> int:
    """A price after a percentage is taken off, rounded half up."""
    part, whole = ratio(100 - percent)
    return half_up(price * part, whole)


def off_lines(offer: Offer, scope: Scope, goods: Sequence[Goods]) -> Taken:
    """What an offer about some goods takes off each line, reckoned on their shop prices."""
    match offer:
        case PercentOff(percent):
            lower = [lower_price(line.unit_minor, percent) * line.quantity for line in goods]
            return _scoped(scope, goods, [line.gross - now for line, now in zip(goods, lower, strict=True)])
        case AmountOff(minor, each):
            if each:
                return _scoped(scope, goods, [min(minor, line.unit_minor) * line.quantity for line in goods])
            gross = _scoped(scope, goods, [line.gross for line in goods])
            return split(min(minor, sum(gross)), gross)
        case BuyGet():
            return _got(offer, scope, goods)
        case FreeDelivery():
            return (0,) * len(goods)


def off_order(offer: Offer, left: Sequence[int]) -> Taken:
    """What an offer about the order as a whole takes off each line, given what is left to pay of each."""
    whole = sum(left)
    match offer:
        case PercentOff(percent):
            return split(whole - lower_price(whole, percent), left)
        case AmountOff(minor):
            return split(min(minor, whole), left)
        case _:
            return (0,) * len(left)


def _scoped(scope: Scope, goods: Sequence[Goods], amounts: Sequence[int]) -> Taken:
    return tuple(amount if scope.holds(line) else 0 for line, amount in zip(goods, amounts, strict=True))


def _got(offer: BuyGet, scope: Scope, goods: Sequence[Goods]) -> Taken:
    """The discount on what is got, piece by piece from the cheapest."""
    bought = [line.quantity if scope.holds(line) else 0 for line in goods]
    if offer.of is None:
        pool, free = bought, _free_of_one_pool(offer, sum(bought))
    else:
        pool = [
            line.quantity if offer.of.holds(line) and not mine else 0
            for line, mine in zip(goods, bought, strict=True)
        ]
        free = min(sum(bought) // offer.buy * offer.get, sum(pool))
    free = free if offer.most is None else min(free, offer.most)
    taken = [0] * len(goods)
    for at in sorted(range(len(goods)), key=lambda at: goods[at].unit_minor):
        pieces = min(free, pool[at])
        price = goods[at].unit_minor
        taken[at] = pieces * (price - lower_price(price, offer.percent))
        free -= pieces
    return tuple(taken)


def _free_of_one_pool(offer: BuyGet, pieces: int) -> int:
    """How many of so many pieces are got; a group that is begun counts as far as it goes."""
    groups, rest = divmod(pieces, offer.buy + offer.get)
    return groups * offer.get + max(0, rest - offer.buy)
