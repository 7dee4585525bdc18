"""What happened to a customer's orders since they were told last: sent, not sent, refused, paid back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Happening

FRESH = timedelta(days=30)
"""What is older is no news any more, told or not."""
_ORDERS = 5
Kind = Literal[
    "shipped",
    "part_shipped",
    "cancelled",
    "not_charged",
    "shortened",
    "return_refused",
    "let_off",
    "paid_back",
]


@dataclass(frozen=True, slots=True)
class News:
    """The last thing that happened to an order, and when; the customer did not do it."""

    order: Order
    kind: Kind
    at: datetime


def news(uow: UnitOfWork, customer: Customer, now: datetime) -> tuple[News, ...]:
    """What there is to tell, one thing an order, the newest first; nothing that the customer did."""
    since = max(customer.told_at or now - FRESH, now - FRESH)
    happened = uow.orders.happened(customer.id, since, _ORDERS)
    if not happened:
        return ()
    orders = uow.orders.history(customer.id, _ORDERS)
    found = (_of_order(order, happened.get(order.number, ())) for order in orders)
    return tuple(sorted(filter(None, found), key=lambda one: one.at, reverse=True))


def told(uow: UnitOfWork, customer: Customer, now: datetime) -> None:
    """All of it has been told: it is not told again."""
    uow.customers.put(replace(customer, told_at=now))


def _of_order(order: Order, fresh: Sequence[Happening]) -> News | None:
    for happening in reversed(fresh):
        if kind := _kind(order, happening, fresh):
            return News(order, kind, happening.at)
    return None


def _kind(order: Order, happening: Happening, fresh: Sequence[Happening]) -> Kind | None:
    match happening.what:
        case "shipped" if order.status in ("shipped", "part_shipped"):
            return "shipped" if order.status == "shipped" else "part_shipped"
        case "cancelled" if happening.by == "payment":
            # Who was there when the card was refused has heard it then.
            return "not_charged" if happening.at > order.placed_at else None
        case "cancelled":
            return "cancelled" if order.status == "cancelled" else "shortened"
        case "return_refused":
            return "return_refused"
        case "refund_settled" if order.payment_state in ("refunded", "part_refunded"):
            return "paid_back"
        case "changed" if happening.amount_minor and not any(one.what == "refund_settled" for one in fresh):
            return "let_off"
    return None
