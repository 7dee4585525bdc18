"""Orders that were placed: where they are, and cancelling what has not left."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.handing_over import Reason, ask_for_person
from skill.commerce.moving import NoSuchOrder
from skill.commerce.news import news, told
from skill.commerce.orders import (
    Cancellable,
    Cancelled,
    Known,
    NoOrders,
    TooLate,
    cancel,
    cancellable,
    status,
)
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order
from skill.commerce.rules.owing import owed
from skill.commerce.rules.papers import Papers, Units
from skill.commerce.words import number_in
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def order_status(talk: Talk) -> Reply:
    """OrderStatusIntent: the order of that number, or the newest; what has left, and what comes back."""
    match status(talk.uow, talk.customer.id, said_number(talk), open_first=True):
        case Known(order, papers):
            _no_news_any_more(talk, order)
            where = talk.say("status", state=state_of(talk, order), **facts(talk, order))
            told = (where, *_parts(talk, order), *coming_back(talk, order, papers))
            return talk.anything_else(*told, order=order.number)
        case none:
            return no_order(talk, none)


def _no_news_any_more(talk: Talk, order: Order) -> None:
    """What is told now is not told again when they come back."""
    happened = news(talk.uow, talk.customer, talk.turn.now)
    if [one.order.number for one in happened] == [order.number]:
        told(talk.uow, talk.customer, talk.turn.now)


def _parts(talk: Talk, order: Order) -> list[str]:
    """Which goods have arrived, which are on their way and which are still here, where that differs."""
    if order.status not in ("part_shipped", "part_delivered"):
        return []
    say = talk.say
    counts = {
        "parts-delivered": [(line.name, line.delivered) for line in order.lines],
        "parts-on-their-way": [(line.name, line.on_its_way) for line in order.lines],
        "parts-waiting": [(line.name, line.waiting) for line in order.lines],
    }
    told = ((message, [one for one in goods if one[1]]) for message, goods in counts.items())
    return [say(message, items=say.goods(goods)) for message, goods in told if goods]


def coming_back(talk: Talk, order: Order, papers: Papers) -> list[str]:
    """What the customer sends back, and what is paid back."""
    say = talk.say
    told = [
        say("return-open", return_number=one.id, items=goods_of(talk, order, one.units))
        for one in papers.returns
        if one.state == "requested"
    ]
    for state in ("requested", "failed", "done"):
        amounts = [refund.amount for refund in papers.refunds if refund.state == state]
        if amounts:
            total = say.money(sum(amounts, Money(0, order.currency)))
            told.append(say("refund-done" if state == "done" else "refund-open", total=total))
    return told


def cancel_order(talk: Talk, number: str | None = None) -> Reply:
    """CancelOrderIntent: ask first; `number` is of the order that was talked about."""
    match cancellable(talk.uow, talk.customer.id, number or said_number(talk)):
        case Cancellable(order, units):
            return ask_to_cancel(talk, order, units)
        case TooLate(order):
            return too_late(talk, order)
        case none:
            return no_order(talk, none)


def ask_to_cancel(talk: Talk, order: Order, units: tuple[Units, ...]) -> Reply:
    """Say what would be cancelled, and ask."""
    say = talk.say
    if order.status in ("placed", "packed"):
        asking = say("sure-to-cancel", total=say.money(owed(order)), **facts(talk, order))
    else:
        items = goods_of(talk, order, units)
        asking = say("sure-to-cancel-rest", number=escape(order.number), items=items)
    question = Question("cancel", ref=order.number, units=pairs(units))
    return talk.ask(asking, question=question, again=say("again-cancel"))


def cancelled(talk: Talk, question: Question) -> Reply:
    """The yes to it: what was asked about is cancelled, and nothing that was added since."""
    match cancel(talk.uow, talk.customer.id, question.ref, units_in(question) or None, talk.turn.now):
        case Cancelled(order, units, back):
            return talk.anything_else(_say_cancelled(talk, order, units), paid_back(talk, order, back))
        case TooLate(order):
            return too_late(talk, order)
        case none:
            return no_order(talk, none)


def _say_cancelled(talk: Talk, order: Order, units: tuple[Units, ...]) -> str:
    say, number = talk.say, escape(order.number)
    if order.status != "cancelled":
        items = goods_of(talk, order, units)
        return say("cancelled-rest", number=number, items=items, total=say.money(owed(order)))
    return say("cancelled", number=number, paid="yes" if order.paid_minor else "no")


def paid_back(talk: Talk, order: Order, minor: int) -> str:
    """That so much goes back, if anything does."""
    return talk.say("refund-open", total=talk.say.money(Money(minor, order.currency))) if minor else ""


def too_late(talk: Talk, order: Order) -> Reply:
    """Why it cannot be cancelled, and what can be done instead."""
    say = talk.say
    refusal = say("too-late", number=escape(order.number), state=state_of(talk, order))
    if order.status == "cancelled":
        return talk.anything_else(refusal)
    here = order.status in ("delivered", "part_delivered")
    instead = say("return-instead" if here else "return-instead-later", days=talk.shop.return_days)
    return talk.anything_else(refusal, instead, contact(talk))


def contact(talk: Talk) -> str:
    """How to reach a person, if the merchant has said so."""
    return talk.say("contact", contact=escape(talk.shop.contact)) if talk.shop.contact else ""


def contact_seller(talk: Talk) -> Reply:
    """ContactSellerIntent: the seller, and how to reach a person there (rule P8); they are told as well."""
    say, tried = talk.say, talk.state.trail
    reason: Reason = "not_understood" if "AMAZON.FallbackIntent" in tried[-4:] else "asked"
    ask_for_person(talk.uow, talk.customer.id, tried, reason, talk.turn.now)
    seller = say("seller", shop=escape(talk.shop.name), address=escape(talk.shop.address))
    return talk.anything_else(seller, contact(talk) or say("no-contact"))


def no_order(talk: Talk, none: NoSuchOrder | NoOrders) -> Reply:
    """There is no such order, or none at all."""
    if isinstance(none, NoOrders):
        return talk.what_next(talk.say("never-ordered"))
    return talk.anything_else(talk.say("no-such-order", number=escape(none.number)), latest(talk))


def latest(talk: Talk) -> str:
    """The number of the newest order."""
    history = talk.uow.orders.history(talk.customer.id, limit=1)
    return talk.say("latest-order", number=escape(history[0].number)) if history else ""


def said_number(talk: Talk) -> str | None:
    """The order number as it was said, in digits where it is a number."""
    value = talk.slot("orderNumber").value
    if not value:
        return None
    number = number_in(value, talk.lexicon)
    return str(number) if number is not None else value.replace(" ", "")[:32]


def facts(talk: Talk, order: Order) -> dict[str, str]:
    """Number, day and goods of an order; what was cancelled of one that stands is not told."""
    say = talk.say
    gone = order.status == "cancelled"
    goods = [(line.name, line.quantity if gone else line.current) for line in order.lines]
    return {
        "number": escape(order.number),
        "day": talk.day(order.placed_at),
        "items": say.goods(one for one in goods if one[1]),
    }


def state_of(talk: Talk, order: Order) -> str:
    """The order's status, to stand behind its number."""
    return talk.say(f"state-{order.status}")


def goods_of(talk: Talk, order: Order, units: Sequence[Units]) -> str:
    """Units of an order by name."""
    return talk.say.goods((order.lines[one.line].name, one.count) for one in units)


def pairs(units: Sequence[Units]) -> tuple[tuple[int, int], ...]:
    """Units as a question remembers them."""
    return tuple((one.line, one.count) for one in units)


def units_in(question: Question) -> tuple[Units, ...]:
    """The units that a question was about."""
    return tuple(Units(line, count) for line, count in question.units)
