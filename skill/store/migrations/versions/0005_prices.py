"""What a cart costs: shares of discount and tax on each line, what was agreed, rules, coupons, uses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lines that are there had no discount; the tax of an order is split over its lines."""
    for table in ("quote_lines", "order_lines"):
        for column in ("discount_minor", "tax_minor"):
            op.add_column(table, sa.Column(column, sa.BigInteger(), server_default="0", nullable=False))
    for table in ("quotes", "orders"):
        op.add_column(table, sa.Column("agreed", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("carts", sa.Column("codes", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("carts", sa.Column("wish", sa.JSON(), nullable=True))
    _share_tax()
    _rules()


def _share_tax() -> None:
    """Each line gets its part by value, rounded down; the first line what is left over."""
    value = "quantity * unit_price_minor"
    same = "FROM order_lines other WHERE other.order_id = order_lines.order_id"
    whole = f"(SELECT CAST(SUM({value}) AS BIGINT) {same})"
    tax = "(SELECT tax_minor FROM orders WHERE orders.id = order_lines.order_id)"
    taxed = f"{whole} > 0 AND {tax} > 0"
    op.execute(f"UPDATE order_lines SET tax_minor = {tax} * {value} / {whole} WHERE {taxed}")
    shared = f"(SELECT CAST(SUM(tax_minor) AS BIGINT) {same})"
    first = f"(SELECT MIN(position) {same})"
    op.execute(
        f"UPDATE order_lines SET tax_minor = tax_minor + {tax} - {shared}"
        f" WHERE position = {first} AND {taxed}"
    )


def _rules() -> None:
    op.create_table(
        "shop_rules",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_shop_rules"),
    )
    op.create_table(
        "coupons",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("promotion", sa.Text(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("per_customer", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_coupons"),
    )
    op.create_table(
        "uses",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "owner", name="pk_uses"),
        sa.CheckConstraint("used >= 0", name=op.f("ck_uses_used")),
    )
    op.create_index("ix_uses_owner", "uses", ["owner"])
