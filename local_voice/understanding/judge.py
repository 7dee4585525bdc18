"""Aligned frames weighed against each other: what their slots mean, what they cost, how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from local_voice.understanding.align import Alignment, Filled
from local_voice.understanding.entities import NOTHING, EntityIndex, Resolution
from local_voice.understanding.heard import AMBIGUOUS, FREE_TYPE, NUMBER_TYPES, Heard
from local_voice.understanding.text import said
from local_voice.understanding.values import MATCH, NO_MATCH, Context, SlotValue

BY_NAME = 0.98
EXPECTED = 0.3
"""What an intent is cheaper by when it answers an open question."""
PER_SLOT = 0.02
"""A reading that fills more slots wins over one that says the same with words."""
BARE_UNKNOWN = 1.2
"""Words that nobody knows, without anything around them that says what they are for."""
ENOUGH_AROUND = 0.55


@dataclass(frozen=True, slots=True)
class Parse:
    """One reading of an utterance."""

    intent: str
    slots: Mapping[str, SlotValue]
    cost: float
    worth: float
    sample: str

    @property
    def confidence(self) -> float:
        """How much of the reading is proved by what was said, from 0 to 1."""
        paid = max(self.cost, 0.0)
        return self.worth / (self.worth + paid) if self.worth > 0 else 0.0


class Knows(Protocol):
    """What is known about single words."""

    def in_a_name(self, word: str) -> bool:
        """Whether any listed value has this word."""


@dataclass(frozen=True, slots=True)
class _Slot:
    value: SlotValue
    cost: float
    worth: float
    known: bool


def judge(
    alignment: Alignment, heard: Heard, indexes: Mapping[str, EntityIndex], knows: Knows, context: Context
) -> Parse:
    """A reading with the meaning of its slots and its final cost."""
    slots = [_read(one, heard, indexes, knows, context) for one in alignment.filled]
    estimated = sum(one.cost for one in alignment.filled)
    cost = alignment.cost - estimated + sum(slot.cost for slot in slots) - PER_SLOT * len(slots)
    worth = alignment.worth + sum(slot.worth for slot in slots)
    if not all(slot.known for slot in slots) and alignment.worth < ENOUGH_AROUND:
        cost += BARE_UNKNOWN
    if alignment.frame.intent in context.expects:
        cost, worth = cost - EXPECTED, worth + 0.5
    values = {slot.value.name: slot.value for slot in slots}
    return Parse(alignment.frame.intent, values, cost, worth, alignment.frame.sample)


def elicited(parse: Parse) -> Parse:
    """The reading of an answer to a question for a slot: expected, and hard to take for anything else."""
    return replace(parse, cost=parse.cost - EXPECTED, worth=parse.worth + 1.0)


def _read(
    filled: Filled, heard: Heard, indexes: Mapping[str, EntityIndex], knows: Knows, context: Context
) -> _Slot:
    name, type_name = filled.gap.name, filled.gap.type
    words = heard.words[filled.start : filled.end]
    text = said(heard.tokens[filled.start : filled.end])
    if type_name in indexes:
        found = indexes[type_name].resolve(words, context.likely)
        return _typed(name, text, filled, found)
    if type_name in NUMBER_TYPES:
        value = heard.number(filled.start, filled.end)
        cost = filled.cost + (
            0.5 if type_name == "AMAZON.FOUR_DIGIT_NUMBER" and len(value or "") != 4 else 0.0
        )
        return _Slot(SlotValue(name, value), cost, 0.6 if filled.cost == 0 else 0.1, True)
    known = sum(knows.in_a_name(word) for word in words)
    worth = min(0.3 * known + 0.05 * (len(words) - known), 2.0)
    return _Slot(
        SlotValue(name, text), filled.cost, worth, type_name == FREE_TYPE and known * 2 >= len(words)
    )


def _typed(name: str, text: str, filled: Filled, found: Resolution) -> _Slot:
    if found is NOTHING:
        return _Slot(SlotValue(name, text, (), NO_MATCH), filled.cost, 0.0, False)
    cost = 0.0 if found.fit >= BY_NAME else 0.05 + (1 - found.fit) * 1.2
    if len(found.found) > 1:
        cost += AMBIGUOUS
    worth = found.fit * (1 + 0.2 * (filled.end - filled.start - 1))
    return _Slot(SlotValue(name, text, found.found, MATCH), cost, worth, True)


def best_of(parses: Sequence[Parse]) -> Parse | None:
    """The cheapest reading; of equals the one with more proof."""
    return min(parses, key=lambda parse: (round(parse.cost, 6), -parse.worth), default=None)
