"""What a catalogue tells beyond name and price: availability in four states, sales, attributes, ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; what could be sold can be sold, what was sold is counted."""
    states = "'in_stock', 'out_of_stock', 'preorder', 'backorder'"
    # In SQL of our own, because SQLite takes a CHECK only together with its new column.
    for column in (
        "owed INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_variants_owed CHECK (owed >= 0)",
        "availability TEXT DEFAULT 'in_stock' NOT NULL "
        f"CONSTRAINT ck_variants_availability CHECK (availability IN ({states}))",
        "sale_minor BIGINT CONSTRAINT ck_variants_sale CHECK (sale_minor >= 0)",
    ):
        op.execute(f"ALTER TABLE variants ADD COLUMN {column}")
    for told in (
        sa.Column("arrives", sa.Date()),
        sa.Column("sale_from", Moment),
        sa.Column("sale_until", Moment),
        sa.Column("attributes", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("gtin", sa.Text(), server_default="", nullable=False),
        sa.Column("mpn", sa.Text(), server_default="", nullable=False),
        sa.Column("rating", sa.Integer()),
        sa.Column("reviews", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sold", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("added_at", Moment),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
    ):
        op.add_column("variants", told)
    _carry_over()
    op.drop_column("variants", "available")
    for column in ("revision", "added_at", "sale_from", "sale_until"):
        op.create_index(f"ix_variants_{column}", "variants", [column])


def _carry_over() -> None:
    op.execute("UPDATE variants SET availability = 'out_of_stock' WHERE NOT available")
    op.execute(
        "UPDATE variants SET sold = (SELECT coalesce(sum(order_lines.quantity), 0) FROM order_lines"
        " JOIN orders ON orders.id = order_lines.order_id"
        " WHERE order_lines.sku = variants.sku AND orders.status <> 'cancelled')"
        " WHERE sku IN (SELECT sku FROM order_lines)"
    )
    # The search index of an older catalogue is not followed but made anew.
    op.execute("UPDATE variants SET revision = 1")
    op.execute(
        "INSERT INTO meta (key, value) SELECT 'catalog_revision', '1' WHERE EXISTS (SELECT 1 FROM variants)"
    )
    op.execute(
        "INSERT INTO meta (key, value) SELECT 'catalog_id', value FROM meta WHERE key = 'catalog_version'"
    )
