"""What was just asked changes what is understood."""

import pytest

from local_voice.understanding import Context, Understanding

ASKED_FOR_A_PRODUCT = Context(elicit=("AddToCartIntent", "product"))
ASKED_YES_OR_NO = Context(expects=frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"}))


@pytest.mark.parametrize(
    "said", ["oat milk", "the oat milk", "oat milk please", "i think oat milk", "um oat milk"]
)
def test_a_bare_answer_fills_the_slot_that_was_asked_for(shop: Understanding, said: str) -> None:
    understood = shop.understand(said, ASKED_FOR_A_PRODUCT)

    assert understood.intent == "AddToCartIntent"
    assert [one.id for one in understood.slots["product"].resolved] == ["milk-oat-1l"]


def test_an_unknown_answer_fills_the_slot_too(shop: Understanding) -> None:
    understood = shop.understand("dragonfruit", ASKED_FOR_A_PRODUCT)

    assert understood.intent == "AddToCartIntent"
    assert understood.slots["product"].value == "dragonfruit"
    assert understood.slots["product"].status == "ER_SUCCESS_NO_MATCH"


def test_an_answer_may_say_how_many(shop: Understanding) -> None:
    understood = shop.understand("two bananas", Context(elicit=("RemoveFromCartIntent", "product")))

    assert understood.intent == "RemoveFromCartIntent"
    assert understood.slots["quantity"].value == "2"


@pytest.mark.parametrize("said", ["three", "three please", "make it three", "just three", "tree"])
def test_a_number_answers_how_many(shop: Understanding, said: str) -> None:
    understood = shop.understand(said, Context(elicit=("ChangeQuantityIntent", "quantity")))

    assert (understood.intent, understood.slots["quantity"].value) == ("ChangeQuantityIntent", "3")


@pytest.mark.parametrize(
    ("said", "number"), [("ten forty two", "1042"), ("number 1042", "1042"), ("it's seven", "7")]
)
def test_an_order_number_answers_which_order(shop: Understanding, said: str, number: str) -> None:
    understood = shop.understand(said, Context(elicit=("CancelOrderIntent", "orderNumber")))

    assert (understood.intent, understood.slots["orderNumber"].value) == ("CancelOrderIntent", number)


def test_free_text_answers_a_question_for_free_text(shop: Understanding) -> None:
    understood = shop.understand("two lattes and a scone", Context(elicit=("OrderItemsIntent", "order")))

    assert understood.intent == "OrderItemsIntent"
    assert understood.slots["order"].value == "two lattes and a scone"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("never mind", "AMAZON.CancelIntent"),
        ("stop", "AMAZON.StopIntent"),
        ("what's in my cart", "ViewCartIntent"),
        ("check out", "CheckoutIntent"),
        ("help", "AMAZON.HelpIntent"),
        ("what did you say", "AMAZON.RepeatIntent"),
        ("no thanks", "AMAZON.NoIntent"),
    ],
)
def test_a_question_may_be_left_for_something_else(shop: Understanding, said: str, intent: str) -> None:
    assert shop.understand(said, ASKED_FOR_A_PRODUCT).intent == intent


@pytest.mark.parametrize(
    "said", ["yes", "yeah sure", "ok", "do it", "yes that would be great", "go ahead please"]
)
def test_a_yes_is_heard_when_it_was_asked_for(shop: Understanding, said: str) -> None:
    assert shop.understand(said, ASKED_YES_OR_NO).intent == "AMAZON.YesIntent"


@pytest.mark.parametrize("said", ["yes10", "sure10", "yes1", "fall20", "fall20 please", "zibble please"])
def test_a_code_or_a_strange_word_is_no_yes(shop: Understanding, said: str) -> None:
    assert shop.understand(said, ASKED_YES_OR_NO).intent == "AMAZON.FallbackIntent"


@pytest.mark.parametrize("said", ["save ten", "save10", "welcome10", "the welcome ten code"])
def test_a_code_alone_is_a_coupon(shop: Understanding, said: str) -> None:
    assert shop.understand(said, ASKED_YES_OR_NO).intent == "ApplyCouponIntent"


@pytest.mark.parametrize("said", ["please", "yesss", "okey", "yes fabulous", "please ma'am"])
def test_an_odd_yes_is_still_one(shop: Understanding, said: str) -> None:
    assert shop.understand(said, ASKED_YES_OR_NO).intent == "AMAZON.YesIntent"


@pytest.mark.parametrize("said", ["no", "nope", "not now", "no that's all thanks", "i don't think so"])
def test_a_no_is_heard_when_it_was_asked_for(shop: Understanding, said: str) -> None:
    assert shop.understand(said, ASKED_YES_OR_NO).intent == "AMAZON.NoIntent"


def test_what_is_on_offer_comes_first_among_the_values(shop: Understanding) -> None:
    offered = Context(likely=frozenset({"milk-almond-1l"}))

    understood = shop.understand("add milk", offered)

    assert understood.slots["product"].resolved[0].id == "milk-almond-1l"


def test_a_question_for_an_unknown_slot_changes_nothing(shop: Understanding) -> None:
    assert shop.understand("yes", Context(elicit=("NoSuchIntent", "slot"))).intent == "AMAZON.YesIntent"


def test_the_second_guess_of_a_recogniser_is_taken_when_it_makes_sense(shop: Understanding) -> None:
    understood = shop.understand(["ad do bandannas", "add two bananas", "and to bananas"])

    assert (understood.text, understood.intent) == ("add two bananas", "AddToCartIntent")


def test_the_first_guess_is_taken_when_both_make_sense(shop: Understanding) -> None:
    assert shop.understand(["add two lemons", "add two limes"]).text == "add two lemons"


def test_silence_is_nobodys_intent(shop: Understanding) -> None:
    assert shop.understand("").intent == "AMAZON.FallbackIntent"
    assert shop.understand([]).intent == "AMAZON.FallbackIntent"
    assert shop.understand(["", "yes"]).intent == "AMAZON.YesIntent"
