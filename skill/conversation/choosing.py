"""Choosing out of an offer: "the second one", "the cheaper one", "the other one"."""

from __future__ import annotations

from skill.commerce.rules.catalog import Variant
from skill.commerce.words import number_in, tidy
from skill.conversation.adding import take
from skill.conversation.changing import said_number
from skill.conversation.describing import describe
from skill.conversation.outcomes import offered
from skill.conversation.places import BY_PRICE, position_in, said_position
from skill.conversation.several import Pick, take_several
from skill.conversation.state import shown
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def choose_item(talk: Talk) -> Reply:
    """ChooseItemIntent: take one of what was offered; by its price it is picked and not yet added."""
    say = talk.say
    position = said_position(talk)
    if not talk.state.offer:
        return talk.what_next(say("nothing-offered"))
    named = talk.slot("position").value
    if several := _first_of_them(talk, named or ""):
        return take_several(talk, [Pick(one, said_number(talk, "quantity") or 1) for one in several])
    chosen = position_in(talk, position) if named else _that_one(talk)
    if chosen is None:
        told = say("not-so-many", count=say.count(len(shown(talk.state)))) if named else ""
        return _which_of_them(talk, told)
    quantity = said_number(talk, "quantity")
    if position in BY_PRICE and quantity is None and not asked_which(talk):
        return describe(talk, chosen, list_stays=True)
    return take(talk, chosen, quantity)


def _first_of_them(talk: Talk, named: str) -> tuple[Variant, ...]:
    """ "The first two" of what was read out; nothing where a single place is meant."""
    place, _, count = tidy(named).partition(" ")
    number = number_in(count, talk.lexicon) or 0
    page = talk.variants(shown(talk.state))
    if talk.lexicon.positions.get(place) not in ("1", "last") or not 1 < number <= len(page):
        return ()
    return page[:number] if talk.lexicon.positions[place] == "1" else page[-number:]


def _which_of_them(talk: Talk, told: str) -> Reply:
    """Neither clear nor there: which one is asked once more, as it was asked before."""
    say, question, again = talk.say, talk.state.question, talk.state.reprompt
    if question and again and asked_which(talk):
        return talk.ask(told, again, question=question, again=again)
    return talk.ask(told, say("which-one"), question=offered(talk), again=say("again-offer"))


def asked_which(talk: Talk) -> bool:
    """Whether something is being added, changed or taken out, and only which one it is was asked."""
    return talk.state.question is not None and talk.state.question.kind == "which"


def _that_one(talk: Talk) -> Variant | None:
    """ "That one": what is asked about, what was talked about last, else the only one that was read out."""
    question, page = talk.state.question, talk.variants(shown(talk.state))
    if question is not None and question.kind == "add" and (asked := talk.variants(question.skus)):
        return asked[0]
    about = next((one for one in page if one.key == talk.state.about), None)
    return about or (page[0] if len(page) == 1 else None)
