"""Somebody else's voice over ours, in one microphone.

What was played is known. Where in it is what is heard? Then its echo can be taken out (`canceller.py`), as
far as the room lets itself be learned; how much of it is left beside what was played is learned too. What is
well above that, is speech, and is not what was just played, is somebody else. Before the echo was found the
same is done with all that is heard.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from local_voice.errors import VoiceError
from local_voice.loop.canceller import Canceller
from local_voice.loop.lasting import SURE_S, Lasting
from local_voice.loop.own_voice import OURS, Samples, bytes_of, level, likeness
from local_voice.loop.reference import BLOCK, Reference
from local_voice.loop.share import Share
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES
from local_voice.speaking.sinks import Sink

FRAME_S = BLOCK / HEARING_RATE
FRAME_BYTES = BLOCK * SAMPLE_BYTES
ECHO_S = 0.5
"""An echo comes back within this time: the device's delay, and the air."""
EARLIER_S = 0.005
"""The loudest of an echo is not its first."""
LEARNED_S = 0.3
"""How long an echo rings that is taken out; what comes later is left."""
RINGS_S = 0.16
"""How long a loud sound still covers softer ones."""
MATCHED_S = 0.3
"""Sound that is held against what was played."""
MATCH_S = 0.2
MOVED = 12
"""Samples by which the echo must come otherwise for both to be out of step."""
SLIPPED_S = 0.03
"""Played and heard sound have come apart by this: some of it got lost, as on a machine that is too busy."""
NEWEST_S = (0.08, 0.12)
"""The last of what is heard: after a tear it is like another moment of what was played."""
TORN_BY = 0.2
"""So much more than like the moment that it should be. Of 6 tears that were taken for a voice all were so, of
8 voices over ours none."""
TORN_S = 1.0
"""For so long after a tear nobody stops an answer."""
GAPS = 5
"""Chunks of which the middle one counts: each comes a little early or late."""
LEARN_S = 0.4
"""Of loud sound of ours and its echo, before anybody is believed to be somebody else."""
NO_ECHO_S = 1.2
"""Of loud sound of ours that was not found in the microphone: headphones, or a quiet loudspeaker."""
ABOVE_ECHO = 1.8
"""How much louder than the echo a voice must be: 5 dB."""
LEAST_LEVEL = 150.0
LOUD = 300.0
"""Played sound of this level (root mean square, of 32767) tells how loud its echo is."""
LOUD_FALL = 0.995
KEPT_S = 0.46
STRICTNESS = 3


