"""One utterance, looked at from all sides: what its words may stand for, and what each may cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from local_voice.understanding.entities import EntityIndex
from local_voice.understanding.frames import FREE_TYPE, Gap
from local_voice.understanding.language import Language
from local_voice.understanding.lexicon import (
    CONTENT,
    FILLER,
    HOMOPHONE,
    INFLECTED,
    LIGHT,
    NEGATION,
    POLITE,
    QUESTION,
    Lexicon,
    kind_of,
)
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.text import Token

NUMBER_TYPES = frozenset({"AMAZON.NUMBER", "AMAZON.FOUR_DIGIT_NUMBER", "AMAZON.PhoneNumber"})
LONGEST_NAME = 8
"""Words of the longest name that is found by its exact words at once."""

TYPED_BASE = 0.08
FREE_BASE = 0.25
OPEN_BASE = 0.3
OPENER = 0.12
OPENING_NO = 0.3
EXTRA_NAME = 1.0
OUTSIDE_IN_SLOT = 1.6
EXTRA_OUTSIDE = 1.2
"""Words that people say to others, and that this model has no use for."""
EXTRA_NUMBER = 0.8
AMBIGUOUS = 0.04
LONGER = 0.025
CORRECTED = 0.2
ARTICLE = 0.015
MISHEARD = 0.1
CHEAPER = 0.01
"""A misheard number before a name is likelier than a word that means nothing there."""
MISHEARD_AT_END = 0.3

FREE_KIND = {POLITE: 0.07, FILLER: 0.06, LIGHT: 0.03, QUESTION: 0.25, NEGATION: 0.2}
"""Words that end a request rather than a name are left out of free text; questions have no place in it."""


BARE_UNKNOWN = 1.2
"""Words that nobody knows, without anything around them that says what they are for."""

Places = dict[str, list[tuple[int, float]]]
Spans = list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What it costs to put words into a slot: known spans, and for open types any words."""

    spans: tuple[tuple[int, int, float], ...]
    base: float | None = None
    """None: only the spans."""
    upto: tuple[float, ...] = ()
    """Summed cost of the words before each place."""

    def words(self, start: int, end: int) -> float:
        """The cost of any words from start to end."""
        return self.upto[end] - self.upto[start]


@dataclass(slots=True)
class Heard:
    """An utterance ready for alignment."""

    tokens: Sequence[Token]
    words: tuple[str, ...]
    matches: Sequence[Mapping[str, float]]
    """For each word, the frame words it may be, each with its cost."""
    places: Places
    """For each frame word that may have been said, where, and at what cost."""
    surely: set[str]
    """Frame words that were most likely said."""
    extra: list[float]
    """For each word, the cost of having no place for it."""
    numbers: list[tuple[int, int, str, str]]
    strange: float
    """The cost of the words that no frame has."""
    spans: Mapping[str, Spans]
    """For each slot type with listed values, where names stand."""
    named: list[bool | None]
    """For each word, whether it is in a name; None for numbers, articles and the like: they prove nothing."""
    packed: set[int]
    """Where a container and "of" stand: "cartons of"."""
    whole: list[bool]
    """For each word, whether it is part of a whole name of a thing."""
    fillings: dict[tuple[str, bool, bool], Filling] = field(default_factory=dict)

    def hollow(self, start: int, end: int) -> bool:
        """Whether the words there say nothing: no name, no number, nothing with a meaning of its own."""
        if any(named is not None for named in self.named[start:end]):
            return False
        return not any(
            kind == "plain" and first < end and last > start for first, last, _, kind in self.numbers
        )

    def count_numbers(self, start: int, end: int) -> int:
        """How many words there say a number."""
        return len(
            {first for first, last, _, kind in self.numbers if kind == "plain" and start <= first < end}
        )

    def number(self, start: int, end: int) -> str | None:
        """The figures of a number that stands exactly there."""
        return next((value for first, last, value, _ in self.numbers if (first, last) == (start, end)), None)


