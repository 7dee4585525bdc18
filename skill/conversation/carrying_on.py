"""Going on after something about the order was settled, or asked beside it."""

from __future__ import annotations

from skill.conversation.cart import ask_to_check_out
from skill.conversation.checkout import check_out
from skill.conversation.in_the_cart import contents
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def carry_on(talk: Talk, *sentences: str) -> Reply:
    """Say what is settled now; a total is read anew, another open question asked again."""
    question = talk.state.question
    if question is not None and question.kind in ("buy", "way"):
        return check_out(talk, *sentences)
    if question is not None and question.kind == "pay":
        return _to_the_till(talk, *sentences)
    return aside(talk, *sentences)


def aside(talk: Talk, *sentences: str) -> Reply:
    """Say something that changes nothing; a question that is open stays open, unless it is passed over."""
    question = talk.state.question
    if question is not None and question.kind not in ("else", "what", "checkout"):
        return talk.asked_again(*sentences) or _to_the_till(talk, *sentences)
    return _to_the_till(talk, *sentences)


def _to_the_till(talk: Talk, *sentences: str) -> Reply:
    if contents(talk).lines:
        return ask_to_check_out(talk, *sentences)
    return talk.what_next(*sentences)
