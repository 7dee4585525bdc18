"""Paying: the methods there are, what is to be charged or paid back, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from skill.commerce.rules.money import Money

Method = Literal["pay_on_delivery", "invoice", "card"]
METHODS: tuple[Method, ...] = get_args(Method)
ONLINE: frozenset[str] = frozenset({"card"})
"""Methods that take the money the moment an order is placed; the others are settled by people."""


@dataclass(frozen=True, slots=True)
class Account:
    """A card on file, as the company that keeps it calls customer and card; no number of a card is in it.

    `label` is what people call it ("Visa ending in 4242").
    """

    customer: str
    card: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """So much for one order, written down at `made_at`; the same `key` is never charged twice."""

    key: str
    order: str
    amount: Money
    account: Account
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Repayment:
    """So much of a payment, known by its `reference`, goes back; the same `key` goes back once."""

    key: str
    reference: str
    amount: Money


def refund_key(charge: str, refund: int) -> str:
    """The key of a refund: that of the charge, and the refund's number."""
    return f"{charge}-refund-{refund}"


def refund_of(key: str) -> tuple[str, int]:
    """The key of the charge and the number of the refund; "" and 0, which none has, if it is no such key."""
    charge, _, number = key.rpartition("-refund-")
    return (charge, int(number)) if number.isascii() and number.isdecimal() else ("", 0)


@dataclass(frozen=True, slots=True)
class Charged:
    """The money is ours; `reference` is what the other side calls the payment."""

    reference: str
    minor: int


@dataclass(frozen=True, slots=True)
class Declined:
    """The money was refused; `reason` is the other side's word for why ("insufficient_funds")."""

    reason: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NeedsAuthentication:
    """The bank wants the customer to confirm it themselves, which a voice cannot."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nobody knows yet whether the money moved: ask again with the same key."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The other side has never heard of that key."""


@dataclass(frozen=True, slots=True)
class PaidBack:
    """The money is on its way to the customer; `by_hand` when somebody had given (some of) it back before."""

    reference: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class NotPaidBack:
    """The other side refused to pay it back."""

    reason: str


@dataclass(frozen=True, slots=True)
class GoneBack:
    """So much of a payment has gone back, by whomever; `told` is what came of one repayment, if tried."""

    minor: int
    told: PaidBack | NotPaidBack | None = None


Told = Charged | Declined | NeedsAuthentication
"""What is certain about a charge."""

AttemptState = Literal["open", "paid", "declined", "authentication", "given_up"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The one charge of an order, and what came of it; `open` until that is certain."""

    charge: Charge
    customer_id: str
    state: AttemptState = "open"
    reference: str = ""
    reason: str = ""
