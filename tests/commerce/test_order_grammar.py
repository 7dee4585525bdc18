"""Orders made from a small grammar are read back to exactly what they mean; no text breaks the reader."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.commerce.asking import read, understood
from skill.commerce.lexicon import lexicon
from skill.commerce.matching import One
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world

EN = lexicon("en-US")
NUMBERS = ("a", "two", "three", "four", "five", "six")
DRINKS = {"latte": "latte", "cappuccino": "cappuccino", "flat white": "flat-white"}
PASTRIES = {"blueberry muffin": "muffin-blueberry", "croissant": "croissant", "brownie": "brownie"}
WISHES = {
    "oat milk": "oat",
    "soy": "soy",
    "almond milk": "almond",
    "vanilla": "vanilla",
    "hazelnut syrup": "hazelnut",
    "an extra shot": "shot",
    "extra foam": "extra-foam",
    "two sugars": "two-sugars",
}
SLOW = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def uow():
    fixture = Fixture(Path(__file__), "grammar", (), given={"orders": []})
    with open_world(fixture) as world, world.shop.store.reading() as uow:
        yield uow


def several(name, count):
    return name if count == 1 else f"{name}s"


@st.composite
def pastries(draw):
    count = draw(st.integers(1, 6))
    name = draw(st.sampled_from(sorted(PASTRIES)))
    return f"{NUMBERS[count - 1]} {several(name, count)}", Counter({PASTRIES[name]: count})


@st.composite
def drinks(draw):
    """ "Three large oat lattes", "a latte large with soy and vanilla"."""
    count = draw(st.integers(1, 6))
    size, name = draw(st.sampled_from(["small", "medium", "large"])), draw(st.sampled_from(sorted(DRINKS)))
    wishes = draw(st.lists(st.sampled_from(["soy", "vanilla", "an extra shot"]), max_size=2, unique=True))
    noun = several(name, count)
    named = f"{size} {noun}" if draw(st.booleans()) else f"{noun} {size}"
    said = f"{NUMBERS[count - 1]} {named}" + (f" with {' and '.join(wishes)}" if wishes else "")
    key = "+".join((f"{DRINKS[name]}-{size}", *sorted(WISHES[wish] for wish in wishes)))
    return said, Counter({key: count})


@st.composite
def groups(draw):
    """ "Five large lattes, two with oat milk and one with soy": the rest stays as it is."""
    first, second = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    count = draw(st.integers(max(3, first + second), 6))
    size, name = draw(st.sampled_from(["small", "medium", "large"])), draw(st.sampled_from(sorted(DRINKS)))
    one, other = draw(st.lists(st.sampled_from(sorted(WISHES)), min_size=2, max_size=2, unique=True))
    comma = draw(st.sampled_from([",", ""]))
    them = draw(st.sampled_from([" of them", ""]))
    numbers = ("one", "two")
    said = (
        f"{NUMBERS[count - 1]} {size} {several(name, count)}{comma} {numbers[first - 1]}{them} with {one}"
        f" and {numbers[second - 1]} with {other}"
    )
    sku = f"{DRINKS[name]}-{size}"
    meaning = Counter({f"{sku}+{WISHES[one]}": first})
    meaning[f"{sku}+{WISHES[other]}"] += second
    meaning[sku] += count - first - second
    return said, +meaning


@st.composite
def corrected(draw):
    """ "Two brownies, no, make that four"."""
    said, meaning = draw(pastries())
    count = draw(st.integers(2, 6))
    marker = draw(st.sampled_from(["no", "no make that", "sorry", "actually", "no wait", "i mean"]))
    return f"{said} {marker} {NUMBERS[count - 1]}", Counter(dict.fromkeys(meaning, count))


ORDERS = st.lists(st.one_of(pastries(), drinks(), groups(), corrected()), min_size=1, max_size=3)


def read_back(text, uow):
    counts = Counter()
    for asked in read(text, uow, EN):
        found = understood(uow, asked, EN)
        assert isinstance(found.meant, One), asked
        assert not found.unmet, found.unmet
        counts["+".join((found.meant.variant.sku, *sorted(found.meant.variant.chosen)))] += found.quantity
    return counts


@SLOW
@given(ORDERS, st.sampled_from([" and ", ", ", " plus ", " and also ", " as well as "]))
def test_an_order_is_read_back_to_what_it_means(uow, orders, joint):
    meaning = sum((one for _, one in orders), Counter())
    assert read_back(joint.join(said for said, _ in orders), uow) == meaning


STRANGE = ("zebra", "gadget", "quibble")
# fmt: off
PLAIN = ("latte", "large", "oat", "milk", "muffin", "two", "one", "a", "the", "and", "with", "another",
         "both", "extra", "foam", "half", ",")
# fmt: on
WORDS = (*STRANGE, *PLAIN, "of them", "the other", "the same", "on the side")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_no_strange_word_is_ever_lost(uow, text):
    told = " ".join(
        word
        for asked in read(text, uow, EN)
        for word in (asked.words, *(wish.words for wish in asked.wishes))
    )
    assert [word for word in STRANGE if word in text and word not in told] == []


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(max_size=40), st.lists(st.sampled_from([*WORDS, *EN.corrections]), max_size=8).map(" ".join)
    )
)
def test_no_text_breaks_the_reader(uow, text):
    for asked in read(text, uow, EN):
        assert asked.words or asked.wishes
        assert understood(uow, asked, EN).quantity >= 0
