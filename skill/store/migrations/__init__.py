"""The numbered changes of the schema, upwards only, and the one way to run them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from skill.store.engine import failures_named, for_writing
from skill.store.patience import take_time

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"
# Any number that no other program locks.
_POSTGRES_LOCK = 0x766F696365  # "voice"


def migrate(engine: Engine) -> None:
    """Bring the schema up to date, once however many processes start together; costs one query when it is."""
    with failures_named():
        if revision(engine) == HEAD:
            return
        with for_writing(engine).begin() as connection:
            _wait_for_rivals(connection)
            _upgrade(connection)


def revision(engine: Engine) -> str | None:
    """The revision that the database is at; None when it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def _wait_for_rivals(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Any statement but a look-up makes this the only writer; two Alembics at once do not agree.
        connection.execute(text("SELECT 1"))
    else:
        connection.execute(text("SET LOCAL lock_timeout = '120s'"))
        take_time(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def _upgrade(connection: Connection) -> None:
    # Alembic takes as long to import as a turn may last: only when there is work.
    from alembic import command

    command.upgrade(settings_of(connection), "head")


def settings_of(connection: Connection) -> Config:
    """Alembic's settings for this folder and a connection whose transaction has begun."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
