"""From an utterance to its possible readings: frames chosen by their words, aligned, and judged."""

from collections.abc import Iterable, Mapping, Sequence

from local_voice.understanding.align import Alignment, align, rows
from local_voice.understanding.entities import EntityIndex
from local_voice.understanding.frames import Frame, FrameIndex, Gap, Literal, counts
from local_voice.understanding.heard import Ear, Filling, Heard
from local_voice.understanding.judge import Parse, elicited, judge
from local_voice.understanding.values import Context

LIMIT = 2.6
"""No reading may cost more."""
MARGIN = 0.8
"""Frames that must cost so much more than the best one are not tried."""
TRIED = 90
"""Frames that are aligned at most."""
JUDGED = 10
"""Alignments whose slots are looked up."""


class Matcher:
    """Reads utterances with the frames of one model."""

    def __init__(self, frames: FrameIndex, ear: Ear, indexes: Mapping[str, EntityIndex]):
        self._frames = frames
        self._ear = ear
        self._indexes = indexes

    def readings(self, heard: Heard, context: Context, answers: Sequence[Frame] = ()) -> list[Parse]:
        """Possible readings, in no order; `answers` are frames for what was just asked."""
        found = self._judged(self._aligned(heard, self._chosen(heard)), heard, context)
        if answers:
            likely = ((_bound(frame, heard), frame) for frame in answers)
            found += [elicited(parse) for parse in self._judged(self._aligned(heard, likely), heard, context)]
        return found

    def _chosen(self, heard: Heard) -> list[tuple[float, Frame]]:
        """Frames worth trying with the least that each can cost."""
        index, all_extra = self._frames, sum(heard.extra)
        least: dict[int, float] = {}
        for place, matches in enumerate(heard.matches):
            for word, cost in matches.items():
                for number in index.holding.get(word, ()):
                    if number not in least:
                        least[number] = index.need[number] + (0.0 if index.open[number] else all_extra)
                    least[number] -= (
                        index.missing[word] - cost + (0.0 if index.open[number] else heard.extra[place])
                    )
        chosen = [(least[number], index.frames[number]) for number in least if least[number] < LIMIT]
        chosen += [(0.0, index.frames[number]) for number in index.anyway]
        return chosen

    def _aligned(self, heard: Heard, chosen: Iterable[tuple[float, Frame]]) -> list[Alignment]:
        """The cheapest alignments, best first."""
        found: list[tuple[float, int, Frame, list[list[float]]]] = []
        best = LIMIT
        fillings: dict[Gap, Filling] = {}

        def filling_of(gap: Gap) -> Filling:
            if gap not in fillings:
                fillings[gap] = self._ear.filling(heard, gap.type, gap.before_gap)
            return fillings[gap]

        for number, (least, frame) in enumerate(sorted(chosen, key=lambda pair: pair[0])):
            if least > best + MARGIN or number > TRIED:
                break
            table = rows(frame, heard, filling_of, min(best + MARGIN, LIMIT))
            if table is not None and table[-1][-1] <= min(best + MARGIN, LIMIT):
                found.append((table[-1][-1], number, frame, table))
                best = min(best, table[-1][-1])
        found.sort(key=lambda one: one[:2])
        return [align(frame, heard, filling_of, table) for _, _, frame, table in found[:JUDGED]]

    def _judged(self, alignments: Sequence[Alignment], heard: Heard, context: Context) -> list[Parse]:
        return [judge(one, heard, self._indexes, self._ear, context) for one in alignments]


def _bound(frame: Frame, heard: Heard) -> float:
    """The least that a frame can cost, by the words it needs."""
    there = set().union(*heard.matches) if heard.matches else set()
    return sum(
        one.missing
        for one in frame.elements
        if isinstance(one, Literal) and counts(one) and one.word not in there
    )
