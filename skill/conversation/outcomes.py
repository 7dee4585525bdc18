"""What came of adding: what is in the cart is said first, then at most one thing is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.asking import (
    ByThePiece,
    NotSold,
    Outcome,
    Unclear,
    add_one,
    as_asked,
    in_words,
    read_thing,
)
from skill.commerce.cart import Added, OnlyMore, SoldOut, TooMany
from skill.commerce.matching import distinctions
from skill.commerce.reading import Asked
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import tidy, without
from skill.conversation.making import say_extras, say_unmet
from skill.conversation.promises import when_it_comes
from skill.conversation.ssml import escape
from skill.conversation.state import Pending, Question, Then
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

BY_THE_PIECE = "by the piece"
"""In a question's `ref`: how many of the chosen one are wanted is not said yet."""


def report(
    talk: Talk,
    outcomes: Sequence[Outcome],
    waiting: Pending = (),
    like: str | None = None,
    first: Sequence[str] = (),
) -> Reply:
    """Say what was added, name what was not, and ask about the first thing that is open.

    `like` is the sku that was chosen just now: what waits and can be the same is the same. `first` is what is
    said before all.
    """
    added = [outcome for outcome in outcomes if isinstance(outcome, Added)]
    open_ones = [outcome for outcome in outcomes if not isinstance(outcome, Added)]
    if added:
        undo = {item.variant.key: item.in_cart - item.quantity for item in reversed(added)}
        talk = talk.remember(undo=undo, about=added[-1].variant.key, misses=0)
    said = [*first, *say_added(talk, added)]
    if open_ones:
        later = tuple(
            (1 if isinstance(rest, ByThePiece) else rest.quantity, _words(talk, rest))
            for rest in open_ones[1:]
            if isinstance(rest, Unclear | NotSold | ByThePiece)
        )
        notes = [
            _say_closed(talk, rest)
            for rest in open_ones[1:]
            if isinstance(rest, OnlyMore | SoldOut | TooMany)
        ]
        kinds = open_ones[0].variants if isinstance(open_ones[0], Unclear) else ()
        return ask_about(talk, open_ones[0], [*said, *notes], (*later, *waiting, *behind(talk, kinds)))
    if waiting:
        return _next_waiting(talk, added, waiting, like, first)
    return talk.anything_else(*said)


def still_asked(talk: Talk) -> Pending:
    """What was being asked for when something else was said, and what waits behind it."""
    question = talk.state.question
    if question is None or not question.is_unfinished:
        return ()
    if question.kind != "which":
        return question.waiting
    return ((question.quantity, _with_wishes(talk, question)), *question.waiting)


def behind(talk: Talk, variants: Sequence[Variant]) -> Pending:
    """What waits while these are offered: what is asked for now too, unless they are what it can mean."""
    question = talk.state.question
    if question is None:
        return ()
    same = talk.is_about(question, tuple(one.key for one in variants))
    return question.waiting if same else still_asked(talk)


def offered(talk: Talk) -> Question:
    """Which one of what is read out is wanted."""
    keys, words = talk.state.offer, talk.state.offer_words
    return Question("offer", keys, words=words, waiting=behind(talk, talk.variants(keys)))


def _with_wishes(talk: Talk, question: Question) -> str:
    """The words of what was asked for, with what all kinds of it that are on offer are made with."""
    first, *others = talk.variants(question.skus) or (None,)
    if first is None:
        return question.words
    chosen = tuple(one for one in first.chosen if all(one in other.chosen for other in others if other))
    wishes = as_asked(replace(first, chosen=chosen), first).wishes
    return in_words(Asked(None, question.words, wishes), talk.lexicon)


def _words(talk: Talk, outcome: Unclear | NotSold | ByThePiece) -> str:
    if isinstance(outcome, ByThePiece):
        return outcome.variant.spoken
    return in_words(Asked(None, outcome.words, outcome.wishes), talk.lexicon)


def _next_waiting(
    talk: Talk, added: Sequence[Added], waiting: Pending, like: str | None, said: Sequence[str] = ()
) -> Reply:
    """Add the next thing of the same breath, or ask about it; all that was added is said together."""
    quantity, words = waiting[0]
    asked = replace(read_thing(words, talk.uow, talk.lexicon), quantity=quantity)
    outcome = add_one(talk.uow, talk.customer.id, asked, talk.lexicon, like=like)
    if isinstance(outcome, Added):
        return report(talk, (*added, outcome), waiting[1:], like, said)
    return ask_about(talk, outcome, [*said, *say_added(talk, added)], waiting[1:])


