"""Machines of OpenFst's, by the package kaldifst: drawn, made small, kept as bytes.

Vosk brings an OpenFst of its own, and whichever of the two is loaded second waits forever: this file is used
in processes without Vosk.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError
from local_voice.learning.lookahead import with_lookahead, without_lookahead


class OpenFst:
    """A machine that can be added to; it is a `Machine` that trees are drawn in."""

    def __init__(self, inner: Any = None) -> None:
        self.inner: Any = _kaldifst().StdVectorFst() if inner is None else inner

    def state(self) -> int:
        return int(self.inner.add_state())

    def arc(self, start: int, end: int, transition: int, word: int = 0, cost: float = 0.0) -> None:
        self.inner.add_arc(start, _kaldifst().StdArc(transition, word, cost, end))

    def begin(self, state: int) -> None:
        self.inner.start = state

    def end(self, state: int, cost: float = 0.0) -> None:
        self.inner.set_final(state, cost)

    def start(self) -> int:
        return int(self.inner.start)

    def arcs(self, state: int) -> list[tuple[int, int, float, int]]:
        """Transition, word, cost and target of each arc."""
        found = _kaldifst().ArcIterator(self.inner, state)
        return [(arc.ilabel, arc.olabel, float(arc.weight.value), arc.nextstate) for arc in found]


def words_graph(data: bytes) -> OpenFst:
    """HCLr.fst, to be added to."""
    return _read(without_lookahead(data))


def grammar(data: bytes) -> OpenFst:
    """Gr.fst, to be added to."""
    return _read(data)


def words_graph_bytes(machine: OpenFst) -> bytes:
    """HCLr.fst: states that go on alike are one, and what may come next is known."""
    fst = _kaldifst()
    fst.connect(machine.inner)
    fst.minimize_encoded(machine.inner)
    fst.arcsort(machine.inner, "olabel")
    return with_lookahead(_write(machine))


def grammar_bytes(machine: OpenFst) -> bytes:
    """Gr.fst."""
    fst = _kaldifst()
    fst.connect(machine.inner)
    fst.arcsort(machine.inner, "ilabel")
    return _write(machine)


def _read(plain: bytes) -> OpenFst:
    fst = _kaldifst()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "read.fst")
        file.write_bytes(plain)
        return OpenFst(fst.StdVectorFst(fst.StdConstFst.read(str(file))))


def _write(machine: OpenFst) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "written.fst")
        _kaldifst().StdConstFst(machine.inner).write(str(file))
        return file.read_bytes()


def _kaldifst() -> Any:
    if "vosk" in sys.modules:
        raise RuntimeError("kaldifst is not loaded beside vosk: use a process of its own")
    try:
        import kaldifst
    except ImportError:
        raise VoiceError(
            "learning words needs the package kaldifst: install voicecart with its extra [learn]"
        ) from None
    return kaldifst
