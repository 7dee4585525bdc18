"""Words as people say them, made comparable: case, accents, punctuation, plurals, numbers."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

from skill.commerce.lexicon import Lexicon

_stemmers = threading.local()
_NOT_A_WORD = re.compile(r"[^\w, ]+")


def tidy(text: str) -> str:
    """Lower case without accents and punctuation; "&" is "and", commas stay as words of their own.

    >>> tidy("Ben & Jenny's, 2 of them!")
    'ben and jennys , 2 of them'
    """
    folded = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    plain = folded.casefold().replace("&", " and ").replace("'", "").replace("’", "").replace("_", " ")
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain).replace(",", " , ")
    return " ".join(_NOT_A_WORD.sub(" ", plain).split())


def without(text: str, unwanted: frozenset[str]) -> str:
    """The text without the unwanted words at its front, and without stray commas."""
    words = [word for word in text.split() if word != ","]
    while words and words[0] in unwanted:
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=50_000)
def stems(text: str, language: str = "english") -> tuple[str, ...]:
    """The stem of each word of a tidy text, commas left out."""
    words = [word for word in tidy(text).split() if word != ","]
    return tuple(_stemmer(language).stemWords(words))


def _stemmer(language: str) -> Any:
    """One stemmer a thread: they keep the word they work on."""
    import snowballstemmer

    if language not in _stemmers.__dict__:
        setattr(_stemmers, language, snowballstemmer.stemmer(language))
    return getattr(_stemmers, language)


def leading_number(words: list[str], lexicon: Lexicon) -> tuple[int, int] | None:
    """The number that a list of words starts with, and how many words it takes; None without one.

    >>> from skill.commerce.lexicon import lexicon
    >>> leading_number("half a dozen eggs".split(), lexicon("en-US"))
    (6, 3)
    """
    for length in range(min(len(words), 5), 0, -1):
        number = _number(" ".join(words[:length]), lexicon)
        if number is not None:
            return number, length
    return None


def number_in(text: str, lexicon: Lexicon) -> int | None:
    """The number that a whole text says, in digits or words; None if it says anything else."""
    words = tidy(text).split()
    found = leading_number(words, lexicon)
    return found[0] if found is not None and found[1] == len(words) else None


def spelled(number: int, lexicon: Lexicon) -> str:
    """A number as it is said: small ones as words."""
    return lexicon.numbers[number] if number < len(lexicon.numbers) else str(number)


def _number(phrase: str, lexicon: Lexicon) -> int | None:
    if phrase in lexicon.amounts:
        return lexicon.amounts[phrase]
    if phrase in lexicon.one:
        return 1
    if phrase.isdecimal():
        return int(phrase[:9])
    return _spelled(phrase, lexicon.language)


@lru_cache(maxsize=10_000)
def _spelled(phrase: str, language: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(phrase, language))
    except ValueError:
        return None
