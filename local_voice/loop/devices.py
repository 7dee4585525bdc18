"""Microphone and loudspeaker that may be unplugged: a clear word, and another try."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from local_voice.errors import VoiceError
from local_voice.hearing.sources import Source
from local_voice.loop.turn import Speaks
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import NullSink, Sink, hear_out

TRIES = 30
BETWEEN_S = 1.0
MUTED_S = 7.0
"""So much sound without any is told, once: shorter than a customer is waited for."""
MUTED = "the microphone gives silence only: if you are speaking, it is muted, or another one is meant"


class LastingMicrophone:
    """Opens the microphone again when it gives no more sound; VoiceError when it does not come back."""

    def __init__(
        self,
        open_source: Callable[[], Source],
        trouble: Callable[[str], None],
        *,
        tries: int = TRIES,
        between_s: float = BETWEEN_S,
    ) -> None:
        self._open = open_source
        self._trouble = trouble
        self._tries = tries
        self._between_s = between_s
        self._source = open_source()
        self._silent_s: float | None = 0.0
        """How long nothing but zeros came; None when anything did, or that was told."""

    def chunks(self) -> Iterator[bytes]:
        while True:
            try:
                for chunk in self._source.chunks():
                    if self._is_muted(chunk):
                        self._trouble(MUTED)
                        # A microphone that lets loud sound through hears what was said.
                        self._source.flush()
                    yield chunk
                return
            except VoiceError as error:
                self._reopen(error)

    def flush(self) -> bytes:
        came = self._source.flush()
        if any(came):
            self._silent_s = None
        return came

    def close(self) -> None:
        self._source.close()

    def _is_muted(self, chunk: bytes) -> bool:
        """Whether it is time to tell so: a room is never as quiet as a microphone that is muted."""
        if self._silent_s is None or any(chunk):
            self._silent_s = None
            return False
        self._silent_s += len(chunk) / (SAMPLE_BYTES * HEARING_RATE)
        if self._silent_s < MUTED_S:
            return False
        self._silent_s = None
        return True

    def _reopen(self, error: VoiceError) -> None:
        self._trouble(str(error))
        self._source.close()
        for _ in range(self._tries):
            time.sleep(self._between_s)
            try:
                self._source = self._open()
            except VoiceError as again:
                error = again
                continue
            self._trouble("the microphone is back")
            self._source.flush()
            return
        raise error


def aloud(
    show: Callable[[str], None], speaker: Speaks | None, sink: Sink, tail_s: float
) -> Callable[[str], None]:
    """Shows a line and says it: who is not at the screen hears that the microphone is gone.

    It returns when the room is quiet again: a microphone that is back would hear it.
    """

    def tell(line: str) -> None:
        show(line)
        if speaker is None:
            return
        with suppress(VoiceError):
            for piece in speaker.pieces(line):
                sink.put(piece)
            hear_out(sink)
            sink.wait(tail_s)

    return tell


class LastingLoudspeaker:
    """Opens the loudspeaker again for the next answer when it takes no more sound, or there was none."""

    def __init__(self, open_sink: Callable[[], Sink]) -> None:
        self._open = open_sink
        self._sink: Sink | None = open_sink()

    def put(self, pcm: Pcm) -> None:
        if self._sink is None or isinstance(self._sink, NullSink):
            self._sink = self._open()
        self._sink.put(pcm)

    def stop(self) -> None:
        if self._sink is not None:
            self._sink.stop()

    def waiting_s(self) -> float:
        try:
            return self._sink.waiting_s() if self._sink is not None else 0.0
        except VoiceError:
            self.close()
            raise

    def wait(self, seconds: float) -> None:
        if self._sink is not None:
            self._sink.wait(seconds)
        else:
            time.sleep(seconds)

    def recent(self, seconds: float) -> Pcm:
        return self._sink.recent(seconds) if self._sink is not None else Pcm(b"", 1)

    def since(self, number: int) -> tuple[int, Pcm]:
        return self._sink.since(number) if self._sink is not None else (0, Pcm(b"", 1))

    def close(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None
