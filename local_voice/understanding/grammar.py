"""What a recogniser may expect: the frames, names and numbers of a model in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from local_voice.understanding.frames import NUMBER, Frame, Gap, Literal
from local_voice.understanding.language import Language
from local_voice.understanding.numbers import spoken_numbers
from local_voice.understanding.text import plain_words
from local_voice.understanding.values import Context, Entity, Frames

HIGHEST = 100
"""Numbers that are listed in words."""
OF_AN_INTENT = 16
OF_AN_EXPECTED_INTENT = 60
"""Samples of one intent that are listed: thousands of phrases are heard no better than hundreds."""


def frames_for(
    frames: Sequence[Frame], types: Mapping[str, Sequence[Entity]], language: Language, context: Context
) -> Frames:
    """Carrier phrases with {slots}, expected ones first; names, likely ones first; numbers in words.

    A place for a number is always called {number}. Contractions come also taken apart.
    """
    used = {gap.type for frame in frames for gap in frame.gaps}
    entities = [entity for name, values in types.items() if name in used for entity in values]
    entities.sort(key=lambda entity: entity.id not in context.likely)
    spoken = ((entity.name, *entity.synonyms) for entity in entities)
    return Frames(
        frames=tuple(dict.fromkeys(chain.from_iterable(map(_ways, _usual(frames, context))))),
        names=tuple(dict.fromkeys(_plain(name, language) for name in chain.from_iterable(spoken))),
        numbers=tuple(spoken_numbers(language, HIGHEST)) if NUMBER in used else (),
        containers=tuple(sorted(language.containers)) if NUMBER in used else (),
        likely=tuple(dict.fromkeys((*_answers(frames, context), *_offered(entities, language, context)))),
    )


def _answers(frames: Sequence[Frame], context: Context) -> Iterable[str]:
    """Words that answer the open question by themselves."""
    plain = (frame for frame in frames if frame.intent in context.expects and not frame.gaps)
    return [_ways(frame)[0] for frame in plain][:OF_AN_EXPECTED_INTENT]


def _offered(entities: Sequence[Entity], language: Language, context: Context) -> Iterable[str]:
    offered = (entity for entity in entities if entity.id in context.likely)
    return (_plain(name, language) for entity in offered for name in (entity.name, *entity.synonyms))


def _usual(frames: Sequence[Frame], context: Context) -> Iterable[Frame]:
    """Some frames of each intent, those of the expected intents before all others."""
    expected = context.expects | ({context.elicit[0]} if context.elicit else set())
    listed: Counter[str] = Counter()
    for frame in sorted(_varied(frames), key=lambda frame: frame.intent not in expected):
        listed[frame.intent] += 1
        if listed[frame.intent] <= (OF_AN_EXPECTED_INTENT if frame.intent in expected else OF_AN_INTENT):
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
    return "{number}" if gap.type == NUMBER else f"{{{gap.name.casefold()}}}"


def _plain(name: str, language: Language) -> str:
    """A name as a recogniser writes it: lower case, signs in words."""
    return " ".join(plain_words(name, language))
