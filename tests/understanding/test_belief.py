"""A recogniser's guesses speak for and against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.understanding import Context, Understanding
from local_voice.understanding.belief import NO_READING, Meaning, Reading, alike, belief, likeliest
from local_voice.understanding.values import FALLBACK

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
ASKED = Context(expects=frozenset({YES, NO}), costly=frozenset({YES}))

words = st.lists(st.sampled_from(["milk", "tea", "two"]), max_size=4).map(tuple)
meanings = st.none() | st.builds(Meaning, st.sampled_from(["AddToCartIntent", "CheckoutIntent"]), words)
readings = st.builds(
    Reading,
    meanings,
    st.floats(-0.5, NO_READING),
    st.integers(0, 80).map(lambda quarters: quarters / 4),
    st.booleans(),
)


def test_what_was_heard_clearly_is_understood(shop: Understanding) -> None:
    heard = shop.understand(["add two bananas", "add to bananas", "had two bandanas"], behind=[0.0, 6.0, 7.0])

    assert (heard.intent, heard.text) == ("AddToCartIntent", "add two bananas")


def test_what_may_have_been_three_different_things_is_not_understood(shop: Understanding) -> None:
    guesses = ["add two apples", "check out", "remove the milk", "track my order"]

    assert shop.understand(guesses).intent == "AddToCartIntent"
    assert shop.understand(guesses, behind=[0.0, 0.5, 0.5, 1.0]).intent == FALLBACK


def test_guesses_that_mean_the_same_help_each_other(shop: Understanding) -> None:
    guesses = ["add oat milk", "add the oatmilk", "add some oat milk please", "check out"]

    assert shop.understand(guesses, behind=[0.0, 0.2, 0.2, 0.2]).intent == "AddToCartIntent"


def test_what_answers_well_but_was_hardly_heard_is_not_taken(shop: Understanding) -> None:
    assert shop.understand(["next", "correct"], ASKED, behind=[0.0, 7.0]).intent != YES


def test_long_orders_that_differ_in_a_word_help_each_other(shop: Understanding) -> None:
    guesses = [f"two blueberry muffins one of them {word}" for word in ("warm", "warmed", "worm", "form")]

    assert shop.understand(guesses, behind=[0.0, 0.1, 0.1, 0.1]).intent != FALLBACK


def test_of_guesses_that_fit_alike_the_one_that_was_heard_better_is_meant() -> None:
    yes, no = Meaning(YES), Meaning(NO)

    assert likeliest([Reading(yes, 0.3, 0.0), Reading(no, 0.2, 0.5)]) == 1
    assert likeliest([Reading(yes, 0.3, 0.0), Reading(no, 0.2, 5.0)]) == 0


@given(st.lists(readings, min_size=1, max_size=10))
def test_belief_is_a_share(some: list[Reading]) -> None:
    assert all(0 <= belief(some, place) <= 1 + 1e-9 for place in range(len(some)))


@given(meanings, meanings)
def test_alike_is_so_both_ways(one: Meaning | None, other: Meaning | None) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == (0 if one is None else 1)


@given(st.lists(readings, min_size=1, max_size=10), st.integers(0, 50))
def test_scores_count_from_the_best_guess(some: list[Reading], more: int) -> None:
    some.sort(key=lambda one: one.behind)
    moved = [replace(one, behind=one.behind + more) for one in some]

    assert belief(moved, 0) == pytest.approx(belief(some, 0))
    assert likeliest(moved) == likeliest(some)
