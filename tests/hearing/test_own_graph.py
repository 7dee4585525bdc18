"""The graph of a shop's sentences, written as Vosk reads it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from local_voice.hearing import own_graph as own_graph_module
from local_voice.hearing.own_graph import own_graph, with_own_graph
from local_voice.learning.lookahead import read_const
from local_voice.models import builtin_model
from local_voice.understanding.values import Frames

TEXTS = ["add two bananas", "add two cakes", "check out"]


def words() -> dict[str, int]:
    lines = (builtin_model() / "graph" / "words.txt").read_text().splitlines()
    return {word: int(number) for word, number in map(str.split, lines)}


def cost(graph: bytes, text: str) -> float:
    """What the cheapest way through the graph costs."""
    machine, numbers = read_const(graph), words()

    def silent(states: dict[int, float]) -> dict[int, float]:
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            for arc in arcs(state):
                if not arc["word"] and states[state] + arc["cost"] < states.get(int(arc["to"]), math.inf):
                    states[int(arc["to"])] = states[state] + float(arc["cost"])
                    waiting.append(int(arc["to"]))
        return states

    def arcs(state: int) -> list:  # type: ignore[type-arg]
        first = int(machine.states["first"][state])
        return list(machine.arcs[first : first + int(machine.states["arcs"][state])])

    states = silent({machine.start: 0.0})
    for word in text.split():
        after: dict[int, float] = {}
        for state, spent in states.items():
            for arc in arcs(state):
                if arc["word"] == numbers[word]:
                    total = spent + float(arc["cost"])
                    after[int(arc["to"])] = min(total, after.get(int(arc["to"]), math.inf))
        states = silent(after)
    return min(spent + float(machine.states["final"][state]) for state, spent in states.items())


@pytest.fixture(scope="module")
def graph() -> bytes:
    return own_graph(builtin_model(), TEXTS)


def test_a_sentence_of_the_shop_costs_little_and_any_other_is_possible(graph: bytes) -> None:
    own, mixed, other = (cost(graph, text) for text in ("check out", "check two bananas", "weather report"))

    assert own < mixed < other < math.inf


def test_the_arcs_of_a_state_are_in_the_order_of_words(graph: bytes) -> None:
    machine = read_const(graph)

    for state in machine.states:
        row = machine.arcs["word"][int(state["first"]) : int(state["first"] + state["arcs"])].tolist()
        assert row == sorted(row)


def test_the_folder_has_all_files_of_the_model_and_goes(graph: bytes) -> None:
    shop = Frames((), (), (), usual=("check out",))
    with with_own_graph(builtin_model(), shop, lambda word: True) as folder:
        files = {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
        assert Path("am/final.mdl") in files

    assert not folder.exists()
    own = {file.relative_to(builtin_model()) for file in builtin_model().rglob("*") if file.is_file()}
    assert files == own


def test_a_model_with_a_graph_of_another_type_is_refused_before_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest models have two gigabytes."""
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "Gr.fst").write_bytes(b"no graph")
    (tmp_path / "graph" / "words.txt").write_text("<eps> 0\n")
    linked = list[Path]()
    monkeypatch.setattr(own_graph_module, "_link", lambda file, to: linked.append(file))
    shop = Frames((), (), (), usual=("help",))

    with pytest.raises(ValueError, match="machine"), with_own_graph(tmp_path, shop, lambda word: True):
        pass

    assert linked == []
