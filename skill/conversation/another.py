"""One more of what was just asked for: "another one", "same again", "two more"."""

from __future__ import annotations

from skill.commerce.rules.catalog import Variant
from skill.conversation.adding import ask_what_to_add, order, take
from skill.conversation.changing import said_number
from skill.conversation.finding import next_page
from skill.conversation.reordering import reorder
from skill.conversation.several import of_each, round_again, said_every
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def another_one(talk: Talk) -> Reply:
    """AnotherOneIntent: more of what was talked about last; while a list is read out, the rest of it."""
    question = talk.state.question
    if question and question.kind == "offer":
        return next_page(talk)
    if said_every(talk) and (each := of_each(talk, said_number(talk, "quantity"), more=True)):
        return each
    variant = _just_named(talk)
    return take(talk, variant, said_number(talk, "quantity")) if variant else ask_what_to_add(talk)


def same_again(talk: Talk) -> Reply:
    """SameAgainIntent: what was put into the cart just now once more; else the last order."""
    variant = _just_named(talk) if talk.state.undo else None
    if not (talk.slot("trait").value or talk.slot("choice").value) and (all_of_it := round_again(talk)):
        return all_of_it
    same, trait, choice = talk.lexicon.same[-1], talk.slot("trait").value, talk.slot("choice").value
    if variant and trait:
        return order(talk, f"{same} {trait}", None)
    if variant and choice:
        return order(talk, f"{same} {talk.lexicon.with_[0]} {choice}", None)
    return take(talk, variant, None) if variant else reorder(talk)


def _just_named(talk: Talk) -> Variant | None:
    """What was talked about last, else the only thing in the cart."""
    keys = talk.uow.carts.get(talk.customer.id).keys
    about = talk.state.about or (keys[0] if len(keys) == 1 else None)
    return next(iter(talk.variants((about,))), None) if about else None
