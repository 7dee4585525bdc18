"""One thing that is wrong, or looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where, and what to do about it."""

    code: str
    """A name for this kind of finding, such as "sample-twice"."""
    level: Level
    place: str
    """A JSON pointer into the file."""
    what: str
    remedy: str


def error(code: str, place: str, what: str, remedy: str) -> Finding:
    """Alexa refuses it, or a customer meets it."""
    return Finding(code, "error", place, what, remedy)


def warning(code: str, place: str, what: str, remedy: str) -> Finding:
    """It works, but perhaps not as meant."""
    return Finding(code, "warning", place, what, remedy)
