"""Promotions: who gets what off, when, how often, and what several of them come to together.

Offers about some goods are all reckoned on shop prices and added up, never below zero. Offers about the
order as a whole come after, each on what is left. So another promotion never makes an order dearer, in
whatever order they stand. An exclusive promotion is alone; the set that is cheapest for the customer counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from skill.commerce.rules.goods import Goods, Scope, worth
from skill.commerce.rules.offers import AmountOff, BuyGet, FreeDelivery, Offer, off_lines, off_order


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when something holds; None is open."""

    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something may be used, in all and by one customer; None is as often as anybody likes."""

    total: int | None = None
    per_customer: int | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """One offer of the merchant. `name` is how it is said: "three for two on bagels".

    `customers` are ids of customers and names of groups; empty is everybody. `minimum_minor` is what the
    goods in scope must come to before discounts. A higher `priority` is told and counted first.
    `by_coupon` ones hold only for who has said a code.
    """

    id: str
    name: str
    offer: Offer
    scope: Scope = field(default_factory=Scope)
    customers: frozenset[str] = frozenset()
    window: Window = field(default_factory=Window)
    minimum_minor: int = 0
    limits: Limits = field(default_factory=Limits)
    priority: int = 0
    exclusive: bool = False
    by_coupon: bool = False


@dataclass(frozen=True, slots=True)
class NotYet:
    """It begins later."""

    starts: datetime


@dataclass(frozen=True, slots=True)
class Expired:
    """It is over."""

    ended: datetime


@dataclass(frozen=True, slots=True)
class LimitReached:
    """It has been used as often as the shop allows."""

    limit: int


@dataclass(frozen=True, slots=True)
class AlreadyUsed:
    """This customer has used it as often as one may."""

    times: int


@dataclass(frozen=True, slots=True)
class NotForYou:
    """It is for other customers."""


@dataclass(frozen=True, slots=True)
class MinimumSpend:
    """So many minor units more of the goods it is about are needed."""

    missing_minor: int


@dataclass(frozen=True, slots=True)
class NothingItAppliesTo:
    """It takes nothing off what is in the cart."""


Reason = NotYet | Expired | LimitReached | AlreadyUsed | NotForYou | MinimumSpend | NothingItAppliesTo


@dataclass(frozen=True, slots=True)
class Used:
    """How often something has been used: by all, and by this customer."""

    total: int = 0
    own: int = 0


@dataclass(frozen=True, slots=True)
class Saving:
    """What one promotion took off the goods; free delivery takes its part off the delivery."""

    promotion: str
    name: str
    minor: int


@dataclass(frozen=True, slots=True)
class Discounts:
    """What a set of promotions takes off: one amount a line, and which methods of delivery become free."""

    lines: tuple[int, ...]
    savings: tuple[Saving, ...] = ()
    free: tuple[tuple[Promotion, frozenset[str]], ...] = ()

    def frees(self, method: str) -> Promotion | None:
        """The promotion that makes a method of delivery free."""
        return next((one for one, methods in self.free if not methods or method in methods), None)


def out_of_time(window: Window, now: datetime) -> NotYet | Expired | None:
    """Why something does not hold now; its end is the first moment that is too late."""
    if window.starts is not None and now < window.starts:
        return NotYet(window.starts)
    if window.ends is not None and now >= window.ends:
        return Expired(window.ends)
    return None


def used_up(limits: Limits, used: Used) -> LimitReached | AlreadyUsed | None:
    """Why something cannot be used once more."""
    if limits.per_customer is not None and used.own >= limits.per_customer:
        return AlreadyUsed(used.own)
    if limits.total is not None and used.total >= limits.total:
        return LimitReached(limits.total)
    return None


def refusal(
    promotion: Promotion, goods: Sequence[Goods], who: frozenset[str], now: datetime, used: Used
) -> Reason | None:
    """Why a promotion does not hold for these goods, or None; `who` is the customer's id and groups."""
    if promotion.customers and promotion.customers.isdisjoint(who):
        return NotForYou()
    if reason := out_of_time(promotion.window, now) or used_up(promotion.limits, used):
        return reason
    spent = worth(goods, promotion.scope)
    if not any(promotion.scope.holds(line) for line in goods):
        return NothingItAppliesTo()
    if spent < promotion.minimum_minor:
        return MinimumSpend(promotion.minimum_minor - spent)
    if not isinstance(promotion.offer, FreeDelivery) and not any(discounts(goods, (promotion,)).lines):
        return NothingItAppliesTo()
    return None


def holding(
    promotions: Iterable[Promotion],
    goods: Sequence[Goods],
    who: frozenset[str],
    now: datetime,
    used: Mapping[str, Used],
) -> tuple[Promotion, ...]:
    """The promotions that hold for these goods, most important first; `used` is by promotion id."""
    found = [one for one in promotions if refusal(one, goods, who, now, used.get(one.id, Used())) is None]
    return tuple(sorted(found, key=lambda one: (-one.priority, one.id)))


def sets(promotions: Sequence[Promotion]) -> tuple[tuple[Promotion, ...], ...]:
    """The sets that may be used together: all that can be combined, and each exclusive one alone."""
    together = tuple(one for one in promotions if not one.exclusive)
    return together, *((one,) for one in promotions if one.exclusive)


def discounts(goods: Sequence[Goods], promotions: Sequence[Promotion]) -> Discounts:
    """What promotions that hold together take off."""
    left = [line.gross for line in goods]
    taken = {one.id: 0 for one in promotions}
    for one in sorted(promotions, key=_is_about_the_order):
        if _is_about_the_order(one):
            off = off_order(one.offer, left)
        else:
            off = off_lines(one.offer, one.scope, goods)
        for at, amount in enumerate(off):
            amount = min(amount, left[at])
            left[at] -= amount
            taken[one.id] += amount
    return Discounts(
        tuple(line.gross - rest for line, rest in zip(goods, left, strict=True)),
        tuple(Saving(one.id, one.name, taken[one.id]) for one in promotions if taken[one.id]),
        tuple((one, one.offer.methods) for one in promotions if isinstance(one.offer, FreeDelivery)),
    )


def _is_about_the_order(promotion: Promotion) -> bool:
    offer = promotion.offer
    by_piece = isinstance(offer, BuyGet) or (isinstance(offer, AmountOff) and offer.each)
    return promotion.scope.is_everything and not by_piece
