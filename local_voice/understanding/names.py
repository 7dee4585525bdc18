"""The names of a slot type's values, taken apart once so that they are found by any of their words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log

from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.tables import Numbers, Rows
from local_voice.understanding.text import plain_words
from local_voice.understanding.values import Entity

SHORTEST_PART = 3
"""Letters of the shortest part of a compound."""
LIGHT_WEIGHT = 0.15
REMEMBERED = 200_000
"""Words whose common form is kept at hand."""


class Stems:
    """One form for singular, plural, and a number in words or figures."""

    def __init__(self, language: Language, numbers: NumberReader):
        self._language = language
        self._numbers = numbers
        self._known: dict[str, str] = {}
        self.light = self.of_all(language.light | language.noise)
        self.weak = self.light | self.of_all(language.function | language.fillers)
        self.containers = self.of_all(language.containers)

    def __call__(self, word: str) -> str:
        known = self._known.get(word)
        if known is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._numbers.value([word]) or self._language.stem(word)
        return known

    def of_all(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self, words))

    def joined(self, words: Iterable[str]) -> str:
        """The form of words that are written together."""
        return self._language.stem.once("".join(words))

    def core(self, stems: Sequence[str]) -> tuple[str, ...]:
        """The words without "the", "of" and the like; all of them when nothing else is left."""
        return tuple(word for word in stems if word not in self.light) or tuple(stems)

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_known": {}}


class Names:
    """Every name of every value. Values are numbered in their order, words in that of the alphabet."""

    def __init__(self, entities: Iterable[Entity], language: Language, stems: Stems):
        values = list(entities)
        self.ids = [one.id for one in values]
        self.said = [one.name for one in values]
        self.places = Numbers((one.id, place) for place, one in enumerate(values))
        spellings: dict[str, str] = {}
        whole: list[tuple[str, int]] = []
        joined: list[tuple[str, int]] = []
        shuffled: list[tuple[str, int]] = []
        forms: list[list[tuple[str, ...]]] = []
        for place, value in enumerate(values):
            own = []
            for name in dict.fromkeys((value.name, *value.synonyms)):
                words = plain_words(name, language)
                form = tuple(map(stems, words))
                for word, stem in zip(words, form, strict=True):
                    spellings.setdefault(stem, word)
                core = stems.core(form)
                own.append(core)
                joined.append((stems.joined(words), place))
                whole.append(("".join(core), place))
                shuffled.append((" ".join(sorted(core)), place))
                if core != form:
                    whole.append(("".join(form), place))
            forms.append(own)
        self.spellings = spellings
        self.whole, self.joined, self.shuffled = Numbers(whole), Numbers(joined), Numbers(shuffled)
        self.together = list(dict.fromkeys(letters for letters, _ in joined))
        """Whole names without spaces."""
        self.words = sorted(spellings)
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self._forms = Rows([self.numbers[word] for word in core] for own in forms for core in own)
        self._first = array("I", [0])
        for own in forms:
            self._first.append(self._first[-1] + len(own))
        self._all = Rows(sorted(set(chain.from_iterable(self.forms(place)))) for place in range(len(self)))
        self._holders = self._posted()
        self.weights = self._weighed(stems.light | stems.containers)

    def __len__(self) -> int:
        return len(self.ids)

    def forms(self, place: int) -> list[array[int]]:
        """The names of a value as numbers of words, without the light ones."""
        return [self._forms[number] for number in range(self._first[place], self._first[place + 1])]

    def all_words(self, place: int) -> array[int]:
        """The words of all names of a value, each once."""
        return self._all[place]

    def holders(self, word: int) -> array[int]:
        """The values with a word in a name."""
        return self._holders[word]

    def how_many(self, word: int) -> int:
        """How many values have a word in a name."""
        return self._holders.size(word)

    def begins(self, stem: str) -> bool:
        """Whether a compound begins so, of which people and recognisers write the rest apart: "tooth"."""
        if len(stem) < SHORTEST_PART:
            return False
        place = bisect_left(self.words, stem)
        while place < len(self.words) and self.words[place].startswith(stem):
            if len(self.words[place]) >= len(stem) + SHORTEST_PART:
                return True
            place += 1
        return False

    def _posted(self) -> Rows:
        found: list[array[int]] = [array("I") for _ in self.words]
        for place, words in enumerate(self._all):
            for word in words:
                found[word].append(place)
        return Rows(found)

    def _weighed(self, light: frozenset[str]) -> array[float]:
        """Rare words say more than frequent ones."""
        size = len(self) + 1
        return array(
            "d",
            (
                (1 + log(size / max(1, self.how_many(number)))) * (LIGHT_WEIGHT if word in light else 1)
                for number, word in enumerate(self.words)
            ),
        )
