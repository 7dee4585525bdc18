"""What the shop tells other systems: an event, and which ones a move of an order makes.

An event names things by their ids and never a person: no name, e-mail, address, reason or word of a customer
is in its data. Who receives it asks the shop for more, as far as they may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order

EventName = Literal[
    "order.placed",
    "order.paid",
    "order.payment_failed",
    "order.packed",
    "order.part_shipped",
    "order.shipped",
    "order.part_delivered",
    "order.delivered",
    "order.cancelled",
    "order.changed",
    "order.return_requested",
    "order.return_refused",
    "order.returned",
    "order.refunded",
    "stock.low",
    "cart.abandoned",
    "handoff.requested",
    "customer.erased",
    "webhook.test",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened; `about` is what it happened to ("order 1005"), and events of one thing
    are sent in their order. `customer_id` is whose it is, for the day on which they are to be forgotten.
    """

    name: EventName
    about: str
    at: datetime
    data: Mapping[str, Any]
    customer_id: str | None = None


def made_by(before: Order, step: Step) -> tuple[EventName, ...]:
    """The events of one step of an order, at least one; the goods first, then the money."""
    goods = _about_goods(before, step)
    money = _about_money(before, step)
    return (*goods, *money) or ("order.changed",)


def _about_goods(before: Order, step: Step) -> tuple[EventName, ...]:
    after = step.order
    match step.what:
        case "packed":
            return ("order.packed",)
        case "shipped":
            return ("order.part_shipped" if any(line.waiting for line in after.lines) else "order.shipped",)
        case "delivered":
            return ("order.delivered" if after.status == "delivered" else "order.part_delivered",)
        case "cancelled":
            return ("order.cancelled" if after.status == "cancelled" else "order.changed",)
        case "return_requested":
            return ("order.return_requested",)
        case "return_refused":
            return ("order.return_refused",)
        case "return_received":
            return ("order.returned",)
        case "changed":
            return ("order.changed",)
        case _:
            return ()


def _about_money(before: Order, step: Step) -> tuple[EventName, ...]:
    after = step.order
    if step.what in ("refund_settled", "refund_failed"):
        return ("order.refunded",) if step.what == "refund_settled" else ()
    if after.payment_state != before.payment_state:
        if after.payment_state == "paid":
            return ("order.paid",)
        if after.payment_state == "failed":
            return ("order.payment_failed",)
    return ()
