"""Sending back what has arrived: what it brings, until when, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from skill.commerce.lexicon import Lexicon
from skill.commerce.moving import Moved, NoSuchOrder, move
from skill.commerce.orders import NoOrders, choose, lines_called
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.deeds import AskReturn, Refused, TakeBack
from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import Step, apply
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Papers, Return, Units


@dataclass(frozen=True, slots=True)
class Returnable:
    """These can be sent back till `until`; a yes announces it, and `back` is paid when they have arrived."""

    order: Order
    units: tuple[Units, ...]
    back: Money
    until: datetime


@dataclass(frozen=True, slots=True)
class NotReturnable:
    """They cannot: the order did not arrive, is over the window since `until`, or all is on its way back."""

    order: Order
    refused: Refused
    until: datetime


@dataclass(frozen=True, slots=True)
class NotInOrder:
    """The product that was named is in none of the orders (or not in the one of that number)."""

    order: Order


@dataclass(frozen=True, slots=True)
class Announced:
    """The return stands under a number; `back` is paid when it has arrived."""

    order: Order
    number: int
    units: tuple[Units, ...]
    back: Money


@dataclass(frozen=True, slots=True)
class Asked:
    """What a customer wants to send back: of which order, which product, how many."""

    number: str | None
    words: str = ""
    ids: tuple[str, ...] = ()
    quantity: int | None = None


def returnable(
    uow: UnitOfWork, customer_id: str, asked: Asked, lexicon: Lexicon, days: int, now: datetime
) -> Returnable | NotReturnable | NotInOrder | NoSuchOrder | NoOrders:
    """What a return would be; nothing is announced."""

    def fits(order: Order) -> bool:
        meant = _meant(order, asked, lexicon)
        return meant != () and any(order.lines[one.line].returnable for one in meant or _all_of(order))

    def has(order: Order) -> bool:
        return _meant(order, asked, lexicon) != ()

    order = choose(uow, customer_id, asked.number, fits)
    if isinstance(order, Order) and not fits(order):
        order = choose(uow, customer_id, asked.number, has)
    if not isinstance(order, Order):
        return order
    meant = _meant(order, asked, lexicon)
    if meant == ():
        return NotInOrder(order)
    return _judge(order, uow.orders.papers(order), AskReturn(meant, days), now)


def _meant(order: Order, asked: Asked, lexicon: Lexicon) -> tuple[Units, ...] | None:
    """The units that the words mean: None is everything, () is nothing of this order."""
    if not asked.words:
        return None
    lines = lines_called(order, asked.words, asked.ids, lexicon)
    return tuple(Units(at, asked.quantity or max(1, order.lines[at].returnable)) for at in lines)


def _all_of(order: Order) -> tuple[Units, ...]:
    return tuple(Units(at, line.returnable) for at, line in enumerate(order.lines))


def _judge(order: Order, papers: Papers, deed: AskReturn, now: datetime) -> Returnable | NotReturnable:
    until = (order.delivered_at or order.placed_at) + timedelta(days=deed.days or 0)
    step = apply(order, papers, deed, now)
    if isinstance(step, Refused):
        return NotReturnable(order, step, until)
    return Returnable(order, step.units, _worth(step, papers, now), until)


def _worth(step: Step, papers: Papers, now: datetime) -> Money:
    """What would be paid back if all that is on its way back were here."""
    announced = Return(-1, step.units, "requested", "", now)
    taken = apply(step.order, replace(papers, returns=(announced,)), TakeBack(-1), now)
    back = 0 if isinstance(taken, Refused) else taken.amount_minor
    return Money(back, step.order.currency)


def announce(
    uow: UnitOfWork, customer_id: str, number: str, units: tuple[Units, ...], days: int, now: datetime
) -> Announced | NotReturnable | NoSuchOrder:
    """Announce a return, as it was asked about; the same goods once."""
    order = uow.orders.get(customer_id, number)
    if order is None:
        return NoSuchOrder(number)
    deed = AskReturn(units, days)
    seen = _judge(order, uow.orders.papers(order), deed, now)
    match move(uow, number, deed, by="customer", at=now):
        case Moved(moved, happening) if isinstance(seen, Returnable):
            return Announced(moved, happening.ref or 0, happening.units, seen.back)
        case Refused() as refused:
            return NotReturnable(refused.order, refused, now)
        case _:
            return NoSuchOrder(number)
