"""What the normaliser must know about a language; one table a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Currency:
    """One and several of the unit, one and several of its hundredth (empty: it has none)."""

    one: str
    many: str
    small_one: str
    small_many: str


@dataclass(frozen=True, slots=True)
class Language:
    """The words for what is written in signs."""

    code: str
    currencies: Mapping[str, Currency]
    units: Mapping[str, tuple[str, str]]
    """Lower case abbreviation after a number -> one, several."""
    signs: Mapping[str, str]
    fractions: Mapping[str, str]
    months: tuple[str, ...]
    joined: str
    per: str
    times: str
    """Between the numbers of "6 x 330 ml"."""
    to: str
    """Between the numbers of "2-3 days"."""
    number: str
    minus: str
    point: str
    oh: str
    """A zero between hour and minute."""
    full_hour: str
    decades: Mapping[str, str]
    """The tens of a decade, such as ninety, as people call it."""
    abbreviations: Mapping[str, str]
    """With their capitals and full stops, as they are written."""
    closing: frozenset[str]
    """Those that a sentence may end with, before a capital; others go on ("Mr. Clean")."""
    weekdays: Mapping[str, str]
    compared: Mapping[str, str]
    """Signs before a number: about, more than."""
    large: Mapping[str, str]
    """What an amount of money is times: k, M."""
    measured: frozenset[str]
    """What is one word with the measure before it: a 10 pound bag."""
    streets: Mapping[str, str]
    """In lower case, as the end of an address has them."""
    each: str
    out_of: str
    """Between a mark and the best one."""
    day_first: bool = False
    """3/4/2026 is the third of April."""


Rules = Sequence[tuple[str, Callable[[Language, re.Match[str]], str]]]
"""Patterns of what is written, in the order in which they are looked for, and what each says."""
NUMBER = r"\d+(?:\.\d+)?"
DASH = r"\s?[-–]\s?"


def any_of(texts: Iterable[str]) -> str:
    """A pattern of any of them, the longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


def to(language: Language, found: re.Match[str]) -> str:
    """A dash between two numbers."""
    del found
    return f" {language.to} "
