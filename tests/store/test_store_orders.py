"""Orders: their numbers, their owners, their moves, and one order for one quote."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
from shelf import NOON, at_once, customer, line, order
from sqlalchemy.exc import IntegrityError, StatementError

from skill.commerce.moving import move
from skill.commerce.rules.deeds import Deliver, Pack, Ship
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order
from skill.store.errors import AlreadyOrdered
from skill.store.store import SqlStore


def test_an_order_comes_back_as_it_was_placed(store: SqlStore) -> None:
    customer(store)
    bought = order(
        lines=(line("tea", 2, 250), line("apple", 6, 30)),
        tax=Money(55, "USD"),
        delivery=Money(350, "USD"),
        address="1 Mill Lane",
        quote_id="q1",
    )

    placed = _place(store, bought)

    with store.reading() as uow:
        assert uow.orders.get("ann", placed.number) == placed
        assert uow.orders.of_quote("q1") == placed
        assert uow.orders.history("ann") == (placed,)


def test_numbers_are_short_and_count_up(store: SqlStore) -> None:
    customer(store)

    assert [_place(store, order()).number for _ in range(3)] == ["1001", "1002", "1003"]


def test_an_order_without_lines_comes_back_too(store: SqlStore) -> None:
    customer(store)
    placed = _place(store, order(lines=()))

    with store.reading() as uow:
        assert uow.orders.get("ann", placed.number) == placed


def test_nobody_sees_the_order_of_another(store: SqlStore) -> None:
    customer(store, "ann")
    customer(store, "bob")
    placed = _place(store, order("ann"))

    with store.reading() as uow:
        assert uow.orders.get("bob", placed.number) is None
        assert uow.orders.history("bob") == ()
        assert uow.orders.numbered(placed.number) == placed
        assert uow.orders.newest(10) == (placed,)


def test_history_is_newest_first_and_as_long_as_asked(store: SqlStore) -> None:
    customer(store)
    for days in (3, 1, 2):
        _place(store, order(placed_at=NOON - timedelta(days=days), lines=(line("a"), line("b"))))

    with store.reading() as uow:
        assert [one.number for one in uow.orders.history("ann")] == ["1002", "1003", "1001"]
        assert [one.number for one in uow.orders.history("ann", limit=2)] == ["1002", "1003"]


def test_an_imported_order_keeps_its_number_and_new_ones_count_on_after_it(store: SqlStore) -> None:
    customer(store)

    with store.writing() as uow:
        uow.orders.import_past(order(number="5000", status="delivered"))
        uow.orders.import_past(order(number="4000", status="delivered"))
        uow.commit()

    with store.reading() as uow:
        assert {one.number for one in uow.orders.history("ann")} == {"4000", "5000"}
    assert _place(store, order()).number == "5001"


@pytest.mark.parametrize("number", ["A-17", "0042", "20260301120000123", "４２"])
def test_an_imported_number_that_counts_nothing_is_kept_as_it_is_written(
    store: SqlStore, number: str
) -> None:
    customer(store)

    with store.writing() as uow:
        uow.orders.import_past(order(number=number))
        uow.commit()

    with store.writing() as uow:
        kept = uow.orders.get("ann", number)
        assert kept is not None
        assert kept.number == number
        assert uow.orders.claim(kept)
    assert int(_place(store, order()).number) < 2000


def test_a_second_import_of_an_order_changes_nothing(store: SqlStore) -> None:
    customer(store)

    with store.writing() as uow:
        for number in ("1001", "A-17"):
            uow.orders.import_past(order(number=number, status="packed"))
            uow.orders.import_past(order(number=number, status="placed", lines=(line("tea"),)))
        uow.commit()

    with store.reading() as uow:
        assert [(one.status, len(one.lines)) for one in uow.orders.history("ann")] == [("packed", 1)] * 2


def test_an_order_can_be_claimed_by_whoever_has_seen_its_last_move(store: SqlStore) -> None:
    customer(store)
    placed = _place(store, order())

    assert at_once(*[partial(_claim, store, placed) for _ in range(4)]).count(True) == 1

    with store.writing() as uow:
        now = uow.orders.get("ann", placed.number)
        assert now is not None
        assert uow.orders.claim(now)


def test_what_others_did_to_the_newest_orders_since_is_found_by_number(store: SqlStore) -> None:
    customer(store, "ann")
    customer(store, "bob")
    with store.writing() as uow:
        for days, number in enumerate(("77", "A-17", "1002")):
            uow.orders.import_past(order("ann", number=number, placed_at=NOON + timedelta(days=days)))
        uow.orders.import_past(order("bob", number="1003"))
        for number in ("77", "A-17", "1002", "1003"):
            move(uow, number, Pack(), by="merchant", at=NOON)
            move(uow, number, Ship(), by="merchant", at=NOON + timedelta(hours=1))
        move(uow, "1002", Deliver(), by="customer", at=NOON + timedelta(hours=2))
        uow.commit()

    with store.reading() as uow:
        found = uow.orders.happened("ann", NOON, limit=2)
        assert {number: [one.what for one in parts] for number, parts in found.items()} == {
            "A-17": ["shipped"],
            "1002": ["shipped"],
        }
        assert found["A-17"][0] in uow.orders.papers(uow.orders.history("ann")[1]).history
        assert uow.orders.happened("ann", NOON + timedelta(hours=1), limit=9) == {}


def test_one_quote_becomes_one_order(store: SqlStore) -> None:
    customer(store)
    first = _place(store, order(quote_id="q1"))

    with pytest.raises(AlreadyOrdered, match="q1") as refused, store.writing() as uow:
        uow.orders.place(order(quote_id="q1"))

    assert refused.value.quote_id == "q1"
    with store.reading() as uow:
        assert uow.orders.history("ann") == (first,)


def test_rivals_with_one_quote_place_one_order(store: SqlStore) -> None:
    customer(store)

    placed = at_once(*[partial(_try_to_place, store, order(quote_id="q1")) for _ in range(8)])

    assert placed.count(True) == 1
    with store.reading() as uow:
        assert len(uow.orders.history("ann")) == 1


def test_an_order_of_nobody_cannot_be_kept(store: SqlStore) -> None:
    with store.writing() as uow, pytest.raises(IntegrityError):
        uow.orders.place(order("nobody"))


def test_a_status_that_the_shop_does_not_know_cannot_be_kept(store: SqlStore) -> None:
    customer(store)
    with store.writing() as uow, pytest.raises(IntegrityError):
        uow.orders.place(order(status="lost"))


def test_moments_are_given_back_in_utc(store: SqlStore) -> None:
    customer(store)
    local = datetime(2026, 3, 1, 5, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-7)))
    placed = _place(store, order(placed_at=local))

    with store.reading() as uow:
        kept = uow.orders.get("ann", placed.number)
    assert kept is not None
    assert kept.placed_at == local
    assert kept.placed_at.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_a_mistake(store: SqlStore) -> None:
    customer(store)
    with store.writing() as uow, pytest.raises(StatementError, match="no time zone"):
        uow.orders.place(order(placed_at=datetime(2026, 3, 1)))


def _place(store: SqlStore, wanted: Order) -> Order:
    with store.writing() as uow:
        placed = uow.orders.place(wanted)
        uow.commit()
    return placed


def _try_to_place(store: SqlStore, wanted: Order) -> bool:
    try:
        _place(store, wanted)
    except AlreadyOrdered:
        return False
    return True


def _claim(store: SqlStore, placed: Order) -> bool:
    with store.writing() as uow:
        claimed = uow.orders.claim(placed)
        uow.commit()
    return claimed
