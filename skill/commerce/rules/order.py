"""The order and the moves it may make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import QuoteLine

Status = Literal["placed", "packed", "shipped", "delivered", "cancelled"]

MOVES: dict[Status, tuple[Status, ...]] = {
    "placed": ("packed", "cancelled"),
    "packed": ("shipped", "cancelled"),
    "shipped": ("delivered",),
    "delivered": (),
    "cancelled": (),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What was bought, at the prices that were read out. `number` is what the customer is told."""

    number: str
    customer_id: str
    status: Status
    placed_at: datetime
    lines: tuple[QuoteLine, ...]
    tax: Money
    delivery: Money
    address: str | None
    payment: str
    quote_id: str | None = None

    @property
    def subtotal(self) -> Money:
        """The goods alone."""
        return sum((line.total for line in self.lines), Money(0, self.tax.currency))

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return self.subtotal + self.tax + self.delivery


def can_move(status: Status, to: Status) -> bool:
    """Whether an order in one state may go to another."""
    return to in MOVES[status]
