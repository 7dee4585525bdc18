"""Codes are spoken: what sounds alike is one code, and what does not is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.lexicon import lexicon
from skill.commerce.rules.coupon import code_key, keys_heard, spoken_code

WORDS = lexicon("en-US").codes
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@pytest.mark.parametrize(
    "said", ["save ten", "SAVE10", "s a v e one zero", "Save 10", "save one oh", "save ten please", "save-10"]
)
def test_one_code_is_said_in_many_ways(said):
    assert code_key(said, WORDS) == code_key("SAVE10", WORDS)


def test_numbers_of_two_words_and_hundreds_are_heard():
    assert code_key("spring twenty four", WORDS) == code_key("SPRING24", WORDS)
    assert code_key("save fifteen", WORDS) == code_key("SAVE15", WORDS)
    assert code_key("take five hundred", WORDS) == code_key("TAKE500", WORDS)
    assert code_key("summer dash two five", WORDS) == code_key("SUMMER-25", WORDS)


def test_other_codes_stay_apart():
    codes = ["SAVE10", "SAVE1", "SAVE100", "SAVE20", "SAFE10", "MUFFIN", "OFTEN", "WEIGHT"]
    assert len({code_key(code, WORDS) for code in codes}) == len(codes)


@given(st.from_regex(r"[A-Z0-9]{2,12}", fullmatch=True))
def test_a_code_read_out_letter_by_letter_is_that_code(code):
    spelled = " ".join(DIGITS[int(letter)] if letter.isdecimal() else letter.lower() for letter in code)
    assert code_key(spelled, WORDS) == code_key(code, WORDS)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("SAVE10", "save ten"),
        ("SPRING24", "spring twenty four"),
        ("FREE-SHIP", "free ship"),
        ("NEWYEAR2026", "newyear twenty twenty six"),
        ("SALE2005", "sale twenty oh five"),
        ("GET500", "get five hundred"),
        ("XK105", "x k one oh five"),
        ("T18", "t one eight"),
    ],
)
def test_a_code_is_known_as_people_say_it(code, said):
    assert spoken_code(code, WORDS) == said


@given(st.from_regex(r"[A-Z0-9]{2,12}", fullmatch=True))
def test_what_people_say_for_a_code_is_that_code(code):
    assert code_key(spoken_code(code, WORDS), WORDS) == code_key(code, WORDS)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("save oh five", "SAVE05"),
        ("s a v e o five", "SAVE05"),
        ("s a v e o five", "SAVEO5"),
        ("save oh oh seven", "SAVE007"),
        ("oh five", "05"),
        ("hello five", "HELLO5"),
    ],
)
def test_an_oh_before_figures_may_be_a_nought_and_may_be_a_letter(said, code):
    assert code_key(code, WORDS) in keys_heard(said, WORDS)


def test_an_oh_that_ends_a_word_is_that_letter_before_it_is_a_nought():
    assert keys_heard("hello five", WORDS)[0] == code_key("HELLO5", WORDS)
