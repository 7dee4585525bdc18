"""What single words are to one model (names, numbers, frames, other talk) and what they cost."""

from collections.abc import Iterable, Mapping
from copy import copy

from local_voice.understanding import costs
from local_voice.understanding.builtin import Reader
from local_voice.understanding.language import Language
from local_voice.understanding.lexicon import (
    CONTENT,
    FILLER,
    INFLECTED,
    LIGHT,
    NEGATION,
    POLITE,
    QUESTION,
    Lexicon,
    kind_of,
)
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.together import Index


def _largest(indexes: Mapping[str, Index]) -> str | None:
    """The type with the most values of the model's own: what the skill is about."""
    own = {name: len(index) for name, index in indexes.items() if not index.plain}
    return max(own, key=lambda name: own[name], default=None)


FREE_KINDS = {POLITE: 0.07, FILLER: 0.06, LIGHT: 0.03, QUESTION: 0.25, NEGATION: 0.2}
"""Words that end a request rather than a name are left out of free text; questions have no place in it."""


class Senses:
    """The words of one model, its values and its language, asked for one word at a time."""

    def __init__(
        self,
        language: Language,
        lexicon: Lexicon,
        indexes: Mapping[str, Index],
        numbers: NumberReader,
        outside: Iterable[str] = (),
        readers: Mapping[str, Reader] | None = None,
    ):
        """`outside`: words that only phrases meant for others have; `readers`: for the built-in types."""
        self.language = language
        self.lexicon = lexicon
        self.indexes = indexes
        self.numbers = numbers
        self.readers = readers or {}
        self.things = _largest(indexes)
        self._containers = {language.stem(word) for word in language.containers}
        self._money = frozenset(word for words in language.currency.values() for word in words)
        self._outside = frozenset(word for word in outside if self._means_something_else(word))

    def with_indexes(self, indexes: Mapping[str, Index]) -> "Senses":
        """The same language and frames with other values."""
        other = copy(self)
        other.indexes = indexes
        return other

    def _means_something_else(self, word: str) -> bool:
        return (
            kind_of(word, self.language) is CONTENT and not self.in_a_name(word) and not self.is_number(word)
        )

    def in_a_name(self, word: str) -> bool:
        """Whether any listed value has this word."""
        return any(index.knows(word) for index in self.indexes.values())

    def is_number(self, word: str) -> bool:
        """Whether the word alone says a number."""
        return self.numbers.value([word]) is not None

    def is_new(self, word: str) -> bool:
        """Whether it is a word of its own meaning that is in no name, no frame and no talk of others."""
        if self.proves_nothing(word) or self.in_a_name(word) or word in self._outside:
            return False
        forms = self.lexicon.matches(word, known_elsewhere=True)
        return not any(cost <= INFLECTED for cost in forms.values())  # a spark is no park misspelt

    def is_container(self, word: str) -> bool:
        """A carton, bottles, and so on."""
        return self.language.stem(word) in self._containers

    def proves_nothing(self, word: str) -> bool:
        """Words that stand in anybody's talk: articles, joiners, containers, money and numbers."""
        if word in self.language.joiners or word in self.language.containers or word in self._money:
            return True
        return kind_of(word, self.language) is not CONTENT or self.is_number(word)

    def extra(self, word: str) -> float:
        """The cost of a word that a frame has no place for."""
        if word in self._outside:
            return costs.EXTRA_OUTSIDE
        kind = kind_of(word, self.language)
        return costs.EXTRA_NAME if kind is CONTENT and self.in_a_name(word) else kind.extra

    def listed(self, word: str, index: Index) -> float:
        """The cost of a word in a slot of listed values that no whole name explains."""
        if word in self.language.joiners:
            return costs.LISTED_JOINER
        if self.is_number(word):
            return costs.LISTED_NUMBER
        if index.knows(word):
            return costs.LISTED_NAME
        kind = kind_of(word, self.language)
        if kind is CONTENT:
            return self._of_content(word, costs.LISTED_OUTSIDE, costs.LISTED_FRAME, costs.LISTED_STRANGE)
        if kind is NEGATION:
            return costs.LISTED_NEGATION
        return min(costs.LISTED_SMALL, kind.extra * 1.5 + 0.04)

    def free(self, word: str, named: bool | None) -> float:
        """The cost of a word in free text: names are expected there, words of other frames are not."""
        if named or word in self.language.joiners or self.is_number(word) or self.is_container(word):
            return costs.FREE_NAME
        kind = kind_of(word, self.language)
        if kind is CONTENT:
            return self._of_content(word, costs.FREE_OUTSIDE, costs.FREE_FRAME, costs.FREE_STRANGE)
        return FREE_KINDS.get(kind, costs.FREE_SMALL)

    def _of_content(self, word: str, outside: float, frame: float, strange: float) -> float:
        if word in self._outside:
            return outside
        forms = self.lexicon.matches(word, known_elsewhere=True)
        return frame if any(cost <= INFLECTED for cost in forms.values()) else strange
