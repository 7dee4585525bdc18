"""The step `sounds`: speak prompts and keep the sound itself, for the stage that mixes noise anew each time.

    python make_sounds.py PART PARTS          # run the parts in parallel

The shards are WORK/sound/PART-N.npz; samples are 16-bit numbers at 16 kHz.
"""

from __future__ import annotations

import sys
from random import Random

import numpy as np
from common import QUICK, WORK
from make_text import to_speak
from shards import Clip, Shards
from voices import Utterance, choose_voice, speak
from waves import resample, rounded

PROMPTS = 40 if QUICK else 24000
SHARD = 1000
"""Clips in a file."""
SPREAD = {"espeak": 0.06, "flite": 0.12, "festival": 0.12}
"""How far speed, pitch and formants are moved: the few recorded voices need more."""


def clip(draw: Random, said: Utterance) -> Clip:
    """Most a little faster or slower than they were spoken."""
    speed = 1 + SPREAD[said.voice.engine] * draw.uniform(-1, 1) * (draw.random() < 0.6)
    samples = rounded(resample(said.wave, said.rate, speed)).astype(np.int16)
    return Clip(samples, said.phones, said.voice.tag)


def main(part: int, parts: int) -> None:
    draw = Random(300 + part)
    jobs = [(text, choose_voice(draw)) for text in to_speak(WORK / "text", PROMPTS)[part::parts]]
    shards = Shards(WORK / "sound", part, "samples", SHARD)
    for said in speak(jobs, WORK / "wav" / f"sounds-{part}"):
        shards.add([clip(draw, said)])
    shards.write()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
