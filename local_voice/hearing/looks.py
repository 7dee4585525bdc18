"""The last moments of a sound that goes on, looked at a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm

T = TypeVar("T")
Clock = Callable[[], float]
"""Seconds; one that stands still is for sound that waits."""

BEHIND_S = 1.0
"""So much may be spent on looks beyond their time: a machine that is busy for a moment makes up for it."""


class Looks:
    """Keeps so much of the sound, and shows it to whoever looks for something, every so often."""

    def __init__(self, kept_s: float, every_s: float, clock: Clock = time.perf_counter) -> None:
        self._kept = _size(kept_s)
        self._every_s = every_s
        self._clock = clock
        self._recent = b""
        self._new = 0
        self._behind_s = 0.0

    def forget(self) -> None:
        self._recent, self._new, self._behind_s = b"", 0, 0.0

    def heard(self, chunk: bytes, see: Callable[[Pcm], T | None]) -> T | None:
        """What is seen in the last moments with this chunk; None where it is not time to look."""
        self._recent = (self._recent + chunk)[-self._kept :]
        self._new += len(chunk)
        if self._new < _size(self._every_s):
            return None
        self._new, started = 0, self._clock()
        seen = see(Pcm(self._recent, HEARING_RATE))
        self._pass_over(self._clock() - started)
        return seen

    def _pass_over(self, took_s: float) -> None:
        """Sound goes on meanwhile: who looks slowly looks less often, not later and later."""
        self._behind_s = max(0.0, self._behind_s + took_s - self._every_s)
        if self._behind_s > BEHIND_S:
            self._new, self._behind_s = -_size(self._behind_s), 0.0


def _size(seconds: float) -> int:
    return int(seconds * HEARING_RATE) * SAMPLE_BYTES
