"""The cart after things are in it: read it, change it, undo, empty."""

from __future__ import annotations

from dataclasses import replace

from skill.commerce.asking import read
from skill.commerce.cart import CartView, empty, restore
from skill.commerce.remaking import LINKS
from skill.commerce.rules.catalog import Variant
from skill.commerce.swapping import swap_newest
from skill.commerce.words import spelled
from skill.conversation.adding import order, take
from skill.conversation.changing import said_number, set_to
from skill.conversation.choice import answer_to_choice, offered_otherwise
from skill.conversation.costs import saved_so_far
from skill.conversation.in_the_cart import contents, in_cart, pointed_at, spoken_lines, which_in_cart
from skill.conversation.made_so import made_so
from skill.conversation.outcomes import offer_one
from skill.conversation.redoing import other_box, other_number
from skill.conversation.remaking import remade, swapped
from skill.conversation.several import counted, just_added, of_each, said_every, set_each
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def view_cart(talk: Talk) -> Reply:
    """ViewCartIntent: what is in it and what it comes to."""
    say, seen = talk.say, contents(talk)
    gone = say("cart-gone", count=seen.gone) if seen.gone else ""
    if not seen.lines:
        return _nothing_in_it(talk, say("cart-empty"), gone)
    items, total = spoken_lines(talk, seen), say.money(seen.total)
    talk = talk.remember(about=seen.lines[-1].variant.key)
    return ask_to_check_out(talk, say("cart-holds", items=items, total=total), saved_so_far(talk), gone)


def _nothing_in_it(talk: Talk, *sentences: str) -> Reply:
    question = talk.state.question
    waits = question is not None and question.is_unfinished
    return talk.anything_else(*sentences) if waits else talk.what_next(*sentences)


def ask_to_check_out(talk: Talk, *sentences: str) -> Reply:
    """Say something, then offer to check out; not before everything is clear that was asked for."""
    say, question = talk.say, talk.state.question
    if question and question.is_unfinished:
        return talk.anything_else(*sentences)
    return talk.ask(
        *sentences, say("shall-i-check-out"), question=Question("checkout"), again=say("again-checkout")
    )


def change_quantity(talk: Talk) -> Reply:
    """ChangeQuantityIntent: "make it three"; without a name it is about what was talked about last."""
    words = talk.slot("product").value or ""
    quantity = said_number(talk, "quantity")
    quantity = counted(talk) if quantity is None else quantity
    question = talk.state.question
    if said_every(talk) and (each := of_each(talk, quantity, more=False)):
        return each
    if times := talk.slot("times").ids:
        return _multiplied(talk, words, int(times[0]))
    if question and question.kind in ("add", "which") and quantity is not None and not words:
        return _change_open_question(talk, question, quantity)
    if question and question.kind == "offer" and quantity and not words:
        chosen = answer_to_choice(talk, spelled(quantity, talk.lexicon))
        return take(talk, chosen, None) if chosen else talk.asked_anew(question)
    if words and quantity is not None and (chosen := answer_to_choice(talk, words, talk.slot("product").ids)):
        return take(talk, chosen, quantity)
    if quantity and (meant := offered_otherwise(talk, words)):
        return take(talk, meant, quantity)
    if corrected := other_number(talk, words, quantity):
        return corrected
    if words and (changed := remade(talk, words, count=quantity)):
        return changed
    seen = contents(talk)
    variant = in_cart(talk, seen, words)
    if variant is None:
        # "Make it a cappuccino" is heard as one cappuccino.
        other = swapped(talk, words, swap_newest, 1) if words and quantity == 1 else None
        return other or _change_what_is_not_there(talk, seen, words, quantity)
    if quantity is None:
        return _ask_how_many(talk, variant)
    return (None if words else other_box(talk, variant, quantity)) or set_to(talk, variant, quantity)


def _multiplied(talk: Talk, words: str, times: int) -> Reply:
    """ "Double that", "double the brownies": what was named, else what was put into the cart last."""
    seen = contents(talk)
    named = in_cart(talk, seen, words)
    just = () if words else just_added(talk)
    meant = [line for line in seen.lines if line.variant in just or (not just and line.variant == named)]
    if not seen.lines:
        return talk.what_next(talk.say("cart-empty"))
    if not meant:
        return which_in_cart(talk, seen, words, "change")
    return set_each(talk, [(line.variant, line.quantity * times) for line in meant])


