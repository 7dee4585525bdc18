"""What Alexa does about a dialog directive: ask by the model's prompt, go on at once, or let the skill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local_voice.dialog import (
    Asking,
    ConfirmIntent,
    ConfirmSlot,
    Dialog,
    Elicit,
    Question,
    asked,
    begin,
    next_step,
    updated,
)
from local_voice.dialog_model import IntentRules
from local_voice.envelope import Confirmation
from local_voice.values import Values, read_slots


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the interaction model says of dialogs and slots."""

    rules: Mapping[str, IntentRules]
    types: Mapping[str, Mapping[str, str]]
    """Intent -> slot -> slot type."""
    values: Values


@dataclass(frozen=True, slots=True)
class SkillAsks:
    """The skill's own speech asks; the answer belongs to this dialog."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class ModelAsks:
    """A prompt of the dialog model is said."""

    dialog: Dialog
    asking: Asking


@dataclass(frozen=True, slots=True)
class SendOn:
    """The skill gets this intent at once, without a turn of the customer."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Impossible:
    """Alexa would refuse the directive; `why` is one line."""

    why: str


Outcome = SkillAsks | ModelAsks | SendOn | Impossible


def obey(directive: Mapping[str, Any], sent: Dialog | None, grammar: Grammar, now: datetime) -> Outcome:
    """What follows from a directive that answers the intent in `sent` (None: it answers no intent)."""
    dialog = _with_update(directive, sent, grammar)
    kind = directive["type"]
    if dialog is None:
        return Impossible(f"{kind} needs an updatedIntent when it does not answer an intent")
    rules = grammar.rules.get(dialog.intent)
    if rules is None:
        return Impossible(f"{kind}: {dialog.intent} has no dialog in the interaction model")
    if kind == "Dialog.Delegate":
        chained = sent is None or sent.intent != dialog.intent
        return SendOn(dialog) if chained and not rules.auto else delegate(rules, dialog, now)
    question = _question(directive)
    if question is None or not _fits(question, grammar.types.get(dialog.intent, {})):
        return Impossible(f"{kind} names no slot of {dialog.intent}")
    return SkillAsks(asked(dialog, question, delegated=False))


def delegate(rules: IntentRules, dialog: Dialog, now: datetime) -> ModelAsks | SendOn:
    """The model's next question, or the completed intent; `now` is what relative validations count from."""
    dialog, asking = next_step(rules, dialog, now)
    return SendOn(dialog) if asking is None else ModelAsks(dialog, asking)


def dialog_of(intent: Mapping[str, Any], grammar: Grammar) -> Dialog:
    """An intent in Alexa's JSON as a dialog at its beginning."""
    name = str(intent.get("name", ""))
    raw = {key: one for key, one in (intent.get("slots") or {}).items() if isinstance(one, Mapping)}
    values = read_slots(raw, grammar.types.get(name, {}), grammar.values)
    rules = grammar.rules.get(name)
    whole = begin(name, values, delegated=rules is not None and rules.auto)
    return updated(whole, {}, _statuses(raw), intent.get("confirmationStatus") or "NONE")


def _with_update(directive: Mapping[str, Any], sent: Dialog | None, grammar: Grammar) -> Dialog | None:
    """The dialog that the directive is about, with its updatedIntent in place; another intent begins anew."""
    change = directive.get("updatedIntent")
    if not isinstance(change, Mapping):
        return sent
    new = dialog_of(change, grammar)
    if sent is None or sent.intent != new.intent:
        return new
    return updated(sent, new.slots, new.statuses, new.confirmation)


def _statuses(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Confirmation]:
    return {key: one["confirmationStatus"] for key, one in raw.items() if one.get("confirmationStatus")}


def _question(directive: Mapping[str, Any]) -> Question | None:
    match directive:
        case {"type": "Dialog.ElicitSlot", "slotToElicit": str(slot)}:
            return Elicit(slot)
        case {"type": "Dialog.ConfirmSlot", "slotToConfirm": str(slot)}:
            return ConfirmSlot(slot)
        case {"type": "Dialog.ConfirmIntent"}:
            return ConfirmIntent()
    return None


def _fits(question: Question, slots: Mapping[str, str]) -> bool:
    return isinstance(question, ConfirmIntent) or question.slot in slots
