"""Adding to the cart: one product, several in one breath, or the one that was just offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skill.commerce.asking import add_all, add_made, add_one, as_asked, read, understood
from skill.commerce.cart import Added, restore
from skill.commerce.find import among
from skill.commerce.matching import Several, distinctions
from skill.commerce.reading import Asked
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import split_key
from skill.commerce.sizes import outermost
from skill.commerce.words import number_in, stems, tidy, without
from skill.conversation.changing import said_number, set_to
from skill.conversation.outcomes import BY_THE_PIECE, ask_how_many_pieces, report
from skill.conversation.places import position_in
from skill.conversation.remaking import is_about_cart, remade
from skill.conversation.state import Question, shown
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

PAIR = 2


def add_to_cart(talk: Talk) -> Reply:
    """AddToCartIntent: one product, how many of it; or what was asked for just now."""
    words = talk.slot("product").value or ""
    quantity = said_number(talk, "quantity")
    if quantity == 0:
        return talk.what_next(talk.say("how-many-none", name=heard(words)))
    if chosen := answer_to_choice(talk, words, talk.slot("product").ids):
        return take(talk, chosen, quantity)
    if not words or tidy(words) in talk.lexicon.it:
        return add_it(talk, quantity)
    question = talk.state.question
    # A dialog that goes on carries the unit of the thing before.
    if (unit := talk.slot("unit").value) and not (question and question.kind == "which"):
        words = f"{unit} of {words}"
    if quantity is not None and tidy(words).split()[0] in talk.lexicon.units:
        return order(talk, f"{quantity} {words}", None)
    return order(talk, words, quantity)


def order_items(talk: Talk) -> Reply:
    """OrderItemsIntent: several things in one breath, as raw text."""
    words = talk.slot("order").value or ""
    if not words:
        return ask_what_to_add(talk, "order")
    if chosen := answer_to_choice(talk, words):
        return take(talk, chosen, None)
    return order(talk, words, None)


def ask_what_to_add(talk: Talk, slot: str = "product") -> Reply:
    """Nothing was named: ask for it; what was asked for before and is not clear yet comes first."""
    say, question = talk.say, talk.state.question
    if question and question.is_unfinished:
        return talk.anything_else()
    return talk.ask(say("what-to-add"), question=Question("what"), again=say("what-to-add"), elicit=slot)


def order(talk: Talk, words: str, quantity: int | None) -> Reply:
    """Add what the words ask for; ids that the speech side found count when it is one product."""
    if tidy(words) in talk.lexicon.anything:
        return ask_what_to_add(talk)
    if is_about_cart(talk, words) and (changed := remade(talk, words)):
        return changed
    asked = read(words, talk.uow, talk.lexicon, _in_cart(talk))
    if not any(item.words for item in asked):
        if quantity is not None and quantity > 1:
            # "Two oat milks" are no wish about the latte, and "two sugars" are more than sugar.
            return order(talk, f"{_in_words(quantity, talk)} {words}", None)
        return remade(talk, words) or ask_what_to_add(talk)
    asked = tuple(item for item in asked if item.words)
    if quantity is not None and tidy(words).split()[0] in talk.lexicon.measures:
        asked = (replace(asked[0], quantity=quantity), *asked[1:])  # "three | bottles of water"
    if quantity is not None and asked[0].quantity is None:
        asked = (replace(asked[0], quantity=quantity), *asked[1:])
    if (question := talk.state.question) and _is_only_like_it(talk, question, asked):
        none = talk.say("none-so", words=heard(words), n=len(question.skus))
        return talk.asked_anew(question, none)
    known = talk.slot("product").ids and not any(item.wishes or item.amount for item in asked)
    if known and (ids := talk.slot("product").ids):
        only = asked[0] if len(asked) == 1 else Asked(quantity, words)
        return report(talk, (add_one(talk.uow, talk.customer.id, only, talk.lexicon, ids),))
    return report(talk, add_all(talk.uow, talk.customer.id, asked, talk.lexicon))


def _is_only_like_it(talk: Talk, question: Question, asked: Sequence[Asked]) -> bool:
    """ "Large" while the kind of milk is asked for: no thing, but how most of what it can mean is."""
    if not (question.kind == "which" and question.is_unfinished and len(asked) == 1):
        return False
    meant = understood(talk.uow, asked[0], talk.lexicon).meant
    likes = meant.variants if isinstance(meant, Several) else ()
    pairs = [(*one.options, *one.attributes) for one in likes]
    so = [tidy(asked[0].words) in (value.casefold() for _, value in one) for one in pairs]
    return bool(likes) and 2 * sum(so) >= len(so)


def _in_words(number: int, talk: Talk) -> str:
    numbers = talk.lexicon.numbers
    return numbers[number] if number < len(numbers) else str(number)


def _in_cart(talk: Talk) -> list[Asked]:
    """What is in the cart as if it was asked for just now, what was talked about last at the end."""
    keys = sorted(talk.uow.carts.get(talk.customer.id).keys, key=lambda key: key == talk.state.about)
    found = talk.uow.catalog.variants((*keys, *(split_key(key)[0] for key in keys)))
    return [as_asked(found[key], found[split_key(key)[0]]) for key in keys if key in found]


def add_it(talk: Talk, quantity: int | None) -> Reply:
    """ "Add it", "another one": the one thing that was talked about; "add" alone is asked what."""
    question = talk.state.question
    if pair := both_on_offer(talk, quantity):
        return take_all(talk, pair)
    nothing_on_offer = question is None or question.kind in ("else", "what", "checkout", "buy")
    if quantity is None and nothing_on_offer and not talk.slot("product").value:
        return ask_what_to_add(talk)
    if question and question.kind in ("add", "which") and len(question.skus) == 1:
        variants = talk.variants(question.skus)
    else:
        variants = talk.variants((talk.state.about,) if talk.state.about else talk.state.offer[:1])
    return take(talk, variants[0], quantity) if variants else ask_what_to_add(talk)


def both_on_offer(talk: Talk, quantity: int | None) -> tuple[Variant, ...]:
    """ "I'll take both" of two things that were read out, none of them by itself; of others nothing."""
    question, page = talk.state.question, talk.variants(shown(talk.state))
    choosing = question is not None and question.kind == "offer" and talk.state.about is None
    return page if choosing and quantity == PAIR == len(page) else ()


def take_all(talk: Talk, variants: Sequence[Variant]) -> Reply:
    """Each of some things that are being chosen from, then go on with what is still unclear."""
    waiting = talk.state.question.waiting if talk.state.question else ()
    outcomes = [add_made(talk.uow, talk.customer.id, one, 1, one.spoken) for one in variants]
    return report(talk.settled(), outcomes, waiting)


def take(talk: Talk, variant: Variant, quantity: int | None) -> Reply:
    """Do with a chosen product what was going to be done with it, then go on with what is still unclear."""
    question = talk.state.question
    if question and question.kind == "which" and question.then != "add":
        return set_to(talk, variant, 0 if question.then == "remove" else quantity or question.quantity)
    if question and question.is_unfinished and variant.key not in question.skus:
        # "Another one" of the latte while the milk is being asked for: the milk is asked for again.
        outcome = add_made(talk.uow, talk.customer.id, variant, quantity or 1, variant.spoken)
        return report(talk, (outcome,))
    wanted = quantity or (question.quantity if question and question.kind in ("which", "add") else 1)
    waiting = question.waiting if question else ()
    if question and question.ref == BY_THE_PIECE and quantity is None:
        return ask_how_many_pieces(talk, variant, (), waiting)
    words = question.words if question else variant.spoken
    replaces = question.replaces if question else ()
    before = restore(talk.uow, talk.customer.id, dict(replaces)) if replaces else {}
    outcome = add_made(talk.uow, talk.customer.id, variant, wanted, words)
    reply = report(talk.settled(), (outcome,), waiting, like=variant.sku)
    if isinstance(outcome, Added):
        return undone_with(reply, before)
    if before:
        restore(talk.uow, talk.customer.id, before)
    return reply


def undone_with(reply: Reply, before: Mapping[str, int]) -> Reply:
    """The same reply, whose undo also brings back what was taken out."""
    undo_all = {**reply.attributes.get("undo", {}), **before}
    return replace(reply, attributes={**reply.attributes, "undo": undo_all}) if before else reply


def answer_to_choice(talk: Talk, words: str, ids: Sequence[str] = ()) -> Variant | None:
    """The product that answers "whole, skimmed or oat?"; None if the words are about something else."""
    question = talk.state.question
    if question is None or question.kind not in ("which", "offer"):
        return None
    offered = talk.variants(question.skus)
    resolved = [variant for variant in offered if variant.sku in ids]
    if len(resolved) == 1:
        return resolved[0]
    read_out = zip(offered, distinctions(offered), strict=True) if words else ()
    said_back = [one for one, short in read_out if stems(short) == stems(_bare(words, talk))]
    if len(said_back) == 1:
        return said_back[0]
    if len({variant.sku for variant in offered}) == 1:
        # They differ only in how they are made: that alone is what tells them apart.
        offered = tuple(replace(variant, name=variant.spoken, synonyms=()) for variant in offered)
    chosen = _named(talk, words, offered) if words else None
    return next((one for one in talk.variants(question.skus) if chosen and one.key == chosen.key), None)


def _named(talk: Talk, words: str, offered: Sequence[Variant]) -> Variant | None:
    """By its name; where one is being added, also by its place, a number ("the dozen") or a size."""
    bare, lexicon, question = _bare(words, talk), talk.lexicon, talk.state.question
    if (chosen := among(words, offered, lexicon)) or question is None or question.kind != "which":
        return chosen
    if question.then == "add" and (place := lexicon.positions.get(bare)):
        return position_in(talk, place)
    if number := number_in(bare, lexicon):
        return among(_in_words(number, talk), offered, lexicon)
    end = lexicon.outermost.get(bare)
    return outermost(offered, biggest=end == "biggest") if end else None


def _bare(words: str, talk: Talk) -> str:
    """ "The salted one" as "salted"."""
    plain = without(tidy(words), talk.lexicon.articles).split()
    while len(plain) > 1 and plain[-1] in talk.lexicon.it:
        plain.pop()
    return " ".join(plain)
