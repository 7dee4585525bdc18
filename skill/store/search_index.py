"""Product search beside the database: made from it, thrown away without regret, never the truth.

The index of one catalogue version is one folder, named after the version, which never changes once it is
there. So processes need no lock on each other's index, and a missing or damaged one is simply made again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from skill.errors import StoreUnavailable
from skill.store.engine import WAIT_SECONDS
from skill.store.index_folder import OpenIndex, build_index, discard, is_damage, open_index
from skill.store.revisions import catalog_version
from skill.store.search_query import queries

_FORMAT = "1"  # raise it when the fields or the analysis change: older folders are then not looked at
_ATTEMPTS = 3
_LEFT_BEHIND_SECONDS = 3600
# How long a search waits for an index being made while an older one will do.
_PATIENCE_SECONDS = 0.5


class SearchIndex:
    """The index for a database, kept in a folder of its own; several threads may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: OpenIndex | None = None
        self._making = threading.Lock()

    def find(self, connection: Connection, words: str, limit: int) -> list[str]:
        """Skus for the customer's words, best first."""
        index = self._current(connection)
        try:
            return _search(index, words, limit)
        except BaseException as failure:
            if not is_damage(failure):
                raise
        self.rebuild(connection)
        return _search(self._current(connection), words, limit)

    def prepare(self, connection: Connection) -> None:
        """Make the index now if it is missing, damaged or old."""
        self._current(connection)

    def rebuild(self, connection: Connection) -> None:
        """Make the index again although it is there."""
        self._open = None
        discard(self._path(catalog_version(connection)))
        self._current(connection)

    def close(self) -> None:
        """Let go of the files."""
        self._open = None

    def _current(self, connection: Connection) -> OpenIndex:
        version = catalog_version(connection)
        known = self._open
        if known is not None and known.version == version:
            return known
        with self._my_turn(_PATIENCE_SECONDS if known else WAIT_SECONDS) as mine:
            if mine:
                known = self._open
                if known is None or known.version != version:
                    known = self._open = self._open_or_build(connection, version)
        if known is None:
            raise StoreUnavailable("the search index is being made; try again")
        return known

    @contextmanager
    def _my_turn(self, patience: float) -> Iterator[bool]:
        mine = self._making.acquire(timeout=patience)
        try:
            yield mine
        finally:
            if mine:
                self._making.release()

    def _open_or_build(self, connection: Connection, version: str) -> OpenIndex:
        path = self._path(version)
        for _ in range(_ATTEMPTS):
            if found := open_index(path, version):
                return found
            discard(path)
            build_index(connection, path)
            self._clean_up(path)
        raise StoreUnavailable(f"the search index in {path} cannot be read just after it was made")

    def _path(self, version: str) -> Path:
        return self._folder / f"{_FORMAT}-{version or 'empty'}"

    def _clean_up(self, keep: Path) -> None:
        """Drop the indexes of other versions, and what somebody left behind; not what is being made."""
        for other in self._folder.iterdir():
            if other != keep and (other.name.startswith(f"{_FORMAT}-") or _is_left_behind(other)):
                discard(other)


def _search(index: OpenIndex, words: str, limit: int) -> list[str]:
    """Ask ever more leniently until there is enough; for words nearly alike only when there is nothing."""
    found: dict[str, None] = {}
    for lenience, query in enumerate(queries(index.searcher, index.schema, words)):
        if len(found) >= limit or (found and lenience > 1):
            break
        hits = index.searcher.search(query, limit, count=False).hits
        found |= dict.fromkeys(index.searcher.doc(address)["sku"][0] for _, address in hits)
    return list(found)[:limit]


def _is_left_behind(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS
    return False
