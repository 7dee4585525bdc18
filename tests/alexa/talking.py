"""The skill around a conversation that says the same to everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alexa_requests import NOW, launch

from skill.alexa.skill import build_skill
from skill.conversation.turn import Reply, Turn

SORRY = Reply("Something broke. Shall we try again?", reprompt="Shall we try again?", ends=False)
HELLO = Reply("Hello.", ends=True)


class Conversation:
    """Says the same to everything, and keeps what it was told."""

    def __init__(self, reply: Reply | Exception = HELLO) -> None:
        self.reply = reply
        self.turns: list[Turn] = []

    def __call__(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def skill_with(conversation: Callable[[Turn], Reply]) -> Callable[[Any], dict[str, Any]]:
    return build_skill(conversation, apology=SORRY, clock=lambda: NOW)


def answered(reply: Reply, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The response to `said` (a launch) when the conversation says `reply`."""
    return skill_with(Conversation(reply))(said or launch())["response"]


def turn(said: dict[str, Any]) -> Turn:
    """The turn that the conversation gets for `said`."""
    conversation = Conversation()
    skill_with(conversation)(said)
    [taken] = conversation.turns
    return taken
