"""The voice code: asked for before an order, set, changed and removed; never said back (rule P7)."""

from __future__ import annotations

from skill.commerce import voice_code as codes
from skill.commerce.voice_code import Locked, NoCode, Right, Wrong
from skill.conversation.checkout import buy
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def take_code(talk: Talk) -> Reply:
    """VoiceCodeIntent: the code that was asked for; one that nobody asked for is not looked at."""
    question, said = talk.state.question, talk.slot("voiceCode").value or ""
    if question is None or question.kind != "code":
        return talk.what_next(talk.say("code-not-asked"))
    if not codes.is_code(said):
        return _ask(talk, question, talk.say("code-four-digits"))
    match question.words:
        case "new":
            codes.begin(talk.uow, talk.customer.id, said)
            return _ask(talk, Question("code", words="again"))
        case "again":
            return _again(talk, said)
        case _:
            return _checked(talk, question, said)


def _again(talk: Talk, said: str) -> Reply:
    if codes.finish(talk.uow, talk.customer.id, said):
        return talk.anything_else(talk.say("code-set"))
    return _ask(talk, Question("code", words="new"), talk.say("code-not-the-same"))


def _checked(talk: Talk, question: Question, said: str) -> Reply:
    match codes.check(talk.uow, talk.customer.id, said):
        case Right() | NoCode():
            return _allowed(talk, question)
        case Wrong(left):
            return _ask(talk, question, talk.say("code-wrong", left=left, count=talk.say.count(left)))
        case Locked():
            return locked(talk)


def _allowed(talk: Talk, question: Question) -> Reply:
    """What the code was asked for."""
    match question.words:
        case "change":
            return _ask(talk, Question("code", words="new"))
        case "remove":
            return talk.ask(
                talk.say("sure-to-remove-code"),
                question=Question("remove_code"),
                again=talk.say("sure-to-remove-code"),
            )
        case _:
            return buy(talk, question.ref)


def confirm_order(talk: Talk, quote_id: str) -> Reply:
    """The yes to a total: with a code it is asked for first (rule P5)."""
    if not codes.is_asked_for(talk.uow, talk.customer.id):
        return buy(talk, quote_id)
    if codes.is_locked(talk.uow, talk.customer.id):
        return locked(talk)
    return _ask(talk, Question("code", words="buy", ref=quote_id))


def set_code(talk: Talk) -> Reply:
    """SetVoiceCodeIntent: a new code is said twice; who has one says that first."""
    if codes.is_locked(talk.uow, talk.customer.id):
        return locked(talk)
    has_one = codes.is_asked_for(talk.uow, talk.customer.id)
    return _ask(talk, Question("code", words="change" if has_one else "new"))


def remove_code(talk: Talk) -> Reply:
    """RemoveVoiceCodeIntent: who removes it says it first."""
    if not codes.is_asked_for(talk.uow, talk.customer.id):
        return talk.anything_else(talk.say("code-none"))
    if codes.is_locked(talk.uow, talk.customer.id):
        return locked(talk)
    return _ask(talk, Question("code", words="remove"))


def removed(talk: Talk) -> Reply:
    """The yes to it."""
    codes.remove(talk.uow, talk.customer.id)
    return talk.anything_else(talk.say("code-removed"))


def forgot_code(talk: Talk) -> Reply:
    """ForgotVoiceCodeIntent: nobody can tell it; how it is reset."""
    if not codes.is_asked_for(talk.uow, talk.customer.id):
        return talk.anything_else(talk.say("code-none"))
    return talk.anything_else(talk.say("code-reset", contact=escape(talk.shop.contact) or "none"))


def not_now(talk: Talk, question: Question) -> Reply:
    """A no where the code was asked for: what it was for is left."""
    return talk.anything_else(talk.say("not-ordered" if question.words == "buy" else "code-left"))


def locked(talk: Talk) -> Reply:
    """Too many wrong ones (rule P6): nothing is bought, and how it is reset."""
    contact = escape(talk.shop.contact) or "none"
    return talk.anything_else(talk.say("code-locked"), talk.say("code-reset", contact=contact))


def _ask(talk: Talk, question: Question, *before: str) -> Reply:
    asking = talk.say("ask-code", what=question.words)
    return talk.ask(*before, asking, question=question, again=asking)


def ask_again(talk: Talk, question: Question) -> Reply:
    """A yes, or something else, where four digits were asked for."""
    return _ask(talk, question)
