"""Sending goods back: till when, what is paid back, a yes, and the number of the return."""

from __future__ import annotations

from skill.commerce.moving import NoSuchOrder
from skill.commerce.orders import NoOrders
from skill.commerce.returning import (
    Announced,
    Asked,
    NotInOrder,
    NotReturnable,
    Returnable,
    announce,
    returnable,
)
from skill.commerce.rules.order import Status
from skill.commerce.words import tidy
from skill.conversation.carrying_on import aside
from skill.conversation.changing import said_number as said_count
from skill.conversation.orders import (
    contact,
    facts,
    goods_of,
    no_order,
    pairs,
    said_number,
    state_of,
    units_in,
)
from skill.conversation.ssml import escape
from skill.conversation.state import Kind, Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def return_order(talk: Talk) -> Reply:
    """ReturnOrderIntent: what would go back and what it brings, then the question."""
    return _ask(talk, "return")


def exchange_order(talk: Talk) -> Reply:
    """ExchangeOrderIntent: a return, after which the same is offered again."""
    return _ask(talk, "exchange")


def return_policy(talk: Talk) -> Reply:
    """ReturnPolicyIntent: how long things are taken back, and how one says so."""
    return aside(talk, talk.say("return-policy", days=talk.shop.return_days), contact(talk))


def _ask(talk: Talk, kind: Kind) -> Reply:
    words = talk.slot("product").value or ""
    meant = words if tidy(words) not in talk.lexicon.it else ""
    asked = Asked(said_number(talk), meant, talk.slot("product").ids, said_count(talk, "quantity"))
    days, now = talk.shop.return_days, talk.turn.now
    match returnable(talk.uow, talk.customer.id, asked, talk.lexicon, days, now):
        case Returnable() as seen:
            return _ask_about(talk, seen, kind)
        case NotReturnable() as refused:
            return _not_returnable(talk, refused)
        case NotInOrder(order):
            items = facts(talk, order)["items"]
            number = escape(order.number)
            n = talk.say.number_of(meant)
            said = talk.say("not-in-order", words=heard(meant), n=n, number=number, items=items)
            return talk.anything_else(said)
        case NoSuchOrder() | NoOrders() as none:
            return no_order(talk, none)


def _ask_about(talk: Talk, seen: Returnable, kind: Kind) -> Reply:
    say, order = talk.say, seen.order
    asking = say(
        "sure-to-return",
        number=escape(order.number),
        items=goods_of(talk, order, seen.units),
        until=talk.day(seen.until),
        total=say.money(seen.back),
        paid="yes" if seen.back.minor else "no",
    )
    question = Question(kind, ref=order.number, units=pairs(seen.units))
    return talk.ask(asking, question=question, again=say("again-return"))


def announced(talk: Talk, question: Question) -> Reply:
    """The yes to it."""
    days, now = talk.shop.return_days, talk.turn.now
    match announce(talk.uow, talk.customer.id, question.ref, units_in(question), days, now):
        case Announced() as done:
            return _said_announced(talk, done, question.kind)
        case NotReturnable() as refused:
            return _not_returnable(talk, refused)
        case NoSuchOrder() as none:
            return no_order(talk, none)


def _said_announced(talk: Talk, done: Announced, kind: Kind) -> Reply:
    say, order = talk.say, done.order
    told = say("return-announced", return_number=done.number, address=escape(talk.shop.address))
    if done.back.minor:
        told += " " + say("return-pays", total=say.money(done.back))
    if kind != "exchange":
        return talk.anything_else(told)
    lines = [order.lines[one.line] for one in done.units]
    sold = [one for one in talk.variants(tuple(line.key for line in lines)) if one.sellable != 0]
    if not sold:
        return talk.anything_else(told, say("exchange-none"))
    first = sold[0]
    count = next(one.count for one, line in zip(done.units, lines, strict=True) if line.key == first.key)
    question = Question("add", (first.key,), count)
    asking = say("exchange-add", items=say.some(first.spoken, count))
    return talk.ask(told, asking, question=question, again=asking)


def _not_returnable(talk: Talk, seen: NotReturnable) -> Reply:
    say, order = talk.say, seen.order
    number = escape(order.number)
    match seen.refused.why:
        case "too_late":
            days, until = talk.shop.return_days, talk.day(seen.until)
            why = say("return-too-late", number=number, days=days, until=until)
        case "too_many" if seen.refused.most:
            why = say("return-too-many", count=say.count(seen.refused.most))
        case "too_many" | "nothing":
            why = say("return-nothing", number=number)
        case _:
            why = say("return-not-here", number=number, state=state_of(talk, order))
    return talk.anything_else(why, _instead(talk, order.status))


def _instead(talk: Talk, status: Status) -> str:
    """The next best thing for what cannot be sent back."""
    if status in ("placed", "packed"):
        return talk.say("cancel-instead")
    if status in ("shipped", "part_shipped"):
        return talk.say("return-instead-later", days=talk.shop.return_days)
    return contact(talk)
