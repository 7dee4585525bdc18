"""The order: what was bought, how far each line of it has come, and what has been paid for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Literal

from skill.commerce.rules.money import Money, split
from skill.commerce.rules.quote import Agreed, QuoteLine, goods, to_pay

Status = Literal["placed", "packed", "part_shipped", "shipped", "part_delivered", "delivered", "cancelled"]
COUNTS = ("cancelled", "shipped", "delivered", "coming_back", "returned")
"""What an order line counts beside its quantity."""

PaymentState = Literal["due", "authorised", "paid", "part_refunded", "refunded", "failed"]


@dataclass(frozen=True, slots=True)
class OrderLine(QuoteLine):
    """A line as it was read out, and what became of its `quantity`.

    cancelled + shipped <= quantity; delivered <= shipped; coming_back + returned <= delivered.
    `coming_back` is on its way back, `returned` has arrived.
    """

    cancelled: int = 0
    shipped: int = 0
    delivered: int = 0
    coming_back: int = 0
    returned: int = 0

    @property
    def current(self) -> int:
        """How many the order is still about."""
        return self.quantity - self.cancelled

    @property
    def waiting(self) -> int:
        """How many are still at the shop."""
        return self.current - self.shipped

    @property
    def on_its_way(self) -> int:
        """How many have left and have not arrived."""
        return self.shipped - self.delivered

    @property
    def returnable(self) -> int:
        """How many the customer has and has not asked to return."""
        return self.delivered - self.coming_back - self.returned


@dataclass(frozen=True, slots=True)
class Order:
    """What was bought, at the prices that were read out. `number` is what the customer is told.

    `status` is about the goods, `payment_state` about the money. `refunded_minor` counts refunds that were
    promised, carried out or not; `allowance_minor` what the merchant let the customer off. `version` counts
    the moves of the order.
    """

    number: str
    customer_id: str
    status: Status
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    tax: Money
    delivery: Money
    address: str | None
    payment: str
    quote_id: str | None = None
    payment_state: PaymentState = "due"
    paid_minor: int = 0
    refunded_minor: int = 0
    allowance_minor: int = 0
    delivered_at: datetime | None = None
    version: int = 0
    agreed: Agreed = field(default_factory=Agreed)

    @property
    def currency(self) -> str:
        """The currency of everything in it."""
        return self.tax.currency

    @property
    def subtotal(self) -> Money:
        """The goods alone, after discounts."""
        return goods(self.lines, self.currency)

    @property
    def delivery_tax_minor(self) -> int:
        """The tax on the delivery: what of the tax is on no line."""
        return self.tax.minor - sum(line.tax_minor for line in self.lines)

    @property
    def total(self) -> Money:
        """What the whole order costs, as it was read out (or agreed to when it was changed)."""
        return to_pay(self.subtotal, self.tax, self.delivery, self.agreed)


def order_lines(lines: Sequence[QuoteLine]) -> tuple[OrderLine, ...]:
    """The lines of a quote as lines of an order of which nothing has happened yet."""
    return tuple(
        OrderLine(**{one.name: getattr(line, one.name) for one in fields(QuoteLine)}) for line in lines
    )


def with_tax_shares(order: Order) -> Order:
    """An order of which only the whole tax is known: it is split over the goods."""
    if not any(line.total.minor for line in order.lines):
        return order
    taxes = split(order.tax.minor, [line.total.minor for line in order.lines])
    lines = zip(order.lines, taxes, strict=True)
    return replace(order, lines=tuple(replace(line, tax_minor=tax) for line, tax in lines))


def status_of(lines: Sequence[OrderLine], before: Status) -> Status:
    """The status that the quantities make; nothing on its way leaves it as it was `before`."""
    current, shipped, delivered = (
        sum(getattr(line, name) for line in lines) for name in ("current", "shipped", "delivered")
    )
    if not current:
        return "cancelled"
    if delivered:
        return "delivered" if delivered == current else "part_delivered"
    if shipped:
        return "shipped" if shipped == current else "part_shipped"
    return before


def _come_to(line: OrderLine, status: Status) -> OrderLine:
    return replace(
        line,
        cancelled=line.quantity if status == "cancelled" else 0,
        shipped=line.quantity if status in ("shipped", "delivered") else 0,
        delivered=line.quantity if status == "delivered" else 0,
    )


def caught_up(order: Order) -> Order:
    """An order made elsewhere: where only the status is known, its lines have come as far as that.

    What was paid on delivery is paid once it is delivered, and counts as delivered when it was placed.
    """
    taxed = order if any(line.tax_minor for line in order.lines) else with_tax_shares(order)
    told = any(line.cancelled or line.shipped for line in order.lines)
    lines = taxed.lines if told else tuple(_come_to(line, order.status) for line in taxed.lines)
    if order.status != "delivered":
        return replace(order, lines=lines)
    paid = order.total.minor if order.payment == "pay_on_delivery" else order.paid_minor
    return replace(
        order,
        lines=lines,
        payment_state="paid" if paid else order.payment_state,
        paid_minor=paid,
        delivered_at=order.delivered_at or order.placed_at,
    )
