"""What only a server can do: hang up. Collected where a PostgreSQL server is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from databases import POSTGRESQL, SERVER
from shelf import customer
from sqlalchemy import create_engine, text

from skill.errors import StoreUnavailable
from skill.store import engine as store_engine
from skill.store.engine import normal_url
from skill.store.store import SqlStore

ME = f"voicecart-{uuid4().hex}"

if SERVER:
    only_postgres = pytest.mark.parametrize("database_url", [POSTGRESQL], indirect=True)

    @only_postgres
    def test_a_server_that_has_hung_up_meanwhile_is_called_again(
        named_store: SqlStore, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_engine, "_IDLE_SECONDS", -1)
        customer(named_store)

        _hang_up(database_url)

        with named_store.reading() as uow:
            assert uow.customers.known("user-ann") is not None

    @only_postgres
    def test_a_server_that_hangs_up_within_a_turn_costs_that_turn_only(
        named_store: SqlStore, database_url: str
    ) -> None:
        customer(named_store)

        with pytest.raises(StoreUnavailable), named_store.writing() as uow:
            uow.customers.of_user("user-ann")
            _hang_up(database_url)
            uow.customers.of_user("user-ann")

        with named_store.reading() as uow:
            assert uow.customers.known("user-ann") is not None


@pytest.fixture
def named_store(database_url: str, tmp_path: Path) -> Iterator[SqlStore]:
    """A store whose sessions the server knows by our own name."""
    store = SqlStore(f"{database_url}&application_name={ME}", tmp_path / "index")
    yield store
    store.close()


def _hang_up(url: str) -> None:
    """End all sessions of that name."""
    engine = create_engine(normal_url(url))
    end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :me")
    with engine.begin() as connection:
        connection.execute(end, {"me": ME})
    engine.dispose()
