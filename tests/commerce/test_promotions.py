"""What promotions take off: what each kind does, and what holds for any cart and any set of them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.goods import Goods, Scope
from skill.commerce.rules.money import shares, split
from skill.commerce.rules.offers import AmountOff, BuyGet, FreeDelivery, PercentOff
from skill.commerce.rules.promotion import (
    AlreadyUsed,
    Expired,
    LimitReached,
    Limits,
    MinimumSpend,
    NotForYou,
    NothingItAppliesTo,
    NotYet,
    Promotion,
    Used,
    Window,
    discounts,
    holding,
    refusal,
    sets,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ALL = Scope()
DEPARTMENTS = ("fruit", "bakery", "dairy")

goods = st.lists(
    st.builds(
        Goods,
        st.sampled_from("abcdef"),
        st.sampled_from("xyz"),
        st.sampled_from(DEPARTMENTS),
        st.integers(0, 5000),
        st.integers(1, 12),
    ),
    max_size=6,
).map(tuple)
scopes = st.sampled_from(
    [Scope(), Scope(departments=frozenset({"fruit"})), Scope(frozenset("ax")), Scope(frozenset("bc"))]
)
percents = st.decimals(0, 100, places=2)
offers = st.one_of(
    st.builds(PercentOff, percents),
    st.builds(AmountOff, st.integers(0, 9000), st.booleans()),
    st.builds(
        BuyGet,
        st.integers(1, 3),
        st.integers(1, 2),
        percents,
        st.none() | scopes,
        st.none() | st.integers(1, 3),
    ),
    st.just(FreeDelivery()),
)
promotions = st.builds(
    lambda id, offer, scope, priority: Promotion(id, id, offer, scope, priority=priority),
    st.sampled_from(["p1", "p2", "p3", "p4"]),
    offers,
    scopes,
    st.integers(0, 3),
)
several = st.lists(promotions, max_size=4, unique_by=lambda one: one.id).map(tuple)


def line(sku="bagel", unit=100, quantity=1, department="bakery"):
    return Goods(sku, sku, department, unit, quantity)


def off(offer, *lines, scope=ALL):
    return discounts(lines, (Promotion("p", "an offer", offer, scope),)).lines


def test_a_percentage_rounds_the_new_unit_price_and_then_multiplies():
    bagels = Scope(frozenset({"bagel"}))
    assert off(PercentOff(Decimal(25)), line(unit=29, quantity=10), scope=bagels) == (70,)


def test_a_percentage_of_the_whole_order_is_rounded_once_and_split():
    assert off(PercentOff(Decimal(10)), line(unit=29), line("roll", 29), line("bun", 29)) == (3, 3, 3)
    assert off(PercentOff(Decimal(10)), line(unit=33), line("roll", 33), line("bun", 33)) == (4, 3, 3)


def test_an_amount_is_taken_once_or_off_each_piece_and_never_more_than_there_is():
    assert off(AmountOff(500), line(unit=300), line("roll", 100)) == (300, 100)
    assert off(AmountOff(50, each=True), line(quantity=3), line("roll", 30)) == (150, 30)


def test_three_for_two_makes_the_cheapest_free():
    assert off(BuyGet(2, 1), line(unit=100, quantity=2), line("roll", 60)) == (0, 60)
    assert off(BuyGet(2, 1), line(unit=100, quantity=2)) == (0,)
    assert off(BuyGet(2, 1), line(unit=100, quantity=6)) == (200,)


def test_the_second_one_at_half_price():
    assert off(BuyGet(1, 1, Decimal(50)), line(unit=101, quantity=2)) == (50,)


def test_buy_a_coffee_get_a_muffin():
    offer = BuyGet(1, 1, Decimal(100), Scope(frozenset({"muffin"})), most=1)
    lines = (line("coffee", 300, 3), line("muffin", 250, 2), line("bagel"))
    assert off(offer, *lines, scope=Scope(frozenset({"coffee"}))) == (0, 250, 0)


def test_what_counts_as_bought_is_never_got():
    everything = BuyGet(1, 1, Decimal(100), Scope())
    assert off(everything, line("coffee", 300, 4), scope=Scope(frozenset({"coffee"}))) == (0,)


def test_every_reason_against_a_promotion_is_named():
    fruit = Scope(departments=frozenset({"fruit"}))
    base = {"id": "p", "name": "an offer", "offer": PercentOff(Decimal(10))}
    reasons = {
        NotYet(NOW + DAY): Promotion(**base, window=Window(starts=NOW + DAY)),
        Expired(NOW): Promotion(**base, window=Window(ends=NOW)),
        LimitReached(5): Promotion(**base, limits=Limits(total=5)),
        AlreadyUsed(1): Promotion(**base, limits=Limits(per_customer=1)),
        NotForYou(): Promotion(**base, customers=frozenset({"regulars"})),
        MinimumSpend(101): Promotion(**base, minimum_minor=201),
        NothingItAppliesTo(): Promotion(**base, scope=fruit),
    }
    who = frozenset({"ann"})
    assert {refusal(one, (line(),), who, NOW, Used(5, 1)): one for one in reasons.values()} == reasons
    assert refusal(Promotion(**base), (line(),), who, NOW, Used(5, 1)) is None


def test_a_group_of_customers_is_meant_by_its_name():
    one = Promotion("p", "an offer", PercentOff(Decimal(10)), customers=frozenset({"regulars"}))
    assert holding([one], (line(),), frozenset({"ann", "regulars"}), NOW, {}) == (one,)


def test_exclusive_promotions_stand_alone():
    a, b = (Promotion(id, id, PercentOff(Decimal(10))) for id in "ab")
    alone = Promotion("c", "c", PercentOff(Decimal(50)), exclusive=True)
    assert sets((a, alone, b)) == ((a, b), (alone,))


@given(goods, several)
def test_no_line_ever_costs_less_than_nothing_and_savings_add_up(lines, offers):
    taken = discounts(lines, offers)
    assert all(0 <= off <= one.gross for off, one in zip(taken.lines, lines, strict=True))
    assert sum(saving.minor for saving in taken.savings) == sum(taken.lines)


@given(goods, several, promotions)
def test_another_promotion_never_makes_the_goods_dearer(lines, offers, another):
    more = (*(one for one in offers if one.id != another.id), another)
    fewer = more[:-1]
    assert sum(discounts(lines, more).lines) >= sum(discounts(lines, fewer).lines)


@given(goods, several, promotions)
def test_what_one_line_costs_hangs_on_no_order_of_the_offers_about_goods(lines, offers, another):
    about_goods = tuple(one for one in (*offers, another) if not one.scope.is_everything)
    assert discounts(lines, about_goods).lines == discounts(lines, about_goods[::-1]).lines


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_a_split_keeps_the_sum_and_is_fair_within_a_minor_unit(amount, weights):
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(
        abs(part - Fraction(amount * weight, sum(weights))) < 1
        for part, weight in zip(parts, weights, strict=True)
    )


@given(st.lists(st.integers(0, 10**9), max_size=9), st.integers(1, 10**4))
def test_shares_are_less_than_a_unit_from_exact_and_the_whole_is_rounded_half_up(numerators, denominator):
    parts = shares(numerators, denominator)
    exact = [Fraction(numerator, denominator) for numerator in numerators]
    assert all(abs(part - one) < 1 for part, one in zip(parts, exact, strict=True))
    assert -Fraction(1, 2) < sum(parts) - sum(exact) <= Fraction(1, 2)


def test_nothing_can_be_split_over_nothing():
    assert split(0, [0, 0]) == (0, 0)
    with pytest.raises(ValueError, match="over nothing"):
        split(5, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        shares([-1], 2)
