"""Checks of the JSON that a skill sends: each gives the value back, or raises Refused with the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CONFIRMATIONS = ("NONE", "CONFIRMED", "DENIED")


class Refused(Exception):
    """A value is not what Alexa's interface says; the text names its place."""


def mapping(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused(f"{where} must be an object")
    return raw


def listing(raw: object, where: str) -> Sequence[Any]:
    if not isinstance(raw, list):
        raise Refused(f"{where} must be a list")
    return raw


def text(raw: object, where: str) -> str:
    if not isinstance(raw, str):
        raise Refused(f"{where} must be a string")
    return raw


def given(raw: Mapping[str, Any], key: str, default: object) -> object:
    """null is as good as absent."""
    return default if raw.get(key) is None else raw[key]


def directive(raw: object, where: str) -> Mapping[str, Any]:
    """A directive; of those that concern dialogs all that the device reads is checked."""
    one = mapping(raw, where)
    kind = text(one.get("type"), f"{where}.type")
    if kind == "Dialog.UpdateDynamicEntities":
        for at, entry in enumerate(listing(given(one, "types", []), f"{where}.types")):
            _slot_type(entry, f"{where}.types[{at}]")
    elif kind.startswith("Dialog.") and one.get("updatedIntent") is not None:
        intent(one["updatedIntent"], f"{where}.updatedIntent")
    return one


def intent(raw: object, where: str) -> Mapping[str, Any]:
    """An intent with its slots, as in a request or an updatedIntent."""
    one = mapping(raw, where)
    text(one.get("name"), f"{where}.name")
    _confirmation(one, where)
    for name, slot in mapping(given(one, "slots", {}), f"{where}.slots").items():
        _slot(slot, f"{where}.slots.{name}")
    return one


def _slot(raw: object, where: str) -> None:
    slot = mapping(raw, where)
    _confirmation(slot, where)
    text(given(slot, "value", ""), f"{where}.value")
    _slot_value(mapping(given(slot, "slotValue", {}), f"{where}.slotValue"), f"{where}.slotValue")
    _resolutions(slot, where)


def _slot_value(raw: Mapping[str, Any], where: str) -> None:
    """A single value, or a list of single ones."""
    text(given(raw, "value", ""), f"{where}.value")
    _resolutions(raw, where)
    for at, one in enumerate(listing(given(raw, "values", []), f"{where}.values")):
        place = f"{where}.values[{at}]"
        single = mapping(one, place)
        if single.get("type") == "List":
            raise Refused(f"{place} must be a single value")
        _slot_value(single, place)


def _resolutions(slot: Mapping[str, Any], where: str) -> None:
    resolutions = mapping(given(slot, "resolutions", {}), f"{where}.resolutions")
    for at, one in enumerate(listing(given(resolutions, "resolutionsPerAuthority", []), where)):
        _authority(one, f"{where}.resolutions.resolutionsPerAuthority[{at}]")


def _authority(raw: object, where: str) -> None:
    authority = mapping(raw, where)
    text(mapping(authority.get("status"), f"{where}.status").get("code"), f"{where}.status.code")
    for at, one in enumerate(listing(given(authority, "values", []), f"{where}.values")):
        value = mapping(mapping(one, where).get("value"), f"{where}.values[{at}].value")
        text(value.get("name"), f"{where}.values[{at}].value.name")
        text(value.get("id"), f"{where}.values[{at}].value.id")


def _confirmation(raw: Mapping[str, Any], where: str) -> None:
    if given(raw, "confirmationStatus", "NONE") not in CONFIRMATIONS:
        raise Refused(f"{where}.confirmationStatus must be one of {', '.join(CONFIRMATIONS)}")


def _slot_type(raw: object, where: str) -> None:
    """A type of UpdateDynamicEntities with its values and their synonyms."""
    entry = mapping(raw, where)
    text(entry.get("name"), f"{where}.name")
    for at, value in enumerate(listing(given(entry, "values", []), f"{where}.values")):
        place = f"{where}.values[{at}]"
        name = mapping(mapping(value, place).get("name"), f"{place}.name")
        text(name.get("value"), f"{place}.name.value")
        text(given(value, "id", ""), f"{place}.id")
        for synonym in listing(given(name, "synonyms", []), f"{place}.name.synonyms"):
            text(synonym, f"{place}.name.synonyms")


def strings(raw: object) -> frozenset[str]:
    """A list of words in another program's JSON; anything else is none."""
    return frozenset(one for one in raw if isinstance(one, str)) if isinstance(raw, list) else frozenset()
