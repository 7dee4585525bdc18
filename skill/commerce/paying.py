"""Taking money for orders and giving it back, so that a crash at any instruction loses and doubles nothing.

A card is charged in four steps, and no lock of the database is held while the network is waited for:

1. The customer's yes: stock, order, emptied cart, an open attempt with its key, and a first answer to this
   request ("I'm waiting for your card"), in one transaction (`checkout.place`).
2. The charge, with the attempt's key: the same key is charged once, however often it is sent.
3. What came of it, in one transaction (`record`): the order is paid; or it is cancelled, which gives back all
   that it took, and its goods are in the cart again. The answer of this request is replaced by the last one.
4. The answer is said.

A crash before the end of 1 leaves no order and no charge. After it the order stands with an open attempt:
whoever comes next finishes it, be it the same request delivered again, a webhook, or `settle`, which any
number of workers may call. All ask for the same key, and the first one to record it wins. If the money came
for an order that is cancelled by then, or was paid by hand, it is paid back. A refund is promised with the
change of the order, and `settle` carries it out under a key of its own: as much as was promised in all and
has not gone back yet, be it through us or by hand at the other side.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from skill.commerce.moving import Busy, Moved, Outcome, cancel, move
from skill.commerce.ports import Store, UnitOfWork
from skill.commerce.rules.cart import MOST_OF_ONE, Cart, with_quantity
from skill.commerce.rules.deeds import Pay, Receive, SettleRefund
from skill.commerce.rules.delivery import Wish
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Units
from skill.commerce.rules.payment import (
    ONLINE,
    Account,
    Attempt,
    Charge,
    Charged,
    Declined,
    GoneBack,
    NeedsAuthentication,
    NotKnown,
    NotPaidBack,
    PaidBack,
    Repayment,
    Told,
    Unavailable,
)
from skill.errors import StoreUnavailable

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)
"""An attempt younger than this belongs to the turn that made it."""

LONGEST = timedelta(hours=1)
"""After this an attempt that the other side has never heard of is given up: the customer has left."""


class Payment(Protocol):
    """A method that moves money by itself. Its calls never raise."""

    def charge(self, charge: Charge) -> Told | Unavailable:
        """Take the money, once for each key; a customer waits for it, for less than four seconds."""

    def look_up(self, charge: Charge) -> Told | NotKnown | Unavailable:
        """What became of a charge; it moves nothing."""

    def gone_back(self, repayment: Repayment) -> GoneBack | NotPaidBack | Unavailable:
        """What has gone back of its payment, and what came of this repayment; it moves nothing."""

    def pay_back(self, repayment: Repayment) -> PaidBack | NotPaidBack | Unavailable:
        """Give money back, once for each key."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many charges and refunds were brought to an end, and how many are still open."""

    charges: int = 0
    refunds: int = 0
    open: int = 0


def due_now(order: Order) -> bool:
    """Whether the money of a new order is to be taken at once."""
    return order.payment in ONLINE and order.total.minor > 0


def open_attempt(uow: UnitOfWork, order: Order, account: Account, at: datetime) -> Attempt:
    """Write down that an order is to be charged to this card, even if it is taken off file meanwhile."""
    charge = Charge(order.quote_id or f"order-{order.number}", order.number, order.total, account, at)
    attempt = Attempt(charge, order.customer_id)
    uow.payments.open(attempt)
    return attempt


def record(uow: UnitOfWork, key: str, told: Told, at: datetime) -> Attempt | None:
    """Write down what came of a charge; None when there is no such attempt. Again is as good as once.

    That the money came counts even after something else was recorded: reports may overtake each other.
    """
    attempt = uow.payments.of_key(key)
    if attempt is None:
        return None
    match told:
        case Charged(reference, minor):
            after = replace(attempt, state="paid", reference=reference)
            if uow.payments.settle(after, at, unless=("paid",)):
                _paid(uow, attempt.charge.order, minor, at)
        case Declined(reason, reference):
            after = replace(attempt, state="declined", reference=reference, reason=reason)
            _not_paid(uow, after, at)
        case NeedsAuthentication(reference):
            after = replace(attempt, state="authentication", reference=reference)
            _not_paid(uow, after, at)
    return uow.payments.of_key(key)


def _paid(uow: UnitOfWork, number: str, minor: int, at: datetime) -> None:
    """Money of a card counts, whatever the order says; what was paid by hand meanwhile was paid twice."""
    order = uow.orders.numbered(number)
    twice = order is not None and order.paid_minor > 0
    if twice:
        log.warning("order %s was paid twice: its card is paid back", number)
    _done(move(uow, number, Receive(minor), by="payment", at=at, why="paid twice" if twice else ""))


def _done(outcome: Outcome) -> Outcome:
    """What came of a charge is kept with its order or not at all: who reports it comes again."""
    if isinstance(outcome, Busy):
        raise StoreUnavailable(f"others keep moving order {outcome.number}")
    return outcome


