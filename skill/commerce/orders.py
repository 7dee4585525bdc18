"""Where is my order, and cancel it while it has not left."""

from __future__ import annotations

from dataclasses import dataclass

from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.order import Order, can_move


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
class NoSuchOrder:
    """This customer has no order of that number."""

    number: str


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
    open_ones = (order for order in history if can_move(order.status, "cancelled"))
    return _judge(next(open_ones, history[0]))


def _judge(order: Order) -> Cancellable | TooLate:
    return Cancellable(order) if can_move(order.status, "cancelled") else TooLate(order)


def cancel(uow: UnitOfWork, customer_id: str, number: str) -> Cancelled | TooLate | NoSuchOrder:
    """Cancel an order and put its goods back; once, however often it is asked."""
    order = uow.orders.get(customer_id, number)
    if order is None:
        return NoSuchOrder(number)
    if not can_move(order.status, "cancelled") or not uow.orders.move(order, "cancelled"):
        return TooLate(order)
    # By id, as every buyer takes stock: otherwise a purchase and this could wait for each other.
    for line in sorted(order.lines, key=lambda line: line.sku):
        uow.stock.give_back(line.sku, line.quantity)
    return Cancelled(order)
