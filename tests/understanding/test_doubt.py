"""A doubtful reading of anything that costs money carries a question."""

from typing import Any

import pytest

from local_voice.understanding import Context, Understanding, compile_model
from local_voice.understanding.values import FALLBACK
from skill.model_files import own_weights

COSTLY = ("CheckoutIntent", "CancelOrderIntent")
UNCLEAR = ["cancel cancel cancel ordered", "cancel order blue", "cancel that order thing there"]
UNCLEAR_YES = "yes that dog"
TO_BUY = Context(
    expects=frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"}), costly=frozenset({"AMAZON.YesIntent"})
)


def test_clear_words_are_not_asked_about(model: dict[str, Any]) -> None:
    careful = compile_model(model, costly=COSTLY, trained=own_weights("en-US"))

    for said in ("check out", "place my order", "cancel my order", "add two bananas"):
        assert careful.understand(said).question is None


def test_what_costs_money_is_done_only_when_it_is_clear_or_asked(model: dict[str, Any]) -> None:
    careful = compile_model(model, costly=COSTLY, trained=own_weights("en-US"))

    for said in UNCLEAR:
        understood = careful.understand(said)
        if understood.intent in COSTLY:
            assert understood.question is not None
            assert understood.question.startswith("Did you mean: ")
    assert any(careful.understand(said).question for said in UNCLEAR)


def test_without_costly_intents_nothing_is_asked(model: dict[str, Any]) -> None:
    careless = compile_model(model)

    assert all(careless.understand(said).question is None for said in UNCLEAR)


def test_a_yes_that_buys_is_asked_about_when_it_is_unclear(shop: Understanding) -> None:
    clear, unclear = shop.understand("yes please", TO_BUY), shop.understand(UNCLEAR_YES, TO_BUY)

    assert (clear.intent, clear.question) == ("AMAZON.YesIntent", None)
    assert unclear.intent == "AMAZON.YesIntent"
    assert unclear.question == "Did you mean: yes?"


@pytest.mark.parametrize("said", ["goat", "find", "tree", "beets", "curse", "pool", "mayhem", "goon", "lace"])
def test_a_word_that_sounds_like_a_yes_buys_nothing_unasked(shop: Understanding, said: str) -> None:
    understood = shop.understand(said, TO_BUY)

    assert understood.intent != "AMAZON.YesIntent" or understood.question == "Did you mean: yes?"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("thank you", "ThanksIntent"),
        ("thanks", "ThanksIntent"),
        ("lovely", "ThanksIntent"),
        ("hello", "HelloIntent"),
        ("you", FALLBACK),
        ("can you", FALLBACK),
        ("see ya", "AMAZON.StopIntent"),
        ("maybe", FALLBACK),
        ("please", "AMAZON.YesIntent"),
        ("oh please", "AMAZON.YesIntent"),
    ],
)
def test_politeness_is_no_yes(shop: Understanding, said: str, intent: str) -> None:
    assert shop.understand(said, TO_BUY).intent == intent
