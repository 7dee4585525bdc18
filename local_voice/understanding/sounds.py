"""Words that a recogniser or a typist may have meant: near in spelling, alike in sound, run together."""

import re
from collections.abc import Iterable, Iterator, Mapping

from local_voice.understanding.tables import Numbers

_OPEN = re.compile(r"[aeiouywh]+")

SHORTEST = 3
"""Shorter words are taken as they are spelled."""
LONG_ENOUGH = 8
"""Letters of the shortest name that is looked for as a whole."""
ENDS = 3
SAME_SOUND = 0.86
SPELLED_ALIKE = 0.5
"""Words of one sound must also look alike by so much: a sound key knows no vowels."""
MOST = 6
"""Near words that are kept for one word."""


def sound(word: str) -> str:
    """How a word sounds, roughly: its consonants (Metaphone) and how often the mouth opens; singular."""
    from jellyfish import metaphone

    word = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    if len(word) < 3 or not word.isalpha():
        return ""
    return f"{metaphone(word)}{len(_OPEN.findall(word.removesuffix('e')))}"


def likeness(one: str, other: str) -> float:
    """1 for the same word; a letter more, less, other or out of place costs its share of the length."""
    from rapidfuzz.distance import OSA

    return 1 - float(OSA.distance(one, other)) / max(len(one), len(other))


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


class Neighbours:
    """A vocabulary that finds its own words from misheard, mistyped and run-together ones."""

    def __init__(self, words: Mapping[str, str]):
        """`words`: each word in its common form, and one spelling of it, which gives its sound."""
        self._words = frozenset(words)
        self._ordered = sorted(words)
        self._known: dict[str, dict[str, float]] = {}
        numbered = list(enumerate(self._ordered))
        self._shortened = Numbers(
            (short, number)
            for number, word in numbered
            if len(word) >= SHORTEST and not word.isdigit()
            for short in _without_one(word)
        )
        self._sounding = Numbers((sound(words[word]), number) for number, word in numbered)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def like(self, word: str, spelled: str) -> dict[str, float]:
        """Words of the vocabulary that may be meant, with their likeness from 0 to 1; itself first."""
        known = self._known.get(spelled)
        if known is None:
            if len(self._known) > 20_000:
                self._known.clear()
            known = self._known[spelled] = self._work_out(word, spelled)
        return known

    def nearest(self, word: str, spelled: str, least: float) -> str | None:
        """The one word that is most likely meant, if it is at least so like."""
        near = self.like(word, spelled)
        best = next(iter(near), None)
        return best if best is not None and near[best] >= least else None

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words of the vocabulary that were run together: "oatmilk"."""
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._words and word[cut:] in self._words:
                return word[:cut], word[cut:]
        return None

    def _work_out(self, word: str, spelled: str) -> dict[str, float]:
        found = {word: 1.0} if word in self._words else {}
        key = sound(spelled)
        for near in self._all(self._sounding, key) if key else ():
            if (like := likeness(word, near)) >= SPELLED_ALIKE:
                found.setdefault(near, max(SAME_SOUND, min(0.95, like)))
        if word not in self._words and len(word) >= SHORTEST and not word.isdigit():
            for near in self._misspelled(word):
                found.setdefault(near, likeness(word, near))
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return dict(best[:MOST])

    def _misspelled(self, word: str) -> set[str]:
        """Words with one letter more, less, changed or swapped."""
        near = set(self._all(self._shortened, word))
        for short in _without_one(word):
            near.update(self._all(self._shortened, short))
            if short in self._words:
                near.add(short)
        return {other for other in near if likeness(word, other) >= 0.7}

    def _all(self, numbers: Numbers, key: str) -> Iterator[str]:
        return (self._ordered[number] for number in numbers[key])

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_known": {}}


class Compounds:
    """Whole names without spaces, found by nearly the same letters."""

    def __init__(self, names: Iterable[str]):
        self._names = sorted({name for name in names if len(name) >= LONG_ENOUGH})
        self._ends = Numbers(
            (end, number) for number, name in enumerate(self._names) for end in _ends(name, len(name))
        )

    def nearest(self, letters: str) -> tuple[str, float] | None:
        """The name that begins or ends alike and differs in few letters, with its likeness."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(letters) < LONG_ENOUGH:
            return None
        few = max(1, len(letters) // 6)
        sizes = range(len(letters) - few, len(letters) + few + 1)
        numbers = {number for size in sizes for end in _ends(letters, size) for number in self._ends[end]}
        names = [self._names[number] for number in sorted(numbers)]
        best = process.extractOne(letters, names, scorer=OSA.distance, score_cutoff=few)
        return (best[0], 1 - best[1] / max(len(letters), len(best[0]))) if best else None


def _ends(letters: str, size: int) -> tuple[str, str]:
    """How a name of that size begins and ends that begins or ends like these letters."""
    return f"{letters[:ENDS]}-{size}", f"{size}-{letters[-ENDS:]}"
