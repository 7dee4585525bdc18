"""Events go out signed, are tried again, and are never lost: to a real receiver, on both databases."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from receiver import Receiver, receiving
from shelf import NOON, OpenStore, at_once, customer, fill, order, variant
from standardwebhooks import Webhook

from skill.commerce.checkout import Placed, place, quote_cart
from skill.commerce.moving import move
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.deeds import Deed, Deliver, Pack, Ship
from skill.commerce.rules.shop import Terms
from skill.commerce.telling import tell_placed
from skill.store.store import SqlStore
from skill.webhooks.delivering import AT_ONCE, LEASE, Sent, deliver
from skill.webhooks.sending import send

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
SECRET = "whsec_" + "c2VjcmV0" * 4
SECONDS = 5.0


class Clock:
    """The time as the test says."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop(open_again: OpenStore, clock: Clock) -> SqlStore:
    return open_again(clock=clock)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def _told(shop: SqlStore, url: str) -> int:
    with shop.writing() as uow:
        made = uow.endpoints.add(url, SECRET)
        uow.commit()
        return made.id


def _order(shop: SqlStore, *deeds: Deed) -> str:
    """An order placed through the till, and moved on."""
    fill(shop, variant("tea", on_hand=96))
    ann = customer(shop)
    with shop.writing() as uow:
        uow.carts.put(Cart("ann", (Line("tea", 4),)))
        quote_cart(uow, ann, Terms("USD"), "q", NOON)
        placed = place(uow, ann, Terms("USD"), "q", NOON)
        uow.commit()
    assert isinstance(placed, Placed), placed
    for deed in deeds:
        _do(shop, placed.order.number, deed)
    return placed.order.number


def _do(shop: SqlStore, number: str, deed: Deed) -> None:
    with shop.writing() as uow:
        move(uow, number, deed, by="merchant", at=NOON)
        uow.commit()


def _send(shop: SqlStore, clock: Clock, seconds: float = SECONDS) -> Sent:
    """Round after round until nothing is due."""
    sent = Sent()
    post = partial(send, inside=LOOPBACK, seconds=seconds)
    while (now := deliver(shop, post, clock)).tried:
        sent += now
    return sent


