"""A sentence as a microphone may have it, near and clean or far and in noise, for clips changed once.

Sounds are float arrays of 16 kHz in 16-bit scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.signal as ss
from common import SAMPLE_RATE
from mixing import coloured, room, tilt
from numpy.random import Generator

SPOKEN = 50
"""Samples louder than this count for the level of speech."""
USUAL_LEVEL = 300
"""Of speech in which no sample does."""
FEWEST_TALKERS = 9
"""With fewer to choose from, nobody talks in the background."""


def lightly(rng: Generator, sound: Any) -> Any:
    """Near the microphone, at times in a quiet room."""
    near = at_peak(rng, padded(rng, sound, 0.6), -22, -0.5)
    return near + noise_for(rng, near, rng.uniform(28, 55), []) if rng.random() < 0.5 else near


def heavily(rng: Generator, sound: Any, talk: Sequence[Any]) -> Any:
    """Another filter, a room, noise or other talk, a narrow band: each of them at times."""
    far = padded(rng, sound, 0.7)
    if rng.random() < 0.8:
        far = tilt(rng, far)
    if rng.random() < 0.5:
        far = room(rng, far)
    far = at_peak(rng, far, -28, -1)
    if rng.random() < 0.85:
        far = far + noise_for(rng, far, rng.uniform(6, 35), talk)
    return narrowed(rng, far) if rng.random() < 0.12 else far


def padded(rng: Generator, sound: Any, most: float) -> Any:
    """With silence before and after, each of up to `most` seconds."""
    before, after = (int(rng.uniform(least, most) * SAMPLE_RATE) for least in (0.02, 0.05))
    return np.concatenate([np.zeros(before, np.float32), sound, np.zeros(after, np.float32)])


def at_peak(rng: Generator, sound: Any, low: float, high: float) -> Any:
    """As loud as its loudest sample says, in dB of full scale."""
    peak = 32767 * 10 ** (rng.uniform(low, high) / 20)
    return sound * (peak / (np.abs(sound).max() + 1e-6))


def noise_for(rng: Generator, sound: Any, decibels: float, talk: Sequence[Any]) -> Any:
    """Other talk or hiss, so many dB below the sound."""
    if rng.random() < 0.3 and len(talk) >= FEWEST_TALKERS:
        mixed = babble(rng, len(sound), talk)
    else:
        mixed = coloured(rng, len(sound), rng.choice([0, 0.5, 1, 1.5, 2]))
    return mixed / (mixed.std() + 1e-9) * level(sound) * 10 ** (-decibels / 20)


def babble(rng: Generator, count: int, talk: Sequence[Any]) -> Any:
    """Two to six who talk at once."""
    mixed = np.zeros(count, np.float32)
    for _ in range(int(rng.integers(2, 7))):
        voice = talk[int(rng.integers(len(talk)))]
        mixed += np.roll(np.resize(voice, count), int(rng.integers(count))) / (voice.std() + 1)
    return mixed


def level(sound: Any) -> Any:
    """Root mean square of what is not pause in it."""
    spoken = sound[np.abs(sound) > SPOKEN]
    return np.sqrt(np.mean(spoken**2)) if len(spoken) else USUAL_LEVEL


def narrowed(rng: Generator, sound: Any) -> Any:
    """As a telephone passes it on."""
    band = [rng.uniform(100, 300), rng.uniform(3300, 7000)]
    return ss.sosfilt(ss.butter(4, band, "band", fs=SAMPLE_RATE, output="sos"), sound).astype(np.float32)
