"""The audit finds nothing in sound books, and each thing that does not add up."""

from __future__ import annotations

import pytest
from shelf import NOON, OpenStore, customer, fill, line, order, quote, variant
from sqlalchemy import create_engine, text

from skill.commerce.moving import Moved, move
from skill.commerce.rules.deeds import AskReturn, Cancel, Deed, Deliver, Pack, Ship, TakeBack
from skill.commerce.rules.papers import Units
from skill.commerce.rules.promotion import Limits
from skill.commerce.rules.quote import Agreed, Use
from skill.commerce.telling import tell_placed
from skill.store.engine import normal_url
from skill.store.store import SqlStore

PAID = (
    "INSERT INTO charges (key, order_id, customer_id, amount_minor, currency, customer_ref, card_ref, state,"
    " reference, reason, made_at, tried_at) VALUES ('k', 1002, 'ann', 58, 'USD', '', '', 'paid', '', '',"
    " '2026-03-01 12:00:00', '2026-03-01 12:00:00')"
)
COUPON = Use("coupon:save10", Limits(9))


@pytest.fixture
def sold(open_again: OpenStore) -> SqlStore:
    """A shop with two orders: one is half cancelled, sent and half returned, one has a coupon."""
    store = open_again(clock=lambda: NOON)
    fill(store, variant("bananas", on_hand=20))
    customer(store)
    with store.writing() as uow:
        uow.quotes.add(quote("q1", lines=(line("bananas", 8),)))
        assert uow.stock.take("bananas", 8)
        tell_placed(uow, uow.orders.place(order(lines=(line("bananas", 8),), quote_id="q1")), {})
        assert uow.uses.take(COUPON, "ann")
        second = uow.orders.place(order(quote_id="q2", agreed=Agreed(uses=(COUPON,))))
        tell_placed(uow, second, {})
        uow.commit()
    for deed in (Cancel((Units(0, 4),)), Pack(), Ship(), Deliver(), AskReturn((Units(0, 2),))):
        _do(store, "1001", deed)
    with store.reading() as uow:
        (asked,) = uow.orders.papers(uow.orders.newest(2)[1]).returns
    _do(store, "1001", TakeBack(asked.id, restock=True))
    return store


def _do(store: SqlStore, number: str, deed: Deed) -> None:
    with store.writing() as uow:
        assert isinstance(move(uow, number, deed, by="merchant", at=NOON), Moved)
        uow.commit()


def test_sound_books_add_up_after_everything_that_can_happen(sold: SqlStore) -> None:
    assert sold.audit() == ()
    _do(sold, "1002", Cancel())
    assert sold.audit() == ()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE orders SET status = 'placed' WHERE id = 1001", "the status is that of the lines"),
        ("UPDATE order_history SET status = 'packed'", "the status is the last in the history"),
        ("DELETE FROM order_lines WHERE order_id = 1001", "an order has every line of its quote"),
        ("DELETE FROM order_lines WHERE order_id = 1002", "an order has lines"),
        ("UPDATE order_lines SET tax_minor = 5", "the taxes of the lines are in the order's"),
        ("UPDATE order_lines SET discount_minor = 5000", "no line is discounted below nothing"),
        ("DELETE FROM refunds", "refunds are those promised"),
        ("UPDATE uses SET used = used + 1", "uses are those of the orders"),
        ("UPDATE events SET about = 'order 1001' WHERE name = 'order.placed'", "one event an order"),
        ("UPDATE orders SET status = 'cancelled' WHERE id = 1002", "one event a cancelled order"),
        (PAID, "a paid charge is in its order"),
        ("DELETE FROM uses WHERE owner = 'ann'", "uses are those of the orders"),
    ],
)
def test_what_does_not_add_up_is_found(sold: SqlStore, database_url: str, harm: str, found: str) -> None:
    engine = create_engine(normal_url(database_url))
    with engine.begin() as connection:
        connection.execute(text(harm))
    engine.dispose()

    assert found in {fault.check for fault in sold.audit()}
