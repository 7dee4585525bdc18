"""The microphone, by miniaudio: it opens the device at the device's own rate and converts by itself."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from local_voice.errors import VoiceError
from local_voice.hearing.sources import DEAD_S, QueueSource
from local_voice.quiet import without_stderr
from local_voice.sound import HEARING_RATE
from local_voice.sound_devices import NULL, Device, named

BLOCK_S = 0.03
"""Sound that comes at a time: who interrupts an answer is not to wait for more."""
WAITS_S = 30.0
"""Sound that waits for a listener: who is asked to press a key first may be away for hours."""
_NO_DEVICE = ("NULL Capture Device", "Discard all samples")
"""Names that stand for no device: miniaudio's own, and ALSA's on a machine without a sound card."""


class Microphone:
    """A microphone that is listening."""

    def __init__(self, wanted: str | int | None = None) -> None:
        """The device by its number in `microphones()` or by a part of its name; None: the usual one."""
        import miniaudio

        self._queue = QueueSource(DEAD_S, int(WAITS_S / BLOCK_S))
        null = [miniaudio.Backend.NULL] if wanted == NULL else None
        identity = None if null else choose(capture_devices(), wanted)["id"]
        try:
            self._device = miniaudio.CaptureDevice(
                miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=HEARING_RATE,
                buffersize_msec=int(1000 * BLOCK_S),
                device_id=identity,
                backends=null,
                app_name="voicecart",
            )
            self._device.start(_into(self._queue))
        except miniaudio.MiniaudioError as error:
            raise VoiceError(
                f"the microphone cannot be opened ({error}): is another program using it?"
            ) from None

    def chunks(self) -> Iterator[bytes]:
        return self._queue.chunks()

    def flush(self) -> bytes:
        return self._queue.flush()

    def close(self) -> None:
        self._device.close()
        self._queue.close()


def microphones() -> list[str]:
    """The names of the microphones of this machine; none when there is no sound system."""
    return [str(one["name"]) for one in capture_devices()]


def microphone_available() -> bool:
    """Whether there is a microphone to talk to; never raises."""
    try:
        return bool(microphones())
    except Exception:
        return False


def choose(found: list[Device], wanted: str | int | None) -> Device:
    """One of the devices by number or by a part of its name; VoiceError names what there is."""
    if not found:
        raise VoiceError(
            "there is no microphone on this machine: connect one, or type (voicecart talk --text)"
        )
    if wanted is None:
        return {"id": None}
    return named(found, wanted, "microphone")


def capture_devices() -> list[Device]:
    """The microphones as miniaudio describes them: name, id, formats. VoiceError without miniaudio."""
    try:
        import miniaudio
    except ImportError:
        raise VoiceError(
            "sound needs the package miniaudio: install voicecart with its extra [voice]"
        ) from None
    try:
        # With ALSA and no card both fail, and ALSA tells about it in many lines.
        with without_stderr():
            found: list[Device] = miniaudio.Devices().get_captures()
    except miniaudio.MiniaudioError:
        return []
    return [one for one in found if not str(one["name"]).startswith(_NO_DEVICE)]


def _into(queue: QueueSource) -> Generator[None, bytes, None]:
    """What miniaudio's own thread hands its sound to: no work there but to put it aside."""

    def receive() -> Generator[None, bytes, None]:
        while True:
            queue.put(bytes((yield)))

    receiver = receive()
    next(receiver)
    return receiver
