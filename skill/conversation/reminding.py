"""Whether a customer wants to be reminded of what they leave in the cart: never without their word."""

from __future__ import annotations

from dataclasses import replace

from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def remind_me(talk: Talk) -> Reply:
    """RemindMeIntent: they agree to be reminded."""
    return _noted(talk, True, "reminders-on")


def no_reminders(talk: Talk) -> Reply:
    """NoRemindersIntent: they do not, or not any more."""
    return _noted(talk, False, "reminders-off")


def _noted(talk: Talk, agreed: bool, message: str) -> Reply:
    talk.uow.customers.put(replace(talk.customer, reminders=agreed))
    return talk.anything_else(talk.say(message))
