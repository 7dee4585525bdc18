"""What the device remembers of a session and of one turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local_voice.dialog import Dialog
from local_voice.response import NOTHING, Speech
from local_voice.understanding.values import Understood


@dataclass(frozen=True, slots=True)
class Session:
    """An open session, as the last response left it."""

    id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    new: bool = True
    reprompt: Speech | None = None
    reprompted: bool = False
    doubted: Understood | None = None
    """What the device has just asked back about: it costs money and was not clear."""
    dialog: Dialog | None = None
    listening: bool = True
    """The microphone is open; shut, the session is kept while a screen shows something."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as bytes, with the dialog that it carries."""

    body: bytes
    session: str
    dialog: Dialog | None
    played: bool
    """The answer is played; that to SessionEndedRequest is not."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a turn ends: what is heard at the device."""

    speech: Speech = NOTHING
    reprompt: Speech | None = None
    directives: tuple[Mapping[str, Any], ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """How a turn began."""

    user: str | None = None
    understood: Understood | None = None
    ms: float = 0.0
