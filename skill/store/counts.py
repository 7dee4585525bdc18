"""Daily counts: how often something happened, of nobody in particular. Days are those of UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from skill.store.dialects import upsert
from skill.store.tables import cart_lines, carts, daily_counts

_ADD = upsert(daily_counts, ("day", "name"), lambda new: {"count": daily_counts.c["count"] + new["count"]})
_DAYS = select(daily_counts.c.day, daily_counts.c.name, daily_counts.c["count"])
_TOTALS = select(daily_counts.c.name, func.sum(daily_counts.c["count"])).group_by(daily_counts.c.name)
_LEFT = select(carts.c.changed_at).where(
    select(cart_lines.c.sku).where(cart_lines.c.customer_id == carts.c.customer_id).exists()
)


class StoredCounts:
    """The counts in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, day: date, counts: Mapping[str, int]) -> None:
        """Add to the counts of a day; by name, so that no two who add wait for each other."""
        rows = [{"day": day, "name": name, "count": counts[name]} for name in sorted(counts)]
        self._connection.execute(_ADD(self._connection), rows)

    def since(self, day: date) -> dict[date, dict[str, int]]:
        """The counts of each day from then on."""
        found: dict[date, dict[str, int]] = {}
        for at, name, count in self._connection.execute(_DAYS.where(daily_counts.c.day >= day)):
            found.setdefault(at, {})[name] = count
        return found

    def totals(self) -> dict[str, int]:
        """The counts of all days."""
        return {name: int(total) for name, total in self._connection.execute(_TOTALS)}

    def carts_left(self, since: datetime, before: datetime) -> dict[date, int]:
        """How many carts were touched last on each day between the moments, with something in them still."""
        wanted: Any = _LEFT.where(carts.c.changed_at >= since, carts.c.changed_at < before)
        days: dict[date, int] = {}
        for at in self._connection.execute(wanted).scalars():
            days[at.date()] = days.get(at.date(), 0) + 1
        return days
