"""The shop's own handlers on the store, with rivals: nothing is sold twice, nothing is charged twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from shelf import NOON, at_once, fill, variant

from skill.commerce.checkout import AlreadyPlaced, Moved, Placed, Quoted, place, quote_cart
from skill.commerce.orders import Cancelled, cancel
from skill.commerce.people import Customer
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.quote import OnlyLeft
from skill.commerce.rules.shop import Terms
from skill.store.store import SqlStore

TERMS = Terms("USD")


@dataclass(frozen=True, slots=True)
class Wants:
    """A customer with a quote for so many of each sku."""

    customer: str
    lines: tuple[Line, ...]

    @property
    def quote(self) -> str:
        return f"quote-{self.customer}"


def _queue(store: SqlStore, *everybody: Wants) -> None:
    """Bring customers to the point where a yes buys."""
    with store.writing() as uow:
        for wants in everybody:
            customer = Customer(wants.customer)
            uow.customers.put(customer)
            uow.carts.put(Cart(wants.customer, wants.lines))
            assert isinstance(quote_cart(uow, customer, TERMS, wants.quote, NOON), Quoted)
        uow.commit()


def _say_yes(store: SqlStore, wants: Wants) -> Placed | AlreadyPlaced | Moved | object:
    with store.writing() as uow:
        result = place(uow, Customer(wants.customer), TERMS, wants.quote, NOON)
        if isinstance(result, Placed):
            uow.commit()
        return result


def _left(store: SqlStore, *skus: str) -> list[int | None]:
    with store.reading() as uow:
        return [one.on_hand for one in uow.catalog.variants(skus).values()]


def test_eight_buyers_of_three_get_three(store: SqlStore) -> None:
    fill(store, variant("drum", on_hand=3))
    buyers = [Wants(f"buyer-{number}", (Line("drum", 1),)) for number in range(8)]
    _queue(store, *buyers)

    results = at_once(*[partial(_say_yes, store, buyer) for buyer in buyers])

    assert Counter(type(result) for result in results) == {Placed: 3, Moved: 5}
    assert {result for result in results if isinstance(result, Moved)} == {
        Moved((OnlyLeft("drum", "drum", 0, 1),))
    }
    assert _left(store, "drum") == [0]


def test_a_buyer_who_gets_one_thing_and_not_the_other_gets_neither(store: SqlStore) -> None:
    fill(store, variant("a", on_hand=5), variant("b", on_hand=1))
    buyers = [Wants(f"buyer-{number}", (Line("b", 1), Line("a", 1))) for number in range(4)]
    _queue(store, *buyers)

    results = at_once(*[partial(_say_yes, store, buyer) for buyer in buyers])

    assert Counter(type(result) for result in results) == {Placed: 1, Moved: 3}
    assert _left(store, "a", "b") == [4, 0]


def test_carts_filled_in_other_orders_do_not_block_each_other(store: SqlStore) -> None:
    skus = [f"thing-{number}" for number in range(6)]
    fill(store, *(variant(sku, on_hand=100) for sku in skus))
    forwards, backwards = (tuple(Line(sku, 1) for sku in order) for order in (skus, skus[::-1]))
    buyers = [Wants(f"buyer-{number}", (forwards, backwards)[number % 2]) for number in range(8)]
    _queue(store, *buyers)

    results = at_once(*[partial(_say_yes, store, buyer) for buyer in buyers])

    assert Counter(type(result) for result in results) == {Placed: 8}
    assert _left(store, *skus) == [92] * 6


def test_many_yes_to_one_quote_make_one_order(store: SqlStore) -> None:
    fill(store, variant("drum", on_hand=9))
    ann = Wants("ann", (Line("drum", 2),))
    _queue(store, ann)

    results = at_once(*[partial(_say_yes, store, ann) for _ in range(8)])

    assert Counter(type(result) for result in results) == {Placed: 1, AlreadyPlaced: 7}
    numbers = {result.order.number for result in results if isinstance(result, Placed | AlreadyPlaced)}
    assert numbers == {"1001"}
    assert _left(store, "drum") == [7]
    with store.reading() as uow:
        assert uow.carts.get("ann").lines == ()


def test_an_order_cancelled_many_times_at_once_gives_its_goods_back_once(store: SqlStore) -> None:
    fill(store, variant("drum", on_hand=5))
    ann = Wants("ann", (Line("drum", 2),))
    _queue(store, ann)
    _say_yes(store, ann)

    results = at_once(*[partial(_cancel, store, "1001") for _ in range(6)])

    assert results.count(True) == 1
    assert _left(store, "drum") == [5]


def test_buying_and_cancelling_at_once_keeps_every_unit(store: SqlStore) -> None:
    fill(store, variant("drum", on_hand=4))
    first = [Wants(f"early-{number}", (Line("drum", 1),)) for number in range(4)]
    second = [Wants(f"late-{number}", (Line("drum", 1),)) for number in range(4)]
    _queue(store, *first, *second)
    for buyer in first:
        assert isinstance(_say_yes(store, buyer), Placed)

    at_once(
        *[partial(_cancel, store, str(1001 + number), f"early-{number}") for number in range(4)],
        *[partial(_say_yes, store, buyer) for buyer in second],
    )

    with store.reading() as uow:
        sold = [order for order in uow.orders.newest(50) if order.status != "cancelled"]
    (left,) = _left(store, "drum")
    assert left is not None
    assert left + len(sold) == 4


BUYS = """
import sys
from pathlib import Path
from skill.store import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
taken = 0
for _ in range(30):
    with store.writing() as uow:
        taken += uow.stock.take("drum", 1)
        uow.commit()
print(taken)
"""


@pytest.mark.process
def test_processes_that_buy_at_once_get_what_there_is_and_no_more(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    fill(store, variant("drum", on_hand=50))
    command = [sys.executable, "-c", BUYS, database_url, str(tmp_path / "index")]

    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    assert sum(int(process.communicate()[0]) for process in running) == 50
    assert _left(store, "drum") == [0]


def _cancel(store: SqlStore, number: str, customer: str = "ann") -> bool:
    with store.writing() as uow:
        result = cancel(uow, customer, number, None, NOON)
        uow.commit()
        return isinstance(result, Cancelled)
