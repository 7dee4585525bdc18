"""From an utterance to its possible readings: frames chosen by their words, aligned, and judged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace

from local_voice.understanding.align import Alignment, Rows, align
from local_voice.understanding.filling import filling
from local_voice.understanding.frames import Frame, Gap
from local_voice.understanding.heard import Filling, Heard
from local_voice.understanding.index import FrameIndex, index_frames
from local_voice.understanding.judge import AGREED, Parse, best_of, judge
from local_voice.understanding.opinion import Opinion
from local_voice.understanding.senses import Senses
from local_voice.understanding.values import FALLBACK, Context

LIMIT = 3.0
"""No reading may cost more."""
SURE = 0.4
"""A reading that costs no more needs no second opinion."""
UNSURE = 0.5
PER_NAT = 0.08
MOST_AGAINST = 0.6
PER_LEAD = 0.03
LEAST_AGREED = 0.55
PROPOSED = 3
"""Intents that the second opinion may bring in."""
MARGIN = 0.45
"""Readings that cost so much more than the best one are not looked at."""
TRIED = 150
"""Frames that are aligned at most."""
JUDGED = 9
"""Alignments whose slots are looked up."""
JUDGED_OF_AN_INTENT = 3


class Matcher:
    """Reads utterances with the frames of one model."""

    def __init__(self, frames: Sequence[Frame], senses: Senses):
        self._frames = index_frames(frames)
        self._senses = senses
        self._opinion = Opinion(frames, senses.things, senses.language.numbers.joiner)

    def with_senses(self, senses: Senses) -> "Matcher":
        """The same frames with other values."""
        other = copy(self)
        other._senses = senses
        return other

    def best(self, heard: Heard, context: Context, answers: FrameIndex | None = None) -> Parse | None:
        """The best reading; `answers` are frames for what was just asked."""
        rows = self._rows(self._frames, heard)
        parses = self._judged(rows, self._frames.led_to(heard.surely), context)
        if answers:
            asked = self._rows(answers, heard)
            parses += self._judged(asked, range(len(answers.frames)), context, answer=True)
        best = best_of(parses)
        behind = self._opinion.behind(rows.heard)
        if best is None or best.cost > SURE:
            parses = self._reconsidered(parses, rows, context, behind)
            best = best_of(parses)
        return _with_rivals(best, parses, behind) if best is not None else None

    def _reconsidered(
        self, parses: list[Parse], rows: Rows, context: Context, behind: Mapping[str, float]
    ) -> list[Parse]:
        """The readings with a second opinion on them, and those that only the second opinion came upon."""
        there = {parse.intent for parse in parses}
        for intent in list(behind)[:PROPOSED]:
            if intent not in there:
                parses = parses + self._judged(rows, self._frames.of_intent[intent], context)
        lead = list(behind.values())[1] if len(behind) > 1 else 0.0
        return [_weighed(one, behind.get(one.intent, 0.0), lead) for one in parses]

    def _judged(
        self, rows: Rows, frames: Iterable[int], context: Context, *, answer: bool = False
    ) -> list[Parse]:
        aligned = _aligned(rows, frames)
        return [judge(one, rows.heard, self._senses.indexes, context, answer=answer) for one in aligned]

    def _rows(self, index: FrameIndex, heard: Heard) -> Rows:
        def filling_of(gap: Gap) -> Filling:
            return filling(heard, gap, self._senses)

        return Rows(index, heard, filling_of)


def _aligned(rows: Rows, frames: Iterable[int]) -> list[Alignment]:
    """The cheapest alignments with some frames, best first."""
    limit = LIMIT
    found: list[tuple[float, int]] = []
    heard = rows.heard
    for least, _, number in rows.index.chosen(frames, heard.places, heard.strange, LIMIT)[:TRIED]:
        if least > limit:
            break
        cost = rows.cost(number, limit)
        if cost <= limit:
            found.append((cost, number))
            limit = min(limit, cost + MARGIN)
    near = _several([number for cost, number in sorted(found) if cost <= limit], rows.index)
    return [align(number, rows) for number in near]


def _with_rivals(best: Parse, parses: Sequence[Parse], behind: Mapping[str, float]) -> Parse:
    """The reading with what speaks for other intents."""
    rivals = (one.total for one in parses if one.intent != best.intent)
    own = behind.get(best.intent, 0.0)
    signs = replace(
        best.signs,
        lead=min(1.0, min(rivals, default=LIMIT) - best.total),
        behind=own,
        outside=own - behind.get(FALLBACK, 0.0),
    )
    return replace(best, signs=signs)


def _weighed(parse: Parse, behind: float, lead: float) -> Parse:
    """A reading with the second opinion: for it by its lead, or against it as far as it is unsure."""
    if behind == 0:
        return replace(parse, agreed=max(LEAST_AGREED, AGREED - PER_LEAD * lead))
    doubt = min(1.0, max(0.0, (parse.cost - SURE) / UNSURE))
    return replace(parse, against=min(MOST_AGAINST, PER_NAT * behind) * doubt)


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
