"""From envelope to turn and from reply to response: the skill around a conversation."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from alexa_requests import NOW, USER_ID, envelope, intent, launch, matched
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.skill import build_skill
from skill.conversation.turn import Card, Reply, Slot, Turn

SORRY = Reply("Something broke. Shall we try again?", reprompt="Shall we try again?", ends=False)
HELLO = Reply("Hello.", ends=True)


class Conversation:
    """Says the same to everything, and keeps what it was told."""

    def __init__(self, reply: Reply | Exception = HELLO) -> None:
        self.reply = reply
        self.turns: list[Turn] = []

    def __call__(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def skill_with(conversation: Callable[[Turn], Reply]) -> Callable[[Any], dict[str, Any]]:
    return build_skill(conversation, apology=SORRY, clock=lambda: NOW)


def answered(reply: Reply, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The response to `said` (a launch) when the conversation says `reply`."""
    return skill_with(Conversation(reply))(said or launch())["response"]


def turn(said: dict[str, Any]) -> Turn:
    """The turn that the conversation gets for `said`."""
    conversation = Conversation()
    skill_with(conversation)(said)
    [taken] = conversation.turns
    return taken


def test_a_launch_becomes_a_turn() -> None:
    taken = turn(envelope({"type": "LaunchRequest"}, cart=["milk"]))

    assert taken == Turn(
        kind="launch",
        request_id="amzn1.echo-api.request.1",
        user_id=USER_ID,
        locale="en-US",
        now=NOW,
        session_id="amzn1.echo-api.session.1",
        attributes={"cart": ["milk"]},
        body_hash=taken.body_hash,
    )
    assert len(taken.body_hash) == 64


def test_an_intent_becomes_a_turn_with_its_slots() -> None:
    number = {"name": "quantity", "value": "2", "confirmationStatus": "CONFIRMED"}
    slots = {"product": matched("oat milk", "oat-1", "oat-2"), "quantity": number, "size": {"name": "size"}}
    taken = turn(intent("AddToCartIntent", slots, dialogState="IN_PROGRESS"))

    assert (taken.kind, taken.intent, taken.dialog_state) == ("intent", "AddToCartIntent", "IN_PROGRESS")
    assert taken.confirmation == "NONE"
    assert taken.slots == {
        "product": Slot("oat milk", ("oat-1", "oat-2"), "NONE"),
        "quantity": Slot("2", (), "CONFIRMED"),
        "size": Slot(None, (), "NONE"),
    }


def test_ids_of_static_and_dynamic_values_come_in_order_and_once() -> None:
    slot = matched("milk", "whole", "oat")
    dynamic = matched("milk", "oat", "soy")["resolutions"]["resolutionsPerAuthority"]
    slot["resolutions"]["resolutionsPerAuthority"] += dynamic

    assert turn(intent("AddToCartIntent", {"product": slot})).slots["product"].ids == ("whole", "oat", "soy")


@pytest.mark.parametrize(
    "code", ["ER_SUCCESS_NO_MATCH", "ER_ERROR_TIMEOUT", "ER_ERROR_EXCEPTION", "ER_INVENTED", None, 3]
)
def test_ids_are_taken_from_matches_only(code: Any) -> None:
    slot = matched("milk", "oat")
    slot["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"] = code

    assert turn(intent("AddToCartIntent", {"product": slot})).slots["product"] == Slot("milk", (), "NONE")


def test_a_slot_of_the_newer_kind_is_read_out_of_its_slot_value() -> None:
    inner = matched("oat milk", "oat") | {"type": "Simple"}

    assert turn(intent("AddToCartIntent", {"product": {"name": "product", "slotValue": inner}})).slots == {
        "product": Slot("oat milk", ("oat",), "NONE")
    }


@pytest.mark.parametrize("unheard", ["?", "", " ", None, [], {}, True])
def test_a_slot_that_was_not_understood_is_empty(unheard: Any) -> None:
    slots = {"quantity": {"name": "quantity", "value": unheard}}

    assert turn(intent("AddToCartIntent", slots)).slots == {"quantity": Slot(None, (), "NONE")}


def test_a_number_in_place_of_words_is_its_digits() -> None:
    slots = {"quantity": {"name": "quantity", "value": 3}}

    assert turn(intent("AddToCartIntent", slots)).slots["quantity"].value == "3"


@pytest.mark.parametrize("interface", ["Alexa.Presentation.APL", "Display"])
def test_a_device_with_a_screen_is_told_apart(interface: str) -> None:
    said = launch()
    said["context"]["System"]["device"]["supportedInterfaces"] = {
        interface: {"runtime": {"maxVersion": "9.9"}}
    }

    assert turn(said).has_screen
    assert not turn(launch()).has_screen


