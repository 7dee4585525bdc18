"""Sample utterances as frames: words and slots in order, found by the words they need."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from local_voice.understanding.language import Language
from local_voice.understanding.lexicon import kind_of
from local_voice.understanding.model import Intent, Model, Slot
from local_voice.understanding.text import tokenize
from local_voice.understanding.values import FALLBACK

_PART = re.compile(r"\{\s*(\w+)\s*\}|([^{}]+)")
NUMBER = "AMAZON.NUMBER"
FREE_TYPE = "AMAZON.SearchQuery"
ANYTHING = "anything"
"""The slot of phrases that are meant for somebody else."""
ENOUGH_AROUND = 0.55
"""The worth of the words around a slot that say what it is for."""
TELLING = 0.4
"""Words that prove less than this do not prove more by being rare."""
COMPOUND = 6
"""Letters of the shortest compound that is taken apart ("checkout")."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A word of a frame: what its absence costs and what its presence is worth."""

    word: str
    missing: float
    worth: float


@dataclass(frozen=True, slots=True)
class Gap:
    """The place of a slot in a frame."""

    name: str
    type: str
    before_gap: bool = False
    """Another slot follows at once: "{quantity} {product}"."""
    bare: bool = False
    """No words around it say what it is for: only what is known can be meant."""


Element = Literal | Gap


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say an intent."""

    intent: str
    elements: tuple[Element, ...]
    sample: str

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The slots of the frame, in order."""
        return tuple(element for element in self.elements if isinstance(element, Gap))


def compounds(model: Model, language: Language) -> dict[str, tuple[str, str]]:
    """Words that the samples write as two: "check out" makes "checkout" the same."""
    found: dict[str, tuple[str, str]] = {}
    for sample in _all_samples(model, language):
        for text in _PART.findall(sample):
            words = [token.word for token in tokenize(text[1], language)]
            for first, second in pairwise(words):
                if len(first + second) >= COMPOUND and len(first) > 1 and len(second) > 1:
                    found[first + second] = (first, second)
    return found


def _all_samples(model: Model, language: Language) -> Iterable[str]:
    for intent in model.intents:
        yield from intent.samples
        yield from language.intents.get(intent.name, ())


def frames_of(model: Model, language: Language, splits: Mapping[str, tuple[str, str]]) -> list[Frame]:
    """A frame for each sample and for each of Amazon's own phrases; no two alike in one intent."""
    frames: dict[tuple[str, tuple[Element, ...]], Frame] = {}
    for intent in model.intents:
        for sample in (*intent.samples, *language.intents.get(intent.name, ())):
            frame = make_frame(intent, sample, language, splits)
            if frame.elements:
                frames.setdefault((intent.name, frame.elements), frame)
    return _weighed([*frames.values(), *outside_frames(model, language, splits)])


def outside_frames(model: Model, language: Language, splits: Mapping[str, tuple[str, str]]) -> list[Frame]:
    """What people say to other skills and to each other, for models that have an intent for it."""
    intent = Intent(FALLBACK, (Slot(ANYTHING, FREE_TYPE),))
    samples = (phrase.replace("{}", f"{{{ANYTHING}}}") for phrase in language.outside)
    return [make_frame(intent, sample, language, splits) for sample in samples]


def _weighed(frames: Sequence[Frame]) -> list[Frame]:
    """Words of few intents prove more than words of many; slots with little around them are bare."""
    intents: dict[str, set[str]] = {}
    for frame in frames:
        for one in frame.elements:
            if isinstance(one, Literal):
                intents.setdefault(one.word, set()).add(frame.intent)
    most = log(max(2, len({frame.intent for frame in frames})))
    rarity = {word: 1 - log(len(using)) / most for word, using in intents.items()}
    return [_with_worth(frame, rarity) for frame in frames]


def _with_worth(frame: Frame, rarity: Mapping[str, float]) -> Frame:
    literals = (one for one in frame.elements if isinstance(one, Literal))
    worths = [one.worth * (1.0 if one.worth < TELLING else 0.7 + 0.6 * rarity[one.word]) for one in literals]
    bare = sum(worths) < ENOUGH_AROUND
    left = iter(worths)
    elements = tuple(
        replace(one, worth=next(left)) if isinstance(one, Literal) else replace(one, bare=bare)
        for one in frame.elements
    )
    return replace(frame, elements=elements)


def make_frame(
    intent: Intent, sample: str, language: Language, splits: Mapping[str, tuple[str, str]]
) -> Frame:
    """One sample of an intent as a frame."""
    slots = {slot.name: slot for slot in intent.slots}
    elements: list[Element] = []
    for name, text in _PART.findall(sample):
        if name:
            elements.append(Gap(name, slots[name].type))
        else:
            elements.extend(_literal(token.word, language) for token in tokenize(text, language, splits))
    return Frame(intent.name, _with_neighbours(elements), sample)


def _literal(word: str, language: Language) -> Literal:
    kind = kind_of(word, language)
    return Literal(word, kind.missing, kind.worth)


def _with_neighbours(elements: Sequence[Element]) -> tuple[Element, ...]:
    """The elements, each slot knowing whether another one follows it."""
    following = [*elements[1:], None]
    return tuple(
        Gap(one.name, one.type, isinstance(after, Gap)) if isinstance(one, Gap) else one
        for one, after in zip(elements, following, strict=True)
    )


def answer_frames(
    intent: Intent, slot: Slot, language: Language, splits: Mapping[str, tuple[str, str]]
) -> list[Frame]:
    """Ways to answer when a slot was asked for: its own samples, the bare value, the value with a number."""
    wanted = f"{{{slot.name}}}"
    numbers = [one.name for one in intent.slots if one.type == NUMBER and slot.type != NUMBER]
    samples = [*slot.samples, *(wrapping.replace("{}", wanted) for wrapping in language.answers)]
    samples += [f"{{{number}}} {wanted}" for number in numbers]
    return [make_frame(intent, sample, language, splits) for sample in dict.fromkeys(samples)]
