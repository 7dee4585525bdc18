"""The quote: what was read out, frozen, so that a yes buys exactly that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from skill.commerce.rules.arranging import CannotDeliver
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.rules.coupon import Refused
from skill.commerce.rules.delivery import Way
from skill.commerce.rules.modifiers import Modifiers, line_key
from skill.commerce.rules.money import Money
from skill.commerce.rules.promotion import Limits, Saving


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line of a quote or an order, with the name and the unit price as they were read out.

    `discount_minor` and `tax_minor` are the line's shares of all discounts and all tax: the lines, the
    delivery and its tax add up to the total.
    """

    sku: str
    name: str
    quantity: int
    unit_price: Money
    modifiers: Modifiers = ()
    discount_minor: int = 0
    tax_minor: int = 0

    @property
    def key(self) -> str:
        """What the line is told apart by, as in the cart."""
        return line_key(self.sku, self.modifiers)

    @property
    def gross(self) -> Money:
        """Unit price times quantity; the unit is rounded, never the line."""
        return self.unit_price * self.quantity

    @property
    def total(self) -> Money:
        """What the goods of the line cost after discounts."""
        return Money(self.gross.minor - self.discount_minor, self.unit_price.currency)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of something limited, that an order takes: a coupon, a promotion, a slot."""

    name: str
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed beside goods and sums, in a quote and in the order it becomes.

    `tax_included` says that prices have their tax in them, so that it is no part of the sum.
    """

    tax_included: bool = False
    savings: tuple[Saving, ...] = ()
    coupons: tuple[str, ...] = ()
    way: Way = field(default_factory=Way)
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines, tax, delivery and total at one moment; `address` is None when the customer collects.

    `tax` is all of it: that of the lines and that of the delivery.
    """

    id: str
    customer_id: str
    lines: tuple[QuoteLine, ...]
    tax: Money
    delivery: Money
    address: str | None
    payment: str
    expires_at: datetime
    agreed: Agreed = field(default_factory=Agreed)

    @property
    def subtotal(self) -> Money:
        """The goods alone, after discounts."""
        return goods(self.lines, self.tax.currency)

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return to_pay(self.subtotal, self.tax, self.delivery, self.agreed)


def goods(lines: Iterable[QuoteLine], currency: str) -> Money:
    """What lines come to after discounts, in this currency also when there are none."""
    return sum((line.total for line in lines), Money(0, currency))


def to_pay(subtotal: Money, tax: Money, delivery: Money, agreed: Agreed) -> Money:
    """What goods, tax and delivery come to."""
    return subtotal + delivery if agreed.tax_included else subtotal + tax + delivery


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


@dataclass(frozen=True, slots=True)
class SavingChanged:
    """A promotion takes off another amount than was read out; nothing any more when `now` is 0."""

    name: str
    was: Money
    now: Money


@dataclass(frozen=True, slots=True)
class TaxChanged:
    """The tax on the same goods is another."""

    was: Money
    now: Money


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """The delivery costs something else."""

    was: Money
    now: Money


@dataclass(frozen=True, slots=True)
class WayChanged:
    """It cannot come in the way that was read out: another method, place, day or slot."""

    was: Way
    now: Way


Problem = OnlyLeft | Gone
Difference = (
    PriceChanged
    | OnlyLeft
    | Gone
    | CartChanged
    | Refused
    | SavingChanged
    | TaxChanged
    | DeliveryChanged
    | WayChanged
    | CannotDeliver
)


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
    """How goods and prices have moved since the quote was read out; nothing means that they have not."""
    found: list[Difference] = list(problems(cart, variants))
    if {line.key: line.quantity for line in quote.lines} != {line.key: line.quantity for line in cart.lines}:
        found.append(CartChanged())
    for line in quote.lines:
        variant = variants.get(line.key)
        if variant is not None and variant.price != line.unit_price:
            found.append(PriceChanged(line.key, line.name, line.unit_price, variant.price))
    return tuple(found)


def sums_changed(was: Quote, now: Quote) -> tuple[Difference, ...]:
    """What else a quote made now says otherwise than the one that was read out, for the same goods."""
    found: list[Difference] = []
    if was.agreed.way != now.agreed.way:
        found.append(WayChanged(was.agreed.way, now.agreed.way))
    found += _savings_changed(was, now)
    if was.delivery != now.delivery:
        found.append(DeliveryChanged(was.delivery, now.delivery))
    if was.tax != now.tax or was.agreed.tax_included != now.agreed.tax_included:
        found.append(TaxChanged(was.tax, now.tax))
    return tuple(found)


def _savings_changed(was: Quote, now: Quote) -> list[SavingChanged]:
    currency = was.tax.currency
    before = {saving.promotion: saving for saving in was.agreed.savings}
    after = {saving.promotion: saving for saving in now.agreed.savings}
    return [
        SavingChanged(
            (after.get(id) or before[id]).name,
            Money(before[id].minor if id in before else 0, currency),
            Money(after[id].minor if id in after else 0, currency),
        )
        for id in {**before, **after}
        if (before[id].minor if id in before else 0) != (after[id].minor if id in after else 0)
    ]
