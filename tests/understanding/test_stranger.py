"""A model that this project has never seen compiles and works: somebody's pizza place."""

from datetime import datetime
from typing import Any

import pytest

from local_voice.errors import VoiceError
from local_voice.understanding import Context, Understanding, compile_model


def value(name: str, *synonyms: str, id_: str | None = None) -> dict[str, Any]:
    raw: dict[str, Any] = {"name": {"value": name, "synonyms": list(synonyms)}}
    return raw | ({"id": id_} if id_ else {})


PIZZERIA: dict[str, Any] = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "paolo's kitchen",
            "intents": [
                {
                    "name": "BakeIntent",
                    "slots": [
                        {"name": "count", "type": "AMAZON.NUMBER"},
                        {"name": "size", "type": "SIZE", "samples": ["make it {size}", "a {size} one"]},
                        {"name": "topping", "type": "TOPPING"},
                    ],
                    "samples": [
                        "bake me a {size} pizza with {topping}",
                        "bake a pizza with {topping}",
                        "{count} {size} pizzas with {topping}",
                        "a {topping} pizza",
                    ],
                },
                {
                    "name": "HoldTableIntent",
                    "slots": [
                        {"name": "day", "type": "AMAZON.DATE"},
                        {"name": "guests", "type": "AMAZON.NUMBER"},
                        {"name": "pin", "type": "AMAZON.FOUR_DIGIT_NUMBER"},
                    ],
                    "samples": [
                        "hold a table for {guests} on {day}",
                        "hold a table for {guests}",
                        "my pin is {pin}",
                    ],
                },
                {
                    "name": "NoteIntent",
                    "slots": [{"name": "words", "type": "AMAZON.SearchQuery"}],
                    "samples": ["tell the cook {words}", "leave a note saying {words}"],
                },
                {"name": "CloseKitchenIntent", "slots": [], "samples": ["close the kitchen for the night"]},
                {"name": "AMAZON.HelpIntent", "samples": []},
                {"name": "AMAZON.StopIntent", "samples": []},
                {"name": "AMAZON.YesIntent", "samples": ["molto bene"]},
            ],
            "types": [
                {"name": "SIZE", "values": [value("small"), value("large", "big", "huge", id_="L")]},
                {
                    "name": "TOPPING",
                    "values": [
                        value("ham and pineapple", "hawaii", id_="HAW"),
                        value("mushrooms", "funghi", id_="FUN"),
                        value("four cheeses", id_="QUA"),
                    ],
                },
            ],
        },
        "dialog": {"intents": [{"name": "CloseKitchenIntent", "confirmationRequired": True, "slots": []}]},
    }
}


@pytest.fixture(scope="module")
def pizzeria() -> Understanding:
    return compile_model(PIZZERIA)


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("bake me a large pizza with mushrooms", "BakeIntent", {"size": "large", "topping": "mushrooms"}),
        (
            "could you please bake a huge pizza with funghi",
            "BakeIntent",
            {"size": "huge", "topping": "funghi"},
        ),
        (
            "two small pizzas with ham and pineapple",
            "BakeIntent",
            {"count": "2", "topping": "ham and pineapple"},
        ),
        ("a four cheese pizza", "BakeIntent", {"topping": "four cheese"}),
        ("bake a pizza with anchovies", "BakeIntent", {"topping": "anchovies"}),
        ("hold a table for six", "HoldTableIntent", {"guests": "6"}),
        ("hold a table for four on friday", "HoldTableIntent", {"guests": "4", "day": "2026-12-04"}),
        ("my pin is one two three four", "HoldTableIntent", {"pin": "1234"}),
        ("leave a note saying ring twice", "NoteIntent", {"words": "ring twice"}),
        ("close the kitchen for the night", "CloseKitchenIntent", {}),
        ("molto bene", "AMAZON.YesIntent", {}),
        ("yes", "AMAZON.YesIntent", {}),
        ("help me", "AMAZON.HelpIntent", {}),
        ("goodbye", "AMAZON.StopIntent", {}),
        ("open paolo's kitchen", "LaunchRequest", {}),
        ("what is the weather like", "AMAZON.FallbackIntent", {}),
        ("close the door for the night", "AMAZON.FallbackIntent", {}),
    ],
)
def test_a_pizzeria_is_understood(
    pizzeria: Understanding, said: str, intent: str, slots: dict[str, str]
) -> None:
    understood = pizzeria.understand(said, Context(now=datetime(2026, 11, 27)))

    assert understood.intent == intent
    assert {name: understood.slots[name].value for name in slots} == slots


