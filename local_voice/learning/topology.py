"""The phones of the built-in model and their numbers.

Phone 1 is silence; every phone of CMUdict has four numbers after it, for its place in a word. A phone takes
one frame of its own, and any number of frames of the network's blank after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
_STOPS = ("B", "D", "G", "K", "P", "T", "CH", "JH")
_OTHERS = ("DH", "F", "HH", "L", "M", "N", "NG", "R", "S", "SH", "TH", "V", "W", "Y", "Z", "ZH")
PHONES = tuple(sorted((*_VOWELS, *_STOPS, *_OTHERS)))
"""CMUdict's, without stress."""
PLACES = {"B": "begin", "I": "internal", "E": "end", "S": "singleton"}
"""Kaldi's names for a phone's place in its word."""
SILENCE = 1
PHONE_COUNT = 1 + len(PLACES) * len(PHONES)


def phone_number(phone: str, place: str) -> int:
    return 2 + len(PLACES) * PHONES.index(phone) + "BIES".index(place)


def enter(phone: int) -> int:
    """The transition into a phone: its own frame."""
    return 2 * phone


def stay(phone: int) -> int:
    """The transition that stays in a phone: a blank frame."""
    return 2 * phone - 1


def placed(pronunciation: Iterable[str]) -> list[int]:
    """The numbers of a word's phones, each in its place."""
    first, *rest = pronunciation
    if not rest:
        return [phone_number(first, "S")]
    *inner, last = rest
    return [
        phone_number(first, "B"),
        *(phone_number(phone, "I") for phone in inner),
        phone_number(last, "E"),
    ]


def word_boundaries() -> Iterator[str]:
    """The lines of graph/phones/word_boundary.int."""
    yield f"{SILENCE} nonword"
    for phone in PHONES:
        for place, name in PLACES.items():
            yield f"{phone_number(phone, place)} {name}"
