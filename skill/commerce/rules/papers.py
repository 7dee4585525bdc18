"""The papers of an order: what was sent, what comes back, what is paid back, and who did what when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Status

ReturnState = Literal["requested", "received", "refused"]
RefundState = Literal["requested", "done", "failed"]
What = Literal[
    "placed",
    "packed",
    "shipped",
    "delivered",
    "cancelled",
    "changed",
    "return_requested",
    "return_received",
    "return_refused",
    "refund_requested",
    "refund_settled",
    "refund_failed",
    "payment",
]


@dataclass(frozen=True, slots=True)
class Units:
    """So many of one line of an order; `line` counts from 0."""

    line: int
    count: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel; `id` is 0 until it is kept."""

    id: int
    units: tuple[Units, ...]
    carrier: str
    tracking: str
    shipped_at: datetime
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Goods that the customer sends back; `id` is the number that they are told."""

    id: int
    units: tuple[Units, ...]
    state: ReturnState
    reason: str
    requested_at: datetime
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that goes back; it is promised here, and carried out by the order's method of payment."""

    id: int
    amount: Money
    units: tuple[Units, ...]
    state: RefundState
    reason: str
    requested_at: datetime
    settled_at: datetime | None = None


Paper = Shipment | Return | Refund


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of an order's history; `by` is who did it, `ref` the id of the paper that came of it."""

    what: What
    at: datetime
    by: str
    status: Status
    why: str = ""
    units: tuple[Units, ...] = ()
    amount_minor: int = 0
    ref: int | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """All papers of one order, the oldest first."""

    shipments: tuple[Shipment, ...] = ()
    returns: tuple[Return, ...] = ()
    refunds: tuple[Refund, ...] = ()
    history: tuple[Happening, ...] = ()
