"""Finding: search, three at a time, the next three, one of them, and what a product is like."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.asking import Unclear, read_thing, understood
from skill.commerce.facets import facet_of
from skill.commerce.matching import Nearest, One, Several, is_called
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import Found, NotFound, OutsideLimits, search
from skill.commerce.wish import Wish, read_wish
from skill.commerce.words import number_in, tidy
from skill.conversation.adding import answer_to_choice, take
from skill.conversation.choosing import position_in, shown
from skill.conversation.narrowing import MANY, ask_to_narrow, narrowed
from skill.conversation.outcomes import ask_which, not_sold, offer_one
from skill.conversation.promises import priced, when_it_comes
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

AT_ONCE = 3
FEW = 5


def search_products(talk: Talk) -> Reply:
    """SearchProductsIntent: what fits, three at most, the first with its price."""
    words = talk.slot("query").value or ""
    if not words:
        say = talk.say
        return talk.ask(
            say("what-to-find"), question=Question("what"), again=say("what-to-find"), elicit="query"
        )
    chosen = answer_to_choice(talk, words)
    if chosen and (not _is_offer(talk) or chosen.sku in shown(talk.state)):
        return take(talk, chosen, None)
    left = narrowed(talk, words) if talk.state.offer else None
    return look_for(talk, words) if left is None else _offer_of_those(talk, words, left)


def _is_offer(talk: Talk) -> bool:
    """Whether a list was read out; of its rest nobody knows, so a word for it is a search and no choice."""
    return talk.state.question is not None and talk.state.question.kind == "offer"


def only_those(talk: Talk, words: str) -> Reply | None:
    """The things of the list that was read out that are so; None where none are."""
    left = narrowed(talk, words) if talk.state.offer else None
    return _offer_of_those(talk, words, left) if left else None


def _offer_of_those(talk: Talk, words: str, left: Sequence[Variant]) -> Reply:
    """What the last answer has left of the offer; nothing perhaps."""
    told = read_wish(words, talk.lexicon, talk.shop.terms.currency).words
    if left:
        return _offer(talk, f"{told} {talk.state.offer_words}".strip(), left)
    if not told:
        question, say = Question("offer", talk.state.offer, words=talk.state.offer_words), talk.say
        return talk.ask(say("no-other-such"), say("which-one"), question=question, again=say("again-offer"))
    return look_for(talk, f"{words} {talk.state.offer_words}")


def look_for(talk: Talk, words: str) -> Reply:
    """Read out what fits the words, or what comes nearest."""
    had = talk.uow.orders.bought(talk.customer.id)
    talk.shop.count("searches")
    match search(words, talk.uow, talk.lexicon, talk.shop.terms.currency, had):
        case Found(Wish(words="", on_sale=True), variants):
            return _listed(talk, "on-sale-now", variants)
        case Found(Wish(words="", sort="newest"), variants):
            return _listed(talk, "new-now", variants)
        case NotFound(Wish(words="", on_sale=True)):
            return talk.what_next(talk.say("nothing-on-sale"))
        case Found(wish, variants):
            return _offer(talk, wish.words or words, variants)
        case OutsideLimits(wish, nearest):
            return _outside(talk, wish, nearest)
        case NotFound(wish, nearest):
            talk.shop.count("searches_empty")
            return not_sold(talk, wish.words or words, 1, nearest)


def _offer(talk: Talk, words: str, variants: Sequence[Variant]) -> Reply:
    say, only = talk.say, variants[0]
    skus = tuple(variant.sku for variant in variants)
    talk = talk.remember(offer=skus, offer_words=words[:80], offer_at=0, about=None)
    if len(variants) > 1 and not is_called(words, only):
        if len(variants) > MANY and (facet := facet_of(variants)):
            return ask_to_narrow(talk, words, variants, facet)
        return show(talk, "found-some")
    if only.sellable == 0:
        talk = talk.remember(about=only.sku)
        return talk.anything_else(say("found-one-sold-out", name=say.name(only.spoken)))
    found = say("found-one", name=say.name(only.spoken), price=say.money(only.price))
    if only.regular_price:
        found = say("found-one-on-sale", named=priced(talk, only))
    return offer_one(talk, only, 1, [found, when_it_comes(talk, only)], offer=skus)


def _listed(talk: Talk, message: str, variants: Sequence[Variant]) -> Reply:
    """What is on sale, or new: three of it, each with its price."""
    say, skus = talk.say, tuple(variant.sku for variant in variants)
    talk = talk.remember(offer=skus, offer_words="", offer_at=0, about=None)
    items = say.list([priced(talk, one) for one in variants[:AT_ONCE]])
    question = Question("offer", skus)
    return talk.ask(say(message, items=items), say("which-one"), question=question, again=say("again-offer"))


def list_deals(talk: Talk) -> Reply:
    """ListDealsIntent: what is on sale."""
    return look_for(talk, talk.lexicon.on_sale[0])


def cheaper(talk: Talk) -> Reply:
    """CheaperIntent: the same for less than what was named with its price."""
    word = talk.lexicon.sorts["cheapest"][0]
    left = narrowed(talk, word) if talk.state.offer else None
    if left is None:
        return talk.what_next(talk.say("nothing-offered"))
    return _offer_of_those(talk, word, left)


def list_new(talk: Talk) -> Reply:
    """ListNewIntent: what came last."""
    return look_for(talk, talk.lexicon.sorts["newest"][0])


def show(talk: Talk, message: str) -> Reply:
    """Read out the part of the offer that the memory points at, and ask which one."""
    say = talk.say
    page = talk.variants(shown(talk.state))
    if not page:
        return talk.what_next(say("no-more"))
    count = len(talk.state.offer) if message == "found-some" else len(page)
    items = say.list([priced(talk, page[0]), *(say.name(variant.spoken) for variant in page[1:])])
    listed = say(message, count=count, n=say.count(count), items=items)
    question = Question("offer", talk.state.offer, words=talk.state.offer_words)
    return talk.ask(listed, say("which-one"), question=question, again=say("again-offer"))


def _outside(talk: Talk, wish: Wish, nearest: Variant) -> Reply:
    say = talk.say
    if wish.on_sale:
        name, price = say.name(nearest.spoken), say.money(nearest.price)
        return offer_one(talk, nearest, 1, [say("not-on-sale", name=name, price=price)])
    if wish.most and wish.least:
        limit = say("limit-between", low=say.money(wish.least), high=say.money(wish.most))
    elif wish.most:
        limit = say("limit-below", price=say.money(wish.most))
    else:
        assert wish.least is not None
        limit = say("limit-above", price=say.money(wish.least))
    too_dear = say("too-dear", limit=limit, name=say.name(nearest.spoken), price=say.money(nearest.price))
    return offer_one(talk, nearest, 1, [too_dear])


def next_page(talk: Talk) -> Reply:
    """NextIntent and MoreIntent: the next three of the offer."""
    say, state = talk.say, talk.state
    if not state.offer:
        return talk.what_next(say("nothing-offered"))
    only_first_shown = state.question is not None and state.question.kind == "add"
    step = 1 if only_first_shown and state.offer_at == 0 else AT_ONCE
    if state.offer_at + step >= len(state.offer):
        question = Question("offer", state.offer, words=state.offer_words)
        words = heard(state.offer_words)
        end = say("no-more-found", words=words) if words else say("no-more")
        return talk.ask(end, say("which-one"), question=question, again=say("again-offer"))
    return show(talk.remember(offer_at=state.offer_at + step), "found-next")


def previous_page(talk: Talk) -> Reply:
    """The three before."""
    if talk.state.offer_at == 0:
        question = Question("offer", talk.state.offer, words=talk.state.offer_words)
        say = talk.say
        return talk.ask(say("at-the-start"), say("which-one"), question=question, again=say("again-offer"))
    return show(talk.remember(offer_at=max(0, talk.state.offer_at - AT_ONCE)), "found-previous")


def product_details(talk: Talk) -> Reply:
    """ProductDetailsIntent: name, price, what it is, whether there is any; then whether to add it."""
    words = talk.slot("product").value or ""
    ids = talk.slot("product").ids
    if chosen := answer_to_choice(talk, words, ids):
        return take(talk, chosen, None)
    if not words or tidy(words) in talk.lexicon.it:
        if talk.state.question and talk.state.question.kind == "which":
            return _prices(talk, talk.state.question)
        about = talk.variants((talk.state.about,) if talk.state.about else talk.state.offer[:1])
        return describe(talk, about[0]) if about else _ask_what_to_know(talk)
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
        return ask_which(talk, unclear.variants, unclear.words, unclear.quantity, "add")
    skus = tuple(variant.sku for variant in unclear.variants)
    return show(talk.remember(offer=skus, offer_words=unclear.words[:80], offer_at=0), "found-some")


def _ask_what_to_know(talk: Talk) -> Reply:
    say = talk.say
    return talk.ask(
        say("what-to-know"), question=Question("what"), again=say("what-to-know"), elicit="product"
    )


def describe(talk: Talk, variant: Variant, quantity: int = 1) -> Reply:
    """All that a customer wants to know of one product."""
    say = talk.say
    details = say(
        "details",
        name=say.title(variant.spoken),
        price=say.money(variant.price),
        n=say.number_of(variant.spoken),
        description=escape(variant.description),
    )
    if variant.sellable == 0:
        talk = talk.remember(about=variant.sku)
        return talk.anything_else(details, say("sold-out-now"))
    if later := when_it_comes(talk, variant):
        return offer_one(talk, variant, quantity, [details, later])
    left = variant.sellable
    plenty = left is None or left > FEW
    n = say.number_of(variant.spoken)
    stock = say("in-stock", n=n) if plenty else say("few-left", count=say.count(left or 0))
    return offer_one(talk, variant, quantity, [details, stock])


def list_departments(talk: Talk) -> Reply:
    """ListDepartmentsIntent: what the shop sells."""
    say = talk.say
    names = [escape(name) for name in talk.uow.catalog.departments()]
    some = say.list(names[:AT_ONCE]) if len(names) <= AT_ONCE else say("and-more", names=", ".join(names[:6]))
    question, asking = Question("what"), say("what-sounds-good")
    return talk.ask(say("departments", names=some), asking, question=question, again=asking)
