"""An order as other systems read it: the order of the Agentic Commerce Protocol (rfc.orders, 2026-02-05).

Amounts are integers in minor units. Nothing of a person is in it: no name, address or reason. Two fields
are ours beside the protocol's: `currency` and `customer_id`, a random word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from skill.commerce.rules.cart import Cart
from skill.commerce.rules.order import Order, OrderLine
from skill.commerce.rules.papers import Papers, Refund, Return, Shipment, Units

Json = dict[str, Any]
_STATUS = {
    "placed": "confirmed",
    "packed": "processing",
    "part_shipped": "processing",
    "shipped": "shipped",
    "part_delivered": "processing",
    "delivered": "completed",
    "cancelled": "canceled",
}
_SETTLED = {"requested": "pending", "done": "completed", "received": "completed"}


def order_shape(order: Order, papers: Papers) -> Json:
    """The whole order as it is now; `papers` are what was sent, comes back and is paid back."""
    return {
        "type": "order",
        "id": order.number,
        "checkout_session_id": order.quote_id or "",
        "order_number": order.number,
        "customer_id": order.customer_id,
        "created_at": order.placed_at.isoformat(),
        "status": _STATUS[order.status],
        "payment_status": order.payment_state,
        "currency": order.currency,
        "line_items": [_line(at, line) for at, line in enumerate(order.lines)],
        "fulfillments": [_fulfillment(order, one) for one in papers.shipments],
        "adjustments": [
            *(_refund(one) for one in papers.refunds),
            *(_return(one) for one in papers.returns),
        ],
        "totals": _totals(order, papers),
    }


def cart_lines(cart: Cart) -> list[Json]:
    """What is in a cart, by the ids of the products."""
    return [
        {"product_id": line.sku, "modifiers": list(line.modifiers), "quantity": line.quantity}
        for line in cart.lines
    ]


def _line(at: int, line: OrderLine) -> Json:
    """What was handed over to a carrier counts as fulfilled; what came back is no longer current."""
    current, fulfilled = line.current - line.returned, line.shipped - line.returned
    return {
        "id": _line_id(at),
        "product_id": line.sku,
        "title": line.name,
        "modifiers": list(line.modifiers),
        "quantity": {"ordered": line.quantity, "current": current, "fulfilled": fulfilled},
        "unit_price": line.unit_price.minor,
        "subtotal": line.total.minor,
        "status": _line_status(current, fulfilled),
    }


def _line_status(current: int, fulfilled: int) -> str:
    if not current:
        return "removed"
    if fulfilled == current:
        return "fulfilled"
    return "partial" if fulfilled else "processing"


def _fulfillment(order: Order, parcel: Shipment) -> Json:
    number = f"ful_{parcel.id}"
    events = [("shipped", parcel.shipped_at), ("delivered", parcel.delivered_at)]
    shape = {
        "id": number,
        "type": "pickup" if order.agreed.way.pick_up or order.address is None else "shipping",
        "status": "delivered" if parcel.delivered_at else "shipped",
        "line_items": _references(parcel.units),
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking,
        "events": [
            {"id": f"{number}_{kind}", "type": kind, "occurred_at": _moment(at)} for kind, at in events if at
        ],
    }
    return {name: value for name, value in shape.items() if value != ""}


def _refund(refund: Refund) -> Json:
    return {
        "id": f"refund_{refund.id}",
        "type": "refund",
        "occurred_at": _moment(refund.settled_at or refund.requested_at),
        "status": _SETTLED.get(refund.state, "failed"),
        "line_items": _references(refund.units),
        "amount": refund.amount.minor,
        "currency": refund.amount.currency.lower(),
    }


def _return(asked: Return) -> Json:
    return {
        "id": f"return_{asked.id}",
        "type": "return",
        "occurred_at": _moment(asked.settled_at or asked.requested_at),
        "status": _SETTLED.get(asked.state, "failed"),
        "line_items": _references(asked.units),
    }


def _totals(order: Order, papers: Papers) -> list[Json]:
    """What the whole order costs as it was agreed to; with tax in the prices `tax` is part of the others."""
    back = sum(one.amount.minor for one in papers.refunds if one.state == "done")
    off = sum(line.discount_minor for line in order.lines)
    gross = sum(line.gross.minor for line in order.lines)
    rows = [
        ("items_base_amount", "Items", gross),
        ("items_discount", "Discount", off),
        ("subtotal", "Subtotal", order.subtotal.minor),
        ("fulfillment", "Delivery", order.delivery.minor),
        ("tax", "Tax", order.tax.minor),
        ("total", "Total", order.total.minor),
        ("amount_refunded", "Refunded", back),
    ]
    optional = ("items_discount", "amount_refunded")
    return [
        {"type": kind, "display_text": text, "amount": minor}
        for kind, text, minor in rows
        if minor or kind not in optional
    ]


def _references(units: Sequence[Units]) -> list[Json]:
    return [{"id": _line_id(one.line), "quantity": one.count} for one in units]


def _line_id(at: int) -> str:
    return f"line_{at + 1}"


def _moment(moment: datetime) -> str:
    return moment.isoformat()
