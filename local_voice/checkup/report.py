"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["fine", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, what was found, and the remedy where one is needed."""

    topic: str
    """Such as "microphones"; one of a kind."""
    level: Level
    what: str
    remedy: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The same for programs, and more of it."""


def fine(topic: str, what: str, **facts: Any) -> Report:
    return Report(topic, "fine", what, facts=facts)


def warning(topic: str, what: str, remedy: str, **facts: Any) -> Report:
    """It works, though not as well as it might."""
    return Report(topic, "warning", what, remedy, facts)


def error(topic: str, what: str, remedy: str, **facts: Any) -> Report:
    """Nobody can talk by sound before this is mended."""
    return Report(topic, "error", what, remedy, facts)
