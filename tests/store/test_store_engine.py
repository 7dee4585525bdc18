"""A database that is locked, gone, full or read-only is named so, and within the time that a voice has."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from shelf import OpenStore, at_once, customer, fill, order, variant
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from skill.commerce.people import Remembered
from skill.commerce.rules.cart import Cart, Line
from skill.errors import StoreUnavailable
from skill.store import open_store
from skill.store.engine import WAIT_SECONDS, is_unusable, make_engine, normal_url
from skill.store.store import SqlStore

ALEXA_GIVES_SECONDS = 8


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another program holds what every writer needs."""
    engine = create_engine(normal_url(url))
    with engine.connect() as connection:
        if url.startswith("sqlite"):
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            connection.exec_driver_sql("LOCK TABLE carts, customers IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


def test_a_locked_database_is_unavailable_to_writers(open_again: OpenStore, database_url: str) -> None:
    store = open_again(wait_seconds=0.1)
    customer(store)

    with (
        locked(database_url),
        pytest.raises(StoreUnavailable, match="cannot be used now"),
        store.writing() as uow,
    ):
        uow.carts.put(Cart("ann", (Line("tea", 1),)))

    with store.writing() as uow:
        uow.carts.put(Cart("ann", (Line("tea", 1),)))
        uow.commit()


def test_the_longest_wait_leaves_alexa_time_for_an_apology() -> None:
    connecting, locked_out = WAIT_SECONDS, WAIT_SECONDS

    assert connecting + locked_out < ALEXA_GIVES_SECONDS


def test_a_rival_thread_that_never_ends_is_not_waited_for(open_again: OpenStore) -> None:
    store = open_again(wait_seconds=0.1)
    customer(store)

    with store.writing() as rival:
        rival.carts.put(Cart("ann"))
        with pytest.raises(StoreUnavailable), store.writing() as uow:
            uow.carts.get("ann")


def test_of_two_with_the_same_request_one_waits_and_is_told_that_it_was_late(store: SqlStore) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> bool:
        with store.writing() as uow:
            mine = uow.answers.put("r1", Remembered("hash", {"first": True}))
            inside.set()
            go_on.wait(5)
            uow.commit()
            return mine

    def quick() -> bool:
        inside.wait(5)
        threading.Timer(0.05, go_on.set).start()
        with store.writing() as uow:
            return uow.answers.put("r1", Remembered("hash", {"second": True}))

    assert at_once(slow, quick) == [True, False]


def test_a_look_up_keeps_no_other_writer_waiting(store: SqlStore) -> None:
    customer(store)

    with store.writing() as looking:
        assert looking.customers.of_user("user-ann").id == "ann"
        assert looking.answers.get("r1") is None
        assert looking.catalog.named("oat milk") == ()
        with store.writing() as rival:
            rival.carts.put(Cart("ann", (Line("tea", 1),)))
            rival.commit()

        assert looking.carts.get("ann") == Cart("ann", (Line("tea", 1),))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/none",
        "sqlite:////proc/voicecart/shop.db",
    ],
)
def test_a_database_that_is_not_there_is_unavailable(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url, tmp_path).migrate()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("Dear diary, today I was not a database. " * 100)
    store = open_store(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path / "index")

    with pytest.raises(StoreUnavailable, match="not a database"):
        store.migrate()

    assert store.health() == {"database": False, "index": False}
    store.close()


def test_a_read_only_database_is_unavailable_to_writers(empty_database: Path, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///file:{empty_database}?mode=ro&uri=true", tmp_path)

    with pytest.raises(StoreUnavailable, match="readonly"), store.writing() as uow:
        uow.customers.of_user("echo")

    with store.reading() as uow:
        assert uow.orders.newest(1) == ()
    store.close()


def test_a_full_disk_is_a_database_that_cannot_be_used(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as small:
        small.execute("PRAGMA max_page_count=2")
        small.execute("CREATE TABLE t (c)")
        with pytest.raises(sqlite3.OperationalError) as full:
            small.execute("INSERT INTO t VALUES (zeroblob(100000))")

    assert is_unusable(DBAPIError("INSERT", {}, full.value))


def test_a_mistake_of_ours_is_not_called_an_unavailable_database(store: SqlStore, database_url: str) -> None:
    engine = make_engine(database_url)

    with engine.connect() as connection, pytest.raises((OperationalError, ProgrammingError)) as mistake:
        connection.execute(text("SELECT * FROM no_such_table"))

    assert not is_unusable(mistake.value)
    engine.dispose()


def test_what_somebody_writes_who_only_reads_is_not_kept(store: SqlStore) -> None:
    customer(store)

    # PostgreSQL refuses it, SQLite undoes it.
    with suppress(StoreUnavailable), store.reading() as uow:
        uow.orders.place(order())

    with store.reading() as uow:
        assert uow.orders.newest(1) == ()


def test_health_tells_what_can_be_used(store: SqlStore) -> None:
    fill(store, variant("apple"))

    assert store.health() == {"database": True, "index": True}


def test_many_readers_and_writers_at_once_all_get_their_turn(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=1000))
    jobs = [partial(_take, store), partial(_look, store)] * 10

    at_once(*jobs)

    assert _look(store) == 990


def _take(store: SqlStore) -> int:
    with store.writing() as uow:
        uow.stock.take("apple", 1)
        uow.commit()
    return 1


def _look(store: SqlStore) -> int | None:
    with store.reading() as uow:
        return uow.catalog.variants(["apple"])["apple"].on_hand
