"""Where is my order, and cancel it while it has not left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skill.commerce import moving
from skill.commerce.moving import Moved, NoSuchOrder
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.deeds import may
from skill.commerce.rules.order import Order


@dataclass(frozen=True, slots=True)
class Known:
    """The order that is meant."""

    order: Order


@dataclass(frozen=True, slots=True)
class Cancellable:
    """The order is still here; a yes cancels it."""

    order: Order


@dataclass(frozen=True, slots=True)
class TooLate:
    """The order cannot be cancelled any more; its status says why."""

    order: Order


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The order is cancelled and its goods are back on the shelf."""

    order: Order


@dataclass(frozen=True, slots=True)
class NoOrders:
    """This customer has not ordered anything yet."""


def status(uow: UnitOfWork, customer_id: str, number: str | None) -> Known | NoSuchOrder | NoOrders:
    """The order of that number, or the newest one."""
    if number is not None:
        order = uow.orders.get(customer_id, number)
        return Known(order) if order else NoSuchOrder(number)
    history = uow.orders.history(customer_id, limit=1)
    return Known(history[0]) if history else NoOrders()


def cancellable(
    uow: UnitOfWork, customer_id: str, number: str | None
) -> Cancellable | TooLate | NoSuchOrder | NoOrders:
    """The order of that number, or else the newest that can still be cancelled."""
    if number is not None:
        order = uow.orders.get(customer_id, number)
        return NoSuchOrder(number) if order is None else _judge(order)
    history = uow.orders.history(customer_id)
    if not history:
        return NoOrders()
    open_ones = (order for order in history if isinstance(_judge(order), Cancellable))
    return _judge(next(open_ones, history[0]))


def _judge(order: Order) -> Cancellable | TooLate:
    here = any(line.waiting for line in order.lines)
    return Cancellable(order) if may(order, "cancel") and here else TooLate(order)


def cancel(
    uow: UnitOfWork, customer_id: str, number: str, now: datetime
) -> Cancelled | TooLate | NoSuchOrder:
    """Cancel what has not left, and put it back; once, however often it is asked."""
    order = uow.orders.get(customer_id, number)
    if order is None:
        return NoSuchOrder(number)
    match moving.cancel(uow, number, by="customer", at=now):
        case Moved(moved, _):
            return Cancelled(moved)
        case _:
            return TooLate(uow.orders.get(customer_id, number) or order)
