"""Names to things: which values of a slot type some words may mean."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from local_voice.understanding.language import Language
from local_voice.understanding.names import LIGHT_WEIGHT, Names, Stems
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.sounds import Compounds, Neighbours
from local_voice.understanding.values import Entity, Resolved

MOST = 5
"""Values that one resolution names at most, as Alexa does."""
CANDIDATES = 400
"""Entities that are compared with the words in full."""
LATEST = 200
"""Resolutions that are kept at hand."""
PROBED = 3_000
"""Entities with the rarest word that are looked at for the next one."""
ENOUGH = 0.82
"""Share of what was said that a name has to explain."""
ENOUGH_WHEN_LIKELY = 0.6
ALIKE = 0.78
"""How well a name must fit when nobody expects it."""
CLOSE = 0.08
"""Names this near to the best one are named with it."""
HEADLESS = 0.6
"""What a part of a name counts for without its main word: "oven" is no oven fries."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities that some words may mean, best first, and how well they fit: 1 is by name."""

    found: tuple[Resolved, ...]
    fit: float
    dynamic: tuple[Resolved, ...] | None = None
    """Dynamic entities that they may mean; None where there are none."""


NOTHING = Resolution((), 0.0)


@dataclass(frozen=True, slots=True)
class _Concept:
    """A word of the query: its weight, and how like it is to words of names (by number)."""

    weight: float
    words: Mapping[int, float]


