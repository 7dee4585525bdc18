"""Another quantity of what is in the cart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skill.commerce.cart import Changed, OnlyMore, SoldOut, TooMany, set_quantity
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import number_in
from skill.conversation.outcomes import ask_about
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def said_number(talk: Talk, slot: str) -> int | None:
    """The number in a slot, in digits or words; None where none was said."""
    value = talk.slot(slot).value
    return number_in(value, talk.lexicon) if value else None


def set_to(talk: Talk, variant: Variant, quantity: int, *before: str) -> Reply:
    """Have exactly so many of it in the cart, and say so, after some other sentences."""
    say = talk.say
    outcome = set_quantity(talk.uow, talk.customer.id, variant, quantity)
    if isinstance(outcome, OnlyMore | SoldOut | TooMany):
        return ask_about(talk, outcome, before, ())
    talk = talk.remember(undo={variant.key: outcome.was}, about=variant.key, misses=0)
    if not outcome.was and not outcome.now:
        return talk.anything_else(
            *before, say("not-in-cart", words=say.name(variant.spoken), n=say.number_of(variant.spoken))
        )
    return talk.anything_else(*before, _say_changed(talk, outcome))


def _say_changed(talk: Talk, changed: Changed) -> str:
    say, name = talk.say, changed.variant.spoken
    if changed.now == changed.was:
        return say("already-so", n=changed.now, items=say.some(name, changed.now))
    if changed.now == 0:
        return say("removed", items=say.some(name, changed.was))
    if changed.now < changed.was:
        out = say.some(name, changed.was - changed.now)
        return say("removed-some", items=out, left=say.count(changed.now), n=changed.now)
    return say("changed", items=say.some(name, changed.now))


def undone_with(reply: Reply, before: Mapping[str, int]) -> Reply:
    """The same reply, whose undo also brings back what was taken out."""
    undo_all = {**reply.attributes.get("undo", {}), **before}
    return replace(reply, attributes={**reply.attributes, "undo": undo_all}) if before else reply
