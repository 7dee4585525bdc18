"""The schema comes from numbered changes, once, quickly when there is nothing to change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import DATABASES, SERVER
from shelf import at_once, customer, order
from sqlalchemy import create_engine, text

from skill.store import migrations, open_store
from skill.store.engine import for_writing, make_engine, normal_url
from skill.store.migrations import HEAD, migrate, revision, settings_of
from skill.store.revisions import Revision, revision_of
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


OLD_ORDERS = (
    "INSERT INTO customers (id, name, email, payment) VALUES ('ann', '', '', 'pay_on_delivery')",
    "INSERT INTO orders (id, customer_id, status, placed_at, currency, tax_minor, delivery_minor, payment)"
    " VALUES (1001, 'ann', 'delivered', '2026-03-01 12:00:00', 'USD', 5, 350, 'pay_on_delivery'),"
    " (1002, 'ann', 'shipped', '2026-03-01 12:00:00', 'USD', 0, 0, 'pay_on_delivery'),"
    " (1003, 'ann', 'cancelled', '2026-03-01 12:00:00', 'USD', 0, 0, 'pay_on_delivery'),"
    " (1009, 'ann', 'packed', '2026-03-01 12:00:00', 'USD', 0, 0, 'pay_on_delivery')",
    "INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)"
    " SELECT id, 0, 'tea', 'tea', 2, 100 FROM orders",
    "DELETE FROM order_lines WHERE order_id = 1009",
    "DELETE FROM orders WHERE id = 1009",
)


@pytest.mark.parametrize("database", DATABASES)
def test_old_orders_have_come_as_far_as_their_status_says(database: str, tmp_path: Path) -> None:
    with scratch_database(_server(database)) as url:
        _at_revision(url, "0002", OLD_ORDERS)
        store = open_store(url, tmp_path)
        store.migrate()
        with store.writing() as uow:
            kept = {one.number: one for one in uow.orders.history("ann")}
            counts = {
                number: (one.lines[0].cancelled, one.lines[0].shipped, one.lines[0].delivered)
                for number, one in kept.items()
            }
            placed = uow.orders.place(order())
        store.close()

    assert counts == {"1001": (0, 2, 2), "1002": (0, 2, 0), "1003": (2, 0, 0)}
    assert (kept["1001"].payment_state, kept["1001"].paid_minor) == ("paid", 555)
    assert kept["1001"].delivered_at == kept["1001"].placed_at
    assert (kept["1002"].payment_state, kept["1002"].paid_minor) == ("due", 0)
    assert placed.number == "1010"


@pytest.mark.parametrize("database", DATABASES)
def test_the_tax_of_an_old_order_is_split_over_its_lines(database: str, tmp_path: Path) -> None:
    another = (
        "INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)"
        " VALUES (1001, 1, 'oil', 'oil', 1, 100)"
    )
    with scratch_database(_server(database)) as url:
        _at_revision(url, "0002", (*OLD_ORDERS, another))
        store = open_store(url, tmp_path)
        store.migrate()
        with store.reading() as uow:
            kept = uow.orders.get("ann", "1001")
        store.close()

    assert kept is not None
    assert [line.tax_minor for line in kept.lines] == [4, 1]
    assert kept.total.minor == 300 + 5 + 350


def _at_revision(url: str, revision: str, statements: Sequence[str]) -> None:
    engine = make_engine(url)
    with for_writing(engine).begin() as connection:
        command.upgrade(settings_of(connection), revision)
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":  # SQLite has counted the numbers above by itself
            connection.execute(text("ALTER SEQUENCE orders_id_seq RESTART WITH 1010"))
    engine.dispose()


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


@pytest.mark.process
def test_a_start_with_nothing_to_migrate_loads_nothing_heavy(empty_database: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTS, f"sqlite:///{empty_database}", str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("database", DATABASES)
def test_a_catalogue_of_the_first_release_is_carried_over(database: str) -> None:
    with scratch_database(_server(database)) as url:
        engine = make_engine(url)
        with for_writing(engine).begin() as connection:
            command.upgrade(settings_of(connection), "0001")
            for statement in FIRST_RELEASE:
                connection.execute(text(statement))

        migrate(engine)

        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT sku, availability, sold, on_hand FROM variants ORDER BY sku")
            )
            names = connection.execute(text("SELECT name FROM names")).scalars().all()
            assert [tuple(row) for row in rows] == [
                ("apple", "in_stock", 2, 5),
                ("bread", "out_of_stock", 0, None),
            ]
            assert names == ["apple"]
            assert revision_of(connection) == Revision("some-word", 1)
        engine.dispose()


FIRST_RELEASE = (
    "INSERT INTO products VALUES ('apple', '', '', ''), ('bread', '', '', '')",
    "INSERT INTO variants VALUES"
    " ('apple', 'apple', 'Apple', 'apple', '[]', '[]', '', 100, 'USD', 5, TRUE, FALSE),"
    " ('bread', 'bread', 'Bread', 'bread', '[]', '[]', '', 200, 'USD', NULL, FALSE, FALSE)",
    "INSERT INTO names VALUES ('apple', 'apple')",
    "INSERT INTO meta VALUES ('catalog_version', 'some-word')",
    "INSERT INTO customers VALUES ('ann', '', '', NULL, 'invoice')",
    "INSERT INTO orders (id, customer_id, status, placed_at, currency, tax_minor, delivery_minor, payment)"
    " VALUES (1, 'ann', 'placed', '2026-03-01 12:00:00', 'USD', 0, 0, 'invoice'),"
    " (2, 'ann', 'cancelled', '2026-03-01 12:00:00', 'USD', 0, 0, 'invoice')",
    "INSERT INTO order_lines VALUES (1, 1, 'apple', 'apple', 2, 100), (2, 1, 'apple', 'apple', 7, 100)",
)
