"""Comparing: "which is cheaper, butter or margarine", "what's the difference"."""

from __future__ import annotations

from skill.commerce.find import which
from skill.commerce.matching import Nearest, One
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.conversation.outcomes import not_sold, still_asked
from skill.conversation.ssml import escape
from skill.conversation.state import Question, shown
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def compare(talk: Talk) -> Reply:
    """CompareIntent: two things that are named, or what was read out just now."""
    named = [slot for slot in (talk.slot("product"), talk.slot("other")) if slot.value]
    compared: list[Variant] = []
    for slot in named:
        match which(slot.value or "", talk.uow, talk.lexicon, ids=slot.ids):
            case Nearest(variants):
                return not_sold(talk, slot.value or "", 1, variants)
            case One(variant):
                compared.append(variant)
            case several:
                compared.append(min(several.variants, key=lambda one: one.price.minor))
    compared = compared or list(_open(talk))
    if len(compared) < 2:
        return talk.what_next(talk.say("nothing-to-compare"))
    return _told(talk, compared)


def _open(talk: Talk) -> tuple[Variant, ...]:
    question = talk.state.question
    if question and question.kind == "which":
        return talk.variants(question.skus[:3])
    return talk.variants(shown(talk.state))


def _told(talk: Talk, compared: list[Variant]) -> Reply:
    say = talk.say
    facts = [
        say(
            "details",
            name=say.title(one.spoken),
            price=say.money(one.price),
            n=say.number_of(one.spoken),
            description=escape(one.description) if len(compared) == 2 else "",
        ).rstrip()
        for one in compared
    ]
    keys = tuple(one.key for one in compared)
    question = talk.state.question
    if question is None or question.kind != "which":
        question = Question("offer", keys, waiting=still_asked(talk))
        talk = talk.offering(keys).remember(about=None)
    again = say("again-which", names=say.names(compared, "or"))
    return talk.ask(*facts, _cheapest(talk, compared), say("which-one"), question=question, again=again)


def _cheapest(talk: Talk, compared: list[Variant]) -> str:
    say = talk.say
    first, second = sorted(compared, key=lambda one: one.price.minor)[:2]
    if first.price == second.price:
        return say("same-price") if len(compared) == 2 else ""
    less = say.money(Money(second.price.minor - first.price.minor, first.price.currency))
    return say("cheaper-by", name=say.title(first.spoken), n=say.number_of(first.spoken), less=less)
