"""Order again: the last order at once when nothing about it changed, else what changed and a question."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.asking import Outcome, add_all, read_thing, understood
from skill.commerce.cart import Added
from skill.commerce.dates import Days
from skill.commerce.find import among
from skill.commerce.matching import Nearest, One, Several
from skill.commerce.not_quite import NotQuite, not_quite, read_differently
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
from skill.conversation.adding import take
from skill.conversation.choice import answer_to_choice
from skill.conversation.orders import latest, no_order, said_number
from skill.conversation.outcomes import ask_which, not_sold, offer_one, report
from skill.conversation.past_orders import said_days
from skill.conversation.several import just_added, set_each
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
    if fewer := _less_of_it(talk):
        return fewer
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


def _omitted(talk: Talk) -> str:
    """All that is to be left out, in one phrase."""
    slots = (talk.slot(name).value for name in ("omitted", "alsoOmitted", "omissions"))
    return ", ".join(filter(None, slots))


def _less_of_it(talk: Talk) -> Reply | None:
    """ "Everything but the eggs" right after an order was added again: they are taken out."""
    words = _omitted(talk)
    if not words or said_number(talk) or talk.state.trail[-2:-1] != ("ReorderIntent",):
        return None
    if talk.state.question and talk.state.question.kind == "again":
        return differently(talk, words)
    wanted = read_differently(words, talk.uow, talk.lexicon)
    added = [one for one in just_added(talk) if any(among(name, [one], talk.lexicon) for name in wanted.out)]
    return set_each(talk, [(one, 0) for one in added]) if added and not wanted.more else None


def _but_not_all(talk: Talk, seen: Preview) -> Reply:
    """ "That again, but without the toothpaste": where there is none in it, that is said before anything."""
    words = _omitted(talk)
    return _differently(talk, seen, words, talk.slot("omitted").ids) if words else _add_or_ask(talk, seen)


def differently(talk: Talk, words: str) -> Reply | None:
    """ "Everything but the coffee" while an earlier order is read out: the same question about the rest."""
    question = talk.state.question
    if question is None or question.kind != "again" or not words:
        return None
    order = talk.uow.orders.get(talk.customer.id, question.ref)
    said = ", ".join(filter(None, (question.words, words)))
    return _differently(talk, preview(talk.uow, order), said) if order else None


def _differently(talk: Talk, seen: Preview, words: str, ids: tuple[str, ...] = ()) -> Reply:
    now = not_quite(seen, words, ids, talk.uow, talk.lexicon)
    if not now.missing:
        return _add_or_ask(talk, now.seen, now, words)
    missing = talk.say.list([heard(name) for name in now.missing], "or")
    n, number = talk.say.number_of(now.missing[-1]), escape(seen.order.number)
    none = talk.say("not-in-order", words=missing, n=n, number=number, items=_goods(talk, seen))
    left = [_without(talk, now)] if now.seen != seen else []
    return _ask(talk, now.seen, words if left else "", none, *left, *_what_changed(talk, now.seen))


def _without(talk: Talk, now: NotQuite) -> str:
    names = talk.say.list([heard(name) for name in now.out])
    return talk.say("again-without", n=len(now.out), words=names, items=_goods(talk, now.seen))


def _goods(talk: Talk, seen: Preview) -> str:
    return talk.say.goods((line.variant.spoken, line.quantity) for line in seen.lines)


def _add_or_ask(talk: Talk, seen: Preview, now: NotQuite | None = None, words: str = "") -> Reply:
    say = talk.say
    if not any(line.sellable for line in seen.lines):
        return talk.what_next(say("again-nothing-left", **_which(talk, seen)))
    if seen.unchanged and not _is_read_out(talk):
        return _added(talk, seen, now.unclear if now else ())
    told = say("again-preview", items=_goods(talk, seen), **_which(talk, seen))
    told = _without(talk, now) if now else told
    return _ask(talk, seen, words, told, *_what_changed(talk, seen))


def _is_read_out(talk: Talk) -> bool:
    """Whether an earlier order is read out and asked about: then what is left of it is asked about too."""
    return talk.state.question is not None and talk.state.question.kind == "again"


def _ask(talk: Talk, seen: Preview, words: str, *said: str) -> Reply:
    total = talk.say("again-total", total=talk.say.money(seen.total))
    question = Question("again", words=words[:80], ref=seen.order.number)
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
    now = not_quite(preview(talk.uow, order), question.words, (), talk.uow, talk.lexicon)
    return _added(talk, now.seen, now.unclear)


def _added(talk: Talk, seen: Preview, unclear: Sequence[Asked] = ()) -> Reply:
    outcomes: list[Outcome] = [*add_again(talk.uow, talk.customer.id, seen)]
    outcomes += add_all(talk.uow, talk.customer.id, unclear, talk.lexicon)
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
