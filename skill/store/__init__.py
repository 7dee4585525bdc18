"""Everything the shop keeps: SQLAlchemy and Tantivy live here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skill.store.store import SqlStore

__all__ = ["open_store"]


def open_store(
    database_url: str,
    index_dir: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    low_stock: int = 0,
) -> SqlStore:
    """The store over a database (sqlite:///FILE or postgresql://...) with its search index in a folder.

    Nothing is connected yet; call `migrate()` before the first use of a new database. Of what falls to
    `low_stock` or below other systems are told.
    """
    # The database toolkit takes a while to load: only for those who open a store.
    from skill.store.store import SqlStore

    return SqlStore(database_url, index_dir, clock, low_stock=low_stock)
