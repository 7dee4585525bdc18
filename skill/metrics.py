"""What a Prometheus server reads: totals from the database, the same whichever process answers.

The text format, version 0.0.4. No label and no value is about a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from skill.store.store import SqlStore

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTED: Mapping[str, str] = {
    "turns": "Requests that were answered",
    "visits": "Sessions that began",
    "searches": "Searches",
    "searches_empty": "Searches that found nothing",
    "adds": "Turns that put something into a cart",
    "checkouts": "Totals that were read out",
    "orders": "Orders that were placed",
    "not_understood": "Turns that were not understood",
}
"""The counters of the funnel, in its order."""


def metrics(store: SqlStore, now: datetime) -> str:
    """All figures as text."""
    with store.reading() as uow:
        totals, deliveries = uow.counts.totals(), uow.deliveries.counts()
    oldest = deliveries.get("waiting", (0, None))[1]
    late = max(0, int((now - oldest).total_seconds())) if oldest else 0
    lines = [line for name, help in COUNTED.items() for line in _one(name, help, totals.get(name, 0))]
    lines += _family("voicecart_events", "gauge", "Events to be sent, sent and given up, an endpoint each")
    lines += [
        f'voicecart_events{{state="{state}"}} {deliveries.get(state, (0, None))[0]}'
        for state in ("waiting", "done", "dead")
    ]
    lines += _family("voicecart_events_late_seconds", "gauge", "How long the oldest event has been due")
    lines.append(f"voicecart_events_late_seconds {late}")
    return "\n".join([*lines, ""])


def _one(name: str, help: str, value: int) -> Iterator[str]:
    yield from _family(f"voicecart_{name}_total", "counter", help)
    yield f"voicecart_{name}_total {value}"


def _family(name: str, kind: str, help: str) -> list[str]:
    return [f"# HELP {name} {help}.", f"# TYPE {name} {kind}"]
