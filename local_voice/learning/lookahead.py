"""OpenFst's type `olabel_lookahead`: a machine that knows of each state which words may come next.

Vosk puts the words' graph and a grammar together while it hears, and needs that knowledge to leave early what
the grammar does not hold. No wheel of OpenFst brings the type, so that it is written here. Source of the
format: OpenFst's add-on.h, label-reachable.h, interval-set.h and const-fst.h.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Intervals = tuple[tuple[int, int], ...]
"""Ranges of word numbers, the end of each not included, in order and apart."""

FST_MAGIC, ADD_ON_MAGIC = 2125659606, 446681434
LOOKAHEAD, CONST = b"olabel_lookahead", b"const"
_COUNTS = struct.Struct("<iiQqqq")
"""Version, flags, properties, start, states, arcs."""
STATES = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("in_eps", "<u4"), ("out_eps", "<u4")]
)
ARCS = np.dtype([("transition", "<i4"), ("word", "<i4"), ("cost", "<f4"), ("to", "<i4")])


Arc = tuple[int, int, float, int]
"""Transition, word, cost and target."""


@dataclass(frozen=True, slots=True)
class ConstFst:
    """A machine of OpenFst's type `const`, as it stands in a file."""

    start: int
    states: Any
    arcs: Any
    size: int
    """Bytes of the file."""


def without_lookahead(data: bytes) -> bytes:
    """The plain machine within; ValueError when the bytes are of another type."""
    kind, _, at = _header(data, 0)
    if kind != LOOKAHEAD or struct.unpack_from("<i", data, at) != (ADD_ON_MAGIC,):
        raise ValueError("no machine with look-ahead")
    plain = data[at + 4 :]
    return plain[: read_const(plain).size]


def with_lookahead(plain: bytes) -> bytes:
    """A machine of type `const`, its arcs in the order of words, with what may come next."""
    machine = read_const(plain)
    final = int(machine.arcs["word"].max(initial=0)) + 1
    _, counts, _ = _header(plain, 0)
    head = struct.pack("<i", FST_MAGIC) + _text(LOOKAHEAD) + _text(b"standard")
    head += _COUNTS.pack(1, 0, counts[2], -1, 0, 0)
    # There is an add-on; of its two halves only the second, for words, without a table of new numbers.
    add_on = struct.pack("<???", True, False, True) + struct.pack("<??", False, False)
    reachable = next_words(machine, final)
    sets = struct.pack("<iq", final, len(reachable)) + b"".join(map(_interval_set, reachable))
    return head + struct.pack("<i", ADD_ON_MAGIC) + plain + add_on + sets


def read_const(data: bytes) -> ConstFst:
    kind, (_, _, _, start, states, arcs), at = _header(data, 0)
    if kind != CONST:
        raise ValueError(f"a machine of type {kind.decode(errors='replace')}, not const")
    arcs_at = at + states * STATES.itemsize
    return ConstFst(
        start,
        np.frombuffer(data, STATES, states, at),
        np.frombuffer(data, ARCS, arcs, arcs_at),
        arcs_at + arcs * ARCS.itemsize,
    )


def write_const(start: int, finals: Sequence[float], arcs: Sequence[Sequence[Arc]], like: bytes) -> bytes:
    """A machine of type `const` with the arcs of each state in the order of words; `like` one of its kind."""
    counts = [len(row) for row in arcs]
    states = np.zeros(len(arcs), STATES)
    states["final"], states["arcs"] = finals, counts
    states["first"] = np.cumsum([0, *counts[:-1]])
    states["in_eps"] = states["out_eps"] = [sum(not arc[0] for arc in row) for row in arcs]
    drawn = np.array([arc for row in arcs for arc in row], ARCS)
    _, (version, flags, properties, *_), _ = _header(like, 0)
    head = struct.pack("<i", FST_MAGIC) + _text(CONST) + _text(b"standard")
    head += _COUNTS.pack(version, flags, properties, start, len(states), len(drawn))
    return head + states.tobytes() + drawn.tobytes()


def next_words(machine: ConstFst, final: int) -> list[Intervals]:
    """For each state the numbers of the words that may come next; `final` stands for the end.

    Sets are handed back along the arcs that tell no word, until nothing changes.
    """
    own, silent = _own_words(machine, final)
    found = [_intervals(words) for words in own]
    order = _children_first(silent)
    changed = True
    while changed:
        changed = False
        for state in order:
            parts = {found[state], *(found[to] for to in silent[state])}
            if len(parts) > 1:
                joined = _joined(parts)
                changed |= joined != found[state]
                found[state] = joined
    return found


def _own_words(machine: ConstFst, final: int) -> tuple[list[set[int]], list[list[int]]]:
    """Of each state the words of its arcs, and where its arcs without a word lead."""
    own: list[set[int]] = []
    silent: list[list[int]] = []
    words, targets = machine.arcs["word"].tolist(), machine.arcs["to"].tolist()
    ends = np.isfinite(machine.states["final"]).tolist()
    firsts, counts = machine.states["first"].tolist(), machine.states["arcs"].tolist()
    for state, (first, count) in enumerate(zip(firsts, counts, strict=True)):
        arcs = range(first, first + count)
        own.append({words[arc] for arc in arcs if words[arc]} | ({final} if ends[state] else set()))
        silent.append(sorted({targets[arc] for arc in arcs if not words[arc]} - {state}))
    return own, silent


def _children_first(silent: list[list[int]]) -> list[int]:
    """All states, those before which lead to them: one pass is enough where there is no circle."""
    order: list[int] = []
    seen = [False] * len(silent)
    for root in range(len(silent)):
        waiting = [] if seen[root] else [(root, iter(silent[root]))]
        seen[root] = True
        while waiting:
            state, rest = waiting[-1]
            child = next((to for to in rest if not seen[to]), None)
            if child is None:
                order.append(state)
                waiting.pop()
            else:
                seen[child] = True
                waiting.append((child, iter(silent[child])))
    return order


def _intervals(numbers: set[int]) -> Intervals:
    return _joined([tuple((number, number + 1) for number in sorted(numbers))])


def _joined(parts: Any) -> Intervals:
    out: list[tuple[int, int]] = []
    for begin, end in sorted(one for part in parts for one in part):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return tuple(out)


def _interval_set(intervals: Intervals) -> bytes:
    numbers = [number for interval in intervals for number in interval]
    count = sum(end - begin for begin, end in intervals)
    return struct.pack(f"<q{len(numbers)}ii", len(intervals), *numbers, count)


def _text(value: bytes) -> bytes:
    return struct.pack("<i", len(value)) + value


def _header(data: bytes, at: int) -> tuple[bytes, tuple[int, ...], int]:
    """The type, the counts and where they end; ValueError when the bytes are no machine of OpenFst's."""
    try:
        (magic,) = struct.unpack_from("<i", data, at)
        at += 4
        texts = []
        for _ in range(2):
            (length,) = struct.unpack_from("<i", data, at)
            texts.append(data[at + 4 : at + 4 + length])
            at += 4 + length
        counts = _COUNTS.unpack_from(data, at)
    except struct.error:
        raise ValueError("a machine that breaks off") from None
    if magic != FST_MAGIC:
        raise ValueError("no machine of OpenFst's")
    return texts[0], counts, at + _COUNTS.size
