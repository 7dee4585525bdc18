"""A phrase is found in guesses, and weighed against what else it may have been."""

from __future__ import annotations

import math

from local_voice.hearing.neighbours import longer, neighbours
from local_voice.hearing.spotting import Found, Timed, Word, found_in

PHRASES = ("hello shop",)


def guess(text: str, score: float) -> Timed:
    """Each word takes a second."""
    return Timed(tuple(Word(word, at, at + 1) for at, word in enumerate(text.split())), score)


def test_the_best_guess_tells_where_the_phrase_was_said() -> None:
    guesses = [guess("[unk] hello shop", -20), guess("hello shop", -19), guess("[unk]", -24)]

    assert found_in(guesses, PHRASES) == Found(0, 2, math.inf, 5)


def test_a_phrase_said_twice_is_where_it_was_said_last() -> None:
    found = found_in([guess("hello shop [unk] hello shop", -20)], PHRASES)

    assert found == Found(3, 5)


def test_what_sounds_almost_like_it_is_told_from_other_speech() -> None:
    guesses = [guess("[unk]", -18), guess("hello shop", -20), guess("[unk] yellow shop", -21)]

    assert found_in(guesses, PHRASES) == Found(0, 2, 1, -2)


def test_half_of_the_phrase_is_other_speech() -> None:
    guesses = [guess("hello [unk]", -19), guess("hello shop", -20), guess("shop hello", -22)]

    assert found_in(guesses, PHRASES) == Found(0, 2, math.inf, -1)


def test_nothing_is_found_where_no_guess_has_it() -> None:
    assert found_in([guess("hello [unk] shop", -19)], PHRASES) is None
    assert found_in([], PHRASES) is None


def test_any_way_to_write_it_is_found() -> None:
    assert found_in([guess("[unk] hell o shop", -20)], (*PHRASES, "hell o shop")) == Found(1, 4)


def test_neighbours_differ_in_one_sound() -> None:
    found = neighbours("shop")

    assert {"shot", "chop", "sharp", "shops", "op"} <= found
    assert found.isdisjoint(("shop", "stop", "shopping", "shoppe"))


def test_a_word_may_be_the_beginning_of_another() -> None:
    assert {"shops", "shopping", "shopper"} <= longer("shop")
    assert longer("shop").isdisjoint(("shop", "chop", "shopkeeper"))


def test_a_word_that_nobody_can_speak_has_no_neighbours() -> None:
    assert neighbours("...") == frozenset()
