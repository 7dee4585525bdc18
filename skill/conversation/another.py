"""One more of what was just asked for: "another one", "same again", "two more"."""

from __future__ import annotations

from skill.commerce.rules.catalog import Variant
from skill.conversation.adding import ask_what_to_add, order, take
from skill.conversation.changing import said_number
from skill.conversation.finding import next_page
from skill.conversation.reordering import reorder
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def another_one(talk: Talk) -> Reply:
    """AnotherOneIntent: more of what was talked about last; while a list is read out, the rest of it."""
    question = talk.state.question
    if question and question.kind == "offer":
        return next_page(talk)
    variant = _just_named(talk)
    return take(talk, variant, said_number(talk, "quantity")) if variant else ask_what_to_add(talk)


def same_again(talk: Talk) -> Reply:
    """SameAgainIntent: what was put into the cart just now once more; else the last order."""
    variant = _just_named(talk) if talk.state.undo else None
    other = talk.slot("trait").value or talk.slot("choice").value
    if variant and other:
        return order(talk, f"{talk.lexicon.same[-1]} {talk.lexicon.with_[0]} {other}", None)
    return take(talk, variant, None) if variant else reorder(talk)


def _just_named(talk: Talk) -> Variant | None:
    """What was talked about last, else the only thing in the cart."""
    keys = talk.uow.carts.get(talk.customer.id).keys
    about = talk.state.about or (keys[0] if len(keys) == 1 else None)
    return next(iter(talk.variants((about,))), None) if about else None
