"""What passes between a device and a skill, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from local_voice.envelope import Json
from local_voice.understanding.values import Understood

Skill = Callable[[Json], Json]
"""Request JSON in, response JSON out."""


class SkillFailure(Exception):
    """The skill gave no response at all; the text is one line on why."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request and the response to it."""

    request: Json
    response: Json
    ms: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn at the device: what the customer did and what came back."""

    user: str | None
    """The customer's words; None when the turn was not speech."""
    request: Json | None
    """The last request of the turn; None when the skill was not asked (a reprompt, a prompt of the model)."""
    response: Json | None
    understood: Understood | None
    speech: str
    ssml: str | None
    reprompt: str | None
    session: Literal["open", "ended"]
    directives: tuple[Mapping[str, Any], ...]
    understand_ms: float
    skill_ms: float
    error: str | None = None
    """Why Alexa would have refused the response, or how the skill failed."""
    deliveries: tuple[Delivery, ...] = ()
    """All requests of the turn: a delegated dialog may take several."""