def test_a_value_without_an_id_has_the_md5_of_its_name(pizzeria: Understanding) -> None:
    size = pizzeria.understand("two small pizzas with funghi").slots["size"]

    assert [one.id for one in size.resolved] == ["eb5c1399a871211c7e7ed732d15e3a8b"]


def test_the_samples_of_a_slot_answer_a_question_for_it(pizzeria: Understanding) -> None:
    understood = pizzeria.understand("a big one", Context(elicit=("BakeIntent", "size")))

    assert understood.intent == "BakeIntent"
    assert [one.id for one in understood.slots["size"].resolved] == ["L"]


def test_a_slot_sample_without_words_is_none() -> None:
    slot = {"name": "size", "type": "SIZE", "samples": ["", "?", "a {size} one"]}
    intent = {"name": "OrderIntent", "samples": ["order {size}"], "slots": [slot]}
    sizes = {"name": "SIZE", "values": [{"name": {"value": "large"}}]}
    understanding = compile_model({"languageModel": {"intents": [intent], "types": [sizes]}})

    understood = understanding.understand("a large one", Context(elicit=("OrderIntent", "size")))

    assert understood.slots["size"].value == "large"


def test_only_the_intents_of_the_model_come_out(pizzeria: Understanding) -> None:
    assert pizzeria.understand("repeat that").intent == "AMAZON.FallbackIntent"


def test_a_plain_number_has_no_resolution(pizzeria: Understanding) -> None:
    guests = pizzeria.understand("hold a table for six").slots["guests"]

    assert (guests.status, guests.resolved) == (None, ())


def test_a_shy_model_is_more_readily_left(pizzeria: Understanding) -> None:
    language = PIZZERIA["interactionModel"]["languageModel"]
    high = {"modelConfiguration": {"fallbackIntentSensitivity": {"level": "HIGH"}}}
    shy = compile_model({"interactionModel": {"languageModel": language | high}})
    said = "a pizza with anchovies"

    assert pizzeria.understand(said).intent == "BakeIntent"
    assert shy.understand(said).intent == "AMAZON.FallbackIntent"


def test_the_catalogue_replaces_the_values_of_a_type() -> None:
    from local_voice.understanding import Entity

    menu = compile_model(PIZZERIA, entities={"TOPPING": [Entity("sal", "salami")]})

    assert menu.understand("a salami pizza").slots["topping"].resolved[0].id == "sal"
    assert menu.understand("a funghi pizza").slots["topping"].resolved == ()


@pytest.mark.parametrize(
    ("broken", "hint"),
    [
        ({}, "languageModel should be an object"),
        ({"languageModel": {"intents": []}}, "no intents"),
        ({"languageModel": {"intents": 3}}, "intents should be a list"),
        ({"languageModel": {"intents": [{"samples": []}]}}, "name should be text"),
        ({"languageModel": {"intents": [{"name": "A", "samples": ["{b}"]}]}}, "does not have: {b}"),
        ({"languageModel": {"intents": [{"name": "A", "samples": "x"}]}}, "samples of A should be a list"),
        (
            {"languageModel": {"intents": [{"name": "A"}], "types": [{"name": "T", "values": [1]}]}},
            "values of T",
        ),
        (
            {"languageModel": {"intents": [{"name": "A"}]}, "dialog": {"intents": [None]}},
            "dialog.intents[] should be an object",
        ),
        (
            {
                "languageModel": {
                    "intents": [{"name": "A"}],
                    "modelConfiguration": {"fallbackIntentSensitivity": "HIGH"},
                }
            },
            "fallbackIntentSensitivity should be an object",
        ),
    ],
)
def test_a_broken_model_is_refused_in_one_line(broken: dict[str, Any], hint: str) -> None:
    with pytest.raises(VoiceError) as refused:
        compile_model(broken)

    assert hint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_locale_without_tables_is_refused_with_those_there_are() -> None:
    with pytest.raises(VoiceError, match="tables for en"):
        compile_model(PIZZERIA, locale="tlh-QO")
