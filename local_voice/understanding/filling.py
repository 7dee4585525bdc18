"""What it costs to put words of an utterance into a slot."""

from collections.abc import Iterable

from local_voice.understanding import costs
from local_voice.understanding.frames import FREE_TYPE, Gap
from local_voice.understanding.heard import Filling, Heard, Spans
from local_voice.understanding.senses import Senses

NUMBER_TYPES = frozenset({"AMAZON.NUMBER", "AMAZON.FOUR_DIGIT_NUMBER", "AMAZON.PhoneNumber"})


def filling(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    """The costs for one slot, worked out once for each utterance."""
    key = (gap.type, gap.before_gap, gap.bare)
    known = heard.fillings.get(key)
    if known is None:
        known = heard.fillings[key] = _filling(heard, gap, senses)
    return known


def _filling(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    if gap.type in senses.indexes:
        return _listed(heard, gap, senses)
    if gap.type in NUMBER_TYPES:
        return Filling(tuple(_numbers(heard, gap.before_gap)))
    base = costs.FREE_BASE if gap.type == FREE_TYPE else costs.OPEN_BASE
    return Filling((), base, _sums(map(senses.free, heard.words, heard.named)))


def _listed(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    base = costs.LISTED_BASE + (costs.BARE_UNKNOWN if gap.bare else 0.0)
    other = heard.fillings.get((gap.type, gap.before_gap, not gap.bare))
    if other is not None:
        return Filling(other.spans, base, other.upto)
    index = senses.indexes[gap.type]
    words = _sums(senses.listed(word, index) for word in heard.words)
    return Filling(tuple(heard.spans[gap.type]), base, words)


def _numbers(heard: Heard, before_gap: bool) -> Spans:
    """Where numbers stand; an article is one, and "to" is two, only where a thing follows."""
    names = {start for spans in heard.spans.values() for start, _, _ in spans} | heard.packed
    spans: Spans = []
    for one in heard.numbers:
        if one.kind == "plain":
            spans.append((one.start, one.end, 0.0))
        elif one.kind == "misheard":
            near = before_gap and one.end in names
            spans.append((one.start, one.end, _misheard(heard.extra[one.start], near)))
        elif before_gap and one.end < len(heard.words):
            spans.append((one.start, one.end, costs.ARTICLE_AS_NUMBER))
    return spans


def _misheard(extra: float, before_a_name: bool) -> float:
    if not before_a_name:
        return costs.NUMBER_MISHEARD_AT_END
    return min(costs.NUMBER_MISHEARD, max(0.0, extra - costs.CHEAPER))


def _sums(costs_of_words: Iterable[float]) -> tuple[float, ...]:
    total, sums = 0.0, [0.0]
    for cost in costs_of_words:
        total += cost
        sums.append(total)
    return tuple(sums)
