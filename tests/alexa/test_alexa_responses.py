"""What a reply of the conversation becomes."""

from __future__ import annotations

from typing import Any

import pytest
from alexa_requests import envelope, intent, launch
from talking import Conversation, answered, skill_with

from skill.conversation.turn import Card, Reply


def test_v10_speech_is_framed_and_the_session_closed_explicitly() -> None:
    assert answered(Reply("Milk &amp; honey.", ends=True)) == {
        "outputSpeech": {"type": "SSML", "ssml": "<speak>Milk &amp; honey.</speak>"},
        "shouldEndSession": True,
    }


def test_a_question_leaves_the_session_open_with_its_reprompt() -> None:
    response = answered(Reply("How many?", reprompt="How many do you want?", ends=False))

    assert response["shouldEndSession"] is False
    assert response["reprompt"]["outputSpeech"]["ssml"] == "<speak>How many do you want?</speak>"


def test_a_closing_answer_has_no_reprompt() -> None:
    assert "reprompt" not in answered(Reply("Goodbye.", reprompt="Still there?", ends=True))


def test_a_card_is_shown() -> None:
    card = answered(Reply("Done.", card=Card("Order 7", "2 bananas")))["card"]

    assert card == {"type": "Simple", "title": "Order 7", "content": "2 bananas"}


def test_what_the_conversation_remembers_goes_into_the_session() -> None:
    reply = Reply("Which one?", ends=False, attributes={"offered": ["a", "b"], "page": 2})

    assert skill_with(Conversation(reply))(envelope({"type": "LaunchRequest"}, old=1))[
        "sessionAttributes"
    ] == {
        "offered": ["a", "b"],
        "page": 2,
    }


def test_a_slot_is_elicited_within_its_dialog() -> None:
    said = intent("AddToCartIntent", {"product": {"name": "product"}}, dialogState="STARTED")

    assert answered(Reply("What?", ends=False, elicit="product"), said)["directives"] == [
        {"type": "Dialog.ElicitSlot", "slotToElicit": "product"}
    ]


@pytest.mark.parametrize(
    "said",
    [
        launch(),
        intent("AddToCartIntent", {"product": {"name": "product"}}),
        intent("AddToCartIntent", {}, dialogState="STARTED"),
        intent("AddToCartIntent", {"product": {"name": "product"}}, dialogState="INVENTED"),
    ],
    ids=["launch", "no-dialog", "no-such-slot", "unknown-state"],
)
def test_outside_a_dialog_nothing_is_elicited(said: dict[str, Any]) -> None:
    assert "directives" not in answered(Reply("What?", ends=False, elicit="product"), said)


def test_a_closing_answer_elicits_nothing() -> None:
    said = intent("AddToCartIntent", {"product": {"name": "product"}}, dialogState="STARTED")

    assert "directives" not in answered(Reply("Bye.", ends=True, elicit="product"), said)
