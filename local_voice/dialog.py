"""Alexa's dialog management as values and functions: what is asked next, and what an answer changes.

A dialog lives as long as somebody asks in it: the skill by a directive, or the model by its prompts
(Dialog.Delegate, or delegation strategy ALWAYS). Words that mean another intent end it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from local_voice.envelope import Confirmation

if TYPE_CHECKING:
    from local_voice.understanding.values import SlotValue

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"

DialogState = Literal["STARTED", "IN_PROGRESS", "COMPLETED"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One variation of what Alexa says by herself."""

    text: str
    is_ssml: bool = False


Prompts = tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class SlotRules:
    """What the dialog model demands of one slot."""

    name: str
    elicits: bool = False
    confirms: bool = False
    elicitation: Prompts = ()
    confirmation: Prompts = ()


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


@dataclass(frozen=True, slots=True)
class Elicit:
    """The customer is asked for the value of a slot."""

    slot: str


@dataclass(frozen=True, slots=True)
class ConfirmSlot:
    """The customer is asked whether the value of a slot is right."""

    slot: str


@dataclass(frozen=True, slots=True)
class ConfirmIntent:
    """The customer is asked whether all of it is right."""


Question = Elicit | ConfirmSlot | ConfirmIntent


@dataclass(frozen=True, slots=True)
class Dialog:
    """How far the dialog of one intent has come."""

    intent: str
    slots: Mapping[str, SlotValue]
    statuses: Mapping[str, Confirmation] = field(default_factory=dict)
    confirmation: Confirmation = "NONE"
    state: DialogState = "STARTED"
    question: Question | None = None
    delegated: bool = False
    """The model asks, not the skill."""

    def status(self, slot: str) -> Confirmation:
        return self.statuses.get(slot, "NONE")

    def has(self, slot: str) -> bool:
        value = self.slots.get(slot)
        return value is not None and value.value is not None


def read_rules(model: Mapping[str, Any]) -> dict[str, IntentRules]:
    """The dialog model inside an interaction model; empty when it has none."""
    whole = model.get("interactionModel", model)
    prompts = {one["id"]: _variations(one) for one in whole.get("prompts", ())}
    dialog = whole.get("dialog", {})
    default = dialog.get("delegationStrategy", "SKILL_RESPONSE")
    return {one["name"]: _intent_rules(one, prompts, default) for one in dialog.get("intents", ())}


def begin(intent: str, slots: Mapping[str, SlotValue], *, delegated: bool = False) -> Dialog:
    return Dialog(intent, dict(slots), delegated=delegated)


def answered(dialog: Dialog, intent: str, slots: Mapping[str, SlotValue]) -> Dialog | None:
    """The dialog after the customer's words, or None when they left it for another intent."""
    if intent in (YES, NO) and not isinstance(dialog.question, Elicit):
        return _decided(dialog, "CONFIRMED" if intent == YES else "DENIED")
    if intent != dialog.intent:
        return None
    said = {name: value for name, value in slots.items() if value.value is not None}
    kept = {name: status for name, status in dialog.statuses.items() if name not in said}
    return replace(
        dialog,
        slots={**dialog.slots, **said},
        statuses=kept,
        confirmation="NONE",
        state="IN_PROGRESS",
        question=None,
    )


def asked(dialog: Dialog, question: Question, *, delegated: bool) -> Dialog:
    return replace(dialog, question=question, state="IN_PROGRESS", delegated=delegated)


def updated(
    dialog: Dialog,
    slots: Mapping[str, SlotValue],
    statuses: Mapping[str, Confirmation],
    confirmation: Confirmation = "NONE",
) -> Dialog:
    """The dialog with the values and statuses of a directive's updatedIntent in place of its own."""
    return replace(
        dialog,
        slots={**dialog.slots, **slots},
        statuses={**dialog.statuses, **statuses},
        confirmation=confirmation,
    )


