"""Taking things out of the cart, or something out of a thing: "remove the milk", "no mayo", "one less"."""

from __future__ import annotations

from skill.commerce.cart import CartView, restore
from skill.commerce.find import among
from skill.commerce.remaking import LINKS, is_rather, names_a_choice
from skill.conversation.adding import order, take
from skill.conversation.cart import clear_cart, taken_back
from skill.conversation.changing import said_number, set_to
from skill.conversation.choice import answer_to_choice, offered_otherwise
from skill.conversation.in_the_cart import contents, in_cart, pointed_at, which_in_cart
from skill.conversation.made_so import made_so
from skill.conversation.order_changes import taken_out
from skill.conversation.redoing import not_there, was_taken_out
from skill.conversation.remaking import remade
from skill.conversation.reordering import differently
from skill.conversation.several import PAIR, just_added, said_every, set_each
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def remove_from_cart(talk: Talk) -> Reply:
    """RemoveFromCartIntent: take one product out, or some of it."""
    words = talk.slot("product").value or talk.slot("choice").value or ""
    if again := differently(talk, talk.slot("kept").value or words):
        return again
    seen = contents(talk)
    choice, thing = talk.slot("choice").value, pointed_at(talk)
    if answer := _answers(talk, seen, words):
        return answer
    if choice and thing:
        return _without(talk, thing, choice)
    if not seen.lines:
        empty = talk.say("cart-empty")
        return not_there(talk, words) or taken_out(talk, words, empty) or talk.anything_else(empty)
    if kept := talk.slot("kept").value:
        return not_there(talk, kept) or _keep_only(talk, seen, kept)
    quantity = said_number(talk, "quantity")
    if said_every(talk) and not words:
        return _less_of_each(talk, seen, quantity)
    if words and is_rather(words, seen.lines, talk.state.about, talk.lexicon):
        return remade(talk, words) or talk.anything_else()
    if words and names_a_choice(words, [*seen.lines], talk.uow, talk.lexicon):
        return remade(talk, words, without=True) or which_in_cart(talk, seen, words, "remove")
    variant = in_cart(talk, seen, words)
    if variant is None:
        changed = remade(talk, words, without=True) or not_there(talk, words)
        return changed or which_in_cart(talk, seen, words, "remove")
    before = next(line.quantity for line in seen.lines if line.variant.key == variant.key)
    return set_to(talk, variant, 0 if quantity is None else max(0, before - quantity))


def _answers(talk: Talk, seen: CartView, words: str) -> Reply | None:
    """ "No, small", "no, oat" and "no, put it back" take nothing out: they are about what was just said."""
    question, choice = talk.state.question, talk.slot("choice").value
    there = among(words, [line.variant for line in seen.lines], talk.lexicon)
    meant = None if there else offered_otherwise(talk, words) or answer_to_choice(talk, words)
    if meant and not (choice and pointed_at(talk)):
        return take(talk, meant, said_number(talk, "quantity"))
    if choice and question and question.kind == "offer" and not talk.slot("product").value:
        return made_so(talk, choice)
    return taken_back(talk) if was_taken_out(talk, words) else None


def _without(talk: Talk, thing: str, choice: str) -> Reply:
    """ "Take the mayo out of the sandwich"; where there is none yet, "a sandwich without mayo" is wished."""
    if chosen := answer_to_choice(talk, thing, talk.slot("product").ids):
        return take(talk, chosen, None)  # its kind was asked for
    changed = remade(talk, f"{choice} {LINKS[0]} {thing}", without=True)
    return changed or order(talk, f"{thing} {talk.lexicon.without[0]} {choice}", None)


def _less_of_each(talk: Talk, seen: CartView, quantity: int | None) -> Reply:
    """ "Remove one of each", "take both out"; to take all out is asked about first."""
    if quantity:
        return set_each(talk, [(one.variant, max(0, one.quantity - quantity)) for one in seen.lines])
    meant = just_added(talk) or tuple(one.variant for one in seen.lines)
    if said_every(talk) == "both" and len(meant) == PAIR:
        return set_each(talk, [(one, 0) for one in meant])
    return clear_cart(talk)


def _keep_only(talk: Talk, seen: CartView, words: str) -> Reply:
    """ "Remove everything but the coffee": undone at once if it was not meant."""
    say = talk.say
    kept = [line for line in seen.lines if among(words, [line.variant], talk.lexicon)]
    others = [line for line in seen.lines if line not in kept]
    if not kept:
        return talk.anything_else(say("not-in-cart", words=heard(words), n=say.number_of(words)))
    before = restore(talk.uow, talk.customer.id, {line.variant.key: 0 for line in others})
    talk = talk.remember(undo=before, about=kept[-1].variant.key, misses=0)
    items = say.goods((line.variant.spoken, line.quantity) for line in kept)
    return talk.anything_else(say("kept-only", items=items))
