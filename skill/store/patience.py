"""Hang up on a PostgreSQL server that does not answer.

The server's own limits end a statement that takes too long; they are of no use when the server, or the way to
it, has gone silent: the driver would wait for ever. Alexa waits eight seconds.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext

_UNHURRIED = "voicecart_unhurried"
_LOOK_EVERY = 0.25


def take_time(connection: Connection) -> None:
    """Let this connection's statements take as long as they need: work at which no customer waits."""
    connection.execution_options(**{_UNHURRIED: True})
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def limit_waiting(engine: Engine, seconds: float) -> None:
    """Give up on whatever an engine of psycopg asks after so many seconds without an end."""

    def connect(dialect: Dialect, _record: object, given: Any, named: Any) -> DBAPIConnection:
        connection = dialect.connect(*given, **named)
        _WATCH.begins(connection, seconds)
        return connection

    def asks(connection: Connection, *_: object) -> None:
        if not connection.invalidated and not connection.get_execution_options().get(_UNHURRIED):
            _WATCH.begins(connection.connection.driver_connection, seconds)

    def answered(connection: Connection, *_: object) -> None:
        _WATCH.ends(connection.connection.driver_connection)

    def failed(context: ExceptionContext) -> None:
        if context.connection is not None and not context.connection.invalidated:
            _WATCH.ends(context.connection.connection.driver_connection)

    event.listen(engine, "do_connect", connect)
    for what in ("before_cursor_execute", "commit", "rollback"):
        event.listen(engine, what, asks)
    event.listen(engine, "after_cursor_execute", answered)
    event.listen(engine, "handle_error", failed)
    # The pool asks a connection whether it lives between these two.
    event.listen(engine, "checkout", lambda connection, *_: _WATCH.begins(connection, seconds), insert=True)
    event.listen(engine, "checkout", lambda connection, *_: _WATCH.ends(connection))
    for what in ("checkin", "close"):
        event.listen(engine, what, lambda connection, *_: _WATCH.ends(connection))


class _Watch:
    """Until when who is waited for; one thread of the process looks at all of them."""

    def __init__(self) -> None:
        self._until: dict[int, tuple[float, Callable[[], int]]] = {}
        self._thread = threading.Thread()

    def begins(self, connection: Any, seconds: float) -> None:
        """From now on an answer is waited for, so many seconds."""
        self._until[id(connection)] = (time.monotonic() + seconds, connection.fileno)
        if not self._thread.is_alive():  # nor is it after a fork
            self._thread = threading.Thread(target=self._look, name="patience", daemon=True)
            self._thread.start()

    def ends(self, connection: Any) -> None:
        """Nothing is waited for any more."""
        self._until.pop(id(connection), None)

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY)
            now = time.monotonic()
            for key, (until, fileno) in list(self._until.items()):
                if until < now:
                    self._until.pop(key, None)
                    _hang_up(fileno)


_WATCH = _Watch()


def _hang_up(fileno: Callable[[], int]) -> None:
    """End the line under the driver's hands: it reports a lost connection and stays usable itself."""
    with suppress(Exception), socket.socket(fileno=os.dup(fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
