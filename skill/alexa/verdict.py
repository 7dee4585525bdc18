"""What comes of checking a request: it is Alexa's and for this skill, or it is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

BODY_LIMIT = 256 * 1024
"""Bytes; the largest real requests stay below 40 KB, and parsing costs time before anything is proven."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The request is genuine; `envelope` is its parsed body."""

    envelope: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """The request must not be served; `reason` is a short code such as `signature-wrong`."""

    reason: str


Verdict = Accepted | Refused
Verify = Callable[[Mapping[str, str], bytes], Verdict]
