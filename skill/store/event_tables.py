"""The tables of what is told to other systems: events, who receives them, and how far each has come."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, true

from skill.store.tables import Id, UtcDateTime, metadata

# `seq` counts up, in the order of commits for events about one thing; `id` is what receivers know it by.
events = Table(
    "events",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("data", JSON, nullable=False),
    Column("customer_id", Text),
    Index(None, "customer_id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

# `secret_before` still signs too until `before_until`. Nothing is sent while `rests_until` is to come.
endpoints = Table(
    "endpoints",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False, unique=True),
    Column("secret", Text, nullable=False),
    Column("secret_before", Text),
    Column("before_until", UtcDateTime),
    Column("enabled", Boolean, nullable=False, server_default=true()),
    Column("rests_until", UtcDateTime),
    Column("added_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# One event for one endpoint. While `leased_until` is to come, the worker that `claim` names is sending it.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_seq", Id, ForeignKey("events.seq", ondelete="CASCADE"), nullable=False),
    Column("endpoint_id", Id, ForeignKey("endpoints.id", ondelete="CASCADE"), nullable=False),
    Column("about", Text, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        nullable=False,
        server_default="waiting",
    ),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claim", Text),
    Column("leased_until", UtcDateTime),
    Column("last_answer", Text, nullable=False, server_default=""),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    Index("ix_deliveries_endpoint_id_about", "endpoint_id", "about"),
    Index(None, "event_seq"),
)
