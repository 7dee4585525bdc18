"""When somebody begins to speak, and when they have finished."""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import mul
from typing import Literal

from local_voice.errors import VoiceError
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.understanding.values import Answer

FRAME_S = 0.02
ROOM_RISE = 1.004
ROOM_STEP = 0.05
"""How fast the level of the room may rise, per frame: twice as loud after three and a half seconds."""
FIRST_ROOM = 300.0
"""At most this is taken for the room's level at the start: somebody may be speaking already."""
ROOM_LIFT = 0.1
SYLLABLE_S = 0.1
MOMENTS_S = 2.5
PEAK_FALL = 0.997
"""How fast a loud syllable is forgotten, per frame: half of it in five seconds."""
ROOM_FALL = 0.1
"""How much of a fall of the level is believed, per frame."""
FRAME_BYTES = int(FRAME_S * HEARING_RATE) * SAMPLE_BYTES


@dataclass(frozen=True, slots=True)
class Endpointing:
    """The patience of a listener, in seconds."""

    start_s: float = 0.1
    """Speech within `start_window_s` that counts as a beginning; a click is shorter."""
    start_window_s: float = 0.24
    end_silence_s: float = 0.8
    """Quiet that counts as the end."""
    short_end_s: float = 0.5
    """The same after a short answer to a question that has one: yes, no, a number."""
    short_s: float = 1.2
    """How long such an answer is at most, with what is kept from before it."""
    free_end_s: float = 1.2
    """The same where people think as they speak: an address, a search in their own words."""
    stray_share: float = 0.1
    """Share of that quiet which may still look like speech (a breath, a chair)."""
    before_s: float = 0.3
    """Sound kept from before the beginning: a soft first consonant."""
    pause_s: float = 0.3
    """Quiet that may be the end: what was said is looked at already, in case it is."""
    longest_s: float = 15.0
    nobody_s: float = 8.0
    """How long to wait for a beginning."""
    strictness: float = 2
    """webrtcvad's mode, from 0 (takes much for speech) to 3 (little)."""
    above_room: float = 1.8
    """How much louder than the room a voice is: webrtcvad alone takes steady noise for speech."""
    least_level: float = 60.0
    """Root mean square of the softest sample level that can be a voice (of 32767).

    Of 6 lines in 2 voices all are heard whole at 60, 5 at 40. Who breathes at the microphone with 20 is
    nobody so (at 30 somebody), with 30 somebody."""
    below_voice: float = 0.25
    """How loud a frame must be beside the loudest syllable to be the same voice: a television is softer. At
    0.3 a sentence that a person read was cut in two."""
    long_s: float = 5.0
    below_voice_then: float = 0.5
    """The same after so long: by then it is more likely a television than the rest of an order."""
    in_front: float = 3.0
    """How much louder a voice must be to be another one, in front of what was heard so far."""

    def expecting(self, answer: Answer) -> Endpointing:
        """The patience for an answer of some kind."""
        if answer == "free":
            return replace(self, end_silence_s=max(self.end_silence_s, self.free_end_s), short_s=0.0)
        return self if answer == "short" else replace(self, short_s=0.0)


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

    def learn(self, room: bytes) -> None:
        """How loud the room is while nobody speaks to us."""
        for frame in _frames((room,)):
            self._is_speech(frame)

    def listen(
        self,
        chunks: Iterable[bytes],
        patience: Endpointing | None = None,
        on_pause: Callable[[Pcm], None] = lambda so_far: None,
    ) -> Utterance | None:
        """The next utterance; None when nobody speaks for `nobody_s` or the sound ends before.

        `patience` is for this utterance alone. `on_pause` is given what was said at each quiet of `pause_s`;
        it must not keep the listener waiting.
        """
        patience = patience or self._endpointing
        frames = _frames(chunks)
        kept = _beginning(frames, self._is_speech, patience)
        return None if kept is None else _rest(frames, self._is_speech, patience, kept, on_pause)


class _Detector:
    """Speech by its sound (webrtcvad) and by being louder than the room."""

    def __init__(self, endpointing: Endpointing) -> None:
        try:
            import webrtcvad
        except ImportError:
            raise VoiceError("listening needs webrtcvad: install voicecart with its extra [voice]") from None
        self._vad = webrtcvad.Vad(int(endpointing.strictness))
        self._endpointing = endpointing
        self._room: float | None = None
        self._recent = deque[float](maxlen=_count(SYLLABLE_S))
        self._moments = deque[float](maxlen=_count(MOMENTS_S))
        self.level = 0.0
        """Of the last frame."""

    def __call__(self, frame: bytes) -> bool:
        level = self.level = _level(frame)
        # Quiet is believed in half a second, a louder room over seconds: a sentence must not count as room.
        if self._room is None:
            self._room = min(level, FIRST_ROOM)
        elif level < self._room:
            self._room += ROOM_FALL * (level - self._room)
        else:
            self._room = min(level, self._room * ROOM_RISE + ROOM_STEP)
        # Even the softest moment of the last seconds was louder: it is the room, no voice goes on like that.
        self._recent.append(level)
        softest = self._softest(sum(self._recent) / len(self._recent))
        if softest > self._room:
            self._room += ROOM_LIFT * (softest - self._room)
        wanted = max(self._endpointing.least_level, self._room * self._endpointing.above_room)
        # It is given the quiet frames too: it learns from them what the room sounds like.
        sounds_like_speech = bool(self._vad.is_speech(frame, HEARING_RATE))
        return level >= wanted and sounds_like_speech

    def _softest(self, moment: float) -> float:
        """The softest of the last moments; nothing before there are enough of them."""
        self._moments.append(moment)
        return min(self._moments) if len(self._moments) == self._moments.maxlen else 0.0


