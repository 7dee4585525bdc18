"""Money is whole minor units; nothing is lost and nothing appears."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.money import Money, parse_money, share

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])
AMOUNTS = st.integers(0, 10**9)


def test_a_price_in_a_feed_is_read_in_minor_units():
    assert parse_money("2.49 USD") == Money(249, "USD")
    assert parse_money("15 USD") == Money(1500, "USD")
    assert parse_money("1200 JPY") == Money(1200, "JPY")
    assert parse_money("1.234 KWD") == Money(1234, "KWD")


@pytest.mark.parametrize(
    "text", ["", "USD", "2,49 USD", "-1.00 USD", "2.499 USD", "1.5 JPY", "2.49 usd", "nan USD"]
)
def test_what_is_no_price_is_not_read_as_one(text):
    assert parse_money(text) is None


@given(AMOUNTS, CURRENCIES)
def test_a_price_that_was_written_is_read_back(minor, currency):
    money = Money(minor, currency)
    assert parse_money(f"{money.decimal:f} {currency}") == money


def test_two_currencies_are_never_added():
    with pytest.raises(ValueError, match="EUR cannot be added to USD"):
        Money(1, "USD") + Money(1, "EUR")


@given(st.integers(0, 10**7), st.decimals(0, 100, places=2))
def test_a_share_is_within_half_a_cent_of_the_exact_one(minor, percent):
    exact = Decimal(minor) * percent / 100
    assert abs(share(Money(minor, "USD"), percent).minor - exact) <= Decimal("0.5")
