"""A database for one test or one fixture, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

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
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(
            hide_password=False
        )
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    finally:
        engine.dispose()