def change_item(talk: Talk) -> Reply:
    """ChangeItemIntent: "make the second latte soy"; what changes nothing in the cart is an order."""
    choice, thing = talk.slot("choice").value or talk.slot("trait").value, pointed_at(talk)
    if choice and not thing:
        return made_so(talk, choice)
    words = talk.slot("change").value or _change_of(talk, thing, choice)
    if words and (chosen := answer_to_choice(talk, words)):
        return take(talk, chosen, counted(talk))
    if counted(talk) and talk.slot("change").value:
        words = f"{talk.slot('every').value} {words}"  # "two | lattes one small one large"
    if not words:
        return which_in_cart(talk, contents(talk), words, "change")
    if now := swapped(talk, words):
        return now
    several = sum(bool(item.words) for item in read(words, talk.uow, talk.lexicon)) > 1
    changed = None if several else remade(talk, words)
    return changed or order(talk, _as_counted(talk, choice) or words, None)


def _as_counted(talk: Talk, choice: str | None) -> str:
    """ "Two oat milks" that are no two things in the cart made so: so many of what is called so."""
    every = talk.slot("every").value
    return f"{every} {choice}" if every and choice and not talk.slot("product").value else ""


def _change_of(talk: Talk, thing: str, choice: str | None) -> str:
    """The slots as one sentence: with this choice, or the same as for another thing."""
    lexicon = talk.lexicon
    if not thing:
        return ""
    if choice is None:
        return f"{lexicon.same[-1]} {LINKS[0]} {thing}"
    return f"{thing} {choice}" if talk.slot("trait").value else f"{thing} {lexicon.with_[0]} {choice}"


def _change_open_question(talk: Talk, question: Question, quantity: int) -> Reply:
    """ "Make it two" while "shall I add three?" is open answers that question; of eggs, twelve is a box."""
    if question.kind == "add" and quantity and (variants := talk.variants(question.skus)):
        return take(talk, variants[0], quantity)
    if boxed := answer_to_choice(talk, str(quantity)):
        return take(talk, boxed, None)
    say = talk.say
    names = say.names(talk.variants(question.skus)[:3], "or")
    again = say("again-which", names=names)
    return talk.ask(again, question=replace(question, quantity=max(1, quantity)), again=again)


def _change_what_is_not_there(talk: Talk, seen: CartView, words: str, quantity: int | None) -> Reply:
    if not words and quantity and (about := talk.variants((talk.state.about or "",))):
        return take(talk, about[0], quantity)
    if not words and not seen.lines:
        return talk.what_next(talk.say("cart-empty"))
    sold, question = talk.variants(talk.slot("product").ids), talk.state.question
    if words and (len(sold) > 1 or (question and question.kind == "add")):
        return order(talk, words, quantity)
    if len(sold) == 1:
        missing = talk.say(
            "not-in-cart-add", name=talk.say.name(sold[0].spoken), n=talk.say.number_of(sold[0].spoken)
        )
        return offer_one(talk, sold[0], quantity or 1, [missing])
    return which_in_cart(talk, seen, words, "change", quantity or 1)


def _ask_how_many(talk: Talk, variant: Variant) -> Reply:
    say = talk.say
    asking = say("how-many", name=say.name(variant.spoken, 2))
    talk = talk.remember(about=variant.key)
    question = Question("many", (variant.key,))
    return talk.ask(asking, question=question, again=say("again-many"), elicit="quantity")


def clear_cart(talk: Talk) -> Reply:
    """ClearCartIntent and StartOverIntent: ask first."""
    say, seen = talk.say, contents(talk)
    if not seen.lines:
        return talk.what_next(say("cart-empty"))
    asking = (
        say("sure-to-empty", pieces=say.count(seen.count))
        if seen.count > 2
        else say("sure-to-empty-one", items=spoken_lines(talk, seen))
    )
    return talk.ask(asking, question=Question("empty"), again=say("again-empty"))


def emptied(talk: Talk) -> Reply:
    """The yes to it."""
    before = empty(talk.uow, talk.customer.id).before
    undo = {line.key: line.quantity for line in before.lines}
    return talk.remember(undo=undo, about=None).what_next(talk.say("emptied"))


def taken_back(talk: Talk) -> Reply:
    """The last change of the cart is taken back; saying it again brings it back."""
    say = talk.say
    if not talk.state.undo:
        return talk.anything_else(say("nothing-to-undo"))
    before = restore(talk.uow, talk.customer.id, dict(talk.state.undo))
    talk = talk.remember(undo=before)
    seen = contents(talk)
    if not seen.lines:
        return talk.what_next(say("undone"), say("cart-empty"))
    return talk.anything_else(say("undone"), say("undone-cart-now", items=spoken_lines(talk, seen)))
