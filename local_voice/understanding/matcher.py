"""From an utterance to its possible readings: frames chosen by their words, aligned, and judged."""

from collections import Counter
from collections.abc import Mapping, Sequence

from local_voice.understanding.align import Alignment, Rows, align
from local_voice.understanding.entities import EntityIndex
from local_voice.understanding.frames import Gap
from local_voice.understanding.heard import Ear, Filling, Heard
from local_voice.understanding.index import FrameIndex
from local_voice.understanding.judge import Parse, judge
from local_voice.understanding.values import Context

LIMIT = 2.6
"""No reading may cost more."""
MARGIN = 0.45
"""Readings that cost so much more than the best one are not looked at."""
TRIED = 120
"""Frames that are aligned at most."""
JUDGED = 9
"""Alignments whose slots are looked up."""
JUDGED_OF_AN_INTENT = 3


class Matcher:
    """Reads utterances with the frames of one model."""

    def __init__(self, frames: FrameIndex, ear: Ear, indexes: Mapping[str, EntityIndex]):
        self._frames = frames
        self._ear = ear
        self._indexes = indexes

    def readings(self, heard: Heard, context: Context, answers: FrameIndex | None = None) -> list[Parse]:
        """Possible readings, in no order; `answers` are frames for what was just asked."""
        found = [judge(one, heard, self._indexes, context) for one in self._aligned(heard, self._frames)]
        if answers:
            aligned = self._aligned(heard, answers)
            found += [judge(one, heard, self._indexes, context, answer=True) for one in aligned]
        return found

    def _aligned(self, heard: Heard, index: FrameIndex) -> list[Alignment]:
        """The cheapest alignments, best first."""

        def filling_of(gap: Gap) -> Filling:
            return self._ear.filling(heard, gap)

        rows = Rows(index, heard, filling_of)
        limit, tried = LIMIT, 0
        found: list[tuple[float, int]] = []
        for least, _, number in index.chosen(heard.places, heard.strange, LIMIT):
            if least > limit or tried == TRIED:
                break
            tried += 1
            cost = rows.cost(number, limit)
            if cost <= limit:
                found.append((cost, number))
                limit = min(limit, cost + MARGIN)
        near = _several([number for cost, number in sorted(found) if cost <= limit], index)
        return [align(index.frames[number], heard, filling_of, rows.of(number)) for number in near]


def _several(numbers: Sequence[int], index: FrameIndex) -> list[int]:
    """The first frames of each intent, as many as are judged."""
    seen: Counter[str] = Counter()
    kept = []
    for number in numbers:
        intent = index.frames[number].intent
        seen[intent] += 1
        if seen[intent] <= JUDGED_OF_AN_INTENT:
            kept.append(number)
    return kept[:JUDGED]
