"""How a thing is made: choices in place of the usual, their prices, and lines that are told apart by them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.cart import MOST_OF_ONE, Cart, Line, exchanged, with_quantity
from skill.commerce.rules.catalog import Variant, made
from skill.commerce.rules.modifiers import (
    Choice,
    ModifierGroup,
    differences_from_usual,
    in_order,
    line_key,
    split_key,
    taken,
)
from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import OnlyLeft, differences, problems
from skill.commerce.rules.quoting import Buyer, Setting, make_quote
from skill.commerce.rules.shop import Terms

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def choice(id, minor=0, **more):
    return Choice(id, more.pop("spoken", id.replace("-", " ")), Money(minor, "USD"), **more)


MILK = ModifierGroup(
    "milk",
    "milk",
    (choice("whole", spoken="whole milk"), choice("oat", 60, spoken="oat milk"), choice("soy", 50)),
    least=1,
    usual=("whole",),
)
HEAT = ModifierGroup("heat", "temperature", (choice("iced", 25, leads=True),))
EXTRAS = ModifierGroup(
    "extras", "extras", (choice("foam"), choice("shot", 80), choice("syrup", 50)), 0, 3, ("foam",)
)
GROUPS = (HEAT, MILK, EXTRAS)
LATTE = Variant(
    "latte-large", "latte", "Latte, Large", "large latte", Money(425, "USD"), on_hand=5, modifiers=GROUPS
)
IDS = [one.id for group in GROUPS for one in group.choices]
WISHES = st.lists(st.sampled_from([*IDS, *(f"-{id}" for id in IDS)]), max_size=5).map(tuple)


def quote_of(cart, variants):
    setting = Setting(Buyer(cart.customer_id, None, "pay_on_delivery"), Terms("USD"), NOW)
    return make_quote("q", cart, variants, setting).quote


def test_a_thing_made_otherwise_has_its_own_name_price_and_key():
    oat = made(LATTE, ("shot", "oat", "iced", "-foam"))
    assert oat.spoken == "iced large latte with oat milk, shot and no foam"
    assert oat.price == Money(425 + 25 + 60 + 80, "USD")
    assert (oat.sku, oat.chosen) == ("latte-large", ("iced", "oat", "shot", "-foam"))


def test_the_usual_is_the_plain_thing():
    assert made(LATTE, ("whole",)).key == made(LATTE, ()).key == "latte-large"


def test_what_is_no_longer_offered_cannot_be_made():
    assert made(LATTE, ("goat",)) is None


def test_a_choice_that_has_run_out_makes_the_thing_unavailable():
    out = ModifierGroup("milk", "milk", (choice("oat", available=False),))
    oat = made(Variant("tea", "tea", "Tea", "tea", Money(1, "USD"), modifiers=(out,)), ("oat",))
    assert oat.sellable == 0


@given(WISHES)
def test_choices_are_written_in_one_way_only(wishes):
    once = in_order(GROUPS, wishes)
    assert in_order(GROUPS, once) == once
    assert in_order(GROUPS, tuple(reversed(once))) == once
    assert [taken(group, once) for group in GROUPS] == [taken(group, wishes) for group in GROUPS]


@given(st.sets(st.sampled_from([one.id for one in EXTRAS.choices])))
def test_differences_from_the_usual_make_exactly_what_was_wanted(ids):
    assert {one.id for one in taken(EXTRAS, differences_from_usual(EXTRAS, ids))} == ids


@given(st.text(st.characters(exclude_characters="\t"), min_size=1), WISHES)
def test_a_key_tells_sku_and_choices(sku, modifiers):
    assert split_key(line_key(sku, modifiers)) == (sku, modifiers)


@given(WISHES, WISHES, st.integers(1, MOST_OF_ONE))
def test_adding_and_taking_out_a_line_leaves_the_others_of_its_sku(there, added, quantity):
    cart = with_quantity(Cart("robin"), made(LATTE, there).key, 2)
    key = made(LATTE, added).key
    if key in cart.keys:
        return
    more = with_quantity(cart, key, quantity)
    assert more.of_sku("latte-large") == 2 + quantity
    assert with_quantity(more, key, 0) == cart


@given(WISHES, WISHES, st.integers(1, 20), st.integers(1, 20))
def test_making_some_of_a_line_otherwise_loses_no_piece(there, wished, quantity, some):
    key, to = made(LATTE, there).key, made(LATTE, wished).key
    some = min(some, quantity)
    cart = with_quantity(with_quantity(Cart("robin"), key, quantity), "tea", 1)
    if key == to:
        return
    other = exchanged(cart, key, to, some)
    assert (other.quantity(key), other.quantity(to)) == (quantity - some, some)
    assert other.of_sku("latte-large") == quantity
    assert exchanged(other, to, key, some).quantity(key) == quantity


def test_lines_of_one_sku_share_what_is_on_the_shelf():
    cart = Cart("robin", (Line("latte-large", 3), Line("latte-large", 4, ("oat",))))
    variants = {key: made(LATTE, split_key(key)[1]) for key in cart.keys}
    assert problems(cart, variants) == (
        OnlyLeft(line_key("latte-large", ("oat",)), "large latte with oat milk", 2, 4),
    )


def test_a_quote_freezes_what_each_line_is_made_of_and_costs():
    cart = Cart("robin", (Line("latte-large", 1), Line("latte-large", 2, ("oat",))))
    variants = {key: made(LATTE, split_key(key)[1]) for key in cart.keys}
    quote = quote_of(cart, variants)
    assert [(line.name, line.unit_price.minor, line.modifiers) for line in quote.lines] == [
        ("large latte", 425, ()),
        ("large latte with oat milk", 485, ("oat",)),
    ]
    assert quote.total.minor == 425 + 2 * 485
    assert differences(quote, cart, variants) == ()


@pytest.mark.parametrize("modifiers", [("soy",), ("oat", "shot")])
def test_a_dearer_choice_is_a_changed_price(modifiers):
    cart = Cart("robin", (Line("latte-large", 1, modifiers),))
    before = {key: made(LATTE, modifiers) for key in cart.keys}
    quote = quote_of(cart, before)
    dearer = ModifierGroup(
        "milk", "milk", tuple(choice(id, 99) for id in ("whole", "oat", "soy")), 1, 1, ("whole",)
    )
    now = made(Variant("latte-large", "latte", "", "x", LATTE.price, modifiers=(dearer, EXTRAS)), modifiers)
    assert [type(one).__name__ for one in differences(quote, cart, {now.key: now})] == ["PriceChanged"]
