"""From an utterance to its possible readings: frames chosen by their words, aligned, and judged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace

from local_voice.understanding.align import Alignment, Rows, align
from local_voice.understanding.confidence import EXACT
from local_voice.understanding.filling import filling
from local_voice.understanding.frames import ENOUGH_AROUND, Frame, Gap
from local_voice.understanding.guessing import WORTH, Way, guessed, way_of
from local_voice.understanding.heard import Filling, Heard
from local_voice.understanding.index import FrameIndex, index_frames
from local_voice.understanding.judge import AGREED, Parse, best_of, judge
from local_voice.understanding.opinion import Opinion
from local_voice.understanding.senses import Senses
from local_voice.understanding.trained import Trained, likelihood
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
LIKELY = 0.5
"""How likely an intent must be that is taken without a frame."""
WORDS = 4
"""So many small words are no cough: "how can you get it to me"."""
NEAR = 3.0
"""Nats by which it may sound more like said to others, when it is a sample with an unknown name."""
NEAR_NEW = 4.0
"""The same when all that is unknown is a noun: "have you got a piggy bank"."""
MOST_LEFT_OUT = 1.5
"""What words left out may cost: no opinion makes up for half of a sentence."""
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

    def __init__(self, frames: Sequence[Frame], senses: Senses, trained: Trained | None = None):
        """`trained`: a second opinion on this model; without it one is made of the frames."""
        self._frames = index_frames(frames)
        self._senses = senses
        self._ways: dict[str, Way] = {}
        self._opinion = trained or Opinion(frames, senses.things, senses.language.numbers.joiner)

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
        if isinstance(self._opinion, Trained):
            return self._likeliest(parses, rows, context, self._opinion)
        best = best_of(parses)
        behind = self._opinion.behind(rows.heard)
        if best is None or best.cost > SURE:
            parses = self._reconsidered(parses, rows, context, behind)
            best = best_of(parses)
        return _with_rivals(best, parses, behind) if best is not None else None

    def _likeliest(self, parses: list[Parse], rows: Rows, context: Context, opinion: Trained) -> Parse | None:
        """The likeliest reading by all signs; at once the one that is a sample, or was awaited."""
        best = best_of(parses)
        if best is not None and _word_for_word(best):
            return _with_likelihood(best, parses, {best.intent: 0.0})
        behind = opinion.behind(rows.heard)
        asked = context.elicit[0] if context.elicit else None
        if best is not None and (
            (best.signs.awaited and best.intent == asked) or _of_a_new_thing(best, behind)
        ):
            return _with_rivals(best, parses, {})
        if best is not None and (asked_for := _new_thing_asked_for(best, parses, behind)):
            return _with_likelihood(asked_for, parses, {asked_for.intent: 0.0})
        if best is not None and best.signs.awaited and best.cost <= SURE:
            return _with_likelihood(best, parses, behind)
        parses = self._reconsidered(parses, rows, context, behind)
        parses += self._guessed(rows.heard, behind, context, parses)
        readings = [_with_likelihood(one, parses, behind) for one in _cheapest(parses)]
        return max(readings, key=lambda one: (one.confidence, -one.total), default=None)

    def _reconsidered(
        self, parses: list[Parse], rows: Rows, context: Context, behind: Mapping[str, float]
    ) -> list[Parse]:
        """The readings with a second opinion on them, and those that only the second opinion came upon."""
        there = {parse.intent for parse in parses}
        for intent in list(behind)[:PROPOSED]:
            if intent not in there:
                parses = parses + self._judged(rows, self._frames.of_intent.get(intent, ()), context)
        lead = list(behind.values())[1] if len(behind) > 1 else 0.0
        return [_weighed(one, behind.get(one.intent, 0.0), lead) for one in parses]

    def _guessed(
        self, heard: Heard, behind: Mapping[str, float], context: Context, parses: Iterable[Parse]
    ) -> list[Parse]:
        """What the likeliest intent makes of the values that were said, when no sample of it fits."""
        intent = next(iter(behind))
        if any(one.intent == intent and one.signs.left_out <= EXACT for one in parses):
            return []
        if intent not in self._ways and intent in self._frames.of_intent:
            frames = [self._frames.frames[number] for number in self._frames.of_intent[intent]]
            self._ways[intent] = way_of(frames)
        denied = not self._senses.language.negations.isdisjoint(heard.words)
        found = guessed(self._ways[intent], heard) if intent in self._ways and not denied else None
        if found is None or likelihood(behind, intent) < LIKELY:
            return []
        parse = judge(found, heard, self._senses.indexes, context)
        worth = WORTH if len(heard.words) >= WORDS else parse.worth
        return [replace(parse, worth=worth, signs=replace(parse.signs, guessed=True))]

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
    laid = [align(number, rows) for number in near]
    # "Hello" is not "please", of two words that may both be missing.
    return [one for one in laid if one.worth > 0 or one.filled]


def _with_rivals(best: Parse, parses: Sequence[Parse], behind: Mapping[str, float]) -> Parse:
    """The reading with what speaks for other intents."""
    rivals = (one.total for one in parses if one.intent != best.intent)
    own = behind.get(best.intent, 0.0)
    signs = replace(
        best.signs,
        lead=max(-1.0, min(1.0, min(rivals, default=LIMIT) - best.total)),
        behind=own,
        outside=own - behind.get(FALLBACK, 0.0),
    )
    return replace(best, signs=signs)


def _word_for_word(parse: Parse) -> bool:
    """Whether it is a sample with known values: no opinion is asked for."""
    signs = parse.signs
    return signs.left_out <= EXACT and not signs.unknown_free and not signs.unknown_listed


def _of_a_new_thing(parse: Parse, behind: Mapping[str, float]) -> bool:
    """Whether it is a sample with the name of a thing that nobody knows, and not rather said to others."""
    signs = parse.signs
    exact = signs.left_out <= EXACT and not signs.unknown_free and signs.around >= ENOUGH_AROUND
    return exact and behind.get(parse.intent, 0.0) - behind.get(FALLBACK, 0.0) < NEAR


def _new_thing_asked_for(best: Parse, parses: Iterable[Parse], behind: Mapping[str, float]) -> Parse | None:
    """The sample that has a thing in it which nobody has listed: its letters say little of what was meant."""
    for one in sorted(parses, key=lambda parse: parse.total):
        signs = one.signs
        exact = signs.new and signs.left_out <= EXACT and signs.around >= ENOUGH_AROUND
        against = behind.get(one.intent, 0.0) - behind.get(FALLBACK, 0.0)
        if exact and one.total <= best.total + MARGIN and against < NEAR_NEW:
            return one
    return None


def _cheapest(parses: Iterable[Parse]) -> list[Parse]:
    """The cheapest reading of each intent that has any proof."""
    found: dict[str, Parse] = {}
    for parse in sorted(parses, key=lambda one: (one.worth <= 0, round(one.total, 6), -one.worth)):
        if parse.signs.left_out <= MOST_LEFT_OUT:
            found.setdefault(parse.intent, parse)
    return list(found.values())


def _with_likelihood(parse: Parse, parses: Sequence[Parse], behind: Mapping[str, float]) -> Parse:
    """The same, with how likely its intent is by the trained second opinion."""
    known = _with_rivals(parse, parses, behind)
    return replace(known, signs=replace(known.signs, likely=likelihood(behind, parse.intent)))


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
