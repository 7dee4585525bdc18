"""Who is listened to while the shop speaks: nobody, a key, the wake word, or anybody."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.looks import Looks
from local_voice.hearing.sources import Source
from local_voice.hearing.wake import Woken
from local_voice.loop.other_voice import OtherVoice
from local_voice.loop.own_voice import loudness
from local_voice.loop.playing import Interruption
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import STEP_S, Sink

BargeIn = Literal["off", "key", "wake", "speech"]

WAKE_S = 1.6
"""Long enough for a wake word spoken slowly."""
LOOK_S = 0.3


class Wakes(Protocol):
    """What a loop needs of a wake word: `local_voice.hearing.wake.WakeListener`."""

    @property
    def phrase(self) -> str: ...

    def wait(self) -> Woken | None:
        """Until it was said; None when the source ends."""
        ...

    def is_in(self, pcm: Pcm) -> bool:
        """Whether it was said in a sound."""
        ...


class _Spotter:
    """Looks for the wake word in the sound of the last moments, a few times a second."""

    def __init__(self, wake: Wakes) -> None:
        self._wake = wake
        self._looks = Looks(WAKE_S, LOOK_S)
        self._is_said = False

    def begin(self, said: str) -> None:
        """Where the shop says the wake word itself, it is not looked for: its echo would stop the answer."""
        self._looks.forget()
        self._is_said = self._wake.phrase in spoken_form(said)

    def heard(self, chunk: bytes) -> bool:
        return not self._is_said and bool(self._looks.heard(chunk, self._wake.is_in))


class Attention:
    """Attends to what `barge_in` says; the key is always attended to, unless it is off."""

    def __init__(
        self,
        source: Source,
        barge_in: BargeIn = "off",
        *,
        key: Callable[[], bool] = lambda: False,
        wake: Wakes | None = None,
    ) -> None:
        """`key` says whether it was pressed since it was last asked."""
        self._source = source
        self._key = key if barge_in != "off" else lambda: False
        self._wake = _Spotter(wake) if wake is not None and barge_in == "wake" else None
        self._other = OtherVoice() if barge_in == "speech" else None
        self._chunks: Iterator[bytes] | None = None
        self.passed_s = 0.0

    @property
    def hears(self) -> bool:
        """Whether the microphone is open while the shop speaks."""
        return self._wake is not None or self._other is not None

    def drowns(self, voice: Pcm) -> bool:
        """Whether somebody who speaks like this is not heard while the shop does."""
        return self._other is not None and loudness(voice) < self._other.least_level

    def cleaned(self, sink: Sink) -> Callable[[bytes], bytes] | None:
        """What takes our echo out of what comes after an answer; None where it is not known."""
        other = self._other
        return (lambda chunk: other.cleaned(chunk, sink)) if other is not None else None

    def begin(self, said: str = "") -> None:
        """An answer of these words begins: sound that waits and a key that was pressed came before it."""
        self._key()
        if self.hears:
            self._source.flush()
            self._chunks = self._source.chunks()
        if self._wake is not None:
            self._wake.begin(said)
        if self._other is not None:
            self._other.begin()

    def step(self, sink: Sink) -> Interruption | None:
        if self._key():
            return Interruption("key")
        chunk = next(self._chunks, None) if self._chunks is not None else None
        if chunk is None:
            sink.wait(STEP_S)
            self.passed_s += STEP_S
            return None
        self.passed_s += len(chunk) / (SAMPLE_BYTES * HEARING_RATE)
        if self._wake is not None and self._wake.heard(chunk):
            return Interruption("wake")
        if self._other is not None:
            words = self._other.interrupted(chunk, sink)
            return Interruption("speech", words) if words is not None else None
        return None


class Rewound:
    """A source that first gives back what was taken from it already, and may be cleaned for a while."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._first: deque[bytes] = deque()
        self._clean: Callable[[bytes], bytes] | None = None
        self._cleaned_bytes = 0

    def rewind(self, chunks: tuple[bytes, ...]) -> None:
        self._first.extendleft(reversed(chunks))

    def clean(self, by: Callable[[bytes], bytes] | None, seconds: float) -> None:
        """What comes next passes through this first."""
        self._clean, self._cleaned_bytes = by, int(seconds * HEARING_RATE) * SAMPLE_BYTES

    def chunks(self) -> Iterator[bytes]:
        while self._first:
            yield self._first.popleft()
        for chunk in self._source.chunks():
            yield self._cleaned(chunk)
            while self._first:
                yield self._first.popleft()

    def _cleaned(self, chunk: bytes) -> bytes:
        if self._clean is None or self._cleaned_bytes <= 0:
            return chunk
        self._cleaned_bytes -= len(chunk)
        return self._clean(chunk)

    def flush(self) -> bytes:
        self._first.clear()
        return self._source.flush()

    def close(self) -> None:
        self._source.close()
