"""When somebody begins to speak, and when they have finished."""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import mul
from typing import Literal

from local_voice.errors import VoiceError
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm

FRAME_S = 0.02
ROOM_RISE = 1.004
ROOM_STEP = 0.05
"""How fast the level of the room may rise, per frame: twice as loud after three and a half seconds."""
FIRST_ROOM = 300.0
"""At most this is taken for the room's level at the start: somebody may be speaking already."""
ROOM_FALL = 0.1
"""How much of a fall of the level is believed, per frame."""
FRAME_BYTES = int(FRAME_S * HEARING_RATE) * SAMPLE_BYTES


@dataclass(frozen=True, slots=True)
class Endpointing:
    """The patience of a listener, in seconds."""

    start_s: float = 0.1
    """Speech within `start_window_s` that counts as a beginning; a click is shorter."""
    start_window_s: float = 0.24
    end_silence_s: float = 0.7
    """Quiet that counts as the end."""
    stray_share: float = 0.1
    """Share of that quiet which may still look like speech (a breath, a chair)."""
    before_s: float = 0.3
    """Sound kept from before the beginning: a soft first consonant."""
    longest_s: float = 15.0
    nobody_s: float = 8.0
    """How long to wait for a beginning."""
    strictness: int = 2
    """webrtcvad's mode, from 0 (takes much for speech) to 3 (little)."""
    above_room: float = 2.5
    """How much louder than the room a voice is: webrtcvad alone takes steady noise for speech."""
    least_level: float = 60.0
    """Root mean square of the softest sample level that can be a voice (of 32767)."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said, cut out of what was heard."""

    pcm: Pcm
    end: Literal["silence", "longest", "source"] = "source"
    """Why it ended: quiet, too long, or no more sound."""
    silence_s: float = 0.0
    """Quiet at its end that was waited for."""


class VoiceActivity:
    """A listener for one source of sound; it remembers how loud the room is."""

    def __init__(self, endpointing: Endpointing | None = None) -> None:
        self._endpointing = endpointing or Endpointing()
        self._is_speech = _Detector(self._endpointing)

    def listen(self, chunks: Iterable[bytes], patience: Endpointing | None = None) -> Utterance | None:
        """The next utterance; None when nobody speaks for `nobody_s` or the sound ends before.

        `patience` is for this utterance alone.
        """
        patience = patience or self._endpointing
        frames = _frames(chunks)
        kept = _beginning(frames, self._is_speech, patience)
        return None if kept is None else _rest(frames, self._is_speech, patience, kept)


class _Detector:
    """Speech by its sound (webrtcvad) and by being louder than the room."""

    def __init__(self, endpointing: Endpointing) -> None:
        try:
            import webrtcvad
        except ImportError:
            raise VoiceError("listening needs webrtcvad: install voicecart with its extra [voice]") from None
        self._vad = webrtcvad.Vad(endpointing.strictness)
        self._endpointing = endpointing
        self._room: float | None = None

    def __call__(self, frame: bytes) -> bool:
        level = _level(frame)
        # Quiet is believed in half a second, a louder room over seconds: a sentence must not count as room.
        if self._room is None:
            self._room = min(level, FIRST_ROOM)
        elif level < self._room:
            self._room += ROOM_FALL * (level - self._room)
        else:
            self._room = min(level, self._room * ROOM_RISE + ROOM_STEP)
        wanted = max(self._endpointing.least_level, self._room * self._endpointing.above_room)
        return level >= wanted and bool(self._vad.is_speech(frame, HEARING_RATE))


def _level(frame: bytes) -> float:
    samples = array("h", frame)
    return math.sqrt(sum(map(mul, samples, samples)) / len(samples))


def _beginning(frames: Iterator[bytes], is_speech: _Detector, endpointing: Endpointing) -> list[bytes] | None:
    """Frames up to where speech is sure, with a little from before."""
    window = deque[bool](maxlen=_count(endpointing.start_window_s))
    kept = deque[bytes](maxlen=_count(endpointing.start_window_s + endpointing.before_s))
    for number, frame in enumerate(frames):
        window.append(is_speech(frame))
        kept.append(frame)
        if sum(window) >= _count(endpointing.start_s):
            return list(kept)
        if number >= _count(endpointing.nobody_s) and not any(window):
            return None
    return None


def _rest(
    frames: Iterator[bytes], is_speech: _Detector, endpointing: Endpointing, kept: list[bytes]
) -> Utterance:
    """Frames up to a quiet that is long enough; a stray frame does not start it again."""
    quiet = deque[bool]([True] * _count(endpointing.end_silence_s), maxlen=_count(endpointing.end_silence_s))
    for frame in frames:
        kept.append(frame)
        quiet.append(is_speech(frame))
        if sum(quiet) <= endpointing.stray_share * len(quiet) and not quiet[-1]:
            return _utterance(kept, "silence", quiet)
        if len(kept) >= _count(endpointing.longest_s):
            return _utterance(kept, "longest", quiet)
    return _utterance(kept, "source", quiet)


def _utterance(
    kept: list[bytes], end: Literal["silence", "longest", "source"], quiet: deque[bool]
) -> Utterance:
    """The quiet at the end, by its last frame of speech."""
    silent = next((back for back, speech in enumerate(reversed(quiet)) if speech), len(quiet))
    return Utterance(Pcm(b"".join(kept), HEARING_RATE), end, silent * FRAME_S)


def _frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks of any size as frames of the one size that the detector takes."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        whole = len(rest) - len(rest) % FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            yield rest[start : start + FRAME_BYTES]
        rest = rest[whole:]


def _count(seconds: float) -> int:
    return max(1, round(seconds / FRAME_S))
