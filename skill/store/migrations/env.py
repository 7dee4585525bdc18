"""Alembic's entry: runs the numbered changes on the connection that `migrate` opened, in its transaction."""

from alembic import context

from skill.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
