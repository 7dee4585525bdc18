"""Handing a customer over to a person: other systems get what a person needs to go on from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from skill.commerce.order_shape import cart_lines
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.events import Event

Reason = Literal["asked", "not_understood"]


def ask_for_person(
    uow: UnitOfWork, customer_id: str, tried: Sequence[str], reason: Reason, at: datetime
) -> None:
    """The cart, the intents of the last turns and why; no word that was said."""
    data = {
        "type": "handoff",
        "customer_id": customer_id,
        "reason": reason,
        "last_intents": list(tried),
        "cart": cart_lines(uow.carts.get(customer_id)),
    }
    uow.events.add(Event("handoff.requested", f"customer {customer_id}", at, data, customer_id))
