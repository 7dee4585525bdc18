"""The schema comes from numbered changes, once, quickly when there is nothing to change."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import DATABASES, SERVER
from shelf import at_once, customer, order
from sqlalchemy import create_engine

from skill.store import migrations, open_store
from skill.store.engine import make_engine, normal_url
from skill.store.migrations import HEAD, migrate, revision
from skill.store.scratch import scratch_database
from skill.store.tables import metadata


def _server(name: str) -> str | None:
    return SERVER if name == "postgresql" else None


@pytest.mark.parametrize("database", DATABASES)
def test_a_new_database_gets_every_table_as_it_is_described(database: str) -> None:
    with scratch_database(_server(database)) as url:
        engine = make_engine(url)
        migrate(engine)
        with engine.connect() as connection:
            difference = compare_metadata(
                MigrationContext.configure(connection, opts={"compare_type": True}), metadata
            )
        engine.dispose()

    assert difference == []


def test_the_newest_change_is_the_head_that_is_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize("database", DATABASES)
def test_several_who_start_at_once_migrate_once(database: str) -> None:
    with scratch_database(_server(database)) as url:
        engines = [make_engine(url) for _ in range(4)]

        at_once(*[partial(migrate, engine) for engine in engines])

        assert {revision(engine) for engine in engines} == {HEAD}
        for engine in engines:
            engine.dispose()


@pytest.mark.parametrize("database", DATABASES)
def test_a_migration_leaves_what_is_there(database: str, tmp_path: Path) -> None:
    with scratch_database(_server(database)) as url:
        store = open_store(url, tmp_path)
        store.migrate()
        customer(store)
        with store.writing() as uow:
            placed = uow.orders.place(order())
            uow.commit()

        store.migrate()

        with store.reading() as uow:
            assert uow.orders.history("ann") == (placed,)
        store.close()


@pytest.mark.parametrize("database", DATABASES)
def test_a_scratch_database_is_gone_afterwards(database: str) -> None:
    with scratch_database(_server(database)) as url:
        migrate(engine := make_engine(url))
        engine.dispose()

    if database == "sqlite":
        assert not Path(url.removeprefix("sqlite:///")).exists()
    else:
        engine = create_engine(normal_url(url))
        assert revision(engine) is None
        engine.dispose()


STARTS = """
import sys
from pathlib import Path
from skill.store import open_store
assert "sqlalchemy" not in sys.modules, "the package alone is light"
store = open_store(sys.argv[1], Path(sys.argv[2]))
store.migrate()
with store.reading() as uow:
    uow.carts.get("nobody")
for heavy in ("alembic", "sqlalchemy.orm", "psycopg"):
    assert heavy not in sys.modules, heavy
"""


def test_a_start_with_nothing_to_migrate_loads_nothing_heavy(sqlite_template: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTS, f"sqlite:///{sqlite_template}", str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0
