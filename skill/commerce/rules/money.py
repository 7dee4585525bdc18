"""Money: a whole number of minor units and an ISO 4217 code, never a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
# Digits after the point where they are not two (ISO 4217; it gives MGA two, but a fifth of one buys nothing).
EXPONENTS = dict.fromkeys(_WHOLE.split(), 0) | dict.fromkeys(_IN_THOUSANDTHS.split(), 3)
_AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d+))?\s*([A-Z]{3})")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount such as 4.98 USD, kept as 498 minor units."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Add; both must be of one currency."""
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot be added to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


def exponent(currency: str) -> int:
    """How many digits a currency has after its point."""
    return EXPONENTS.get(currency, 2)


def parse_money(text: str) -> Money | None:
    """Read "2.49 USD", as product feeds write it; None when it is no amount the currency can express."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction, currency = match.group(1), match.group(2) or "", match.group(3)
    digits = exponent(currency)
    if fraction[digits:].strip("0"):
        return None
    return Money(int(whole) * 10**digits + int(fraction[:digits].ljust(digits, "0") or "0"), currency)


def share(amount: Money, percent: Decimal) -> Money:
    """A percentage of an amount, rounded half up to the minor unit."""
    exact = Decimal(amount.minor) * percent / 100
    return Money(int(exact.to_integral_value(ROUND_HALF_UP)), amount.currency)


def shares(numerators: Sequence[int], denominator: int) -> tuple[int, ...]:
    """Round n/d for each n so that the sum is right: the whole is rounded half up, then split.

    Each share is the exact one rounded down or up; what is left over goes to the largest remainders, the
    first of equals first. So no share is a minor unit or more away from the exact one. Nothing is negative.
    """
    if denominator <= 0 or any(numerator < 0 for numerator in numerators):
        raise ValueError("shares are of nothing negative")
    whole = half_up(sum(numerators), denominator)
    low = [numerator // denominator for numerator in numerators]
    by_remainder = sorted(range(len(low)), key=lambda at: -(numerators[at] % denominator))
    for at in by_remainder[: whole - sum(low)]:
        low[at] += 1
    return tuple(low)


def split(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount in minor units over weights, by largest remainder; the parts add up to it."""
    whole = sum(weights)
    if not whole:
        if amount:
            raise ValueError(f"{amount} cannot be split over nothing")
        return (0,) * len(weights)
    return shares([amount * weight for weight in weights], whole)


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of whole numbers, not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def ratio(percent: Decimal) -> tuple[int, int]:
    """A percentage as a quotient of whole numbers: 8.25 is (33, 400)."""
    return (percent / 100).as_integer_ratio()
