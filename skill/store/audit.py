"""Do the books add up? What must be true of any shop between two transactions, whatever has crashed.

Each check asks for what contradicts it; in sound books there is nothing to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)

from skill.store.agreed import read_agreed
from skill.store.erasing import NOBODY
from skill.store.event_tables import events
from skill.store.paper_tables import order_history, refunds
from skill.store.payment_tables import charges
from skill.store.tables import order_lines, orders, quote_lines, quotes, uses

_EVENTS_LAST = timedelta(days=1)
"""Younger events are never dropped."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not add up: the check, the order (its id) or thing it is about, and both figures."""

    check: str
    about: str
    expected: str
    found: str


def audit(connection: Connection, now: datetime) -> Iterator[Fault]:
    """Everything in the books that does not add up."""
    since = {"event_since": now - _EVENTS_LAST}
    for check, contradictions in _CHECKS.items():
        for about, expected, found in connection.execute(contradictions, since):
            yield Fault(check, str(about), str(expected), str(found))
    yield from _uses(connection)


def _per_order(of: ColumnElement[Any]) -> Any:
    """A figure of each order's lines."""
    line = order_lines.c.order_id == orders.c.id
    return select(of).where(line).correlate(orders).scalar_subquery()


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), 0)


def _contradicting(about: Any, expected: Any, found: Any) -> Select[Any]:
    return select(about, expected, found).where(expected != found).order_by(about)


_LINE = order_lines.c
_CURRENT = _per_order(_sum(_LINE.quantity - _LINE.cancelled))
_SHIPPED, _DELIVERED = _per_order(_sum(_LINE.shipped)), _per_order(_sum(_LINE.delivered))
_STATUS = case(
    (_CURRENT == 0, "cancelled"),
    ((_DELIVERED > 0) & (_DELIVERED == _CURRENT), "delivered"),
    (_DELIVERED > 0, "part_delivered"),
    ((_SHIPPED > 0) & (_SHIPPED == _CURRENT), "shipped"),
    (_SHIPPED > 0, "part_shipped"),
    # Nothing has left: packed or not.
    else_=case((orders.c.status == "packed", "packed"), else_="placed"),
)
_LAST_STATUS = (
    select(order_history.c.status)
    .where(order_history.c.order_id == orders.c.id)
    .order_by(order_history.c.id.desc())
    .limit(1)
    .correlate(orders)
    .scalar_subquery()
)
_PROMISED_BACK = (
    select(_sum(refunds.c.amount_minor))
    .where(refunds.c.order_id == orders.c.id)
    .correlate(orders)
    .scalar_subquery()
)
# Old events are dropped by and by; orders that are older than the first event had none.
_FIRST_EVENT = select(func.min(events.c.at)).scalar_subquery()
_HAS_EVENTS = and_(
    orders.c.quote_id.is_not(None),
    orders.c.placed_at >= _FIRST_EVENT,
    orders.c.placed_at >= bindparam("event_since", type_=orders.c.placed_at.type),
)
_ABOUT_ORDER = literal("order ") + cast(orders.c.id, Text)


def _told(name: str) -> Any:
    """How many events of that name there are about an order."""
    about = (events.c.name == name, events.c.about == _ABOUT_ORDER)
    return select(func.count()).where(*about).correlate(orders).scalar_subquery()


_LINES_OF_QUOTE = (
    select(func.count())
    .select_from(quote_lines)
    .where(quote_lines.c.quote_id == quotes.c.id)
    .correlate(quotes)
    .scalar_subquery()
)
_ONE: ColumnElement[int] = literal_column("1")

_CHECKS: Mapping[str, Select[Any]] = {
    # A quote becomes one order, written whole: with its lines and no fewer than were read out.
    "one order a quote": select(orders.c.quote_id, _ONE, func.count())
    .where(orders.c.quote_id.is_not(None))
    .group_by(orders.c.quote_id)
    .having(func.count() > 1),
    "an order has every line of its quote": select(orders.c.id, _LINES_OF_QUOTE, _per_order(func.count()))
    .join(quotes, quotes.c.id == orders.c.quote_id)
    .where(_per_order(func.count()) < _LINES_OF_QUOTE),
    "an order has lines": select(orders.c.id, _ONE, _per_order(func.count())).where(
        orders.c.quote_id.is_not(None), _per_order(func.count()) == 0
    ),
    # What an order says of itself is what its lines and papers come to.
    "the status is that of the lines": _contradicting(orders.c.id, _STATUS, orders.c.status),
    "the status is the last in the history": _contradicting(orders.c.id, _LAST_STATUS, orders.c.status),
    "the taxes of the lines are in the order's": select(
        orders.c.id, _per_order(_sum(_LINE.tax_minor)), orders.c.tax_minor
    ).where(_per_order(_sum(_LINE.tax_minor)) > orders.c.tax_minor),
    "no line is discounted below nothing": select(
        _LINE.order_id, _LINE.quantity * _LINE.unit_price_minor, _LINE.discount_minor
    ).where(_LINE.discount_minor > _LINE.quantity * _LINE.unit_price_minor),
    # Other systems are told of each order once.
    "one event an order": select(orders.c.id, _ONE, _told("order.placed")).where(
        _HAS_EVENTS, _told("order.placed") != 1
    ),
    "one event a cancelled order": select(orders.c.id, _ONE, _told("order.cancelled")).where(
        _HAS_EVENTS, orders.c.status == "cancelled", _told("order.cancelled") != 1
    ),
    # What a card has paid is in its order; that a charge has one order is a key of the table.
    "a paid charge is in its order": select(
        charges.c.order_id, charges.c.amount_minor, orders.c.paid_minor
    ).where(
        charges.c.order_id == orders.c.id,
        charges.c.state == "paid",
        orders.c.paid_minor < charges.c.amount_minor,
    ),
    # An imported order may come with refunds of which nobody has told more.
    "refunds are those promised": _contradicting(orders.c.id, _PROMISED_BACK, orders.c.refunded_minor).where(
        orders.c.quote_id.is_not(None)
    ),
}

_IN_FORCE = select(orders.c.customer_id, orders.c.agreed).where(orders.c.status != "cancelled")


def _uses(connection: Connection) -> Iterator[Fault]:
    """Coupons, limited offers and slots are taken as often as orders in force hold them."""
    held: Counter[tuple[str, str]] = Counter()
    for customer, agreed in connection.execution_options(yield_per=1000).execute(_IN_FORCE):
        for use in read_agreed(agreed).uses:
            held[use.name, ""] += 1
            held[use.name, customer] += 1
    taken = {(row.name, row.owner): row.used for row in connection.execute(select(uses))}
    for name, owner in sorted(held.keys() | taken.keys()):
        if owner == NOBODY:  # who used what is forgotten with the customer
            continue
        expected, found = held[name, owner], taken.get((name, owner), 0)
        if expected != found:
            yield Fault("uses are those of the orders", f"{name} {owner}".strip(), str(expected), str(found))
