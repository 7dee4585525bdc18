"""What was bought. An order's number is its id, unless it was imported under one that cannot be an id."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order, caught_up
from skill.commerce.rules.order import order_lines as not_begun
from skill.commerce.rules.papers import Happening, Papers
from skill.store.agreed import agreed_data, read_agreed
from skill.store.dialects import Statement, insert_new
from skill.store.errors import AlreadyOrdered
from skill.store.lines import line_columns, line_rows, read_lines
from skill.store.paper_tables import order_history, refunds, returns
from skill.store.papers import read_happening, read_papers, write_papers
from skill.store.tables import order_lines, orders

_PLAIN_DIGITS = 9  # a longer number counts nothing and stays as it was written
_OWNER = orders.c.customer_id == bindparam("owner")
_ID = orders.c.id == bindparam("key")
_IMPORTED = orders.c.imported_number == bindparam("imported")
_PLACE = insert_new(orders, "quote_id", giving=orders.c.id)
_IMPORT = insert_new(orders, giving=orders.c.id)
_INSERT_LINES = insert(order_lines)
_CLAIM = update(orders).where(orders.c.version == bindparam("seen")).values(version=orders.c.version + 1)
_OF_LINE = (order_lines.c.order_id == bindparam("owner"), order_lines.c.position == bindparam("place"))
_COUNTS = ("quantity", "cancelled", "shipped", "delivered", "coming_back", "returned")
# SQLite counts on after the highest id by itself.
_COUNT_ON = text("SELECT setval('orders_id_seq', :id) FROM orders_id_seq WHERE last_value <= :id")


def _with_lines(*which: ColumnElement[bool]) -> Select[Any]:
    """The newest orders with their lines, in one query."""
    newest = orders.select().where(*which).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    few = newest.limit(bindparam("limit")).subquery()
    counts = [order_lines.c[name] for name in _COUNTS if name != "quantity"]
    return (
        select(few, *line_columns(order_lines), *counts)
        .outerjoin(order_lines, order_lines.c.order_id == few.c.id)
        .order_by(few.c.placed_at.desc(), few.c.id.desc(), order_lines.c.position)
    )


_ALL = _with_lines()
_HISTORY = _with_lines(_OWNER)
_OPEN = {
    "refunds": _with_lines(orders.c.id.in_(select(refunds.c.order_id).where(refunds.c.state != "done"))),
    "returns": _with_lines(orders.c.id.in_(select(returns.c.order_id).where(returns.c.state == "requested"))),
}
_OF_QUOTE = _with_lines(orders.c.quote_id == bindparam("quote"))
_BY_ID, _BY_IMPORTED = _with_lines(_ID), _with_lines(_IMPORTED)
_OWN_BY_ID, _OWN_BY_IMPORTED = _with_lines(_ID, _OWNER), _with_lines(_IMPORTED, _OWNER)

_OWN = select(orders.c.id).where(_OWNER).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
_NEWEST = _OWN.limit(50)
# Summed up by the database: reading all these orders took longer than all the rest of a search.
_BOUGHT = (
    select(order_lines.c.sku, func.sum(order_lines.c.quantity))
    .where(order_lines.c.order_id.in_(_NEWEST))
    .group_by(order_lines.c.sku)
)
# One question for all of them: it is asked at each opening of the shop, and mostly nothing has happened.
_HAPPENED = (
    select(order_history, orders.c.imported_number)
    .join(orders, orders.c.id == order_history.c.order_id)
    .where(orders.c.id.in_(_OWN.limit(bindparam("limit"))))
    .where(order_history.c.at > bindparam("since"), order_history.c.by != "customer")
    .order_by(order_history.c.order_id, order_history.c.id)
)


class StoredOrders:
    """The orders in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed = False

    def place(self, order: Order) -> Order:
        """Keep a new order and give it back with its number; AlreadyOrdered when its quote has become one."""
        id = self._insert(_PLACE, _row(order), order)
        if id is None:
            raise AlreadyOrdered(str(order.quote_id))
        return replace(order, number=str(id))

    def import_past(self, order: Order) -> None:
        """Keep an order made elsewhere or earlier under its own number; one that is here already stays."""
        id = _plain(order.number)
        number = {"imported_number": order.number} if id is None else {"id": id}
        order = caught_up(order)
        kept = self._insert(_IMPORT, _row(order) | number, order)
        if kept is not None and id is not None and self._connection.dialect.name == "postgresql":
            self._connection.execute(_COUNT_ON, {"id": id})

    def of_quote(self, quote_id: str) -> Order | None:
        """The order that a quote has become."""
        return self._one(_OF_QUOTE, quote=quote_id)

    def get(self, customer_id: str, number: str) -> Order | None:
        """This customer's order of that number."""
        return self._one(_own_numbered(number), owner=customer_id, **_number(number))

    def history(self, customer_id: str, limit: int = 50) -> tuple[Order, ...]:
        """This customer's orders, newest first."""
        return self._many(_HISTORY, owner=customer_id, limit=limit)

    def bought(self, customer_id: str) -> dict[str, int]:
        """How many of what this customer has bought in their newest orders."""
        rows = self._connection.execute(_BOUGHT, {"owner": customer_id})
        return {sku: int(count) for sku, count in rows}

    def claim(self, order: Order) -> bool:
        """Make it ours till the transaction ends, if it is as it was read; False if a rival moved it."""
        claim = _CLAIM.where(_ID if _plain(order.number) is not None else _IMPORTED)
        seen = {"seen": order.version, **_number(order.number)}
        return self._connection.execute(claim, seen).rowcount == 1

    def write(self, step: Step, *, by: str, at: datetime, why: str) -> Happening:
        """Keep what a move made of an order that was claimed, and write it into the history."""
        self.changed = True
        id = self._id(step.order.number)
        changes = _changing(step.order)
        self._connection.execute(update(orders).where(_ID).values(changes), {"key": id})
        for place in {one.line for one in step.units}:
            line = step.order.lines[place]
            counts = {name: getattr(line, name) for name in (*_COUNTS, "tax_minor")}
            change = update(order_lines).where(*_OF_LINE).values(counts)
            self._connection.execute(change, {"owner": id, "place": place})
        return write_papers(self._connection, id, step, by=by, at=at, why=why)

    def papers(self, order: Order) -> Papers:
        """Its shipments, returns, refunds and history, the oldest first."""
        return read_papers(self._connection, self._id(order.number), order)

    def happened(self, customer_id: str, since: datetime, limit: int) -> dict[str, tuple[Happening, ...]]:
        """What others did since then to this customer's newest orders, by number, the oldest first."""
        wanted = {"owner": customer_id, "since": since, "limit": limit}
        rows = self._connection.execute(_HAPPENED, wanted)
        by_order = groupby(rows, lambda row: row.imported_number or str(row.order_id))
        return {number: tuple(map(read_happening, group)) for number, group in by_order}

    def newest(self, limit: int, waiting_for: str | None = None) -> tuple[Order, ...]:
        """The orders of all customers, newest first; those with open "refunds" or "returns" when told so."""
        return self._many(_OPEN[waiting_for] if waiting_for else _ALL, limit=limit)

    def placed_since(self, since: datetime | None, after: int, limit: int) -> tuple[tuple[int, Order], ...]:
        """Orders of all customers with their ids, the lowest first, from behind the id `after` on."""
        wanted = select(orders.c.id).where(orders.c.id > after).order_by(orders.c.id).limit(limit)
        if since is not None:
            wanted = wanted.where(orders.c.placed_at >= since)
        ids = self._connection.execute(wanted).scalars().all()
        return tuple((id, order) for id in ids for order in self._many(_BY_ID, limit=1, key=id))

    def numbered(self, number: str) -> Order | None:
        """The order of that number, whoever's it is: for the merchant."""
        return self._one(_BY_ID if _plain(number) is not None else _BY_IMPORTED, **_number(number))

    def _id(self, number: str) -> int:
        id = _plain(number)
        if id is None:
            found = select(orders.c.id).where(_IMPORTED)
            id = int(self._connection.execute(found, {"imported": number}).scalar_one())
        return id

    def _insert(self, insert: Statement, row: dict[str, object], order: Order) -> int | None:
        """The id of the new order; None when one with the same key is there."""
        id: int | None = self._connection.execute(insert(self._connection), row).scalar_one_or_none()
        if id is None:
            return None
        self.changed = True
        if order.lines:
            self._connection.execute(_INSERT_LINES, _line_rows(id, order))
        return id

    def _one(self, statement: Select[Any], **wanted: object) -> Order | None:
        found = self._many(statement, limit=1, **wanted)
        return found[0] if found else None

    def _many(self, statement: Select[Any], **wanted: object) -> tuple[Order, ...]:
        rows = self._connection.execute(statement, wanted)
        return tuple(_order(list(group)) for _, group in groupby(rows, lambda row: row.id))


