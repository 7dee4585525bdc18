"""Known words that together sound like an unknown one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from local_voice.hearing.pronunciation import Phones, dictionary, pronunciations

PER_WORD = 0.35
"""What each word of a spelling costs: few long words are heard better than many short ones."""
MISSING = 1.0
NEAR = 0.4
"""What a phone in place of one that sounds like it costs, of another 1."""
CANDIDATES = 12
"""Known words that are looked at more closely for one part of a word."""
LIKE_EACH_OTHER = (
    "AA AH AO", "AE EH", "IH IY EH", "UH UW", "OW AO", "AY AA", "ER AH", "AH IH", "EY EH",
    "B P", "D T", "G K", "V F B", "Z S", "ZH SH JH", "CH JH SH", "TH DH T D F", "M N", "N NG", "L R", "W V",
)  # fmt: skip

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


DOUBTFUL = 0.8
"""A spelling that fits worse is seldom heard.

Of 154 words, each in 2 lines by 8 voices, the word was heard in 17 % of the lines (in one of the guesses in
30 %) where the fit is below 0.8, in 48 % (61) up to 0.9 and in 72 % (87) above. Likeness alone, without what
each word of a spelling costs, foretells it worse (area under the curve 0.67, so 0.76, of 234 other words)."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word as it may be spelled, and how like it sounds: 1 is the same."""

    word: str
    spelled: str
    likeness: float
    fit: float
    """Likeness, less what each word after the first costs."""

    @property
    def is_doubtful(self) -> bool:
        """Whether hardly anybody would be heard so."""
        return self.fit < DOUBTFUL


class SoundAlikes:
    """Spells words with a vocabulary."""

    def __init__(self, vocabulary: Collection[str], avoid: Collection[str] = ()) -> None:
        """`vocabulary`: words that may be used; only those in the dictionary are.

        Words to `avoid` make no spelling by themselves: where cream is sold it cannot stand for "creme". Only
        "cheese cake" may always stand for "cheesecake".
        """
        self._avoid = frozenset(avoid)
        self._others: SoundAlikes | None = None
        self._vocabulary = vocabulary
        known = dictionary()
        self._signs: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for word in sorted(vocabulary, key=lambda word: (len(word), word)):
            for phones in known.get(word, ()):
                self._words.setdefault(self._coded(phones), word)
        self._by_size: defaultdict[int, list[str]] = defaultdict(list)
        for code in self._words:
            self._by_size[len(code)].append(code)
        self._near = self._likenesses()

    def spell(self, word: str) -> Spelling | None:
        """The spelling that sounds most like the word, the usual way to say it first; None for no way."""
        ways = pronunciations([word]).get(word, ())
        spelled = (self._spell(word, self._coded(phones)) for phones in ways)
        best = max((one for one in spelled if one), key=lambda one: one.likeness, default=None)
        if best is None or best.spelled.replace(" ", "") == word:
            return best
        if not self._avoid.issuperset(best.spelled.split()):
            return best
        if self._others is None:
            self._others = SoundAlikes(frozenset(self._vocabulary) - self._avoid)
        return self._others.spell(word)

    def _spell(self, word: str, code: str) -> Spelling | None:
        """The cheapest row of words, part by part from the left."""
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(code)
        for end in range(1, len(code) + 1):
            for start in range(end):
                before = best[start]
                part = self._nearest(code[start:end]) if before else None
                if before and part:
                    cost = before[0] + part[0] + PER_WORD
                    here = best[end]
                    if here is None or cost < here[0]:
                        best[end] = (cost, (*before[1], part[1]))
        found = best[-1]
        if found is None:
            return None
        cost, words = found
        amiss = cost - PER_WORD * len(words)
        likeness, fit = (round(max(0.0, 1 - lost / len(code)), 2) for lost in (amiss, cost - PER_WORD))
        return Spelling(word, " ".join(words), likeness, fit)

    def _nearest(self, code: str) -> tuple[float, str] | None:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        if code in self._words:
            return 0.0, self._words[code]
        sizes = (len(code) - 1, len(code), len(code) + 1) if len(code) > 2 else (len(code),)
        choices = [one for size in sizes for one in self._by_size[size]]
        near = process.extract(
            code, choices, scorer=Levenshtein.distance, limit=CANDIDATES, score_cutoff=max(1, len(code) // 2)
        )
        return min(((self._distance(code, one), self._words[one]) for one, _, _ in near), default=None)

    def _distance(self, one: str, other: str) -> float:
        """Edit distance of two rows of phones, in which phones that sound alike are near."""
        row = [MISSING * place for place in range(len(other) + 1)]
        for mine in one:
            before, row[0] = row[0], row[0] + MISSING
            for place, theirs in enumerate(other, 1):
                changed = before + self._near.get(mine + theirs, 0.0 if mine == theirs else 1.0)
                before, row[place] = row[place], min(changed, row[place] + MISSING, row[place - 1] + MISSING)
        return row[-1]

    def _coded(self, phones: Phones) -> str:
        return "".join(self._signs.setdefault(phone, _SIGNS[len(self._signs)]) for phone in phones)

    def _likenesses(self) -> Mapping[str, float]:
        groups: list[Sequence[str]] = [group.split() for group in LIKE_EACH_OTHER]
        pairs = ((one, other) for group in groups for one in group for other in group if one != other)
        return {self._coded((one, other)): NEAR for one, other in pairs}
