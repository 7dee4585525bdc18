"""Slots of an utterance that no frame fits: the second opinion knows the intent, the words say the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local_voice.understanding.align import Alignment, Filled
from local_voice.understanding.filling import NUMBER_TYPES
from local_voice.understanding.frames import FREE_TYPE, Frame, Gap, Literal
from local_voice.understanding.heard import Heard

COST = 1.0
WORTH = 1.0
"""What such a reading costs and proves; how sure it is comes from the second opinion."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an intent takes its slots: each with the words before it in any sample."""

    intent: str
    sample: str
    gaps: dict[Gap, frozenset[str]]
    needs_words: bool
    """Every sample has free text: without any it was not this intent."""
    needs_value: bool
    """Every sample has a slot: "yes10" without figures is no secret code."""


def way_of(frames: Sequence[Frame]) -> Way:
    """What the frames of one intent have in common."""
    before: dict[Gap, set[str]] = {}
    for frame in frames:
        for place, one in enumerate(frame.elements):
            if isinstance(one, Gap):
                said = frame.elements[place - 1] if place else None
                words = before.setdefault(one, set())
                if isinstance(said, Literal):
                    words.add(said.word)
    gaps = {gap: frozenset(words) for gap, words in before.items()}
    needs_words = all(any(gap.type == FREE_TYPE for gap in frame.gaps) for frame in frames)
    first = frames[0]
    return Way(first.intent, first.sample, gaps, needs_words, all(frame.gaps for frame in frames))


def guessed(way: Way, heard: Heard) -> Alignment | None:
    """The values that the words name, each in the slot that takes it.

    None when a thing was named that finds no slot, or a slot is needed and none is filled.
    """
    filled: dict[str, Filled] = {}
    for gap in way.gaps:
        if gap.name not in filled and (found := _found(gap, way, heard, list(filled.values()))):
            filled[gap.name] = found
    if way.needs_words and not any(one.gap.type == FREE_TYPE for one in filled.values()):
        return None
    if way.needs_value and not filled:
        return None
    if _forgets(heard, filled.values()):
        return None
    slots = tuple(sorted(filled.values(), key=lambda one: one.start))
    cost = COST + sum(one.cost for one in slots)
    return Alignment(Frame(way.intent, (), way.sample), cost, slots, WORTH)


def _forgets(heard: Heard, filled: Iterable[Filled]) -> bool:
    """Whether the name of some thing, or figures in a row, are in no slot: nothing asked for is dropped.

    "Please eight three" is half a code; a figure by itself may be "one" of them.
    """
    taken = {place for one in filled for place in range(one.start, one.end)}
    things = {place for place, whole in enumerate(heard.whole) if whole}
    begins = {one.start for one in heard.numbers}
    figures = {place for one in heard.numbers if one.end in begins for place in (one.start, one.end)}
    return bool((things | figures) - taken)


def _found(gap: Gap, way: Way, heard: Heard, taken: Sequence[Filled]) -> Filled | None:
    if gap.type == FREE_TYPE:
        return _of_names(gap, heard)
    spans = _spans(gap, way.gaps[gap], heard)
    free = [one for one in spans if not any(one[0] < old.end and old.start < one[1] for old in taken)]
    best = max(free, key=lambda span: (span[1] - span[0], -span[2]), default=None)
    return Filled(gap, *best) if best else None


def _spans(gap: Gap, before: frozenset[str], heard: Heard) -> Sequence[tuple[int, int, float]]:
    if gap.type in heard.spans:
        return heard.spans[gap.type]
    if gap.type in NUMBER_TYPES:
        return [
            (one.start, one.end, 0.0)
            for one in heard.numbers
            if _fits(one.start, one.end, gap, before, heard)
        ]
    return [(start, end, 0.0) for start, end, _ in heard.typed.get(gap.type, ())]


def _fits(start: int, end: int, gap: Gap, before: frozenset[str], heard: Heard) -> bool:
    """A count stands before the name of a thing, any other number after the word that announces it."""
    if gap.before_gap:
        return any(first == end for spans in heard.spans.values() for first, _, _ in spans)
    return start > 0 and not before.isdisjoint(heard.matches[start - 1])


def _of_names(gap: Gap, heard: Heard) -> Filled | None:
    """Free text from the first name in it to the last."""
    named = [place for place, one in enumerate(heard.named) if one]
    return Filled(gap, named[0], named[-1] + 1, 0.0) if named else None
