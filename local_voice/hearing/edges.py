"""The ends of an utterance: what is in the room before and after it is no part of it.

A recogniser that is given a television after the last word hears words in it. Measured with 36 lines in 6
voices that have a quarter second of the room at both ends, how many are among the guesses without and with
this: with talk and a kitchen 20 dB below the voice 22 and 34, 10 dB below it 9 and 28.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from local_voice.sound import SAMPLE_BYTES, Pcm

FRAME_S = 0.02
BELOW_VOICE_DB = 25.0
"""What is so much softer than the loudest is no speech."""
ABOVE_ROOM_DB = 10.0
"""What is not so much louder than the softest is the room; at most half the way to the loudest."""
QUIET_ROOM_DB = 35.0
"""From the softest to the loudest."""
KEPT_S = 0.2
"""So much stays on both sides: words begin and end softly."""
SOFTEST, LOUDEST = 10, 95
"""Percentiles of the frames' levels."""


def without_edges(pcm: Pcm) -> Pcm:
    """The utterance from its first loud sound to its last; the whole where nothing stands out.

    The whole also in a quiet room: there nothing is gained, and a soft word might be lost.
    """
    frame = round(FRAME_S * pcm.rate)
    samples = np.frombuffer(pcm.samples, "<i2", len(pcm.samples) // SAMPLE_BYTES)
    if len(samples) < 3 * frame:
        return pcm
    levels = _levels(samples, frame)
    softest, loudest = np.percentile(levels, [SOFTEST, LOUDEST])
    room = softest + min(ABOVE_ROOM_DB, (loudest - softest) / 2)
    loud = np.flatnonzero(levels > max(loudest - BELOW_VOICE_DB, room))
    if not len(loud) or loudest - softest > QUIET_ROOM_DB:
        return pcm
    kept = round(KEPT_S * pcm.rate)
    begin = max(0, int(loud[0]) * frame - kept)
    end = (int(loud[-1]) + 1) * frame + kept
    return Pcm(pcm.samples[begin * SAMPLE_BYTES : end * SAMPLE_BYTES], pcm.rate)


def _levels(samples: NDArray[np.int16], frame: int) -> NDArray[np.float64]:
    """Decibels of each frame, smoothed over three."""
    count = len(samples) // frame
    frames = samples[: count * frame].astype(np.float64).reshape(count, frame)
    levels = 20 * np.log10(np.std(frames, axis=1) + 1)
    return np.convolve(levels, np.ones(3) / 3, "same")
