"""One product described: its name, its price, what it is, whether there is any, and shall I add it."""

from __future__ import annotations

from skill.commerce.rules.catalog import Variant
from skill.conversation.outcomes import offer_one
from skill.conversation.promises import when_it_comes
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

FEW = 5


def describe(talk: Talk, variant: Variant, quantity: int = 1, *, list_stays: bool = False) -> Reply:
    """All that a customer wants to know of one product; it is offered unless it is in the cart already."""
    say, told = talk.say, what_it_is(talk, variant)
    if count := talk.uow.carts.get(talk.customer.id).quantity(variant.key):
        talk = talk.remember(about=variant.key)
        return talk.anything_else(told, say("have-it", count=say.count(count)))
    if variant.sellable == 0:
        talk = talk.remember(about=variant.sku)
        return talk.anything_else(told, say("sold-out-now"))
    there = when_it_comes(talk, variant) or _how_many_there_are(talk, variant)
    return offer_one(talk, variant, quantity, [told, there], list_stays=list_stays)


def what_it_is(talk: Talk, variant: Variant) -> str:
    """Its name, its price and what the shop writes about it."""
    say = talk.say
    return say(
        "details",
        name=say.title(variant.spoken),
        price=say.money(variant.price),
        n=say.number_of(variant.spoken),
        description=escape(variant.description),
    )


def _how_many_there_are(talk: Talk, variant: Variant) -> str:
    say, left = talk.say, variant.sellable
    if left is None or left > FEW:
        return say("in-stock", n=say.number_of(variant.spoken))
    return say("few-left", count=say.count(left))
