"""A choice named alone: "with oat milk", "make it iced", "toasted please"."""

from __future__ import annotations

from skill.commerce.asking import read_thing, understood
from skill.commerce.cart import restore
from skill.commerce.making import make
from skill.commerce.matching import COVERED, One, fit
from skill.commerce.reading import Wish
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import split_key
from skill.commerce.swapping import swap_newest
from skill.conversation.adding import order, take
from skill.conversation.choice import answer_to_choice, choice_of, offered_otherwise, offered_so
from skill.conversation.finding import look_for
from skill.conversation.remaking import remade, swapped
from skill.conversation.searching import only_those
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def made_so(talk: Talk, choice: str) -> Reply:
    """Make what is asked about, or what was talked about last, so; with an empty cart it is an order."""
    question = choice_of(talk)
    if question and question.kind == "which":
        if chosen := answer_to_choice(talk, choice):
            return take(talk, chosen, None)
        if asked := _asked_so(talk, choice):
            return asked
    if question and question.kind == "add" and (so := _offered_so(talk, question, choice)):
        return take(talk, so, None)
    if (
        question
        and question.kind == "offer"
        and (fewer := only_those(talk, f"{talk.lexicon.with_[0]} {choice}"))
    ):
        return fewer
    if changed := remade(talk, choice):
        return changed
    if question and question.kind == "offer":
        return look_for(talk, f"{choice} {talk.state.offer_words}".strip(), keeping_limits=True)
    about = _in_cart(talk)
    if about is None:
        return order(talk, choice, None)
    other = _swapped(talk, about, choice) or swapped(talk.remember(about=about.key), choice, swap_newest)
    return other or talk.anything_else(talk.say("unmet-unknown", words=heard(choice)))


def _asked_so(talk: Talk, choice: str) -> Reply | None:
    """The same question about things that are made so; None where they cannot be."""
    now, again = offered_so(talk, (Wish(choice),)), talk.state.reprompt
    if now is None or now.state.question is None or again is None:
        return None
    return now.ask(talk.say("made-so", words=heard(choice)), again, question=now.state.question, again=again)


def _offered_so(talk: Talk, question: Question, choice: str) -> Variant | None:
    """What is offered, made so."""
    if (otherwise := offered_otherwise(talk, choice)) or len(question.skus) != 1:
        return otherwise
    offered = talk.variants(question.skus)
    plain = talk.uow.catalog.variants([one.sku for one in offered])
    made = [make(plain[one.sku], (Wish(choice),), talk.lexicon, before=one.chosen) for one in offered]
    return next((one.variant for one in made if not one.unmet), None)


def _in_cart(talk: Talk) -> Variant | None:
    """What was talked about last, if it is in the cart; else what was put there last."""
    keys = talk.uow.carts.get(talk.customer.id).keys
    about = talk.state.about if talk.state.about in keys else (keys[-1] if keys else None)
    return next(iter(talk.variants((about,))), None) if about else None


def _swapped(talk: Talk, was: Variant, choice: str) -> Reply | None:
    """Another product that is called so instead: "make it iced" of a latte is an iced latte."""
    plain = talk.uow.catalog.variants([split_key(was.key)[0]])[was.sku]
    named = f"{choice} {plain.spoken}"
    meant = understood(talk.uow, read_thing(named, talk.uow, talk.lexicon), talk.lexicon).meant
    if (
        not isinstance(meant, One)
        or meant.variant.sku == was.sku
        or fit(named, meant.variant).level < COVERED
    ):
        return None
    now = make(meant.variant, (), talk.lexicon, before=was.chosen).variant
    count = talk.uow.carts.get(talk.customer.id).quantity(was.key)
    before = restore(talk.uow, talk.customer.id, {was.key: 0, now.key: count})
    talk = talk.remember(undo=before, about=now.key)
    items, instead = (talk.say.some(one.spoken, count) for one in (now, was))
    return talk.anything_else(talk.say("added-instead", items=items, was=instead))
