"""What a customer asks about their orders, and cancelling what has not left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from skill.commerce import moving
from skill.commerce.dates import Days
from skill.commerce.find import among
from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import ALIKE, fit
from skill.commerce.moving import Moved, NoSuchOrder
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.deeds import Cancel, may
from skill.commerce.rules.order import Order, OrderLine
from skill.commerce.rules.papers import Papers, Units

OVER = ("delivered", "cancelled")


@dataclass(frozen=True, slots=True)
class Known:
    """The order that is meant, with its papers."""

    order: Order
    papers: Papers


@dataclass(frozen=True, slots=True)
class Cancellable:
    """These have not left; a yes cancels them."""

    order: Order
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class TooLate:
    """Nothing of the order can be cancelled any more; its status says why."""

    order: Order


@dataclass(frozen=True, slots=True)
class Cancelled:
    """These are cancelled and back on the shelf; `back_minor` of what was paid goes back."""

    order: Order
    units: tuple[Units, ...]
    back_minor: int


@dataclass(frozen=True, slots=True)
class NoOrders:
    """This customer has not ordered anything yet."""


@dataclass(frozen=True, slots=True)
class Bought:
    """The last time that a product was bought; `variant` is None when it is no longer sold."""

    order: Order
    line: OrderLine
    variant: Variant | None


@dataclass(frozen=True, slots=True)
class NeverBought:
    """Not in the history."""


def choose(
    uow: UnitOfWork, customer_id: str, number: str | None, fitting: Callable[[Order], bool]
) -> Order | NoSuchOrder | NoOrders:
    """The order of that number; without one the newest that fits, or else the newest."""
    if number is not None:
        return uow.orders.get(customer_id, number) or NoSuchOrder(number)
    history = uow.orders.history(customer_id)
    return next(filter(fitting, history), history[0]) if history else NoOrders()


def status(
    uow: UnitOfWork, customer_id: str, number: str | None, *, open_first: bool = False
) -> Known | NoSuchOrder | NoOrders:
    """The order of that number, or the newest; `open_first` prefers the newest that is not over."""
    order = choose(uow, customer_id, number, lambda order: not (open_first and order.status in OVER))
    return Known(order, uow.orders.papers(order)) if isinstance(order, Order) else order


def ordered_in(uow: UnitOfWork, customer_id: str, days: Days | None) -> tuple[Order, ...]:
    """The orders of some days, or all, newest first."""
    history = uow.orders.history(customer_id)
    return tuple(order for order in history if days is None or order.placed_at in days)


def last_bought(
    uow: UnitOfWork, customer_id: str, words: str, ids: tuple[str, ...], lexicon: Lexicon, days: Days | None
) -> Bought | NeverBought:
    """When a product was bought last, in some days or at all; what was cancelled was not bought."""
    for order in ordered_in(uow, customer_id, days):
        for at in lines_called(order, words, ids, lexicon):
            line = order.lines[at]
            if line.current:
                return Bought(order, line, uow.catalog.variants([line.key]).get(line.key))
    return NeverBought()


def lines_called(order: Order, words: str, ids: tuple[str, ...], lexicon: Lexicon) -> tuple[int, ...]:
    """The places of the lines that a customer's words mean; several when the words leave it open."""
    resolved = tuple(at for at, line in enumerate(order.lines) if line.sku in ids)
    if resolved or ids:
        return resolved
    called = tuple(_as_it_was(at, line) for at, line in enumerate(order.lines))
    one = among(words, called, lexicon)
    alike = (one,) if one else (named for named in called if fit(words, named).level >= ALIKE)
    return tuple(int(named.sku) for named in alike)


def _as_it_was(at: int, line: OrderLine) -> Variant:
    """A line as a thing that can be named, sold today or not; its id is its place."""
    return Variant(str(at), "", line.name, line.name, line.unit_price)


def waiting(order: Order) -> tuple[Units, ...]:
    """What of an order has not left."""
    return tuple(Units(at, line.waiting) for at, line in enumerate(order.lines) if line.waiting)


def cancellable(
    uow: UnitOfWork, customer_id: str, number: str | None
) -> Cancellable | TooLate | NoSuchOrder | NoOrders:
    """What can be cancelled of the order of that number, or else of the newest where anything can."""
    order = choose(uow, customer_id, number, lambda order: may(order, "cancel") and bool(waiting(order)))
    if not isinstance(order, Order):
        return order
    units = waiting(order)
    return Cancellable(order, units) if units and may(order, "cancel") else TooLate(order)


def cancel(
    uow: UnitOfWork, customer_id: str, number: str, units: tuple[Units, ...] | None, now: datetime
) -> Cancelled | TooLate | NoSuchOrder:
    """Cancel these, or all that has not left, and put it back; once, however often it is asked."""
    order = uow.orders.get(customer_id, number)
    if order is None:
        return NoSuchOrder(number)
    match moving.cancel(uow, number, by="customer", at=now, deed=Cancel(units)):
        case Moved(moved, happening):
            return Cancelled(moved, happening.units, happening.amount_minor)
        case _:
            return TooLate(uow.orders.get(customer_id, number) or order)
