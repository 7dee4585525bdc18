"""Words that sound almost like another: "yellow" and "fellow" beside "hello", "shopping" beside "shop"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from local_voice.hearing.pronunciation import Phones, dictionary, pronunciations

GOES_ON = 3
"""Phones: what is longer is heard to be another word."""


def neighbours(word: str) -> frozenset[str]:
    """Words of the dictionary that have one phone otherwise, more or less; none that sound the same."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    ways = pronunciations([word]).get(word, ())
    found = set[str]()
    for way in ways:
        near = process.extract(
            way, _spoken(), scorer=Levenshtein.distance, score_cutoff=1, limit=None, processor=None
        )
        found |= {_words()[place] for _, _, place in near}
    return frozenset(found - set(_alike(ways)) - {word})


def longer(word: str) -> frozenset[str]:
    """Words of the dictionary that begin with it and go on for a few phones."""
    ways = pronunciations([word]).get(word, ())
    return frozenset(
        other
        for other, phones in zip(_words(), _spoken(), strict=True)
        for way in ways
        if phones[: len(way)] == way and 0 < len(phones) - len(way) <= GOES_ON
    )


def _alike(ways: tuple[Phones, ...]) -> Iterator[str]:
    """Words that are spoken like it in one of its ways: who says one has said the other."""
    return (word for word, phones in zip(_words(), _spoken(), strict=True) if phones in ways)


@cache
def _spoken() -> tuple[Phones, ...]:
    return tuple(way for ways in dictionary().values() for way in ways)


@cache
def _words() -> tuple[str, ...]:
    return tuple(word for word, ways in dictionary().items() for _ in ways)
