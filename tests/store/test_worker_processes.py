"""Workers as processes: several at once, killed in the middle of a delivery, ended by SIGTERM."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from receiver import Receiver, receiving
from shelf import OpenStore, customer, order

from skill.commerce.telling import tell_placed
from skill.store.store import SqlStore
from skill.webhooks.addresses import Network
from skill.webhooks.delivering import deliver
from skill.webhooks.sending import send

pytestmark = pytest.mark.process
EVENTS = 60
PATIENCE = 30.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    def slowly(n: int) -> tuple[int, dict[str, str]]:
        time.sleep(0.05)
        return 204, {}

    with receiving(slowly) as made:
        yield made


def _worker(database_url: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    settings = {
        "VOICECART_DATABASE_URL": database_url,
        "VOICECART_DATA_DIR": str(folder),
        "VOICECART_WEBHOOK_NETWORKS": "127.0.0.0/8",
    }
    command = [sys.executable, "-m", "skill", "worker", *more]
    return subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.PIPE, text=True)


def _orders(store: SqlStore, url: str) -> None:
    customer(store)
    with store.writing() as uow:
        uow.endpoints.add(url, "whsec_" + "c2VjcmV0" * 4)
        for _ in range(EVENTS):
            tell_placed(uow, uow.orders.place(order(placed_at=datetime.now(UTC))), {})
        uow.commit()


def _counts(store: SqlStore) -> dict[str, int]:
    with store.reading() as uow:
        return {state: count for state, (count, _) in uow.deliveries.counts().items()}


def _until(happened: object) -> None:
    assert callable(happened)
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_a_worker_that_is_killed_while_sending_loses_nothing(
    store: SqlStore, open_again: OpenStore, database_url: str, tmp_path: Path, receiver: Receiver
) -> None:
    _orders(store, receiver.url)
    workers = [_worker(database_url, tmp_path / str(n)) for n in range(2)]
    try:
        _until(lambda: len(receiver.got) >= 5)
        workers[0].send_signal(signal.SIGKILL)
        _until(lambda: _counts(store).get("done", 0) >= EVENTS - 8)
        workers[1].send_signal(signal.SIGTERM)
        told, _ = workers[1].communicate(timeout=PATIENCE)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    assert workers[1].returncode == 0
    assert all(set(json.loads(line)) >= {"at", "job"} for line in told.splitlines())

    later = lambda: datetime.now(UTC) + timedelta(seconds=61)  # noqa: E731
    rest, inside = open_again(clock=later), [_loopback()]
    while deliver(rest, partial(send, inside=inside), later).tried:
        pass

    assert _counts(store) == {"done": EVENTS}
    assert len(set(receiver.ids)) == EVENTS
    again = len(receiver.ids) - EVENTS
    assert 0 <= again <= 8, "at most what the dead one was sending, under the same ids"


def test_a_worker_can_do_what_there_is_and_end(
    store: SqlStore, database_url: str, tmp_path: Path, receiver: Receiver
) -> None:
    _orders(store, receiver.url)
    worker = _worker(database_url, tmp_path / "worker", "--once")
    told, _ = worker.communicate(timeout=PATIENCE)

    assert worker.returncode == 0
    assert len(set(receiver.ids)) == len(receiver.ids) == EVENTS
    line = json.loads(told)
    assert (line["job"], line["arrived"], line["failed"], line["dead"]) == ("deliver", EVENTS, 0, 0)


def _loopback() -> Network:
    import ipaddress

    return ipaddress.ip_network("127.0.0.0/8")
