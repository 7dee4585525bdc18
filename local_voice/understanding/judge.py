"""Aligned frames weighed against each other: what their slots mean, what they cost, how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from local_voice.understanding.align import Alignment, Filled
from local_voice.understanding.confidence import EXACT, NO_SIGNS, Signs, features, probability
from local_voice.understanding.costs import BARE_UNKNOWN, RATHER_A_THING, SEVERAL_MEANINGS, whole_name
from local_voice.understanding.entities import Resolution
from local_voice.understanding.filling import NUMBER_TYPES
from local_voice.understanding.frames import ENOUGH_AROUND, FREE_TYPE
from local_voice.understanding.heard import Heard
from local_voice.understanding.text import said
from local_voice.understanding.together import Index
from local_voice.understanding.values import FALLBACK, MATCH, NO_MATCH, Context, SlotValue

BY_NAME = 0.98
EXPECTED = 0.3
"""What an intent is cheaper by when it answers an open question."""
AGREED = 0.8
"""What costs count for when the second opinion is the same."""
PROVED = 0.2
"""What words that stand beside others must prove for it: "welcome10 please" is no yes."""
OUTSIDE = 0.25
"""What is meant for this skill may sound like what is said to others."""
NEARLY = 0.5
COMPLETE = 0.9
"""What nearly all the words of a sample prove, be they as small as "i do"."""
A_LITTLE = 0.1
STRAY = 0.15
"""Words left out beside a bare name make it likely that something else was meant."""
HOLLOW = 0.8
"""Articles, pronouns and the like alone are no value of a slot."""
COUGH = 3
"""Letters of a word that a recogniser makes of any short noise."""
TYPED = 0.8
"""What a date, a time and the like prove."""
WORD_FOR_WORD = 0.2
"""What a reading is cheaper by when the words around its slots are exactly those of a sample."""
PER_SLOT = 0.02
"""A reading that fills more slots wins over one that says the same with words."""


@dataclass(frozen=True, slots=True)
class Parse:
    """One reading of an utterance."""

    intent: str
    slots: Mapping[str, SlotValue]
    cost: float
    worth: float
    sample: str
    against: float = 0.0
    """What a second opinion adds to the cost."""

    agreed: float = AGREED
    """What its cost counts for when nothing is against it."""
    signs: Signs = NO_SIGNS
    """What its confidence is worked out from."""
    as_said: bool = False
    """Whether a word of the sample, or a listed value, was said as it is."""

    @property
    def total(self) -> float:
        """The cost by which readings are compared."""
        return self.cost + self.against

    @property
    def proof(self) -> float:
        """How much of the reading is proved by what was said, from 0 to 1."""
        paid = max(self.cost, 0.0) * (1.0 if self.against else self.agreed) + self.against / 2
        return self.worth / (self.worth + paid) if self.worth > 0 else 0.0

    @property
    def confidence(self) -> float:
        """How likely the reading is right, from 0 to 1."""
        return probability(self.features) if self.worth > 0 else 0.0

    @property
    def features(self) -> tuple[float, ...]:
        """What its confidence is worked out from."""
        return features(self.proof, self.cost, self.worth, self.signs)


@dataclass(frozen=True, slots=True)
class _Slot:
    value: SlotValue
    cost: float
    worth: float
    known: bool
    things: int = 0
    """Words of whole names in free text."""
    likely: bool = False
    """It names what is on offer or in the cart."""
    as_said: bool = False
    """It is a listed value by its name, not something like it."""


def judge(
    alignment: Alignment,
    heard: Heard,
    indexes: Mapping[str, Index],
    context: Context,
    *,
    answer: bool = False,
) -> Parse:
    """A reading with the meaning of its slots and its final cost; `answer`: it fills what was asked for."""
    frame = alignment.frame
    slots = [_read(one, heard, indexes, context) for one in alignment.filled]
    left_out = alignment.cost - sum(one.cost for one in alignment.filled)
    proved = bool(slots) or left_out <= NEARLY or alignment.worth >= PROVED
    expected = proved and frame.intent in context.expects
    return Parse(
        frame.intent,
        {slot.value.name: slot.value for slot in slots},
        _cost(alignment, slots, left_out, answer=answer) - EXPECTED * expected,
        0.0
        if not slots and _is_cough(heard, left_out)
        else _worth(alignment, slots, left_out) + answer + 0.5 * expected,
        frame.sample,
        signs=_signs(alignment, heard, slots, left_out, expected=answer or expected),
        as_said=alignment.as_said or any(one.as_said for one in slots),
    )


def _cost(alignment: Alignment, slots: Sequence[_Slot], left_out: float, *, answer: bool) -> float:
    """What is amiss in the words around the slots and in the slots themselves."""
    cost = left_out + sum(slot.cost for slot in slots) - PER_SLOT * len(slots)
    around = alignment.worth >= ENOUGH_AROUND
    if left_out <= EXACT and around:
        cost -= WORD_FOR_WORD
    if slots and not around and left_out > A_LITTLE:
        cost += STRAY
    if answer:
        cost -= EXPECTED
    elif not all(slot.known for slot in slots) and not around and not _paid(alignment):
        cost += BARE_UNKNOWN
    return cost + OUTSIDE * (alignment.frame.intent == FALLBACK)


def _worth(alignment: Alignment, slots: Sequence[_Slot], left_out: float) -> float:
    """What the words around the slots and the slots themselves prove."""
    worth = alignment.worth + sum(slot.worth for slot in slots)
    return worth if slots or left_out > NEARLY else max(worth, COMPLETE)


def _signs(
    alignment: Alignment, heard: Heard, slots: Sequence[_Slot], left_out: float, *, expected: bool
) -> Signs:
    return Signs(
        words=len(heard.words),
        left_out=left_out,
        around=alignment.worth,
        known=sum(slot.known for slot in slots),
        unknown_free=sum(not one.known and one.value.status is None for one in slots),
        unknown_listed=sum(not one.known and one.value.status is not None for one in slots),
        awaited=expected or any(one.likely for one in slots),
        things=sum(one.things for one in slots),
        new=any(one.gap.type == FREE_TYPE and heard.is_new(one.start, one.end) for one in alignment.filled),
        hollow=heard.hollow(0, len(heard.words)),
    )


def _is_cough(heard: Heard, left_out: float) -> bool:
    return left_out > A_LITTLE * (len(heard.words) - 1) and _proves_little(heard)


def _proves_little(heard: Heard) -> bool:
    """Whether it may have been a cough: small words only, or one of so few letters that it resembles many."""
    return heard.hollow(0, len(heard.words)) or (len(heard.words) == 1 and len(heard.words[0]) <= COUGH)


def _paid(alignment: Alignment) -> bool:
    """Whether the alignment has already paid for strange words in a bare slot."""
    return any(one.gap.bare and one.cost >= BARE_UNKNOWN for one in alignment.filled)


def _read(filled: Filled, heard: Heard, indexes: Mapping[str, Index], context: Context) -> _Slot:
    name, type_name = filled.gap.name, filled.gap.type
    words = heard.words[filled.start : filled.end]
    hollow = HOLLOW if heard.hollow(filled.start, filled.end) else 0.0
    text = said(heard.tokens[filled.start : filled.end])
    if type_name in indexes:
        index = indexes[type_name]
        several = _several(filled, heard, index, context, text) if filled.gap.multiple else None
        found = index.resolve(words, context.likely)
        if several is not None and found.fit < BY_NAME:
            return several
        slot = _typed(name, text, filled, found, hollow, plain=index.plain)
        return replace(slot, cost=slot.cost + RATHER_A_THING) if _is_a_thing(filled, heard) else slot
    if type_name in NUMBER_TYPES:
        value = heard.number(filled.start, filled.end)
        return _Slot(SlotValue(name, value), filled.cost, 0.6 if filled.cost == 0 else 0.1, True)
    if type_name in heard.typed:
        form = heard.form(type_name, filled.start, filled.end)
        return _Slot(SlotValue(name, form), filled.cost, TYPED, True)
    free = _free(name, text, heard, filled, hollow)
    return replace(free, likely=_is_likely(words, indexes, context.likely))


def _is_a_thing(filled: Filled, heard: Heard) -> bool:
    """Whether words that stand alone for something else name a thing: "muffin" is no coupon."""
    alone = filled.gap.bare and filled.end - filled.start == len(heard.words)
    return alone and filled.gap.type != heard.things and all(heard.whole)


def _free(name: str, text: str, heard: Heard, filled: Filled, hollow: float) -> _Slot:
    """Free text proves as much as there are names in it; alone it stands when there is little else."""
    named, whole = heard.named[filled.start : filled.end], heard.whole[filled.start : filled.end]
    things = sum(whole)
    strange = sum(known is False and not one for one, known in zip(whole, named, strict=True))
    proof = 0.45 * things + 0.15 * max(0, named.count(True) - things)
    worth = min(proof + 0.15 * heard.count_numbers(filled.start, filled.end), 2.5)
    known = things > 0 and things >= 3 * strange
    return _Slot(SlotValue(name, text), filled.cost + hollow, worth, known, things if known else 0)


def _is_likely(words: Sequence[str], indexes: Mapping[str, Index], likely: frozenset[str]) -> bool:
    """Whether some words name what is on offer or in the cart."""
    found = (index.resolve(words, likely).found for index in indexes.values()) if likely else ()
    return any(one.id in likely for several in found for one in several)


def _several(filled: Filled, heard: Heard, index: Index, context: Context, text: str) -> _Slot | None:
    """The values of a slot that takes several; None when only one was said."""
    parts = _parts(filled, heard)
    if len(parts) < 2:
        return None
    slots = []
    for start, end in parts:
        found = index.resolve(heard.words[start:end], context.likely)
        one = Filled(filled.gap, start, end, filled.cost / len(parts))
        part = said(heard.tokens[start:end]).rstrip(",")
        slots.append(_typed(filled.gap.name, part, one, found, 0.0, plain=index.plain))
    values = tuple(slot.value for slot in slots)
    cost, worth = sum(slot.cost for slot in slots), sum(slot.worth for slot in slots)
    return _Slot(
        SlotValue(filled.gap.name, text, values=values), cost, worth, all(one.known for one in slots)
    )


def _parts(filled: Filled, heard: Heard) -> list[tuple[int, int]]:
    """Where the single values stand: whole names, and what joiners and pauses leave of the rest."""
    names = {
        start: end for start, end, _ in sorted(heard.spans.get(filled.gap.type, ())) if end <= filled.end
    }
    parts: list[tuple[int, int]] = []
    place = begin = filled.start
    while place < filled.end:
        after = names.get(place)
        joins = heard.words[place] in heard.joiners
        if begin < place and (after or joins or heard.tokens[place].pause):
            parts.append((begin, place))
            begin = place
        if after:
            parts.append((place, after))
        place = after or place + 1
        begin = place if after or joins else begin
    return parts + ([(begin, place)] if begin < place else [])


def _typed(name: str, text: str, filled: Filled, found: Resolution, strange: float, *, plain: bool) -> _Slot:
    if not found.found and not found.dynamic:
        value = SlotValue(name, text, (), None if plain else NO_MATCH, dynamic=found.dynamic)
        return _Slot(value, filled.cost + strange, 0.0, False)
    cost = whole_name(filled.end - filled.start) if found.fit >= BY_NAME else 0.05 + (1 - found.fit) * 1.2
    if len(found.found) > 1:
        cost += SEVERAL_MEANINGS
    worth = found.fit * (1 + 0.2 * (filled.end - filled.start - 1))
    own = tuple(one for one in found.found if one.id)
    status = None if plain else MATCH if own else NO_MATCH
    value = SlotValue(name, text, own, status, dynamic=found.dynamic)
    return _Slot(value, cost, worth, True, as_said=found.fit >= BY_NAME)


def best_of(parses: Sequence[Parse]) -> Parse | None:
    """The cheapest reading; of equals the one with more proof."""
    return min(parses, key=lambda parse: (round(parse.total, 6), -parse.worth), default=None)