class EntityIndex:
    """The values of one slot type, found by name, by words, by sound and by near spelling."""

    def __init__(
        self,
        entities: Iterable[Entity],
        language: Language,
        numbers: NumberReader,
        foreign: Container[str] = frozenset(),
    ):
        """`foreign` words mean something outside names: alone they are not taken for a misheard name."""
        self._of = language.of
        self._head = -1 if language.head_last else 0
        self._foreign = foreign
        self._stems = Stems(language, numbers)
        self._names = Names(entities, language, self._stems)
        self._compounds = Compounds(self._names.together)
        self._near = Neighbours(self._names.spellings)
        self._latest: dict[tuple[tuple[str, ...], frozenset[str]], Resolution] = {}
        self.plain = not any(self._names.ids)
        """Whether all values are Amazon's own: they have no ids, and Alexa does not resolve them."""

    def __len__(self) -> int:
        return len(self._names)

    def stem(self, word: str) -> str:
        """One form for singular, plural, and a number in words or figures."""
        return self._stems(word)

    def stems(self, words: Iterable[str]) -> tuple[str, ...]:
        """The common forms of some words."""
        return tuple(map(self._stems, words))

    def knows(self, word: str) -> bool:
        """Whether a name has this word, in any number; articles and the like do not count."""
        stem = self._stems(word)
        return stem in self._names.numbers and stem not in self._stems.weak

    def begins(self, stem: str) -> bool:
        """Whether a name may begin with this, or with a compound that begins so."""
        return stem in self._names.numbers or self._names.begins(stem)

    def meanings(self, stems: str, words: str) -> int:
        """How many values these stems, or these words, put together without spaces, are a name of."""
        return len(self._names.whole[stems] or self._names.joined[self._stems.joined((words,))])

    def names(self) -> list[str]:
        """The names of all entities."""
        return list(self._names.said)

    def corrected(self, word: str) -> str | None:
        """The word of a name that is nearest to a word that no name has."""
        return self._near.nearest(self._stems(word), word, ENOUGH)

    def is_foreign(self, word: str) -> bool:
        """Whether the word means something outside names."""
        return word in self._foreign

    def resolve(self, words: Sequence[str], likely: frozenset[str] = frozenset()) -> Resolution:
        """The entities that these words mean, likely ones first."""
        # Several readings of one utterance ask for the same words.
        asked = tuple(words), likely
        found = self._latest.get(asked)
        if found is None:
            if len(self._latest) > LATEST:
                self._latest.clear()
            found = self._latest[asked] = self._resolve(asked[0], likely)
        return found

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_latest": {}}

    def _resolve(self, words: Sequence[str], likely: frozenset[str]) -> Resolution:
        stems = self.stems(words)
        if not stems:
            return NOTHING
        known = {place for id_ in likely for place in self._names.places[id_]}
        if places := self._names.joined[self._stems.joined(words)]:
            return self._named(places, 1.0, stems, known)
        for attempt, fit in self._readings(stems):
            places = self._names.whole["".join(attempt)] or self._names.shuffled[" ".join(sorted(attempt))]
            if places:
                return self._named(places, fit, attempt, known)
        found = self._search(self._unpacked(stems), known)
        return found if found is not NOTHING else self._run_together(words, known)

    def _resolved(self, places: Iterable[int]) -> tuple[Resolved, ...]:
        names = self._names
        return tuple(Resolved(names.ids[place], names.said[place]) for place in islice(places, MOST))

    def _run_together(self, words: Sequence[str], likely: set[int]) -> Resolution:
        """Names that are spelled nearly like all the words put together: "toilet pay per"."""
        near = self._compounds.nearest(self._stems.joined(words))
        if near is None:
            return NOTHING
        places = sorted(self._names.joined[near[0]], key=lambda place: place not in likely)
        return Resolution(self._resolved(places), near[1])

    def _readings(self, stems: tuple[str, ...]) -> list[tuple[tuple[str, ...], float]]:
        core = self._stems.core(stems)
        unpacked = self._stems.core(self._unpacked(stems))
        return [(stems, 1.0), (core, 0.99), (unpacked, 0.98)]

    def _unpacked(self, stems: tuple[str, ...]) -> tuple[str, ...]:
        """Without "a carton of": up to four words that end in a container and "of"."""
        for place in range(1, min(len(stems) - 1, 4)):
            if stems[place] in self._of and stems[place - 1] in self._stems.containers:
                return stems[place + 1 :]
        return stems

    def _named(
        self, places: Sequence[int], fit: float, stems: tuple[str, ...], likely: set[int]
    ) -> Resolution:
        """Entities found by name, likely ones first; likely ones that only contain the words come last."""
        first = sorted(places, key=lambda place: place not in likely)
        if likely and not likely.intersection(places):
            concepts = self._concepts(stems)
            first += [
                place for place in sorted(likely) if _explained(concepts, self._names.all_words(place)) > 0.95
            ]
        return Resolution(self._resolved(first), fit)

    def _search(self, stems: tuple[str, ...], likely: set[int]) -> Resolution:
        """Entities whose names hold nearly all the words, in any order, spelled nearly so."""
        if self._stems.weak.issuperset(stems):
            return NOTHING
        concepts = self._concepts(self._stems.core(stems))
        scored: list[tuple[bool, float, int]] = []
        for place in self._candidates(concepts) | likely:
            explained = _explained(concepts, self._names.all_words(place))
            if explained >= (ENOUGH_WHEN_LIKELY if place in likely else ENOUGH):
                scored.append((place in likely, self._score(place, concepts, explained), place))
        scored.sort(key=lambda one: (-one[0], -one[1], one[2]))
        if not scored or not (scored[0][0] or scored[0][1] >= ALIKE):
            return NOTHING
        expected, best, _ = scored[0]
        near = (place for known, score, place in scored if known == expected and score >= best - CLOSE)
        return Resolution(self._resolved(near), min(best, 0.95))

    def _score(self, place: int, concepts: Sequence[_Concept], explained: float) -> float:
        """Between 0 and 0.99: how much of the words is in the name, and how much of the name in the words."""
        covered = max(self._covered(form, concepts) for form in self._names.forms(place))
        return min(0.65 * explained + 0.35 * covered, 0.99)

    def _covered(self, form: Sequence[int], concepts: Sequence[_Concept]) -> float:
        weights = self._names.weights
        total = sum(weights[word] for word in form)
        said = sum(
            weights[word] * max((concept.words.get(word, 0.0) for concept in concepts), default=0.0)
            for word in form
        )
        share = said / total if total else 0.0
        return share if any(form[self._head] in concept.words for concept in concepts) else share * HEADLESS

    def _candidates(self, concepts: Sequence[_Concept]) -> set[int]:
        """Entities with the rarest words said; a second word narrows them down."""
        found = sorted((concept for concept in concepts if concept.words), key=self._frequency)
        if not found:
            return set()
        first = sorted({place for word in found[0].words for place in self._names.holders(word)[:PROBED]})
        both = [place for place in first[:PROBED] if self._has(place, found[1])] if len(found) > 1 else []
        return set((both or first)[:CANDIDATES])

    def _frequency(self, concept: _Concept) -> int:
        return sum(map(self._names.how_many, concept.words))

    def _has(self, place: int, concept: _Concept) -> bool:
        return not concept.words.keys().isdisjoint(self._names.all_words(place))

    def _concepts(self, stems: Sequence[str]) -> list[_Concept]:
        """The words said with the words of names they may be; neighbours joined, compounds split."""
        known = self._names.numbers
        concepts = []
        words = list(stems)
        while words:
            word = words.pop(0)
            if words and word + words[0] in known and not (word in known and words[0] in known):
                word += words.pop(0)
            elif word not in known and (parts := self._near.split(word)):
                word, words = parts[0], [parts[1], *words]
            concepts.append(self._concept(word, alone=len(stems) == 1))
        return concepts

    def _concept(self, word: str, *, alone: bool) -> _Concept:
        numbers, weights = self._names.numbers, self._names.weights
        words = {numbers[near]: like for near, like in self._alike(word, alone).items()}
        if word in numbers:
            weight = weights[numbers[word]]
        else:
            weight = max((weights[near] for near in words), default=1 + log(len(self) + 1))
        return _Concept(weight * (LIGHT_WEIGHT if word in self._stems.weak and not words else 1), words)

    def _alike(self, word: str, alone: bool) -> Mapping[str, float]:
        spelled = self._names.spellings.get(word, word)
        if alone and spelled in self._foreign:
            return {word: 1.0} if word in self._names.numbers else {}
        return self._near.like(word, spelled)


def _explained(concepts: Sequence[_Concept], words: Sequence[int]) -> float:
    """The share of what was said that these words explain."""
    total = sum(concept.weight for concept in concepts)
    said = sum(
        concept.weight * max((like for word, like in concept.words.items() if word in words), default=0.0)
        for concept in concepts
    )
    return said / total if total else 0.0
