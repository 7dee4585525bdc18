"""Sound as a value: 16-bit mono PCM with its rate, in and out of files."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from local_voice.errors import VoiceError

HEARING_RATE = 16_000
"""Samples a second that the recogniser and the voice activity detector work with."""

SAMPLE_BYTES = 2
QUIET = 80
"""A sample of this size (of 32767) or less is quiet."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Signed 16-bit little-endian mono samples."""

    samples: bytes
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / (SAMPLE_BYTES * self.rate)


def silence(seconds: float, rate: int) -> Pcm:
    return Pcm(bytes(SAMPLE_BYTES * round(max(0.0, seconds) * rate)), rate)


def join(parts: Iterable[Pcm], rate: int) -> Pcm:
    """One sound after the other, all at `rate`."""
    return Pcm(b"".join(at_rate(part, rate).samples for part in parts), rate)


def at_rate(pcm: Pcm, rate: int) -> Pcm:
    """The same sound with another number of samples a second."""
    if pcm.rate == rate or not pcm.samples:
        return Pcm(pcm.samples, rate)
    import miniaudio

    kind = miniaudio.SampleFormat.SIGNED16
    return Pcm(bytes(miniaudio.convert_frames(kind, 1, pcm.rate, pcm.samples, kind, 1, rate)), rate)


def trimmed(pcm: Pcm, quiet_s: float) -> Pcm:
    """The sound with at most so much quiet at its end; one that is all quiet is meant so."""
    samples = array("h", pcm.samples)
    last = next((at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > QUIET), len(samples))
    kept = min(len(samples), last + 1 + round(min(quiet_s, pcm.seconds) * pcm.rate))
    return Pcm(pcm.samples[: kept * SAMPLE_BYTES], pcm.rate)


def louder(pcm: Pcm, factor: float) -> Pcm:
    """Every sample times a factor, as far as 16 bits reach."""
    if factor == 1.0:
        return pcm
    samples = array("h", pcm.samples)
    scaled = array("h", (max(-32768, min(32767, round(one * factor))) for one in samples))
    return Pcm(scaled.tobytes(), pcm.rate)


def read_sound(path: Path, rate: int = HEARING_RATE) -> Pcm:
    """A WAV file of any rate, channels and sample width as mono at `rate`; VoiceError when it is none."""
    import miniaudio

    if not path.is_file():
        raise VoiceError(f"{path}: {'this is a folder' if path.is_dir() else 'there is no such file'}")
    try:
        decoded = miniaudio.decode_file(str(path), miniaudio.SampleFormat.SIGNED16, 1, rate)
    except miniaudio.DecodeError:
        raise VoiceError(f"{path}: this is not a sound file that can be read; give a WAV file") from None
    return Pcm(decoded.samples.tobytes(), rate)


def write_wav(target: Path | IO[bytes], pcm: Pcm) -> None:
    # Opened here: wave leaves something half made behind where a file cannot be opened.
    opened = target.open("wb") if isinstance(target, Path) else nullcontext(target)
    with opened as out, wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(pcm.rate)
        file.writeframes(pcm.samples)
