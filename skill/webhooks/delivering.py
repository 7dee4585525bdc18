"""What is due goes out: taken, sent with no transaction open, and settled one by one."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from skill.store.deliveries import Delivery
from skill.store.store import SqlStore
from skill.webhooks.sending import Arrived, Gone, Outcome

TRIES_AFTER = (5, 5 * 60, 30 * 60, *(hours * 3600 for hours in (2, 5, 10, 14, 20, 24)))
"""Seconds until the next try, after the first, the second, ... (Standard Webhooks); then it is given up."""
LONGEST_WAIT = 24 * 3600
AT_ONCE = 8
LEASE = timedelta(seconds=60)
REST = timedelta(seconds=5)
"""An endpoint that failed is left alone for so long, whatever is due: others go first."""

Send = Callable[[Delivery, datetime], Outcome]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round has done."""

    arrived: int = 0
    failed: int = 0
    dead: int = 0

    @property
    def tried(self) -> int:
        """How many were sent, with or without success."""
        return self.arrived + self.failed + self.dead

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.arrived + other.arrived, self.failed + other.failed, self.dead + other.dead)


def deliver(store: SqlStore, send: Send, clock: Callable[[], datetime]) -> Sent:
    """Send what is due, a handful at once; nothing tried means that nothing is due."""
    with store.writing() as uow:
        due = uow.deliveries.claim(AT_ONCE, LEASE)
        uow.commit()
    if not due:
        return Sent()
    with ThreadPoolExecutor(len(due)) as several:
        return sum(several.map(lambda one: _one(store, send, clock, one), due), Sent())


def _one(store: SqlStore, send: Send, clock: Callable[[], datetime], delivery: Delivery) -> Sent:
    outcome = send(delivery, clock())
    with store.writing() as uow:
        now = clock()
        if isinstance(outcome, Arrived):
            uow.deliveries.done(delivery, outcome.answer)
            uow.commit()
            return Sent(arrived=1)
        if isinstance(outcome, Gone):
            uow.endpoints.enable(delivery.endpoint.id, on=False)
            wait: float | None = 0
        else:
            wait = next_wait(delivery.tries + 1, outcome.wait_s, random.uniform(0.9, 1.1))
            rest = max(REST, timedelta(seconds=min(outcome.wait_s, LONGEST_WAIT)))
            uow.endpoints.rest(delivery.endpoint.id, now + rest)
        again = None if wait is None else now + timedelta(seconds=wait)
        uow.deliveries.failed(delivery, outcome.answer, again)
        uow.commit()
    return Sent(dead=1) if wait is None else Sent(failed=1)


def next_wait(tries: int, asked: int, jitter: float) -> float | None:
    """Seconds until the next try after so many, not sooner than was `asked` for; None: it is given up."""
    if tries > len(TRIES_AFTER):
        return None
    return max(TRIES_AFTER[tries - 1] * jitter, min(asked, LONGEST_WAIT))
