"""Sample utterances as frames: words and slots in order, found by the words they need."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from local_voice.understanding.language import Language
from local_voice.understanding.lexicon import kind_of
from local_voice.understanding.model import Intent, Model, Slot
from local_voice.understanding.text import tokenize

_PART = re.compile(r"\{\s*(\w+)\s*\}|([^{}]+)")
NUMBER = "AMAZON.NUMBER"
LOOKED_UP = 0.2
"""Words whose absence costs less than this find no frame."""
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


@dataclass(slots=True)
class FrameIndex:
    """Frames by the words they need."""

    frames: list[Frame]
    need: list[float]
    """What a frame costs when none of its words are said."""
    open: list[bool]
    """Whether a frame has slots, so that other words may belong there."""
    holding: dict[str, list[int]]
    missing: dict[str, float]
    """What it costs a frame to do without a word."""
    anyway: list[int]
    """Frames without a single word that counts: they are always tried."""


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
    return list(frames.values())


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


def index_frames(frames: Sequence[Frame]) -> FrameIndex:
    """Frames ready to be found by the words of an utterance."""
    holding: dict[str, list[int]] = {}
    missing: dict[str, float] = {}
    for place, frame in enumerate(frames):
        for one in {
            one.word: one for one in frame.elements if isinstance(one, Literal) and counts(one)
        }.values():
            holding.setdefault(one.word, []).append(place)
            missing[one.word] = one.missing
    return FrameIndex(
        frames=list(frames),
        need=[needed(frame) for frame in frames],
        open=[bool(frame.gaps) for frame in frames],
        holding=holding,
        missing=missing,
        anyway=[place for place, frame in enumerate(frames) if not needed(frame)],
    )


def counts(literal: Literal) -> bool:
    """Whether a frame is looked up by this word: articles and the like find nothing."""
    return literal.missing >= LOOKED_UP


def needed(frame: Frame) -> float:
    """What it costs when none of the words that count are said."""
    return sum(one.missing for one in frame.elements if isinstance(one, Literal) and counts(one))
