"""A second opinion: which intents' samples use such words at all, in whatever order."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from math import log

from local_voice.understanding.costs import SPELLED_OTHERWISE
from local_voice.understanding.frames import FREE_TYPE, NUMBER, Element, Frame, Literal
from local_voice.understanding.heard import Heard

SMOOTHING = 0.4
STRONGEST = 3.0
"""What a single word or pair of words may say for or against an intent."""
START, END, ANY = "^", "$", "{}"
STRANGE = "?"
"""Stands for words that no frame has."""


class Opinion:
    """Weighs words and pairs of words by the intents whose frames have them (naive Bayes, equal priors)."""

    def __init__(self, frames: Sequence[Frame], things: str | None, joiner: str):
        """`things`: the slot type with the most values; free text may hold them, with numbers and joined."""
        fillers = [[ANY], [STRANGE], *(_orders(mark(things), joiner) if things else ())]
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for frame in frames:
            for words in _spelled(frame.elements, fillers):
                counts[frame.intent].update(_features(words))
        self.intents = sorted(counts)
        self._rows, self._weights = _weights([counts[intent] for intent in self.intents])

    def behind(self, heard: Heard) -> dict[str, float]:
        """For each intent how far it is behind the one that the words speak for most; best first."""
        size = len(self.intents)
        totals = [0.0] * size
        for feature in _features(marked(heard)):
            row = self._rows.get(feature)
            if row is not None:
                weights = self._weights[row * size : (row + 1) * size]
                totals = [total + weight for total, weight in zip(totals, weights, strict=True)]
        most = max(totals)
        pairs = zip(self.intents, (most - total for total in totals), strict=True)
        return dict(sorted(pairs, key=lambda pair: pair[1]))


def marked(heard: Heard) -> list[str]:
    """The words of an utterance with marks for values and numbers, synonyms as the frames have them."""
    words: list[str] = []
    place, size = 0, len(heard.words)
    while place < size:
        end, word = value_at(heard, place) or (place + 1, _frame_word(heard, place))
        if word != STRANGE or words[-1:] != [STRANGE]:
            words.append(word)
        place = end
    return words


def value_at(heard: Heard, place: int) -> tuple[int, str] | None:
    """The longest value or number that begins here: where it ends, and its mark."""
    named = [
        (end, mark(name))
        for name, spans in heard.spans.items()
        for start, end, cost in spans
        if start == place and cost < SPELLED_OTHERWISE
    ]
    numbers = [(one.end, mark(NUMBER)) for one in heard.numbers if one.start == place and one.kind == "plain"]
    return max(named + numbers, default=None)


def _frame_word(heard: Heard, place: int) -> str:
    """The word of frames that was most likely said."""
    matches = heard.matches[place]
    best = min(matches, key=lambda word: matches[word], default=STRANGE)
    return best if matches.get(best, 1.0) < SPELLED_OTHERWISE else STRANGE


def mark(type_name: str) -> str:
    """What stands for a value of a slot type among words."""
    return f"{{{type_name}}}"


def _orders(thing: str, joiner: str) -> list[list[str]]:
    """One thing, some of it, and two things together."""
    number = mark(NUMBER)
    return [[thing], [number, thing], [thing, joiner, thing], [number, thing, joiner, number, thing]]


def _spelled(elements: Sequence[Element], fillers: Sequence[list[str]]) -> Iterable[list[str]]:
    """The words of a frame, slots as marks; free text once with each thing that may be in it."""
    free = any(not isinstance(one, Literal) and one.type == FREE_TYPE for one in elements)
    for filler in fillers if free else ([ANY],):
        yield [word for one in elements for word in _words(one, filler)]


def _words(element: Element, filler: list[str]) -> list[str]:
    if isinstance(element, Literal):
        return [element.word]
    return filler if element.type == FREE_TYPE else [mark(element.type)]


def _features(words: Sequence[str]) -> list[str]:
    """Single words and pairs of neighbours, with the two ends."""
    around = [START, *words, END]
    return [*words, *(f"{first} {second}" for first, second in pairwise(around))]


def _weights(counts: Sequence[Counter[str]]) -> tuple[dict[str, int], array[float]]:
    """The row of each feature, and row by row for each intent the log of how much more often it has it."""
    rows = {feature: row for row, feature in enumerate(dict.fromkeys(chain.from_iterable(counts)))}
    totals = [sum(counter.values()) + SMOOTHING * len(rows) for counter in counts]
    never = [SMOOTHING / total for total in totals]
    sums, base = [sum(never)] * len(rows), [log(share) for share in never]
    for counter, total in zip(counts, totals, strict=True):
        for feature, count in counter.items():
            sums[rows[feature]] += count / total
    means = [log(total / len(counts)) for total in sums]
    weights = array("f", [max(-STRONGEST, one - mean) for mean in means for one in base])
    for place, (counter, total) in enumerate(zip(counts, totals, strict=True)):
        for feature, count in counter.items():
            row = rows[feature]
            more = log((count + SMOOTHING) / total) - means[row]
            weights[row * len(counts) + place] = min(STRONGEST, max(-STRONGEST, more))
    return rows, weights
