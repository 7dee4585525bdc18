"""Figures from several rounds: medians with their spread, and ratios taken round by round."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def quote(values: Sequence[float], digits: int = 1) -> str:
    """The median with the smallest and the largest value."""
    middle = statistics.median(values)
    return f"{middle:.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Ours to theirs, each round held against its own."""
    return quote([one / other for one, other in zip(ours, theirs, strict=True)], 2)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
