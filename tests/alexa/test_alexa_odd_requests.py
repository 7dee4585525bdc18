"""Requests as nobody should send them do no harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from alexa_requests import NOW, envelope, intent, launch, matched
from hypothesis import given
from hypothesis import strategies as st
from talking import Conversation, skill_with, turn

from skill.conversation.turn import Slot


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
