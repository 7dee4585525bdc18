"""What the normaliser must know about a language; one table a language."""

from __future__ import annotations

from collections.abc import Mapping
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
    day_first: bool = False
    """3/4/2026 is the third of April."""
