"""`python -m skill.store.migrations "what changes"`: write the next numbered change from the tables.

Look through what it wrote, then raise HEAD.
"""

from __future__ import annotations

import sys

from alembic import command

from skill.store.engine import for_writing, make_engine
from skill.store.migrations import HEAD, migrate, settings_of
from skill.store.scratch import scratch_database


def main() -> None:
    """Compare the tables with a database at the newest change, and write down the difference."""
    with scratch_database() as url:
        engine = make_engine(url)
        migrate(engine)
        with for_writing(engine).begin() as connection:
            command.revision(
                settings_of(connection),
                message=" ".join(sys.argv[1:]) or "changes",
                autogenerate=True,
                rev_id=f"{int(HEAD) + 1:04}",
            )
        engine.dispose()


main()