def say_added(talk: Talk, added: Sequence[Added]) -> list[str]:
    """What is in the cart now, what choices cost, and which wishes could not be met."""
    if not added:
        return []
    talk.shop.count("adds")
    goods = talk.say.goods((item.variant.spoken, item.quantity) for item in added)
    instead = talk.instead and talk.say("added-instead", items=goods, was=talk.instead)
    sentences = [instead or talk.say("added", items=goods)]
    if len(added) == 1 and added[0].in_cart != added[0].quantity:
        sentences.append(talk.say("added-now", count=talk.say.count(added[0].in_cart)))
    sentences += [_how_much(talk, item.variant) for item in added if item.measured]
    sentences += [when_it_comes(talk, item.variant) for item in added if item.variant.comes_later]
    sentences += say_extras(talk, [item.variant for item in added])
    return sentences + [line for item in added for line in say_unmet(talk, item.unmet)]


def _how_much(talk: Talk, variant: Variant) -> str:
    """How much is in one, where an amount was asked for."""
    size = next((value for name, value in variant.options if name == "size"), "")
    return talk.say("one-holds", size=talk.say.size(size))


def ask_about(talk: Talk, outcome: Outcome, said: Sequence[str], waiting: Pending) -> Reply:
    """Say why something was not added, and offer the next best thing."""
    match outcome:
        case Unclear(words, quantity, variants, _, unmet):
            told = [*said, *say_unmet(talk, unmet)]
            ref = BY_THE_PIECE if outcome.by_the_piece else ""
            return ask_which(talk, variants, words, quantity, "add", waiting, told, ref)
        case NotSold(words, quantity, nearest, _, unmet):
            told = [*said, *say_unmet(talk, unmet)]
            return not_sold(talk, words, quantity, nearest, waiting, told)
        case OnlyMore(variant, more, _, _):
            return _only_more(talk, variant, more, said, waiting, outcome.in_cart)
        case SoldOut(variant, quantity, instead):
            return _sold_out(talk, variant, quantity, instead, said, waiting)
        case TooMany(variant, most):
            name = talk.say.name(variant.spoken, most)
            talk = talk.remember(about=variant.key)
            return _go_on(talk, [*said, talk.say("too-many", most=most, name=name)], waiting)
        case ByThePiece(variant):
            return ask_how_many_pieces(talk, variant, said, waiting)
        case Added():
            return report(talk, (outcome,), waiting)


def ask_how_many_pieces(talk: Talk, variant: Variant, said: Sequence[str], waiting: Pending) -> Reply:
    """ "A kilo of tomatoes", where tomatoes are sold one by one."""
    say = talk.say
    told = say("by-the-piece", names=say.name(variant.spoken, 2), price=say.money(variant.price))
    question = Question("add", (variant.key,), waiting=waiting)
    talk = talk.offering((variant.key,), talk.state.offer_words).remember(about=variant.key)
    return talk.ask(*said, told, say("how-many-pieces"), question=question, again=say("how-many-pieces"))


def _go_on(talk: Talk, said: Sequence[str], waiting: Pending) -> Reply:
    return _next_waiting(talk, (), waiting, None, said) if waiting else talk.anything_else(*said)


def ask_which(
    talk: Talk,
    variants: Sequence[Variant],
    words: str,
    quantity: int,
    then: Then,
    waiting: Pending = (),
    said: Sequence[str] = (),
    ref: str = "",
) -> Reply:
    """ "Which milk: whole, skimmed or oat?" - three at most are named, every one is understood."""
    say = talk.say
    short = distinctions(variants)
    names = say.list([escape(name) for name in short[:3]], "or")
    topic = heard(without(tidy(words), talk.lexicon.articles)) or "none"
    if len(variants) > 3:
        several = say.list([escape(name) for name in short[:3]])
        asking = say("which-kind-more", words=topic, names=several)
    else:
        asking = say("and-which-kind" if said else "which-kind", words=topic, names=names)
    skus = tuple(variant.key for variant in variants)
    question = Question("which", skus, quantity, words[:80], ref, then, waiting)
    talk = talk.offering(skus, words)
    elicit = "product" if "product" in talk.turn.slots else "order"
    again = say("again-which-kind", words=topic, names=names)
    return talk.ask(*said, asking, question=question, again=again, elicit=elicit)


