"""Phrases in the spelling and the words of a recogniser."""

from __future__ import annotations

import pytest

from local_voice.hearing.grammar import phrases_for, spoken_form, words_of
from local_voice.understanding.values import Frames


def knows_all(word: str) -> bool:
    return True


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
