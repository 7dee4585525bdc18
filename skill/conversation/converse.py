"""Answer a turn: one unit of work, one reply, and the same reply when the same request comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any
from zlib import crc32

from skill.commerce.lexicon import lexicon
from skill.commerce.news import news
from skill.commerce.paying import Payment, record
from skill.commerce.people import Remembered
from skill.commerce.personal import close_door
from skill.commerce.ports import Store, UnitOfWork
from skill.commerce.rules.payment import Unavailable
from skill.conversation import charging, helping
from skill.conversation.intents import INTENTS, LOOKING, TELLING_NEWS
from skill.conversation.phrases import phrases
from skill.conversation.state import TRAIL, from_attributes
from skill.conversation.talk import Shop, Talk
from skill.conversation.turn import Card, Reply, Turn
from skill.conversation.voice import Voice
from skill.errors import StoreUnavailable

LONGEST_BEFORE_CHARGING = 1
"""Seconds: after a longer wait for the database a charge would not fit into Alexa's eight any more.

It takes 3.5 at most, and the database three to write down what came of it.
"""


def conversation(store: Store, shop: Shop) -> Callable[[Turn], Reply]:
    """The function that answers every turn of one shop."""
    return partial(converse, store, shop)


def converse(store: Store, shop: Shop, turn: Turn) -> Reply:
    """Answer one turn; raises StoreUnavailable when the database cannot (nothing is changed then)."""
    if turn.kind == "ended":
        return Reply("")
    if turn.kind == "skill_disabled":
        return _forget(store, turn)
    _count(shop, turn)
    if turn.kind == "launch" or (turn.intent in LOOKING and not _chooses(turn)):
        with store.reading() as uow:
            if not _has_news(turn, uow):
                return _answer(turn, uow, shop)
    until = monotonic() + LONGEST_BEFORE_CHARGING
    reply = _answer_once(store, shop, turn)
    if reply.charging and shop.payment is not None:
        with suppress(StoreUnavailable):
            return _charged(store, shop.payment, shop, turn, reply, until)
    return reply


def _count(shop: Shop, turn: Turn) -> None:
    shop.count("turns")
    if turn.new_session:
        shop.count("visits")
    if turn.kind == "intent" and INTENTS.get(turn.intent or "") in (None, helping.not_understood):
        shop.count("not_understood")


def _has_news(turn: Turn, uow: UnitOfWork) -> bool:
    """Whether something is told that must not be told again, and so is written down."""
    if turn.kind != "launch" and turn.intent not in TELLING_NEWS:
        return False
    return bool(news(uow, uow.customers.of_user(turn.user_id), turn.now))


def _chooses(turn: Turn) -> bool:
    """A search while a choice is open may be its answer, and then it changes the cart."""
    question = from_attributes(turn.attributes).question
    return turn.intent == "SearchProductsIntent" and question is not None


def _answer_once(store: Store, shop: Shop, turn: Turn) -> Reply:
    """Answer a turn that may change something, once for each request (rule P15).

    Its changes and the memory of its answer are one transaction. A request that was delivered before finds
    its place taken at the end: what it has done is undone, and it is given the answer of then.
    """
    with store.writing() as uow:
        reply = _answer(turn, uow, shop)
        if not turn.request_id or uow.answers.put(turn.request_id, _remembered(turn, reply)):
            uow.commit()
            return reply
    with store.writing() as uow:
        before = uow.answers.get(turn.request_id)
        if before is not None and before.body_hash == turn.body_hash:
            return _reply_from(before.answer)
        reply = _answer(turn, uow, shop)
        uow.commit()
        return reply


def _charged(store: Store, payment: Payment, shop: Shop, turn: Turn, reply: Reply, until: float) -> Reply:
    """Make the charge that a reply waits for, and answer again; the steps are in `skill.commerce.paying`.

    Where nobody can say yet what came of it, or there is no time left to ask, the first answer is the last:
    the order waits for its money.
    """
    with store.reading() as uow:
        attempt = uow.payments.of_key(reply.charging)
    if attempt is None or monotonic() > until:
        return reply
    told = payment.charge(attempt.charge) if attempt.state == "open" else None
    if isinstance(told, Unavailable):
        return reply
    with store.writing() as uow:
        if told is not None:
            attempt = record(uow, attempt.charge.key, told, turn.now) or attempt
        last = charging.told(_talk(replace(turn, attributes=reply.attributes), uow, shop), attempt)
        uow.answers.replace(turn.request_id, _remembered(turn, last))
        uow.commit()
    return last


def _remembered(turn: Turn, reply: Reply) -> Remembered:
    card = reply.card and {"title": reply.card.title, "text": reply.card.text}
    answer = {name: getattr(reply, name) for name in Reply.__slots__} | {"card": card}
    return Remembered(turn.body_hash, answer, turn.user_id)


def _talk(turn: Turn, uow: UnitOfWork, shop: Shop) -> Talk:
    return Talk(
        turn=turn,
        state=from_attributes(turn.attributes),
        uow=uow,
        customer=uow.customers.of_user(turn.user_id),
        shop=shop,
        say=Voice(phrases(turn.locale), crc32(turn.request_id.encode())),
        lexicon=_words(turn.locale),
    )


def _answer(turn: Turn, uow: UnitOfWork, shop: Shop) -> Reply:
    talk = _talk(turn, uow, shop)
    if turn.kind == "launch":
        return helping.launch(talk)
    talk = talk.remember(trail=(*talk.state.trail, turn.intent or "")[-TRAIL:])
    answer = INTENTS.get(turn.intent or "", helping.not_understood)
    if turn.intent != "AMAZON.FallbackIntent":
        talk = talk.remember(misses=0)
    reply = answer(talk)
    changed = reply.attributes.get("undo", {}) != talk.state.undo
    return replace(reply, attributes={**reply.attributes, "fresh": changed})


def _words(locale: str) -> Any:
    try:
        return lexicon(locale)
    except KeyError:
        return lexicon("en-US")


def _forget(store: Store, turn: Turn) -> Reply:
    """SkillDisabled: what is kept about the customer is deleted (rule A3)."""
    with store.writing() as uow:
        close_door(uow, turn.user_id, turn.now)
        uow.commit()
    return Reply("")


def _reply_from(answer: Mapping[str, Any]) -> Reply:
    card = answer.get("card")
    return Reply(**{**answer, "card": Card(**card) if card else None})


def apology(locale: str) -> Reply:
    """What is said when the shop cannot answer at all."""
    return Reply(Voice(phrases(locale))("trouble"))
