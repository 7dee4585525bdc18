"""Carts that were left: other systems may remind the customer, if the customer has agreed to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from skill.commerce.order_shape import cart_lines
from skill.commerce.ports import Store
from skill.commerce.rules.events import Event

AT_ONCE = 200


def tell_abandoned(store: Store, hours: int, now: datetime) -> int:
    """An event for each cart left for so long since its last change, once; how many there were."""
    with store.writing() as uow:
        left = uow.carts.left_since(now - timedelta(hours=hours), AT_ONCE)
        for cart, changed_at in left:
            data = {
                "type": "cart",
                "customer_id": cart.customer_id,
                "left_at": changed_at.isoformat(),
                "line_items": cart_lines(cart),
            }
            about = f"cart {cart.customer_id}"
            uow.events.add(Event("cart.abandoned", about, now, data, cart.customer_id))
        uow.commit()
    return len(left)
