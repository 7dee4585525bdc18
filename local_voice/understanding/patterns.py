"""Phrases with places for words of a kind ("half past {hour}"), found in an utterance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Read = Callable[[Sequence[str], int], Iterator[tuple[int, int]]]
"""From words and a place: where the words end that mean something there, and what they mean."""


Part = str | frozenset[str]
"""A field by its name, or the words one of which must stand there."""


class Patterns:
    """The phrases of one kind of value; `fields` read the words that stand in their places."""

    def __init__(self, patterns: Sequence[str], fields: Mapping[str, Read]):
        self._patterns = [tuple(_part(word) for word in pattern.split()) for pattern in patterns]
        self._fields = fields
        self._beginning: dict[str, list[int]] = {}
        self._led_by: dict[str, list[int]] = {}
        """Phrases by the word, and by the field, with which they begin."""
        for number, pattern in enumerate(self._patterns):
            for part in (pattern[0],) if isinstance(pattern[0], str) else pattern[0]:
                led = self._led_by if isinstance(pattern[0], str) else self._beginning
                led.setdefault(part, []).append(number)

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, dict[str, int]]]:
        """All phrases that begin at a place: where they end, and their fields."""
        if start >= len(words):
            return
        numbers = list(self._beginning.get(words[start], ()))
        read = {field: tuple(self._fields[field](words, start)) for field in self._led_by}
        for field, values in read.items():
            if values:
                numbers += self._led_by[field]
        for number in sorted(numbers):
            first, *rest = self._patterns[number]
            if not isinstance(first, str):
                yield from self._match(rest, words, start + 1, {})
                continue
            for end, value in read[first]:
                yield from self._match(rest, words, end, {first: value})

    def _match(
        self, pattern: Sequence[Part], words: Sequence[str], place: int, found: dict[str, int]
    ) -> Iterator[tuple[int, dict[str, int]]]:
        if not pattern:
            yield place, found
            return
        part, rest = pattern[0], pattern[1:]
        if isinstance(part, str):
            for end, value in self._fields[part](words, place):
                yield from self._match(rest, words, end, {**found, part: value})
        elif place < len(words) and words[place] in part:
            yield from self._match(rest, words, place + 1, found)


def _part(word: str) -> Part:
    return word[1:-1] if word.startswith("{") else frozenset(word.split("|"))


class OneOf:
    """Reads the words and phrases of a table."""

    def __init__(self, table: Mapping[str, int]):
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, value in table.items():
            words = tuple(phrase.split())
            self._phrases.setdefault(words[0], []).append((words, value))

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        for phrase, value in self._phrases.get(words[start], ()) if start < len(words) else ():
            end = start + len(phrase)
            if tuple(words[start:end]) == phrase:
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
