"""Changing an order that stands: the new total is said and asked before anything is done."""

from __future__ import annotations

from skill.commerce.moving import NoSuchOrder
from skill.commerce.order_changes import (
    AsItIs,
    Changeable,
    Changed,
    NoneLeft,
    NoOtherAddress,
    NotChangeable,
    PriceIsOther,
    Readdressable,
    Seen,
    WhichLine,
    Wish,
    change,
    changeable,
    readdressable,
    see,
)
from skill.commerce.orders import NoOrders, waiting
from skill.commerce.rules.deeds import Cancel, Raise, Readdress
from skill.commerce.rules.order import Order
from skill.commerce.rules.owing import owed
from skill.commerce.words import tidy
from skill.conversation.changing import said_number as said_count
from skill.conversation.orders import (
    ask_to_cancel,
    contact,
    facts,
    no_order,
    paid_back,
    pairs,
    said_number,
    state_of,
    units_in,
)
from skill.conversation.outcomes import offer_one
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def change_order(talk: Talk) -> Reply:
    """ChangeOrderIntent: so many of a product in an order (none, without a number), or so many more."""
    words = talk.slot("product").value or ""
    wish = Wish(
        said_number(talk),
        words if tidy(words) not in talk.lexicon.it else "",
        talk.slot("product").ids,
        said_count(talk, "quantity"),
        said_count(talk, "more"),
    )
    match changeable(talk.uow, talk.customer.id, wish, talk.lexicon, talk.turn.now):
        case NoSuchOrder() | NoOrders() as none:
            return no_order(talk, none)
        case seen:
            return _ask(talk, seen)


def taken_out(talk: Talk, words: str, *before: str) -> Reply | None:
    """ "Cancel the muffins" with nothing in the cart: of the order that has some; None where none has."""
    if not words or tidy(words) in talk.lexicon.it:
        return None
    wish = Wish(None, words, talk.slot("product").ids, None, None)
    seen = changeable(talk.uow, talk.customer.id, wish, talk.lexicon, talk.turn.now)
    return _ask_about(talk, seen, before) if isinstance(seen, Changeable) else None


def _ask(talk: Talk, seen: Seen, *before: str) -> Reply:
    say = talk.say
    number = escape(seen.order.number)
    match seen:
        case Changeable():
            return _ask_about(talk, seen, before)
        case AsItIs(_, line):
            return talk.anything_else(
                say("order-already-so", items=say.some(line.name, line.current), number=number)
            )
        case PriceIsOther(_, line, variant, count):
            price, was = say.money(variant.price), say.money(line.unit_price)
            other = say("order-price-other", name=say.title(line.name), price=price, was=was, number=number)
            return offer_one(talk, variant, count, [other])
        case NoneLeft(_, line, left):
            name = say.name(line.name, left)
            return talk.anything_else(say("order-short", count=say.count(left), left=left, name=name))
        case WhichLine(order, lines, named):
            return _ask_which(talk, order, [line.name for line in lines], named)
        case NotChangeable():
            return _not_changeable(talk, seen)


def _ask_about(talk: Talk, seen: Changeable, before: tuple[str, ...]) -> Reply:
    """What the order would be and cost; taking out the last line is cancelling it."""
    say, order = talk.say, seen.order
    if isinstance(seen.deed, Cancel) and waiting(order) == seen.deed.units:
        return ask_to_cancel(talk, order, seen.deed.units)
    line = order.lines[seen.line]
    kind = "more" if isinstance(seen.deed, Raise) else "fewer"
    asking = say(
        "sure-to-change",
        kind=kind,
        items=say.some(line.name, seen.count),
        number=escape(order.number),
        total=say.money(seen.total),
    )
    units = pairs(seen.deed.units or ())
    question = Question("change", ref=order.number, words=kind, units=units, total=seen.total.minor)
    return talk.ask(*before, asking, question=question, again=say("again-change"))


def changed(talk: Talk, question: Question) -> Reply:
    """The yes to it: what was said, for the total that was said; else what is different now is asked."""
    order = talk.uow.orders.get(talk.customer.id, question.ref)
    units = units_in(question)
    if order is None or not units or not all(0 <= one.line < len(order.lines) for one in units):
        return no_order(talk, NoSuchOrder(question.ref))
    deed = Raise(units) if question.words == "more" else Cancel(units)
    seen = see(talk.uow, order, units[0].line, deed, talk.turn.now)
    if not isinstance(seen, Changeable):
        return _ask(talk, seen)
    if seen.total.minor != question.total:
        return _ask(talk, seen, talk.say("something-changed"))
    return _done(talk, change(talk.uow, order, deed, talk.turn.now))


def _done(talk: Talk, done: Changed | NotChangeable | NoneLeft) -> Reply:
    if not isinstance(done, Changed):
        return _ask(talk, done)
    total = talk.say.money(owed(done.order))
    said = talk.say("order-changed", total=total, **facts(talk, done.order))
    return talk.anything_else(said, paid_back(talk, done.order, done.back_minor))


def _ask_which(talk: Talk, order: Order, names: list[str], named: bool) -> Reply:
    say = talk.say
    items = say.list([say.name(name) for name in names], "or")
    message = "which-in-order" if named else "what-to-change"
    asking = say(message, number=escape(order.number), names=items)
    return talk.ask(asking, question=Question("what"), again=asking, elicit="product")


def _not_changeable(talk: Talk, seen: NotChangeable) -> Reply:
    say, number = talk.say, escape(seen.order.number)
    if seen.refused.why == "already_paid":
        why = say("change-paid", number=number)
    elif seen.refused.why == "too_many":
        why = say("change-too-many", n=seen.refused.most or 0, count=say.count(seen.refused.most or 0))
    else:
        why = say("change-too-late", number=number, state=state_of(talk, seen.order))
    if seen.instead is not None and seen.instead.sellable != 0 and seen.count:
        return offer_one(talk, seen.instead, seen.count, [why, say("order-anew")])
    return talk.anything_else(why, contact(talk))


def change_address(talk: Talk) -> Reply:
    """ChangeAddressIntent: an order goes to the address that is on file now, while it has not left."""
    say = talk.say
    match readdressable(talk.uow, talk.customer, said_number(talk), talk.turn.now):
        case Readdressable(order, address):
            was = escape(order.address or "")
            asking = say("sure-to-readdress", number=escape(order.number), address=escape(address), was=was)
            question = Question("readdress", ref=order.number, words=address)
            return talk.ask(asking, question=question, again=say("again-readdress"))
        case NoOtherAddress(order):
            told = say("address-as-it-is", number=escape(order.number), address=escape(order.address or ""))
            return talk.anything_else(told, contact(talk))
        case NotChangeable() as refused:
            return _not_changeable(talk, refused)
        case NoSuchOrder() | NoOrders() as none:
            return no_order(talk, none)


def readdressed(talk: Talk, question: Question) -> Reply:
    """The yes to it."""
    order = talk.uow.orders.get(talk.customer.id, question.ref)
    if order is None:
        return no_order(talk, NoSuchOrder(question.ref))
    match change(talk.uow, order, Readdress(question.words), talk.turn.now):
        case Changed(now):
            told = talk.say("readdressed", number=escape(now.number), address=escape(now.address or ""))
            return talk.anything_else(told)
        case NotChangeable() as refused:
            return _not_changeable(talk, refused)
        case NoneLeft() as short:
            return _ask(talk, short)
