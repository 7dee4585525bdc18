"""Order again: the last order at once when nothing about it changed, else what changed and a question."""

from __future__ import annotations

from skill.commerce.asking import read_thing, understood
from skill.commerce.cart import Added
from skill.commerce.dates import Days
from skill.commerce.matching import Nearest, One, Several
from skill.commerce.reading import Asked
from skill.commerce.reorder import (
    NotBoughtBefore,
    NothingBefore,
    Preview,
    add_again,
    left_out,
    preview,
    preview_last,
    preview_numbered,
    product_again,
)
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import tidy
from skill.conversation.adding import answer_to_choice, take
from skill.conversation.orders import latest, no_order, said_number
from skill.conversation.outcomes import ask_which, not_sold, offer_one, report
from skill.conversation.past_orders import said_days
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def reorder(talk: Talk) -> Reply:
    """ReorderIntent: one product out of the history, or the whole last order."""
    words = talk.slot("product").value or ""
    if words and tidy(words) not in talk.lexicon.it:
        if chosen := answer_to_choice(talk, words, talk.slot("product").ids):
            return take(talk, chosen, None)
        return _one_product(talk, words)
    if usual := _open_choice(talk):
        return take(talk, usual, None)
    if number := said_number(talk):
        seen = preview_numbered(talk.uow, talk.customer.id, number)
        return _but_not_all(talk, seen) if isinstance(seen, Preview) else no_order(talk, seen)
    return _last_order(talk, said_days(talk))


def _open_choice(talk: Talk) -> Variant | None:
    """ "The one I had last time" of what is being chosen from; "that again" of the one thing on offer."""
    question = talk.state.question
    if question is None or question.kind not in ("which", "add") or said_number(talk):
        return None
    offered = talk.variants(question.skus)
    if question.kind == "add":
        told_when = talk.state.trail[-2:-1] == ("OrderHistoryIntent",)
        return offered[0] if told_when and offered else None
    bought = talk.uow.orders.bought(talk.customer.id)
    had = [one for one in offered if bought.get(one.sku)]
    return max(had, key=lambda one: bought[one.sku], default=None)


def _last_order(talk: Talk, days: Days | None) -> Reply:
    match preview_last(talk.uow, talk.customer.id, days):
        case NothingBefore():
            message = "nothing-ordered-then" if days else "never-ordered"
            return talk.what_next(talk.say(message), latest(talk) if days else "")
        case Preview() as seen:
            return _but_not_all(talk, seen)


def _but_not_all(talk: Talk, seen: Preview) -> Reply:
    """ "That again, but without the toothpaste": where there is none in it, that is said before anything."""
    words, ids = talk.slot("omitted").value or "", talk.slot("omitted").ids
    if not words:
        return _add_or_ask(talk, seen)
    fewer = left_out(seen, words, ids, talk.lexicon)
    if len(fewer.lines) < len(seen.lines):
        return _add_or_ask(talk, fewer, words)
    items = talk.say.goods((line.variant.spoken, line.quantity) for line in seen.lines)
    number, n = escape(seen.order.number), talk.say.number_of(words)
    none = talk.say("not-in-order", words=heard(words), n=n, number=number, items=items)
    return _ask(talk, seen, "", none, *_what_changed(talk, seen))


def _add_or_ask(talk: Talk, seen: Preview, omitted: str = "") -> Reply:
    say = talk.say
    if not any(line.sellable for line in seen.lines):
        return talk.what_next(say("again-nothing-left", **_which(talk, seen)))
    if seen.unchanged:
        return _added(talk, seen)
    goods = say.goods((line.variant.spoken, line.quantity) for line in seen.lines)
    told = say("again-preview", items=goods, **_which(talk, seen))
    if omitted:
        told = say("again-without", words=heard(omitted), items=goods)
    return _ask(talk, seen, omitted, told, *_what_changed(talk, seen))


def _ask(talk: Talk, seen: Preview, omitted: str, *said: str) -> Reply:
    total = talk.say("again-total", total=talk.say.money(seen.total))
    question = Question("again", words=omitted[:80], ref=seen.order.number)
    return talk.ask(*said, total, question=question, again=talk.say("again-order"))


def _which(talk: Talk, seen: Preview) -> dict[str, str]:
    """Whether it is the last order that is meant, or its number."""
    last = preview_last(talk.uow, talk.customer.id)
    is_last = isinstance(last, Preview) and last.order.number == seen.order.number
    return {"which": "last" if is_last else "other", "number": escape(seen.order.number)}


def _what_changed(talk: Talk, seen: Preview) -> list[str]:
    say = talk.say
    said = [say("again-gone", names=say.list([say.name(name) for name in seen.gone]))] if seen.gone else []
    for line in seen.lines:
        name = line.variant.spoken
        if line.left is not None:
            named = say.name(name, line.left)
            said.append(say("again-short", left=line.left, name=named, count=say.count(line.left)))
        elif line.variant.price != line.was:
            price, was = say.money(line.variant.price), say.money(line.was)
            said.append(say("again-dearer", name=say.title(name), price=price, was=was))
    return said


def add_previewed(talk: Talk, question: Question) -> Reply:
    """The yes to the preview."""
    order = talk.uow.orders.get(talk.customer.id, question.ref)
    if order is None:
        return talk.what_next(talk.say("never-ordered"))
    seen = preview(talk.uow, order)
    return _added(talk, left_out(seen, question.words, (), talk.lexicon) if question.words else seen)


def _added(talk: Talk, seen: Preview) -> Reply:
    outcomes = add_again(talk.uow, talk.customer.id, seen)
    added = [outcome for outcome in outcomes if isinstance(outcome, Added)]
    if len(added) < len(outcomes):
        return report(talk, outcomes)
    undo = {item.variant.key: item.in_cart - item.quantity for item in added}
    goods = talk.say.goods((item.variant.spoken, item.quantity) for item in added)
    talk = talk.remember(undo=undo, about=added[-1].variant.key if added else None, misses=0)
    return talk.anything_else(talk.say("again-added", items=goods, **_which(talk, seen)))


def _one_product(talk: Talk, words: str) -> Reply:
    asked = read_thing(words, talk.uow, talk.lexicon)
    ids = talk.slot("product").ids
    match product_again(talk.uow, talk.customer.id, asked, talk.lexicon, ids):
        case NotBoughtBefore():
            return _never_bought(talk, asked, ids)
        case Added(variant, quantity, in_cart):
            say = talk.say
            talk = talk.remember(undo={variant.key: in_cart - quantity}, about=variant.key, misses=0)
            items = say.some(variant.spoken, quantity)
            return talk.anything_else(
                say("again-product", items=items, price=say.money(variant.price * quantity))
            )
        case outcome:
            return report(talk, (outcome,))


def _never_bought(talk: Talk, asked: Asked, ids: tuple[str, ...]) -> Reply:
    """Not in the history: say so, and offer what the shop has under that name."""
    say = talk.say
    found = understood(talk.uow, asked, talk.lexicon, ids)
    never = say("not-bought-before", words=heard(asked.words))
    match found.meant:
        case One(variant):
            offer = say("found-one", name=say.one(variant.spoken), price=say.money(variant.price))
            return offer_one(talk, variant, found.quantity, [never, offer])
        case Several(variants):
            return ask_which(talk, variants, asked.words, found.quantity, "add", said=[never])
        case Nearest(variants):
            return not_sold(talk, asked.words, found.quantity, variants)
