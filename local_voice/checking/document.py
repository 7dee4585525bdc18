"""An interaction model as its author wrote it: every part with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local_voice.errors import VoiceError
from local_voice.shapes import Refused, given, listing, mapping, text

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """Words with the place where they stand."""

    said: str
    place: str


@dataclass(frozen=True, slots=True)
class SlotPart:
    name: str
    type: str
    samples: tuple[Text, ...]
    place: str


@dataclass(frozen=True, slots=True)
class IntentPart:
    name: str
    slots: tuple[SlotPart, ...]
    samples: tuple[Text, ...]
    place: str

    @property
    def types(self) -> dict[str, str]:
        """The type of each slot."""
        return {one.name: one.type for one in self.slots}


@dataclass(frozen=True, slots=True)
class ValuePart:
    name: str
    id: str | None
    synonyms: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class TypePart:
    name: str
    values: tuple[ValuePart, ...]
    place: str
    is_supplied: bool = False
    """Its values come from a catalogue at Amazon and are not in the file."""


@dataclass(frozen=True, slots=True)
class Document:
    """All of a model; the dialog and the prompts stay in Amazon's JSON."""

    invocation: Text
    intents: tuple[IntentPart, ...]
    types: tuple[TypePart, ...]
    dialog: Json
    prompts: Sequence[Json]
    root: str
    """"/interactionModel", or nothing where the file begins inside it."""


def read_document(raw: Json) -> Document:
    """The parts of a model; VoiceError when the file has not the shape of one at all."""
    root = "/interactionModel" if "interactionModel" in raw else ""
    try:
        whole = mapping(raw.get("interactionModel", raw), root)
        language, place = (
            mapping(whole.get("languageModel"), f"{root}/languageModel"),
            f"{root}/languageModel",
        )
        return Document(
            Text(
                text(language.get("invocationName", ""), f"{place}/invocationName"), f"{place}/invocationName"
            ),
            tuple(_intent(one, at) for one, at in _items(language, "intents", place)),
            tuple(_type(one, at) for one, at in _items(language, "types", place)),
            _dialog(given(whole, "dialog", {}), f"{root}/dialog"),
            [_prompt(one, at) for one, at in _items(whole, "prompts", root)],
            root,
        )
    except Refused as wrong:
        raise VoiceError(f"this is no interaction model in Amazon's format: {wrong}") from None


def items(raw: Json, key: str, place: str) -> list[tuple[Json, str]]:
    """The objects in a list with their places; what is no object is left out."""
    found = raw.get(key)
    listed = found if isinstance(found, list) else []
    return [(one, f"{place}/{key}/{at}") for at, one in enumerate(listed) if isinstance(one, Mapping)]


def _items(raw: Json, key: str, place: str) -> list[tuple[Any, str]]:
    listed = listing(given(raw, key, []), f"{place}/{key}")
    return [(one, f"{place}/{key}/{at}") for at, one in enumerate(listed)]


def _dialog(raw: object, place: str) -> Json:
    """The dialog section, if its parts have their shapes."""
    dialog = mapping(raw, place)
    for intent, at in _items(dialog, "intents", place):
        _asks(intent, at)
        for slot, slot_at in _items(intent, "slots", at):
            _asks(slot, slot_at)
            for rule, rule_at in _items(slot, "validations", slot_at):
                text(mapping(rule, rule_at).get("type"), f"{rule_at}/type")
                text(given(rule, "prompt", ""), f"{rule_at}/prompt")
                listing(given(rule, "values", []), f"{rule_at}/values")
    return dialog


def _asks(raw: object, place: str) -> None:
    one = mapping(raw, place)
    text(one.get("name"), f"{place}/name")
    for key, prompt in mapping(given(one, "prompts", {}), f"{place}/prompts").items():
        text(prompt, f"{place}/prompts/{key}")


def _prompt(raw: object, place: str) -> Json:
    prompt = mapping(raw, place)
    text(prompt.get("id"), f"{place}/id")
    for variation, at in _items(prompt, "variations", place):
        text(mapping(variation, at).get("value"), f"{at}/value")
    return prompt


def _intent(raw: Any, place: str) -> IntentPart:
    one = mapping(raw, place)
    name = text(one.get("name"), f"{place}/name")
    slots = tuple(_slot(slot, at) for slot, at in _items(one, "slots", place))
    return IntentPart(name, slots, _texts(one, "samples", place), place)


def _slot(raw: Any, place: str) -> SlotPart:
    one = mapping(raw, place)
    name, type_name = text(one.get("name"), f"{place}/name"), text(one.get("type"), f"{place}/type")
    return SlotPart(name, type_name, _texts(one, "samples", place), place)


def _type(raw: Any, place: str) -> TypePart:
    one = mapping(raw, place)
    name = text(one.get("name"), f"{place}/name")
    values = tuple(_value(value, at) for value, at in _items(one, "values", place))
    return TypePart(name, values, place, is_supplied="valueSupplier" in one)


def _value(raw: Any, place: str) -> ValuePart:
    one = mapping(raw, place)
    name = mapping(one.get("name"), f"{place}/name")
    id_ = one.get("id")
    return ValuePart(
        text(name.get("value"), f"{place}/name/value"),
        None if id_ is None else str(id_),
        tuple(text(word, at) for word, at in _items(name, "synonyms", f"{place}/name")),
        place,
    )


def _texts(raw: Json, key: str, place: str) -> tuple[Text, ...]:
    return tuple(Text(text(one, at), at) for one, at in _items(raw, key, place))
