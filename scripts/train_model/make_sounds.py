"""The step `sounds`: speak prompts and keep the sound itself, for the stage that mixes noise anew each time.

    python make_sounds.py PART PARTS          # run the parts in parallel

SCRATCH/sound/PART-N.npz holds samples (int16, 16 kHz), offsets, and for each clip its phones and its voice.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from common import PHONE_ID, QUICK, WORK
from lexicon import prons
from make_features import choose_voice, resample, trim
from make_text import to_speak
from synth import Espeak, _read, festival_batch, flite

PROMPTS = 40 if QUICK else 12000
SHARD = 1000
"""Clips in a file."""
SPREAD = {"espeak": 0.06, "flite": 0.12, "festival": 0.12}
"""How far speed, pitch and formants are moved: the few recorded voices need more."""


@dataclass
class Shard:
    """Clips that go into one file."""

    sounds: list[Any] = field(default_factory=list)
    phones: list[list[int]] = field(default_factory=list)
    voices: list[str] = field(default_factory=list)

    def save(self, name: str) -> None:
        (WORK / "sound").mkdir(parents=True, exist_ok=True)
        np.savez(
            WORK / "sound" / f"{name}.npz",
            samples=np.concatenate(self.sounds),
            offsets=np.cumsum([0, *map(len, self.sounds)]),
            phones=np.array([phone for clip in self.phones for phone in clip], np.int16),
            phone_offsets=np.cumsum([0, *map(len, self.phones)]),
            voices=np.array(self.voices),
        )


def main(part: int, parts: int) -> None:
    draw = random.Random(300 + part)
    jobs = [(text, choose_voice(draw)) for text in to_speak(WORK / "text", PROMPTS)[part::parts]]
    wavs = WORK / "wav" / f"sounds-{part}"
    slow = [(str(n), text, how[1], how[2]) for n, (text, how) in enumerate(jobs) if how[0] == "festival"]
    for first in range(0, len(slow), 200):
        festival_batch(slow[first : first + 200], wavs)
    espeak, shard, saved = Espeak(), Shard(), 0
    for number, (text, (engine, *how)) in enumerate(jobs):
        if engine == "espeak":
            sound, rate = espeak.say(text, *how)
        else:
            sound, rate = flite(text, *how[:2]) if engine == "flite" else _read(wavs / f"{number}.wav")
        sound = trim(sound)
        if len(sound) < 0.15 * rate:
            continue
        speed = 1 + SPREAD[engine] * draw.uniform(-1, 1) * (draw.random() < 0.6)
        shard.sounds.append(np.clip(np.round(resample(sound, rate, speed)), -32768, 32767).astype(np.int16))
        shard.phones.append([PHONE_ID[phone] for word in text.split() for phone in prons(word)[0]])
        shard.voices.append(f"{engine}:{how[0]}")
        if len(shard.sounds) == SHARD or number == len(jobs) - 1:
            shard.save(f"{part}-{saved}")
            print(f"part {part}: {number + 1} of {len(jobs)}", flush=True)
            shard, saved = Shard(), saved + 1


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
