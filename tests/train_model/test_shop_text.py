"""What customers say to the demo shop, as prompts of the training."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from lexicon import learned, prons
from make_shop_text import SHORT, Kinds, kinds, make, measured_with
from make_text import to_speak


@pytest.fixture(scope="module")
def of_the_shop() -> Kinds:
    return kinds()


def test_the_shops_sentences_and_short_commands_are_among_them(of_the_shop: Kinds) -> None:
    assert {"checkout", "help", "next", "no", "yes"} <= set(of_the_shop.commands)
    assert max(len(one.split()) for one in of_the_shop.commands) == SHORT
    assert any(one.startswith("add ") and len(one.split()) > SHORT for one in of_the_shop.sentences)


def test_every_word_has_a_sound(of_the_shop: Kinds) -> None:
    texts = (*of_the_shop.sentences, *of_the_shop.commands, *of_the_shop.words)

    assert [word for text in texts for word in text.split() if not prons(word)] == []


def test_longer_lines_that_a_model_is_measured_with_are_not_among_them(of_the_shop: Kinds) -> None:
    measured = measured_with()

    assert len(measured) > 50
    assert measured.isdisjoint(of_the_shop.sentences)


def test_a_learned_word_sounds_as_its_file_says() -> None:
    assert learned()["promo"][0] == prons("promo")[0] == ("P", "R", "OW", "M", "OW")


def test_prompts_are_of_all_kinds_and_the_same_for_the_same_seed() -> None:
    few = Kinds(["add a pear to my cart"], ["yes"], ["promo", "scone", "latte"])
    prompts, again, others = (make(300, few, Random(seed)) for seed in (1, 1, 2))

    assert prompts == again != others
    assert 150 < prompts.count("add a pear to my cart") < 210
    assert prompts.count("yes") > 45
    assert {"promo", "scone"} <= {word for prompt in prompts for word in prompt.split()}


def test_every_other_prompt_that_is_spoken_is_the_shops_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "prompts.txt").write_text("a\nb\nc\nd\n")
    alone = to_speak(tmp_path, 3)
    (tmp_path / "shop.txt").write_text("x\ny\nz\n")

    assert alone == ["a", "b", "c"]
    assert to_speak(tmp_path, 5) == ["a", "x", "b", "y", "c"]
