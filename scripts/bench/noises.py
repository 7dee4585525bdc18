"""What is heard beside the customer, made here: other people who talk, and a kitchen that hums and hisses."""

from __future__ import annotations

import numpy as np

from local_voice.loop.own_voice import Samples, samples_of
from local_voice.sound import HEARING_RATE, Pcm, at_rate, join
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import Voice

LENGTH_S = 60
TALKERS = ("en-us+m1", "en-us+f1", "en+m3", "en-us+f2", "en+klatt2")
TALK = (
    "and then the news at ten with the weather for the weekend",
    "so I told her that the train was late again on Monday morning",
    "the second half begins and the crowd is on its feet",
    "we could paint the kitchen wall in a warmer color this summer",
    "they found the old map behind the clock in the hall",
    "nobody knows why the river froze so early that year",
    "he never answered my letter about the house by the lake",
    "turn left at the church and follow the road for two miles",
)
OTHER_TALKERS = ("en-us+m7", "en-us+f5", "en+m2", "en-us+f3", "en+klatt4")
SPOKEN = 300
"""Samples (of 32767) louder than this are speech: pauses do not count for its level."""


def babble(speaker: Speaker, seed: int = 1) -> Samples:
    """A minute of several people who talk of other things at once; with another seed they are others."""
    mixed = np.zeros(LENGTH_S * HEARING_RATE, np.float32)
    for number, name in enumerate(TALKERS if seed == 1 else OTHER_TALKERS):
        lines = [TALK[(number * 3 + step) % len(TALK)] for step in range(len(TALK))]
        said = join(
            [speaker.synthesize(line, Voice(name, rate=150 + 8 * number)) for line in lines], HEARING_RATE
        )
        mixed += np.resize(np.roll(samples_of(said), number * 7_000), len(mixed))
    return mixed


def kitchen(seed: int = 1) -> Samples:
    """A minute of pink noise with the hum of a fridge."""
    count = LENGTH_S * HEARING_RATE
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=count))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    pink = np.fft.irfft(spectrum, count)
    hum = np.sin(2 * np.pi * 100 * np.arange(count) / HEARING_RATE)
    return (pink / pink.std() + 0.5 * hum).astype(np.float32)


def level(samples: Samples) -> float:
    """Root mean square of what is speech in it."""
    spoken = samples[np.abs(samples) > SPOKEN]
    return float(np.sqrt(np.mean(spoken**2))) if len(spoken) else 1.0


def background(speaker: Speaker, seed: int = 1) -> Samples:
    """Talk and kitchen, as loud as each other; its root mean square is 1."""
    talk, hum = babble(speaker, seed), kitchen(seed)
    both = talk / talk.std() + hum / hum.std()
    return np.asarray(both / both.std(), np.float32)


def among(sound: Pcm, noise: Samples, decibels: float | None, at: int) -> Pcm:
    """A sound so many decibels above a noise (None: in a quiet room), which is cut out from somewhere."""
    clean = np.pad(samples_of(at_rate(sound, HEARING_RATE)), HEARING_RATE // 4)
    if decibels is None:
        return Pcm(clean.astype("<i2").tobytes(), HEARING_RATE)
    part = np.take(noise, np.arange(at, at + len(clean)), mode="wrap")
    mixed = clean + part * level(clean) / 10 ** (decibels / 20)
    return Pcm(np.clip(mixed, -32768, 32767).astype("<i2").tobytes(), HEARING_RATE)
