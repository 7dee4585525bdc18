"""Sounds as arrays in 16-bit scale: brought to 16 kHz, without silence around them, in whole numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import scipy.signal as ss
from common import SAMPLE_RATE
from numpy.typing import NDArray

Wave = NDArray[np.float32]


def resample(wave: Wave, rate: float, speed: float = 1.0) -> Wave:
    """To 16 kHz; speed > 1 also raises pitch and formants (another speaker)."""
    ratio = Fraction(SAMPLE_RATE / (rate * speed)).limit_denominator(160)
    if ratio == 1:
        return wave
    return ss.resample_poly(wave, ratio.numerator, ratio.denominator).astype(np.float32)


def trim(wave: Wave) -> Wave:
    """Cut a synthesizer's own leading and trailing silence."""
    loud = np.flatnonzero(np.abs(wave) > 0.01 * (np.abs(wave).max(initial=0) + 1))
    return wave[max(0, loud[0] - 160) : loud[-1] + 320] if len(loud) else wave


def rounded(wave: Any) -> Any:
    """Whole numbers within 16 bits, still as floats."""
    return np.clip(np.round(wave), -32768, 32767)
