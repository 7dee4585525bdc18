"""What a shop's customers say, as the graph of an open recogniser: Gr.fst, the part of a model that tells
how words follow each other.

The model's own graph knows sentences of any shop. One of this shop's sentences, three words in a row, hears
its customers better in any state of a conversation. All other words of the model stay possible, so that it
can be told when somebody talks of other things. Measured on 111 lines of conversations, of which the meaning
is right: 93 % in a quiet room and 67 % at 10 dB, with the model's own graph 88 and 55 %.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from local_voice.hearing.ngram import BEGIN, END, ORDER, Gram, Model, trigrams
from local_voice.hearing.sentences import known_sentences
from local_voice.learning.lookahead import Arc, read_const, write_const
from local_voice.understanding.values import Frames

GRAPH, WORDS = Path("graph") / "Gr.fst", Path("graph") / "words.txt"
ROUNDS = 5
"""Of sentences: a frame with slots stands in so many."""
OTHER_WORDS = 0.1
"""The share of words that stand in no sentence of the shop."""
NO_WORD = 0


def of_any_moment(expected: Frames) -> Frames:
    """The same shop whatever is expected just now: one graph serves all states of a conversation."""
    order = sorted(range(len(expected.names)), key=lambda place: expected.names[place])
    names = tuple(expected.names[place] for place in order)
    fills = tuple(expected.fills[place] for place in order) if expected.fills else ()
    return replace(expected, frames=expected.usual, names=names, fills=fills, likely=(), usual=())


@contextmanager
def with_own_graph(model: Path, shop: Frames, known: Callable[[str], bool]) -> Iterator[Path]:
    """A model's folder with this shop's graph, to be opened before the end.

    ValueError when the model's own graph is not built as the built-in one's.
    """
    graph = own_graph(model, known_sentences(shop, known, ROUNDS))
    with tempfile.TemporaryDirectory(prefix="voicecart-graph-") as place:
        folder = Path(place)
        for file in (found for found in model.rglob("*") if found.is_file()):
            if file.relative_to(model) != GRAPH:
                _link(file, folder / file.relative_to(model))
        (folder / GRAPH).write_bytes(graph)
        yield folder


def own_graph(model: Path, texts: Sequence[str]) -> bytes:
    """Gr.fst of these texts, whose words the model knows; its other words come beside."""
    plain = (model / GRAPH).read_bytes()
    lines = (model / WORDS).read_text(encoding="utf-8").splitlines()
    numbers = {word: int(number) for word, number in (line.split() for line in lines)}
    beside = _single_words(plain, {number: word for word, number in numbers.items()})
    return _drawn(trigrams(texts, beside, OTHER_WORDS), numbers, plain)


def _single_words(graph: bytes, words: Mapping[int, str]) -> dict[str, float]:
    """How likely each word is after no word in particular."""
    machine = read_const(graph)

    def arcs(state: int) -> list[Arc]:
        first, count = machine.states["first"][state], machine.states["arcs"][state]
        return [
            (int(one[0]), int(one[1]), float(one[2]), int(one[3]))
            for one in machine.arcs[first : first + count]
        ]

    anywhere = next((to for _, word, _, to in arcs(machine.start) if word == NO_WORD), None)
    if anywhere is None:
        raise ValueError("a graph whose start leads nowhere without a word")
    return {words[word]: math.exp(-cost) for _, word, cost, _ in arcs(anywhere) if word}


def _drawn(model: Model, numbers: Mapping[str, int], like: bytes) -> bytes:
    """A state for each history, from which a silent arc leads to the shorter one."""
    states: dict[Gram, int] = {gram: number for number, gram in enumerate(((), *model.shares))}
    arcs: list[list[Arc]] = [[] for _ in states]
    finals = [math.inf] * len(states)
    for gram, share in model.shares.items():
        arcs[states[gram]].append((NO_WORD, NO_WORD, -math.log(share), states[gram[1:]]))
    for gram, chance in model.chances.items():
        *_, word = gram
        source = states[gram[:-1]]
        if word == END:
            finals[source] = -math.log(chance)
        elif word != BEGIN:
            number = numbers[word]
            arcs[source].append((number, number, -math.log(chance), states[_history(gram, states)]))
    for row in arcs:
        row.sort()
    return write_const(states.get((BEGIN,), 0), finals, arcs, like)


def _history(gram: Gram, states: Mapping[Gram, int]) -> Gram:
    """The longest end of what was said that something is known to follow."""
    history = gram[1:] if len(gram) == ORDER else gram
    while history not in states:
        history = history[1:]
    return history


def _link(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)
