"""The language model of sentences, and how their words are spoken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.hearing.ngram import arpa, trigrams
from local_voice.hearing.pronunciation import pronunciations

WORDS = st.sampled_from(["add", "two", "bananas", "yes", "no"])


def chances(model: str) -> dict[tuple[str, ...], tuple[float, float]]:
    """Each row of words with its chance and its share, out of a model's text."""
    found = {}
    for line in filter(None, model.splitlines()):
        if line[0] in "-0":
            chance, *words = line.split()
            share = 10 ** float(words.pop()) if re.fullmatch(r"-?[0-9.]+", words[-1]) else 1.0
            found[tuple(words)] = (10 ** float(chance), share)
    return found


def likely(model: dict[tuple[str, ...], tuple[float, float]], history: tuple[str, ...], word: str) -> float:
    """The chance of a word after others, as a decoder works it out."""
    row = (*history, word)
    if row in model:
        return model[row][0]
    if not history:
        return 0.0
    return model.get(history, (0.0, 1.0))[1] * likely(model, history[1:], word)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=8))
def test_the_chances_of_all_words_add_up_to_one(texts: list[str]) -> None:
    model = chances(arpa(texts))
    words = {row[0] for row in model if len(row) == 1 and row != ("<s>",)}

    for history in {row[:-1] for row in model} - {()}:
        assert sum(likely(model, history, word) for word in words) == pytest.approx(1, abs=0.01)


def test_words_that_follow_each_other_often_are_likely() -> None:
    model = chances(arpa(["add two", "add two", "add bananas", "two bananas"]))

    assert likely(model, ("<s>", "add"), "two") > likely(model, ("<s>", "add"), "bananas") > 0


def test_words_beside_may_be_said_as_often_as_they_are_given_a_share() -> None:
    model = trigrams(["add two", "two bananas"], {"weather": 0.75, "add": 0.25}, share=0.1)

    assert model.chances["weather",] == pytest.approx(0.075)
    single = [chance for row, chance in model.chances.items() if len(row) == 1 and row != ("<s>",)]
    assert sum(single) == pytest.approx(1)


def test_words_are_spoken_as_the_dictionary_says_and_others_by_rule() -> None:
    spoken = pronunciations(["read", "lumos", "shop's", "7up"])

    assert set(spoken["read"]) == {("R", "EH", "D"), ("R", "IY", "D")}
    assert spoken["lumos"] == (("L", "UW", "M", "OW", "Z"),)
    assert spoken["shop's"][0] == ("SH", "AA", "P", "S")
    assert "7up" not in spoken
