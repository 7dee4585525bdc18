"""One turn being answered: what was said, what is remembered, and the ways to reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from skill.commerce.lexicon import Lexicon
from skill.commerce.paying import Payment
from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.shop import Terms
from skill.conversation.ssml import escape
from skill.conversation.state import (
    ANYTHING,
    MOST_AGAIN,
    Pending,
    Question,
    State,
    Within,
    to_attributes,
)
from skill.conversation.turn import Card, Reply, Slot, Turn
from skill.conversation.voice import Voice


def _uncounted(name: str) -> None:
    """Nobody keeps count."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What the merchant has set: the seller's name, where goods are collected, tax and delivery.

    `contact` is how to reach a person ("call 555 0100"); returns are taken `return_days` after delivery.
    `methods` are the ways to pay that customers may choose, `payment` charges cards; from `code_from` minor
    units a voice code is offered.
    `count` keeps count of what happens, by a name; of nobody in particular.
    """

    name: str
    address: str
    terms: Terms
    contact: str = ""
    return_days: int = 30
    methods: tuple[str, ...] = ("pay_on_delivery",)
    payment: Payment | None = None
    code_from: int = 10_000
    count: Callable[[str], None] = _uncounted


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything that answering one turn needs; `instead` is what was taken out for what is added."""

    turn: Turn
    state: State
    uow: UnitOfWork
    customer: Customer
    shop: Shop
    say: Voice
    lexicon: Lexicon
    instead: str = ""

    def slot(self, name: str) -> Slot:
        """A slot of the intent; an empty one when it was not filled."""
        return self.turn.slots.get(name) or Slot(None)

    def local(self, moment: datetime) -> datetime:
        """A moment by the clock on the shop's wall."""
        return self.uow.rules.current(self.shop.terms.currency).local(moment)

    def day(self, moment: datetime) -> str:
        """The day of a moment, as it is said at the shop: "yesterday", "on March 3"."""
        return self.say.day(self.local(moment), self.local(self.turn.now))

    def remember(self, **changes: Any) -> Talk:
        """The same turn with another memory."""
        return replace(self, state=replace(self.state, **changes))

    def offering(self, keys: tuple[str, ...], words: str = "", within: Within = ANYTHING) -> Talk:
        """The same turn when other things are read out, for some words; the limits of before are gone."""
        return self.remember(offer=keys, offer_words=words[:80], offer_at=0, within=within)

    def variants(self, keys: tuple[str, ...]) -> tuple[Variant, ...]:
        """The variants of some line keys, in their order, as far as they are still sold."""
        sold = self.uow.catalog.variants(keys) if keys else {}
        return tuple(sold[key] for key in keys if key in sold)

    def ask(
        self,
        *sentences: str,
        question: Question,
        again: str,
        elicit: str | None = None,
        card: Card | None = None,
    ) -> Reply:
        """Reply with a question: the session stays open, `again` is said after silence."""
        state = replace(self.state, question=question, unclear=self._unclear_beside(question))
        return self._reply(state, " ".join(filter(None, sentences)), again, card, elicit)

    def tell(self, *sentences: str, card: Card | None = None) -> Reply:
        """Reply without a question: the session ends."""
        return self._reply(replace(self.state, question=None), " ".join(filter(None, sentences)), None, card)

    def _reply(
        self, state: State, ssml: str, again: str | None, card: Card | None = None, elicit: str | None = None
    ) -> Reply:
        state = replace(state, ssml=ssml, reprompt=again)
        if elicit is not None and elicit not in self.turn.slots:
            elicit = None
        return Reply(ssml, again, again is None, to_attributes(state), card, elicit)

    def _unclear_beside(self, now: Question) -> Pending:
        """What is unclear and not asked about any more once this is asked."""
        before, unclear = self.state.question, self.state.unclear
        if before is None or self.is_about(before, now.skus) or before.words == now.words != "":
            return unclear
        kept = " ".join(words for _, words in (*now.waiting, *unclear))
        return (*unclear, *(one for one in before.pending if one[1] not in kept))

    def is_about(self, question: Question, keys: tuple[str, ...]) -> bool:
        """Whether what is offered now is what a question is about already, or some of it."""
        new = self.state.offer != question.skus and bool(keys)
        narrower = new and question.words != "" and question.words in self.state.offer_words
        return narrower or any(key in question.skus for key in keys)

    def asked_again(self, *sentences: str) -> Reply | None:
        """Say something and ask the open question again; not a third time: who goes on has dropped it."""
        question, again = self.state.question, self.state.reprompt
        if question is None or again is None or question.asked >= MOST_AGAIN:
            return None
        return self.ask(*sentences, again, question=replace(question, asked=question.asked + 1), again=again)

    def asked_anew(self, question: Question, *sentences: str) -> Reply:
        """Say why an answer does not fit, and ask once more: who answers has not passed the question over."""
        again = self.state.reprompt or self.say("which-one")
        return self.ask(*sentences, again, question=replace(question, asked=0), again=again)

    def settled(self) -> Talk:
        """The same turn once the open question has its answer."""
        return self.remember(question=None)

    def dropped(self) -> Talk:
        """The same turn once the open question is given up; what waits behind it is still wanted."""
        waiting = self.state.question.waiting if self.state.question else ()
        return self.remember(question=None, unclear=(*self.state.unclear, *waiting))

    def anything_else(self, *sentences: str, order: str = "") -> Reply:
        """Say what was done and ask for more; what was asked for before and is not clear yet comes first.

        `order` is the number of the order that it was about.
        """
        say, before = self.say, self.state.question
        if before is not None and before.is_unfinished and (reply := self.asked_again(*sentences)):
            return reply
        question = Question("else", ref=order)
        return self.ask(*sentences, say("anything-else"), question=question, again=say("again-else"))

    def what_next(self, *sentences: str) -> Reply:
        """Say something and ask openly."""
        say = self.say
        return self.ask(
            *sentences, say("what-would-you-like"), question=Question("what"), again=say("again-what")
        )


def heard(words: str) -> str:
    """The customer's own words, safe to say back and not endless."""
    return escape(words[:80])
