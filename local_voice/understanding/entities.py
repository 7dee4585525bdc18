"""Names to things: which values of a slot type some words may mean."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.sounds import Compounds, Neighbours
from local_voice.understanding.text import tokenize
from local_voice.understanding.values import Entity, Resolved

MOST = 5
"""Values that one resolution names at most, as Alexa does."""
CANDIDATES = 400
"""Entities that are compared with the words in full."""
ENOUGH = 0.82
"""Share of what was said that a name has to explain."""
ENOUGH_WHEN_LIKELY = 0.6
ALIKE = 0.78
"""How well a name must fit when nobody expects it."""
CLOSE = 0.08
"""Names this near to the best one are named with it."""
HEADLESS = 0.6
"""What a part of a name counts for without its main word: "oven" is no oven fries."""
LIGHT_WEIGHT = 0.15
SHORTEST_PART = 3
"""Letters of the shortest part of a compound."""
REMEMBERED = 200_000
"""Words whose common form is kept at hand."""


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
    """A word of the query: its weight and the words of names that it may be, each with its likeness."""

    weight: float
    words: Mapping[str, float]


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
        self._language = language
        self._foreign = foreign
        self._numbers = numbers
        self._stems: dict[str, str] = {}
        self._spelled: dict[str, str] = {}
        self._head_last = language.head_last
        self._light = self._stem_all(language.light | language.noise)
        self._weak = self._light | self._stem_all(language.function | language.fillers)
        self._containers = self._stem_all(language.containers)
        self._entities: list[Resolved] = []
        self._forms: list[tuple[tuple[str, ...], ...]] = []
        self._whole: dict[str, tuple[int, ...]] = {}
        self._joined: dict[str, tuple[int, ...]] = {}
        self._shuffled: dict[str, tuple[int, ...]] = {}
        self._containing: dict[str, list[int]] = {}
        for entity in entities:
            self._add(entity)
        self._places = {entity.id: place for place, entity in enumerate(self._entities)}
        self._fragments = self._first_parts()
        self._weights = self._weigh()
        self._compounds = Compounds(self._joined)
        self._near = Neighbours({word: self._spelled[word] for word in self._containing})

    @property
    def plain(self) -> bool:
        """Whether all values are Amazon's own: they have no ids, and Alexa does not resolve them."""
        return not any(entity.id for entity in self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    def _add(self, entity: Entity) -> None:
        place = len(self._entities)
        self._entities.append(Resolved(entity.id, entity.name))
        spoken = [self._words(name) for name in dict.fromkeys((entity.name, *entity.synonyms))]
        forms = [self.stems(words) for words in spoken]
        self._forms.append(tuple(self._core(form) for form in forms))
        for words in spoken:
            _note(self._joined, self.stem("".join(words)), place)
        for form in forms:
            _note(self._whole, "".join(form), place)
            _note(self._whole, "".join(self._core(form)), place)
            _note(self._shuffled, " ".join(sorted(self._core(form))), place)
        for word in {word for form in forms for word in form}:
            self._containing.setdefault(word, []).append(place)

    def _words(self, name: str) -> list[str]:
        return [token.word for token in tokenize(name, self._language)]

    def _first_parts(self) -> frozenset[str]:
        """Beginnings of compounds that people and recognisers write apart: "tooth" of "toothbrush"."""
        words = {word for word in self._containing if len(word) > SHORTEST_PART + 2}
        return frozenset(word[:cut] for word in words for cut in range(SHORTEST_PART, len(word) - 2))

    def _weigh(self) -> dict[str, float]:
        """Rare words say more than frequent ones."""
        size = len(self._entities) + 1
        light = self._light | self._containers
        weights = {word: 1 + log(size / len(places)) for word, places in self._containing.items()}
        return {word: weight * (LIGHT_WEIGHT if word in light else 1) for word, weight in weights.items()}

    def stem(self, word: str) -> str:
        """One form for singular, plural, and a number in words or figures."""
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) > REMEMBERED:
                self._forget()
            figures = self._numbers.value([word])
            known = self._stems[word] = figures or self._language.stem(word)
            self._spelled.setdefault(known, word)
        return known

    def _forget(self) -> None:
        """Keep the words of names, drop those that were only heard."""
        self._spelled = {stem: word for stem, word in self._spelled.items() if stem in self._containing}
        self._stems.clear()

    def _stem_all(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(self.stem(word) for word in words)

    def stems(self, words: Iterable[str]) -> tuple[str, ...]:
        """The common forms of some words."""
        return tuple(self.stem(word) for word in words)

    def _core(self, stems: Sequence[str]) -> tuple[str, ...]:
        """The words without "the", "of" and the like; all of them when nothing else is left."""
        return tuple(word for word in stems if word not in self._light) or tuple(stems)

    def knows(self, word: str) -> bool:
        """Whether a name has this word, in any number; articles and the like do not count."""
        stem = self.stem(word)
        return stem in self._containing and stem not in self._weak

    def begins(self, stem: str) -> bool:
        """Whether a name may begin with this, or with a compound that begins so."""
        return stem in self._containing or stem in self._fragments

    def meanings(self, stems: str, words: str) -> int:
        """How many values these stems, or these words, put together without spaces, are a name of."""
        return len(self._whole.get(stems) or self._joined.get(self.stem(words), ()))

    def names(self) -> list[str]:
        """The names of all entities."""
        return [entity.name for entity in self._entities]

    def corrected(self, word: str) -> str | None:
        """The word of a name that is nearest to a word that no name has."""
        return self._near.nearest(self.stem(word), word, ENOUGH)

    def is_foreign(self, word: str) -> bool:
        """Whether the word means something outside names."""
        return word in self._foreign

    def resolve(self, words: Sequence[str], likely: frozenset[str] = frozenset()) -> Resolution:
        """The entities that these words mean, likely ones first."""
        stems = self.stems(words)
        if not stems:
            return NOTHING
        known = {self._places[id_] for id_ in likely if id_ in self._places}
        if places := self._joined.get(self.stem("".join(words))):
            return self._named(places, 1.0, stems, known)
        for attempt, fit in self._readings(stems):
            places = self._whole.get("".join(attempt)) or self._shuffled.get(" ".join(sorted(attempt)))
            if places:
                return self._named(places, fit, attempt, known)
        found = self._search(self._unpacked(stems), known)
        return found if found is not NOTHING else self._run_together(words, known)

    def _run_together(self, words: Sequence[str], likely: set[int]) -> Resolution:
        """Names that are spelled nearly like all the words put together: "toilet pay per"."""
        near = self._compounds.nearest(self.stem("".join(words)))
        if near is None:
            return NOTHING
        places = sorted(self._joined[near[0]], key=lambda place: place not in likely)
        return Resolution(tuple(self._entities[place] for place in places[:MOST]), near[1])

    def _readings(self, stems: tuple[str, ...]) -> list[tuple[tuple[str, ...], float]]:
        core = self._core(stems)
        unpacked = self._core(self._unpacked(stems))
        return [(stems, 1.0), (core, 0.99), (unpacked, 0.98)]

    def _unpacked(self, stems: tuple[str, ...]) -> tuple[str, ...]:
        """Without "a carton of": up to four words that end in a container and "of"."""
        for place in range(1, min(len(stems) - 1, 4)):
            if stems[place] in self._language.of and stems[place - 1] in self._containers:
                return stems[place + 1 :]
        return stems

    def _named(
        self, places: tuple[int, ...], fit: float, stems: tuple[str, ...], likely: set[int]
    ) -> Resolution:
        """Entities found by name, likely ones first; likely ones that only contain the words come last."""
        first = sorted(places, key=lambda place: place not in likely)
        if likely and not likely.intersection(places):
            concepts = self._concepts(stems)
            first += [
                place for place in sorted(likely) if _explained(concepts, self._all_words(place)) > 0.95
            ]
        return Resolution(tuple(self._entities[place] for place in first[:MOST]), fit)

    def _search(self, stems: tuple[str, ...], likely: set[int]) -> Resolution:
        """Entities whose names hold nearly all the words, in any order, spelled nearly so."""
        if self._weak.issuperset(stems):
            return NOTHING
        concepts = self._concepts(self._core(stems))
        scored: list[tuple[bool, float, int]] = []
        for place in self._candidates(concepts) | likely:
            explained = _explained(concepts, self._all_words(place))
            if explained >= (ENOUGH_WHEN_LIKELY if place in likely else ENOUGH):
                scored.append((place in likely, self._score(place, concepts, explained), place))
        scored.sort(key=lambda one: (-one[0], -one[1], one[2]))
        if not scored or not (scored[0][0] or scored[0][1] >= ALIKE):
            return NOTHING
        expected, best, _ = scored[0]
        near = [place for known, score, place in scored if known == expected and score >= best - CLOSE]
        return Resolution(tuple(self._entities[place] for place in near[:MOST]), min(best, 0.95))

    def _score(self, place: int, concepts: Sequence[_Concept], explained: float) -> float:
        """Between 0 and 0.99: how much of the words is in the name, and how much of the name in the words."""
        covered = max(self._covered(form, concepts) for form in self._forms[place])
        return min(0.65 * explained + 0.35 * covered, 0.99)

    def _covered(self, form: Sequence[str], concepts: Sequence[_Concept]) -> float:
        total = sum(self._weights[word] for word in form)
        head = self._core(form)[-1] if self._head_last else self._core(form)[0]
        said = sum(
            self._weights[word] * max((concept.words.get(word, 0.0) for concept in concepts), default=0.0)
            for word in form
        )
        share = said / total if total else 0.0
        return share if any(head in concept.words for concept in concepts) else share * HEADLESS

    def _all_words(self, place: int) -> set[str]:
        return {word for form in self._forms[place] for word in form}

    def _candidates(self, concepts: Sequence[_Concept]) -> set[int]:
        """Entities with the rarest words said; a second word narrows them down."""
        found = sorted((concept for concept in concepts if concept.words), key=self._frequency)
        if not found:
            return set()
        first = {place for word in found[0].words for place in self._containing.get(word, ())}
        both = {place for place in first if self._has(place, found[1])} if len(found) > 1 else set()
        return set(sorted(both or first)[:CANDIDATES])

    def _frequency(self, concept: _Concept) -> int:
        return sum(len(self._containing.get(word, ())) for word in concept.words)

    def _has(self, place: int, concept: _Concept) -> bool:
        return any(word in concept.words for form in self._forms[place] for word in form)

    def _concepts(self, stems: Sequence[str]) -> list[_Concept]:
        """The words said with the words of names they may be; neighbours joined, compounds split."""
        concepts = []
        words = list(stems)
        while words:
            word = words.pop(0)
            if words and word + words[0] in self._containing and not self._both_known(word, words[0]):
                word += words.pop(0)
            elif word not in self._containing and (parts := self._near.split(word)):
                word, words = parts[0], [parts[1], *words]
            concepts.append(self._concept(word, alone=len(stems) == 1))
        return concepts

    def _both_known(self, first: str, second: str) -> bool:
        return first in self._containing and second in self._containing

    def _concept(self, word: str, *, alone: bool) -> _Concept:
        words = self._alike(word, alone)
        strangest = 1 + log(len(self._entities) + 1)
        weight = self._weights.get(word) or max((self._weights[near] for near in words), default=strangest)
        return _Concept(weight * (LIGHT_WEIGHT if word in self._weak and not words else 1), words)

    def _alike(self, word: str, alone: bool) -> Mapping[str, float]:
        spelled = self._spelled.get(word, word)
        if alone and spelled in self._foreign:
            return {word: 1.0} if word in self._containing else {}
        return self._near.like(word, spelled)


def _explained(concepts: Sequence[_Concept], words: set[str]) -> float:
    """The share of what was said that these words explain."""
    total = sum(concept.weight for concept in concepts)
    said = sum(
        concept.weight * max((like for word, like in concept.words.items() if word in words), default=0.0)
        for concept in concepts
    )
    return said / total if total else 0.0


def _note(index: dict[str, tuple[int, ...]], key: str, place: int) -> None:
    there = index.get(key, ())
    if place not in there:
        index[key] = (*there, place)
