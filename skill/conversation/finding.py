"""Finding: search, three at a time, the next three, one of them, and what a product is like."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.facets import facet_of
from skill.commerce.matching import is_called
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import Answer, Found, NotFound, OutsideLimits
from skill.commerce.search import look_for as search_for
from skill.commerce.wish import Wish, read_wish
from skill.conversation.limits import kept, limits_of
from skill.conversation.narrowing import MANY, ask_to_narrow
from skill.conversation.outcomes import not_sold, offer_one, offered
from skill.conversation.promises import priced, when_it_comes
from skill.conversation.ssml import escape
from skill.conversation.state import ANYTHING, AT_ONCE, Question, Within, shown
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

FEW = 5


def look_for(talk: Talk, words: str, *, keeping_limits: bool = False) -> Reply:
    """Read out what fits the words, or what comes nearest; the limits of the last search may still hold."""
    had = talk.uow.orders.bought(talk.customer.id)
    talk.shop.count("searches")
    wanted = read_wish(words, talk.lexicon, talk.shop.terms.currency)
    if keeping_limits:
        wanted = kept(talk, wanted)
    match search_for(wanted, talk.uow, talk.lexicon, had):
        case Found(Wish(words="", on_sale=True), variants):
            return listed(talk, "on-sale-now", variants)
        case Found(Wish(words="", sort="newest"), variants):
            return listed(talk, "new-now", variants)
        case NotFound(Wish(words="", on_sale=True)):
            return talk.what_next(talk.say("nothing-on-sale"))
        case Found(wish, variants):
            return offer_found(talk, wish.words or words, variants, limits_of(wish))
        case OutsideLimits() as answer:
            return outside_limits(talk, answer)
        case NotFound(wish, nearest):
            talk.shop.count("searches_empty")
            return not_sold(talk, wish.words or words, 1, nearest)


def offer_found(talk: Talk, words: str, variants: Sequence[Variant], within: Within = ANYTHING) -> Reply:
    """Read out what was found for some words within some limits."""
    say, only = talk.say, variants[0]
    skus = tuple(variant.sku for variant in variants)
    talk = talk.offering(skus, words, within).remember(about=None)
    if len(variants) > 1 and not is_called(words, only):
        if len(variants) > MANY and (facet := facet_of(variants)):
            return ask_to_narrow(talk, words, variants, facet)
        return show(talk, "found-some")
    if only.sellable == 0:
        talk = talk.remember(about=only.sku)
        return talk.anything_else(say("found-one-sold-out", name=say.name(only.spoken)))
    found = say("found-one", name=say.one(only.spoken), price=say.money(only.price))
    if only.regular_price:
        found = say("found-one-on-sale", named=priced(talk, only))
    return offer_one(talk, only, 1, [found, when_it_comes(talk, only)], list_stays=True)


def listed(talk: Talk, message: str, variants: Sequence[Variant]) -> Reply:
    """What is on sale, or new: three of it, each with its price."""
    say, skus = talk.say, tuple(variant.sku for variant in variants)
    talk = talk.offering(skus).remember(about=None)
    items = say.list([priced(talk, one) for one in variants[:AT_ONCE]])
    again = say("again-offer")
    return talk.ask(say(message, items=items), say("which-one"), question=offered(talk), again=again)


def list_deals(talk: Talk) -> Reply:
    """ListDealsIntent: what is on sale."""
    return look_for(talk, talk.lexicon.on_sale[0])


def list_new(talk: Talk) -> Reply:
    """ListNewIntent: what came last."""
    return look_for(talk, talk.lexicon.sorts["newest"][0])


def show(talk: Talk, message: str, told: str = "") -> Reply:
    """Read out the part of the offer that the memory points at, and ask which one; `told` is said before."""
    say = talk.say
    page = talk.variants(shown(talk.state))
    if not page:
        return talk.what_next(say("no-more"))
    count = len(talk.state.offer) if message == "found-some" else len(page)
    items = say.list([priced(talk, page[0]), *(say.name(variant.spoken) for variant in page[1:])])
    listed = say(message, count=count, n=say.count(count), items=items)
    question = offered(talk)
    return talk.ask(told, listed, say("which-one"), question=question, again=say("again-offer"))


def outside_limits(talk: Talk, answer: Answer) -> Reply:
    """There is such a thing, but not at that price: the one that comes closest."""
    if not isinstance(answer, OutsideLimits):
        return talk.what_next(talk.say("no-other-such"))
    say, wish, nearest = talk.say, answer.wish, answer.nearest
    talk = talk.offering((nearest.sku,), wish.words, limits_of(wish))
    if wish.on_sale:
        name, price = say.name(nearest.spoken), say.money(nearest.price)
        return offer_one(talk, nearest, 1, [say("not-on-sale", name=name, price=price)], list_stays=True)
    if wish.most and wish.least:
        limit = say("limit-between", low=say.money(wish.least), high=say.money(wish.most))
    elif wish.most:
        limit = say("limit-below", price=say.money(wish.most))
    else:
        assert wish.least is not None
        limit = say("limit-above", price=say.money(wish.least))
    too_dear = say("too-dear", limit=limit, name=say.name(nearest.spoken), price=say.money(nearest.price))
    return offer_one(talk, nearest, 1, [too_dear], list_stays=True)


def next_page(talk: Talk) -> Reply:
    """NextIntent and MoreIntent: the next three of the offer."""
    say, state = talk.say, talk.state
    if not state.offer:
        return talk.what_next(say("nothing-offered"))
    only_first_shown = state.question is not None and state.question.kind == "add" and not state.offer_at
    step = 1 if only_first_shown and state.about == state.offer[0] else AT_ONCE
    if state.offer_at + step >= len(state.offer):
        question = offered(talk)
        words = heard(state.offer_words)
        end = say("no-more-found", words=words) if words else say("no-more")
        return talk.ask(end, say("which-one"), question=question, again=say("again-offer"))
    return show(talk.remember(offer_at=state.offer_at + step), "found-next")


def previous_page(talk: Talk) -> Reply:
    """The three before."""
    if talk.state.offer_at == 0:
        question = offered(talk)
        say = talk.say
        return talk.ask(say("at-the-start"), say("which-one"), question=question, again=say("again-offer"))
    return show(talk.remember(offer_at=max(0, talk.state.offer_at - AT_ONCE)), "found-previous")


def list_departments(talk: Talk) -> Reply:
    """ListDepartmentsIntent: what the shop sells."""
    say = talk.say
    names = [escape(name) for name in talk.uow.catalog.departments()]
    some = say.list(names[:AT_ONCE]) if len(names) <= AT_ONCE else say("and-more", names=", ".join(names[:6]))
    question, asking = Question("what"), say("what-sounds-good")
    return talk.ask(say("departments", names=some), asking, question=question, again=asking)
