"""An order's papers: shipments, returns, refunds, and the history that is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, insert, select, update

from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Happening, Paper, Papers, Refund, Return, Shipment, Units
from skill.store.paper_tables import order_history, refunds, returns, shipments

_TABLES: dict[type[Paper], Table] = {Shipment: shipments, Return: returns, Refund: refunds}


def read_papers(connection: Connection, id: int, order: Order) -> Papers:
    """All papers of the order with that id."""
    return Papers(
        shipments=tuple(map(_shipment, _rows(connection, shipments, id))),
        returns=tuple(map(_return, _rows(connection, returns, id))),
        refunds=tuple(_refund(row, order.currency) for row in _rows(connection, refunds, id)),
        history=(
            Happening("placed", order.placed_at, "customer", "placed"),
            *map(read_happening, _rows(connection, order_history, id)),
        ),
    )


def write_papers(
    connection: Connection, id: int, step: Step, *, by: str, at: datetime, why: str
) -> Happening:
    """Keep the new and changed papers of a step, and add to the history what happened."""
    kept = [_keep(connection, id, paper) for paper in step.papers]
    happening = Happening(
        what=step.what,
        at=at,
        by=by,
        status=step.order.status,
        why=why,
        units=step.units,
        amount_minor=step.amount_minor,
        ref=kept[0] if kept else None,
    )
    row = {name: getattr(happening, name) for name in Happening.__slots__}
    row |= {"order_id": id, "units": _pairs(happening.units)}
    connection.execute(insert(order_history), row)
    return happening


def read_happening(row: Row[Any]) -> Happening:
    """What a row of the history says."""
    return Happening(row.what, row.at, row.by, row.status, row.why, _units(row), row.amount_minor, row.ref)


def _keep(connection: Connection, id: int, paper: Paper) -> int:
    """Insert a new paper or change the one with its id; the id comes back."""
    table, row = _TABLES[type(paper)], _row(paper)
    if paper.id:
        connection.execute(update(table).where(table.c.id == paper.id).values(row))
        return paper.id
    made = insert(table).returning(table.c.id)
    return int(connection.execute(made, row | {"order_id": id}).scalar_one())


def _rows(connection: Connection, table: Table, id: int) -> Sequence[Row[Any]]:
    wanted = select(table).where(table.c.order_id == bindparam("owner")).order_by(table.c.id)
    return connection.execute(wanted, {"owner": id}).all()


def _row(paper: Paper) -> dict[str, object]:
    row = {name: getattr(paper, name) for name in paper.__slots__ if name not in ("id", "amount")}
    row["units"] = _pairs(paper.units)
    if isinstance(paper, Refund):
        row["amount_minor"] = paper.amount.minor
    return row


def _shipment(row: Row[Any]) -> Shipment:
    return Shipment(row.id, _units(row), row.carrier, row.tracking, row.shipped_at, row.delivered_at)


def _return(row: Row[Any]) -> Return:
    return Return(row.id, _units(row), row.state, row.reason, row.requested_at, row.settled_at)


def _refund(row: Row[Any], currency: str) -> Refund:
    amount = Money(row.amount_minor, currency)
    return Refund(row.id, amount, _units(row), row.state, row.reason, row.requested_at, row.settled_at)


def _pairs(units: Sequence[Units]) -> list[list[int]]:
    return [[one.line, one.count] for one in units]


def _units(row: Row[Any]) -> tuple[Units, ...]:
    return tuple(Units(line, count) for line, count in row.units)