def test_what_happens_to_an_order_goes_out_in_its_order(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    _told(shop, receiver.url)
    number = _order(shop, Pack(), Ship(), Deliver())

    assert _send(shop, clock) == Sent(arrived=5)

    assert receiver.names == [
        "order.placed",
        "order.packed",
        "order.shipped",
        "order.delivered",
        "order.paid",
    ]
    numbers = [body["sequence"] for body in receiver.bodies]
    assert numbers == sorted(numbers)
    assert {body["data"]["order_number"] for body in receiver.bodies} == {number}
    assert _send(shop, clock) == Sent()


def test_an_event_is_signed_by_standard_webhooks(shop: SqlStore, receiver: Receiver) -> None:
    from skill.bootstrap import now

    _told(shop, receiver.url)
    _order(shop)
    deliver(shop, partial(send, inside=LOOPBACK), now)  # the library compares with today

    ((headers, body),) = receiver.got
    assert Webhook(SECRET).verify(body, headers)["type"] == "order.placed"


def test_while_a_secret_is_changed_both_sign(shop: SqlStore, clock: Clock, receiver: Receiver) -> None:
    _told(shop, receiver.url)
    with shop.writing() as uow:
        uow.endpoints.renew(uow.endpoints.all()[0], "whsec_" + "bmV3ISEh" * 4, clock() + timedelta(hours=24))
        uow.commit()
    number = _order(shop)
    _send(shop, clock)
    clock.wait(hours=25)
    _do(shop, number, Pack())
    _send(shop, clock)

    signed = [headers["webhook-signature"].split() for headers, _ in receiver.got]
    assert [len(one) for one in signed] == [2, 1]


def test_what_fails_is_tried_again_later_under_the_same_id(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    receiver.answer = lambda n: (500 if n < 2 else 200, {})
    _told(shop, receiver.url)
    _order(shop)

    assert _send(shop, clock) == Sent(failed=1)
    assert _send(shop, clock) == Sent()
    clock.wait(seconds=6)
    assert _send(shop, clock) == Sent(failed=1)
    clock.wait(minutes=6)
    assert _send(shop, clock) == Sent(arrived=1)

    assert len(receiver.got) == 3
    assert len(set(receiver.ids)) == 1
    assert len({body for _, body in receiver.got}) == 1


def test_after_the_last_try_it_is_given_up_and_can_be_sent_once_more(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    receiver.answer = lambda n: (500, {})
    _told(shop, receiver.url)
    _order(shop)
    for _ in range(10):
        _send(shop, clock)
        clock.wait(hours=27)

    with shop.reading() as uow:
        (given_up,) = uow.deliveries.dead(10)
    assert (len(receiver.got), given_up.tries, given_up.last_answer) == (10, 10, "500")

    receiver.answer = lambda n: (200, {})
    with shop.writing() as uow:
        assert uow.deliveries.retry([given_up.id]) == 1
        uow.commit()
    assert _send(shop, clock) == Sent(arrived=1)


def test_a_receiver_that_asks_for_time_gets_it_for_everything(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    receiver.answer = lambda n: (429, {"Retry-After": "1200"}) if n == 0 else (200, {})
    _told(shop, receiver.url)
    number = _order(shop)
    _send(shop, clock)
    _do(shop, number, Pack())
    clock.wait(minutes=19)

    assert _send(shop, clock) == Sent()
    clock.wait(minutes=2)
    assert _send(shop, clock) == Sent(arrived=2)


def test_410_switches_the_endpoint_off_and_what_happens_waits_for_it(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    receiver.answer = lambda n: (410 if n == 0 else 200, {})
    id = _told(shop, receiver.url)
    number = _order(shop)
    _send(shop, clock)
    _do(shop, number, Pack())
    clock.wait(days=1)
    assert _send(shop, clock) == Sent()

    with shop.writing() as uow:
        assert not uow.endpoints.all()[0].enabled
        uow.endpoints.enable(id, on=True)
        uow.commit()
    assert _send(shop, clock) == Sent(arrived=2)


def test_a_redirect_is_a_failure_and_is_not_followed(shop: SqlStore, clock: Clock) -> None:
    with receiving() as elsewhere, receiving(lambda n: (302, {"Location": elsewhere.url})) as receiver:
        _told(shop, receiver.url)
        _order(shop)

        assert _send(shop, clock) == Sent(failed=1)
        assert elsewhere.got == []


def test_a_slow_receiver_is_given_up_in_time(shop: SqlStore, clock: Clock, receiver: Receiver) -> None:
    import time

    def slow(n: int) -> tuple[int, dict[str, str]]:
        time.sleep(0.5)
        return 200, {}

    receiver.answer = slow
    _told(shop, receiver.url)
    _order(shop)

    assert _send(shop, clock, seconds=0.1) == Sent(failed=1)
    with shop.reading() as uow:
        assert uow.deliveries.counts()["waiting"][0] == 1


def test_one_receiver_that_is_down_does_not_keep_another_waiting(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    _told(shop, "http://127.0.0.1:9/")
    _told(shop, receiver.url)
    _order(shop, Pack(), Ship())

    _send(shop, clock)

    assert receiver.names == ["order.placed", "order.packed", "order.shipped"]


def test_later_events_of_an_order_wait_for_an_earlier_one(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    receiver.answer = lambda n: (500 if n == 0 else 200, {})
    _told(shop, receiver.url)
    _order(shop, Pack())
    _send(shop, clock)
    clock.wait(seconds=6)
    _send(shop, clock)

    assert receiver.names == ["order.placed", "order.placed", "order.packed"]


def test_many_workers_send_each_event_once(
    shop: SqlStore, open_again: OpenStore, clock: Clock, receiver: Receiver
) -> None:
    _told(shop, receiver.url)
    customer(shop)
    with shop.writing() as uow:
        for _ in range(40):
            placed = uow.orders.place(order())
            tell_placed(uow, placed, {})
        uow.commit()

    workers = [open_again(clock=clock) for _ in range(4)]
    sent = at_once(*[partial(_send, worker, clock) for worker in workers])

    assert sum(sent, Sent()) == Sent(arrived=40)
    assert len(set(receiver.ids)) == len(receiver.ids) == 40


def test_what_a_dead_worker_had_taken_is_sent_when_its_lease_has_run_out(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    _told(shop, receiver.url)
    _order(shop)
    with shop.writing() as uow:
        (taken,) = uow.deliveries.claim(AT_ONCE, LEASE)
        uow.commit()

    assert _send(shop, clock) == Sent()
    clock.wait(seconds=61)
    assert _send(shop, clock) == Sent(arrived=1)

    with shop.writing() as uow:  # the dead one was only slow, and failed
        uow.deliveries.failed(taken, "500", clock())
        uow.commit()
    assert _send(shop, clock) == Sent()


def test_a_change_that_is_undone_tells_nobody(shop: SqlStore, clock: Clock, receiver: Receiver) -> None:
    _told(shop, receiver.url)
    number = _order(shop)
    with shop.writing() as uow:
        move(uow, number, Pack(), by="merchant", at=NOON)

    _send(shop, clock)
    assert receiver.names == ["order.placed"]


def test_stock_that_falls_low_is_told_once(open_again: OpenStore, clock: Clock, receiver: Receiver) -> None:
    shop = open_again(clock=clock, low_stock=95)
    _told(shop, receiver.url)
    _order(shop)
    _send(shop, clock)

    (low,) = [body["data"] for body in receiver.bodies if body["type"] == "stock.low"]
    assert low == {"type": "stock", "id": "tea", "left": 92}
    with shop.writing() as uow:
        uow.stock.take("tea", 2)
        assert uow.stock.fallen_low({"tea": 2}) == {}


def test_old_events_are_dropped_unless_somebody_still_waits(
    shop: SqlStore, clock: Clock, receiver: Receiver
) -> None:
    _told(shop, receiver.url)
    number = _order(shop)
    _send(shop, clock)
    _do(shop, number, Pack())
    with shop.writing() as uow:
        assert uow.events.prune(clock() + timedelta(days=1)) == 1
        uow.commit()

    assert _send(shop, clock) == Sent(arrived=1)
