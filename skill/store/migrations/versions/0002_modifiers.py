"""Modifiers: what can be chosen of a product, and what was chosen on each line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lines that are there have nothing chosen: they stay what they were."""
    op.add_column("products", sa.Column("modifiers", sa.JSON(), server_default="[]", nullable=False))
    for table in ("quote_lines", "order_lines"):
        op.add_column(table, sa.Column("modifiers", sa.Text(), server_default="", nullable=False))
    _cart_lines()


def _cart_lines() -> None:
    """Written anew: SQLite cannot change a primary key."""
    op.execute("CREATE TABLE kept_cart_lines AS SELECT * FROM cart_lines")
    op.drop_table("cart_lines")
    op.create_table(
        "cart_lines",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("modifiers", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "sku", "modifiers", name="pk_cart_lines"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["carts.customer_id"], name="fk_cart_lines_customer_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_lines_quantity")),
    )
    columns = "customer_id, sku, position, quantity"
    op.execute(f"INSERT INTO cart_lines ({columns}) SELECT {columns} FROM kept_cart_lines")
    op.drop_table("kept_cart_lines")
