"""Each sample of the shop's interaction model reaches its own intent; tests/checking has Amazon's rules."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from local_voice.understanding import Understanding

ROOT = Path(__file__).parents[2]
SAID = {
    "query": ["oat milk", "something for breakfast", "batteries under ten dollars", "gluten free bread"],
    "change": ["second latte soy", "latte to oat milk", "first one extra hot"],
    "order": ["two bananas and oat milk", "a latte with soy milk and three bagels", "eggs, butter and flour"],
    "orderNumber": ["ten forty two", "seven", "one zero one six"],
    "quantity": ["two", "three", "half a dozen", "twelve"],
    "otherCode": ["save ten", "lucky star", "s a v e one zero"],
    "date": ["yesterday", "last week"],
    "more": ["seven", "nine"],
    "most": ["five", "twenty"],
    "least": ["two", "three"],
    "voiceCode": ["four two seven one"],
}
"""What is said for slots whose type lists no values."""


def intents(model: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = model["interactionModel"]["languageModel"]["intents"]
    return found


def samples(model: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for intent in intents(model):
        for sample in intent["samples"]:
            yield intent["name"], sample


def names_of(model: dict[str, Any]) -> dict[str, list[str]]:
    types = model["interactionModel"]["languageModel"]["types"]
    return {one["name"]: [value["name"]["value"] for value in one["values"]] for one in types}


@pytest.mark.process
def test_products_are_those_of_the_demo_shop() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "interaction_model"), "--check"]

    assert subprocess.run(script, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("intent", ["shopping", "built in"])
def test_every_sample_reaches_its_own_intent(model: dict[str, Any], shop: Understanding, intent: str) -> None:
    names, random = names_of(model), Random(7)
    types = {
        one["name"]: {slot["name"]: slot["type"] for slot in one.get("slots", [])} for one in intents(model)
    }
    lost = []

    for name, sample in samples(model):
        if name.startswith("AMAZON.") != (intent == "built in"):
            continue
        values = {slot: random.choice(SAID.get(slot) or names[type_]) for slot, type_ in types[name].items()}
        said = re.sub(r"\{(\w+)\}", lambda found, values=values: values[found[1]], sample)  # type: ignore[misc]
        if shop.understand(said).intent != name:
            lost.append((name, said, shop.understand(said).intent))

    assert lost == []
