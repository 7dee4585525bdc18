"""Several things at once out of what is being chosen from: "two of each", "both", "oat and almond"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from skill.commerce.asking import add_all, add_made
from skill.commerce.cart import Changed, restore, set_quantity
from skill.commerce.find import which
from skill.commerce.making import Unmet, make
from skill.commerce.matching import EXACT, One, distinctions, fit
from skill.commerce.reading import Asked
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import number_in, tidy
from skill.conversation.changing import undone_with
from skill.conversation.choice import answer_to_choice
from skill.conversation.outcomes import ask_about, report
from skill.conversation.state import AT_ONCE, Question, shown
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

PAIR = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """So many of one of the things that are being chosen from, made as wished."""

    variant: Variant
    quantity: int
    unmet: tuple[Unmet, ...] = ()


def take_several(talk: Talk, picks: Sequence[Pick], more: Sequence[Asked] = ()) -> Reply:
    """Add what was chosen, and `more` of the same breath; then go on with what is still unclear."""
    question = talk.state.question
    waiting = question.waiting if question else ()
    replaces = dict(question.replaces) if question else {}
    before = restore(talk.uow, talk.customer.id, replaces) if replaces else {}
    outcomes = [
        add_made(talk.uow, talk.customer.id, one.variant, one.quantity, one.variant.spoken, one.unmet)
        for one in picks
    ]
    outcomes += add_all(talk.uow, talk.customer.id, more, talk.lexicon)
    return undone_with(report(talk.settled(), outcomes, waiting), before)


# "oat and almond", "two blueberry and one chocolate", "large with soy milk and a brownie"


def answered(talk: Talk, asked: Sequence[Asked]) -> Reply | None:
    """Where some of it says which of the things that are being chosen from; the rest is added besides."""
    question = talk.state.question
    if not is_choosing(question) or (len(asked) == 1 and not asked[0].wishes):
        return None
    chosen = [_choice(talk, one) for one in asked]
    several = sum(one is not None for one in chosen) > 1
    count = question.quantity if question and question.kind == "which" and not several else 1
    picks = [_pick(talk, one, choice, count) for one, choice in zip(asked, chosen, strict=True) if choice]
    rest = [one for one, choice in zip(asked, chosen, strict=True) if not choice]
    return take_several(talk, picks, rest) if picks else None


def is_choosing(question: Question | None) -> bool:
    """Whether one of some things is being chosen to be added."""
    return question is not None and question.kind in ("which", "offer") and question.then == "add"


def _choice(talk: Talk, item: Asked) -> Variant | None:
    """The one that an item names; bananas are no banana nut muffin."""
    chosen = answer_to_choice(talk, item.words)
    question = talk.state.question
    if chosen is None or question is None:
        return None
    if question.kind == "offer" and chosen.key not in shown(talk.state):
        return None
    offered = talk.variants(question.skus)
    short = dict(zip((one.key for one in offered), distinctions(offered), strict=True))
    names = tidy(f"{short.get(chosen.key, '')} {chosen.spoken}").split()
    foreign = tidy(item.words).split()[-1] not in (*names, *talk.lexicon.it)
    return None if foreign and _is_called(talk, item.words) else chosen


def _is_called(talk: Talk, words: str) -> bool:
    meant = which(words, talk.uow, talk.lexicon)
    variants = (meant.variant,) if isinstance(meant, One) else meant.variants
    return any(fit(words, one).level == EXACT for one in variants)


def _pick(talk: Talk, item: Asked, chosen: Variant, count: int) -> Pick:
    plain = talk.uow.catalog.variants([chosen.sku])[chosen.sku]
    ready = make(plain, item.wishes, talk.lexicon, before=chosen.chosen)
    return Pick(ready.variant, count if item.quantity is None else item.quantity, ready.unmet)


# "two of each", "both", "all three"


def said_every(talk: Talk) -> str:
    """Both, all or each, where one of them was said; "two" is heard as both too, and is a count."""
    slot = talk.slot("every")
    return slot.ids[0] if slot.ids and counted(talk) is None else ""


def counted(talk: Talk) -> int | None:
    """The number that was heard in the place of "both": "two of those"."""
    first = tidy(talk.slot("every").value or "").split()[:1]
    is_number = bool(first) and (first[0] in talk.lexicon.numbers or first[0].isdecimal())
    return number_in(first[0], talk.lexicon) if is_number else None


def of_each(talk: Talk, quantity: int | None, *, more: bool) -> Reply | None:
    """So many of each of what is being chosen from, or of what was just added; None where neither is.

    `more`: so many besides what is there of them; else so many in all.
    """
    question = talk.state.question
    if things := _on_offer(talk):
        if question is not None and question.then == "remove":
            return set_each(talk, [(one, 0) for one in things])
        return take_several(talk, [Pick(one, quantity or 1) for one in things])
    if question is not None and question.kind in ("which", "offer"):
        return _asked_again(talk, question, quantity)
    just, cart = just_added(talk), talk.uow.carts.get(talk.customer.id)
    if not just or not _fits(talk, len(just)):
        return None
    if more:
        return take_several(talk, [Pick(one, quantity or 1) for one in just])
    return set_each(talk, [(one, quantity or cart.quantity(one.key)) for one in just])


def _on_offer(talk: Talk) -> tuple[Variant, ...]:
    """What was read out to be chosen from, none of it by itself, where it can be what was said."""
    question = talk.state.question
    if question is None or question.waiting or question.kind not in ("which", "offer"):
        return ()
    if question.kind == "offer":
        page = talk.variants(shown(talk.state)) if talk.state.about is None else ()
        total = len(talk.state.offer)
    else:
        page, total = talk.variants(question.skus[:AT_ONCE]), len(question.skus)
    unheard = total > len(page) and said_every(talk) == "all" and not _number(talk)
    return page if len(page) > 1 and not unheard and _fits(talk, len(page)) else ()


def _fits(talk: Talk, count: int) -> bool:
    """Whether there are as many as were said: two where it is both, three where it is all three."""
    said = PAIR if said_every(talk) == "both" else _number(talk)
    return said in (None, count)


def _number(talk: Talk) -> int | None:
    words = tidy(talk.slot("every").value or "").split()
    numbers = (number_in(word, talk.lexicon) for word in words if word not in talk.lexicon.one)
    return next((number for number in numbers if number and number > PAIR), None)


def _asked_again(talk: Talk, question: Question, quantity: int | None) -> Reply:
    """Which one is asked again; "two of each" of milk and bread is two of both, whichever they are."""
    if question.waiting and quantity and said_every(talk) == "each":
        waiting = tuple((quantity, words) for _, words in question.waiting)
        question = replace(question, quantity=quantity, waiting=waiting)
    return talk.asked_anew(question)


def just_added(talk: Talk) -> tuple[Variant, ...]:
    """What the last change put more of into the cart, where that was more than one thing."""
    cart = talk.uow.carts.get(talk.customer.id)
    more = [key for key, was in talk.state.undo.items() if cart.quantity(key) > was]
    ordered = tuple(key for key in cart.keys if key in more)
    return talk.variants(ordered) if len(ordered) > 1 else ()


def round_again(talk: Talk) -> Reply | None:
    """ "The same again" of several things that were put into the cart together."""
    cart, undo = talk.uow.carts.get(talk.customer.id), talk.state.undo
    picks = [Pick(one, cart.quantity(one.key) - undo[one.key]) for one in just_added(talk)]
    return take_several(talk, picks) if picks else None


def set_each(talk: Talk, wanted: Sequence[tuple[Variant, int]]) -> Reply:
    """Have exactly so many of each in the cart."""
    outcomes = [set_quantity(talk.uow, talk.customer.id, one, count) for one, count in wanted]
    done = [one for one in outcomes if isinstance(one, Changed)]
    failed = [one for one in outcomes if not isinstance(one, Changed)]
    undo = {one.variant.key: one.was for one in done}
    about = next((one.variant.key for one in reversed(done) if one.now), None)
    talk = talk.remember(undo=undo, about=about, misses=0)
    kept = [(one.variant.spoken, one.now) for one in done if one.now]
    gone = [(one.variant.spoken, one.was) for one in done if not one.now]
    said = [talk.say("changed", items=talk.say.goods(kept))] if kept else []
    said += [talk.say("removed", items=talk.say.goods(gone))] if gone else []
    return ask_about(talk, failed[0], said, ()) if failed else talk.settled().anything_else(*said)
