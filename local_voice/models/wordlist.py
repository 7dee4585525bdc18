"""Whether a model's list of words is whole: one that ends too early loads, and says other words or none."""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

LISTS = (("graph/words.txt", "graph/Gr.fst"), ("words.txt", "Gr.fst"))
MAGIC = 2125659606
KNOWN = (b"const", b"standard")
SYMBOLS = 3
"""Flags of a graph that has its words in itself."""
HEAD = struct.Struct("<iiQqqq")
ARC = 16
"""Bytes: two labels, a weight, a state."""


def cut_short(folder: Path) -> str | None:
    """The list of words that lacks some of its graph's; None where all is well, or cannot be told."""
    for words, graph in LISTS:
        if (folder / words).is_file() and (folder / graph).is_file():
            highest = _highest_word((folder / graph).read_bytes())
            return words if highest is not None and highest > _last_number(folder / words) else None
    return None


def _highest_word(graph: bytes) -> int | None:
    """The highest number of a word in a graph of the kind that Vosk's small models have."""
    try:
        (magic,), at, kinds = struct.unpack_from("<i", graph), 4, []
        for _ in KNOWN:
            (size,) = struct.unpack_from("<i", graph, at)
            kinds.append(graph[at + 4 : at + 4 + size])
            at += 4 + size
        _, flags, _, _, _, arcs = HEAD.unpack_from(graph, at)
    except struct.error:
        return None
    if magic != MAGIC or tuple(kinds) != KNOWN or flags & SYMBOLS or not 0 < arcs * ARC < len(graph) - at:
        return None
    return max(array("i", graph[-arcs * ARC :])[1::4])


def _last_number(words: Path) -> int:
    """The highest number in the list; -1 of an empty one."""
    numbers = (line.split()[-1] for line in words.read_bytes().splitlines() if line.strip())
    return max((int(one) for one in numbers if one.isdigit()), default=-1)
