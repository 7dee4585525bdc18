"""Whether a slot's value keeps the rules of the dialog model, each kind of value compared in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from local_voice.comparable import (
    DAY_MINUTES,
    Span,
    clock_time,
    day,
    day_after,
    duration_parts,
    number,
    reader_for,
)
from local_voice.dialog_model import SlotRules, Validation

if TYPE_CHECKING:
    from local_voice.understanding.values import SlotValue

NO_MATCH = "ER_SUCCESS_NO_MATCH"


def first_broken(rules: SlotRules, value: SlotValue, now: datetime) -> Validation | None:
    """The first rule, in the model's order, that a value of the slot does not keep.

    `now` is the request's time.
    """
    single = value.values or (value,)
    return next(
        (rule for rule in rules.validations if not all(keeps(rule, rules.type, one, now) for one in single)),
        None,
    )


def keeps(rule: Validation, type_name: str, value: SlotValue, now: datetime) -> bool:
    """Whether a value keeps a rule; a rule that cannot be read holds nobody up (the check names it)."""
    match rule.type:
        case "hasEntityResolutionMatch":
            return value.status != NO_MATCH or bool(value.dynamic)
        case "isInSet":
            return _in_set(rule, value)
        case "isNotInSet":
            return not _in_set(rule, value)
        case "isInDuration":
            return _in_duration(rule, type_name, value.value or "", now)
        case "isNotInDuration":
            return not _in_duration(rule, type_name, value.value or "", now)
    compare = COMPARISONS.get(rule.type)
    limit = reader_for(type_name)(rule.value or "")
    if compare is None or limit is None:
        return True
    span = reader_for(type_name)(value.value or "")
    return span is not None and compare(span, limit)


COMPARISONS: Mapping[str, Callable[[Span, Span], bool]] = {
    "isGreaterThan": lambda value, limit: value[0] > limit[1],
    "isGreaterThanOrEqualTo": lambda value, limit: value[0] >= limit[0],
    "isLessThan": lambda value, limit: value[1] < limit[0],
    "isLessThanOrEqualTo": lambda value, limit: value[1] <= limit[1],
}
"""A span is greater than another when all of it comes after it, and at least as great from its start on."""

TYPES = frozenset(
    {
        *COMPARISONS,
        "hasEntityResolutionMatch",
        "isInSet",
        "isNotInSet",
        "isInDuration",
        "isNotInDuration",
    }
)
"""All rules that Alexa knows."""


def is_bound(type_name: str, text: str) -> bool:
    """Whether a text can be the start or end of a duration for a slot type."""
    return text == "" or duration_parts(text) is not None or reader_for(type_name)(text) is not None


def _in_set(rule: Validation, value: SlotValue) -> bool:
    """The value as it was said or as it was resolved; figures by what they are worth."""
    said = _folded([value.value or "", *(one.name for one in (*value.resolved, *(value.dynamic or ())))])
    return bool(said & _folded(rule.values))


def _folded(words: Iterable[str]) -> set[object]:
    return {number(word) or " ".join(word.casefold().split()) for word in words}


def _in_duration(rule: Validation, type_name: str, value: str, now: datetime) -> bool:
    return _time_in(rule, value, now) if type_name == "AMAZON.TIME" else _day_in(rule, value, now)


def _day_in(rule: Validation, value: str, now: datetime) -> bool:
    """Whether all days of the value lie between start and end, both included; either may be left open."""
    span = day(value)
    if span is None:
        return False
    start, end = _day_bound(rule.start, now, 0), _day_bound(rule.end, now, 1)
    return (start is None or start <= span[0]) and (end is None or span[1] <= end)


def _day_bound(text: str | None, now: datetime, side: int) -> Decimal | None:
    parts = duration_parts(text or "")
    if parts is not None:
        return day_after(now, parts)
    span = day(text or "")
    return None if span is None else span[side]


def _time_in(rule: Validation, value: str, now: datetime) -> bool:
    """Whether the time comes round between start and end, which may lie on two sides of midnight."""
    span = clock_time(value)
    if span is None:
        return False
    start, end = _time_bound(rule.start, now, 0), _time_bound(rule.end, now, DAY_MINUTES - 1)
    if end < start:
        end += DAY_MINUTES
    length = end - start
    return length >= DAY_MINUTES or all(int(one - start) % DAY_MINUTES <= length for one in span)


def _time_bound(text: str | None, now: datetime, default: int) -> Decimal:
    """Minutes since this morning's midnight."""
    parts = duration_parts(text or "")
    if parts is not None:
        minutes = 60 * parts.get("TH", Decimal(0)) + parts.get("TM", Decimal(0))
        return Decimal(60 * now.hour + now.minute) + minutes
    span = clock_time(text or "")
    return Decimal(default) if span is None else span[0]
