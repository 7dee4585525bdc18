"""Requests that nobody talks in: the end of a session, events, questions about the skill."""

from __future__ import annotations

from typing import Any

import pytest
from alexa_requests import USER_ID, envelope, intent, launch, matched
from talking import Conversation, skill_with, turn

from skill.conversation.turn import Card, Reply


def test_the_end_of_a_session_is_told_to_the_conversation_and_not_spoken_to() -> None:
    said = envelope({"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"})
    conversation = Conversation(Reply("Goodbye.", card=Card("Bye", "bye")))
    response = skill_with(conversation)(said)["response"]

    assert [(taken.kind, taken.reason) for taken in conversation.turns] == [
        ("ended", "EXCEEDED_MAX_REPROMPTS")
    ]
    assert response == {"shouldEndSession": True}


def test_v11_an_unknown_reason_for_the_end_is_no_error() -> None:
    taken = turn(envelope({"type": "SessionEndedRequest", "reason": "PLAYTIME_LIMIT_REACHED"}))

    assert (taken.kind, taken.reason) == ("ended", None)


def test_v11_an_error_in_the_last_session_is_no_error_here() -> None:
    error = {"type": "INVENTED_ERROR", "message": "the skill said something odd"}

    assert (
        turn(envelope({"type": "SessionEndedRequest", "reason": "ERROR", "error": error})).reason == "ERROR"
    )


def test_a_disabled_skill_is_told_to_the_conversation_without_a_session() -> None:
    said = envelope({"type": "AlexaSkillEvent.SkillDisabled", "eventCreationTime": "2026-05-01T12:00:00Z"})
    del said["session"]
    conversation = Conversation()
    answer = skill_with(conversation)(said)

    assert [(taken.kind, taken.user_id) for taken in conversation.turns] == [("skill_disabled", USER_ID)]
    assert answer["response"] == {"shouldEndSession": True}
    assert "sessionAttributes" not in answer


@pytest.mark.parametrize(
    "unknown",
    [
        "AlexaSkillEvent.SkillEnabled",
        "AlexaSkillEvent.SkillPermissionAccepted",
        "Connections.Response",
        "SessionResumedRequest",
        "Alexa.Presentation.APL.UserEvent",
        "Display.ElementSelected",
        "Invented.Request",
        "",
        None,
        7,
        ["LaunchRequest"],
    ],
)
def test_v11_other_requests_get_a_valid_answer_without_words(unknown: Any) -> None:
    conversation = Conversation()
    answer = skill_with(conversation)(launch(type=unknown, payload={"odd": [1]}))

    assert answer == {"version": "1.0", "response": {"shouldEndSession": True}}
    assert conversation.turns == []


@pytest.mark.parametrize(
    "event",
    [
        "AudioPlayer.PlaybackStarted",
        "AudioPlayer.PlaybackFailed",
        "PlaybackController.NextCommandIssued",
        "System.ExceptionEncountered",
    ],
)
def test_v11_events_outside_a_conversation_get_an_empty_response(event: str) -> None:
    assert skill_with(Conversation())(launch(type=event)) == {"version": "1.0", "response": {}}


def test_an_intent_without_a_name_gets_a_valid_answer_without_words() -> None:
    assert skill_with(Conversation())(launch(type="IntentRequest"))["response"] == {"shouldEndSession": True}


def test_whether_an_intent_could_be_served_is_answered_without_serving_it() -> None:
    conversation = Conversation()
    said = intent("AddToCartIntent", {"product": matched("milk", "oat")}, type="CanFulfillIntentRequest")
    response = skill_with(conversation)(said)["response"]

    assert response["canFulfillIntent"] == {
        "canFulfill": "NO",
        "slots": {"product": {"canUnderstand": "NO", "canFulfill": "NO"}},
    }
    assert conversation.turns == []
