"""Amounts as Stripe counts them: as ISO 4217 does, but for what its page names special.

https://docs.stripe.com/currencies#special-cases. A unit that is another one is a hundredth or a hundredfold.
"""

from __future__ import annotations

from skill.commerce.rules.money import Money

IN_HUNDREDTHS = frozenset({"ISK"})
"""There are no hundredths of it, and Stripe counts them all the same."""
UNCERTAIN = frozenset({"UGX"})
"""The page lists it among those without hundredths and among those with: nobody is charged in it."""

IN_TENS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Of their thousandths Stripe takes whole tens alone."""


def why_not(amount: Money) -> str | None:
    """Stripe's word for why it cannot be asked for so much; None where it can."""
    if amount.currency in UNCERTAIN:
        return "currency_not_supported"
    return "invalid_charge_amount" if amount.currency in IN_TENS and amount.minor % 10 else None


def as_stripe_counts(amount: Money) -> int:
    """What Stripe is asked for."""
    return amount.minor * _times(amount.currency)


def as_we_count(amount: int, currency: str) -> int:
    """What Stripe told, in minor units; its names of currencies are lower case."""
    return amount // _times(currency.upper())


def _times(currency: str) -> int:
    return 100 if currency in IN_HUNDREDTHS else 1
