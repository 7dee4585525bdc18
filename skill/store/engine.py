"""The connection to the database, and what its failures mean.

Every wait is shorter than the eight seconds that Alexa gives a skill.
"""

from __future__ import annotations

import math
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Connection, Dialect, Engine, Select, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExecutionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from skill.errors import StoreUnavailable
from skill.store.patience import limit_waiting

_Reads = TypeVar("_Reads", bound=Select[Any])

WAIT_SECONDS = 3
_IDLE_SECONDS = 1
_WRITING = "voicecart_writing"
_LOOKS_UP = "voicecart_looks_up"
_POLL_SECONDS = 0.0005
# An error's text does not hold what was written: it may be a name or an address, and end in a log.
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 24, "hide_parameters": True}

# SQLite's primary result codes for a database that cannot be used now (sqlite.org/rescode.html):
# perm, busy, locked, nomem, readonly, interrupt, ioerr, corrupt, full, cantopen, protocol, notadb.
_SQLITE_UNUSABLE = frozenset((3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26))
_SQLITE_TAKEN = frozenset((5, 6))

# PostgreSQL's error classes for the same: connection, wrong login, no such database, rolled back by a rival,
# resources, operator, system, configuration file.
_POSTGRES_UNUSABLE = ("08", "28", "3D", "40", "53", "57", "58", "F0", "55P03", "25006", "25P03", "25P04")


