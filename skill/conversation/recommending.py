"""The shop is asked for advice: "what do you recommend", "whichever", "surprise me"."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.asking import usual_first
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import Found, search
from skill.conversation.finding import list_deals, listed
from skill.conversation.outcomes import offer_one
from skill.conversation.state import Question, shown
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def recommend(talk: Talk) -> Reply:
    """RecommendIntent: one of what is being chosen from; without a choice, what sells best or is on sale."""
    question = talk.state.question
    if question and question.kind == "which" and question.then == "add" and question.skus:
        return _suggest(talk, talk.variants(question.skus), question)
    if question and question.kind == "offer" and talk.state.offer:
        return _suggest(talk, talk.variants(shown(talk.state)), question)
    popular = search(talk.lexicon.sorts["popular"][0], talk.uow, talk.lexicon, talk.shop.terms.currency)
    if isinstance(popular, Found) and popular.variants[0].sold:
        return listed(talk, "popular-now", popular.variants)
    return list_deals(talk)


def _suggest(talk: Talk, variants: Sequence[Variant], question: Question) -> Reply:
    """What this customer buys, else what sells best, else the first; it is theirs to say yes."""
    there = [one for one in variants if one.sellable != 0]
    if not there:
        return list_deals(talk)
    say, bought = talk.say, talk.uow.orders.bought(talk.customer.id)
    best = usual_first(sorted(there, key=lambda one: -one.sold), bought)[0]
    usual = "yes" if bought.get(best.sku) else "no"
    told = say("suggest", usual=usual, name=say.one(best.spoken), price=say.money(best.price))
    return offer_one(talk, best, question.quantity, [told], question.waiting, list_stays=True)
