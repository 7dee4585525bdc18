"""The world of the device tests: a small model, a skill that says what it is told, tiny ears."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from local_voice.device import Device
from local_voice.understanding.values import Context, Entity, SlotValue, Understood
from local_voice.values import read_slots, values_of

Json = dict[str, Any]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SKILL_ID = "amzn1.ask.skill.tea"

MODEL: Json = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "tea room",
            "intents": [
                {
                    "name": "OrderTeaIntent",
                    "slots": [
                        {"name": "tea", "type": "TEA"},
                        {"name": "cups", "type": "AMAZON.NUMBER"},
                    ],
                },
                {"name": "BookTableIntent", "slots": [{"name": "guests", "type": "AMAZON.NUMBER"}]},
                {"name": "MenuIntent"},
                {"name": "AMAZON.YesIntent"},
                {"name": "AMAZON.NoIntent"},
                {"name": "AMAZON.StopIntent"},
                {"name": "AMAZON.FallbackIntent"},
            ],
            "types": [
                {
                    "name": "TEA",
                    "values": [
                        {"id": "mint", "name": {"value": "mint tea", "synonyms": ["peppermint", "herbal"]}},
                        {"id": "camomile", "name": {"value": "camomile", "synonyms": ["herbal"]}},
                        {"name": {"value": "earl grey"}},
                    ],
                }
            ],
        },
        "dialog": {
            "delegationStrategy": "SKILL_RESPONSE",
            "intents": [
                {
                    "name": "OrderTeaIntent",
                    "confirmationRequired": True,
                    "prompts": {"confirmation": "confirm.order"},
                    "slots": [
                        {
                            "name": "tea",
                            "elicitationRequired": True,
                            "confirmationRequired": True,
                            "prompts": {"elicitation": "ask.tea", "confirmation": "confirm.tea"},
                        },
                        {"name": "cups", "elicitationRequired": True, "prompts": {"elicitation": "ask.cups"}},
                    ],
                },
                {
                    "name": "BookTableIntent",
                    "delegationStrategy": "ALWAYS",
                    "slots": [
                        {
                            "name": "guests",
                            "elicitationRequired": True,
                            "prompts": {"elicitation": "ask.guests"},
                        }
                    ],
                },
            ],
        },
        "prompts": [
            {"id": "ask.tea", "variations": [{"type": "PlainText", "value": "Which tea?"}]},
            {
                "id": "ask.cups",
                "variations": [{"type": "SSML", "value": "<speak>How many cups of {tea}?</speak>"}],
            },
            {"id": "confirm.tea", "variations": [{"type": "PlainText", "value": "{tea}, right?"}]},
            {"id": "confirm.order", "variations": [{"type": "PlainText", "value": "{cups} {tea}, right?"}]},
            {"id": "ask.guests", "variations": [{"type": "PlainText", "value": "For how many?"}]},
        ],
    }
}

SAYINGS: dict[str, tuple[str, dict[str, str]]] = {
    "tea please": ("OrderTeaIntent", {}),
    "two mint teas": ("OrderTeaIntent", {"tea": "mint tea", "cups": "2"}),
    "book a table": ("BookTableIntent", {}),
    "book a table for four": ("BookTableIntent", {"guests": "4"}),
    "open tea room": ("LaunchRequest", {}),
    "the menu": ("MenuIntent", {}),
    "yes": ("AMAZON.YesIntent", {}),
    "no": ("AMAZON.NoIntent", {}),
    "stop": ("AMAZON.StopIntent", {}),
}


class Ears:
    """Understands what stands in SAYINGS, and any words as the value of an elicited slot."""

    def __init__(self, teas: Sequence[Entity] | None = None) -> None:
        self.contexts: list[Context] = []
        self.values = values_of(MODEL, {} if teas is None else {"TEA": teas})

    def understand(
        self,
        heard: str | Sequence[str],
        context: Context = Context(),  # noqa: B008
        behind: Sequence[float] = (),
    ) -> Understood:
        self.contexts.append(context)
        words = heard if isinstance(heard, str) else heard[0]
        types = {"tea": "TEA", "cups": "AMAZON.NUMBER", "guests": "AMAZON.NUMBER"}
        if words in SAYINGS:
            intent, slots = SAYINGS[words]
        elif context.elicit and words == "mint teas":
            intent, slots = context.elicit[0], {context.elicit[1]: "mint tea"}
        elif context.elicit:
            intent, slots = context.elicit[0], {context.elicit[1]: words}
        else:
            intent, slots = "AMAZON.FallbackIntent", {}
        values: dict[str, SlotValue] = read_slots(slots, types, self.values)
        return Understood(words, intent, values, 1.0)


class Cook:
    """A skill that gives its answers in order, the last one for ever, and keeps every request."""

    def __init__(self, *answers: Json | Callable[[Json], Json]) -> None:
        self.answers = list(answers)
        self.requests: list[Json] = []

    def __call__(self, envelope: Json) -> Json:
        self.requests.append(envelope)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return deepcopy(answer(envelope) if callable(answer) else answer)

    @property
    def kinds(self) -> list[str]:
        """What it was asked: intent with dialog state, or request type with reason."""
        return [kind(one["request"]) for one in self.requests]


def kind(request: Mapping[str, Any]) -> str:
    if request["type"] != "IntentRequest":
        return " ".join(one for one in (request["type"], request.get("reason")) if one)
    return " ".join(one for one in (request["intent"]["name"], request.get("dialogState")) if one)


def say(
    words: str = "",
    *directives: Json,
    ends: bool | None = False,
    again: str | None = None,
    attributes: Json | None = None,
) -> Json:
    """A response; `ends` None leaves shouldEndSession out."""
    body: Json = {"directives": list(directives)}
    if words:
        body["outputSpeech"] = {"type": "SSML", "ssml": f"<speak>{words}</speak>"}
    if again:
        body["reprompt"] = {"outputSpeech": {"type": "PlainText", "text": again}}
    if ends is not None:
        body["shouldEndSession"] = ends
    return {"version": "1.0", "sessionAttributes": attributes or {}, "response": body}


def directive(name: str, **more: Any) -> Json:
    return {"type": f"Dialog.{name}", **more}


def device(skill: Callable[[Json], Json], ears: Ears | None = None, **more: Any) -> Device:
    settings: Json = {"model": MODEL, "application_id": SKILL_ID, "clock": lambda: NOON, "seed": 7, **more}
    return Device(skill, ears or Ears(), **settings)
