"""Log-mel values as Kaldi computes them, for a whole clip at once: faster than frame by frame."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import scipy.fft
from common import FEAT_DIM, MFCC, SAMPLE_RATE

WINDOW, HOP, SIZE = 400, SAMPLE_RATE // 100, 512
"""Samples of a frame, between two frames' beginnings, and of the transform."""
FLOOR = float(np.finfo(np.float32).eps)


def log_mel(sound: Any) -> Any:
    """(frames, 40) of samples in 16-bit scale, within 0.001 of Kaldi's; frames lie within the sound."""
    frames = np.lib.stride_tricks.sliding_window_view(np.asarray(sound, np.float32), WINDOW)[::HOP]
    frames = frames - frames.mean(1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = scipy.fft.rfft((frames - np.float32(0.97) * before) * _window(), SIZE, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    return np.log(np.maximum(power @ _bank(), FLOOR))


@functools.cache
def _window() -> Any:
    """Povey's: a Hann window to the power of 0.85."""
    return (np.hanning(WINDOW) ** 0.85).astype(np.float32)


@functools.cache
def _bank() -> Any:
    """Triangles that are evenly spaced in mel."""
    edges = np.linspace(_mel(MFCC["low_freq"]), _mel(SAMPLE_RATE / 2 + MFCC["high_freq"]), FEAT_DIM + 2)
    lines = _mel(np.arange(SIZE // 2 + 1) * SAMPLE_RATE / SIZE)[:, None]
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((lines - left) / (middle - left), (right - lines) / (right - middle))
    return np.maximum(0, triangles).astype(np.float32)


def _mel(hertz: Any) -> Any:
    return 1127 * np.log1p(np.asarray(hertz) / 700)
