"""Who a door's user is, and which requests were answered before."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from shelf import NOON, OpenStore, at_once, customer, order, quote

from skill.commerce.people import Customer, Remembered
from skill.store.store import SqlStore

ANN = Customer("ann", "Ann", "ann@example.com", "1 Mill Lane", "invoice")


def test_a_customer_comes_back_by_each_of_their_users(store: SqlStore) -> None:
    with store.writing() as uow:
        uow.customers.put(ANN, "echo-1")
        uow.customers.put(ANN, "echo-2")
        uow.commit()

    with store.reading() as uow:
        assert uow.customers.of_user("echo-1") == ANN
        assert uow.customers.known("echo-2") == ANN


def test_who_only_looks_is_not_kept(store: SqlStore) -> None:
    with store.reading() as uow:
        uow.customers.of_user("echo-1")

    with store.reading() as uow:
        assert uow.customers.known("echo-1") is None


def test_a_new_user_becomes_a_customer_when_something_is_written(store: SqlStore) -> None:
    with store.writing() as uow:
        new = uow.customers.of_user("echo-1")
        uow.commit()

    with store.reading() as uow:
        assert uow.customers.of_user("echo-1") == new
    assert new == Customer(new.id)


def test_a_new_user_who_asks_twice_at_once_becomes_one_customer(store: SqlStore) -> None:
    found = at_once(*[partial(_of_user, store, "echo-1") for _ in range(8)])

    assert len(set(found)) == 1


def test_a_forgotten_user_comes_back_as_somebody_new(store: SqlStore) -> None:
    before = _of_user(store, "echo-1")

    with store.writing() as uow:
        uow.customers.forget_user("echo-1")
        uow.customers.forget_user("never-seen")
        uow.commit()

    assert _of_user(store, "echo-1") != before


def test_a_customer_moves_house_and_keeps_their_orders(store: SqlStore) -> None:
    customer(store, "ann")
    with store.writing() as uow:
        placed = uow.orders.place(order("ann"))
        uow.customers.put(ANN)
        uow.commit()

    with store.reading() as uow:
        assert uow.customers.of_user("user-ann") == ANN
        assert uow.orders.history("ann") == (placed,)


def test_an_answer_is_remembered(store: SqlStore) -> None:
    answer = Remembered("hash", {"text": "Añadido ☕", "cart": [1, None, {"a": 2.5}]})

    with store.writing() as uow:
        assert uow.answers.get("r1") is None
        uow.answers.put("r1", answer)
        uow.commit()

    for opened in (store.reading(), store.writing()):
        with opened as uow:
            assert uow.answers.get("r1") == answer
            assert uow.answers.get("r2") is None


def test_a_turn_that_failed_leaves_its_request_open(store: SqlStore) -> None:
    with store.writing() as uow:
        assert uow.answers.get("r1") is None

    with store.writing() as uow:
        assert uow.answers.get("r1") is None
        uow.answers.put("r1", Remembered("hash", {}))
        uow.commit()

    with store.reading() as uow:
        assert uow.answers.get("r1") == Remembered("hash", {})


def test_a_request_delivered_many_times_at_once_is_carried_out_once(store: SqlStore) -> None:
    customer(store)

    numbers = at_once(*[partial(_order_once, store, "r1") for _ in range(8)])

    with store.reading() as uow:
        placed = [one.number for one in uow.orders.history("ann")]
    assert len(placed) == 1  # which number is open: a rival that is undone may have taken one with it
    assert numbers == placed * 8


def test_requests_with_other_ids_do_not_hold_each_other_up(store: SqlStore) -> None:
    customer(store)

    numbers = at_once(*[partial(_order_once, store, f"r{number}") for number in range(6)])

    assert len(set(numbers)) == 6


@pytest.mark.parametrize(("hours", "kept"), [(47, True), (49, False)])
def test_quotes_are_dropped_two_days_after_they_ran_out(
    open_again: OpenStore, hours: int, kept: bool
) -> None:
    store = open_again(clock=lambda: NOON + timedelta(hours=hours))
    customer(store)

    with store.writing() as uow:
        uow.quotes.add(quote("q1", expires_at=NOON))
        uow.quotes.prune()
        uow.commit()

    with store.reading() as uow:
        assert (uow.quotes.get("q1", "ann") is not None) is kept


@pytest.mark.parametrize(("hours", "kept"), [(47, True), (49, False)])
def test_answers_are_dropped_after_two_days(open_again: OpenStore, hours: int, kept: bool) -> None:
    moment = [NOON]
    store = open_again(clock=lambda: moment[0])
    _answer(store, "old")

    moment[0] = NOON + timedelta(hours=hours)
    with store.writing() as uow:
        uow.answers.prune()
        uow.commit()

    with store.reading() as uow:
        assert (uow.answers.get("old") is not None) is kept


def test_answers_are_dropped_now_and_then_without_being_asked(open_again: OpenStore) -> None:
    moment: list[datetime] = [NOON]
    store = open_again(clock=lambda: moment[0])
    _answer(store, "old")

    moment[0] = NOON + timedelta(days=3)
    for number in range(300):
        _answer(store, f"new-{number}")

    with store.reading() as uow:
        assert uow.answers.get("old") is None


def _answer(store: SqlStore, request_id: str) -> None:
    with store.writing() as uow:
        uow.answers.put(request_id, Remembered("hash", {"said": "yes"}))
        uow.commit()


def _of_user(store: SqlStore, user_id: str) -> Customer:
    with store.writing() as uow:
        found = uow.customers.of_user(user_id)
        uow.commit()
    return found


def _order_once(store: SqlStore, request_id: str) -> str:
    while True:
        with store.writing() as uow:
            if remembered := uow.answers.get(request_id):
                return str(remembered.answer["number"])
            placed = uow.orders.place(order("ann"))
            if uow.answers.put(request_id, Remembered("hash", {"number": placed.number})):
                uow.commit()
                return placed.number
