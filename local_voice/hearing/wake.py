"""The wake word: words that open the conversation when nobody has been spoken to.

Nothing is cut into utterances to look for it: where others talk, these begin and end with their talk, and of
32 wake words 10 dB above it 23 were not the beginning of one. The last two seconds are looked at five times a
second instead, whatever was heard before. Who means the shop begins after a pause: what was heard just before
the phrase is softer than it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from local_voice.hearing.looks import Clock, Looks
from local_voice.hearing.recognizer import Spotter
from local_voice.hearing.respelling import Table
from local_voice.hearing.sources import Source
from local_voice.hearing.spotting import Found
from local_voice.hearing.voice_activity import Endpointing, Utterance, VoiceActivity
from local_voice.hearing.wake_phrase import wake_phrase
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm, silence

WINDOW_S = 2.0
"""Sound in which the phrase is looked for: long enough for one spoken slowly."""
LOOK_S = 0.2
SEEN, SEEN_OF = 3, 4
"""So many of the last looks must see it."""
OVER_S = 0.1
"""So much must be heard after its end: "hello shopping" is longer."""
BEHIND_ALIKE = 0.5
BEHIND_OTHER = 4.0
"""How far it may be behind what sounds almost like it and behind other speech, in the recogniser's scores.

Measured with two kitchens and two groups of talkers: 10 dB above them 49 of 56 wake words are found so, and
5 of 88 phrases that sound almost like it ("fellow shop") are taken for it; in a quiet room 32 of 32, and 3.
With 1 and 4 it is 51 and 8, 32 and 3."""
BEFORE_S = (0.3, 0.05)
"""Seconds before the phrase in which it was softer; its first sound may be earlier than told."""
KEPT_S = WINDOW_S + BEFORE_S[0]
STANDS_OUT = 1.8
"""How much louder the phrase is than what came before it. In the middle of a sentence it was 0.6 to 1.5 times
as loud, 10 dB above the room 2.4 to 4 times."""
RISE_S = 0.3
"""Where nothing stands out from so long before it nobody begins to speak, and nothing is looked for."""
FRAME_S = 0.02
LOUD = 75
"""Percentile of the levels of the frames which tells how loud something is."""
AFTER_S = 1.2
"""Who goes on within this time after the end of the phrase has said it with their wish. The phrase is sure
0.9 s (0.6 to 1.0) after its end, so that who says nothing else waits 0.3 s for it."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The wake word was said; `more` is what was said after it, at once or after a short pause."""

    more: Utterance | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """The phrase in the sound of the last moments."""

    before: bytes
    after: bytes
    loud: float
    softer: float
    """The levels of the phrase and of what was heard just before it."""
    sure: bool


class _Often:
    """What three of four looks see, one of them without doubt.

    "Hello shall we go", said fast, was taken for the phrase by every third look, the phrase by nearly all.
    """

    def __init__(self) -> None:
        self._looks = deque[_Said | None](maxlen=SEEN_OF)

    def seen(self, said: _Said | None) -> _Said | None:
        self._looks.append(said)
        seen = [one for one in self._looks if one is not None]
        return said if len(seen) >= SEEN and any(one.sure for one in seen) else None


