"""The step `speech`: speak every prompt, change it, compute MFCCs, write feature shards.

    python make_features.py PART PARTS        # run the parts in parallel

Each prompt is spoken once and kept twice: once nearly clean, once with strong random changes (speed and
pitch, filter, room, noise, level). The shards are WORK/feat/PART-N.npz; features are 16-bit floats.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from common import SAMPLE_RATE, WORK, mfcc
from disturb import heavily, lightly
from mixing import coloured
from numpy.random import Generator
from shards import Clip, Shards
from voices import Utterance, choose_voice, speak
from waves import Wave, resample, rounded

SHARD = 2500
"""Clips in a file."""
SPREAD = {"espeak": 0.10, "flite": 0.17, "festival": 0.17}
"""How far speed, pitch and formants are moved: the few recorded voices need more."""
TALKERS = 40
"""So many sentences are remembered, to be heard behind the next ones."""
NOTHING_SAID = 0.03
"""Clips without speech, for one prompt."""


def features(sound: Any) -> Any:
    """(frames, 40) of a sound at 16 kHz."""
    return mfcc(rounded(sound)).astype(np.float16)


def has_room(feats: Any, phones: Sequence[int]) -> bool:
    """Whether there are enough frames for its phones, at three frames an output."""
    return len(feats) // 3 >= len(phones) * 1.15 + 2


class Maker:
    """Makes clips of sentences, which talk in the background of later ones."""

    def __init__(self, draw: Random, rng: Generator) -> None:
        self._draw, self._rng = draw, rng
        self._talk: list[Wave] = []

    def clips(self, said: Utterance) -> list[Clip]:
        phones, tag = said.phones, said.voice.tag
        found = [Clip(features(sound), phones, tag) for sound in self._sounds(said)]
        clips = [clip for clip in found if has_room(clip.values, phones)]
        self._talk = [*self._talk, resample(said.wave, said.rate)][-TALKERS:]
        if self._draw.random() < NOTHING_SAID:
            clips.append(Clip(features(self._nothing()), [], "noise"))
        return clips

    def _sounds(self, said: Utterance) -> Iterator[Any]:
        """Nearly clean, and as somebody else might say it elsewhere."""
        spread = SPREAD[said.voice.engine]
        speed = 1.0 if self._draw.random() < 0.6 else self._draw.uniform(1 - spread / 2, 1 + spread / 2)
        yield lightly(self._rng, resample(said.wave, said.rate, speed))
        speed = self._draw.uniform(1 - spread, 1 + spread)
        yield heavily(self._rng, resample(said.wave, said.rate, speed), self._talk)

    def _nothing(self) -> Any:
        """Hiss of any loudness, at times digital silence."""
        count = int(self._rng.uniform(0.8, 2.5) * SAMPLE_RATE)
        hiss = coloured(self._rng, count, self._rng.choice([0, 1, 2])) * 10 ** self._rng.uniform(-1, 3)
        return np.zeros_like(hiss) if self._rng.random() < 0.2 else hiss


def main(part: int, parts: int) -> None:
    draw, rng = Random(100 + part), np.random.default_rng(200 + part)
    lines = (WORK / "text" / "prompts.txt").read_text(encoding="utf-8").splitlines()[part::parts]
    jobs = [(text, choose_voice(draw)) for text in lines if text]
    maker, shards = Maker(draw, rng), Shards(WORK / "feat", part, "feats", SHARD)
    for said in speak(jobs, WORK / "wav" / f"speech-{part}"):
        shards.add(maker.clips(said))
    shards.write()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
