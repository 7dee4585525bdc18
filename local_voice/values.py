"""Slot values given by name, not by speech: resolved exactly, against a model's slot types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from local_voice.envelope import language_model, value_id
from local_voice.understanding.values import Entities, Entity, Resolved, SlotValue, Status, given

Types = Mapping[str, Mapping[str, tuple[Resolved, ...]]]
"""Slot type -> folded word -> what it may mean."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a model's own types, and a skill's dynamic ones."""

    own: Types
    dynamic: Types = field(default_factory=dict)


def values_of(model: Mapping[str, Any], entities: Entities) -> Values:
    """All values of the model's own types; a type in `entities` takes its values from there."""
    types = {**_model_types(model), **given(entities)}
    return Values({name: _by_word(values) for name, values in types.items()})


def with_dynamic(values: Values, dynamic: Mapping[str, Sequence[Entity]]) -> Values:
    """The values with a skill's dynamic entities beside them."""
    return replace(values, dynamic={name: _by_word(more) for name, more in dynamic.items()})


def dynamic_types(types: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Entity, ...]]:
    """The `types` of a Dialog.UpdateDynamicEntities directive."""
    return {one["name"]: tuple(_entity(value) for value in (one.get("values") or ())) for one in types}


def read_slots(raw: Mapping[str, object], types: Mapping[str, str], values: Values) -> dict[str, SlotValue]:
    """Slots of an intent, each a word, {"value", "id"}, Alexa's JSON or a SlotValue."""
    return {name: _read(name, types.get(name, ""), one, values) for name, one in raw.items()}


def resolve(name: str, type_name: str, word: str, values: Values) -> SlotValue:
    """A word with what it means in its type; a plain built-in type has no resolutions."""
    own, dynamic = values.own.get(type_name), values.dynamic.get(type_name)
    new = None if dynamic is None else dynamic.get(_folded(word), ())
    if own is None:
        return SlotValue(name, word, (), None, None, new)
    found = own.get(_folded(word), ())
    status: Status = "ER_SUCCESS_MATCH" if found else "ER_SUCCESS_NO_MATCH"
    return SlotValue(name, word, found, status, None, new)


def _read(name: str, type_name: str, one: object, values: Values) -> SlotValue:
    if isinstance(one, SlotValue):
        return one
    if not isinstance(one, Mapping):
        return resolve(name, type_name, str(one), values)
    word = one.get("value")
    if word is None and isinstance(one.get("slotValue"), Mapping):
        return _of_slot_value(name, type_name, one["slotValue"], values)
    if word is None:
        return SlotValue(name, None, (), None, None)
    if one.get("id") is not None:
        return _with_id(name, str(word), str(one["id"]), values.own.get(type_name, {}))
    if isinstance(one.get("resolutions"), Mapping):
        return _with_resolutions(name, str(word), one["resolutions"])
    return resolve(name, type_name, str(word), values)


def _of_slot_value(name: str, type_name: str, one: Mapping[str, Any], values: Values) -> SlotValue:
    """A `slotValue`, single or a list, as a skill sends it back in an updatedIntent."""
    if one.get("type") != "List":
        return _read(name, type_name, {**one, "slotValue": None}, values)
    several = tuple(_of_slot_value(name, type_name, single, values) for single in one.get("values") or ())
    said = ", ".join(single.value for single in several if single.value is not None)
    return SlotValue(name, said or None, values=several)


def _with_id(name: str, word: str, wanted: str, known: Mapping[str, tuple[Resolved, ...]]) -> SlotValue:
    same = (one for several in known.values() for one in several if one.id == wanted)
    return SlotValue(name, word, (next(same, Resolved(wanted, word)),), "ER_SUCCESS_MATCH", None)


def _with_resolutions(name: str, word: str, resolutions: Mapping[str, Any]) -> SlotValue:
    """The first authority's answer, as it stands in a directive's updatedIntent."""
    first = next(iter(resolutions.get("resolutionsPerAuthority") or ()), None)
    if first is None:
        return SlotValue(name, word, (), None, None)
    found = tuple(Resolved(one["value"]["id"], one["value"]["name"]) for one in (first.get("values") or ()))
    return SlotValue(name, word, found, first["status"]["code"], first.get("authority"))


def _model_types(model: Mapping[str, Any]) -> dict[str, tuple[Entity, ...]]:
    types = language_model(model).get("types", ())
    return {one["name"]: tuple(_entity(value) for value in (one.get("values") or ())) for one in types}


def _entity(value: Mapping[str, Any]) -> Entity:
    name = value["name"]
    word = name["value"]
    return Entity(value_id(word, value.get("id")), word, tuple(name.get("synonyms") or ()))


def _by_word(entities: Iterable[Entity]) -> dict[str, tuple[Resolved, ...]]:
    words: dict[str, tuple[Resolved, ...]] = {}
    for entity in entities:
        for word in dict.fromkeys(_folded(one) for one in (entity.name, *entity.synonyms)):
            words[word] = (*words.get(word, ()), Resolved(entity.id, entity.name))
    return words


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
