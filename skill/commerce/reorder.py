"""Order again: the last order, or one product out of the history."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skill.commerce.asking import Outcome
from skill.commerce.cart import Added, OnlyMore, SoldOut, TooMany, add
from skill.commerce.dates import Days
from skill.commerce.find import among
from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import EXACT, fit
from skill.commerce.moving import NoSuchOrder
from skill.commerce.orders import ordered_in
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading import Asked
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order
from skill.commerce.rules.quote import OnlyLeft, shortages


@dataclass(frozen=True, slots=True)
class Again:
    """A line of an earlier order as it could be bought now; `left` is set when there are fewer than then."""

    variant: Variant
    quantity: int
    was: Money
    left: int | None

    @property
    def sellable(self) -> int:
        """How many can be added now."""
        return self.quantity if self.left is None else self.left


@dataclass(frozen=True, slots=True)
class Preview:
    """An earlier order as it could be bought now; `gone` are the names of what is no longer sold."""

    order: Order
    lines: tuple[Again, ...]
    gone: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether everything is there, at the price of then."""
        return not self.gone and all(
            line.left is None and line.variant.price == line.was for line in self.lines
        )

    @property
    def total(self) -> Money:
        """What the lines that can be had cost today."""
        totals = (line.variant.price * line.sellable for line in self.lines)
        return sum(totals, Money(0, self.order.tax.currency))


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """This customer has not ordered anything yet."""


@dataclass(frozen=True, slots=True)
class NotBoughtBefore:
    """Not in the history; `outcome` says what the shop has under that name (nothing was added)."""

    words: str


def preview_last(uow: UnitOfWork, customer_id: str, days: Days | None = None) -> Preview | NothingBefore:
    """What the last order (of some days) would be today; nothing is added."""
    orders = ordered_in(uow, customer_id, days)
    kept = next((order for order in orders if order.status != "cancelled"), None)
    return preview(uow, kept) if kept else NothingBefore()


def preview_numbered(uow: UnitOfWork, customer_id: str, number: str) -> Preview | NoSuchOrder:
    """What the order of that number would be today, cancelled or not."""
    order = uow.orders.get(customer_id, number)
    return preview(uow, order) if order else NoSuchOrder(number)


def preview(uow: UnitOfWork, order: Order) -> Preview:
    """What an order would be today; lines that were cancelled count only where all were."""
    wanted = [replace(line, quantity=line.current or line.quantity) for line in order.lines]
    if order.status != "cancelled":
        wanted = [line for line, was in zip(wanted, order.lines, strict=True) if was.current]
    sold = uow.catalog.variants(line.key for line in wanted)
    left = {one.key: one.left for one in shortages(wanted, sold) if isinstance(one, OnlyLeft)}
    lines = tuple(
        Again(sold[line.key], line.quantity, line.unit_price, left.get(line.key))
        for line in wanted
        if line.key in sold
    )
    return Preview(order, lines, tuple(line.name for line in wanted if line.key not in sold))


def add_again(
    uow: UnitOfWork, customer_id: str, seen: Preview
) -> tuple[Added | OnlyMore | SoldOut | TooMany, ...]:
    """Add what can be had of an earlier order."""
    return tuple(add(uow, customer_id, line.variant, line.sellable) for line in seen.lines if line.sellable)


def product_again(
    uow: UnitOfWork, customer_id: str, asked: Asked, lexicon: Lexicon, ids: tuple[str, ...] = ()
) -> Outcome | NotBoughtBefore:
    """Add one product out of the history, as many as last time unless a number was said."""
    last_time: dict[str, int] = {}
    for order in uow.orders.history(customer_id):
        for line in order.lines:
            last_time.setdefault(line.key, line.quantity)
    known = tuple(uow.catalog.variants(last_time).values())
    variant = _meant(asked.words, ids, known, lexicon)
    if variant is None:
        return NotBoughtBefore(asked.words)
    return add(uow, customer_id, variant, asked.quantity or last_time[variant.key])


def _meant(words: str, ids: tuple[str, ...], known: tuple[Variant, ...], lexicon: Lexicon) -> Variant | None:
    """The product of the history that is meant; the one bought last where several are called that."""
    newest = [variant for variant in known if variant.sku in ids]
    if newest:
        return newest[0]
    exactly = [variant for variant in known if fit(words, variant).level == EXACT]
    return exactly[0] if exactly else among(words, known, lexicon)
