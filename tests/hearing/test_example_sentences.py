"""Example sentences out of frames, names and numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.sentences import known_sentences, plural, sentences
from local_voice.understanding.values import Frames

BAR = Frames(
    (
        "i'd like {order}",
        "make it {change}",
        "add {number} {product}",
        "bring it {day}",
        "help",
        "take me home",
    ),
    ("latte", "scone", "oat milk", "today"),
    ("one", "two", "three"),
    ("cup",),
    likely=("yes", "the code is {digits}"),
    fills=("product order*", "product order*", "choice change+", "day"),
)


def test_every_name_and_number_stands_in_a_sentence() -> None:
    expected = Frames(("add {number} {product}", "Help!"), ("oat milk", "scones"), ("one", "two"), ("can",))
    found = set(sentences(expected))

    assert {"help", "oat milk", "scones", "one", "two", "a can of scones"} <= found
    assert {text.split()[0] for text in found} >= {"add", "help"}
    assert not any(sign in text for text in found for sign in "{}!")


def test_a_slot_is_filled_with_its_own_values_only() -> None:
    found = set(sentences(BAR, rounds=20))

    assert {text for text in found if text.startswith("bring it")} == {"bring it today"}
    added = [text.split(maxsplit=2)[2] for text in found if text.startswith("add ")]
    assert any("latte" in text for text in added)
    assert not any("today" in text or "oat milk" in text for text in added)


def test_free_text_takes_several_things_with_what_is_said_about_them() -> None:
    orders = [text for text in sentences(BAR, rounds=60) if text.startswith("i'd like")]

    assert any(" and " in text for text in orders)
    assert any("with oat milk" in text for text in orders)
    changes = {
        text.removeprefix("make it ") for text in sentences(BAR, rounds=20) if text.startswith("make it")
    }
    assert {"oat milk", "latte oat milk"} <= changes


def test_short_and_likely_sentences_stand_more_often() -> None:
    times = Counter(sentences(BAR))

    assert times["yes"] >= times["help"] > times["take me home"] > 0
    assert any(text.startswith("the code is ") and len(text.split()) > 4 for text in times)


def test_the_same_things_make_the_same_sentences() -> None:
    assert list(sentences(BAR)) == list(sentences(BAR))


def test_sentences_do_not_grow_with_all_combinations() -> None:
    names = tuple(f"name{'x' * number}" for number in range(300))
    expected = Frames(tuple(f"frame {number} {{product}}" for number in range(300)), names, ("one",))

    assert len(list(sentences(expected))) < 2000


@settings(deadline=None, max_examples=30)
@given(
    frames=st.lists(st.text(max_size=30), max_size=5),
    names=st.lists(st.text(max_size=20), max_size=5),
    numbers=st.lists(st.text(max_size=10), max_size=5),
)
def test_only_known_plain_words_come_out(frames: list[str], names: list[str], numbers: list[str]) -> None:
    def known(word: str) -> bool:
        return len(word) % 2 == 0

    for part in known_sentences(Frames(tuple(frames), tuple(names), tuple(numbers)), known):
        assert part and part == spoken_form(part)
        assert all(known(word) for word in part.split())


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("avocado", "avocados"),
        ("peach", "peaches"),
        ("cherry", "cherries"),
        ("eggs", "eggs"),
        ("tray", "trays"),
    ],
)
def test_several_of_a_thing(name: str, several: str) -> None:
    assert plural(name) == several
