"""An answer being spoken: the next piece is made while this one is heard, until somebody interrupts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.loop.turn import StoppedBy
from local_voice.sound import Pcm
from local_voice.speaking.sinks import STEP_S, Sink


@dataclass(frozen=True, slots=True)
class Interruption:
    """Somebody does not want to hear the rest."""

    by: StoppedBy
    words: tuple[bytes, ...] = ()
    """The beginning of what they said."""


class Attends(Protocol):
    """Who listens while the shop speaks."""

    @property
    def passed_s(self) -> float:
        """Time that passed in all steps."""
        ...

    def step(self, sink: Sink) -> Interruption | None:
        """Let a moment pass; at once when somebody interrupts."""
        ...


@dataclass(frozen=True, slots=True)
class Played:
    """How an answer was heard."""

    heard_s: float = 0.0
    interruption: Interruption | None = None
    mute: str | None = None
    """Why it was not heard, or not to its end."""


class Playing:
    """One answer on its way to the loudspeaker."""

    def __init__(self, pieces: Iterator[Pcm], sink: Sink) -> None:
        """Returns when the first sound is handed over."""
        self._sink = sink
        self._put_s = 0.0
        started = time.perf_counter()
        self._ahead = _Ahead(pieces)
        self._put(self._ahead.next(None))
        self.first_ms = 1000 * (time.perf_counter() - started)

    @property
    def mute(self) -> str | None:
        """Why there is nothing to hear, or not all."""
        return self._ahead.error if self._ahead.over else None

    def finish(self, attention: Attends, after_s: float = 0.0) -> Played:
        """Returns when all was heard to its end, not when it was handed over, and `after_s` later; or at an
        interruption."""
        try:
            while not (self._ahead.over and self._sink.waiting_s() <= 0):
                if (interruption := self._step(attention)) is not None:
                    return self._stopped(interruption)
            end = attention.passed_s + after_s
            while attention.passed_s < end:
                if (interruption := attention.step(self._sink)) is not None:
                    return self._stopped(interruption)
            return Played(self._put_s, mute=self._ahead.error)
        finally:
            self._ahead.stop()

    def _step(self, attention: Attends) -> Interruption | None:
        # When nothing sounds, the next piece is all there is to wait for.
        sounds = self._sink.waiting_s() > 0
        self._put(self._ahead.next(0.0 if sounds else STEP_S))
        return attention.step(self._sink) if sounds else None

    def _put(self, piece: Pcm | None) -> None:
        if piece is not None:
            self._sink.put(piece)
            self._put_s += piece.seconds

    def _stopped(self, interruption: Interruption) -> Played:
        heard_s = max(0.0, self._put_s - self._sink.waiting_s())
        self._sink.stop()
        return Played(heard_s, interruption)


class _Ahead:
    """Makes the pieces in a thread of its own, as fast as it can."""

    def __init__(self, pieces: Iterator[Pcm]) -> None:
        self._pieces = pieces
        self._made: SimpleQueue[Pcm | None] = SimpleQueue()
        self._stopped = False
        self.over = False
        self.error: str | None = None
        threading.Thread(target=self._make, daemon=True).start()

    def next(self, patience_s: float | None) -> Pcm | None:
        """The next piece when it is there in time (None: whenever); after the last one `over` is true."""
        if self.over:
            return None
        try:
            piece = self._made.get(block=patience_s != 0, timeout=patience_s)
        except Empty:
            return None
        self.over = piece is None
        return piece

    def stop(self) -> None:
        self._stopped = True

    def _make(self) -> None:
        try:
            for piece in self._pieces:
                if self._stopped:
                    return
                self._made.put(piece)
        except VoiceError as error:
            self.error = str(error)
        finally:
            self._made.put(None)
