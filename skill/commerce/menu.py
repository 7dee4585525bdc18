"""The catalogue as the reader of orders asks for it; what was looked up once in a turn is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from skill.commerce.find import CANDIDATES, is_name, which
from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import COVERED, EXACT, One, Several, fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading.wishes import named_at
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import ModifierGroup
from skill.commerce.words import stems

_MOST_CHOICES = 4  # before a name: "large decaf iced oat latte"
_MOST_WORDS, _LONGEST_NAME = 10, 4

Reading = tuple[str, tuple[str, ...]]


class CatalogMenu:
    """What the shop's catalogue says about words, for one turn."""

    def __init__(self, uow: UnitOfWork, lexicon: Lexicon) -> None:
        self._uow = uow
        self._lexicon = lexicon
        self.is_name = lru_cache(lambda words: is_name(words, uow, lexicon))
        self.groups = lru_cache(self._groups)
        self.kinds = lru_cache(self._kinds)
        self.kind_of = lru_cache(self._kind_of)
        self.readings = lru_cache(self._readings)
        self._meant = lru_cache(self._variants)

    def _variants(self, words: str) -> tuple[Variant, ...]:
        match which(words, self._uow, self._lexicon):
            case One(variant):
                return (variant,)
            case Several(variants):
                return variants
            case _:
                return ()

    def _groups(self, words: str) -> tuple[ModifierGroup, ...]:
        """What can be chosen of the products that these words can mean; a size alone means none."""
        if words in self._lexicon.sizes:
            return ()
        return tuple(dict.fromkeys(group for one in self._meant(words) for group in one.modifiers))

    def _kinds(self, words: str) -> frozenset[str]:
        """What tells the variants of these products apart: small, medium, large."""
        products = dict.fromkeys(variant.product_id for variant in self._meant(words))
        siblings = [one for id in products for one in self._uow.catalog.siblings(id)]
        return frozenset(value.casefold() for one in siblings for _, value in one.options)

    def _kind_of(self, words: str, of: str) -> str:
        """The one of the products that some words mean whose name has other words too."""
        meant, said = self._meant(of), set(stems(words))
        named = [one for one in meant if said <= set(stems(one.spoken))]
        return named[0].spoken if len(named) == 1 < len(meant) else ""

    def _readings(self, words: str) -> Sequence[Reading]:
        """Ways to read words as a product's name with choices in it ("oat latte"), likeliest first."""
        found = self._candidates(words)
        plain = max((_rank(words, one) for one in found), default=(0, False))
        readings: list[tuple[tuple[int, bool], int, Reading]] = [(plain, 0, (words, ()))]
        offered = dict.fromkeys(one.modifiers for one in found if one.modifiers)
        for groups in offered:
            candidates = [one for one in found if one.modifiers == groups]
            for name, choices in self._stripped(words.split(), groups):
                rank = max(_rank(name, one) for one in candidates)
                if rank[0] >= COVERED:
                    readings.append((rank, len(choices), (name, choices)))
        readings.sort(key=lambda one: (not _is_whole(one[0]), -one[0][0], one[1]))
        return tuple(dict.fromkeys(reading for _, _, reading in readings))

    def _candidates(self, words: str) -> tuple[Variant, ...]:
        """What the words may name: what is found for all of them, and what is called as some of them."""
        found = {one.sku: one for one in self._uow.catalog.find(words, CANDIDATES)}
        split = words.split()[:_MOST_WORDS]
        for start, end in combinations(range(len(split) + 1), 2):
            if end - start <= _LONGEST_NAME:
                found |= {one.sku: one for one in self._uow.catalog.named(" ".join(split[start:end]))}
        return tuple(found.values())

    def _stripped(self, words: Sequence[str], groups: Sequence[ModifierGroup]) -> list[Reading]:
        """The words without one or more of the choices that are named in them."""
        spans = []
        at = 0
        while at < len(words):
            length = named_at(words[at:], groups, self._lexicon)
            spans += [(at, at + length)] if length else []
            at += length or 1
        stripped = []
        for count in range(1, min(len(spans), _MOST_CHOICES) + 1):
            for chosen in combinations(spans, count):
                left = [w for i, w in enumerate(words) if not any(a <= i < b for a, b in chosen)]
                if left:
                    stripped.append((" ".join(left), tuple(" ".join(words[a:b]) for a, b in chosen)))
        return stripped


def _rank(words: str, variant: Variant) -> tuple[int, bool]:
    fitting = fit(words, variant)
    return fitting.level, fitting.whole or fitting.level == EXACT


def _is_whole(rank: tuple[int, bool]) -> bool:
    return rank[0] == EXACT or (rank[0] == COVERED and rank[1])
