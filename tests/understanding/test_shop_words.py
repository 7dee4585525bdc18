"""What the shop's customers say, by the rules that matter to them."""

import pytest

from local_voice.understanding import Understanding
from local_voice.understanding.values import FALLBACK, Context


@pytest.mark.parametrize(
    "said",
    ["half and half", "salt and vinegar chips", "mac and cheese", "fish and chips", "nuts and raisins"],
)
def test_and_in_a_name_joins_nothing(shop: Understanding, said: str) -> None:
    understood = shop.understand(f"add two {said}")

    assert understood.intent == "AddToCartIntent"
    assert understood.slots["product"].value == said
    assert len(understood.slots["product"].resolved) == 1


@pytest.mark.parametrize(
    "said",
    [
        "two bananas and oat milk",
        "a large latte with oat milk",
        "bananas, bread and eggs",
        "half and half and mac and cheese",
        "two large lattes with oat milk and a blueberry muffin",
        "three lemons plus two limes",
    ],
)
def test_several_things_in_one_breath_are_free_speech(shop: Understanding, said: str) -> None:
    understood = shop.understand(f"add {said}")

    assert understood.intent == "OrderItemsIntent"
    assert understood.slots["order"].value == said


@pytest.mark.parametrize("said", ["dragonfruit", "a dragonfruit", "two dragonfruits", "kombucha to my cart"])
def test_an_unknown_product_still_is_to_be_added(shop: Understanding, said: str) -> None:
    understood = shop.understand(f"add {said}")

    assert understood.intent == "AddToCartIntent"
    assert understood.slots["product"].status == "ER_SUCCESS_NO_MATCH"
    assert understood.slots["product"].resolved == ()


def test_the_value_is_what_was_said_and_the_name_what_is_meant(shop: Understanding) -> None:
    product = shop.understand("Add two BANANAS, please!").slots["product"]

    assert product.value == "bananas"
    assert [(one.id, one.name) for one in product.resolved] == [("bananas", "banana")]
    assert product.status == "ER_SUCCESS_MATCH"


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("add half a dozen lemons", "6"),
        ("add a dozen lemons", "12"),
        ("add a couple of lemons", "2"),
        ("add a lemon", "1"),
        ("add 3 lemons", "3"),
        ("add to lemons", "2"),
        ("add for lemons", "4"),
    ],
)
def test_quantities_come_in_figures(shop: Understanding, said: str, figures: str) -> None:
    assert shop.understand(said).slots["quantity"].value == figures


def test_slots_that_were_not_said_are_there_without_a_value(shop: Understanding) -> None:
    slots = shop.understand("add oat milk").slots

    assert slots["quantity"].value is None
    assert set(slots) == {"quantity", "product", "unit", "every"}


def test_free_text_is_taken_without_good_manners(shop: Understanding) -> None:
    assert shop.understand("do you have oat milk please").slots["query"].value == "oat milk"


@pytest.mark.parametrize(
    "wrapping", ["{}", "please {}", "um {}", "hey could you {} for me", "{} thank you", "i want to {}"]
)
def test_wrapping_does_not_change_what_is_meant(shop: Understanding, wrapping: str) -> None:
    understood = shop.understand(wrapping.format("remove the oat milk"))

    assert understood.intent == "RemoveFromCartIntent"
    assert understood.slots["product"].resolved[0].id == "milk-oat-1l"


@pytest.mark.parametrize(
    "said",
    [
        "don't check out",
        "do not place my order",
        "check the weather",
        "i never said check out",
        "don't cancel my order",
        "my sister works at the checkout",
    ],
)
def test_money_moves_only_on_clear_words(shop: Understanding, said: str) -> None:
    assert shop.understand(said).intent not in {"CheckoutIntent"}


def test_a_denied_cancellation_cancels_nothing(shop: Understanding) -> None:
    assert shop.understand("don't cancel my order").intent != "CancelOrderIntent"


@pytest.mark.parametrize("said", ["open corner shop", "Alexa, open Corner Shop", "start corner shop please"])
def test_the_name_of_the_shop_opens_it(shop: Understanding, said: str) -> None:
    assert shop.understand(said).intent == "LaunchRequest"


def test_a_wish_may_come_with_the_name_of_the_shop(shop: Understanding) -> None:
    understood = shop.understand("alexa ask corner shop to add two bananas")

    assert (understood.intent, understood.slots["quantity"].value) == ("AddToCartIntent", "2")


@pytest.mark.parametrize("cough", ["the", "a", "and", "uh", "to", "of", "in", "is", "oh"])
def test_a_small_word_alone_is_never_a_yes(shop: Understanding, cough: str) -> None:
    asked = Context(expects=frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"}))
    assert shop.understand(cough).intent == FALLBACK
    assert shop.understand(cough, asked).intent != "AMAZON.YesIntent"
