"""What tells one intent from another: the words of an utterance, their pairs, their letters, their sounds.

Each sign is a place in a table of fixed size, found by a checksum, so that no list of signs has to be kept.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from local_voice.understanding.heard import Heard
from local_voice.understanding.opinion import END, START, STRANGE, marked, value_at

PLACES = 1 << 14
LETTERS = (3, 4, 5)
SOUNDS = (4, 5)
"""Lengths of the runs of letters within a word, and of consonants across all words."""


def signs_of(heard: Heard) -> list[int]:
    """The places of all signs of an utterance, each once; values and numbers count as what they are."""
    words = list(_with_marks(heard))
    signs = {_place(sign) for sign in _of_words(marked(heard), "f")}
    signs.update(_place(sign) for sign in _of_words(words, "w"))
    for word in words:
        signs.update(_of_letters(word))
    signs.update(_place(sign) for sign in _of_sounds(words))
    return sorted(signs)


def _with_marks(heard: Heard) -> Iterator[str]:
    """The words as they were said, with marks for values and numbers."""
    place = 0
    while place < len(heard.words):
        end, word = value_at(heard, place) or (place + 1, heard.words[place])
        yield word
        place = end


def _of_words(words: Sequence[str], kind: str) -> Iterator[str]:
    for word in words:
        if word != STRANGE:
            yield f"{kind} {word}"
    for first, second in pairwise([START, *words, END]):
        yield f"{kind} {first} {second}"


@lru_cache(maxsize=20_000)
def _of_letters(word: str) -> tuple[int, ...]:
    """Runs of letters of one word, which other forms and misspellings of it share: "yes1" is neither."""
    if not word.isalpha():
        return ()
    whole = f"<{word}>"
    runs = (whole[at : at + size] for size in LETTERS for at in range(len(whole) - size + 1))
    return tuple({_place(f"l {run}") for run in runs})


def _of_sounds(words: Sequence[str]) -> Iterator[str]:
    """Runs of sounds that do not care where one word ends and the next begins: "can sell my odor"."""
    whole = "".join("_" if word.startswith("{") else _sound(word) for word in words)
    for word in words:
        yield f"s {_sound(word)}"
    for size in SOUNDS:
        for at in range(len(whole) - size + 1):
            yield f"r {whole[at : at + size]}"


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    from jellyfish import metaphone

    return metaphone(word) if word.isalpha() else ""


def _place(sign: str) -> int:
    return crc32(sign.encode()) % PLACES
