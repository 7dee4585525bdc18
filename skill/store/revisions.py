"""How far the catalogue has moved on: a number for every change, a word for every change of names."""

from __future__ import annotations

from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import BigInteger, Connection, Text, cast, select

from skill.store.dialects import insert_new, replacing, upsert
from skill.store.engine import looking_up
from skill.store.tables import meta

_ID, _REVISION, _VERSION = "catalog_id", "catalog_revision", "catalog_version"
_VALUES = looking_up(select(meta.c.key, meta.c.value).where(meta.c.key.in_((_ID, _REVISION, _VERSION))))
_ONE = select(meta.c.value)
_COUNT_ON = upsert(meta, ("key",), lambda new: {"value": cast(cast(meta.c.value, BigInteger) + 1, Text)})
_PUT_ID = insert_new(meta, "key")
_PUT_VERSION = upsert(meta, ("key",), replacing("value"))


class Revision(NamedTuple):
    """The catalogue of one database at one moment; an empty one has no id and the number 0."""

    catalog: str
    number: int


def revision_of(connection: Connection) -> Revision:
    """Where the catalogue is now; one short query."""
    values = {row.key: row.value for row in connection.execute(_VALUES)}
    return Revision(values.get(_ID, ""), int(values.get(_REVISION, 0)))


def next_revision(connection: Connection) -> int:
    """The number for a change that this transaction makes; others who make one wait for its end.

    So changes become visible in the order of their numbers.
    """
    connection.execute(_COUNT_ON(connection), {"key": _REVISION, "value": "1"})
    number = int(connection.execute(_ONE.where(meta.c.key == _REVISION)).scalar_one())
    if number == 1:
        connection.execute(_PUT_ID(connection), {"key": _ID, "value": uuid4().hex})
    return number


def catalog_version(connection: Connection) -> str:
    """The word that changes whenever names do; empty for an empty catalogue."""
    return connection.execute(_ONE.where(meta.c.key == _VERSION)).scalar_one_or_none() or ""


def new_version(connection: Connection) -> None:
    """Say that names have changed."""
    connection.execute(_PUT_VERSION(connection), {"key": _VERSION, "value": uuid4().hex})
