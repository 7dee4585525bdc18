"""The cart after things are in it: read it, change it, take out, undo, empty."""

from __future__ import annotations

from dataclasses import replace

from skill.commerce.asking import read
from skill.commerce.cart import CartView, empty, restore, view
from skill.commerce.find import among
from skill.commerce.remaking import LINKS, is_rather, names_a_choice
from skill.commerce.rules.catalog import Variant
from skill.commerce.swapping import swap_newest
from skill.commerce.words import spelled, tidy
from skill.conversation.adding import order, take
from skill.conversation.changing import said_number, set_to
from skill.conversation.choice import answer_to_choice, offered_otherwise
from skill.conversation.costs import saved_so_far
from skill.conversation.made_so import made_so
from skill.conversation.order_changes import taken_out
from skill.conversation.outcomes import offer_one
from skill.conversation.redoing import not_there, other_box, other_number, was_taken_out
from skill.conversation.remaking import remade, swapped
from skill.conversation.reordering import differently
from skill.conversation.several import PAIR, counted, just_added, of_each, said_every, set_each
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

READ_OUT = 5


def contents(talk: Talk) -> CartView:
    """The customer's cart at today's prices."""
    return view(talk.uow, talk.customer.id, talk.shop.terms.currency)


def spoken_lines(talk: Talk, seen: CartView) -> str:
    """The lines of a cart as a list."""
    return talk.say.goods((line.variant.spoken, line.quantity) for line in seen.lines)


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


def remove_from_cart(talk: Talk) -> Reply:
    """RemoveFromCartIntent: take one product out, or some of it."""
    words = talk.slot("product").value or talk.slot("choice").value or ""
    if again := differently(talk, talk.slot("kept").value or words):
        return again
    seen = contents(talk)
    choice, thing = talk.slot("choice").value, _pointed_at(talk)
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
        return remade(talk, words, without=True) or _which_in_cart(talk, seen, words, "remove")
    variant = _in_cart(talk, seen, words)
    if variant is None:
        changed = remade(talk, words, without=True) or not_there(talk, words)
        return changed or _which_in_cart(talk, seen, words, "remove")
    before = next(line.quantity for line in seen.lines if line.variant.key == variant.key)
    return set_to(talk, variant, 0 if quantity is None else max(0, before - quantity))


def _answers(talk: Talk, seen: CartView, words: str) -> Reply | None:
    """ "No, small", "no, oat" and "no, put it back" take nothing out: they are about what was just said."""
    question, choice = talk.state.question, talk.slot("choice").value
    there = among(words, [line.variant for line in seen.lines], talk.lexicon)
    meant = None if there else offered_otherwise(talk, words) or answer_to_choice(talk, words)
    if meant and not (choice and _pointed_at(talk)):
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
    variant = _in_cart(talk, seen, words)
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
    named = _in_cart(talk, seen, words)
    just = () if words else just_added(talk)
    meant = [line for line in seen.lines if line.variant in just or (not just and line.variant == named)]
    if not seen.lines:
        return talk.what_next(talk.say("cart-empty"))
    if not meant:
        return _which_in_cart(talk, seen, words, "change")
    return set_each(talk, [(line.variant, line.quantity * times) for line in meant])


def change_item(talk: Talk) -> Reply:
    """ChangeItemIntent: "make the second latte soy"; what changes nothing in the cart is an order."""
    choice, thing = talk.slot("choice").value or talk.slot("trait").value, _pointed_at(talk)
    if choice and not thing:
        return made_so(talk, choice)
    words = talk.slot("change").value or _change_of(talk, thing, choice)
    if words and (chosen := answer_to_choice(talk, words)):
        return take(talk, chosen, counted(talk))
    if counted(talk) and talk.slot("change").value:
        words = f"{talk.slot('every').value} {words}"  # "two | lattes one small one large"
    if not words:
        return _which_in_cart(talk, contents(talk), words, "change")
    if now := swapped(talk, words):
        return now
    several = sum(bool(item.words) for item in read(words, talk.uow, talk.lexicon)) > 1
    changed = None if several else remade(talk, words)
    return changed or order(talk, _as_counted(talk, choice) or words, None)


def _as_counted(talk: Talk, choice: str | None) -> str:
    """ "Two oat milks" that are no two things in the cart made so: so many of what is called so."""
    every = talk.slot("every").value
    return f"{every} {choice}" if every and choice and not talk.slot("product").value else ""


def _pointed_at(talk: Talk) -> str:
    """The thing in the cart that slots name: "second", "both", "other latte"."""
    return " ".join(filter(None, (talk.slot(name).value for name in ("every", "position", "product"))))


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
    return _which_in_cart(talk, seen, words, "change", quantity or 1)


def _ask_how_many(talk: Talk, variant: Variant) -> Reply:
    say = talk.say
    asking = say("how-many", name=say.name(variant.spoken, 2))
    talk = talk.remember(about=variant.key)
    question = Question("many", (variant.key,))
    return talk.ask(asking, question=question, again=say("again-many"), elicit="quantity")


def _in_cart(talk: Talk, seen: CartView, words: str) -> Variant | None:
    """The line that is meant: by its name, by "it", or because there is only one."""
    variants = [line.variant for line in seen.lines]
    if words and tidy(words) not in talk.lexicon.it:
        ids = talk.slot("product").ids
        resolved = [variant for variant in variants if variant.sku in ids]
        if len(resolved) == 1:
            return resolved[0]
        meant = among(words, variants, talk.lexicon)
        return None if meant and ids and not _shares_a_word(words, meant) else meant
    about = [variant for variant in variants if variant.key == talk.state.about]
    if about:
        return about[0]
    return variants[0] if len(variants) == 1 else None


def _shares_a_word(words: str, variant: Variant) -> bool:
    """Whether a word of these stands in its name, one or many: the shop's "ice" is no iced latte."""
    names = " ".join((variant.name, *variant.synonyms))
    said, named = ({word.removesuffix("s") for word in tidy(one).split()} for one in (words, names))
    return not said.isdisjoint(named)


def _which_in_cart(talk: Talk, seen: CartView, words: str, then: str, quantity: int = 1) -> Reply:
    say = talk.say
    variants = [line.variant for line in seen.lines]
    alike = [variant for variant in variants if words and among(words, [variant], talk.lexicon)]
    if words and tidy(words) not in talk.lexicon.it and not alike:
        return talk.anything_else(say("not-in-cart", words=heard(words), n=say.number_of(words)))
    candidates = alike or variants
    skus = tuple(variant.key for variant in candidates)
    message = "which-in-cart" if then == "remove" else "which-product-change"
    asking = say(message, names=say.names(candidates[:READ_OUT], "or"))
    question = Question("which", skus, quantity, words[:80], then="remove" if then == "remove" else "change")
    return talk.ask(asking, question=question, again=asking, elicit="product")


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
