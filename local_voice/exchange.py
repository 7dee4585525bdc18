"""What passes between a device and a skill, as values."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from local_voice.envelope import Json
from local_voice.understanding.values import Understood

Skill = Callable[[Json], Json]
"""Request JSON in, response JSON out."""


PATIENCE_S = 8.0
"""Seconds that Alexa waits for a skill."""

ErrorType = Literal[
    "INVALID_RESPONSE", "DEVICE_COMMUNICATION_ERROR", "INTERNAL_SERVICE_ERROR", "ENDPOINT_TIMEOUT"
]
"""What Alexa calls the mistakes that end a session."""


class SkillFailure(Exception):
    """The skill gave no response at all; the text is one line on why."""

    def __init__(self, why: str, type: ErrorType = "INVALID_RESPONSE") -> None:
        super().__init__(why)
        self.type: ErrorType = type


def deliver(skill: Skill, envelope: Json) -> tuple[Json | SkillFailure, float]:
    """What the skill answers, or how it failed, and the milliseconds that it took."""
    started = time.perf_counter()
    response: Json | SkillFailure
    try:
        response = skill(envelope)
    except SkillFailure as failure:
        response = failure
    except Exception as mistake:
        # Somebody's skill: whatever it raises is an answer that did not come.
        response = SkillFailure(f"the skill raised {type(mistake).__name__}: {mistake}")
    seconds = time.perf_counter() - started
    if seconds > PATIENCE_S:
        response = SkillFailure(f"the skill answered after {seconds:.1f} s, not within 8", "ENDPOINT_TIMEOUT")
    return response, 1000 * seconds


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
