"""Money: a whole number of minor units and an ISO 4217 code, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Digits after the point where they are not two (ISO 4217).
EXPONENTS = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
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
