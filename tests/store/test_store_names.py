"""Names in the form in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_to_num import text2num

from local_voice.understanding.text import fold
from skill.store.words import normal, number_words


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ben & Jerry's", "ben and jerrys"),
        ("Ben & Jerry’s", "ben and jerrys"),
        ("Crème brûlée", "creme brulee"),
        ("Jalapeño-Crisps!", "jalapeno crisps"),
        ("Smørrebrød", "smorrebrod"),
        ("Weißbier", "weissbier"),
        ("7UP", "seven up"),
        ("2% Milk", "two percent milk"),
        ("21 g", "twenty one g"),
        ("AAA_batteries", "aaa batteries"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("½ Loaf", "half loaf"),
        ("Œuf ＆ Co", "oeuf and co"),
        ("İstanbul", "istanbul"),
        ("  ", ""),
    ],
)
def test_a_name_is_compared_without_case_accents_and_signs(text: str, same: str) -> None:
    assert normal(text) == same


@pytest.mark.parametrize("letter", "àçéñöøæœßłđðþǽǿšžőığÅÆŁÞ")
def test_the_shop_and_the_device_make_the_same_of_a_letter(letter: str) -> None:
    assert normal(letter) == fold(letter)


@given(st.text(max_size=40))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert normal(normal(text).upper()) == normal(text) or not normal(text).isascii()


@given(st.integers(0, 999_999))
def test_a_number_in_words_is_that_number(number: int) -> None:
    assert text2num(number_words(str(number)), "en") == number


@pytest.mark.parametrize(
    ("digits", "said"),
    [("0", "zero"), ("007", "zero zero seven"), ("1000000", "one zero zero zero zero zero zero")],
)
def test_a_number_that_counts_nothing_is_read_digit_by_digit(digits: str, said: str) -> None:
    assert number_words(digits) == said
