"""How far each line of an order has come, what was paid, and the order's papers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
OF_ORDERS = (
    "id, imported_number, customer_id, status, placed_at, currency, tax_minor, delivery_minor, address,"
    " payment, quote_id"
)
OF_LINES = "order_id, position, sku, name, quantity, unit_price_minor, modifiers"
STATUSES = "'placed', 'packed', 'part_shipped', 'shipped', 'part_delivered', 'delivered', 'cancelled'"
PAYMENTS = "'due', 'authorised', 'paid', 'part_refunded', 'refunded', 'failed'"
CHECKS = {
    "status": f"status IN ({STATUSES})",
    "payment_state": f"payment_state IN ({PAYMENTS})",
    "refunded": "refunded_minor >= 0 AND refunded_minor <= paid_minor",
}
COUNTS = (
    "cancelled >= 0 AND shipped >= 0 AND cancelled + shipped <= quantity"
    " AND delivered >= 0 AND delivered <= shipped"
    " AND coming_back >= 0 AND returned >= 0 AND coming_back + returned <= delivered"
)


def upgrade() -> None:
    """Add the counts and the papers; the lines of old orders have come as far as the status says."""
    if op.get_bind().dialect.name == "sqlite":
        _replace_tables()
    else:
        _alter_tables()
    _catch_up()
    _papers()


def _alter_tables() -> None:
    for column in _new_of_lines():
        op.add_column("order_lines", column)
    op.create_check_constraint(op.f("ck_order_lines_counts"), "order_lines", COUNTS)
    for column in _new_of_orders():
        op.add_column("orders", column)
    op.drop_constraint(op.f("ck_orders_status"), "orders", type_="check")
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_orders_{name}"), "orders", rule)


def _replace_tables() -> None:
    """SQLite cannot change a CHECK, and dropping orders would take their lines along: both are made anew."""
    reached = op.get_bind().execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'orders'")).scalar()
    op.create_table("orders_new", *_orders(), sqlite_autoincrement=True)
    op.create_table("order_lines_new", *_order_lines())
    for table, columns in (("orders", OF_ORDERS), ("order_lines", OF_LINES)):
        op.execute(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")
    for table in ("order_lines", "orders"):
        op.drop_table(table)
        op.rename_table(f"{table}_new", table)
    op.create_index("ix_orders_customer_id_placed_at", "orders", ["customer_id", "placed_at"])
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'orders'")
    op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', {int(reached or 1000)})")


def _orders() -> tuple[SchemaItem, ...]:
    return (
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("imported_number", sa.Text()),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("placed_at", Moment, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("delivery_minor", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("quote_id", sa.Text()),
        *_new_of_orders(),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("imported_number", name="uq_orders_imported_number"),
        sa.UniqueConstraint("quote_id", name="uq_orders_quote_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_orders_customer_id"),
        sa.CheckConstraint("tax_minor >= 0", name=op.f("ck_orders_tax")),
        sa.CheckConstraint("delivery_minor >= 0", name=op.f("ck_orders_delivery")),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_orders_{name}")) for name, rule in CHECKS.items()),
    )


def _new_of_orders() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("payment_state", sa.Text(), server_default="due", nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("allowance_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("delivered_at", Moment),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
    )


def _order_lines() -> tuple[SchemaItem, ...]:
    return (
        sa.Column("order_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("modifiers", sa.Text(), server_default="", nullable=False),
        *_new_of_lines(),
        sa.PrimaryKeyConstraint("order_id", "position", name="pk_order_lines"),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders_new.id"], name="fk_order_lines_order_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.CheckConstraint("unit_price_minor >= 0", name=op.f("ck_order_lines_price")),
        sa.CheckConstraint(COUNTS, name=op.f("ck_order_lines_counts")),
    )


def _new_of_lines() -> tuple[sa.Column[Any], ...]:
    names = ("cancelled", "shipped", "delivered", "coming_back", "returned")
    return tuple(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in names)


def _catch_up() -> None:
    of = "SELECT id FROM orders WHERE status"
    op.execute(f"UPDATE order_lines SET cancelled = quantity WHERE order_id IN ({of} = 'cancelled')")
    op.execute(
        f"UPDATE order_lines SET shipped = quantity WHERE order_id IN ({of} IN ('shipped', 'delivered'))"
    )
    op.execute(f"UPDATE order_lines SET delivered = quantity WHERE order_id IN ({of} = 'delivered')")
    op.execute("UPDATE orders SET delivered_at = placed_at WHERE status = 'delivered'")
    # Who pays on delivery has paid for what was delivered.
    goods = "SELECT coalesce(sum(quantity * unit_price_minor), 0) FROM order_lines"
    op.execute(
        "UPDATE orders SET payment_state = 'paid', paid_minor = tax_minor + delivery_minor"
        f" + ({goods} WHERE order_id = orders.id)"
        " WHERE status = 'delivered' AND payment = 'pay_on_delivery'"
    )


def _papers() -> None:
    op.create_table(
        "shipments",
        *_of_order("shipments"),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("shipped_at", Moment, nullable=False),
        sa.Column("delivered_at", Moment),
    )
    op.create_table(
        "returns", *_of_order("returns"), *_asked("returns", "'requested', 'received', 'refused'")
    )
    op.create_table(
        "refunds",
        *_of_order("refunds"),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        *_asked("refunds", "'requested', 'done', 'failed'"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount")),
    )
    op.create_table(
        "order_history",
        *_of_order("order_history"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("ref", Id),
    )
    for table in ("shipments", "returns", "refunds", "order_history"):
        op.create_index(f"ix_{table}_order_id", table, ["order_id"])


def _of_order(table: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("order_id", Id, nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=f"fk_{table}_order_id", ondelete="CASCADE"),
    )


def _asked(table: str, states: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", Moment, nullable=False),
        sa.Column("settled_at", Moment),
        sa.CheckConstraint(f"state IN ({states})", name=op.f(f"ck_{table}_state")),
    )
