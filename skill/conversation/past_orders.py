"""Questions about the past: what was ordered when, when a thing was bought last, all orders one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from skill.commerce.dates import Days, past_days
from skill.commerce.orders import Bought, Known, last_bought, ordered_in, status
from skill.commerce.rules.order import Order
from skill.commerce.rules.owing import owed
from skill.commerce.words import tidy
from skill.conversation.orders import coming_back, facts, latest, no_order, said_number, state_of
from skill.conversation.outcomes import offer_one
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

AT_ONCE = 3


def order_history(talk: Talk) -> Reply:
    """OrderHistoryIntent: when a product was bought last, what was ordered when, or the last order."""
    words = talk.slot("product").value or ""
    if words and tidy(words) not in talk.lexicon.it:
        return _last_bought(talk, words)
    if talk.slot("date").value and not talk.slot("orderNumber").value:
        return _ordered_on(talk)
    match status(talk.uow, talk.customer.id, said_number(talk)):
        case Known(order):
            return talk.anything_else(_described(talk, order), order=order.number)
        case none:
            return no_order(talk, none)


def _described(talk: Talk, order: Order) -> str:
    total = talk.say.money(order.total if order.status == "cancelled" else owed(order))
    return talk.say("past-order", total=total, state=state_of(talk, order), **facts(talk, order))


def _last_bought(talk: Talk, words: str) -> Reply:
    say = talk.say
    ids = talk.slot("product").ids
    found = last_bought(talk.uow, talk.customer.id, words, ids, talk.lexicon, said_days(talk))
    if not isinstance(found, Bought):
        return talk.anything_else(say("not-bought-before", words=heard(words)))
    order, line = found.order, found.line
    told = say(
        "bought-last",
        items=say.some(line.name, line.current),
        day=talk.day(order.placed_at),
        price=say.money(line.unit_price * line.current),
        number=escape(order.number),
    )
    if found.variant is None or found.variant.sellable == 0:
        name = say.name(line.name, 2)
        missing = "again-gone" if found.variant is None else "sold-out"
        return talk.anything_else(told, say(missing, name=name, names=name))
    return offer_one(talk, found.variant, line.current, [told])


def _ordered_on(talk: Talk) -> Reply:
    days, say = said_days(talk), talk.say
    if days is None:
        return talk.anything_else(say("which-days", words=heard(talk.slot("date").value or "")), latest(talk))
    found = ordered_in(talk.uow, talk.customer.id, days)
    if not found:
        return talk.anything_else(say("nothing-ordered-then"), latest(talk))
    if len(found) == 1:
        return talk.anything_else(_described(talk, found[0]), order=found[0].number)
    return _list(talk, found, 0, talk.slot("date").value or "")


def said_days(talk: Talk) -> Days | None:
    """The days of the slot `date`, as days of the past."""
    return _days(talk, talk.slot("date").value or "")


def _days(talk: Talk, value: str) -> Days | None:
    now = talk.local(talk.turn.now)
    return past_days(value, now.date(), now.tzinfo or UTC)


def list_orders(talk: Talk) -> Reply:
    """ListOrdersIntent: all orders, three at a time."""
    found = ordered_in(talk.uow, talk.customer.id, None)
    if not found:
        return talk.what_next(talk.say("never-ordered"))
    return _list(talk, found, 0, "")


def more_orders(talk: Talk, question: Question) -> Reply:
    """The yes to "shall I go on?", and next."""
    found = ordered_in(talk.uow, talk.customer.id, _days(talk, question.words))
    return _list(talk, found, question.total, question.words)


def _list(talk: Talk, orders: Sequence[Order], start: int, words: str) -> Reply:
    say, page = talk.say, orders[start : start + AT_ONCE]
    listed = [
        say(
            "listed-order",
            number=escape(order.number),
            day=talk.day(order.placed_at),
            total=say.money(order.total if order.status == "cancelled" else owed(order)),
            state=state_of(talk, order),
        )
        for order in page
    ]
    said = [say("orders-count", n=len(orders), count=say.count(len(orders)))] if start == 0 else []
    if start + AT_ONCE >= len(orders):
        return talk.anything_else(*said, *listed)
    question = Question("orders", words=words, total=start + AT_ONCE)
    return talk.ask(*said, *listed, say("shall-i-go-on"), question=question, again=say("again-go-on"))


def refund_status(talk: Talk) -> Reply:
    """RefundStatusIntent: what comes back of an order, or of the newest where anything does."""
    number = said_number(talk)
    if number is None:
        for order in ordered_in(talk.uow, talk.customer.id, None):
            if told := coming_back(talk, order, talk.uow.orders.papers(order)):
                return talk.anything_else(talk.say("refund-of", number=escape(order.number)), *told)
    match status(talk.uow, talk.customer.id, number):
        case Known(order, papers):
            told = coming_back(talk, order, papers)
            nothing = talk.say("no-refund", number=escape(order.number))
            return talk.anything_else(*(told or [nothing]))
        case none:
            return no_order(talk, none)
