"""A price that the shop says is a price that the shop understands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.lexicon import lexicon
from skill.commerce.rules.money import Money
from skill.commerce.wish import read_wish
from skill.conversation.phrases import phrases
from skill.conversation.voice import Voice

WORDS = lexicon("en-US")
SAY = Voice(phrases("en-US"))


@given(st.integers(1, 99_999))
def test_a_spoken_price_is_read_back(minor: int) -> None:
    said = SAY.money(Money(minor, "USD"))

    wish = read_wish(f"mugs under {said}", WORDS, "USD")

    assert (wish.words, wish.most) == ("mugs", Money(minor, "USD"))


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_two_spoken_prices_are_read_back(least: int, more: int) -> None:
    most = least + more
    low, high = (SAY.money(Money(minor, "USD")) for minor in (least, most))

    wish = read_wish(f"mugs between {low} and {high}", WORDS, "USD")

    assert (wish.words, wish.least, wish.most) == ("mugs", Money(least, "USD"), Money(most, "USD"))


@pytest.mark.parametrize(
    ("said", "minor"),
    [
        ("two fifty", 250),
        ("four dollars and ninety eight cents", 498),
        ("four dollars ninety eight", 498),
        ("fifty cents", 50),
        ("ten bucks", 1_000),
    ],
)
def test_prices_are_read_as_people_say_them(said: str, minor: int) -> None:
    assert read_wish(f"tea under {said}", WORDS, "USD").most == Money(minor, "USD")
