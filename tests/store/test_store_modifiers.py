"""What can be chosen of a product, and what was chosen on each line, is kept with everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alembic import command
from databases import DATABASES, SERVER
from shelf import NOON, OpenStore, customer, fill, line, order, quote, variant
from sqlalchemy import text

from skill.commerce.checkout import Moved, Placed, place, quote_cart
from skill.commerce.people import Customer
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.modifiers import Choice, ModifierGroup, line_key
from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import OnlyLeft
from skill.commerce.rules.shop import Terms
from skill.store.engine import for_writing, make_engine
from skill.store.migrations import HEAD, migrate, revision, settings_of
from skill.store.scratch import scratch_database
from skill.store.store import SqlStore

OAT = Choice("oat", "oat milk", Money(60, "USD"), ("oatly",))
MILK = ModifierGroup("milk", "milk", (OAT,), 0, 1)
OAT_LATTE = line_key("latte", ("oat",))


def coffee_bar(store: SqlStore, on_hand: int | None = None) -> None:
    """A latte that can be had with oat milk."""
    fill(store, variant("latte", 400, on_hand=on_hand))
    assert store.put_modifiers({"latte": (MILK,), "mocha": (MILK,)}) == ("mocha",)


def test_a_product_can_be_had_as_it_is_made_to_order(store: SqlStore) -> None:
    coffee_bar(store)
    with store.reading() as uow:
        found = uow.catalog.variants(["latte", OAT_LATTE, line_key("latte", ("goat",))])
    assert list(found) == ["latte", OAT_LATTE]
    assert found["latte"].modifiers == (MILK,)
    assert (found[OAT_LATTE].spoken, found[OAT_LATTE].price.minor) == ("latte with oat milk", 460)


def test_a_feed_that_comes_again_leaves_the_modifiers(store: SqlStore) -> None:
    coffee_bar(store)
    fill(store, variant("latte", 410))
    with store.reading() as uow:
        assert uow.catalog.variants(["latte"])["latte"].modifiers == (MILK,)


def test_a_cart_keeps_the_same_thing_made_in_two_ways(store: SqlStore, open_again: OpenStore) -> None:
    customer(store)
    cart = Cart("ann", (Line("latte", 2), Line("latte", 1, ("oat",))))
    with store.writing() as uow:
        uow.carts.put(cart)
        uow.commit()
    with open_again().reading() as uow:
        assert uow.carts.get("ann") == cart


def test_quotes_and_orders_know_what_was_chosen(store: SqlStore) -> None:
    customer(store)
    lines = (line("latte"), replace(line("latte"), modifiers=("oat", "-foam")))
    with store.writing() as uow:
        uow.quotes.add(quote("q", lines=lines))
        placed = uow.orders.place(order(lines=lines))
        uow.commit()
    with store.reading() as uow:
        kept = uow.quotes.get("q", "ann")
        assert kept is not None and kept.lines == lines
        assert uow.orders.history("ann") == (placed,)


def _at_the_till(store: SqlStore) -> None:
    customer(store)
    with store.writing() as uow:
        uow.carts.put(Cart("ann", (Line("latte", 2), Line("latte", 2, ("oat",)))))
        quote_cart(uow, Customer("ann"), Terms("USD"), "q", NOON)
        uow.commit()


def test_an_order_takes_the_stock_of_all_lines_of_a_sku(store: SqlStore) -> None:
    coffee_bar(store, on_hand=4)
    _at_the_till(store)
    with store.writing() as uow:
        assert isinstance(place(uow, Customer("ann"), Terms("USD"), "q", NOON), Placed)
        assert uow.catalog.variants(["latte"])["latte"].on_hand == 0


def test_lines_of_a_sku_together_cannot_take_more_than_there_is(store: SqlStore) -> None:
    coffee_bar(store, on_hand=4)
    _at_the_till(store)
    with store.writing() as uow:
        uow.stock.set_level("latte", 3)
        short = (OnlyLeft(OAT_LATTE, "latte with oat milk", 1, 2),)
        assert place(uow, Customer("ann"), Terms("USD"), "q", NOON) == Moved(short)
        assert uow.catalog.variants(["latte"])["latte"].on_hand == 3


@pytest.mark.parametrize("database", DATABASES)
def test_carts_quotes_and_orders_from_before_stay_as_they_were(database: str) -> None:
    with scratch_database(SERVER if database == "postgresql" else None) as url:
        engine = make_engine(url)
        with for_writing(engine).begin() as connection:
            command.upgrade(settings_of(connection), "0001")
            for statement in _OLD:
                connection.execute(text(statement))
        migrate(engine)
        with engine.connect() as connection:
            kept = [
                connection.execute(text(f"SELECT sku, modifiers, quantity FROM {name}")).all()
                for name in _LINES
            ]
        assert revision(engine) == HEAD
        assert kept == [[("tea", "", 2)], [("tea", "", 3)]]
        engine.dispose()


_LINES = ("cart_lines", "order_lines")
_OLD = (
    "INSERT INTO customers (id, name, email, payment) VALUES ('ann', '', '', 'pay_on_delivery')",
    "INSERT INTO carts (customer_id, changed_at) VALUES ('ann', '2026-03-01 12:00:00')",
    "INSERT INTO cart_lines (customer_id, sku, position, quantity) VALUES ('ann', 'tea', 0, 2)",
    "INSERT INTO orders (customer_id, status, placed_at, currency, tax_minor, delivery_minor, payment)"
    " VALUES ('ann', 'placed', '2026-03-01 12:00:00', 'USD', 0, 0, 'pay_on_delivery')",
    "INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)"
    " VALUES (1001, 0, 'tea', 'tea', 3, 100)",
)