class Ear:
    """Looks at utterances with the words of one model."""

    def __init__(
        self,
        language: Language,
        lexicon: Lexicon,
        indexes: Mapping[str, EntityIndex],
        numbers: NumberReader,
        outside: Iterable[str] = (),
    ):
        """`outside`: words that only phrases meant for others have."""
        self._language = language
        self._lexicon = lexicon
        self._indexes = indexes
        self._numbers = numbers
        self.things = max(indexes, key=lambda name: len(indexes[name]), default=None)
        self._containers = {language.stem(word) for word in language.containers}
        self._phrases = _by_first_word(language.filler_phrases)
        self._money = frozenset(word for words in language.currency.values() for word in words)
        self._outside = frozenset(
            word
            for word in outside
            if kind_of(word, language) is CONTENT
            and not self.in_a_name(word)
            and numbers.value([word]) is None
        )

    def listen(self, tokens: Sequence[Token]) -> Heard:
        """What the words of an utterance may be."""
        words = tuple(token.word for token in tokens)
        matches = [self._lexicon.matches(word, self.in_a_name(word)) for word in words]
        numbers = [(one.start, one.end, one.value, one.kind) for one in self._numbers.find(words)]
        extra = self._extra(words, numbers)
        spans = {name: self._named_spans(words, index) for name, index in self._indexes.items()}
        return Heard(
            tokens=tokens,
            words=words,
            matches=matches,
            places=_places(matches),
            surely={word for words in matches for word in _likeliest(words)},
            extra=extra,
            strange=sum(cost for cost, known in zip(extra, matches, strict=True) if not known),
            numbers=numbers,
            spans=spans,
            named=self._named(words, spans),
            packed=self._packed(words),
            whole=self._in_whole_names(len(words), spans),
        )

    def _named(self, words: tuple[str, ...], found: Mapping[str, Spans]) -> list[bool | None]:
        """Which words are in names; all words of a whole name are, whatever they mean elsewhere."""
        named = [None if self._proves_nothing(word) else self.in_a_name(word) for word in words]
        for spans in found.values():
            for start, end, cost in spans:
                if cost < CORRECTED and any(named[start:end]):
                    named[start:end] = [True] * (end - start)
        return named

    def _packed(self, words: tuple[str, ...]) -> set[int]:
        return {
            place
            for place, (word, after) in enumerate(pairwise(words))
            if after in self._language.of and self._language.stem(word) in self._containers
        }

    def _in_whole_names(self, size: int, found: Mapping[str, Spans]) -> list[bool]:
        whole = [False] * size
        for start, end, cost in found.get(self.things or "", ()):
            if cost < CORRECTED:
                whole[start:end] = [True] * (end - start)
        return whole

    def _proves_nothing(self, word: str) -> bool:
        joins = word in self._language.joiners or word in self._language.containers or word in self._money
        return (
            joins or kind_of(word, self._language) is not CONTENT or self._numbers.value([word]) is not None
        )

    def in_a_name(self, word: str) -> bool:
        """Whether any listed value has this word."""
        return any(index.knows(word) for index in self._indexes.values())

    def _extra(self, words: tuple[str, ...], numbers: Sequence[tuple[int, int, str, str]]) -> list[float]:
        """The cost of each word when the frame has no place for it."""
        costs = [self._extra_word(word) for word in words]
        for start, end, _, kind in numbers:
            if kind == "plain":
                for place in range(start, end):
                    costs[place] = max(costs[place], EXTRA_NUMBER)
        for start, end in self._filler_phrases(words):
            for place in range(start, end):
                costs[place] = min(costs[place], 0.03)
        if len(words) > 2 and words[0] in self._language.openers:
            costs[0] = OPENING_NO if words[0] in self._language.negations else min(costs[0], OPENER)
        return costs

    def _extra_word(self, word: str) -> float:
        if word in self._outside:
            return EXTRA_OUTSIDE
        kind = kind_of(word, self._language)
        return EXTRA_NAME if kind is CONTENT and self.in_a_name(word) else kind.extra

    def _filler_phrases(self, words: tuple[str, ...]) -> list[tuple[int, int]]:
        return [
            (place, place + len(phrase))
            for place, word in enumerate(words)
            for phrase in self._phrases.get(word, ())
            if words[place : place + len(phrase)] == phrase
        ]

    def filling(self, heard: Heard, gap: Gap) -> Filling:
        """What it costs to fill a slot with words of the utterance."""
        key = (gap.type, gap.before_gap, gap.bare)
        known = heard.fillings.get(key)
        if known is None:
            known = heard.fillings[key] = self._filling(heard, gap)
        return known

    def _filling(self, heard: Heard, gap: Gap) -> Filling:
        if gap.type in self._indexes:
            return self._typed_filling(heard, gap)
        if gap.type in NUMBER_TYPES:
            return Filling(tuple(_number_spans(heard, gap.before_gap)))
        base = FREE_BASE if gap.type == FREE_TYPE else OPEN_BASE
        return Filling((), base, _sums(map(self._free_word, heard.words, heard.named)))

    def _typed_filling(self, heard: Heard, gap: Gap) -> Filling:
        other = heard.fillings.get((gap.type, gap.before_gap, not gap.bare))
        base = TYPED_BASE + (BARE_UNKNOWN if gap.bare else 0.0)
        if other is not None:
            return Filling(other.spans, base, other.upto)
        index = self._indexes[gap.type]
        return Filling(
            tuple(heard.spans[gap.type]), base, _sums(self._typed_word(word, index) for word in heard.words)
        )

    def _named_spans(self, words: tuple[str, ...], index: EntityIndex) -> Spans:
        """Where names stand, by their exact words or with misheard words put right."""
        stems = index.stems(words)
        right = tuple(
            stem if index.knows(word) else index.corrected(word) or stem
            for word, stem in zip(words, stems, strict=True)
        )
        spans: Spans = []

        def alone(start: int, end: int) -> bool:
            return start == end and index.is_foreign(words[start])

        for start in range(len(words)):
            if not index.begins(right[start]):
                continue
            whole = joined = mended = ""
            for end in range(start, min(len(words), start + LONGEST_NAME)):
                whole, joined, mended = whole + stems[end], joined + words[end], mended + right[end]
                if several := index.meanings(whole, joined):
                    cost = named(end + 1 - start) + (AMBIGUOUS if several > 1 else 0.0)
                    spans.append((start, end + 1, cost))
                elif mended != whole and index.meanings(mended, mended) and not alone(start, end):
                    spans.append((start, end + 1, CORRECTED))
        return spans

    def _typed_word(self, word: str, index: EntityIndex) -> float:
        """The cost of a word in a slot of listed values that no name explains."""
        if word in self._language.joiners:
            return 1.0
        if self._numbers.value([word]) is not None:
            return 0.7
        if index.knows(word):
            return 0.1
        kind = kind_of(word, self._language)
        if kind is CONTENT:
            return OUTSIDE_IN_SLOT if word in self._outside else 0.85 if self._in_frames(word) else 0.3
        return 0.8 if kind is NEGATION else min(0.35, kind.extra * 1.5 + 0.04)

    def _free_word(self, word: str, named: bool | None) -> float:
        """The cost of a word in free text: names are expected there, words of other frames are not."""
        if named or word in self._language.joiners or self._numbers.value([word]) is not None:
            return 0.03
        kind = kind_of(word, self._language)
        if kind is CONTENT:
            return 0.65 if word in self._outside else 0.45 if self._in_frames(word) else 0.3
        return FREE_KIND.get(kind, 0.08)

    def _in_frames(self, word: str) -> bool:
        """Whether a word, or another form of it, is a word of frames."""
        return any(cost <= INFLECTED for cost in self._lexicon.matches(word, True).values())


