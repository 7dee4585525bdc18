"""What a customer looks for: the thing, the limits, what comes first."""

from __future__ import annotations

import pytest

from skill.commerce.facets import Facet, facet_of
from skill.commerce.lexicon import lexicon
from skill.commerce.matching import COVERED, fit
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.search import described_so
from skill.commerce.wish import Wish, read_wish

WORDS = lexicon("en-US")


def dollars(minor: int) -> Money:
    return Money(minor, "USD")


def variant(sku: str, **facts: object) -> Variant:
    name = sku.replace("-", " ")
    return Variant(sku, sku, name, name, dollars(100), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("oat milk", Wish("oat milk")),
        ("tea under five dollars", Wish("tea", most=dollars(500))),
        ("tea between five and ten dollars", Wish("tea", least=dollars(500), most=dollars(1000))),
        ("something over two fifty", Wish("", least=dollars(250))),
        ("the cheapest cheese", Wish("cheese", sort="cheapest")),
        ("the most expensive cheese", Wish("cheese", sort="dearest")),
        ("the highest rated lamp", Wish("lamp", sort="rated")),
        ("best selling lamps", Wish("lamps", sort="popular")),
        ("the newest lamp", Wish("lamp", sort="newest")),
        ("granola on sale", Wish("granola", on_sale=True)),
        ("anything on sale under ten dollars", Wish("", most=dollars(1000), on_sale=True)),
        ("reduced fat milk", Wish("reduced fat milk")),
        ("the gluten free one", Wish("gluten free")),
        ("do you have mugs under ten dollars", Wish("mugs", most=dollars(1000))),
        ("mugs for ten dollars", Wish("mugs", most=dollars(1000))),
        ("toothbrush heads and ten dollars", Wish("toothbrush heads", most=dollars(1000))),
        ("a table for two", Wish("table for two")),
        ("tea and over three dollars", Wish("tea", least=dollars(300))),
        ("in blue", Wish("blue")),
        ("from oatfield", Wish("oatfield")),
        ("size ten", Wish("ten")),
        ("tuna in olive oil", Wish("tuna in olive oil")),
    ],
)
def test_words_are_split_into_thing_and_limits(said: str, wish: Wish) -> None:
    assert read_wish(said, WORDS, "USD") == wish


BOOTS = variant("work-boots", options=(("size", "10"), ("color", "blue")), brand="Otto's")
BREAD = variant("rye-bread", attributes=(("diet", "gluten free"),), description="Dark and mild.")


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("boots in size ten", [BOOTS]),
        ("boots in blue", [BOOTS]),
        ("blue boots from ottos", [BOOTS]),
        ("boots size nine", []),
        ("gluten free", [BREAD]),
        ("gluten free bread", [BREAD]),
        ("dark bread", [BREAD]),
        ("blue bread", []),
        ("", []),
    ],
)
def test_a_thing_is_described_by_all_that_is_known_of_it(said: str, fits: list[Variant]) -> None:
    assert list(described_so(said, (BOOTS, BREAD), WORDS)) == fits


def test_what_is_asked_is_what_makes_most_difference() -> None:
    shirts = [
        variant(f"shirt-{n}", options=(("color", "red" if n < 9 else "blue"), ("size", "SML"[n % 3])))
        for n in range(10)
    ]

    # Nine of ten are red: the answer would leave nearly all of them.
    assert facet_of(shirts) == Facet("size", ("s", "m", "l"))
    assert facet_of([variant("tea"), variant("milk")]) is None


@pytest.mark.parametrize(
    ("said", "name"), [("teabags", "green-tea-bags"), ("tooth brush heads", "toothbrush-heads")]
)
def test_two_words_in_one_and_one_in_two_are_the_name(said: str, name: str) -> None:
    assert fit(said, variant(name)).level == COVERED
