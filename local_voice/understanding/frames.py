"""Sample utterances as frames: words and slots in order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from local_voice.understanding.language import Language
from local_voice.understanding.lexicon import kind_of
from local_voice.understanding.model import Intent, Model, Slot
from local_voice.understanding.text import plain_words
from local_voice.understanding.values import FALLBACK

_PART = re.compile(r"\{\s*(\w+)\s*\}|([^{}]+)")
NUMBER = "AMAZON.NUMBER"
FREE_TYPE = "AMAZON.SearchQuery"
ANYTHING = "anything"
"""The slot of phrases that are meant for somebody else."""
ENOUGH_AROUND = 0.45
"""The worth of the words around a slot that say what it is for."""
TELLING = 0.4
"""Words that prove less than this do not prove more by being rare."""
COMPOUND = 6
"""Letters of the shortest compound that is taken apart ("checkout")."""

Splits = Mapping[str, tuple[str, str]]
"""Words that are written as one and taken as two."""


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
    multiple: bool = False
    """Several values may be said at once."""


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


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sample taken apart: words, and slots in braces."""

    intent: Intent
    parts: tuple[str, ...]
    sample: str


def sketches_of(model: Model, language: Language) -> list[Sketch]:
    """The samples of a model, Amazon's own phrases for its intents, and what is said to others."""
    nobody = Intent(FALLBACK, (Slot(ANYTHING, FREE_TYPE),))
    found = []
    for intent in model.intents:
        samples = dict.fromkeys((*intent.samples, *language.intents.get(intent.name, ())))
        found += [_sketch(intent, sample, language) for sample in samples]
    found += [_sketch(nobody, one.replace("{}", f"{{{ANYTHING}}}"), language) for one in language.outside]
    return [sketch for sketch in found if sketch.parts]


def _sketch(intent: Intent, sample: str, language: Language) -> Sketch:
    parts: list[str] = []
    for slot, text in _PART.findall(sample):
        parts += [f"{{{slot}}}"] if slot else plain_words(text, language)
    return Sketch(intent, tuple(parts), sample)


def compounds(sketches: Iterable[Sketch]) -> dict[str, tuple[str, str]]:
    """Words that the samples write as two: "check out" makes "checkout" the same."""
    found: dict[str, tuple[str, str]] = {}
    for sketch in sketches:
        for first, second in pairwise(sketch.parts):
            if len(first) > 1 and len(second) > 1 and len(first + second) >= COMPOUND:
                found[first + second] = (first, second)
    return {both: apart for both, apart in found.items() if "{" not in both}


def frames_of(sketches: Sequence[Sketch], language: Language, splits: Splits) -> list[Frame]:
    """A frame for each sample, no two alike in one intent; words of few intents prove more than others."""
    apart = [(sketch, _split(sketch.parts, splits)) for sketch in sketches]
    intents: dict[str, set[str]] = {}
    for sketch, parts in apart:
        for part in parts:
            intents.setdefault(part, set()).add(sketch.intent.name)
    most = log(max(2, len({sketch.intent.name for sketch in sketches})))
    maker = _Maker(language, {word: 1 - log(len(using)) / most for word, using in intents.items()})
    frames: dict[tuple[str, tuple[Element, ...]], Frame] = {}
    for sketch, parts in apart:
        elements = maker.elements(sketch.intent, parts)
        frames.setdefault((sketch.intent.name, elements), Frame(sketch.intent.name, elements, sketch.sample))
    return list(frames.values())


def answer_frames(intent: Intent, slot: Slot, language: Language, splits: Splits) -> list[Frame]:
    """Ways to answer when a slot was asked for: its own samples, the bare value, the value with a number."""
    wanted = f"{{{slot.name}}}"
    numbers = [one.name for one in intent.slots if one.type == NUMBER and slot.type != NUMBER]
    samples = [*slot.samples, *(wrapping.replace("{}", wanted) for wrapping in language.answers)]
    samples += [f"{{{number}}} {wanted}" for number in numbers]
    sketches = [_sketch(intent, sample, language) for sample in dict.fromkeys(samples)]
    maker = _Maker(language, None)
    return [
        Frame(intent.name, maker.elements(intent, _split(sketch.parts, splits)), sketch.sample)
        for sketch in sketches
        if sketch.parts
    ]


def _split(parts: Iterable[str], splits: Splits) -> list[str]:
    return [word for part in parts for word in splits.get(part, (part,))]


class _Maker:
    """Makes the elements of frames, equal ones only once."""

    def __init__(self, language: Language, rarity: Mapping[str, float] | None):
        """`rarity`: how few intents use a word, from 0 to 1; without it all words are worth the same."""
        self._language = language
        self._rarity = rarity
        self._literals: dict[str, Literal] = {}
        self._gaps: dict[tuple[str, str, bool, bool, bool], Gap] = {}

    def elements(self, intent: Intent, parts: Sequence[str]) -> tuple[Element, ...]:
        """Words and slots as elements of a frame."""
        types = {f"{{{slot.name}}}": slot for slot in intent.slots}
        worth = sum(self._literal(part).worth for part in parts if part not in types)
        bare = self._rarity is not None and worth < ENOUGH_AROUND
        following = [*parts[1:], ""]
        return tuple(
            self._gap(types[part], after in types, bare) if part in types else self._literal(part)
            for part, after in zip(parts, following, strict=True)
        )

    def _literal(self, word: str) -> Literal:
        if word not in self._literals:
            kind = kind_of(word, self._language)
            rare = self._rarity[word] if self._rarity and kind.worth >= TELLING else 0.5
            self._literals[word] = Literal(word, kind.missing, kind.worth * (0.7 + 0.6 * rare))
        return self._literals[word]

    def _gap(self, slot: Slot, before_gap: bool, bare: bool) -> Gap:
        key = (slot.name, slot.type, before_gap, bare, slot.multiple)
        if key not in self._gaps:
            self._gaps[key] = Gap(*key)
        return self._gaps[key]