def named(words: int) -> float:
    """The cost of a whole name: a longer one explains more ("seven grain bread" is no seven of anything)."""
    return -LONGER * (words - 1)


def _places(matches: Sequence[Mapping[str, float]]) -> Places:
    places: Places = {}
    for place, words in enumerate(matches):
        for word, cost in words.items():
            places.setdefault(word, []).append((place, cost))
    return places


def _likeliest(words: Mapping[str, float]) -> Iterable[str]:
    """Frame words that a said word is or stands for; guesses only when there is nothing better."""
    near = [word for word, cost in words.items() if cost <= HOMOPHONE]
    return near or words


def _number_spans(heard: Heard, before_gap: bool) -> Spans:
    names = {start for spans in heard.spans.values() for start, _, _ in spans} | heard.packed
    spans: Spans = []
    for start, end, _, kind in heard.numbers:
        if kind == "plain":
            spans.append((start, end, 0.0))
        elif kind == "misheard":
            before_a_name = before_gap and end in names
            cheap = min(MISHEARD, max(0.0, heard.extra[start] - CHEAPER))
            spans.append((start, end, cheap if before_a_name else MISHEARD_AT_END))
        elif before_gap and end < len(heard.words):
            spans.append((start, end, ARTICLE))
    return spans


def _sums(costs: Iterable[float]) -> tuple[float, ...]:
    total, sums = 0.0, [0.0]
    for cost in costs:
        total += cost
        sums.append(total)
    return tuple(sums)


def _by_first_word(phrases: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found
