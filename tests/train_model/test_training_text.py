"""The text that the built-in model is trained with, spoken and tested."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from lexicon import domain_vocabulary
from make_text import TINY, Sizes, Text, Words, make, write

WORDS = Words([*domain_vocabulary(), "zebra", "quilt"], domain_vocabulary())
SIZES = Sizes(model=400, prompts=2500, test=100)


@pytest.fixture(scope="module")
def text() -> Text:
    return make(SIZES, WORDS, Random(1))


def test_there_is_as_much_of_each_kind_as_was_asked_for(text: Text) -> None:
    held = {sentence for sentence in text.test if len(sentence.split()) > 3}

    assert len(text.prompts) == SIZES.prompts
    assert len(text.test) == SIZES.test
    assert SIZES.model - len(held) < len(text.model) <= SIZES.model


def test_the_same_seed_gives_the_same_text_and_another_seed_another() -> None:
    tiny = [make(TINY, WORDS, Random(seed), whole_vocabulary=False) for seed in (1, 1, 2)]

    assert tiny[0] == tiny[1]
    assert tiny[0] != tiny[2]


def test_longer_test_sentences_stand_in_no_text_that_is_trained_with(text: Text) -> None:
    held = {sentence for sentence in text.test if len(sentence.split()) > 3}

    assert len(held) > SIZES.test / 2
    assert held.isdisjoint(text.model)
    assert held.isdisjoint(text.prompts)


def test_test_sentences_are_different_and_of_ordinary_length(text: Text) -> None:
    assert len(set(text.test)) == len(text.test)
    assert {len(sentence.split()) for sentence in text.test} <= set(range(2, 13))


def test_every_word_is_spoken_and_the_shops_words_five_times(text: Text) -> None:
    spoken = Counter(word for prompt in text.prompts for word in prompt.split())

    assert min(spoken[word] for word in WORDS.free) >= 1
    assert min(spoken[word] for word in WORDS.shop) >= 5


def test_a_quick_run_does_not_speak_the_whole_vocabulary() -> None:
    tiny = make(TINY, WORDS, Random(1), whole_vocabulary=False)

    assert len(tiny.prompts) == TINY.prompts
    assert len({word for prompt in tiny.prompts for word in prompt.split()}) < len(WORDS.free)


def test_the_text_is_written_a_sentence_a_line(text: Text, tmp_path: Path) -> None:
    write(text, tmp_path / "text")

    read = {file.stem: file.read_text().splitlines() for file in (tmp_path / "text").iterdir()}
    assert read == {"lm": text.model, "prompts": text.prompts, "test": text.test}
