"""Tables that are as quick to load as they are long: flat arrays, searched by halving."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import adler32, crc32


class Numbers:
    """Whole numbers by a text. The texts themselves are not kept: 64 bits of a hash stand for each."""

    def __init__(self, pairs: Iterable[tuple[str, int]]):
        """Numbers are below 2**32; a pair that comes twice counts once."""
        ordered = sorted({_hash(text) << 32 | number for text, number in pairs})
        self._hashes = array("Q", (one >> 32 for one in ordered))
        self._numbers = array("I", (one & 0xFFFFFFFF for one in ordered))

    def __getitem__(self, text: str) -> array[int]:
        """The numbers of a text, the smallest first."""
        wanted, hashes = _hash(text), self._hashes
        first = last = bisect_left(hashes, wanted)
        while last < len(hashes) and hashes[last] == wanted:
            last += 1
        return self._numbers[first:last]

    def __contains__(self, text: str) -> bool:
        wanted = _hash(text)
        first = bisect_left(self._hashes, wanted)
        return first < len(self._hashes) and self._hashes[first] == wanted


class Rows:
    """Rows of whole numbers, of any lengths."""

    def __init__(self, rows: Iterable[Iterable[int]]):
        self._all = array("I")
        self._ends = array("I", [0])
        for row in rows:
            self._all.extend(row)
            self._ends.append(len(self._all))

    def __getitem__(self, number: int) -> array[int]:
        return self._all[self._ends[number] : self._ends[number + 1]]

    def __iter__(self) -> Iterator[array[int]]:
        return (self._all[first:last] for first, last in pairwise(self._ends))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def size(self, number: int) -> int:
        """How long a row is."""
        return self._ends[number + 1] - self._ends[number]


def _hash(text: str) -> int:
    """Two checksums side by side: two of a million texts are alike in less than one of a thousand tables."""
    letters = text.encode()
    return crc32(letters) << 32 | adler32(letters)