class WakeListener:
    """Waits at a source of sound for a phrase, whatever else is said there."""

    def __init__(
        self,
        source: Source,
        recognizer: Spotter,
        phrase: str,
        endpointing: Endpointing | None = None,
        table: Table | None = None,
        clock: Clock = time.perf_counter,
    ) -> None:
        """VoiceError when the recogniser cannot hear a word of the phrase; `table` spells what it lacks."""
        self._phrase = wake_phrase(phrase, recognizer, table or {})
        self._source = source
        self._recognizer = recognizer
        self._endpointing = endpointing or Endpointing()
        self._clock = clock

    @property
    def phrase(self) -> str:
        return self._phrase.text

    def wait(self) -> Woken | None:
        """Until the phrase was said; None when the source ends."""
        # A recording may end with the phrase itself.
        chunks = chain(self._source.chunks(), SEEN_OF * (silence(LOOK_S, HEARING_RATE).samples,))
        looks, often = Looks(KEPT_S, LOOK_S, self._clock), _Often()
        for chunk in chunks:
            if said := looks.heard(chunk, lambda recent: often.seen(self._said(recent))):
                return Woken(self._more(said, chunks))
        return None

    def is_in(self, pcm: Pcm) -> bool:
        """Whether the phrase was said in a sound, without doubt: it may stand out from nothing there."""
        found = self._found(pcm)
        return found is not None and found.ahead_of_alike >= 0 and found.ahead_of_other >= 0

    def _found(self, pcm: Pcm) -> Found | None:
        return self._recognizer.find(pcm.samples, pcm.rate, self._phrase.ways, self._phrase.alike)

    def _said(self, recent: Pcm) -> _Said | None:
        """The phrase where it is over, stands out from what came before it, and is loud enough."""
        levels = _levels(recent)
        if recent.seconds >= KEPT_S - FRAME_S and not _rises(levels, self._endpointing.least_level):
            return None
        earlier_s = max(0.0, recent.seconds - WINDOW_S)
        found = self._found(Pcm(recent.samples[_at(earlier_s) :], HEARING_RATE))
        if found is None:
            return None
        begin_s, end_s = earlier_s + found.begin_s, earlier_s + found.end_s
        loud = _loud(levels, begin_s, end_s)
        softer = _loud(levels, *(begin_s - seconds for seconds in BEFORE_S))
        wanted = max(self._endpointing.least_level, STANDS_OUT * softer)
        if recent.seconds - end_s < OVER_S or loud < wanted:
            return None
        before, after = recent.samples[: _at(begin_s)], recent.samples[_at(end_s) :]
        return _Said(before, after, loud, softer, not _is_doubtful(found))

    def _more(self, said: _Said, chunks: Iterator[bytes]) -> Utterance | None:
        """What the same voice goes on to say: it is about as loud as the phrase, and louder than the room."""
        between = float(np.sqrt(said.loud * said.softer))
        least = max(self._endpointing.least_level, between)
        activity = VoiceActivity(replace(self._endpointing, least_level=least))
        activity.learn(said.before)
        return activity.listen(chain((said.after,), chunks), replace(self._endpointing, nobody_s=AFTER_S))


def _is_doubtful(found: Found) -> bool:
    return found.ahead_of_alike < -BEHIND_ALIKE or found.ahead_of_other < -BEHIND_OTHER


def _levels(pcm: Pcm) -> NDArray[np.float64]:
    """Of each frame: root mean square about its mean."""
    size = int(FRAME_S * pcm.rate)
    samples = np.frombuffer(pcm.samples, "<i2").astype(np.float64)
    frames = samples[len(samples) % size :].reshape(-1, size)
    return np.asarray(np.std(frames, axis=1))


def _rises(levels: NDArray[np.float64], least: float) -> bool:
    """Whether somebody may have begun to speak: a moment is loud beside one shortly before."""
    over = int(RISE_S / FRAME_S)
    moments = np.convolve(levels, np.ones(over) / over, "valid")
    later, earlier = moments[over:], moments[:-over]
    return bool(np.any((later >= STANDS_OUT * earlier) & (later >= least / 2)))


def _loud(levels: NDArray[np.float64], begin_s: float, end_s: float) -> float:
    """How loud it is from one moment to another; nothing before the beginning of all."""
    part = levels[max(0, int(begin_s / FRAME_S)) : max(0, int(end_s / FRAME_S))]
    return float(np.percentile(part, LOUD)) if len(part) else 0.0


def _at(seconds: float) -> int:
    """The byte of a moment."""
    return int(max(0.0, seconds) * HEARING_RATE) * SAMPLE_BYTES
