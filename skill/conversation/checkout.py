"""Checking out: read the whole order, ask, and on a yes buy exactly that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from skill.commerce.checkout import (
    AlreadyPlaced,
    Blocked,
    Moved,
    NoCard,
    NoQuote,
    NothingToBuy,
    NoWay,
    Placed,
    Quoted,
    fit_to_stock,
    place,
    quote_cart,
)
from skill.commerce.matching import COVERED
from skill.commerce.matching import fit as fits
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.delivery import Store
from skill.commerce.rules.order import Order
from skill.commerce.rules.quote import CartChanged, Difference, Gone, OnlyLeft, PriceChanged
from skill.commerce.voice_code import offer
from skill.conversation.costs import not_met, payment, read_quote, refusal, sum_changed
from skill.conversation.outcomes import still_asked
from skill.conversation.paying import buyer
from skill.conversation.ssml import escape, plain_text
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Card, Reply


def check_out(talk: Talk, *before: str) -> Reply:
    """CheckoutIntent: seller, goods, delivery, tax and total, then the question (rule P3)."""
    say = talk.say
    customer, *note = buyer(talk)
    if customer is None:
        return talk.anything_else(*before, *note)
    before = (*before, *note, *_not_in_it(talk))
    told = talk.settled().remember(unclear=())
    match quote_cart(talk.uow, customer, talk.shop.terms, uuid4().hex, talk.turn.now):
        case NothingToBuy() if still_asked(talk):
            return talk.anything_else(say("nothing-to-buy"))
        case NothingToBuy():
            return talk.what_next(*before, say("nothing-to-buy"))
        case Blocked(problems):
            return _ask_to_fit(told, problems, before)
        case NoWay(address, store):
            return _no_way(told, address, store, before)
        case Quoted(quote, refused, problem):
            talk.shop.count("checkouts")
            question = replace(_still_open(talk), kind="buy", ref=quote.id)
            again = say("again-buy", total=say.money(quote.total))
            notes = [refusal(talk, one) for one in refused]
            if problem is not None:
                notes.append(not_met(talk, problem))
            read_out = read_quote(talk, quote)
            return told.ask(*before, *notes, *read_out, say("shall-i-order"), question=question, again=again)


def _still_open(talk: Talk) -> Question:
    """What was asked for and is not clear: "the oat one" answers it at the till too."""
    question = talk.state.question
    if question is None or not question.is_unfinished or question.kind != "which":
        return Question("buy")
    return Question("buy", question.skus, question.quantity, question.words)


def _not_in_it(talk: Talk) -> list[str]:
    """What was asked for and is not clear yet: who checks out before it is gets the rest, and hears so."""
    in_cart = talk.variants(talk.uow.carts.get(talk.customer.id).keys)
    let_go = [one for one in talk.state.unclear if not any(_is_such(one[1], there) for there in in_cart)]
    things = [heard(words) for _, words in (*still_asked(talk), *let_go)]
    return [talk.say("not-in-it", things=talk.say.list(things))] if things else []


def _is_such(words: str, variant: Variant) -> bool:
    """Whether it is what the words asked for: salted butter is butter, a butter croissant is not."""
    fitting = fits(words, variant)
    return fitting.head and fitting.level >= COVERED


def _no_way(talk: Talk, address: str, store: Store | None, before: Sequence[str]) -> Reply:
    """Nothing is sent there: picking it up is the next best thing."""
    say = talk.say
    refused = say("cannot-deliver", address=escape(address))
    if store is None:
        return talk.anything_else(*before, refused)
    asking = say("pick-up-instead", name=escape(store.name), address=escape(store.address))
    question = Question("way", ref=store.id)
    return talk.ask(*before, refused, asking, question=question, again=asking)


def buy(talk: Talk, quote_id: str) -> Reply:
    """The yes to the total: it buys what was read out, or says what has changed (rules P10 and P15)."""
    match place(talk.uow, talk.customer, talk.shop.terms, quote_id, talk.turn.now):
        case Placed(order, charge_key) if charge_key:
            return replace(waits_for_card(talk, order), charging=charge_key)
        case Placed(order):
            return ordered(talk, order)
        case NoCard():
            return check_out(talk)
        case AlreadyPlaced(order):
            return talk.anything_else(talk.say("already-ordered", number=escape(order.number)))
        case Moved(differences):
            return _changed_meanwhile(talk, differences)
        case NoQuote():
            return check_out(talk, talk.say("no-quote"))


def waits_for_card(talk: Talk, order: Order) -> Reply:
    """What is said when nobody knows yet whether the card was charged."""
    forgotten = talk.remember(undo={}, offer=(), about=None, unclear=())
    return forgotten.tell(talk.say("order-waits-for-card", number=escape(order.number)))


def ordered(talk: Talk, order: Order) -> Reply:
    """The order stands: its number and what it costs, also on a card (rule P4)."""
    say = talk.say
    talk.shop.count("orders")
    thanks = say(
        "ordered",
        number=escape(order.number),
        total=say.money(order.total),
        payment=payment(talk, order.payment, bool(order.address)),
    )
    title = plain_text(say("ordered-card-title", number=escape(order.number)))
    text = "\n".join(
        [f"{line.quantity} × {line.name}" for line in order.lines] + [plain_text(say.money(order.total))]
    )
    talk = talk.remember(undo={}, offer=(), about=None, unclear=())
    card = Card(title, text)
    if _is_dear(talk, order) and offer(talk.uow, talk.customer.id, talk.turn.now):
        asking = Question("offer_code")
        return talk.ask(thanks, say("offer-code"), question=asking, again=say("again-offer-code"), card=card)
    return talk.tell(thanks, card=card)


def _is_dear(talk: Talk, order: Order) -> bool:
    """Whether a voice code is offered for such an order (rule P5)."""
    return order.total.minor >= talk.shop.code_from


def _changed_meanwhile(talk: Talk, differences: Sequence[Difference]) -> Reply:
    """Say what is different now; what stock there is has to be agreed to, new prices are read out again."""
    changed = talk.say("something-changed")
    short = [difference for difference in differences if isinstance(difference, OnlyLeft | Gone)]
    prices = [_difference(talk, d) for d in differences if not isinstance(d, OnlyLeft | Gone)]
    if short:
        return _ask_to_fit(talk, short, (changed, *prices))
    return check_out(talk, changed, *prices)


def _ask_to_fit(talk: Talk, problems: Sequence[OnlyLeft | Gone], before: Sequence[str]) -> Reply:
    say = talk.say
    said = [_difference(talk, problem) for problem in problems]
    return talk.ask(*before, *said, say("shall-i-fit"), question=Question("fit"), again=say("again-fit"))


def _difference(talk: Talk, difference: Difference) -> str:
    say = talk.say
    match difference:
        case PriceChanged(_, name, was, now):
            return say(
                "price-now", name=say.name(name).capitalize(), price=say.money(now), was=say.money(was)
            )
        case OnlyLeft(_, name, 0, _):
            return say("none-left", name=say.name(name, 2))
        case OnlyLeft(_, name, left, wanted):
            return say(
                "only-left",
                count=say.count(left),
                left=left,
                name=say.name(name, left),
                wanted=say.count(wanted),
            )
        case Gone():
            return say("no-longer-sold")
        case CartChanged():
            return say("cart-is-different")
        case _:
            return sum_changed(talk, difference)


def fit(talk: Talk) -> Reply:
    """The yes to taking what there is."""
    cart = fit_to_stock(talk.uow, talk.customer.id)
    if not cart.lines:
        return talk.what_next(talk.say("nothing-left-to-buy"))
    return check_out(talk)
