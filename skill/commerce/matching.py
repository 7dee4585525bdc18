"""How well a product fits the customer's words, and which products they can mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from skill.commerce.rules.catalog import Variant
from skill.commerce.words import stems

# Every word is the name / every word is in it / every word is misheard or misspelled by a letter /
# every word sounds like it / some word is in it / none is. Below ALIKE the customer is asked.
EXACT, COVERED, ALIKE, SOUNDS, PARTLY, NOT = 5, 4, 3, 2, 1, 0
NEAR_ENOUGH = 0.4
_MISSPELLED = 0.83
_SAME_SOUND = 0.78
_HALF_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one variant fits: a level first, a score from 0 to 1 within it.

    `head` is whether its noun is what was asked for, `whole` whether nothing of the name is left over.
    """

    level: int
    score: float
    head: bool
    variant: Variant
    whole: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """The words mean this variant."""

    variant: Variant


@dataclass(frozen=True, slots=True)
class Several:
    """The words mean one of these; the likeliest comes first."""

    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """Nothing is called that; these come nearest (there may be none)."""

    variants: tuple[Variant, ...]


Meant = One | Several | Nearest


def fit(words: str, variant: Variant) -> Fit:
    """Hold the customer's words against every name of a variant; the best name counts."""
    asked = stems(words)
    if not asked:
        return Fit(NOT, 0.0, False, variant)
    if is_called(words, variant):
        return Fit(EXACT, 1.0, True, variant, whole=True)
    names = (variant.spoken, *variant.synonyms, variant.name)
    return max((_fit_name(asked, stems(name), variant) for name in names), key=lambda f: (f.level, f.score))


def is_called(words: str, variant: Variant) -> bool:
    """Whether these words are just what the shop calls it, or its plural."""
    return stems(words) == stems(variant.spoken)


def _fit_name(asked: Sequence[str], name: Sequence[str], variant: Variant) -> Fit:
    if not name:
        return Fit(NOT, 0.0, False, variant)
    if tuple(asked) == tuple(name):
        return Fit(EXACT, 0.99, True, variant)
    likeness = _likeness(asked, name)
    head = max(_alike(asked[-1], word) for word in _heads(name)) > 0
    score = 0.7 * sum(likeness) / len(asked) + 0.2 * min(1.0, len(asked) / len(name)) + 0.1 * head
    return Fit(_level(likeness), score, head, variant, whole=len(asked) == len(name))


def _likeness(asked: Sequence[str], name: Sequence[str]) -> list[float]:
    """How much each word is like some word of the name; two words in one count, and one in two: "tea bag"."""
    joined = {first + second for first, second in pairwise(name)}
    likeness = [1.0 if word in joined else max(_alike(word, other) for other in name) for word in asked]
    for place, (first, second) in enumerate(pairwise(asked)):
        if first + second in name:
            likeness[place : place + 2] = 1.0, 1.0
    return likeness


def _level(likeness: Sequence[float]) -> int:
    weakest = min(likeness)
    if weakest == 1.0:
        return COVERED
    if weakest >= _MISSPELLED:
        return ALIKE
    if weakest >= _SAME_SOUND:
        return SOUNDS
    return PARTLY if max(likeness) > 0 else NOT


def same_noun(words: str, variant: Variant) -> bool:
    """Whether it is the same kind of thing by its noun: "goat cheese" and "feta cheese"."""
    asked = stems(words)
    names = (variant.spoken, *variant.synonyms, variant.name)
    return bool(asked) and any(asked[-1] in _heads(name) for name in map(stems, names) if name)


def shared_words(words: str, variant: Variant) -> int:
    """How many of the words stand in one of its names, at most."""
    asked = set(stems(words))
    return max(len(asked & set(stems(name))) for name in (variant.spoken, *variant.synonyms, variant.name))


def _heads(name: Sequence[str]) -> tuple[str, ...]:
    """The nouns a name is about: "pack" and "batteries" in "pack of batteries", "bread" in "rye bread"."""
    return (name[name.index("of") - 1], name[-1]) if "of" in name[1:] else (name[-1],)


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> float:
    """1 for the same stem, less for one that differs by a letter or sounds the same, 0 for another word."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 3:
        return 0.0
    from jellyfish import metaphone
    from rapidfuzz.distance import DamerauLevenshtein

    near = DamerauLevenshtein.normalized_similarity(one, other)
    if near >= _HALF_ALIKE and metaphone(one) == metaphone(other):
        return max(_SAME_SOUND, near)
    return near if near >= _MISSPELLED else 0.0


def decide(words: str, candidates: Iterable[Variant], bought: dict[str, int] | None = None) -> Meant:
    """Which of the candidates the words mean: the best level wins, a tie is for the customer to break."""
    fits = [fit(words, variant) for variant in candidates]
    best = max((f.level for f in fits), default=NOT)
    if best < ALIKE:
        near = [f for f in fits if f.level == best and f.score >= NEAR_ENOUGH]
        return Nearest(_ranked(near, bought or {})[:3])
    chosen = [f for f in fits if f.level == best]
    named = [f for f in chosen if f.score == 1.0] or [f for f in chosen if f.whole]
    chosen = named or [f for f in chosen if f.head] or chosen
    ranked = _ranked(chosen, bought or {})
    return One(ranked[0]) if len(ranked) == 1 else Several(_in_stock_first(ranked))


def _ranked(fits: Iterable[Fit], bought: dict[str, int]) -> tuple[Variant, ...]:
    order = sorted(fits, key=lambda f: (-bought.get(f.variant.sku, 0), -round(f.score, 2), f.variant.price))
    return tuple(f.variant for f in order)


def _in_stock_first(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    return tuple(sorted(variants, key=lambda variant: variant.sellable == 0))


def distinctions(variants: Sequence[Variant]) -> tuple[str, ...]:
    """What tells variants apart, as short as it can be: "whole", "skimmed", "oat" for three milks.

    Falls back to the whole spoken names where the short forms would be empty or the same.
    """
    names = [variant.spoken.split() for variant in variants]
    front = _shared(names)
    back = _shared([name[front:][::-1] for name in names])
    tail = names[0][len(names[0]) - back :]
    if "of" in tail:
        back -= tail.index("of")  # "four pack" of toilet paper, not "four"
    short = [" ".join(name[front : len(name) - back]) for name in names]
    if any(name.endswith(" of") for name in short):
        short = [" ".join(name[front:]) for name in names]  # "can of cola", not "can of"
    if all(short) and len(set(short)) == len(short):
        return tuple(short)
    return tuple(variant.spoken for variant in variants)


def _shared(names: Sequence[Sequence[str]]) -> int:
    """How many words all names begin with."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False)))
