"""Where sound comes from: all give chunks of 16-bit mono at HEARING_RATE."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, read_sound

CHUNK_S = 0.1
CHUNK_BYTES = int(CHUNK_S * HEARING_RATE) * SAMPLE_BYTES
DEAD_S = 5.0
"""A microphone that gives nothing for so long is gone (a quiet room still gives noise)."""


class Source(Protocol):
    """A place where sound comes from."""

    def chunks(self) -> Iterator[bytes]:
        """Sound as it comes, until the source ends; may be asked again to go on."""
        ...

    def flush(self) -> bytes:
        """Forget what came and was not taken yet; this is the last look at it."""
        ...

    def close(self) -> None: ...


class WavSource:
    """A sound file, as fast as it is read."""

    def __init__(self, path: Path) -> None:
        self._samples = read_sound(path).samples
        self._at = 0

    def chunks(self) -> Iterator[bytes]:
        while self._at < len(self._samples):
            chunk = self._samples[self._at : self._at + CHUNK_BYTES]
            self._at += len(chunk)
            yield chunk

    def flush(self) -> bytes:
        """A file waits for its listener: nothing is lost."""
        return b""

    def close(self) -> None: ...


class QueueSource:
    """Bytes put in by another thread; ends after `end()`."""

    def __init__(self, dead_s: float | None = None, most: int | None = None) -> None:
        """`most` chunks wait; then the oldest is forgotten for each that comes."""
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._dead_s = dead_s
        self._most = most

    def put(self, samples: bytes) -> None:
        if self._most is not None and self._queue.qsize() >= self._most:
            with suppress(queue.Empty):
                self._queue.get_nowait()
        self._queue.put(samples)

    def end(self) -> None:
        self._queue.put(None)

    def chunks(self) -> Iterator[bytes]:
        while True:
            try:
                chunk = self._queue.get(timeout=self._dead_s)
            except queue.Empty:
                raise VoiceError("the microphone gives no sound any more: is it still connected?") from None
            if chunk is None:
                self.end()
                return
            yield chunk

    def flush(self) -> bytes:
        came = list[bytes | None]()
        while not self._queue.empty():
            came.append(self._queue.get())
        if None in came:
            self.end()
        return b"".join(chunk for chunk in came if chunk is not None)

    def close(self) -> None:
        self.end()
