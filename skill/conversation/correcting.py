"""Corrections: "no, the other one", "I said oat milk", "not a latte, a mocha", "cancel that"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skill.commerce.asking import read_thing, understood
from skill.commerce.cart import restore
from skill.commerce.find import among
from skill.commerce.matching import Meant, Nearest, One, Several, fit, same_noun
from skill.commerce.remaking import names_a_choice
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import split_key
from skill.commerce.swapping import swap_newest
from skill.conversation.adding import order, take
from skill.conversation.answering import no, undo
from skill.conversation.changing import said_number, set_to, undone_with
from skill.conversation.choice import answer_to_choice, offered_otherwise
from skill.conversation.choosing import choose_item
from skill.conversation.finding import look_for
from skill.conversation.helping import stop
from skill.conversation.in_the_cart import contents
from skill.conversation.orders import cancel_order
from skill.conversation.places import position_in, said_position
from skill.conversation.redoing import named_in_cart, other_number, other_thing, was_just_added
from skill.conversation.remaking import remade, swapped
from skill.conversation.replacing import instead_of
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def correct_item(talk: Talk) -> Reply:
    """CorrectItemIntent: another thing instead of the one that was put into the cart last."""
    count = said_number(talk, "quantity")
    if talk.slot("position").value:
        chosen = position_in(talk, said_position(talk))
        if chosen is None or not was_just_added(talk):
            return choose_item(talk)
        before, added = _taken_back(talk)
        return _instead(talk, before, lambda talk: take(talk, chosen, count or added))
    words = talk.slot("product").value or ""
    return _of_what_is_there(talk, words, count) or _named(talk, words, count)


def _of_what_is_there(talk: Talk, words: str, count: int | None) -> Reply | None:
    """What is asked about, what was changed just now, or so many of what is in the cart."""
    if chosen := answer_to_choice(talk, words, talk.slot("product").ids) or offered_otherwise(talk, words):
        return take(talk, chosen, count)
    if redone := other_number(talk, words, count) or other_thing(talk, words, count):
        return redone
    named = None if talk.slot("wrong").value else named_in_cart(talk, words)
    if count is None:
        there = named is not None and named.key == talk.state.about and was_just_added(talk)
        return set_to(talk, named, _there(talk, named)) if named and there else None
    counts = named is not None and (named.key == talk.state.about or not was_just_added(talk))
    return set_to(talk, named, count) if named and counts else None


def _there(talk: Talk, variant: Variant) -> int:
    return talk.uow.carts.get(talk.customer.id).quantity(variant.key)


def _named(talk: Talk, words: str, count: int | None) -> Reply:
    question = talk.state.question
    found = understood(talk.uow, read_thing(words, talk.uow, talk.lexicon), talk.lexicon)
    wrong = _wrong_one(talk)
    is_made = count is None and not (wrong and _is_thing(words, found.meant))
    if is_made and (changed := _made_otherwise(talk, words)):
        return changed
    if isinstance(found.meant, Nearest):
        return order(talk, words, count)
    if question and question.kind == "which" and not (talk.state.fresh and question.asked):
        return order(talk.dropped(), words, count)
    if question and question.kind in ("offer", "add") and count is None and _looked(talk):
        return look_for(talk.dropped(), words)
    if wrong is not None:
        if now := _as_big(talk, words, wrong, count):
            return now
        there = talk.uow.carts.get(talk.customer.id).quantity(wrong.key)
        before = restore(talk.uow, talk.customer.id, {wrong.key: 0})
        return _instead(talk, before, lambda talk: order(talk, words, count or there))
    if not was_just_added(talk) or _names_another(talk):
        return order(talk, words, count)
    return _instead_of_newest(talk, words, count, found.meant)


def _instead_of_newest(talk: Talk, words: str, count: int | None, meant: Meant) -> Reply:
    """What was just added goes out; of several sizes the one that it had comes."""
    newest, was = talk.state.about or "", talk.state.undo[talk.state.about or ""]
    in_several = isinstance(meant, Several) and not was
    if in_several and (now := swapped(talk.remember(about=newest), words, swap_newest, count)):
        return now
    before, added = _taken_back(talk)
    return _instead(talk, before, lambda talk: order(talk, words, count or added))


def _looked(talk: Talk) -> bool:
    """Whether the turn before only asked for something."""
    asked = ("SearchProductsIntent", "ProductDetailsIntent")
    return not talk.state.fresh and "".join(talk.state.trail[-2:-1]) in asked


def _is_thing(words: str, meant: Meant) -> bool:
    """Whether words are the name of goods: "milk" in place of a mocha is no milk in it."""
    variants = (meant.variant,) if isinstance(meant, One) else meant.variants
    return not isinstance(meant, Nearest) and any(fit(words, one).head for one in variants)


def _made_otherwise(talk: Talk, words: str) -> Reply | None:
    """ "Swap the cream cheese for butter": what a thing can have several of goes as the other comes."""
    wrong, lines = talk.slot("wrong").value, contents(talk).lines
    goes = wrong and names_a_choice(wrong, lines, talk.uow, talk.lexicon)
    both = f"{words} {talk.lexicon.without[0]} {wrong}"
    return (remade(talk, both) if goes else None) or remade(talk, words)


def _as_big(talk: Talk, words: str, wrong: Variant, count: int | None) -> Reply | None:
    """ "Swap the latte for a mocha": of its sizes the one that the latte has."""
    return swapped(talk.remember(about=wrong.key), words, swap_newest, count)


def _names_another(talk: Talk) -> bool:
    """Whether the wrong thing has a name, and it is not what was just added: milk is no apples to swap."""
    ids = talk.slot("wrong").ids
    return bool(ids) and talk.state.about is not None and split_key(talk.state.about)[0] not in ids


def _wrong_one(talk: Talk) -> Variant | None:
    """What of the cart was named as the wrong thing."""
    words, ids = talk.slot("wrong").value, talk.slot("wrong").ids
    lines = [line.variant for line in contents(talk).lines] if words else []
    resolved = [one for one in lines if one.sku in ids]
    if len(resolved) == 1 or not words:
        return resolved[0] if resolved else None
    found = among(words, lines, talk.lexicon)
    return None if found is None or _is_only_in_it(talk, words, found) else found


def _is_only_in_it(talk: Talk, words: str, found: Variant) -> bool:
    """Whether words are about how it is made: the milk of a latte is no latte."""
    plain = talk.uow.catalog.variants([found.sku])[found.sku]
    return bool(found.chosen) and not same_noun(words, plain)


def _taken_back(talk: Talk) -> tuple[dict[str, int], int]:
    """Take out what was just added; what the cart held of it, and how many that were."""
    added, was = talk.state.about or "", talk.state.undo[talk.state.about or ""]
    before = restore(talk.uow, talk.customer.id, {added: was})
    return before, max(1, before[added] - was)


def _instead(talk: Talk, before: dict[str, int], do: Callable[[Talk], Reply]) -> Reply:
    """What was taken out is brought back by undo, or at once where nothing has come in its place yet."""
    carts = talk.uow.carts
    without = carts.get(talk.customer.id)
    reply = do(instead_of(talk, before))
    if carts.get(talk.customer.id) != without:
        return undone_with(reply, before)
    left = restore(talk.uow, talk.customer.id, before)
    question = reply.attributes.get("question")
    if not question or question["then"] != "add":
        return reply
    asking = {**question, "replaces": [list(item) for item in left.items()]}
    return replace(reply, attributes={**reply.attributes, "question": asking})


def leave_it(talk: Talk) -> Reply:
    """LeaveItIntent: "cancel that" means an open question, an order, the last change; else goodbye."""
    question = talk.state.question
    if question and question.kind == "else" and question.ref:
        return cancel_order(talk, question.ref)
    if question and question.kind == "checkout":
        return talk.what_next(talk.say("not-ordered"))
    if question and question.kind not in ("else", "what"):
        return no(talk)
    if told_of := _just_told_of(talk):
        return set_to(talk, told_of, 0)
    return undo(talk) if talk.state.undo else stop(talk)


def _just_told_of(talk: Talk) -> Variant | None:
    """What of the cart was asked about just now."""
    if talk.state.trail[-2:-1] != ("ProductDetailsIntent",):
        return None
    lines = contents(talk).lines
    return next((line.variant for line in lines if line.variant.key == talk.state.about), None)
