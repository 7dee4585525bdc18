"""The cart keeps what was put in; the quote is what a yes buys."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.cart import MOST_OF_ONE, Cart, Line, with_quantity
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import (
    CartChanged,
    Gone,
    OnlyLeft,
    PriceChanged,
    differences,
    problems,
)
from skill.commerce.rules.quoting import Buyer, Setting, make_quote
from skill.commerce.rules.shop import Terms

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EMPTY = Cart("robin")
SKUS = st.sampled_from(["milk", "bread", "tea"])


def variant(sku, minor=100, on_hand=None, **more):
    return Variant(sku, sku, sku.title(), sku, Money(minor, "USD"), on_hand=on_hand, **more)


def quote_of(cart, variants, **terms):
    return quote_to("12 Mill Lane", cart, variants, **terms)


def quote_to(address, cart, variants, **terms):
    buyer = Buyer(cart.customer_id, address, "pay_on_delivery")
    return make_quote("q", cart, variants, Setting(buyer, Terms("USD", **terms), NOW)).quote


@given(SKUS, st.integers(1, MOST_OF_ONE))
def test_adding_and_taking_out_again_leaves_the_cart_as_it_was(sku, quantity):
    cart = with_quantity(EMPTY, "salt", 2)
    assert with_quantity(with_quantity(cart, sku, quantity), sku, 0) == cart


@given(st.lists(st.tuples(SKUS, st.integers(0, MOST_OF_ONE))))
def test_each_product_has_one_line_and_none_is_empty(steps):
    cart = EMPTY
    for sku, quantity in steps:
        cart = with_quantity(cart, sku, quantity)
    assert len(set(cart.keys)) == len(cart.lines)
    assert all(line.quantity > 0 for line in cart.lines)


@pytest.mark.parametrize("quantity", [-1, MOST_OF_ONE + 1])
def test_no_line_holds_less_than_nothing_or_more_than_anybody_gets(quantity):
    with pytest.raises(ValueError, match="outside"):
        with_quantity(EMPTY, "milk", quantity)


@given(
    st.dictionaries(SKUS, st.tuples(st.integers(1, 99), st.integers(0, 10**6)), min_size=1),
    st.decimals(0, 30, places=2),
    st.integers(0, 5000),
)
def test_lines_tax_and_delivery_add_up_to_the_total(goods, tax, delivery):
    cart = Cart("robin", tuple(Line(sku, quantity) for sku, (quantity, _) in goods.items()))
    variants = {sku: variant(sku, price) for sku, (_, price) in goods.items()}
    quote = quote_of(cart, variants, tax_percent=tax, delivery_minor=delivery)
    assert quote.total.minor == sum(line.total.minor for line in quote.lines) + quote.tax.minor + delivery


def test_without_configuration_there_is_no_tax_and_no_delivery_charge():
    quote = quote_of(Cart("robin", (Line("milk", 2),)), {"milk": variant("milk", 249)})
    assert (quote.total.minor, quote.tax.minor, quote.delivery.minor) == (498, 0, 0)


def test_who_collects_pays_no_delivery():
    cart, variants = Cart("robin", (Line("milk", 1),)), {"milk": variant("milk")}
    assert quote_to(None, cart, variants, delivery_minor=350).total.minor == 100


def test_a_quote_that_still_holds_has_no_differences():
    cart, variants = Cart("robin", (Line("milk", 2),)), {"milk": variant("milk", on_hand=2)}
    assert differences(quote_of(cart, variants), cart, variants) == ()


def test_every_way_the_world_can_move_is_named():
    cart = Cart("robin", (Line("milk", 2), Line("bread", 1), Line("tea", 1)))
    quote = quote_of(cart, {sku: variant(sku) for sku in cart.keys})
    now = {"milk": variant("milk", 120, on_hand=1), "bread": variant("bread", on_hand=0)}
    fewer = with_quantity(cart, "tea", 2)
    assert differences(quote, fewer, now) == (
        OnlyLeft("milk", "milk", 1, 2),
        OnlyLeft("bread", "bread", 0, 1),
        Gone("tea", "tea"),
        CartChanged(),
        PriceChanged("milk", "milk", Money(100, "USD"), Money(120, "USD")),
    )


def test_what_is_not_available_counts_as_none_left():
    cart = Cart("robin", (Line("milk", 1),))
    sold_out = variant("milk", availability="out_of_stock")
    assert problems(cart, {"milk": sold_out}) == (OnlyLeft("milk", "milk", 0, 1),)
