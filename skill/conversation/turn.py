"""What goes into the conversation and what comes out of it: a Turn and a Reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["launch", "intent", "ended", "skill_disabled"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of an intent: the words that were said, and the ids they were resolved to."""

    value: str | None
    ids: tuple[str, ...] = ()
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing the customer did, freed of everything that only Alexa cares about."""

    kind: Kind
    request_id: str
    user_id: str
    locale: str
    now: datetime
    intent: str | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)
    dialog_state: str | None = None
    confirmation: str = "NONE"
    session_id: str | None = None
    new_session: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    has_screen: bool = False
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a screen or the companion app shows beside the spoken answer."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said back: `ssml` and `reprompt` are escaped already and stand without `<speak>`.

    `charging` is the key of a charge that is to be made before this is said.
    """

    ssml: str
    reprompt: str | None = None
    ends: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None
    elicit: str | None = None
    charging: str = ""
