"""The place of a thing in what was read out: "the second one", "the cheapest", "the other one"."""

from __future__ import annotations

from skill.commerce.rules.catalog import Variant
from skill.conversation.state import shown
from skill.conversation.talk import Talk

BY_PRICE = ("cheapest", "dearest")
"""Whoever chooses so has not heard the price: it is told before anything is added."""


def said_position(talk: Talk) -> str:
    """The place that was named, as an id of the slot type POSITION; empty where none was."""
    slot = talk.slot("position")
    return slot.ids[0] if slot.ids else talk.lexicon.positions.get((slot.value or "").lower(), "")


def position_in(talk: Talk, position: str) -> Variant | None:
    """The product at a place in what was read out: 1, 2, 3, last, cheapest, dearest, other."""
    page = talk.variants(shown(talk.state))
    if not page:
        return None
    if position.isdecimal():
        index = int(position) - 1
        # "The fifth one" counts from the start of the list; "the second" too where one was read out last.
        counted = page if index < len(page) else talk.variants(talk.state.offer)
        return counted[index] if 0 <= index < len(counted) else None
    if position == "last":
        return page[-1]
    if position == "other":
        return next((variant for variant in page if variant.key != talk.state.about), None)
    if position in BY_PRICE:
        pick = min if position == "cheapest" else max
        return pick(page, key=lambda variant: variant.price)
    return None
