"""The dialog section: it names what there is, and has words for everything that it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from local_voice.checking.document import Document, IntentPart, Json, items
from local_voice.checking.finding import Finding, error, warning
from local_voice.comparable import reader_for
from local_voice.ssml import NotSpeech, read_speech
from local_voice.validations import COMPARISONS, TYPES, is_bound

STRATEGIES = ("ALWAYS", "SKILL_RESPONSE")
DATED = frozenset({"AMAZON.DATE", "AMAZON.TIME"})
NAMED = re.compile(r"\{\s*([\w.]+)\s*\}")


@dataclass(slots=True)
class _Prompts:
    """Prompts by id, and which intents use them."""

    known: Mapping[str, tuple[Json, str]]
    used: dict[str, set[str]] = field(default_factory=dict)


def check_dialogs(document: Document) -> Iterator[Finding]:
    """All of the dialog section, and the prompts."""
    place = f"{document.root}/prompts"
    prompts = _Prompts(
        {str(one.get("id")): (one, f"{place}/{at}") for at, one in enumerate(document.prompts)}
    )
    known = {one.name: one for one in document.intents}
    root = f"{document.root}/dialog"
    yield from _check_strategy(document.dialog, root)
    for raw, at in items(document.dialog, "intents", root):
        yield from _check_strategy(raw, at)
        intent = known.get(str(raw.get("name")))
        if intent is None:
            what = f"the dialog names the intent {raw.get('name')}, which the model does not have"
            yield error("dialog-unknown-intent", at, what, "correct the name, or take it out")
            continue
        yield from _check_intent(raw, at, intent, prompts)
    yield from _check_prompts(document, prompts)


def _check_strategy(raw: Json, place: str) -> Iterator[Finding]:
    strategy = raw.get("delegationStrategy", "SKILL_RESPONSE")
    if strategy not in STRATEGIES:
        what = f"{strategy!r} is no delegation strategy"
        yield error("dialog-strategy", f"{place}/delegationStrategy", what, f"use {' or '.join(STRATEGIES)}")


def _check_intent(raw: Json, place: str, intent: IntentPart, prompts: _Prompts) -> Iterator[Finding]:
    name = intent.name
    if raw.get("confirmationRequired"):
        yield from _check_prompt(raw, "confirmation", place, name, name, prompts)
    for slot, at in items(raw, "slots", place):
        slot_name = str(slot.get("name"))
        type_name = intent.types.get(slot_name)
        if type_name is None:
            what = f"the dialog of {name} names the slot {slot_name}, which it does not have"
            yield error("dialog-unknown-slot", at, what, "correct the name, or take it out")
            continue
        if slot.get("type", type_name) != type_name:
            what = f"{name}.{slot_name} is {slot['type']} in the dialog and {type_name} in the intent"
            yield error("dialog-type", at, what, "give both the same type")
        for flag, key in (("elicitationRequired", "elicitation"), ("confirmationRequired", "confirmation")):
            if slot.get(flag):
                yield from _check_prompt(slot, key, at, f"{name}.{slot_name}", name, prompts)
        for rule, rule_at in items(slot, "validations", at):
            yield from _check_validation(rule, rule_at, f"{name}.{slot_name}", type_name)
            yield from _check_use(
                rule.get("prompt"), rule_at, "a validation", f"{name}.{slot_name}", name, prompts
            )


def _check_prompt(
    raw: Json, key: str, place: str, whose: str, intent: str, prompts: _Prompts
) -> Iterator[Finding]:
    named = raw.get("prompts")
    wanted = named.get(key) if isinstance(named, Mapping) else None
    yield from _check_use(wanted, place, f"the {key}", whose, intent, prompts)


def _check_use(
    wanted: Any, place: str, kind: str, whose: str, intent: str, prompts: _Prompts
) -> Iterator[Finding]:
    if not wanted:
        yield error("prompt-missing", place, f"{kind} of {whose} has no prompt", "name one under prompts")
    elif wanted not in prompts.known:
        what = f"{kind} of {whose} names the prompt {wanted}, which there is not"
        yield error("prompt-unknown", place, what, "add the prompt, or correct the id")
    else:
        prompts.used.setdefault(str(wanted), set()).add(intent)


def _check_validation(rule: Json, place: str, whose: str, type_name: str) -> Iterator[Finding]:
    kind = str(rule.get("type", ""))
    kind = kind[:1].lower() + kind[1:]
    if kind not in TYPES:
        yield error("validation-unknown", place, f"{kind!r} at {whose} is no validation", "see Amazon's list")
    elif kind in COMPARISONS and reader_for(type_name)(str(rule.get("value", ""))) is None:
        what = f"{kind} at {whose} has the value {rule.get('value')!r}, which no {type_name} is"
        yield error("validation-value", place, what, "give a value in the type's own form")
    elif kind in ("isInSet", "isNotInSet") and not rule.get("values"):
        yield error("validation-value", place, f"{kind} at {whose} has no values", "list them")
    elif kind == "hasEntityResolutionMatch" and type_name.startswith("AMAZON."):
        what = f"{whose} is {type_name}, which lists no values of its own"
        yield warning("validation-type", place, what, "extend the type in this model, or leave the rule out")
    elif kind.endswith("Duration"):
        yield from _check_duration(rule, place, kind, whose, type_name)


def _check_duration(rule: Json, place: str, kind: str, whose: str, type_name: str) -> Iterator[Finding]:
    if type_name not in DATED:
        what = f"{kind} at {whose}, which is {type_name}"
        yield error("validation-type", place, what, "it is for AMAZON.DATE and AMAZON.TIME")
    elif not (rule.get("start") or rule.get("end")):
        yield error("validation-value", place, f"{kind} at {whose} has no start and no end", "give one")
    for side in ("start", "end"):
        if not is_bound(type_name, str(rule.get(side) or "")):
            what = f"the {side} of {kind} at {whose} is {rule[side]!r}"
            yield error("validation-value", place, what, "give a duration such as P3D or PT2H, or a value")


def _check_prompts(document: Document, prompts: _Prompts) -> Iterator[Finding]:
    slots = {one.name: set(one.types) for one in document.intents}
    for name, (prompt, place) in prompts.known.items():
        variations = items(prompt, "variations", place)
        if not variations:
            yield error("prompt-empty", place, f"the prompt {name} has no variations", "add one")
        if name not in prompts.used:
            yield warning("prompt-unused", place, f"nothing asks by the prompt {name}", "take it out")
        for variation, at in variations:
            words = str(variation.get("value", ""))
            yield from _check_words(name, words, variation.get("type") == "SSML", at)
            for intent in sorted(prompts.used.get(name, ())):
                for slot in sorted(set(NAMED.findall(words)) - slots[intent]):
                    what = f"the prompt {name} names {{{slot}}}, which {intent} does not have"
                    yield error("prompt-unknown-slot", at, what, "correct the name")


def _check_words(name: str, words: str, is_ssml: bool, place: str) -> Iterator[Finding]:
    if not words.strip():
        yield error("prompt-empty", place, f"a variation of the prompt {name} has no words", "write some")
    elif is_ssml:
        try:
            read_speech(words if "<speak" in words else f"<speak>{words}</speak>")
        except NotSpeech as wrong:
            yield error("prompt-ssml", place, f"the prompt {name} is no SSML: {wrong}", "close its tags")
