"""The graph of words: its tree, and what may come next at each place of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
import pytest

from local_voice.learning.lookahead import (
    ARCS,
    STATES,
    ConstFst,
    next_words,
    with_lookahead,
    without_lookahead,
)
from local_voice.learning.topology import PHONE_COUNT, enter, phone_number, placed, stay, word_boundaries
from local_voice.learning.tree import draw, numbered, prefix_tree
from local_voice.models import builtin_model

TEA = ("T", "IY")
TEAM = ("T", "IY", "M")
HCL = builtin_model() / "graph" / "HCLr.fst"


@dataclass(slots=True)
class Drawing:
    """A machine that remembers its arcs."""

    states: int = 2
    arcs: list[tuple[int, int, int, int]] = field(default_factory=list)

    def state(self) -> int:
        self.states += 1
        return self.states - 1

    def arc(self, start: int, end: int, transition: int, word: int = 0, cost: float = 0.0) -> None:
        self.arcs.append((start, end, transition, word))


def drawn(words: dict[str, tuple[tuple[str, ...], ...]]) -> Drawing:
    tree, drawing = prefix_tree(words), Drawing()
    draw(tree, numbered(tree), drawing, between_words=0, after_word=1)
    return drawing


def test_a_phone_has_a_number_for_each_place_in_a_word() -> None:
    assert placed(TEAM) == [phone_number("T", "B"), phone_number("IY", "I"), phone_number("M", "E")]
    assert placed(["AY"]) == [phone_number("AY", "S")]


def test_the_phones_are_those_of_the_built_in_model() -> None:
    lines = (builtin_model() / "graph/phones/word_boundary.int").read_text().splitlines()

    assert lines == list(word_boundaries())
    assert len(lines) == PHONE_COUNT


def test_words_that_begin_alike_share_their_beginning() -> None:
    first = [arc for arc in drawn({"tea": (TEA,), "team": (TEAM,)}).arcs if arc[0] == 0]

    assert [(transition, word) for _, _, transition, word in first] == [(enter(phone_number("T", "B")), 0)]


def test_a_word_is_told_as_soon_as_no_other_is_left() -> None:
    first = [arc for arc in drawn({"team": (TEAM,), "up": (("AH", "P"),)}).arcs if arc[0] == 0]

    assert sorted(word for *_, word in first) == [1, 2]


def test_words_that_sound_alike_are_both_told() -> None:
    arcs = drawn({"tea": (TEA,), "tee": (TEA,)}).arcs

    assert sorted(word for *_, word in arcs if word) == [1, 2]


def test_a_word_is_told_once_on_each_way_through_it() -> None:
    words = {"a": (("AH",), ("EY",)), "tea": (TEA,), "team": (TEAM,), "teams": ((*TEAM, "Z"),)}
    drawing = drawn(words)

    def ways(state: int, told: tuple[int, ...]) -> list[tuple[int, ...]]:
        if state == 1:
            return [told]
        onward = [(end, word) for start, end, _, word in drawing.arcs if start == state != end]
        return [way for end, word in onward for way in ways(end, (*told, word) if word else told)]

    assert sorted(ways(0, ())) == sorted((number,) for number in (1, 1, 2, 3, 4))


def test_in_a_phone_any_number_of_blank_frames_may_pass() -> None:
    drawing = drawn({"i": (("AY",),)})

    assert (2, 2, stay(phone_number("AY", "S")), 0) in drawing.arcs


def test_numbers_follow_the_tree() -> None:
    numbers = numbered(prefix_tree({"team": (TEAM,), "up": (("AH", "P"),), "tea": (TEA,)}), first=10)

    assert numbers == {"up": 10, "team": 11, "tea": 12}


def test_what_may_come_next_is_known_through_ways_without_words_and_circles() -> None:
    states = np.array([(inf, 0, 2, 0, 1), (inf, 2, 2, 0, 1), (0.0, 4, 0, 0, 0)], STATES)
    arcs = np.array([(1, 0, 0.0, 1), (4, 1, 0.0, 2), (2, 0, 0.0, 0), (3, 2, 0.0, 2)], ARCS)

    found = next_words(ConstFst(0, states, arcs, size=0), final=3)

    assert found == [((1, 3),), ((1, 3),), ((3, 4),)]


def test_the_built_in_graph_is_written_byte_for_byte_as_openfst_did() -> None:
    """Its file was made by OpenFst's own fstconvert."""
    data = HCL.read_bytes()

    assert with_lookahead(without_lookahead(data)) == data


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, HCL.read_bytes()[:40]])
def test_what_is_no_graph_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        without_lookahead(data)
