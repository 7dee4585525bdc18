"""The dialog part of an interaction model: what is asked for, confirmed and checked, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_voice.envelope import slot_types
from local_voice.errors import VoiceError


@dataclass(frozen=True, slots=True)
class Prompt:
    """One variation of what Alexa says by herself."""

    text: str
    is_ssml: bool = False


Prompts = tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Validation:
    """A rule that a slot's value must keep; which fields count depends on its type."""

    type: str
    prompt: Prompts = ()
    value: str | None = None
    values: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class SlotRules:
    """What the dialog model demands of one slot."""

    name: str
    type: str = ""
    elicits: bool = False
    confirms: bool = False
    elicitation: Prompts = ()
    confirmation: Prompts = ()
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentRules:
    """One intent of the dialog model, its slots in the order in which they are asked for."""

    name: str
    slots: tuple[SlotRules, ...] = ()
    confirms: bool = False
    confirmation: Prompts = ()
    auto: bool = False
    """Delegation strategy ALWAYS: the skill sees nothing before COMPLETED."""

    def slot(self, name: str) -> SlotRules:
        return next((one for one in self.slots if one.name == name), SlotRules(name))


def read_rules(model: Mapping[str, Any]) -> dict[str, IntentRules]:
    """The dialog model inside an interaction model; empty when it has none, VoiceError when it is odd."""
    whole = model.get("interactionModel", model)
    try:
        prompts = {one["id"]: _variations(one) for one in whole.get("prompts") or ()}
        dialog = whole.get("dialog") or {}
        default = dialog.get("delegationStrategy", "SKILL_RESPONSE")
        types = slot_types(model)
        rules = [
            _intent_rules(one, prompts, default, types.get(one["name"], {}))
            for one in dialog.get("intents") or ()
        ]
    except (KeyError, TypeError, AttributeError) as wrong:
        why = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
        raise VoiceError(f"the model's dialog or prompts are not in Amazon's format: {why}") from None
    return {one.name: one for one in rules}


def _variations(prompt: Mapping[str, Any]) -> Prompts:
    return tuple(Prompt(one["value"], one.get("type") == "SSML") for one in prompt.get("variations", ()))


def _intent_rules(
    one: Mapping[str, Any], prompts: Mapping[str, Prompts], default: str, types: Mapping[str, str]
) -> IntentRules:
    own = one.get("prompts") or {}
    return IntentRules(
        name=one["name"],
        slots=tuple(_slot_rules(slot, prompts, types) for slot in one.get("slots") or ()),
        confirms=bool(one.get("confirmationRequired")),
        confirmation=prompts.get(own.get("confirmation", ""), ()),
        auto=(one.get("delegationStrategy") or default) == "ALWAYS",
    )


def _slot_rules(
    one: Mapping[str, Any], prompts: Mapping[str, Prompts], types: Mapping[str, str]
) -> SlotRules:
    own = one.get("prompts") or {}
    return SlotRules(
        name=one["name"],
        type=types.get(one["name"]) or str(one.get("type", "")),
        elicits=bool(one.get("elicitationRequired")),
        confirms=bool(one.get("confirmationRequired")),
        elicitation=prompts.get(own.get("elicitation", ""), ()),
        confirmation=prompts.get(own.get("confirmation", ""), ()),
        validations=tuple(_validation(rule, prompts) for rule in one.get("validations") or ()),
    )


def _validation(one: Mapping[str, Any], prompts: Mapping[str, Prompts]) -> Validation:
    """Its type is written `isInSet` in files and `IsInSet` by some tools."""
    name = str(one["type"])
    return Validation(
        type=name[:1].lower() + name[1:],
        prompt=prompts.get(one.get("prompt", ""), ()),
        value=_text(one.get("value")),
        values=tuple(str(value) for value in one.get("values") or ()),
        start=_text(one.get("start")),
        end=_text(one.get("end")),
    )


def _text(raw: object) -> str | None:
    return None if raw is None else str(raw)
