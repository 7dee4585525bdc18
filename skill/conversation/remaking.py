"""Changing how something in the cart is made: another milk, no sugar, a larger cup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from skill.commerce.cart import CartLine, OnlyMore, SoldOut, TooMany, restore, view
from skill.commerce.lexicon import Lexicon
from skill.commerce.ports import UnitOfWork
from skill.commerce.remaking import Remade, aims, remake, same_for
from skill.commerce.swapping import Swap, swap_for
from skill.conversation.making import say_extras, say_unmet
from skill.conversation.outcomes import ask_about
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

SwapOf = Callable[[str, Sequence[CartLine], str | None, UnitOfWork, Lexicon], Swap | None]


def remade_besides(talk: Talk, words: str) -> tuple[Talk, list[str]]:
    """The same for one part of what was said: the turn after it, and what is said of it."""
    done = [one for one in _remake(talk, words) if isinstance(one, Remade)]
    return _after(talk, done) if done else (talk, [talk.say("unmet-unknown", words=heard(words))])


def remade(talk: Talk, words: str, *, without: bool = False, count: int | None = None) -> Reply | None:
    """Change what the words mean in the cart; None when they are about something else."""
    outcomes = _remake(talk, words, without=without, count=count)
    done = [outcome for outcome in outcomes if isinstance(outcome, Remade)]
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Remade)]
    if failed:
        return ask_about(talk, failed[0], [_say_changed(talk, one) for one in done if one.before], ())
    return _told(talk, done) if done else None


def _remake(
    talk: Talk, words: str, *, without: bool = False, count: int | None = None
) -> list[Remade | SoldOut | OnlyMore | TooMany]:
    seen = view(talk.uow, talk.customer.id, talk.shop.terms.currency)
    if not seen.lines or not words:
        return []
    about = talk.state.about
    aimed = same_for(words, seen.lines, about, talk.uow, talk.lexicon) or aims(
        words, seen.lines, about, talk.uow, talk.lexicon, without=without, count=count
    )
    return [remake(talk.uow, talk.customer.id, one, talk.lexicon) for one in aimed]


def swapped(talk: Talk, words: str, swap_of: SwapOf = swap_for, count: int | None = None) -> Reply | None:
    """Have another product instead of one in the cart: "make the second one a mocha"."""
    seen = view(talk.uow, talk.customer.id, talk.shop.terms.currency)
    swap = swap_of(words, seen.lines, talk.state.about, talk.uow, talk.lexicon)
    if swap is None:
        return None
    cart = talk.uow.carts.get(talk.customer.id)
    left, there = cart.quantity(swap.was.key) - swap.quantity, cart.quantity(swap.now.key)
    coming = count or swap.quantity
    wanted = {swap.was.key: left, swap.now.key: there + coming}
    talk = talk.remember(undo=restore(talk.uow, talk.customer.id, wanted), about=swap.now.key, misses=0)
    was = talk.say.some(swap.was.spoken, swap.quantity)
    now = talk.say.some(swap.now.spoken, coming)
    return talk.anything_else(talk.say("added-instead", items=now, was=was))


def is_about_cart(talk: Talk, words: str) -> bool:
    """Whether words of an order point at something that is there: "the second latte ...", "... in it"."""
    tokens = words.split()
    pointing = bool(tokens) and (tokens[0] in ("the", "it", "that", "with", "without", "no"))
    return pointing or any(
        link in f" {words} " for link in (" to the ", " to it ", " in it ", " in the ", " on it ")
    )


def _told(talk: Talk, done: Sequence[Remade]) -> Reply:
    talk, said = _after(talk, done)
    return talk.anything_else(*said)


def _after(talk: Talk, done: Sequence[Remade]) -> tuple[Talk, list[str]]:
    changed = [one for one in done if one.before]
    before: dict[str, int] = {}
    for one in reversed(changed):
        before |= one.before
    talk = talk.remember(about=done[-1].now.key, misses=0)
    if changed:
        talk = talk.remember(undo=before)
    unmet = list(dict.fromkeys(line for one in done for line in say_unmet(talk, one.unmet)))
    if not changed and not unmet:
        return talk, [_say_same(talk, done[0])]
    said = [talk.say("changed", items=_items(talk, changed))] if changed else []
    new = {id for one in changed for id in one.now.chosen if id not in one.was.chosen}
    return talk, [*said, *say_extras(talk, [one.now for one in changed], new), *unmet]


def _say_changed(talk: Talk, one: Remade) -> str:
    return talk.say("changed", items=_items(talk, [one]))


def _say_same(talk: Talk, one: Remade) -> str:
    say = talk.say
    return say("already-so", n=one.quantity, items=say.some(one.now.spoken, one.quantity))


def _items(talk: Talk, changed: Sequence[Remade]) -> str:
    counts: dict[str, int] = {}
    for one in changed:
        counts[one.now.spoken] = counts.get(one.now.spoken, 0) + one.quantity
    return talk.say.goods(counts.items())
