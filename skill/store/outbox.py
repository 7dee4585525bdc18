"""The outbox: events are written with the change that they tell of, and one delivery for each endpoint.

Who is added later gets what happens from then on; who is switched off finds what happened when switched on.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, select

from skill.commerce.rules.events import Event
from skill.store.event_tables import deliveries, endpoints, events

_ADD = insert(events).returning(events.c.seq)
_FOR_ALL = insert(deliveries).from_select(
    ["event_seq", "endpoint_id", "about", "due_at"],
    select(
        bindparam("seq", type_=events.c.seq.type),
        endpoints.c.id,
        bindparam("about", type_=events.c.about.type),
        bindparam("at", type_=events.c.at.type),
    ).order_by(endpoints.c.id),
)
# Who is switched off for too long misses what is dropped.
_PRUNE = delete(events).where(
    events.c.at < bindparam("before", type_=events.c.at.type),
    ~select(deliveries.c.id)
    .join(endpoints)
    .where(deliveries.c.event_seq == events.c.seq, deliveries.c.state == "waiting", endpoints.c.enabled)
    .exists(),
)


class StoredEvents:
    """The events in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event) -> None:
        """Keep an event for everybody who wants to know."""
        row = {
            "id": f"evt_{uuid4().hex}",
            "name": event.name,
            "about": event.about,
            "at": event.at,
            "data": dict(event.data),
            "customer_id": event.customer_id,
        }
        seq = self._connection.execute(_ADD, row).scalar_one()
        self._connection.execute(_FOR_ALL, {"seq": seq, "about": event.about, "at": event.at})

    def prune(self, before: datetime) -> int:
        """Drop what is older and waited for by nobody; how many there were."""
        return self._connection.execute(_PRUNE, {"before": before}).rowcount
