"""Where answers go: a loudspeaker, or nowhere. A sink knows what was heard."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Generator
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.quiet import without_stderr
from local_voice.sound import SAMPLE_BYTES, Pcm, at_rate
from local_voice.sound_devices import NULL, Device, named

BLOCK_S = 0.02
BLOCKS = 3
"""The device holds so many blocks: what was handed to it is heard that much later."""
STEP_S = 0.01
"""Between two looks at what waits."""
STUCK_S = 2.0
REMEMBERED_S = 10.0
"""Sound that was played and is still known, to be told from what the microphone hears."""
_NO_DEVICE = ("NULL Playback Device", "Discard all samples")


class Sink(Protocol):
    """A place for sound."""

    def put(self, pcm: Pcm) -> None:
        """Sound to be heard after all that waits; returns at once. Any thread may call it."""
        ...

    def stop(self) -> None:
        """Quiet from the next block on; what waits is forgotten."""
        ...

    def waiting_s(self) -> float:
        """Seconds until all is heard to its end; VoiceError when the device takes no sound any more."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    def recent(self, seconds: float) -> Pcm:
        """What was played last, up to now, with the quiet in it; empty where no time passes."""
        ...

    def since(self, number: int) -> tuple[int, Pcm]:
        """What was played from that sample on, and the number of its first; of what is forgotten, nothing."""
        ...

    def close(self) -> None: ...


def hear_out(sink: Sink) -> None:
    """Until all is heard to its end; VoiceError when the device takes no sound any more."""
    while sink.waiting_s() > 0:
        sink.wait(STEP_S)


class NullSink:
    """Nobody listens; every sound is over at once."""

    def put(self, pcm: Pcm) -> None: ...

    def stop(self) -> None: ...

    def waiting_s(self) -> float:
        return 0.0

    def wait(self, seconds: float) -> None: ...

    def recent(self, seconds: float) -> Pcm:
        del seconds
        return Pcm(b"", 1)

    def since(self, number: int) -> tuple[int, Pcm]:
        return number, Pcm(b"", 1)

    def close(self) -> None: ...


class Waiting:
    """Sound that waits to be played, and what was played last; for one rate. Not locked."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._waiting: deque[memoryview] = deque()
        self._played: deque[bytes] = deque()
        self._bytes = 0
        self._played_bytes = 0
        self._forgotten_bytes = 0

    def __len__(self) -> int:
        """Bytes that wait."""
        return self._bytes

    def add(self, pcm: Pcm) -> None:
        samples = at_rate(pcm, self.rate).samples
        if samples:
            self._waiting.append(memoryview(samples))
            self._bytes += len(samples)

    def clear(self) -> None:
        self._waiting.clear()
        self._bytes = 0

    def take(self, wanted: int) -> bytes:
        """The next bytes, filled up with quiet."""
        block = bytearray()
        while self._waiting and len(block) < wanted:
            piece = self._waiting.popleft()
            part, rest = piece[: wanted - len(block)], piece[wanted - len(block) :]
            block += part
            if rest:
                self._waiting.appendleft(rest)
        self._bytes -= len(block)
        block += bytes(wanted - len(block))
        return self._remembered(bytes(block))

    def recent(self, seconds: float) -> Pcm:
        wanted = round(seconds * self.rate) * SAMPLE_BYTES
        return Pcm(b"".join(self._played)[-wanted:] if wanted else b"", self.rate)

    def since(self, number: int) -> tuple[int, Pcm]:
        ends = self._forgotten_bytes + self._played_bytes
        first = min(ends, max(self._forgotten_bytes, number * SAMPLE_BYTES))
        wanted, blocks = ends - first, list[bytes]()
        # From the newest back: most who ask want a moment, and much is remembered.
        for block in reversed(self._played):
            if wanted <= 0:
                break
            blocks.append(block[-wanted:])
            wanted -= len(block)
        return first // SAMPLE_BYTES, Pcm(b"".join(reversed(blocks)), self.rate)

    def _remembered(self, block: bytes) -> bytes:
        self._played.append(block)
        self._played_bytes += len(block)
        while self._played_bytes > REMEMBERED_S * self.rate * SAMPLE_BYTES:
            forgotten = len(self._played.popleft())
            self._played_bytes -= forgotten
            self._forgotten_bytes += forgotten
        return block


class Loudspeaker:
    """A loudspeaker, open while a conversation lasts; a stop takes the blocks it holds."""

    def __init__(self, rate: int, wanted: str | int | None = None) -> None:
        """By its number in `loudspeakers()` or a part of its name; None: the system's; NULL: for nobody."""
        import miniaudio

        null = [miniaudio.Backend.NULL] if wanted == NULL else None
        chosen = None if null or wanted is None else named(playback_devices(), wanted, "loudspeaker")["id"]

        self._rate = rate
        self._lock = threading.Lock()
        self._waiting = Waiting(rate)
        self._asked_at = self._sounding_until = time.monotonic()
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate,
                buffersize_msec=int(1000 * BLOCK_S),
                callback_periods=BLOCKS,
                device_id=chosen,
                backends=null,
                app_name="voicecart",
            )
            self._device.start(self._feed())
        except miniaudio.MiniaudioError as error:
            raise VoiceError(f"the loudspeaker cannot be opened ({error})") from None

    def put(self, pcm: Pcm) -> None:
        with self._lock:
            self._waiting.add(pcm)

    def stop(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting_s(self) -> float:
        with self._lock:
            now, waiting = time.monotonic(), len(self._waiting) / (SAMPLE_BYTES * self._rate)
            if not waiting:
                return max(0.0, self._sounding_until - now)
            if now - self._asked_at <= STUCK_S:
                return waiting + BLOCK_S * BLOCKS
            self._waiting.clear()
        raise VoiceError("the loudspeaker takes no sound any more: is it still connected?")

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def recent(self, seconds: float) -> Pcm:
        with self._lock:
            return self._waiting.recent(seconds)

    def since(self, number: int) -> tuple[int, Pcm]:
        with self._lock:
            return self._waiting.since(number)

    def close(self) -> None:
        self._device.close()

    def _feed(self) -> Generator[bytes, int, None]:
        """What miniaudio's own thread takes its samples from; quiet when nothing is said."""
        feed = self._blocks()
        next(feed)
        return feed

    def _blocks(self) -> Generator[bytes, int, None]:
        block = b""
        while True:
            wanted = (yield block) * SAMPLE_BYTES
            with self._lock:
                self._asked_at = time.monotonic()
                if len(self._waiting):
                    self._sounding_until = self._asked_at + BLOCK_S * (BLOCKS + 1)
                block = self._waiting.take(wanted)


def loudspeakers() -> list[str]:
    """The names of the loudspeakers of this machine; none when there is no sound system."""
    return [str(one["name"]) for one in playback_devices()]


def playback_devices() -> list[Device]:
    """The loudspeakers as miniaudio describes them: name, id, formats."""
    try:
        import miniaudio

        with without_stderr():
            found: list[Device] = miniaudio.Devices().get_playbacks()
    except Exception:
        return []
    return [one for one in found if not str(one["name"]).startswith(_NO_DEVICE)]


def open_sink(rate: int, wanted: str | int | None = None) -> Sink:
    """The loudspeaker that is wanted, or the system's; without a wish nowhere on a machine that has none."""
    return Loudspeaker(rate, wanted) if wanted is not None or loudspeakers() else NullSink()