class OtherVoice:
    """What is known of how our voice sounds in this room; one for a conversation."""

    def __init__(self) -> None:
        try:
            import webrtcvad
        except ImportError:
            raise VoiceError("listening needs webrtcvad: install voicecart with its extra [voice]") from None
        self._is_voice = webrtcvad.Vad(STRICTNESS)
        self._reference = Reference()
        self._canceller = Canceller(BLOCK, round(LEARNED_S / FRAME_S))
        self._whole, self._left = Share(), Share()
        self._lag: int | None = None
        """Samples from what is played to its echo, as it was found last."""
        self._in_step = False
        """Whether that was found in this answer."""
        self._at: int | None = None
        """The sample of what is played at the moment of the next frame."""
        self._gaps = deque[int](maxlen=GAPS)
        """How far what was played is ahead of that, as chunks come."""
        self._gap_in_step = 0.0
        self._slipped_at: int | None = None
        self._rest = b""
        self._lasting = Lasting()
        self._kept = deque[bytes](maxlen=_frames(KEPT_S))
        self._heard = deque[Samples](maxlen=_frames(MATCHED_S))
        self._since_matched = 0
        self._loud = 0.0
        """Our own loudest sound of the last seconds, as it was played."""

    @property
    def least_level(self) -> float:
        """How loud somebody must speak to be told from us while we do; 0 while that is not known."""
        share = self._whole if self._lag is None else self._left
        return ABOVE_ECHO * share.usual * self._loud if share.known * FRAME_S >= LEARN_S else 0.0

    @property
    def late_s(self) -> float | None:
        """How long after it was played our sound is heard; None while that is not known."""
        return None if self._lag is None else self._lag / HEARING_RATE

    @property
    def has_slipped(self) -> bool:
        """Whether sound got lost a moment ago: torn sound is like nobody's, and nobody is believed."""
        if self._slipped_at is None or self._at is None:
            return False
        return self._at - self._slipped_at < _samples(TORN_S)

    def begin(self) -> None:
        """A new answer is being played: what was heard before does not count."""
        self._rest, self._at, self._in_step, self._slipped_at = b"", None, False, None
        self._lasting.forget()
        for remembered in (self._kept, self._heard, self._gaps):
            remembered.clear()

    def interrupted(self, chunk: bytes, sink: Sink) -> tuple[bytes, ...] | None:
        """The beginning of somebody else's words, without our echo, once it is sure."""
        for frame in self._next(chunk, sink):
            left = self._without_echo(frame)
            suspicious, louder = self._suspects(frame, left), self._exceeds_echo(frame)
            self._lasting.add(level(left), suspicious=suspicious, louder=louder)
            self._kept.append(bytes_of(left))
            self._since_matched += 1
        self._find_echo()
        if not self._lasting.is_voice or self.has_slipped or self._is_ours():
            return None
        return tuple(self._kept)

    def cleaned(self, chunk: bytes, sink: Sink) -> bytes:
        """A chunk without the echo of what was played before; it may come with the next one."""
        return b"".join(bytes_of(self._without_echo(frame)) for frame in self._next(chunk, sink))

    def _next(self, chunk: bytes, sink: Sink) -> list[Samples]:
        """The frames that are whole with this chunk."""
        self._reference.follow(sink)
        sound = self._rest + chunk
        if self._at is None:
            self._at = self._reference.end - len(sound) // SAMPLE_BYTES
        count = len(sound) // FRAME_BYTES
        self._rest = sound[count * FRAME_BYTES :]
        self._gaps.append(self._reference.end - self._at - count * BLOCK)
        if self._in_step and abs(self._gap - self._gap_in_step) > _samples(SLIPPED_S):
            self._in_step, self._slipped_at = False, self._at
        frames = np.frombuffer(sound[: count * FRAME_BYTES], "<i2").astype(np.float32)
        return list(frames.reshape(count, BLOCK))

    @property
    def _gap(self) -> float:
        return float(np.median(self._gaps))

    def _without_echo(self, frame: Samples) -> Samples:
        """The frame as far as it is not ours; time goes on by it."""
        assert self._at is not None
        self._heard.append(frame)
        self._at += BLOCK
        if not self._in_step:
            return frame
        end = self._at - self._shift
        left = self._canceller.cancel(frame, self._reference.part(end - BLOCK, end))
        # A room that is not learned yet makes it worse.
        return left if level(left) < level(frame) else frame

    @property
    def _shift(self) -> int:
        return (self._lag or 0) - _samples(EARLIER_S)

    def _suspects(self, frame: Samples, left: Samples) -> bool:
        loudest = self._loudest()
        self._loud = max(LOUD_FALL * self._loud, loudest)
        share, heard = (self._left, level(left)) if self._in_step else (self._whole, level(frame))
        known = share.known * FRAME_S >= (NO_ECHO_S if self._lag is None else LEARN_S)
        if known and heard > max(LEAST_LEVEL, ABOVE_ECHO * share.usual * loudest):
            return bool(self._is_voice.is_speech(bytes_of(left), HEARING_RATE))
        if loudest >= LOUD:
            self._whole.add(level(frame) / loudest)
            if self._in_step:
                self._left.add(level(left) / loudest)
        return False

    def _exceeds_echo(self, frame: Samples) -> bool:
        """Whether it is louder than all our echo, what can be taken out of it included: no tear is."""
        return level(frame) > ABOVE_ECHO * self._whole.usual * self._loudest()

    def _loudest(self) -> float:
        """The loudest of what we played that may be heard in the frame that was just taken."""
        assert self._at is not None
        if self._lag is None or not self._in_step:
            return _loudest(self._reference.part(self._oldest, self._newest))
        end = self._at - self._lag
        return _loudest(self._reference.part(end - BLOCK - _samples(RINGS_S), end + BLOCK))

    def _find_echo(self) -> None:
        """Now and then: where in what was played is what is heard?"""
        enough = len(self._heard) == self._heard.maxlen and self._since_matched >= _frames(MATCH_S)
        if not enough or self._lasting.begins:
            return
        self._since_matched = 0
        self._keep_step()

    def _keep_step(self) -> bool:
        """Whether what is heard is ours, and comes otherwise than was known."""
        alike, lag = self._likeness(np.concatenate(self._heard))
        if alike < OURS or (self._in_step and abs(lag - (self._lag or 0)) <= MOVED):
            return False
        if self._lag is None:
            # What was learned so far is of sound whose echo had not come yet.
            self._whole.clear()
        self._step_in(lag)
        return True

    def _step_in(self, lag: int) -> None:
        assert self._at is not None
        self._lag, self._in_step, self._gap_in_step = lag, True, self._gap
        end = self._at - self._shift
        self._canceller.seek(self._reference.part(end - _samples(LEARNED_S) - BLOCK, end))

    @property
    def _oldest(self) -> int:
        """From here on we may still be heard; a loudspeaker that got nothing in time is behind."""
        assert self._at is not None
        return min(self._at, self._reference.end) - _samples(ECHO_S)

    @property
    def _newest(self) -> int:
        """Up to here we may be heard already: whose program is busy gets late what the microphone heard."""
        assert self._at is not None
        return max(self._at, self._reference.end)

    def _likeness(self, heard: Samples) -> tuple[float, int]:
        """How much of the last sound is ours, and how many samples ago that was played."""
        assert self._at is not None
        part = self._reference.part(self._oldest - len(heard), self._newest)
        alike, back = likeness(heard, part)
        return alike, back - (self._newest - self._at)

    def _is_torn(self) -> bool:
        """Whether the newest sound is ours, but not from when it should be: a little got lost before it."""
        assert self._at is not None
        if not self._in_step or self._lasting.is_loud:
            return False
        due, heard = self._at - (self._lag or 0), np.concatenate(self._heard)
        for seconds in NEWEST_S:
            newest = heard[-_samples(seconds) :]
            alike, _ = self._likeness(newest)
            as_due, _ = likeness(newest, self._reference.part(due - len(newest) - MOVED, due + MOVED))
            if alike >= OURS and alike - as_due >= TORN_BY:
                self._in_step, self._slipped_at = False, self._at
                return True
        return False

    def _is_ours(self) -> bool:
        """Louder than it was, but ours all the same: sound got lost, or the loudspeaker was turned up."""
        assert self._at is not None
        if not self._lasting.is_short and (self._keep_step() or self._is_torn()):
            self._lasting.disbelieve()
            return True
        kept = np.frombuffer(b"".join(self._kept), "<i2").astype(np.float32)[-_samples(MATCHED_S) :]
        alike, _ = self._likeness(kept)
        if alike < OURS or self._lasting.is_short:
            return alike >= OURS
        share = self._left if self._in_step else self._whole
        played = self._reference.part(self._at - len(kept) - (self._lag or 0), self._at)
        share.rise(_loudest(kept) / max(1.0, _loudest(played)), _frames(SURE_S))
        self._lasting.disbelieve()
        return True


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def _samples(seconds: float) -> int:
    return round(seconds * HEARING_RATE)


def _loudest(samples: Samples) -> float:
    """Of its frames, counted from the end."""
    frames = samples[len(samples) % BLOCK :].reshape(-1, BLOCK)
    return float(np.sqrt(np.max(np.mean(frames * frames, axis=1), initial=0.0)))
