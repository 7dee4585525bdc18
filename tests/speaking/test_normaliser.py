"""What is written in signs and figures is said in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.speaking.interpret import digits, ordinal, spelled
from local_voice.speaking.normaliser import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$4.98", "4 dollars and 98 cents"),
        ("That is $1.01.", "That is 1 dollar and 1 cent."),
        ("$0.50, $1 or -$5", "50 cents, 1 dollar or minus 5 dollars"),
        ("£3.5 and 3,20 €", "3 pounds and 50 pence and 3 euros and 20 cents"),
        ("USD 12", "12 dollars"),
        ("$5-$6", "5 dollars to 6 dollars"),
        ("$1.50/lb", "1 dollar and 50 cents per pound"),
        ("$1,250.00", "1250 dollars"),
        ("1,234,567", "one million two hundred thirty four thousand five hundred sixty seven"),
        ("4 dollars and 98 cents", "4 dollars and 98 cents"),
        ("the 21st of May", "the twenty first of May"),
        ("on 2026-11-27", "on November twenty seventh, twenty twenty six"),
        ("2026-13-40", "2 0 2 6, 13, 40"),
        ("at 3:30", "at 3 30"),
        ("at 3:00 pm or 4:00", "at 3 P M or 4 o'clock"),
        ("7:05", "7 oh 5"),
        ("order 1004", "order 1004"),
        ("order 1000423", "order 1 0 0 0 4 2 3"),
        ("code 007", "code 0 0 7"),
        ("call (415) 555-0199", "call 4 1 5, 5 5 5, 0 1 9 9"),
        ("6 x 330 ml", "6 by 330 milliliters"),
        ("1 kg, 2 lb, 16 fl oz", "1 kilogram, 2 pounds, 16 fluid ounces"),
        ("1½ cups, ½ lb, 3/4", "1 and one half cups, one half pound, three quarters"),
        ("2.5%", "2 point 5 percent"),
        ("20°C", "20 degrees Celsius"),
        ("#4", "number 4"),
        ("-3", "minus 3"),
        ("2-3 days", "2 to 3 days"),
        ("Ben & Jenny's", "Ben and Jenny's"),
        ("7up, a 4-pack of m&ms", "7up, a 4-pack of m and ms"),
        ("v1.2.3", "v1.2.3"),
        ("at 3:05pm, 12 a.m. sharp", "at 3 oh 5 P M, 12 A M sharp"),
        ("due 11/27/2026", "due November twenty seventh, twenty twenty six"),
        ("Dec. 3, May 21st, 1999", "December third, May twenty first, nineteen ninety nine"),
        ("music of the 1990s", "music of the nineteen nineties"),
        ("5/8 cup, open 24/7", "five eighths cup, open 24 7"),
        ("10-20%", "10 to 20 percent"),
        ("call +44 20 7946 0958", "call plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"),
        ("call 1-800-555-0199", "call 1, 8 0 0, 5 5 5, 0 1 9 9"),
        ("Dr. Lee, 12 Mill St., St. James", "doctor Lee, 12 Mill street, saint James"),
        ("No. 5, approx. 2 lbs", "number 5, about 2 pounds"),
        ("apples, pears, etc. Shall I?", "apples, pears, et cetera. Shall I?"),
        ("it sat. No. We may 3", "it sat. No. We may 3"),
        ("60 mph, 16GB, 2500 mAh", "60 miles per hour, 16 gigabytes, 2500 milliamp hours"),
    ],
)
def test_english_is_written_out(written: str, said: str) -> None:
    assert spoken(written) == said


def test_days_come_first_where_people_write_them_so() -> None:
    assert spoken("3/4/2026", "en-GB") == "April third, twenty twenty six"
    assert spoken("3/4/2026", "en-US") == "March fourth, twenty twenty six"
    assert spoken("30/40/2026") == "30/40/2026"


def test_a_language_without_a_table_is_left_alone() -> None:
    assert spoken("4,98 € &\n 3\x00", "de-DE") == "4,98 € & 3"


def test_digits_letters_and_ordinals_by_name() -> None:
    assert digits("10-04") == "1 0, 0 4"
    assert digits("none") == "none"
    assert spelled("a1 b") == "A 1 B"
    assert (ordinal("1"), ordinal("22nd"), ordinal(" 3 "), ordinal("x")) == (
        "first",
        "twenty second",
        "third",
        "x",
    )


@given(dollars=st.integers(0, 9_999_999), cents=st.integers(0, 99), grouped=st.booleans())
def test_no_amount_loses_a_cent(dollars: int, cents: int, grouped: bool) -> None:
    said = spoken(f"It is ${dollars:{',' if grouped else ''}}.{cents:02d}.")

    small = re.search(r"(\d+) cents?\b", said)
    assert int(small[1] if small else 0) == cents
    if dollars < 100_000:
        big = re.search(r"(\d+) dollars?\b", said)
        assert int(big[1] if big else 0) == dollars
    else:
        assert "hundred" in said or "thousand" in said or "million" in said


@given(st.text())
def test_nothing_that_a_synthesiser_trips_over_is_left(text: str) -> None:
    said = spoken(text)

    assert not set(said) & set("&$€£¥<>{}[]\\^~|_*#\x00\n\t")
    assert said == " ".join(said.split())


@given(st.lists(st.sampled_from(["two", "bananas", "oat", "milk", "please", "what's", "new"])))
def test_words_stay_as_they_are(words: list[str]) -> None:
    assert spoken(" ".join(words)) == " ".join(words)
