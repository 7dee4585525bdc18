"""What a customer owes for an order: the goods they keep, with their part of the tax, and the delivery.

Everything that pays back is a difference of two such sums, so parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable

from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order, OrderLine


def line_amounts(order: Order) -> tuple[int, ...]:
    """What each whole line costs after discounts, with its tax, in minor units."""
    if order.agreed.tax_included:
        return tuple(line.total.minor for line in order.lines)
    return tuple(line.total.minor + line.tax_minor for line in order.lines)


def delivery_amount(order: Order) -> int:
    """What the delivery costs, with its tax, in minor units."""
    return order.delivery.minor + (0 if order.agreed.tax_included else order.delivery_tax_minor)


def of_units(amount: int, units: int, of: int) -> int:
    """What the first so many units of a line cost, whose whole quantity costs the amount.

    By largest remainder too: the first units carry the odd cents.
    """
    each, odd = divmod(amount, of)
    return each * units + min(units, odd)


def worth(order: Order, count: Callable[[OrderLine], int]) -> int:
    """What so many of each line cost, in minor units, without delivery."""
    amounts = zip(order.lines, line_amounts(order), strict=True)
    return sum(of_units(amount, count(line), line.quantity) for line, amount in amounts)


def owed(order: Order) -> Money:
    """What the order costs as it is now: without what was cancelled, returned or let off.

    Delivery is owed while anything is (or was) sent: who returns everything has had it, who cancels has not.
    """
    goods = worth(order, lambda line: line.current - line.returned)
    delivery = delivery_amount(order) if any(line.current for line in order.lines) else 0
    return Money(max(0, goods + delivery - order.allowance_minor), order.currency)


def to_pay_back(order: Order) -> Money:
    """What was paid, is no longer owed and has not been promised back yet; never more than was paid."""
    return Money(max(0, order.paid_minor - order.refunded_minor - owed(order).minor), order.currency)
