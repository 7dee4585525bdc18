"""Changing an order that stands: fewer or more of a line, another address; the new total is known before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skill.commerce.lexicon import Lexicon
from skill.commerce.moving import Moved, NoSuchOrder, NotSoMany, move
from skill.commerce.orders import NoOrders, choose, lines_called, waiting
from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.rules.deeds import Cancel, Raise, Readdress, Refused, may
from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import apply
from skill.commerce.rules.order import Order, OrderLine
from skill.commerce.rules.owing import owed
from skill.commerce.rules.papers import Units


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer wants changed: of which order, which product, to how many or how many more."""

    number: str | None
    words: str
    ids: tuple[str, ...] = ()
    to: int | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Changeable:
    """It can be done: `count` of a line more or fewer, for a new `total`; a yes does it."""

    order: Order
    line: int
    deed: Cancel | Raise
    count: int
    total: Money


@dataclass(frozen=True, slots=True)
class AsItIs:
    """The order has so many already."""

    order: Order
    line: OrderLine


@dataclass(frozen=True, slots=True)
class NotChangeable:
    """The order's status does not allow it, or it is paid; `instead` could be bought anew (`count` of it)."""

    order: Order
    refused: Refused
    count: int
    instead: Variant | None


@dataclass(frozen=True, slots=True)
class PriceIsOther:
    """More would cost another price today: that is for a new order."""

    order: Order
    line: OrderLine
    variant: Variant
    count: int


@dataclass(frozen=True, slots=True)
class NoneLeft:
    """The shelf has only so many more."""

    order: Order
    line: OrderLine
    left: int


@dataclass(frozen=True, slots=True)
class WhichLine:
    """Several lines are called that, or none (then these are all there are)."""

    order: Order
    lines: tuple[OrderLine, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """It is done; `back_minor` of what was paid goes back."""

    order: Order
    back_minor: int


@dataclass(frozen=True, slots=True)
class Readdressable:
    """The order can go to another address that is on file; a yes does it."""

    order: Order
    address: str


@dataclass(frozen=True, slots=True)
class NoOtherAddress:
    """The address on file is the order's own, or there is none."""

    order: Order


Seen = Changeable | AsItIs | NotChangeable | PriceIsOther | NoneLeft | WhichLine


def changeable(
    uow: UnitOfWork, customer_id: str, wish: Wish, lexicon: Lexicon, now: datetime
) -> Seen | NoSuchOrder | NoOrders:
    """What a change would be; nothing is changed."""

    def fits(order: Order) -> bool:
        return bool(waiting(order)) and bool(lines_called(order, wish.words, wish.ids, lexicon))

    order = choose(uow, customer_id, wish.number, fits)
    if not isinstance(order, Order):
        return order
    called = lines_called(order, wish.words, wish.ids, lexicon) if wish.words else ()
    places = tuple(at for at in called if order.lines[at].current)
    if not places and not may(order, "cancel"):
        return NotChangeable(order, Refused(order, "cancel", "status"), 0, None)
    if len(places) != 1:
        lines = tuple(order.lines[at] for at in places) or tuple(one for one in order.lines if one.current)
        return WhichLine(order, lines, bool(places))
    line = order.lines[places[0]]
    change = wish.more if wish.more is not None else (wish.to or 0) - line.current
    if change == 0:
        return AsItIs(order, line)
    if not wish.to and wish.more is None:
        change = -(line.waiting or line.current)  # all of it: all that is still here
    if change < 0:
        return see(uow, order, places[0], Cancel((Units(places[0], -change),)), now)
    return see(uow, order, places[0], Raise((Units(places[0], change),)), now)


def see(uow: UnitOfWork, order: Order, at: int, deed: Cancel | Raise, now: datetime) -> Seen:
    """What one change of one line would be."""
    line = order.lines[at]
    count = sum(one.count for one in deed.units or ())
    variant = uow.catalog.variants([line.key]).get(line.key)
    step = apply(order, uow.orders.papers(order), deed, now)
    if isinstance(step, Refused):
        return NotChangeable(order, step, count, variant if isinstance(deed, Raise) else None)
    if isinstance(deed, Raise):
        left = short_of(variant, count) if variant else 0
        if variant is None or left is not None:
            return NoneLeft(order, line, left or 0)
        if variant.price != line.unit_price:
            return PriceIsOther(order, line, variant, count)
    return Changeable(order, at, deed, count, owed(step.order))


def change(
    uow: UnitOfWork, order: Order, deed: Cancel | Raise | Readdress, now: datetime
) -> Changed | NotChangeable | NoneLeft:
    """Do what was asked about."""
    match move(uow, order.number, deed, by="customer", at=now):
        case Moved(moved, happening):
            return Changed(moved, happening.amount_minor if isinstance(deed, Cancel) else 0)
        case Refused() as refused:
            return NotChangeable(refused.order, refused, 0, None)
        case NotSoMany(_, sku, left):
            return NoneLeft(order, next(line for line in order.lines if line.sku == sku), left)
        case _:
            return NotChangeable(order, Refused(order, deed.name, "status"), 0, None)


def readdressable(
    uow: UnitOfWork, customer: Customer, number: str | None, now: datetime
) -> Readdressable | NoOtherAddress | NotChangeable | NoSuchOrder | NoOrders:
    """Whether an order can go to the address that is on file now."""
    order = choose(uow, customer.id, number, lambda order: may(order, "readdress"))
    if not isinstance(order, Order):
        return order
    if not may(order, "readdress") or order.address is None:
        return NotChangeable(order, Refused(order, "readdress", "status"), 0, None)
    if customer.address is None or customer.address == order.address:
        return NoOtherAddress(order)
    return Readdressable(order, customer.address)
