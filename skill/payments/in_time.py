"""Waiting for an answer no longer than a customer waits.

The limits of an HTTP library count each step by itself (a name looked up, a connection, every piece of an
answer), and the first of them not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def in_time(ask: Callable[[], T], seconds: float) -> T | None:
    """The answer, or None when it takes longer; what was asked for goes on all the same."""
    answer: Future[T] = Future()
    Thread(target=_ask, args=(ask, answer), name="in time", daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        return None


def _ask(ask: Callable[[], T], answer: Future[T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as failure:
        answer.set_exception(failure)
