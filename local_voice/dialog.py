"""Alexa's dialog management as values and functions: what is asked next, and what an answer changes.

A dialog lives as long as somebody asks in it: the skill by a directive, or the model by its prompts
(Dialog.Delegate, or delegation strategy ALWAYS). Words that mean another intent end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from local_voice.dialog_model import IntentRules, Prompt, Prompts, Validation
from local_voice.envelope import Confirmation
from local_voice.validations import first_broken

if TYPE_CHECKING:
    from local_voice.understanding.values import SlotValue

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"

DialogState = Literal["STARTED", "IN_PROGRESS", "COMPLETED"]


@dataclass(frozen=True, slots=True)
class Elicit:
    """The customer is asked for the value of a slot."""

    slot: str

    def __str__(self) -> str:
        return f"the elicitation of {self.slot}"


@dataclass(frozen=True, slots=True)
class ConfirmSlot:
    """The customer is asked whether the value of a slot is right."""

    slot: str

    def __str__(self) -> str:
        return f"the confirmation of {self.slot}"


@dataclass(frozen=True, slots=True)
class ConfirmIntent:
    """The customer is asked whether all of it is right."""

    def __str__(self) -> str:
        return "its confirmation"


Question = Elicit | ConfirmSlot | ConfirmIntent


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the model, with the variations of its prompt and the values that they may name."""

    question: Question
    prompts: Prompts
    values: Mapping[str, str]


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

    @property
    def values(self) -> dict[str, str]:
        """What was said for the filled slots."""
        return {name: one.value for name, one in self.slots.items() if one.value is not None}


def begin(intent: str, slots: Mapping[str, SlotValue], *, delegated: bool = False) -> Dialog:
    return Dialog(intent, dict(slots), delegated=delegated)


def answered(dialog: Dialog, intent: str, slots: Mapping[str, SlotValue]) -> Dialog | None:
    """The dialog after the customer's words, or None when they left it for another intent."""
    if intent in (YES, NO) and isinstance(dialog.question, ConfirmSlot | ConfirmIntent):
        return _decided(dialog, dialog.question, "CONFIRMED" if intent == YES else "DENIED")
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


def next_step(rules: IntentRules, dialog: Dialog, now: datetime) -> tuple[Dialog, Asking | None]:
    """The first thing that the model still has to ask; nothing is left of a dialog that is COMPLETED.

    In this order: a denied value, a value that breaks a validation, a missing value, the confirmation of
    values, the confirmation of the intent. A denied or refused value is dropped and asked for anew.
    """
    if dialog.confirmation == "DENIED":
        return replace(dialog, state="COMPLETED", question=None), None
    values = dialog.values
    denied = [name for name, status in dialog.statuses.items() if status == "DENIED"]
    dialog = _without(dialog, denied)
    refused = next(_refused(rules, dialog, now), None)
    if refused is not None:
        name, rule = refused
        dialog, asking = _without(dialog, [name]), Asking(Elicit(name), rule.prompt, values)
        return asked(dialog, asking.question, delegated=True), asking
    open_question = next(_open_questions(rules, dialog, denied), None)
    if open_question is None:
        return replace(dialog, state="COMPLETED", question=None), None
    return asked(dialog, open_question.question, delegated=True), open_question


def spoken(prompt: Prompt, values: Mapping[str, str]) -> str:
    """The prompt with the values of its {slots}; as SSML they are escaped, and it is a whole document."""
    said = {name: escape(value) for name, value in values.items()} if prompt.is_ssml else values
    text = re.sub(r"\{\s*([\w.]+)\s*\}", lambda match: said.get(match[1], ""), prompt.text)
    return text if not prompt.is_ssml or "<speak" in text else f"<speak>{text}</speak>"


def _decided(dialog: Dialog, question: ConfirmSlot | ConfirmIntent, answer: Confirmation) -> Dialog:
    """Yes or no to a confirmation. Delegated, the last yes or no completes the dialog (DialogState docs)."""
    if isinstance(question, ConfirmSlot):
        statuses = {**dialog.statuses, question.slot: answer}
        return replace(dialog, statuses=statuses, state="IN_PROGRESS", question=None)
    state: DialogState = "COMPLETED" if dialog.delegated else "IN_PROGRESS"
    return replace(dialog, confirmation=answer, state=state, question=None)


def _without(dialog: Dialog, names: list[str]) -> Dialog:
    """The dialog with some values dropped, whatever their status was."""
    if not names:
        return dialog
    slots = {name: value for name, value in dialog.slots.items() if name not in names}
    statuses = {name: status for name, status in dialog.statuses.items() if name not in names}
    return replace(dialog, slots=slots, statuses=statuses)


def _refused(rules: IntentRules, dialog: Dialog, now: datetime) -> Iterator[tuple[str, Validation]]:
    """Slots whose value breaks a validation, with the rule, whose own prompt may name the value."""
    for slot in rules.slots:
        if dialog.has(slot.name):
            broken = first_broken(slot, dialog.slots[slot.name], now)
            if broken is not None:
                yield slot.name, broken


def _open_questions(rules: IntentRules, dialog: Dialog, denied: list[str]) -> Iterator[Asking]:
    values = dialog.values
    missing = [slot for slot in rules.slots if not dialog.has(slot.name)]
    for slot in missing:
        if slot.elicits or (slot.name in denied and slot.elicitation):
            yield Asking(Elicit(slot.name), slot.elicitation, values)
    for slot in rules.slots:
        if slot.confirms and dialog.has(slot.name) and dialog.status(slot.name) == "NONE":
            yield Asking(ConfirmSlot(slot.name), slot.confirmation, values)
    if rules.confirms and dialog.confirmation == "NONE":
        yield Asking(ConfirmIntent(), rules.confirmation, values)