def _plain(number: str) -> int | None:
    """The id that a number is, if it is one: "1001", but not "A-17", "007" or a telephone number."""
    plain = number.isascii() and number.isdecimal() and number[0] != "0" and len(number) <= _PLAIN_DIGITS
    return int(number) if plain else None


def _number(number: str) -> dict[str, object]:
    id = _plain(number)
    return {"imported": number} if id is None else {"key": id}


def _own_numbered(number: str) -> Select[Any]:
    return _OWN_BY_IMPORTED if _plain(number) is None else _OWN_BY_ID


def _row(order: Order) -> dict[str, object]:
    return {
        "customer_id": order.customer_id,
        "placed_at": order.placed_at,
        "currency": order.currency,
        "delivery_minor": order.delivery.minor,
        "payment": order.payment,
        "quote_id": order.quote_id,
        "agreed": agreed_data(order.agreed),
        **_changing(order),
    }


def _changing(order: Order) -> dict[str, object]:
    """The columns that moves change; the version is counted by `claim`."""
    return {
        "status": order.status,
        "tax_minor": order.tax.minor,
        "address": order.address,
        "payment_state": order.payment_state,
        "paid_minor": order.paid_minor,
        "refunded_minor": order.refunded_minor,
        "allowance_minor": order.allowance_minor,
        "delivered_at": order.delivered_at,
    }


