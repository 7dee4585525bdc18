"""A conversation that fails is answered with the apology."""

from __future__ import annotations

import logging

import pytest
from alexa_requests import envelope, launch
from talking import SORRY, Conversation, skill_with

from skill.conversation.turn import Reply


def test_a_failure_is_answered_with_the_apology_and_the_session_is_kept() -> None:
    said = envelope({"type": "LaunchRequest"}, offered=["a"])
    answer = skill_with(Conversation(RuntimeError("broken")))(said)

    assert answer["response"]["outputSpeech"]["ssml"] == f"<speak>{SORRY.ssml}</speak>"
    assert answer["response"]["reprompt"]["outputSpeech"]["ssml"] == f"<speak>{SORRY.reprompt}</speak>"
    assert answer["response"]["shouldEndSession"] is False
    assert answer["sessionAttributes"] == {"offered": ["a"]}


def test_a_failure_at_the_end_of_a_session_is_not_spoken_of() -> None:
    answer = skill_with(Conversation(RuntimeError("broken")))(envelope({"type": "SessionEndedRequest"}))

    assert answer == {"version": "1.0", "response": {"shouldEndSession": True}}


def test_attributes_that_are_not_json_are_a_failure_like_any_other() -> None:
    answer = skill_with(Conversation(Reply("Which?", ends=False, attributes={"offered": {1, 2}})))(launch())

    assert answer["response"]["outputSpeech"]["ssml"] == f"<speak>{SORRY.ssml}</speak>"


def test_a_failure_is_logged_by_type_and_place_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        skill_with(Conversation(ValueError("Ada Lovelace, 12 Byron Street")))(launch())

    assert "ValueError in __call__ (" in caplog.text
    assert "Ada" not in caplog.text
    assert "Byron" not in caplog.text
