"""Daily counts of what happens: gathered in memory, written every few seconds, of nobody in particular.

A turn only adds to a counter in memory, so it waits for nothing. A process that is killed loses the counts of
its last seconds; orders and money do not depend on them.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from skill.errors import StoreUnavailable
from skill.store.store import SqlStore

SECONDS = 5.0


class Tally:
    """Counts of one process; safe to use from several threads."""

    def __init__(self, store: SqlStore, clock: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self._store = store
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._timer: threading.Timer | None = None

    def count(self, name: str) -> None:
        """One more of that name."""
        with self._lock:
            self._counts[name] += 1
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what has been counted; while the database cannot be used it is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts:
            return
        try:
            with self._store.writing() as uow:
                uow.counts.add(self._clock().date(), counts)
                uow.commit()
        except StoreUnavailable:
            with self._lock:
                self._counts.update(counts)
