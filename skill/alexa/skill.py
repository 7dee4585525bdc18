"""The skill: an Alexa request as JSON in, Alexa's response as JSON out.

ask-sdk routes the request, models it and builds the response; the conversation says what is answered.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ask_sdk_core.skill_builder import SkillBuilder

from skill.alexa import responses
from skill.alexa.envelope import fingerprint, reduced, request_type
from skill.alexa.limits import fit
from skill.alexa.models import modelled
from skill.alexa.reading import member, plain
from skill.alexa.turns import KINDS, turn_of
from skill.conversation.turn import Reply, Turn

log = logging.getLogger(__name__)

Skill = Callable[[dict[str, Any]], dict[str, Any]]
CAN_FULFILL = "CanFulfillIntentRequest"


def build_skill(
    converse: Callable[[Turn], Reply],
    *,
    apology: Reply,
    clock: Callable[[], datetime],
    locale: str = "en-US",
) -> Skill:
    """The callable behind every door; it never raises.

    `apology` is said when `converse` raises, `clock` gives aware times, `locale` stands in for a missing one.
    """
    alexa = _routes(converse, clock, locale).create()
    sorry = alexa.serializer.serialize(responses.spoken(apology).response)

    def skill(envelope: dict[str, Any]) -> dict[str, Any]:
        try:
            return fit(_handle(alexa, envelope))
        except Exception as failure:
            _report(failure)
            return _apologise(envelope, sorry)

    return skill


def _routes(converse: Callable[[Turn], Reply], clock: Callable[[], datetime], locale: str) -> SkillBuilder:
    """What answers which request; ask-sdk hands each handler its input, whose context is the fingerprint."""

    def take_turn(given: Any) -> Any:
        turn = turn_of(given.request_envelope, now=clock(), fingerprint=given.context, locale=locale)
        reply = converse(turn)
        if given.request_envelope.session is not None:
            given.attributes_manager.session_attributes = dict(reply.attributes)
        return responses.answer(reply, turn)

    def decline(given: Any) -> Any:
        intent = given.request_envelope.request.intent
        return responses.cannot_fulfill(list(intent.slots) if intent else [])

    builder = SkillBuilder()
    builder.request_handler(lambda given: _type_of(given) in KINDS)(take_turn)
    builder.request_handler(lambda given: _type_of(given) == CAN_FULFILL)(decline)
    return builder


def _type_of(given: Any) -> str:
    return str(given.request_envelope.request.object_type)


def _handle(alexa: Any, envelope: Any) -> dict[str, Any]:
    kind = request_type(envelope)
    short = reduced(envelope)
    if not _is_ours(kind, short):
        return responses.empty(kind)
    answer = alexa.invoke(modelled(short), context=fingerprint(envelope, short))
    return dict(alexa.serializer.serialize(answer))


def _is_ours(kind: str, short: dict[str, Any]) -> bool:
    """Whether there is an answer; an intent without a name has none."""
    if kind == "IntentRequest":
        return "intent" in short["request"]
    return kind in KINDS or kind == CAN_FULFILL


def _apologise(envelope: Any, sorry: dict[str, Any]) -> dict[str, Any]:
    """The apology to somebody who waits for an answer; the session keeps its memory for the next try."""
    kind = request_type(envelope)
    if kind not in ("LaunchRequest", "IntentRequest"):
        return responses.empty(kind)
    remembered = plain(member(envelope, "session", "attributes"))
    return fit({"version": "1.0", "sessionAttributes": remembered, "response": sorry})


def _report(failure: Exception) -> None:
    """Log what failed and where, without the failure's own words: they may hold a name or an address."""
    frames = traceback.extract_tb(failure.__traceback__)[-4:]
    places = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in reversed(frames))
    log.error("turn failed: %s in %s", type(failure).__name__, places)
