"""An interaction model in Amazon's JSON format, read into values."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local_voice.errors import VoiceError
from local_voice.understanding.values import Entity


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of an intent; its own samples answer a question for it."""

    name: str
    type: str
    samples: tuple[str, ...] = ()
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent with its sample utterances."""

    name: str
    slots: tuple[Slot, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """What the understanding needs of an interaction model."""

    invocation: str
    intents: tuple[Intent, ...]
    types: Mapping[str, tuple[Entity, ...]]
    confirmed: frozenset[str]
    """Intents that the dialog model has confirmed before they act: they want clear words."""
    sensitivity: str = "LOW"
    """How readily words are taken for somebody else's: LOW, MEDIUM or HIGH, as Alexa has it."""


def parse_model(raw: Mapping[str, Any]) -> Model:
    """The model of a JSON document, "interactionModel" or its inside; VoiceError says what is wrong."""
    inner = _mapping(raw.get("interactionModel", raw), "interactionModel")
    language = _mapping(inner.get("languageModel"), "interactionModel.languageModel")
    intents = tuple(_intent(one) for one in _list(language.get("intents"), "languageModel.intents"))
    if not intents:
        raise VoiceError("the interaction model has no intents: languageModel.intents is empty")
    types = dict(_type(one) for one in _list(language.get("types", []), "languageModel.types"))
    configuration = _mapping(language.get("modelConfiguration") or {}, "languageModel.modelConfiguration")
    return Model(
        invocation=_text(language.get("invocationName", ""), "languageModel.invocationName"),
        intents=intents,
        types=types,
        confirmed=_confirmed(_mapping(inner.get("dialog") or {}, "interactionModel.dialog")),
        sensitivity=_sensitivity(configuration),
    )


def _intent(raw: Any) -> Intent:
    one = _mapping(raw, "languageModel.intents[]")
    name = _text(one.get("name"), "languageModel.intents[].name")
    slots = tuple(_slot(slot, name) for slot in _list(one.get("slots") or [], f"slots of {name}"))
    return Intent(name, slots, _samples(one, name, {slot.name for slot in slots}))


def _slot(raw: Any, intent: str) -> Slot:
    one = _mapping(raw, f"slots of {intent}")
    name = _text(one.get("name"), f"a slot's name in {intent}")
    type_ = _text(one.get("type"), f"the type of {intent}.{name}")
    multiple = bool(
        _mapping(one.get("multipleValues") or {}, f"{intent}.{name}.multipleValues").get("enabled")
    )
    return Slot(name, type_, _texts(one.get("samples") or [], f"samples of {intent}.{name}"), multiple)


def _samples(one: Mapping[str, Any], intent: str, slots: set[str]) -> tuple[str, ...]:
    samples = _texts(one.get("samples") or [], f"samples of {intent}")
    for sample in samples:
        for unknown in set(slots_of(sample)) - slots:
            raise VoiceError(
                f"a sample of {intent} names a slot that the intent does not have: {{{unknown}}}"
            )
    return samples


def slots_of(sample: str) -> list[str]:
    """Names of the slots in a sample, in order."""
    return [part.split("}")[0].strip() for part in sample.split("{")[1:]]


def _type(raw: Any) -> tuple[str, tuple[Entity, ...]]:
    one = _mapping(raw, "languageModel.types[]")
    name = _text(one.get("name"), "languageModel.types[].name")
    return name, tuple(
        entity_of(value, name) for value in _list(one.get("values") or [], f"values of {name}")
    )


def entity_of(raw: Any, type_name: str) -> Entity:
    """A value of a slot type; without an id of its own it gets the MD5 sum of its name, as Alexa does."""
    one = _mapping(raw, f"values of {type_name}")
    name = _mapping(one.get("name"), f"a value of {type_name}")
    value = _text(name.get("value"), f"the name of a value of {type_name}")
    id_ = one.get("id") or hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
    return Entity(str(id_), value, _texts(name.get("synonyms") or [], f"synonyms of {value}"))


def _confirmed(dialog: Mapping[str, Any]) -> frozenset[str]:
    listed = _list(dialog.get("intents") or [], "dialog.intents")
    intents = [_mapping(one, "dialog.intents[]") for one in listed]
    return frozenset(str(one.get("name")) for one in intents if one.get("confirmationRequired"))


def _sensitivity(configuration: Mapping[str, Any]) -> str:
    told = _mapping(configuration.get("fallbackIntentSensitivity") or {}, "fallbackIntentSensitivity")
    return str(told.get("level", "LOW")).upper()


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise VoiceError(f"the interaction model is not in Amazon's format: {where} should be an object")
    return value


def _list(value: Any, where: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise VoiceError(f"the interaction model is not in Amazon's format: {where} should be a list")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise VoiceError(f"the interaction model is not in Amazon's format: {where} should be text")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    return tuple(_text(one, where) for one in _list(value, where))
