"""Whether a phrase was said in a sound, where, and how much that is doubted: from a recogniser's guesses.

The recogniser knows the phrase, phrases that sound almost like it, and "other speech". These prove different
things: noise makes other speech of every phrase, so that it may be a little ahead; what sounds almost like
the phrase is in the same noise, and tells more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_voice.hearing.grammar import UNKNOWN


class Word(NamedTuple):
    """A word of a guess, and when it was said, in seconds."""

    text: str
    begin_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Timed:
    """A guess with the recogniser's score for it (higher is better)."""

    words: tuple[Word, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase is, and how far ahead (in the recogniser's scores) of what else it may have been."""

    begin_s: float
    end_s: float
    ahead_of_alike: float = math.inf
    """Of the best guess in which a phrase that sounds almost like it is in its place."""
    ahead_of_other: float = math.inf
    """Of the best guess in which it is other speech."""


def found_in(guesses: Sequence[Timed], phrases: Sequence[str]) -> Found | None:
    """The best guess with one of the phrases, weighed against those without; None where none has it."""
    wanted = [tuple(phrase.split()) for phrase in phrases]
    own = {UNKNOWN}.union(*wanted)
    best: tuple[float, Word, Word] | None = None
    alike = other = -math.inf
    for guess in sorted(guesses, key=lambda guess: -guess.score):
        place = _place(guess, wanted)
        if place is not None:
            best = best or (guess.score, *place)
        elif own.issuperset(word.text for word in guess.words):
            other = max(other, guess.score)
        else:
            alike = max(alike, guess.score)
    if best is None:
        return None
    score, first, last = best
    return Found(first.begin_s, last.end_s, score - alike, score - other)


def _place(guess: Timed, wanted: Sequence[tuple[str, ...]]) -> tuple[Word, Word] | None:
    """Its first and its last word, where it was said last."""
    texts = tuple(word.text for word in guess.words)
    for start in range(len(texts) - 1, -1, -1):
        for phrase in wanted:
            if texts[start : start + len(phrase)] == phrase:
                return guess.words[start], guess.words[start + len(phrase) - 1]
    return None
