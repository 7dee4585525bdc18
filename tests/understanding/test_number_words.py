"""Numbers as people say them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from local_voice.understanding.language import load_language
from local_voice.understanding.numbers import NumberReader, spoken_numbers

ENGLISH = load_language("en-US")
READER = NumberReader(ENGLISH)
SPELLER = RbnfEngine.for_language("en")


def read(text: str) -> str | None:
    return READER.value(text.split())


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("six", "6"),
        ("half a dozen", "6"),
        ("a dozen", "12"),
        ("a couple of", "2"),
        ("a pair of", "2"),
        ("twenty five", "25"),
        ("a hundred", "100"),
        ("one hundred and three", "103"),
        ("ten forty two", "1042"),
        ("one zero four two", "1042"),
        ("one oh four two", "1042"),
        ("ten oh four", "1004"),
        ("7", "7"),
        ("1042", "1042"),
        ("2.5", "2.5"),
    ],
)
def test_a_number_is_read_as_people_say_it(said: str, figures: str) -> None:
    assert read(said) == figures


@pytest.mark.parametrize("said", ["bananas", "and two", "two and", "of", "12oz", "a banana", "1.2.3"])
def test_other_words_are_no_number(said: str) -> None:
    assert read(said) is None


@given(st.integers(0, 99_999))
def test_what_is_said_for_a_number_is_read_back(number: int) -> None:
    spoken = SPELLER.format_number(number).text.replace("-", " ")

    assert read(spoken) == str(number)


@given(st.integers(10, 99), st.integers(10, 99))
def test_an_order_number_said_in_pairs_is_read_back(head: int, tail: int) -> None:
    spoken = [SPELLER.format_number(part).text.replace("-", " ") for part in (head, tail)]

    assert read(" ".join(spoken)) == f"{head}{tail}"


def test_numbers_are_found_where_they_stand() -> None:
    found = READER.find(["add", "half", "a", "dozen", "eggs"])

    assert (1, 4, "6") in [(one.start, one.end, one.value) for one in found]


def test_an_article_and_a_misheard_word_are_marked_as_such() -> None:
    kinds = {(one.value, one.kind) for one in READER.find(["a", "latte", "to", "bananas"])}

    assert kinds == {("1", "article"), ("2", "misheard")}


def test_the_recogniser_is_given_numbers_in_words() -> None:
    numbers = spoken_numbers(ENGLISH, 30)

    assert numbers[0] == "one"
    assert "twenty five" in numbers
    assert "half a dozen" in numbers
