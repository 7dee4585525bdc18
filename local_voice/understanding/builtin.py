"""Amazon's built-in slot types: which words fill them, and the form in which Alexa sends them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from local_voice.understanding.calendar_words import DateReader
from local_voice.understanding.clock_words import DurationReader, TimeReader
from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.patterns import Read
from local_voice.understanding.text import fold
from local_voice.understanding.values import Entity

DATE, TIME, DURATION = "AMAZON.DATE", "AMAZON.TIME", "AMAZON.DURATION"
ORDINAL, FOUR_DIGITS, PHONE = "AMAZON.Ordinal", "AMAZON.FOUR_DIGIT_NUMBER", "AMAZON.PhoneNumber"
SHORTEST_PHONE, LONGEST_PHONE = 3, 15
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")

NAMED_EVERYWHERE = frozenset({"AMAZON.Country", "AMAZON.Language", "AMAZON.DayOfWeek", "AMAZON.Month"})
"""Types whose values Unicode's tables name in every language."""

Typed = tuple[int, int, str]
"""Where a value stands, and its form."""


class Reader(Protocol):
    """Reads the values of one type."""

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]: ...


class Readers:
    """The built-in types of one language whose values are said in words that can be worked out."""

    def __init__(self, language: Language, numbers: NumberReader):
        number, count, ordinal = _Numbers(numbers, "plain"), _Numbers(numbers, "article"), _Ordinals(language)
        self._make: Mapping[str, Callable[[], Reader]] = {
            DATE.casefold(): lambda: DateReader(language.calendar, number, count, ordinal),
            TIME.casefold(): lambda: TimeReader(language.clock, number),
            DURATION.casefold(): lambda: DurationReader(language.durations, count, language.numbers.joiner),
            ORDINAL.casefold(): lambda: _Plain(ordinal),
            FOUR_DIGITS.casefold(): lambda: _FourDigits(numbers),
            PHONE.casefold(): lambda: _Phone(language, numbers),
        }

    def of(self, type_name: str) -> Reader | None:
        """The reader of a type; None for a type whose values are not worked out."""
        make = self._make.get(type_name.casefold())
        return make() if make else None


def spans(reader: Reader, words: Sequence[str], now: datetime) -> list[Typed]:
    """All values in an utterance, long and short; of two that take the same words the first."""
    found: dict[tuple[int, int], str] = {}
    for start in range(len(words)):
        for end, value in reader.at(words, start, now):
            found.setdefault((start, end), value)
    return [(start, end, value) for (start, end), value in found.items()]


def usual_values(type_name: str, language: Language) -> tuple[Entity, ...]:
    """Values of a built-in type that are so usual that they are known; they have no ids, as with Alexa."""
    if type_name in language.values:
        return tuple(Entity("", name) for name in language.values[type_name])
    if type_name not in NAMED_EVERYWHERE:
        return ()
    from babel import Locale

    locale = Locale(language.code)
    names = {
        "AMAZON.Country": [name for code, name in locale.territories.items() if len(code) == 2],
        "AMAZON.Language": [name for code, name in locale.languages.items() if len(code) == 2],
        "AMAZON.DayOfWeek": locale.days["stand-alone"]["wide"].values(),
        "AMAZON.Month": locale.months["stand-alone"]["wide"].values(),
    }
    return tuple(Entity("", name) for name in names[type_name])


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Reads whole numbers; `also` is the kind that counts beside plain ones."""

    numbers: NumberReader
    also: str

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        for one in self.numbers.at(words, start):
            if one.kind in ("plain", self.also) and one.value.isdigit():
                yield one.end, int(one.value)


class _Ordinals:
    """Reads first, 2nd, twenty third."""

    def __init__(self, language: Language):
        self._table = {fold(said): value for said, value in language.ordinals.items()}
        self._longest = max((said.count(" ") + 1 for said in self._table), default=0)

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        if start < len(words) and (figures := _ORDINAL.fullmatch(words[start])):
            yield start + 1, int(figures.group(1))
        for end in range(start + 1, min(len(words), start + self._longest) + 1):
            value = self._table.get(" ".join(words[start:end]))
            if value is not None:
                yield end, value


class _Plain:
    """A whole number as it is."""

    def __init__(self, read: Read):
        self._read = read

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        for end, value in self._read(words, start):
            yield end, str(value)


class _FourDigits:
    """Four figures, however they are grouped; "nineteen eighty four", "one two three four"."""

    def __init__(self, numbers: NumberReader):
        self._numbers = numbers

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        for one in self._numbers.at(words, start):
            if one.kind == "plain" and len(one.value) == 4 and one.value.isdigit():
                yield one.end, one.value


class _Phone:
    """Figures one after the other, single, in groups, or doubled: "five five five, double one, twenty"."""

    def __init__(self, language: Language, numbers: NumberReader):
        self._figures = language.numbers.figures
        self._times = language.numbers.times
        self._numbers = numbers

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        place, figures = start, ""
        while place < len(words) and len(figures) <= LONGEST_PHONE:
            found = self._group(words, place)
            if found is None:
                break
            place, figures = found[0], figures + found[1]
            if SHORTEST_PHONE <= len(figures) <= LONGEST_PHONE:
                yield place, figures

    def _group(self, words: Sequence[str], place: int) -> tuple[int, str] | None:
        word = words[place]
        if word in self._figures:
            return place + 1, str(self._figures[word])
        if word in self._times and place + 1 < len(words) and words[place + 1] in self._figures:
            return place + 2, str(self._figures[words[place + 1]]) * self._times[word]
        longest = max(
            (one for one in self._numbers.at(words, place) if one.kind == "plain" and one.value.isdigit()),
            key=lambda one: one.end,
            default=None,
        )
        return (longest.end, longest.value) if longest else None
