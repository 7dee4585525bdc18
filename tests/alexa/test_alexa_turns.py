"""What the conversation is told of a request."""

from __future__ import annotations

from typing import Any

import pytest
from alexa_requests import NOW, USER_ID, envelope, intent, launch, matched
from talking import turn

from skill.conversation.turn import Slot, Turn


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
