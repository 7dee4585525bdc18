"""The words in which people ask for goods: counts, measures, limits; one table a language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
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
    return Lexicon(
        language=language,
        articles=frozenset(data["articles"]),
        anything=frozenset(data["anything"]),
        one=frozenset(data["one"]),
        amounts=data["amounts"],
        numbers=tuple(data["numbers"]),
        measures=frozenset(data["measures"]),
        units=data["units"],
        half_of=tuple(data["half_of"]),
        and_a_half=tuple(data["and_a_half"]),
        joints=tuple(data["joints"]),
        corrections=_longest_first(data["corrections"]),
        it=frozenset(data["it"]),
        with_=tuple(data["with"]),
        without=tuple(data["without"]),
        nor=tuple(data["nor"]),
        usual=tuple(data["usual"]),
        degrees=tuple(data["degrees"]),
        aside=tuple(data["aside"]),
        fillers=tuple(data["fillers"]),
        openers=tuple(data["openers"]),
        holding=tuple(data["holding"]),
        sizes=tuple(data["sizes"]),
        shares=tuple(data["shares"]),
        halves=tuple(data["halves"]),
        all=tuple(data["all"]),
        others=tuple(data["others"]),
        of_them=tuple(data["of_them"]),
        again=tuple(data["again"]),
        same=tuple(data["same"]),
        pointing=tuple(data["pointing"]),
        making=tuple(data["making"]),
        cancels=tuple(data["cancels"]),
        below=_longest_first(data["below"]),
        above=_longest_first(data["above"]),
        between=tuple(data["between"]),
        coins=frozenset(data["coins"]),
        cents=frozenset(data["cents"]),
        sorts={sort: _longest_first(markers) for sort, markers in data["sorts"].items()},
        than={step: _longest_first(markers) for step, markers in data["than"].items()},
        colors=frozenset(data["colors"]),
        facets=data["facets"],
        on_sale=_longest_first(data["on_sale"]),
        looking=_longest_first(data["looking"]),
        links=frozenset(data["links"]),
        positions=data["positions"],
        outermost=data["outermost"],
        free=frozenset(data["free"]),
        free_of=tuple(data["free_of"]),
        contains=tuple(data["contains"]),
        may_contain=tuple(data["may_contain"]),
        kept_out={trait: tuple(words) for trait, words in data["kept_out"].items()},
        codes=NumberWords(**{**data["codes"], "dashes": frozenset(data["codes"]["dashes"])}),
    )


def _longest_first(phrases: list[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))
