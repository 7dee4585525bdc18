"""A second opinion that was trained: softmax regression on what tells one intent from another."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from math import exp, sqrt

from local_voice.understanding.heard import Heard
from local_voice.understanding.telling import PLACES, signs_of

DEAREST = 8.0
"""Nats that an intent may be behind at most: more does not say more."""


class Trained:
    """Weights of all intents for all signs, in whole steps from -127 to 127."""

    def __init__(self, intents: Sequence[str], step: float, bias: Sequence[float], weights: array[int]):
        """`weights`: a row of one number for each intent, for each place of a sign."""
        self.intents = tuple(intents)
        self._step = step
        self._bias = tuple(bias)
        size = len(self.intents)
        self._rows = [bytes(weights[at : at + size]) for at in range(0, PLACES * size, size)]

    def behind(self, heard: Heard) -> dict[str, float]:
        """For each intent how many nats it is behind the likeliest one; best first."""
        signs = signs_of(heard)
        scale = self._step / sqrt(len(signs) or 1)
        columns = zip(*(memoryview(self._rows[sign]).cast("b") for sign in signs), strict=True)
        totals = [bias + scale * sum(column) for bias, column in zip(self._bias, columns, strict=False)]
        most = max(totals, default=0.0)
        pairs = zip(self.intents, (min(DEAREST, most - total) for total in totals), strict=False)
        return dict(sorted(pairs, key=lambda pair: pair[1]))


def likelihood(behind: Mapping[str, float], intent: str) -> float:
    """How likely an intent is among all, from 0 to 1; one younger than the weights is as likely as any."""
    return exp(-behind.get(intent, 0.0)) / sum(map(exp, (-one for one in behind.values())))


def pack(trained_for: Sequence[str], step: float, bias: Sequence[float], weights: array[int]) -> bytes:
    """The weights as a file: a line of JSON, then the numbers, compressed."""
    head = {"intents": list(trained_for), "step": step, "bias": list(bias)}
    return json.dumps(head).encode() + b"\n" + zlib.compress(weights.tobytes(), 9)


def unpack(packed: bytes) -> Trained:
    """The weights out of a file."""
    head, _, body = packed.partition(b"\n")
    kept = json.loads(head)
    weights = array("b", zlib.decompress(body))
    return Trained(kept["intents"], kept["step"], kept["bias"], weights)