def test_the_same_request_has_the_same_fingerprint_and_another_has_not() -> None:
    again, other = launch(), launch(timestamp="2026-05-01T12:00:01Z")

    assert turn(launch()).body_hash == turn(again).body_hash
    assert turn(launch()).body_hash != turn(other).body_hash
    assert turn(intent("AMAZON.YesIntent")).body_hash != turn(intent("AMAZON.NoIntent")).body_hash


def test_a_request_without_ids_is_nobody_elses() -> None:
    said = launch()
    del said["request"]["requestId"], said["session"]["user"], said["context"]
    taken = turn(said)

    assert taken.user_id == "anonymous-amzn1.echo-api.session.1"
    assert taken.request_id == f"unnamed-{taken.body_hash}"


@pytest.mark.parametrize("odd", [None, "", "english", "en_US", "en-US\n", 7, ["en-US"]])
def test_an_odd_locale_falls_back_to_the_shops(odd: Any) -> None:
    assert turn(launch(locale=odd)).locale == "en-US"


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


def test_s4_unknown_properties_and_words_do_no_harm() -> None:
    said = intent("AddToCartIntent", {"product": matched("milk", "oat")}, dialogState="INVENTED", novelty=[1])
    said |= {"newPart": {"a": 1}}
    said["request"]["intent"] |= {"confirmationStatus": "MAYBE", "__class__": "x", "deserialized_types": {}}
    said["context"] |= {"AudioPlayer": {"playerActivity": "DANCING"}, "Viewport": {"shape": "TRIANGLE"}}
    said["context"]["System"] |= {"unit": 7, "deserialized_types": {}, "person": {"__class__": 1}}
    taken = turn(said)

    assert (taken.dialog_state, taken.confirmation) == (None, "NONE")
    assert taken.slots["product"].ids == ("oat",)


@pytest.mark.parametrize("odd", [None, "10", "now", 1777636800, [], "2026-05-01T12:00:00"])
def test_an_odd_timestamp_does_no_harm_behind_the_door(odd: Any) -> None:
    assert turn(launch(timestamp=odd)).now == NOW


def test_characters_that_no_database_takes_are_left_out() -> None:
    slots = {"product": {"name": "product", "value": "oat\x00 milk\ud800"}}

    assert turn(intent("AddToCartIntent", slots)).slots["product"].value == "oat milk"


def test_numbers_that_others_cannot_read_are_left_out() -> None:
    slots = {"quantity": {"name": "quantity", "value": 10**5000}}
    said = intent("AddToCartIntent", slots)
    said["session"]["attributes"] = {"page": 2, "endless": float("inf"), "huge": 10**5000, "no": float("nan")}
    taken = turn(said)

    assert taken.slots["quantity"] == Slot(None, (), "NONE")
    assert taken.attributes == {"page": 2, "endless": None, "huge": None, "no": None}


def test_a_memory_that_is_nested_too_deeply_is_cut() -> None:
    nested: Any = "bottom"
    for _ in range(5000):
        nested = [nested]

    assert json.dumps(turn(envelope({"type": "LaunchRequest"}, deep=nested)).attributes).count("[") < 50


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "type",
    "intent",
    "name",
    "slots",
    "value",
    "resolutions",
    "resolutionsPerAuthority",
    "status",
    "code",
)
KEYS += ("values", "id", "user", "userId", "attributes", "System", "device", "supportedInterfaces", "reason")
WORDS = (
    "LaunchRequest",
    "IntentRequest",
    "SessionEndedRequest",
    "CanFulfillIntentRequest",
    "ER_SUCCESS_MATCH",
)
likely_values = st.recursive(
    json_values | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)
envelopes = st.dictionaries(st.sampled_from(("request", "session", "context", "version")), likely_values)


def assert_valid(answer: dict[str, Any]) -> None:
    assert answer["version"] == "1.0"
    assert isinstance(answer["response"].get("shouldEndSession", True), bool)
    assert len(json.dumps(answer, allow_nan=False)) < 24 * 1024


SKILL = skill_with(Conversation())


@given(json_values.filter(lambda value: isinstance(value, dict)) | envelopes)
def test_any_object_gets_a_valid_answer(said: dict[str, Any]) -> None:
    assert_valid(SKILL(said))


@given(likely_values, likely_values)
def test_any_intent_with_any_slots_gets_a_valid_answer(slots: Any, session: Any) -> None:
    said = launch(type="IntentRequest", intent={"name": "AddToCartIntent", "slots": slots})

    assert_valid(SKILL(said | {"session": session}))


@pytest.mark.parametrize("odd", [None, [], "LaunchRequest", 7])
def test_even_what_is_no_object_gets_a_valid_answer(odd: Any) -> None:
    assert_valid(SKILL(odd))
