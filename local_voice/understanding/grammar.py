"""What a recogniser may expect: the frames, names and numbers of a model in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from local_voice.understanding.frames import FREE_TYPE, NUMBER, Frame, Gap, Literal
from local_voice.understanding.language import Language
from local_voice.understanding.numbers import spoken_numbers
from local_voice.understanding.text import plain_words
from local_voice.understanding.values import Context, Entity, Frames

NOWHERE = Context()
BRACES = {NUMBER: "{number}", "AMAZON.FOUR_DIGIT_NUMBER": "{digits}"}
HIGHEST = 100
"""Numbers that are listed in words."""
OF_AN_INTENT = 150
"""Samples of one intent that are listed. Of 111 lines of customers in their own words the meaning is heard in
a quiet room and at 10 dB in 99 and 81 so, with 16 of each in 82 and 60: many were passed over as talk about
other things."""
OF_AN_EXPECTED_INTENT = 60
"""Samples that answer an open question and are listed as likely."""
OF_THE_FIRST = 40
"""How often the first way to say what is expected is listed; the second half as often, and so on."""


@dataclass(frozen=True, slots=True)
class Words:
    """What slots may hold: the values of each type, the language, and the type of what free text names."""

    types: Mapping[str, Sequence[Entity]]
    language: Language
    things: str | None = None


def frames_for(own: Sequence[Frame], answers: Sequence[Frame], words: Words, context: Context) -> Frames:
    """Carrier phrases with {slots}; names, likely ones first; numbers in words.

    `answers` are frames of what was just asked. A place for a number is always called {number}, one for a
    row of digits {digits}. Contractions come also taken apart.
    """
    frames, language = [*answers, *own], words.language
    used = {gap.type for frame in frames for gap in frame.gaps}
    fills = _fills(frames, words.things)
    listed = {name: values for name, values in words.types.items() if name in used}
    entities = [(entity, name) for name, values in listed.items() for entity in values]
    entities.sort(key=lambda one: one[0].id not in context.likely)
    names: dict[str, list[str]] = {}
    for entity, kind in entities:
        for name in (entity.name, *entity.synonyms):
            names.setdefault(_plain(name, language), []).extend(fills[kind])
    offered = [entity for entity, _ in entities if entity.id in context.likely]
    return Frames(
        frames=_written(_some(frames)),
        names=tuple(names),
        numbers=tuple(spoken_numbers(language, HIGHEST)) if NUMBER in used else (),
        containers=tuple(sorted(language.containers)) if NUMBER in used else (),
        likely=(*_answers(frames, context), *dict.fromkeys(_offered(offered, language))),
        fills=tuple(" ".join(dict.fromkeys(slots)) for slots in names.values()),
        usual=_written(_some(own)),
    )


def _fills(frames: Iterable[Frame], things: str | None) -> Mapping[str, list[str]]:
    """For each type the slots that its names fill, in the notation of `Frames.fills`.

    A listed type that an intent has beside free text tells about what the free text names: "make the latte
    decaf", with oat milk and decaf as values.
    """
    slots: defaultdict[str, set[str]] = defaultdict(set)
    of_intent: defaultdict[str, set[Gap]] = defaultdict(set)
    for frame in frames:
        of_intent[frame.intent].update(frame.gaps)
    for gaps in of_intent.values():
        free = {gap.name.casefold() for gap in gaps if gap.type == FREE_TYPE}
        told = {gap.type for gap in gaps if gap.type not in (FREE_TYPE, NUMBER, things)}
        for gap in gaps:
            slots[gap.type].add(gap.name.casefold())
        for kind in told:
            slots[kind] |= {f"{name}+" for name in free}
        if things and not told:
            slots[things] |= {f"{name}*" for name in free}
    return defaultdict(list, {kind: sorted(names) for kind, names in slots.items()})


def _answers(frames: Sequence[Frame], context: Context) -> Iterable[str]:
    """What answers the open question; the first ways to say it several times, as they are said most."""
    found: list[str] = []
    ranks: Counter[str] = Counter()
    for frame in frames:
        if frame.intent in context.expects and ranks[frame.intent] < OF_AN_EXPECTED_INTENT:
            ranks[frame.intent] += 1
            found += [_ways(frame)[0]] * max(1, OF_THE_FIRST // ranks[frame.intent])
    return found


def _offered(entities: Iterable[Entity], language: Language) -> Iterable[str]:
    return (_plain(name, language) for entity in entities for name in (entity.name, *entity.synonyms))


def _written(frames: Iterable[Frame]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(_ways, frames))))


def _some(frames: Sequence[Frame]) -> Iterable[Frame]:
    """Some frames of each intent, as many words as there are among them."""
    listed: Counter[str] = Counter()
    for frame in _varied(frames):
        listed[frame.intent] += 1
        if listed[frame.intent] <= OF_AN_INTENT:
            yield frame


def _varied(frames: Sequence[Frame]) -> list[Frame]:
    """The frames that bring a new word to their intent first, so that few of them have many words."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    first: list[Frame] = []
    rest: list[Frame] = []
    for frame in frames:
        words = {one.word for one in frame.elements if isinstance(one, Literal)}
        (rest if words and words <= seen[frame.intent] else first).append(frame)
        seen[frame.intent] |= words
    return first + rest


def _ways(frame: Frame) -> tuple[str, str]:
    """A sample as it is written, and with its contractions taken apart."""
    written = frame.sample
    for gap in frame.gaps:
        written = written.replace(f"{{{gap.name}}}", _brace(gap))
    apart = " ".join(_brace(one) if isinstance(one, Gap) else one.word for one in frame.elements)
    return written.casefold(), apart


def _brace(gap: Gap) -> str:
    return BRACES.get(gap.type, f"{{{gap.name.casefold()}}}")


def _plain(name: str, language: Language) -> str:
    """A name as a recogniser writes it: lower case, signs in words."""
    return " ".join(plain_words(name, language))
