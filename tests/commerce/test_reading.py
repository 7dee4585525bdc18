"""Free speech is read into things and numbers, and what belongs together stays together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.lexicon import lexicon
from skill.commerce.reading import read_one, read_order
from skill.commerce.words import number_in, tidy

EN = lexicon("en-US")
NAMES = {
    "half and half",
    "salt and vinegar chips",
    "four pack of toothbrush heads",
    "seven grain bread",
    "mac and cheese",
}


class Names:
    """A menu of names only: nothing can be chosen."""

    def is_name(self, words):
        return words in NAMES

    def groups(self, words):
        return ()

    def kind_of(self, words, of):
        return ""

    def kinds(self, words):
        return frozenset()

    def readings(self, words):
        return ((words, ()),)


MENU = Names()


def read(text):
    return [(asked.quantity, asked.words) for asked in read_order(text, EN, MENU)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("two bananas", [(2, "bananas")]),
        ("a banana", [(1, "banana")]),
        ("bananas", [(None, "bananas")]),
        ("two bananas and a carton of oat milk", [(2, "bananas"), (1, "oat milk")]),
        ("bread, butter and milk", [(None, "bread"), (None, "butter"), (None, "milk")]),
        ("two bananas three apples one milk", [(2, "bananas"), (3, "apples"), (1, "milk")]),
        ("2 bananas, 3 apples", [(2, "bananas"), (3, "apples")]),
        ("half a dozen bananas", [(6, "bananas")]),
        ("a couple of lattes and twenty five bananas", [(2, "lattes"), (25, "bananas")]),
    ],
)
def test_numbers_and_joints_part_the_things(said, meant):
    assert read(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("half and half", [(None, "half and half")]),
        (
            "two bags of salt and vinegar chips and a half and half",
            [(2, "salt and vinegar chips"), (1, "half and half")],
        ),
        ("seven grain bread and mac & cheese", [(None, "seven grain bread"), (None, "mac and cheese")]),
        ("a four pack of toothbrush heads", [(1, "four pack of toothbrush heads")]),
        ("two four packs", [(2, "four packs")]),
    ],
)
def test_a_name_is_not_cut_in_two(said, meant):
    assert read(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("two no three bananas", [(3, "bananas")]),
        ("two bananas no make it three", [(3, "bananas")]),
        (
            "two large lattes and a blueberry muffin, no, make that two muffins",
            [(2, "large lattes"), (2, "blueberry muffin")],
        ),
        ("two apples sorry i mean two pears", [(2, "pears")]),
    ],
)
def test_a_correction_replaces_what_it_corrects(said, meant):
    assert read(said) == meant


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    for asked in read_order(text, EN, MENU):
        assert asked.words or asked.wishes


@given(st.integers(1, 99), st.sampled_from(["bananas", "oat milk", "half and half", "seven grain bread"]))
def test_a_number_before_a_name_is_read_back(number, name):
    assert read_one(f"{number} {name}", EN, MENU).quantity == number


@given(st.integers(2, 99))
def test_a_number_in_words_is_read_back(number):
    from unicode_rbnf import RbnfEngine

    assert number_in(RbnfEngine.for_language("en").format_number(number).text, EN) == number


@given(st.text(max_size=80))
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
