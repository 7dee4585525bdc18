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
        return _add_or_ask(talk, seen) if isinstance(seen, Preview) else no_order(talk, seen)
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
            return _add_or_ask(talk, seen)


def _add_or_ask(talk: Talk, seen: Preview) -> Reply:
    say = talk.say
    if not any(line.sellable for line in seen.lines):
        return talk.what_next(say("again-nothing-left", **_which(talk, seen)))
    if seen.unchanged:
        return _added(talk, seen)
    goods = say.goods((line.variant.spoken, line.quantity) for line in seen.lines)
    said = [say("again-preview", items=goods, **_which(talk, seen)), *_what_changed(talk, seen)]
    total = say("again-total", total=say.money(seen.total))
    question = Question("again", ref=seen.order.number)
    return talk.ask(*said, total, question=question, again=say("again-order"))


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


def add_previewed(talk: Talk, number: str) -> Reply:
    """The yes to the preview."""
    order = talk.uow.orders.get(talk.customer.id, number)
    if order is None:
        return talk.what_next(talk.say("never-ordered"))
    return _added(talk, preview(talk.uow, order))


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