def make_engine(database_url: str, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """An engine for a SQLite file or a PostgreSQL server that waits so long for a rival and no longer."""
    url = normal_url(database_url)
    return _sqlite(url, wait_seconds) if url.get_backend_name() == "sqlite" else _postgres(url, wait_seconds)


def normal_url(database_url: str) -> URL:
    """The address with the driver we use: psycopg 3 for PostgreSQL."""
    url = make_url(database_url)
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def for_writing(engine: Engine) -> Engine:
    """The same engine for transactions that change something: on SQLite they begin as the only writer."""
    return engine.execution_options(**{_WRITING: True})


def looking_up(statement: _Reads) -> _Reads:
    """A select that a writing transaction may run before it is the only writer: names, not carts or stock.

    What it finds may be some milliseconds old when the writing begins.
    """
    return statement.execution_options(**{_LOOKS_UP: True})


def for_reading(engine: Engine) -> Engine:
    """The same engine for transactions that change nothing; PostgreSQL refuses a change in them."""
    return engine.execution_options(postgresql_readonly=True) if _is_postgres(engine) else engine


def for_auditing(engine: Engine) -> Engine:
    """The same engine for many questions about one moment; SQLite's transactions are so anyway."""
    if not _is_postgres(engine):
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _sqlite(url: URL, wait: float) -> Engine:
    _make_folder(url)
    engine = create_engine(url, connect_args={"timeout": wait}, pool_timeout=wait, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", partial(_begin_writing, wait))
    return engine


def _make_folder(url: URL) -> None:
    try:
        Path(url.database or ".").parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise StoreUnavailable(f"the folder of {url.database} cannot be made: {failure.strerror}") from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # None: the driver begins nothing by itself, `_begin_sqlite` does.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    # A commit does not wait for the disk: a power failure may cost the last turns of a cart, never the file.
    # What must not be lost calls `force_to_disk`.
    connection.execute("PRAGMA synchronous=NORMAL")
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to WAL, once per file; SQLite does not wait by itself when a rival is switching."""
    deadline = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode & 0xFF not in _SQLITE_TAKEN or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    if not _writes(connection):
        connection.exec_driver_sql("BEGIN DEFERRED")


def _begin_writing(
    wait: float,
    connection: Connection,
    _cursor: object,
    _statement: str,
    _parameters: object,
    context: ExecutionContext,
    _many: bool,
) -> None:
    """Become the only writer at the first statement of a writing transaction that is more than a look-up.

    There is one writer at a time in all of SQLite: who finds out first what the customer means keeps the
    others waiting for half as long.
    """
    if not _writes(connection) or context.execution_options.get(_LOOKS_UP):
        return
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    if not driver.in_transaction:
        _begin_soon(driver, wait)


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITING))


def _begin_soon(driver: sqlite3.Connection, wait: float) -> None:
    """Begin as the only writer as soon as a rival has finished.

    SQLite by itself sleeps ever longer, up to a tenth of a second, while a turn takes a few milliseconds.
    """
    deadline = time.monotonic() + wait
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as failure:
                if failure.sqlite_errorcode & 0xFF not in _SQLITE_TAKEN or time.monotonic() > deadline:
                    raise
                time.sleep(_POLL_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(1000 * wait)}")


def force_to_disk(connection: Connection) -> None:
    """Wait until what was committed is on the disk; PostgreSQL has waited already."""
    if connection.dialect.name != "sqlite":
        return
    # The same that SQLite does after each commit under synchronous=FULL; its locks are on other files.
    try:
        with Path(f"{_file_of(connection)}-wal").open("rb+") as log:
            os.fsync(log.fileno())
    except FileNotFoundError:
        return  # somebody has moved the whole log into the file of the database, and synced that
    except OSError as failure:
        raise StoreUnavailable(f"the disk does not keep what is written: {failure.strerror}") from failure


def _file_of(connection: Connection) -> str:
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    return str(driver.execute("PRAGMA database_list").fetchone()[2])


def _postgres(url: URL, wait: float) -> Engine:
    waits = {
        "options": f"{_given_options(url)} {_session_options(wait)}".strip(),
        "fallback_application_name": "voicecart",
        "connect_timeout": math.ceil(wait),
        # A server that vanished without a word is given up after five seconds.
        "tcp_user_timeout": 5000,
        "keepalives_idle": 3,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }
    engine = create_engine(url, connect_args=waits, pool_timeout=wait, **_POOL)
    event.listen(engine, "checkin", _note_the_time)
    event.listen(engine, "checkout", partial(_ping_if_idle, engine.dialect))
    limit_waiting(engine, wait + 1.5)
    return engine


def _note_the_time(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["idle_since"] = time.monotonic()


def _ping_if_idle(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Ask a connection that nobody has used for a while whether it lives; the pool replaces a dead one."""
    if time.monotonic() - record.info.get("idle_since", math.inf) > _IDLE_SECONDS:
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError("the server has hung up") from gone


def _given_options(url: URL) -> str:
    given = url.query.get("options", "")
    return given if isinstance(given, str) else " ".join(given)


def _session_options(wait: float) -> str:
    """What PostgreSQL does in each of our sessions; milliseconds."""
    settings = {
        "lock_timeout": round(wait * 1000),
        "statement_timeout": round(wait * 1000) + 1000,
        "idle_in_transaction_session_timeout": 15000,
        "timezone": "UTC",
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn a database that is gone, locked, full or read-only into StoreUnavailable; mistakes stay."""
    try:
        yield
    except PoolTimeout as busy:
        raise StoreUnavailable("the database is busy: every connection is in use; try again") from busy
    except DBAPIError as failure:
        if not is_unusable(failure):
            raise
        raise StoreUnavailable(f"the database cannot be used now: {_first_line(failure)}") from failure


def is_unusable(failure: DBAPIError) -> bool:
    """Whether an error says that the database cannot be used now, and not that our statement was wrong."""
    if failure.connection_invalidated:
        return True
    if isinstance(failure.orig, sqlite3.Error):
        # The driver's own errors carry no code.
        return (getattr(failure.orig, "sqlite_errorcode", None) or 0) & 0xFF in _SQLITE_UNUSABLE
    state: str | None = getattr(failure.orig, "sqlstate", None)
    # psycopg gives no state when it never reached a server.
    return (
        type(failure.orig).__name__ == "OperationalError"
        if state is None
        else state.startswith(_POSTGRES_UNUSABLE)
    )


def _first_line(failure: SQLAlchemyError) -> str:
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
