"""What is written for other systems in the transaction of the change: all of it, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from skill.commerce.order_shape import order_shape
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.events import Event, EventName, made_by
from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Papers


def tell_placed(uow: UnitOfWork, order: Order, taken: Mapping[str, int]) -> None:
    """An order stands; `taken` is what left the shelf for it, by sku."""
    _tell(uow, "order.placed", order, Papers(), order.placed_at)
    tell_low(uow, taken, order.placed_at)


def tell_moved(uow: UnitOfWork, before: Order, step: Step, after: Order, at: datetime) -> None:
    """An order has moved: it goes out whole, as it is now, once for each thing that happened."""
    papers = uow.orders.papers(after)
    for name in made_by(before, step):
        _tell(uow, name, after, papers, at)


def tell_low(uow: UnitOfWork, taken: Mapping[str, int], at: datetime) -> None:
    """Of what was taken some may have come down to where the merchant wants to know."""
    for sku, left in sorted(uow.stock.fallen_low(taken).items()):
        uow.events.add(Event("stock.low", f"sku {sku}", at, {"type": "stock", "id": sku, "left": left}))


def _tell(uow: UnitOfWork, name: EventName, order: Order, papers: Papers, at: datetime) -> None:
    event = Event(name, f"order {order.number}", at, order_shape(order, papers), order.customer_id)
    uow.events.add(event)
