"""What it costs to put words of an utterance into a slot."""

from collections.abc import Iterable, Sequence

from local_voice.understanding import costs
from local_voice.understanding.frames import FREE_TYPE, Gap
from local_voice.understanding.heard import Filling, Heard, Spans
from local_voice.understanding.senses import Senses

MOST_IN_A_ROW = 200
"""Ways to take names one after the other that are looked at."""
NUMBER_TYPES = frozenset({"AMAZON.NUMBER"})


def filling(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    """The costs for one slot, worked out once for each utterance."""
    key = (gap.type, gap.before_gap, gap.bare, gap.multiple)
    known = heard.fillings.get(key)
    if known is None:
        known = heard.fillings[key] = _filling(heard, gap, senses)
    return known


def _filling(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    if gap.type in senses.indexes:
        return _listed(heard, gap, senses)
    if gap.type in NUMBER_TYPES:
        return Filling(tuple(_numbers(heard, gap.before_gap)))
    if gap.type in heard.typed:
        return Filling(
            tuple((start, end, costs.whole_name(end - start)) for start, end, _ in heard.typed[gap.type])
        )
    base = costs.FREE_BASE if gap.type == FREE_TYPE else costs.OPEN_BASE
    return Filling((), base, _sums(map(senses.free, heard.words, heard.named)))


def _listed(heard: Heard, gap: Gap, senses: Senses) -> Filling:
    base = costs.LISTED_BASE + (costs.BARE_UNKNOWN if gap.bare else 0.0)
    other = heard.fillings.get((gap.type, gap.before_gap, not gap.bare, gap.multiple))
    if other is not None:
        return Filling(other.spans, base, other.upto)
    index = senses.indexes[gap.type]
    joiners = heard.joiners if gap.multiple else ()
    words = _sums(
        costs.LISTED_NAME if word in joiners else senses.listed(word, index) for word in heard.words
    )
    spans = heard.spans[gap.type]
    return Filling(tuple(in_a_row(spans, heard) if gap.multiple else spans), base, words)


def in_a_row(spans: Sequence[tuple[int, int, float]], heard: Heard) -> Spans:
    """Names, and several of them one after the other with "and" or a pause between them."""
    found = list(spans)
    for start, end, cost in found:
        joined = end < len(heard.words) and heard.words[end] in heard.joiners
        after = end + 1 if joined else end
        if len(found) < MOST_IN_A_ROW:
            found += [(start, last, cost + more) for first, last, more in spans if first == after]
    return found


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