def _level(frame: bytes) -> float:
    """About the frame's own mean: some microphones give every sample a constant too much."""
    samples = array("h", frame)
    mean = sum(samples) / len(samples)
    return math.sqrt(max(0.0, sum(map(mul, samples, samples)) / len(samples) - mean * mean))


def _beginning(frames: Iterator[bytes], is_speech: _Detector, endpointing: Endpointing) -> list[bytes] | None:
    """Frames up to where speech is sure, with a little from before."""
    window = deque[bool](maxlen=_count(max(endpointing.start_s, endpointing.start_window_s)))
    kept = deque[bytes](maxlen=_count(endpointing.start_window_s + endpointing.before_s))
    for number, frame in enumerate(frames):
        window.append(is_speech(frame))
        kept.append(frame)
        if sum(window) >= _count(endpointing.start_s):
            return list(kept)
        if number >= _count(endpointing.nobody_s) and not any(window):
            return None
    return None


class _Loudness:
    """How loud somebody speaks: a softer voice behind is none, a louder one in front is another."""

    def __init__(self, endpointing: Endpointing) -> None:
        self._endpointing = endpointing
        self._recent = deque[float](maxlen=_count(SYLLABLE_S))
        self._peak = 0.0
        self._frames = 0

    def is_voice(self, level: float) -> bool:
        """Whether a frame of speech is so loud that it may be the same voice."""
        self._frames += 1
        self._recent.append(level)
        self._peak = max(self._peak * PEAK_FALL, sum(self._recent) / len(self._recent))
        endpointing = self._endpointing
        is_long = self._frames > _count(endpointing.long_s)
        return level >= self._peak * (endpointing.below_voice_then if is_long else endpointing.below_voice)

    def is_other(self, level: float) -> bool:
        """Whether a much louder voice begins: what came before was behind it."""
        long_enough = self._frames >= _count(self._endpointing.before_s + SYLLABLE_S)
        return long_enough and level >= self._peak * self._endpointing.in_front


def _rest(
    frames: Iterator[bytes],
    is_speech: _Detector,
    endpointing: Endpointing,
    kept: list[bytes],
    on_pause: Callable[[Pcm], None],
) -> Utterance:
    """Frames up to a quiet that is long enough; a stray frame does not start it again."""
    loudness, size = _Loudness(endpointing), _count(endpointing.end_silence_s)
    quiet = deque[bool]([True] * size, maxlen=size)
    for frame in frames:
        kept.append(frame)
        speech = is_speech(frame)
        if speech and loudness.is_other(is_speech.level):
            loudness, kept = _Loudness(endpointing), kept[-_count(endpointing.before_s) :]
            quiet.extend([True] * size)
        quiet.append(loudness.is_voice(is_speech.level) and speech)
        if _is_over(quiet, endpointing, len(kept)):
            return _utterance(kept, "silence", quiet)
        if _silent(quiet) == _count(endpointing.pause_s):
            on_pause(_joined(kept))
        if len(kept) >= _count(endpointing.longest_s):
            return _utterance(kept, "longest", quiet)
    return _utterance(kept, "source", quiet)


def _is_over(quiet: deque[bool], endpointing: Endpointing, heard: int) -> bool:
    """Whether it has been quiet for long enough; `heard`: frames since the beginning."""
    if quiet[-1]:
        return False
    if sum(quiet) <= endpointing.stray_share * len(quiet):
        return True
    early = _count(endpointing.short_end_s)
    short = heard - early <= round(endpointing.short_s / FRAME_S)
    return short and not any(islice(reversed(quiet), early))


def _utterance(
    kept: list[bytes], end: Literal["silence", "longest", "source"], quiet: deque[bool]
) -> Utterance:
    return Utterance(_joined(kept), end, _silent(quiet) * FRAME_S)


def _silent(quiet: deque[bool]) -> int:
    """Frames of quiet at the end, by its last frame of speech."""
    return next((back for back, speech in enumerate(reversed(quiet)) if speech), len(quiet))


def _joined(frames: list[bytes]) -> Pcm:
    return Pcm(b"".join(frames), HEARING_RATE)


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
