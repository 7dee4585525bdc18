"""What a product is like and what it costs, and what to do where words mean several or none."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.asking import Unclear, read_thing, understood
from skill.commerce.matching import Nearest, One, Several
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import number_in, tidy
from skill.conversation.adding import take
from skill.conversation.being_so import whether_so
from skill.conversation.cart import ask_to_check_out, view_cart
from skill.conversation.choice import answer_to_choice
from skill.conversation.choosing import asked_which, choose_item
from skill.conversation.describing import describe, what_it_is
from skill.conversation.finding import look_for, show
from skill.conversation.in_the_cart import contents
from skill.conversation.outcomes import ask_which, offer_one, still_asked
from skill.conversation.places import position_in, said_position
from skill.conversation.ssml import escape
from skill.conversation.state import AT_ONCE, Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def product_details(talk: Talk) -> Reply:
    """ProductDetailsIntent: name, price, what it is, whether there is any; then whether to add it."""
    words = talk.slot("product").value or ""
    ids = talk.slot("product").ids
    trait = talk.slot("trait").value
    if talk.slot("position").value:
        return _at_its_place(talk, trait)
    if trait and (told := whether_so(talk, words, trait)):
        return told
    if chosen := answer_to_choice(talk, words, ids):
        # "White bread" and "how much is the white bread" are one intent: of a list, either is described.
        return take(talk, chosen, None) if asked_which(talk) else describe(talk, chosen, list_stays=True)
    if not words or tidy(words) in talk.lexicon.it:
        if talk.state.question and talk.state.question.kind == "which":
            return _prices(talk, talk.state.question)
        if not words and talk.state.question and talk.state.question.kind == "checkout":
            return _what_it_comes_to(talk)
        about = talk.variants((talk.state.about,) if talk.state.about else talk.state.offer[:1])
        if not about:
            return view_cart(talk) if contents(talk).lines else _ask_what_to_know(talk)
        return describe(talk, about[0])
    if (number := number_in(words, talk.lexicon)) and talk.state.about:
        return _so_many_cost(talk, talk.variants((talk.state.about,))[:1], number)
    if (position := talk.lexicon.positions.get(tidy(words).removeprefix("the "))) and (
        chosen := position_in(talk, position)
    ):
        return describe(talk, chosen)
    asked = read_thing(words, talk.uow, talk.lexicon)
    found = understood(talk.uow, asked, talk.lexicon, ids)
    match found.meant:
        case One(variant):
            return describe(talk, variant, found.quantity)
        case Several(variants):
            return _describe_kinds(talk, Unclear(asked.words, found.quantity, variants))
        case Nearest():
            return look_for(talk, words)


def _at_its_place(talk: Talk, trait: str | None) -> Reply:
    """ "How much is the second one?" of a list that was read out; the list stays open."""
    chosen = position_in(talk, said_position(talk))
    if chosen is None:
        return choose_item(talk)
    if trait and (told := whether_so(talk, chosen.spoken, trait)):
        return told
    return describe(talk, chosen, list_stays=True)


def _prices(talk: Talk, question: Question) -> Reply:
    """What the things cost of which one is being chosen; the choice stays open."""
    say, offered = talk.say, talk.variants(question.skus[:AT_ONCE])
    again = talk.state.reprompt or say("which-one")
    if len({one.price for one in offered}) == 1:
        told = say("each-costs", price=say.money(offered[0].price))
    else:
        named = [say("with-price", name=say.name(one.spoken), price=say.money(one.price)) for one in offered]
        told = say("unmet-possible", names=say.list(named))
    return talk.ask(told, again, question=question, again=again)


def _so_many_cost(talk: Talk, about: Sequence[Variant], number: int) -> Reply:
    """ "How much would three be?" """
    if not about:
        return _ask_what_to_know(talk)
    say, one = talk.say, about[0]
    items = say.some(one.spoken, number)
    told = say(
        "some-cost", items=items[:1].upper() + items[1:], n=number, price=say.money(one.price * number)
    )
    return offer_one(talk, one, number, [told])


def _describe_kinds(talk: Talk, unclear: Unclear) -> Reply:
    """Several things of that name: the first with its price, like a search."""
    if talk.state.question and talk.state.question.kind == "which":
        waiting = still_asked(talk)
        return ask_which(talk, unclear.variants, unclear.words, unclear.quantity, "add", waiting)
    sizes = {one.options[0][1] for one in unclear.variants if one.options}
    if len({one.product_id for one in unclear.variants}) == 1 and len(sizes) == len(unclear.variants):
        return _all_of_one(talk, unclear)
    skus = tuple(variant.sku for variant in unclear.variants)
    return show(talk.offering(skus, unclear.words), "found-some")


def _ask_what_to_know(talk: Talk) -> Reply:
    say = talk.say
    return talk.ask(
        say("what-to-know"), question=Question("what"), again=say("what-to-know"), elicit="product"
    )


def _what_it_comes_to(talk: Talk) -> Reply:
    """ "How much is that?" of a cart that was read out."""
    return ask_to_check_out(talk, talk.say("comes-to", total=talk.say.money(contents(talk).total)))


def _all_of_one(talk: Talk, unclear: Unclear) -> Reply:
    """Sizes of one product are alike in all else: it is described once, and they are named."""
    say, first = talk.say, unclear.variants[0]
    kinds = [escape(value) for one in unclear.variants for _, value in one.options[:1]]
    told = say("comes-in", names=say.list(list(dict.fromkeys(kinds))))
    keys = tuple(one.key for one in unclear.variants)
    question = Question("which", keys, unclear.quantity)
    talk = talk.offering(keys, unclear.words)
    again = say("again-which", names=say.names(unclear.variants[:AT_ONCE], "or"))
    return talk.ask(what_it_is(talk, first), told, say("which-one"), question=question, again=again)
