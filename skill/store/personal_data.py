"""Everything that is kept about one customer, as plain JSON data, table by table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, bindparam, select

from skill.store.event_tables import events
from skill.store.paper_tables import order_history, refunds, returns, shipments
from skill.store.payment_tables import cards, charges, voice_codes
from skill.store.tables import (
    answers,
    cart_lines,
    carts,
    customers,
    identities,
    order_lines,
    orders,
    quote_lines,
    quotes,
    uses,
)

Json = dict[str, Any]
_WHO: BindParameter[str] = bindparam("who")
_ORDERS = select(orders.c.id).where(orders.c.customer_id == _WHO)
_DOORS = select(identities.c.user_id).where(identities.c.customer_id == _WHO)
_QUOTES = select(quotes.c.id).where(quotes.c.customer_id == _WHO)
_TABLES: tuple[tuple[Table, ColumnElement[bool]], ...] = (
    (customers, customers.c.id == _WHO),
    (identities, identities.c.customer_id == _WHO),
    (carts, carts.c.customer_id == _WHO),
    (cart_lines, cart_lines.c.customer_id == _WHO),
    (quotes, quotes.c.customer_id == _WHO),
    (quote_lines, quote_lines.c.quote_id.in_(_QUOTES)),
    (orders, orders.c.customer_id == _WHO),
    *((t, t.c.order_id.in_(_ORDERS)) for t in (order_lines, shipments, returns, refunds, order_history)),
    (uses, uses.c.owner == _WHO),
    (answers, answers.c.user_id.in_(_DOORS)),
    *((t, t.c.customer_id == _WHO) for t in (cards, charges, voice_codes)),
    (events, events.c.customer_id == _WHO),
)
_SECRET = ("hash", "pending")
"""What is nobody's business but ours: hashes of voice codes."""
KEPT = frozenset(table.name for table, _ in _TABLES)
"""The tables in which anything is about a customer."""


def everything_about(connection: Connection, customer_id: str) -> dict[str, list[Json]]:
    """All rows about a customer, by table; moments as ISO 8601."""
    return {
        table.name: [
            {name: _plain(value) for name, value in row._mapping.items() if name not in _SECRET}
            for row in connection.execute(select(table).where(which), {"who": customer_id})
        ]
        for table, which in _TABLES
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
