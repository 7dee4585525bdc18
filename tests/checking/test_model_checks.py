"""`voicecart check` on interaction models: every kind of finding, by a model that has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from local_voice.checking import check_handlers, check_locales, check_model
from local_voice.errors import VoiceError

Json = dict[str, Any]
PIZZA: Json = json.loads(
    (Path(__file__).parents[1] / "strangers" / "pizza" / "en-US.json").read_text("utf-8")
)


def codes(model: Json, locale: str = "en-US", *, reaching: bool = False) -> list[str]:
    return [one.code for one in check_model(model, locale, reaching=reaching)]


def changed(change: Callable[[Json], object]) -> Json:
    model = deepcopy(PIZZA)
    language = model["interactionModel"]["languageModel"]
    language["intents"].append({"name": "AMAZON.NavigateHomeIntent", "samples": []})
    change(model["interactionModel"])
    return model


def intent(model: Json, name: str) -> Json:
    found: Json = next(one for one in model["languageModel"]["intents"] if one["name"] == name)
    return found


def sample(words: str, name: str = "OpeningHoursIntent") -> Callable[[Json], object]:
    return lambda model: intent(model, name)["samples"].append(words)


def invocation(name: str) -> Callable[[Json], object]:
    return lambda model: model["languageModel"].update(invocationName=name)


def dialog_slot(change: Callable[[Json], object]) -> Callable[[Json], object]:
    """A change of OrderPizzaIntent.count in the dialog, which is a number with two validations."""
    return lambda model: change(model["dialog"]["intents"][0]["slots"][2])


def rule(**fields: str) -> Callable[[Json], object]:
    return dialog_slot(lambda slot: slot["validations"][0].update(fields))


def prompt(change: Callable[[Json], object]) -> Callable[[Json], object]:
    return lambda model: change(model["prompts"][0])


def test_a_good_model_has_nothing_to_find() -> None:
    assert codes(changed(lambda model: None), reaching=True) == []


BROKEN: dict[str, Callable[[Json], object]] = {
    "invocation-missing": invocation(""),
    "invocation-length": invocation("a very long name " * 4),
    "invocation-letters": invocation("Luigi's pizza 24"),
    "invocation-wake-word": invocation("alexa pizza"),
    "invocation-launch-word": invocation("open pizza place"),
    "invocation-own-word": invocation("pizza skill"),
    "invocation-small-word": invocation("the pizza"),
    "invocation-one-word": invocation("pizza"),
    "intent-name": lambda model: intent(model, "UsualIntent").update(name="Usual2Intent"),
    "intent-twice": lambda model: intent(model, "UsualIntent").update(name="openinghoursintent"),
    "intent-missing": lambda model: model["languageModel"]["intents"].pop(0),
    "slot-name": lambda model: intent(model, "UsualIntent").update(
        slots=[{"name": "size2", "type": "SIZE", "samples": ["{size2}"]}]
    ),
    "slot-twice": lambda model: intent(model, "OrderPizzaIntent")["slots"].append(
        {"name": "Size", "type": "SIZE", "samples": ["size {Size}"]}
    ),
    "slot-never-filled": lambda model: intent(model, "UsualIntent").update(
        slots=[{"name": "size", "type": "SIZE"}]
    ),
    "type-name": lambda model: model["languageModel"]["types"].append(
        {"name": "MY TYPE", "values": [{"name": {"value": "a"}}]}
    ),
    "type-twice": lambda model: model["languageModel"]["types"].append(
        {"name": "size", "values": [{"name": {"value": "a"}}]}
    ),
    "type-unknown": lambda model: intent(model, "BookTableIntent")["slots"][1].update(type="TABLES"),
    "type-unused": lambda model: model["languageModel"]["types"].append(
        {"name": "SAUCE", "values": [{"name": {"value": "garlic"}}]}
    ),
    "type-empty": lambda model: model["languageModel"]["types"][2].update(values=[]),
    "value-of-two-meanings": lambda model: model["languageModel"]["types"][0]["values"][0]["name"].update(
        synonyms=["normal"]
    ),
    "value-id-twice": lambda model: model["languageModel"]["types"][0]["values"][0].update(id="M"),
    "value-empty": lambda model: model["languageModel"]["types"][0]["values"][0]["name"].update(value=" "),
    "value-length": lambda model: model["languageModel"]["types"][0]["values"][0]["name"].update(
        synonyms=["a" * 141]
    ),
    "synonym-twice": lambda model: model["languageModel"]["types"][0]["values"][0]["name"].update(
        synonyms=["Small"]
    ),
    "samples-missing": lambda model: intent(model, "UsualIntent").update(samples=[]),
    "sample-empty": sample(" "),
    "sample-length": sample("open " * 41),
    "sample-letters": sample("are you open, or not?"),
    "sample-figures": sample("are you open at 9"),
    "sample-braces": sample("are you open at {time"),
    "sample-unknown-slot": sample("are you open at {time}"),
    "sample-slot-twice": sample("a {size} {size} pizza", "OrderPizzaIntent"),
    "sample-twice": sample("When are you open"),
    "sample-of-two-intents": sample("the usual"),
    "frame-of-two-intents": lambda model: intent(model, "UsualIntent").update(
        slots=[{"name": "big", "type": "SIZE"}], samples=["order a {big} pizza"]
    ),
    "search-query-alone": lambda model: intent(model, "UsualIntent").update(
        slots=[{"name": "words", "type": "AMAZON.SearchQuery"}], samples=["{words}"]
    ),
    "search-query-beside-a-slot": lambda model: intent(model, "UsualIntent").update(
        slots=[{"name": "words", "type": "AMAZON.SearchQuery"}, {"name": "size", "type": "SIZE"}],
        samples=["write {words} on a {size} pizza"],
    ),
    "dialog-unknown-intent": lambda model: model["dialog"]["intents"].append({"name": "NoIntent"}),
    "dialog-unknown-slot": dialog_slot(lambda slot: slot.update(name="counts")),
    "dialog-type": dialog_slot(lambda slot: slot.update(type="SIZE")),
    "dialog-strategy": lambda model: model["dialog"].update(delegationStrategy="SOMETIMES"),
    "prompt-missing": dialog_slot(lambda slot: slot.update(prompts={})),
    "prompt-unknown": dialog_slot(lambda slot: slot["prompts"].update(elicitation="Elicit.Nothing")),
    "prompt-unused": lambda model: model["prompts"].append(
        {"id": "Old", "variations": [{"type": "PlainText", "value": "Hm?"}]}
    ),
    "prompt-empty": prompt(lambda one: one.update(variations=[])),
    "prompt-ssml": prompt(lambda one: one["variations"][0].update(type="SSML", value="<speak>a & b</speak>")),
    "prompt-unknown-slot": prompt(lambda one: one["variations"][0].update(value="{sizes}?")),
    "validation-unknown": rule(type="isPrime"),
    "validation-value": rule(value="many"),
    "validation-type": rule(type="isInDuration"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_mistake_is_found(code: str) -> None:
    found = check_model(changed(BROKEN[code]), reaching=False)

    assert code in [one.code for one in found]
    assert all(one.what and one.remedy and one.place.startswith("/") for one in found)


def test_a_validation_without_a_prompt_and_a_duration_without_bounds() -> None:
    def both(model: Json) -> None:
        day = model["dialog"]["intents"][1]["slots"][2]
        soon = {"type": "isInDuration", "start": "soon", "prompt": "Mend.Day"}
        day["validations"] = [{"type": "isInDuration"}, soon]

    assert codes(changed(both)) == ["validation-value", "prompt-missing", "validation-value"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("cancel", "sample-reaches-another"),
        ("open luigi's pizza", "sample-reaches-another"),
        ("um", "sample-unreachable"),
    ],
)
def test_a_sample_that_does_not_come_back_as_its_intent_is_found(words: str, code: str) -> None:
    assert codes(changed(sample(words)), reaching=True) == [code]


def test_what_is_no_model_cannot_be_checked() -> None:
    for raw in ({}, {"interactionModel": {"languageModel": {"intents": [{"slots": []}]}}}):
        with pytest.raises(VoiceError, match="no interaction model in Amazon's format"):
            check_model(raw)


def test_intents_and_handlers_meet() -> None:
    names = {one["name"] for one in PIZZA["interactionModel"]["languageModel"]["intents"]}

    assert list(check_handlers(PIZZA, names)) == []
    found = list(check_handlers(PIZZA, (names - {"UsualIntent"}) | {"OldIntent"}))
    assert [one.code for one in found] == ["intent-unhandled", "handler-unreached"]


def test_locales_that_differ_are_told() -> None:
    def german(model: Json) -> None:
        intent(model, "UsualIntent").update(name="WieImmerIntent")
        intent(model, "BookTableIntent")["slots"][0].update(type="SIZE")
        model["languageModel"]["types"][0]["values"].pop()
        model["prompts"].pop()

    found = list(check_locales(PIZZA, changed(german), "en-US.json"))

    assert sorted({one.code for one in found}) == ["locale-missing", "locale-more", "locale-values"]
    assert list(check_locales(PIZZA, deepcopy(PIZZA), "en-US.json")) == []


def test_english_rules_are_for_english_names() -> None:
    assert codes(changed(invocation("pizza run")), "de-DE") == []


def test_a_language_without_tables_is_checked_as_far_as_it_goes() -> None:
    assert codes(changed(lambda model: None), "xx-XX", reaching=True) == ["language-unknown"]


def test_a_type_that_a_catalogue_supplies_is_not_empty() -> None:
    def supplied(model: Json) -> None:
        table = model["languageModel"]["types"][2]
        del table["values"]
        table["valueSupplier"] = {"type": "CatalogValueSupplier"}

    assert codes(changed(supplied)) == []
