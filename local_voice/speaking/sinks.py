"""Where answers go: a loudspeaker, a WAV file, nowhere."""

from __future__ import annotations

import threading
import time
import wave
from collections.abc import Generator
from pathlib import Path
from typing import Any, Protocol

from local_voice.errors import VoiceError
from local_voice.sound import SAMPLE_BYTES, Pcm, at_rate

BLOCK_S = 0.03
BLOCKS = 3
"""The device holds so many blocks: what was handed to it is heard that much later."""
STUCK_S = 2.0
_NO_DEVICE = ("NULL Playback Device", "Discard all samples")


class Sink(Protocol):
    """A place for sound."""

    def play(self, pcm: Pcm, stop: threading.Event | None = None) -> bool:
        """Returns when the sound was heard to its end (not when it was handed over); False when stopped."""
        ...

    def close(self) -> None: ...


class NullSink:
    """Nobody listens; every sound is over at once."""

    def play(self, pcm: Pcm, stop: threading.Event | None = None) -> bool:
        del pcm
        return not (stop and stop.is_set())

    def close(self) -> None: ...


class WavSink:
    """Everything played, one after the other, in one file."""

    def __init__(self, path: Path, rate: int) -> None:
        self._rate = rate
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = wave.open(str(path), "wb")  # noqa: SIM115  (closed by close)
        except OSError as error:
            raise VoiceError(f"{path} cannot be written: {error.strerror}") from None
        self._file.setnchannels(1)
        self._file.setsampwidth(SAMPLE_BYTES)
        self._file.setframerate(rate)

    def play(self, pcm: Pcm, stop: threading.Event | None = None) -> bool:
        if stop and stop.is_set():
            return False
        self._file.writeframes(at_rate(pcm, self._rate).samples)
        return True

    def close(self) -> None:
        self._file.close()


class Loudspeaker:
    """The system's loudspeaker, open for as long as the conversation lasts; a stop takes one block."""

    def __init__(self, rate: int, *, null: bool = False) -> None:
        """`null` plays in real time to nobody, for machines without sound."""
        import miniaudio

        self._rate = rate
        self._waiting = b""
        self._lock = threading.Condition()
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate,
                buffersize_msec=int(1000 * BLOCK_S),
                callback_periods=BLOCKS,
                backends=[miniaudio.Backend.NULL] if null else None,
                app_name="voicecart",
            )
            self._device.start(self._feed())
        except miniaudio.MiniaudioError as error:
            raise VoiceError(f"the loudspeaker cannot be opened ({error})") from None

    def play(self, pcm: Pcm, stop: threading.Event | None = None) -> bool:
        with self._lock:
            self._waiting = at_rate(pcm, self._rate).samples
            end = time.monotonic() + pcm.seconds + STUCK_S
            while self._waiting:
                self._lock.wait(BLOCK_S)
                if stop and stop.is_set():
                    self._waiting = b""
                    return False
                if time.monotonic() > end:
                    self._waiting = b""
                    raise VoiceError("the loudspeaker takes no sound any more: is it still connected?")
        time.sleep(BLOCK_S * BLOCKS)
        return True

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
                block, self._waiting = self._waiting[:wanted], self._waiting[wanted:]
                self._lock.notify()
            block += bytes(wanted - len(block))


def loudspeakers() -> list[str]:
    """The names of the loudspeakers of this machine; none when there is no sound system."""
    try:
        import miniaudio

        found: list[dict[str, Any]] = miniaudio.Devices().get_playbacks()
    except Exception:
        return []
    return [str(one["name"]) for one in found if not str(one["name"]).startswith(_NO_DEVICE)]


def open_sink(rate: int) -> Sink:
    """The loudspeaker, or nowhere on a machine that has none."""
    return Loudspeaker(rate) if loudspeakers() else NullSink()
