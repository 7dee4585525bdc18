"""What was played, block by block, in step with what a microphone hears."""

from __future__ import annotations

import numpy as np

from local_voice.loop.own_voice import Samples, samples_of
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import Sink

BLOCKS_PER_S = 50
"""Every usual rate has a whole number of samples in so short a time."""
BLOCK = HEARING_RATE // BLOCKS_PER_S
BEFORE = 2
"""Blocks that are converted again: a converter begins with what came before."""
KEPT_S = 4.0


class Reference:
    """The sound of a sink at HEARING_RATE. Its samples are counted from the sink's first."""

    def __init__(self) -> None:
        self._samples: Samples = np.zeros(0, np.float32)
        self._blocks = 0
        """So many are done; `_samples` ends there."""
        self._rate = HEARING_RATE

    @property
    def end(self) -> int:
        """The number of the sample that comes next."""
        return self._blocks * BLOCK

    def follow(self, sink: Sink) -> None:
        """Take what was played since it was last asked."""
        wanted = max(0, self._blocks - BEFORE) * self._size
        first, pcm = sink.since(wanted)
        if first < wanted or (pcm.samples and pcm.rate != self._rate):
            # Another sink, which counts anew.
            self._samples, self._blocks, self._rate = np.zeros(0, np.float32), 0, max(pcm.rate, BLOCKS_PER_S)
            first, pcm = sink.since(0)
        skipped = -first % self._size
        count = (len(pcm.samples) // SAMPLE_BYTES - skipped) // self._size
        if count > 0:
            whole = pcm.samples[skipped * SAMPLE_BYTES : (skipped + count * self._size) * SAMPLE_BYTES]
            # A converter may give a sample more.
            self._add((first + skipped) // self._size, samples_of(Pcm(whole, pcm.rate))[: count * BLOCK])

    def part(self, begin: int, end: int) -> Samples:
        """These samples; quiet where they are not known."""
        first = self.end - len(self._samples)
        known = self._samples[max(0, begin - first) : max(0, end - first)]
        before = max(0, min(end, first) - begin)
        return np.pad(known, (before, end - begin - before - len(known)))

    @property
    def _size(self) -> int:
        """Of a block at the sink's own rate."""
        return self._rate // BLOCKS_PER_S

    def _add(self, begins: int, samples: Samples) -> None:
        if begins > self._blocks:
            # Nobody asked in time: what is between is forgotten.
            self._samples, self._blocks = np.zeros(0, np.float32), begins
        kept = self._samples[-int(KEPT_S * HEARING_RATE) :]
        self._samples = np.concatenate((kept, samples[(self._blocks - begins) * BLOCK :]))
        self._blocks = max(self._blocks, begins + len(samples) // BLOCK)
