"""AMAZON.TIME and AMAZON.DURATION as people say them, in Alexa's forms: 07:30, MO, PT1H30M."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from local_voice.understanding.language import ClockWords, DurationWords
from local_voice.understanding.patterns import OneOf, Patterns, Read, Within

PARTS = ("MO", "AF", "EV", "NI")
MORNING, AFTERNOON, EVENING, NIGHT = range(4)
"""Parts of a day, as the language tables number them."""
NOON = 12
UNITS = ("Y", "M", "W", "D", "H", "M", "S")
WEEKS, DAYS, HOURS = 2, 3, 4
MOST = 10**9
"""Of a unit: nobody means so much."""


class TimeReader:
    """Reads the times of day of one language."""

    def __init__(self, table: ClockWords, number: Read):
        fields: Mapping[str, Read] = {
            "hour": Within(number, 0, 24),
            "minute": Within(number, 0, 59),
            "figures": _TwoFigures(number, table.zero),
            "part": OneOf(table.parts),
            "moment": OneOf(table.moments),
            "quarter": OneOf(table.quarters),
            "before": OneOf(dict.fromkeys(table.before, 1)),
            "after": OneOf(dict.fromkeys(table.after, 1)),
        }
        self._patterns = Patterns(table.patterns, fields)
        self._half_before = table.half_before

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        """The times that begin at a place: where they end, and Alexa's form."""
        for end, fields in self._patterns.at(words, start):
            form = self._form(fields)
            if form is not None:
                yield end, form

    def _form(self, said: Mapping[str, int]) -> str | None:
        if "moment" in said:
            return f"{said['moment'] // 60:02}:{said['moment'] % 60:02}"
        if "hour" not in said:
            return PARTS[said["part"]]
        minutes = 60 * _in_part(said["hour"], said.get("part"))
        minutes += self._beside(said)
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"

    def _beside(self, said: Mapping[str, int]) -> int:
        """Minutes past the hour; fewer than none for "quarter to"."""
        minutes = next((said[name] for name in ("quarter", "minute", "figures") if name in said), 0)
        if "before" in said or (self._half_before and said.get("quarter") == 30):
            return -minutes
        return minutes


def _in_part(hour: int, part: int | None) -> int:
    """The hour of 24 that an hour in the morning, afternoon, evening or night is."""
    if part is None or hour > NOON:
        return hour
    if part == MORNING:
        return hour % NOON
    if part == NIGHT and (hour == NOON or hour < 6):
        return hour % NOON
    return hour % NOON + NOON


@dataclass(frozen=True, slots=True)
class _TwoFigures:
    """Reads the minutes right after an hour: "thirty", "oh five", "05"."""

    number: Read
    zero: Sequence[str]

    def __call__(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
        least = 0 if words[start : start + 1] and len(words[start]) == 2 and words[start].isdigit() else 10
        yield from Within(self.number, least, 59)(words, start)
        if start + 1 < len(words) and words[start] in self.zero:
            yield from Within(self.number, 1, 9)(words, start + 1)


class DurationReader:
    """Reads lengths of time: some of a unit, one after the other."""

    def __init__(self, table: DurationWords, number: Read, joiner: str):
        fields: Mapping[str, Read] = {"number": Within(number, 0, MOST), "unit": OneOf(table.units)}
        self._patterns = Patterns(table.patterns, fields)
        self._halves = Patterns(table.halves, fields)
        self._quarters = Patterns(table.quarters, fields)
        self._and_a_half = [tuple(phrase.split()) for phrase in table.and_a_half]
        self._joiner = joiner

    def at(self, words: Sequence[str], start: int, now: datetime) -> Iterator[tuple[int, str]]:
        """The durations that begin at a place: where they end, and their ISO 8601 form."""
        for end, found in self._from(words, start, -1):
            yield end, _iso(found)

    def _from(self, words: Sequence[str], start: int, above: int) -> Iterator[tuple[int, dict[int, float]]]:
        """A part, and the smaller ones after it."""
        for end, unit, number in self._parts(words, start):
            if unit <= above:
                continue
            yield end, {unit: number}
            after = end + 1 if end < len(words) and words[end] == self._joiner else end
            for last, more in self._from(words, after, unit):
                yield last, {unit: number, **more}

    def _parts(self, words: Sequence[str], start: int) -> Iterator[tuple[int, int, float]]:
        for end, said in self._patterns.at(words, start):
            number = said.get("number", 1)
            yield end, said["unit"], number
            for half in self._and_a_half:
                if tuple(words[end : end + len(half)]) == half:
                    yield end + len(half), said["unit"], number + 0.5
        for end, said in self._halves.at(words, start):
            yield end, said["unit"], said.get("number", 0) + 0.5
        for end, said in self._quarters.at(words, start):
            yield end, said["unit"], 0.25


SMALLER = {0: (1, 12), 1: (3, 30), 2: (3, 7), 3: (4, 24), 4: (5, 60), 5: (6, 60)}
"""For each unit the one that halves of it are said in, and how many make it up."""


def _iso(parts: Mapping[int, float]) -> str:
    whole: dict[int, int] = {}
    for unit, number in parts.items():
        _add(whole, unit, number)
    if WEEKS in whole and len(whole) > 1:
        _add(whole, DAYS, 7 * whole.pop(WEEKS))
    day = "".join(f"{whole[unit]}{UNITS[unit]}" for unit in sorted(whole) if unit < HOURS)
    time = "".join(f"{whole[unit]}{UNITS[unit]}" for unit in sorted(whole) if unit >= HOURS)
    return f"P{day}" + (f"T{time}" if time else "")


def _add(whole: dict[int, int], unit: int, number: float) -> None:
    """Some of a unit, what is less than one of it in the next smaller one."""
    if int(number):
        whole[unit] = whole.get(unit, 0) + int(number)
    if (rest := number - int(number)) and unit in SMALLER:
        smaller, times = SMALLER[unit]
        _add(whole, smaller, round(rest * times, 3))
