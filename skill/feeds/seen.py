"""Which ids a feed has told already: on disk, because a million of them do not belong into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from types import TracebackType

_ADD = (
    "INSERT INTO seen VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET line = excluded.line WHERE seen.line = 0"
)


class Seen:
    """A set of ids with the line on which each came first; gone when it is left."""

    def __init__(self) -> None:
        # "" is a database in a file that SQLite removes by itself.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("PRAGMA cache_size=-16000")
        self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def add(self, id: str, line: int) -> int | None:
        """Take up an id; the line on which it came before, if it did."""
        if self._database.execute(_ADD, (id, line)).rowcount:
            return None
        found = self._database.execute("SELECT line FROM seen WHERE id = ?", (id,)).fetchone()
        return int(found[0])

    def keep(self, id: str) -> None:
        """Note that a row with this id was there, though it was not taken."""
        self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, 0)", (id,))

    def of(self, ids: Sequence[str]) -> set[str]:
        """Those of some ids that were seen."""
        marks = ",".join("?" * len(ids))
        found = self._database.execute(f"SELECT id FROM seen WHERE id IN ({marks})", list(ids))
        return {row[0] for row in found}

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._database.close()
