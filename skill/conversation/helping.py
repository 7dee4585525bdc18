"""Greeting, help that fits the moment, repeating, what was not understood, and goodbye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skill.commerce.news import Kind, news, told
from skill.conversation.in_the_cart import contents, spoken_lines
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

PATIENCE = 2
SHORT_CART = 3
MOST_NEWS = 2
_NEWS: Mapping[Kind, str] = {
    "shipped": "news-shipped",
    "part_shipped": "news-part_shipped",
    "cancelled": "news-cancelled",
    "not_charged": "news-not_charged",
    "shortened": "news-shortened",
    "return_refused": "news-return_refused",
    "let_off": "news-let_off",
    "paid_back": "news-paid_back",
}


def launch(talk: Talk) -> Reply:
    """LaunchRequest and NavigateHomeIntent: who we are, what one can say, and a question (rule V3)."""
    say, seen = talk.say, contents(talk)
    shop = escape(talk.shop.name)
    if not seen.lines and not talk.uow.orders.history(talk.customer.id, limit=1):
        return talk.ask(say("welcome", shop=shop), question=Question("what"), again=say("again-what"))
    first_name = escape(talk.customer.name.partition(" ")[0]) or "none"
    waits = say("cart-waits", items=_in_short(talk)) if seen.lines else ""
    return talk.what_next(say("welcome-back", shop=shop, name=first_name), _news(talk), waits)


def _news(talk: Talk) -> str:
    """What happened to an order since they were here last: in one sentence, and never again."""
    say, happened = talk.say, news(talk.uow, talk.customer, talk.turn.now)
    if not happened:
        return ""
    told(talk.uow, talk.customer, talk.turn.now)
    if len(happened) > MOST_NEWS:
        return say("news-of-several", n=len(happened))
    parts = [say(_NEWS[one.kind], number=escape(one.order.number), day=talk.day(one.at)) for one in happened]
    return say("news", told=say.list(parts))


def _in_short(talk: Talk) -> str:
    """A cart in few words: its lines while they are few, else how many pieces."""
    seen = contents(talk)
    return spoken_lines(talk, seen) if len(seen.lines) <= SHORT_CART else talk.say("things", n=seen.count)


def stop(talk: Talk) -> Reply:
    """StopIntent and CancelIntent: goodbye, in every state, and the cart is kept (rules V2 and P9)."""
    seen = contents(talk)
    return talk.tell(talk.say("goodbye-cart", items=_in_short(talk)) if seen.lines else talk.say("goodbye"))


def help_now(talk: Talk) -> Reply:
    """HelpIntent: help with what is open; always ends with a question (rule V2)."""
    say, question = talk.say, talk.state.question
    if question is None or question.kind in ("else", "what", "many"):
        message = "help-cart" if contents(talk).lines else "help-start"
        return talk.ask(say(message), question=Question("what"), again=say("again-what"))
    return talk.ask(_help_with(talk, question), question=question, again=talk.state.reprompt or "")


def _help_with(talk: Talk, question: Question) -> str:
    say = talk.say
    match question.kind:
        case "buy":
            return say("help-buy")
        case "offer":
            return say("help-offer")
        case "which":
            return say("help-choose")
        case _:
            return say("help-yes-no", question=talk.state.reprompt or say("what-would-you-like"))


def repeat(talk: Talk) -> Reply:
    """RepeatIntent: the same words once more, with the same question open."""
    state = talk.state
    if not state.ssml or state.reprompt is None:
        say = talk.say
        return talk.ask(say("nothing-said-yet"), question=Question("what"), again=say("again-what"))
    return talk.ask(state.ssml, question=state.question or Question("what"), again=state.reprompt)


def not_understood(talk: Talk) -> Reply:
    """FallbackIntent and unknown intents: the open question again, but not a third time (rule V4)."""
    say, state = talk.say, talk.state
    if state.question is None or state.reprompt is None:
        talk = talk.remember(misses=state.misses + 1)
        help_line = "help-cart" if contents(talk).lines else "help-start"
        return talk.ask(
            say("not-understood"), say(help_line), question=Question("what"), again=say("again-what")
        )
    if state.misses >= PATIENCE:
        out = say("not-understood-out")
        return talk.remember(misses=0).ask(out, question=Question("what"), again=say("again-what"))
    talk = talk.remember(misses=state.misses + 1)
    sorry = talk.ask(say("not-understood"), state.reprompt, question=state.question, again=state.reprompt)
    # "Repeat" after it means the last answer, and no second Sorry.
    return replace(sorry, attributes={**sorry.attributes, "ssml": state.ssml})


def hello(talk: Talk) -> Reply:
    """HelloIntent: a greeting back; an open question stays open."""
    question, greeting = talk.state.question, talk.say("hello")
    waits = question is not None and question.kind not in ("else", "what")
    return (waits and talk.asked_again(greeting)) or talk.what_next(greeting)


def thanks(talk: Talk) -> Reply:
    """ThanksIntent: you're welcome; an open question stays open."""
    question, welcome = talk.state.question, talk.say("welcome-thanks")
    waits = question is not None and question.kind not in ("else", "what")
    return (waits and talk.asked_again(welcome)) or talk.anything_else(welcome)
