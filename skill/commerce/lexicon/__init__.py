"""The words in which people ask for goods: counts, measures, limits; one table a language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from skill.commerce.rules.coupon import NumberWords


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words; see en.json for what each list means."""

    language: str
    articles: frozenset[str]
    anything: frozenset[str]
    one: frozenset[str]
    amounts: Mapping[str, int]
    numbers: tuple[str, ...]
    measures: frozenset[str]
    units: Mapping[str, str]
    half_of: tuple[str, ...]
    and_a_half: tuple[str, ...]
    joints: tuple[str, ...]
    corrections: tuple[str, ...]
    it: frozenset[str]
    with_: tuple[str, ...]
    without: tuple[str, ...]
    nor: tuple[str, ...]
    usual: tuple[str, ...]
    degrees: tuple[str, ...]
    aside: tuple[str, ...]
    fillers: tuple[str, ...]
    besides_that: frozenset[str]
    besides: tuple[str, ...]
    nearly: frozenset[str]
    openers: tuple[str, ...]
    holding: tuple[str, ...]
    sizes: tuple[str, ...]
    shares: tuple[str, ...]
    halves: tuple[str, ...]
    all: tuple[str, ...]
    others: tuple[str, ...]
    of_them: tuple[str, ...]
    again: tuple[str, ...]
    same: tuple[str, ...]
    pointing: tuple[str, ...]
    making: tuple[str, ...]
    cancels: tuple[str, ...]
    below: tuple[str, ...]
    priced: tuple[str, ...]
    """Before a price that is the most, where it says that it is money."""
    above: tuple[str, ...]
    between: tuple[str, ...]
    coins: frozenset[str]
    cents: frozenset[str]
    sorts: Mapping[str, tuple[str, ...]]
    than: Mapping[str, tuple[str, ...]]
    colors: frozenset[str]
    facets: Mapping[str, str]
    on_sale: tuple[str, ...]
    looking: tuple[str, ...]
    links: frozenset[str]
    positions: Mapping[str, str]
    outermost: Mapping[str, str]
    free: frozenset[str]
    free_of: tuple[str, ...]
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    kept_out: Mapping[str, tuple[str, ...]]
    codes: NumberWords


@cache
def lexicon(locale: str) -> Lexicon:
    """The table for a locale such as en-US; languages without one raise KeyError."""
    language = locale.partition("-")[0]
    file = files(__name__) / f"{language}.json"
    if not file.is_file():
        raise KeyError(f"there are no shopping words for {locale}")
    return _read(language, json.loads(file.read_text("utf-8")))


def _read(language: str, data: Mapping[str, Any]) -> Lexicon:
    lists = {one.name: _READ_AS[one.type](data[one.name.rstrip("_")]) for one in fields(Lexicon)[1:]}
    lists |= {name: _longest_first(data[name]) for name in _LONGEST_FIRST}
    return Lexicon(language, **lists)


def _codes(data: Mapping[str, Any]) -> NumberWords:
    return NumberWords(**{**data, "dashes": frozenset(data["dashes"])})


def _markers(data: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: _longest_first(markers) for name, markers in data.items()}


def _longest_first(phrases: list[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))


_LONGEST_FIRST = ("corrections", "below", "priced", "above", "on_sale", "looking")
"""Phrases of which one may begin another."""
_READ_AS: Mapping[Any, Callable[[Any], Any]] = {
    "frozenset[str]": frozenset,
    "tuple[str, ...]": tuple,
    "Mapping[str, int]": dict,
    "Mapping[str, str]": dict,
    "Mapping[str, tuple[str, ...]]": _markers,
    "NumberWords": _codes,
}
"""What a list of the table becomes, by the type that it has here."""
