"""Sentences that no sample resembles: the trained second opinion knows the intent, the words say of what."""

from typing import Any

import pytest

from local_voice.understanding import Understanding, compile_model
from local_voice.understanding.trained import likelihood, unpack
from skill.model_files import own_weights


def test_the_weights_know_every_intent_of_the_model(model: dict[str, Any]) -> None:
    intents = {one["name"] for one in model["interactionModel"]["languageModel"]["intents"]}

    assert intents - set(unpack(own_weights("en-US")).intents) <= {"AMAZON.FallbackIntent"}, (
        "run scripts/train_understanding, then scripts/fit_confidence"
    )


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("when am i getting reimbursed", "RefundStatusIntent"),
        ("any news on the order i placed an hour ago", "OrderStatusIntent"),
    ],
)
def test_what_no_sample_resembles_is_understood(shop: Understanding, said: str, intent: str) -> None:
    assert shop.understand(said).intent == intent


def test_the_values_are_found_without_a_frame(shop: Understanding) -> None:
    understood = shop.understand("can i hand back two of the yogurts")

    assert understood.intent == "ReturnOrderIntent"
    assert understood.slots["product"].value == "yogurts"


def test_a_thing_that_finds_no_slot_is_never_dropped(shop: Understanding) -> None:
    understood = shop.understand("the milk and the yogurts you sent were sour")

    assert understood.intent == "AMAZON.FallbackIntent" or understood.question is not None


@pytest.mark.parametrize(
    "said", ["i never said check out", "don't cancel my order", "the washing machine is broken"]
)
def test_no_opinion_overrules_a_no(shop: Understanding, said: str) -> None:
    assert shop.understand(said).intent == "AMAZON.FallbackIntent"


def test_a_model_without_weights_has_an_opinion_of_its_own(model: dict[str, Any]) -> None:
    assert compile_model(model).understand("add two bananas").intent == "AddToCartIntent"


def test_likelihoods_of_all_intents_are_one_in_all(shop: Understanding) -> None:
    behind = unpack(own_weights("en-US")).behind(shop.heard("where is my order"))

    assert next(iter(behind)) == "OrderStatusIntent"
    assert sum(likelihood(behind, intent) for intent in behind) == pytest.approx(1.0)