def _not_paid(uow: UnitOfWork, attempt: Attempt, at: datetime) -> None:
    """The order gives everything back, and what can still be bought is in the cart again."""
    # The cart's lock before the others, as when an order is placed or a customer is forgotten.
    cart = uow.carts.get(attempt.customer_id)
    if not uow.payments.settle(attempt, at, unless=("paid", "declined", "authentication", "given_up")):
        return
    number, why = attempt.charge.order, attempt.reason or attempt.state
    _done(move(uow, number, Pay("failed"), by="payment", at=at))
    match _done(cancel(uow, number, by="payment", at=at, why=why)):
        case Moved(order, happening) if uow.customers.doors(attempt.customer_id):
            uow.carts.put(_with_goods(cart, order, happening.units))


def _with_goods(cart: Cart, order: Order, units: Sequence[Units]) -> Cart:
    for one in units:
        key = order.lines[one.line].key
        cart = with_quantity(cart, key, min(cart.quantity(key) + one.count, MOST_OF_ONE))
    codes = tuple(dict.fromkeys((*cart.codes, *order.agreed.coupons)))
    way = order.agreed.way
    wish = cart.wish or (Wish(way.by, way.day, way.slot) if way.by else None)
    return replace(cart, codes=codes, wish=wish)


def settle(
    store: Store,
    payment: Payment | None,
    now: datetime,
    limit: int = 20,
    stopped: Callable[[], bool] = lambda: False,
) -> Settled:
    """Finish charges and refunds that a crash, an outage or time has left open; several may call it at once.

    Each takes a lease first, so that no two ask for the same one in the same minute. Without a `payment`
    there is nothing to do: what people pay by hand, people settle. Once `stopped`, no other one is begun.
    """
    if payment is None:
        return Settled()
    with store.writing() as uow:
        waiting = uow.payments.claim_open(now - PATIENCE, now, limit)
        uow.commit()
    ended = sum(_settle_charge(store, payment, attempt, now) for attempt in waiting if not stopped())
    with store.writing() as uow:
        refunds = uow.payments.claim_refunds(now - PATIENCE, now, limit)
        uow.commit()
    paid_back = sum(
        _settle_refund(store, payment, order, id, repayment, now)
        for order, id, repayment in refunds
        if not stopped()
    )
    return Settled(ended, paid_back, len(waiting) + len(refunds) - ended - paid_back)


def _settle_charge(store: Store, payment: Payment, attempt: Attempt, now: datetime) -> bool:
    """Ask what became of it before charging: keys are remembered by the other side for a day only."""
    told = payment.look_up(attempt.charge)
    if isinstance(told, NotKnown):
        wanted = now - attempt.charge.made_at < LONGEST and _stands(store, attempt)
        told = payment.charge(attempt.charge) if wanted else Declined("given_up")
    if isinstance(told, Unavailable):
        return False
    with store.writing() as uow:
        record(uow, attempt.charge.key, told, now)
        uow.commit()
    return True


def _stands(store: Store, attempt: Attempt) -> bool:
    """Whether the order is still wanted: nobody is charged for one that was cancelled meanwhile."""
    with store.reading() as uow:
        order = uow.orders.numbered(attempt.charge.order)
    return order is not None and order.status != "cancelled"


def _settle_refund(
    store: Store, payment: Payment, number: str, id: int, repayment: Repayment, now: datetime
) -> bool:
    told = _pay_back(store, payment, number, id, repayment)
    match told:
        case Unavailable():
            return False
        case NotPaidBack(reason):
            why = reason
        case PaidBack(_, by_hand):
            why = "refunded by hand at the card company" if by_hand else ""
    with store.writing() as uow:
        move(uow, number, SettleRefund(id, isinstance(told, PaidBack)), by="payment", at=now, why=why)
        uow.commit()
    return isinstance(told, PaidBack)


def _pay_back(
    store: Store, payment: Payment, number: str, id: int, repayment: Repayment
) -> PaidBack | NotPaidBack | Unavailable:
    """Pay what is left of all that was promised.

    The books are read after the other side was asked: what others promise and pay meanwhile is in both or in
    the books alone, and takes nothing from this repayment.
    """
    gone = payment.gone_back(repayment)
    if not isinstance(gone, GoneBack):
        return gone
    if isinstance(gone.told, PaidBack):
        return gone.told
    left = _promised(store, number, id) - gone.minor
    if left <= 0:
        return PaidBack(repayment.reference, by_hand=True)
    if gone.told is not None:
        return gone.told
    if left >= repayment.amount.minor:
        return payment.pay_back(repayment)
    told = payment.pay_back(replace(repayment, amount=Money(left, repayment.amount.currency)))
    return replace(told, by_hand=True) if isinstance(told, PaidBack) else told


def _promised(store: Store, number: str, id: int) -> int:
    """All that was promised to go back of an order; nothing once the merchant has settled this refund."""
    with store.reading() as uow:
        order = uow.orders.numbered(number)
        refunds = uow.orders.papers(order).refunds if order else ()
    is_open = any(one.id == id and one.state != "done" for one in refunds)
    return order.refunded_minor if order and is_open else 0
