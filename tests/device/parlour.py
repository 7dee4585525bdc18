"""Interaction models with one intent and any dialog, and an ear that understands nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kitchen import NOON, Json

from local_voice.device import Device
from local_voice.understanding.values import FALLBACK, Context, Understood

INTENT = "BookIntent"


class Deaf:
    """Everything said is for somebody else; the tests send intents."""

    def understand(
        self,
        heard: str | Sequence[str],
        context: Context = Context(),  # noqa: B008
        behind: Sequence[float] = (),
    ) -> Understood:
        return Understood(heard if isinstance(heard, str) else heard[0], FALLBACK)


def asked_for(
    name: str,
    type_name: str,
    *validations: Json,
    elicits: bool = True,
    confirms: bool = False,
) -> Json:
    """A slot of the dialog with a prompt for everything."""
    return {
        "name": name,
        "type": type_name,
        "elicitationRequired": elicits,
        "confirmationRequired": confirms,
        "prompts": {"elicitation": f"ask.{name}", "confirmation": f"confirm.{name}"},
        "validations": [{**rule, "prompt": f"mend.{name}.{at}"} for at, rule in enumerate(validations)],
    }


def model_of(
    *slots: Json,
    confirms: bool = False,
    strategy: str | None = None,
    whole_strategy: str | None = None,
) -> Json:
    """One intent with these slots; prompts say what they are for and name the value."""
    intent: Json = {
        "name": INTENT,
        "confirmationRequired": confirms,
        "prompts": {"confirmation": "confirm"},
        "slots": list(slots),
    }
    dialog: Json = {"intents": [{**intent, **({"delegationStrategy": strategy} if strategy else {})}]}
    if whole_strategy:
        dialog["delegationStrategy"] = whole_strategy
    teas = [{"id": one, "name": {"value": one}} for one in ("mint", "camomile")]
    own = [{"name": one["name"], "type": one["type"]} for one in slots]
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "parlour",
                "intents": [
                    {"name": INTENT, "slots": own, "samples": ["book"]},
                    {"name": "OtherIntent", "samples": ["other"]},
                    {"name": "AMAZON.StopIntent"},
                    {"name": "AMAZON.YesIntent"},
                    {"name": "AMAZON.NoIntent"},
                    {"name": FALLBACK},
                ],
                "types": [{"name": "TEA", "values": teas}],
            },
            "dialog": dialog,
            "prompts": [_prompt("confirm", "All right?"), *(p for one in slots for p in _prompts(one))],
        }
    }


def _prompts(slot: Json) -> list[Json]:
    name = slot["name"]
    mends = [
        _prompt(f"mend.{name}.{at}", f"Not {{{name}}}, rule {at}. {name}?")
        for at in range(len(slot["validations"]))
    ]
    return [_prompt(f"ask.{name}", f"{name}?"), _prompt(f"confirm.{name}", f"{{{name}}}, right?"), *mends]


def _prompt(name: str, text: str) -> Json:
    return {"id": name, "variations": [{"type": "PlainText", "value": text}]}


def delegating(requests: list[Json], *, ends: bool = True) -> Callable[[Json], Json]:
    """A skill that delegates until its dialog is completed, ends then, and keeps all requests."""

    def skill(envelope: Json) -> Json:
        requests.append(envelope["request"])
        done = envelope["request"].get("dialogState", "COMPLETED") == "COMPLETED"
        directives: list[Any] = [] if done else [{"type": "Dialog.Delegate"}]
        return {"version": "1.0", "response": {"directives": directives, "shouldEndSession": done and ends}}

    return skill


def device_with(model: Json, skill: Callable[[Json], Json]) -> Device:
    return Device(skill, Deaf(), model=model, clock=lambda: NOON, seed=5)


def values(request: Json) -> dict[str, str | None]:
    return {name: one.get("value") for name, one in request["intent"]["slots"].items()}


def statuses(request: Json) -> dict[str, str]:
    return {name: one["confirmationStatus"] for name, one in request["intent"]["slots"].items()}
