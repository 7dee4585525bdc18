"""What the last search was limited to: kept until another limit is named or a new search begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.search import OutsideLimits
from skill.commerce.wish import Wish, read_wish
from skill.conversation.state import Within
from skill.conversation.talk import Talk


def limits_of(wish: Wish) -> Within:
    """The limits that a wish names."""
    return Within(
        least=wish.least.minor if wish.least else 0,
        most=wish.most.minor if wish.most else 0,
        on_sale=wish.on_sale,
    )


def said_limits(talk: Talk) -> str:
    """The limits that came in slots of their own, in words: "under 10"."""
    lexicon = talk.lexicon
    limits = ((lexicon.above[0], talk.slot("least").value), (lexicon.below[0], talk.slot("most").value))
    return " ".join(f"{marker} {amount}" for marker, amount in limits if amount)


def is_as_before(talk: Talk, limits: str) -> bool:
    """Whether limits in words are those of the last search."""
    return limits_of(read_wish(limits, talk.lexicon, talk.shop.terms.currency)) == talk.state.within


def kept(talk: Talk, wish: Wish) -> Wish:
    """A wish within the limits of before too; a new one takes the place of an old one that it contradicts."""
    before, currency = talk.state.within, talk.shop.terms.currency
    least = wish.least or (Money(before.least, currency) if before.least else None)
    most = wish.most or (Money(before.most, currency) if before.most else None)
    if least and most and least > most:
        least, most = wish.least, wish.most
    return replace(wish, least=least, most=most, on_sale=wish.on_sale or before.on_sale)


def is_within(variant: Variant, wish: Wish) -> bool:
    """Whether a thing keeps to a wish's limits."""
    fits = not (wish.most and variant.price > wish.most) and not (wish.least and variant.price < wish.least)
    return fits and (variant.regular_price is not None or not wish.on_sale)


def nearest_outside(variants: Sequence[Variant], wish: Wish) -> OutsideLimits:
    """Of things that are all outside the limits, the one that comes nearest."""
    nearest = min if wish.most or not wish.least else max
    return OutsideLimits(wish, nearest(variants, key=lambda one: one.price))
