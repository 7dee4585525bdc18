"""What is still to be sent: claimed by one worker at a time, for a while.

A worker takes what is due with a lease and sends it with no transaction open. Who is killed while sending
lets the lease run out, and another sends the same event, under the same id, once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, or_, select, update

from skill.store.endpoints import Endpoint
from skill.store.event_tables import deliveries, endpoints, events

HOLDS_BACK = 5
"""So often an event is tried before later ones about the same thing may pass it (over two hours)."""

_D, _E = deliveries.c, endpoints.c
_EARLIER = deliveries.alias()
_NOW: ColumnElement[datetime] = bindparam("now", type_=_D.due_at.type)
_FACTS = (_D.id, _D.tries, _D.last_answer, *(events.c[name] for name in ("seq", "name", "at", "data")))
_ENDPOINT = tuple(_E[name].label(f"endpoint_{name}") for name in Endpoint.__slots__)
_ALL: Select[Any] = (
    select(*_FACTS, events.c.id.label("event_id"), *_ENDPOINT)
    .select_from(deliveries)
    .join(events)
    .join(endpoints)
    .order_by(_D.id)
)
_HELD_BACK = (
    select(_EARLIER.c.id)
    .where(
        _EARLIER.c.endpoint_id == _D.endpoint_id,
        _EARLIER.c.about == _D.about,
        _EARLIER.c.id < _D.id,
        _EARLIER.c.state == "waiting",
        _EARLIER.c.tries < HOLDS_BACK,
    )
    .exists()
)
_DUE = (
    _ALL.where(
        _D.state == "waiting", _D.due_at <= _NOW, or_(_D.leased_until.is_(None), _D.leased_until <= _NOW)
    )
    .where(_E.enabled, or_(_E.rests_until.is_(None), _E.rests_until <= _NOW))
    .where(~_HELD_BACK)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=deliveries)
)
_DEAD = _ALL.where(_D.state == "dead")
_TAKE = update(deliveries).where(_D.id.in_(bindparam("ids", expanding=True)))
_COUNTS = select(_D.state, func.count(), func.min(_D.due_at)).group_by(_D.state)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint; `claim` is the word of the worker who has taken it."""

    id: int
    claim: str
    tries: int
    event_id: str
    seq: int
    name: str
    at: datetime
    data: dict[str, Any]
    endpoint: Endpoint
    last_answer: str = ""


class StoredDeliveries:
    """The deliveries in the database."""

    def __init__(self, connection: Connection, *, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def claim(self, limit: int, lease: timedelta) -> tuple[Delivery, ...]:
        """Take some that are due; nobody else gets them while the lease lasts. The oldest come first."""
        now, word = self._clock(), uuid4().hex
        rows = self._connection.execute(_DUE, {"now": now, "limit": limit}).all()
        if rows:
            taken = _TAKE.values(claim=word, leased_until=now + lease)
            self._connection.execute(taken, {"ids": [row.id for row in rows]})
        return tuple(_delivery(row, word) for row in rows)

    def done(self, delivery: Delivery, answer: str) -> None:
        """It has arrived, whoever has sent it meanwhile."""
        mine = update(deliveries).where(_D.id == delivery.id, _D.state == "waiting")
        self._connection.execute(
            mine.values(state="done", tries=delivery.tries + 1, last_answer=answer, leased_until=None)
        )

    def failed(self, delivery: Delivery, answer: str, again_at: datetime | None) -> None:
        """It has not: to be tried again then, or never; if the lease ran out, another worker decides."""
        mine = update(deliveries).where(
            and_(_D.id == delivery.id, _D.state == "waiting", _D.claim == delivery.claim)
        )
        later = {"state": "dead"} if again_at is None else {"due_at": again_at}
        self._connection.execute(
            mine.values(tries=delivery.tries + 1, last_answer=answer, leased_until=None, **later)
        )

    def dead(self, limit: int) -> tuple[Delivery, ...]:
        """Those that were given up, the oldest first."""
        return tuple(_delivery(row, "") for row in self._connection.execute(_DEAD.limit(limit)))

    def retry(self, ids: Sequence[int] | None) -> int:
        """Send some that were given up, or all, once more from the beginning; how many there are."""
        dead = update(deliveries).where(_D.state == "dead")
        if ids is not None:
            dead = dead.where(_D.id.in_(ids))
        again = dead.values(state="waiting", tries=0, due_at=self._clock(), leased_until=None)
        return self._connection.execute(again).rowcount

    def counts(self) -> dict[str, tuple[int, datetime | None]]:
        """How many there are of each state, and when the oldest was due."""
        return {state: (count, oldest) for state, count, oldest in self._connection.execute(_COUNTS)}


def _delivery(row: Row[Any], claim: str) -> Delivery:
    endpoint = Endpoint(**{name: row._mapping[f"endpoint_{name}"] for name in Endpoint.__slots__})
    return Delivery(
        id=row.id,
        claim=claim,
        tries=row.tries,
        event_id=row.event_id,
        seq=row.seq,
        name=row.name,
        at=row.at,
        data=row.data,
        endpoint=endpoint,
        last_answer=row.last_answer,
    )
