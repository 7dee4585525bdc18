"""Catalogue, carts, quotes, orders, customers and the answers that were given."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table of the first release."""
    _catalogue()
    _customers()
    _carts_and_quotes()
    _orders()
    _answers()


def _catalogue() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
    )
    op.create_index("ix_products_department", "products", ["department"])
    op.create_table(
        "variants",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spoken", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("on_hand", sa.Integer()),
        sa.Column("available", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("sku", name="pk_variants"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_variants_product_id"),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_variants_price")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_variants_on_hand")),
    )
    op.create_index("ix_variants_product_id", "variants", ["product_id"])
    op.create_table(
        "names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "sku", name="pk_names"),
        sa.ForeignKeyConstraint(["sku"], ["variants.sku"], name="fk_names_sku", ondelete="CASCADE"),
    )
    op.create_index("ix_names_sku", "names", ["sku"])


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
    )
    op.create_table(
        "identities",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_identities"),
        _of_customer("identities"),
    )
    op.create_index("ix_identities_customer_id", "identities", ["customer_id"])


def _carts_and_quotes() -> None:
    op.create_table(
        "carts",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_carts"),
        _of_customer("carts"),
    )
    op.create_table(
        "cart_lines",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "sku", name="pk_cart_lines"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["carts.customer_id"], name="fk_cart_lines_customer_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_lines_quantity")),
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        *_money("quotes"),
        sa.Column("address", sa.Text()),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
        _of_customer("quotes"),
    )
    op.create_index("ix_quotes_customer_id", "quotes", ["customer_id"])
    op.create_index("ix_quotes_expires_at", "quotes", ["expires_at"])
    op.create_table("quote_lines", *_lines("quote_lines", "quotes", "quote_id", sa.Text()))


def _orders() -> None:
    states = "'placed', 'packed', 'shipped', 'delivered', 'cancelled'"
    op.create_table(
        "orders",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("imported_number", sa.Text()),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("placed_at", Moment, nullable=False),
        *_money("orders"),
        sa.Column("address", sa.Text()),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("quote_id", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("imported_number", name="uq_orders_imported_number"),
        sa.UniqueConstraint("quote_id", name="uq_orders_quote_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_orders_customer_id"),
        sa.CheckConstraint(f"status IN ({states})", name=op.f("ck_orders_status")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orders_customer_id_placed_at", "orders", ["customer_id", "placed_at"])
    op.create_table("order_lines", *_lines("order_lines", "orders", "order_id", Id))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', 1000)")
    else:
        op.execute("ALTER SEQUENCE orders_id_seq RESTART WITH 1001")


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON()),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_answers"),
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"])


def _of_customer(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_customer_id"
    return sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=name, ondelete="CASCADE")


def _money(table: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("delivery_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("tax_minor >= 0", name=op.f(f"ck_{table}_tax")),
        sa.CheckConstraint("delivery_minor >= 0", name=op.f(f"ck_{table}_delivery")),
    )


def _lines(table: str, owner: str, key: str, key_type: TypeEngine[Any]) -> tuple[SchemaItem, ...]:
    return (
        sa.Column(key, key_type, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(key, "position", name=f"pk_{table}"),
        sa.ForeignKeyConstraint([key], [f"{owner}.id"], name=f"fk_{table}_{key}", ondelete="CASCADE"),
        sa.CheckConstraint("quantity > 0", name=op.f(f"ck_{table}_quantity")),
        sa.CheckConstraint("unit_price_minor >= 0", name=op.f(f"ck_{table}_price")),
    )
