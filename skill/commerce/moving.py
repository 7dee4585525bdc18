"""The one way in which an order moves: rules, stock, papers and history in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.deeds import Cancel, Deed, Refused
from skill.commerce.rules.moves import Step, apply
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Happening, Units
from skill.commerce.telling import tell_low, tell_moved

_TRIES = 5
_EVERYTHING = Cancel()


@dataclass(frozen=True, slots=True)
class Moved:
    """It is done: the order as it is now, and what was written into its history."""

    order: Order
    happening: Happening


@dataclass(frozen=True, slots=True)
class NoSuchOrder:
    """There is no order of that number (of this customer)."""

    number: str


@dataclass(frozen=True, slots=True)
class NotSoMany:
    """More was wanted than is left on the shelf."""

    order: Order
    sku: str
    left: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Others kept moving the order; nothing was done."""

    number: str


Outcome = Moved | Refused | NoSuchOrder | NotSoMany | Busy


def move(uow: UnitOfWork, number: str, deed: Deed, *, by: str, at: datetime, why: str = "") -> Outcome:
    """Do something to an order; a rival who was quicker is seen, and the deed judged again.

    `by` says who does it ("customer", "merchant"), `why` in their own words. What happened is written into
    the order's history here, and for other systems; whatever else must be written with it belongs here too.
    """
    for _ in range(_TRIES):
        order = uow.orders.numbered(number)
        if order is None:
            return NoSuchOrder(number)
        step = apply(order, uow.orders.papers(order), deed, at, why)
        if isinstance(step, Refused):
            return step
        # The order first and stock after it, always: otherwise two could wait for each other.
        if not uow.orders.claim(order):
            continue
        if short := _move_stock(uow, step):
            return short
        if step.order.status == "cancelled" != order.status:
            _give_back_uses(uow, order)
        happening = uow.orders.write(step, by=by, at=at, why=why)
        moved = uow.orders.numbered(number) or step.order
        tell_moved(uow, order, step, moved, at)
        tell_low(uow, _pieces(step, step.from_shelf), at)
        return Moved(moved, happening)
    return Busy(number)


def cancel(
    uow: UnitOfWork, number: str, *, by: str, at: datetime, why: str = "", deed: Cancel = _EVERYTHING
) -> Outcome:
    """Cancel what has not left; all that an order took from anybody is given back here and nowhere else."""
    return move(uow, number, deed, by=by, at=at, why=why)


def _move_stock(uow: UnitOfWork, step: Step) -> NotSoMany | None:
    """Take and give back by sku, as every buyer does; all or nothing."""
    changes = _pieces(step, step.to_shelf)
    changes.subtract(_pieces(step, step.from_shelf))
    taken: list[tuple[str, int]] = []
    for sku, change in sorted(changes.items()):
        if change > 0:
            uow.stock.give_back(sku, change)
        elif uow.stock.take(sku, -change):
            taken.append((sku, -change))
        else:
            for earlier, count in taken:
                uow.stock.give_back(earlier, count)
            return NotSoMany(step.order, sku, _left(uow, sku))
    return None


def _pieces(step: Step, units: Sequence[Units]) -> Counter[str]:
    """So many of each sku."""
    pieces: Counter[str] = Counter()
    for one in units:
        pieces[step.order.lines[one.line].sku] += one.count
    return pieces


def _give_back_uses(uow: UnitOfWork, order: Order) -> None:
    """Coupons, limited promotions and the slot, by name as every buyer takes them."""
    for use in sorted(order.agreed.uses, key=lambda use: use.name):
        uow.uses.give_back(use, order.customer_id)


def _left(uow: UnitOfWork, sku: str) -> int:
    sold = uow.catalog.variants([sku])
    return sold[sku].sellable or 0 if sku in sold else 0
