"""What else a microphone hears, put into clean speech: other talk, hiss, hum, clatter, a room.

Sounds are float arrays of 16 kHz in the scale of 16 bits. Nothing here moves speech in time, so that a clip's
labels stay true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.signal as ss
from common import SAMPLE_RATE

SPOKEN = 300
"""Samples louder than this are speech: pauses do not count for its level."""
SILENT_SHARE, QUIET_SHARE = 0.15, 0.15
"""How many clips get nothing mixed in (a synthesizer's pauses are digital silence), how many a quiet room."""
QUIET_DB = (25.0, 55.0)
LOUD_DB = (0.0, 20.0)
"""How far speech is above what is mixed in."""


def changed(rng: Any, clean: Any, talk: Sequence[Any]) -> Any:
    """A clip as a microphone across the room might have it."""
    sound = clean
    if rng.random() < 0.5:
        sound = tilt(rng, sound)
    if rng.random() < 0.35:
        sound = room(rng, sound)
    sound = sound * 10 ** (rng.uniform(-26, 0) / 20) * 32767 / (np.abs(sound).max() + 1)
    kind = rng.random()
    if kind < SILENT_SHARE:
        return sound
    above = rng.uniform(*(QUIET_DB if kind < SILENT_SHARE + QUIET_SHARE else LOUD_DB))
    return np.clip(sound + noise(rng, len(sound), talk) * level(sound) * 10 ** (-above / 20), -32768, 32767)


def level(sound: Any) -> float:
    """Root mean square of what is speech in it."""
    spoken = sound[np.abs(sound) > min(SPOKEN, 0.05 * np.abs(sound).max())]
    return float(np.sqrt(np.mean(spoken**2))) if len(spoken) else 1.0


def noise(rng: Any, count: int, talk: Sequence[Any]) -> Any:
    """Talk, a room's own noise or both; its root mean square is 1."""
    kind = rng.random()
    if kind < 0.3:
        mixed = others(rng, count, talk)
    elif kind < 0.6:
        mixed = household(rng, count)
    else:
        mixed = others(rng, count, talk) + household(rng, count) * rng.uniform(0.4, 1.6)
    return mixed / (mixed.std() + 1e-9)


def others(rng: Any, count: int, talk: Sequence[Any]) -> Any:
    """One to six who talk at once."""
    mixed = np.zeros(count, np.float32)
    for _ in range(int(rng.integers(1, 7))):
        voice = talk[int(rng.integers(len(talk)))].astype(np.float32)
        begins = int(rng.integers(len(voice)))
        mixed += np.resize(np.roll(voice, -begins), count) / (voice.std() + 1) * rng.uniform(0.5, 1.2)
    return mixed / (mixed.std() + 1e-9)


def household(rng: Any, count: int) -> Any:
    """Hiss of any colour that swells, at times with a hum, at times with clatter."""
    mixed = coloured(rng, count, rng.choice([0, 0.5, 1, 1.5, 2]))
    swells = max(2, count // SAMPLE_RATE + 1)
    mixed *= np.interp(
        np.arange(count), np.linspace(0, count, swells), np.exp(rng.normal(0, 0.3, swells))
    ).astype(np.float32)
    if rng.random() < 0.4:
        mixed += hum(rng, count)
    if rng.random() < 0.2:
        mixed += clatter(rng, count)
    return mixed / (mixed.std() + 1e-9)


def hum(rng: Any, count: int) -> Any:
    """A motor: a tone with some of its harmonics."""
    tone = 2 * np.pi * rng.uniform(45, 240) * np.arange(count) / SAMPLE_RATE
    parts = [rng.uniform(0, 0.8) / n * np.sin(n * tone + rng.uniform(0, 6)) for n in range(1, 7)]
    return np.sum(parts, axis=0).astype(np.float32)


def clatter(rng: Any, count: int) -> Any:
    """Plates: short bursts that ring."""
    mixed = np.zeros(count, np.float32)
    for _ in range(int(rng.integers(1, 6))):
        length = int(rng.uniform(0.02, 0.15) * SAMPLE_RATE)
        at = int(rng.integers(max(1, count - length)))
        ring = np.sin(2 * np.pi * rng.uniform(800, 5000) * np.arange(length) / SAMPLE_RATE)
        burst = (rng.standard_normal(length) + 2 * ring) * np.exp(-6 * np.arange(length) / length)
        mixed[at : at + length] += (burst * rng.uniform(1, 5)).astype(np.float32)[: count - at]
    return mixed


def coloured(rng: Any, count: int, power: float) -> Any:
    """Noise with the spectrum 1 / f ** power."""
    size = max(count, 64)
    spectrum = rng.standard_normal(size // 2 + 1) + 1j * rng.standard_normal(size // 2 + 1)
    spectrum /= np.maximum(np.arange(size // 2 + 1), 4) ** (power / 2)
    hiss = np.fft.irfft(spectrum, size)[:count]
    return (hiss / (hiss.std() + 1e-9)).astype(np.float32)


def tilt(rng: Any, sound: Any) -> Any:
    """A random smooth equaliser."""
    bands = np.array([0, 150, 400, 1000, 2200, 4000, 6500, 8000]) / 8000
    gains = 10 ** (np.cumsum(rng.normal(0, 2.0, 8)) / 20)
    gains[0] *= 10 ** (-rng.uniform(0, 12) / 20)
    return ss.fftconvolve(sound, ss.firwin2(129, bands, gains), mode="same").astype(np.float32)


def room(rng: Any, sound: Any) -> Any:
    """A room that rings; the direct sound stays where it is."""
    count = int(rng.uniform(0.08, 0.5) * SAMPLE_RATE)
    rings = rng.standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
    rings *= rng.uniform(0.1, 0.7) / np.sqrt((rings**2).sum())
    rings[0] = 1
    return ss.fftconvolve(sound, rings)[: len(sound)].astype(np.float32)
