"""A database for one test or one fixture, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

from skill.store.engine import normal_url


@contextmanager
def scratch_database(server: str | None = None) -> Iterator[str]:
    """The address of an empty database: a SQLite file, or a schema of its own on a PostgreSQL server."""
    if server is not None:
        with _schema(server) as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="voicecart-") as folder:
        yield f"sqlite:///{Path(folder) / 'shop.db'}"


@contextmanager
def _schema(server: str) -> Iterator[str]:
    name = f"voicecart_{uuid4().hex}"
    url = normal_url(server)
    # Nobody needs it after a power failure.
    options = f"-csearch_path={name} -csynchronous_commit=off"
    engine = create_engine(url)
    try:
        _execute(engine, f"CREATE SCHEMA {name}")
        yield url.update_query_dict({"options": options}).render_as_string(hide_password=False)
    finally:
        _execute(engine, f"DROP SCHEMA IF EXISTS {name} CASCADE")
        engine.dispose()


def _execute(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
