"""Adding to the cart: one product, several in one breath, or the one that was just offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.asking import add_all, add_made, add_one, as_asked, in_words, read, understood
from skill.commerce.cart import Added, restore
from skill.commerce.matching import Several
from skill.commerce.reading import Asked
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import split_key
from skill.commerce.words import spelled, tidy
from skill.conversation.changing import said_number, set_to, undone_with
from skill.conversation.choice import answer_to_choice, choice_of, offered_so
from skill.conversation.outcomes import BY_THE_PIECE, ask_how_many_pieces, report
from skill.conversation.remaking import is_about_cart, remade, remade_besides
from skill.conversation.replacing import instead_of
from skill.conversation.several import answered, of_each, said_every
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def add_to_cart(talk: Talk) -> Reply:
    """AddToCartIntent: one product, how many of it; or what was asked for just now."""
    words = talk.slot("product").value or ""
    quantity = said_number(talk, "quantity")
    if quantity == 0:
        return talk.what_next(talk.say("how-many-none", name=heard(words)))
    if chosen := answer_to_choice(talk, words, talk.slot("product").ids):
        return take(talk, chosen, quantity)
    if said_every(talk) and (each := of_each(talk, quantity, more=True)):
        return each
    if not words or tidy(words) in talk.lexicon.it:
        return add_it(talk, quantity)
    if all(word in talk.lexicon.units for word in tidy(words).split()):
        return ask_what_to_add(talk)  # "200 grams" of what was not understood
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
    asked = read(words, talk.uow, talk.lexicon, [*_in_cart(talk), *_asked_for(talk)])
    if not any(item.words for item in asked):
        if quantity is not None and quantity > 1:
            # "Two oat milks" are no wish about the latte, and "two sugars" are more than sugar.
            return order(talk, f"{spelled(quantity, talk.lexicon)} {words}", None)
        return remade(talk, words) or ask_what_to_add(talk)
    if not asked[0].words:
        return _made_so_and(talk, asked[0], asked[1:])
    asked = _counted(talk, tuple(item for item in asked if item.words), words, quantity)
    if (question := talk.state.question) and _is_only_like_it(talk, question, asked):
        none = talk.say("none-so", words=heard(words), n=len(question.skus))
        return talk.asked_anew(question, none)
    return answered(talk, asked) or _added(talk, asked, words, quantity)


def _made_so_and(talk: Talk, wish: Asked, things: Sequence[Asked]) -> Reply:
    """ "With oat milk and a muffin": what is asked for or in the cart is made so, the rest is added."""
    words, before = in_words(wish, talk.lexicon).strip(), talk.state.undo
    if now := offered_so(talk, wish.wishes):
        talk, said = now, [talk.say("made-so", words=heard(words))]
    else:
        talk, said = remade_besides(talk, words)
    outcomes = add_all(talk.uow, talk.customer.id, things, talk.lexicon)
    reply = report(talk, outcomes, first=said)
    return undone_with(reply, talk.state.undo) if talk.state.undo != before else reply


def _counted(talk: Talk, asked: tuple[Asked, ...], words: str, quantity: int | None) -> tuple[Asked, ...]:
    """With the number that was said apart from the words: "three | bottles of water"."""
    measured = tidy(words).split()[0] in talk.lexicon.measures
    if quantity is not None and (measured or asked[0].quantity is None):
        return (replace(asked[0], quantity=quantity), *asked[1:])
    return asked


def _added(talk: Talk, asked: Sequence[Asked], words: str, quantity: int | None) -> Reply:
    ids = talk.slot("product").ids
    if ids and not any(item.wishes or item.amount for item in asked):
        only = asked[0] if len(asked) == 1 else Asked(quantity, words)
        return report(talk, (add_one(talk.uow, talk.customer.id, only, talk.lexicon, ids),))
    return report(talk, add_all(talk.uow, talk.customer.id, asked, talk.lexicon))


def _asked_for(talk: Talk) -> list[Asked]:
    """What is being asked for, as "with oat milk" may be about it."""
    question = talk.state.question
    if question is None or question.kind != "which" or question.then != "add" or not question.words:
        return []
    return [Asked(question.quantity, question.words)]


def _is_only_like_it(talk: Talk, question: Question, asked: Sequence[Asked]) -> bool:
    """ "Large" while the kind of milk is asked for: no thing, but how most of what it can mean is."""
    if not (question.kind == "which" and question.is_unfinished and len(asked) == 1):
        return False
    meant = understood(talk.uow, asked[0], talk.lexicon).meant
    likes = meant.variants if isinstance(meant, Several) else ()
    pairs = [(*one.options, *one.attributes) for one in likes]
    so = [tidy(asked[0].words) in (value.casefold() for _, value in one) for one in pairs]
    return bool(likes) and 2 * sum(so) >= len(so)


def _in_cart(talk: Talk) -> list[Asked]:
    """What is in the cart as if it was asked for just now, what was talked about last at the end."""
    keys = sorted(talk.uow.carts.get(talk.customer.id).keys, key=lambda key: key == talk.state.about)
    found = talk.uow.catalog.variants((*keys, *(split_key(key)[0] for key in keys)))
    return [as_asked(found[key], found[split_key(key)[0]]) for key in keys if key in found]


def add_it(talk: Talk, quantity: int | None) -> Reply:
    """ "Add it", "another one": the one thing that was talked about; "add" alone is asked what."""
    question = talk.state.question
    if question and question.kind in ("checkout", "buy") and quantity is None:
        # "Order it" is as good as yes, and as good as "add it": where it may cost money it is asked.
        return talk.asked_anew(question)
    nothing_on_offer = question is None or question.kind in ("else", "what")
    if quantity is None and nothing_on_offer and not talk.slot("product").value:
        return ask_what_to_add(talk)
    if question and question.kind in ("add", "which") and len(question.skus) == 1:
        variants = talk.variants(question.skus)
    else:
        variants = talk.variants((talk.state.about,) if talk.state.about else talk.state.offer[:1])
    return take(talk, variants[0], quantity) if variants else ask_what_to_add(talk)


def take(talk: Talk, variant: Variant, quantity: int | None) -> Reply:
    """Do with a chosen product what was going to be done with it, then go on with what is still unclear."""
    question = choice_of(talk)
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
    talk = instead_of(talk, before) if before else talk
    outcome = add_made(talk.uow, talk.customer.id, variant, wanted, words)
    reply = report(talk.settled(), (outcome,), waiting, like=variant.sku)
    if isinstance(outcome, Added):
        return undone_with(reply, before)
    if before:
        restore(talk.uow, talk.customer.id, before)
    return reply
