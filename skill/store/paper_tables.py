"""The tables of an order's papers: shipments, returns, refunds and history."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, Text

from skill.store.tables import Id, Minor, UtcDateTime, metadata

# What an order's papers are about is kept as [[line, count], ...] in `units`.
shipments = Table(
    "shipments",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("units", JSON, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("tracking", Text, nullable=False),
    Column("shipped_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    Index(None, "order_id"),
)

returns = Table(
    "returns",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("units", JSON, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('requested', 'received', 'refused')", name="state"),
        nullable=False,
    ),
    Column("reason", Text, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index(None, "order_id"),
)

refunds = Table(
    "refunds",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("amount_minor", Minor, CheckConstraint("amount_minor > 0", name="amount"), nullable=False),
    Column("units", JSON, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('requested', 'done', 'failed')", name="state"),
        nullable=False,
    ),
    Column("reason", Text, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    # When its method of payment was asked to carry it out last.
    Column("tried_at", UtcDateTime),
    Index(None, "order_id"),
)

# Only ever added to. That an order was placed is in the order itself.
order_history = Table(
    "order_history",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("what", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("units", JSON, nullable=False),
    Column("amount_minor", Minor, nullable=False),
    Column("ref", Id),
    Index(None, "order_id"),
)
