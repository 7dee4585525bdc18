"""Rows that nobody will ask for again, dropped a few at a time by those who add new ones."""

from __future__ import annotations

from datetime import timedelta
from zlib import crc32

from sqlalchemy import Column, Delete, Table, bindparam, delete, select

KEPT_FOR = timedelta(days=2)
_ONE_IN = 64
_AT_ONCE = 500


def prune_older(table: Table, key: Column[str], moment: Column[object]) -> Delete:
    """Delete some rows whose moment lies before the parameter `before`, the oldest first."""
    # Rows that a rival is pruning are left to it (SQLite has one writer and ignores the lock).
    old = (
        select(key)
        .where(moment < bindparam("before"))
        .order_by(moment)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return delete(table).where(key.in_(old))


def is_time_to_prune(new_key: str) -> bool:
    """Now and then, by the key of the row that is added: pruning at every turn would cost every turn."""
    return crc32(new_key.encode()) % _ONE_IN == 0
