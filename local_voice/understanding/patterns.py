"""Phrases with places for words of a kind ("half past {hour}"), found in an utterance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Read = Callable[[Sequence[str], int], Iterator[tuple[int, int]]]
"""From words and a place: where the words end that mean something there, and what they mean."""


class Patterns:
    """The phrases of one kind of value; `fields` read the words that stand in their places."""

    def __init__(self, patterns: Sequence[str], fields: Mapping[str, Read]):
        self._patterns = [tuple(pattern.split()) for pattern in patterns]
        self._fields = fields

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, dict[str, int]]]:
        """All phrases that begin at a place: where they end, and their fields."""
        for pattern in self._patterns:
            yield from self._match(pattern, words, start, {})

    def _match(
        self, pattern: Sequence[str], words: Sequence[str], place: int, found: dict[str, int]
    ) -> Iterator[tuple[int, dict[str, int]]]:
        if not pattern:
            yield place, found
            return
        part, rest = pattern[0], pattern[1:]
        if part.startswith("{"):
            name = part[1:-1]
            for end, value in self._fields[name](words, place):
                yield from self._match(rest, words, end, {**found, name: value})
        elif place < len(words) and words[place] in part.split("|"):
            yield from self._match(rest, words, place + 1, found)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Reads the words and phrases of a table."""

    table: Mapping[str, int]

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        for phrase, value in self.table.items():
            end = start + phrase.count(" ") + 1
            if " ".join(words[start:end]) == phrase:
                yield end, value


@dataclass(frozen=True, slots=True)
class Within:
    """Reads numbers between two others."""

    read: Read
    least: int
    most: int

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        return ((end, value) for end, value in self.read(words, start) if self.least <= value <= self.most)


@dataclass(frozen=True, slots=True)
class Either:
    """Reads what one of several reads."""

    reads: tuple[Read, ...]

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        for read in self.reads:
            yield from read(words, start)
