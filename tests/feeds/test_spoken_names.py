"""How products are called aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.feeds.item import Refused
from skill.feeds.spoken import SpokenName, read_spoken_names, spoken_name


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Oat Milk, 1 L", "oat milk one liter"),
        ("Oat Milk (Organic), 1.5 L", "oat milk one point five liters"),
        ("Ben & Jenny's Ice Cream", "ben and jenny's ice cream"),
        ("Ben &amp; Jenny’s", "ben and jenny's"),
        ("Reduced-Fat Milk 2%", "reduced fat milk two percent"),
        ("Cola 6 x 330ml", "cola six times three hundred thirty milliliters"),
        ("Eggs, 12 Pack", "eggs twelve pack"),
        ("Sugar 1,000 g", "sugar one thousand grams"),
        ("Juice 12 fl. oz.", "juice twelve fluid ounces"),
        ("Flour, 1 lb", "flour one pound"),
        ("Flour, 5 lbs.", "flour five pounds"),
        ('Tablet 10"', "tablet ten inches"),
        ("7UP", "seven up"),
        ("½ Loaf", "half loaf"),
        ("T-Shirt XL", "t shirt extra large"),
        ("Café Crème [NEW] {sale}", "café crème"),
        ("(Only Brackets)", "only brackets"),
        ("Mac w/ Cheese", "mac with cheese"),
        ("Vitamin C + Zinc", "vitamin c plus zinc"),
        ("WD-40", "wd forty"),
        ("12 in Pizza", "twelve inch pizza"),
        ("3 in 1 Shampoo", "three in one shampoo"),
        ("7UP 12 oz Can", "seven up twelve ounce can"),
        ("10-lb Bag Rice", "ten pound bag rice"),
        ("1/2 lb Butter", "half pound butter"),
        ("1-1/2 lb Beef", "one and a half pounds beef"),
        ("Size 7½ Shoes", "size seven and a half shoes"),
        ('5/8" Bolt', "five eighth inch bolt"),
        ("24/7 Cream", "twenty four seven cream"),
        ("2x4 Lumber", "two by four lumber"),
        ('12" x 18" Tray', "twelve inches by eighteen inches tray"),
        ("20th Anniversary Mug", "twentieth anniversary mug"),
        ("22nd Edition, 1st Print", "twenty second edition first print"),
        ("$5 Gift Card", "five dollar gift card"),
        ("$25.50 Card", "twenty five dollar fifty card"),
        ("Dr. Pepper", "doctor pepper"),
        ("St. Louis Ribs", "saint louis ribs"),
        ("Otto's No. 9 Sauce", "otto's number nine sauce"),
        ("Mac w/o Cheese", "mac without cheese"),
        ("16GB Stick", "sixteen gigabytes stick"),
        ("12 inch pan", "twelve inch pan"),
        ("100% Juice", "one hundred percent juice"),
        ("Cafe\u0301", "café"),
    ],
)
def test_a_title_is_said_as_a_shop_assistant_would(title: str, spoken: str) -> None:
    assert spoken_name(title) == spoken


@given(st.text(min_size=1, max_size=200))
def test_whatever_the_title_something_can_be_said(title: str) -> None:
    spoken = spoken_name(title)

    assert 0 < len(spoken) <= 150
    assert not re.search(r"[^\w' ]|_", spoken)
    assert spoken == " ".join(spoken.split())


@given(st.text(alphabet='abc 019.,%&()x"/-mlgoz', min_size=1, max_size=60))
def test_no_digits_are_left_to_say(title: str) -> None:
    assert not re.search(r"\d", spoken_name(title))


def test_spoken_names_are_read_with_their_synonyms(tmp_path: Path) -> None:
    file = tmp_path / "spoken.tsv"
    file.write_text("ID\tSpoken\tSynonyms\tnote\nm\toat milk\tmilk| oat drink ||\tx\nt\ttea\t\t\n")

    assert list(read_spoken_names(file)) == [
        SpokenName(2, "m", "oat milk", ("milk", "oat drink")),
        SpokenName(3, "t", "tea", ()),
    ]


def test_a_spoken_name_without_id_or_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "spoken.tsv"
    file.write_text("id\tspoken\n\toat milk\nm\t\nbroken\n")

    assert list(read_spoken_names(file)) == [
        Refused(2, "", "has no id"),
        Refused(3, "m", "has no spoken name"),
        Refused(4, "", "has 1 columns, the header has 2"),
    ]
