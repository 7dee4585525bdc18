"""A migrated, empty store for each test: on SQLite, and on PostgreSQL where a server is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import DATABASES, SERVER
from shelf import OpenStore
from sqlalchemy import create_engine, text

from skill.store import open_store
from skill.store.engine import normal_url
from skill.store.scratch import scratch_database
from skill.store.store import SqlStore
from skill.store.tables import FIRST_ORDER, metadata


@pytest.fixture(scope="session")
def postgres_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated schema on the PostgreSQL server."""
    with scratch_database(SERVER) as url:
        store = open_store(url, tmp_path_factory.mktemp("index"))
        store.migrate()
        store.close()
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "shop.db")
        return f"sqlite:///{tmp_path / 'shop.db'}"
    url: str = request.getfixturevalue("postgres_schema")
    _empty(url)
    return url


@pytest.fixture
def open_again(database_url: str, tmp_path: Path) -> Iterator[OpenStore]:
    """Open another store on the same database, as another process would."""
    opened: list[SqlStore] = []

    def open_(**options: object) -> SqlStore:
        opened.append(SqlStore(database_url, tmp_path / "index", **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: OpenStore) -> SqlStore:
    """An empty store."""
    return open_again()


def _empty(url: str) -> None:
    engine = create_engine(normal_url(url))
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text(f"ALTER SEQUENCE orders_id_seq RESTART WITH {FIRST_ORDER}"))
    engine.dispose()
