"""The tables of payment: cards on file, charges, and voice codes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from skill.store.tables import Currency, Id, Minor, UtcDateTime, metadata

# What the company that keeps a customer's card calls both; no card's number is ever here.
cards = Table(
    "cards",
    metadata,
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("customer_ref", Text, nullable=False),
    Column("card_ref", Text, nullable=False),
    Column("label", Text, nullable=False),
)

# One charge an order; the key is what makes it one.
charges = Table(
    "charges",
    metadata,
    Column("key", Text, primary_key=True),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("customer_id", Text, nullable=False),
    Column("amount_minor", Minor, CheckConstraint("amount_minor > 0", name="amount"), nullable=False),
    Column("currency", Currency, nullable=False),
    Column("customer_ref", Text, nullable=False),
    Column("card_ref", Text, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('open', 'paid', 'declined', 'authentication', 'given_up')", name="state"),
        nullable=False,
    ),
    Column("reference", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    # When somebody began to ask for it last: others leave it alone for a while.
    Column("tried_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index(None, "state", "tried_at"),
    Index(None, "reference"),
)

# `wrong` counts wrong codes in a row; `pending` is a new one that was said once. Only hashes are kept.
voice_codes = Table(
    "voice_codes",
    metadata,
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("hash", Text),
    Column("pending", Text),
    Column("wrong", Integer, CheckConstraint("wrong >= 0", name="wrong"), nullable=False, server_default="0"),
    Column("offered_at", UtcDateTime),
)
