"""What a recogniser may expect: the frames, names and numbers of a model in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from local_voice.understanding.frames import NUMBER, Frame
from local_voice.understanding.language import Language
from local_voice.understanding.numbers import spoken_numbers
from local_voice.understanding.text import tokenize
from local_voice.understanding.values import Context, Entity, Frames

HIGHEST = 100
"""Numbers that are listed in words."""


def frames_for(
    frames: Sequence[Frame], types: Mapping[str, Sequence[Entity]], language: Language, context: Context
) -> Frames:
    """Carrier phrases with {slots}, expected ones first; names, likely ones first; numbers in words."""
    used = {gap.type for frame in frames for gap in frame.gaps}
    entities = [entity for name, values in types.items() if name in used for entity in values]
    entities.sort(key=lambda entity: entity.id not in context.likely)
    spoken = ((entity.name, *entity.synonyms) for entity in entities)
    return Frames(
        frames=tuple(dict.fromkeys(_ordered(frames, context))),
        names=tuple(dict.fromkeys(_plain(name, language) for name in chain.from_iterable(spoken))),
        numbers=tuple(spoken_numbers(language, HIGHEST)) if NUMBER in used else (),
    )


def _ordered(frames: Sequence[Frame], context: Context) -> Iterable[str]:
    """Samples of the intents that are expected now, then all others."""
    expected = context.expects | ({context.elicit[0]} if context.elicit else set())
    return (frame.sample for frame in sorted(frames, key=lambda frame: frame.intent not in expected))


def _plain(name: str, language: Language) -> str:
    """A name as a recogniser writes it: lower case, signs in words."""
    return " ".join(dict.fromkeys(token.said for token in tokenize(name, language)))
