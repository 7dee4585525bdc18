"""Two who move one order at once: the second sees what the first has done, whenever they come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from shelf import NOON, at_once, customer, fill, line, order, variant

from skill.commerce.moving import Moved, Outcome, move
from skill.commerce.rules.deeds import (
    AskReturn,
    Cancel,
    Deed,
    Deliver,
    LetOff,
    Pack,
    Pay,
    Raise,
    Refused,
    SettleRefund,
    Ship,
    TakeBack,
)
from skill.commerce.rules.order import Order, Status
from skill.commerce.rules.papers import Papers, Units
from skill.store.store import SqlStore

A_MOMENT = 0.3


def _bought(store: SqlStore, status: Status = "packed", *before: Deed) -> str:
    """An order of four teas in some state, of which 96 are left; its number."""
    fill(store, variant("tea", on_hand=96))
    customer(store)
    with store.writing() as uow:
        placed = uow.orders.place(order(lines=(line("tea", 4),), status="placed"))
        uow.commit()
    steps: dict[Status, tuple[Deed, ...]] = {
        "placed": (),
        "packed": (Pack(),),
        "delivered": (Pack(), Ship(), Deliver()),
    }
    for deed in (*steps[status], *before):
        assert isinstance(_do(store, placed.number, deed), Moved)
    return placed.number


def _do(
    store: SqlStore, number: str, deed: Deed, intrude: Callable[[Any], Any] = lambda orders: orders
) -> Outcome:
    with store.writing() as uow:
        uow = replace(uow, orders=intrude(uow.orders))
        outcome = move(uow, number, deed, by="somebody", at=NOON)
        uow.commit()
        return outcome


def _papers(store: SqlStore, number: str) -> Papers:
    with store.reading() as uow:
        kept = uow.orders.numbered(number)
        assert kept is not None
        return uow.orders.papers(kept)


def _look(store: SqlStore, number: str) -> tuple[Order, int]:
    with store.reading() as uow:
        kept = uow.orders.numbered(number)
        assert kept is not None
        return kept, uow.catalog.variants(["tea"])["tea"].on_hand or 0


class _Intruded:
    """The orders of a unit of work, with a rival who comes exactly before or after the claim."""

    def __init__(self, orders: Any, rival: threading.Thread, *, before: bool) -> None:
        self._orders, self._rival, self._before = orders, rival, before

    def __getattr__(self, name: str) -> Any:
        return getattr(self._orders, name)

    def claim(self, order: Order) -> bool:
        if self._before:
            self._let_in()
        claimed: bool = self._orders.claim(order)
        self._let_in()
        return claimed

    def _let_in(self) -> None:
        """The rival goes as far as the database lets them: to the end, or to where they must wait."""
        if self._rival.ident is None:
            self._rival.start()
            self._rival.join(A_MOMENT)


TWO = (Units(0, 2),)
THREE = (Units(0, 3),)


@pytest.mark.parametrize("before", [True, False], ids=["before the claim", "after the claim"])
@pytest.mark.parametrize(
    ("status", "one", "other"),
    [
        ("packed", Cancel(), Cancel()),
        ("packed", Cancel(), Ship()),
        ("packed", Ship(), Cancel()),
        ("packed", Ship(THREE), Ship(TWO)),
        ("packed", Cancel(THREE), Ship(TWO)),
        ("placed", Pack(), Raise(TWO)),
        ("delivered", AskReturn(THREE), AskReturn(TWO)),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_of_two_who_want_the_same_goods_one_gets_them(
    store: SqlStore, status: Status, one: Deed, other: Deed, before: bool
) -> None:
    number = _bought(store, status)
    outcomes: list[Outcome] = []
    rival = threading.Thread(target=lambda: outcomes.append(_do(store, number, other)))

    outcomes.append(_do(store, number, one, partial(_Intruded, rival=rival, before=before)))
    rival.join()

    done = [type(outcome) for outcome in outcomes]
    kept, left = _look(store, number)
    if {one.name, other.name} == {"pack", "raise"} and done.count(Moved) == 2:
        assert kept.lines[0].quantity == 6  # more was added first, then all of it was packed
    else:
        assert sorted(done, key=str) == sorted([Moved, Refused], key=str)
    assert left + kept.lines[0].current == 100
    assert kept.lines[0].cancelled + kept.lines[0].shipped <= kept.lines[0].quantity


def test_many_who_cancel_and_ship_line_by_line_share_what_there_is(store: SqlStore) -> None:
    number = _bought(store)
    piece = (Units(0, 1),)

    done = at_once(*[partial(_do, store, number, deed) for deed in (Ship(piece), Cancel(piece)) * 4])

    kept, left = _look(store, number)
    assert [type(one) for one in done].count(Moved) == 4
    assert kept.lines[0].cancelled + kept.lines[0].shipped == 4
    assert left == 96 + kept.lines[0].cancelled


def test_a_return_that_is_received_many_times_is_paid_back_once(store: SqlStore) -> None:
    number = _bought(store, "delivered", AskReturn())

    (asked,) = _papers(store, number).returns

    done = at_once(*[partial(_do, store, number, TakeBack(asked.id, restock=True)) for _ in range(6)])

    kept, left = _look(store, number)
    assert [type(one) for one in done].count(Moved) == 1
    assert (kept.lines[0].returned, left, kept.refunded_minor) == (4, 100, 400)


def test_refunds_promised_at_once_never_come_to_more_than_was_paid(store: SqlStore) -> None:
    number = _bought(store, "packed", Pay("paid", 400))

    at_once(*[partial(_do, store, number, deed) for deed in (LetOff(150), Cancel()) * 3])

    kept, _ = _look(store, number)
    assert kept.refunded_minor == kept.paid_minor == 400


def test_a_refund_is_settled_once(store: SqlStore) -> None:
    number = _bought(store, "packed", Pay("paid", 400), Cancel())

    (promised,) = _papers(store, number).refunds

    done = at_once(*[partial(_do, store, number, SettleRefund(promised.id)) for _ in range(4)])

    assert [type(one) for one in done].count(Moved) == 1
    assert _look(store, number)[0].payment_state == "refunded"
