"""A trigram language model, also in ARPA's format: how likely words follow each other.

Interpolated absolute discounting (Ney, Essen, Kneser 1994): what every seen follower gives up is shared out
by the shorter history.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

BEGIN, END = "<s>", "</s>"
ORDER = 3
DISCOUNT = 0.6

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """How likely words follow each other."""

    chances: Mapping[Gram, float]
    """Of each row of words that was seen, the chance of its last word after the others."""
    shares: Mapping[Gram, float]
    """What a history gives to followers that it was never seen with; the shorter history tells which."""


def trigrams(texts: Iterable[str], beside: Mapping[str, float] | None = None, share: float = 0.0) -> Model:
    """The model of some sentences (words apart by single spaces).

    Words `beside` may be said as well, as likely among themselves as told: they have that share of all words.
    """
    counts = _count(texts)
    followers, totals = _histories(counts)
    chances = _chances(counts, followers, totals, beside or {}, share)
    return Model(chances, {gram: DISCOUNT * followers[gram] / totals[gram] for gram in followers if gram})


def arpa(texts: Iterable[str]) -> str:
    """The model of some sentences, ready to be written to a file."""
    model = trigrams(texts)
    return "".join(_lines(model.chances, model.shares))


def _count(texts: Iterable[str]) -> list[Counter[Gram]]:
    """How often each row of one, two and three words was seen."""
    counts: list[Counter[Gram]] = [Counter() for _ in range(ORDER)]
    for text, times in Counter(texts).items():
        words = (BEGIN, *text.split(), END)
        for size in range(1, ORDER + 1):
            for at in range(len(words) - size + 1):
                counts[size - 1][words[at : at + size]] += times
    del counts[0][(BEGIN,)]
    return counts


def _histories(counts: Iterable[Counter[Gram]]) -> tuple[Mapping[Gram, int], Mapping[Gram, int]]:
    """For each history how many different words follow it, and how often anything does."""
    followers: defaultdict[Gram, int] = defaultdict(int)
    totals: defaultdict[Gram, int] = defaultdict(int)
    for grams in counts:
        for gram, count in grams.items():
            followers[gram[:-1]] += 1
            totals[gram[:-1]] += count
    return followers, totals


def _chances(
    counts: Iterable[Counter[Gram]],
    followers: Mapping[Gram, int],
    totals: Mapping[Gram, int],
    beside: Mapping[str, float],
    share: float,
) -> dict[Gram, float]:
    """The chance of each row's last word after the words before it; short rows come first."""
    single, *longer = counts
    evenly = DISCOUNT * followers[()] / max(1, len(single))
    chances = {
        gram: (1 - share) * (max(count - DISCOUNT, 0) + evenly) / totals[()] for gram, count in single.items()
    }
    for word, chance in beside.items():
        chances[word,] = chances.get((word,), 0.0) + share * chance
    for grams in longer:
        for gram, count in grams.items():
            history = gram[:-1]
            shared = DISCOUNT * followers[history] * chances[gram[1:]]
            chances[gram] = (max(count - DISCOUNT, 0) + shared) / totals[history]
    return chances


def _lines(chances: Mapping[Gram, float], shares: Mapping[Gram, float]) -> Iterator[str]:
    by_size: dict[int, list[str]] = {size: [] for size in range(1, ORDER + 1)}
    by_size[1].append(f"-99 {BEGIN} {_log(shares.get((BEGIN,), 1.0))}")
    for gram, chance in chances.items():
        share = f" {_log(shares[gram])}" if gram in shares else ""
        by_size[len(gram)].append(f"{_log(chance)} {' '.join(gram)}{share}")
    yield "\\data\\\n"
    yield from (f"ngram {size}={len(rows)}\n" for size, rows in by_size.items())
    for size, rows in by_size.items():
        yield f"\n\\{size}-grams:\n"
        yield from (f"{row}\n" for row in rows)
    yield "\n\\end\\\n"


def _log(chance: float) -> str:
    return f"{math.log10(chance):.4f}"
