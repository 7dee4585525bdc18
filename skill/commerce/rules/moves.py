"""An order moves: (order, its papers, a deed, a moment) -> what it is afterwards, or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from skill.commerce.rules.cart import MOST_OF_ONE
from skill.commerce.rules.deeds import (
    PAYMENTS,
    AskReturn,
    Cancel,
    Deed,
    Deliver,
    GiveBack,
    LetOff,
    Pack,
    Pay,
    Raise,
    Readdress,
    Receive,
    Refused,
    RefuseReturn,
    SettleRefund,
    Ship,
    TakeBack,
    may,
)
from skill.commerce.rules.money import Money, half_up
from skill.commerce.rules.order import Order, OrderLine, PaymentState, status_of
from skill.commerce.rules.owing import delivery_amount, owed, to_pay_back, worth
from skill.commerce.rules.papers import Paper, Papers, Refund, RefundState, Return, Shipment, Units, What
from skill.commerce.rules.payment import ONLINE

P = TypeVar("P", Shipment, Return, Refund)


@dataclass(frozen=True, slots=True)
class Step:
    """What a deed makes of an order: the order afterwards, new and changed papers, and what stock moves.

    `units` are those that it was about; `to_shelf` and `from_shelf` those that stock gains and loses;
    `amount_minor` the money that it was about.
    """

    order: Order
    what: What
    units: tuple[Units, ...] = ()
    to_shelf: tuple[Units, ...] = ()
    from_shelf: tuple[Units, ...] = ()
    papers: tuple[Paper, ...] = ()
    amount_minor: int = 0


def apply(order: Order, papers: Papers, deed: Deed, at: datetime, why: str = "") -> Step | Refused:
    """Do it by the rules; nothing outside is touched."""
    if not may(order, deed.name):
        return Refused(order, deed.name, "status")
    if deed.name in ("pack", "ship") and _unpaid(order):
        return Refused(order, deed.name, "payment_state")
    match deed:
        case Pack():
            return Step(replace(order, status="packed"), "packed")
        case Ship():
            return _ship(order, deed, at)
        case Deliver():
            return _deliver(order, papers, deed, at)
        case Cancel():
            return _cancel(order, deed, at, why)
        case Raise():
            return _raise(order, deed)
        case Readdress():
            return Step(replace(order, address=deed.address), "changed")
        case AskReturn():
            return _ask_return(order, deed, at, why)
        case TakeBack() | RefuseReturn():
            return _settle_return(order, papers, deed, at)
        case LetOff():
            return _let_off(order, deed, at, why)
        case Pay():
            return _pay(order, deed, at)
        case Receive():
            return _receive(order, papers, deed, at, why)
        case GiveBack():
            return _give_back(order, papers, deed, at, why)
        case SettleRefund():
            return _settle_refund(order, papers, deed, at)


def _unpaid(order: Order) -> bool:
    """Whether the money was to be there before the goods leave, and is not."""
    return order.payment in ONLINE and order.payment_state in ("due", "failed") and owed(order).minor > 0


def _ship(order: Order, deed: Ship, at: datetime) -> Step | Refused:
    units = _chosen(order, deed, deed.units, lambda line: line.waiting)
    if isinstance(units, Refused):
        return units
    parcel = Shipment(0, units, deed.carrier, deed.tracking, at)
    return Step(_counted(order, units, shipped=1), "shipped", units, papers=(parcel,))


def _deliver(order: Order, papers: Papers, deed: Deliver, at: datetime) -> Step | Refused:
    parcels = [parcel for parcel in papers.shipments if deed.shipment in (None, parcel.id)]
    if deed.shipment is not None and not parcels:
        return Refused(order, deed.name, "no_such_paper")
    arriving = tuple(replace(parcel, delivered_at=at) for parcel in parcels if parcel.delivered_at is None)
    wanted = None if deed.shipment is None else tuple(one for parcel in arriving for one in parcel.units)
    if wanted == ():
        return Refused(order, deed.name, "settled")
    units = _chosen(order, deed, wanted, lambda line: line.on_its_way)
    if isinstance(units, Refused):
        return units
    after = replace(_counted(order, units, delivered=1), delivered_at=at)
    return Step(_paid_at_the_door(after), "delivered", units, papers=arriving)


def _paid_at_the_door(order: Order) -> Order:
    """Who pays on delivery has paid for what was handed over."""
    if order.payment != "pay_on_delivery" or order.payment_state not in ("due", "failed"):
        return order
    kept = worth(order, lambda line: line.delivered - line.returned)
    due = kept + delivery_amount(order) - order.allowance_minor + order.refunded_minor
    state = "paid" if order.status == "delivered" else order.payment_state
    return replace(order, paid_minor=max(order.paid_minor, due), payment_state=state)


def _cancel(order: Order, deed: Cancel, at: datetime, why: str) -> Step | Refused:
    units = _chosen(order, deed, deed.units, lambda line: line.waiting)
    if isinstance(units, Refused):
        return units
    after = _counted(order, units, cancelled=1)
    if after.status == "delivered":  # what is left was handed over before
        after = _paid_at_the_door(after)
    return _paying_back(Step(after, "cancelled", units, to_shelf=units), at, why)


def _raise(order: Order, deed: Raise) -> Step | Refused:
    """More of a line costs what the line costs, with its tax; who has paid orders anew."""
    if order.payment_state not in ("due", "failed") or order.payment in ONLINE:
        return Refused(order, deed.name, "already_paid")
    units = _chosen(order, deed, deed.units, lambda line: MOST_OF_ONE - line.current)
    if isinstance(units, Refused):
        return units
    lines, more_tax = list(order.lines), 0
    for one in units:
        line = order.lines[one.line]
        tax = half_up(line.tax_minor * one.count, line.quantity)
        lines[one.line] = replace(line, tax_minor=line.tax_minor + tax)
        more_tax += tax
    dearer = replace(order, lines=tuple(lines), tax=order.tax + Money(more_tax, order.currency))
    return Step(_counted(dearer, units, quantity=1), "changed", units, from_shelf=units)


def _ask_return(order: Order, deed: AskReturn, at: datetime, why: str) -> Step | Refused:
    since = order.delivered_at or order.placed_at
    if deed.days is not None and at > since + timedelta(days=deed.days):
        return Refused(order, deed.name, "too_late", deed.days)
    units = _chosen(order, deed, deed.units, lambda line: line.returnable)
    if isinstance(units, Refused):
        return units
    asked = Return(0, units, "requested", why, at)
    return Step(_counted(order, units, coming_back=1), "return_requested", units, papers=(asked,))


def _settle_return(
    order: Order, papers: Papers, deed: TakeBack | RefuseReturn, at: datetime
) -> Step | Refused:
    asked = _paper(papers.returns, deed.number)
    if asked is None or asked.state != "requested":
        return Refused(order, deed.name, "settled" if asked else "no_such_paper")
    units = asked.units
    if isinstance(deed, RefuseReturn):
        refused = replace(asked, state="refused", settled_at=at)
        after = _counted(order, units, coming_back=-1)
        return Step(after, "return_refused", units, papers=(refused,))
    received = replace(asked, state="received", settled_at=at)
    after = _counted(order, units, coming_back=-1, returned=1)
    shelf = units if deed.restock else ()
    step = Step(after, "return_received", units, to_shelf=shelf, papers=(received,))
    return _paying_back(step, at, asked.reason)


def _let_off(order: Order, deed: LetOff, at: datetime, why: str) -> Step | Refused:
    most = worth(order, lambda line: line.current - line.returned) + delivery_amount(order)
    most -= order.allowance_minor
    if not 0 < deed.amount <= most:
        return Refused(order, deed.name, "too_many", most)
    after = replace(order, allowance_minor=order.allowance_minor + deed.amount)
    return _paying_back(Step(after, "changed", amount_minor=deed.amount), at, why)


def _pay(order: Order, deed: Pay, at: datetime) -> Step | Refused:
    """Money that comes in for what was cancelled meanwhile goes back."""
    if deed.to not in PAYMENTS[order.payment_state]:
        return Refused(order, deed.name, "payment_state")
    if deed.amount < 0:
        return Refused(order, deed.name, "nothing")
    paid = order.paid_minor + deed.amount
    after = replace(order, payment_state=deed.to, paid_minor=paid)
    return _paying_back(Step(after, "payment", amount_minor=deed.amount), at, "")


def _receive(order: Order, papers: Papers, deed: Receive, at: datetime, why: str) -> Step:
    """What is not owed (any more, or because it was paid otherwise meanwhile) goes back."""
    paid = replace(order, payment_state="paid", paid_minor=order.paid_minor + deed.amount)
    after = _paid(paid, papers.refunds)
    return _paying_back(Step(after, "payment", amount_minor=deed.amount), at, why)


def _give_back(order: Order, papers: Papers, deed: GiveBack, at: datetime, why: str) -> Step | Refused:
    more = min(deed.in_all, order.paid_minor) - order.refunded_minor
    if more <= 0:
        return Refused(order, deed.name, "settled")
    given = Refund(0, Money(more, order.currency), (), "done", why, at, settled_at=at)
    let_off = order.allowance_minor + more
    after = replace(order, allowance_minor=let_off, refunded_minor=order.refunded_minor + more)
    after = _paid(after, (*papers.refunds, given))
    return Step(after, "refund_settled", papers=(given,), amount_minor=more)


def _settle_refund(order: Order, papers: Papers, deed: SettleRefund, at: datetime) -> Step | Refused:
    """Carried out, or not: a failed one may be tried again, and banks send money back that was on its way."""
    refund = _paper(papers.refunds, deed.refund)
    state: RefundState = "done" if deed.done else "failed"
    if refund is None or refund.state == state:
        return Refused(order, deed.name, "settled" if refund else "no_such_paper")
    settled = replace(refund, state=state, settled_at=at)
    others = (one for one in papers.refunds if one.id != refund.id)
    after = _paid(order, (*others, settled))
    what: What = "refund_settled" if deed.done else "refund_failed"
    return Step(after, what, refund.units, papers=(settled,), amount_minor=refund.amount.minor)


def _paid(order: Order, refunds: Sequence[Refund]) -> Order:
    """An order that was paid, with what has gone back of it: nothing, a part, or all."""
    if order.payment_state not in ("paid", "part_refunded", "refunded"):
        return order
    back = sum(one.amount.minor for one in refunds if one.state == "done")
    state: PaymentState = "paid" if not back else "part_refunded" if back < order.paid_minor else "refunded"
    return replace(order, payment_state=state)


def _paying_back(step: Step, at: datetime, why: str) -> Step:
    """The same step with a promise to pay back what is not owed any more."""
    back = to_pay_back(step.order)
    if not back.minor:
        return step
    order = replace(step.order, refunded_minor=step.order.refunded_minor + back.minor)
    refund = Refund(0, back, step.units, "requested", why, at)
    return replace(step, order=order, papers=(*step.papers, refund), amount_minor=back.minor)


def _chosen(
    order: Order, deed: Deed, units: Sequence[Units] | None, room: Callable[[OrderLine], int]
) -> tuple[Units, ...] | Refused:
    """The units that are meant, each line once; all there is room for when none are named."""
    if units is None:
        units = [Units(at, room(line)) for at, line in enumerate(order.lines) if room(line) > 0]
    wanted: Counter[int] = Counter()
    for one in units:
        wanted[one.line] += one.count
    for at, count in wanted.items():
        if not 0 <= at < len(order.lines):
            return Refused(order, deed.name, "no_such_line")
        if not 0 < count <= room(order.lines[at]):
            return Refused(order, deed.name, "too_many", max(0, room(order.lines[at])))
    if not wanted:
        return Refused(order, deed.name, "nothing")
    return tuple(Units(at, wanted[at]) for at in sorted(wanted))


def _counted(order: Order, units: Sequence[Units], **changes: int) -> Order:
    """The order with so many more (1) or fewer (-1) of a count in each of the units' lines."""
    lines = list(order.lines)
    for one in units:
        line = lines[one.line]
        counts = {name: getattr(line, name) + sign * one.count for name, sign in changes.items()}
        lines[one.line] = replace(line, **counts)
    return replace(order, lines=tuple(lines), status=status_of(lines, order.status))


def _paper(papers: Sequence[P], id: int) -> P | None:
    return next((paper for paper in papers if paper.id == id), None)
