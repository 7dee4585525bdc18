"""The worker's jobs beside each other: who is silent holds up nobody else."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from receiver import Receiver, receiving
from shelf import customer, order

from skill import worker
from skill.commerce.paying import open_attempt
from skill.commerce.rules.payment import Account, Unavailable
from skill.commerce.telling import tell_placed
from skill.settings import Settings
from skill.store.store import SqlStore

A_MOMENT = 3.0
EVENT = "order.placed"


class SilentCompany:
    """A card company that takes every call and answers none, until it is `let_go`."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.calls = 0

    def look_up(self, _: object) -> Unavailable:
        self.calls += 1
        self.asked.set()
        self.let_go.wait()
        return Unavailable()

    charge = gone_back = pay_back = look_up


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def company() -> SilentCompany:
    return SilentCompany()


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def todo(
    store: SqlStore, company: SilentCompany, stop: threading.Event, tmp_path: Path
) -> Iterator[tuple[worker.Job, ...]]:
    settings = Settings("", tmp_path, webhook_networks=("127.0.0.0/8",))
    yield worker.jobs(settings, store, _now, company, stop)
    company.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "settle":
            thread.join()


def test_an_event_arrives_in_a_moment_while_the_card_company_is_silent(
    store: SqlStore,
    receiver: Receiver,
    company: SilentCompany,
    todo: tuple[worker.Job, ...],
    stop: threading.Event,
) -> None:
    _waiting_for_the_card(store)
    with _working(todo, stop):
        assert company.asked.wait(A_MOMENT)
        _order_placed(store, receiver.url)

        assert _soon(lambda: receiver.names == [EVENT])
        company.let_go.set()


def test_doing_everything_once_sends_events_before_the_card_company_has_answered(
    store: SqlStore, receiver: Receiver, company: SilentCompany, todo: tuple[worker.Job, ...]
) -> None:
    _waiting_for_the_card(store)
    _order_placed(store, receiver.url)
    doing = threading.Thread(target=worker.everything_now, args=(todo, lambda _: None), daemon=True)
    doing.start()

    assert _soon(lambda: receiver.names == [EVENT])
    company.let_go.set()
    doing.join()


def test_after_the_stop_what_is_being_asked_is_finished_and_no_other_charge_begun(
    store: SqlStore, company: SilentCompany, todo: tuple[worker.Job, ...], stop: threading.Event
) -> None:
    for _ in range(3):
        _waiting_for_the_card(store)
    with _working(todo, stop) as told:
        assert company.asked.wait(A_MOMENT)
        stop.set()
        company.let_go.set()

    assert company.calls == 1
    assert [(line["job"], line["open"]) for line in map(json.loads, told)] == [("settle", 3)]


def test_a_worker_does_not_wait_for_ever_for_who_is_silent(
    store: SqlStore,
    todo: tuple[worker.Job, ...],
    company: SilentCompany,
    stop: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "LAST_SECONDS", 0.2)
    _waiting_for_the_card(store)

    with _working(todo, stop):
        assert company.asked.wait(A_MOMENT)
        began = time.monotonic()
        stop.set()
    assert time.monotonic() - began < A_MOMENT


def test_a_job_that_breaks_ends_the_worker_and_is_told() -> None:
    def breaks() -> worker.Did:
        raise ZeroDivisionError

    idle = worker.Job("idle", 3600, dict)
    with pytest.raises(ZeroDivisionError):
        worker.run([idle, worker.Job("breaks", 1, breaks)], threading.Event())


@contextmanager
def _working(todo: tuple[worker.Job, ...], stop: threading.Event) -> Iterator[list[str]]:
    """A worker at work; what it tells. It has ended behind this."""
    told: list[str] = []
    working = threading.Thread(target=lambda: worker.run(todo, stop, tell=told.append), daemon=True)
    working.start()
    try:
        yield told
    finally:
        stop.set()
        working.join(A_MOMENT)


def _soon(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + A_MOMENT
    while not happened() and time.monotonic() < until:
        time.sleep(0.01)
    return happened()


def _waiting_for_the_card(store: SqlStore) -> None:
    """An order whose charge nobody has heard of for five minutes."""
    customer(store)
    at = _now() - timedelta(minutes=5)
    with store.writing() as uow:
        placed = uow.orders.place(order(placed_at=at, payment="card"))
        open_attempt(uow, placed, Account("cus_1", "pm_1"), at)
        uow.commit()


def _order_placed(store: SqlStore, url: str) -> None:
    customer(store)
    with store.writing() as uow:
        uow.endpoints.add(url, "whsec_" + "c2VjcmV0" * 4)
        tell_placed(uow, uow.orders.place(order(placed_at=_now())), {})
        uow.commit()


def _now() -> datetime:
    return datetime.now(UTC)
