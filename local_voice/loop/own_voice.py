"""Our own voice in the microphone, told from another's: by its sound, and by its words.

There is no echo canceller here. What was played is known, and how loud it comes back is learned from the
first words; who is well above that, and whose sound is not what was just played, is somebody else.
"""

from __future__ import annotations

import re
from collections import deque

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from local_voice.errors import VoiceError
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm, at_rate

Samples = npt.NDArray[np.float32]

FRAME_S = 0.02
FRAME = int(FRAME_S * HEARING_RATE)
FRAME_BYTES = FRAME * SAMPLE_BYTES
ECHO_S = 0.5
"""An echo comes back within this time: the device's delay, and the air."""
RINGS_S = 0.16
"""How long a loud sound still covers softer ones."""
JITTER_S = 0.06
"""How much the delay wavers: loudspeaker and microphone count their blocks by themselves."""
MATCHED_S = 0.3
"""Sound that is held against what was played."""
MATCH_S = 0.2
LEARN_S = 0.4
"""Of loud sound of ours and its echo, before anybody is believed to be somebody else."""
NO_ECHO_S = 1.2
"""Of loud sound of ours that was not found in the microphone: headphones, or a quiet loudspeaker."""
REMEMBERED_S = 4.0
USUAL = 95
"""The echo is as loud as this percentile of what was heard of it."""
ABOVE_ECHO = 1.8
"""How much louder than the echo a voice must be: 5 dB."""
LEAST_LEVEL = 150.0
LOUD = 300.0
"""Played sound of this level (root mean square, of 32767) tells how loud its echo is."""
SURE_S = 0.12
WINDOW_S = 0.24
KEPT_S = 0.46
STRICTNESS = 3
OURS = 0.4
"""Likeness (0 to 1) from which sound is our own. Measured on 0.3 s: 95 of 100 pieces of
ours have 0.58 and more in a room that rings, 99 of 100 of other synthetic voices less than 0.32."""
PERHAPS_OURS = 0.2
"""Likeness that is no proof, but enough when the words are ours too."""
COMPARED_S = 2.0
"""Of an utterance; twice as much of what was played."""
QUIET = 0.05
"""Where so little of the loudest was played nothing can be alike."""
FORGETS = 0.998
"""The echo is believed to be a little softer with each frame: the loudspeaker may have been turned down."""


def level(samples: Samples) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(samples * samples))) if len(samples) else 0.0


def samples_of(pcm: Pcm) -> Samples:
    """The sound at HEARING_RATE as numbers."""
    return np.frombuffer(at_rate(pcm, HEARING_RATE).samples, "<i2").astype(np.float32)


def likeness(heard: Samples, played: Samples) -> tuple[float, int]:
    """How much of `heard` is a part of `played`, and how many samples before its end: the greatest normalised
    cross-correlation.

    Both are differentiated first: all voices share their low tones, and a slow hum is no likeness.
    """
    heard, played = np.diff(heard), np.diff(played)
    if len(heard) == 0 or len(played) < len(heard):
        return 0.0, 0
    size = 1 << (len(heard) + len(played) - 1).bit_length()
    both = np.fft.irfft(np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size)), size)
    found = np.abs(both[: len(played) - len(heard) + 1])
    power = np.concatenate(([0.0], np.cumsum(played.astype(np.float64) ** 2)))
    local = power[len(heard) :] - power[: -len(heard)]
    alike = found / np.sqrt(np.maximum(local, max(1.0, QUIET * float(np.max(local)))))
    best = int(np.argmax(alike))
    own = float(np.sqrt(np.sum(heard.astype(np.float64) ** 2)))
    return float(alike[best]) / max(own, 1.0), len(played) - len(heard) - best


