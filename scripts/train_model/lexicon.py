"""The words of the model and how they are spoken: the shop's, and the commonest English ones of SCOWL."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from common import HERE, QUICK

from local_voice.hearing.pronunciation import dictionary, pronunciations
from local_voice.learning.topology import PHONES

SCOWL = Path("/usr/share/dict/scowl")
"""Debian's package of that name."""
LETTERS = list("abcdefghijklmnopqrstuvwxyz")
FUNCTION_WORDS = (HERE / "function_words.txt").read_text(encoding="utf-8").split()
Phones = tuple[str, ...]

ALSO: dict[str, list[Phones]] = {
    "the": [("DH", "IY")],
    "a": [("EY",)],
    "and": [("AE", "N", "D")],
    "an": [("AE", "N")],
    "checkout": [("CH", "EH", "K", "AW", "T")],
    "latte": [("L", "AA", "T", "EY"), ("L", "AE", "T", "EY")],
    "yeah": [("Y", "EH"), ("Y", "EH", "AH")],
    "yogurt": [("Y", "AA", "G", "ER", "T")],
}
"""What people and synthesizers really say, beside the dictionary's first entry."""


@functools.cache
def domain() -> dict[str, list[str]]:
    """Phrases by category."""
    found = {}
    for line in (HERE / "domain_words.txt").read_text(encoding="utf-8").splitlines():
        category, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found[category] = list(dict.fromkeys(word.replace("_", " ") for word in words.split()))
    return found


@functools.cache
def learned() -> dict[str, list[Phones]]:
    """Words that were added to the graph, as they are spoken."""
    lines = (HERE / "learned_words.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: [tuple(sound.split())] for word, sound in rows}


@functools.cache
def prons(word: str, most: int = 2) -> list[Phones]:
    """How a word is spoken, the usual way first; empty when nobody knows."""
    found = [*learned().get(word, ()), *pronunciations([word]).get(word, ())]
    found = [way for way in dict.fromkeys(found) if all(phone in PHONES for phone in way)]
    for way in ALSO.get(word, []):
        if way not in found:
            found.insert(1, way)
    return found[: max(most, 3 if word in ALSO else 0)]


def read_scowl(size: int) -> list[str]:
    """The words of one size of SCOWL; none in a quick run, which does not need the package."""
    if QUICK:
        return []
    texts = [
        (SCOWL / f"{kind}-words.{size}").read_text(encoding="latin-1") for kind in ("english", "american")
    ]
    return [word for text in texts for word in text.split() if re.fullmatch("[a-z]+", word)]


@functools.cache
def domain_vocabulary() -> list[str]:
    phrases = [phrase for category in domain().values() for phrase in category]
    words = {*FUNCTION_WORDS, *LETTERS, *(word for phrase in phrases for word in phrase.split())}
    return sorted(filter(prons, words))


@functools.cache
def vocabulary(sizes: tuple[int, ...] = (10, 20)) -> list[str]:
    """The words of free speech, those of the domain first."""
    shop = domain_vocabulary()
    common = {word for size in sizes for word in read_scowl(size) if len(word) > 1 and word in dictionary()}
    return shop + sorted(common - set(shop))


def big_vocabulary() -> list[str]:
    """The words that grammars may use: SCOWL's next size too, for the sake of product names."""
    return list(dict.fromkeys([*vocabulary(), *vocabulary((10, 20, 35))]))
