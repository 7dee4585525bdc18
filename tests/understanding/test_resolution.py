"""Names to things: the values of a slot type that some words mean."""

import pytest

from local_voice.understanding.entities import EntityIndex
from local_voice.understanding.language import load_language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.values import Entity

ENGLISH = load_language("en-US")
SHELF = [
    Entity("banana", "banana"),
    Entity("oat-milk", "oat milk", ("milk", "plant milk")),
    Entity("whole-milk", "whole milk", ("milk",)),
    Entity("oatmeal", "rolled oats", ("oats", "oatmeal")),
    Entity("bread-7", "seven grain bread"),
    Entity("salt-vinegar", "salt and vinegar chips", ("chips", "crisps")),
    Entity("latte-large", "large latte", ("latte",)),
    Entity("latte-small", "small latte", ("latte",)),
    Entity("heads-soft", "two pack of soft toothbrush heads", ("toothbrush heads", "brush heads")),
    Entity("creme", "creme brulee", ("caramel custard",)),
    Entity("muffin", "blueberry muffin"),
    Entity("pear", "pear"),
    Entity("chips-corn", "corn chips"),
    Entity("tea", "small green tea", ("green tea",)),
    Entity("cola", "cola 2 liter"),
]
INDEX = EntityIndex(SHELF, ENGLISH, NumberReader(ENGLISH), {"cart", "out"})


def ids(text: str, likely: frozenset[str] = frozenset()) -> list[str]:
    return [one.id for one in INDEX.resolve(text.split(), likely).found]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("banana", "banana"),
        ("bananas", "banana"),
        ("oat milk", "oat-milk"),
        ("oatmilk", "oat-milk"),
        ("oat meal", "oatmeal"),
        ("latte large", "latte-large"),
        ("7 grain bread", "bread-7"),
        ("seven grain bread", "bread-7"),
        ("salt vinegar crisps", "salt-vinegar"),
        ("tooth brush heads", "heads-soft"),
        ("soft brush heads", "heads-soft"),
        ("cremebrulee", "creme"),
        ("blubery muffin", "muffin"),
        ("blue berry muffins", "muffin"),
        ("pair", "pear"),
        ("carton of oat milk", "oat-milk"),
        ("two cartons of oat milk", "oat-milk"),
        ("some bananas", "banana"),
        ("hole milk", "whole-milk"),
        ("cola two liter", "cola"),
    ],
)
def test_a_name_is_found_however_it_is_said(said: str, meant: str) -> None:
    assert ids(said)[:1] == [meant]


@pytest.mark.parametrize(
    "said", ["dragonfruit", "oat milk and bread", "meeting", "out", "of the", "extra large latte", "cart"]
)
def test_what_is_no_name_is_not_made_one(said: str) -> None:
    assert ids(said) == []


def test_all_things_that_share_a_synonym_are_named() -> None:
    assert ids("milk") == ["oat-milk", "whole-milk"]
    assert ids("latte") == ["latte-large", "latte-small"]


def test_at_most_five_things_are_named() -> None:
    many = [Entity(f"tea-{number}", f"tea number {number}", ("tea",)) for number in range(9)]
    index = EntityIndex(many, ENGLISH, NumberReader(ENGLISH))

    assert len(index.resolve(["tea"]).found) == 5


def test_likely_things_come_first() -> None:
    assert ids("milk", frozenset({"whole-milk"})) == ["whole-milk", "oat-milk"]


def test_a_part_of_a_name_is_enough_for_what_is_likely() -> None:
    assert ids("tea", frozenset({"tea"})) == ["tea"]
    assert ids("the small one", frozenset({"latte-small"}))[:1] == ["latte-small"]


def test_a_name_said_in_full_fits_better_than_a_misspelled_one() -> None:
    assert INDEX.resolve(["banana"]).fit == 1.0
    assert INDEX.resolve(["blubery", "muffin"]).fit < 1.0


def test_no_words_mean_nothing() -> None:
    assert INDEX.resolve([]).found == ()
