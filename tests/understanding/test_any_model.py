"""Strangers' models of different shapes: each sample, filled with its own values, is understood."""

from itertools import cycle
from typing import Any

import pytest
from test_slot_kinds import TRAVEL
from test_stranger import PIZZERIA

from local_voice.understanding import compile_model

RADIO: dict[str, Any] = {
    "languageModel": {
        "invocationName": "night radio",
        "intents": [
            {
                "name": "TuneIntent",
                "slots": [{"name": "station", "type": "STATION"}],
                "samples": ["tune in to {station}", "put {station} on the air", "{station} on air"],
            },
            {
                "name": "SleepIntent",
                "slots": [{"name": "long", "type": "AMAZON.DURATION"}],
                "samples": ["fade out after {long}", "fade out in {long}"],
            },
            {
                "name": "BraveIntent",
                "slots": [{"name": "rank", "type": "AMAZON.Ordinal"}],
                "samples": ["replay the {rank} broadcast"],
            },
            {"name": "AMAZON.StopIntent", "samples": []},
            {"name": "AMAZON.FallbackIntent", "samples": []},
        ],
        "types": [
            {
                "name": "STATION",
                "values": [
                    {"name": {"value": "harbor classics", "synonyms": ["the classics", "harbor"]}},
                    {"id": "J2", "name": {"value": "jazz two", "synonyms": ["second jazz"]}},
                    {"id": "N", "name": {"value": "rock and roll nights"}},
                ],
            }
        ],
    }
}
SAID = {
    "AMAZON.NUMBER": ["three", "twelve"],
    "AMAZON.FOUR_DIGIT_NUMBER": ["one two three four"],
    "AMAZON.DATE": ["tomorrow", "next friday", "december third"],
    "AMAZON.DURATION": ["ten minutes", "an hour and a half"],
    "AMAZON.Ordinal": ["third", "twenty first"],
    "AMAZON.SearchQuery": ["ring twice at the back"],
    "AMAZON.FirstName": ["dorothea"],
    "AMAZON.Color": ["dark green"],
}
Word = tuple[str, str | None]


def values_of(language: dict[str, Any]) -> dict[str, list[Word]]:
    """What may be said for each slot type, with the name of the value that it means."""
    own = {
        one["name"]: [
            (word, value["name"]["value"])
            for value in one["values"]
            for word in (value["name"]["value"], *value["name"].get("synonyms", ()))
        ]
        for one in language["types"]
    }
    return {name: [(word, None) for word in words] for name, words in SAID.items()} | own


@pytest.mark.parametrize("raw", [PIZZERIA, TRAVEL, RADIO], ids=["pizzeria", "travel", "radio"])
def test_each_sample_with_each_value_reaches_its_intent_and_value(raw: dict[str, Any]) -> None:
    language = raw.get("interactionModel", raw)["languageModel"]
    understanding, values = compile_model(raw), values_of(language)
    lost = []
    for intent in language["intents"]:
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        for sample in intent["samples"]:
            used = {name: values[type_] for name, type_ in types.items() if f"{{{name}}}" in sample}
            rounds = max((len(words) for words in used.values()), default=1)
            turns = {name: cycle(words) for name, words in used.items()}
            for _ in range(rounds):
                chosen = {name: next(words) for name, words in turns.items()}
                said = sample
                for name, (word, _) in chosen.items():
                    said = said.replace(f"{{{name}}}", word)
                understood = understanding.understand(said)
                meant = {
                    name: [one.name for one in understood.slots[name].resolved]
                    for name, (_, value) in chosen.items()
                    if value is not None and name in understood.slots
                }
                wanted = {name: [value] for name, (_, value) in chosen.items() if value is not None}
                if (understood.intent, meant) != (intent["name"], wanted):
                    lost.append((said, understood.intent, meant))

    assert lost == []
