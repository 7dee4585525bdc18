"""From the conversation's Reply to ask-sdk's response."""

from __future__ import annotations

from typing import Any

from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)
from ask_sdk_model.dialog import ElicitSlotDirective
from ask_sdk_model.ui import SimpleCard

from skill.alexa.limits import CARD, cut, speakable
from skill.alexa.reading import text
from skill.conversation.turn import Card, Reply, Turn

OUT_OF_CONVERSATION = ("AudioPlayer.", "PlaybackController.", "System.")
"""Alexa refuses a response to these that holds any of the usual properties."""


def spoken(reply: Reply) -> ResponseFactory:
    """What `reply` says and shows, and whether the session goes on: always explicitly."""
    builder = ResponseFactory()
    if reply.ssml:
        builder.speak(speakable(reply.ssml))
    if reply.reprompt and not reply.ends:
        builder.ask(speakable(reply.reprompt))
    if reply.card:
        builder.set_card(_simple_card(reply.card))
    return builder.set_should_end_session(reply.ends)


def answer(reply: Reply, turn: Turn) -> Any:
    """The whole response (ask_sdk_model.Response) to `turn`."""
    if turn.kind in ("ended", "skill_disabled"):
        return silent()
    builder = spoken(reply)
    if reply.elicit is not None and not reply.ends and _in_dialog(turn, reply.elicit):
        builder.add_directive(ElicitSlotDirective(slot_to_elicit=reply.elicit))
    return builder.response


def silent() -> Any:
    """Nothing said, and the session over."""
    return ResponseFactory().set_should_end_session(True).response


def cannot_fulfill(slots: list[str]) -> Any:
    """To Alexa asking whether a stranger's words could be served without opening the shop: no."""
    no = CanFulfillSlot(CanUnderstandSlotValues.NO, CanFulfillSlotValues.NO)
    verdict = CanFulfillIntent(CanFulfillIntentValues.NO, dict.fromkeys(slots, no) or None)
    return ResponseFactory().set_can_fulfill_intent(verdict).set_should_end_session(True).response


def empty(request_type: str) -> dict[str, Any]:
    """A valid response, as JSON, to a request that the shop has nothing to say to."""
    bare = request_type.startswith(OUT_OF_CONVERSATION)
    return {"version": "1.0", "response": {} if bare else {"shouldEndSession": True}}


def _in_dialog(turn: Turn, slot: str) -> bool:
    """Whether Alexa would take a dialog directive: only for an intent that has a dialog, and a slot of it."""
    return turn.kind == "intent" and turn.dialog_state is not None and slot in turn.slots


def _simple_card(card: Card) -> Any:
    title = cut(text(card.title) or "", CARD // 4)
    return SimpleCard(title=title, content=cut(text(card.text) or "", CARD - len(title)))
