"""Carts outlive everything but their customer's wish; stock is never taken twice."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
from shelf import OpenStore, at_once, customer, fill, line, quote, variant
from sqlalchemy.exc import IntegrityError

from skill.commerce.rules.cart import Cart, Line, with_quantity
from skill.store.store import SqlStore


def test_a_cart_keeps_its_order_and_outlives_the_process(store: SqlStore, open_again: OpenStore) -> None:
    customer(store)
    cart = Cart("ann", (Line("tea", 2), Line("apple", 1), Line("bread", 3)))

    with store.writing() as uow:
        uow.carts.put(cart)
        uow.commit()
    store.close()

    with open_again().reading() as uow:
        assert uow.carts.get("ann") == cart


def test_a_cart_that_never_was_is_empty(store: SqlStore) -> None:
    with store.reading() as uow:
        assert uow.carts.get("nobody") == Cart("nobody")


def test_an_emptied_cart_is_empty(store: SqlStore) -> None:
    customer(store)
    for cart in (Cart("ann", (Line("tea", 2),)), Cart("ann")):
        with store.writing() as uow:
            uow.carts.put(cart)
            uow.commit()

    with store.reading() as uow:
        assert uow.carts.get("ann").lines == ()


def test_what_is_not_committed_never_was(store: SqlStore) -> None:
    customer(store)

    with store.writing() as uow:
        uow.carts.put(Cart("ann", (Line("tea", 2),)))
    with pytest.raises(ZeroDivisionError), store.writing() as uow:
        uow.carts.put(Cart("ann", (Line("tea", 2),)))
        raise ZeroDivisionError

    with store.reading() as uow:
        assert uow.carts.get("ann").lines == ()


def test_a_cart_of_nobody_cannot_be_kept(store: SqlStore) -> None:
    with store.writing() as uow, pytest.raises(IntegrityError):
        uow.carts.put(Cart("nobody", (Line("tea", 1),)))


def test_two_who_change_one_cart_at_once_lose_nothing(store: SqlStore) -> None:
    customer(store)

    at_once(*[partial(_add_one, store, f"thing-{number % 3}") for number in range(12)])

    with store.reading() as uow:
        lines = uow.carts.get("ann").lines
    assert {one.sku: one.quantity for one in lines} == {"thing-0": 4, "thing-1": 4, "thing-2": 4}


def _add_one(store: SqlStore, sku: str) -> None:
    with store.writing() as uow:
        cart = uow.carts.get("ann")
        uow.carts.put(with_quantity(cart, sku, cart.quantity(sku) + 1))
        uow.commit()


def test_a_reader_does_not_wait_for_a_writer(store: SqlStore) -> None:
    customer(store)

    with store.writing() as writer:
        writer.carts.put(Cart("ann", (Line("tea", 2),)))
        with store.reading() as reader:
            assert reader.carts.get("ann").lines == ()


def test_stock_is_taken_until_there_is_no_more(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=5))

    with store.writing() as uow:
        taken = [uow.stock.take("apple", quantity) for quantity in (3, 3, 2, 1)]
        uow.commit()

    assert taken == [True, False, True, False]
    assert _on_hand(store, "apple") == 0


def test_what_nobody_counts_can_always_be_taken(store: SqlStore) -> None:
    fill(store, variant("coffee", on_hand=None))

    with store.writing() as uow:
        assert uow.stock.take("coffee", 99)
        uow.stock.give_back("coffee", 5)
        uow.commit()

    assert _on_hand(store, "coffee") is None


def test_what_is_not_for_sale_cannot_be_taken(store: SqlStore) -> None:
    fill(store, variant("later", on_hand=5, availability="out_of_stock"), variant("gone", on_hand=5))
    store.retire_others(lambda skus: {"later"})

    with store.writing() as uow:
        assert [uow.stock.take(sku, 1) for sku in ("later", "gone", "ghost")] == [False, False, False]


def test_goods_given_back_can_be_taken_again(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=1))

    with store.writing() as uow:
        assert uow.stock.take("apple", 1)
        uow.stock.give_back("apple", 1)
        uow.stock.give_back("ghost", 1)
        assert uow.stock.take("apple", 1)


def test_a_level_of_nought_is_sold_out_and_more_is_on_sale_again(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=3, availability="out_of_stock"))

    with store.writing() as uow:
        uow.stock.set_level("apple", 0)
        assert not uow.stock.take("apple", 1)
        uow.stock.set_level("apple", 2)
        assert uow.stock.take("apple", 2)


@pytest.mark.parametrize("change", ["take", "give_back", "set_level"])
def test_a_count_is_never_negative(store: SqlStore, change: str) -> None:
    fill(store, variant("apple", on_hand=3))

    with store.writing() as uow, pytest.raises(ValueError, match="never negative"):
        getattr(uow.stock, change)("apple", -1)


def test_the_level_of_nothing_cannot_be_set(store: SqlStore) -> None:
    with store.writing() as uow, pytest.raises(KeyError, match="ghost"):
        uow.stock.set_level("ghost", 1)


def test_a_quote_comes_back_as_it_was_read_out_to_its_customer_only(store: SqlStore) -> None:
    customer(store, "ann")
    read_out = quote("q1", lines=(line("tea", 2, 250), line("apple", 1, 30)))

    with store.writing() as uow:
        uow.quotes.add(read_out)
        uow.commit()

    with store.reading() as uow:
        assert uow.quotes.get("q1", "ann") == read_out
        assert uow.quotes.get("q1", "bob") is None
        assert uow.quotes.get("q2", "ann") is None


def test_the_moment_of_a_quote_is_kept_whatever_its_time_zone(store: SqlStore) -> None:
    customer(store)
    zone = timezone(timedelta(hours=-7))
    local = quote("q1", expires_at=datetime(2026, 3, 1, 5, tzinfo=zone))

    with store.writing() as uow:
        uow.quotes.add(local)
        uow.commit()

    with store.reading() as uow:
        kept = uow.quotes.get("q1", "ann")
    assert kept is not None
    assert kept.expires_at == local.expires_at
    assert kept.expires_at.utcoffset() == timedelta(0)


def _on_hand(store: SqlStore, sku: str) -> int | None:
    with store.reading() as uow:
        return uow.catalog.variants([sku])[sku].on_hand


@pytest.mark.parametrize("availability", ["preorder", "backorder"])
def test_what_comes_later_is_sold_beyond_the_stock_and_given_back_to_the_last_piece(
    store: SqlStore, availability: str
) -> None:
    fill(store, variant("lamp", on_hand=2, availability=availability))

    with store.writing() as uow:
        assert uow.stock.take("lamp", 5)
        assert uow.catalog.variants(["lamp"])["lamp"].on_hand == 0
        uow.stock.give_back("lamp", 4)
        uow.stock.give_back("lamp", 1)
        lamp = uow.catalog.variants(["lamp"])["lamp"]

    assert (lamp.on_hand, lamp.sold, lamp.sellable) == (2, 0, None)


def test_what_is_sold_is_counted(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=9), variant("tea", on_hand=None))

    with store.writing() as uow:
        for sku in ("apple", "tea"):
            uow.stock.take(sku, 3)
            uow.stock.give_back(sku, 1)
        assert [one.sold for one in uow.catalog.variants(["apple", "tea"]).values()] == [2, 2]
