"""The voices of the training, taken at random, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import soundfile as sf
from common import (
    ESPEAK_ACCENTS,
    ESPEAK_VARIANTS,
    FESTIVAL_VOICES,
    FLITE_VOICES,
    PHONE_ID,
    QUICK,
    SAMPLE_RATE,
)
from lexicon import prons
from synth import Espeak, festival_batch, flite, read
from waves import Wave, trim

SHORTEST_S = 0.15
"""Of a sound that can be speech."""
BATCH = 200
"""Sentences that festival speaks in a run."""
TOLD_EVERY = 500
"""Sentences between two lines that say how far it is."""


@dataclass(frozen=True, slots=True)
class Voice:
    engine: str
    """espeak, flite or festival."""
    name: str
    settings: tuple[float, ...]
    """Words a minute, pitch and its range for espeak; for the others how much slower."""

    @property
    def tag(self) -> str:
        return f"{self.engine}:{self.name}"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence as a voice says it, without silence around it; samples in 16-bit scale."""

    text: str
    voice: Voice
    wave: Wave
    rate: int

    @property
    def phones(self) -> list[int]:
        """In the network's numbers."""
        return [PHONE_ID[phone] for word in self.text.split() for phone in prons(word)[0]]


def choose_voice(draw: Random) -> Voice:
    share = draw.random()
    if QUICK or share < 0.56:
        return _of_espeak(draw)
    if share < 0.88:
        return Voice("flite", draw.choice(FLITE_VOICES), (draw.uniform(0.8, 1.3),))
    return Voice("festival", draw.choice(FESTIVAL_VOICES), (draw.uniform(0.85, 1.25),))


def _of_espeak(draw: Random) -> Voice:
    """One of its voices in one of its accents; the plain ones speak at usual rates and pitches."""
    variant = draw.choice(ESPEAK_VARIANTS)
    accent = draw.choices(list(ESPEAK_ACCENTS), list(ESPEAK_ACCENTS.values()))[0]
    plain = variant == "" or draw.random() < 0.25
    rate = draw.choice([150, 160, 175, 175, 190, 200, 200, 220]) if plain else draw.uniform(120, 235)
    pitch = 50 if plain and draw.random() < 0.6 else draw.uniform(20, 80)
    pitch_range = 50 if plain else draw.uniform(25, 75)
    return Voice("espeak", f"{accent}+{variant}" if variant else accent, (rate, pitch, pitch_range))


def speak(jobs: Sequence[tuple[str, Voice]], folder: Path) -> Iterator[Utterance]:
    """Each sentence by its voice; left out where hardly a sound came of it.

    Festival starts slowly: it speaks its share in batches before all others, into `folder`.
    """
    _by_festival(jobs, folder)
    espeak = Espeak()
    for number, (text, voice) in enumerate(jobs, 1):
        wave, rate = _said(espeak, text, voice, _file(folder, number))
        wave = trim(wave)
        if len(wave) >= rate * SHORTEST_S:
            yield Utterance(text, voice, wave, rate)
        if number % TOLD_EVERY == 0:
            print(f"{folder.name}: {number} of {len(jobs)} spoken", flush=True)


def _by_festival(jobs: Sequence[tuple[str, Voice]], folder: Path) -> None:
    slow = [
        (_file(folder, number).stem, text, voice.name, *voice.settings)
        for number, (text, voice) in enumerate(jobs, 1)
        if voice.engine == "festival"
    ]
    for first in range(0, len(slow), BATCH):
        festival_batch(slow[first : first + BATCH], folder)


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.wav"


def _said(espeak: Espeak, text: str, voice: Voice, file: Path) -> tuple[Wave, int]:
    if voice.engine == "espeak":
        return espeak.say(text, voice.name, *voice.settings)
    if voice.engine == "flite":
        return flite(text, voice.name, *voice.settings)
    try:
        return read(file)
    except sf.LibsndfileError:  # there are sentences of which festival makes no file
        return np.zeros(0, np.float32), SAMPLE_RATE
