"""Orders that were placed: where they are, and cancelling one that has not left."""

from __future__ import annotations

from skill.commerce.moving import NoSuchOrder
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
from skill.commerce.rules.order import Order
from skill.commerce.words import number_in
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def order_status(talk: Talk) -> Reply:
    """OrderStatusIntent: the order of that number, or the newest."""
    say = talk.say
    match status(talk.uow, talk.customer.id, _number(talk)):
        case Known(order):
            return talk.anything_else(say("status", state=_state(talk, order), **_facts(talk, order)))
        case NoSuchOrder(number):
            return talk.anything_else(say("no-such-order", number=escape(number)), _latest(talk))
        case NoOrders():
            return talk.what_next(say("never-ordered"))


def cancel_order(talk: Talk) -> Reply:
    """CancelOrderIntent: ask first."""
    say = talk.say
    match cancellable(talk.uow, talk.customer.id, _number(talk)):
        case Cancellable(order):
            total = say.money(order.total)
            asking = say("sure-to-cancel", total=total, **_facts(talk, order))
            question = Question("cancel", ref=order.number)
            return talk.ask(asking, question=question, again=say("again-cancel"))
        case TooLate(order):
            return talk.anything_else(_too_late(talk, order))
        case NoSuchOrder(number):
            return talk.anything_else(say("no-such-order", number=escape(number)), _latest(talk))
        case NoOrders():
            return talk.what_next(say("never-ordered"))


def cancelled(talk: Talk, number: str) -> Reply:
    """The yes to it."""
    match cancel(talk.uow, talk.customer.id, number, talk.turn.now):
        case Cancelled(order):
            return talk.anything_else(talk.say("cancelled", number=escape(order.number)))
        case TooLate(order):
            return talk.anything_else(_too_late(talk, order))
        case NoSuchOrder():
            return talk.anything_else(talk.say("no-such-order", number=escape(number)))


def _number(talk: Talk) -> str | None:
    """The order number as it was said, in digits where it is a number."""
    value = talk.slot("orderNumber").value
    if not value:
        return None
    number = number_in(value, talk.lexicon)
    return str(number) if number is not None else value.replace(" ", "")[:32]


def _facts(talk: Talk, order: Order) -> dict[str, str]:
    say = talk.say
    return {
        "number": escape(order.number),
        "day": say.day(order.placed_at, talk.turn.now),
        "items": say.goods((line.name, line.quantity) for line in order.lines),
    }


def _state(talk: Talk, order: Order) -> str:
    return talk.say(f"state-{order.status}")


def _too_late(talk: Talk, order: Order) -> str:
    return talk.say("too-late", number=escape(order.number), state=_state(talk, order))


def _latest(talk: Talk) -> str:
    history = talk.uow.orders.history(talk.customer.id, limit=1)
    return talk.say("latest-order", number=escape(history[0].number)) if history else ""
