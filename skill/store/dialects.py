"""What SQLite and PostgreSQL write alike but SQLAlchemy keeps apart: INSERT ... ON CONFLICT."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.sql.base import Executable

Statement = Callable[[Connection], Executable]
Changes = Callable[[Any], Mapping[str, ColumnElement[Any]]]


def insert_new(table: Table, *key: str, giving: ColumnElement[Any] | None = None) -> Statement:
    """Insert a row unless there is one with the same key (without one: with any key in common).

    `giving` a column tells whether the row was inserted.
    """

    def build(insert: Any) -> Executable:
        statement = insert(table).on_conflict_do_nothing(index_elements=key or None)
        chosen: Executable = statement if giving is None else statement.returning(giving)
        return chosen

    return _for_each_dialect(build)


def upsert(table: Table, key: tuple[str, ...], changes: Changes) -> Statement:
    """Insert a row or change the one with the same key; `changes` gets the row that was to be inserted."""

    def build(insert: Any) -> Executable:
        new = insert(table)
        made: Executable = new.on_conflict_do_update(
            index_elements=list(key), set_=dict(changes(new.excluded))
        )
        return made

    return _for_each_dialect(build)


def replacing(*columns: str) -> Changes:
    """Take these columns from the row that was to be inserted."""
    return lambda new: {name: new[name] for name in columns}


def _for_each_dialect(build: Callable[[Any], Executable]) -> Statement:
    """The statement for the dialect in use, made when first needed: the other dialect is not even loaded."""

    @cache
    def made(dialect: str) -> Executable:
        return build(import_module(f"sqlalchemy.dialects.{dialect}").insert)

    return lambda connection: made(connection.dialect.name)
