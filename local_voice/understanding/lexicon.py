"""The words of frames: what each is worth, and which said words may stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from local_voice.understanding.language import Language
from local_voice.understanding.sounds import Neighbours

SYNONYM = 0.1
INFLECTED = 0.12
HOMOPHONE = 0.15
MISHEARD = 0.4
MISHEARD_KNOWN = 0.55
"""A word that has a meaning of its own is less readily taken for another one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How much a word matters: the cost of leaving it out, of having it too much, and what it proves."""

    missing: float
    extra: float
    worth: float


NOISE = Kind(0.0, 0.0, 0.0)
POLITE = Kind(0.05, 0.04, 0.1)
LIGHT = Kind(0.06, 0.07, 0.1)
FILLER = Kind(0.4, 0.05, 0.3)
FUNCTION = Kind(0.3, 0.2, 0.25)
CONTENT = Kind(1.0, 0.9, 1.0)
QUESTION = Kind(0.7, 0.7, 0.5)
POSSESSIVE = Kind(0.06, 0.2, 0.1)
NEGATION = Kind(1.2, 1.4, 1.0)


def kind_of(word: str, language: Language) -> Kind:
    """Which kind of word this is."""
    classes = (
        (language.noise, NOISE),
        (language.polite, POLITE),
        (language.negations, NEGATION),
        (language.questions, QUESTION),
        (language.possessives, POSSESSIVE),
        (language.light, LIGHT),
        (language.function, FUNCTION),
        (language.fillers, FILLER),
    )
    return next((kind for words, kind in classes if word in words), CONTENT)


class Lexicon:
    """All words of the frames, found by what was said: the word, a synonym, another form, a mishearing."""

    def __init__(self, words: Iterable[str], language: Language):
        self.words = frozenset(words)
        self._language = language
        self._near = Neighbours({word: word for word in self.words})
        self._known: dict[tuple[str, bool], dict[str, float]] = {}

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def matches(self, word: str, known_elsewhere: bool) -> dict[str, float]:
        """Frame words that a said word may stand for, with costs; `known_elsewhere`: it is in a name."""
        key = (word, known_elsewhere)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 20_000:
                self._known.clear()
            found = self._known[key] = self._work_out(word, known_elsewhere)
        return found

    def _work_out(self, word: str, known_elsewhere: bool) -> dict[str, float]:
        found = {word: 0.0} if word in self.words else {}
        self._take(found, self._language.synonyms.get(word, ()), SYNONYM)
        for base in self._bases(word):
            self._take(found, [base], INFLECTED)
            self._take(found, self._language.synonyms.get(base, ()), SYNONYM + INFLECTED)
        if not any(map(str.isdigit, word)):
            cost = MISHEARD_KNOWN if known_elsewhere or word in self.words else MISHEARD
            self._take(found, self._language.homophones.get(word, ()), HOMOPHONE)
            self._take(found, self._near.like(word, word), cost)
        return found

    def _take(self, found: dict[str, float], words: Iterable[str], cost: float) -> None:
        for word in words:
            if word in self.words:
                found.setdefault(word, cost)

    def _bases(self, word: str) -> list[str]:
        """Other forms of the word that frames have: "adding" and "added" for "add"."""
        endings = self._language.inflections
        shorter = [word[: -len(end)] for end in endings if word.endswith(end) and len(word) > len(end) + 1]
        longer = [word + end for end in endings]
        silent = [base + "e" for base in shorter]
        return [
            base
            for base in (*shorter, *silent, *longer)
            if base in self.words or base in self._language.synonyms
        ]
