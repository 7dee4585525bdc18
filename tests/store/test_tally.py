"""What happens is counted by day, of nobody in particular, without a turn waiting for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from shelf import NOON, OpenStore, at_once, customer, fill, variant

from skill.commerce.rules.cart import Cart, Line
from skill.errors import StoreUnavailable
from skill.metrics import COUNTED, metrics
from skill.store.store import SqlStore
from skill.tally import Tally

LATE = 3600
TODAY = date(2026, 3, 1)


def _tally(store: SqlStore) -> Tally:
    return Tally(store, lambda: NOON, seconds=LATE)


def _counts(store: SqlStore) -> dict[str, int]:
    with store.reading() as uow:
        return uow.counts.since(TODAY).get(TODAY, {})


def test_what_is_counted_is_written_together(store: SqlStore) -> None:
    tally = _tally(store)
    for name in ("visits", "adds", "adds"):
        tally.count(name)
    assert _counts(store) == {}

    tally.flush()
    tally.flush()
    assert _counts(store) == {"visits": 1, "adds": 2}


def test_several_processes_add_up(store: SqlStore, open_again: OpenStore) -> None:
    def work(tally: Tally) -> None:
        for _ in range(20):
            tally.count("visits")
            tally.count("adds")
            tally.flush()

    at_once(*[partial(work, _tally(open_again())) for _ in range(4)])

    assert _counts(store) == {"visits": 80, "adds": 80}


def test_it_is_written_by_itself_after_a_while(store: SqlStore) -> None:
    tally = Tally(store, lambda: NOON, seconds=0)
    tally.count("visits")
    if tally._timer is not None:
        tally._timer.join()

    assert _counts(store) == {"visits": 1}


def test_while_the_database_is_away_counts_are_kept(store: SqlStore) -> None:
    away: Any = _Away(store)
    tally = _tally(away)
    tally.count("visits")
    tally.flush()
    away.back = True
    tally.count("visits")
    tally.flush()

    assert _counts(store) == {"visits": 2}


class _Away:
    """A store whose database cannot be used, until it is back."""

    def __init__(self, store: SqlStore) -> None:
        self._store, self.back = store, False

    @contextmanager
    def writing(self) -> Iterator[Any]:
        if not self.back:
            raise StoreUnavailable("away")
        with self._store.writing() as uow:
            yield uow


def test_carts_that_wait_are_counted_on_the_day_they_were_left(open_again: OpenStore) -> None:
    store = open_again(clock=lambda: NOON)
    fill(store, variant("tea"))
    for name, lines in (("ann", (Line("tea", 1),)), ("bob", ())):
        customer(store, name)
        with store.writing() as uow:
            uow.carts.put(Cart(name, lines))
            uow.commit()

    with store.reading() as uow:
        assert uow.counts.carts_left(NOON, NOON.replace(hour=13)) == {TODAY: 1}
        assert uow.counts.carts_left(NOON, NOON) == {}


def test_metrics_are_the_totals_of_all_days_for_a_prometheus_server(store: SqlStore) -> None:
    tally = _tally(store)
    tally.count("orders")
    tally.flush()

    lines = metrics(store, NOON).splitlines()

    assert "voicecart_orders_total 1" in lines
    assert "voicecart_searches_total 0" in lines
    assert 'voicecart_events{state="waiting"} 0' in lines
    assert "voicecart_events_late_seconds 0" in lines
    assert sum(line.startswith("# TYPE") for line in lines) == len(COUNTED) + 2