def next_question(rules: IntentRules, dialog: Dialog) -> tuple[Dialog, Question | None]:
    """What the model asks next; None when nothing is left, and the dialog is COMPLETED then."""
    dialog = _without_denied(dialog)
    question: Question | None = _missing(rules, dialog) or _unconfirmed_slot(rules, dialog)
    if question is None and rules.confirms and dialog.confirmation == "NONE":
        question = ConfirmIntent()
    if question is None or dialog.confirmation == "DENIED":
        return replace(dialog, state="COMPLETED", question=None), None
    return asked(dialog, question, delegated=True), question


def prompts_for(rules: IntentRules, question: Question) -> Prompts:
    """The variations of the model's prompt for a question."""
    match question:
        case Elicit(slot):
            return rules.slot(slot).elicitation
        case ConfirmSlot(slot):
            return rules.slot(slot).confirmation
        case ConfirmIntent():
            return rules.confirmation


def spoken(prompt: Prompt, dialog: Dialog) -> str:
    """The prompt with the values of its {slots}."""
    text = prompt.text
    for name, value in dialog.slots.items():
        text = text.replace("{" + name + "}", value.value or "")
    return text


def _decided(dialog: Dialog, answer: Confirmation) -> Dialog:
    """Yes or no to a confirmation. Delegated, the last yes or no completes the dialog (DialogState docs)."""
    if isinstance(dialog.question, ConfirmSlot):
        statuses = {**dialog.statuses, dialog.question.slot: answer}
        return replace(dialog, statuses=statuses, state="IN_PROGRESS", question=None)
    state: DialogState = "COMPLETED" if dialog.delegated else "IN_PROGRESS"
    return replace(dialog, confirmation=answer, state=state, question=None)


def _without_denied(dialog: Dialog) -> Dialog:
    """A denied value is dropped, so that it is asked for again."""
    denied = {name for name, status in dialog.statuses.items() if status == "DENIED"}
    if not denied:
        return dialog
    slots = {name: value for name, value in dialog.slots.items() if name not in denied}
    statuses = {name: status for name, status in dialog.statuses.items() if name not in denied}
    return replace(dialog, slots=slots, statuses=statuses)


def _missing(rules: IntentRules, dialog: Dialog) -> Elicit | None:
    wanted = (slot for slot in rules.slots if slot.elicits or slot.confirms)
    needed = (slot for slot in wanted if slot.elicits and not dialog.has(slot.name))
    return next((Elicit(slot.name) for slot in needed), None)


def _unconfirmed_slot(rules: IntentRules, dialog: Dialog) -> ConfirmSlot | None:
    open_slots = (
        slot.name
        for slot in rules.slots
        if slot.confirms and dialog.has(slot.name) and dialog.status(slot.name) == "NONE"
    )
    return next((ConfirmSlot(name) for name in open_slots), None)


def _variations(prompt: Mapping[str, Any]) -> Prompts:
    return tuple(Prompt(one["value"], one.get("type") == "SSML") for one in prompt.get("variations", ()))


def _intent_rules(one: Mapping[str, Any], prompts: Mapping[str, Prompts], default: str) -> IntentRules:
    own = one.get("prompts", {})
    return IntentRules(
        name=one["name"],
        slots=tuple(_slot_rules(slot, prompts) for slot in one.get("slots", ())),
        confirms=bool(one.get("confirmationRequired")),
        confirmation=prompts.get(own.get("confirmation", ""), ()),
        auto=one.get("delegationStrategy", default) == "ALWAYS",
    )


def _slot_rules(one: Mapping[str, Any], prompts: Mapping[str, Prompts]) -> SlotRules:
    own = one.get("prompts", {})
    return SlotRules(
        name=one["name"],
        elicits=bool(one.get("elicitationRequired")),
        confirms=bool(one.get("confirmationRequired")),
        elicitation=prompts.get(own.get("elicitation", ""), ()),
        confirmation=prompts.get(own.get("confirmation", ""), ()),
    )
