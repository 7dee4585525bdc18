"""The last change meant another thing or another number: "no, not the lemons, the bananas", "no, two"."""

from __future__ import annotations

from dataclasses import dataclass

from skill.commerce.cart import restore
from skill.commerce.find import among
from skill.commerce.rules.catalog import Variant
from skill.commerce.swapping import swap_newest
from skill.commerce.words import spelled
from skill.conversation.adding import order
from skill.conversation.changing import set_to, undone_with
from skill.conversation.outcomes import offer_one
from skill.conversation.remaking import swapped
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

CHANGING = ("RemoveFromCartIntent", "ChangeQuantityIntent")


@dataclass(frozen=True, slots=True)
class Change:
    """What the turn before did to one thing in the cart: there were `was` of it, now there are `now`."""

    variant: Variant
    was: int
    now: int
    by: str

    @property
    def took_out(self) -> bool:
        """Whether it was taken out, or some of it."""
        return self.by == "RemoveFromCartIntent" and self.now < self.was


def last_change(talk: Talk) -> Change | None:
    """What was taken out or counted in the turn before, if that was one thing."""
    by = "".join(talk.state.trail[-2:-1])
    variants = talk.variants(tuple(talk.state.undo))
    if not talk.state.fresh or len(variants) != 1 or by not in CHANGING:
        return None
    (only,) = variants
    now = talk.uow.carts.get(talk.customer.id).quantity(only.key)
    return Change(only, talk.state.undo[only.key], now, by)


def other_number(talk: Talk, words: str, count: int | None) -> Reply | None:
    """ "No, two" after something was taken out: so many of it should have been."""
    change = last_change(talk)
    if change is None or not change.took_out or count is None or (words and not _is(talk, words, change)):
        return None
    return set_to(talk, change.variant, change.was - count if count < change.was else count)


def other_box(talk: Talk, variant: Variant, count: int) -> Reply | None:
    """ "No, half a dozen" of the twelve pack that was just added: the six pack."""
    kinds = talk.uow.catalog.siblings(variant.product_id) if was_just_added(talk) else ()
    box = among(spelled(count, talk.lexicon), kinds, talk.lexicon) if kinds else None
    return swapped(talk, box.spoken, swap_newest) if box and box.sku != variant.sku else None


def other_thing(talk: Talk, words: str, count: int | None) -> Reply | None:
    """ "No, the bananas" after something was taken out or counted: the first is as it was before."""
    change, wrong = last_change(talk), talk.slot("wrong").value
    if change is None or (wrong and not _is(talk, wrong, change)) or _is(talk, words, change):
        return None
    named = named_in_cart(talk, words)
    if named is None and (not change.took_out or count is not None):
        return None
    before = restore(talk.uow, talk.customer.id, {change.variant.key: change.was})
    if named is None:
        return undone_with(_not_there(talk, change, words), before)
    if change.took_out:
        return undone_with(_out_instead(talk, change, named, count), before)
    as_before = talk.say("as-before", items=talk.say.some(change.variant.spoken, change.was))
    return undone_with(set_to(talk, named, count or change.now, as_before), before)


def named_in_cart(talk: Talk, words: str, slot: str = "product") -> Variant | None:
    """The thing in the cart that words name."""
    variants = list(talk.variants(talk.uow.carts.get(talk.customer.id).keys))
    resolved = [one for one in variants if one.sku in talk.slot(slot).ids]
    return resolved[0] if len(resolved) == 1 else among(words, variants, talk.lexicon)


def was_just_added(talk: Talk) -> bool:
    """Whether the last change put more of one thing into the cart, perhaps in the place of others."""
    cart = talk.uow.carts.get(talk.customer.id)
    return [key for key, was in talk.state.undo.items() if cart.quantity(key) > was] == [talk.state.about]


def was_taken_out(talk: Talk, words: str) -> bool:
    """Whether words name what was taken out in the turn before, and nothing of it is left."""
    change = last_change(talk)
    return change is not None and change.took_out and change.now == 0 and _is(talk, words, change)


def not_there(talk: Talk, words: str) -> Reply | None:
    """ "No lemons" where none are in the cart: they are not wanted after all, or were meant instead."""
    question, sold = talk.state.question, talk.variants(talk.slot("product").ids or talk.slot("kept").ids)
    if not words or named_in_cart(talk, words) or question is None or question.asked:
        return None
    if question.kind in ("which", "offer", "add") and question.then == "add":
        asked = talk.variants(question.skus)
        if all(among(words, [one], talk.lexicon) for one in asked):
            return talk.dropped().anything_else(talk.say("left-alone"))
        if len(sold) > 1:
            return order(talk.dropped(), words, None)
        return _ask_instead(talk.dropped(), sold[0], 1, {}) if sold else None
    if len(sold) != 1 or not talk.state.fresh or not was_just_added(talk):
        return None
    key = talk.state.about or ""
    was, now = talk.state.undo[key], talk.uow.carts.get(talk.customer.id).quantity(key)
    return _ask_instead(talk, sold[0], now - was, {key: was})


def _ask_instead(talk: Talk, variant: Variant, count: int, replaces: dict[str, int]) -> Reply:
    say, name = talk.say, variant.spoken
    missing = say("not-in-cart-add", name=say.name(name), n=say.number_of(name))
    if not replaces:
        return offer_one(talk, variant, count, [missing])
    wrong = say.some(talk.variants(tuple(replaces))[0].spoken, count)
    asking = say("shall-i-swap", items=say.some(name, count), was=wrong)
    question = Question("add", (variant.key,), count, replaces=tuple(replaces.items()))
    return talk.ask(missing, asking, question=question, again=asking)


def _is(talk: Talk, words: str, change: Change) -> bool:
    return among(words, [change.variant], talk.lexicon) is not None


def _out_instead(talk: Talk, change: Change, named: Variant, count: int | None) -> Reply:
    say, have = talk.say, talk.uow.carts.get(talk.customer.id).quantity(named.key)
    out = min(have, count or (change.was - change.now if change.now else have))
    undo = restore(talk.uow, talk.customer.id, {named.key: have - out})
    back = say.some(change.variant.spoken, change.was - change.now)
    told = say("out-instead", back=back, out=say.some(named.spoken, out))
    return talk.remember(undo=undo, about=named.key).anything_else(told)


def _not_there(talk: Talk, change: Change, words: str) -> Reply:
    """What was meant to be taken out is not there: it may be wanted instead."""
    say = talk.say
    as_before = say("as-before", items=say.some(change.variant.spoken, change.was))
    talk = talk.remember(undo={})
    sold = talk.variants(talk.slot("product").ids)
    if len(sold) != 1:
        missing = say("not-in-cart", words=heard(words), n=say.number_of(words))
        return talk.anything_else(as_before, missing)
    missing = say("not-in-cart-add", name=say.name(sold[0].spoken), n=say.number_of(sold[0].spoken))
    return offer_one(talk, sold[0], 1, [as_before, missing])
