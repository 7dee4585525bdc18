"""What the training's programs know: words and their phones, features, distances, chances of words."""

from __future__ import annotations

from math import exp, isclose
from pathlib import Path

import build_graph
import pytest
from build_graph import bigram, unigram
from common import FEAT_DIM, MFCC, NUM_PDFS, PHONE_ID, SAMPLE_RATE, edit_distance
from hypothesis import given
from hypothesis import strategies as some
from lexicon import ALSO, domain, domain_vocabulary, prons
from rapidfuzz.distance import Levenshtein

from local_voice.learning.topology import PHONES
from local_voice.models import builtin_model

WORDS = ["yes", "no", "milk", "oat", "gourd"]
NUMBERS = {word: number for number, word in enumerate(WORDS, 1)}


class Drawing:
    """A machine that remembers its arcs as (start, end, word, chance)."""

    def __init__(self) -> None:
        self.states = 0
        self.first = -1
        self.ends: dict[int, float] = {}
        self.arcs: list[tuple[int, int, int, float]] = []

    def state(self) -> int:
        self.states += 1
        return self.states - 1

    def begin(self, state: int) -> None:
        self.first = state

    def end(self, state: int, cost: float) -> None:
        self.ends[state] = exp(-cost)

    def arc(self, start: int, end: int, transition: int, word: int = 0, cost: float = 0.0) -> None:
        self.arcs.append((start, end, word, exp(-cost)))


@pytest.fixture
def sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "yes oat milk" four times, "no oat milk" three times, "milk no" once, and no list of common words."""
    (tmp_path / "text").mkdir()
    lines = ["yes oat milk"] * 4 + ["no oat milk"] * 3 + ["milk no"]
    (tmp_path / "text" / "lm.txt").write_text("\n".join(lines))
    monkeypatch.setattr(build_graph, "WORK", tmp_path)
    monkeypatch.setattr(build_graph, "read_scowl", lambda size: [])
    monkeypatch.setattr(build_graph, "OpenFst", Drawing)


def test_the_features_are_those_of_the_models_configuration() -> None:
    lines = (builtin_model() / "conf" / "mfcc.conf").read_text().splitlines()
    conf = {name: value for name, _, value in (line.removeprefix("--").partition("=") for line in lines)}

    assert {name: float(conf[name.replace("_", "-")]) for name in MFCC} == MFCC
    assert float(conf["sample-frequency"]) == SAMPLE_RATE
    assert float(conf["num-ceps"]) == FEAT_DIM
    assert (conf["use-energy"], conf["dither"]) == ("false", "0")


def test_the_network_has_an_output_for_each_phone_and_the_blank() -> None:
    assert sorted(PHONE_ID.values()) == list(range(1, NUM_PDFS))
    assert list(PHONE_ID) == list(PHONES)


def test_every_word_of_the_shop_can_be_spoken_with_the_models_phones() -> None:
    phrases = [phrase for category in domain().values() for phrase in category]
    shop = domain_vocabulary()

    assert {word for phrase in phrases for word in phrase.split()} <= set(shop)
    assert {phone for word in shop for way in prons(word) for phone in way} <= set(PHONES)


def test_an_underscore_joins_the_words_of_a_name() -> None:
    assert "oat milk" in domain()["grocery"]


@pytest.mark.parametrize("word", sorted(ALSO))
def test_ways_that_people_really_speak_stand_beside_the_usual_one(word: str) -> None:
    ways = prons(word)

    assert set(ALSO[word]) <= set(ways)
    assert len(set(ways)) == len(ways)


def test_what_nobody_can_speak_has_no_pronunciation() -> None:
    assert prons("2nd") == []


@given(some.lists(some.sampled_from("ab")), some.lists(some.sampled_from("abc")))
def test_the_edit_distance_is_levenshteins(one: list[str], other: list[str]) -> None:
    assert edit_distance(one, other) == Levenshtein.distance(one, other)


@pytest.mark.usefixtures("sentences")
def test_chances_of_single_words_add_up_and_unheard_words_keep_a_share() -> None:
    chances = unigram(WORDS, build_graph.counts(set(WORDS))[0])

    inside = sum(chances[word] for word in WORDS)
    assert isclose(inside, 0.8 * (1 - chances["</s>"]) + 0.2)
    assert chances["milk"] > chances["yes"] > chances["gourd"] > 0


@pytest.mark.usefixtures("sentences")
def test_what_is_taken_off_words_that_stood_together_goes_to_all_others() -> None:
    machine = bigram(WORDS, NUMBERS)
    single = {word: chance for start, _, word, chance in machine.arcs if start == 1}

    for state in set(range(machine.states)) - {1}:
        kept = {word: chance for start, _, word, chance in machine.arcs if start == state and word}
        (back,) = [chance for start, _, word, chance in machine.arcs if start == state and not word]
        ending = machine.ends.get(state, 0.0)
        others = 1 - sum(single[word] for word in kept) - (machine.ends[1] if ending else 0)
        assert isclose(sum(kept.values()) + ending + back * others, 1)


@pytest.mark.usefixtures("sentences")
def test_two_words_that_stood_together_once_are_not_kept_together() -> None:
    machine = bigram(WORDS, NUMBERS)
    together = {(start, word) for start, _, word, _ in machine.arcs if word}
    after = {word: end for start, end, word, _ in machine.arcs if start == 1}

    assert (after[NUMBERS["oat"]], NUMBERS["milk"]) in together
    assert (after[NUMBERS["milk"]], NUMBERS["no"]) not in together
