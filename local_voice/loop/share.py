"""How loud the echo is beside what was played."""

from __future__ import annotations

from collections import deque

import numpy as np

REMEMBERED = 200
"""Frames: four seconds of loud sound."""
USUAL = 95
"""The echo is as loud as this percentile of what was heard of it."""


class Share:
    """How loud something is beside what was played, as it usually is."""

    def __init__(self) -> None:
        self._shares = deque[float](maxlen=REMEMBERED)

    @property
    def known(self) -> int:
        """Frames that it is known of."""
        return len(self._shares)

    @property
    def usual(self) -> float:
        return float(np.percentile(self._shares, USUAL)) if self._shares else 0.0

    def add(self, share: float) -> None:
        self._shares.append(share)

    def rise(self, share: float, frames: int) -> None:
        """It is that loud now, as was just seen in so many frames."""
        self._shares.extend([share] * frames)

    def clear(self) -> None:
        self._shares.clear()
