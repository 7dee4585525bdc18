"""What can be done to an order, in which status, and why not: the one table of allowed moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from skill.commerce.rules.order import Order, PaymentState, Status
from skill.commerce.rules.papers import Units

Name = Literal[
    "pack",
    "ship",
    "deliver",
    "cancel",
    "raise",
    "readdress",
    "ask_return",
    "take_back",
    "refuse_return",
    "let_off",
    "pay",
    "receive",
    "give_back",
    "settle_refund",
]

ALLOWED: Mapping[Name, tuple[Status, ...]] = {
    "pack": ("placed",),
    "ship": ("packed", "part_shipped", "part_delivered"),
    "deliver": ("part_shipped", "shipped", "part_delivered"),
    "cancel": ("placed", "packed", "part_shipped", "part_delivered"),
    "raise": ("placed",),
    "readdress": ("placed", "packed"),
    "ask_return": ("part_delivered", "delivered"),
    "take_back": ("part_delivered", "delivered"),
    "refuse_return": ("part_delivered", "delivered"),
    "let_off": ("placed", "packed", "part_shipped", "shipped", "part_delivered", "delivered"),
    "pay": get_args(Status),
    "receive": get_args(Status),
    "give_back": get_args(Status),
    "settle_refund": get_args(Status),
}
"""What can be done while the goods are where."""

PAYMENTS: Mapping[PaymentState, frozenset[PaymentState]] = {
    "due": frozenset({"authorised", "paid", "failed"}),
    "authorised": frozenset({"paid", "failed", "due"}),
    "failed": frozenset({"authorised", "paid", "due"}),
    "paid": frozenset({"part_refunded", "refunded"}),
    "part_refunded": frozenset({"part_refunded", "refunded"}),
    "refunded": frozenset(),
}
"""Where the money of an order can go from where it is."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything is packed."""

    name: ClassVar[Name] = "pack"


@dataclass(frozen=True, slots=True)
class Ship:
    """These leave in one parcel; without units everything that is still here."""

    units: tuple[Units, ...] | None = None
    carrier: str = ""
    tracking: str = ""
    name: ClassVar[Name] = "ship"


@dataclass(frozen=True, slots=True)
class Deliver:
    """A parcel has arrived; without its id everything that is on its way."""

    shipment: int | None = None
    name: ClassVar[Name] = "deliver"


@dataclass(frozen=True, slots=True)
class Cancel:
    """These are not wanted any more; without units everything that is still here."""

    units: tuple[Units, ...] | None = None
    name: ClassVar[Name] = "cancel"


@dataclass(frozen=True, slots=True)
class Raise:
    """So many more of some lines, at the price of then."""

    units: tuple[Units, ...]
    name: ClassVar[Name] = "raise"


@dataclass(frozen=True, slots=True)
class Readdress:
    """Another address."""

    address: str
    name: ClassVar[Name] = "readdress"


@dataclass(frozen=True, slots=True)
class AskReturn:
    """The customer wants to send these back; without units all they have. None: there is no last day."""

    units: tuple[Units, ...] | None = None
    days: int | None = None
    name: ClassVar[Name] = "ask_return"


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A return has arrived; what can be sold again goes back on the shelf."""

    number: int
    restock: bool = False
    name: ClassVar[Name] = "take_back"


@dataclass(frozen=True, slots=True)
class RefuseReturn:
    """A return is not accepted."""

    number: int
    name: ClassVar[Name] = "refuse_return"


@dataclass(frozen=True, slots=True)
class LetOff:
    """The merchant takes so much off the price, in minor units; what is paid already goes back."""

    amount: int
    name: ClassVar[Name] = "let_off"


@dataclass(frozen=True, slots=True)
class Pay:
    """What the method of payment says; `amount` is what came in, in minor units."""

    to: PaymentState
    amount: int = 0
    name: ClassVar[Name] = "pay"


@dataclass(frozen=True, slots=True)
class Receive:
    """A card has paid so much, in minor units, whatever was noted before: it always counts."""

    amount: int
    name: ClassVar[Name] = "receive"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The card company has given back so much in all, in minor units; what nobody promised is let off."""

    in_all: int
    name: ClassVar[Name] = "give_back"


@dataclass(frozen=True, slots=True)
class SettleRefund:
    """A promised refund was carried out, or could not be (or came back)."""

    refund: int
    done: bool = True
    name: ClassVar[Name] = "settle_refund"


Deed = (
    Pack
    | Ship
    | Deliver
    | Cancel
    | Raise
    | Readdress
    | AskReturn
    | TakeBack
    | RefuseReturn
    | LetOff
    | Pay
    | Receive
    | GiveBack
    | SettleRefund
)

Why = Literal[
    "status",
    "payment_state",
    "nothing",
    "no_such_line",
    "too_many",
    "too_late",
    "already_paid",
    "no_such_paper",
    "settled",
]


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done; nothing was changed.

    `why`: the order's `status` or `payment_state` does not allow it; there is `nothing` (left) to do it to;
    `no_such_line`; `too_many` (`most` can be had); `too_late` (the window was `most` days); `already_paid`;
    `no_such_paper`: no parcel, return or refund of that number; `settled` already.
    """

    order: Order
    name: Name
    why: Why
    most: int | None = None


def may(order: Order, name: Name) -> bool:
    """Whether an order's status allows something."""
    return order.status in ALLOWED[name]