def not_sold(
    talk: Talk,
    words: str,
    quantity: int,
    nearest: Sequence[Variant],
    waiting: Pending = (),
    said: Sequence[str] = (),
) -> Reply:
    """Nothing is called that: say so and offer the nearest."""
    say = talk.say
    if not nearest:
        # "Only in black" after it is about the same thing, and no more about what was read out before.
        talk = talk.offering((), words)
        return _go_on(talk, [*said, say("not-sold", words=heard(words))], waiting)
    if len(nearest) > 1:
        choices = say("not-sold-choices", words=heard(words), names=say.names(nearest))
        skus = tuple(variant.key for variant in nearest)
        question = Question("which", skus, quantity, waiting=waiting)
        talk = talk.offering(skus, words)
        again = say("again-which", names=say.names(nearest, "or"))
        return talk.ask(*said, choices, say("which-one"), question=question, again=again)
    only = nearest[0]
    price = say.money(only.price)
    nearest_one = say("not-sold-nearest", words=heard(words), name=say.name(only.spoken), price=price)
    return offer_one(talk, only, quantity, [*said, nearest_one], waiting)


def offer_one(
    talk: Talk,
    variant: Variant,
    quantity: int,
    said: Sequence[str],
    waiting: Pending = (),
    list_stays: bool = False,
) -> Reply:
    """Ask whether to add one known product; a list that stays is what "what else?" goes on with."""
    say = talk.say
    asking = say("shall-i-add-it") if quantity == 1 else say("shall-i-add-some", count=say.count(quantity))
    waiting = waiting or behind(talk, (variant,))
    question = Question("add", (variant.key,), quantity, waiting=waiting)
    if not list_stays:
        talk = talk.offering((variant.key,), variant.spoken)
    talk = talk.remember(about=variant.key)
    again = say("again-add", name=say.some(variant.spoken, quantity))
    return talk.ask(*said, asking, question=question, again=again)


def _only_more(
    talk: Talk, variant: Variant, more: int, said: Sequence[str], waiting: Pending, in_cart: int
) -> Reply:
    say = talk.say
    if more == 0:
        return _go_on(talk, [*said, say("only-more", left=0, count=say.count(in_cart), name="")], waiting)
    name = say.name(variant.spoken, more + in_cart)
    left = more + in_cart
    only = say("only-more", left=left, count=say.count(left), name=name)
    asking = say("add-so-many", left=more, count=say.count(more))
    question = Question("add", (variant.key,), more, waiting=waiting)
    talk = talk.remember(about=variant.key)
    again = say("again-add", name=say.some(variant.spoken, more))
    return talk.ask(*said, only, asking, question=question, again=again)


def _sold_out(
    talk: Talk,
    variant: Variant,
    quantity: int,
    instead: Sequence[Variant],
    said: Sequence[str],
    waiting: Pending,
) -> Reply:
    say = talk.say
    sold_out = say("sold-out", name=say.name(variant.spoken, 2))
    if not instead:
        return _go_on(talk, [*said, sold_out], waiting)
    if len(instead) == 1:
        name, price = say.name(instead[0].spoken), say.money(instead[0].price)
        question = Question("add", (instead[0].key,), quantity, waiting=waiting)
        again = say("again-add", name=say.some(instead[0].spoken, quantity))
        asking = say("instead-one", name=name, price=price)
        return talk.ask(*said, sold_out, asking, question=question, again=again)
    have = say("instead", names=say.names(instead[:3]))
    return ask_which_of(talk, instead, quantity, [*said, sold_out, have], waiting)


def ask_which_of(
    talk: Talk, variants: Sequence[Variant], quantity: int, said: Sequence[str], waiting: Pending = ()
) -> Reply:
    """Ask for one of some products that were just named."""
    say = talk.say
    skus = tuple(variant.key for variant in variants)
    question = Question("which", skus, quantity, waiting=waiting)
    talk = talk.offering(skus, talk.state.offer_words)
    again = say("again-which", names=say.names(variants[:3], "or"))
    return talk.ask(*said, say("which-one"), question=question, again=again)


def _say_closed(talk: Talk, outcome: OnlyMore | SoldOut | TooMany) -> str:
    """Name in passing what was not added while something else is asked."""
    say = talk.say
    match outcome:
        case OnlyMore(variant, more, in_cart, _):
            left = more + in_cart if more else 0
            count = say.count(left or in_cart)
            return say("only-more", left=left, count=count, name=say.name(variant.spoken, left))
        case SoldOut(variant):
            return say("sold-out", name=say.name(variant.spoken, 2))
        case TooMany(variant, most):
            return say("too-many", most=most, name=say.name(variant.spoken, most))