def _line_rows(id: int, order: Order) -> list[dict[str, object]]:
    rows = line_rows("order_id", id, order.lines)
    counts = [{name: getattr(line, name) for name in _COUNTS} for line in order.lines]
    return [row | count for row, count in zip(rows, counts, strict=True)]


def _order(rows: list[Row[Any]]) -> Order:
    """An order from its rows, one for each line; an order without lines has one row without sku."""
    first = rows[0]
    with_sku = [row for row in rows if row.sku is not None]
    lines = zip(not_begun(read_lines(with_sku, first.currency)), with_sku, strict=True)
    return Order(
        number=first.imported_number or str(first.id),
        customer_id=first.customer_id,
        status=first.status,
        placed_at=first.placed_at,
        lines=tuple(replace(line, **{name: row._mapping[name] for name in _COUNTS}) for line, row in lines),
        tax=Money(first.tax_minor, first.currency),
        delivery=Money(first.delivery_minor, first.currency),
        address=first.address,
        payment=first.payment,
        quote_id=first.quote_id,
        payment_state=first.payment_state,
        paid_minor=first.paid_minor,
        refunded_minor=first.refunded_minor,
        allowance_minor=first.allowance_minor,
        delivered_at=first.delivered_at,
        version=first.version,
        agreed=read_agreed(first.agreed),
    )
