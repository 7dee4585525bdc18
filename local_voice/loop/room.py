"""A room without a sound card, in a time of its own: a recording speaks in it, and answers are heard in it.

Time passes as the microphone is read, so that an hour is held in seconds. The microphone hears the recording,
the loudspeaker's echo, and noise. For tests, for measurements, and for talking with a recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from local_voice.loop.own_voice import Samples, samples_of
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import REMEMBERED_S, Waiting

CHUNK = int(0.02 * HEARING_RATE)
"""Samples that pass at a time."""
QUIET_AFTER_S = 20.0
"""The room is still for so long after the recording; then its microphone ends."""


@dataclass(frozen=True, slots=True)
class Acoustics:
    """How a loudspeaker is heard by a microphone beside it."""

    echo: float = 0.0
    """How loud it comes back: 1 is as loud as it was played."""
    delay_s: float = 0.08
    ringing_s: float = 0.0
    """How long the room rings on, until a thousandth is left."""
    noise: float = 0.0
    """Level of the room's noise (root mean square, of 32767)."""


class Room:
    """A source of sound and a sink for sound in the same room."""

    def __init__(
        self,
        recording: Pcm,
        acoustics: Acoustics | None = None,
        *,
        polite: bool = True,
        seed: int = 1,
        keep: bool = False,
    ) -> None:
        """A polite recording waits while an answer is being heard; `keep` remembers all sound of the room."""
        acoustics = acoustics or Acoustics()
        self._recording = samples_of(recording)
        self._at = 0
        self._polite = polite
        self._answers = Waiting(HEARING_RATE)
        self._random = np.random.default_rng(seed)
        self._noise = acoustics.noise
        self._air = _air(acoustics, self._random)
        self._ringing = np.zeros(len(self._air) + CHUNK, np.float32)
        self._keep = keep
        self._heard: list[bytes] = []
        self._quiet = 0
        self.passed_s = 0.0

    def chunks(self) -> Iterator[bytes]:
        while self._quiet < QUIET_AFTER_S * HEARING_RATE:
            yield self._pass(speaking=not (self._polite and len(self._answers)))

    def flush(self) -> None:
        """Nothing waits in a room."""

    def put(self, pcm: Pcm) -> None:
        self._answers.add(pcm)

    def stop(self) -> None:
        self._answers.clear()

    def waiting_s(self) -> float:
        return len(self._answers) / (SAMPLE_BYTES * HEARING_RATE)

    def wait(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds * HEARING_RATE / CHUNK))):
            self._pass(speaking=not self._polite)

    def recent(self, seconds: float) -> Pcm:
        return self._answers.recent(min(seconds, REMEMBERED_S))

    def close(self) -> None: ...

    @property
    def left_s(self) -> float:
        """Seconds of the recording that were not spoken yet."""
        return max(0, len(self._recording) - self._at) / HEARING_RATE

    def heard(self) -> Pcm:
        """Everything that was said in the room, by both."""
        return Pcm(b"".join(self._heard), HEARING_RATE)

    def _pass(self, *, speaking: bool) -> bytes:
        """A chunk of time: what the microphone hears in it."""
        played = np.frombuffer(self._answers.take(CHUNK * SAMPLE_BYTES), "<i2").astype(np.float32)
        said = self._said() if speaking else np.zeros(CHUNK, np.float32)
        self.passed_s += CHUNK / HEARING_RATE
        if self._keep:
            self._heard.append(_bytes(said + played))
        return _bytes(said + self._echo(played) + self._hiss())

    def _said(self) -> Samples:
        part = self._recording[self._at : self._at + CHUNK]
        self._at += CHUNK
        self._quiet = 0 if len(part) else self._quiet + CHUNK
        return np.pad(part, (0, CHUNK - len(part)))

    def _echo(self, played: Samples) -> Samples:
        if not len(self._air):
            return np.zeros(CHUNK, np.float32)
        if played.any():
            self._ringing[: CHUNK + len(self._air) - 1] += np.convolve(played, self._air)
        echo = self._ringing[:CHUNK].copy()
        self._ringing[:-CHUNK] = self._ringing[CHUNK:]
        self._ringing[-CHUNK:] = 0
        return echo

    def _hiss(self) -> Samples:
        return self._random.normal(0, self._noise, CHUNK).astype(np.float32)


def _air(acoustics: Acoustics, random: np.random.Generator) -> Samples:
    """What an impulse at the loudspeaker is at the microphone: itself, later, and the room's answer to it."""
    if not acoustics.echo:
        return np.zeros(0, np.float32)
    delay = round(acoustics.delay_s * HEARING_RATE)
    tail = round(acoustics.ringing_s * HEARING_RATE)
    air = np.zeros(delay + 1 + tail, np.float32)
    if tail:
        rings = random.normal(size=tail) * 10 ** (-3 * np.arange(tail) / tail)
        air[delay + 1 :] = 0.5 * acoustics.echo * rings / np.sqrt(np.sum(rings**2))
    air[delay] = acoustics.echo
    return air


def _bytes(samples: Samples) -> bytes:
    return bytes(np.clip(samples, -32768, 32767).astype("<i2").tobytes())
