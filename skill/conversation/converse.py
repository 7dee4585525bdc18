"""Answer a turn: one unit of work, one reply, and the same reply when the same request comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from zlib import crc32

from skill.commerce.lexicon import lexicon
from skill.commerce.personal import close_door
from skill.commerce.ports import Remembered, Store, UnitOfWork
from skill.conversation import helping
from skill.conversation.intents import INTENTS, LOOKING
from skill.conversation.phrases import phrases
from skill.conversation.state import from_attributes
from skill.conversation.talk import Shop, Talk
from skill.conversation.turn import Card, Reply, Turn
from skill.conversation.voice import Voice


def conversation(store: Store, shop: Shop) -> Callable[[Turn], Reply]:
    """The function that answers every turn of one shop."""
    return partial(converse, store, shop)


def converse(store: Store, shop: Shop, turn: Turn) -> Reply:
    """Answer one turn; raises StoreUnavailable when the database cannot (nothing is changed then)."""
    if turn.kind == "ended":
        return Reply("")
    if turn.kind == "skill_disabled":
        return _forget(store, turn)
    if turn.kind == "launch" or (turn.intent in LOOKING and not _chooses(turn)):
        with store.reading() as uow:
            return _answer(turn, uow, shop)
    return _answer_once(store, shop, turn)


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
        if not turn.request_id or _remember(uow, turn, reply):
            uow.commit()
            return reply
    with store.writing() as uow:
        before = uow.answers.get(turn.request_id)
        if before is not None and before.body_hash == turn.body_hash:
            return _reply_from(before.answer)
        reply = _answer(turn, uow, shop)
        uow.commit()
        return reply


def _remember(uow: UnitOfWork, turn: Turn, reply: Reply) -> bool:
    card = reply.card and {"title": reply.card.title, "text": reply.card.text}
    answer = {name: getattr(reply, name) for name in Reply.__slots__} | {"card": card}
    return uow.answers.put(turn.request_id, Remembered(turn.body_hash, answer, turn.user_id))


def _answer(turn: Turn, uow: UnitOfWork, shop: Shop) -> Reply:
    talk = Talk(
        turn=turn,
        state=from_attributes(turn.attributes),
        uow=uow,
        customer=uow.customers.of_user(turn.user_id),
        shop=shop,
        say=Voice(phrases(turn.locale), crc32(turn.request_id.encode())),
        lexicon=_words(turn.locale),
    )
    if turn.kind == "launch":
        return helping.launch(talk)
    answer = INTENTS.get(turn.intent or "", helping.not_understood)
    if turn.intent != "AMAZON.FallbackIntent":
        talk = talk.remember(misses=0)
    return answer(talk)


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
