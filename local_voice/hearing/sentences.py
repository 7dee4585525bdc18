"""Example sentences of what customers may say, to learn from how words follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from local_voice.hearing.grammar import NAMES_KEPT, spoken_form
from local_voice.understanding.values import Frames

NUMBER = "{number}"
OF_A_NAME = 4
"""In how many sentences with frames each name stands."""
LIKELY_TIMES = 6
FEW_NUMBERS = 12
"""Numbers that are said often; the rest stand in one sentence each."""
DETERMINERS = ("", "a", "some", "the")

_SLOT = re.compile(r"\{[^{}]*\}")


def sentences(expected: Frames) -> Iterator[str]:
    """Frames with names and numbers in their slots, in turn, so that none is left out and nothing is spelled
    out: there are a few thousand, whatever the frames and names could make together."""
    names = [name for name in map(spoken_form, expected.names[:NAMES_KEPT]) if name]
    numbers = list(map(spoken_form, expected.numbers))
    yield from (text for frame in expected.frames if not _SLOT.search(frame) and (text := spoken_form(frame)))
    yield from LIKELY_TIMES * [text for phrase in expected.likely if (text := spoken_form(phrase))]
    yield from _filled([frame for frame in expected.frames if _SLOT.search(frame)], names, numbers)
    yield from names
    yield from numbers
    yield from _lists(names, numbers[:FEW_NUMBERS])
    yield from _counted(names, numbers[1:FEW_NUMBERS], expected.containers)


def _filled(frames: Sequence[str], names: Sequence[str], numbers: Sequence[str]) -> Iterator[str]:
    if not frames:
        return
    rounds = max(2, -(-OF_A_NAME * len(names) // len(frames)))
    name, number = cycle(names or [""]), cycle(numbers[:FEW_NUMBERS] or [""])
    for frame in frames:
        for _ in range(rounds):
            filled = _SLOT.sub(lambda slot: next(number if slot[0] == NUMBER else name), frame)
            if text := spoken_form(filled):
                yield text


def _lists(names: Sequence[str], numbers: Sequence[str]) -> Iterator[str]:
    """Several things in one breath: "a latte and two bananas"."""
    counts = cycle((*DETERMINERS, *numbers))
    for one, other in zip(names, islice(cycle(names), 1, None), strict=False):
        yield spoken_form(f"{next(counts)} {one} and {next(counts)} {other}")


def _counted(names: Sequence[str], numbers: Sequence[str], containers: Sequence[str]) -> Iterator[str]:
    """Several of one thing, and what holds them: "three avocados", "two cans of soup"."""
    packed = cycle(containers or [""])
    for name, number in zip(names, cycle(numbers), strict=False):
        yield f"{number} {plural(name)}"
        if container := next(packed):
            yield f"{number} {plural(container)} of {name}"
            yield f"a {container} of {name}"


def plural(name: str) -> str:
    """The regular plural of an English name; one that ends in s is taken for a plural."""
    if name.endswith("s"):
        return name
    if name.endswith(("x", "z", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if re.search(r"[^aeiou]y$", name) else f"{name}s"
