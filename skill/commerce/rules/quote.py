"""The quote: what was read out, frozen, so that a yes buys exactly that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.rules.modifiers import Modifiers, line_key
from skill.commerce.rules.money import Money, share

GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the merchant adds to the goods: tax on them in percent, and delivery in minor units."""

    currency: str
    tax_percent: Decimal = Decimal(0)
    delivery_minor: int = 0


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line of a quote or an order, with the name and the unit price as they were read out."""

    sku: str
    name: str
    quantity: int
    unit_price: Money
    modifiers: Modifiers = ()

    @property
    def key(self) -> str:
        """What the line is told apart by, as in the cart."""
        return line_key(self.sku, self.modifiers)

    @property
    def total(self) -> Money:
        """Unit price times quantity; the unit is rounded, never the line."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines, tax, delivery and total at one moment; `address` is None when the customer collects."""

    id: str
    customer_id: str
    lines: tuple[QuoteLine, ...]
    tax: Money
    delivery: Money
    address: str | None
    payment: str
    expires_at: datetime

    @property
    def subtotal(self) -> Money:
        """The goods alone."""
        return sum((line.total for line in self.lines), Money(0, self.tax.currency))

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return self.subtotal + self.tax + self.delivery


def make_quote(
    id: str,
    cart: Cart,
    variants: Mapping[str, Variant],
    terms: Terms,
    address: str | None,
    payment: str,
    now: datetime,
) -> Quote:
    """Freeze a cart at today's prices; `variants` go by line key, all must be sellable (see `problems`)."""
    lines = tuple(
        QuoteLine(line.sku, made.spoken, line.quantity, made.price, line.modifiers)
        for line in cart.lines
        for made in (variants[line.key],)
    )
    goods = sum((line.total for line in lines), Money(0, terms.currency))
    delivery = Money(terms.delivery_minor if address else 0, terms.currency)
    tax = share(goods, terms.tax_percent)
    return Quote(id, cart.customer_id, lines, tax, delivery, address, payment, now + GOOD_FOR)


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """The unit price is no longer what was read out."""

    key: str
    name: str
    was: Money
    now: Money


@dataclass(frozen=True, slots=True)
class OnlyLeft:
    """Fewer are left than the customer wants; none when `left` is 0."""

    key: str
    name: str
    left: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The shop no longer sells it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class CartChanged:
    """The cart holds something else than what was read out."""


Problem = OnlyLeft | Gone
Difference = PriceChanged | OnlyLeft | Gone | CartChanged


def problems(cart: Cart, variants: Mapping[str, Variant]) -> tuple[Problem, ...]:
    """What stands in the way of buying this cart now; `variants` go by line key."""
    return shortages(cart.lines, variants)


def shortages(lines: Sequence[Line | QuoteLine], variants: Mapping[str, Variant]) -> tuple[Problem, ...]:
    """The lines that cannot be had as they stand; lines of one sku share what there is, first come first."""
    found: list[Problem] = []
    spoken_for: dict[str, int] = {}
    for line in lines:
        variant = variants.get(line.key)
        before = spoken_for.get(line.sku, 0)
        if variant is None:
            found.append(Gone(line.key, line.name if isinstance(line, QuoteLine) else line.sku))
        elif (left := short_of(variant, before + line.quantity)) is not None:
            found.append(OnlyLeft(line.key, variant.spoken, max(0, left - before), line.quantity))
        if variant is not None:
            spoken_for[line.sku] = before + line.quantity
    return tuple(found)


def differences(quote: Quote, cart: Cart, variants: Mapping[str, Variant]) -> tuple[Difference, ...]:
    """How the world has moved since the quote was read out; nothing means a yes may complete it."""
    found: list[Difference] = list(problems(cart, variants))
    if {line.key: line.quantity for line in quote.lines} != {line.key: line.quantity for line in cart.lines}:
        found.append(CartChanged())
    for line in quote.lines:
        variant = variants.get(line.key)
        if variant is not None and variant.price != line.unit_price:
            found.append(PriceChanged(line.key, line.name, line.unit_price, variant.price))
    return tuple(found)
