"""Phrases for the recogniser out of frames, names and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.hearing.grammar import build, phrases_for, spoken_form, words_of
from local_voice.understanding.values import Frames


def knows_all(word: str) -> bool:
    return True


def test_a_frame_becomes_its_pieces_with_what_may_follow() -> None:
    phrases = build(
        Frames(("add {quantity} {product} to my cart",), ("oat milk",), ("one", "two")), knows_all
    )

    assert {"add two", "add some", "to my cart", "oat milk", "two", "two oat"} <= set(phrases)


def test_a_piece_before_a_slot_is_no_utterance_by_itself() -> None:
    phrases = build(Frames(("the {position}", "help"), (), ("two",)), knows_all)

    assert "the" not in phrases
    assert "help" in phrases


def test_phrases_are_written_as_the_model_writes_them() -> None:
    assert phrases_for(["What’s in my cart?", "YES!", "yes"], knows_all) == ["what's in my cart", "yes"]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Café", "cafe"),
        ("crème brûlée", "creme brulee"),
        ("Cre\u0300me bru\u0302le\u0301e", "creme brulee"),  # the marks as characters of their own
        ("Smørrebrød", "smorrebrod"),
        ("Læsø Œuf", "laeso oeuf"),
        ("Weißwurst", "weisswurst"),
        ("JALAPEÑO", "jalapeno"),
    ],
)
def test_letters_are_written_without_their_marks(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken


def test_unknown_words_cut_a_phrase_in_parts() -> None:
    known = {"oat", "milk", "latte"}.__contains__

    assert phrases_for(["oat milk frappuccino latte", "frappuccino"], known) == ["oat milk", "latte"]


def test_the_words_of_what_is_expected_are_listed_once() -> None:
    expected = Frames(("add {product}", "Help!"), ("a Scone", "scone and tea"), ("two",))

    assert words_of(expected) == {"add", "help", "a", "scone", "and", "tea", "two"}


@given(
    frames=st.lists(st.text(max_size=30), max_size=5),
    names=st.lists(st.text(max_size=20), max_size=5),
    numbers=st.lists(st.text(max_size=10), max_size=5),
)
def test_only_known_plain_words_come_out(frames: list[str], names: list[str], numbers: list[str]) -> None:
    def known(word: str) -> bool:
        return len(word) % 2 == 0

    phrases = build(Frames(tuple(frames), tuple(names), tuple(numbers)), known)

    assert len(set(phrases)) == len(phrases)
    for phrase in phrases:
        assert phrase and phrase == spoken_form(phrase)
        assert all(known(word) for word in phrase.split())


def test_what_is_likely_counts_more_often() -> None:
    phrases = build(Frames(("help",), ("oat milk", "tea"), (), likely=("oat milk",)), knows_all)

    assert phrases.count("oat milk") > phrases.count("tea") == 1