class OwnVoice:
    """What is known of how our voice sounds in this room; one for a conversation."""

    def __init__(self) -> None:
        try:
            import webrtcvad
        except ImportError:
            raise VoiceError("listening needs webrtcvad: install voicecart with its extra [voice]") from None
        self._is_voice = webrtcvad.Vad(STRICTNESS)
        self._echoes = deque[float](maxlen=_frames(REMEMBERED_S))
        self._delay: int | None = None
        self._rest = b""
        self._suspicious = deque[bool](maxlen=_frames(WINDOW_S))
        self._kept = deque[bytes](maxlen=_frames(KEPT_S))
        self._since_matched = 0

    def begin(self) -> None:
        """A new answer is being played: what was heard before does not count."""
        self._rest = b""
        self._suspicious.clear()
        self._kept.clear()

    def interrupted(self, chunk: bytes, played: Pcm) -> tuple[bytes, ...] | None:
        """The beginning of somebody else's words, once it is sure; `played` is what was played up to now."""
        reference = samples_of(played)
        levels = _levels(reference)
        sound = self._rest + chunk
        count = len(sound) // FRAME_BYTES
        self._rest = sound[count * FRAME_BYTES :]
        for number in range(count):
            frame = sound[number * FRAME_BYTES : (number + 1) * FRAME_BYTES]
            self._kept.append(frame)
            self._suspicious.append(self._suspects(frame, self._behind(levels, count - 1 - number)))
        self._find_delay(reference, count)
        if sum(self._suspicious) < _frames(SURE_S) or self._is_ours(reference):
            return None
        return (*self._kept, self._rest)

    def _behind(self, levels: Samples, back: int) -> float:
        """The loudest of what we played that may be heard in a frame, so many frames back from now."""
        end = len(levels) - back
        if self._delay is None:
            return float(np.max(levels[:end], initial=0.0))
        at = end - self._delay
        return float(
            np.max(levels[max(0, at - _frames(RINGS_S)) : max(0, at + _frames(JITTER_S))], initial=0.0)
        )

    def _suspects(self, frame: bytes, loudest: float) -> bool:
        heard = level(np.frombuffer(frame, "<i2").astype(np.float32))
        known = len(self._echoes) >= _frames(LEARN_S if self._delay is not None else NO_ECHO_S)
        echo = float(np.percentile(self._echoes, USUAL)) if known else 0.0
        if known and heard > max(LEAST_LEVEL, ABOVE_ECHO * echo * loudest):
            return bool(self._is_voice.is_speech(frame, HEARING_RATE))
        if loudest >= LOUD:
            self._echoes.append(heard / loudest)
        return False

    def _find_delay(self, reference: Samples, frames: int) -> None:
        """Now and then: where in what was played is what is heard?"""
        self._since_matched += frames
        if self._since_matched < _frames(MATCH_S) or any(self._suspicious):
            return
        self._since_matched = 0
        alike, delay = likeness(self._last(), reference)
        if alike < OURS:
            return
        if self._delay is None:
            # What was learned so far is of sound whose echo had not come yet.
            self._echoes.clear()
        self._delay = delay // FRAME

    def _is_ours(self, reference: Samples) -> bool:
        """Louder than it was, but ours all the same: the loudspeaker was turned up."""
        heard = self._last()
        alike, _ = likeness(heard, reference)
        if alike < OURS:
            return False
        louder = _loudest(heard) / max(1.0, _loudest(reference))
        self._echoes.extend([louder] * _frames(SURE_S))
        self._suspicious.clear()
        return True

    def _last(self) -> Samples:
        heard = b"".join(self._kept)[-int(MATCHED_S * HEARING_RATE) * SAMPLE_BYTES :]
        return np.frombuffer(heard, "<i2").astype(np.float32)


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def _levels(samples: Samples) -> Samples:
    """Of each frame, counted from the end."""
    frames = samples[len(samples) % FRAME :].reshape(-1, FRAME)
    levels: Samples = np.sqrt(np.mean(frames * frames, axis=1))
    return levels


def _loudest(samples: Samples) -> float:
    return float(np.max(_levels(samples), initial=0.0))


def likeness_to_ours(heard: Pcm, played: Pcm) -> float:
    """How much of an utterance is what was played a moment ago, or a part of it."""
    utterance = samples_of(heard)[: int(COMPARED_S * HEARING_RATE)]
    reference = samples_of(played)[-int(2 * COMPARED_S * HEARING_RATE) :]
    # What was played may begin within the utterance, and end in it.
    around = np.zeros(len(utterance), np.float32)
    return likeness(utterance, np.concatenate((around, reference, around)))[0]


LEAST_WORDS = 3
SAME_WORDS = 85.0
_WORD = re.compile(r"[\w']+")


def reads_like_ours(heard: str, said: str) -> bool:
    """Whether the words are a stretch of what was just said; short ones may well be the customer's answer."""
    words = _WORD.findall(heard.casefold())
    ours = " ".join(_WORD.findall(said.casefold()))
    return (
        len(words) >= LEAST_WORDS and bool(ours) and fuzz.partial_ratio(" ".join(words), ours) >= SAME_WORDS
    )
