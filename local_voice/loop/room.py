"""A room without a sound card, in a time of its own: a recording speaks in it, and answers are heard in it.

Time passes as the microphone is read, so that an hour is held in seconds. The microphone hears the recording,
the loudspeaker's echo, and noise. For tests, for measurements, and for talking with a recording.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from local_voice.loop.own_voice import Samples, bytes_of, samples_of
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import REMEMBERED_S, Waiting

CHUNK = int(0.02 * HEARING_RATE)
"""Samples that pass at a time."""
UNREAD_S = 10.0
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
    distortion: float = 0.0
    """How much a sample of full scale is bent by the loudspeaker."""


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
        self._air = Air(acoustics, self._random)
        self._keep = keep
        self._heard: list[bytes] = []
        self._quiet = 0
        self._unread = deque[bytes](maxlen=int(UNREAD_S * HEARING_RATE) // CHUNK)
        self.passed_s = 0.0

    def chunks(self) -> Iterator[bytes]:
        while self._quiet < QUIET_AFTER_S * HEARING_RATE:
            self._unread.clear()
            yield self._pass(speaking=not (self._polite and len(self._answers)))

    def flush(self) -> bytes:
        """What passed while nobody listened: it does not wait in a room."""
        passed = b"".join(self._unread)
        self._unread.clear()
        return passed

    def put(self, pcm: Pcm) -> None:
        self._answers.add(pcm)

    def stop(self) -> None:
        self._answers.clear()

    def waiting_s(self) -> float:
        return len(self._answers) / (SAMPLE_BYTES * HEARING_RATE)

    def wait(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds * HEARING_RATE / CHUNK))):
            self._unread.append(self._pass(speaking=not self._polite))

    def recent(self, seconds: float) -> Pcm:
        return self._answers.recent(min(seconds, REMEMBERED_S))

    def since(self, number: int) -> tuple[int, Pcm]:
        return self._answers.since(number)

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
            self._heard.append(bytes_of(said + played))
        return bytes_of(said + self._air.echo(played) + self._hiss())

    def _said(self) -> Samples:
        part = self._recording[self._at : self._at + CHUNK]
        self._at += CHUNK
        self._quiet = 0 if len(part) else self._quiet + CHUNK
        return np.pad(part, (0, CHUNK - len(part)))

    def _hiss(self) -> Samples:
        return self._random.normal(0, self._noise, CHUNK).astype(np.float32)


class Air:
    """What is between a loudspeaker and a microphone: sound passes through it piece by piece."""

    def __init__(self, acoustics: Acoustics, random: np.random.Generator) -> None:
        self._answer = _answer(acoustics, random)
        self._distortion = acoustics.distortion
        self._ringing: Samples = np.zeros(0, np.float32)
        self._spectra: dict[int, np.typing.NDArray[np.complexfloating]] = {}

    def echo(self, played: Samples) -> Samples:
        """What comes back while so much was played, of this and of all before."""
        count = len(played)
        if not len(self._answer):
            return np.zeros(count, np.float32)
        missing = count + len(self._answer) - 1 - len(self._ringing)
        self._ringing = np.pad(self._ringing, (0, max(0, missing)))
        if played.any():
            bent = played - self._distortion * played**3 / 32768.0**2
            whole = count + len(self._answer) - 1
            size = 1 << (whole - 1).bit_length()
            rings = np.fft.irfft(np.fft.rfft(bent, size) * self._spectrum(size), size)
            self._ringing[:whole] += rings[:whole].astype(np.float32)
        echo, self._ringing = self._ringing[:count], self._ringing[count:]
        return echo

    def _spectrum(self, size: int) -> np.typing.NDArray[np.complexfloating]:
        if size not in self._spectra:
            self._spectra[size] = np.fft.rfft(self._answer, size)
        return self._spectra[size]


def _answer(acoustics: Acoustics, random: np.random.Generator) -> Samples:
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
