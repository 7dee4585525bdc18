"""Product search beside the database: made from it, thrown away without regret, never the truth.

There is one index a catalogue, in a folder of its own. Each change of the catalogue has a number; whoever
searches and finds the index behind brings it up to date with the rows that have changed since. One process at
a time writes (Tantivy's own lock, which a killed process leaves free); the others go on with what there is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from skill.commerce.looking import Looking
from skill.errors import StoreUnavailable
from skill.store.engine import WAIT_SECONDS
from skill.store.index_folder import OpenIndex, build_index, discard, follow, is_damage, open_index
from skill.store.index_rows import is_far
from skill.store.revisions import Revision, revision_of
from skill.store.search_query import search

_FORMAT = "3"  # raise it when the fields or the analysis change: older folders are then not looked at
_ATTEMPTS = 3
_LEFT_BEHIND_SECONDS = 3600
# How long a search waits for a newer index while an older one will do.
_PATIENCE_SECONDS = 0.5
_PAUSE_SECONDS = 0.02
Connect = Callable[[], AbstractContextManager[Connection]]


class SearchIndex:
    """The index for a database, kept in a folder of its own; several threads may use it."""

    def __init__(self, folder: Path, connect: Connect, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._connect = connect
        self._clock = clock
        self._open: OpenIndex | None = None
        self._making = threading.Lock()

    def find(self, connection: Connection, looking: Looking, limit: int) -> list[str]:
        """Skus for what a customer looks for, best first."""
        index = self._current(connection)
        try:
            return search(index.searcher, index.schema, looking, limit)
        except BaseException as failure:
            if not is_damage(failure):
                raise
        self.rebuild()
        index = self._current(connection)
        return search(index.searcher, index.schema, looking, limit)

    def prepare(self) -> None:
        """Make the index if it is missing or damaged, and bring it up to date."""
        with self._my_turn(WAIT_SECONDS) as mine:
            if mine:
                self._up_to_date(WAIT_SECONDS)

    def rebuild(self) -> None:
        """Make the index again although it is there."""
        with self._making:
            self._open = None
            with self._connect() as connection:
                discard(self._path(revision_of(connection)))
            self._up_to_date(WAIT_SECONDS)

    def close(self) -> None:
        """Let go of the files, and of a thread that may be catching up."""
        with self._my_turn(WAIT_SECONDS):
            self._open = None

    def _current(self, connection: Connection) -> OpenIndex:
        wanted = revision_of(connection)
        known = self._open
        if known is not None and known.catalog == wanted.catalog:
            if known.serves(wanted, self._clock()):
                return known
            if not self._making.locked() and is_far(connection, known.revision):
                self._catch_up_aside(known)
                return self._open or known
        patience = _PATIENCE_SECONDS if known else WAIT_SECONDS
        with self._my_turn(patience) as mine:
            if mine:
                self._up_to_date(patience)
        if self._open is None:
            raise StoreUnavailable("the search index is being made; try again")
        return self._open

    def _up_to_date(self, patience: float) -> None:
        """Open, make or follow, whichever it takes; who has the turn may do so.

        On a connection of its own: what the customer's transaction has not committed may yet be undone.
        """
        with self._connect() as connection:
            wanted = revision_of(connection)
            known = self._open
            if known is None or known.catalog != wanted.catalog:
                known = self._open = self._open_or_build(connection, wanted)
            deadline = time.monotonic() + patience
            while not known.serves(wanted, self._clock()):
                self._open = known = known.reloaded()
                if known.serves(wanted, self._clock()):
                    return
                newer = self._followed(connection, known)
                if newer is not None or time.monotonic() > deadline:
                    self._open = newer or known
                    return
                # Another process is writing what we need.
                time.sleep(_PAUSE_SECONDS)

    def _followed(self, connection: Connection, known: OpenIndex) -> OpenIndex | None:
        """The index with the changes since; None while another process writes."""
        try:
            return follow(connection, known, self._clock())
        except BaseException as failure:
            if isinstance(failure, StoreUnavailable | SQLAlchemyError) or not is_damage(failure):
                raise
        wanted = revision_of(connection)
        discard(self._path(wanted))
        return self._open_or_build(connection, wanted)

    def _catch_up_aside(self, known: OpenIndex) -> None:
        """Take what others have written, and make up for the rest in a thread of its own."""

        def catch_up() -> None:
            with self._my_turn(0) as mine, suppress(StoreUnavailable):
                if mine:
                    self._up_to_date(0)

        with self._my_turn(0) as mine:
            if mine:
                self._open = known.reloaded()
        threading.Thread(target=catch_up, name="search-index", daemon=True).start()

    @contextmanager
    def _my_turn(self, patience: float) -> Iterator[bool]:
        mine = self._making.acquire(timeout=patience)
        try:
            yield mine
        finally:
            if mine:
                self._making.release()

    def _open_or_build(self, connection: Connection, wanted: Revision) -> OpenIndex:
        path = self._path(wanted)
        for _ in range(_ATTEMPTS):
            if (found := open_index(path, wanted.catalog)) and found.revision <= wanted.number:
                return found
            discard(path)
            build_index(connection, path, wanted, self._clock())
            self._clean_up(path)
        raise StoreUnavailable(f"the search index in {path} cannot be read just after it was made")

    def _path(self, revision: Revision) -> Path:
        return self._folder / f"{_FORMAT}-{revision.catalog or 'empty'}"

    def _clean_up(self, keep: Path) -> None:
        """Drop the indexes of other catalogues, and what somebody left behind; not what is being made."""
        for other in self._folder.iterdir():
            if other != keep and (other.name.startswith(f"{_FORMAT}-") or _is_left_behind(other)):
                discard(other)


def _is_left_behind(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS
    return False
